"""The intermediate representation: what is analyzed and what is run.

Its shape follows Python's own abstract grammar, for the whole of the syntax; what the interpreter
cannot do yet is refused by a finding, not by a missing node. Nodes are immutable and compare by
identity. Every node has an `index`, dense within its `Module`: `module.spans[node.index]` is its
place in the source, worked out for all nodes when the first one is asked for.

Names are spelled as the interpreter sees them: private names of a class are already mangled.
What a name stands for is the business of `resolve`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from functools import lru_cache
from typing import Final

from .source import Script, Span


class BinaryOperator(Enum):
    """Operators with two operands; the value is the sign."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    MATRIX_MULTIPLY = "@"
    DIVIDE = "/"
    FLOOR_DIVIDE = "//"
    MODULO = "%"
    POWER = "**"
    LEFT_SHIFT = "<<"
    RIGHT_SHIFT = ">>"
    BIT_AND = "&"
    BIT_OR = "|"
    BIT_XOR = "^"


class UnaryOperator(Enum):
    """Operators with one operand."""

    NEGATE = "-"
    PLUS = "+"
    INVERT = "~"
    NOT = "not"


class BooleanOperator(Enum):
    """Operators that may leave their later operands unevaluated."""

    AND = "and"
    OR = "or"


class Comparison(Enum):
    """Comparison operators."""

    EQUAL = "=="
    NOT_EQUAL = "!="
    LESS = "<"
    LESS_EQUAL = "<="
    GREATER = ">"
    GREATER_EQUAL = ">="
    IS = "is"
    IS_NOT = "is not"
    IN = "in"
    NOT_IN = "not in"


class ParameterKind(Enum):
    """How an argument reaches a parameter."""

    POSITIONAL_ONLY = "positional only"
    POSITIONAL_OR_KEYWORD = "positional or keyword"
    VAR_POSITIONAL = "*"
    KEYWORD_ONLY = "keyword only"
    VAR_KEYWORD = "**"



@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """Anything with a place in the source."""

    index: int


class Expression(Node):
    """Something with a value."""

    __slots__ = ()


class Statement(Node):
    """Something that is executed."""

    __slots__ = ()


class Pattern(Node):
    """What a `case` matches against."""

    __slots__ = ()


_node = dataclass(frozen=True, slots=True, eq=False)
Block = tuple[Statement, ...]


# ------------------------------------------------------------------------------- expressions


@_node
class Constant(Expression):
    """A literal, `None`, `True`, `False` or `...` (the value `Ellipsis`)."""

    value: object


@_node
class Name(Expression):
    """A name, read or, as a target, bound."""

    identifier: str


@_node
class FormattedValue(Expression):
    """A `{value!conversion:specification}` of a formatted string.

    `conversion` is `s`, `r`, `a` or empty. The text that `{value=}` shows is a constant piece
    before it.
    """

    value: Expression
    conversion: str
    specification: FormattedString | None


@_node
class FormattedString(Expression):
    """An f-string: its constant pieces (`Constant` of str) and values, in order."""

    parts: tuple[Constant | FormattedValue, ...]


@_node
class Attribute(Expression):
    """`value.name`."""

    value: Expression
    name: str


@_node
class Slice(Expression):
    """`lower:upper:step` inside a subscript."""

    lower: Expression | None
    upper: Expression | None
    step: Expression | None


@_node
class Subscript(Expression):
    """`value[key]`; several keys are a `Tuple`."""

    value: Expression
    key: Expression


@_node
class Starred(Expression):
    """`*value` in a display, an argument list or a target."""

    value: Expression


@_node
class Keyword(Node):
    """`name=value` of a call or class; without a name it is `**value`."""

    name: str | None
    value: Expression


@_node
class Call(Expression):
    """`callee(arguments, keywords)`; an argument may be `Starred`."""

    callee: Expression
    arguments: tuple[Expression, ...]
    keywords: tuple[Keyword, ...]


@_node
class List(Expression):
    """`[elements]`, as value or target."""

    elements: tuple[Expression, ...]


@_node
class Tuple(Expression):
    """`elements,` as value or target."""

    elements: tuple[Expression, ...]


@_node
class Set(Expression):
    """`{elements}`."""

    elements: tuple[Expression, ...]


@_node
class DictItem(Node):
    """`key: value`; without a key it is `**value`."""

    key: Expression | None
    value: Expression


@_node
class Dict(Expression):
    """`{items}`."""

    items: tuple[DictItem, ...]


@_node
class ComprehensionClause(Node):
    """`for target in iterable if conditions`."""

    target: Expression
    iterable: Expression
    conditions: tuple[Expression, ...]
    is_async: bool


@_node
class ListComprehension(Expression):
    """`[element for …]`."""

    element: Expression
    clauses: tuple[ComprehensionClause, ...]


@_node
class SetComprehension(Expression):
    """`{element for …}`."""

    element: Expression
    clauses: tuple[ComprehensionClause, ...]


@_node
class GeneratorExpression(Expression):
    """`(element for …)`."""

    element: Expression
    clauses: tuple[ComprehensionClause, ...]


@_node
class DictComprehension(Expression):
    """`{key: value for …}`."""

    key: Expression
    value: Expression
    clauses: tuple[ComprehensionClause, ...]


@_node
class BinaryOperation(Expression):
    """`left operator right`."""

    left: Expression
    operator: BinaryOperator
    right: Expression


@_node
class UnaryOperation(Expression):
    """`operator operand`."""

    operator: UnaryOperator
    operand: Expression


@_node
class BooleanOperation(Expression):
    """`a and b and c`: two operands or more."""

    operator: BooleanOperator
    operands: tuple[Expression, ...]


@_node
class Compare(Expression):
    """`left < b <= c`: as many operators as comparators."""

    left: Expression
    operators: tuple[Comparison, ...]
    comparators: tuple[Expression, ...]


@_node
class Conditional(Expression):
    """`body if test else orelse`."""

    test: Expression
    body: Expression
    orelse: Expression


@_node
class NamedExpression(Expression):
    """`target := value`."""

    target: Name
    value: Expression


@_node
class Await(Expression):
    """`await value`."""

    value: Expression


@_node
class Yield(Expression):
    """`yield value`."""

    value: Expression | None


@_node
class YieldFrom(Expression):
    """`yield from value`."""

    value: Expression


@_node
class Parameter(Node):
    """A parameter of a function; `default` is evaluated where the function is defined."""

    name: str
    kind: ParameterKind
    annotation: Expression | None
    default: Expression | None


@_node
class Lambda(Expression):
    """`lambda parameters: body`."""

    parameters: tuple[Parameter, ...]
    body: Expression


# -------------------------------------------------------------------------------- statements


@_node
class ExpressionStatement(Statement):
    """An expression on a line of its own; the last one of a script is its result."""

    value: Expression


@_node
class Assign(Statement):
    """`a = b = value`: targets from left to right."""

    targets: tuple[Expression, ...]
    value: Expression


@_node
class AugmentedAssign(Statement):
    """`target operator= value`."""

    target: Expression
    operator: BinaryOperator
    value: Expression


@_node
class AnnotatedAssign(Statement):
    """`target: annotation = value`; `is_simple` if the target is a bare name."""

    target: Expression
    annotation: Expression
    value: Expression | None
    is_simple: bool


@_node
class Return(Statement):
    """`return value`."""

    value: Expression | None


@_node
class Delete(Statement):
    """`del targets`."""

    targets: tuple[Expression, ...]


@_node
class Pass(Statement):
    """`pass`."""


@_node
class Break(Statement):
    """`break`."""


@_node
class Continue(Statement):
    """`continue`."""


@_node
class Raise(Statement):
    """`raise exception from cause`."""

    exception: Expression | None
    cause: Expression | None


@_node
class Assert(Statement):
    """`assert test, message`."""

    test: Expression
    message: Expression | None


@_node
class Global(Statement):
    """`global names`."""

    names: tuple[str, ...]


@_node
class Nonlocal(Statement):
    """`nonlocal names`."""

    names: tuple[str, ...]


@_node
class ImportedName(Node):
    """`name as alias`; `name` is dotted in `import`, `*` in `from m import *`."""

    name: str
    alias: str | None


@_node
class Import(Statement):
    """`import names`."""

    names: tuple[ImportedName, ...]


@_node
class ImportFrom(Statement):
    """`from module import names`; `level` counts leading dots."""

    module: str | None
    names: tuple[ImportedName, ...]
    level: int


@_node
class If(Statement):
    """`if`; an `elif` is an `If` alone in `orelse`."""

    test: Expression
    body: Block
    orelse: Block


@_node
class For(Statement):
    """`for target in iterable`, with its `else`."""

    target: Expression
    iterable: Expression
    body: Block
    orelse: Block
    is_async: bool


@_node
class While(Statement):
    """`while test`, with its `else`."""

    test: Expression
    body: Block
    orelse: Block


@_node
class WithItem(Node):
    """`manager as target`."""

    manager: Expression
    target: Expression | None


@_node
class With(Statement):
    """`with items`."""

    items: tuple[WithItem, ...]
    body: Block
    is_async: bool


@_node
class ExceptionHandler(Node):
    """`except kind as name`; no kind catches all."""

    kind: Expression | None
    name: str | None
    body: Block


@_node
class Try(Statement):
    """`try`; `is_group` if its handlers are `except*`."""

    body: Block
    handlers: tuple[ExceptionHandler, ...]
    orelse: Block
    final: Block
    is_group: bool


@_node
class TypeParameter(Node):
    """`T: bound = default`, `*Ts` or `**P` of PEP 695; `stars` is 0, 1 or 2."""

    name: str
    stars: int
    bound: Expression | None
    default: Expression | None


@_node
class FunctionDefinition(Statement):
    """`def` or `async def`; the docstring stays in the body."""

    name: str
    parameters: tuple[Parameter, ...]
    body: Block
    decorators: tuple[Expression, ...]
    returns: Expression | None
    type_parameters: tuple[TypeParameter, ...]
    is_async: bool


@_node
class ClassDefinition(Statement):
    """`class`; `bases` may be `Starred`."""

    name: str
    bases: tuple[Expression, ...]
    keywords: tuple[Keyword, ...]
    body: Block
    decorators: tuple[Expression, ...]
    type_parameters: tuple[TypeParameter, ...]


@_node
class TypeAlias(Statement):
    """`type name[parameters] = value`."""

    name: Name
    type_parameters: tuple[TypeParameter, ...]
    value: Expression


@_node
class MatchCase(Node):
    """`case pattern if guard`."""

    pattern: Pattern
    guard: Expression | None
    body: Block


@_node
class Match(Statement):
    """`match subject`."""

    subject: Expression
    cases: tuple[MatchCase, ...]


# ---------------------------------------------------------------------------------- patterns


@_node
class ValuePattern(Pattern):
    """A literal or dotted name, compared by `==`."""

    value: Expression


@_node
class SingletonPattern(Pattern):
    """`None`, `True` or `False`, compared by `is`."""

    value: bool | None


@_node
class SequencePattern(Pattern):
    """`[patterns]`; at most one is a `StarPattern`."""

    patterns: tuple[Pattern, ...]


@_node
class StarPattern(Pattern):
    """`*name` in a sequence; no name for `*_`."""

    name: str | None


@_node
class MappingPattern(Pattern):
    """`{key: pattern, **rest}`."""

    keys: tuple[Expression, ...]
    patterns: tuple[Pattern, ...]
    rest: str | None


@_node
class ClassPattern(Pattern):
    """`cls(patterns, names=patterns)`."""

    cls: Expression
    patterns: tuple[Pattern, ...]
    keyword_names: tuple[str, ...]
    keyword_patterns: tuple[Pattern, ...]


@_node
class CapturePattern(Pattern):
    """`pattern as name`; no pattern is a bare name, neither is `_`."""

    pattern: Pattern | None
    name: str | None


@_node
class AlternativesPattern(Pattern):
    """`a | b`."""

    patterns: tuple[Pattern, ...]


# ------------------------------------------------------------------------------------ module


class Spans(Sequence[Span]):
    """The place of every node, by index; worked out at the first question, then kept."""

    __slots__ = ("_compute", "_spans")

    def __init__(self, compute: Callable[[], Sequence[Span]]) -> None:
        self._compute: Callable[[], Sequence[Span]] | None = compute
        self._spans: Sequence[Span] = ()

    def _table(self) -> Sequence[Span]:
        if self._compute is not None:
            self._spans = self._compute()
            self._compute = None  # lets go of the syntax tree
        return self._spans

    def __getitem__(self, index):  # type: ignore[no-untyped-def]  # int or slice, as Sequence asks
        return self._table()[index]

    def __len__(self) -> int:
        return len(self._table())


@_node
class Module(Node):
    """A script after parsing and lowering. `Module.index` is 0 and spans the whole text."""

    script: Script
    body: Block
    node_count: int
    spans: Spans

    def span(self, node: Node) -> Span:
        """Where a node stands."""
        span: Span = self.spans[node.index]
        return span

    def line(self, node: Node) -> int:
        """The line, counted from 1, on which a node begins."""
        return self.script.position(self.spans[node.index].start).line


@lru_cache(maxsize=None)
def _child_fields(kind: type[Node]) -> tuple[str, ...]:
    plain: Final = {"index", "script", "node_count", "spans"}
    return tuple(field.name for field in fields(kind) if field.name not in plain)


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below a node, in the order of their fields."""
    for name in _child_fields(type(node)):
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, Node):
                    yield item


def walk(node: Node) -> Iterator[Node]:
    """A node and all below it, parents first, in source order of fields; needs no recursion."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(tuple(children(current))))
