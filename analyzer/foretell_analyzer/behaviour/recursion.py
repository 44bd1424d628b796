"""Functions that call themselves with a number that goes down, or up, to where they stop.

Such a function is counted once for each number that it is called with: tests of that number then
come out one way or the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, final

from ..constants import MISSING
from ..effects import Called, Effect, Quiet, Recursion
from ..exits import Exit
from ..facts import Facts
from ..ir import (
    BinaryOperation,
    BinaryOperator,
    BooleanOperation,
    BooleanOperator,
    Call,
    Compare,
    Comparison,
    Conditional,
    Expression,
    If,
    Name,
    Node,
    Return,
    UnaryOperation,
    UnaryOperator,
    walk,
)
from ..values.routines import FunctionInfo
from ..values.value import Value
from .tools import walk as walk_effects

MOST_ACTIVATIONS: Final = 200
Known = Mapping[str, int]
"""By the name of a parameter: the number that it is, in one activation."""
_COMPARISONS: Final = {
    Comparison.EQUAL: int.__eq__,
    Comparison.NOT_EQUAL: int.__ne__,
    Comparison.LESS: int.__lt__,
    Comparison.LESS_EQUAL: int.__le__,
    Comparison.GREATER: int.__gt__,
    Comparison.GREATER_EQUAL: int.__ge__,
}


class Activation(NamedTuple):
    """A call of a function with known numbers; `body` is what it does."""

    function: FunctionInfo
    body: Effect
    known: Known

    @property
    def key(self) -> tuple[int, tuple[tuple[str, int], ...]]:
        """Equal for equal calls."""
        return self.function.number, tuple(sorted(self.known.items()))


@final
class Numbers:
    """What numbers parameters are, where that decides how far a function calls itself."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def entered(self, effect: Called) -> Activation | None:
        """The first activation of a function that calls itself; none if no number is known."""
        names = self._steady(effect.function)
        known: dict[str, int] = {}
        for name in names:
            argument = self._argument(effect.function, effect.node, name)
            value = argument if isinstance(argument, Value) else None
            if isinstance(argument, Expression):
                value = self.facts.seen.value(argument)
            constant = None if value is None else value.constant()
            if constant is not None and isinstance(constant.value, int):
                known[name] = constant.value
        changed = {
            name
            for one in walk_effects(effect.body)
            if isinstance(one, Recursion) and one.function is effect.function
            for name in known
            if self._steps(one, name)
        }
        return Activation(effect.function, effect.body, known) if changed else None

    def again(self, effect: Recursion, now: Activation) -> Activation:
        """The activation that a call inside of an activation makes."""
        known: dict[str, int] = {}
        for name in now.known:
            argument = self._argument(effect.function, effect.node, name)
            number: object = None
            if isinstance(argument, Expression):
                number = self.number(argument, now)
            elif argument is not None:
                constant = argument.constant()
                number = None if constant is None else constant.value
            if isinstance(number, int):
                known[name] = number
        return Activation(now.function, now.body, known)

    def _steps(self, effect: Recursion, name: str) -> bool:
        argument = self._argument(effect.function, effect.node, name)
        return isinstance(argument, BinaryOperation)

    def _steady(self, function: FunctionInfo) -> list[str]:
        """Parameters that nothing but a call gives a value."""
        found: list[str] = []
        for one in function.parameters:
            variable = self.facts.met.variable(one)
            if variable is not None and len(self.facts.met.bindings.get(variable, ())) == 1:
                found.append(one.name)
        return found

    def _argument(self, function: FunctionInfo, node: Node, name: str) -> Expression | Value | None:
        """What a call gives a parameter: an expression of the call, or a default."""
        if not isinstance(node, Call) or any(one.name is None for one in node.keywords):
            return None
        for keyword in node.keywords:
            if keyword.name == name:
                return keyword.value
        names = [one.name for one in function.parameters]
        position = names.index(name)
        if function.owner is not None or position >= len(names):
            return None
        if position < len(node.arguments):
            return node.arguments[position]
        return function.defaults[position]

    # ---------------------------------------------------------------------------- deciding

    def number(self, node: Expression, now: Activation) -> int | None:
        """What number an expression is in an activation."""
        if isinstance(node, Name):
            if self._is_parameter(node, now):
                return now.known.get(node.identifier)
        elif isinstance(node, BinaryOperation):
            left, right = self.number(node.left, now), self.number(node.right, now)
            if left is None or right is None:
                return None
            if node.operator is BinaryOperator.ADD:
                return left + right
            if node.operator is BinaryOperator.SUBTRACT:
                return left - right
            return left // right if node.operator is BinaryOperator.FLOOR_DIVIDE and right else None
        constant = self.facts.constant(node)
        is_number = constant is not MISSING and isinstance(constant, int)
        return constant if is_number else None

    def _is_parameter(self, node: Name, now: Activation) -> bool:
        met = self.facts.met
        variable = met.variable(node)
        definition = now.function.definition
        is_own = variable is not None and variable.owner == definition.index
        return is_own and met.function_around(node) is definition

    def truth(self, node: Expression, now: Activation) -> bool | None:
        """Does a test hold in an activation?"""
        match node:
            case UnaryOperation(operator=UnaryOperator.NOT):
                inner = self.truth(node.operand, now)
                return None if inner is None else not inner
            case BooleanOperation():
                parts = [self.truth(one, now) for one in node.operands]
                decisive = node.operator is BooleanOperator.OR
                undecided = None if None in parts else not decisive
                return decisive if decisive in parts else undecided
            case Compare() if len(node.operators) == 1:
                return self._compared(node, now)
            case _:
                number = self.number(node, now)
                return None if number is None else number != 0

    def _compared(self, node: Compare, now: Activation) -> bool | None:
        left, right = self.number(node.left, now), self.number(node.comparators[0], now)
        compare = _COMPARISONS.get(node.operators[0])
        if left is None or right is None or compare is None:
            return None
        return compare(left, right)

    def arm(self, node: Node | None, now: Activation) -> int | None:
        """Which of two arms is taken in an activation: the first if the test holds."""
        if not isinstance(node, (If, Conditional)):
            return None
        truth = self.truth(node.test, now)
        return None if truth is None else (0 if truth else 1)

    def ways(self, effect: Quiet, now: Activation, ways: tuple[Exit, ...]) -> tuple[Exit, ...]:
        """The ways out of code that calls nothing, where it may return."""
        jump = effect.jump
        if not isinstance(jump, Return) or Exit.RETURN not in ways or Exit.NORMAL not in ways:
            return ways
        above = self.facts.parent(jump)
        if not isinstance(above, If) or self.facts.parent(above) is not now.function.definition:
            return ways
        truth = self.truth(above.test, now)
        if truth is None:
            return ways
        if truth is (jump in above.body):
            return tuple([one for one in ways if one is not Exit.NORMAL])
        if any(self._may_stand_in(one, jump) for one in self._returns(now.function)):
            return ways
        return tuple([one for one in ways if one is not Exit.RETURN])

    def _returns(self, function: FunctionInfo) -> Iterator[Return]:
        for one in walk(function.definition):
            is_own = self.facts.met.function_around(one) is function.definition
            if isinstance(one, Return) and is_own:
                yield one

    def _may_stand_in(self, other: Return, jump: Return) -> bool:
        """May another `return` be part of the same code that calls nothing?"""
        if other is jump:
            return False
        return not any(isinstance(one, Call) and self._calls(one) for one in walk(other))

    def _calls(self, node: Call) -> bool:
        seen = self.facts.seen
        return any(place == node.index for place, _ in seen.tool_uses) or any(
            edge.node is node for edge in seen.edges.values()
        )
