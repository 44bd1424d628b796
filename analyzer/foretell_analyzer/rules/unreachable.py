"""Code that nothing gets to.

*What it finds.* A statement behind a `return`, `raise`, `break`, `continue` or an endless loop of
the same block.

*Why it matters.* What was written there does not happen, and was most likely meant to.

*Example.*

    def work(path):
        return len(read_file(path))
        write_file(path + ".bak", "")      # warning: nothing gets here

*What it cannot see.* Conditions that are never true. A `yield` alone behind a `return` is an idiom
and not reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule
from foretell_analyzer.facts import Facts

RULE: Final = Rule("F404", "unreachable", "warning", "nothing gets to a statement")


def check(facts: Facts) -> Iterator[Finding]:
    """The first statement of each dead stretch."""
    for statement in facts.unreachable:
        yield facts.finding(RULE, statement, "nothing gets here", certainty="must")
