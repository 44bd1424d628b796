"""Plans of several rounds told as one: the same calls in the same places, whatever they get."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as SequenceOf
from typing import Any, Final

from ..plan import (
    Branch,
    Call,
    Choice,
    Loop,
    Parallel,
    Plan,
    PlannedArgument,
    Routine,
    Sequence,
)


def merged(plans: SequenceOf[Plan]) -> Plan | None:
    """One plan that tells all of these; None if they do not have one shape."""
    first = plans[0]
    if all(one == first for one in plans):
        return first
    if any(type(one) is not type(first) for one in plans):
        return None
    merge = _MERGED.get(type(first))
    return None if merge is None else merge(plans)


def _call(calls: SequenceOf[Call]) -> Call | None:
    first = calls[0]
    if any((one.tool, one.span) != (first.tool, first.span) for one in calls):
        return None
    if any(len(one.arguments) != len(first.arguments) for one in calls):
        return None
    arguments = [
        _argument(column) for column in zip(*[one.arguments for one in calls], strict=True)
    ]
    return Call(first.tool, tuple(arguments), first.span, first.certain)


def _argument(given: SequenceOf[PlannedArgument]) -> PlannedArgument:
    first = given[0]
    if all(one == first for one in given):
        return first
    origins = dict.fromkeys(origin for one in given for origin in one.origins)
    return PlannedArgument(first.parameter, first.text, origins=tuple(origins))


def _choice(choices: SequenceOf[Choice]) -> Choice | None:
    first = choices[0]
    words = [one.condition for one in first.branches]
    if any([branch.condition for branch in one.branches] != words for one in choices):
        return None
    plans = _each([tuple(branch.plan for branch in one.branches) for one in choices])
    if plans is None:
        return None
    return Choice(tuple(map(Branch, words, plans)), first.span)


def _steps(plans: SequenceOf[Sequence]) -> Plan | None:
    steps = _each([one.steps for one in plans])
    return None if steps is None else Sequence(steps)


def _parallel(plans: SequenceOf[Parallel]) -> Plan | None:
    steps = _each([one.steps for one in plans])
    return None if steps is None else Parallel(steps, plans[0].span)


def _loop(loops: SequenceOf[Loop]) -> Plan | None:
    first = loops[0]
    body = merged([one.body for one in loops])
    if body is None or any((one.span, one.times) != (first.span, first.times) for one in loops):
        return None
    return Loop(first.header, first.times, body, first.span)


def _routine(routines: SequenceOf[Routine]) -> Plan | None:
    first = routines[0]
    body = merged([one.body for one in routines])
    if body is None or any((one.span, one.name) != (first.span, first.name) for one in routines):
        return None
    return Routine(first.name, body, first.span)


def _each(rows: SequenceOf[tuple[Plan, ...]]) -> tuple[Plan, ...] | None:
    if any(len(row) != len(rows[0]) for row in rows):
        return None
    found: list[Plan] = []
    for column in zip(*rows, strict=True):
        one = merged(column)
        if one is None:
            return None
        found.append(one)
    return tuple(found)


_MERGED: Final[dict[type, Callable[[Any], Plan | None]]] = {
    Call: _call,
    Sequence: _steps,
    Parallel: _parallel,
    Choice: _choice,
    Loop: _loop,
    Routine: _routine,
}
