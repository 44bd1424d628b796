"""`python -m tests.fuzz --seconds 60`: tries texts for a time; exit status 1 if one did harm.

Each target gets its share of the time, in processes of its own, so that death and hanging are found
as well as exceptions. Where atheris is installed it guides half of the search; else chance takes
all of the time. A text that did harm is made small and written to `.fuzz/`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tests.fuzz.forked import HANGS, smallest
from tests.fuzz.harm import Harm
from tests.fuzz.slot import Slot
from tests.fuzz.targets import TARGETS
from tests.fuzz.worker import HARM, NO_ENGINE

FOUND: Final = Path(".fuzz")
START: Final = 60.0
"""Seconds that a worker may take to begin with its first text: atheris instruments what it imports."""


class Watch:
    """Keeps a worker on one target at work, and collects what it finds."""

    def __init__(self, target: str, engine: str, seed: int, folder: Path) -> None:
        self.target = target
        self.engine = engine
        self.seed = seed
        self.folder = folder
        self.found: dict[str, str] = {}
        self.count = 0

    def work(self, seconds: float) -> None:
        """Try texts for a time; after a harm with another seed, past the harms that are known."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            slot_path = self.folder / "slot"
            slot_path.unlink(missing_ok=True)
            slot = Slot(slot_path)
            harm = self._one_worker(left, slot)
            self.count += slot.read()[0]
            if harm is None:
                break
            _, _, text = slot.read()
            self._keep(text, harm)
            self.seed += 1

    def _one_worker(self, seconds: float, slot: Slot) -> Harm | None:
        (self.folder / "known").write_text(json.dumps(list(self.found)), "utf-8")
        harm_file = self.folder / "harm"
        harm_file.unlink(missing_ok=True)
        log = self.folder / "log"
        command = [sys.executable, "-m", "tests.fuzz.worker", self.target, "--engine", self.engine]
        command += [
            "--seconds",
            str(seconds),
            "--seed",
            str(self.seed),
            "--folder",
            str(self.folder),
        ]
        with log.open("wb") as output:
            worker = subprocess.Popen(command, stdout=output, stderr=output)
            try:
                hangs = self._wait(worker, seconds, slot)
            finally:
                worker.kill()
                worker.wait()
        if hangs:
            return Harm(HANGS, f"took more than {TARGETS[self.target].seconds} s")
        if worker.returncode == HARM:
            return Harm(*json.loads(harm_file.read_text("utf-8")))
        if worker.returncode == NO_ENGINE:
            raise SystemExit(f"{self.engine} cannot be imported")
        if worker.returncode in (0, -9):
            return None  # its time was over
        told = log.read_text("utf-8", "replace")[-5000:]
        if slot.read()[1] < 0:
            raise SystemExit(f"the fuzzer itself failed on `{self.target}`:\n{told}")
        return Harm(f"died with status {worker.returncode}", told)

    def _wait(self, worker: subprocess.Popen[bytes], seconds: float, slot: Slot) -> bool:
        """Wait until the worker ends or hangs; says whether it hangs."""
        began = time.monotonic()
        while worker.poll() is None:
            time.sleep(0.1)
            count, since, _ = slot.read()
            if count and since > TARGETS[self.target].seconds:
                return True
            if time.monotonic() - began > seconds + START + TARGETS[self.target].seconds:
                return False
        return False

    def _keep(self, text: str, harm: Harm) -> None:
        """Make the text small, write it down, tell it."""
        small = text
        if harm.kind not in self.found:
            small = smallest(TARGETS[self.target], text, harm.kind, seconds=60.0)
        self.found[harm.kind] = small
        FOUND.mkdir(exist_ok=True)
        digest = hashlib.sha256(small.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        path = FOUND / f"{self.target}-{digest}.txt"
        path.write_bytes(small.encode("utf-8", "surrogatepass"))
        (FOUND / f"{self.target}-{digest}.told").write_text(
            f"{harm.kind}\n{small!r}\n\n{harm.told}", "utf-8", "backslashreplace"
        )
        sys.stdout.write(f"{self.target}: {harm.kind}: {path}\n{small!r}\n{harm.told[-3000:]}\n")
        sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--target", action="append", choices=tuple(TARGETS), default=None)
    parser.add_argument("--engine", choices=("atheris", "chance"), default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 32)
    engines = [options.engine] if options.engine else ["chance"]
    if options.engine is None and find_spec("atheris") is not None:
        engines = ["atheris", "chance"]
    elif options.engine is None:
        sys.stdout.write(
            "atheris is not installed (pip install 'foretell[fuzz]'): by chance only\n"
        )
    targets = options.target or list(TARGETS)
    share = options.seconds / len(targets) / len(engines)
    harms = 0
    for target in targets:
        for engine in engines:
            with tempfile.TemporaryDirectory() as folder:
                watch = Watch(target, engine, seed, Path(folder))
                watch.work(share)
            harms += len(watch.found)
            told = f"{watch.count} texts, {len(watch.found)} did harm"
            sys.stdout.write(f"{target} by {engine}, seed {seed}: {told}\n")
            sys.stdout.flush()
    return int(harms > 0)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    sys.exit(main())
