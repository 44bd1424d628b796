"""Writes `reports/accuracy.md` for people and `reports/accuracy.json` for machines."""

from __future__ import annotations

import datetime as dt
import json
import platform
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from accuracy.checkers import Checker
from accuracy.judgement import Judgement
from accuracy.worlds import WorldJudgement

ROOT: Final = Path(__file__).resolve().parent.parent
COMMAND: Final = "make accuracy"
OURS: Final = "foretell"


@dataclass(frozen=True, slots=True)
class Results:
    """All that was judged in one run; `given` tells what each corpus says of its tools."""

    checkers: Sequence[Checker]
    missing: Sequence[str]
    judgements: Sequence[Judgement]
    given: Mapping[str, str]
    worlds: WorldJudgement | None


def write(results: Results, folder: Path) -> None:
    """Write both files."""
    folder.mkdir(parents=True, exist_ok=True)
    about = circumstances()
    document = json.dumps(as_json(results, about), indent=1, ensure_ascii=False) + "\n"
    (folder / "accuracy.json").write_text(document, encoding="utf-8")
    (folder / "accuracy.md").write_text("\n".join(tell(results, about)) + "\n", encoding="utf-8")


def write_lines(lines: Iterator[str], file: Path) -> None:
    """Write another report of the same run."""
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def circumstances() -> Mapping[str, str]:
    """Return how, when and of what a report is made."""
    return {
        "command": COMMAND,
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "commit": _commit(),
        "python": platform.python_version(),
    }


def as_json(results: Results, about: Mapping[str, str]) -> dict[str, Any]:
    """Return all of it as plain data."""
    worlds = results.worlds
    return {
        "about": dict(about),
        "checkers": [
            {"name": one.name, "version": one.version, "settings": one.settings, "given": one.given}
            for one in results.checkers
        ],
        "not_installed": list(results.missing),
        "corpora": {name: {"tools": given} for name, given in results.given.items()},
        "judgements": [_judgement_form(one) for one in results.judgements],
        "worlds": None
        if worlds is None
        else {
            "tallies": {part: dict(tally) for part, tally in worlds.tallies.items()},
            "wrong": {name: list(parts) for name, parts in worlds.wrong.items()},
            "call_graphs": [
                {"script": one.sample, "extra": one.extra, "missing": one.missing}
                for one in worlds.graphs
            ],
        },
    }


def _judgement_form(judgement: Judgement) -> dict[str, Any]:
    return {
        "corpus": judgement.corpus,
        "checker": judgement.checker,
        "faults": len(judgement.faults),
        "found": judgement.found,
        "right_scripts": judgement.right,
        "false_alarms": len(judgement.alarms),
        "false_alarms_of_convention": sum(one.is_of_convention for one in judgement.alarms),
        "reports_beside_faults": judgement.others,
        "each_fault": [
            {
                "script": one.sample,
                "kind": one.fault.kind,
                "lines": sorted(one.fault.lines),
                "found_as": sorted({each.rule for each in one.reported}),
            }
            for one in judgement.faults
        ],
        "alarms": [
            {"script": one.sample, "reports": [f"{r.line}: {r.rule}" for r in one.reported]}
            for one in judgement.alarms
        ],
    }


def tell(results: Results, about: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of the report."""
    yield "# Accuracy"
    yield ""
    yield f"Written by `{about['command']}`; not edited. Scripts whose mistakes are known, and right ones. A fault"
    yield "is found if anything of severity error or warning is reported on a line of it; a false alarm is a right"
    yield "script of which anything is reported."
    yield ""
    for key in ("date", "commit", "python"):
        yield f"- {key}: {about[key]}"
    for one in results.checkers:
        yield f"- {one.name} {one.version} ({one.settings}): was given {one.given}"
    for corpus, given in results.given.items():
        yield f"- of the tools of {corpus} is known: {given}"
    for name in results.missing:
        yield f"- {name} is not installed"
    yield ""
    yield "Reports *of convention* are against what hosts of scripts allow: `await` outside of a function, a last"
    yield "expression that is the script's result."
    for corpus in results.given:
        judged = [one for one in results.judgements if one.corpus == corpus]
        yield from _corpus(corpus, judged)
    if results.worlds is not None:
        yield from _worlds(results.worlds)


def _corpus(corpus: str, judged: Sequence[Judgement]) -> Iterator[str]:
    yield ""
    yield f"## {corpus}"
    yield ""
    yield "| | faults found | of | false alarms | of right scripts | of convention only | other reports in faulty scripts |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for one in judged:
        convention = sum(alarm.is_of_convention for alarm in one.alarms)
        yield (
            f"| {one.checker} | {one.found} | {len(one.faults)} | {len(one.alarms)} | {one.right}"
            f" | {convention} | {one.others} |"
        )
    yield ""
    yield f"| kind of fault | {' | '.join(one.checker for one in judged)} |"
    yield f"| --- |{' --- |' * len(judged)}"
    for kind, (_, count) in judged[0].by_kind().items():
        cells = [f"{one.by_kind()[kind][0]} of {count}" for one in judged]
        yield f"| {kind} | {' | '.join(cells)} |"
    ours = next((one for one in judged if one.checker == OURS), None)
    if ours is not None and ours.missed:
        yield ""
        yield f"Missed by {OURS}:"
        yield ""
        for missed in ours.missed:
            also = [
                one.checker
                for one in judged
                if any(
                    each.sample == missed.sample and each.fault == missed.fault and each.is_found
                    for each in one.faults
                )
            ]
            yield f"- {missed.sample}: {missed.fault} (found by {', '.join(also) or 'none'})"


def _worlds(worlds: WorldJudgement) -> Iterator[str]:
    yield ""
    yield "## controlflow, in its worlds"
    yield ""
    yield "Call graphs and counts of tool calls against 30 runs of each script, by the corpus's own judge"
    yield "(`check_worlds.py --predictions`)."
    yield ""
    words = list(dict.fromkeys(word for tally in worlds.tallies.values() for word in tally))
    yield f"| | {' | '.join(words)} |"
    yield f"| --- |{' --- |' * len(words)}"
    for part, tally in worlds.tallies.items():
        yield f"| {part} | {' | '.join(str(tally.get(word, 0)) for word in words)} |"
    for name, parts in worlds.wrong.items():
        yield f"- WRONG: {name}: {', '.join(parts)}"
    if worlds.graphs:
        yield ""
        yield "Call graphs that are not equal:"
        yield ""
    for one in worlds.graphs:
        told = [f"too many: {_edges(one.extra)}"] if one.extra else []
        told += [f"missing: {_edges(one.missing)}"] if one.missing else []
        yield f"- {one.sample}: {'; '.join(told)}"


def _edges(edges: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"`{caller}` → `{callee}`" for caller, callee in edges)


def _commit() -> str:
    ended = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607  # git, wherever it is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.stdout.strip() or "unknown"
