"""Scripts that a model wrote for AgentDojo: what was meant is told, and counts of calls hold."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

import foretell

NEAREST = {
    "banking_u00__mistake_1": "send_money(",
    "banking_u12__mistake_1": "file_path",
    "slack_u04__mistake_1": "json.loads",
    "slack_u06__mistake_1": "send_direct_message(",
    "travel_u00__mistake_1": "reserve_hotel(hotel: str",
    "travel_u04__mistake_1": "get_hotels_prices(",
    "workspace_u32__mistake_1": "Literal['r', 'rw']",
}
"""What was meant, for mistakes that are about a name."""


@cache
def catalog(corpus: Path, suite: str, *, is_async: bool) -> foretell.ToolCatalog:
    tools = foretell.ToolCatalog.load(corpus / "agentdojo" / "tools" / f"{suite}.json")
    return tools.with_overlay({"defaults": {"async": is_async}})


def cases(corpus: Path) -> list[dict[str, Any]]:
    """Return what is expected of each script."""
    files = sorted((corpus / "agentdojo" / "expected").glob("*.json"))
    return [json.loads(file.read_text(encoding="utf-8")) | {"name": file.stem} for file in files]


def judge(corpus: Path, case: dict[str, Any]) -> foretell.Report:
    """Return the report on the script of a case."""
    text = (corpus / "agentdojo" / "scripts" / f"{case['name']}.py").read_text(encoding="utf-8")
    return foretell.analyze(text, catalog(corpus, case["suite"], is_async=case["async"]))


def test_a_mistaken_name_comes_with_the_one_that_was_meant(corpus: Path) -> None:
    helps: dict[str, str] = {}
    for case in cases(corpus):
        if case["name"] in NEAREST:
            lines = {mistake["line"] for mistake in case["findings"]}
            found = [one for one in judge(corpus, case).findings if one.span.line in lines]
            helps[case["name"]] = " ".join(one.help or "" for one in found)
    assert {name for name, meant in NEAREST.items() if meant not in helps[name]} == set()


def test_recorded_calls_are_within_the_bounds(corpus: Path) -> None:
    wrong: list[str] = []
    worlds = 0
    for case in cases(corpus):
        if case["kind"] == "mistake":
            continue
        tools = judge(corpus, case).tools
        for world, seen in case["worlds"].items():
            worlds += 1
            wrong += [
                f"{case['name']} in {world}: {tool} called {seen['count'].get(tool, 0)} times"
                for tool in tools.keys() | seen["count"].keys()
                if tool not in tools
                or seen["count"].get(tool, 0)
                not in (tools[tool] if seen["outcome"] == "ok" else replace(tools[tool], low=0))
            ]
    assert worlds >= 290
    assert wrong == []
