"""Operators without forms of their own, and those that may leave operands unevaluated."""

from __future__ import annotations

from collections.abc import Generator
from typing import final

from mypy_extensions import i64

from foretell.interpreter import operators
from foretell.interpreter.kernel import Expression, Frame, note, truth
from foretell.interpreter.nodes.operands import Pair, is_member, operate, relate
from foretell.interpreter.suspension import evaluate


@final
class Binary(Expression):
    """`left sign right`."""

    sign: str
    left: Expression
    right: Expression

    def __init__(self, index: i64, sign: str, left: Expression, right: Expression) -> None:
        self.index = index
        self.resumable = False
        self.sign = sign
        self.left = left
        self.right = right

    def eval(self, frame: Frame) -> object:
        left = self.left.eval(frame)
        return operate(frame, self.index, self.sign, left, self.right.eval(frame))


@final
class Divide(Pair):
    """`/`."""

    def eval(self, frame: Frame) -> object:
        a = self.left.eval(frame)
        b = self.right.eval(frame)
        if type(a) is float and type(b) is float and b != 0.0:
            return a / b
        return operate(frame, self.index, "/", a, b)


@final
class Unary(Expression):
    """`-operand`, `+operand`, `~operand`."""

    sign: str
    operand: Expression

    def __init__(self, index: i64, sign: str, operand: Expression) -> None:
        self.index = index
        self.resumable = False
        self.sign = sign
        self.operand = operand

    def eval(self, frame: Frame) -> object:
        value = self.operand.eval(frame)
        if self.sign == "-" and type(value) is int:
            return -value
        try:
            return operators.unary(frame.runtime, self.sign, value)
        except BaseException as error:
            note(frame, error, self.index)
            raise


@final
class Not(Expression):
    """`not operand`."""

    operand: Expression

    def __init__(self, index: i64, operand: Expression) -> None:
        self.index = index
        self.resumable = False
        self.operand = operand

    def eval(self, frame: Frame) -> object:
        return not self.operand.test(frame)

    def test(self, frame: Frame) -> bool:
        return not self.operand.test(frame)


@final
class And(Pair):
    """`left and right`; more operands are nested on the right."""

    def eval(self, frame: Frame) -> object:
        value = self.left.eval(frame)
        if truth(frame, self.index, value):
            return self.right.eval(frame)
        return value

    def test(self, frame: Frame) -> bool:
        return self.left.test(frame) and self.right.test(frame)

    def resume(self, frame: Frame) -> Generator[object, object, object]:
        value = yield from resume(self.left, frame)
        if truth(frame, self.index, value):
            value = yield from resume(self.right, frame)
        return value


@final
class Or(Pair):
    """`left or right`; more operands are nested on the right."""

    def eval(self, frame: Frame) -> object:
        value = self.left.eval(frame)
        if truth(frame, self.index, value):
            return value
        return self.right.eval(frame)

    def test(self, frame: Frame) -> bool:
        return self.left.test(frame) or self.right.test(frame)

    def resume(self, frame: Frame) -> Generator[object, object, object]:
        value = yield from resume(self.left, frame)
        if not truth(frame, self.index, value):
            value = yield from resume(self.right, frame)
        return value


@final
class Conditional(Expression):
    """`body if condition else orelse`."""

    condition: Expression
    body: Expression
    orelse: Expression

    def __init__(
        self, index: i64, condition: Expression, body: Expression, orelse: Expression
    ) -> None:
        self.index = index
        self.resumable = False
        self.condition = condition
        self.body = body
        self.orelse = orelse

    def eval(self, frame: Frame) -> object:
        if self.condition.test(frame):
            return self.body.eval(frame)
        return self.orelse.eval(frame)

    def test(self, frame: Frame) -> bool:
        if self.condition.test(frame):
            return self.body.test(frame)
        return self.orelse.test(frame)

    def resume(self, frame: Frame) -> Generator[object, object, object]:
        condition = yield from resume(self.condition, frame)
        chosen = self.body if truth(frame, self.index, condition) else self.orelse
        value = yield from resume(chosen, frame)
        return value


def compare(frame: Frame, index: i64, sign: str, left: object, right: object) -> object:
    """One comparison of a chain."""
    if sign == "is":
        return left is right
    if sign == "is not":
        return left is not right
    if sign == "in":
        return is_member(frame, index, left, right)
    if sign == "not in":
        return not is_member(frame, index, left, right)
    return relate(frame, index, sign, left, right)


@final
class Chain(Expression):
    """`a < b <= c`: each operand is evaluated once, up to the first that fails."""

    first: Expression
    signs: list[str]
    others: list[Expression]

    def __init__(
        self, index: i64, first: Expression, signs: list[str], others: list[Expression]
    ) -> None:
        self.index = index
        self.resumable = False
        self.first = first
        self.signs = signs
        self.others = others

    def eval(self, frame: Frame) -> object:
        left = self.first.eval(frame)
        last = len(self.others) - 1
        number = 0
        for other in self.others:
            right = other.eval(frame)
            value = compare(frame, self.index, self.signs[number], left, right)
            if number == last or not truth(frame, self.index, value):
                return value
            left = right
            number += 1
        return None

    def resume(self, frame: Frame) -> Generator[object, object, object]:
        left = yield from resume(self.first, frame)
        last = len(self.others) - 1
        number = 0
        for other in self.others:
            right = yield from resume(other, frame)
            value = compare(frame, self.index, self.signs[number], left, right)
            if number == last or not truth(frame, self.index, value):
                return value
            left = right
            number += 1
        return None


def resume(node: Expression, frame: Frame) -> Generator[object, object, object]:
    """Evaluate a node of either family."""
    if node.resumable:
        value = yield from node.resume(frame)
        return value
    return evaluate(node, frame)
