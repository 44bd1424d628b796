"""Steps do not depend on the form that runs, nor on the process: every program takes the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from foretell.form import running_form
from foretell_analyzer.form import is_compiled
from tests.conftest import ROOT, find_stale_modules
from tests.step_counts import count_steps


def test_every_program_takes_the_same_steps_in_both_forms() -> None:
    # Where nothing is compiled, or not anew, there is one form: two processes of it are compared.
    both = is_compiled() and not find_stale_modules()
    other = "compiled" if both and running_form() == "pure" else "pure"
    answer = subprocess.run(
        [sys.executable, "-m", "tests.step_counts"],
        cwd=ROOT,
        env={
            **os.environ,
            "FORETELL_PURE": "1" if other == "pure" else "0",
            "PYTHONHASHSEED": "77",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    there = json.loads(answer.stdout)
    assert there["form"] == other
    assert there["steps"] == count_steps()
