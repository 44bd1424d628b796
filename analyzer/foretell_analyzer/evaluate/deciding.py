"""Conditions as ways out: where they hold their effects are left normally, else by `Exit.UNLESS`.

So what is done on either side follows the operand that has decided: in `if a() or b(): c()` the
call of `c` comes behind that of `a` or behind those of both.
"""

from __future__ import annotations

from ..effects import (
    NEVER,
    NOTHING,
    Effect,
    Left,
    alternatives,
    caught,
)
from ..exits import Exit
from ..ir import (
    BooleanOperation,
    BooleanOperator,
    Expression,
    Node,
    UnaryOperation,
    UnaryOperator,
)
from ..values.value import Value
from .evaluator import Evaluator
from .truth import truth_of


def decide(ev: Evaluator, node: Expression) -> tuple[Value, bool | None, Effect]:
    """Evaluate a condition: its value, whether it holds, and its effect, which is not recorded."""
    around = ev.begin()
    value, truth = _decided(ev, node)
    return value, truth, ev.end_here(around)


def _decided(ev: Evaluator, node: Expression) -> tuple[Value, bool | None]:
    if _is_joined(node) and node.index not in ev.ready:
        ev.as_condition = True
        value = ev.evaluate(node)
        around = ev.begin()  # each operand was asked already
        truth = truth_of(ev, value, node) if ev.goes_on() else None
        ev.end(around)
        return value, truth
    value = ev.evaluate(node)
    if not ev.goes_on():
        return value, None
    truth = truth_of(ev, value, node)
    if truth is not True:
        fails = Left(Exit.UNLESS, node)
        ev.record(fails if truth is False else alternatives(None, (NOTHING, fails)))
    return value, truth


def _is_joined(node: Expression) -> bool:
    """Is it made of conditions, each of which may decide?"""
    if isinstance(node, UnaryOperation):
        return node.operator is UnaryOperator.NOT and _is_joined(node.operand)
    return isinstance(node, BooleanOperation)


def is_condition(ev: Evaluator) -> bool:
    """Is what is now evaluated a condition of which the ways out are asked for?"""
    found, ev.as_condition = ev.as_condition, False
    return found


def kept_apart(ev: Evaluator, test: Effect) -> Effect | None:
    """The effect of a condition, if it is more than quiet; else it is recorded as it is."""
    if not test.is_quiet:
        return test
    ev.record(either_way(test))
    return None


def either_way(test: Effect) -> Effect:
    """A condition that decides nothing."""
    return caught(None, test, {Exit.UNLESS: NOTHING})


def where_it_holds(test: Effect) -> Effect:
    """A condition, on the way on which it holds."""
    return either_way(test) if test.is_quiet else caught(None, test, {Exit.UNLESS: NEVER})


def where_it_fails(test: Effect) -> Effect:
    """A condition, on the way on which it does not hold."""
    if test.is_quiet:
        return either_way(test)
    return caught(None, test, {Exit.NORMAL: NEVER, Exit.UNLESS: NOTHING})


def parted(node: Node, test: Effect | None, holds: Effect, fails: Effect) -> Effect:
    """What is done where a condition holds and where not, behind the condition if that is told."""
    if test is None:
        return alternatives(node, (holds, fails))
    return caught(node, test, {Exit.NORMAL: holds, Exit.UNLESS: fails})


def turned(node: Node, test: Effect) -> Effect:
    """`not test`."""
    fails = Left(Exit.UNLESS, node)
    return caught(None, test, {Exit.NORMAL: fails, Exit.UNLESS: NOTHING})


def joined(operand: Expression, test: Effect, rest: Effect, node: BooleanOperation) -> Effect:
    """An operand of `and` or `or`, and the rest of them where that is asked."""
    if node.operator is BooleanOperator.AND:
        return caught(operand, test, {Exit.NORMAL: rest, Exit.UNLESS: Left(Exit.UNLESS, operand)})
    return caught(operand, test, {Exit.NORMAL: NOTHING, Exit.UNLESS: rest})
