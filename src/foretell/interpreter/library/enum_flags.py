"""Flags: values made of the bits of several members."""

from __future__ import annotations

from typing import Any, Final

from foretell.interpreter.kernel import Runtime
from foretell.interpreter.layouts import is_script_type, layout_of

FLAG_MEMBERS: Final = "_flag_mask_"
"""Found in the members of a class that is a flag."""

BOUNDARY: Final = "flag boundary"
"""What a class does with bits that no member has, in the layout of it or of a base."""


def boundary_of(cls: Any) -> str:
    """What becomes of bits that no member of a class has."""
    for base in cls.__mro__:
        if is_script_type(base) and BOUNDARY in layout_of(base).extra:
            found: str = layout_of(base).extra[BOUNDARY]
            return found
    return "strict"


def known_bits(cls: Any) -> int:
    """All bits that a member of the class has."""
    bits = 0
    for member in layout_of(cls).members_by_name.values():
        bits |= value_of(member)
    return bits


def value_of(member: Any) -> int:
    """The number of a member, or of an int."""
    if type(member) is int:
        return member
    value: int = member.__dict__["_value_"]
    return value


def parts_of(cls: Any, value: int) -> list[Any]:
    """The one-bit members that a value is made of, in order of definition."""
    return [member for member in layout_of(cls).members_in_order if value_of(member) & value]


def complete_flag(cls: Any, value: int) -> object:
    """The member for any value: made when it is first asked for, then kept."""
    layout = layout_of(cls)
    known = known_bits(cls)
    boundary = boundary_of(cls)
    keeps = boundary == "keep"
    if value < 0:
        width = max(known.bit_length(), value.bit_length())
        value = known & value if not keeps else value + (1 << width)
    unknown = value & ~known
    if unknown and boundary == "conform":
        value, unknown = value & known, 0
    elif unknown and boundary == "eject":
        return value
    elif unknown and not keeps:
        width = max(value.bit_length(), known.bit_length())
        raise ValueError(
            f"{cls!r} invalid value {value}\n"
            f"    given {show_bits(value, width)}\n"
            f"  allowed {show_bits(known, width)}"
        )
    made_before: dict[int, object] = layout.extra.get("enum_values", {})
    found = made_before.get(value)
    if found is not None:
        known_member: object = found
        return known_member
    member: Any = layout.host.__new__(cls, value) if layout.host is int else object.__new__(cls)
    names = [part.__dict__["_name_"] for part in parts_of(cls, value)]
    if unknown:
        names.append(str(unknown))
    own = member.__dict__
    own["_value_"] = value
    own["_name_"] = "|".join(names) if len(names) > int(bool(unknown)) else None
    made_before[value] = member
    made: object = member
    return made


def show_bits(value: int, width: int) -> str:
    """A number as CPython's message shows its bits."""
    digits = f"{value:0{width}b}"
    return f"0b0 {digits}"


def operand(left: Any, right: Any) -> int | None:
    """The number that a right operand stands for; None if it does not fit."""
    if type(right) is type(left):
        return value_of(right)
    if layout_of(type(left)).host is int and isinstance(right, int):
        return int(right)
    return None


def _or(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    left, right = arguments
    other = operand(left, right)
    if other is None:
        return NotImplemented
    return complete_flag(type(left), value_of(left) | other)


def _and(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    left, right = arguments
    other = operand(left, right)
    if other is None:
        return NotImplemented
    return complete_flag(type(left), value_of(left) & other)


def _xor(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    left, right = arguments
    other = operand(left, right)
    if other is None:
        return NotImplemented
    return complete_flag(type(left), value_of(left) ^ other)


def _invert(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    member = arguments[0]
    return complete_flag(type(member), known_bits(type(member)) & ~value_of(member))


def _contains(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    member, other = arguments
    if not isinstance(other, type(member)):
        raise TypeError(
            "unsupported operand type(s) for 'in': "
            f"{type(other).__qualname__!r} and {type(member).__qualname__!r}"
        )
    return value_of(other) & value_of(member) == value_of(other)


def _iter(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    return iter(parts_of(type(arguments[0]), value_of(arguments[0])))


def _len(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    return value_of(arguments[0]).bit_count()


def _bool(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    return bool(value_of(arguments[0]))


def _repr(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    member = arguments[0]
    name = member.__dict__["_name_"]
    kind = type(member).__name__
    if name is None:
        return f"<{kind}: {value_of(member)!r}>"
    return f"<{kind}.{name}: {value_of(member)!r}>"


def _str(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    member = arguments[0]
    name = member.__dict__["_name_"]
    kind = type(member).__name__
    return f"{kind}({value_of(member)!r})" if name is None else f"{kind}.{name}"


def flag_value() -> dict[str, Any]:
    """What flags have beside what all enumerations have."""
    return {
        FLAG_MEMBERS: True,
        "__or__": _or,
        "__ror__": _or,
        "__and__": _and,
        "__rand__": _and,
        "__xor__": _xor,
        "__rxor__": _xor,
        "__invert__": _invert,
        "__contains__": _contains,
        "__iter__": _iter,
        "__len__": _len,
        "__bool__": _bool,
        "__repr__": _repr,
        "__str__": _str,
    }
