"""Operators of one operand: `not`, `-`, `+`, `~`."""

from __future__ import annotations

from typing import Any

from ..ir import Expression, UnaryOperation, UnaryOperator
from ..values.making import BOOL, exactly, literal
from ..values.value import (
    ANYTHING,
    BOTTOM,
    FALSE_VALUE,
    TRUE_VALUE,
    UNKNOWN,
    UNKNOWN_DATA,
    Value,
    either,
    join,
)
from .access import describe
from .deciding import decide, is_condition, turned
from .evaluator import EXPRESSIONS, Evaluator
from .methods import call_method
from .observations import FAILS, PARTLY, Detail
from .operations import is_script_instance
from .truth import truth_of


def unary(ev: Evaluator, node: Expression) -> Value:
    """`operator operand`."""
    assert isinstance(node, UnaryOperation)
    if node.operator is UnaryOperator.NOT:
        if is_condition(ev):
            operand, truth, test = decide(ev, node.operand)
            ev.record(turned(node, test))
        else:
            operand = ev.evaluate(node.operand)
            truth = truth_of(ev, operand, node.operand)
        found = BOOL if truth is None else (FALSE_VALUE if truth else TRUE_VALUE)
        return found.with_origins(ev.origins_within(operand))
    operand = ev.evaluate(node.operand)
    constants = operand.constants()
    if constants is not None and all(type(one) in (int, float, bool) for one in constants):
        found = BOTTOM
        for one in constants:
            found = join(found, literal(_signed(node.operator, one)))
        return found.with_origins(operand.origins)
    ev.may_raise()
    name = {
        UnaryOperator.NEGATE: "__neg__", UnaryOperator.PLUS: "__pos__", UnaryOperator.INVERT: "__invert__",
    }[node.operator]  # fmt: skip
    own = call_method(ev, operand, name, [], node)
    if own is not None:
        return own
    kinds = {describe(ev, one) for one in operand.shapes}
    if any(is_script_instance(ev, one) for one in operand.shapes):
        return UNKNOWN
    if operand.unknown or not kinds:
        return (
            UNKNOWN if operand.unknown == ANYTHING else UNKNOWN_DATA.with_origins(operand.origins)
        )
    if kinds <= {"int", "float", "bool"} and node.operator is not UnaryOperator.INVERT:
        numbers = either([exactly("int" if one == "bool" else one) for one in sorted(kinds)])
        return numbers.with_origins(operand.origins)
    if kinds & {"str", "list", "dict", "NoneType", "tuple", "set"}:
        state = FAILS if kinds <= {"str", "list", "dict", "NoneType", "tuple", "set"} else PARTLY
        detail = Detail(
            min(kinds),
            "",
            declared=operand.declared,
            names=(node.operator.value,),
            value=operand,
        )
        ev.note("wrong-operand", node, state, detail)
    return UNKNOWN_DATA.with_origins(operand.origins)


def _signed(sign: UnaryOperator, value: Any) -> object:
    """The number with its sign; not declared to be one, as compiled code makes floats of ints."""
    if sign is UnaryOperator.NEGATE:
        return -value
    if sign is UnaryOperator.PLUS:
        return +value
    return ~value if isinstance(value, int) else value


EXPRESSIONS[UnaryOperation] = unary
