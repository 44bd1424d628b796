"""Brackets or blocks that nest deeper than any person writes.

*What it finds.* More brackets within brackets, or blocks within blocks, than the limit of the front end.

*Why it matters.* Parsers recurse. A text made for that purpose can stall or kill them, so it never reaches one.

*Example.*

    [[[[[[[[ … ]]]]]]]]  # hundreds of them

*What it cannot see.* Whether the nesting was meant badly. Give the inner part a name or a function of its own.
"""

from __future__ import annotations

from typing import Final

from foretell_analyzer.diagnostics import Rule

RULE: Final = Rule("S103", "nesting-too-deep", "error", "brackets or blocks nest too deep")
