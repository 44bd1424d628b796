"""How often a loop goes round: takes what the evaluator says of it, gives an interval."""

from __future__ import annotations

from ..bounds import Interval, Unbounded, Unknown, between
from ..bounds.intervals import at_least
from ..effects import Rounds
from ..facts import Facts
from ..ir import ComprehensionClause, For, While
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
