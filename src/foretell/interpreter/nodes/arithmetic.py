"""Arithmetic of two operands: exact integers and floats at once, all else by `operate`.

For the operators that loops and counters use there is a form for two local variables, one for a
local variable and a small integer constant, and one for any operand and such a constant: they save
calls where the interpreter is not compiled. All forms cost the same steps.
"""

from __future__ import annotations

from typing import Final, final

from foretell.interpreter.kernel import Frame
from foretell.interpreter.nodes.operands import (
    LocalInteger,
    LocalPair,
    Pair,
    WithInteger,
    operate,
)

SMALL: Final = 1 << 31  # factors and divisors below this need no look at how large the rest is


@final
class Add(Pair):
    """`+`."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is int and type(b) is int:
            return a + b
        if type(a) is float and type(b) is float:
            return a + b
        return operate(frame, self.index, "+", a, b)


@final
class AddLocals(LocalPair):
    """`+` of local variables."""

    def eval(self, frame: Frame) -> object:
        slots = frame.slots
        a = slots[self.first]
        b = slots[self.second]
        if type(a) is int and type(b) is int:
            return a + b
        if type(a) is float and type(b) is float:
            return a + b
        return operate(frame, self.index, "+", self.left.eval(frame), self.right.eval(frame))


@final
class AddLocalInteger(LocalInteger):
    """`+` of a local variable and a constant."""

    def eval(self, frame: Frame) -> object:
        a = frame.slots[self.first]
        b = self.constant
        if type(a) is int:
            return a + b
        return operate(frame, self.index, "+", self.left.eval(frame), b)


@final
class AddInteger(WithInteger):
    """`+` of an operand and a constant."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.constant
        if type(a) is int:
            return a + b
        return operate(frame, self.index, "+", a, b)


@final
class Subtract(Pair):
    """`-`."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is int and type(b) is int:
            return a - b
        if type(a) is float and type(b) is float:
            return a - b
        return operate(frame, self.index, "-", a, b)


@final
class SubtractLocals(LocalPair):
    """`-` of local variables."""

    def eval(self, frame: Frame) -> object:
        slots = frame.slots
        a = slots[self.first]
        b = slots[self.second]
        if type(a) is int and type(b) is int:
            return a - b
        if type(a) is float and type(b) is float:
            return a - b
        return operate(frame, self.index, "-", self.left.eval(frame), self.right.eval(frame))


@final
class SubtractLocalInteger(LocalInteger):
    """`-` of a local variable and a constant."""

    def eval(self, frame: Frame) -> object:
        a = frame.slots[self.first]
        b = self.constant
        if type(a) is int:
            return a - b
        return operate(frame, self.index, "-", self.left.eval(frame), b)


@final
class SubtractInteger(WithInteger):
    """`-` of an operand and a constant."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.constant
        if type(a) is int:
            return a - b
        return operate(frame, self.index, "-", a, b)


@final
class Multiply(Pair):
    """`*`."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is int and type(b) is int and -SMALL < a < SMALL and -SMALL < b < SMALL:
            return a * b
        if type(a) is float and type(b) is float:
            return a * b
        return operate(frame, self.index, "*", a, b)


@final
class MultiplyLocals(LocalPair):
    """`*` of local variables."""

    def eval(self, frame: Frame) -> object:
        slots = frame.slots
        a = slots[self.first]
        b = slots[self.second]
        if type(a) is int and type(b) is int and -SMALL < a < SMALL and -SMALL < b < SMALL:
            return a * b
        if type(a) is float and type(b) is float:
            return a * b
        return operate(frame, self.index, "*", self.left.eval(frame), self.right.eval(frame))


@final
class MultiplyLocalInteger(LocalInteger):
    """`*` of a local variable and a constant."""

    def eval(self, frame: Frame) -> object:
        a = frame.slots[self.first]
        b = self.constant
        if type(a) is int and -SMALL < a < SMALL:
            return a * b
        return operate(frame, self.index, "*", self.left.eval(frame), b)


@final
class MultiplyInteger(WithInteger):
    """`*` of an operand and a constant."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.constant
        if type(a) is int and -SMALL < a < SMALL:
            return a * b
        return operate(frame, self.index, "*", a, b)


@final
class FloorDivide(Pair):
    """`//`."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is int and type(b) is int and 0 < b < SMALL:
            return a // b
        return operate(frame, self.index, "//", a, b)


@final
class FloorDivideLocals(LocalPair):
    """`//` of local variables."""

    def eval(self, frame: Frame) -> object:
        slots = frame.slots
        a = slots[self.first]
        b = slots[self.second]
        if type(a) is int and type(b) is int and 0 < b < SMALL:
            return a // b
        return operate(frame, self.index, "//", self.left.eval(frame), self.right.eval(frame))


@final
class FloorDivideLocalInteger(LocalInteger):
    """`//` of a local variable and a constant."""

    def eval(self, frame: Frame) -> object:
        a = frame.slots[self.first]
        b = self.constant
        if type(a) is int:
            return a // b
        return operate(frame, self.index, "//", self.left.eval(frame), b)


@final
class FloorDivideInteger(WithInteger):
    """`//` of an operand and a constant."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.constant
        if type(a) is int:
            return a // b
        return operate(frame, self.index, "//", a, b)


@final
class Modulo(Pair):
    """`%`."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is int and type(b) is int and 0 < b < SMALL:
            return a % b
        return operate(frame, self.index, "%", a, b)


@final
class ModuloLocals(LocalPair):
    """`%` of local variables."""

    def eval(self, frame: Frame) -> object:
        slots = frame.slots
        a = slots[self.first]
        b = slots[self.second]
        if type(a) is int and type(b) is int and 0 < b < SMALL:
            return a % b
        return operate(frame, self.index, "%", self.left.eval(frame), self.right.eval(frame))


@final
class ModuloLocalInteger(LocalInteger):
    """`%` of a local variable and a constant."""

    def eval(self, frame: Frame) -> object:
        a = frame.slots[self.first]
        b = self.constant
        if type(a) is int:
            return a % b
        return operate(frame, self.index, "%", self.left.eval(frame), b)


@final
class ModuloInteger(WithInteger):
    """`%` of an operand and a constant."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.constant
        if type(a) is int:
            return a % b
        return operate(frame, self.index, "%", a, b)
