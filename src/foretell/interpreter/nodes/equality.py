"""Equality of two operands: exact integers and strings at once, all else by `relate`.

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
    is_member,
    relate,
)


@final
class Equal(Pair):
    """`==`."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is int and type(b) is int:
            return a == b
        if type(a) is str and type(b) is str:
            return a == b
        return relate(frame, self.index, "==", a, b)

    def test(self, frame: Frame) -> bool:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is int and type(b) is int:
            return a == b
        if type(a) is str and type(b) is str:
            return a == b
        return holds(frame, self.index, "==", a, b)


@final
class EqualLocals(LocalPair):
    """`==` of local variables."""

    def eval(self, frame: Frame) -> object:
        slots = frame.slots
        a = slots[self.first]
        b = slots[self.second]
        if type(a) is int and type(b) is int:
            return a == b
        return relate(frame, self.index, "==", self.left.eval(frame), self.right.eval(frame))

    def test(self, frame: Frame) -> bool:
        slots = frame.slots
        a = slots[self.first]
        b = slots[self.second]
        if type(a) is int and type(b) is int:
            return a == b
        return holds(frame, self.index, "==", self.left.eval(frame), self.right.eval(frame))


@final
class EqualLocalInteger(LocalInteger):
    """`==` of a local variable and a constant."""

    def eval(self, frame: Frame) -> object:
        a = frame.slots[self.first]
        b = self.constant
        if type(a) is int:
            return a == b
        return relate(frame, self.index, "==", self.left.eval(frame), b)

    def test(self, frame: Frame) -> bool:
        a = frame.slots[self.first]
        b = self.constant
        if type(a) is int:
            return a == b
        return holds(frame, self.index, "==", self.left.eval(frame), b)


@final
class EqualInteger(WithInteger):
    """`==` of an operand and a constant."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.constant
        if type(a) is int:
            return a == b
        return relate(frame, self.index, "==", a, b)

    def test(self, frame: Frame) -> bool:
        a = self.left.eval(frame)
        b = self.constant
        if type(a) is int:
            return a == b
        return holds(frame, self.index, "==", a, b)


@final
class NotEqual(Pair):
    """`!=`."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is int and type(b) is int:
            return a != b
        if type(a) is str and type(b) is str:
            return a != b
        return relate(frame, self.index, "!=", a, b)

    def test(self, frame: Frame) -> bool:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is int and type(b) is int:
            return a != b
        if type(a) is str and type(b) is str:
            return a != b
        return holds(frame, self.index, "!=", a, b)


@final
class NotEqualLocals(LocalPair):
    """`!=` of local variables."""

    def eval(self, frame: Frame) -> object:
        slots = frame.slots
        a = slots[self.first]
        b = slots[self.second]
        if type(a) is int and type(b) is int:
            return a != b
        return relate(frame, self.index, "!=", self.left.eval(frame), self.right.eval(frame))

    def test(self, frame: Frame) -> bool:
        slots = frame.slots
        a = slots[self.first]
        b = slots[self.second]
        if type(a) is int and type(b) is int:
            return a != b
        return holds(frame, self.index, "!=", self.left.eval(frame), self.right.eval(frame))


@final
class NotEqualLocalInteger(LocalInteger):
    """`!=` of a local variable and a constant."""

    def eval(self, frame: Frame) -> object:
        a = frame.slots[self.first]
        b = self.constant
        if type(a) is int:
            return a != b
        return relate(frame, self.index, "!=", self.left.eval(frame), b)

    def test(self, frame: Frame) -> bool:
        a = frame.slots[self.first]
        b = self.constant
        if type(a) is int:
            return a != b
        return holds(frame, self.index, "!=", self.left.eval(frame), b)


@final
class NotEqualInteger(WithInteger):
    """`!=` of an operand and a constant."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.constant
        if type(a) is int:
            return a != b
        return relate(frame, self.index, "!=", a, b)

    def test(self, frame: Frame) -> bool:
        a = self.left.eval(frame)
        b = self.constant
        if type(a) is int:
            return a != b
        return holds(frame, self.index, "!=", a, b)


@final
class Is(Pair):
    """`is`."""

    def eval(self, frame: Frame) -> object:
        return self.left.eval(frame) is self.right.eval(frame)

    def test(self, frame: Frame) -> bool:
        return self.left.eval(frame) is self.right.eval(frame)


@final
class IsNot(Pair):
    """`is not`."""

    def eval(self, frame: Frame) -> object:
        return self.left.eval(frame) is not self.right.eval(frame)

    def test(self, frame: Frame) -> bool:
        return self.left.eval(frame) is not self.right.eval(frame)


@final
class In(Pair):
    """`in`."""

    def eval(self, frame: Frame) -> object:
        item = self.left.eval(frame)
        return is_member(frame, self.index, item, self.right.eval(frame))

    def test(self, frame: Frame) -> bool:
        item = self.left.eval(frame)
        return is_member(frame, self.index, item, self.right.eval(frame))


@final
class NotIn(Pair):
    """`not in`."""

    def eval(self, frame: Frame) -> object:
        item = self.left.eval(frame)
        return not is_member(frame, self.index, item, self.right.eval(frame))

    def test(self, frame: Frame) -> bool:
        item = self.left.eval(frame)
        return not is_member(frame, self.index, item, self.right.eval(frame))
