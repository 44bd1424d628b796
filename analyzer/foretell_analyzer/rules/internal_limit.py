"""A text on which the analysis gave up.

*What it finds.* A script that drives a part of the analysis beyond what it can do.

*Why it matters.* It says so instead of guessing; what was not judged must not run.

*Example.*

    (texts made by a generator)

*What it cannot see.* Why. Please report it with the script: it is a fault of ours, not of the script.
"""

from __future__ import annotations

from typing import Final

from foretell_analyzer.diagnostics import Rule

RULE: Final = Rule("S107", "internal-limit", "error", "the analysis gave up")
