"""What a tool is given as plain values: proven ones only, none that a tool merely declares."""

from __future__ import annotations

import math
from typing import Any, Final

from ..values.collections import DictObject, ListObject, key_constant
from ..values.shapes import Constant, Reference, Shape, TupleOf
from ..values.value import Value
from .evaluator import Evaluator
from .observations import ToolUse

UNKNOWN: Final = object()
MOST_VALUES: Final = 16
_DEEPEST: Final = 6
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
        one = _proven(ev, shape, 0)
        if one is UNKNOWN:
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


def _proven(ev: Evaluator, shape: Shape, depth: int) -> Any:
    """The plain value that an alternative surely is."""
    if isinstance(shape, Constant):
        return UNKNOWN if shape.is_declared or not _is_json(shape.value) else shape.value
    if depth > _DEEPEST:
        return UNKNOWN
    if isinstance(shape, TupleOf):
        return UNKNOWN if shape.items is None else _all(ev, shape.items, depth)
    if not isinstance(shape, Reference):
        return UNKNOWN
    held = ev.object_at(shape.location)
    if isinstance(held, ListObject):
        if held.items is None:
            return [] if held.high == 0 else UNKNOWN
        return _all(ev, held.items, depth)
    if isinstance(held, DictObject) and held.is_closed:
        found: dict[str, Any] = {}
        for key, value in held.known.items():
            if value.is_unbound:
                continue
            name = key_constant(key)
            one = _only(ev, value, depth)
            if one is UNKNOWN or not isinstance(name, str):
                return UNKNOWN
            found[name] = one
        return found
    return UNKNOWN


def _all(ev: Evaluator, items: tuple[Value, ...], depth: int) -> Any:
    found: list[Any] = []
    for item in items:
        one = _only(ev, item, depth)
        if one is UNKNOWN:
            return UNKNOWN
        found.append(one)
    return found


def _only(ev: Evaluator, value: Value, depth: int) -> Any:
    single = value.single
    if single is None or value.unbound or value.declared:
        return UNKNOWN
    return _proven(ev, single, depth + 1)


def _is_json(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return -_LARGEST <= value <= _LARGEST
    return value is None or isinstance(value, str)
