"""Models of `contextlib.ExitStack`: what is entered now, and left at the end of its block."""

from __future__ import annotations

from collections.abc import Callable

from ...ir import Expression, Node
from ...values.collections import ENDLESS
from ...values.instances import Lazy, Suspended
from ...values.making import NONE_VALUE, exactly
from ...values.shapes import FunctionOf, Listed, Reference
from ...values.value import BOTTOM, UNKNOWN, Value, join
from ..arguments import Arguments
from ..coroutines import await_value
from ..evaluator import Evaluator
from ..handlers import throw
from ..loops import repeat
from ..managing import enter_manager, exit_manager
from .asynchronous import coroutine
from .handed import call
from .registry import Model, model

CALLBACKS, MANAGERS, EXITS = range(3)
"""What a stack keeps: functions called without arguments, managers, functions that get an exception."""


@model("contextlib.ExitStack", "contextlib.AsyncExitStack")
def model_stack(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    return ev.allocate(node, Lazy(shape.name, node.index, (BOTTOM, BOTTOM, BOTTOM)), "stack")


def stacks(*names: str) -> Callable[[Model], Model]:
    """The model of methods of either kind of stack."""
    kinds = ("contextlib.ExitStack", "contextlib.AsyncExitStack")
    return model(*[f"{kind}.{name}" for kind in kinds for name in names])


def _keep(ev: Evaluator, shape: Listed, position: int, value: Value) -> None:
    for one in (shape.receiver or BOTTOM).shapes:
        held = ev.object_at(one.location) if isinstance(one, Reference) else None
        if isinstance(held, Lazy) and isinstance(one, Reference):
            values = list(held.values)
            values[position] = join(values[position], value)
            ev.replace(one.location, Lazy(held.kind, held.node, tuple(values)))


@stacks("enter_context", "enter_async_context")
def model_enter(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    manager = arguments.get(0) or UNKNOWN
    assert isinstance(node, Expression)
    is_async = shape.name.endswith("enter_async_context")
    entered = enter_manager(ev, manager, node, is_async=is_async)
    _keep(ev, shape, MANAGERS, manager)
    return coroutine(ev, node, entered) if is_async else entered


@stacks("callback", "push_async_callback")
def model_callback(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    callee = arguments.get(0) or UNKNOWN
    names = tuple(arguments.keywords)
    values = (*arguments.positional, *[arguments.keywords[one].bound() for one in names])
    made = ev.allocate(node, Lazy("functools.partial", node.index, values, names), "callback")
    _keep(ev, shape, CALLBACKS, made)
    return callee


@stacks("push", "push_async_exit")
def model_push(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0) or UNKNOWN
    is_function = any(isinstance(one, FunctionOf) for one in value.shapes)
    _keep(ev, shape, EXITS if is_function else MANAGERS, value)
    return value


@stacks("pop_all")
def model_pop_all(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    return shape.receiver or UNKNOWN


@stacks("close", "aclose")
def model_close(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    for one in (shape.receiver or BOTTOM).shapes:
        held = ev.object_at(one.location) if isinstance(one, Reference) else None
        if isinstance(held, Lazy):
            unwind(ev, held, node)
    return coroutine(ev, node, NONE_VALUE) if shape.name.endswith("aclose") else NONE_VALUE


def unwind(ev: Evaluator, held: Lazy, node: Node) -> None:
    """All that a stack keeps is called, in any order."""
    is_async = held.kind == "contextlib.AsyncExitStack"

    def leave() -> Value:
        for position, given in ((CALLBACKS, []), (EXITS, [UNKNOWN] * 3)):
            if not held.values[position].is_bottom:
                result = call(ev, held.values[position], given, node, 80 + position)
                if is_async and _is_coroutine(ev, result):
                    await_value(ev, result, node)
        exit_manager(ev, held.values[MANAGERS], node, is_async=is_async)
        return NONE_VALUE

    repeat(ev, 0, ENDLESS, leave, node)


def _is_coroutine(ev: Evaluator, value: Value) -> bool:
    return any(
        isinstance(one, Reference) and isinstance(ev.object_at(one.location), Suspended)
        for one in value.shapes
    )


@model("sys.exit")
def model_exit(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    throw(ev, exactly("SystemExit"), node)
    return BOTTOM
