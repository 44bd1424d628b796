"""`python -m bench.memory` measures what runs take of the host's memory; writes `reports/memory.md`.

Each script runs in a process of its own, forked from one that has everything imported, in both forms.
What is told is by how much the resident memory of the process has grown at its peak.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import foretell
from bench.holders import GARBAGE, HOLDERS

ROOT: Final = Path(__file__).resolve().parent.parent
MEGABYTE: Final = 1 << 20
FORMS: Final = ("compiled", "pure")
BAR: Final = 1.5


@dataclass(frozen=True, slots=True)
class Growth:
    """How a run ended, and by how many bytes the process had grown: at most, and afterwards."""

    ended: str
    steps: int
    peak: int
    left: int


def records() -> list[dict[str, Any]]:
    """A tool: a hundred records."""
    return [{"id": number, "name": f"record {number}"} for number in range(100)]


def keep(message: str) -> None:
    """A tool that takes a text."""
    del message


TOOLS: Final = (records, keep)


def run(text: str, budget: foretell.Budget) -> foretell.Outcome:
    """Run a script."""
    catalog = foretell.ToolCatalog.from_functions(TOOLS)
    decision = foretell.Policy.permissive().decide(foretell.analyze(text, catalog))
    tools = {tool.__name__: tool for tool in TOOLS}
    return foretell.run(decision.grant, tools=tools, budget=budget)


def resident() -> tuple[int, int]:
    """Bytes that this process has resident, and had at most."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    found = dict(line.split(":", 1) for line in lines)
    now, most = (int(found[name].split()[0]) << 10 for name in ("VmRSS", "VmHWM"))
    return now, most


def measure(text: str, **limits: Any) -> Growth:
    """Run a script in a child of this process; gives what it took."""
    budget = foretell.Budget(
        **{"seconds": None, "tool_calls": None, "steps": None, "output": None, **limits}
    )
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        Path("/proc/self/clear_refs").write_text("5", "ascii")  # the peak begins anew
        before, _ = resident()
        outcome = run(text, budget)
        ended = outcome.limit if isinstance(outcome, foretell.Stopped) else type(outcome).__name__
        steps = outcome.usage.steps
        _, most = resident()
        del outcome
        told = json.dumps([ended, steps, most - before, resident()[0] - before])
        os.write(writing, told.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told = answer.read()
    os.waitpid(child, 0)
    return Growth(*json.loads(told)) if told else Growth("died", 0, 0, 0)


def serve(memory: int, steps: int) -> None:
    """Measure everything in the form that runs; a line of JSON for each script."""
    run("1", foretell.Budget())
    for kind, scripts, limits in (
        ("holds", HOLDERS, {"memory": memory}),
        ("garbage", GARBAGE, {"memory": memory, "steps": steps}),
    ):
        for name, text in scripts.items():
            growth = measure(text, **limits)
            row = [kind, name, growth.ended, growth.steps, growth.peak, growth.left]
            print(json.dumps(row), flush=True)


Rows = dict[tuple[str, str], dict[str, Growth]]


def collect(memory: int, steps: dict[str, int]) -> Rows:
    """Measure in both forms."""
    rows: Rows = {}
    for form in FORMS:
        command = [sys.executable, "-m", "bench.memory", "--serve", str(memory), str(steps[form])]
        environment = {**os.environ, "FORETELL_PURE": "1" if form == "pure" else ""}
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
        ) as worker:
            assert worker.stdout is not None
            for line in worker.stdout:
                kind, name, *growth = json.loads(line)
                rows.setdefault((kind, name), {})[form] = Growth(*growth)
                print(form, line, end="", flush=True)
    return rows


def draw(rows: Rows, memory: int) -> Iterator[str]:
    """The report."""
    yield "# Memory"
    yield ""
    yield "Written by `make memory`; not edited. Each script ran in a process of its own, in both"
    yield "forms; figures are by how much the resident memory of the process had grown at its peak."
    yield ""
    yield f"- date: {datetime.now(UTC).isoformat(timespec='seconds')}"
    yield f"- python: {sys.version.split()[0]}"
    yield ""
    yield "## Scripts that hold ever more"
    yield ""
    yield f"The budget's memory is {memory // MEGABYTE} MiB; bar: stopped within {BAR} times that."
    yield "In brackets the ratio to the limit. `the output` and the like meet another limit first."
    yield ""
    yield from table([row for row in rows.items() if row[0][0] == "holds"], memory)
    over = [
        f"{name}, {form} ({growth.peak / memory:.2f})"
        for (kind, name), forms in rows.items()
        for form, growth in forms.items()
        if kind == "holds" and growth.peak > BAR * memory
    ]
    yield ""
    yield f"- above the bar: {', '.join(over) if over else 'none'}"
    yield ""
    yield "## Loops that make garbage"
    yield ""
    yield "They end when their steps are used up; their memory must not grow with these."
    yield ""
    yield from table([row for row in rows.items() if row[0][0] == "garbage"], memory, steps=True)


def table(
    rows: list[tuple[tuple[str, str], dict[str, Growth]]], memory: int, *, steps: bool = False
) -> Iterator[str]:
    """A row for each script, a column for each form."""
    yield "| script | compiled | pure |"
    yield "| --- | --- | --- |"
    for (_, name), forms in rows:
        cells = [cell(forms.get(form), memory, steps=steps) for form in FORMS]
        yield f"| {name} | {cells[0]} | {cells[1]} |"


def cell(growth: Growth | None, memory: int, *, steps: bool) -> str:
    """What a script took in one form."""
    if growth is None:
        return "not measured"
    size = f"{growth.peak / MEGABYTE:.0f} MiB"
    if steps:
        return f"{size} after {growth.steps:,} steps"
    return f"{growth.ended}, {size} ({growth.peak / memory:.2f})"


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description=__doc__)
    parser.add_argument("--serve", nargs=2, type=int, help="measure in this process")
    parser.add_argument("--limit", type=int, default=64, help="MiB of the budget (default: 64)")
    parser.add_argument("--steps", type=int, default=10**8, help="of loops, compiled")
    parser.add_argument("--pure-steps", type=int, default=10**7, help="of loops, pure")
    parser.add_argument("--to", type=Path, default=ROOT / "reports" / "memory.md")
    options = parser.parse_args()
    if options.serve:
        serve(*options.serve)
        return
    memory = options.limit * MEGABYTE
    rows = collect(memory, {"compiled": options.steps, "pure": options.pure_steps})
    options.to.write_text("\n".join(draw(rows, memory)) + "\n", "utf-8")
    print(f"written: {options.to}")


if __name__ == "__main__":
    main()
