"""Models of context managers as decorators: `@manager()` wraps each call in a `with`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ...ir import Expression, Node
from ...values.instances import Instance, Lazy, Suspended
from ...values.making import NONE_VALUE
from ...values.shapes import Listed, Reference
from ...values.value import BOTTOM, UNKNOWN, Value, join
from ..arguments import Arguments
from ..attempts import guarded
from ..coroutines import AWAITED, await_value
from ..evaluator import Evaluator
from ..managing import exit_manager, managed, may_suppress
from ..methods import call_method, find_method
from .registry import CALLABLE_KINDS, LAZY_CALLS, model

DECORATED: Final = "contextlib.decorated"
"""What decorating made; it holds the function, then its manager."""
ENTERED: Final = "contextlib.entered"
"""The coroutine of a call of it: that of the function, and the manager around it."""


@model("contextlib.contextmanager", "contextlib.asynccontextmanager")
def model_context_manager(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0) or UNKNOWN
    return ev.allocate(node, Lazy("contextlib.maker", node.index, (value,)), "maker")


def call_maker(ev: Evaluator, held: Lazy, arguments: Arguments, node: Node, ordinal: int) -> Value:
    """Call a function that `@contextmanager` made: its generator runs when it is entered."""
    from ..calls import call_value

    made = call_value(ev, held.values[0], arguments, node, ordinal + 1)
    return ev.allocate(node, Lazy("contextlib.manager", node.index, (made,)), "manager")


def call_manager(
    ev: Evaluator, held: Lazy, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """A context manager as a decorator: the function, to be called within it."""
    manager = ev.allocate(node, held, "manager")
    return _decorated(ev, arguments.get(0) or UNKNOWN, manager, node)


@model("contextlib.ContextDecorator.__call__", "contextlib.AsyncContextDecorator.__call__")
def model_decorate(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    manager = shape.receiver or UNKNOWN
    return _decorated(ev, arguments.get(0, "func") or UNKNOWN, manager, node)


def _decorated(ev: Evaluator, function: Value, manager: Value, node: Node) -> Value:
    return ev.allocate(node, Lazy(DECORATED, node.index, (function, manager)), "decorated")


def call_decorated(
    ev: Evaluator, held: Lazy, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """Call what a context manager decorates, within it."""
    from ..calls import call_value

    function, manager = held.values
    manager = _made_again(ev, manager, node)
    if _is_async(ev, manager):
        inner = call_value(ev, function, arguments, node, ordinal + 1)
        return ev.allocate(node, Lazy(ENTERED, node.index, (inner, manager)), "entered")
    return _within(ev, function, arguments, manager, node, ordinal)


def _within(
    ev: Evaluator, function: Value, arguments: Arguments, manager: Value, node: Node, ordinal: int
) -> Value:
    from ..calls import call_value

    found = BOTTOM

    def body() -> None:
        nonlocal found
        found = join(found, call_value(ev, function, arguments, node, ordinal + 1))

    assert isinstance(node, Expression)
    suppresses = _run_inside(ev, manager, node, body, 100 * ordinal + 50)
    return join(found, NONE_VALUE) if suppresses else found


def await_decorated(ev: Evaluator, held: Lazy, node: Node, ordinal: int) -> Value:
    """Await a call of a coroutine function that a manager decorates."""
    inner, manager = held.values
    found = BOTTOM

    def body() -> None:
        nonlocal found
        found = join(found, await_value(ev, inner, node))

    assert isinstance(node, Expression)
    suppresses = _run_inside(ev, manager, node, body, 100 * ordinal + 50, is_async=True)
    return join(found, NONE_VALUE) if suppresses else found


def _run_inside(
    ev: Evaluator, manager: Value, node: Expression, body: Callable[[], None], ordinal: int, *,
    is_async: bool = False,
) -> bool:  # fmt: skip
    """Do something inside of a manager; may leaving it swallow what is raised there?"""
    suppresses = False

    def inside(entered: Value) -> None:
        nonlocal suppresses
        suppresses = may_suppress(ev, manager)
        guarded(
            ev, node, body, lambda: exit_manager(ev, manager, node, is_async=is_async),
            ordinal=ordinal, suppresses=suppresses,
        )  # fmt: skip

    managed(ev, manager, node, inside, is_async=is_async)
    return suppresses


def _made_again(ev: Evaluator, manager: Value, node: Node) -> Value:
    """Each call asks the manager for one to enter: `_recreate_cm`, mostly itself."""
    found = BOTTOM
    for shape in manager.shapes:
        one = Value((shape,))
        held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
        info = held.info if isinstance(held, Instance) else None
        if info is not None and find_method(ev, info, "_recreate_cm") is not None:
            one = call_method(ev, one, "_recreate_cm", [], node) or UNKNOWN
        found = join(found, one)
    return join(found, UNKNOWN) if manager.unknown else found


def _is_async(ev: Evaluator, manager: Value) -> bool:
    for shape in manager.shapes:
        held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
        if isinstance(held, Instance) and held.info is not None:
            return find_method(ev, held.info, "__aenter__") is not None
        if isinstance(held, Lazy) and held.values:
            return any(
                isinstance(one, Reference)
                and isinstance(ev.object_at(one.location), Suspended)
                and ev.object_at(one.location).type == "async_generator"
                for one in held.values[0].shapes
            )
    return False


CALLABLE_KINDS.update({"contextlib.manager", DECORATED})
LAZY_CALLS["contextlib.maker"] = call_maker
LAZY_CALLS["contextlib.manager"] = call_manager
LAZY_CALLS[DECORATED] = call_decorated
AWAITED[ENTERED] = await_decorated
