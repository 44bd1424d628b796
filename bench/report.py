"""Writes `reports/speed.md` for people and `reports/speed.json` for machines."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import geometric_mean
from typing import Any, Final

from bench.measurement import ROOT, Cell, Table, show_time
from bench.workloads import CALLS

WITH_CALLS: Final = "2,000 tool calls"
WITHOUT_CALLS: Final = "2,000 turns without a call"
OURS: Final = "foretell, compiled"
THEIRS: Final = "Monty"
PACKAGES: Final = ("foretell", "libcst", "networkx", "mypy", "pydantic-monty", "smolagents")


@dataclass(frozen=True, slots=True)
class Results:
    """What was measured in one run; a table without rows was not asked for."""

    rounds: int
    missing: Mapping[str, str]
    tables: Mapping[str, Table]
    """By section, as `SECTIONS` names them."""
    imports: Mapping[str, float]
    pulled: Mapping[str, Sequence[str]]


def write(results: Results, folder: Path) -> None:
    """Write both files."""
    folder.mkdir(parents=True, exist_ok=True)
    about = describe_run(results)
    document: dict[str, Any] = {"about": about}
    document |= {name: as_json(table) for name, table in results.tables.items()}
    if results.imports:
        document["imports"] = {
            "seconds": dict(results.imports), "packages": dict(results.pulled)
        }  # fmt: skip
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    (folder / "speed.json").write_text(text, encoding="utf-8")
    (folder / "speed.md").write_text("\n".join(tell(results, about)) + "\n", encoding="utf-8")


def tell(results: Results, about: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of the report."""
    yield "# Speed"
    yield ""
    yield f"Written by `{about['command']}`; not edited. All engines were measured in one run, taking"
    yield f"turns, each in a process of its own; a cell is the median of {results.rounds} rounds of wall"
    yield "time, and in brackets its ratio to the first column, which is what to trust."
    yield ""
    for key in ("date", "commit", "machine", "python", "versions", "load"):
        yield f"- {key}: {about[key]}"
    for engine, why in results.missing.items():
        yield f"- {engine} was not measured: {why}"
    yield ""
    for name, section in SECTIONS.items():
        if name in results.tables:
            yield from section(results.tables[name])
    if results.imports:
        yield from tell_imports(results)


def tell_imports(results: Results) -> Iterator[str]:
    """Yield what importing costs."""
    yield "## Importing"
    yield ""
    yield "In a fresh process, above an empty program."
    yield ""
    nothing = results.imports["(nothing)"]
    for name, seconds in results.imports.items():
        if name != "(nothing)":
            yield f"- `import {name}`: {(seconds - nothing) * 1e3:.1f} ms"
    for name, packages in results.pulled.items():
        others = [package for package in packages if package not in sys.stdlib_module_names]
        yield f"- `import {name}` pulls in, beside the standard library: {', '.join(others)}"


def tell_analysis(table: Table) -> Iterator[str]:
    """Yield what judging costs."""
    yield "## Analysis and decision, against parsing alone"
    yield ""
    yield "Lines of script; nothing is cached, the catalog is loaded. Bar: at most 4 at 20 lines."
    yield ""
    yield from draw(table, "lines")


def tell_growth(table: Table) -> Iterator[str]:
    """Yield how judging grows with length."""
    yield "## Growth with length"
    yield ""
    yield "Microseconds per line should stay level."
    yield ""
    yield from draw(table, "lines")
    yield from draw_growth(table)


def tell_shapes(table: Table) -> Iterator[str]:
    """Yield what judging costs at its worst."""
    yield "## Analysis of scripts that it may choke on"
    yield ""
    yield "Each shape in two sizes. Bar: the larger one takes no longer for its size than the smaller."
    yield ""
    yield from draw(table, "script")
    yield from draw_shapes(table)


def tell_running(table: Table) -> Iterator[str]:
    """Yield what running costs."""
    yield "## Running, against CPython's `exec`"
    yield ""
    yield "foretell starts from a grant, the others from the text. Bar for the geometric mean: at most"
    yield "2 compiled, at most 12 pure. A cell that is wrong or fails says so and is in no mean."
    yield ""
    yield from draw(table, "script")
    yield from draw_means(table)
    yield from draw_lost(table)
    yield "## A tool call"
    yield ""
    yield "Microseconds above the function's own time in CPython: the script with the calls less the"
    yield f"same loop without them, less the same for CPython, over {CALLS:,} calls. Bar: under 3."
    yield ""
    yield from draw_calls(table)


def tell_taking(table: Table) -> Iterator[str]:
    """Yield what a large result costs."""
    yield "## A large result"
    yield ""
    yield "A tool gives 10,000 records, which are copied at the border. Bar: under 5 ms."
    yield ""
    yield from draw(table, "script")


def tell_first_result(table: Table) -> Iterator[str]:
    """Yield what a short script takes in all."""
    yield "## From source to result, a script never seen"
    yield ""
    yield "Lines of script; foretell analyzes, decides, links and runs it, libcst parses it. Bar: at"
    yield "most 3."
    yield ""
    yield from draw(table, "lines")


def tell_source_to_result(table: Table) -> Iterator[str]:
    """Yield what a short script takes when the gate has seen it before."""
    yield "## From source to result, the same script again"
    yield ""
    yield "Twenty lines, six tool calls; foretell's gate has seen the text before. Bar: under 0.1 ms."
    yield ""
    yield from draw(table, "script")


SECTIONS: Final[Mapping[str, Callable[[Table], Iterator[str]]]] = {
    "analysis": tell_analysis,
    "growth": tell_growth,
    "shapes": tell_shapes,
    "run": tell_running,
    "take": tell_taking,
    "first_result": tell_first_result,
    "source_to_result": tell_source_to_result,
}
"""What tells of each table, in the order of the report; imports come last."""


def draw(table: Table, head: str) -> Iterator[str]:
    """Yield a table of medians with ratios to the first engine."""
    engines = list(next(iter(table.values()), {}))
    yield f"| {head} | " + " | ".join(engines) + " |"
    yield "| --- " * (len(engines) + 1) + "|"
    for subject, row in table.items():
        base = row[engines[0]].time
        cells = [show_ratio(row[engine], base) for engine in engines]
        yield f"| {subject} | " + " | ".join(cells) + " |"
    yield ""


def show_ratio(cell: Cell, base: float | None) -> str:
    """Return time and ratio, or the error."""
    if cell.time is None or base is None:
        return show_time(cell).replace("|", "/")
    return f"{show_time(cell)} ({cell.time / base:.2f})"


def draw_means(table: Table) -> Iterator[str]:
    """Yield the geometric mean of each engine's ratios, with the number of rows in it."""
    engines = list(next(iter(table.values()), {}))
    for engine in engines[1:]:
        ratios = [
            cell.time / base.time
            for row in table.values()
            if (cell := row[engine]).time and (base := row[engines[0]]).time
        ]
        mean = f"{geometric_mean(ratios):.2f}" if ratios else "none"
        yield f"- geometric mean of {engine}: {mean} ({len(ratios)} of {len(table)} scripts)"
    yield ""


def draw_lost(table: Table) -> Iterator[str]:
    """Yield the scripts on which Monty is faster than our compiled form. Bar: there are none."""
    lost = [
        f"{subject} ({ours / theirs:.2f})"
        for subject, row in table.items()
        if {OURS, THEIRS} <= row.keys()
        and (ours := row[OURS].time) is not None
        and (theirs := row[THEIRS].time) is not None
        and ours > theirs
    ]
    yield f"- slower than {THEIRS}, where it answers (bar: none): {', '.join(lost) or 'none'}"
    yield ""


def draw_calls(table: Table) -> Iterator[str]:
    """Yield what a tool call costs each engine."""
    if not {WITH_CALLS, WITHOUT_CALLS} <= table.keys():
        return
    own = spend_on_calls(table, "CPython")
    for engine in table[WITH_CALLS]:
        spent = spend_on_calls(table, engine)
        if engine != "CPython" and own is not None:
            cost = "not measured" if spent is None else f"{(spent - own) / CALLS * 1e6:.2f} µs"
            yield f"- {engine}: {cost}"
    yield ""


def spend_on_calls(table: Table, engine: str) -> float | None:
    """Return what the calls took, without the loop around them."""
    calls, turns = table[WITH_CALLS][engine].time, table[WITHOUT_CALLS][engine].time
    return None if calls is None or turns is None else calls - turns


def draw_growth(table: Table) -> Iterator[str]:
    """Yield microseconds per line."""
    for engine in next(iter(table.values()), {}):
        per_line = [
            f"{lines}: {cell.time / int(lines) * 1e6:.0f}"
            for lines, row in table.items()
            if (cell := row[engine]).time is not None
        ]
        yield f"- {engine}, µs per line: {', '.join(per_line) or 'none'}"
    yield ""


def draw_shapes(table: Table) -> Iterator[str]:
    """Yield, for each shape, the time for one of its parts in the larger size over the smaller."""
    for engine in next(iter(table.values()), {}):
        parts: dict[str, list[float]] = {}
        for subject, row in table.items():
            size, _, name = subject.partition(" ")
            cell = row[engine]
            if cell.time is not None:
                parts.setdefault(name, []).append(cell.time / int(size))
        growth = [f"{name}: {one[1] / one[0]:.2f}" for name, one in parts.items() if len(one) > 1]
        yield f"- {engine}, larger over smaller: {', '.join(growth) or 'none'}"
    yield ""


def describe_run(results: Results) -> dict[str, Any]:
    """Return command, commit, machine, versions and date."""
    versions: dict[str, str] = {}
    for package in PACKAGES:
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            versions[package] = "not installed"
    return {
        "command": "make bench",
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "commit": read_commit(),
        "machine": f"{read_processor()}, {os.cpu_count()} cores, {platform.system()}",
        "python": platform.python_version(),
        "versions": ", ".join(f"{name} {version}" for name, version in versions.items()),
        "load": ", ".join(f"{load:.2f}" for load in os.getloadavg())
        + " (1, 5, 15 min, at the end)",
        "rounds": results.rounds,
        "missing": dict(results.missing),
    }


def read_commit() -> str:
    """Return the commit, and whether files differ from it."""
    try:
        commit = run_git("rev-parse", "--short=12", "HEAD")
        return commit + (" with changes" if run_git("status", "--porcelain") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def run_git(*arguments: str) -> str:
    """Return what git says."""
    command = ["git", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def read_processor() -> str:
    """Return the processor's name as far as the system tells."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def as_json(table: Table) -> dict[str, dict[str, dict[str, Any]]]:
    """Return a table as plain data."""
    return {
        subject: {
            engine: {"median": cell.time, "seconds": cell.seconds, "error": cell.error}
            for engine, cell in row.items()
        }
        for subject, row in table.items()
    }
