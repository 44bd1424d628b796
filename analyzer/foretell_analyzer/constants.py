"""Takes an expression, gives the value it surely has, where that can be read off the script.

Literals, displays of literals, and names that are assigned once, a literal that nobody can change.
"""

from __future__ import annotations

from typing import Any, Final, final

from .certain import Certain
from .ir import (
    BinaryOperation,
    BinaryOperator,
    Compare,
    Comparison,
    Constant,
    Dict,
    Expression,
    FormattedString,
    List,
    Name,
    Tuple,
    UnaryOperation,
    UnaryOperator,
)
from .recursion import Steps, unwind
from .sites import How, Occurrences


@final
class Missing:
    """The value is not known: `None` is a value like any other."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()

_IMMUTABLE: Final = (str, int, float, bool, bytes, type(None))
_LONGEST: Final = 10_000


class Constants:
    """The values of expressions of one module."""

    def __init__(self, met: Occurrences, certain: Certain) -> None:
        self.met = met
        self.certain = certain

    def value(self, node: Expression) -> Any:  # noqa: ANN401  # any value of a script
        """The value of an expression, or `MISSING`."""
        return unwind(self._value(node, frozenset()))

    def is_true(self, node: Expression) -> bool | None:
        """Is a condition always true, always false, or neither?"""
        if isinstance(node, Constant):
            return bool(node.value)
        value = self.value(node)
        if isinstance(value, Missing):
            return None
        return bool(value)

    def _value(  # noqa: C901, PLR0911, PLR0912 - a case a kind
        self, node: Expression, seen: frozenset[str]
    ) -> Steps[Any]:
        match node:
            case Constant(value=value):
                return MISSING if value is ... else value
            case Name(identifier=name):
                return (yield self._named(node, name, seen))
            case Compare(left=Name(identifier="__name__"), operators=(Comparison.EQUAL,)):
                # A script is run as the main program, always.
                other = yield self._value(node.comparators[0], seen)
                is_own = self.met.variable(node.left) is not None
                return MISSING if is_own or other is MISSING else other == "__main__"
            case UnaryOperation(operator=UnaryOperator.NEGATE, operand=operand):
                value = yield self._value(operand, seen)
                return -value if type(value) in (int, float) else MISSING
            case BinaryOperation(operator=BinaryOperator.ADD, left=left, right=right):
                one = yield self._value(left, seen)
                two = yield self._value(right, seen)
                if type(one) is str and type(two) is str and len(one) + len(two) < _LONGEST:
                    return one + two
                return MISSING
            case FormattedString(parts=parts) if all(isinstance(one, Constant) for one in parts):
                return "".join(str(one.value) for one in parts if isinstance(one, Constant))
            case List(elements=elements) | Tuple(elements=elements):
                values: list[Any] = []
                for element in elements:
                    values.append((yield self._value(element, seen)))
                    if values[-1] is MISSING:
                        return MISSING
                return values if isinstance(node, List) else tuple(values)
            case Dict(items=items):
                mapping: dict[Any, Any] = {}
                for item in items:
                    key: Any = MISSING
                    if item.key is not None:
                        key = yield self._value(item.key, seen)
                    if not isinstance(key, _IMMUTABLE):
                        return MISSING
                    mapping[key] = yield self._value(item.value, seen)
                    if mapping[key] is MISSING:
                        return MISSING
                return mapping
            case _:
                return MISSING

    def _named(self, node: Name, name: str, seen: frozenset[str]) -> Steps[Any]:
        variable = self.met.variable(node)
        if variable is None or name in seen or variable.slot < 0:
            return MISSING
        sites = self.met.bindings.get(variable, ())
        if len(sites) != 1 or sites[0].how is not How.ASSIGNED or sites[0].value is None:
            return MISSING
        if self.certain.may_fall_through(variable):
            return MISSING
        value = yield self._value(sites[0].value, seen | {name})
        return value if isinstance(value, _IMMUTABLE) else MISSING
