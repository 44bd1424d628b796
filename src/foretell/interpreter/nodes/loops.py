"""Loops. Each turn costs one step and one for each statement of the body's outer block."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final, final

from mypy_extensions import i64

from foretell.interpreter import operators
from foretell.interpreter.kernel import (
    BREAK,
    CONTINUE,
    NORMAL,
    UNSET,
    Expression,
    Frame,
    Statement,
    note,
    refill,
    truth,
)
from foretell.interpreter.nodes.awaiting import YieldStatement, begin_async, step_async
from foretell.interpreter.nodes.blocks import resume_block, run_block
from foretell.interpreter.nodes.operations import resume
from foretell.interpreter.nodes.targets import Target
from foretell.interpreter.suspended import ScriptGenerator
from foretell.interpreter.suspension import Thrown, evaluate, execute


@final
class While(Statement):
    """`while`, with its `else`."""

    condition: Expression
    body: Statement | None
    orelse: Statement | None
    cost: i64
    orelse_cost: i64

    def __init__(
        self,
        index: i64,
        condition: Expression,
        body: Statement | None,
        orelse: Statement | None,
        cost: i64,
        orelse_cost: i64,
    ) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.condition = condition
        self.body = body
        self.orelse = orelse
        self.cost = cost
        self.orelse_cost = orelse_cost

    def exec(self, frame: Frame) -> i64:
        runtime = frame.runtime
        condition = self.condition
        cost = self.cost
        first = self.body
        while condition.test(frame):
            runtime.steps -= cost
            if runtime.steps < 0:
                refill(frame, self.index)
            statement = first
            while statement is not None:
                code = statement.exec(frame)
                if code != NORMAL:
                    if code == BREAK:
                        return NORMAL
                    if code == CONTINUE:
                        break
                    return code
                statement = statement.next
        if self.orelse is None:
            return NORMAL
        runtime.steps -= self.orelse_cost
        return run_block(self.orelse, frame)

    def resume(  # noqa: C901, PLR0912 - one generator for condition and body
        self, frame: Frame
    ) -> Generator[object, object, int]:
        runtime = frame.runtime
        while True:
            if self.condition.resumable:
                condition = yield from self.condition.resume(frame)
            else:
                condition = evaluate(self.condition, frame)
            if not truth(frame, self.index, condition):
                break
            runtime.charge(self.cost)
            statement = self.body
            while statement is not None:
                if isinstance(statement, YieldStatement):
                    thrown: Thrown | None = None
                    try:
                        yield statement.take(frame)
                    except Thrown as error:
                        thrown = error
                    if thrown is not None:
                        statement.fail(frame, thrown.error)
                    code = NORMAL
                elif statement.resumable:
                    code = yield from statement.resume(frame)
                else:
                    code = int(execute(statement, frame))
                if code == BREAK:
                    return NORMAL
                if code == CONTINUE:
                    break
                if code != NORMAL:
                    return code
                statement = statement.next
        runtime.steps -= self.orelse_cost
        code = yield from resume_block(self.orelse, frame)
        return code


def items_of(frame: Frame, index: i64, value: object) -> Any:
    """Return what to iterate over in place of a value."""
    if type(value) is list or type(value) is tuple or type(value) is range:
        return value
    if isinstance(value, ScriptGenerator):
        return value
    try:
        return operators.iterate(frame.runtime, value)
    except BaseException as error:
        note(frame, error, index)
        raise


NO_SLOT: Final = -1


@final
class For(Statement):
    """`for`, with its `else`; `slot` is that of a target that is a plain variable, or -1."""

    slot: i64
    target: Target
    iterable: Expression
    body: Statement | None
    orelse: Statement | None
    cost: i64
    orelse_cost: i64

    def __init__(
        self,
        index: i64,
        slot: i64,
        target: Target,
        iterable: Expression,
        body: Statement | None,
        orelse: Statement | None,
        cost: i64,
        orelse_cost: i64,
    ) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.slot = slot
        self.target = target
        self.iterable = iterable
        self.body = body
        self.orelse = orelse
        self.cost = cost
        self.orelse_cost = orelse_cost

    def exec(self, frame: Frame) -> i64:
        value = self.iterable.eval(frame)
        items = items_of(frame, self.index, value)
        outer = frame.building
        try:
            if type(items) is range and self.slot != NO_SLOT:
                code = self.count(frame, items)
            else:
                frame.building = [outer, items]
                if type(items) is list and self.slot != NO_SLOT:
                    code = self.walk(frame, items)
                else:
                    code = self.iterate(frame, items)
                frame.building = outer
        except BaseException as error:
            frame.building = outer
            note(frame, error, self.index)
            raise
        if code == BREAK:
            return NORMAL
        if code != NORMAL or self.orelse is None:
            return code
        frame.runtime.steps -= self.orelse_cost
        return run_block(self.orelse, frame)

    def count(self, frame: Frame, items: Any) -> i64:
        """Execute the body for each number of a range."""
        runtime = frame.runtime
        slots = frame.slots
        slot = self.slot
        cost = self.cost
        first = self.body
        for item in items:
            runtime.steps -= cost
            if runtime.steps < 0:
                refill(frame, self.index)
            slots[slot] = item
            statement = first
            while statement is not None:
                code = statement.exec(frame)
                if code != NORMAL:
                    if code == CONTINUE:
                        break
                    return code
                statement = statement.next
        return NORMAL

    def walk(self, frame: Frame, items: list[object]) -> i64:
        """Execute the body for each item of a list."""
        runtime = frame.runtime
        slots = frame.slots
        slot = self.slot
        cost = self.cost
        first = self.body
        for item in items:
            runtime.steps -= cost
            if runtime.steps < 0:
                refill(frame, self.index)
            slots[slot] = item
            statement = first
            while statement is not None:
                code = statement.exec(frame)
                if code != NORMAL:
                    if code == CONTINUE:
                        break
                    return code
                statement = statement.next
        return NORMAL

    def iterate(self, frame: Frame, items: Any) -> i64:
        """Execute the body for each item of any iterable."""
        runtime = frame.runtime
        target = self.target
        cost = self.cost
        first = self.body
        for item in items:
            runtime.steps -= cost
            if runtime.steps < 0:
                refill(frame, self.index)
            target.store(frame, item)
            statement = first
            while statement is not None:
                code = statement.exec(frame)
                if code != NORMAL:
                    if code == CONTINUE:
                        break
                    return code
                statement = statement.next
        return NORMAL

    def resume(  # noqa: C901 - one generator for all turns
        self, frame: Frame
    ) -> Generator[object, object, int]:
        value = yield from resume(self.iterable, frame)
        items = items_of(frame, self.index, value)
        runtime = frame.runtime
        try:
            for item in items:
                runtime.charge(self.cost)
                self.target.store(frame, item)
                statement = self.body
                while statement is not None:
                    if isinstance(statement, YieldStatement):
                        thrown: Thrown | None = None
                        try:
                            yield statement.take(frame)
                        except Thrown as resumed:
                            thrown = resumed
                        if thrown is not None:
                            statement.fail(frame, thrown.error)
                        code = NORMAL
                    elif statement.resumable:
                        code = yield from statement.resume(frame)
                    else:
                        code = int(execute(statement, frame))
                    if code == BREAK:
                        return NORMAL
                    if code == CONTINUE:
                        break
                    if code != NORMAL:
                        return code
                    statement = statement.next
        except BaseException as error:
            note(frame, error, self.index)
            raise
        runtime.steps -= self.orelse_cost
        code = yield from resume_block(self.orelse, frame)
        return code


@final
class AsyncFor(Statement):
    """`async for`, with its `else`."""

    target: Target
    iterable: Expression
    body: Statement | None
    orelse: Statement | None
    cost: i64
    orelse_cost: i64

    def __init__(
        self,
        index: i64,
        target: Target,
        iterable: Expression,
        body: Statement | None,
        orelse: Statement | None,
        cost: i64,
        orelse_cost: i64,
    ) -> None:
        self.index = index
        self.resumable = True
        self.next = None
        self.target = target
        self.iterable = iterable
        self.body = body
        self.orelse = orelse
        self.cost = cost
        self.orelse_cost = orelse_cost

    def resume(self, frame: Frame) -> Generator[object, object, int]:
        value = yield from resume(self.iterable, frame)
        place = self.index
        iterator = begin_async(frame, place, value)
        runtime = frame.runtime
        while True:
            item = yield from step_async(frame, place, iterator)
            if item is UNSET:
                break
            runtime.charge(self.cost)
            self.target.store(frame, item)
            code = yield from resume_block(self.body, frame)
            if code == BREAK:
                return NORMAL
            if code not in (NORMAL, CONTINUE):
                return code
        runtime.steps -= self.orelse_cost
        code = yield from resume_block(self.orelse, frame)
        return code
