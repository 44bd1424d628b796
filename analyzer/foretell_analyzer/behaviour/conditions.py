"""The conditions of a choice, in the script's words."""

from __future__ import annotations

from .. import ir
from ..effects import Alternatives, Called, Effect, Series, ToolCalled
from ..facts import Facts
from .words import shortened


def condition_of(facts: Facts, effect: Alternatives, position: int, *, is_first: bool) -> str:
    """When an arm of a choice is taken."""
    node = effect.node
    if isinstance(node, ir.Call) and not _is_operand(facts, node):
        return _callee(effect.arms[position])
    if position > 0:
        is_case = isinstance(node, ir.MatchCase)
        return "otherwise" if is_case or node is None else "else"
    if isinstance(node, ir.If):
        return f"{'if' if is_first else 'elif'} {_said(facts, node.test)}"
    if isinstance(node, ir.MatchCase):
        guard = "" if node.guard is None else f" if {_said(facts, node.guard)}"
        return f"case {_said(facts, node.pattern)}{guard}"
    if isinstance(node, (ir.Conditional, ir.Assert)):
        return f"if {_said(facts, node.test)}"
    return "perhaps" if node is None else _operand(facts, node)


def _operand(facts: Facts, node: ir.Node) -> str:
    """A condition of a comprehension, or an operand behind which others are evaluated."""
    parent = facts.parent(node)
    is_or = isinstance(parent, ir.BooleanOperation) and parent.operator is ir.BooleanOperator.OR
    return f"{'unless' if is_or else 'if'} {_said(facts, node)}"


def _is_operand(facts: Facts, node: ir.Node) -> bool:
    """Does a call decide on what follows, as an operand or a condition?"""
    parent = facts.parent(node)
    if isinstance(parent, ir.ComprehensionClause):
        return node in parent.conditions
    return isinstance(parent, ir.BooleanOperation)


def _callee(effect: Effect) -> str:
    """What is called in an arm of a call that may be of several functions."""
    parts = effect.parts if isinstance(effect, Series) else (effect,)
    for part in parts:
        if isinstance(part, ToolCalled):
            return f"if it is {part.tool.name}"
        if isinstance(part, Called):
            return f"if it is {part.function.name}"
    return "otherwise"


def handler_words(facts: Facts, node: ir.Node) -> str:
    """`except X`."""
    if isinstance(node, ir.ExceptionHandler) and node.kind is not None:
        return f"except {_said(facts, node.kind)}"
    return "except"


def _said(facts: Facts, node: ir.Node) -> str:
    return shortened(facts.snippet(node))
