"""`raise`, and what every node that catches exceptions shares."""

from __future__ import annotations

from typing import Final, final

from mypy_extensions import i64

from foretell.interpreter.calls import ERRORS, call
from foretell.interpreter.hiding import hiding
from foretell.interpreter.kernel import Expression, Frame, Runtime, Statement, Stop, note
from foretell.interpreter.stops import Interrupt
from foretell.interpreter.suspension import Smuggled, Thrown, reraise

HOST_FAILURES: Final = (RecursionError, MemoryError, KeyboardInterrupt, SystemExit)
"""What the host raises for reasons of its own; a script may raise, and then catch, them too."""


def catch(frame: Frame, error: BaseException) -> None:
    """Look at an exception about to be handled: one of the host's own ends the run.

    What the script could see or keep alive of the host is taken off.
    """
    runtime = frame.runtime
    if (
        type(error) not in ERRORS
        and isinstance(error, HOST_FAILURES)
        and runtime.raised is not error
    ):
        raise hiding(stop_for(error))
    error.__traceback__ = None
    if runtime.outside is not None:
        forget_outside(runtime, error)


def stop_for(error: BaseException) -> Stop:
    """Return the stop that a failure of the host comes to."""
    if isinstance(error, RecursionError):
        return Stop("recursion", "the stack is used up")
    if isinstance(error, MemoryError):
        return Stop("memory", "no memory is left")
    if isinstance(error, KeyboardInterrupt):
        return Interrupt()
    return Stop("host", f"interrupted by {type(error).__name__}")


def forget_outside(runtime: Runtime, error: BaseException) -> None:
    """Cut what the host was handling when the run began off a chain of contexts."""
    link = error
    for _ in range(1_000):
        context = link.__context__
        if context is None:
            return
        if context is runtime.outside:
            link.__context__ = None
            return
        link = context


def chain(runtime: Runtime, error: BaseException, handled: BaseException) -> None:
    """Make `handled` the context of what was raised while it was handled.

    For handlers that may yield: the host knows nothing of what they handle, only of what is
    handled `beneath`, where the generator was resumed, or (compiled) of what carried it in.
    """
    link = error.error if isinstance(error, Smuggled) else error
    if isinstance(link, Stop):
        return
    for _ in range(1_000):
        if link is handled:
            return
        context = link.__context__
        if context is None or context is runtime.beneath or isinstance(context, Thrown):
            link.__context__ = handled
            return
        link = context


@final
class Raise(Statement):
    """`raise exception from cause`."""

    exception: Expression | None
    cause: Expression | None

    def __init__(self, index: i64, exception: Expression | None, cause: Expression | None) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.exception = exception
        self.cause = cause

    def exec(self, frame: Frame) -> i64:
        if self.exception is None:
            handled = frame.runtime.handled
            if handled is not None:
                frame.noted = handled
                reraise(handled)
            missing = RuntimeError("No active exception to reraise")
            note(frame, missing, self.index)
            raise missing
        value = self.exception.eval(frame)
        cause = None if self.cause is None else self.cause.eval(frame)
        error = self.make(frame, value, "exceptions must derive from BaseException")
        if self.cause is not None:
            error.__cause__ = (
                None
                if cause is None
                else self.make(frame, cause, "exception causes must derive from BaseException")
            )
        if isinstance(error, HOST_FAILURES):
            frame.runtime.raised = error
        note(frame, error, self.index)
        raise error

    def make(self, frame: Frame, value: object, refusal: str) -> BaseException:
        """Return the exception that a value stands for."""
        if isinstance(value, BaseException):
            return value
        try:
            if not (isinstance(value, type) and issubclass(value, BaseException)):
                raise TypeError(refusal)
            error = call(frame.runtime, value, [], {})
            if not isinstance(error, BaseException):
                raise TypeError(
                    f"calling {value!r} should have returned an instance of BaseException, "
                    f"not {type(error)!r}"
                )
        except BaseException as failure:
            note(frame, failure, self.index)
            raise
        return error
