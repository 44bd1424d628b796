"""Keeps plans within what can be written, read back and shown."""

from __future__ import annotations

from typing import Final, assert_never

from ..diagnostics import Place
from ..plan import Branch, Call, Choice, Loop, Opaque, Parallel, Plan, Routine, Sequence
from ..recursion import Part, Steps, unwind

DEEPEST: Final = 50
"""Levels of a plan: writers and readers of JSON recurse, and not as far as scripts nest."""


def measured(plan: Plan) -> tuple[int, int]:
    """How many nodes a plan has, and how many levels."""
    size = deepest = 0
    stack: list[tuple[Plan, int]] = [(plan, 1)]
    while stack:
        one, depth = stack.pop()
        size += 1
        deepest = max(deepest, depth)
        stack.extend((below, depth + 1) for below in parts(one))
    return size, deepest


def parts(plan: Plan) -> tuple[Plan, ...]:
    """The plans directly below a plan."""
    match plan:
        case Sequence(steps=steps) | Parallel(steps=steps):
            return steps
        case Choice(branches=branches):
            return tuple(branch.plan for branch in branches)
        case Loop(body=body) | Routine(body=body):
            return (body,)
        case Call() | Opaque():
            return ()
        case _:
            assert_never(plan)


def pruned(plan: Plan) -> Plan:
    """The plan, with what lies too deep replaced by an `Opaque` that names its tools."""
    if measured(plan)[1] <= DEEPEST:
        return plan
    return unwind(_pruned(plan, 1))


def tools_in(plan: Plan) -> tuple[str, ...]:
    """The tools a plan speaks of, sorted."""
    found: set[str] = set()
    stack = [plan]
    while stack:
        one = stack.pop()
        match one:
            case Call(tool=tool):
                found.add(tool)
            case Opaque(tools=tools):
                found.update(tools)
            case _:
                stack.extend(parts(one))
    return tuple(sorted(found))


def _pruned(plan: Plan, depth: int) -> Steps[Plan]:  # noqa: PLR0911 - a case a kind
    if depth >= DEEPEST and parts(plan):
        return Opaque("this lies too deep to be shown", tools_in(plan), _place(plan))
    match plan:
        case Sequence(steps=steps):
            return Sequence((yield from _all(steps, depth)))
        case Parallel(steps=steps, span=span):
            return Parallel((yield from _all(steps, depth)), span)
        case Choice(branches=branches, span=span):
            plans = yield from _all(tuple(branch.plan for branch in branches), depth)
            conditions = (branch.condition for branch in branches)
            return Choice(tuple(map(Branch, conditions, plans)), span)
        case Loop(header=header, times=times, body=body, span=span):
            return Loop(header, times, (yield _pruned(body, depth + 1)), span)
        case Routine(name=name, body=body, span=span):
            return Routine(name, (yield _pruned(body, depth + 1)), span)
        case Call() | Opaque():
            return plan
        case _:
            assert_never(plan)


def _all(plans: tuple[Plan, ...], depth: int) -> Part[Plan, tuple[Plan, ...]]:
    found: list[Plan] = []
    for plan in plans:
        found.append((yield _pruned(plan, depth + 1)))  # noqa: PERF401 - a step in between
    return tuple(found)


def _place(plan: Plan) -> Place:
    """Where a plan begins: that of its first part, if it has no place of its own."""
    while isinstance(plan, Sequence):
        if not plan.steps:
            return Place(1, 0, 1, 0, 0, 0)
        plan = plan.steps[0]
    return plan.span
