"""Generators, coroutines and asynchronous generators of the script.

Each holds a `Suspension`: a frame with a host generator that executes the resumable nodes of the
body. The classes here offer Python's protocols, so that C code can iterate over a script's
generator and a real event loop can drive a script's coroutine.

A StopIteration of the script must not pass through a host generator, which would take it for its
own end: resumable nodes wrap it in a `Smuggled`, and only the code here and `try` unwrap it. What
is thrown in goes down wrapped in a `Thrown` to the node that rests: a plain GeneratorExit would end
the host generators on the way instead of being raised in the innermost.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final, final

from mypy_extensions import i64

from .kernel import (
    ASYNC_GENERATOR,
    COROUTINE,
    RETURN,
    Expression,
    Frame,
    Statement,
    Stop,
    note,
)
from .values import ScriptFunction

CREATED: Final = 0
SUSPENDED: Final = 1
RUNNING: Final = 2
FINISHED: Final = 3


class Smuggled(BaseException):
    """Carries a StopIteration of the script through host generators."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error: BaseException = error


class Thrown(BaseException):
    """Carries an exception down to the `yield` or `await` at which a body rests."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error: BaseException = error


def evaluate(node: Expression, frame: Frame) -> object:
    """Evaluate a plain node from within a resumable one."""
    try:
        return node.eval(frame)
    except StopIteration as error:
        error.__traceback__ = None  # it holds this frame, which holds the exception
        found = error
    raise Smuggled(found)


def execute(node: Statement, frame: Frame) -> i64:
    """Execute a plain statement from within a resumable one."""
    try:
        return node.exec(frame)
    except StopIteration as error:
        error.__traceback__ = None  # it holds this frame, which holds the exception
        found = error
    raise Smuggled(found)


def drive(frame: Frame) -> Generator[object, object, object]:
    """Execute the body of a frame's code."""
    statement = frame.code.body
    while statement is not None:
        if statement.resumable:
            code = yield from statement.resume(frame)
        else:
            code = int(execute(statement, frame))
        if code == RETURN:
            return frame.result
        statement = statement.next
    return None


@final
class Yielded:
    """A value an asynchronous generator yields, as told from what its awaits pass up."""

    value: object

    def __init__(self, value: object) -> None:
        self.value = value


@final
class Suspension:
    """A body that can be left and entered again. `kind` is its name in messages."""

    frame: Frame
    host: Generator[object, object, object]
    state: i64
    kind: str
    handled: BaseException | None

    def __init__(
        self, frame: Frame, host: Generator[object, object, object], kind: str
    ) -> None:
        self.frame = frame
        self.host = host
        self.state = CREATED
        self.kind = kind
        self.handled = None

    def step(self, value: object, error: BaseException | None) -> object:
        """Go on with a value or an exception to the next `yield`; StopIteration at the end."""
        self.check(value)
        if error is not None and self.state == CREATED:
            self.state = FINISHED
            note(self.frame, error, self.frame.code.index)
            raise error
        runtime = self.frame.runtime
        depth = runtime.depth
        handled = runtime.handled
        escaped: BaseException | None = None
        try:
            runtime.charge(1)
            if depth >= runtime.max_depth:
                raise Stop("recursion", f"more than {depth} calls inside one another")
            runtime.depth = depth + 1
            runtime.handled = self.handled
            self.state = RUNNING
            if error is None:
                result = self.host.send(value)
            else:
                result = self.host.throw(Thrown(error))
        except Smuggled as smuggled:
            escaped = smuggled.error
            escaped.__traceback__ = None
            result = None
        except BaseException as failure:
            self.state = FINISHED
            runtime.depth = depth
            runtime.handled = handled
            if not isinstance(failure, StopIteration):
                note(self.frame, failure, self.frame.code.index)
                self.frame.noted = None
            raise
        self.handled = runtime.handled
        runtime.depth = depth
        runtime.handled = handled
        if escaped is not None:
            self.state = FINISHED
            raise self.refuse(escaped) from escaped
        self.state = SUSPENDED
        return result

    def check(self, value: object) -> None:
        """Refuse what cannot be resumed."""
        if self.state == RUNNING:
            raise ValueError(f"{self.kind} already executing")
        if self.state == FINISHED:
            if self.kind == "coroutine":
                raise RuntimeError("cannot reuse already awaited coroutine")
            raise StopIteration
        if self.state == CREATED and value is not None:
            raise TypeError(f"can't send non-None value to a just-started {self.kind}")

    def refuse(self, escaped: BaseException) -> RuntimeError:
        """Make what a StopIteration becomes that leaves the body (PEP 479)."""
        return RuntimeError(f"{self.kind} raised {type(escaped).__name__}")

    def close(self) -> None:
        """End the body with a GeneratorExit."""
        if self.state == CREATED:
            self.state = FINISHED
        if self.state == FINISHED:
            return
        try:
            self.step(None, GeneratorExit())
        except (GeneratorExit, StopIteration):
            return
        raise RuntimeError(f"{self.kind} ignored GeneratorExit")

    def abandon(self) -> None:
        """End the body because nobody holds it any more."""
        if self.state != SUSPENDED or self.frame.runtime.over:
            return
        try:
            self.close()
        except BaseException:  # noqa: BLE001, S110 - nobody is there to hear of it
            pass


def normalize(kind: Any, value: Any) -> BaseException:
    """Make the exception that `throw(kind, value)` throws."""
    if isinstance(kind, BaseException):
        if value is not None:
            raise TypeError("instance exception may not have a separate value")
        return kind
    if not (isinstance(kind, type) and issubclass(kind, BaseException)):
        raise TypeError(
            "exceptions must be classes or instances deriving from BaseException, "
            f"not {type(kind).__name__}"
        )
    if isinstance(value, kind):
        return value
    if value is None:
        return kind()
    return kind(*value) if isinstance(value, tuple) else kind(value)


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
            raise error
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

    def advance(self, value: object, error: BaseException | None) -> object:
        """Go on to the next thing that is awaited; StopIteration with what is yielded."""
        if self.done:
            raise RuntimeError("cannot reuse already awaited __anext__()/asend()")
        body = self.owner.body
        if not self.begun:
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
        result: object = None
        try:
            result = body.step(value, error)
        except StopIteration:
            ended = True
        except (GeneratorExit, StopAsyncIteration):
            if not self.closing:
                self.done = True
                raise
            ended = True
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
    name = function.name
    qualified_name = function.qualified_name
    host = drive(frame)
    if kind == COROUTINE:
        return ScriptCoroutine(name, qualified_name, Suspension(frame, host, "coroutine"))
    if kind == ASYNC_GENERATOR:
        body = Suspension(frame, host, "async generator")
        return ScriptAsyncGenerator(name, qualified_name, body)
    return ScriptGenerator(name, qualified_name, Suspension(frame, host, "generator"))
