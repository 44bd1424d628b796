"""Scripts that a model wrote, run on recorded answers of their tools: the same calls, lines, ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace

import foretell
from tests.corpus.modules import corpus_module

KINDS_THAT_RUN = ("user", "hijacked")


def replay(corpus: Path) -> ModuleType:
    """The corpus's own host module."""
    return corpus_module(corpus / "agentdojo" / "replay.py")


def names(corpus: Path) -> list[str]:
    return sorted(path.stem for path in (corpus / "agentdojo" / "expected").glob("*.json"))


@cache
def catalog(corpus: Path, suite: str, is_async: bool) -> foretell.ToolCatalog:  # noqa: FBT001 - cached
    tools = foretell.ToolCatalog.load(corpus / "agentdojo" / "tools" / f"{suite}.json")
    return tools.with_overlay({"defaults": {"async": is_async}})


def run_case(corpus: Path, case: dict[str, Any], world: str) -> tuple[Any, Any, Any]:
    host = replay(corpus).Host(case, world)
    tools = catalog(corpus, case["suite"], case["async"])
    report = foretell.analyze(case["script"], tools)
    decision = foretell.Policy.permissive().decide(report)
    clock = datetime.fromisoformat(case["clock"]).replace(tzinfo=UTC)
    outcome = foretell.run(
        decision.grant,
        tools=host.functions,
        services=foretell.HostServices(clock=clock.timestamp),
    )
    return report, outcome, host


def differences(case: dict[str, Any], world: str, outcome: Any, host: Any) -> list[str]:
    """What is not as recorded."""
    expected = case["worlds"][world]
    recorded = case["recorded"][world]
    found: list[str] = []

    def same(what: str, ours: object, theirs: object) -> None:
        if ours != theirs:
            found.append(f"{what}: {ours!r:.300} is not {theirs!r:.300}")

    calls = [(one.tool, one.arguments, one.line) for one in outcome.trace]
    same("trace", calls, [(one["tool"], one["arguments"], one["line"]) for one in recorded])
    same("calls", [one["tool"] for one in host.calls], [one["tool"] for one in recorded])
    same("stdout", outcome.stdout, expected["stdout"])
    if expected["outcome"] == "ok":
        same("outcome", type(outcome).__name__, "Finished")
        if isinstance(outcome, foretell.Finished):
            ends_in_expression = expected["value_repr"] is not None
            ours = repr(outcome.value) if ends_in_expression else outcome.value
            same("value", ours, expected["value_repr"])
    else:
        same("outcome", type(outcome).__name__, "Raised")
    if outcome.error is not None:
        same("error", outcome.error.type, expected.get("exc_type"))
        same("message", outcome.error.message, expected.get("exc_message"))
        same("line", outcome.error.line, expected.get("exc_line"))
    return found


def test_every_right_script_gives_the_recorded_trace_and_outcome(
    corpus: Path, tell: Callable[[object], None]
) -> None:
    wrong: list[str] = []
    runs = 0
    for name in names(corpus):
        case = replay(corpus).load(name)
        if case["kind"] not in KINDS_THAT_RUN:
            continue
        for world in case["worlds"]:
            runs += 1
            report, outcome, host = run_case(corpus, case, world)
            bad = differences(case, world, outcome, host)
            for tool, bound in report.tools.items():
                count = outcome.usage.calls_per_tool.get(tool, 0)
                ended = isinstance(outcome, foretell.Finished)
                # The lower end is promised of runs that end normally only.
                if count not in (bound if ended else replace(bound, low=0)):
                    bad.append(f"bound of {tool}: {count} not in {bound}")
            unknown = set(outcome.usage.calls_per_tool) - set(report.tools)
            bad += [f"{tool} is called, but not in the report" for tool in unknown]
            wrong += [f"{name} in {world}: {one}" for one in bad]
    tell(f"agentdojo: {runs} runs of right scripts, {len(wrong)} differences")
    assert runs >= 290
    assert wrong == []


MADE_UP = {"unknown_function", "unknown_argument", "missing_argument", "undefined_name"}


def test_a_made_up_tool_or_argument_is_refused_before_the_first_call(
    corpus: Path, tell: Callable[[object], None]
) -> None:
    judged = 0
    for name in names(corpus):
        case = replay(corpus).load(name)
        mistakes = [one for one in case.get("findings", []) if one["kind"] in MADE_UP]
        if not mistakes:
            continue
        judged += 1
        host = replay(corpus).Host(case, "real")
        tools = catalog(corpus, case["suite"], case["async"])
        gate = foretell.Gate(tools, foretell.Policy.default(), host.functions)
        result = gate.run(case["script"])
        assert result.decision.verdict == "deny", name
        assert host.calls == [], name
        lines = {one.span.line for one in result.report.findings if one.blocks}
        assert {one["line"] for one in mistakes} <= lines, name
    tell(f"agentdojo: {judged} scripts with a made-up tool or argument, none made a call")
    assert judged >= 5


def test_a_script_that_is_wrong_for_sure_is_never_started(corpus: Path) -> None:
    with pytest.raises(foretell.ForetellError):
        _ = (
            foretell.Policy.default()
            .decide(foretell.analyze("pay_bill()", catalog(corpus, "banking", is_async=False)))
            .grant
        )
