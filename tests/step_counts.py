"""Prints the form that runs and the steps of every program, as JSON: `python -m tests.step_counts`.

The programs are those of `programs/*.txt`, and as many generated ones of either kind as GENERATED.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator

from foretell.form import running_form
from tests.alike import NAME, PROGRAMS, read_programs, run_by_us
from tests.running import Writer
from tests.toolbox import ANSWERS, Toolbox
from tests.wide_programs import WideWriter

GENERATED = 40


def count_steps() -> dict[str, int]:
    """The steps of each program, by file and title or by what wrote it and its seed."""
    return dict(_count_steps())


def _count_steps() -> Iterator[tuple[str, int]]:
    for path in sorted(PROGRAMS.glob("*.txt")):
        for title, text in read_programs(path):
            yield f"{path.stem}: {title}", run_by_us(text).steps
    for seed in range(GENERATED):
        chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
        yield f"generated: {seed}", run_by_us(Writer(chance.randrange).program()).steps
        toolbox = Toolbox(tuple(chance.choice(ANSWERS) for _ in range(7)), NAME)
        text = WideWriter(chance.randrange).program()
        yield f"generated with tools: {seed}", run_by_us(text, toolbox).steps


if __name__ == "__main__":
    json.dump({"form": running_form(), "steps": count_steps()}, sys.stdout)
