"""An argument that is given twice.

*What it finds.* A call that gives the same parameter by position and by keyword.

*Why it matters.* The call raises `TypeError`, after everything above it has already happened.

*Example.*

    send_email("a@example.com", "Hi", "text", to="b@example.com")      # error: `to` is given twice

*What it cannot see.* What `*values` and `**values` give.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule
from foretell_analyzer.facts import Facts

from ._arguments import short_name, shown_signature, subject_of

RULE: Final = Rule("A303", "duplicate-argument", "error", "an argument is given twice")


def check(facts: Facts) -> Iterator[Finding]:
    """Parameters that two arguments reach."""
    for problem in facts.problems("duplicate-argument"):
        if not problem.is_certain:
            continue
        yield facts.finding(
            RULE,
            problem.node,
            f"`{problem.detail.other}` of `{short_name(problem)}` is given twice",
            help=shown_signature(facts, problem),
            subject=subject_of(facts, problem.detail.name, problem.detail.other),
            certainty=facts.problem_certainty(problem),
        )
