"""Names and paths whose values conditions refine."""

from __future__ import annotations

from collections.abc import Callable

from ..ir import (
    Attribute,
    Call,
    Expression,
    Name,
    NamedExpression,
    Subscript,
)
from ..values.collections import ENDLESS, ListObject, SetObject
from ..values.shapes import (
    Reference,
    Shape,
)
from ..values.value import NOTHING_ELSE, Value
from .evaluator import Evaluator
from .paths import path_of, read_path, record_path

Filter = Callable[[Evaluator, Shape], bool]


def place_value(ev: Evaluator, node: Expression) -> Value | None:
    """The present value of a name or path; None if an expression is neither."""
    if isinstance(node, NamedExpression):
        node = node.target
    if isinstance(node, Name):
        from .names import lookup

        return lookup(ev, node.identifier, ev.scope.lookup(node.identifier)).bound()
    if isinstance(node, (Attribute, Subscript, Call)) and path_of(ev, node) is not None:
        known = read_path(ev, node)
        return ev.latest.get(node.index) if known is None else known
    return None


def refine(ev: Evaluator, node: Expression, value: Value) -> None:
    """A name or path is known to be this from here on."""
    if value.is_bottom:
        ev.reachable = False
        return
    if isinstance(node, NamedExpression):
        node = node.target
    if isinstance(node, Name):
        from .names import variable_location

        location = variable_location(ev, node.identifier)
        if location >= 0 and location not in ev.weak_locations:
            ev.store.write(location, value)
        return
    record_path(ev, node, value)


def keep(ev: Evaluator, node: Expression, wanted: Filter, *, unknown: bool = True) -> None:
    """Keep those alternatives of a name or path that a filter admits."""
    value = place_value(ev, node)
    if value is None or (not value.shapes and not value.unknown):
        return
    shapes = tuple([one for one in value.shapes if wanted(ev, one)])
    rest = value.unknown if unknown else NOTHING_ELSE
    if len(shapes) == len(value.shapes) and rest == value.unknown:
        return
    if not shapes and rest == NOTHING_ELSE:
        ev.reachable = False
        return
    refine(ev, node, value.only(shapes, rest))


def bound_length(ev: Evaluator, value: Value, low: int, high: int) -> None:
    """A container is known to have at least `low` and at most `high` items from here on."""
    single = value.single
    if not isinstance(single, Reference):
        return
    held = ev.object_at(single.location)
    if isinstance(held, ListObject) and held.items is None:
        least = max(held.low, low)
        most = (
            held.high
            if high == ENDLESS
            else (high if held.high == ENDLESS else min(high, held.high))
        )
        if most != ENDLESS and least > most:
            ev.reachable = False
            return
        if (least, most) != (held.low, held.high) and held.single:
            made = ListObject(held.type, held.single, None, held.element, least, most)
            ev.store.write(single.location, made)
    elif isinstance(held, SetObject) and low > 0 and held.may_be_empty and held.single:
        made_set = SetObject(held.type, held.single, held.element, may_be_empty=False)
        ev.store.write(single.location, made_set)
