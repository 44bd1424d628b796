"""Attributes, items and slices: reading them."""

from __future__ import annotations

from typing import final

from mypy_extensions import i64

from foretell.interpreter import operators
from foretell.interpreter.kernel import UNSET, Expression, Frame, note
from foretell.interpreter.nodes.operands import LocalInteger, LocalPair, Pair
from foretell.interpreter.nodes.places import Place


@final
class Attribute(Expression):
    """`value.name`."""

    value: Expression
    place: Place

    def __init__(self, index: i64, value: Expression, name: str) -> None:
        self.index = index
        self.resumable = False
        self.value = value
        self.place = Place(index, name)

    def eval(self, frame: Frame) -> object:
        return self.place.read(frame, self.value.eval(frame))


def read_item(frame: Frame, index: i64, container: object, key: object) -> object:
    """Return `container[key]`."""
    if type(container) is dict and (type(key) is str or type(key) is int):
        value = container.get(key, UNSET)
        if value is not UNSET:
            return value
        missing = KeyError(key)
        note(frame, missing, index)
        raise missing
    try:
        if type(container) is list and type(key) is int:
            return container[key]
        return operators.get_item(frame.runtime, container, key)
    except BaseException as error:
        note(frame, error, index)
        raise


@final
class Subscript(Pair):
    """`left[right]`."""

    def eval(self, frame: Frame) -> object:
        container = self.left.eval(frame)
        return read_item(frame, self.index, container, self.right.eval(frame))


@final
class SubscriptLocals(LocalPair):
    """`left[right]` of local variables."""

    def eval(self, frame: Frame) -> object:
        slots = frame.slots
        container = slots[self.first]
        key = slots[self.second]
        if container is UNSET or key is UNSET:
            container = self.left.eval(frame)
            key = self.right.eval(frame)
        return read_item(frame, self.index, container, key)


@final
class SubscriptLocalInteger(LocalInteger):
    """`left[constant]` of a local variable."""

    def eval(self, frame: Frame) -> object:
        container = frame.slots[self.first]
        if container is UNSET:
            container = self.left.eval(frame)
        return read_item(frame, self.index, container, self.constant)


@final
class SubscriptText(Expression):
    """`value["text"]`."""

    value: Expression
    key: str

    def __init__(self, index: i64, value: Expression, key: str) -> None:
        self.index = index
        self.resumable = False
        self.value = value
        self.key = key

    def eval(self, frame: Frame) -> object:
        container = self.value.eval(frame)
        return read_item(frame, self.index, container, self.key)


@final
class Slice(Expression):
    """`lower:upper:step` as a key."""

    lower: Expression
    upper: Expression
    step: Expression

    def __init__(self, index: i64, lower: Expression, upper: Expression, step: Expression) -> None:
        self.index = index
        self.resumable = False
        self.lower = lower
        self.upper = upper
        self.step = step

    def eval(self, frame: Frame) -> object:
        lower = self.lower.eval(frame)
        upper = self.upper.eval(frame)
        return slice(lower, upper, self.step.eval(frame))
