"""What number an expression is: constants, lengths, and arithmetic with them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Final, NamedTuple

from ..bounds import Unknown, UpperEnd, add_ends, greatest_end, least_end, multiply_ends
from ..ir import (
    AugmentedAssign,
    BinaryOperation,
    BinaryOperator,
    Call,
    Conditional,
    Expression,
    Name,
    NamedExpression,
    Node,
)
from ..polynomials import ONE, ZERO, Polynomial, greatest, is_at_most, least, less, number
from ..sites import How
from ..values.shapes import Exactly
from .paths import listed_name, path_of, value_at

if TYPE_CHECKING:
    from .measuring import Sizing


class Amount(NamedTuple):
    """At least `low` (None if it may be negative), at most `high` (0 if it is negative)."""

    low: Polynomial | None
    high: UpperEnd

    def join(self, other: Amount) -> Amount:
        """One or the other."""
        low = None
        if self.low is not None and other.low is not None:
            low = least((self.low, other.low), "down")
        return Amount(low, greatest_end(self.high, other.high))

    @property
    def constant(self) -> int | None:
        """The number that it is for sure."""
        if self.low is not None and self.low == self.high and self.low.is_constant:
            value = self.low.constant
            return value if isinstance(value, int) else None
        return None


def of_integer(value: int) -> Amount:
    """A number that is known."""
    return Amount(number(value) if value >= 0 else None, number(max(value, 0)))


def amount_of(sizing: Sizing, node: Expression) -> Amount:
    """What number an expression is."""
    facts = sizing.facts
    unknown = Amount(None, Unknown(f"`{facts.snippet(node)}` is not known", facts.place(node)))
    value = facts.seen.value(node)
    constants = None if value is None else value.constants()
    if constants is not None:
        known = [one for one in constants if isinstance(one, int)]
        if len(known) != len(constants):
            return unknown
        return reduce(Amount.join, [of_integer(one) for one in known])
    case = _CASES.get(type(node))
    found = None if case is None else case(sizing, node)
    if found is not None:
        return found
    path = path_of(sizing, node)
    if path is not None and value is not None and _is_whole(value.shapes):
        named = sizing.names.amount(*path)
        return Amount(None, named.high)
    return unknown


def _is_whole(shapes: tuple[object, ...]) -> bool:
    return all(isinstance(one, Exactly) and one.type == "int" for one in shapes)


def _name(sizing: Sizing, node: Expression) -> Amount | None:
    """A variable is what any of its assignments gives it; what only adds to it makes it no less."""
    variable = sizing.facts.met.variable(node)
    found: Amount | None = None
    added: Unknown | None = None
    for site in sizing.facts.met.bindings.get(variable, ()) if variable is not None else ():
        if site.how is How.AUGMENTED:
            added = _added(sizing, site.node)
            if added is None:
                return None
            continue
        value = value_at(site)
        if value is None:
            return None
        one = sizing.amount(value)
        found = one if found is None else found.join(one)
    if added is None or found is None:
        return found
    return Amount(found.low, added)


def _added(sizing: Sizing, target: Node) -> Unknown | None:
    """`n += 2` or `n *= 2`: how large it gets is not known, but it only grows."""
    statement = sizing.facts.parent(target)
    if not isinstance(statement, AugmentedAssign) or statement.operator not in _LEAST:
        return None
    by = sizing.amount(statement.value)
    if by.low is None or is_at_most(_LEAST[statement.operator], by.low) is not True:
        return None
    why = f"how often `{sizing.facts.snippet(statement)}` is done is not known"
    return Unknown(why, sizing.facts.place(statement))


_LEAST: Final = {BinaryOperator.ADD: ZERO, BinaryOperator.MULTIPLY: ONE}


def _operation(sizing: Sizing, node: Expression) -> Amount | None:
    assert isinstance(node, BinaryOperation)
    operation = _OPERATIONS.get(node.operator)
    if operation is None:
        return None
    return operation(sizing.amount(node.left), sizing.amount(node.right))


def _sum(one: Amount, other: Amount) -> Amount | None:
    low = None
    if one.low is not None and other.low is not None:
        low = one.low + other.low
    return Amount(low, add_ends(one.high, other.high))


def _difference(one: Amount, other: Amount) -> Amount | None:
    if not isinstance(one.high, Polynomial):
        return Amount(None, one.high)
    if other.low is None:
        return None
    low = None
    if one.low is not None and isinstance(other.high, Polynomial):
        are_known = one.low.is_constant and other.high.is_constant
        if are_known and one.low.constant >= other.high.constant:
            low = number(one.low.constant - other.high.constant)
    return Amount(low, less(one.high, other.low))


def _product(one: Amount, other: Amount) -> Amount | None:
    if one.low is None or other.low is None:
        return None
    return Amount(one.low * other.low, multiply_ends(one.high, other.high))


def _quotient(one: Amount, other: Amount) -> Amount | None:
    divisor = other.constant
    if one.low is None or not divisor or not isinstance(one.high, Polynomial):
        return None
    if one.low.is_constant and one.high.is_constant:
        low, high = int(one.low.constant) // divisor, int(one.high.constant) // divisor
        return Amount(number(low), number(high))
    return Amount(ZERO, divided(one.high, divisor))


def divided(whole: Polynomial, divisor: int) -> Polynomial:
    """A part of it, as a fraction."""
    return whole * number(Fraction(1, divisor))


def _modulo(_: Amount, other: Amount) -> Amount | None:
    divisor = other.constant
    return Amount(ZERO, number(divisor - 1)) if divisor else None


_OPERATIONS: Final[dict[BinaryOperator, Callable[[Amount, Amount], Amount | None]]] = {
    BinaryOperator.ADD: _sum,
    BinaryOperator.SUBTRACT: _difference,
    BinaryOperator.MULTIPLY: _product,
    BinaryOperator.FLOOR_DIVIDE: _quotient,
    BinaryOperator.MODULO: _modulo,
}


def _call(sizing: Sizing, node: Expression) -> Amount | None:
    assert isinstance(node, Call)
    name = listed_name(sizing, node)
    if name == "len" and len(node.arguments) == 1:
        size = sizing.of_expression(node.arguments[0])
        return Amount(size.low, size.high)
    if name in ("min", "max") and len(node.arguments) > 1 and not node.keywords:
        return _extreme(sizing, name, node)
    if name == "int" and len(node.arguments) == 1:
        return sizing.amount(node.arguments[0])
    return None


def _extreme(sizing: Sizing, name: str, node: Call) -> Amount | None:
    parts = [sizing.amount(one) for one in node.arguments]
    lows = [one.low for one in parts if one.low is not None]
    if name == "max":
        low = greatest(lows, "down") if lows else None
        return Amount(low, reduce(greatest_end, [one.high for one in parts]))
    low = least(lows, "down") if len(lows) == len(parts) else None
    return Amount(low, reduce(least_end, [one.high for one in parts]))


def _conditional(sizing: Sizing, node: Expression) -> Amount | None:
    assert isinstance(node, Conditional)
    return sizing.amount(node.body).join(sizing.amount(node.orelse))


def _named(sizing: Sizing, node: Expression) -> Amount | None:
    assert isinstance(node, NamedExpression)
    return sizing.amount(node.value)


_CASES: Final[dict[type, Callable[[Sizing, Expression], Amount | None]]] = {
    Name: _name,
    BinaryOperation: _operation,
    Call: _call,
    Conditional: _conditional,
    NamedExpression: _named,
}
