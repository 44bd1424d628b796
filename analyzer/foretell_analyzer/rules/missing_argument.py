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
from foretell_analyzer.ir import Call

from ._arguments import refusals, short_name, shown_signature, subject_of

RULE: Final = Rule("A301", "missing-argument", "error", "an argument that must be given is not")


def check(facts: Facts) -> Iterator[Finding]:
    """Parameters that no argument reaches."""
    for problem in facts.problems("missing-argument"):
        if not problem.is_certain:
            continue
        node = problem.node.callee if isinstance(problem.node, Call) else problem.node
        for name in problem.detail.names:
            yield facts.finding(
                RULE,
                node,
                f"`{name}` of `{short_name(problem)}` is missing",
                help=shown_signature(facts, problem),
                subject=subject_of(facts, problem.detail.name, name),
                certainty=facts.problem_certainty(problem),
            )
    yield from refusals(facts, RULE)
