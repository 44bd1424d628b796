"""More positional arguments than a tool or function takes.

*What it finds.* A call with more arguments by position than there are parameters that can be given
so.

*Why it matters.* The call raises `TypeError`, after everything above it has already happened.

*Example.*

    search_emails("contract", "archive", 5)      # error: takes 1 argument by position, not 3

*What it cannot see.* What `*values` gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule
from foretell_analyzer.facts import Facts

from ._arguments import short_name, shown_signature, subject_of

RULE: Final = Rule("A304", "too-many-arguments", "error", "there are too many arguments")


def check(facts: Facts) -> Iterator[Finding]:
    """Calls with more arguments by position than there is room for."""
    for problem in facts.problems("too-many-arguments"):
        if not problem.is_certain:
            continue
        detail = problem.detail
        yield facts.finding(
            RULE,
            problem.node if detail.node is None else detail.node,
            f"`{short_name(problem)}` takes {_count(int(detail.other))} by position, "
            f"not {detail.names[0]}",
            help=shown_signature(facts, problem),
            subject=subject_of(facts, detail.name, None),
            certainty=facts.problem_certainty(problem),
        )


def _count(number: int) -> str:
    return "no argument" if number == 0 else f"{number} argument{'s' * (number != 1)}"
