"""Runs the script of a case in four ways that must agree.

Analyzed: the report says what may happen. Interpreted: foretell runs it. In CPython: `exec` runs
it with the same fake tools, and prints and calls the same. Compared: what the run spent lies
within the bounds, and its tool calls are a word of the plan.

The fake tools are the public functions of the `world` fence; without one they return `None`.
Each way gets a world of its own, so that none sees what another changed.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foretell_analyzer.automata import Letter
from tests import phases
from tests.casefile import Case

if TYPE_CHECKING:
    from foretell import Outcome, Report
    from foretell_analyzer.bounds import Bound

Tool = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Run:
    """What can be seen of a run: what was printed (and raised), and the tool calls in order."""

    output: str
    calls: tuple[tuple[str, dict[str, Any]], ...]


def run_four_ways(case: Case) -> str:
    """Return what the script prints and how it fails; raise if two ways disagree."""
    import foretell

    report = phases.analyze(case)
    grant = foretell.Policy.permissive().decide(report).grant
    outcome = foretell.run(grant, tools=build_world(case), inputs=phases.read_inputs(case))
    interpreted = Run(
        output=outcome.stdout + tell_error(outcome),
        calls=tuple((entry.tool, entry.arguments) for entry in outcome.trace),
    )
    python = run_python(case)
    assert interpreted.output == python.output, "CPython prints something else"
    assert interpreted.calls == python.calls, "CPython calls something else"
    check_report(report, outcome)
    return interpreted.output


def tell_error(outcome: Outcome) -> str:
    """Return the last line of a traceback, if the script did not finish."""
    if outcome.error is None:
        return ""
    return f"{outcome.error.type}: {outcome.error.message}".removesuffix(": ") + "\n"


def check_report(report: Report, outcome: Outcome) -> None:
    """Raise if the run is not one that the report promised."""
    finished = outcome.error is None
    called = outcome.usage.calls_per_tool
    for tool in report.tools.keys() | called.keys():
        assert tool in report.tools, f"{tool} was called, the report does not name it"
        count = called.get(tool, 0)
        bound = report.tools[tool]
        assert is_within(count, bound, finished=finished), f"{count} calls of {tool}, not {bound}"
    trace = [Letter(call.tool, call.line) for call in outcome.trace if not call.script]
    if len(trace) == len(outcome.trace):
        fits = report.accepts(trace) if finished else report.accepts_prefix(trace)
        assert fits, f"no word of the plan: {' '.join(map(str, trace[:60]))}"
    for measure in ("steps", "tool_calls", "price", "output"):
        if measure in report.bounds:
            spent, bound = getattr(outcome.usage, measure), report.bounds[measure]
            assert is_within(spent, bound, finished=finished), f"{measure} {spent}, not {bound}"


def is_within(spent: float, bound: Bound, *, finished: bool) -> bool:
    """Does the bound hold? Lower ends are promised of runs that end normally."""
    return spent in bound if finished else max(spent, bound.low) in bound


def build_world(case: Case) -> dict[str, Tool]:
    """Return fresh fake tools."""
    namespace: dict[str, Any] = {}
    exec(compile(case.settings.get("world", ""), "world", "exec"), namespace)
    world: dict[str, Tool] = {
        name: value
        for name, value in namespace.items()
        if callable(value) and not name.startswith("_")
    }
    for tool in phases.load_tools(case):
        world.setdefault(tool.name, lambda *_arguments, **_named: None)
    return world


def run_python(case: Case) -> Run:
    """Run the script with CPython's own `exec`."""
    calls: list[tuple[str, dict[str, Any]]] = []
    namespace: dict[str, Any] = {"__name__": "__main__", **phases.read_inputs(case)}
    for name, tool in build_world(case).items():
        namespace[name] = record(name, tool, calls)
    printed = io.StringIO()
    code = compile(
        case.script.text, phases.SCRIPT_NAME, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    )
    with contextlib.redirect_stdout(printed):
        try:
            if code.co_flags & inspect.CO_COROUTINE:
                asyncio.run(eval(code, namespace))
            else:
                exec(code, namespace)
        except Exception as error:
            name = type(error).__name__
            printed.write(f"{name}: {error}".removesuffix(": ") + "\n")
    return Run(printed.getvalue(), tuple(calls))


def record(name: str, tool: Tool, calls: list[tuple[str, dict[str, Any]]]) -> Tool:
    """Return a tool that notes its arguments by parameter name, as a trace does."""
    signature = inspect.signature(tool)

    def call(*arguments: Any, **named: Any) -> Any:
        bound: Mapping[str, Any] = signature.bind(*arguments, **named).arguments
        calls.append((name, dict(bound)))
        return tool(*arguments, **named)

    async def call_later(*arguments: Any, **named: Any) -> Any:
        return await call(*arguments, **named)

    return call_later if inspect.iscoroutinefunction(tool) else call
