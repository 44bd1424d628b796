"""The phases as case files see them: which function makes the text of which fence.

Everything is imported where it is needed, so that a phase that cannot be imported fails the
cases that speak of it and no others.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.casefile import Case, Found

if TYPE_CHECKING:
    from foretell import Policy, Report, ToolCatalog
    from foretell_analyzer.diagnostics import Place
    from foretell_analyzer.plan import Plan

SCRIPT_NAME: Final = "script.py"


def find(case: Case) -> list[Found]:
    """Return what the analysis finds in the script."""
    return [
        Found(
            line=finding.span.line,
            severity=finding.severity,
            rule=finding.rule,
            certainty=finding.certainty,
            message=finding.message,
        )
        for finding in analyze(case).findings
    ]


def analyze(case: Case) -> Report:
    """Return the report on the script of a case."""
    import foretell

    inputs = {name: type(value).__name__ for name, value in read_inputs(case).items()}
    return foretell.analyze(case.script.text, load_tools(case), name=SCRIPT_NAME, inputs=inputs)


def load_tools(case: Case) -> ToolCatalog:
    """Return the tools of a case: `.pyi` stubs, or any JSON that a catalog is read from."""
    import foretell

    text = case.settings.get("tools", "")
    if text.lstrip().startswith(("[", "{")):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "tools.json")
            file.write_text(text, encoding="utf-8")
            return foretell.ToolCatalog.load(file)
    return foretell.ToolCatalog.from_stub(text)


def load_policy(case: Case) -> Policy:
    """Return the policy of a case, or the default one."""
    import foretell

    text = case.settings.get("policy")
    if text is None:
        return foretell.Policy.default()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "policy.toml")
        file.write_text(text, encoding="utf-8")
        return foretell.Policy.load(file)


def read_inputs(case: Case) -> Mapping[str, Any]:
    """Return the values of the script's inputs."""
    inputs: Mapping[str, Any] = json.loads(case.settings.get("inputs", "{}"))
    return inputs


def show_decision(case: Case) -> str:
    """Return the verdict."""
    return f"{load_policy(case).decide(analyze(case)).verdict}\n"


def show_plan(case: Case) -> str:
    """Return the plan, one step a line, indented as the script nests."""
    plan = analyze(case).plan
    rows = [] if plan is None else list(outline(plan, ""))
    return "\n".join(rows or ["(no tool call)"]) + "\n"


def outline(plan: Plan, indent: str) -> Iterator[str]:  # noqa: C901 - a branch a kind of plan
    """Yield the lines of a plan."""
    from foretell_analyzer import plan as kinds

    deeper = indent + "  "
    match plan:
        case kinds.Call(tool=tool, certain=certain):
            yield f"{indent}{tool}" + ("" if certain else "?")
        case kinds.Sequence(steps=steps):
            for step in steps:
                yield from outline(step, indent)
        case kinds.Choice(branches=branches):
            for branch in branches:
                yield f"{indent}{branch.condition}"
                yield from outline(branch.plan, deeper)
        case kinds.Loop(header=header, times=times, body=body):
            yield f"{indent}{header} ({times} times)"
            yield from outline(body, deeper)
        case kinds.Parallel(steps=steps):
            yield f"{indent}in parallel"
            for step in steps:
                yield from outline(step, deeper)
        case kinds.Routine(name=name, body=body):
            yield f"{indent}def {name}"
            yield from outline(body, deeper)
        case kinds.Opaque(tools=tools):
            yield f"{indent}unknown: {', '.join(tools)}"


def show_bounds(case: Case) -> str:
    """Return each bound of a tool and each bound of a measure."""
    report = analyze(case)
    rows = [f"{tool}() {bound}" for tool, bound in sorted(report.tools.items())]
    rows += [f"{measure} {bound}" for measure, bound in sorted(report.bounds.items())]
    return "\n".join(rows) + "\n"


def show_calls(case: Case) -> str:
    """Return how often each tool is called."""
    tools = analyze(case).tools
    return "\n".join(f"{tool} {bound}" for tool, bound in sorted(tools.items())) + "\n"


def show_order(case: Case) -> str:
    """Return the order of calls as one line."""
    return f"{analyze(case).in_short}\n"


def show_flows(case: Case) -> str:
    """Return what flows from where to where, with lines of the script; control flows with `?`."""
    rows: list[str] = []
    for flow in analyze(case).flows:
        arrow = "->" if flow.kind == "data" else "?>"
        through = f" through {', '.join(flow.through)}" if flow.through else ""
        row = f"{_line(flow.source.span)}{flow.source} {arrow} {_line(flow.sink.span)}{flow.sink}"
        rows.append(row + through)
    return "\n".join(dict.fromkeys(rows or ["(none)"])) + "\n"


def _line(span: Place | None) -> str:
    return "" if span is None else f"{span.line} "


def show_callgraph(case: Case) -> str:
    """Return who may call whom, one edge a line."""
    edges = {(edge.caller, edge.callee) for edge in analyze(case).call_graph.edges}
    return "".join(f"{caller} -> {callee}\n" for caller, callee in sorted(edges))


def show_callsites(case: Case) -> str:
    """Return who may call whom on which line."""
    edges = analyze(case).call_graph.edges
    sites = {(edge.span.line, edge.caller, edge.callee) for edge in edges}
    return "".join(f"{line} {caller} -> {callee}\n" for line, caller, callee in sorted(sites))


def show_fixed(case: Case) -> str:
    """Return the script after all safe fixes."""
    from foretell_analyzer.fixes import fix

    inputs = {name: type(value).__name__ for name, value in read_inputs(case).items()}
    return fix(case.script.text, load_tools(case), inputs=inputs).after.text


def show_output(case: Case) -> str:
    """Return what the script prints, after running it in four ways that must agree."""
    from tests.fourways import run_four_ways

    return run_four_ways(case)


def show_rendered(case: Case) -> str:
    """Return what `foretell check` says of the script."""
    from click.testing import CliRunner

    from foretell.cli import foretell

    runner = CliRunner()
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        Path(SCRIPT_NAME).write_text(case.script.text, encoding="utf-8")
        arguments = ["check", SCRIPT_NAME]
        if "tools" in case.settings:
            is_stub = not case.settings["tools"].lstrip().startswith(("[", "{"))
            tools = Path("tools.pyi" if is_stub else "tools.json")
            tools.write_text(case.settings["tools"], encoding="utf-8")
            arguments += ["--tools", str(tools)]
        return runner.invoke(foretell, arguments).output


SHOW: Final[Mapping[str, Callable[[Case], str]]] = {
    "decision": show_decision,
    "plan": show_plan,
    "bounds": show_bounds,
    "calls": show_calls,
    "callgraph": show_callgraph,
    "callsites": show_callsites,
    "fixed": show_fixed,
    "flows": show_flows,
    "order": show_order,
    "output": show_output,
    "rendered": show_rendered,
}
