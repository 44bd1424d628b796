"""`ExitStack` and `AsyncExitStack`: managers and callbacks, left in reverse order."""

from __future__ import annotations

from typing import Any, Final

from foretell.interpreter.calls import call
from foretell.interpreter.class_building import native_class
from foretell.interpreter.kernel import Runtime, Stop
from foretell.interpreter.kinds import type_name
from foretell.interpreter.traceback_values import traceback_of

from .generator_contexts import enter_manager

KEY: Final = " exits"
"""Where a stack keeps its exits: a name that scripts cannot spell."""

Exit = tuple[bool, Any]
"""Whether it is awaited, and what is called with type, error, traceback."""


def place_of(error: Any) -> object:
    """What is passed as traceback."""
    return None if error is None else traceback_of(error)


def exits_of(stack: Any) -> list[Exit]:
    """The exits of a stack, the first entered first."""
    found: list[Exit] = stack.__dict__.setdefault(KEY, [])
    return found


def _init(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    if len(arguments) > 1:
        raise TypeError(
            f"_BaseExitStack.__init__() takes 1 positional argument but {len(arguments)} were given"
        )
    exits_of(arguments[0])
    return None


def _enter_context(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    stack, manager = arguments
    kind = type(manager)
    if not hasattr(kind, "__enter__"):
        raise TypeError(
            f"{kind.__module__ + '.' + type_name(manager)!r} object does not support the "
            "context manager protocol"
        )
    leave, result = enter_manager(runtime, manager)

    def leave_it(kind: object, error: object) -> object:
        return leave(manager, kind, error, place_of(error))

    exits_of(stack).append((False, leave_it))
    return result


def _push(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    stack, pushed = arguments
    leave = getattr(type(pushed), "__exit__", None)

    def leave_it(kind: object, error: object) -> object:
        if leave is not None:
            return leave(pushed, kind, error, place_of(error))
        return call(runtime, pushed, [kind, error, place_of(error)], {})

    exits_of(stack).append((False, leave_it))
    result: object = pushed
    return result


def _callback(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    stack, function = arguments[:2]
    rest = arguments[2:]

    def call_it(_kind: object, _error: object) -> object:
        call(runtime, function, list(rest), dict(keywords))
        return False

    exits_of(stack).append((False, call_it))
    result: object = function
    return result


def _pop_all(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    stack = arguments[0]
    kind = type(stack)
    other: Any = object.__new__(kind)
    other.__dict__[KEY] = exits_of(stack)
    stack.__dict__[KEY] = []
    result: object = other
    return result


def _enter(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    value: object = arguments[0]
    return value


def chain(new: BaseException, old: BaseException | None, outer: BaseException | None) -> None:
    """Make `old` the context of an exception that came while it was handled."""
    current: BaseException | None = new
    while current is not None:
        context = current.__context__
        if context is None or context is old:
            break
        if context is outer:
            break
        current = context
    if current is not None and current is not old:
        current.__context__ = old


def unwind(runtime: Runtime, stack: Any, error: BaseException | None) -> bool:
    """Leave all; whether the exception ended on the way. Raises what came up instead."""
    exits = exits_of(stack)
    first = error
    outer = runtime.handled
    while exits:
        _, leave = exits.pop()
        try:
            runtime.charge(1)
            runtime.handled = error if error is not None else outer
            if leave(None if error is None else type(error), error):
                error = None
        except Stop:
            raise
        except BaseException as raised:  # noqa: BLE001 - whatever a script's exit raises
            chain(raised, error, outer)
            error = raised
        finally:
            runtime.handled = outer
    if error is not None and error is not first:
        raise error
    return first is not None and error is None


def _exit(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    return unwind(runtime, arguments[0], arguments[2])


def _close(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    unwind(runtime, arguments[0], None)
    return None


# ------------------------------------------------------------------------------------- awaited


def _enter_async_context(
    _runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]
) -> object:
    return enter_async(arguments[0], arguments[1])


async def enter_async(stack: Any, manager: Any) -> object:
    """Enter an asynchronous manager."""
    kind = type(manager)
    enter = getattr(kind, "__aenter__", None)
    leave = getattr(kind, "__aexit__", None)
    if enter is None or leave is None:
        raise TypeError(
            f"{type_name(manager)!r} object does not support the asynchronous context manager "
            "protocol"
        )
    result: object = await enter(manager)

    def leave_it(kind: object, error: object) -> object:
        return leave(manager, kind, error, place_of(error))

    exits_of(stack).append((True, leave_it))
    return result


def _push_async_exit(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    stack, pushed = arguments
    leave = getattr(type(pushed), "__aexit__", None)

    def leave_it(kind: object, error: object) -> object:
        if leave is not None:
            return leave(pushed, kind, error, place_of(error))
        return call(runtime, pushed, [kind, error, place_of(error)], {})

    exits_of(stack).append((True, leave_it))
    result: object = pushed
    return result


def _push_async_callback(
    runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    stack, function = arguments[:2]
    rest = arguments[2:]

    def call_it(_kind: object, _error: object) -> object:
        return discard(call(runtime, function, list(rest), dict(keywords)))

    exits_of(stack).append((True, call_it))
    result: object = function
    return result


async def discard(awaitable: Any) -> bool:
    """Await, and let no exception end by what comes of it."""
    await awaitable
    return False


async def unwind_async(runtime: Runtime, stack: Any, error: BaseException | None) -> bool:
    """As `unwind`, awaiting what has to be."""
    exits = exits_of(stack)
    first = error
    while exits:
        is_async, leave = exits.pop()
        try:
            runtime.charge(1)
            ended: Any = leave(None if error is None else type(error), error)
            if is_async:
                ended = await ended
            if ended:
                error = None
        except Stop:
            raise
        except BaseException as raised:  # noqa: BLE001 - whatever a script's exit raises
            chain(raised, error, None)
            error = raised
    if error is not None and error is not first:
        raise error
    return first is not None and error is None


def _aexit(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    return unwind_async(runtime, arguments[0], arguments[2])


def _aclose(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    return unwind_async(runtime, arguments[0], None)


def _aenter(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    return give(arguments[0])


async def give(value: object) -> object:
    """A value, awaited."""
    return value


COMMON: Final = {
    "__init__": _init,
    "enter_context": _enter_context,
    "push": _push,
    "callback": _callback,
    "pop_all": _pop_all,
}

EXIT_STACK: Final = native_class(
    "ExitStack",
    "contextlib",
    (),
    {**COMMON, "close": _close, "__enter__": _enter, "__exit__": _exit},
)
ASYNC_EXIT_STACK: Final = native_class(
    "AsyncExitStack",
    "contextlib",
    (),
    {
        **COMMON,
        "enter_async_context": _enter_async_context,
        "push_async_exit": _push_async_exit,
        "push_async_callback": _push_async_callback,
        "aclose": _aclose,
        "__aenter__": _aenter,
        "__aexit__": _aexit,
    },
)
