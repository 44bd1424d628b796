"""Blocks, conditions and simple statements."""

from __future__ import annotations

from collections.abc import Generator
from typing import final

from mypy_extensions import i64

from foretell.interpreter.kernel import (
    BREAK,
    CONTINUE,
    NORMAL,
    RETURN,
    Expression,
    Frame,
    Statement,
    note,
    truth,
)
from foretell.interpreter.nodes.awaiting import YieldStatement
from foretell.interpreter.nodes.operations import resume
from foretell.interpreter.nodes.targets import Target
from foretell.interpreter.suspension import Thrown, evaluate, execute


def run_block(first: Statement | None, frame: Frame) -> i64:
    """Execute a block."""
    statement = first
    while statement is not None:
        code = statement.exec(frame)
        if code != NORMAL:
            return code
        statement = statement.next
    return NORMAL


def resume_block(first: Statement | None, frame: Frame) -> Generator[object, object, int]:
    """Execute a block that yields somewhere."""
    statement = first
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
        if code != NORMAL:
            return code
        statement = statement.next
    return NORMAL


@final
class Evaluate(Statement):
    """An expression on a line of its own; `keeps` if its value is the result of the script."""

    value: Expression
    keeps: bool

    def __init__(self, index: i64, value: Expression, *, keeps: bool) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.value = value
        self.keeps = keeps

    def exec(self, frame: Frame) -> i64:
        value = self.value.eval(frame)
        if self.keeps:
            frame.result = value
        return NORMAL

    def resume(self, frame: Frame) -> Generator[object, object, int]:
        value = yield from self.value.resume(frame)
        if self.keeps:
            frame.result = value
        return NORMAL


@final
class Pass(Statement):
    """`pass`, a docstring, `global`: nothing happens."""

    def exec(self, frame: Frame) -> i64:  # noqa: ARG002 - as every node
        return NORMAL


@final
class Break(Statement):
    """`break`."""

    def exec(self, frame: Frame) -> i64:  # noqa: ARG002 - as every node
        return BREAK


@final
class Continue(Statement):
    """`continue`."""

    def exec(self, frame: Frame) -> i64:  # noqa: ARG002 - as every node
        return CONTINUE


@final
class Return(Statement):
    """`return value`."""

    value: Expression

    def __init__(self, index: i64, value: Expression) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.value = value

    def exec(self, frame: Frame) -> i64:
        frame.result = self.value.eval(frame)
        return RETURN

    def resume(self, frame: Frame) -> Generator[object, object, int]:
        frame.result = yield from self.value.resume(frame)
        return RETURN


@final
class If(Statement):
    """`if`; the costs are those of the two blocks."""

    condition: Expression
    body: Statement | None
    orelse: Statement | None
    body_cost: i64
    orelse_cost: i64

    def __init__(
        self,
        index: i64,
        condition: Expression,
        body: Statement | None,
        orelse: Statement | None,
        body_cost: i64,
        orelse_cost: i64,
    ) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.condition = condition
        self.body = body
        self.orelse = orelse
        self.body_cost = body_cost
        self.orelse_cost = orelse_cost

    def exec(self, frame: Frame) -> i64:
        if self.condition.test(frame):
            frame.runtime.steps -= self.body_cost
            statement = self.body
        elif self.orelse is None:
            return NORMAL
        else:
            frame.runtime.steps -= self.orelse_cost
            statement = self.orelse
        while statement is not None:
            code = statement.exec(frame)
            if code != NORMAL:
                return code
            statement = statement.next
        return NORMAL

    def resume(self, frame: Frame) -> Generator[object, object, int]:
        if self.condition.resumable:
            condition = yield from self.condition.resume(frame)
        else:
            condition = evaluate(self.condition, frame)
        if truth(frame, self.index, condition):
            frame.runtime.steps -= self.body_cost
            statement = self.body
        else:
            frame.runtime.steps -= self.orelse_cost
            statement = self.orelse
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
            if code != NORMAL:
                return code
            statement = statement.next
        return NORMAL


@final
class Preparing(Statement):
    """A statement with a `yield` or `await` in an operand: operands first, each into a slot.

    `statement` is the plain one over `Temporary` operands.
    """

    operands: list[Expression]
    slots: list[int]
    statement: Statement

    def __init__(
        self, index: i64, operands: list[Expression], slots: list[int], statement: Statement
    ) -> None:
        self.index = index
        self.resumable = True
        self.next = None
        self.operands = operands
        self.slots = slots
        self.statement = statement

    def resume(self, frame: Frame) -> Generator[object, object, int]:
        number = 0
        for operand in self.operands:
            if operand.resumable:
                value = yield from operand.resume(frame)
            else:
                value = evaluate(operand, frame)
            frame.slots[self.slots[number]] = value
            number += 1
        return int(execute(self.statement, frame))


@final
class Assert(Statement):
    """`assert condition, message`."""

    condition: Expression
    message: Expression | None
    place: i64

    def __init__(
        self, index: i64, place: i64, condition: Expression, message: Expression | None
    ) -> None:
        self.index = index
        self.place = place
        self.resumable = False
        self.next = None
        self.condition = condition
        self.message = message

    def exec(self, frame: Frame) -> i64:
        if self.condition.test(frame):
            return NORMAL
        if self.message is None:
            raise self.failure(frame, AssertionError())
        raise self.failure(frame, AssertionError(self.message.eval(frame)))

    def failure(self, frame: Frame, error: AssertionError) -> AssertionError:
        """Put the place on the error's trail."""
        note(frame, error, self.place)
        return error

    def resume(self, frame: Frame) -> Generator[object, object, int]:
        condition = yield from resume(self.condition, frame)
        if truth(frame, self.index, condition):
            return NORMAL
        if self.message is None:
            raise self.failure(frame, AssertionError())
        message = yield from resume(self.message, frame)
        raise self.failure(frame, AssertionError(message))


@final
class Delete(Statement):
    """`del targets`."""

    targets: list[Target]

    def __init__(self, index: i64, targets: list[Target]) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.targets = targets

    def exec(self, frame: Frame) -> i64:
        for target in self.targets:
            target.delete(frame)
        return NORMAL
