"""A function that calls itself on every way through it.

*What it finds.* A function of the script whose body has no way to its end, by `return`, `raise` or
falling off, that does not first call the function itself.

*Why it matters.* The script runs until the limit of recursion, with whatever the function does done
over and over.

*Example.*

    def walk(path):
        return len(search_files("*", root=path)) + walk(path)      # error: `walk` calls itself …

*What it cannot see.* Recursion through several functions; conditions that are never true.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule, Subject
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import (
    BooleanOperation,
    Call,
    Conditional,
    DictComprehension,
    ExpressionStatement,
    FunctionDefinition,
    GeneratorExpression,
    If,
    Lambda,
    ListComprehension,
    Node,
    Raise,
    Return,
    SetComprehension,
    Statement,
    Try,
    With,
    children,
    walk,
)

RULE: Final = Rule("F407", "endless-recursion", "error", "a function always calls itself")

_LATER: Final = (
    BooleanOperation,
    Conditional,
    DictComprehension,
    GeneratorExpression,
    Lambda,
    ListComprehension,
    SetComprehension,
)


def check(facts: Facts) -> Iterator[Finding]:
    """Functions without a way out that does not go through themselves."""
    own: dict[int, list[Call]] = {}
    for call, itself in facts.own_calls:
        own.setdefault(itself.index, []).append(call)
    for definition in facts.met.functions:
        calls = own.get(definition.index)
        if not calls or not isinstance(definition, FunctionDefinition):
            continue
        if definition.is_async or definition.index in facts.met.generators:
            continue
        found = _first(definition, calls)
        if found is not None:
            yield facts.finding(
                RULE,
                found.callee,
                f"`{definition.name}` calls itself on every way through it",
                help="return before the call where there is nothing left to do",
                subject=Subject(name=definition.name),
                certainty=facts.certainty(found.callee),
            )


def _first(definition: FunctionDefinition, calls: list[Call]) -> Call | None:
    """The call of itself that every run of a function gets to, if there is one."""
    wanted = {call.index: call for call in calls}
    for statement in definition.body:
        if isinstance(statement, (Try, With)):
            return None
        for node in _always(statement):
            if node.index in wanted:
                return wanted[node.index]
        if any(isinstance(node, (Return, Raise)) for node in walk(statement)):
            return None
    return None


def _always(statement: Statement) -> Iterator[Node]:
    """What is evaluated whenever a statement is, of statements that are no branch or loop."""
    if isinstance(statement, If):
        stack: list[Node] = [statement.test]
    elif isinstance(statement, (ExpressionStatement, Return)) or not hasattr(statement, "body"):
        stack = [statement]
    else:
        return
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, _LATER):
            stack.extend(children(node))
