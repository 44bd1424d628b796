"""How often a loop goes round: takes what the evaluator says of it, gives an interval."""

from __future__ import annotations

from ..bounds import Interval, Unbounded, Unknown, between
from ..bounds.intervals import at_least
from ..effects import Rounds
from ..facts import Facts
from ..ir import ComprehensionClause, For, While
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
