"""Values of constants, types, objects and tuples."""

from __future__ import annotations

from typing import Final

from .shapes import (
    FALSE,
    NONE,
    TRUE,
    Constant,
    Exactly,
    Reference,
    TupleOf,
)
from .value import NOTHING_ELSE, Value, either

NONE_VALUE: Final = Value((NONE,))


BOOL: Final = Value((TRUE, FALSE))


_exact: Final[dict[str, Value]] = {}


def exactly(name: str) -> Value:
    """Any value of a type."""
    found = _exact.get(name)
    if found is None:
        if name == "bool":
            found = BOOL
        elif name in ("NoneType", "None"):
            found = NONE_VALUE
        else:
            found = Value((Exactly(name),))
        _exact[name] = found
    return found


_only: Final[dict[str, Value]] = {}


def only(name: str) -> Value:
    """Any value of just this type, of none that is derived from it."""
    found = _only.get(name)
    if found is None:
        found = _only[name] = Value((Exactly(name, is_only=True),))
    return found


def literal(value: object) -> Value:
    """Exactly this immutable value; texts and numbers of absurd size by their type only."""
    if (isinstance(value, (str, bytes)) and len(value) > 4_000) or (
        type(value) is int and value.bit_length() > 4_000
    ):
        return exactly(type(value).__name__)
    return Value((Constant(value),))


def reference(location: int) -> Value:
    """The object at a location."""
    return Value((Reference(location),))


def tuple_of(items: list[Value]) -> Value:
    """A tuple with these items."""
    return Value((TupleOf(tuple(items), either(items)),), NOTHING_ELSE)


def tuples_of(element: Value) -> Value:
    """A tuple of any length."""
    return Value((TupleOf(None, element),), NOTHING_ELSE)
