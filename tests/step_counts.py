"""Prints the form that runs and the steps of every program, as JSON: `python -m tests.step_counts`."""

from __future__ import annotations

import json
import sys

from foretell.form import running_form
from tests.alike import PROGRAMS, read_programs, run_by_us


def count_steps() -> dict[str, int]:
    """The steps of each program, by file and title."""
    return {
        f"{path.stem}: {title}": run_by_us(text).steps
        for path in sorted(PROGRAMS.glob("*.txt"))
        for title, text in read_programs(path)
    }


if __name__ == "__main__":
    json.dump({"form": running_form(), "steps": count_steps()}, sys.stdout)
