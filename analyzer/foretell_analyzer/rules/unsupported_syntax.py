"""Python that this dialect leaves out.

*What it finds.* A construct of Python's grammar that no script may use here.

*Why it matters.* What is refused before the run cannot fail in the middle of it, after the first effects.

*Example.*

    from tools import *  # inside of a function

*What it cannot see.* Constructs that are admitted but whose library functions are missing: see `unknown-attribute`.
"""

from __future__ import annotations

from typing import Final

from foretell_analyzer.diagnostics import Rule

RULE: Final = Rule("S102", "unsupported-syntax", "error", "Python that scripts may not use")
