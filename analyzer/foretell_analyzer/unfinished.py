"""What calls in earlier snippets made and perhaps did not run to its end: it may run in this one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .ir import Call, FunctionDefinition, GeneratorExpression, Node

if TYPE_CHECKING:
    from .calls import Calls


def left_unfinished(calls: Calls) -> Iterator[tuple[frozenset[str], Node]]:
    """The tools that may be called by what was left, with the calls that made it.

    That is what generators and generator expressions do, and coroutines that nothing surely runs.
    """
    for call in calls.met.calls:
        if calls.facts.is_earlier(call):
            tools = _tools_left(calls, call)
            if tools:
                yield tools, call


def _tools_left(calls: Calls, call: Call) -> frozenset[str]:
    around = any(isinstance(one, GeneratorExpression) for one in calls.met.ancestors(call))
    tool = calls.tool_of(call)
    if tool is not None:
        waits = calls.facts.certain.is_async(tool) is not False and not calls.is_run(call)
        return frozenset({tool.name}) if around or waits else frozenset()
    routine = calls.routine_of(call)
    if routine is None:
        return frozenset()
    is_async = isinstance(routine, FunctionDefinition) and routine.is_async
    waits = routine.index in calls.met.generators or (is_async and not calls.is_run(call))
    return calls.reach(routine) if around or waits else frozenset()
