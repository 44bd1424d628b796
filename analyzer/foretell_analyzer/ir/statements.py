"""Statements, in the shape of Python's own abstract grammar."""

from __future__ import annotations

from .expressions import Keyword, Name, Parameter
from .nodes import Block, Expression, Node, Pattern, Statement, node
from .operators import BinaryOperator


@node
class ExpressionStatement(Statement):
    """An expression on a line of its own; the last one of a script is its result."""

    value: Expression


@node
class Assign(Statement):
    """`a = b = value`: targets from left to right."""

    targets: tuple[Expression, ...]
    value: Expression


@node
class AugmentedAssign(Statement):
    """`target operator= value`."""

    target: Expression
    operator: BinaryOperator
    value: Expression


@node
class AnnotatedAssign(Statement):
    """`target: annotation = value`; `is_simple` if the target is a bare name."""

    target: Expression
    annotation: Expression
    value: Expression | None
    is_simple: bool


@node
class Return(Statement):
    """`return value`."""

    value: Expression | None


@node
class Delete(Statement):
    """`del targets`."""

    targets: tuple[Expression, ...]


@node
class Pass(Statement):
    """`pass`."""


@node
class Break(Statement):
    """`break`."""


@node
class Continue(Statement):
    """`continue`."""


@node
class Raise(Statement):
    """`raise exception from cause`."""

    exception: Expression | None
    cause: Expression | None


@node
class Assert(Statement):
    """`assert test, message`."""

    test: Expression
    message: Expression | None


@node
class Global(Statement):
    """`global names`."""

    names: tuple[str, ...]


@node
class Nonlocal(Statement):
    """`nonlocal names`."""

    names: tuple[str, ...]


@node
class ImportedName(Node):
    """`name as alias`; `name` is dotted in `import`, `*` in `from m import *`."""

    name: str
    alias: str | None


@node
class Import(Statement):
    """`import names`."""

    names: tuple[ImportedName, ...]


@node
class ImportFrom(Statement):
    """`from module import names`; `level` counts leading dots."""

    module: str | None
    names: tuple[ImportedName, ...]
    level: int


@node
class If(Statement):
    """`if`; an `elif` is an `If` alone in `orelse`."""

    test: Expression
    body: Block
    orelse: Block


@node
class For(Statement):
    """`for target in iterable`, with its `else`."""

    target: Expression
    iterable: Expression
    body: Block
    orelse: Block
    is_async: bool


@node
class While(Statement):
    """`while test`, with its `else`."""

    test: Expression
    body: Block
    orelse: Block


@node
class WithItem(Node):
    """`manager as target`."""

    manager: Expression
    target: Expression | None


@node
class With(Statement):
    """`with items`."""

    items: tuple[WithItem, ...]
    body: Block
    is_async: bool


@node
class ExceptionHandler(Node):
    """`except kind as name`; no kind catches all."""

    kind: Expression | None
    name: str | None
    body: Block


@node
class Try(Statement):
    """`try`; `is_group` if its handlers are `except*`."""

    body: Block
    handlers: tuple[ExceptionHandler, ...]
    orelse: Block
    final: Block
    is_group: bool


@node
class TypeParameter(Node):
    """`T: bound = default`, `*Ts` or `**P` of PEP 695; `stars` is 0, 1 or 2."""

    name: str
    stars: int
    bound: Expression | None
    default: Expression | None


@node
class FunctionDefinition(Statement):
    """`def` or `async def`; the docstring stays in the body."""

    name: str
    parameters: tuple[Parameter, ...]
    body: Block
    decorators: tuple[Expression, ...]
    returns: Expression | None
    type_parameters: tuple[TypeParameter, ...]
    is_async: bool


@node
class ClassDefinition(Statement):
    """`class`; `bases` may be `Starred`."""

    name: str
    bases: tuple[Expression, ...]
    keywords: tuple[Keyword, ...]
    body: Block
    decorators: tuple[Expression, ...]
    type_parameters: tuple[TypeParameter, ...]


@node
class TypeAlias(Statement):
    """`type name[parameters] = value`."""

    name: Name
    type_parameters: tuple[TypeParameter, ...]
    value: Expression


@node
class MatchCase(Node):
    """`case pattern if guard`."""

    pattern: Pattern
    guard: Expression | None
    body: Block


@node
class Match(Statement):
    """`match subject`."""

    subject: Expression
    cases: tuple[MatchCase, ...]
