"""A name that has a value on some ways to its use, and on others not.

*What it finds.* A use of a name that is bound in one branch of an `if`, in a `try` whose handler
goes on without it, or in a loop that may have no round.

*Why it matters.* On the other way the line raises `NameError` or `UnboundLocalError`, after
everything above it has already happened.

*Example.*

    try:
        report = read_file("/report.txt")
    except OSError:
        print("could not read")
    print(len(report))      # warning: `report` may have no value here

*What it cannot see.* That two conditions hold together, other than by the same words or by a flag
that is set beside the name; where a name is only bound in a loop that may have no round, or in an
earlier round, this is a note, as such loops are often known to have one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Label, Rule, Severity, Subject
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import (
    Assign,
    Block,
    Constant,
    DictComprehension,
    Expression,
    For,
    GeneratorExpression,
    If,
    ListComprehension,
    Match,
    Name,
    Node,
    SetComprehension,
    Statement,
    Try,
    UnaryOperation,
    UnaryOperator,
    While,
    With,
)
from foretell_analyzer.sites import BindingSite, How, Variable
from foretell_analyzer.values.collections import ListObject
from foretell_analyzer.values.shapes import Reference, TupleOf

RULE: Final = Rule("N208", "possibly-unbound", "warning", "a name may have no value here")

_COMPREHENSIONS: Final = (
    ListComprehension, SetComprehension, DictComprehension, GeneratorExpression,
)  # fmt: skip


def check(facts: Facts) -> Iterator[Finding]:
    """Uses of names that have a value only on some ways."""
    told: set[tuple[Variable, Node]] = set()
    for problem in facts.problems("unbound"):
        node = problem.node
        variable = facts.met.variable(node)
        if variable is None or not isinstance(node, Name) or problem.is_certain:
            continue
        around = facts.met.function_around(node)
        if (variable, around) in told or _goes_with(facts, variable, node):
            continue
        told.add((variable, around))
        sites = [one for one in facts.met.bindings.get(variable, ()) if one.how is not How.DELETED]
        labels: tuple[Label, ...] = ()
        if sites:
            labels = (Label(facts.name_place(sites[0].node, variable.name), "bound here"),)
        severity: Severity = "note" if _needs_a_round(facts, sites, node) else RULE.severity
        yield facts.finding(
            RULE,
            node,
            f"`{node.identifier}` may have no value here",
            help=f"give `{node.identifier}` a value before",
            subject=Subject(name=node.identifier),
            certainty="may",
            severity=severity,
            labels=labels,
        )


def _needs_a_round(facts: Facts, sites: list[BindingSite], node: Node) -> bool:
    """Does it take a round of a loop for the name to be bound, of one behind or around the use?"""
    around = set(facts.met.ancestors(node))
    for site in sites:
        if any(isinstance(one, _COMPREHENSIONS) for one in facts.met.ancestors(site.node)):
            continue
        is_in_same = any(
            isinstance(one, (For, While)) and one in around
            for one in facts.met.ancestors(site.node)
        )
        if is_in_same and (site.node.index > node.index or _excludes(facts, site.node, node)):
            continue  # an earlier round has bound it
        loops = [
            one
            for one in (site.node, *facts.met.ancestors(site.node))
            if isinstance(one, (For, While)) and one not in around
        ]
        if not loops or all(_has_a_round(facts, one) for one in loops):
            return False
        outermost = loops[-1]
        branches = [
            one
            for one in facts.met.ancestors(outermost)
            if isinstance(one, (If, Try, Match)) and one not in around
        ]
        if branches:
            return False
    return bool(sites)


def _excludes(facts: Facts, one: Node, other: Node) -> bool:
    """Are two nodes in branches of which a run takes only one?"""
    below: dict[Node, Node] = {}
    inner = other
    for above in facts.met.ancestors(other):
        below[above] = inner
        inner = above
    inner = one
    for above in facts.met.ancestors(one):
        if above in below:
            if isinstance(above, If):
                return (inner in above.body) != (below[above] in above.body)
            return isinstance(above, Match) and inner is not below[above]
        inner = above
    return False


def _has_a_round(facts: Facts, loop: For | While) -> bool:
    """Is what a loop goes over surely not empty?"""
    value = facts.seen.value(loop.iterable) if isinstance(loop, For) else None
    if value is None or value.unknown or not value.shapes:
        return False
    for shape in value.shapes:
        if isinstance(shape, Reference):
            held = facts.evaluator.object_at(shape.location)
            if not isinstance(held, ListObject) or held.low == 0:
                return False
        elif not isinstance(shape, TupleOf) or not shape.items:
            return False
    return True


def _goes_with(facts: Facts, variable: Variable, node: Name) -> bool:
    """Is the use under a condition that holds only where the name was bound, as far as words say?"""
    conditions = dict(_conditions(facts, node))
    if not conditions:
        return False
    for site in facts.met.bindings.get(variable, ()):
        if site.how is How.DELETED:
            continue
        statement = _statement(facts, site.node)
        for text, holds in _conditions(facts, statement):
            if conditions.get(text) is holds and not _is_changed(facts, text, statement, node):
                return True
        flags = _flags_beside(facts, statement)
        if any(conditions.get(text) is holds for text, holds in flags.items()):
            return True
    return False


def _statement(facts: Facts, node: Node) -> Node:
    current: Node | None = node
    while current is not None and not isinstance(current, Statement):
        current = facts.parent(current)
    return node if current is None else current


def _conditions(facts: Facts, node: Node) -> Iterator[tuple[str, bool]]:
    """The conditions under which a node is evaluated, in the script's words."""
    below = node
    for above in facts.met.ancestors(node):
        if isinstance(above, If):
            if below in above.body:
                yield from _parts(facts, above.test, holds=True)
            elif below in above.orelse:
                yield from _parts(facts, above.test, holds=False)
        below = above


def _parts(facts: Facts, test: Expression, *, holds: bool) -> Iterator[tuple[str, bool]]:
    while isinstance(test, UnaryOperation) and test.operator is UnaryOperator.NOT:
        test, holds = test.operand, not holds
    yield " ".join(facts.snippet(test).split()), holds


def _is_changed(facts: Facts, text: str, first: Node, last: Node) -> bool:
    """May a name of a condition have got another value between two places?"""
    for variable, sites in facts.met.bindings.items():
        if variable.name not in text:
            continue
        for site in sites:
            if first.index < site.node.index < last.index:
                return True
    return False


def _flags_beside(facts: Facts, statement: Node) -> dict[str, bool]:
    """Names that get True or False in the block in which a statement stands."""
    found: dict[str, bool] = {}
    for one in _block_around(facts, statement):
        if isinstance(one, Assign) and isinstance(one.value, Constant):
            for target in one.targets:
                if isinstance(target, Name) and isinstance(one.value.value, bool):
                    found[target.identifier] = one.value.value
    return found


def _block_around(facts: Facts, statement: Node) -> Block:
    above = facts.parent(statement)
    if isinstance(above, (For, While, With)):
        return above.body
    if isinstance(above, If):
        return above.body if statement in above.body else above.orelse
    if isinstance(above, Try):
        return above.body if statement in above.body else above.orelse
    return ()
