"""Iterators that are used up: generators, and what `map`, `zip` and the like give.

For each place that makes iterators the store holds beside them whether the one that was made last
is still fresh, is used up, or is one of several of which that cannot be told. What is told as used
up is so on every way that leads there; where a loop is left early, it is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..ir import GeneratorExpression, Node
from ..values.content import Content
from ..values.instances import Lazy, Suspended
from ..values.making import literal
from ..values.objects import Object
from ..values.shapes import Reference
from ..values.value import Value, join
from .observations import FAILS, Detail

if TYPE_CHECKING:
    from .evaluator import Evaluator

_SPENT_WORD: Final = "spent"
_SEVERAL_WORD: Final = "several"
_BEGUN_WORD: Final = "begun"
_FRESH: Final = literal("fresh")
_BEGUN: Final = literal(_BEGUN_WORD)
_SPENT: Final = literal(_SPENT_WORD)
_SEVERAL: Final = literal(_SEVERAL_WORD)

_AGAIN: Final = frozenset({"range", "dict_keys", "dict_values", "dict_items"})
"""Kinds of lazy objects that can be gone over again and again."""
_PASSING_ON: Final = {"map": 1, "filter": 1, "enumerate": 0, "iter": 0}
"""Kinds that use up what they are made of, with the place of it among their parts."""

TAKING_ALL: Final = frozenset(
    {"list", "tuple", "set", "frozenset", "dict", "sum", "sorted", "max", "min", "str.join",
     "list.extend", "set.update", "dict.update", "collections.deque", "collections.Counter",
     "math.prod", "math.fsum", "statistics.mean", "statistics.median"}
)  # fmt: skip
"""What goes over its only argument to the end."""
_LOOKING: Final = TAKING_ALL | {"any", "all", "map", "filter", "enumerate", "zip"}
"""What gives something senseless for an iterator that is used up."""


TAKES_SOME: Final = 0
TAKES_ALL: Final = 1
TAKES_ONE: Final = 2
"""How much the library takes of what it goes over: what it likes, all, or one item."""


def how_much(name: str, given: list[Value]) -> int:
    """How much something listed takes of what it is given."""
    if name in TAKING_ALL and len(given) == 1:
        return TAKES_ALL
    return TAKES_ONE if name == "next" else TAKES_SOME


def is_iterator(held: Object) -> bool:
    """Is there nothing left after it was gone over once?"""
    if isinstance(held, Suspended):
        return held.type in ("generator", "async_generator")
    from .iteration import LAZY

    return isinstance(held, Lazy) and held.kind in LAZY and held.kind not in _AGAIN


def begin(ev: Evaluator, location: int, made: Object) -> None:
    """A place has made an iterator."""
    if not is_iterator(made):
        return
    cell = ev.freshness.get(location)
    if cell is None:
        cell = ev.freshness[location] = ev.store.allocate(1)
    before = ev.store.cells.get(cell)
    ev.store.write(cell, _FRESH if before is None or _is_over(before) else _SEVERAL)


def _is_over(state: Content) -> bool:
    """Is every iterator that a place has made used up, or was there none?"""
    return isinstance(state, Value) and (not state.shapes or state.constants() == (_SPENT_WORD,))


def look(ev: Evaluator, value: Value, node: Node) -> None:
    """Answer whether a value that is about to be gone over is used up already."""
    cell = _cell_of(ev, value)
    state = None if cell is None else ev.store.cells.get(cell)
    if isinstance(state, Value) and state.constants() == (_SPENT_WORD,):
        where = ev.spent_at.get(cell or 0)
        detail = Detail(node=where, value=value)
        ev.note("exhausted-iterator", node, FAILS, detail)
    else:
        ev.passes("exhausted-iterator", node)


def spend(ev: Evaluator, value: Value, node: Node) -> None:
    """A value was gone over to its end."""
    if not ev.reachable:
        return
    for shape in value.shapes:
        if not isinstance(shape, Reference):
            continue
        held = ev.object_at(shape.location)
        cell = ev.freshness.get(shape.location)
        if cell is None or not is_iterator(held):
            continue
        before = ev.store.read(cell)
        assert isinstance(before, Value)
        if _SEVERAL_WORD in (before.constants() or ()):
            continue
        is_sure = len(value.shapes) == 1 and not value.unknown and not ev.weak
        ev.store.write(cell, _SPENT if is_sure else join(before, _SPENT))
        ev.spent_at[cell] = node
        if is_sure:
            inner = _inner(ev, held)
            if inner is not None:
                spend(ev, inner, node)


def _inner(ev: Evaluator, held: Object) -> Value | None:
    """What an iterator itself goes over to its end."""
    if isinstance(held, Lazy):
        at = _PASSING_ON.get(held.kind, -1)
        is_one = held.kind not in ("map", "iter") or len(held.values) == at + 1
        return held.values[at] if 0 <= at < len(held.values) and is_one else None
    if isinstance(held, Suspended) and held.call in ev.generator_expressions:
        made = ev.generator_expressions[held.call]
        assert isinstance(made.node, GeneratorExpression)
        return held.arguments[0]
    return None


def hand_over(ev: Evaluator, name: str, values: list[Value], nodes: list[Node]) -> None:
    """Something listed is called with iterators: those that are used up are told."""
    if name in _LOOKING:
        for value, node in zip(values, nodes, strict=False):
            look(ev, value, node)


def take_all(ev: Evaluator, name: str, values: list[Value], nodes: list[Node]) -> None:
    """Something listed was called that goes over its argument to the end."""
    if name in TAKING_ALL and len(values) == 1 and nodes:
        spend(ev, values[0], nodes[0])


def begin_to_use(ev: Evaluator, value: Value) -> bool:
    """A value is about to be gone over: may somebody have begun with it before?

    Also with what it goes over itself: `zip(rows, more)`, `(f(x) for x in rows)`.
    """
    is_begun = False
    pending = [value]
    seen: set[int] = set()
    while pending:
        for shape in pending.pop().shapes:
            if not isinstance(shape, Reference) or shape.location in seen:
                continue
            seen.add(shape.location)
            held = ev.object_at(shape.location)
            if isinstance(held, Suspended):
                pending.extend(held.arguments)
            elif isinstance(held, Lazy):
                pending.extend(held.values)
            if not is_iterator(held):
                continue
            cell = ev.freshness.get(shape.location)
            state = None if cell is None else ev.store.cells.get(cell)
            if cell is None or not isinstance(state, Value) or state.constants() != ("fresh",):
                is_begun = True
                ev.uses_again[cell or 0] = ev.uses_again.get(cell or 0, 0) + 1
            elif not ev.weak:
                ev.store.write(cell, _BEGUN)
            else:
                ev.store.write(cell, join(state, _BEGUN))
    return is_begun


def uses_again(ev: Evaluator, value: Value) -> int:
    """How often generators, and those that they go over, were met that somebody had begun with.

    Where it grows during a loop over such a one, something in the loop takes items from it, too.
    """
    found = 0
    pending = [value]
    seen: set[int] = set()
    while pending:
        for shape in pending.pop().shapes:
            held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
            if isinstance(shape, Reference) and isinstance(held, Suspended):
                if shape.location in seen:
                    continue
                seen.add(shape.location)
                pending.extend(held.arguments)
                found += ev.uses_again.get(ev.freshness.get(shape.location, 0), 0)
    return found


def _cell_of(ev: Evaluator, value: Value) -> int | None:
    if len(value.shapes) != 1 or value.unknown:
        return None
    (shape,) = value.shapes
    if not isinstance(shape, Reference) or not is_iterator(ev.object_at(shape.location)):
        return None
    return ev.freshness.get(shape.location)
