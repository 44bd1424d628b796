"""The table of expressions, and how operands are evaluated in order when one of them yields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from foretell.interpreter.kernel import Expression
from foretell.interpreter.linker.context import Context, Preparation, any_resumable
from foretell.interpreter.linker.keeping import (
    OPERATORS,
    keep,
    keep_before,
    last_running,
    note_running,
)
from foretell.interpreter.nodes.displays import Spread
from foretell.interpreter.nodes.names import Constant, Prepared
from foretell_analyzer import ir

Linker = Callable[[Context, Any], Expression]

LINKERS: Final[dict[type[ir.Expression], Linker]] = {}
"""How each kind of expression is made; filled by the modules that do it."""


def link(context: Context, node: ir.Expression) -> Expression:
    """Make the node of an expression."""
    table = context.table
    before = table.running
    made = LINKERS[type(node)](context, node)
    if table.running != before or (table.runs_operators and type(node) in OPERATORS):
        note_running(table, made)
    return made


def link_all(context: Context, nodes: tuple[ir.Expression, ...]) -> list[Expression]:
    """Make the nodes of several expressions."""
    return [link(context, node) for node in nodes]


def strictly(
    context: Context,
    index: int,
    operands: list[Expression],
    build: Callable[[list[Expression]], Expression],
) -> Expression:
    """Make a node that evaluates all its operands in order, one of which may yield."""
    if not any_resumable(operands):
        last = last_running(context.table, operands)
        if last < 0:
            return build(operands)
        made = build(keep_before(context, operands, last))
        context.table.runners.add(made)
        return made
    preparation = Preparation(context)
    last = max(number for number, operand in enumerate(operands) if operand.resumable)
    held = [
        hold(preparation, operand) if number <= last else operand
        for number, operand in enumerate(operands)
    ]
    return Prepared(index, preparation.operands, preparation.slots, build(keep(context, held)))


def hold(preparation: Preparation, operand: Expression) -> Expression:
    """Have an operand evaluated beforehand, unless it is a constant."""
    if isinstance(operand, Constant):
        return operand
    if isinstance(operand, Spread):
        return Spread(operand.index, preparation.hold(operand))
    return preparation.hold(operand)
