"""Calls by position: the argument slots of a script function are filled from its template."""

from __future__ import annotations

from typing import final

from mypy_extensions import i64

from foretell.interpreter.calls import call_at, run
from foretell.interpreter.kernel import Expression, Frame
from foretell.interpreter.values import ScriptFunction


@final
class Call0(Expression):
    """`callee()`."""

    callee: Expression

    def __init__(self, index: i64, callee: Expression) -> None:
        self.index = index
        self.resumable = False
        self.callee = callee

    def eval(self, frame: Frame) -> object:
        callee = self.callee.eval(frame)
        if isinstance(callee, ScriptFunction) and callee.minimum == 0 and callee.maximum >= 0:
            return run(callee, callee.template[:], frame.runtime, frame, self.index)
        return call_at(frame, self.index, callee, [], {})


@final
class Call1(Expression):
    """`callee(first)`."""

    callee: Expression
    first: Expression

    def __init__(self, index: i64, callee: Expression, first: Expression) -> None:
        self.index = index
        self.resumable = False
        self.callee = callee
        self.first = first

    def eval(self, frame: Frame) -> object:
        callee = self.callee.eval(frame)
        first = self.first.eval(frame)
        if isinstance(callee, ScriptFunction) and callee.minimum <= 1 <= callee.maximum:
            slots = callee.template[:]
            slots[0] = first
            return run(callee, slots, frame.runtime, frame, self.index)
        return call_at(frame, self.index, callee, [first], {})


@final
class Call2(Expression):
    """`callee(first, second)`."""

    callee: Expression
    first: Expression
    second: Expression

    def __init__(
        self, index: i64, callee: Expression, first: Expression, second: Expression
    ) -> None:
        self.index = index
        self.resumable = False
        self.callee = callee
        self.first = first
        self.second = second

    def eval(self, frame: Frame) -> object:
        callee = self.callee.eval(frame)
        first = self.first.eval(frame)
        second = self.second.eval(frame)
        if isinstance(callee, ScriptFunction) and callee.minimum <= 2 <= callee.maximum:
            slots = callee.template[:]
            slots[0] = first
            slots[1] = second
            return run(callee, slots, frame.runtime, frame, self.index)
        return call_at(frame, self.index, callee, [first, second], {})


@final
class CallPositional(Expression):
    """`callee(arguments)`: any number of them, none starred or named."""

    callee: Expression
    arguments: list[Expression]

    def __init__(self, index: i64, callee: Expression, arguments: list[Expression]) -> None:
        self.index = index
        self.resumable = False
        self.callee = callee
        self.arguments = arguments

    def eval(self, frame: Frame) -> object:
        callee = self.callee.eval(frame)
        values = [argument.eval(frame) for argument in self.arguments]
        if isinstance(callee, ScriptFunction):
            count = len(values)
            if callee.minimum <= count <= callee.maximum:
                slots = callee.template[:]
                number = 0
                for value in values:
                    slots[number] = value
                    number += 1
                return run(callee, slots, frame.runtime, frame, self.index)
        return call_at(frame, self.index, callee, values, {})
