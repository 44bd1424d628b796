"""`enum.verify` and what it can look at; the boundaries of flags."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, Final

from foretell.interpreter.kernel import Runtime
from foretell.interpreter.layouts import layout_of
from foretell.interpreter.values import Builtin

from .enum_building import look_up
from .enum_flags import FLAG_MEMBERS, value_of

CHECKS: Final = {
    "CONTINUOUS": "no skipped integer values",
    "NAMED_FLAGS": "multi-flag aliases may not contain unnamed flags",
    "UNIQUE": "one name per value",
}
BOUNDARIES: Final = {name: name.lower() for name in ("STRICT", "CONFORM", "EJECT", "KEEP")}


def constants(runtime: Runtime, name: str, values: dict[str, str], base: Any) -> dict[str, object]:
    """An enumeration of the module, and its members as names of the module."""
    made: Any = look_up(runtime, base, [name, dict(values)], {})
    return {name: made, **layout_of(made).members_by_name}


def bits_of(value: int) -> list[int]:
    """The powers of two that a number is the sum of."""
    return [1 << place for place in range(value.bit_length()) if value >> place & 1]


def is_flag(cls: Any) -> bool:
    """Is it a class of flags?"""
    return FLAG_MEMBERS in layout_of(cls).members


def check_unique(cls: Any) -> None:
    """Every value has one name."""
    aliases = [
        f"{name} -> {member.__dict__['_name_']}"
        for name, member in layout_of(cls).members_by_name.items()
        if name != member.__dict__["_name_"]
    ]
    if aliases:
        raise ValueError(f"aliases found in {cls!r}: {', '.join(aliases)}")


def check_continuous(cls: Any) -> None:
    """No number between the lowest and the highest is left out."""
    values = {value_of(member) for member in layout_of(cls).members_in_order}
    if len(values) < 2:
        return
    low, high = min(values), max(values)
    if is_flag(cls):
        wanted = [1 << place for place in range(low.bit_length(), high.bit_length() - 1)]
    else:
        wanted = list(range(low + 1, high))
    missing = [str(each) for each in wanted if each not in values]
    if missing:
        what = "flag" if is_flag(cls) else "enum"
        text = f"invalid {what} {cls.__name__!r}: missing values {', '.join(missing)}"
        raise ValueError(text[:256])


def check_named(cls: Any) -> None:
    """What several flags together are called is made of flags that have names."""
    layout = layout_of(cls)
    known = {value_of(member) for member in layout.members_in_order}
    lacking: dict[str, int] = {}
    for name, member in layout.members_by_name.items():
        value = value_of(member)
        unnamed = [bit for bit in bits_of(value) if bit not in known] if value >= 0 else []
        if unnamed:
            lacking[name] = reduce(or_, unnamed)
    if not lacking:
        return
    *others, last = lacking
    names = f"aliases {', '.join(others)} and {last} are" if others else f"alias {last} is"
    bits = reduce(or_, lacking.values())
    values = "value" if bits.bit_count() == 1 else "combined values of"
    raise ValueError(
        f"invalid Flag {cls.__name__!r}: {names} missing {values} 0x{bits:x} "
        "[use enum.show_flag_values(value) for details]"
    )


FUNCTIONS: Final = {
    CHECKS["UNIQUE"]: check_unique,
    CHECKS["CONTINUOUS"]: check_continuous,
    CHECKS["NAMED_FLAGS"]: check_named,
}


def verify(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`@verify(UNIQUE, …)`."""
    wanted = [FUNCTIONS[str(check)] for check in arguments]

    def decorate(runtime: Runtime, given: list[Any], _named: dict[str, Any]) -> object:
        cls: Any = given[0]
        runtime.charge(len(layout_of(cls).members_by_name))
        for check in wanted:
            check(cls)
        made: object = cls
        return made

    return Builtin("verify", decorate)
