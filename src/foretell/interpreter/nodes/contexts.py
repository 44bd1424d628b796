"""`with` and `async with`; several managers are nested statements."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, final

from mypy_extensions import i64

from foretell.interpreter.kernel import (
    NORMAL,
    Expression,
    Frame,
    Statement,
    Stop,
    note,
    truth,
)
from foretell.interpreter.nodes.awaiting import awaited, delegate
from foretell.interpreter.nodes.blocks import resume_block, run_block
from foretell.interpreter.nodes.operations import resume
from foretell.interpreter.nodes.raising import catch, chain
from foretell.interpreter.nodes.targets import Target
from foretell.interpreter.suspension import Smuggled, reraise
from foretell.interpreter.traceback_values import traceback_of


def methods(frame: Frame, index: i64, manager: object, names: tuple[str, str], what: str) -> Any:
    """Return the two methods of a context manager, which its type must have."""
    kind: Any = type(manager)
    refusal = f"{kind.__name__!r} object does not support the {what} protocol"
    enter = getattr(kind, names[0], None)
    leave = getattr(kind, names[1], None)
    if enter is None:
        error = TypeError(refusal)
    elif leave is None:
        error = TypeError(f"{refusal} (missed {names[1]} method)")
    else:
        return enter, leave
    note(frame, error, index)
    raise error


@final
class With(Statement):
    """`with manager as target`."""

    manager: Expression
    target: Target | None
    body: Statement | None
    cost: i64

    def __init__(
        self,
        index: i64,
        manager: Expression,
        target: Target | None,
        body: Statement | None,
        cost: i64,
    ) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.manager = manager
        self.target = target
        self.body = body
        self.cost = cost

    def enter(self, frame: Frame, manager: object) -> Any:
        """Enter a manager; gives its exit method and what `as` binds."""
        names = ("__enter__", "__exit__")
        enter, leave = methods(frame, self.index, manager, names, "context manager")
        frame.runtime.steps -= self.cost
        try:
            return leave, enter(manager)
        except BaseException as error:
            note(frame, error, self.index)
            raise

    def leave(
        self, frame: Frame, method: Any, manager: object, error: BaseException | None
    ) -> bool:
        """Leave the manager; whether it keeps the exception to itself."""
        runtime = frame.runtime
        previous = runtime.handled
        try:
            runtime.charge(1)
            if error is None:
                method(manager, None, None, None)
                return False
            runtime.handled = error
            return truth(
                frame, self.index, method(manager, type(error), error, traceback_of(error))
            )
        except BaseException as failure:
            note(frame, failure, self.index)
            raise
        finally:
            runtime.handled = previous

    def exec(self, frame: Frame) -> i64:
        manager = self.manager.eval(frame)
        method, value = self.enter(frame, manager)
        outer = frame.building
        frame.building = [outer, manager]
        try:
            if self.target is not None:
                self.target.store(frame, value)
            code = run_block(self.body, frame)
            frame.building = outer
        except Stop:
            raise
        except BaseException as error:
            frame.building = outer
            catch(frame, error)
            if self.leave(frame, method, manager, error):
                frame.noted = None
                return NORMAL
            frame.noted = error
            raise
        result = frame.result
        self.leave(frame, method, manager, None)
        frame.result = result
        return code

    def resume(self, frame: Frame) -> Generator[object, object, int]:
        manager = yield from resume(self.manager, frame)
        method, value = self.enter(frame, manager)
        try:
            if self.target is not None:
                self.target.store(frame, value)
            code = yield from resume_block(self.body, frame)
        except Stop:
            raise
        except BaseException as error:
            if frame.runtime.over:
                raise
            caught = error.error if isinstance(error, Smuggled) else error
            catch(frame, caught)
            if self.leave(frame, method, manager, caught):
                frame.noted = None
                return NORMAL
            frame.noted = caught
            raise
        result = frame.result
        self.leave(frame, method, manager, None)
        frame.result = result
        return code


@final
class AsyncWith(Statement):
    """`async with manager as target`."""

    manager: Expression
    target: Target | None
    body: Statement | None
    cost: i64

    def __init__(
        self,
        index: i64,
        manager: Expression,
        target: Target | None,
        body: Statement | None,
        cost: i64,
    ) -> None:
        self.index = index
        self.resumable = True
        self.next = None
        self.manager = manager
        self.target = target
        self.body = body
        self.cost = cost

    def wait(
        self, frame: Frame, method: Any, name: str, arguments: list[Any]
    ) -> Generator[object, object, object]:
        """Call and await a method of the manager."""
        place = self.index
        try:
            value = method(*arguments)
        except BaseException as error:
            note(frame, error, place)
            raise
        refusal = f"'async with' received an object from {name} that does not implement __await__"
        inner = awaited(frame, place, value, refusal + ": {}")
        result = yield from delegate(frame, place, inner)
        return result

    def resume(self, frame: Frame) -> Generator[object, object, int]:
        runtime = frame.runtime
        manager = yield from resume(self.manager, frame)
        names = ("__aenter__", "__aexit__")
        what = "asynchronous context manager"
        enter, method = methods(frame, self.index, manager, names, what)
        value = yield from self.wait(frame, enter, "__aenter__", [manager])
        runtime.steps -= self.cost
        caught: BaseException | None = None
        escaped: BaseException | None = None
        code = NORMAL
        try:
            if self.target is not None:
                self.target.store(frame, value)
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
        runtime.charge(1)
        if caught is None or escaped is None:
            yield from self.wait(frame, method, "__aexit__", [manager, None, None, None])
            frame.result = result
            return code
        previous = runtime.handled
        runtime.handled = caught
        swallowed = False
        try:
            arguments = [manager, type(caught), caught, traceback_of(caught)]
            answer = yield from self.wait(frame, method, "__aexit__", arguments)
            swallowed = truth(frame, self.index, answer)
        except BaseException as error:
            chain(runtime, error, caught)
            raise
        finally:
            runtime.handled = previous
        if not swallowed:
            frame.noted = caught
            reraise(escaped)
        frame.noted = None
        return NORMAL
