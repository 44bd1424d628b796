"""What the nodes of operators share: their operands, and the way of operands of any kind."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Final

from mypy_extensions import i64

from foretell.interpreter import operators
from foretell.interpreter.kernel import Expression, Frame, note, truth


class Pair(Expression):
    """A node with two operands."""

    left: Expression
    right: Expression

    def __init__(self, index: i64, left: Expression, right: Expression) -> None:
        self.index = index
        self.resumable = False
        self.left = left
        self.right = right


class LocalPair(Expression):
    """A node whose operands are variables in slots; the names are there for unbound ones."""

    first: i64
    second: i64
    left: Expression
    right: Expression

    def __init__(
        self, index: i64, first: i64, second: i64, left: Expression, right: Expression
    ) -> None:
        self.index = index
        self.resumable = False
        self.first = first
        self.second = second
        self.left = left
        self.right = right


class LocalInteger(Expression):
    """A node whose operands are a variable in a slot and a small integer."""

    first: i64
    left: Expression
    constant: int

    def __init__(self, index: i64, first: i64, left: Expression, constant: int) -> None:
        self.index = index
        self.resumable = False
        self.first = first
        self.left = left
        self.constant = constant


class WithInteger(Expression):
    """A node whose right operand is a small integer (of `//` and `%`: not zero)."""

    left: Expression
    constant: int

    def __init__(self, index: i64, left: Expression, constant: int) -> None:
        self.index = index
        self.resumable = False
        self.left = left
        self.constant = constant


def message_of(operation: Callable[[int, int], object]) -> str:
    """Return what CPython says to a division by zero."""
    try:
        operation(1, 0)
    except ZeroDivisionError as error:
        return str(error)
    raise AssertionError("a number can be divided by zero")


BY_ZERO: Final = {
    "//": message_of(operator.floordiv),
    "%": message_of(operator.mod),
    "/": message_of(operator.truediv),
}


def operate(frame: Frame, index: i64, sign: str, left: object, right: object) -> object:
    """Apply an operator to operands of any kind."""
    if type(left) is int and type(right) is int and right == 0 and sign in BY_ZERO:
        zero = ZeroDivisionError(BY_ZERO[sign])
        note(frame, zero, index)
        raise zero
    try:
        return operators.binary(frame.runtime, sign, left, right)
    except BaseException as error:
        note(frame, error, index)
        raise


def relate(frame: Frame, index: i64, sign: str, left: object, right: object) -> object:
    """Compare operands of any kind."""
    try:
        return operators.compare(frame.runtime, sign, left, right)
    except BaseException as error:
        note(frame, error, index)
        raise


def holds(frame: Frame, index: i64, sign: str, left: object, right: object) -> bool:
    """Tell whether a comparison of operands of any kind counts as true."""
    return truth(frame, index, relate(frame, index, sign, left, right))


def is_member(frame: Frame, index: i64, item: object, container: object) -> bool:
    """Tell whether `item in container`."""
    if type(container) is dict and type(item) is str:
        return item in container
    if type(item) is str and type(container) is str and len(container) < 2_000:
        frame.runtime.steps -= len(container) >> 6
        return item in container
    try:
        return operators.contains(frame.runtime, item, container)
    except BaseException as error:
        note(frame, error, index)
        raise
