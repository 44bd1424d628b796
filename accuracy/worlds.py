"""Call graphs, counts and flows against the corpus `controlflow`, by its own judge.

`check_worlds.py` runs each script in 30 worlds and says of a prediction: equal, wider (right, less
exact), tighter (right, and better than its authors thought), or WRONG (a run does otherwise). It is
run as a program of its own. Which edges are too many or too few is worked out here, to be read.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from accuracy.corpora import Sample
from foretell_analyzer.analysis import analyze
from foretell_analyzer.bounds import Bound
from foretell_analyzer.report import Report

SECONDS: Final = 900
WRONG: Final = "WRONG"

Edge = tuple[str, str]
Tally = Mapping[str, int]

_TALLY: Final = re.compile(r"^(?P<part>\w+): (?P<words>\w.*)$")
_SCRIPT: Final = re.compile(r"^(?P<name>\w+) (?P<words>\{.*\})$")


@dataclass(frozen=True, slots=True)
class GraphDifference:
    """A script whose call graph is not just the expected one."""

    sample: str
    extra: tuple[Edge, ...]
    missing: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class WorldJudgement:
    """What the corpus's judge says: by part, how many scripts have which word; which are wrong."""

    tallies: Mapping[str, Tally]
    wrong: Mapping[str, tuple[str, ...]]
    graphs: tuple[GraphDifference, ...]

    def __str__(self) -> str:
        parts = [
            f"{part} " + ", ".join(f"{word} {count}" for word, count in tally.items())
            for part, tally in self.tallies.items()
        ]
        return (
            f"controlflow, in its worlds: {'; '.join(parts)}; wrong: {dict(self.wrong) or 'none'}"
        )


def judge_worlds(folder: Path, samples: Sequence[Sample]) -> WorldJudgement:
    """Predict call graphs, counts and flows of the right scripts, and have them judged."""
    predictions = {
        one.name: predict(analyze(one.text, one.tools.catalog, inputs=one.tools.inputs))
        for one in samples
        if one.is_right
    }
    tallies, wrong = _run_judge(folder, predictions)
    return WorldJudgement(tallies, wrong, tuple(_differences(folder, predictions)))


def predict(report: Report) -> dict[str, Any]:
    """Return a report's call graph, counts and flows of data in the judge's form."""
    called = {caller: callees for caller, callees in report.call_graph.callees().items() if callees}
    counts = {tool: [bound.low, upper_end(bound)] for tool, bound in report.tools.items()}
    flows = {
        (flow.source.tool, flow.sink.tool, flow.sink.parameter)
        for flow in report.flows
        if flow.kind == "data" and flow.sink.kind == "argument" and flow.source.tool
    }
    return {"call_graph": called, "counts": counts, "flows": sorted(flows)}


def upper_end(bound: Bound) -> float | None:
    """Return the number; none where there is none."""
    return bound.high if isinstance(bound.high, (int, float)) else None


def _run_judge(
    folder: Path, predictions: Mapping[str, Any]
) -> tuple[dict[str, dict[str, int]], dict[str, tuple[str, ...]]]:
    with tempfile.TemporaryDirectory() as place:
        file = Path(place, "predictions.json")
        file.write_text(json.dumps(predictions), encoding="utf-8")
        command = [sys.executable, str(folder / "check_worlds.py"), "--predictions", str(file)]
        ended = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
    if ended.returncode != 0:
        raise RuntimeError(f"{command[1]} failed: {ended.stderr[-1000:]}")
    return read_judgement(ended.stdout)


def read_judgement(
    text: str,
) -> tuple[dict[str, dict[str, int]], dict[str, tuple[str, ...]]]:
    """Read what the judge printed: tallies by part, and by script the parts that are wrong."""
    tallies: dict[str, dict[str, int]] = {}
    wrong: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        if script := _SCRIPT.match(line):
            words: dict[str, str] = ast.literal_eval(script["words"])
            wrong[script["name"]] = tuple(part for part, word in words.items() if word == WRONG)
        elif tally := _TALLY.match(line):
            rows = (row.rpartition(" ") for row in tally["words"].split(", "))
            tallies[tally["part"]] = {word: int(count) for word, _, count in rows}
    return tallies, wrong


def _differences(folder: Path, predictions: Mapping[str, Any]) -> list[GraphDifference]:
    found: list[GraphDifference] = []
    for entry in json.loads((folder / "expected.json").read_text("utf-8")):
        if "call_graph" not in entry:
            continue
        ours, theirs = _edges(predictions[entry["id"]]["call_graph"]), _edges(entry["call_graph"])
        ours -= {(caller, callee) for caller, callee, _ in entry.get("call_graph_optional", ())}
        if ours != theirs:
            extra, missing = tuple(sorted(ours - theirs)), tuple(sorted(theirs - ours))
            found.append(GraphDifference(entry["id"], extra, missing))
    return found


def _edges(adjacency: Mapping[str, Sequence[str]]) -> set[Edge]:
    return {(caller, callee) for caller, callees in adjacency.items() for callee in callees}
