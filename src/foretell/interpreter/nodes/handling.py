"""`try` with `except`, and with `finally`. A `Stop` passes through without any code being run.

In the plain family a handler runs inside a clause of the host's, which then sees to contexts; in the
resumable family it may yield, so it runs behind the clause and contexts are chained by hand.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, final

from mypy_extensions import i64

from foretell.interpreter.kernel import (
    NORMAL,
    UNSET,
    Expression,
    Frame,
    Statement,
    Stop,
    note,
)
from foretell.interpreter.nodes.blocks import resume_block, run_block
from foretell.interpreter.nodes.raising import catch, chain
from foretell.interpreter.nodes.targets import ClassTarget, Target
from foretell.interpreter.suspension import Smuggled, reraise


@final
class Handler:
    """`except kind as target`; no kind catches all; `usual` is the builtin type it was last time."""

    index: i64
    kind: Expression | None
    target: Target | None
    body: Statement | None
    cost: i64
    usual: object

    def __init__(
        self,
        index: i64,
        kind: Expression | None,
        target: Target | None,
        body: Statement | None,
        cost: i64,
    ) -> None:
        self.index = index
        self.kind = kind
        self.target = target
        self.body = body
        self.cost = cost
        self.usual = None

    def matches(self, frame: Frame, error: BaseException) -> bool:
        """Tell whether this handler is for an exception."""
        if self.kind is None:
            return True
        kind: Any = self.kind.eval(frame)
        if kind is self.usual:
            return isinstance(error, kind)  # type: ignore[arg-type]  # it is a type
        if isinstance(kind, type) and issubclass(kind, BaseException):
            if type(kind) is type:  # the host's: it outlives the run
                self.usual = kind
            return isinstance(error, kind)
        if isinstance(kind, tuple):
            found = False
            for one in kind:
                if not is_exception_type(one):
                    raise self.refuse(frame)
                if isinstance(error, one):
                    found = True
            return found
        raise self.refuse(frame)

    def refuse(self, frame: Frame) -> TypeError:
        """Make the error of a kind that is no exception type."""
        error = TypeError("catching classes that do not inherit from BaseException is not allowed")
        note(frame, error, self.index)
        return error

    def clear(self, frame: Frame) -> None:
        """Unbind the name."""
        target = self.target
        if isinstance(target, ClassTarget):
            target.store(frame, None)
            target.delete(frame)
        elif target is not None:
            target.store(frame, UNSET)


def is_exception_type(value: object) -> bool:
    """Tell whether a value can stand behind `except`."""
    return isinstance(value, type) and issubclass(value, BaseException)


@final
class TryExcept(Statement):
    """`try` with handlers and `else`."""

    body: Statement | None
    handlers: list[Handler]
    orelse: Statement | None
    cost: i64
    orelse_cost: i64

    def __init__(
        self,
        index: i64,
        body: Statement | None,
        handlers: list[Handler],
        orelse: Statement | None,
        cost: i64,
        orelse_cost: i64,
    ) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.body = body
        self.handlers = handlers
        self.orelse = orelse
        self.cost = cost
        self.orelse_cost = orelse_cost

    def select(self, frame: Frame, error: BaseException) -> Handler | None:
        """Return the handler for an exception."""
        for handler in self.handlers:
            if handler.matches(frame, error):
                return handler
        return None

    def exec(self, frame: Frame) -> i64:
        frame.runtime.steps -= self.cost
        try:
            code = run_block(self.body, frame)
        except Stop:
            raise
        except BaseException as error:
            catch(frame, error)
            handler = self.select(frame, error)
            if handler is None:
                frame.noted = error
                raise
            return self.handle(frame, handler, error)
        if code != NORMAL or self.orelse is None:
            return code
        frame.runtime.steps -= self.orelse_cost
        return run_block(self.orelse, frame)

    def handle(self, frame: Frame, handler: Handler, error: BaseException) -> i64:
        """Execute a handler."""
        runtime = frame.runtime
        previous = runtime.handled
        runtime.handled = error
        frame.noted = None
        runtime.steps -= handler.cost
        try:
            if handler.target is not None:
                handler.target.store(frame, error)
            return run_block(handler.body, frame)
        finally:
            runtime.handled = previous
            handler.clear(frame)

    def resume(self, frame: Frame) -> Generator[object, object, int]:
        runtime = frame.runtime
        runtime.steps -= self.cost
        caught: BaseException | None = None
        handler: Handler | None = None
        code = NORMAL
        try:
            code = yield from resume_block(self.body, frame)
        except Stop:
            raise
        except BaseException as error:
            if runtime.over:
                raise
            caught = error.error if isinstance(error, Smuggled) else error
            catch(frame, caught)
            handler = self.select(frame, caught)
            if handler is None:
                frame.noted = caught
                raise
        if caught is None or handler is None:
            if code != NORMAL or self.orelse is None:
                return code
            runtime.steps -= self.orelse_cost
            code = yield from resume_block(self.orelse, frame)
            return code
        previous = runtime.handled
        runtime.handled = caught
        frame.noted = None
        runtime.steps -= handler.cost
        try:
            if handler.target is not None:
                handler.target.store(frame, caught)
            code = yield from resume_block(handler.body, frame)
        except BaseException as error:
            chain(runtime, error, caught)
            raise
        finally:
            runtime.handled = previous
            handler.clear(frame)
        return code


@final
class TryFinally(Statement):
    """`try` with `finally`; handlers are in a `TryExcept` that is the body."""

    body: Statement | None
    final: Statement | None
    cost: i64
    final_cost: i64

    def __init__(
        self,
        index: i64,
        body: Statement | None,
        final: Statement | None,
        cost: i64,
        final_cost: i64,
    ) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.body = body
        self.final = final
        self.cost = cost
        self.final_cost = final_cost

    def exec(self, frame: Frame) -> i64:
        runtime = frame.runtime
        runtime.steps -= self.cost
        try:
            code = run_block(self.body, frame)
        except Stop:
            raise
        except BaseException as error:
            catch(frame, error)
            previous = runtime.handled
            runtime.handled = error
            runtime.steps -= self.final_cost
            try:
                after = run_block(self.final, frame)
            finally:
                runtime.handled = previous
            if after != NORMAL:
                return after
            frame.noted = error
            raise
        result = frame.result
        runtime.steps -= self.final_cost
        after = run_block(self.final, frame)
        if after != NORMAL:
            return after
        frame.result = result
        return code

    def resume(self, frame: Frame) -> Generator[object, object, int]:
        runtime = frame.runtime
        runtime.steps -= self.cost
        caught: BaseException | None = None
        escaped: BaseException | None = None
        code = NORMAL
        try:
            code = yield from resume_block(self.body, frame)
        except Stop:
            raise
        except BaseException as error:
            if runtime.over:
                raise
            escaped = error
            caught = error.error if isinstance(error, Smuggled) else error
            catch(frame, caught)
        result = frame.result
        runtime.steps -= self.final_cost
        if caught is None or escaped is None:
            after = yield from resume_block(self.final, frame)
        else:
            previous = runtime.handled
            runtime.handled = caught
            try:
                after = yield from resume_block(self.final, frame)
            except BaseException as error:
                chain(runtime, error, caught)
                raise
            finally:
                runtime.handled = previous
            if after == NORMAL:
                frame.noted = caught
                reraise(escaped)
        if after != NORMAL:
            return after
        frame.result = result
        return code
