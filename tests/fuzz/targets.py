"""What is done with a text, and what must hold then: one target for each way into foretell."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import foretell
from foretell.render import PlanView, render_check, render_outcome
from foretell_analyzer.errors import CatalogError, PolicyError
from tests.fuzz import differential, documents, scripts
from tests.fuzz.hosts import CATALOG, TOOLS
from tests.fuzz.terminal import assert_harmless

Seeds = Callable[[], Sequence[str]]
Mutate = Callable[[random.Random, str, Sequence[str]], str]


@dataclass(frozen=True)
class Target:
    """One way in. `attempt` raises whatever goes wrong; `seconds` is the longest it may take."""

    attempt: Callable[[str], None]
    seeds: Seeds
    mutate: Mutate
    seconds: float = 10.0


STEPS: Final = 20_000
BUDGET: Final = foretell.Budget(steps=STEPS, seconds=3.0, memory=32 << 20, tool_calls=50)


def judge(text: str) -> foretell.Report:
    """A report, which can be written, read back and shown without harm to a terminal."""
    report = foretell.analyze(text, CATALOG, inputs={"x": "list", "y": "Any"})
    form = json.dumps(report.to_dict())
    assert json.dumps(foretell.Report.from_dict(json.loads(form)).to_dict()) == form
    for finding in report.findings:
        assert 0 <= finding.span.start <= finding.span.end <= len(text), finding
        assert_harmless(finding.message)
    decision = foretell.Policy.default().decide(report)
    for reason in decision.reasons:
        assert reason.rule != "engine-error" or "another" in reason.message, reason
    pages = (
        render_check([report], 80),
        PlanView(report, decision, CATALOG, 80, boxes=True, with_graph=True).render(),
    )
    for page in pages:
        assert_harmless(page.plain())
    return report


def analyze(text: str) -> None:
    """Whatever the text, there is a report."""
    judge(text)


def run(text: str) -> None:
    """Whatever the text, a run has an outcome that its report foretold."""
    report = judge(text)
    decision = foretell.Policy.permissive().decide(report)
    if not isinstance(decision, foretell.Allow):
        return
    inputs = {"x": [1, 2], "y": {"a": None}}
    outcome = foretell.run(decision.grant, tools=TOOLS, inputs=inputs, budget=BUDGET)
    assert isinstance(outcome, (foretell.Finished, foretell.Raised, foretell.Stopped))
    assert outcome.usage.steps <= STEPS + STEPS  # straight lines may overdraw
    for tool, count in outcome.usage.calls_per_tool.items():
        assert tool in report.tools, f"{tool} was called, the report does not name it"
        bound = report.tools[tool]
        assert max(count, bound.low) in bound, f"{count} calls of {tool}, not {bound}"
    assert_harmless(render_outcome(outcome, 80).plain().replace(outcome.stdout, ""))
    json.dumps(foretell_json(outcome))


def foretell_json(outcome: foretell.Outcome) -> Any:
    """The outcome as the command line writes it."""
    from foretell.render import outcome_to_dict

    return outcome_to_dict(outcome)


def catalog(text: str) -> None:
    """A catalog of whatever text is read, or refused in one line."""
    for read in (foretell.ToolCatalog.from_stub, _from_file):
        try:
            found = read(text)
        except CatalogError as error:
            _assert_one_line(str(error))
            continue
        again = foretell.ToolCatalog.from_dict(found.to_dict())
        assert again.digest == found.digest
        assert list(found.notes) is not None
        for name in list(found.tools)[:4]:
            foretell.analyze(f"r = {name}()\nfor i in r:\n    print({name}(i, x=1)['a'])\n", found)


def _from_file(text: str) -> foretell.ToolCatalog:
    with _file(text, "tools.json") as path:
        return foretell.ToolCatalog.load(path)


@contextmanager
def _file(text: str, name: str) -> Iterator[Path]:
    """A file with a text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        yield path


def overlay(text: str) -> None:
    """An overlay of whatever text is laid over a catalog, or refused in one line."""
    with _file(text, "o.toml") as path:
        try:
            CATALOG.with_overlay(path)
        except CatalogError as error:
            _assert_one_line(str(error))


def policy(text: str) -> None:
    """A policy of whatever text decides, or is refused in one line."""
    try:
        read = foretell.Policy.loads(text)
        read.check_against(CATALOG)
    except PolicyError as error:
        _assert_one_line(str(error))
        return
    for script in (
        "search('a')",
        "send(search('a')[0]['title'])",
        "x = 1 +",
        "for i in y: send(i)",
    ):
        decision = read.decide(foretell.analyze(script, CATALOG, inputs={"y": "list"}))
        assert all(one.rule != "engine-error" for one in decision.reasons), decision.reasons


def _assert_one_line(message: str) -> None:
    assert message, "an error says nothing"
    assert_harmless(message)
    assert "\n" not in message, message


def _mutate_catalog(chance: random.Random, text: str, others: Sequence[str]) -> str:
    made = (
        documents.changed_json(chance, text, documents.catalogs())
        if chance.random() < 0.8
        else None
    )
    return made or scripts.mutated(chance, text, others)


_catalog_seeds: Seeds = lambda: (*documents.catalogs(), *documents.STUBS)  # noqa: E731

TARGETS: Final = {
    "analyze": Target(analyze, scripts.seeds, scripts.mutated),
    "run": Target(run, scripts.seeds, scripts.mutated),
    "catalog": Target(catalog, _catalog_seeds, _mutate_catalog),
    "overlay": Target(overlay, documents.overlays, documents.changed_toml),
    "policy": Target(policy, documents.policies, documents.changed_toml),
    "compile": Target(differential.compile_alike, scripts.seeds, scripts.mutated),
    "python": Target(differential.run_alike, scripts.programs, scripts.mutated, seconds=20.0),
}
