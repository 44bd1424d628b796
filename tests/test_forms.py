"""Steps do not depend on the form that runs, nor on the process: every program takes the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from foretell.form import running_form
from tests.conftest import ROOT, find_stale_modules
from tests.step_counts import count_steps


def test_every_program_takes_the_same_steps_in_both_forms() -> None:
    # Where nothing is compiled, or not anew, there is one form: two processes of it are compared.
    other = "1" if running_form() == "compiled" or find_stale_modules() else "0"
    answer = subprocess.run(
        [sys.executable, "-m", "tests.step_counts"],
        cwd=ROOT,
        env={**os.environ, "FORETELL_PURE": other, "PYTHONHASHSEED": "77"},
        capture_output=True,
        text=True,
        check=True,
    )
    there = json.loads(answer.stdout)
    assert there["form"] in ("pure", "compiled")
    assert there["steps"] == count_steps()
