"""Makes the nodes of functions, lambdas and classes."""

from __future__ import annotations

from collections.abc import Callable

from foretell.interpreter.kernel import (
    ASYNC_GENERATOR,
    COROUTINE,
    GENERATOR,
    PLAIN,
    Code,
    Expression,
    Statement,
)
from foretell.interpreter.library.protocols import GenericBase
from foretell.interpreter.linker.context import Context, Preparation
from foretell.interpreter.linker.core import LINKERS, link
from foretell.interpreter.linker.names import bind_name
from foretell.interpreter.nodes.arguments import Arguments
from foretell.interpreter.nodes.blocks import Preparing, Return
from foretell.interpreter.nodes.definitions import (
    ClassDefinition,
    FunctionDefinition,
    Lambda,
    Maker,
    TypeParameters,
)
from foretell.interpreter.nodes.names import Constant
from foretell_analyzer import ir

Block = Callable[[Context, ir.Block], tuple[Statement | None, int]]
"""Makes the nodes of a block; gives the first one and the number of statements."""


def held(context: Context, preparation: Preparation, node: ir.Expression) -> Expression:
    """Make an operand that is evaluated where a function or class is defined."""
    made = link(context, node)
    return preparation.hold(made) if made.resumable else made


def link_parameters(
    context: Context,
    parameters: tuple[ir.Parameter, ...],
    maker: Maker,
    preparation: Preparation,
) -> None:
    """Fill in what the parameters of a function say."""
    code = maker.code
    for slot, parameter in enumerate(parameters):
        match parameter.kind:
            case ir.ParameterKind.POSITIONAL_ONLY:
                code.positional_only += 1
                code.positional += 1
            case ir.ParameterKind.POSITIONAL_OR_KEYWORD:
                code.positional += 1
            case ir.ParameterKind.VAR_POSITIONAL:
                code.rest = slot
            case ir.ParameterKind.VAR_KEYWORD:
                code.keywords = slot
            case ir.ParameterKind.KEYWORD_ONLY:
                code.keyword_only.append(slot)
                if parameter.default is None:
                    maker.required_names = True
                else:
                    maker.named_slots.append(slot)
                    maker.named_defaults.append(held(context, preparation, parameter.default))
                continue
        if parameter.default is not None:
            maker.slots.append(slot)
            maker.defaults.append(held(context, preparation, parameter.default))


def annotation(context: Context, node: ir.Expression) -> Expression:
    """Make what an annotation is evaluated to: its text, if that is postponed."""
    if context.table.postponed:
        module = context.table.resolution.module
        return Constant(node.index, module.script.snippet(module.span(node)))
    return link(context, node)


def link_annotations(
    context: Context,
    parameters: tuple[ir.Parameter, ...],
    returns: ir.Expression | None,
    maker: Maker,
) -> None:
    """Fill in the annotations of a function."""
    for parameter in parameters:
        if parameter.annotation is not None:
            maker.annotated.append(parameter.name)
            maker.annotations.append(annotation(context, parameter.annotation))
    if returns is not None:
        maker.annotated.append("return")
        maker.annotations.append(annotation(context, returns))


def captures_of(context: Context) -> list[tuple[int, int]]:
    """Return the free names of a frame: slots there and in the frame around."""
    return [(here, there) for here, there in context.frame.scope.captures]


def link_lambda(context: Context, node: ir.Lambda) -> Expression:
    """`lambda parameters: body`."""
    inner = context.opened(node, "<lambda>")
    code = Code("<lambda>", inner.frame.qualified_name, node.index)
    maker = Maker(code, captures_of(inner))
    preparation = Preparation(context)
    link_parameters(context, node.parameters, maker, preparation)
    body = link(inner, node.body)
    code.cost = 2
    if inner.frame.yields:
        code.kind = GENERATOR
        code.body = Return(body.index, body)
        code.body.resumable = body.resumable
    else:
        code.value = body
    inner.finish(code)
    return Lambda(node.index, maker)


LINKERS[ir.Lambda] = link_lambda


def documentation_of(block: ir.Block) -> str | None:
    """Return the docstring of a body."""
    if block and isinstance(block[0], ir.ExpressionStatement):
        value = block[0].value
        if isinstance(value, ir.Constant) and isinstance(value.value, str):
            return value.value
    return None


def link_function(context: Context, node: ir.FunctionDefinition, block: Block) -> Statement:
    """`def` and `async def`."""
    outer = context
    if node.type_parameters:
        context = context.within(context.table.resolution.type_scopes[node.index])
    name = outer.unmangle(node.name)
    inner = context.opened(node, name)
    inner.frame.is_async = node.is_async
    code = Code(name, outer.qualify(name), node.index)
    inner.frame.qualified_name = code.qualified_name
    maker = Maker(code, captures_of(inner))
    preparation = Preparation(outer)
    decorators = [held(outer, preparation, one) for one in node.decorators]
    link_parameters(context, node.parameters, maker, preparation)
    link_annotations(context, node.parameters, node.returns, maker)
    code.documentation = documentation_of(node.body)
    first, count = block(inner, node.body)
    code.cost = 1 + count
    code.kind = kind_of(inner, is_async=node.is_async)
    code.body = first
    if code.kind == PLAIN and isinstance(first, Return) and first.next is None:
        code.value = first.value
    inner.finish(code)
    target = bind_name(outer, node.index, node.name)
    made: Statement = FunctionDefinition(node.index, maker, decorators, target)
    if preparation.operands:
        made = Preparing(node.index, preparation.operands, preparation.slots, made)
    return with_type_parameters(context, node.index, node.type_parameters, made)


def kind_of(context: Context, *, is_async: bool) -> int:
    """Return what a call of a function makes."""
    if is_async:
        return ASYNC_GENERATOR if context.frame.yields else COROUTINE
    return GENERATOR if context.frame.yields else PLAIN


def with_type_parameters(
    context: Context, index: int, parameters: tuple[ir.TypeParameter, ...], made: Statement
) -> Statement:
    """Have the type parameters of a definition bound before it."""
    if not parameters:
        return made
    targets = [bind_name(context, one.index, one.name) for one in parameters]
    names = [one.name for one in parameters]
    stars = [one.stars for one in parameters]
    cells = list(context.scope.comprehension_cells)
    return TypeParameters(index, cells, targets, names, stars, made)


def link_class(context: Context, node: ir.ClassDefinition, block: Block) -> Statement:
    """`class`."""
    outer = context
    if node.type_parameters:
        context = context.within(context.table.resolution.type_scopes[node.index])
    name = outer.unmangle(node.name)
    preparation = Preparation(outer)
    decorators = [held(outer, preparation, one) for one in node.decorators]
    bases = [held(context, preparation, one) for one in node.bases]
    if node.type_parameters:
        bases.append(Constant(node.index, GenericBase(len(node.type_parameters))))
    names = [keyword.name for keyword in node.keywords]
    values = [held(context, preparation, keyword.value) for keyword in node.keywords]
    inner = context.opened(node, name)
    code = Code(name, outer.qualify(name), node.index)
    inner.frame.qualified_name = code.qualified_name
    code.documentation = documentation_of(node.body)
    first, count = block(inner, node.body)
    code.cost = 1 + count
    code.body = first
    inner.finish(code)
    scope = inner.frame.scope
    cell = scope.bindings["__class__"].slot if scope.uses_class_cell else -1
    if cell >= 0 and cell not in code.cells:
        code.cells.append(cell)
    made: Statement = ClassDefinition(
        node.index,
        code,
        captures_of(inner),
        Arguments(node.index, bases, names, values),
        decorators,
        bind_name(outer, node.index, node.name),
        inner.frame.namespace,
        cell,
    )
    if preparation.operands:
        made = Preparing(node.index, preparation.operands, preparation.slots, made)
    return with_type_parameters(context, node.index, node.type_parameters, made)
