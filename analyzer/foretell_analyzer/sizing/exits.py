"""What lets a loop end, where that is up to what tools return: the evidence that nothing else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ir import (
    BooleanOperation,
    BooleanOperator,
    Break,
    Call,
    ExceptionHandler,
    Expression,
    For,
    FunctionDefinition,
    If,
    Lambda,
    Match,
    Node,
    Raise,
    Return,
    Try,
    UnaryOperation,
    UnaryOperator,
    While,
    walk,
)
from ..values.origins import data_of
from ..values.shapes import BoundTo, FunctionOf
from .counters import own_statements

if TYPE_CHECKING:
    from .measuring import Sizing


def fed_by(sizing: Sizing, loop: While) -> str | None:
    """Why nothing bounds a loop: each way out of it waits for what a tool returns. Else none."""
    found: dict[str, None] = {}
    count = 0
    is_endless = sizing.facts.constants.is_true(loop.test) is True
    if not is_endless:
        tools = _waits(sizing, loop, loop.test, holds=False)
        if not tools:
            return None
        found.update(tools)
        count += 1
    for one in own_statements(loop):
        if not isinstance(one, (Break, Return, Raise)) or not _is_exit(sizing, loop, one):
            continue
        tools = _guards(sizing, loop, one)
        if not tools:
            return None
        found.update(tools)
        count += 1
    if not count:
        return None
    told = " and ".join(f"`{one}`" for one in found)
    if count == 1 and not is_endless:
        return f"its condition tests a value that {told} returned"
    what = "its only exit tests a value" if count == 1 else "its exits test values"
    return f"{what} that {told} returned"


def _is_exit(sizing: Sizing, loop: While, statement: Node) -> bool:
    """Does it leave this loop, and not only one inside of it?"""
    if not isinstance(statement, Break):
        return True
    for above in sizing.facts.met.ancestors(statement):
        if isinstance(above, (For, While)):
            return above is loop
    return False


def _guards(sizing: Sizing, loop: While, statement: Node) -> dict[str, None]:
    """The tools on which it depends whether a way out is taken; none if on anything else."""
    below = statement
    for above in sizing.facts.met.ancestors(statement):
        if above is loop:
            break
        tools: dict[str, None] = {}
        if isinstance(above, If):
            tools = _waits(sizing, loop, above.test, holds=below in above.body)
        elif isinstance(above, Match):
            tools = dict.fromkeys(tools_in(sizing, loop, above.subject))
        elif isinstance(above, While) and below in above.body:
            tools = _waits(sizing, loop, above.test, holds=True)
        elif isinstance(above, For) and below in above.body:
            tools = dict.fromkeys(tools_in(sizing, loop, above.iterable))
        elif isinstance(above, ExceptionHandler):
            attempt = sizing.facts.parent(above)
            tools = _called(sizing, attempt) if isinstance(attempt, Try) else {}
        if tools:
            return tools
        below = above
    return {}


def _called(sizing: Sizing, attempt: Try) -> dict[str, None]:
    """The tool that a `try` calls and does nothing else: that alone can raise."""
    seen = sizing.facts.seen
    if len(attempt.body) != 1:
        return {}
    found: dict[str, None] = {}
    for inner in walk(attempt.body[0]):
        if isinstance(inner, Call):
            names = [
                use.tool.name for (node, _), use in seen.tool_uses.items() if node == inner.index
            ]
            if not names:
                return {}
            found.update(dict.fromkeys(names))
    return found


def _waits(sizing: Sizing, loop: While, test: Expression, *, holds: bool) -> dict[str, None]:
    """The tools without which a test never comes out in a way; none if it may do so anyhow."""
    if isinstance(test, UnaryOperation) and test.operator is UnaryOperator.NOT:
        return _waits(sizing, loop, test.operand, holds=not holds)
    if isinstance(test, BooleanOperation):
        parts = [_waits(sizing, loop, one, holds=holds) for one in test.operands]
        needs_all = (test.operator is BooleanOperator.AND) == holds
        if not needs_all and not all(parts):
            return {}
        found: dict[str, None] = {}
        for one in parts:
            found.update(one)
        return found
    return dict.fromkeys(tools_in(sizing, loop, test))


def tools_in(sizing: Sizing, loop: While, node: Expression) -> list[str]:
    """The tools that a loop calls and whose results a value is made of."""
    facts = sizing.facts
    found: dict[str, None] = {}
    for inner in walk(node):
        value = facts.seen.value(inner) if isinstance(inner, Expression) else None
        for origin in sorted(data_of(value.origins)) if value is not None else ():
            call = facts.node(origin.node)
            if call is not None and _is_called_in(sizing, loop, call):
                found[origin.name] = None
    return list(found)


def _is_called_in(sizing: Sizing, loop: While, call: Node) -> bool:
    met = sizing.facts.met
    if loop in met.ancestors(call):
        return True
    function = met.function_around(call)
    if not isinstance(function, (FunctionDefinition, Lambda)):
        return False
    for inner in walk(loop):
        value = sizing.facts.seen.callees.get(inner.index) if isinstance(inner, Call) else None
        for shape in value.shapes if value is not None else ():
            called = shape.callee if isinstance(shape, BoundTo) else shape
            if isinstance(called, FunctionOf) and called.function.definition is function:
                return True
    return False
