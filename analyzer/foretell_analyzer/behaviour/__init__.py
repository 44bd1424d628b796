"""Behaviour: what a run may do, read off the effects that evaluation has recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ..automata import Expression, anything, call
from ..bounds import NOTHING, Bound, Counts, Interval, Reading, Unknown
from ..facts import Facts
from ..plan import Opaque, Plan
from ..sizing import Sizing
from .charges import MEASURES, latency_of, price_of
from .counting import ALL, counts_of
from .order import order_of
from .output import output_of
from .sizes import reading_of, reported
from .telling import plan_of
from .tools import Reach

__all__ = ["Behaviour", "behaviour_of"]

_GAVE_UP: Final = "the script is too much work for the analysis: it gave up"


@dataclass(frozen=True)
class Behaviour:
    """The calls of tools that runs of a script may make.

    `plan` is for readers, `order` says the same as an expression of which the automaton is built,
    `counts` how often each tool is called, `measures` what a run spends. `readings` say more of each,
    of the calls of a tool under `calls:` and its name.
    """

    plan: Plan
    order: Expression
    counts: Mapping[str, Bound]
    measures: Mapping[str, Bound]
    readings: Mapping[str, Reading]


def behaviour_of(facts: Facts) -> Behaviour:
    """What runs of a script may do."""
    seen = facts.seen
    if not seen.is_complete:
        return _unknown(facts)
    reach = Reach(seen)
    sizing = Sizing(facts)
    intervals = counts_of(seen.effects, reach, sizing)
    calls = {tool: one for tool, one in sorted(intervals.items()) if tool not in {ALL, *MEASURES}}
    measures = dict(_measures(intervals, sizing))
    readings = {f"calls:{tool}": reading_of(one, sizing) for tool, one in calls.items()}
    readings |= {name: reading_of(one, sizing) for name, one in measures.items()}
    return Behaviour(
        plan_of(seen.effects, reach, sizing),
        order_of(seen.effects, reach, sizing),
        {tool: reported(one, sizing) for tool, one in calls.items()},
        {
            name: reported(one, sizing, is_count=name not in _CONTINUOUS)
            for name, one in measures.items()
        },
        readings,
    )


_CONTINUOUS: Final = ("price", "latency")


def _measures(counts: Counts, sizing: Sizing) -> Iterator[tuple[str, Interval]]:
    """What a run spends of each measure; no price and no latency where nobody declares any."""
    yield "tool_calls", counts.get(ALL, NOTHING)
    for name, found in (("price", price_of(counts)), ("latency", latency_of(counts))):
        if found is not None:
            yield name, found
    yield "output", output_of(sizing)


def _unknown(facts: Facts) -> Behaviour:
    """What may be done by a script of which evaluation gave up: anything that it can name."""
    place = facts.place(facts.module)
    tools = _named_tools(facts)
    unknown = Bound(0, Unknown(_GAVE_UP, place))
    order = anything([call(tool) for tool in tools], why=_GAVE_UP)
    plan = Opaque(_GAVE_UP, tools, place)
    counts = dict.fromkeys(tools, unknown)
    measures: dict[str, Bound] = {}
    for name in ("tool_calls", *_CONTINUOUS, "output"):
        measures[name] = unknown
    return Behaviour(plan, order, counts, measures, {})


def _named_tools(facts: Facts) -> tuple[str, ...]:
    """The tools whose names occur in a script: nothing else leads to a tool."""
    names = {one.node.identifier for one in facts.met.names}
    names |= {one.name for one in facts.met.attributes}
    names |= {item.member or "" for item in facts.met.imports}
    tools = facts.catalog.tools
    return tuple(sorted(name for name in tools if name in names))
