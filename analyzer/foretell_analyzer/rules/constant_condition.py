"""A condition that always holds, or never, because of a mistake.

*What it finds.* A function, method or tool that is tested or compared where its result was meant; a
tuple in a test (`assert (x, "message")`); `x == "a" or "b"`; None looked for in what is never None, such
as a list; `is` with a new list; values compared that are never equal: of types that have no
equal values, or one that a tool's schema excludes.

*Why it matters.* Nothing fails: the script goes one way, whatever is the case.

*Example.*

    while queue.empty:      # warning: `queue.empty` is a method: it is always true
        ...
    for ticket in list_tickets():
        if ticket["status"] == "done":      # warning: never `done`: it is `open`, `pending` or `closed`
            update_ticket(ticket["id"], priority=1)

*What it cannot see.* Conditions on values that are not certain. Constants are left alone (`while
True`, `DEBUG`), and so are parameters that are tested for None.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Certainty, Finding, Rule
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import (
    Assert,
    BooleanOperation,
    BooleanOperator,
    Compare,
    Comparison,
    ComprehensionClause,
    Conditional,
    Constant,
    Expression,
    If,
    Lambda,
    Match,
    Tuple,
    UnaryOperation,
    UnaryOperator,
    ValuePattern,
    While,
)

from ._comparisons import (
    Never,
    is_never_none,
    is_new_object,
    never_equal,
    never_listed,
    shown_callable,
)

RULE: Final = Rule("F413", "constant-condition", "warning", "a condition always comes out the same")

_EQUALITY: Final = (Comparison.EQUAL, Comparison.NOT_EQUAL)
_IDENTITY: Final = (Comparison.IS, Comparison.IS_NOT)
_MEMBERSHIP: Final = (Comparison.IN, Comparison.NOT_IN)


def check(facts: Facts) -> Iterator[Finding]:
    """Conditions that are constant by mistake."""
    kinds = (If, While, Conditional, Assert, ComprehensionClause, Compare, Match)
    for node in facts.nodes_of(*kinds):
        match node:
            case If() | While() | Conditional() | Assert():
                yield from _test(facts, node.test)
            case ComprehensionClause():
                for condition in node.conditions:
                    yield from _test(facts, condition)
            case Compare():
                yield from _compare(facts, node)
            case Match():
                for case in node.cases:
                    if isinstance(case.pattern, ValuePattern):
                        never = never_equal(facts, node.subject, case.pattern.value)
                        yield from _never(facts, case.pattern.value, never)
            case _:
                pass


def _test(facts: Facts, test: Expression) -> Iterator[Finding]:
    """A test, part by part."""
    if isinstance(test, UnaryOperation) and test.operator is UnaryOperator.NOT:
        yield from _test(facts, test.operand)
    elif isinstance(test, BooleanOperation):
        for one in test.operands:
            yield from _test(facts, one)
        if test.operator is BooleanOperator.OR:
            yield from _alternatives(facts, test)
    elif isinstance(test, Tuple) and test.elements:
        yield _finding(facts, test, "a tuple is always true", "leave out the parentheses")
    elif isinstance(test, Lambda):
        yield _finding(facts, test, "a function is always true", "call it")
    else:
        kind = shown_callable(facts, test)
        if kind is not None:
            shown = facts.snippet(test)
            message = f"`{shown}` is a {kind}: it is always true"
            yield _finding(facts, test, message, f"call it: `{shown}(…)`")


def _alternatives(facts: Facts, test: BooleanOperation) -> Iterator[Finding]:
    """`x == "a" or "b"`."""
    first = test.operands[0]
    if not isinstance(first, Compare):
        return
    for one in test.operands[1:]:
        if isinstance(one, Constant) and isinstance(one.value, (str, int)) and one.value:
            if isinstance(one.value, bool):
                continue
            shown = facts.snippet(one)
            left = facts.snippet(first.left)
            cure = f"write `{left} in (…, {shown})`"
            yield _finding(facts, one, f"`or {shown}` is always true", cure)


def _compare(facts: Facts, node: Compare) -> Iterator[Finding]:
    left = node.left
    for operator, right in zip(node.operators, node.comparators, strict=True):
        if operator in _EQUALITY or operator in _IDENTITY:
            yield from _equality(facts, operator, left, right)
        elif operator in _MEMBERSHIP:
            for part, never in never_listed(facts, left, right):
                yield from _never(facts, part, never)
        left = right


def _equality(
    facts: Facts, operator: Comparison, left: Expression, right: Expression
) -> Iterator[Finding]:
    """`==`, `is` and their opposites between two operands."""
    for one, other in ((left, right), (right, left)):
        if isinstance(other, Constant) and other.value is None:
            if is_never_none(facts, one):
                shown = facts.snippet(one)
                cure = f"write `not {shown}` to see whether it is empty"
                yield _finding(facts, one, f"`{shown}` is never None", cure)
            return
        kind = shown_callable(facts, one)
        if kind is not None:
            if shown_callable(facts, other) is None and _is_data(facts, other):
                shown = facts.snippet(one)
                message = f"`{shown}` is a {kind}: it equals no value"
                yield _finding(facts, one, message, f"call it: `{shown}(…)`")
            return
    if operator in _IDENTITY:
        yield from _identity(facts, operator, left, right)
        return
    for one, other in ((left, right), (right, left)):
        never = never_equal(facts, one, other)
        if never is not None:
            yield from _never(facts, other, never)
            return


def _identity(
    facts: Facts, operator: Comparison, left: Expression, right: Expression
) -> Iterator[Finding]:
    """`is` with what is made at that moment."""
    new = right if is_new_object(right) else left
    if is_new_object(new):
        cure = "write `==`" if operator is Comparison.IS else "write `!=`"
        yield _finding(facts, new, "what is made here is nothing else", cure)


def _is_data(facts: Facts, node: Expression) -> bool:
    """Is a value certainly data, and no function?"""
    value = facts.seen.value(node)
    if value is None or value.unknown or not value.shapes:
        return False
    kinds = facts.types_of(value)
    return not any(one == "function" or one.startswith("class ") for one in kinds)


def _never(facts: Facts, node: Expression, never: Never | None) -> Iterator[Finding]:
    if never is not None:
        certainty: Certainty | None = None if never.is_proven else "may"
        yield facts.finding(RULE, node, never.message, help=never.cure, certainty=certainty)


def _finding(facts: Facts, node: Expression, message: str, cure: str) -> Finding:
    return facts.finding(RULE, node, message, help=cure)
