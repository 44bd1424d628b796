"""Takes arguments, gives the slots of a new frame; refuses wrong calls with CPython's messages."""

from __future__ import annotations

from typing import Any

from .kernel import UNSET, Code
from .values import ScriptFunction


def bind(function: ScriptFunction, arguments: list[Any], keywords: dict[str, Any]) -> list[object]:
    """Put arguments where the function expects them."""
    slots = function.template[:]
    given = len(arguments)
    if not keywords and function.minimum <= given <= function.maximum:
        slots[:given] = arguments
        return slots
    code = function.code
    positional = int(code.positional)
    taken = min(given, positional)
    slots[:taken] = arguments[:taken]
    if code.rest >= 0:
        slots[code.rest] = tuple(arguments[taken:])
    more: dict[str, object] = {}
    if code.keywords >= 0:
        slots[code.keywords] = more
    named = _bind_keywords(function, slots, taken, keywords, more) if keywords else 0
    if given > positional and code.rest < 0:
        raise TypeError(_too_many(function, given, named))
    missing = [code.names[slot] for slot in range(taken, positional) if slots[slot] is UNSET]
    if missing:
        raise TypeError(_missing(function, missing, "positional"))
    missing = [code.names[slot] for slot in code.keyword_only if slots[slot] is UNSET]
    if missing:
        raise TypeError(_missing(function, missing, "keyword-only"))
    return slots


def _bind_keywords(
    function: ScriptFunction,
    slots: list[object],
    taken: int,
    keywords: dict[str, Any],
    more: dict[str, object],
) -> int:
    """Bind named arguments, `taken` by position being bound; how many are keyword-only."""
    code = function.code
    named = 0
    bound: set[int] = set()
    for name, value in keywords.items():
        slot = _slot_of(code, name)
        if slot < 0:
            if code.keywords < 0:
                raise TypeError(_unexpected(function, name, keywords))
            more[name] = value
            continue
        if slot < taken or slot in bound:
            raise TypeError(
                f"{function.qualified_name}() got multiple values for argument {name!r}"
            )
        bound.add(slot)
        slots[slot] = value
        if slot >= code.positional:
            named += 1
    return named


def _slot_of(code: Code, name: str) -> int:
    """Return the slot of the parameter that can be given by this name, or -1."""
    for slot in range(int(code.positional_only), int(code.positional)):
        if code.names[slot] == name:
            return slot
    for slot in code.keyword_only:
        if code.names[slot] == name:
            return slot
    return -1


def _unexpected(function: ScriptFunction, name: str, keywords: dict[str, Any]) -> str:
    code = function.code
    wrong = [one for one in code.names[: int(code.positional_only)] if one in keywords]
    if wrong:
        return (
            f"{function.qualified_name}() got some positional-only arguments passed as "
            f"keyword arguments: {', '.join(wrong)!r}"
        )
    return f"{function.qualified_name}() got an unexpected keyword argument {name!r}"


def _too_many(function: ScriptFunction, given: int, named: int) -> str:
    most = int(function.code.positional)
    defaults = function.defaults
    count = len(defaults) if isinstance(defaults, tuple) else 0
    takes = f"from {most - count} to {most}" if count else str(most)
    also = ""
    if named:
        also = (
            f" positional argument{'s' if given != 1 else ''}"
            f" (and {named} keyword-only argument{'s' if named != 1 else ''})"
        )
    return (
        f"{function.qualified_name}() takes {takes}"
        f" positional argument{'s' if count or most != 1 else ''}"
        f" but {given}{also} {'was' if given == 1 and not named else 'were'} given"
    )


def _missing(function: ScriptFunction, names: list[str], kind: str) -> str:
    quoted = [repr(name) for name in names]
    if len(quoted) <= 2:
        listed = " and ".join(quoted)
    else:
        listed = f"{', '.join(quoted[:-1])}, and {quoted[-1]}"
    return (
        f"{function.qualified_name}() missing {len(names)} required {kind}"
        f" argument{'s' if len(names) != 1 else ''}: {listed}"
    )
