"""Statements: one function for each kind of LibCST's, and the table of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import libcst as cst

from .. import ir
from .builder import Builder, NotLowered, Table, normal
from .expressions import BINARY, arguments, parameters

_AUGMENTED: Final[Mapping[type, ir.BinaryOperator]] = {
    getattr(cst, f"{kind.__name__}Assign"): operator for kind, operator in BINARY.items()
}


def expression(builder: Builder, node: cst.Expr) -> ir.ExpressionStatement:
    """An expression on its own."""
    return ir.ExpressionStatement(builder.index(node), builder.expression(node.value))


def assign(builder: Builder, node: cst.Assign) -> ir.Assign:
    """`a = b = value`."""
    index = builder.index(node)
    targets = tuple(builder.expression(one.target) for one in node.targets)
    return ir.Assign(index, targets, builder.expression(node.value))


def annotated(builder: Builder, node: cst.AnnAssign) -> ir.AnnotatedAssign:
    """`a: b = c`."""
    index = builder.index(node)
    target = builder.expression(node.target)
    annotation = builder.expression(node.annotation.annotation)
    is_simple = isinstance(node.target, cst.Name) and not node.target.lpar
    return ir.AnnotatedAssign(index, target, annotation, builder.optional(node.value), is_simple)


def augmented(builder: Builder, node: cst.AugAssign) -> ir.AugmentedAssign:
    """`a += b`."""
    index = builder.index(node)
    target = builder.expression(node.target)
    operator = _AUGMENTED[type(node.operator)]
    return ir.AugmentedAssign(index, target, operator, builder.expression(node.value))


def returned(builder: Builder, node: cst.Return) -> ir.Return:
    """`return a`."""
    return ir.Return(builder.index(node), builder.optional(node.value))


def deleted(builder: Builder, node: cst.Del) -> ir.Delete:
    """`del a, b`."""
    index = builder.index(node)
    target = builder.expression(node.target)
    if isinstance(target, ir.Tuple) and isinstance(node.target, cst.Tuple) and not node.target.lpar:
        return ir.Delete(index, target.elements)
    return ir.Delete(index, (target,))


def passed(builder: Builder, node: cst.Pass) -> ir.Pass:
    """`pass`."""
    return ir.Pass(builder.index(node))


def broken(builder: Builder, node: cst.Break) -> ir.Break:
    """`break`."""
    return ir.Break(builder.index(node))


def continued(builder: Builder, node: cst.Continue) -> ir.Continue:
    """`continue`."""
    return ir.Continue(builder.index(node))


def raised(builder: Builder, node: cst.Raise) -> ir.Raise:
    """`raise a from b`."""
    index = builder.index(node)
    exception = builder.optional(node.exc)
    cause = None if node.cause is None else builder.expression(node.cause.item)
    return ir.Raise(index, exception, cause)


def asserted(builder: Builder, node: cst.Assert) -> ir.Assert:
    """`assert a, b`."""
    index = builder.index(node)
    return ir.Assert(index, builder.expression(node.test), builder.optional(node.msg))


def global_names(builder: Builder, node: cst.Global) -> ir.Global:
    """`global a`."""
    names = tuple(builder.mangle(one.name.value) for one in node.names)
    return ir.Global(builder.index(node), names)


def nonlocal_names(builder: Builder, node: cst.Nonlocal) -> ir.Nonlocal:
    """`nonlocal a`."""
    names = tuple(builder.mangle(one.name.value) for one in node.names)
    return ir.Nonlocal(builder.index(node), names)


def _dotted(node: cst.BaseExpression) -> str:
    parts: list[str] = []
    rest: cst.BaseExpression = node
    while isinstance(rest, cst.Attribute):
        parts.append(rest.attr.value)
        rest = rest.value
    assert isinstance(rest, cst.Name)
    return ".".join([rest.value, *reversed(parts)])


def _imported(builder: Builder, names: Sequence[cst.ImportAlias]) -> tuple[ir.ImportedName, ...]:
    result: list[ir.ImportedName] = []
    for one in names:
        alias = None if one.asname is None else builder.mangle(_bound(one.asname))
        name = builder.mangle(_dotted(one.name))
        result.append(ir.ImportedName(builder.index(one), name, alias))
    return tuple(result)


def imported(builder: Builder, node: cst.Import) -> ir.Import:
    """`import a.b as c`."""
    index = builder.index(node)
    return ir.Import(index, _imported(builder, node.names))


def imported_from(builder: Builder, node: cst.ImportFrom) -> ir.ImportFrom:
    """`from a import b as c`."""
    index = builder.index(node)
    module = None if node.module is None else normal(_dotted(node.module))
    if isinstance(node.names, cst.ImportStar):
        names: tuple[ir.ImportedName, ...] = (
            ir.ImportedName(builder.index(node.names), "*", None),
        )
    else:
        names = _imported(builder, node.names)
    return ir.ImportFrom(index, module, names, len(node.relative))


def _bound(node: cst.AsName) -> str:
    if not isinstance(node.name, cst.Name):
        raise NotLowered(node, "a name is expected behind `as`")
    return node.name.value


def condition(builder: Builder, node: cst.If) -> ir.If:
    """`if`, `elif`, `else`: a chain is walked in a loop and built from its end."""
    branches: list[tuple[int, ir.Expression, ir.Block]] = []
    rest: cst.If | cst.Else | None = node
    while isinstance(rest, cst.If):
        index = builder.index(rest)
        branches.append((index, builder.expression(rest.test), builder.block(rest.body)))
        rest = rest.orelse
    orelse = () if rest is None else builder.block(rest.body)
    index, test, body = branches.pop()
    result = ir.If(index, test, body, orelse)
    for index, test, body in reversed(branches):
        result = ir.If(index, test, body, (result,))
    return result


def for_loop(builder: Builder, node: cst.For) -> ir.For:
    """`for`."""
    return ir.For(
        builder.index(node),
        builder.expression(node.target),
        builder.expression(node.iter),
        builder.block(node.body),
        () if node.orelse is None else builder.block(node.orelse.body),
        node.asynchronous is not None,
    )


def while_loop(builder: Builder, node: cst.While) -> ir.While:
    """`while`."""
    return ir.While(
        builder.index(node),
        builder.expression(node.test),
        builder.block(node.body),
        () if node.orelse is None else builder.block(node.orelse.body),
    )


def with_block(builder: Builder, node: cst.With) -> ir.With:
    """`with`."""
    index = builder.index(node)
    items = tuple(
        ir.WithItem(
            builder.index(one),
            builder.expression(one.item),
            None if one.asname is None else builder.expression(one.asname.name),
        )
        for one in node.items
    )
    return ir.With(index, items, builder.block(node.body), node.asynchronous is not None)


def attempt(builder: Builder, node: cst.Try | cst.TryStar) -> ir.Try:
    """`try` with `except` or `except*`."""
    index = builder.index(node)
    body = builder.block(node.body)
    handlers: list[ir.ExceptionHandler] = []
    for one in node.handlers:
        handler = builder.index(one)
        if isinstance(one.type, cst.Tuple) and not one.type.lpar:
            raise NotLowered(one.type, "multiple exception types must be parenthesized")
        kind = builder.optional(one.type)
        bound = None if one.name is None else builder.mangle(_bound(one.name))
        handlers.append(ir.ExceptionHandler(handler, kind, bound, builder.block(one.body)))
    orelse = () if node.orelse is None else builder.block(node.orelse.body)
    final = () if node.finalbody is None else builder.block(node.finalbody.body)
    return ir.Try(index, body, tuple(handlers), orelse, final, isinstance(node, cst.TryStar))


def _type_parameters(
    builder: Builder, node: cst.TypeParameters | None
) -> tuple[ir.TypeParameter, ...]:
    if node is None:
        return ()
    result: list[ir.TypeParameter] = []
    for one in node.params:
        param = one.param
        stars = {cst.TypeVar: 0, cst.TypeVarTuple: 1, cst.ParamSpec: 2}[type(param)]
        index = builder.index(one)
        bound = builder.optional(param.bound) if isinstance(param, cst.TypeVar) else None
        default = None
        if one.default is not None:
            star = builder.index(one.default) if one.star else -1
            default = builder.expression(one.default)
            default = ir.Starred(star, default) if one.star else default
        name = builder.mangle(param.name.value)
        result.append(ir.TypeParameter(index, name, stars, bound, default))
    return tuple(result)


def function(builder: Builder, node: cst.FunctionDef) -> ir.FunctionDefinition:
    """`def`, `async def`."""
    index = builder.index(node)
    decorators = tuple(builder.expression(one.decorator) for one in node.decorators)
    type_parameters = _type_parameters(builder, node.type_parameters)
    params = parameters(builder, node.params)
    returns = None if node.returns is None else builder.expression(node.returns.annotation)
    return ir.FunctionDefinition(
        index,
        builder.mangle(node.name.value),
        params,
        builder.block(node.body),
        decorators,
        returns,
        type_parameters,
        node.asynchronous is not None,
    )


def class_definition(builder: Builder, node: cst.ClassDef) -> ir.ClassDefinition:
    """`class`."""
    index = builder.index(node)
    decorators = tuple(builder.expression(one.decorator) for one in node.decorators)
    type_parameters = _type_parameters(builder, node.type_parameters)
    bases, keywords = arguments(builder, (*node.bases, *node.keywords))
    bound = builder.mangle(node.name.value)
    builder.classes.append(normal(node.name.value))
    try:
        body = builder.block(node.body)
    finally:
        builder.classes.pop()
    return ir.ClassDefinition(index, bound, bases, keywords, body, decorators, type_parameters)


def type_alias(builder: Builder, node: cst.TypeAlias) -> ir.TypeAlias:
    """`type a = b`."""
    index = builder.index(node)
    name = ir.Name(builder.index(node.name), builder.mangle(node.name.value))
    type_parameters = _type_parameters(builder, node.type_parameters)
    return ir.TypeAlias(index, name, type_parameters, builder.expression(node.value))


def matched(builder: Builder, node: cst.Match) -> ir.Match:
    """`match`."""
    index = builder.index(node)
    subject = builder.expression(node.subject)
    cases = tuple(
        ir.MatchCase(
            builder.index(one),
            builder.pattern(one.pattern),
            builder.optional(one.guard),
            builder.block(one.body),
        )
        for one in node.cases
    )
    return ir.Match(index, subject, cases)


STATEMENTS: Final = Table(
    {
        cst.Expr: expression,
        cst.Assign: assign,
        cst.AnnAssign: annotated,
        cst.AugAssign: augmented,
        cst.Return: returned,
        cst.Del: deleted,
        cst.Pass: passed,
        cst.Break: broken,
        cst.Continue: continued,
        cst.Raise: raised,
        cst.Assert: asserted,
        cst.Global: global_names,
        cst.Nonlocal: nonlocal_names,
        cst.Import: imported,
        cst.ImportFrom: imported_from,
        cst.If: condition,
        cst.For: for_loop,
        cst.While: while_loop,
        cst.With: with_block,
        cst.Try: attempt,
        cst.TryStar: attempt,
        cst.FunctionDef: function,
        cst.ClassDef: class_definition,
        cst.TypeAlias: type_alias,
        cst.Match: matched,
    }
)
