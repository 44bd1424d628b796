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

from foretell_analyzer.arguments import formals_of_function, formals_of_tool
from foretell_analyzer.catalog import Tool
from foretell_analyzer.diagnostics import Finding, Rule
from foretell_analyzer.facts import Facts

from ._arguments import bindings, signature_of, subject_of

RULE: Final = Rule("A304", "too-many-arguments", "error", "there are too many arguments")


def check(facts: Facts) -> Iterator[Finding]:
    """Calls with more arguments by position than there is room for."""
    for call, callee, bound in bindings(facts):
        if not bound.too_many:
            continue
        if isinstance(callee, Tool):
            formals = formals_of_tool(callee)
        else:
            formals = formals_of_function(callee)
        room = sum(one.by_position for one in formals.parameters)
        yield facts.finding(
            RULE,
            bound.too_many[0],
            f"`{callee.name}` takes {_count(room)} by position, not {bound.positional}",
            help=f"`{signature_of(facts, callee)}`",
            subject=subject_of(callee, None),
            certainty=facts.certainty(call),
        )


def _count(number: int) -> str:
    return "no argument" if number == 0 else f"{number} argument{'s' * (number != 1)}"
