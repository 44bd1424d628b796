"""How much is spent on the ways out of a piece of code: the algebra of counting, with intervals.

`Counts` have an interval for each measure (calls of a tool, steps, price, …); what is missing is not
spent. `Outcomes` have counts for each way in which code can be left. Sequence adds, choice joins, a
loop multiplies. Lower ends hold on the way that they belong to, so a `raise` in a branch does not
lower what the rest does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Final

from ..exits import Exit
from ..polynomials import ONE, ZERO, Polynomial, less
from .ends import UpperEnd, add_ends, multiply_ends
from .intervals import NOTHING, Interval

Counts = Mapping[str, Interval]
"""By measure; what is missing is not spent."""
Outcomes = Mapping[Exit, Counts]
COMPLETE: Final = (Exit.NORMAL, Exit.RETURN, Exit.END)
"""The ways out of a whole script that end a run normally."""

NONE: Final[Counts] = {}
EMPTY: Final[Outcomes] = {Exit.NORMAL: NONE}
"""Code that spends nothing."""
PLAIN: Final[Outcomes] = {Exit.NORMAL: NONE, Exit.RAISE: NONE}
"""Code that spends nothing and may raise."""
ENDLESS: Final[Outcomes] = {Exit.RAISE: NONE}
"""Code that goes on for ever, spending nothing, unless something interrupts it."""


def together(one: Counts, other: Counts) -> Counts:
    """What both spend."""
    if not one or not other:
        return one or other
    return _merged(one, other, lambda a, b: a + b)


def joined(one: Counts, other: Counts) -> Counts:
    """What one or the other spends."""
    return one if one is other else _merged(one, other, lambda a, b: a | b)


def perhaps(counts: Counts) -> Counts:
    """The same, or any part of it."""
    return {measure: interval.perhaps() for measure, interval in counts.items()}


def repeated(counts: Counts, times: Interval) -> Counts:
    """The same so many times."""
    return {measure: interval * times for measure, interval in counts.items()}


def _merged(one: Counts, other: Counts, merge: Callable[[Interval, Interval], Interval]) -> Counts:
    measures = dict.fromkeys((*one, *other))
    return {m: merge(one.get(m, NOTHING), other.get(m, NOTHING)) for m in measures}


def either(one: Outcomes, other: Outcomes) -> Outcomes:
    """Either of two pieces of code."""
    if one is other:
        return one
    result = dict(one)
    for way, counts in other.items():
        _add(result, way, counts)
    return result


def then(one: Outcomes, other: Outcomes) -> Outcomes:
    """One piece of code, then another where the first ends normally."""
    before = one.get(Exit.NORMAL)
    if before is None or other is EMPTY:
        return one
    result = dict(one)
    del result[Exit.NORMAL]
    for way, counts in other.items():
        _add(result, way, together(before, counts))
    return result


def _add(result: dict[Exit, Counts], way: Exit, counts: Counts) -> None:
    result[way] = joined(result[way], counts) if way in result else counts


def in_order(parts: Iterable[Outcomes]) -> Outcomes:
    """One piece of code after another."""
    result = EMPTY
    for part in parts:
        result = then(result, part)
    return result


def optional(outcomes: Outcomes) -> Outcomes:
    """Code that may be left out."""
    return either(outcomes, EMPTY)


def any_way(outcomes: Outcomes) -> Counts:
    """What may have been spent, whichever way it was left; nothing is sure."""
    total: Counts = NONE
    for counts in outcomes.values():
        total = joined(total, counts)
    return perhaps(total)


def caught(outcomes: Outcomes, arms: Mapping[Exit, Outcomes]) -> Outcomes:
    """Code, and what goes on where it is left in the ways of the arms.

    An arm for `NORMAL` is what `else` is to `try`; arms do not catch what other arms leave by.
    """
    result = {way: counts for way, counts in outcomes.items() if way not in arms}
    for way, arm in arms.items():
        if way in outcomes:
            for out, counts in arm.items():
                _add(result, out, together(outcomes[way], counts))
    return result


def looped(
    body: Outcomes,
    times: Interval,
    *,
    runs_out: bool = True,
    next_raises: bool = True,
    break_ends: bool = True,
) -> Outcomes:
    """A loop whose body is begun so many times, unless something leaves it.

    What leaves early may do so in the first round, or in the last one after all others. So on that
    way no round is sure but the last, which is not a whole one. A loop that never `runs_out` ends by
    `break` alone. Where a `break` is not what `break_ends`, it stays a way out. Asking for the next item may raise after any number of rounds.
    """
    rounds = [body[way] for way in (Exit.NORMAL, Exit.CONTINUE) if way in body]
    once: Counts = NONE
    for counts in rounds:
        once = counts if counts is rounds[0] else joined(once, counts)
    result: dict[Exit, Counts] = {}
    if runs_out and (rounds or not times.low.constant):
        result[Exit.NORMAL] = repeated(once, times)
    if next_raises:
        result[Exit.RAISE] = perhaps(repeated(once, times))
    for way, counts in body.items():
        if way not in {Exit.NORMAL, Exit.CONTINUE} and times.high != ZERO:
            left = _left_in_last(once, counts, times.high)
            _add(result, Exit.NORMAL if way is Exit.BREAK and break_ends else way, left)
    return result


def _left_in_last(once: Counts, last: Counts, times: UpperEnd) -> Counts:
    """Any number of whole rounds that leaves one of `times`, and one that is left early."""
    result: dict[str, Interval] = {}
    for measure in dict.fromkeys((*once, *last)):
        whole, part = once.get(measure, NOTHING), last.get(measure, NOTHING)
        result[measure] = Interval(part.low, _rounds_and_rest(whole.high, part.high, times))
    return result


def _rounds_and_rest(whole: UpperEnd, part: UpperEnd, times: UpperEnd) -> UpperEnd:
    """`(times - 1) * whole + part`, or little more where `times - 1` is no polynomial of ours.

    That is `times * whole + (part - whole)`, and what `part` has more than `whole` is no polynomial
    either, but the terms of which it has more are one that is not smaller.
    """
    if isinstance(times, Polynomial):
        if times.constant >= 1:
            fewer = less(times, ONE)
            return add_ends(multiply_ends(whole, fewer), part)
        if isinstance(whole, Polynomial) and isinstance(part, Polynomial):
            return times * whole + less(part, whole)
    return add_ends(multiply_ends(whole, times), part)


def at_once(parts: Iterable[Outcomes], *, longest: Iterable[str] = ()) -> Outcomes:
    """All parts at once, as by `gather`: counts add, but the `longest` measures take the greatest.

    Once a part is left otherwise than normally the whole may be; the others have then spent any
    part of what they may spend.
    """
    pieces = list(parts)
    greatest = frozenset(longest)

    def both(one: Counts, other: Counts) -> Counts:
        measures = dict.fromkeys((*one, *other))
        pairs = {m: (one.get(m, NOTHING), other.get(m, NOTHING)) for m in measures}
        return {m: a.at_once(b) if m in greatest else a + b for m, (a, b) in pairs.items()}

    result: dict[Exit, Counts] = {}
    if all(Exit.NORMAL in piece for piece in pieces):
        result[Exit.NORMAL] = reduce(both, [piece[Exit.NORMAL] for piece in pieces], NONE)
    begun = [any_way(piece) for piece in pieces]
    for index, piece in enumerate(pieces):
        for way, counts in piece.items():
            if way is not Exit.NORMAL:
                others = [*begun[:index], *begun[index + 1 :]]
                _add(result, way, reduce(both, others, counts))
    return result


def total(outcomes: Outcomes) -> Counts:
    """What runs of a whole script spend: low ends of those that end normally, high ends of all."""
    ends = [outcomes[way] for way in COMPLETE if way in outcomes]
    everything = any_way(outcomes)
    if not ends:
        return everything
    surely = reduce(joined, ends)
    return {
        measure: Interval(surely.get(measure, NOTHING).low, interval.high)
        for measure, interval in everything.items()
    }
