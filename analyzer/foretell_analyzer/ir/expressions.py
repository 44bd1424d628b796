"""Expressions, in the shape of Python's own abstract grammar."""

from __future__ import annotations

from .nodes import Expression, Node, node
from .operators import (
    BinaryOperator,
    BooleanOperator,
    Comparison,
    ParameterKind,
    UnaryOperator,
)


@node
class Constant(Expression):
    """A literal, `None`, `True`, `False` or `...` (the value `Ellipsis`)."""

    value: object


@node
class Name(Expression):
    """A name, read or, as a target, bound."""

    identifier: str


@node
class FormattedValue(Expression):
    """A `{value!conversion:specification}` of a formatted string.

    `conversion` is `s`, `r`, `a` or empty. The text that `{value=}` shows is a constant piece
    before it.
    """

    value: Expression
    conversion: str
    specification: FormattedString | None


@node
class FormattedString(Expression):
    """An f-string: its constant pieces (`Constant` of str) and values, in order."""

    parts: tuple[Constant | FormattedValue, ...]


@node
class Attribute(Expression):
    """`value.name`."""

    value: Expression
    name: str


@node
class Slice(Expression):
    """`lower:upper:step` inside a subscript."""

    lower: Expression | None
    upper: Expression | None
    step: Expression | None


@node
class Subscript(Expression):
    """`value[key]`; several keys are a `Tuple`."""

    value: Expression
    key: Expression


@node
class Starred(Expression):
    """`*value` in a display, an argument list or a target."""

    value: Expression


@node
class Keyword(Node):
    """`name=value` of a call or class; without a name it is `**value`."""

    name: str | None
    value: Expression


@node
class Call(Expression):
    """`callee(arguments, keywords)`; an argument may be `Starred`."""

    callee: Expression
    arguments: tuple[Expression, ...]
    keywords: tuple[Keyword, ...]


@node
class List(Expression):
    """`[elements]`, as value or target."""

    elements: tuple[Expression, ...]


@node
class Tuple(Expression):
    """`elements,` as value or target."""

    elements: tuple[Expression, ...]


@node
class Set(Expression):
    """`{elements}`."""

    elements: tuple[Expression, ...]


@node
class DictItem(Node):
    """`key: value`; without a key it is `**value`."""

    key: Expression | None
    value: Expression


@node
class Dict(Expression):
    """`{items}`."""

    items: tuple[DictItem, ...]


@node
class ComprehensionClause(Node):
    """`for target in iterable if conditions`."""

    target: Expression
    iterable: Expression
    conditions: tuple[Expression, ...]
    is_async: bool


@node
class ListComprehension(Expression):
    """`[element for …]`."""

    element: Expression
    clauses: tuple[ComprehensionClause, ...]


@node
class SetComprehension(Expression):
    """`{element for …}`."""

    element: Expression
    clauses: tuple[ComprehensionClause, ...]


@node
class GeneratorExpression(Expression):
    """`(element for …)`."""

    element: Expression
    clauses: tuple[ComprehensionClause, ...]


@node
class DictComprehension(Expression):
    """`{key: value for …}`."""

    key: Expression
    value: Expression
    clauses: tuple[ComprehensionClause, ...]


@node
class BinaryOperation(Expression):
    """`left operator right`."""

    left: Expression
    operator: BinaryOperator
    right: Expression


@node
class UnaryOperation(Expression):
    """`operator operand`."""

    operator: UnaryOperator
    operand: Expression


@node
class BooleanOperation(Expression):
    """`a and b and c`: two operands or more."""

    operator: BooleanOperator
    operands: tuple[Expression, ...]


@node
class Compare(Expression):
    """`left < b <= c`: as many operators as comparators."""

    left: Expression
    operators: tuple[Comparison, ...]
    comparators: tuple[Expression, ...]


@node
class Conditional(Expression):
    """`body if test else orelse`."""

    test: Expression
    body: Expression
    orelse: Expression


@node
class NamedExpression(Expression):
    """`target := value`."""

    target: Name
    value: Expression


@node
class Await(Expression):
    """`await value`."""

    value: Expression


@node
class Yield(Expression):
    """`yield value`."""

    value: Expression | None


@node
class YieldFrom(Expression):
    """`yield from value`."""

    value: Expression


@node
class Parameter(Node):
    """A parameter of a function; `default` is evaluated where the function is defined."""

    name: str
    kind: ParameterKind
    annotation: Expression | None
    default: Expression | None


@node
class Lambda(Expression):
    """`lambda parameters: body`."""

    parameters: tuple[Parameter, ...]
    body: Expression
