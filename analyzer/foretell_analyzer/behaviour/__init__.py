"""Behaviour: what a run may do, read off the effects that evaluation has recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..automata import Expression, anything, call
from ..bounds import Bound, Unknown
from ..facts import Facts
from ..plan import Opaque, Plan
from ..sizing import Sizing
from .counting import ALL, counts_of
from .order import order_of
from .sizes import reported
from .telling import plan_of
from .tools import Reach

__all__ = ["ALL", "Behaviour", "behaviour_of"]

_GAVE_UP: Final = "the script is too much work for the analysis: it gave up"


@dataclass(frozen=True)
class Behaviour:
    """The calls of tools that runs of a script may make.

    `plan` is for readers, `order` says the same as an expression of which the automaton is built,
    `counts` how often each tool is called, and all together (the empty name).
    """

    plan: Plan
    order: Expression
    counts: Mapping[str, Bound]


def behaviour_of(facts: Facts) -> Behaviour:
    """What runs of a script may do."""
    seen = facts.seen
    if not seen.is_complete:
        return _unknown(facts)
    reach = Reach(seen)
    sizing = Sizing(facts)
    intervals = counts_of(seen.effects, reach, sizing)
    counts = {tool: reported(one, sizing) for tool, one in sorted(intervals.items())}
    counts.setdefault(ALL, Bound(0, 0))
    return Behaviour(
        plan_of(seen.effects, reach, sizing),
        order_of(seen.effects, reach, facts.module),
        counts,
    )


def _unknown(facts: Facts) -> Behaviour:
    """What may be done by a script of which evaluation gave up: anything that it can name."""
    place = facts.place(facts.module)
    tools = _named_tools(facts)
    counts = dict.fromkeys((ALL, *tools), Bound(0, Unknown(_GAVE_UP, place)))
    order = anything([call(tool) for tool in tools], why=_GAVE_UP)
    return Behaviour(Opaque(_GAVE_UP, tools, place), order, counts)


def _named_tools(facts: Facts) -> tuple[str, ...]:
    """The tools whose names occur in a script: nothing else leads to a tool."""
    names = {one.node.identifier for one in facts.met.names}
    names |= {one.name for one in facts.met.attributes}
    names |= {item.member or "" for item in facts.met.imports}
    tools = facts.catalog.tools
    return tuple(sorted(name for name in tools if name in names))
