"""Order of two operands: exact integers and floats at once, all else by `relate` and `holds`.

The forms for local variables and constants are those of `arithmetic`.
"""

from __future__ import annotations

from typing import final

from foretell.interpreter.kernel import Frame
from foretell.interpreter.nodes.operands import (
    LocalInteger,
    LocalPair,
    Pair,
    WithInteger,
    holds,
    relate,
)


@final
class Less(Pair):
    """`<`."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is int and type(b) is int:
            return a < b
        if type(a) is float and type(b) is float:
            return a < b
        return relate(frame, self.index, "<", a, b)

    def test(self, frame: Frame) -> bool:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is int and type(b) is int:
            return a < b
        if type(a) is float and type(b) is float:
            return a < b
        return holds(frame, self.index, "<", a, b)


@final
class LessLocals(LocalPair):
    """`<` of local variables."""

    def eval(self, frame: Frame) -> object:
        slots = frame.slots
        a = slots[self.first]
        b = slots[self.second]
        if type(a) is int and type(b) is int:
            return a < b
        if type(a) is float and type(b) is float:
            return a < b
        return relate(frame, self.index, "<", self.left.eval(frame), self.right.eval(frame))

    def test(self, frame: Frame) -> bool:
        slots = frame.slots
        a = slots[self.first]
        b = slots[self.second]
        if type(a) is int and type(b) is int:
            return a < b
        if type(a) is float and type(b) is float:
            return a < b
        return holds(frame, self.index, "<", self.left.eval(frame), self.right.eval(frame))


@final
class LessLocalInteger(LocalInteger):
    """`<` of a local variable and a constant."""

    def eval(self, frame: Frame) -> object:
        a = frame.slots[self.first]
        b = self.constant
        if type(a) is int:
            return a < b
        return relate(frame, self.index, "<", self.left.eval(frame), b)

    def test(self, frame: Frame) -> bool:
        a = frame.slots[self.first]
        b = self.constant
        if type(a) is int:
            return a < b
        return holds(frame, self.index, "<", self.left.eval(frame), b)


@final
class LessInteger(WithInteger):
    """`<` of an operand and a constant."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.constant
        if type(a) is int:
            return a < b
        return relate(frame, self.index, "<", a, b)

    def test(self, frame: Frame) -> bool:
        a = self.left.eval(frame)
        b = self.constant
        if type(a) is int:
            return a < b
        return holds(frame, self.index, "<", a, b)


@final
class LessEqual(Pair):
    """`<=`."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is int and type(b) is int:
            return a <= b
        if type(a) is float and type(b) is float:
            return a <= b
        return relate(frame, self.index, "<=", a, b)

    def test(self, frame: Frame) -> bool:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is int and type(b) is int:
            return a <= b
        if type(a) is float and type(b) is float:
            return a <= b
        return holds(frame, self.index, "<=", a, b)


@final
class LessEqualLocals(LocalPair):
    """`<=` of local variables."""

    def eval(self, frame: Frame) -> object:
        slots = frame.slots
        a = slots[self.first]
        b = slots[self.second]
        if type(a) is int and type(b) is int:
            return a <= b
        if type(a) is float and type(b) is float:
            return a <= b
        return relate(frame, self.index, "<=", self.left.eval(frame), self.right.eval(frame))

    def test(self, frame: Frame) -> bool:
        slots = frame.slots
        a = slots[self.first]
        b = slots[self.second]
        if type(a) is int and type(b) is int:
            return a <= b
        if type(a) is float and type(b) is float:
            return a <= b
        return holds(frame, self.index, "<=", self.left.eval(frame), self.right.eval(frame))


@final
class LessEqualLocalInteger(LocalInteger):
    """`<=` of a local variable and a constant."""

    def eval(self, frame: Frame) -> object:
        a = frame.slots[self.first]
        b = self.constant
        if type(a) is int:
            return a <= b
        return relate(frame, self.index, "<=", self.left.eval(frame), b)

    def test(self, frame: Frame) -> bool:
        a = frame.slots[self.first]
        b = self.constant
        if type(a) is int:
            return a <= b
        return holds(frame, self.index, "<=", self.left.eval(frame), b)


@final
class LessEqualInteger(WithInteger):
    """`<=` of an operand and a constant."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.constant
        if type(a) is int:
            return a <= b
        return relate(frame, self.index, "<=", a, b)

    def test(self, frame: Frame) -> bool:
        a = self.left.eval(frame)
        b = self.constant
        if type(a) is int:
            return a <= b
        return holds(frame, self.index, "<=", a, b)


@final
class Greater(Pair):
    """`>`."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is int and type(b) is int:
            return a > b
        if type(a) is float and type(b) is float:
            return a > b
        return relate(frame, self.index, ">", a, b)

    def test(self, frame: Frame) -> bool:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is int and type(b) is int:
            return a > b
        if type(a) is float and type(b) is float:
            return a > b
        return holds(frame, self.index, ">", a, b)


@final
class GreaterLocals(LocalPair):
    """`>` of local variables."""

    def eval(self, frame: Frame) -> object:
        slots = frame.slots
        a = slots[self.first]
        b = slots[self.second]
        if type(a) is int and type(b) is int:
            return a > b
        if type(a) is float and type(b) is float:
            return a > b
        return relate(frame, self.index, ">", self.left.eval(frame), self.right.eval(frame))

    def test(self, frame: Frame) -> bool:
        slots = frame.slots
        a = slots[self.first]
        b = slots[self.second]
        if type(a) is int and type(b) is int:
            return a > b
        if type(a) is float and type(b) is float:
            return a > b
        return holds(frame, self.index, ">", self.left.eval(frame), self.right.eval(frame))


@final
class GreaterLocalInteger(LocalInteger):
    """`>` of a local variable and a constant."""

    def eval(self, frame: Frame) -> object:
        a = frame.slots[self.first]
        b = self.constant
        if type(a) is int:
            return a > b
        return relate(frame, self.index, ">", self.left.eval(frame), b)

    def test(self, frame: Frame) -> bool:
        a = frame.slots[self.first]
        b = self.constant
        if type(a) is int:
            return a > b
        return holds(frame, self.index, ">", self.left.eval(frame), b)


@final
class GreaterInteger(WithInteger):
    """`>` of an operand and a constant."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.constant
        if type(a) is int:
            return a > b
        return relate(frame, self.index, ">", a, b)

    def test(self, frame: Frame) -> bool:
        a = self.left.eval(frame)
        b = self.constant
        if type(a) is int:
            return a > b
        return holds(frame, self.index, ">", a, b)


@final
class GreaterEqual(Pair):
    """`>=`."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is int and type(b) is int:
            return a >= b
        if type(a) is float and type(b) is float:
            return a >= b
        return relate(frame, self.index, ">=", a, b)

    def test(self, frame: Frame) -> bool:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is int and type(b) is int:
            return a >= b
        if type(a) is float and type(b) is float:
            return a >= b
        return holds(frame, self.index, ">=", a, b)


@final
class GreaterEqualLocals(LocalPair):
    """`>=` of local variables."""

    def eval(self, frame: Frame) -> object:
        slots = frame.slots
        a = slots[self.first]
        b = slots[self.second]
        if type(a) is int and type(b) is int:
            return a >= b
        if type(a) is float and type(b) is float:
            return a >= b
        return relate(frame, self.index, ">=", self.left.eval(frame), self.right.eval(frame))

    def test(self, frame: Frame) -> bool:
        slots = frame.slots
        a = slots[self.first]
        b = slots[self.second]
        if type(a) is int and type(b) is int:
            return a >= b
        if type(a) is float and type(b) is float:
            return a >= b
        return holds(frame, self.index, ">=", self.left.eval(frame), self.right.eval(frame))


@final
class GreaterEqualLocalInteger(LocalInteger):
    """`>=` of a local variable and a constant."""

    def eval(self, frame: Frame) -> object:
        a = frame.slots[self.first]
        b = self.constant
        if type(a) is int:
            return a >= b
        return relate(frame, self.index, ">=", self.left.eval(frame), b)

    def test(self, frame: Frame) -> bool:
        a = frame.slots[self.first]
        b = self.constant
        if type(a) is int:
            return a >= b
        return holds(frame, self.index, ">=", self.left.eval(frame), b)


@final
class GreaterEqualInteger(WithInteger):
    """`>=` of an operand and a constant."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.constant
        if type(a) is int:
            return a >= b
        return relate(frame, self.index, ">=", a, b)

    def test(self, frame: Frame) -> bool:
        a = self.left.eval(frame)
        b = self.constant
        if type(a) is int:
            return a >= b
        return holds(frame, self.index, ">=", a, b)
