"""Expressions: one function for each kind of LibCST's, and the table of them.

A node takes its number before its parts do. Chains that lean to the left (`a + b + c`, `a.b().c`)
are walked in a loop, so that their length costs no stack.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import libcst as cst

from .. import ir
from . import literals
from .builder import Builder, NotLowered, Table, normal

BINARY: Final[Mapping[type, ir.BinaryOperator]] = {
    cst.Add: ir.BinaryOperator.ADD,
    cst.Subtract: ir.BinaryOperator.SUBTRACT,
    cst.Multiply: ir.BinaryOperator.MULTIPLY,
    cst.MatrixMultiply: ir.BinaryOperator.MATRIX_MULTIPLY,
    cst.Divide: ir.BinaryOperator.DIVIDE,
    cst.FloorDivide: ir.BinaryOperator.FLOOR_DIVIDE,
    cst.Modulo: ir.BinaryOperator.MODULO,
    cst.Power: ir.BinaryOperator.POWER,
    cst.LeftShift: ir.BinaryOperator.LEFT_SHIFT,
    cst.RightShift: ir.BinaryOperator.RIGHT_SHIFT,
    cst.BitAnd: ir.BinaryOperator.BIT_AND,
    cst.BitOr: ir.BinaryOperator.BIT_OR,
    cst.BitXor: ir.BinaryOperator.BIT_XOR,
}
_UNARY: Final[Mapping[type, ir.UnaryOperator]] = {
    cst.Minus: ir.UnaryOperator.NEGATE,
    cst.Plus: ir.UnaryOperator.PLUS,
    cst.BitInvert: ir.UnaryOperator.INVERT,
    cst.Not: ir.UnaryOperator.NOT,
}
_COMPARISON: Final[Mapping[type, ir.Comparison]] = {
    cst.Equal: ir.Comparison.EQUAL,
    cst.NotEqual: ir.Comparison.NOT_EQUAL,
    cst.LessThan: ir.Comparison.LESS,
    cst.LessThanEqual: ir.Comparison.LESS_EQUAL,
    cst.GreaterThan: ir.Comparison.GREATER,
    cst.GreaterThanEqual: ir.Comparison.GREATER_EQUAL,
    cst.Is: ir.Comparison.IS,
    cst.IsNot: ir.Comparison.IS_NOT,
    cst.In: ir.Comparison.IN,
    cst.NotIn: ir.Comparison.NOT_IN,
}
_SINGLETONS: Final[Mapping[str, object]] = {"None": None, "True": True, "False": False}


def name(builder: Builder, node: cst.Name) -> ir.Name | ir.Constant:
    """A name; LibCST has the three named constants among them."""
    if node.value in _SINGLETONS:
        return ir.Constant(builder.index(node), _SINGLETONS[node.value])
    return ir.Name(builder.index(node), builder.mangle(node.value))


def binary(builder: Builder, node: cst.BinaryOperation) -> ir.Expression:
    """`a + b + c`, from the left."""
    spine: list[tuple[int, cst.BinaryOperation]] = []
    left: cst.BaseExpression = node
    while isinstance(left, cst.BinaryOperation):
        spine.append((builder.index(left), left))
        left = left.left
    result = builder.expression(left)
    for index, link in reversed(spine):
        operator = BINARY[type(link.operator)]
        result = ir.BinaryOperation(index, result, operator, builder.expression(link.right))
    return result


def boolean(builder: Builder, node: cst.BooleanOperation) -> ir.BooleanOperation:
    """`a and b and c` is one operation of three operands; brackets begin another."""
    index = builder.index(node)
    kind = type(node.operator)
    rights: list[cst.BaseExpression] = []
    left: cst.BaseExpression = node
    while (
        isinstance(left, cst.BooleanOperation)
        and type(left.operator) is kind
        and (left is node or not left.lpar)
    ):
        rights.append(left.right)
        left = left.left
    operands = (left, *reversed(rights))
    operator = ir.BooleanOperator.AND if kind is cst.And else ir.BooleanOperator.OR
    return ir.BooleanOperation(index, operator, tuple(map(builder.expression, operands)))


def unary(builder: Builder, node: cst.UnaryOperation) -> ir.UnaryOperation:
    """`-a`, `not a`."""
    index = builder.index(node)
    operand = builder.expression(node.expression)
    return ir.UnaryOperation(index, _UNARY[type(node.operator)], operand)


def comparison(builder: Builder, node: cst.Comparison) -> ir.Compare:
    """`a < b <= c`."""
    index = builder.index(node)
    left = builder.expression(node.left)
    operators = tuple(_COMPARISON[type(one.operator)] for one in node.comparisons)
    rights = tuple(builder.expression(one.comparator) for one in node.comparisons)
    return ir.Compare(index, left, operators, rights)


def postfix(builder: Builder, node: cst.BaseExpression) -> ir.Expression:
    """Attributes, calls and subscripts: `a.b(c)[d].e`, from the left."""
    spine: list[tuple[int, cst.BaseExpression]] = []
    left: cst.BaseExpression = node
    while isinstance(left, (cst.Attribute, cst.Call, cst.Subscript)):
        spine.append((builder.index(left), left))
        left = left.func if isinstance(left, cst.Call) else left.value
    result = builder.expression(left)
    for index, link in reversed(spine):
        if isinstance(link, cst.Attribute):
            result = ir.Attribute(index, result, builder.mangle(link.attr.value))
        elif isinstance(link, cst.Call):
            positional, keywords = arguments(builder, link.args)
            result = ir.Call(index, result, positional, keywords)
        else:
            assert isinstance(link, cst.Subscript)
            result = ir.Subscript(index, result, _key(builder, link))
    return result


def arguments(
    builder: Builder, args: Sequence[cst.Arg]
) -> tuple[tuple[ir.Expression, ...], tuple[ir.Keyword, ...]]:
    """The arguments of a call or of a class, positional ones and keywords."""
    positional: list[ir.Expression] = []
    keywords: list[ir.Keyword] = []
    seen: set[str] = set()
    for arg in args:
        if arg.keyword is not None:
            keyword = normal(arg.keyword.value)  # Python mangles no keyword
            if keyword in seen:
                raise NotLowered(arg, f"keyword argument repeated: {keyword}")
            if keyword in _SINGLETONS:
                raise NotLowered(arg, f"cannot assign to {keyword}")
            seen.add(keyword)
            keywords.append(ir.Keyword(builder.index(arg), keyword, builder.expression(arg.value)))
        elif arg.star == "**":
            keywords.append(ir.Keyword(builder.index(arg), None, builder.expression(arg.value)))
        elif arg.star == "*":
            if any(one.name is None for one in keywords):
                message = "iterable argument unpacking follows keyword argument unpacking"
                raise NotLowered(arg, message)
            positional.append(ir.Starred(builder.index(arg), builder.expression(arg.value)))
        else:
            if keywords:
                unpacked = any(one.name is None for one in keywords)
                what = "keyword argument unpacking" if unpacked else "keyword argument"
                raise NotLowered(arg, f"positional argument follows {what}")
            positional.append(builder.expression(arg.value))
    return tuple(positional), tuple(keywords)


def _key(builder: Builder, node: cst.Subscript) -> ir.Expression:
    elements = node.slice
    is_single = len(elements) == 1 and not isinstance(elements[0].comma, cst.Comma)
    if is_single and not _is_starred(elements[0]):
        return _subscript_element(builder, elements[0])
    index = builder.index(elements)  # several keys stand where their list does
    return ir.Tuple(index, tuple(_subscript_element(builder, one) for one in elements))


def _is_starred(element: cst.SubscriptElement) -> bool:
    return isinstance(element.slice, cst.Index) and bool(element.slice.star)


def _subscript_element(builder: Builder, element: cst.SubscriptElement) -> ir.Expression:
    part = element.slice
    if isinstance(part, cst.Slice):
        return ir.Slice(
            builder.index(part),
            builder.optional(part.lower),
            builder.optional(part.upper),
            builder.optional(part.step),
        )
    assert isinstance(part, cst.Index)
    if part.star:
        return ir.Starred(builder.index(part), builder.expression(part.value))
    return builder.expression(part.value)


def _elements(builder: Builder, elements: Sequence[cst.BaseElement]) -> tuple[ir.Expression, ...]:
    return tuple(
        ir.Starred(builder.index(one), builder.expression(one.value))
        if isinstance(one, cst.StarredElement)
        else builder.expression(one.value)
        for one in elements
    )


def list_display(builder: Builder, node: cst.List) -> ir.List:
    """`[a, *b]`."""
    return ir.List(builder.index(node), _elements(builder, node.elements))


def tuple_display(builder: Builder, node: cst.Tuple) -> ir.Tuple:
    """`a, *b`."""
    return ir.Tuple(builder.index(node), _elements(builder, node.elements))


def set_display(builder: Builder, node: cst.Set) -> ir.Set:
    """`{a, *b}`."""
    return ir.Set(builder.index(node), _elements(builder, node.elements))


def dict_display(builder: Builder, node: cst.Dict) -> ir.Dict:
    """`{a: b, **c}`."""
    index = builder.index(node)
    items: list[ir.DictItem] = []
    for one in node.elements:
        item = builder.index(one)
        key = builder.expression(one.key) if isinstance(one, cst.DictElement) else None
        items.append(ir.DictItem(item, key, builder.expression(one.value)))
    return ir.Dict(index, tuple(items))


def _clauses(builder: Builder, clause: cst.CompFor) -> tuple[ir.ComprehensionClause, ...]:
    result: list[ir.ComprehensionClause] = []
    rest: cst.CompFor | None = clause
    while rest is not None:
        result.append(
            ir.ComprehensionClause(
                builder.index(rest),
                builder.expression(rest.target),
                builder.expression(rest.iter),
                tuple(builder.expression(one.test) for one in rest.ifs),
                rest.asynchronous is not None,
            )
        )
        rest = rest.inner_for_in
    return tuple(result)


def list_comprehension(builder: Builder, node: cst.ListComp) -> ir.ListComprehension:
    """`[a for …]`."""
    index = builder.index(node)
    element = builder.expression(node.elt)
    return ir.ListComprehension(index, element, _clauses(builder, node.for_in))


def set_comprehension(builder: Builder, node: cst.SetComp) -> ir.SetComprehension:
    """`{a for …}`."""
    index = builder.index(node)
    element = builder.expression(node.elt)
    return ir.SetComprehension(index, element, _clauses(builder, node.for_in))


def generator(builder: Builder, node: cst.GeneratorExp) -> ir.GeneratorExpression:
    """`(a for …)`."""
    index = builder.index(node)
    element = builder.expression(node.elt)
    return ir.GeneratorExpression(index, element, _clauses(builder, node.for_in))


def dict_comprehension(builder: Builder, node: cst.DictComp) -> ir.DictComprehension:
    """`{a: b for …}`."""
    index = builder.index(node)
    key, value = builder.expression(node.key), builder.expression(node.value)
    return ir.DictComprehension(index, key, value, _clauses(builder, node.for_in))


def conditional(builder: Builder, node: cst.IfExp) -> ir.Conditional:
    """`a if b else c`."""
    return ir.Conditional(
        builder.index(node),
        builder.expression(node.test),
        builder.expression(node.body),
        builder.expression(node.orelse),
    )


def named(builder: Builder, node: cst.NamedExpr) -> ir.NamedExpression:
    """`a := b`."""
    index = builder.index(node)
    target = builder.expression(node.target)
    if not isinstance(target, ir.Name):
        raise NotLowered(node, "only a name can be assigned to with `:=`")
    return ir.NamedExpression(index, target, builder.expression(node.value))


def awaited(builder: Builder, node: cst.Await) -> ir.Await:
    """`await a`."""
    return ir.Await(builder.index(node), builder.expression(node.expression))


def yielded(builder: Builder, node: cst.Yield) -> ir.Yield | ir.YieldFrom:
    """`yield a`, `yield from a`."""
    index = builder.index(node)
    if isinstance(node.value, cst.From):
        return ir.YieldFrom(index, builder.expression(node.value.item))
    return ir.Yield(index, builder.optional(node.value))


def anonymous(builder: Builder, node: cst.Lambda) -> ir.Lambda:
    """`lambda a: b`."""
    index = builder.index(node)
    return ir.Lambda(index, parameters(builder, node.params), builder.expression(node.body))


def parameters(builder: Builder, node: cst.Parameters) -> tuple[ir.Parameter, ...]:
    """The parameters of a function, in the order in which they are written."""
    kinds = ir.ParameterKind
    written: list[tuple[cst.Param, ir.ParameterKind]] = []
    written.extend((one, kinds.POSITIONAL_ONLY) for one in node.posonly_params)
    written.extend((one, kinds.POSITIONAL_OR_KEYWORD) for one in node.params)
    if isinstance(node.star_arg, cst.Param):
        written.append((node.star_arg, kinds.VAR_POSITIONAL))
    written.extend((one, kinds.KEYWORD_ONLY) for one in node.kwonly_params)
    if node.star_kwarg is not None:
        written.append((node.star_kwarg, kinds.VAR_KEYWORD))
    result: list[ir.Parameter] = []
    for one, kind in written:
        index = builder.index(one)
        annotation = None if one.annotation is None else _annotation(builder, one.annotation)
        default = builder.optional(one.default)
        result.append(
            ir.Parameter(index, builder.mangle(one.name.value), kind, annotation, default)
        )
    return tuple(result)


def _annotation(builder: Builder, node: cst.Annotation) -> ir.Expression:
    return builder.expression(node.annotation)


def starred(builder: Builder, node: cst.StarredElement) -> ir.Starred:
    """`*a` where a single element stands for a tuple, such as `def f(*args: *Ts)`."""
    return ir.Starred(builder.index(node), builder.expression(node.value))


EXPRESSIONS: Final = Table(
    {
        cst.Name: name,
        cst.Integer: literals.integer,
        cst.Float: literals.floating,
        cst.Imaginary: literals.imaginary,
        cst.Ellipsis: literals.ellipsis,
        cst.SimpleString: literals.string,
        cst.ConcatenatedString: literals.concatenated,
        cst.FormattedString: literals.formatted,
        cst.BinaryOperation: binary,
        cst.BooleanOperation: boolean,
        cst.UnaryOperation: unary,
        cst.Comparison: comparison,
        cst.Attribute: postfix,
        cst.Call: postfix,
        cst.Subscript: postfix,
        cst.List: list_display,
        cst.Tuple: tuple_display,
        cst.Set: set_display,
        cst.Dict: dict_display,
        cst.ListComp: list_comprehension,
        cst.SetComp: set_comprehension,
        cst.GeneratorExp: generator,
        cst.DictComp: dict_comprehension,
        cst.IfExp: conditional,
        cst.NamedExpr: named,
        cst.Await: awaited,
        cst.Yield: yielded,
        cst.Lambda: anonymous,
        cst.StarredElement: starred,
    }
)
