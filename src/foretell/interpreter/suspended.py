"""Generators, coroutines and asynchronous generators of the script.

The classes here offer Python's protocols, so that C code can iterate over a script's generator and
a real event loop can drive a script's coroutine.
"""

from __future__ import annotations

from asyncio import CancelledError
from typing import Any, Final, final

from .kernel import ASYNC_GENERATOR, COROUTINE, Frame
from .suspension import (
    CREATED,
    FINISHED,
    RUNNING,
    Suspension,
    Yielded,
    drive,
    normalize,
    reraise,
)
from .values import ScriptFunction

BODY: Final = 1_000
"""Bytes that a body which can be suspended may take, with its frame."""


@final
class ScriptGenerator:
    """What a generator function or a generator expression gives."""

    name: str
    qualified_name: str
    body: Suspension

    def __init__(self, name: str, qualified_name: str, body: Suspension) -> None:
        self.name = name
        self.qualified_name = qualified_name
        self.body = body

    def __iter__(self) -> ScriptGenerator:
        return self

    def __next__(self) -> object:
        return self.body.step(None, None)

    def send(self, value: object) -> object:
        """Resume; `value` is that of the `yield` at which it rests."""
        return self.body.step(value, None)

    def throw(self, kind: Any, value: Any = None, traceback: Any = None) -> object:  # noqa: ARG002 - Python's protocol
        """Resume with an exception."""
        error = normalize(kind, value)
        if self.body.state == FINISHED:
            reraise(error)
        return self.body.step(None, error)

    def close(self) -> None:
        """End it; its `finally` clauses run."""
        self.body.close()

    def __del__(self) -> None:
        self.body.abandon()

    def __repr__(self) -> str:
        return f"<generator object {self.qualified_name}>"


@final
class ScriptCoroutine:
    """What an `async def` function gives; its methods make it a `collections.abc.Coroutine`."""

    name: str
    qualified_name: str
    body: Suspension

    def __init__(self, name: str, qualified_name: str, body: Suspension) -> None:
        self.name = name
        self.qualified_name = qualified_name
        self.body = body

    def __await__(self) -> CoroutineSteps:
        return CoroutineSteps(self)

    def send(self, value: object) -> object:
        """Resume."""
        return self.body.step(value, None)

    def throw(self, kind: Any, value: Any = None, traceback: Any = None) -> object:  # noqa: ARG002 - Python's protocol
        """Resume with an exception."""
        return self.body.step(None, normalize(kind, value))

    def close(self) -> None:
        """End it; its `finally` clauses run."""
        self.body.close()

    def __del__(self) -> None:
        self.body.abandon()

    def __repr__(self) -> str:
        return f"<coroutine object {self.qualified_name}>"


@final
class CoroutineSteps:
    """The iterator behind `await coroutine`."""

    coroutine: ScriptCoroutine

    def __init__(self, coroutine: ScriptCoroutine) -> None:
        self.coroutine = coroutine

    def __iter__(self) -> CoroutineSteps:
        return self

    def __next__(self) -> object:
        return self.coroutine.body.step(None, None)

    def send(self, value: object) -> object:
        """Resume."""
        return self.coroutine.body.step(value, None)

    def throw(self, kind: Any, value: Any = None, traceback: Any = None) -> object:
        """Resume with an exception."""
        return self.coroutine.throw(kind, value, traceback)

    def close(self) -> None:
        """End it."""
        self.coroutine.close()


@final
class ScriptAsyncGenerator:
    """What an `async def` function with `yield` gives."""

    name: str
    qualified_name: str
    body: Suspension

    def __init__(self, name: str, qualified_name: str, body: Suspension) -> None:
        self.name = name
        self.qualified_name = qualified_name
        self.body = body

    def __aiter__(self) -> ScriptAsyncGenerator:
        return self

    def __anext__(self) -> AsyncStep:
        return AsyncStep(self, None, None, closing=False)

    def asend(self, value: object) -> AsyncStep:
        """Resume with the value of the `yield` at which it rests."""
        return AsyncStep(self, value, None, closing=False)

    def athrow(self, kind: Any, value: Any = None, traceback: Any = None) -> AsyncStep:  # noqa: ARG002 - Python's protocol
        """Resume with an exception."""
        return AsyncStep(self, None, normalize(kind, value), closing=False)

    def aclose(self) -> AsyncStep:
        """End it."""
        return AsyncStep(self, None, GeneratorExit(), closing=True)

    def __del__(self) -> None:
        self.body.abandon()

    def __repr__(self) -> str:
        return f"<async_generator object {self.qualified_name}>"


@final
class AsyncStep:
    """The awaitable of one step of an asynchronous generator."""

    owner: ScriptAsyncGenerator
    value: object
    error: BaseException | None
    closing: bool
    begun: bool
    done: bool

    def __init__(
        self,
        owner: ScriptAsyncGenerator,
        value: object,
        error: BaseException | None,
        *,
        closing: bool,
    ) -> None:
        self.owner = owner
        self.value = value
        self.error = error
        self.closing = closing
        self.begun = False
        self.done = False

    def __await__(self) -> AsyncStep:
        return self

    def __iter__(self) -> AsyncStep:
        return self

    def __next__(self) -> object:
        return self.advance(None, None)

    def send(self, value: object) -> object:
        """Resume."""
        return self.advance(value, None)

    def throw(self, kind: Any, value: Any = None, traceback: Any = None) -> object:  # noqa: ARG002 - Python's protocol
        """Resume with an exception."""
        return self.advance(None, normalize(kind, value))

    def close(self) -> None:
        """Forget it."""
        self.done = True

    def advance(  # noqa: C901, PLR0912 - the states of a step
        self, value: object, error: BaseException | None
    ) -> object:
        """Go on to the next thing that is awaited; StopIteration with what is yielded."""
        if self.done:
            raise RuntimeError("cannot reuse already awaited __anext__()/asend()")
        body = self.owner.body
        if not self.begun:
            if body.frame.runtime.over:
                raise CancelledError
            self.begun = True
            value = self.value
            error = error or self.error
            if self.closing and body.state in (CREATED, FINISHED):
                body.state = FINISHED
                self.done = True
                raise StopIteration
            if body.state == RUNNING:
                raise RuntimeError("anext(): asynchronous generator is already running")
        ended = False
        refused: BaseException | None = None
        result: object = None
        try:
            result = body.step(value, error)
        except StopIteration:
            ended = True
        except StopAsyncIteration as failure:
            self.done = True
            refused = body.refuse(failure)
            failure.__traceback__ = None
        except GeneratorExit:
            if not self.closing:
                self.done = True
                raise
            ended = True
        if refused is not None:
            reraise(refused)
        if ended:
            self.done = True
            if self.closing:
                raise StopIteration
            raise StopAsyncIteration
        if isinstance(result, Yielded):
            self.done = True
            if self.closing:
                raise RuntimeError("async generator ignored GeneratorExit")
            raise StopIteration(result.value)
        return result


def suspend(function: ScriptFunction, frame: Frame) -> object:
    """Make what calling a generator or coroutine function gives."""
    kind = frame.code.kind
    frame.runtime.allocated += BODY
    name = function.name
    qualified_name = function.qualified_name
    host = drive(frame)
    if kind == COROUTINE:
        return ScriptCoroutine(name, qualified_name, Suspension(frame, host, "coroutine"))
    if kind == ASYNC_GENERATOR:
        body = Suspension(frame, host, "async generator")
        return ScriptAsyncGenerator(name, qualified_name, body)
    return ScriptGenerator(name, qualified_name, Suspension(frame, host, "generator"))
