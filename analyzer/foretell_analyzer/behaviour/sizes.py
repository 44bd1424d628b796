"""How often a loop goes round: takes what the evaluator says of it, gives an interval."""

from __future__ import annotations

from typing import Final

from ..bounds import Bound, Interval, Unbounded, Unknown, between
from ..bounds.intervals import at_least
from ..bounds.readings import rounded_down, rounded_up
from ..effects import Rounds
from ..facts import Facts
from ..ir import ComprehensionClause, For, Node, While
from ..polynomials import Polynomial
from .words import shortened


def times_of(facts: Facts, effect: Rounds) -> Interval:
    """How often the body of a loop is begun, unless something leaves the loop."""
    times = effect.times
    if times.high >= 0:
        return between(times.low, times.high)
    place = facts.place(effect.node)
    why = times.why or _why(facts, effect)
    return at_least(times.low, Unbounded(why, place) if times.is_fed else Unknown(why, place))


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


def reported(interval: Interval) -> Bound:
    """An interval in numbers, as a report tells it."""
    high = interval.high
    low = min(rounded_down(interval.low.constant), LARGEST)
    if not isinstance(high, Polynomial):
        return Bound(low, high)
    if not high.is_constant:
        return Bound(low, Unknown(f"it is at most {high}"))
    if high.constant > LARGEST:
        return Bound(low, Unknown("it is a number too large to be told"))
    return Bound(low, rounded_up(high.constant))
