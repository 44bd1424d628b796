"""What a tool is given as plain values: proven ones only, none that a tool merely declares."""

from __future__ import annotations

import math
from typing import Any, Final

from ..values.shapes import Constant
from ..values.value import Value
from .evaluator import Evaluator
from .observations import ToolUse
from .plain import MISSING, PlainValues

MOST_VALUES: Final = 16
_LARGEST: Final = 2**53
"""Integers beyond it are not the same to every reader of JSON."""


def note_given(ev: Evaluator, use: ToolUse, given: dict[str, Value], *, fits: bool) -> None:
    """Note what one evaluation of a call gives; `given` before what objects hold was joined."""
    for name, value in given.items():
        found = _alternatives(ev, value)
        if name in use.plain:
            found = _both(use.plain[name], found)
        use.plain[name] = found
    names = set(given) if fits else set[str]()
    use.always = names if use.is_first else use.always & names
    use.is_first = False


def _alternatives(ev: Evaluator, value: Value) -> tuple[Any, ...] | None:
    """All that a value may be, if that is known."""
    if value.unknown or value.declared or not value.shapes:
        return None
    found: tuple[Any, ...] | None = ()
    for shape in value.shapes:
        one = _PROVEN.of(ev, shape)
        if one is MISSING:
            return None
        found = _both(found, (one,))
    return found


def _both(first: tuple[Any, ...] | None, second: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
    if first is None or second is None:
        return None
    found = list(first)
    for one in second:
        if not any(_is_same(one, other) for other in found):
            found.append(one)
    return tuple(found) if len(found) <= MOST_VALUES else None


def _is_same(one: Any, other: Any) -> bool:
    """Are two values the same in JSON? `1`, `1.0` and `True` are not."""
    return type(one) is type(other) and repr(one) == repr(other)


def _is_proven(shape: Constant) -> bool:
    return not shape.is_declared and _is_json(shape.value)


def _is_json(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return -_LARGEST <= value <= _LARGEST
    return value is None or isinstance(value, str)


_PROVEN: Final = PlainValues(_is_proven, believes=False, deepest=6)
