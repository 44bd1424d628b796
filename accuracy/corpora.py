"""Reads the corpora: scripts, their tools, and what is true of each.

A fault stands on one of its lines; a right script has none. What a fault is called differs from
corpus to corpus and is told in its own word: judging goes by lines, so a new rule needs no change.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from accuracy.stubs import make_stub
from foretell_analyzer.catalog import ToolCatalog

NAMES: Final = ("mistakes", "agentdojo", "controlflow")

_EXPECT: Final = re.compile(r"^# expect: (?:ok|(?P<kind>[\w-]+) @ (?P<lines>[\d,]+))", re.MULTILINE)
_LIMITS: Final = "x-limits"


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake of a script: a report on one of `lines` finds it."""

    kind: str
    lines: frozenset[int]

    def __str__(self) -> str:
        return f"{self.kind} on line {'/'.join(map(str, sorted(self.lines)))}"


@dataclass(frozen=True)
class Toolbox:
    """The tools of a script: as we take them, and as a stub for type checkers."""

    catalog: ToolCatalog
    stub: str
    inputs: Mapping[str, object]
    given: str

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All that the script finds defined."""
        return (*sorted(self.catalog.tools), *sorted(self.inputs))


@dataclass(frozen=True)
class Sample:
    """A script and its truth; a right script has no faults."""

    corpus: str
    name: str
    text: str
    tools: Toolbox
    faults: tuple[Fault, ...]

    @property
    def is_right(self) -> bool:
        """May nothing be reported?"""
        return not self.faults


def read_corpus(folder: Path, name: str) -> list[Sample]:
    """Return the scripts of one corpus, in the order of their names."""
    readers = {"mistakes": _mistakes, "agentdojo": _agentdojo, "controlflow": _controlflow}
    return list(readers[name](folder / name))


def _mistakes(folder: Path) -> Iterator[Sample]:
    # The stub, not the JSON: it alone says whose results are objects and whose are dicts.
    stub = (folder / "tools.pyi").read_text("utf-8")
    tools = Toolbox(ToolCatalog.load(folder / "tools.pyi"), stub, {}, "the corpus's own stub")
    for script in sorted((folder / "scripts").glob("*.py")):
        text = script.read_text("utf-8")
        expected = _EXPECT.search(text)
        if expected is None:
            raise ValueError(f"{script}: no comment says what is expected")
        faults: tuple[Fault, ...] = ()
        if expected["kind"]:
            faults = (Fault(expected["kind"], frozenset(map(int, expected["lines"].split(",")))),)
        yield Sample("mistakes", script.stem, text, tools, faults)


def _agentdojo(folder: Path) -> Iterator[Sample]:
    boxes = {
        (file.stem, is_async): _agentdojo_tools(file, is_async=is_async)
        for file in (folder / "tools").glob("*.json")
        for is_async in (False, True)
    }
    for file in sorted((folder / "expected").glob("*.json")):
        case = json.loads(file.read_text("utf-8"))
        text = (folder / "scripts" / f"{file.stem}.py").read_text("utf-8")
        found = case["findings"] if case["kind"] == "mistake" else ()
        faults = tuple(Fault(one["kind"], frozenset((one["line"],))) for one in found)
        yield Sample("agentdojo", file.stem, text, boxes[case["suite"], case["async"]], faults)


def _agentdojo_tools(file: Path, *, is_async: bool) -> Toolbox:
    catalog = ToolCatalog.load(file).with_overlay({"defaults": {"async": is_async}})
    tools = _list(json.loads(file.read_text("utf-8")))
    awaited = {tool["name"] for tool in tools} if is_async else set[str]()
    return Toolbox(catalog, make_stub(tools, awaited), {}, "tool schemas; whether they are async")


def _controlflow(folder: Path) -> Iterator[Sample]:
    tools = _list(json.loads((folder / "tools.json").read_text("utf-8")))
    tools = [_with_text_result(tool) for tool in tools]
    catalog = ToolCatalog.from_mcp({"tools": tools}).with_overlay(limits_overlay(tools))
    awaited = {tool["name"] for tool in tools if tool.get(_LIMITS, {}).get("async")}
    box = Toolbox(
        catalog,
        make_stub(tools, awaited, exceptions=("ToolError",)),
        {},
        "tool schemas; which tools are async or give text",
    )
    for entry in json.loads((folder / "expected.json").read_text("utf-8")):
        text = (folder / entry["script"]).read_text("utf-8")
        faults = {
            (one["kind"], one["line"]): Fault(one["kind"], frozenset((one["line"],)))
            for one in entry["diagnostics"]
        }
        yield Sample("controlflow", entry["id"], text, box, tuple(faults.values()))


def _with_text_result(tool: dict[str, Any]) -> dict[str, Any]:
    """The tool with what the corpus says of its result, where no schema does."""
    if tool.get(_LIMITS, {}).get("resultIsText") and "outputSchema" not in tool:
        return {**tool, "outputSchema": {"type": "string"}}
    return tool


def limits_overlay(tools: list[dict[str, Any]]) -> dict[str, Any]:
    """An overlay of what the corpus says of its tools beside their schemas."""
    told: dict[str, Any] = {}
    for tool in tools:
        limits = tool.get(_LIMITS, {})
        row: dict[str, Any] = {"async": bool(limits.get("async"))}
        row["may_raise"] = bool(limits.get("mayRaise"))
        for path, limit in limits.get("maxItems", {}).items():
            if path:
                row.setdefault("sizes", {})[path] = limit
            else:
                row["max_items"] = limit
        told[tool["name"]] = row
    return {"tools": told}


def _list(document: Any) -> list[dict[str, Any]]:
    tools: list[dict[str, Any]] = document["tools"] if isinstance(document, dict) else document
    return tools
