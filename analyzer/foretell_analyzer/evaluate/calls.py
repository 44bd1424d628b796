"""Calls: what is called, with what, and what it gives."""

from __future__ import annotations

from functools import partial
from typing import Final

from ..ir import Call, Expression, Node
from ..values.instances import Instance, Lazy, Suspended
from ..values.objects import AnyObject
from ..values.origins import NO_ORIGINS, Origin
from ..values.shapes import (
    BoundTo,
    ClassOf,
    Constant,
    Exactly,
    FunctionOf,
    Listed,
    ModuleOf,
    Reference,
    Shape,
    SuperOf,
    ToolOf,
    TupleOf,
)
from ..values.value import ANYTHING, BOTTOM, DATA, UNKNOWN, UNKNOWN_DATA, Value, either, join
from . import steering
from .access import describe
from .arguments import Arguments, evaluate_arguments
from .attempts import any_times, for_each, perhaps
from .entering import enters_surely
from .evaluator import EXPRESSIONS, Evaluator
from .functions import call_function, record_call
from .instantiation import instantiate
from .iteration import call_anything
from .methods import bind, find_method, outside_attribute
from .observations import FAILS, PARTLY, Detail
from .paths import read_path
from .subscripts import lose
from .tool_calls import call_tool


def call(ev: Evaluator, node: Expression) -> Value:
    """`callee(arguments)`."""
    assert isinstance(node, Call)
    callee = ev.evaluate(node.callee)
    if not ev.goes_on():
        return BOTTOM
    splits = ev.split_count
    arguments = evaluate_arguments(ev, node)
    if not ev.goes_on():
        return BOTTOM
    if ev.split_count != splits:
        callee = ev.aged(callee)
    known = read_path(ev, node)
    if known is not None:
        return known
    ev.seen.callees[node.index] = join(ev.seen.callees.get(node.index, BOTTOM), callee)
    return call_value(ev, callee, arguments, node, 0)


def call_value(
    ev: Evaluator, callee: Value, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """Call whatever a value may be. `ordinal` tells apart several calls at one node."""
    if not ev.goes_on():
        return BOTTOM
    shapes = callee.shapes
    failing = [one for one in shapes if not is_callable(ev, one)]
    if failing:
        goes_well = callee.unknown or len(failing) < len(shapes)
        detail = Detail(describe(ev, failing[0]), value=callee, declared=callee.declared)
        ev.note("not-callable", node, PARTLY if goes_well else FAILS, detail)
        shapes = tuple([one for one in shapes if one not in failing])
    else:
        ev.passes("not-callable", node)
    if failing:
        ev.may_raise("TypeError")
    if callee.unknown or not all(enters_surely(ev, one, arguments) for one in shapes):
        ev.may_raise()
    callees = grouped(ev, shapes)
    is_chosen = callee.origins and any(isinstance(one, _CALLING) for one in shapes)
    begun = steering.begin(ev)
    if is_chosen:
        steering.steer(ev, callee.origins)
    if len(callees) == 1 and not callee.unknown:
        only = call_shape(ev, callees[0][1], arguments, node, ordinal * 100 + callees[0][0])
        steering.end(ev, begun)
        return steering.chosen(only, callee.origins) if is_chosen else only
    if not shapes and not callee.unknown:
        return UNKNOWN_DATA
    cases: list[tuple[int, Shape | None]] = [*callees]
    if callee.unknown:
        cases.append((0, None))

    def call_one(case: tuple[int, Shape | None]) -> Value:
        position, shape = case
        if shape is None:
            return call_unknown(ev, callee, arguments, node)
        value = call_shape(ev, shape, arguments, node, ordinal * 100 + position)
        return value if ev.goes_on() else BOTTOM

    found = either(for_each(ev, cases, call_one, node))
    steering.end(ev, begun)
    return steering.chosen(found, callee.origins) if is_chosen else found


_CALLING: Final = (FunctionOf, BoundTo, ClassOf, ToolOf)
"""What calls code of the script, or a tool."""


MOST_ALIKE: Final = 4


def grouped(ev: Evaluator, shapes: tuple[Shape, ...]) -> list[tuple[int, Shape]]:
    """What is called, each with the number of its context.

    Objects that one place made, in whatever contexts, share one call of their method: else a
    method that makes new objects would be called in ever new contexts. Of functions that one
    definition made, the first few have a context each.
    """
    found: dict[object, tuple[int, Shape]] = {}
    alike: dict[int, int] = {}
    for shape in shapes:
        key: object = shape.key
        position = 0
        if isinstance(shape, BoundTo):
            makers = ev.makers(shape.receiver)
            key = (shape.callee.key, makers)
            position = ev.group(makers) if makers else 0
            before = found.get(key)
            if before is not None:
                assert isinstance(before[1], BoundTo)
                shape = BoundTo(  # noqa: PLW2901 - the same call, of either receiver
                    shape.callee, join(before[1].receiver, shape.receiver)
                )
        elif isinstance(shape, FunctionOf):
            index = shape.function.definition.index
            position = min(alike.get(index, 0), MOST_ALIKE)
            alike[index] = position + 1
        found[key] = (position, shape)
    return list(found.values())


def is_callable(ev: Evaluator, shape: Shape) -> bool:
    """May it be called? Where that is not known, it may."""
    match shape:
        case Constant() | TupleOf() | ModuleOf() | SuperOf():
            return False
        case Exactly():
            if shape.type.startswith("types."):
                return True
            return shape.type in {"function", "type", "object", "method"} or (
                ev.outside.has_method(shape.type, "__call__")
            )
        case Reference():
            held = ev.object_at(shape.location)
            if isinstance(held, Instance):
                if held.info is None:
                    return held.type == "namespace"
                has_call = find_method(ev, held.info, "__call__") is not None
                return has_call or held.info.is_open or bool(held.info.outside)
            if isinstance(held, Lazy):
                return held.kind in ev.outside.callable_kinds
            return isinstance(held, AnyObject)
        case _:
            return True


def call_shape(
    ev: Evaluator, shape: Shape, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """Call one alternative."""
    match shape:
        case FunctionOf():
            return call_function(ev, shape.function, arguments, node, ordinal)
        case BoundTo():
            return call_shape(
                ev, shape.callee, arguments.with_first(shape.receiver, node), node, ordinal
            )
        case ClassOf():
            return instantiate(ev, shape, arguments, node, ordinal)
        case ToolOf():
            record_call(ev, shape.tool, node)
            return call_tool(ev, shape.tool, arguments, node)
        case Listed():
            return ev.outside.call(ev, shape, arguments, node, ordinal)
        case Reference():
            return _call_object(ev, shape, arguments, node, ordinal)
        case _:
            return UNKNOWN


def _call_object(
    ev: Evaluator, shape: Reference, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    held = ev.object_at(shape.location)
    if isinstance(held, Instance) and held.info is not None:
        method = find_method(ev, held.info, "__call__")
        if method is not None:
            bound = bind(ev, method, Value((shape,)), ClassOf(held.info), node)
            return call_value(ev, bound, arguments, node, ordinal + 1)
        of_base = outside_attribute(ev, held.info, "__call__", Value((shape,)), node)
        if of_base is not None:
            return call_value(ev, of_base, arguments, node, ordinal + 1)
    if isinstance(held, Lazy):
        return ev.outside.call_lazy(ev, held, shape, arguments, node, ordinal)
    return call_unknown(ev, UNKNOWN, arguments, node)


def call_unknown(ev: Evaluator, callee: Value, arguments: Arguments, node: Node) -> Value:
    """Call something of which nothing is known.

    Plain data has only methods that do not know the script; those may call what they are given.
    Anything else may be whatever we lost sight of, and may do anything to what is shared.
    """
    given = arguments.values()
    kind = ANYTHING if callee.unknown == ANYTHING or ev.holds_functions else DATA
    if kind == ANYTHING:
        call_anything(ev, node)
        for one in given:
            ev.escape(one)
        ev.havoc()
        if ev.watches:
            ev.watches[-1].tell(UNKNOWN.origins)
        return UNKNOWN
    origins = callee.origins | call_back(ev, given, node)
    for one in given:
        lose(ev, one)
    for one in given:
        origins = origins | ev.origins_within(one)
    return Value((), DATA, 0, False, origins)


def call_back(ev: Evaluator, values: list[Value], node: Node) -> frozenset[Origin]:
    """What is handed to something unknown may be called by it, with anything.

    Gives the origins of what it gives.
    """
    origins = NO_ORIGINS
    handed = parts_of(ev, values)
    for position, value in enumerate(values):
        callables: tuple[Shape, ...] = tuple(
            [one for one in value.shapes if isinstance(one, (FunctionOf, BoundTo, ToolOf, ClassOf))]
        )
        for shape in value.shapes:
            if isinstance(shape, Reference):
                held = ev.object_at(shape.location)
                if isinstance(held, Lazy) and held.kind in ev.outside.callable_kinds:
                    callables = (*callables, shape)
                if isinstance(held, Suspended) and held.type == "coroutine":
                    ev.escape(Value((shape,)))
        if not callables:
            continue
        unknown = Arguments()
        unknown.more = join(UNKNOWN_DATA, handed)
        unknown.more_keywords = BOTTOM
        ask = partial(call_value, ev, Value(callables), unknown, node, 60 + position)
        found = any_times(ev, partial(perhaps, ev, ask), node)
        origins = origins | ev.origins_within(found)
    return origins


def parts_of(ev: Evaluator, values: list[Value]) -> Value:
    """All that can be got at from some values and is of the script."""
    found: dict[object, Shape] = {}
    for value in values:
        for shape in ev.reachable_shapes(value):
            if isinstance(shape, (Reference, FunctionOf, BoundTo, ClassOf, ToolOf)):
                found[shape.key] = shape
    return Value(tuple(found.values()))


EXPRESSIONS[Call] = call
