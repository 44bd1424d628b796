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

from ._arguments import bindings, signature_of, subject_of

RULE: Final = Rule("A303", "duplicate-argument", "error", "an argument is given twice")


def check(facts: Facts) -> Iterator[Finding]:
    """Keywords whose parameter has its argument already."""
    for call, callee, bound in bindings(facts):
        for given in bound.twice:
            yield facts.finding(
                RULE,
                given.node,
                f"`{given.parameter}` of `{callee.name}` is given twice",
                help=f"`{signature_of(facts, callee)}`",
                subject=subject_of(callee, given.parameter),
                certainty=facts.certainty(call),
            )
