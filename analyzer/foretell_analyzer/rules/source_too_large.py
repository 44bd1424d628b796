"""A text that is longer than any script.

*What it finds.* More bytes, lines or tokens (words and signs) than the limit of the front end.

*Why it matters.* Analysis takes time in proportion to length; a limit keeps the answer prompt.

*Example.*

    data = "…"  # a megabyte of it

*What it cannot see.* What the script would have done. Hand data over as an input instead of writing it into the text.
"""

from __future__ import annotations

from typing import Final

from foretell_analyzer.diagnostics import Rule

RULE: Final = Rule("S104", "source-too-large", "error", "the text is too long")
