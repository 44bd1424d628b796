"""Expressions: what may not stand where it stands. One function for each kind that needs one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .. import ir
from .checker import (
    AN_ANNOTATION,
    COMPREHENSIONS,
    Checker,
    Comprehension,
    Frame,
    FrameKind,
    Place,
    Visit,
)
from .targets import bind_target

_ASYNC_FIRST: Final = "make the function around it `async def`"
_COMPREHENSION_KINDS: Final[Mapping[type, FrameKind]] = {
    ir.ListComprehension: FrameKind.LIST,
    ir.SetComprehension: FrameKind.SET,
    ir.DictComprehension: FrameKind.DICT,
    ir.GeneratorExpression: FrameKind.GENERATOR,
}
_BLOCKS: Final = 20


def attribute(checker: Checker, node: ir.Attribute | ir.FormattedValue) -> None:
    """`value.name`."""
    checker.push(node.value)


def subscript(checker: Checker, node: ir.Subscript) -> None:
    """`value[key]`."""
    checker.stack += (node.value, node.key)


def binary(checker: Checker, node: ir.BinaryOperation) -> None:
    """`left + right`."""
    checker.stack += (node.left, node.right)


def unary(checker: Checker, node: ir.UnaryOperation) -> None:
    """`-operand`."""
    checker.push(node.operand)


def boolean(checker: Checker, node: ir.BooleanOperation) -> None:
    """`a and b`."""
    checker.stack += node.operands


def comparison(checker: Checker, node: ir.Compare) -> None:
    """`a < b`."""
    checker.push(node.left)
    checker.stack += node.comparators


def conditional(checker: Checker, node: ir.Conditional) -> None:
    """`body if test else orelse`."""
    checker.stack += (node.test, node.body, node.orelse)


def slices(checker: Checker, node: ir.Slice) -> None:
    """`lower:upper:step`."""
    checker.push_some((node.lower, node.upper, node.step))


def call(checker: Checker, node: ir.Call) -> None:
    """`callee(arguments)`."""
    push = checker.push
    push(node.callee)
    for argument in node.arguments:
        push(argument.value if type(argument) is ir.Starred else argument)
    for keyword in node.keywords:
        if keyword.name == "__debug__":
            checker.bind(keyword.name, keyword)
        push(keyword.value)


def display(checker: Checker, node: ir.List | ir.Tuple | ir.Set) -> None:
    """`[a, *b]`."""
    push = checker.push
    for element in node.elements:
        push(element.value if type(element) is ir.Starred else element)


def dict_display(checker: Checker, node: ir.Dict) -> None:
    """`{a: b, **c}`."""
    for item in node.items:
        if item.key is not None:
            checker.push(item.key)
        checker.push(item.value)


def formatted(checker: Checker, node: ir.FormattedString) -> None:
    """An f-string; its fields may hold others in their specification."""
    for part in node.parts:
        if type(part) is ir.FormattedValue:
            if type(part.value) is ir.Starred:
                checker.refuse(part.value, "f-string: cannot use starred expression here")
            else:
                checker.push(part.value)
            if part.specification is not None:
                checker.push(part.specification)


def misplaced_star(checker: Checker, node: ir.Starred) -> None:
    """A star that no display, call or target around has taken."""
    checker.refuse(node, "can't use starred expression here", "put it in brackets: `[*values]`")
    checker.push(node.value)


def named(checker: Checker, node: ir.NamedExpression) -> None:
    """`target := value`; what comprehensions forbid is checked by `named`, once all is visited."""
    frame = checker.place.frame
    if frame.kind is FrameKind.LAZY:
        checker.report(node, f"'named expression' can not be used within {frame.what}")
    checker.bind(node.target.identifier, node.target)
    checker.has_named = True
    checker.push(node.value)


def awaited(checker: Checker, node: ir.Await) -> None:
    """`await value`."""
    frame = checker.place.frame
    kind = frame.kind
    if kind in COMPREHENSIONS:
        _mark_async(checker, frame)
    elif kind is FrameKind.LAZY:
        checker.report(node, f"'await expression' can not be used within {frame.what}")
    elif kind is FrameKind.CLASS or (kind is FrameKind.MODULE and not checker.allows_await):
        checker.refuse(node, "'await' outside function")
    elif kind is FrameKind.LAMBDA or (kind is FrameKind.FUNCTION and not frame.is_async):
        checker.refuse(node, "'await' outside async function", _ASYNC_FIRST)
    checker.push(node.value)


def _mark_async(checker: Checker, frame: Frame) -> None:
    """A comprehension awaits: so do the ones around it, and something has to await them all.

    A generator expression awaits nothing before it is asked for values, so it may stand anywhere.
    """
    while frame.kind in COMPREHENSIONS and not frame.is_async:
        frame.is_async = True
        if frame.kind is FrameKind.GENERATOR:
            return
        parent = frame.parent
        assert parent is not None, "only a module has no frame around it"
        if (
            parent.kind in (FrameKind.CLASS, FrameKind.LAMBDA)
            or (parent.kind is FrameKind.MODULE and not checker.allows_await)
            or (parent.kind is FrameKind.FUNCTION and not parent.is_async)
        ):
            message = "asynchronous comprehension outside of an asynchronous function"
            checker.refuse(frame.node, message, _ASYNC_FIRST)
        frame = parent


def yielded(checker: Checker, node: ir.Yield | ir.YieldFrom) -> None:
    """`yield value`, `yield from value`."""
    frame = checker.place.frame
    kind = frame.kind
    if kind is FrameKind.UNEVALUATED:
        assert frame.parent is not None, "it stands in a function"
        frame.parent.has_yield = True
    elif kind in COMPREHENSIONS:
        checker.report(node, f"'yield' inside {kind.value}")
    elif kind is FrameKind.LAZY:
        checker.report(node, f"'yield expression' can not be used within {frame.what}")
    elif kind in (FrameKind.MODULE, FrameKind.CLASS):
        checker.refuse(node, "'yield' outside function")
    elif frame.is_async and isinstance(node, ir.YieldFrom):
        checker.report(node, "'yield from' inside async function", "use `async for` and `yield`")
    else:
        frame.has_yield = True
    if node.value is not None:
        checker.push(node.value)


def comprehension(checker: Checker, node: Comprehension) -> None:
    """Its first iterable belongs to the frame around it, all else to a frame of its own."""
    frame = Frame(_COMPREHENSION_KINDS[type(node)], node, checker.place.frame)
    checker.comprehensions.append((node, frame))
    first = node.clauses[0]
    checker.push(first.iterable)
    inside: list[ir.Node] = []
    for clause in node.clauses:
        if clause is not first:
            inside.append(clause.iterable)
        inside.extend(clause.conditions)
        bind_target(checker, clause.target, inside)
    if isinstance(node, ir.DictComprehension):
        inside += (node.key, node.value)
    elif type(node.element) is ir.Starred:
        checker.report(node.element, "iterable unpacking cannot be used in comprehension")
        inside.append(node.element.value)
    else:
        inside.append(node.element)
    checker.later.append((Place(frame), inside))
    asynchronous = sum(clause.is_async for clause in node.clauses)
    if asynchronous:
        _mark_async(checker, frame)
    if asynchronous > _BLOCKS:
        checker.report(node, "too many statically nested blocks")


def anonymous(checker: Checker, node: ir.Lambda) -> None:
    """`lambda parameters: body`."""
    parameters(checker, node.parameters)
    frame = Frame(FrameKind.LAMBDA, node, checker.place.frame)
    checker.later.append((Place(frame), (node.body,)))


def parameters(checker: Checker, nodes: tuple[ir.Parameter, ...]) -> None:
    """Names of parameters, once each; defaults are evaluated where the function is defined."""
    seen: set[str] = set()
    for parameter in nodes:
        name = parameter.name
        checker.bind(name, parameter)
        if name in seen:
            checker.report(parameter, f"duplicate argument '{name}' in function definition")
        seen.add(name)
        if parameter.default is not None:
            checker.push(parameter.default)
        if parameter.annotation is not None:
            hint = parameter.annotation
            is_var = parameter.kind is ir.ParameterKind.VAR_POSITIONAL
            annotation(checker, hint.value if is_var and type(hint) is ir.Starred else hint)


def annotation(checker: Checker, node: ir.Expression) -> None:
    """An annotation that is evaluated here, unless the script asks for annotations as text."""
    if type(node) is ir.Name:
        return
    if "annotations" in checker.future:
        lazily(checker, node, AN_ANNOTATION)
    else:
        checker.push(node)


def lazily(checker: Checker, node: ir.Expression, what: str) -> None:
    """An expression in a frame that runs later, if ever."""
    frame = Frame(FrameKind.LAZY, node, checker.place.frame, what=what)
    checker.later.append((Place(frame), (node,)))


EXPRESSIONS: Final[Mapping[type, Visit]] = {
    ir.Attribute: attribute,
    ir.Subscript: subscript,
    ir.BinaryOperation: binary,
    ir.UnaryOperation: unary,
    ir.BooleanOperation: boolean,
    ir.Compare: comparison,
    ir.Conditional: conditional,
    ir.Slice: slices,
    ir.Call: call,
    ir.List: display,
    ir.Tuple: display,
    ir.Set: display,
    ir.Dict: dict_display,
    ir.FormattedString: formatted,
    ir.Starred: misplaced_star,
    ir.NamedExpression: named,
    ir.Await: awaited,
    ir.Yield: yielded,
    ir.YieldFrom: yielded,
    ir.ListComprehension: comprehension,
    ir.SetComprehension: comprehension,
    ir.DictComprehension: comprehension,
    ir.GeneratorExpression: comprehension,
    ir.Lambda: anonymous,
}
