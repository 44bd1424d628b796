"""`yield`, `yield from` and `await`: where a body is left and entered again."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NoReturn, final

from mypy_extensions import i64

from foretell.interpreter import operators
from foretell.interpreter.hiding import hiding
from foretell.interpreter.kernel import NORMAL, UNSET, Expression, Frame, Statement, Stop, note
from foretell.interpreter.nodes.operations import resume
from foretell.interpreter.suspended import ScriptCoroutine, ScriptGenerator
from foretell.interpreter.suspension import (
    Smuggled,
    Thrown,
    Yielded,
    evaluate,
    forget_carrier,
    reraise,
)


@final
class Yield(Expression):
    """`yield value`; in asynchronous generators the value is `wrapped`."""

    value: Expression | None
    wrapped: bool

    def __init__(self, index: i64, value: Expression | None, *, wrapped: bool) -> None:
        self.index = index
        self.resumable = True
        self.value = value
        self.wrapped = wrapped

    def resume(self, frame: Frame) -> Generator[object, object, object]:
        value: object = None
        if self.value is not None:
            value = yield from resume(self.value, frame)
        if self.wrapped:
            value = Yielded(value)
        sent: object = None
        error: BaseException | None = None
        try:
            sent = yield value
        except Thrown as thrown:
            error = thrown.error
        if error is not None:
            note(frame, error, self.index)
            reraise(Smuggled(error) if isinstance(error, StopIteration) else error)
        return sent


@final
class YieldStatement(Statement):
    """`yield value` on a line of its own, whose value is used by nobody."""

    value: Expression | None
    wrapped: bool

    def __init__(self, index: i64, value: Expression | None, *, wrapped: bool) -> None:
        self.index = index
        self.resumable = True
        self.next = None
        self.value = value
        self.wrapped = wrapped

    def take(self, frame: Frame) -> object:
        """Return what to yield. Blocks and loops yield it themselves: no generator is made."""
        value: object = None
        if self.value is not None:
            value = evaluate(self.value, frame)
        return Yielded(value) if self.wrapped else value

    def fail(self, frame: Frame, error: BaseException) -> NoReturn:
        """Raise what was thrown in where it rested."""
        note(frame, error, self.index)
        reraise(Smuggled(error) if isinstance(error, StopIteration) else error)

    def resume(self, frame: Frame) -> Generator[object, object, int]:
        thrown: Thrown | None = None
        try:
            yield self.take(frame)
        except Thrown as error:
            thrown = error
        if thrown is not None:
            self.fail(frame, thrown.error)
        return NORMAL


@final
class YieldFrom(Expression):
    """`yield from value`."""

    value: Expression

    def __init__(self, index: i64, value: Expression) -> None:
        self.index = index
        self.resumable = True
        self.value = value

    def resume(self, frame: Frame) -> Generator[object, object, object]:
        value = yield from resume(self.value, frame)
        inner: Any = None
        try:
            if isinstance(value, (ScriptGenerator, ScriptCoroutine)):
                inner = value
            else:
                inner = operators.iterate(frame.runtime, value)
        except BaseException as error:
            note(frame, error, self.index)
            raise
        result = yield from delegate(frame, self.index, inner)
        return result


@final
class Await(Expression):
    """`await value`."""

    value: Expression

    def __init__(self, index: i64, value: Expression) -> None:
        self.index = index
        self.resumable = True
        self.value = value

    def resume(self, frame: Frame) -> Generator[object, object, object]:
        value = yield from resume(self.value, frame)
        result = yield from wait(frame, self.index, value)
        return result


def wait(frame: Frame, index: i64, value: object) -> Generator[object, object, object]:
    """Await a value."""
    inner = awaited(frame, index, value, "object {} can't be used in 'await' expression")
    result = yield from delegate(frame, index, inner)
    return result


def awaited(frame: Frame, index: i64, value: object, refusal: str) -> Any:
    """Return the iterator behind `await value`."""
    kind: Any = type(value)
    try:
        if isinstance(value, ScriptCoroutine):
            return value.__await__()
        method = getattr(kind, "__await__", None)
        if method is None:
            raise TypeError(refusal.format(kind.__name__))
        return method(value)
    except BaseException as error:
        note(frame, error, index)
        raise


def go_on(frame: Frame, ending: BaseException) -> None:
    """Refuse to go on where a body rested, once the run is over: whatever the await came to."""
    if frame.runtime.over and not isinstance(ending, Stop):
        raise Stop("host", "the run is over")


def delegate(  # noqa: C901 - as PEP 380 spells it out
    frame: Frame, index: i64, inner: Any
) -> Generator[object, object, object]:
    """Do what Python's own `yield from` does with an iterator.

    Written out, because what the iterator raises must be told from its end: a StopIteration that
    comes out of it is its end and has the result.
    """
    sent: object = None
    thrown: BaseException | None = None
    while True:
        value: object = None
        ended = False
        closing: GeneratorExit | None = None
        try:
            if thrown is None:
                value = next(inner) if sent is None else inner.send(sent)
            elif isinstance(thrown, GeneratorExit):
                closing = thrown
                close = getattr(inner, "close", None)
                if close is not None:
                    close()
            else:
                throw = getattr(inner, "throw", None)
                if throw is None:
                    note(frame, thrown, index)
                    reraise(thrown)
                value = throw(thrown)
        except StopIteration as error:
            go_on(frame, error)
            if error is thrown and getattr(inner, "throw", None) is None:
                raise hiding(Smuggled(error))  # noqa: B904 - hidden
            ended = closing is None
            value = error.value
        except BaseException as error:
            go_on(frame, error)
            forget_carrier(error)
            note(frame, error, index)
            raise
        if closing is not None:
            note(frame, closing, index)
            reraise(closing)
        if ended:
            return value
        thrown = None
        sent = None
        try:
            sent = yield value
        except Thrown as carrier:
            thrown = carrier.error


def step_async(frame: Frame, index: i64, iterator: object) -> Generator[object, object, object]:
    """Await the next item of an asynchronous iterator; UNSET at its end."""
    kind: Any = type(iterator)
    try:
        method = getattr(kind, "__anext__", None)
        if method is None:
            raise TypeError(
                f"'async for' requires an iterator with __anext__ method, got {kind.__name__}"
            )
        value = method(iterator)
    except StopAsyncIteration:
        return UNSET
    except BaseException as error:
        note(frame, error, index)
        raise
    refusal = "'async for' received an invalid object from __anext__: {}"
    inner = awaited(frame, index, value, refusal)
    item: object = UNSET
    try:
        item = yield from delegate(frame, index, inner)
    except StopAsyncIteration:
        frame.noted = None
    return item


def begin_async(frame: Frame, index: i64, value: object) -> object:
    """Return the asynchronous iterator of a value."""
    kind: Any = type(value)
    method = getattr(kind, "__aiter__", None)
    try:
        if method is None:
            raise TypeError(
                f"'async for' requires an object with __aiter__ method, got {kind.__name__}"
            )
        iterator: object = method(value)
    except BaseException as error:
        note(frame, error, index)
        raise
    return iterator
