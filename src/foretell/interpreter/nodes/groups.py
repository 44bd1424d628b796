"""`try` with `except*`: each handler takes its share of a group."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any, final

from mypy_extensions import i64

from foretell.interpreter.kernel import NORMAL, TRAIL, Frame, Statement, Stop, note, trail_of
from foretell.interpreter.nodes.blocks import resume_block, run_block
from foretell.interpreter.nodes.handling import Handler, is_exception_type
from foretell.interpreter.nodes.raising import catch, chain
from foretell.interpreter.suspension import Smuggled, reraise


def split(frame: Frame, handler: Handler, error: BaseException) -> tuple[Any, Any]:
    """Return the part of an exception that a handler takes, and what is left of it."""
    assert handler.kind is not None
    kind: Any = handler.kind.eval(frame)
    try:
        kinds = kind if isinstance(kind, tuple) else (kind,)
        for one in kinds:
            if not is_exception_type(one):
                raise TypeError(
                    "catching classes that do not inherit from BaseException is not allowed"
                )
            if issubclass(one, BaseExceptionGroup):
                raise TypeError(
                    "catching ExceptionGroup with except* is not allowed. Use except instead."
                )
    except BaseException as failure:
        note(frame, failure, handler.index)
        raise
    if isinstance(error, BaseExceptionGroup):
        match, rest = error.split(kind)
        for part in (match, rest):
            if part is not None and part is not error:
                part.__dict__[TRAIL] = list(trail_of(error))
        return match, rest
    if isinstance(error, kind):
        return group((error,)), None  # a tuple, as CPython's: the repr shows it
    return None, error


def leaves(error: BaseException | None, found: set[int]) -> None:
    """Collect the identities of the exceptions in a group."""
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            leaves(one, found)
    elif error is not None:
        found.add(id(error))


def project(error: BaseException, found: set[int]) -> BaseException | None:
    """Return a group with those of its exceptions alone that are among the found ones.

    It is a new one even where all of them are: as in CPython, what led to it is told no more.
    """
    if not isinstance(error, BaseExceptionGroup):
        return error if id(error) in found else None
    parts: list[BaseException] = []
    for one in error.exceptions:
        part = project(one, found)
        if part is not None:
            parts.append(part)
    if not parts:
        return None
    made: BaseException = error.derive(parts)
    made.__dict__.update(error.__dict__)
    made.__dict__[TRAIL] = list(trail_of(error))
    made.__cause__ = error.__cause__
    made.__context__ = error.__context__
    made.__suppress_context__ = True
    return made


def combine(
    error: BaseException,
    raised: list[BaseException],
    again: list[BaseException],
) -> BaseException | None:
    """Return what is raised in the end: new exceptions, and what nobody or everybody passed on."""
    back: BaseException | None = None
    if again:
        if isinstance(error, BaseExceptionGroup):
            found: set[int] = set()
            for part in again:
                leaves(part, found)
            back = project(error, found)
        else:
            back = again[0]
    if not raised:
        return back
    if back is not None:
        raised.append(back)
    return raised[0] if len(raised) == 1 else group(raised)


def group(errors: Sequence[BaseException]) -> BaseException:
    """Make a group of the kind that its members allow."""
    members: Any = errors
    if all(isinstance(one, Exception) for one in errors):
        return ExceptionGroup("", members)
    return BaseExceptionGroup("", members)


@final
class TryGroup(Statement):
    """`try` with `except*` handlers and `else`."""

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

    def exec(self, frame: Frame) -> i64:
        frame.runtime.steps -= self.cost
        try:
            code = run_block(self.body, frame)
        except Stop:
            raise
        except BaseException as error:
            catch(frame, error)
            result = self.share(frame, error)
            if result is None:
                return NORMAL
            frame.noted = result
            if result is error:
                raise
            reraise(result)
        if code != NORMAL or self.orelse is None:
            return code
        frame.runtime.steps -= self.orelse_cost
        return run_block(self.orelse, frame)

    def share(self, frame: Frame, error: BaseException) -> BaseException | None:
        """Run the handlers; gives what is to be raised afterwards."""
        rest: BaseException | None = error
        raised: list[BaseException] = []
        again: list[BaseException] = []
        for handler in self.handlers:
            if rest is None:
                break
            match, rest = split(frame, handler, rest)
            if match is None:
                continue
            runtime = frame.runtime
            previous = runtime.handled
            runtime.handled = match
            frame.noted = None
            runtime.steps -= handler.cost
            before = len(trail_of(match))
            try:
                if handler.target is not None:
                    handler.target.store(frame, match)
                run_block(handler.body, frame)
            except Stop:
                raise
            except BaseException as failure:  # noqa: BLE001 - raised again at the end
                catch(frame, failure)
                if failure.__context__ is error and failure is not match:
                    failure.__context__ = match
                if failure is match and len(trail_of(match)) == before:
                    again.append(match)
                else:
                    raised.append(failure)
            finally:
                runtime.handled = previous
                handler.clear(frame)
        if rest is not None:
            again.append(rest)
        return combine(error, raised, again)

    def resume(self, frame: Frame) -> Generator[object, object, int]:
        runtime = frame.runtime
        runtime.steps -= self.cost
        caught: BaseException | None = None
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
        if caught is not None:
            result = yield from self.share_slowly(frame, caught)
            if result is None:
                return NORMAL
            frame.noted = result
            reraise(Smuggled(result) if isinstance(result, StopIteration) else result)
        if code != NORMAL or self.orelse is None:
            return code
        runtime.steps -= self.orelse_cost
        code = yield from resume_block(self.orelse, frame)
        return code

    def share_slowly(
        self, frame: Frame, error: BaseException
    ) -> Generator[object, object, BaseException | None]:
        """Do `share` with handlers that may yield."""
        rest: BaseException | None = error
        raised: list[BaseException] = []
        again: list[BaseException] = []
        runtime = frame.runtime
        for handler in self.handlers:
            if rest is None:
                break
            match, rest = split(frame, handler, rest)
            if match is None:
                continue
            previous = runtime.handled
            runtime.handled = match
            frame.noted = None
            runtime.steps -= handler.cost
            before = len(trail_of(match))
            try:
                if handler.target is not None:
                    handler.target.store(frame, match)
                yield from resume_block(handler.body, frame)
            except Stop:
                raise
            except BaseException as problem:  # noqa: BLE001 - raised again at the end
                failure = problem.error if isinstance(problem, Smuggled) else problem
                catch(frame, failure)
                chain(runtime, failure, match)
                if failure is match and len(trail_of(match)) == before:
                    again.append(match)
                else:
                    raised.append(failure)
            finally:
                runtime.handled = previous
                handler.clear(frame)
        if rest is not None:
            again.append(rest)
        return combine(error, raised, again)
