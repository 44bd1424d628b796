"""An operator between values that it cannot take.

*What it finds.* `+`, `/` and comparisons by order between values of types that are certain and do
not go together, such as text and number.

*Why it matters.* The line raises `TypeError`, after everything above it has already happened.

*Example.*

    invoice = get_invoice("INV-4")
    print("Total: " + invoice["amount"])      # error: `+` between str and number

*What it cannot see.* Values whose type is not certain. What rests on a declared result is `may`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule
from foretell_analyzer.facts import Facts

from ._values import shown_type

RULE: Final = Rule("A309", "wrong-operand", "error", "an operator cannot take its operands")


def check(facts: Facts) -> Iterator[Finding]:
    """Operators that surely raise."""
    for problem in facts.problems("wrong-operand"):
        detail = problem.detail
        if facts.coroutines(detail.value):
            continue  # the business of `missing-await`
        telling = any(facts.is_telling(one) for one in detail.value.shapes)
        if not problem.is_certain and not telling:
            continue
        (sign,) = detail.names
        left, right = shown_type(detail.name), shown_type(detail.other)
        cure = "use an f-string, or `str(…)`" if sign == "+" and "str" in (left, right) else None
        message = f"`{sign}` does not go between {left} and {right}"
        if detail.other in ("", "in"):
            message = f"`{sign}` does not go with {left}"
        yield facts.finding(
            RULE,
            problem.node,
            message,
            help=cure,
            certainty=facts.problem_certainty(problem),
            severity=None if problem.is_certain else "warning",
        )
