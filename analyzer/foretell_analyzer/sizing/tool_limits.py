"""How often a tool is called while a loop goes on, where counters or memories limit that."""

from __future__ import annotations

from functools import reduce

from ..bounds import UpperEnd, least_end
from ..ir import Call, For, Node, While
from ..values.shapes import ToolOf
from .caps import most_calls, most_in_run
from .measuring import Sizing
from .memories import most_remembered


def most_tool_calls(sizing: Sizing, node: int, loop: Node) -> UpperEnd | None:
    """How often a tool is called at a node while a loop goes on, if something limits that."""
    call = sizing.facts.node(node)
    value = sizing.facts.seen.callees.get(node)
    if not isinstance(call, Call) or value is None or not sizing.facts.seen.is_complete:
        return None
    if not any(isinstance(one, ToolOf) for one in value.shapes):
        return None
    ends: list[UpperEnd | None] = [most_remembered(sizing, call)]
    if loop not in sizing.facts.met.ancestors(call):
        ends.append(most_in_run(sizing, call))
    elif isinstance(loop, (For, While)):
        ends.append(most_calls(sizing, call, loop))
    found = [one for one in ends if one is not None]
    return reduce(least_end, found) if found else None
