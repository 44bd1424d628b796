"""Makes the nodes of operators and subscripts, in the form that suits their operands."""

from __future__ import annotations

from typing import Any, Final

from foretell.interpreter.kernel import Expression
from foretell.interpreter.linker.context import Context, any_resumable
from foretell.interpreter.linker.core import link, link_all, strictly
from foretell.interpreter.linker.keeping import keep, must_be_kept, runs
from foretell.interpreter.nodes import arithmetic, equality, ordering
from foretell.interpreter.nodes.access import (
    Subscript,
    SubscriptLocalInteger,
    SubscriptLocals,
    SubscriptText,
)
from foretell.interpreter.nodes.keeping import AddKept, SubtractKept
from foretell.interpreter.nodes.names import Constant, LocalName, ModuleName
from foretell.interpreter.nodes.operations import And, Binary, Chain, Divide, Not, Or, Unary
from foretell_analyzer import ir

Forms = tuple[Any, Any, Any, Any]
"""Of an operator: for any operands, two variables, variable and constant, any and constant."""

ARITHMETIC: Final[dict[str, Forms]] = {
    "+": (
        arithmetic.Add,
        arithmetic.AddLocals,
        arithmetic.AddLocalInteger,
        arithmetic.AddInteger,
    ),
    "-": (
        arithmetic.Subtract,
        arithmetic.SubtractLocals,
        arithmetic.SubtractLocalInteger,
        arithmetic.SubtractInteger,
    ),
    "*": (
        arithmetic.Multiply,
        arithmetic.MultiplyLocals,
        arithmetic.MultiplyLocalInteger,
        arithmetic.MultiplyInteger,
    ),
    "//": (
        arithmetic.FloorDivide,
        arithmetic.FloorDivideLocals,
        arithmetic.FloorDivideLocalInteger,
        arithmetic.FloorDivideInteger,
    ),
    "%": (
        arithmetic.Modulo,
        arithmetic.ModuloLocals,
        arithmetic.ModuloLocalInteger,
        arithmetic.ModuloInteger,
    ),
}

COMPARISONS: Final[dict[str, Forms]] = {
    "<": (
        ordering.Less,
        ordering.LessLocals,
        ordering.LessLocalInteger,
        ordering.LessInteger,
    ),
    "<=": (
        ordering.LessEqual,
        ordering.LessEqualLocals,
        ordering.LessEqualLocalInteger,
        ordering.LessEqualInteger,
    ),
    ">": (
        ordering.Greater,
        ordering.GreaterLocals,
        ordering.GreaterLocalInteger,
        ordering.GreaterInteger,
    ),
    ">=": (
        ordering.GreaterEqual,
        ordering.GreaterEqualLocals,
        ordering.GreaterEqualLocalInteger,
        ordering.GreaterEqualInteger,
    ),
    "==": (
        equality.Equal,
        equality.EqualLocals,
        equality.EqualLocalInteger,
        equality.EqualInteger,
    ),
    "!=": (
        equality.NotEqual,
        equality.NotEqualLocals,
        equality.NotEqualLocalInteger,
        equality.NotEqualInteger,
    ),
}

PLAIN: Final[dict[str, Any]] = {
    "is": equality.Is,
    "is not": equality.IsNot,
    "in": equality.In,
    "not in": equality.NotIn,
    "/": Divide,
}

KEPT: Final[dict[str, Any]] = {"+": AddKept, "-": SubtractKept}
"""Where an operand waits for one that may run something of the script: without nodes around both."""

SMALL: Final = 1 << 31


def small_integer(node: Expression, *, zero: bool) -> int | None:
    """Return the value of a constant that is a small integer; zero only if it may be."""
    if isinstance(node, Constant) and type(node.value) is int:
        value = node.value
        if -SMALL < value < SMALL and (value or zero):
            return value
    return None


def variable_slot(node: Expression) -> int:
    """Return the slot of a plain variable, else -1."""
    if isinstance(node, (LocalName, ModuleName)):
        return int(node.slot)
    return -1


def choose(
    forms: Forms, index: int, left: Expression, right: Expression, *, zero: bool
) -> Expression:
    """Make the node of an operator in the form for its operands."""
    first = variable_slot(left)
    constant = small_integer(right, zero=zero)
    made: Expression
    if constant is not None:
        if first >= 0:
            made = forms[2](index, first, left, constant)
        else:
            made = forms[3](index, left, constant)
        return made
    second = variable_slot(right)
    if first >= 0 and second >= 0:
        made = forms[1](index, first, second, left, right)
    else:
        made = forms[0](index, left, right)
    return made


def make_binary(index: int, sign: str, left: Expression, right: Expression) -> Expression:
    """Make the node of an operator with two operands."""
    forms = ARITHMETIC.get(sign)
    if forms is not None:
        return choose(forms, index, left, right, zero=sign in "+-*")
    plain = PLAIN.get(sign)
    if plain is not None:
        made: Expression = plain(index, left, right)
        return made
    return Binary(index, sign, left, right)


def link_binary(context: Context, node: ir.BinaryOperation) -> Expression:
    """`left operator right`; long chains nest on the left."""
    chain: list[ir.BinaryOperation] = []
    first: ir.Expression = node
    while isinstance(first, ir.BinaryOperation):
        chain.append(first)
        first = first.left
    made = link(context, first)
    for operation in reversed(chain):
        right = link(context, operation.right)
        made = join(context, operation, made, right)
    return made


def join(
    context: Context, node: ir.BinaryOperation, left: Expression, right: Expression
) -> Expression:
    """Make the node of one operation."""
    sign = node.operator.value
    form = KEPT.get(sign)
    if (
        form is not None
        and not any_resumable([left, right])
        and runs(context.table, right)
        and must_be_kept(context.table, left)
    ):
        made: Expression = form(node.index, left, right, context.frame.extra_slot())
        context.table.runners.add(made)
        return made
    return strictly(
        context,
        node.index,
        [left, right],
        lambda held: make_binary(node.index, sign, held[0], held[1]),
    )


def link_unary(context: Context, node: ir.UnaryOperation) -> Expression:
    """`operator operand`; the negative of a number is a constant."""
    operand = link(context, node.operand)
    sign = node.operator.value
    if sign == "-" and isinstance(operand, Constant) and type(operand.value) in (int, float):
        number: Any = operand.value
        return Constant(node.index, -number)
    if sign == "not":
        operand.blame = node.index
        return strictly(context, node.index, [operand], lambda held: Not(node.index, held[0]))
    return strictly(context, node.index, [operand], lambda held: Unary(node.index, sign, held[0]))


def link_boolean(context: Context, node: ir.BooleanOperation) -> Expression:
    """`a and b and c`, nested on the right."""
    operands = link_all(context, node.operands)
    made = operands[-1]
    kind = And if node.operator is ir.BooleanOperator.AND else Or
    for operand in reversed(operands[:-1]):
        pair = kind(node.index, operand, made)
        pair.resumable = any_resumable([operand, made])
        made = pair
    return made


def link_compare(context: Context, node: ir.Compare) -> Expression:
    """A comparison, or a chain of them."""
    left = link(context, node.left)
    others = link_all(context, node.comparators)
    signs = [operator.value for operator in node.operators]
    if len(signs) > 1:
        if not any_resumable([left, *others]):
            left, *others = keep(context, [left, *others])
        chain = Chain(node.index, left, signs, others)
        chain.resumable = any_resumable([left, *others])
        return chain
    sign = signs[0]

    def build(held: list[Expression]) -> Expression:
        forms = COMPARISONS.get(sign)
        if forms is None:
            made: Expression = PLAIN[sign](node.index, held[0], held[1])
            return made
        return choose(forms, node.index, held[0], held[1], zero=True)

    return strictly(context, node.index, [left, *others], build)


def link_subscript(context: Context, node: ir.Subscript) -> Expression:
    """`value[key]`."""
    operands = [link(context, node.value), link(context, node.key)]
    return strictly(
        context, node.index, operands, lambda held: make_subscript(node.index, held[0], held[1])
    )


def make_subscript(index: int, value: Expression, key: Expression) -> Expression:
    """Make the node that reads an item."""
    if isinstance(key, Constant) and type(key.value) is str:
        return SubscriptText(index, value, key.value)
    first = variable_slot(value)
    constant = small_integer(key, zero=True)
    if first >= 0 and constant is not None:
        return SubscriptLocalInteger(index, first, value, constant)
    second = variable_slot(key)
    if first >= 0 and second >= 0:
        return SubscriptLocals(index, first, second, value, key)
    return Subscript(index, value, key)
