"""What may fail without ending the way it is on: `finally`, `with`, and what swallows exceptions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ..effects import (
    MAY_RAISE,
    Effect,
    Left,
    Times,
    alternatives,
    caught,
    rounds,
    series,
)
from ..effects import perhaps as perhaps_of
from ..exits import Exit
from ..ir import Node
from ..values.store import Delta
from ..values.value import join
from . import steering
from .activation import Watch
from .evaluator import Evaluator
from .observations import Journal

T = TypeVar("T")
S = TypeVar("S")


def watched(ev: Evaluator, action: Callable[[], T]) -> tuple[T, Watch]:
    """Do something, and note in which states it may raise."""
    watch = Watch(len(ev.store.touched))
    was_watched = ev.store.is_watched
    ev.store.is_watched = True
    ev.watches.append(watch)
    result = action()
    ev.watches.pop()
    if ev.watches:
        ev.watches[-1].note(watch.origins)
        ev.watches[-1].tell(watch.told)
    ev.store.is_watched = was_watched
    return result, watch


def quietly(ev: Evaluator, kinds: tuple[str, ...], action: Callable[[], T]) -> T:
    """Do something that raises nothing but what is of these kinds."""
    if not ev.watches:
        return action()
    if kinds:
        ev.may_raise(*kinds)
    watches, ev.watches = ev.watches, []
    found = action()
    ev.watches = watches
    if kinds:
        ev.may_raise(*kinds)
    return found


def for_each(
    ev: Evaluator, cases: Sequence[S], action: Callable[[S], T], at: Node | None = None
) -> list[T]:
    """Do something for each of several cases of which one is the case; go on behind any of them.

    What fails at the node `at` in some cases only is not certain.
    """
    if len(cases) == 1:
        return [action(cases[0])]
    results: list[T] = []
    ways: list[Delta] = []
    journal = Journal()
    ev.seen.journals.append(journal)
    arms: list[Effect] = []
    for case in cases:
        mark = ev.branch()
        around = ev.begin()
        results.append(action(case))
        arms.append(ev.end_here(around))
        ev.leave(mark, ways)
        ev.reachable = True
        journal.case += 1
    ev.seen.journals.pop()
    ev.record(alternatives(at, arms))
    if at is not None:
        for rule in journal.half_answered(at.index, ev.context):
            ev.seen.doubt(rule, at, ev.context)
    if cases:
        ev.meet(ways)
    return results


def perhaps(ev: Evaluator, action: Callable[[], T]) -> T:
    """Do something, or do not: go on from where either leads."""
    mark = ev.branch()
    ways: list[Delta] = [{}]
    around = ev.begin()
    found = action()
    done = ev.end(around)
    ev.record(perhaps_of(None, done))
    ev.leave(mark, ways)
    ev.reachable = True
    ev.meet(ways)
    return found


def any_times(ev: Evaluator, action: Callable[[], T], node: Node) -> T:
    """Do something that the library does as often as it likes, or not at all.

    What it changes is taken for done once, so another round must bring nothing new.
    """
    around = ev.begin()
    found = action()
    done = ev.end(around)
    ev.record(rounds(node, done, Times()))
    return found


def attempt(ev: Evaluator, action: Callable[[], T]) -> T:
    """Do something that may raise what is swallowed here: go on from wherever it ends."""
    begin = ev.branch()
    begun = steering.begin(ev)
    around = ev.begin()
    result, watch = watched(ev, action)
    steering.steer(ev, watch.origins)
    done = ev.end(around)
    failed = perhaps_of(None, Left(Exit.FAIL, ev.met.module))
    ev.record(caught(None, done, {Exit.RAISE: MAY_RAISE, Exit.FAIL: failed}))
    ways: list[Delta] = []
    ev.leave(begin, ways)
    ev.reachable = True
    if watch.points:
        ev.store.apply(watch.states)
        ways.append(ev.store.delta(begin))
        ev.store.rollback(begin)
    ev.meet(ways)
    steering.end(ev, begun)
    pass_on(ev, watch)
    return result


def pass_on(ev: Evaluator, watch: Watch) -> None:
    """What a watch has seen raised goes on, from the present state, to the `try` around."""
    if not watch.points or not ev.watches or not ev.goes_on():
        return
    around = ev.watches[-1]
    around.anything = around.anything or watch.anything
    around.raised = join(around.raised, watch.raised)
    ev.record_state(around)


def guarded(
    ev: Evaluator, node: Node, body: Callable[[], None], final: Callable[[], None],
    *, ordinal: int = 0, suppresses: bool = False,
) -> None:  # fmt: skip
    """Do `body`, and `final` on each way that leaves it: its end, jumps, exceptions.

    Behind `final` an exception goes on, unless it `suppresses` them: then the end may follow.
    """
    activation = ev.activation
    outer_returns, outer_result = activation.returns, activation.result
    activation.returns = []
    loop = activation.loops[-1] if activation.loops else None
    outer_breaks = loop.breaks if loop is not None else []
    outer_continues = loop.continues if loop is not None else []
    if loop is not None:
        loop.breaks, loop.continues = [], []
    begin = ev.branch()
    begun = steering.begin(ev)
    suppressed: list[Delta] = []
    outside = ev.begin()
    _, watch = watched(ev, body)
    done = ev.end(outside)
    arms: dict[Exit, Effect] = {}
    normal: list[Delta] = []
    ev.leave(begin, normal)
    returns = activation.returns
    activation.returns = outer_returns
    activation.result = join(outer_result, activation.result)
    breaks: list[Delta] = loop.breaks if loop is not None else []
    continues: list[Delta] = loop.continues if loop is not None else []
    if loop is not None:
        loop.breaks, loop.continues = outer_breaks, outer_continues

    def leave_by(ways: list[Delta], mark: int, kind: int, way: Exit) -> list[Delta]:
        """Pass `final` on the way of a jump; how the jump goes on."""
        if not ways:
            return []
        outside = ev.begin()
        around = ev.context
        ev.context = ev.inner_context(node, ordinal + kind)
        start = ev.branch()
        ev.meet(ways)
        final()
        found = [ev.store.delta(mark)] if ev.goes_on() else []
        arms[way] = series((ev.end(outside), Left(way, node)))
        ev.store.rollback(start)
        ev.reachable = True
        ev.context = around
        return found

    activation.returns.extend(leave_by(returns, activation.mark, 1, Exit.RETURN))
    if loop is not None:
        loop.breaks.extend(leave_by(breaks, loop.mark, 2, Exit.BREAK))
        loop.continues.extend(leave_by(continues, loop.mark, 3, Exit.CONTINUE))
    if watch.points:
        around = ev.context
        ev.context = ev.inner_context(node, ordinal + 4)
        mark = ev.branch()
        ev.reachable = True
        ev.store.apply(watch.states)
        outside = ev.begin()
        final()
        last = ev.end(outside)
        raised: Effect = Left(Exit.RAISE, node)
        failed: Effect = Left(Exit.FAIL, node)
        if suppresses:
            raised, failed = MAY_RAISE, perhaps_of(None, failed)
        arms[Exit.RAISE] = series((last, raised))
        arms[Exit.FAIL] = series((last, failed))
        # A generator that is closed, and a run that ends, pass here in the same way.
        arms[Exit.CLOSE] = series((last, Left(Exit.CLOSE, node)))
        arms[Exit.END] = series((last, Left(Exit.END, node)))
        if ev.goes_on():
            if suppresses:
                suppressed.append(ev.store.delta(begin))
            pass_on(ev, watch)
        ev.store.rollback(mark)
        ev.reachable = True
        ev.context = around
    ev.meet(normal)
    outside = ev.begin()
    if ev.goes_on():
        final()
    arms[Exit.NORMAL] = ev.end(outside)
    if Exit.CLOSE not in arms:
        arms[Exit.CLOSE] = series((arms[Exit.NORMAL], Left(Exit.CLOSE, node)))
    ev.record(caught(None, done, arms))
    if suppressed:
        ends: list[Delta] = []
        ev.leave(begin, ends)
        ev.reachable = True
        steering.steer(ev, watch.origins)
        ev.meet([*ends, *suppressed])
    steering.end(ev, begun)
