"""Asks the workers in turn, round after round, and keeps what they answer."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
PATIENCE: Final = 180.0
"""Seconds after which a piece of work is given up."""

SLOW: Final = 4.0
"""Seconds from which on a piece of work is measured once."""


@dataclass(slots=True)
class Cell:
    """What one engine needed for one subject, or why there is no time."""

    seconds: list[float] = field(default_factory=list)
    value: str = ""
    error: str | None = None

    @property
    def time(self) -> float | None:
        """The median, if every round went well."""
        return median(self.seconds) if self.seconds and self.error is None else None


Table = dict[str, dict[str, Cell]]
"""Subject → engine → cell."""


class Worker:
    """A process with one engine; `missing` says why it cannot work."""

    def __init__(self, engine: str) -> None:
        self.engine = engine
        pure = "1" if engine == "foretell, pure" else ""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.worker", engine],
            cwd=ROOT,
            env={**os.environ, "FORETELL_PURE": pure},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.missing: str | None = self._read().get("error")

    def ask(self, task: str, subject: str) -> dict[str, Any]:
        """Return the answer to one question; a worker that is gone answers with an error."""
        if self.missing is not None:
            return {"error": "not measured"}
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"task": task, "subject": subject}) + "\n")
            self._process.stdin.flush()
        except OSError as problem:
            return {"error": f"the worker is gone ({problem})"}
        return self._read()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def _read(self) -> dict[str, Any]:
        """Return the next answer; one that does not come in time ends the worker."""
        stdout = self._process.stdout
        assert stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            if not selector.select(PATIENCE):
                self.missing = f"gave up after {PATIENCE:.0f} s"
                self._process.kill()
                return {"error": self.missing}
        line = stdout.readline()
        if not line:
            self.missing = f"the worker died (exit status {self._process.wait()})"
            return {"error": self.missing}
        answer: dict[str, Any] = json.loads(line)
        return answer


def fill(
    workers: Iterable[Worker],
    task: str,
    subjects: Iterable[str],
    rounds: int,
    *,
    compare: bool = True,
) -> Table:
    """Measure every subject with every engine; the engines take turns within each round.

    The round before the first warms up. The first worker's value is the right one, unless they are
    of different kinds (`compare`).
    """
    workers, table = list(workers), Table()
    for subject in subjects:
        row = table[subject] = {worker.engine: Cell() for worker in workers}
        for number in range(rounds + 1):
            for worker in workers:
                cell = row[worker.engine]
                if cell.error is None and not (cell.seconds and max(cell.seconds) > SLOW):
                    note(cell, worker.ask(task, subject), keep=number > 0)
        right = row[workers[0].engine]
        for cell in row.values():
            if compare and cell.error is None and right.error is None and cell.value != right.value:
                cell.error = f"wrong result: {cell.value[:60]}"
        shown = (f"{engine} {show_time(cell)}" for engine, cell in row.items())
        print(f"{task}, {subject}: {'; '.join(shown)}", flush=True)
    return table


def note(cell: Cell, answer: dict[str, Any], *, keep: bool) -> None:
    """Add an answer to a cell; the warm-up's time is kept only if it was slow."""
    if "error" in answer:
        cell.error = answer["error"]
        return
    cell.value = answer["value"]
    if keep or answer["seconds"] > SLOW:
        cell.seconds.append(answer["seconds"])


def show_time(cell: Cell) -> str:
    """Return the median in a fitting unit, or what went wrong."""
    if cell.time is None:
        return f"error: {cell.error}"
    if cell.time < 1e-3:
        return f"{cell.time * 1e6:.1f} µs"
    return f"{cell.time * 1e3:.2f} ms"


def measure_imports(rounds: int) -> tuple[dict[str, float], dict[str, list[str]]]:
    """Return seconds that importing takes above an empty program, and the packages it pulls in."""
    programs = {"(nothing)": "pass", "foretell": "import foretell", "libcst": "import libcst"}
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, program in programs.items():
            code = (
                f"import time; a = time.perf_counter(); {program}; print(time.perf_counter() - a)"
            )
            seconds[name].append(float(run_python(code)))
    listing = "import sys; before = set(sys.modules); {}; print(*set(sys.modules) - before)"
    pulled = {
        name: sorted({module.partition(".")[0] for module in run_python(code).split()})
        for name, code in ((name, listing.format(programs[name])) for name in ("foretell",))
    }
    return {name: median(times) for name, times in seconds.items()}, pulled


def run_python(code: str) -> str:
    """Return what a fresh Python prints; nothing of our form or folder leaks into it."""
    command = [sys.executable, "-I", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
