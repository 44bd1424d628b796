"""Scripts of the corpus in many worlds: no run leaves its report.

More worlds: FORETELL_WORLDS=200 pytest tests/corpus/test_worlds.py
"""

from __future__ import annotations

import json
import os
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import foretell
from tests.corpus import estimates
from tests.corpus.modules import corpus_module
from tests.worlds import BUDGET, WorldRun, assert_kept, run_in_worlds

WORLDS = range(int(os.environ.get("FORETELL_WORLDS", "8")))


class Tally:
    """What was run, and what went wrong."""

    def __init__(self) -> None:
        self.ends: Counter[str] = Counter()
        self.calls = 0
        self.wrong: list[str] = []

    def add(self, name: str, run: WorldRun) -> None:
        self.ends[type(run.outcome).__name__] += 1
        self.calls += len(run.letters)
        try:
            assert_kept(run)
        except AssertionError as error:
            self.wrong.append(f"{name}: {error}")

    def settle(self, runs: int) -> None:
        print(f"{dict(self.ends)}, {self.calls} calls")  # noqa: T201 - counted in CI
        assert self.wrong == []
        assert sum(self.ends.values()) == runs


def addresses(seed: int) -> dict[str, Any]:
    """Return the inputs of a script that goes over addresses: 100 of them at most."""
    return {"inputs": {"addresses": [f"a{number}@x.org" for number in range(seed * 12 % 101)]}}


def test_estimates_in_worlds_made_from_schemas(corpus: Path) -> None:
    tally = Tally()
    scripts = sorted((corpus / "estimates").glob("[0-9]*.py"))
    for script in scripts:
        text = script.read_text(encoding="utf-8")
        for run in run_in_worlds(text, estimates.catalog(), WORLDS, inputs=addresses):
            tally.add(script.name, run)
    tally.settle(len(scripts) * len(WORLDS))


@cache
def agentdojo_catalog(corpus: Path, suite: str, *, is_async: bool) -> foretell.ToolCatalog:
    tools = foretell.ToolCatalog.load(corpus / "agentdojo" / "tools" / f"{suite}.json")
    return tools.with_overlay({"defaults": {"async": is_async}})


def test_agentdojo_in_worlds_made_from_schemas(corpus: Path) -> None:
    tally = Tally()
    count = 0
    for file in sorted((corpus / "agentdojo" / "expected").glob("*.json")):
        case = json.loads(file.read_text(encoding="utf-8"))
        if case["kind"] == "mistake":
            continue
        count += 1
        text = (corpus / "agentdojo" / "scripts" / f"{file.stem}.py").read_text(encoding="utf-8")
        catalog = agentdojo_catalog(corpus, case["suite"], is_async=case["async"])
        for run in run_in_worlds(text, catalog, WORLDS):
            tally.add(file.stem, run)
    tally.settle(count * len(WORLDS))


def controlflow_worlds(corpus: Path) -> ModuleType:
    """The corpus's own worlds, whose tools remember and turn pages."""
    return corpus_module(corpus / "controlflow" / "worlds.py")


def test_controlflow_in_its_own_worlds_and_in_larger_ones(corpus: Path) -> None:
    module = controlflow_worlds(corpus)
    tools = foretell.ToolCatalog.load(corpus / "controlflow" / "tools.json")
    tally = Tally()
    entries = json.loads((corpus / "controlflow" / "expected.json").read_text(encoding="utf-8"))
    count = 0
    for one in entries:
        if one["kind"] != "script":
            continue
        count += 1
        text = (corpus / "controlflow" / one["script"]).read_text(encoding="utf-8")
        report = foretell.analyze(text, tools)
        grant = foretell.Policy.permissive().decide(report).grant
        for seed in WORLDS:
            world = module.World(
                one["id"], seed, _larger(one["world"]) if seed > 5 else one["world"]
            )
            world.max_calls = 5_000
            functions = {name: world.callee(name) for name in module.TOOLS}
            outcome = foretell.run(grant, tools=functions, budget=BUDGET)
            tally.add(one["id"], WorldRun(seed, report, outcome))
    tally.settle(count * len(WORLDS))


def _larger(conf: dict[str, Any]) -> dict[str, Any]:
    """The same with larger sizes."""
    sizes = {tool: [low, min(50, high * 4)] for tool, (low, high) in conf.get("n", {}).items()}
    return {**conf, "n": sizes} if sizes else conf
