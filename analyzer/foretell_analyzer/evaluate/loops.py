"""Loops: a body is evaluated until another round changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from ..effects import (
    NOTHING,
    Effect,
    Rounds,
    Times,
    caught,
    given_by,
    part_of,
    series,
    turns,
)
from ..effects import rounds as rounds_of
from ..exits import Exit
from ..ir import For, Node, Statement, While
from ..values.collections import ENDLESS
from ..values.content import Content
from ..values.objects import Object
from ..values.store import Delta, meet
from ..values.value import BOTTOM, UNKNOWN, Value, join
from . import steering
from .activation import LoopExits
from .coroutines import async_items_of
from .deciding import decide, where_it_fails, where_it_holds
from .evaluator import MOST_ROUNDS, STATEMENTS, WIDEN_AFTER, Evaluator
from .exhaustion import begin_to_use, look, spend, uses_again
from .iteration import Items, gone_over, has_effects, items_of
from .loop_ends import behind_break_of, none_or_some
from .names import assign_to
from .narrowing import assume

MOST_UNROLLED = 4
FIRST_ROUND = 1_000
"""The ordinal of the context of the first of several rounds; calls have smaller ones."""


def rounds(
    ev: Evaluator,
    one_round: Callable[[], None],
    exits: LoopExits | None,
    key: int,
    *,
    knows_first: bool = False,
) -> list[Delta]:
    """Evaluate rounds from the present state until the state at their beginning is stable.

    Leaves the store in that state. Returns how rounds end, from there: by falling through or by
    `continue`; what `exits` has then of `break` is from there, too. `key` is the number of the
    node: where work must be saved, what it was once seen to change is unknown from the start.

    A loop that is come to once more in one context, in a further round of a loop around it, begins
    where it ended before: it would get there anyway, as the state now covers the one then. Not if
    somebody `knows_first`: what is seen in the first round is seen of that round alone.
    """
    count = 0
    entry = ev.store.mark()
    place = (key, ev.context)
    settled = None if knows_first else ev.settled.get(place)
    if settled is not None:
        ev.store.absorb([settled], widening=False)
    if ev.is_thrifty:
        for location in sorted(ev.changed_by.get(key, ())):
            ev.store.write(location, _wild(ev.store.read(location)))
    while True:
        mark = ev.branch()
        ends: list[Delta] = []
        if exits is not None:
            exits.mark = mark
            exits.breaks = []
            exits.continues = []
        around = ev.begin()
        steered = ev.store.steering
        one_round()
        ev.round_effect = ev.end_here(around)
        ev.leave(mark, ends)
        ev.reachable = True
        if exits is not None:
            ends.extend(exits.continues)
        if not ends:
            return ends
        if count < MOST_ROUNDS and not ev.is_thrifty:
            is_changed = ev.store.absorb(ends, widening=count >= WIDEN_AFTER)
            if not is_changed and ev.store.steering is steered:
                ev.settled[place] = ev.store.delta(entry)
                return ends
        elif not _give_up(ev, ends, key):
            return ends
        count += 1
        if count > 4 * MOST_ROUNDS:
            ev.seen.is_complete = False
            return ends


def _wild(content: Content) -> Content:
    """Anything that may be where this is."""
    if isinstance(content, Object):
        return content.forgotten()
    assert isinstance(content, Value)
    return join(content, UNKNOWN)


def _give_up(ev: Evaluator, ends: list[Delta], key: int) -> bool:
    """Take everything that a round changes for unknown; did anything change by that?"""
    changed = False
    known = ev.changed_by.setdefault(key, set())
    for delta in ends:
        for location, content in delta.items():
            now = ev.store.read(location)
            wild = _wild(meet(now, content, widening=True))
            if not wild.same(now):
                known.add(location)
                ev.store.write(location, wild)
                changed = True
    return changed


def repeat(
    ev: Evaluator, low: int, high: int, action: Callable[[], Value], node: Node,
    of: Value | None = None,
) -> Value:  # fmt: skip
    """What something done `low` to `high` times gives in all of them, with its effects.

    `of` is what it is done for each item of, if it is.
    """
    if high == 0:
        return BOTTOM
    results: list[Value] = []

    def once() -> None:
        value = action()
        if ev.goes_on():
            results.append(value)

    begun = steering.begin(ev)
    if of is not None:
        steering.steer(ev, steering.extent(ev, of))
    ends = rounds(ev, once, None, node.index)
    ev.record(rounds_of(node, ev.round_effect, Times(low, high, of)))
    if low > 0:
        ev.meet(ends)
    steering.end(ev, begun)
    found = BOTTOM
    for one in results:
        found = join(found, one)
    return ev.aged(found)


def one_by_one(
    ev: Evaluator, node: Node, items: Sequence[Value], one_round: Callable[[Value], None]
) -> None:
    """A round for each of a few known items, in a context of its own."""
    around = ev.context
    done: list[Effect] = []
    for position, item in enumerate(items):
        if not ev.goes_on():
            break
        ev.context = around
        ev.context = ev.inner_context(node, FIRST_ROUND + position)
        around_round = ev.begin()
        one_round(ev.aged(item))
        done.append(ev.end_here(around_round))
    ev.context = around
    ev.record(turns(node, done))


def for_statement(ev: Evaluator, node: Statement) -> None:
    """`for target in iterable`, with its `else`."""
    assert isinstance(node, For)
    iterable = ev.evaluate(node.iterable)
    if not ev.goes_on():
        return
    look(ev, iterable, node.iterable)
    low, high = 0, ENDLESS
    before: Items | None = None
    is_begun = begin_to_use(ev, iterable)
    if not node.is_async and not has_effects(ev, iterable):
        before = items_of(ev, iterable, node.iterable)
        low, high = 0 if is_begun else before.low, before.high
    if high == 0:
        spend(ev, iterable, node.iterable)
        ev.execute(node.orelse)
        return
    ev.active_loops.append(node.index)
    begun = steering.begin(ev)
    steering.steer(ev, steering.extent(ev, iterable))
    known = None if before is None or is_begun else before.items
    if known is not None and len(known) <= MOST_UNROLLED:
        _unrolled(ev, node, known, iterable)
    else:
        _repeated(ev, node, iterable, low, is_begun)
    steering.end_loop(ev, begun)


def _repeated(ev: Evaluator, node: For, iterable: Value, low: int, is_begun: bool) -> None:
    """Rounds with any item, at least `low` of them."""
    outside = ev.branch()
    exits = LoopExits(outside)
    ev.activation.loops.append(exits)
    source = NOTHING
    user = 0

    def one_round() -> None:
        nonlocal source, user
        of = async_items_of if node.is_async else items_of
        items, source, user = gone_over(ev, partial(of, ev, iterable, node.iterable))
        if ev.goes_on():
            assign_to(ev, node.target, items.element, node.iterable)
            ev.execute(node.body)

    before = uses_again(ev, iterable)
    ends = rounds(ev, one_round, exits, node.index)
    ev.activation.loops.pop()
    ev.active_loops.pop()
    done = given_by(source, user, ev.round_effect, node)
    if is_begun or uses_again(ev, iterable) > before:
        done = part_of(done)

    def exhaust() -> None:
        spend(ev, iterable, node.iterable)

    is_open = low == 0 and not exits.breaks and isinstance(done, Rounds)
    follow = ev.behind_loop.pop(node.index, None) if is_open else None
    if follow is not None and isinstance(done, Rounds):
        behind: list[Callable[[], None]] = [exhaust, partial(ev.execute, node.orelse), follow]
        none_or_some(ev, node, done, (outside, ends), behind)
        return
    _finish(ev, node, done, exits, ends if low > 0 else [*ends, {}], node.orelse, exhaust)


def _unrolled(ev: Evaluator, node: For, items: tuple[Value, ...], iterable: Value) -> None:
    """A few rounds with known items: one after the other, each in a context of its own.

    Where a round has changed what is gone over, any number of rounds with any item follow.
    """
    around = ev.context
    is_changed = False
    rounds_done: list[Effect] = []
    begin = ev.branch()
    breaks: list[Delta] = []
    for position, item in enumerate(items):
        exits = LoopExits(ev.branch())
        ev.activation.loops.append(exits)
        ev.context = around
        ev.context = ev.inner_context(node, FIRST_ROUND + position)
        around_round = ev.begin()
        assign_to(ev, node.target, ev.aged(item), node.iterable)
        ev.execute(node.body)
        rounds_done.append(ev.end_here(around_round))
        ev.activation.loops.pop()
        out: list[Delta] = []
        if ev.goes_on():
            out.append(ev.store.delta(begin))
        ev.store.rollback(exits.mark)
        whole = ev.store.delta(begin)
        breaks += [{**whole, **one} for one in exits.breaks]
        out += [{**whole, **one} for one in exits.continues]
        ev.store.rollback(begin)
        ev.reachable = True
        ev.meet(out)
        if not ev.goes_on():
            break
        is_changed = not _same_items(items, items_of(ev, iterable, node.iterable).items)
        if is_changed or not ev.goes_on():
            break
    ev.context = around
    ways: list[Delta] = []
    done = turns(node, rounds_done)
    if is_changed and ev.goes_on():
        around_rest = ev.begin()
        _repeated(ev, node, iterable, 0, False)
        rest = ev.end(around_rest)
        ev.record(caught(node, done, {Exit.NORMAL: rest, Exit.BREAK: NOTHING}))
        ev.leave(begin, ways)
        ev.reachable = True
        ev.meet([*ways, *breaks])
        return
    ev.active_loops.pop()
    around_else = ev.begin()
    if ev.goes_on():
        spend(ev, iterable, node.iterable)
        ev.execute(node.orelse)
    follow = ev.behind_loop.pop(node.index, None) if breaks else None
    behind_break = NOTHING
    if follow is not None:
        follow()
        behind_break = behind_break_of(ev, begin, breaks, follow)
    orelse = ev.end_here(around_else)
    ev.record(caught(node, done, {Exit.NORMAL: orelse, Exit.BREAK: behind_break}))
    if follow is not None:
        ev.reachable = False
        return
    ev.leave(begin, ways)
    ev.reachable = True
    ev.meet([*ways, *breaks])


def _same_items(items: tuple[Value, ...], others: tuple[Value, ...] | None) -> bool:
    return (
        others is not None
        and len(items) == len(others)
        and all(one.same(other) for one, other in zip(items, others, strict=True))
    )


def while_statement(ev: Evaluator, node: Statement) -> None:
    """`while test`, with its `else`."""
    assert isinstance(node, While)
    exits = LoopExits(ev.branch())
    ev.activation.loops.append(exits)
    begun = steering.begin(ev)
    first: list[bool | None] = []

    def one_round() -> None:
        test, truth, done = decide(ev, node.test)
        ev.record(where_it_holds(done))
        if not ev.goes_on():
            return
        steering.steer(ev, steering.extent(ev, test))
        first.append(truth)
        if truth is False:
            ev.reachable = False
            return
        assume(ev, node.test, holds=True)
        if ev.goes_on():
            ev.execute(node.body)

    ends = rounds(ev, one_round, exits, node.index, knows_first=True)
    body = ev.round_effect
    breaks = exits.breaks
    ev.activation.loops.pop()
    mark = ev.branch()
    around = ev.begin()
    _, truth, done = decide(ev, node.test)
    ev.record(where_it_fails(done))
    runs_out = True
    if ev.goes_on() and truth is True:
        ev.reachable = runs_out = False
    elif ev.goes_on():
        assume(ev, node.test, holds=False)
    last_test = ev.end_here(around)
    ways: list[Delta] = []
    ev.leave(mark, ways)
    exits.breaks = breaks
    is_begun = not runs_out or first[:1] == [True]
    times = Times(int(is_begun), ENDLESS if ends else 1)
    done = series((rounds_of(node, body, times, runs_out=runs_out), last_test))
    _finish(ev, node, done, exits, ways, node.orelse)
    steering.end_loop(ev, begun)


def _finish(
    ev: Evaluator,
    node: For | While,
    done: Effect,
    exits: LoopExits,
    ways: list[Delta],
    orelse: tuple[Statement, ...],
    at_end: Callable[[], None] | None = None,
) -> None:
    """The state behind a loop: by its end and `else`, or by `break`."""
    mark = ev.branch()
    ev.meet(ways)
    around = ev.begin()
    if at_end is not None:
        at_end()
    if ev.goes_on() and orelse:
        ev.execute(orelse)
    follow = ev.behind_loop.pop(node.index, None) if exits.breaks else None
    behind_break = NOTHING
    if follow is not None:
        follow()
        behind_break = behind_break_of(ev, mark, exits.breaks, follow)
    last = ev.end_here(around)
    ev.record(caught(node, done, {Exit.NORMAL: last, Exit.BREAK: behind_break}))
    if follow is not None:
        ev.reachable = False
    elif exits.breaks:
        out: list[Delta] = []
        ev.leave(mark, out)
        ev.meet([*out, *exits.breaks])


STATEMENTS[For] = for_statement
STATEMENTS[While] = while_statement
