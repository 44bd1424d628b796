"""A chain of operators, calls, attributes or branches that is too long.

*What it finds.* `a + b + …`, `x.a.b…`, `if … elif … elif …` with more links than the limit of the front end.

*Why it matters.* A chain of thousands of links costs a parser time quadratic in its length, and its stack.

*Example.*

    1 + 1 + 1 + 1  # and thousands more

*What it cannot see.* Whether a list and `sum`, or a dict in place of the `elif`s, would do: they nearly always do.
"""

from __future__ import annotations

from typing import Final

from foretell_analyzer.diagnostics import Rule

RULE: Final = Rule(
    "S105", "chain-too-long", "error", "a chain of operators, calls or branches is too long"
)
