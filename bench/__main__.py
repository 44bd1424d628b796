"""`python -m bench` measures everything in one run and writes `reports/speed.md` and `.json`."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import report
from bench.engines import ENGINES
from bench.measurement import ROOT, Worker, fill, measure_imports
from bench.workloads import RUN, TAKE

ANALYZED = ("20", "100", "500")
GROWING = ("250", "1000", "2500", "5000")
RUNNERS = ("CPython", "foretell, compiled", "foretell, pure", "Monty", "smolagents")
ANALYZERS = ("libcst", "foretell, compiled", "foretell, pure")


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="timed rounds (default: 5)")
    parser.add_argument("--only", default="", help="scripts whose name contains this")
    parser.add_argument("--to", type=Path, default=ROOT / "reports", help="folder to write to")
    options = parser.parse_args()
    workers = {engine: Worker(engine) for engine in ENGINES}
    runners = [workers[engine] for engine in RUNNERS]
    analyzers = [workers[engine] for engine in ANALYZERS]
    try:
        rounds = options.rounds
        seconds, pulled = measure_imports(rounds)
        results = report.Results(
            rounds=rounds,
            missing={name: worker.missing for name, worker in workers.items() if worker.missing},
            analysis=fill(analyzers, "analyze", ANALYZED, rounds),
            growth=fill(analyzers, "analyze", GROWING, min(rounds, 3)),
            run=fill(runners, "run", [name for name in RUN if options.only in name], rounds),
            take=fill(runners, "run", TAKE, rounds),
            first_result=fill(analyzers, "first result", ["20"], rounds, compare=False),
            source_to_result=fill(runners, "source to result", ["20 lines"], rounds),
            imports=seconds,
            pulled=pulled,
        )
    finally:
        for worker in workers.values():
            worker.close()
    report.write(results, options.to)
    print(f"written: {options.to / 'speed.md'}, {options.to / 'speed.json'}")


if __name__ == "__main__":
    main()
