"""Bodies that can be left and entered again: what generators and coroutines have in common.

A `Suspension` is a frame with a host generator that executes the resumable nodes of the body.

A StopIteration of the script must not pass through a host generator, which would take it for its
own end: resumable nodes wrap it in a `Smuggled`, and only the code here and `try` unwrap it. What
is thrown in goes down wrapped in a `Thrown` to the node that rests: a plain GeneratorExit would end
the host generators on the way instead of being raised in the innermost.
"""

from __future__ import annotations

import contextlib
from asyncio import CancelledError
from collections.abc import Generator
from typing import Any, Final, NoReturn, final

from mypy_extensions import i64

from .kernel import RETURN, Expression, Frame, Statement, Stop, note

CREATED: Final = 0
SUSPENDED: Final = 1
RUNNING: Final = 2
FINISHED: Final = 3


def reraise(error: BaseException) -> NoReturn:
    """Raise an exception that exists already, its context being left as it is."""
    context = error.__context__
    try:
        raise error
    except BaseException:
        error.__context__ = context
        raise


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


def forget_carrier(error: BaseException) -> None:
    """Cut a `Thrown` off a chain of contexts: compiled generators handle it while passing it on."""
    link = error
    for _ in range(1_000):
        context = link.__context__
        if context is None:
            return
        if isinstance(context, Thrown):
            link.__context__ = None
            return
        link = context


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

    def __init__(self, frame: Frame, host: Generator[object, object, object], kind: str) -> None:
        self.frame = frame
        self.host = host
        self.state = CREATED
        self.kind = kind
        self.handled = None

    def step(  # noqa: PLR0915 - all that a run knows of where it is changes here
        self, value: object, error: BaseException | None
    ) -> object:
        """Go on with a value or an exception to the next `yield`; StopIteration at the end."""
        self.check(value)
        if self.frame.runtime.over:
            return self.unwind(value, error)
        if error is not None and self.state == CREATED:
            self.state = FINISHED
            note(self.frame, error, self.frame.code.index)
            reraise(error)
        runtime = self.frame.runtime
        depth = runtime.depth
        handled = runtime.handled
        beneath = runtime.beneath
        outer = runtime.frame
        escaped: BaseException | None = None
        try:
            runtime.charge(1)
            if depth >= runtime.max_depth:
                raise Stop("recursion", f"more than {depth} calls inside one another")
            runtime.depth = depth + 1
            self.frame.caller = outer
            runtime.frame = self.frame
            if handled is not None:
                runtime.beneath = handled
            runtime.handled = self.handled
            self.state = RUNNING
            host = self.host
            result = host.send(value) if error is None else host.throw(Thrown(error))
        except Smuggled as smuggled:
            escaped = smuggled.error
            escaped.__traceback__ = None
            result = None
        except BaseException as failure:
            self.state = FINISHED
            runtime.depth = depth
            runtime.frame = outer
            self.frame.caller = None
            runtime.handled = handled
            runtime.beneath = beneath
            if not isinstance(failure, StopIteration):
                note(self.frame, failure, self.frame.code.index)
                self.frame.noted = None
            raise
        self.handled = runtime.handled
        runtime.depth = depth
        runtime.frame = outer
        self.frame.caller = None
        runtime.handled = handled
        runtime.beneath = beneath
        if escaped is not None:
            self.state = FINISHED
            reraise(self.refuse(escaped))
        self.state = SUSPENDED
        return result

    def unwind(self, value: object, error: BaseException | None) -> object:
        """Go on after a stop: what the host awaits here may end, of the script nothing runs."""
        resting = self.state == SUSPENDED and self.kind != "generator"
        self.state = FINISHED
        if resting:
            try:
                host = self.host
                result = host.send(value) if error is None else host.throw(Thrown(error))
            except BaseException:  # noqa: BLE001 - what it says of itself is for the trace
                result = None
            else:
                self.state = SUSPENDED
                return result
        raise CancelledError

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
        error = RuntimeError(f"{self.kind} raised {type(escaped).__name__}")
        error.__cause__ = escaped  # mypyc drops the `from` of a raise
        error.__context__ = escaped
        return error

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
        with contextlib.suppress(BaseException):  # nobody is there to hear of it
            self.close()


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
