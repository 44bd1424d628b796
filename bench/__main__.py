"""`python -m bench` measures everything in one run and writes `reports/speed.md` and `.json`.

With `--sections` it measures some sections only, and shows instead of writing, unless told where.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import report
from bench.engines import ENGINES
from bench.measurement import ROOT, Worker, fill, measure_imports
from bench.shapes import SUBJECTS
from bench.workloads import RUN, TAKE

ANALYZED = ("20", "100", "500")
GROWING = ("250", "1000", "2500", "5000")
RUNNERS = ("CPython", "foretell, compiled", "foretell, pure", "Monty", "smolagents")
ANALYZERS = ("libcst", "foretell, compiled", "foretell, pure")
IMPORTS = "imports"


@dataclass(frozen=True, slots=True)
class Section:
    """What a section of the report is measured with."""

    engines: tuple[str, ...]
    task: str
    subjects: Sequence[str]
    rounds: int = 1_000
    """At most so many; those asked for are otherwise done."""
    compare: bool = True


SECTIONS: Mapping[str, Section] = {
    "analysis": Section(ANALYZERS, "analyze", ANALYZED),
    "growth": Section(ANALYZERS, "analyze", GROWING, rounds=3),
    "shapes": Section(ANALYZERS, "analyze", SUBJECTS, rounds=3),
    "run": Section(RUNNERS, "run", tuple(RUN)),
    "take": Section(RUNNERS, "run", tuple(TAKE)),
    "first_result": Section(ANALYZERS, "first result", ("20",), compare=False),
    "source_to_result": Section(RUNNERS, "source to result", ("20 lines",)),
}


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="timed rounds (default: 5)")
    parser.add_argument("--only", default="", help="scripts to run whose name contains this")
    parser.add_argument(
        "--sections", nargs="+", choices=[*SECTIONS, IMPORTS], help="no others are measured"
    )
    parser.add_argument("--to", type=Path, help="folder to write to (default: reports)")
    options = parser.parse_args()
    chosen: Sequence[str] = options.sections or [*SECTIONS, IMPORTS]
    results = measure(chosen, options.rounds, options.only)
    folder = options.to or (None if options.sections else ROOT / "reports")
    if folder is None:
        print("\n".join(report.tell(results, report.describe_run(results))))
        return
    report.write(results, folder)
    print(f"written: {folder / 'speed.md'}, {folder / 'speed.json'}")


def measure(chosen: Sequence[str], rounds: int, only: str) -> report.Results:
    """Measure the chosen sections, each engine in a process that lasts for all of them."""
    sections = {name: section for name, section in SECTIONS.items() if name in chosen}
    engines = {engine for section in sections.values() for engine in section.engines}
    workers = {engine: Worker(engine) for engine in ENGINES if engine in engines}
    try:
        seconds, pulled = measure_imports(rounds) if IMPORTS in chosen else ({}, {})
        tables = {
            name: fill(
                [workers[engine] for engine in section.engines],
                section.task,
                [one for one in section.subjects if name != "run" or only in one],
                min(rounds, section.rounds),
                compare=section.compare,
            )
            for name, section in sections.items()
        }
    finally:
        for worker in workers.values():
            worker.close()
    missing = {name: worker.missing for name, worker in workers.items() if worker.missing}
    return report.Results(rounds, missing, tables, seconds, pulled)


if __name__ == "__main__":
    main()
