"""What is behind a loop, evaluated apart for the ways in which it ends."""

from __future__ import annotations

from collections.abc import Callable

from ..effects import NOTHING, Effect, Rounds, Times, alternatives
from ..effects import rounds as rounds_of
from ..ir import For
from ..values.store import Delta
from .evaluator import Evaluator


def none_or_some(
    ev: Evaluator,
    node: For,
    done: Rounds,
    states: tuple[int, list[Delta]],
    behind: list[Callable[[], None]],
) -> None:
    """What is behind a loop without `break`, where it had no round apart from where it had some.

    The states are the mark of that before the loop, and the ends of rounds.
    """
    arms: list[Effect] = []
    outside, ends = states
    some_round = ev.store.delta(outside)
    ends = [{**some_round, **one} for one in ends]
    ev.store.rollback(outside)
    some = Times(1, done.times.high, done.times.of)
    ways: list[tuple[Effect, list[Delta]]] = [
        (NOTHING, [{}]), (rounds_of(node, done.body, some, runs_out=done.runs_out), ends),
    ]  # fmt: skip
    for effect, way in ways:
        mark = ev.branch()
        around = ev.begin()
        ev.record(effect)
        ev.meet(way)
        for one in behind:
            if ev.goes_on():
                one()
        arms.append(ev.end_here(around))
        ev.store.rollback(mark)
    ev.record(alternatives(None, arms))
    ev.reachable = False


def behind_break_of(
    ev: Evaluator, mark: int, breaks: list[Delta], follow: Callable[[], None]
) -> Effect:
    """What is done behind a `break`, if that is evaluated apart from what is done at the end."""
    is_reached = ev.reachable
    end: list[Delta] = []
    ev.leave(mark, end)
    inner = ev.branch()
    around = ev.begin()
    ev.meet(breaks)
    follow()
    found = ev.end_here(around)
    ev.store.rollback(inner)
    ev.reachable = is_reached
    return found
