"""Finds statements that nothing gets to: what stands behind a statement that never ends normally.

`return`, `raise`, `break`, `continue`, a `while True` without a `break` of its own, and an `if`,
`with` or `try` whose every way ends in one of these.
"""

from __future__ import annotations

from .constants import Constants
from .ir import (
    Block,
    Break,
    ClassDefinition,
    Constant,
    Continue,
    ExceptionHandler,
    ExpressionStatement,
    For,
    FunctionDefinition,
    If,
    Match,
    MatchCase,
    Module,
    Node,
    Raise,
    Return,
    Statement,
    Try,
    While,
    With,
    Yield,
)
from .sites import Occurrences


def unreachable_statements(met: Occurrences, constants: Constants) -> tuple[Statement, ...]:
    """The first statement of each stretch of a block that nothing gets to."""
    ends = _ending(met, constants)
    found: list[Statement] = []
    for owner in (met.module, *met.statements):
        for block in blocks_of(owner):
            for position, statement in enumerate(block[:-1]):
                if statement.index in ends:
                    after = block[position + 1]
                    if not _is_idiom(after):
                        found.append(after)
                    break
    return tuple(sorted(found, key=lambda one: one.index))


def blocks_of(node: Node) -> tuple[Block, ...]:
    """The blocks directly below a node."""
    match node:
        case If() | For() | While():
            return (node.body, node.orelse)
        case Try():
            handlers = tuple(handler.body for handler in node.handlers)
            return (node.body, *handlers, node.orelse, node.final)
        case Match():
            return tuple(case.body for case in node.cases)
        case With() | FunctionDefinition() | ClassDefinition() | Module():
            return (node.body,)
        case ExceptionHandler() | MatchCase():
            return (node.body,)
        case _:
            return ()


def _ending(met: Occurrences, constants: Constants) -> set[int]:
    """Statements after which nothing follows; inner ones are judged before outer ones."""
    ends: set[int] = set()
    broken: set[int] = set()
    for statement in met.statements:
        if isinstance(statement, Break):
            loop = next((a for a in met.ancestors(statement) if isinstance(a, (For, While))), None)
            if loop is not None:
                broken.add(loop.index)
    for statement in reversed(met.statements):  # parents stand before their children
        match statement:
            case Return() | Raise() | Break() | Continue():
                is_end = True
            case If():
                is_end = _ends(statement.body, ends) and _ends(statement.orelse, ends)
            case While():
                is_end = constants.is_true(statement.test) is True and (
                    isinstance(statement.test, Constant) and statement.index not in broken
                )
            case Try():
                parts = [statement.orelse or statement.body]
                parts += [handler.body for handler in statement.handlers]
                is_end = _ends(statement.final, ends) or all(
                    _ends(part, ends) or (part is parts[0] and _ends(statement.body, ends))
                    for part in parts
                )
            case _:
                is_end = False
        if is_end:
            ends.add(statement.index)
    return ends


def _ends(block: Block, ends: set[int]) -> bool:
    return any(statement.index in ends for statement in block)


def _is_idiom(statement: Statement) -> bool:
    """A `yield` behind a `return` or `raise` makes a function a generator; nobody misses it."""
    return isinstance(statement, ExpressionStatement) and isinstance(statement.value, Yield)
