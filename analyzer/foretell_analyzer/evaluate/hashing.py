"""Sets and dicts ask the hash of what they hold, and compare it; containers compare their items."""

from __future__ import annotations

from functools import partial

from ..ir import Node
from ..values.instances import Instance
from ..values.shapes import Reference, Shape
from ..values.value import UNKNOWN, Value, join
from .attempts import any_times, perhaps
from .evaluator import Evaluator
from .methods import call_method, find_method


def instances_with(ev: Evaluator, value: Value, name: str) -> list[Shape]:
    """The script's objects in a value, in containers and fields too, that have a method."""
    if not value.shapes:
        return []
    found: list[Shape] = []
    for shape in ev.reachable_shapes(value):
        if isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            info = held.info if isinstance(held, Instance) else None
            if info is not None and find_method(ev, info, name) is not None:
                found.append(shape)
    return found


def hash_of(ev: Evaluator, value: Value, node: Node) -> None:
    """A value is looked for, or put, where hashes are asked."""
    if not any(isinstance(one, Reference) or hasattr(one, "items") for one in value.shapes):
        if value.unknown:
            ev.may_raise()
        return
    ev.may_raise()
    ask_hash(ev, value, node)
    ask_all(ev, value, "__eq__", value, node)


def ask_hash(ev: Evaluator, value: Value, node: Node) -> None:
    """The hash of a value is asked, and so are those of what is in it."""
    for shape in instances_with(ev, value, "__hash__"):
        ask = partial(call_method, ev, Value((shape,)), "__hash__", [], node)
        any_times(ev, ask, node)


def ask_all(ev: Evaluator, value: Value, name: str, other: Value, node: Node) -> None:
    """The items of a container are compared with those of another."""
    asked = instances_with(ev, value, name)
    if not asked:
        return
    given = join(other, UNKNOWN) if other.unknown else other
    for shape in ev.reachable_shapes(other):
        given = join(given, Value((shape,)))
    for shape in asked:
        any_times(ev, partial(perhaps, ev, partial(_answer, ev, shape, name, given, node)), node)


def _answer(ev: Evaluator, shape: Shape, name: str, given: Value, node: Node) -> Value:
    return call_method(ev, Value((shape,)), name, [given], node) or UNKNOWN
