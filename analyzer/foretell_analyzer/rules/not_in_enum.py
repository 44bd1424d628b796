"""An argument that is none of the values a tool admits.

*What it finds.* A literal or constant for a parameter whose schema lists the values (`enum`,
`const`), and this is none of them.

*Why it matters.* The tool refuses the call, after everything above it has already happened.

*Example.*

    search_emails("contract", folder="trash")      # error: not one of `inbox`, `sent`, `archive`

*What it cannot see.* Values that are worked out when the script runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule
from foretell_analyzer.facts import Facts

from ._arguments import refusals

RULE: Final = Rule("A306", "not-in-enum", "error", "an argument is none of the admitted values")


def check(facts: Facts) -> Iterator[Finding]:
    """Arguments that no list of admitted values has."""
    yield from refusals(facts, RULE)
