"""How many items an expression gives, read off how it is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, Final

from ..bounds import NOTHING, Interval, exactly
from ..ir import (
    Attribute,
    Await,
    BinaryOperation,
    BinaryOperator,
    BooleanOperation,
    Call,
    Conditional,
    Constant,
    Dict,
    DictComprehension,
    Expression,
    GeneratorExpression,
    List,
    ListComprehension,
    Name,
    NamedExpression,
    Set,
    SetComprehension,
    Slice,
    Starred,
    Subscript,
    Tuple,
    UnaryOperation,
    UnaryOperator,
)
from ..polynomials import ONE, Polynomial, least
from .calls import of_call
from .paths import path_of, returned_by, value_at

if TYPE_CHECKING:
    from .measuring import Sizing

Case = Callable[["Sizing", Expression], Interval | None]


def structured(sizing: Sizing, node: Expression) -> Interval | None:
    """The size of what an expression gives, be it new or a part of something."""
    path = path_of(sizing, node)
    if path is not None:
        return None if sizing.is_changed(path) else sizing.names.length(*path)
    case = _PARTS.get(type(node))
    found = None if case is None else case(sizing, node)
    return created(sizing, node) if found is None else found


def created(sizing: Sizing, node: Expression) -> Interval | None:
    """The size of something new, when an expression has just made it."""
    case = _NEW.get(type(node))
    return None if case is None else case(sizing, node)


def distinct(found: Interval) -> Interval:
    """As many of them as are different."""
    return Interval(least((found.low, ONE), "down"), found.high)


def _display(sizing: Sizing, node: Expression) -> Interval | None:
    assert isinstance(node, (List, Tuple, Set))
    total = NOTHING
    for one in node.elements:
        part = sizing.of_expression(one.value) if isinstance(one, Starred) else exactly(1)
        total = total + part
    return distinct(total) if isinstance(node, Set) else total


def _dict(sizing: Sizing, node: Expression) -> Interval | None:
    assert isinstance(node, Dict)
    total = NOTHING
    for one in node.items:
        total = total + (exactly(1) if one.key is not None else sizing.of_expression(one.value))
    return distinct(total)


def _comprehension(sizing: Sizing, node: Expression) -> Interval | None:
    assert isinstance(
        node, (ListComprehension, SetComprehension, DictComprehension, GeneratorExpression)
    )
    total = exactly(1)
    for clause in node.clauses:
        times = sizing.times(clause)
        total = total * (times.perhaps() if clause.conditions else times)
    if isinstance(node, (SetComprehension, DictComprehension)):
        return distinct(total)
    return total


def _slice(sizing: Sizing, node: Expression) -> Interval | None:
    assert isinstance(node, Subscript)
    if not isinstance(node.key, Slice):
        return None
    whole = sizing.of_expression(node.value)
    lower, upper = node.key.lower, node.key.upper
    found = whole.perhaps()
    begin = 0 if lower is None else sizing.amount(lower).constant
    if upper is not None:
        end = sizing.amount(upper)
        window = _window(sizing, lower, upper)
        if window is not None:
            found = found.capped(window)
        elif end.low is not None and isinstance(end.high, Polynomial):
            found = whole.capped(end.high) if begin == 0 and end.low == end.high else found
            found = found & Interval(NOTHING.low, end.high)
    elif begin == 0:
        found = whole
    last = _taken_from_end(lower) if upper is None else None
    if last is not None:
        found = whole.capped(exactly(last).low)
    return found.perhaps() if node.key.step is not None else found


def _window(sizing: Sizing, lower: Expression | None, upper: Expression) -> Polynomial | None:
    """What `[i:i + 10]` takes at most."""
    if lower is None or not isinstance(upper, BinaryOperation):
        return None
    snippet = sizing.facts.snippet
    if upper.operator is not BinaryOperator.ADD or snippet(upper.left) != snippet(lower):
        return None
    width = sizing.amount(upper.right)
    return width.high if width.low is not None and isinstance(width.high, Polynomial) else None


def _taken_from_end(lower: Expression | None) -> int | None:
    if isinstance(lower, UnaryOperation) and lower.operator is UnaryOperator.NEGATE:
        operand = lower.operand
        if isinstance(operand, Constant) and isinstance(operand.value, int) and operand.value > 0:
            return operand.value
    return None


def _operation(sizing: Sizing, node: Expression) -> Interval | None:
    assert isinstance(node, BinaryOperation)
    if node.operator is BinaryOperator.MULTIPLY:
        times = sizing.amount(node.right)
        if times.low is None:
            return None
        return sizing.of_expression(node.left) * Interval(times.low, times.high)
    merge = _MERGED.get(node.operator)
    if merge is None:
        return None
    return merge(sizing.of_expression(node.left), sizing.of_expression(node.right))


_MERGED: Final[dict[BinaryOperator, Callable[[Interval, Interval], Interval]]] = {
    BinaryOperator.ADD: lambda one, other: one + other,
    BinaryOperator.BIT_OR: lambda one, other: distinct(one + other),
    BinaryOperator.BIT_XOR: lambda one, other: (one + other).perhaps(),
    BinaryOperator.SUBTRACT: lambda one, _: one.perhaps(),
    BinaryOperator.BIT_AND: lambda one, other: one.perhaps() & other.perhaps(),
}


def _name(sizing: Sizing, node: Expression) -> Interval | None:
    variable = sizing.facts.met.variable(node)
    found: Interval | None = None
    for site in sizing.facts.met.bindings.get(variable, ()) if variable is not None else ():
        value = value_at(site)
        if value is None:
            return None
        one = sizing.of_expression(value)
        found = one if found is None else found | one
    return found


def _conditional(sizing: Sizing, node: Expression) -> Interval | None:
    assert isinstance(node, Conditional)
    return sizing.of_expression(node.body) | sizing.of_expression(node.orelse)


def _either(sizing: Sizing, node: Expression) -> Interval | None:
    assert isinstance(node, BooleanOperation)
    return reduce(Interval.__or__, [sizing.of_expression(one) for one in node.operands])


def _named(sizing: Sizing, node: Expression) -> Interval | None:
    assert isinstance(node, NamedExpression)
    return sizing.of_expression(node.value)


def _awaited(sizing: Sizing, node: Expression) -> Interval | None:
    assert isinstance(node, Await)
    return of_call(sizing, node.value) if isinstance(node.value, Call) else None


def _call(sizing: Sizing, node: Expression) -> Interval | None:
    """What a function of the script returns, or what stands under a key."""
    assert isinstance(node, Call)
    callee = node.callee
    if isinstance(callee, Attribute) and callee.name == "get" and len(node.arguments) == 2:
        key = Call(node.index, callee, node.arguments[:1], node.keywords)
        path = path_of(sizing, key)
        if path is None or sizing.is_changed(path):
            return None
        return sizing.names.length(*path) | sizing.of_expression(node.arguments[1])
    values = returned_by(sizing, node)
    if not values:
        return None
    return reduce(Interval.__or__, [sizing.of_expression(one) for one in values])


def _new_call(sizing: Sizing, node: Expression) -> Interval | None:
    assert isinstance(node, Call)
    return of_call(sizing, node)


_NEW: Final[dict[type, Case]] = {
    List: _display,
    Tuple: _display,
    Set: _display,
    Dict: _dict,
    ListComprehension: _comprehension,
    SetComprehension: _comprehension,
    DictComprehension: _comprehension,
    GeneratorExpression: _comprehension,
    Subscript: _slice,
    BinaryOperation: _operation,
    Await: _awaited,
    Call: _new_call,
}
_PARTS: Final[dict[type, Case]] = {
    Name: _name,
    Conditional: _conditional,
    BooleanOperation: _either,
    NamedExpression: _named,
    Call: _call,
}
