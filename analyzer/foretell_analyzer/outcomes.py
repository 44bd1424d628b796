"""How often tools are called on the ways out of a piece of code: the algebra of counting.

`Counts` say for each tool at least and at most how often it is called; `Outcomes` have such counts
for each way in which the code can be left. Sequence adds, choice joins, a loop multiplies. Lower
ends hold on the way they belong to, so a `raise` in a branch does not lower what the rest does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from .bounds import Unbounded, Unknown
from .exits import Exit

High = int | Unknown | Unbounded
Range = tuple[int, High]
Counts = Mapping[str, Range]
"""By tool; a tool that is missing is not called. The empty name stands for all tools together."""

ALL: Final = ""
NONE: Final[Counts] = {}
_ZERO: Final[Range] = (0, 0)


Outcomes = Mapping[Exit, Counts]

NOTHING: Final[Outcomes] = {Exit.NORMAL: NONE}
PLAIN: Final[Outcomes] = {Exit.NORMAL: NONE, Exit.RAISE: NONE}
"""Code without tools, which may raise."""


def add_high(one: High, other: High) -> High:
    """The sum of two upper ends."""
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    if isinstance(one, int):
        return other
    return one


def max_high(one: High, other: High) -> High:
    """The larger of two upper ends."""
    if isinstance(one, int) and isinstance(other, int):
        return max(one, other)
    return other if isinstance(one, int) else one


def times_high(one: High, times: High) -> High:
    """The product of two upper ends; nothing, however often, is nothing."""
    if one == 0 or times == 0:
        return 0
    if isinstance(one, int) and isinstance(times, int):
        return one * times
    return times if isinstance(one, int) else one


def added(one: Counts, other: Counts) -> Counts:
    """First one, then the other."""
    if not one or not other:
        return one or other
    result = dict(one)
    for tool, (low, high) in other.items():
        before = result.get(tool, _ZERO)
        result[tool] = (before[0] + low, add_high(before[1], high))
    return result


def either(one: Counts, other: Counts) -> Counts:
    """One or the other."""
    if one is other:
        return one
    result: dict[str, Range] = {}
    for tool in one.keys() | other.keys():
        a, b = one.get(tool, _ZERO), other.get(tool, _ZERO)
        result[tool] = (min(a[0], b[0]), max_high(a[1], b[1]))
    return result


def repeated(counts: Counts, low: int, high: High) -> Counts:
    """The same, between `low` and `high` times."""
    return {tool: (one[0] * low, times_high(one[1], high)) for tool, one in counts.items()}


def perhaps(counts: Counts) -> Counts:
    """The same, or any part of it."""
    return {tool: (0, high) for tool, (_, high) in counts.items()}


def join(one: Outcomes, other: Outcomes) -> Outcomes:
    """Either of two pieces of code."""
    if one is other:
        return one
    result = dict(one)
    for way, counts in other.items():
        result[way] = either(result[way], counts) if way in result else counts
    return result


def then(one: Outcomes, other: Outcomes) -> Outcomes:
    """One piece of code, then another where the first ends normally."""
    before = one.get(Exit.NORMAL)
    if before is None or other is NOTHING:
        return one
    result = dict(one)
    del result[Exit.NORMAL]
    for way, counts in other.items():
        total = added(before, counts)
        result[way] = either(result[way], total) if way in result else total
    return result


def in_order(parts: Iterable[Outcomes]) -> Outcomes:
    """One piece of code after another."""
    result = NOTHING
    for part in parts:
        result = then(result, part)
    return result


def optional(outcomes: Outcomes) -> Outcomes:
    """Code that may be left out."""
    return join(outcomes, NOTHING)


def moved(outcomes: Outcomes, moves: Mapping[Exit, Exit]) -> Outcomes:
    """The same with some ways out turned into others."""
    result: dict[Exit, Counts] = {}
    for way, counts in outcomes.items():
        target = moves.get(way, way)
        result[target] = either(result[target], counts) if target in result else counts
    return result


def any_way(outcomes: Outcomes) -> Counts:
    """What may have happened, whichever way it was left; nothing is sure."""
    total: Counts = NONE
    for counts in outcomes.values():
        total = either(total, counts)
    return perhaps(total)


def looped(body: Outcomes, low: int, high: High, *, runs_out: bool = True) -> Outcomes:
    """A loop whose body is begun between `low` and `high` times unless something leaves it.

    What leaves early may do so in the first round, or in the last after all others. A loop that
    never `runs_out` ends normally by `break` alone.
    """
    rounds = [body[way] for way in (Exit.NORMAL, Exit.CONTINUE) if way in body]
    result: dict[Exit, Counts] = {}
    once: Counts = NONE
    if rounds:
        once = rounds[0] if len(rounds) == 1 else either(*rounds)
    if runs_out and rounds:
        result[Exit.NORMAL] = repeated(once, low, high)
    elif runs_out and low == 0:
        result[Exit.NORMAL] = NONE
    # Getting the next item may raise as well, after any number of rounds.
    result[Exit.RAISE] = perhaps(repeated(once, 0, high))
    before: High = high - 1 if isinstance(high, int) else high
    for way, counts in body.items():
        if way in (Exit.NORMAL, Exit.CONTINUE) or high == 0:
            continue
        total = added(counts, perhaps(repeated(once, 0, before)))
        target = Exit.NORMAL if way is Exit.BREAK else way
        result[target] = either(result[target], total) if target in result else total
    return result
