"""What mappings bring: their keys, with the value of each."""

from __future__ import annotations

from collections.abc import Hashable
from typing import final

from ..ir import Expression
from ..values.collections import (
    DictObject,
)
from ..values.instances import Instance
from ..values.making import exactly
from ..values.origins import NO_ORIGINS
from ..values.shapes import Constant, Reference
from ..values.value import BOTTOM, DATA, UNKNOWN, Value, join
from .evaluator import Evaluator
from .iteration import below, items_of


@final
class Pairs:
    """What a mapping brings: values of known keys, and of all others."""

    known: dict[Hashable, Value]
    other_key: Value
    other: Value

    def __init__(self, known: dict[Hashable, Value], other_key: Value, other: Value) -> None:
        self.known = known
        self.other_key = other_key
        self.other = other


def key_value_pairs(ev: Evaluator, value: Value, node: Expression) -> Pairs:
    """The keys and values of a mapping, or of all mappings that a value may be."""
    found: Pairs | None = None
    for shape in value.shapes:
        one = Pairs({}, UNKNOWN, UNKNOWN)
        if isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            if isinstance(held, DictObject):
                if held.declared is not None:
                    held = ev.outside.opened(ev, held, shape.location)
                one = Pairs(dict(held.known), held.other_key, held.other)
            elif isinstance(held, Instance) and held.info is not None:
                one = _pairs_of_instance(ev, shape, node)
        elif isinstance(shape, Constant):
            continue
        found = one if found is None else _joined_pairs(found, one)
    if value.unknown:
        part = Value((), value.unknown, 0, value.declared, below(value.origins, "[]"))
        key = exactly("str") if value.unknown == DATA else UNKNOWN
        one = Pairs({}, key.with_origins(value.origins or NO_ORIGINS), part)
        found = one if found is None else _joined_pairs(found, one)
    ev.may_raise()
    return found or Pairs({}, BOTTOM, BOTTOM)


def _pairs_of_instance(ev: Evaluator, shape: Reference, node: Expression) -> Pairs:
    """A mapping of the script is asked for its `keys`, and for the item of each."""
    from .methods import call_method

    receiver = Value((shape,))
    keys = call_method(ev, receiver, "keys", [], node)
    if keys is None:
        return Pairs({}, UNKNOWN, UNKNOWN)
    key = items_of(ev, keys, node).element
    value = call_method(ev, receiver, "__getitem__", [key], node)
    return Pairs({}, key, UNKNOWN if value is None else value)


def _joined_pairs(one: Pairs, other: Pairs) -> Pairs:
    known: dict[Hashable, Value] = {}
    for key in (*one.known, *[key for key in other.known if key not in one.known]):
        sides: list[Value] = []
        for pairs in (one, other):
            found = pairs.known.get(key)
            if found is None:
                found = Value(pairs.other.shapes, pairs.other.unknown, -1)
            sides.append(found)
        known[key] = join(sides[0], sides[1])
    return Pairs(known, join(one.other_key, other.other_key), join(one.other, other.other))
