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
from foretell_analyzer.ir import BinaryOperation, Comparison, Expression
from foretell_analyzer.meanings import DataMeaning
from foretell_analyzer.operations import cannot_compare, cannot_operate

RULE: Final = Rule("A309", "wrong-operand", "error", "an operator cannot take its operands")

_BY_ORDER: Final = (
    Comparison.LESS,
    Comparison.LESS_EQUAL,
    Comparison.GREATER,
    Comparison.GREATER_EQUAL,
)


def check(facts: Facts) -> Iterator[Finding]:
    """Operators that surely raise."""
    for node in facts.met.operations:
        if isinstance(node, BinaryOperation):
            kinds = _types(facts, node.left, node.right)
            if kinds is not None and cannot_operate(kinds[0].type, node.operator, kinds[1].type):
                yield _finding(facts, node, node.operator.value, kinds)
            continue
        # Only the first comparison of a chain is sure to be made.
        if node.operators[0] in _BY_ORDER:
            kinds = _types(facts, node.left, node.comparators[0])
            if kinds is not None and cannot_compare(kinds[0].type, kinds[1].type):
                yield _finding(facts, node, node.operators[0].value, kinds)


def _types(
    facts: Facts, left: Expression, right: Expression
) -> tuple[DataMeaning, DataMeaning] | None:
    one, two = facts.meaning(left), facts.meaning(right)
    if isinstance(one, DataMeaning) and isinstance(two, DataMeaning):
        return one, two
    return None


def _finding(
    facts: Facts, node: Expression, sign: str, kinds: tuple[DataMeaning, DataMeaning]
) -> Finding:
    left, right = (_shown(one.type) for one in kinds)
    cure = None
    if sign == "+" and "str" in (left, right):
        cure = "use an f-string, or `str(…)`"
    return facts.finding(
        RULE,
        node,
        f"`{sign}` does not go between {left} and {right}",
        help=cure,
        certainty="may" if kinds[0].origin or kinds[1].origin else None,
    )


def _shown(kind: str) -> str:
    return "None" if kind == "NoneType" else kind
