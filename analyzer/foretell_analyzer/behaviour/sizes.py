"""How often a loop goes round: takes what the evaluator says of it, gives an interval."""

from __future__ import annotations

from math import floor
from typing import Final

from ..bounds import Bound, Interval, Reading, Unbounded, Unknown, between
from ..bounds.intervals import at_least
from ..bounds.readings import assume, declare
from ..effects import Rounds
from ..facts import Facts
from ..ir import ComprehensionClause, For, Node, While
from ..polynomials import Polynomial
from ..sizing import Sizing
from .words import shortened


def times_of(sizing: Sizing, effect: Rounds) -> Interval:
    """How often the body of a loop is begun, unless something leaves the loop."""
    facts = sizing.facts
    times = effect.times
    is_exact = times.low == times.high
    found = None
    if facts.seen.is_complete and not is_exact and effect.body.calls:
        found = sizing.of_rounds(effect)
    if times.high >= 0:
        known = between(times.low, times.high)
    else:
        place = facts.place(effect.node)
        why = times.why or _why(facts, effect)
        end = Unbounded(why, place) if times.is_fed else Unknown(why, place)
        known = at_least(times.low, end)
    if found is None:
        return known
    if known.is_finite or found.is_finite:
        return known & found
    return Interval((known & found).low, found.high)


def _why(facts: Facts, effect: Rounds) -> str:
    node = effect.node
    match node:
        case For() | ComprehensionClause():
            return f"how many items `{shortened(facts.snippet(node.iterable))}` has is not known"
        case While():
            return f"how often `{shortened(facts.snippet(node.test))}` holds is not known"
        case _:
            return f"how many items `{shortened(facts.snippet(node))}` goes over is not known"


def header_of(facts: Facts, node: Node) -> str:
    """The head of a loop, in the script's words."""
    match node:
        case For() | ComprehensionClause():
            target, values = facts.snippet(node.target), facts.snippet(node.iterable)
            word = "async for" if node.is_async else "for"
            return f"{word} {shortened(f'{target} in {values}')}"
        case While():
            return f"while {shortened(facts.snippet(node.test))}"
        case _:
            return f"for each of `{shortened(facts.snippet(node))}`"


LARGEST: Final = 2**53
"""Numbers beyond this are not told: JSON has no larger ones that all readers agree on."""


def reading_of(interval: Interval, sizing: Sizing) -> Reading:
    """The readings of an interval that are not what a report promises."""
    high = interval.high
    symbolic = str(high) if isinstance(high, Polynomial) else ""
    guess = assume(interval, sizing.names.ranges)
    return Reading(symbolic, guess.high, guess.basis)


def reported(interval: Interval, sizing: Sizing, *, is_count: bool = True) -> Bound:
    """What is spent as a report tells it: in numbers, with declared maxima."""
    told = declare(interval, sizing.names.ranges)
    low = min(told.low, LARGEST)
    if isinstance(told.high, Unknown) and isinstance(interval.high, Polynomial):
        why = f"it is at most {interval.high}, and {told.high.why}"
        return Bound(low, Unknown(why, told.high.where))
    if not isinstance(told.high, (int, float)):
        return Bound(low, told.high)
    if told.high > LARGEST:
        return Bound(low, Unknown("it is a number too large to be told"))
    return Bound(low, floor(told.high) if is_count else told.high)
