"""Operands that wait for a later one in which something of the script may run.

Such an operand is nowhere but on the host's stack. So that a census sees what it holds, it is put
into a slot of the frame until the last operand that may run something has been evaluated.
"""

from __future__ import annotations

from typing import Final, final

from mypy_extensions import i64

from foretell.interpreter.kernel import UNSET, Expression, Frame
from foretell.interpreter.nodes.operands import Pair, operate
from foretell.interpreter.values import Builtin, ScriptFunction, Tool

LIGHT: Final = frozenset(
    {bool, int, float, complex, type(None), range, ScriptFunction, Builtin, Tool}
)
"""Types of values that weigh next to nothing, or are held elsewhere."""


@final
class Kept(Expression):
    """An operand whose value is put into a slot of the frame as well."""

    operand: Expression
    slot: i64

    def __init__(self, operand: Expression, slot: i64) -> None:
        self.index = operand.index
        self.resumable = False
        self.blame = operand.blame
        self.operand = operand
        self.slot = slot

    def eval(self, frame: Frame) -> object:
        value = self.operand.eval(frame)
        if type(value) not in LIGHT:
            frame.slots[self.slot] = value
        return value


@final
class Releasing(Expression):
    """An operand behind kept ones: lets go of them if it fails, and if it is the `last`, anyway."""

    operand: Expression
    slots: list[int]
    last: bool

    def __init__(self, operand: Expression, slots: list[int], *, last: bool) -> None:
        self.index = operand.index
        self.resumable = False
        self.blame = operand.blame
        self.operand = operand
        self.slots = slots
        self.last = last

    def eval(self, frame: Frame) -> object:
        try:
            value = self.operand.eval(frame)
        except BaseException:
            release(frame, self.slots)
            raise
        if self.last:
            release(frame, self.slots)
        return value


@final
class AddKept(Pair):
    """`+` of an operand and one that may run something of the script: numbers wait for nothing."""

    slot: i64

    def __init__(self, index: i64, left: Expression, right: Expression, slot: i64) -> None:
        self.index = index
        self.resumable = False
        self.left = left
        self.right = right
        self.slot = slot

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        if type(a) is int:
            b = self.right.eval(frame)
            if type(b) is int:
                return a + b
            return operate(frame, self.index, "+", a, b)
        return operate(frame, self.index, "+", a, evaluate_after(frame, a, self.slot, self.right))


@final
class SubtractKept(Pair):
    """`-` of an operand and one that may run something of the script: numbers wait for nothing."""

    slot: i64

    def __init__(self, index: i64, left: Expression, right: Expression, slot: i64) -> None:
        self.index = index
        self.resumable = False
        self.left = left
        self.right = right
        self.slot = slot

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        if type(a) is int:
            b = self.right.eval(frame)
            if type(b) is int:
                return a - b
            return operate(frame, self.index, "-", a, b)
        return operate(frame, self.index, "-", a, evaluate_after(frame, a, self.slot, self.right))


def evaluate_after(frame: Frame, value: object, slot: i64, operand: Expression) -> object:
    """Evaluate an operand while an earlier one's value is kept."""
    if type(value) in LIGHT:
        return operand.eval(frame)
    frame.slots[slot] = value
    try:
        return operand.eval(frame)
    finally:
        frame.slots[slot] = UNSET


def release(frame: Frame, kept: list[int]) -> None:
    """Empty slots."""
    slots = frame.slots
    for slot in kept:
        slots[slot] = UNSET
