"""What a condition that holds, or does not, says of the values in it."""

from __future__ import annotations

from ..ir import (
    BooleanOperation,
    BooleanOperator,
    Call,
    Compare,
    Expression,
    Name,
    NamedExpression,
    UnaryOperation,
    UnaryOperator,
)
from ..values.collections import ENDLESS, DictObject, ListObject
from ..values.shapes import (
    BoundTo,
    ClassOf,
    Constant,
    Exactly,
    FunctionOf,
    Listed,
    ModuleOf,
    Reference,
    Shape,
    ToolOf,
    TupleOf,
)
from ..values.store import Delta
from ..values.value import NOTHING_ELSE, Value
from .conditions import assume_comparison
from .evaluator import Evaluator
from .kinds import exactly_listed, is_of_type, type_alternatives
from .places import bound_length, keep, place_value, refine


def assume(ev: Evaluator, node: Expression, *, holds: bool) -> None:
    """Go on as where a condition, just evaluated, holds or not; perhaps that cannot be."""
    if not ev.goes_on():
        return
    if isinstance(node, UnaryOperation) and node.operator is UnaryOperator.NOT:
        assume(ev, node.operand, holds=not holds)
    elif isinstance(node, BooleanOperation):
        _assume_boolean(ev, node, holds=holds)
    elif isinstance(node, Compare):
        if len(node.operators) == 1:
            assume_comparison(ev, node.left, node.operators[0], node.comparators[0], holds=holds)
        elif holds:
            left = node.left
            for sign, right in zip(node.operators, node.comparators, strict=True):
                assume_comparison(ev, left, sign, right, holds=True)
                left = right
    elif isinstance(node, NamedExpression):
        assume(ev, node.target, holds=holds)
        assume(ev, node.value, holds=holds)
    elif isinstance(node, Call):
        _assume_call(ev, node, holds=holds)
    else:
        _assume_truth(ev, node, holds=holds)


def _assume_boolean(ev: Evaluator, node: BooleanOperation, *, holds: bool) -> None:
    all_must = (node.operator is BooleanOperator.AND) is holds
    if all_must:
        for operand in node.operands:
            assume(ev, operand, holds=holds)
        return
    ways: list[Delta] = []
    begin = ev.branch()
    for operand in node.operands:
        mark = ev.branch()
        assume(ev, operand, holds=holds)
        if ev.goes_on():
            ways.append(ev.store.delta(begin))
        ev.store.rollback(mark)
        ev.reachable = True
        assume(ev, operand, holds=not holds)
        if not ev.goes_on():
            break
    ev.store.rollback(begin)
    ev.meet(ways)


def _assume_truth(ev: Evaluator, node: Expression, *, holds: bool) -> None:
    keep(ev, node, _may_be_true if holds else _may_be_false)
    value = place_value(ev, node)
    if value is not None and value.single is not None:
        bound_length(ev, value, 1 if holds else 0, ENDLESS if holds else 0)


def _may_be_true(ev: Evaluator, shape: Shape) -> bool:
    if isinstance(shape, Constant):
        return bool(shape.value)
    if isinstance(shape, TupleOf):
        return shape.items is None or bool(shape.items)
    if isinstance(shape, Reference):
        held = ev.object_at(shape.location)
        if isinstance(held, ListObject):
            return held.high != 0
        if isinstance(held, DictObject):
            return not held.is_closed or bool(held.known)
    return True


def _may_be_false(ev: Evaluator, shape: Shape) -> bool:
    if isinstance(shape, Constant):
        return not shape.value
    if isinstance(shape, TupleOf):
        return shape.items is None or not shape.items
    if isinstance(shape, Exactly):
        return "." not in shape.type or shape.type.startswith(
            ("datetime.timedelta", "decimal.", "fractions.")
        )
    if isinstance(shape, Reference):
        held = ev.object_at(shape.location)
        if isinstance(held, ListObject):
            return held.low == 0
        if isinstance(held, DictObject):
            return not any(not one.unbound for one in held.known.values())
        return True
    return False


def _assume_call(ev: Evaluator, node: Call, *, holds: bool) -> None:
    name = node.callee.identifier if isinstance(node.callee, Name) else ""
    callee = ev.latest_value(node.callee)
    is_listed = callee is not None and isinstance(callee.single, Listed)
    if is_listed and name == "isinstance" and len(node.arguments) == 2:
        kinds = ev.latest_value(node.arguments[1])
        if kinds is not None:
            _assume_type(ev, node.arguments[0], kinds, holds=holds)
    elif is_listed and name in ("len", "bool", "any") and len(node.arguments) == 1:
        assume(ev, node.arguments[0], holds=holds) if name != "any" or holds else None
    elif is_listed and name == "callable" and len(node.arguments) == 1:
        keep(ev, node.arguments[0], _is_callable if holds else _is_not_callable)
    else:
        _assume_truth(ev, node, holds=holds)


def _is_callable(_: Evaluator, shape: Shape) -> bool:
    return not isinstance(shape, (Constant, TupleOf, ModuleOf))


def _is_not_callable(_: Evaluator, shape: Shape) -> bool:
    return not isinstance(shape, (FunctionOf, ToolOf, ClassOf, BoundTo))


def _assume_type(ev: Evaluator, place: Expression, kinds: Value, *, holds: bool) -> None:
    listed = type_alternatives(kinds)
    if listed is None:
        return

    def wanted(ev: Evaluator, shape: Shape) -> bool:
        answers = [is_of_type(ev, shape, one) for one in listed]
        if True in answers:
            return holds
        return True if None in answers else not holds

    value = place_value(ev, place)
    if value is None:
        return
    if holds and value.unknown:
        plain = [exactly_listed(one) for one in listed]
        shapes = [one for one in value.shapes if wanted(ev, one)]
        if all(one is not None for one in plain) and value.unknown == 1:
            for found in plain:
                assert found is not None
                shapes += [
                    one for one in found.shapes if one.key not in {two.key for two in shapes}
                ]
            refine(ev, place, value.only(tuple(shapes), NOTHING_ELSE))
            return
    keep(ev, place, wanted)
