"""Text that is not Python.

*What it finds.* Text that Python's grammar or its compiler refuses: a bracket that is not closed, a
`return` outside of a function, `count++`.

*Why it matters.* Such a script cannot run at all. Nothing else is said of it, because nothing else is known.

*Example.*

    for mail in search_email("invoice")      # error: expected a colon

*What it cannot see.* More than the first mistake; the rest of the text is not looked at.
"""

from __future__ import annotations

from typing import Final

from foretell_analyzer.diagnostics import Rule

RULE: Final = Rule("S101", "syntax-error", "error", "the text is not Python")
