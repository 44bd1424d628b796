"""Methods that operators, loops and builtins call on the script's objects."""

from __future__ import annotations

from functools import partial

from ..effects import (
    MAY_RAISE,
    NOTHING,
    Effect,
    Given,
    Left,
    alternatives,
    caught,
    series,
    until_break,
)
from ..exits import Exit
from ..ir import (
    Expression,
    Node,
)
from ..values.collections import ENDLESS
from ..values.instances import Instance, Lazy
from ..values.making import exactly
from ..values.shapes import (
    ClassOf,
    Constant,
    Reference,
    Shape,
)
from ..values.value import BOTTOM, UNKNOWN, Value, join
from .attempts import attempt, perhaps
from .evaluator import Evaluator
from .iteration import Items, call_anything, items_of
from .methods import call_bound, call_method, class_of, find_method


def iterate_instance(
    ev: Evaluator, held: Instance, shape: Reference, node: Expression, user: int
) -> Items | None:
    """Iterating over an instance: by `__iter__` and `__next__`, or by `__getitem__`."""
    if held.info is None:
        return None if held.declared is None else Items(UNKNOWN)
    receiver = Value((shape,))
    if find_method(ev, held.info, "__iter__") is not None:
        # A loop asks for its items round by round: the iterator may be made already.
        iterator = perhaps(ev, lambda: call_method(ev, receiver, "__iter__", [], node) or UNKNOWN)
        if iterator.is_bottom:
            return Items(UNKNOWN)
        stepped = BOTTOM
        rest: list[Shape] = []
        arms: list[Effect] = []
        others: Items | None = None
        for one in iterator.shapes:
            info = class_of(ev, one)
            if info is not None and find_method(ev, info, "__next__") is not None:
                around = ev.begin()
                stepped = join(stepped, steps_of(ev, one, node, user))
                arms.append(ev.end(around))
            else:
                rest.append(one)
        if rest or iterator.unknown:
            around = ev.begin()
            ev.user = user
            others = items_of(ev, Value(tuple(rest), iterator.unknown), node)
            ev.user = 0
            arms.append(ev.end(around))
        ev.record(alternatives(None, arms))
        if others is None or stepped.is_bottom:
            return others or Items(stepped)
        return Items(join(stepped, others.element))
    if find_method(ev, held.info, "__getitem__") is not None:
        number = [exactly("int")]
        around = ev.begin()
        ask = partial(call_method, ev, receiver, "__getitem__", number, node)
        item = attempt(ev, ask)
        asked = ev.end(around)
        ev.record(until_left(node, series((asked, MAY_RAISE)), Exit.RAISE, Given(user)))
        return Items(item or UNKNOWN)
    if held.info.kind == "namedtuple":
        values = [held.fields[name] for name in held.info.fields if name in held.fields]
        return (
            Items(UNKNOWN)
            if not values
            else Items(_joined(values), len(values), len(values), tuple(values))
        )
    if held.info.is_open or held.info.outside:
        call_anything(ev, node)
        return Items(UNKNOWN)
    return None


def list_items_of(ev: Evaluator, value: Value, node: Expression) -> Items:
    """What iterating over a value gives to a list: it asks, too, how many there will be."""
    found = items_of(ev, value, node)
    for shape in value.shapes:
        info = None if isinstance(shape, ClassOf) else class_of(ev, shape)
        names = ("__len__", "__length_hint__")
        own = [one for one in names if info is not None and find_method(ev, info, one) is not None]
        if own:
            perhaps(ev, partial(call_method, ev, Value((shape,)), own[0], [], node))
    return found


def steps_of(ev: Evaluator, shape: Shape, node: Node, user: int) -> Value:
    """What `__next__` gives, called until it raises StopIteration."""
    from .loops import repeat

    asked = NOTHING

    def ask() -> Value | None:
        nonlocal asked
        around = ev.begin()
        found = call_method(ev, Value((shape,)), "__next__", [], node)
        asked = ev.end_here(around)
        ev.record(asked)
        return found

    around = ev.begin()
    found = repeat(ev, 0, ENDLESS, lambda: attempt(ev, ask) or BOTTOM, node)
    ev.end(around)
    ev.record(until_left(node, asked, Exit.RAISE, Given(user)))
    return found


def until_left(node: Node, asked: Effect, way: Exit, given: Effect) -> Effect:
    """Something is asked for items, one by one, until it is left in a way that says it has no more.

    That way may say something else, too, and then goes on from here.
    """
    ended = alternatives(None, (Left(Exit.BREAK, node), Left(way, node)))
    each = series((caught(None, asked, {way: ended}), given))
    return until_break(node, each)


def answers_itself(ev: Evaluator, shape: Shape, name: str) -> bool:
    """Does code of the script answer when an object is asked for an attribute or an item?"""
    info = class_of(ev, shape)
    if info is None or isinstance(shape, ClassOf):
        return False
    if name == "__getitem__" or info.is_open:
        return True
    for special in ("__getattr__", "__getattribute__", "__setattr__"):
        if find_method(ev, info, special) is not None:
            return True
    value = find_method(ev, info, name)
    return value is not None and any(not isinstance(one, Constant) for one in value.shapes)


def call_class_method(
    ev: Evaluator, value: Value, shape: ClassOf, arguments: list[Value], node: Node
) -> Value:
    """Call a method of a class that gets the class itself, decorated as class method or not."""
    found = BOTTOM
    for one in value.shapes:
        held = ev.object_at(one.location) if isinstance(one, Reference) else None
        inner = held.values[0] if isinstance(held, Lazy) and held.values else Value((one,))
        found = join(found, call_bound(ev, inner, [Value((shape,)), *arguments], node, 36))
    return join(found, UNKNOWN) if value.unknown else found


def _joined(values: list[Value]) -> Value:
    found = BOTTOM
    for one in values:
        found = join(found, one)
    return found
