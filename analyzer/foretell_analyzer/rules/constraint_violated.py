"""An argument that breaks a limit of the tool's schema.

*What it finds.* A literal or constant that is too large, too small, too long, too short, or does
not match the pattern or format its schema asks for.

*Why it matters.* The tool refuses the call, after everything above it has already happened.

*Example.*

    search_emails("contract", limit=5000)      # error: `5000` is more than 100

*What it cannot see.* Values that are worked out when the script runs; limits between parameters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule
from foretell_analyzer.facts import Facts

from ._arguments import refusals

RULE: Final = Rule("A307", "constraint-violated", "error", "an argument breaks a limit")


def check(facts: Facts) -> Iterator[Finding]:
    """Arguments beyond what their schema admits."""
    yield from refusals(facts, RULE)
