"""The module `contextlib`: context managers from generators, and the small ready-made ones."""

from __future__ import annotations

from typing import Any, Final, final

from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.calls import CONSTRUCTORS, call
from foretell.interpreter.class_building import native_class
from foretell.interpreter.kernel import UNSET, Runtime, Stop, current_runtime
from foretell.interpreter.native import NativeMethod
from foretell.interpreter.signatures import take
from foretell.interpreter.type_checks import issubclass_value, kind_named
from foretell.interpreter.values import Builtin

from .abstract_collections import CLASSES
from .exit_stacks import ASYNC_EXIT_STACK, EXIT_STACK
from .generator_contexts import (
    ContextValue,
    asynccontextmanager,
    contextmanager,
    enter_manager,
    leave_manager,
)


def members(_runtime: Runtime) -> dict[str, object]:
    """The module's members."""
    return {
        "AbstractAsyncContextManager": CLASSES["AbstractAsyncContextManager"],
        "AbstractContextManager": CLASSES["AbstractContextManager"],
        "AsyncContextDecorator": ASYNC_CONTEXT_DECORATOR,
        "AsyncExitStack": ASYNC_EXIT_STACK,
        "ContextDecorator": CONTEXT_DECORATOR,
        "ExitStack": EXIT_STACK,
        "aclosing": ACLOSING,
        "asynccontextmanager": Builtin("asynccontextmanager", asynccontextmanager),
        "closing": CLOSING,
        "contextmanager": Builtin("contextmanager", contextmanager),
        "nullcontext": NULL_CONTEXT,
        "redirect_stderr": REDIRECT_STDERR,
        "redirect_stdout": REDIRECT_STDOUT,
        "suppress": SUPPRESS,
    }


@final
class Suppress(ContextValue):
    """`suppress(*exceptions)`."""

    def __init__(self, kinds: tuple[Any, ...]) -> None:
        self.kinds = kinds

    def type_name(self) -> str:
        return "suppress"

    def enter(self, _runtime: Runtime) -> object:
        return None

    def leave(self, runtime: Runtime, kind: Any, _error: object) -> bool:
        return kind is not None and issubclass_value(runtime, kind, self.kinds)


@final
class Closing(ContextValue):
    """`closing(thing)`."""

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def type_name(self) -> str:
        return "closing"

    def enter(self, _runtime: Runtime) -> object:
        return self.thing

    def leave(self, runtime: Runtime, _kind: object, _error: object) -> bool:
        call(runtime, get_attribute(runtime, self.thing, "close"), [], {})
        return False


@final
class AsyncClosing(ContextValue):
    """`aclosing(thing)`; only in `async with`."""

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def type_name(self) -> str:
        return "aclosing"

    async def __aenter__(self) -> object:
        return self.thing

    async def __aexit__(self, _kind: object, _error: object, _traceback: object) -> bool:
        runtime = current_runtime()
        awaitable: Any = call(runtime, get_attribute(runtime, self.thing, "aclose"), [], {})
        await awaitable
        return False


@final
class NullContext(ContextValue):
    """`nullcontext(enter_result=None)`."""

    def __init__(self, result: object) -> None:
        self.result = result

    def type_name(self) -> str:
        return "nullcontext"

    def enter(self, _runtime: Runtime) -> object:
        return self.result

    def leave(self, _runtime: Runtime, _kind: object, _error: object) -> bool:
        return False

    async def __aenter__(self) -> object:
        return self.result

    async def __aexit__(self, _kind: object, _error: object, _traceback: object) -> bool:
        return False


@final
class RedirectOutput(ContextValue):
    """`redirect_stdout(target)`: what is printed meanwhile is written to the target at the end."""

    def __init__(self, name: str, target: object) -> None:
        self.name = name
        self.target = target
        self.starts: list[int] = []

    def type_name(self) -> str:
        return self.name

    def enter(self, runtime: Runtime) -> object:
        self.starts.append(len(runtime.output))
        return self.target

    def leave(self, runtime: Runtime, _kind: object, _error: object) -> bool:
        start = self.starts.pop()
        if self.name == "redirect_stdout":
            text = "".join(runtime.output[start:])
            del runtime.output[start:]
            if text and self.target is not None:
                call(runtime, get_attribute(runtime, self.target, "write"), [text], {})
        return False


def make_suppress(
    runtime: Runtime, _kind: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """`suppress(...)`."""
    if keywords:
        name = next(iter(keywords))
        raise TypeError(f"suppress.__init__() got an unexpected keyword argument {name!r}")
    runtime.charge(len(arguments))
    return Suppress(tuple(arguments))


def make_closing(
    _runtime: Runtime, _kind: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """`closing(thing)`."""
    return Closing(take("closing.__init__", "thing", arguments, keywords)[0])


def make_aclosing(
    _runtime: Runtime, _kind: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """`aclosing(thing)`."""
    return AsyncClosing(take("aclosing.__init__", "thing", arguments, keywords)[0])


def make_null(
    _runtime: Runtime, _kind: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """`nullcontext(...)`."""
    result = take("nullcontext.__init__", "enter_result?", arguments, keywords)[0]
    return NullContext(None if result is UNSET else result)


def make_redirect_stdout(
    _runtime: Runtime, _kind: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """`redirect_stdout(target)`."""
    target = take("redirect_stdout.__init__", "new_target", arguments, keywords)[0]
    return RedirectOutput("redirect_stdout", target)


def make_redirect_stderr(
    _runtime: Runtime, _kind: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """`redirect_stderr(target)`: nothing is ever written there."""
    target = take("redirect_stderr.__init__", "new_target", arguments, keywords)[0]
    return RedirectOutput("redirect_stderr", target)


SUPPRESS: Final = kind_named("suppress", "contextlib")
CLOSING: Final = kind_named("closing", "contextlib")
ACLOSING: Final = kind_named("aclosing", "contextlib")
NULL_CONTEXT: Final = kind_named("nullcontext", "contextlib")
REDIRECT_STDOUT: Final = kind_named("redirect_stdout", "contextlib")
REDIRECT_STDERR: Final = kind_named("redirect_stderr", "contextlib")

CONSTRUCTORS.update(
    {
        SUPPRESS: make_suppress,
        CLOSING: make_closing,
        ACLOSING: make_aclosing,
        NULL_CONTEXT: make_null,
        REDIRECT_STDOUT: make_redirect_stdout,
        REDIRECT_STDERR: make_redirect_stderr,
    }
)


# ------------------------------------------------------------------ managers that also decorate


def decorate(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`ContextDecorator.__call__`: a function that runs inside the manager."""
    manager, function = arguments
    runtime.charge(1)

    def inside(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        leave, _ = enter_manager(runtime, manager)
        try:
            result = call(runtime, function, arguments, keywords)
        except Stop:
            raise
        except BaseException as error:
            if leave_manager(runtime, leave, manager, error):
                return None
            raise
        leave_manager(runtime, leave, manager, None)
        return result

    return NativeMethod("inner", inside)


def decorate_async(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`AsyncContextDecorator.__call__`."""
    manager, function = arguments

    def inside(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        return run_inside(runtime, manager, function, arguments, keywords)

    return NativeMethod("inner", inside)


async def run_inside(
    runtime: Runtime,
    manager: Any,
    function: object,
    arguments: list[Any],
    keywords: dict[str, Any],
) -> object:
    """Await a function inside an asynchronous manager."""
    async with manager:
        awaitable: Any = call(runtime, function, arguments, keywords)
        result: object = await awaitable
        return result


CONTEXT_DECORATOR: Final = native_class(
    "ContextDecorator", "contextlib", (), {"__call__": decorate}
)
ASYNC_CONTEXT_DECORATOR: Final = native_class(
    "AsyncContextDecorator", "contextlib", (), {"__call__": decorate_async}
)
