"""Tries texts on one target until its time is over or one did harm; runs as a process of its own.

Two engines: `atheris` keeps what reaches new code and changes it further (only the pure form can be
followed so), `chance` changes the seeds at random, in whichever form is installed.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import gc
import importlib
import json
import os
import pkgutil
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final

from tests.fuzz.slot import Slot

if TYPE_CHECKING:
    from tests.fuzz.targets import Target

HARM: Final = 77
"""Exit status of a worker whose text did harm; 76: the engine is not there."""
NO_ENGINE: Final = 76
PACKAGES: Final = ("foretell", "foretell_analyzer")
LONGEST: Final = 20_000
MEMORY: Final = 4 << 30


class Trial:
    """Tries one text after another; ends the process at the first harm that is not known yet."""

    def __init__(self, target: Target, slot: Slot, harm: Path, known: frozenset[str]) -> None:
        self.target = target
        self.slot = slot
        self.harm = harm
        self.known = known

    def __call__(self, text: str) -> None:
        from tests.fuzz.harm import harm_of

        self.slot.begin(text)
        try:
            self.target.attempt(text)
        except BaseException as error:
            found = harm_of(error)
            if found.kind not in self.known:
                self.harm.write_text(json.dumps([found.kind, found.told]), "utf-8")
                os._exit(HARM)
        self.slot.end()


def by_chance(trial: Trial, seconds: float, seed: int) -> None:
    """Change the seeds at random."""
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    known = trial.target.seeds()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        trial(_made(trial.target, chance, chance.choice(known)))


def _made(target: Target, chance: random.Random, text: str) -> str:
    from tests.fuzz.scripts import arbitrary

    return (
        arbitrary(chance) if chance.random() < 0.05 else target.mutate(chance, text, target.seeds())
    )


def by_coverage(atheris: Any, trial: Trial, seconds: float, seed: int) -> None:
    """Let libFuzzer choose what to change further; never returns."""
    target = trial.target

    def attempt(content: bytes) -> None:
        trial(_text(content))

    def mutate(content: bytes, largest: int, seed: int) -> bytes:
        chance = random.Random(seed)  # noqa: S311 - likewise
        if chance.random() < 0.1:
            changed: bytes = atheris.Mutate(content, largest)
            return changed
        text = _made(target, chance, _text(content))
        return text.encode("utf-8", "surrogatepass")[:largest]

    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(target.seeds()):
            Path(folder, str(number)).write_text(text, "utf-8")
        options = [
            sys.argv[0],
            folder,
            f"-max_total_time={int(seconds)}",
            f"-seed={seed % (1 << 31) or 1}",
            f"-max_len={LONGEST}",
            "-rss_limit_mb=0",
            "-timeout=100000",  # the watch looks at the time
            f"-artifact_prefix={folder}/",
        ]
        atheris.Setup(options, attempt, custom_mutator=mutate)
        atheris.Fuzz()


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def instrument(atheris: Any) -> None:
    """Make all functions of ours tell what they reach."""
    for package in PACKAGES:
        path = importlib.import_module(package).__path__
        for module in pkgutil.walk_packages(path, f"{package}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and str(one.__module__).partition(".")[0] in PACKAGES:
            atheris.instrument_func(one)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    parser.add_argument("--engine", choices=("atheris", "chance"), required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    faulthandler.enable()
    atheris: Any = None
    if options.engine == "atheris":
        os.environ["FORETELL_PURE"] = "1"
        try:
            atheris = importlib.import_module("atheris")
        except ImportError:
            return NO_ENGINE
    targets = importlib.import_module("tests.fuzz.targets").TARGETS
    if atheris is not None:
        instrument(atheris)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    known = frozenset(json.loads((options.folder / "known").read_text("utf-8")))
    slot = Slot(options.folder / "slot")
    trial = Trial(targets[options.target], slot, options.folder / "harm", known)
    engine: Callable[..., None] = by_chance
    with contextlib.suppress(KeyboardInterrupt):
        if atheris is None:
            engine(trial, options.seconds, options.seed)
        else:
            by_coverage(atheris, trial, options.seconds, options.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
