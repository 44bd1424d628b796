"""Loops of which counters limit single calls: how often those are made, and what that says of rounds."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor

from ..bounds import UpperEnd, add_ends
from ..bounds.intervals import at_least
from ..bounds.readings import declare
from ..effects import (
    NORMAL,
    Alternatives,
    Called,
    Caught,
    Deferred,
    Effect,
    Loose,
    Lost,
    Recursion,
    Rounds,
    Series,
    ToolCalled,
    Turns,
)
from ..exits import Exit
from ..ir import Expression
from ..sizing import Sizing
from ..sizing.tool_limits import most_tool_calls
from .tools import Reach, below


def limits_of(effect: Rounds, reach: Reach, sizing: Sizing) -> Mapping[str, UpperEnd]:
    """How often a loop calls tools at most, of which each call is limited by a counter."""
    facts = sizing.facts
    loop = facts.parent(effect.node) if isinstance(effect.node, Expression) else effect.node
    if loop is None or not sizing.has_counters:
        return {}
    found: dict[str, UpperEnd] = {}
    unlimited: set[str] = set()
    for tool, node in reach.calls(effect.body):
        end = most_tool_calls(sizing, node, loop)
        if end is None:
            unlimited.add(tool)
        else:
            found[tool] = add_ends(found[tool], end) if tool in found else end
    return {tool: end for tool, end in found.items() if tool not in unlimited}


def most_loud_rounds(effect: Rounds, reach: Reach, sizing: Sizing) -> int | None:
    """How many rounds of a loop call anything, where each that does makes a call that is limited."""
    found: int | None = None
    for tool, end in limits_of(effect, reach, sizing).items():
        high = declare(at_least(0, end), {}).high
        if isinstance(high, (int, float)) and _only_with(effect.body, tool):
            found = floor(high) if found is None else min(found, floor(high))
    return found


def _only_with(effect: Effect, tool: str) -> bool:
    """Does whatever calls something in it call this tool, too?"""
    if not effect.calls:
        return True
    match effect:
        case ToolCalled():
            return effect.tool.name == tool
        case Series() | Turns():
            sure = [at for at, one in enumerate(effect.parts) if _surely_calls(one, tool)]
            first = effect.parts[: sure[0] + 1] if sure else effect.parts
            return all(_only_with(one, tool) for one in first)
        case Caught():
            is_called = _surely_calls(effect.body, tool)
            return _only_with(effect.body, tool) and all(
                (way is Exit.NORMAL and is_called) or _only_with(arm, tool)
                for way, arm in effect.arms
            )
        case Recursion() | Deferred() | Lost() | Loose():
            return False
        case _:
            return all(_only_with(one, tool) for one in below(effect))


def _surely_calls(effect: Effect, tool: str) -> bool:
    """Is a tool called on every way to the normal end of something?"""
    if not effect.ways & NORMAL:
        return True
    match effect:
        case ToolCalled():
            return effect.tool.name == tool
        case Series() | Turns():
            return any(_surely_calls(one, tool) for one in effect.parts)
        case Alternatives():
            return all(_surely_calls(one, tool) for one in effect.arms)
        case Called():
            return _surely_calls(effect.body, tool)
        case _:
            return False
