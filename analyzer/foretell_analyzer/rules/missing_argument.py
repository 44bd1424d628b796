"""An argument that must be given and is not.

*What it finds.* A call of a tool, or of a function of the script, that leaves out a parameter
without a default; a literal object that lacks a key which its schema requires.

*Why it matters.* The call raises `TypeError`, or the tool refuses it, after everything above it has
already happened.

*Example.*

    send_email("ada@example.com", "Lunch?")      # error: `body` of `send_email` is missing

*What it cannot see.* Calls with `*values` or `**values`, which may give anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule
from foretell_analyzer.facts import Facts

from ._arguments import bindings, signature_of, subject_of, violations

RULE: Final = Rule("A301", "missing-argument", "error", "an argument that must be given is not")


def check(facts: Facts) -> Iterator[Finding]:
    """Parameters that no argument reaches."""
    for call, callee, bound in bindings(facts):
        for name in bound.missing:
            yield facts.finding(
                RULE,
                call.callee,
                f"`{name}` of `{callee.name}` is missing",
                help=f"`{signature_of(facts, callee)}`",
                subject=subject_of(callee, name),
                certainty=facts.certainty(call),
            )
    yield from violations(facts, RULE)
