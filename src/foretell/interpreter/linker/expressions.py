"""Makes the nodes of expressions."""

from __future__ import annotations

import re
from typing import Final

from foretell.interpreter.kernel import Expression
from foretell.interpreter.linker.calls import link_call
from foretell.interpreter.linker.context import Context, any_resumable
from foretell.interpreter.linker.core import LINKERS, link, strictly
from foretell.interpreter.linker.names import link_name, link_target
from foretell.interpreter.linker.operators import (
    link_binary,
    link_boolean,
    link_compare,
    link_subscript,
    link_unary,
)
from foretell.interpreter.nodes.access import Attribute, Slice
from foretell.interpreter.nodes.assignments import Named
from foretell.interpreter.nodes.awaiting import Await, Yield, YieldFrom
from foretell.interpreter.nodes.displays import (
    DictDisplay,
    FormattedString,
    FormattedValue,
    ListDisplay,
    SetDisplay,
    Spread,
    TupleDisplay,
)
from foretell.interpreter.nodes.names import Constant
from foretell.interpreter.nodes.operations import Conditional
from foretell_analyzer import ir


def link_constant(_context: Context, node: ir.Constant) -> Expression:
    """A literal."""
    return Constant(node.index, node.value)


def link_attribute(context: Context, node: ir.Attribute) -> Expression:
    """`value.name`."""
    value = link(context, node.value)
    return strictly(
        context, node.index, [value], lambda held: Attribute(node.index, held[0], node.name)
    )


def link_slice(context: Context, node: ir.Slice) -> Expression:
    """`lower:upper:step`."""
    parts = [
        Constant(node.index, None) if part is None else link(context, part)
        for part in (node.lower, node.upper, node.step)
    ]
    return strictly(
        context, node.index, parts, lambda held: Slice(node.index, held[0], held[1], held[2])
    )


def link_starred(context: Context, node: ir.Starred) -> Expression:
    """`*value` by itself."""
    return spread(context, node, node.index)


def spread(context: Context, node: ir.Starred, place: int) -> Expression:
    """`*value`, which is told to have failed at `place`."""
    made = Spread(place, link(context, node.value))
    made.resumable = made.value.resumable
    return made


def link_elements(context: Context, node: ir.List | ir.Tuple | ir.Set) -> list[Expression]:
    """The elements of a display; where a star in it fails, CPython marks the whole of it."""
    return [
        spread(context, element, node.index)
        if isinstance(element, ir.Starred)
        else link(context, element)
        for element in node.elements
    ]


def link_list(context: Context, node: ir.List) -> Expression:
    """`[elements]`."""
    spreads = has_stars(node.elements)
    return strictly(
        context,
        node.index,
        link_elements(context, node),
        lambda held: ListDisplay(node.index, held, spreads=spreads),
    )


def link_tuple(context: Context, node: ir.Tuple) -> Expression:
    """`elements,`; one of constants alone is a constant."""
    elements = link_elements(context, node)
    if all(isinstance(element, Constant) for element in elements):
        values = tuple(one.value for one in elements if isinstance(one, Constant))
        return Constant(node.index, values)
    spreads = has_stars(node.elements)
    return strictly(
        context,
        node.index,
        elements,
        lambda held: TupleDisplay(node.index, held, spreads=spreads),
    )


def link_set(context: Context, node: ir.Set) -> Expression:
    """`{elements}`."""
    elements = link_elements(context, node)
    return strictly(context, node.index, elements, lambda held: SetDisplay(node.index, held))


def has_stars(elements: tuple[ir.Expression, ...]) -> bool:
    """Is one of the elements starred?"""
    return any(isinstance(element, ir.Starred) for element in elements)


def link_dict(context: Context, node: ir.Dict) -> Expression:
    """`{items}`."""
    flat: list[Expression] = []
    for item in node.items:
        if item.key is not None:
            flat.append(link(context, item.key))
        flat.append(link(context, item.value))

    def build(held: list[Expression]) -> Expression:
        keys: list[Expression | None] = []
        values: list[Expression] = []
        rest = iter(held)
        for item in node.items:
            keys.append(None if item.key is None else next(rest))
            values.append(next(rest))
        return DictDisplay(node.index, keys, values)

    return strictly(context, node.index, flat, build)


def link_formatted_value(context: Context, node: ir.FormattedValue, place: int) -> Expression:
    """`{value!conversion:specification}`; CPython marks the whole string if that fails."""
    operands = [link(context, node.value)]
    if node.specification is not None:
        operands.append(link_parts(context, node.specification, place))

    def build(held: list[Expression]) -> Expression:
        specification = held[1] if len(held) > 1 else None
        quick = "" if node.conversion else quick_specification(node.specification)
        return FormattedValue(place, held[0], node.conversion, specification, quick)

    return strictly(context, place, operands, build)


QUICK: Final = re.compile(r"[<>=^]?[-+ ]?\d{0,2},?(\.\d{1,2})?[dfeg%]?")
"""Specifications that ask for less than a hundred characters and have no braces in them."""


def quick_specification(node: ir.FormattedString | None) -> str:
    """Return the text of a specification that makes little of any number, else nothing."""
    if node is None or len(node.parts) != 1 or not isinstance(node.parts[0], ir.Constant):
        return ""
    text = node.parts[0].value
    return text if isinstance(text, str) and QUICK.fullmatch(text) else ""


def link_formatted_string(context: Context, node: ir.FormattedString) -> Expression:
    """An f-string."""
    return link_parts(context, node, node.index)


def link_parts(context: Context, node: ir.FormattedString, place: int) -> Expression:
    """An f-string, or the specification of a value in one; `place` is the whole string."""
    parts = [
        link_formatted_value(context, part, place)
        if isinstance(part, ir.FormattedValue)
        else link(context, part)
        for part in node.parts
    ]
    return strictly(context, node.index, parts, lambda held: FormattedString(place, held))


def link_conditional(context: Context, node: ir.Conditional) -> Expression:
    """`body if test else orelse`."""
    test, body = link(context, node.test), link(context, node.body)
    made = Conditional(node.index, test, body, link(context, node.orelse))
    made.resumable = any_resumable([made.condition, made.body, made.orelse])
    return made


def link_named(context: Context, node: ir.NamedExpression) -> Expression:
    """`target := value`."""
    target = link_target(context, node.target, None)
    value = link(context, node.value)
    return strictly(context, node.index, [value], lambda held: Named(node.index, target, held[0]))


def link_await(context: Context, node: ir.Await) -> Expression:
    """`await value`."""
    context.frame.awaits = True
    return Await(node.index, link(context, node.value))


def link_yield(context: Context, node: ir.Yield) -> Expression:
    """`yield value`."""
    context.frame.yields = True
    value = None if node.value is None else link(context, node.value)
    return Yield(node.index, value, wrapped=context.frame.is_async)


def link_yield_from(context: Context, node: ir.YieldFrom) -> Expression:
    """`yield from value`."""
    context.frame.yields = True
    return YieldFrom(node.index, link(context, node.value))


LINKERS.update(
    {
        ir.Constant: link_constant,
        ir.Name: link_name,
        ir.FormattedString: link_formatted_string,
        ir.Attribute: link_attribute,
        ir.Slice: link_slice,
        ir.Subscript: link_subscript,
        ir.Starred: link_starred,
        ir.Call: link_call,
        ir.List: link_list,
        ir.Tuple: link_tuple,
        ir.Set: link_set,
        ir.Dict: link_dict,
        ir.BinaryOperation: link_binary,
        ir.UnaryOperation: link_unary,
        ir.BooleanOperation: link_boolean,
        ir.Compare: link_compare,
        ir.Conditional: link_conditional,
        ir.NamedExpression: link_named,
        ir.Await: link_await,
        ir.Yield: link_yield,
        ir.YieldFrom: link_yield_from,
    }
)
