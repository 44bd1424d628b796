"""Models of `functools.singledispatch`: one of the registered functions is called."""

from __future__ import annotations

from typing import Final

from ...ir import Node
from ...values.instances import Lazy
from ...values.shapes import ClassOf, FunctionOf, Listed, Reference
from ...values.value import UNKNOWN, Value, join
from ..arguments import Arguments
from ..evaluator import Evaluator
from .registry import CALLABLE_KINDS, LAZY_CALLS, model

REGISTER: Final = "functools.register"


@model("functools.singledispatch", "functools.singledispatchmethod")
def model_dispatch(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = unwrapped(ev, arguments.get(0, "func") or UNKNOWN)
    return ev.allocate(node, Lazy(shape.name, node.index, (value,)), "dispatch")


def unwrapped(ev: Evaluator, value: Value) -> Value:
    """The functions of static methods; what a class method does with its class is not followed."""
    found = value
    for one in value.shapes:
        part = ev.object_at(one.location) if isinstance(one, Reference) else None
        if isinstance(part, Lazy) and part.kind == "staticmethod":
            found = part.values[0]
        elif isinstance(part, Lazy):
            ev.escape(part.values[0])
            found = UNKNOWN
    return found


def registrar(ev: Evaluator, dispatcher: Reference, node: Node) -> Value:
    """`dispatcher.register`."""
    return ev.allocate(node, Lazy(REGISTER, node.index, (Value((dispatcher,)),)), "register")


def call_register(
    ev: Evaluator, held: Lazy, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """`register(function)`, `register(type, function)` and `register(type)(function)`."""
    given = arguments.get(1, "func") or arguments.get(0) or UNKNOWN
    is_kind = arguments.get(1, "func") is None and all(
        isinstance(one, (ClassOf, Listed)) for one in given.shapes
    )
    if is_kind and given.shapes and not given.unknown:
        return ev.allocate(node, Lazy(REGISTER, node.index, held.values), "register")
    functions = unwrapped(ev, given)
    for one in held.values[0].shapes:
        dispatcher = ev.object_at(one.location) if isinstance(one, Reference) else None
        if isinstance(dispatcher, Lazy) and isinstance(one, Reference):
            changed = Lazy(
                dispatcher.kind, dispatcher.node, (join(dispatcher.values[0], functions),)
            )
            ev.replace(one.location, changed)
    return given


def call_dispatcher(
    ev: Evaluator, held: Lazy, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """Any of the registered functions is called."""
    from ..calls import call_value

    found = tuple([one for one in held.values[0].shapes if isinstance(one, FunctionOf)])
    rest = held.values[0].unknown or len(found) < len(held.values[0].shapes)
    callee = held.values[0] if rest or not found else Value(found)
    return call_value(ev, callee, arguments, node, ordinal + 1)


CALLABLE_KINDS.update({REGISTER, "functools.singledispatch", "functools.singledispatchmethod"})
LAZY_CALLS[REGISTER] = call_register
LAZY_CALLS["functools.singledispatch"] = call_dispatcher
LAZY_CALLS["functools.singledispatchmethod"] = call_dispatcher
