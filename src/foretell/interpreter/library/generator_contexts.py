"""Context managers made from generators, and how any manager is entered and left."""

from __future__ import annotations

from typing import Any, cast, final

from foretell.interpreter.attributes import find_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.kernel import UNSET, Runtime, Step, Stop, current_runtime, trail_of
from foretell.interpreter.kinds import type_name
from foretell.interpreter.native import (
    BoundNativeMethod,
    Descriptor,
    NativeCallable,
    NativeMethod,
)
from foretell.interpreter.suspended import ScriptAsyncGenerator, ScriptGenerator
from foretell.interpreter.traceback_values import traceback_of
from foretell.interpreter.values import ScriptFunction

from .function_caches import SHOWN


class ContextValue(NativeCallable):
    """A context manager of ours: `with` finds its methods in its class."""

    def type_module(self) -> str:
        return "contextlib"

    def is_callable(self) -> bool:
        return False

    def enter(self, _runtime: Runtime) -> object:
        """Enter; gives what `as` binds."""
        raise TypeError(
            f"{self.type_name()!r} object does not support the context manager protocol"
        )

    def leave(self, _runtime: Runtime, _kind: object, _error: object) -> bool:
        """Leave; whether the exception ends here."""
        return False

    def __enter__(self) -> object:
        return self.enter(current_runtime())

    def __exit__(self, kind: object, error: object, _traceback: object) -> bool:
        return self.leave(current_runtime(), kind, error)

    def attribute(self, runtime: Runtime, name: str) -> object:
        if name == "__enter__":
            return NativeMethod(name, enter_value).read(runtime, self, None)
        if name == "__exit__":
            return NativeMethod(name, leave_value).read(runtime, self, None)
        return UNSET


def enter_value(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`manager.__enter__()`."""
    manager: ContextValue = arguments[0]
    return manager.enter(runtime)


def leave_value(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`manager.__exit__(type, error, traceback)`."""
    manager: ContextValue = arguments[0]
    return manager.leave(runtime, arguments[1], arguments[2])


def enter_manager(_runtime: Runtime, manager: Any) -> tuple[Any, object]:
    """Enter any manager; gives its exit method, unbound, and what `as` binds."""
    kind = type(manager)
    enter = getattr(kind, "__enter__", None)
    leave = getattr(kind, "__exit__", None)
    if enter is None or leave is None:
        missing = "" if enter is None else " (missed __exit__ method)"
        raise TypeError(
            f"{type_name(manager)!r} object does not support the context manager protocol{missing}"
        )
    return leave, enter(manager)


def leave_manager(
    runtime: Runtime, leave: Any, manager: object, error: BaseException | None
) -> bool:
    """Leave it; whether the exception ends here."""
    if error is None:
        return bool(leave(manager, None, None, None))
    previous = runtime.handled
    runtime.handled = error
    try:
        return bool(leave(manager, type(error), error, traceback_of(error)))
    finally:
        runtime.handled = previous


def restore_trail(error: BaseException, trail: list[Step]) -> None:
    """Take the frames of a manager off an exception that only went through it."""
    trail_of(error)[:] = trail


@final
class GeneratorContext(ContextValue):
    """What a function under `@contextmanager` gives; also a decorator."""

    def __init__(
        self, function: object, arguments: list[Any], keywords: dict[str, Any], generator: Any
    ) -> None:
        self.function = function
        self.arguments = arguments
        self.keywords = keywords
        self.generator = generator
        self.entered = False

    def type_name(self) -> str:
        return "_GeneratorContextManager"

    def is_callable(self) -> bool:
        return True

    def enter(self, _runtime: Runtime) -> object:
        enter_once(self)
        ended = False
        value: object = None
        try:
            value = next(self.generator)
        except StopIteration:
            ended = True
        if ended:
            raise RuntimeError("generator didn't yield")
        return value

    def leave(self, _runtime: Runtime, kind: Any, error: Any) -> bool:
        generator = self.generator
        if kind is None:
            try:
                next(generator)
            except StopIteration:
                return False
            generator.close()
            raise RuntimeError("generator didn't stop")
        if error is None:
            error = kind()
        trail = list(trail_of(error))
        try:
            generator.throw(error)
        except StopIteration as raised:
            return raised is not error
        except RuntimeError as raised:
            if raised is error:
                restore_trail(error, trail)
                return False
            if isinstance(error, StopIteration) and raised.__cause__ is error:
                restore_trail(error, trail)
                return False
            raise
        except BaseException as raised:
            if raised is not error:
                raise
            restore_trail(error, trail)
            return False
        generator.close()
        raise RuntimeError("generator didn't stop after throw()")

    def call(self, _runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        return Decorated(self, arguments[0])


@final
class Decorated(Descriptor):
    """A function decorated by a context manager: each call enters a new one."""

    def __init__(self, context: GeneratorContext, function: object) -> None:
        self.context = context
        self.function = function

    def type_name(self) -> str:
        return "function"

    def type_module(self) -> str:
        return "builtins"

    def is_callable(self) -> bool:
        return True

    def read(self, _runtime: Runtime, instance: object, _cls: object) -> object:
        if instance is UNSET:
            return self
        return BoundNativeMethod(NativeMethod("inner", self.call), instance)

    def delegates(self) -> bool:
        return isinstance(self.function, ScriptFunction)

    def call(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        old = self.context
        generator = call(runtime, old.function, list(old.arguments), dict(old.keywords))
        manager = GeneratorContext(old.function, old.arguments, old.keywords, generator)
        manager.enter(runtime)
        try:
            result = call(runtime, self.function, arguments, keywords)
        except Stop:
            raise
        except BaseException as error:
            if manager.leave(runtime, type(error), error):
                return None
            raise
        manager.leave(runtime, None, None)
        return result

    def attribute(self, runtime: Runtime, name: str) -> object:
        if name == "__wrapped__":
            return self.function
        return find_attribute(runtime, self.function, name) if name in SHOWN else UNSET


@final
class AsyncGeneratorContext(NativeCallable):
    """What a function under `@asynccontextmanager` gives."""

    def __init__(
        self, function: object, arguments: list[Any], keywords: dict[str, Any], generator: Any
    ) -> None:
        self.function = function
        self.arguments = arguments
        self.keywords = keywords
        self.generator = generator
        self.entered = False

    def type_name(self) -> str:
        return "_AsyncGeneratorContextManager"

    def type_module(self) -> str:
        return "contextlib"

    async def __aenter__(self) -> object:
        enter_once(self)
        ended = False
        value: object = None
        try:
            value = await self.generator.__anext__()
        except StopAsyncIteration:
            ended = True
        if ended:
            raise RuntimeError("generator didn't yield")
        return value

    async def __aexit__(self, kind: object, raised_inside: object, _traceback: object) -> bool:
        generator = self.generator
        if kind is None:
            try:
                await generator.__anext__()
            except StopAsyncIteration:
                return False
            await generator.aclose()
            raise RuntimeError("generator didn't stop")
        thrown: object = raised_inside
        if thrown is None and isinstance(kind, type):
            thrown = kind()
        error = cast("BaseException", thrown)
        trail = list(trail_of(error))
        try:
            await generator.athrow(error)
        except StopAsyncIteration as raised:
            return raised is not error
        except RuntimeError as raised:
            if raised is error:
                restore_trail(error, trail)
                return False
            if isinstance(error, (StopIteration, StopAsyncIteration)) and raised.__cause__ is error:
                restore_trail(error, trail)
                return False
            raise
        except BaseException as raised:
            if raised is not error:
                raise
            restore_trail(error, trail)
            return False
        await generator.aclose()
        raise RuntimeError("generator didn't stop after athrow()")

    def call(self, _runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        return AsyncDecorated(self, arguments[0])


@final
class AsyncDecorated(Descriptor):
    """An asynchronous function decorated by a context manager."""

    def __init__(self, context: AsyncGeneratorContext, function: object) -> None:
        self.context = context
        self.function = function

    def type_name(self) -> str:
        return "function"

    def is_callable(self) -> bool:
        return True

    def read(self, _runtime: Runtime, instance: object, _cls: object) -> object:
        if instance is UNSET:
            return self
        return BoundNativeMethod(NativeMethod("inner", self.call), instance)

    def call(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        return self.run(runtime, arguments, keywords)

    async def run(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        """Await the function inside a new manager."""
        old = self.context
        generator = call(runtime, old.function, list(old.arguments), dict(old.keywords))
        manager: Any = AsyncGeneratorContext(old.function, old.arguments, old.keywords, generator)
        async with manager:
            awaitable: Any = call(runtime, self.function, arguments, keywords)
            result: object = await awaitable
            return result

    def attribute(self, runtime: Runtime, name: str) -> object:
        if name == "__wrapped__":
            return self.function
        return find_attribute(runtime, self.function, name) if name in SHOWN else UNSET


@final
class ContextFunction(Descriptor):
    """A generator function under `@contextmanager` or `@asynccontextmanager`."""

    def __init__(self, function: object, *, is_async: bool) -> None:
        self.function = function
        self.is_async = is_async
        self.own: dict[str, object] = {}

    def type_name(self) -> str:
        return "function"

    def is_callable(self) -> bool:
        return True

    def read(self, _runtime: Runtime, instance: object, _cls: object) -> object:
        if instance is UNSET:
            return self
        return BoundNativeMethod(NativeMethod("helper", self.call), instance)

    def delegates(self) -> bool:
        return isinstance(self.function, ScriptFunction)

    def call(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        kept = list(arguments)
        named = dict(keywords)
        generator = call(runtime, self.function, arguments, keywords)
        if self.is_async:
            if not isinstance(generator, ScriptAsyncGenerator) and not hasattr(
                type(generator), "__anext__"
            ):
                raise self.refusal(generator, "an async iterator")
            return AsyncGeneratorContext(self.function, kept, named, generator)
        if not isinstance(generator, ScriptGenerator) and not hasattr(type(generator), "__next__"):
            raise self.refusal(generator, "an iterator")
        return GeneratorContext(self.function, kept, named, generator)

    def refusal(self, value: object, what: str) -> TypeError:
        """The error for a function that is no generator function."""
        return TypeError(f"{type_name(value)!r} object is not {what}")

    def attribute(self, runtime: Runtime, name: str) -> object:
        if name in self.own:
            return self.own[name]
        if name == "__wrapped__":
            return self.function
        return find_attribute(runtime, self.function, name) if name in SHOWN else UNSET

    def assign(self, _runtime: Runtime, name: str, value: object) -> None:
        if value is UNSET:
            self.own.pop(name)
        else:
            self.own[name] = value

    def __repr__(self) -> str:
        return repr(self.function)


def contextmanager(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`@contextmanager`."""
    return ContextFunction(arguments[0], is_async=False)


def asynccontextmanager(
    _runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]
) -> object:
    """`@asynccontextmanager`."""
    return ContextFunction(arguments[0], is_async=True)


def enter_once(manager: GeneratorContext | AsyncGeneratorContext) -> None:
    """Refuse to enter a manager again; CPython misses the arguments that it has let go of."""
    if manager.entered:
        raise AttributeError(f"{manager.type_name()!r} object has no attribute 'args'")
    manager.entered = True
