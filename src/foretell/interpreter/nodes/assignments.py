"""Assignment in all its forms."""

from __future__ import annotations

from collections.abc import Generator
from typing import final

from mypy_extensions import i64

from foretell.interpreter import operators
from foretell.interpreter.kernel import NORMAL, UNSET, Expression, Frame, Statement, note
from foretell.interpreter.nodes.access import read_item
from foretell.interpreter.nodes.places import Place
from foretell.interpreter.nodes.targets import Target, write_item


@final
class SetLocal(Statement):
    """`name = value` of a variable in a slot."""

    slot: i64
    value: Expression

    def __init__(self, index: i64, slot: i64, value: Expression) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.slot = slot
        self.value = value

    def exec(self, frame: Frame) -> i64:
        value = self.value.eval(frame)
        frame.slots[self.slot] = value
        return NORMAL

    def resume(self, frame: Frame) -> Generator[object, object, int]:
        frame.slots[self.slot] = yield from self.value.resume(frame)
        return NORMAL


@final
class Assign(Statement):
    """`targets = value`."""

    targets: list[Target]
    value: Expression

    def __init__(self, index: i64, targets: list[Target], value: Expression) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.targets = targets
        self.value = value

    def exec(self, frame: Frame) -> i64:
        value = self.value.eval(frame)
        for target in self.targets:
            target.store(frame, value)
        return NORMAL


@final
class SetSubscript(Statement):
    """`container[key] = value`."""

    container: Expression
    key: Expression
    value: Expression
    place: i64

    def __init__(
        self, index: i64, place: i64, container: Expression, key: Expression, value: Expression
    ) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.place = place
        self.container = container
        self.key = key
        self.value = value

    def exec(self, frame: Frame) -> i64:
        value = self.value.eval(frame)
        container = self.container.eval(frame)
        write_item(frame, self.place, container, self.key.eval(frame), value)
        return NORMAL


@final
class Named(Expression):
    """`name := value`."""

    target: Target
    value: Expression

    def __init__(self, index: i64, target: Target, value: Expression) -> None:
        self.index = index
        self.resumable = False
        self.target = target
        self.value = value

    def eval(self, frame: Frame) -> object:
        value = self.value.eval(frame)
        self.target.store(frame, value)
        return value


def combine(frame: Frame, index: i64, sign: str, old: object, value: object) -> object:
    """Do `old sign= value`."""
    try:
        return operators.inplace(frame.runtime, sign, old, value)
    except BaseException as error:
        note(frame, error, index)
        raise


@final
class AddToLocal(Statement):
    """`name += value` of a variable in a slot; text grows without being copied."""

    slot: i64
    name: Expression
    value: Expression

    def __init__(self, index: i64, slot: i64, name: Expression, value: Expression) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.slot = slot
        self.name = name
        self.value = value

    def exec(self, frame: Frame) -> i64:
        slots = frame.slots
        old = slots[self.slot]
        if type(old) is int:
            value = self.value.eval(frame)
            if type(value) is int:
                slots[self.slot] = old + value
                return NORMAL
        elif type(old) is float:
            value = self.value.eval(frame)
            if type(value) is float:
                slots[self.slot] = old + value
                return NORMAL
        elif type(old) is str:
            value = self.value.eval(frame)
            if type(value) is str and slots[self.slot] is old:
                runtime = frame.runtime
                if len(old) + len(value) > runtime.item_limit:
                    runtime.charge_size(len(old) + len(value))
                runtime.steps -= len(value) >> 6
                text = old
                old = None
                slots[self.slot] = None
                text += value
                slots[self.slot] = text
                return NORMAL
        else:
            if old is UNSET:
                old = self.name.eval(frame)
            value = self.value.eval(frame)
        slots[self.slot] = combine(frame, self.index, "+", old, value)
        return NORMAL


@final
class AugmentLocal(Statement):
    """`name sign= value` of a variable in a slot."""

    slot: i64
    name: Expression
    sign: str
    value: Expression

    def __init__(
        self, index: i64, slot: i64, name: Expression, sign: str, value: Expression
    ) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.slot = slot
        self.name = name
        self.sign = sign
        self.value = value

    def exec(self, frame: Frame) -> i64:
        old = self.name.eval(frame)
        value = self.value.eval(frame)
        if type(old) is int and type(value) is int and self.sign == "-":
            frame.slots[self.slot] = old - value
        else:
            frame.slots[self.slot] = combine(frame, self.index, self.sign, old, value)
        return NORMAL


@final
class AugmentName(Statement):
    """`name sign= value` of any other variable."""

    name: Expression
    target: Target
    sign: str
    value: Expression

    def __init__(
        self, index: i64, name: Expression, target: Target, sign: str, value: Expression
    ) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.name = name
        self.target = target
        self.sign = sign
        self.value = value

    def exec(self, frame: Frame) -> i64:
        old = self.name.eval(frame)
        value = self.value.eval(frame)
        if type(old) is int and type(value) is int and self.sign == "+":
            self.target.store(frame, old + value)
        else:
            self.target.store(frame, combine(frame, self.index, self.sign, old, value))
        return NORMAL


@final
class AugmentSubscript(Statement):
    """`container[key] sign= value`."""

    container: Expression
    key: Expression
    sign: str
    value: Expression
    place: i64

    def __init__(
        self,
        index: i64,
        place: i64,
        container: Expression,
        key: Expression,
        sign: str,
        value: Expression,
    ) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.place = place
        self.container = container
        self.key = key
        self.sign = sign
        self.value = value

    def exec(self, frame: Frame) -> i64:
        container = self.container.eval(frame)
        key = self.key.eval(frame)
        old = read_item(frame, self.place, container, key)
        value = self.value.eval(frame)
        if type(old) is int and type(value) is int and self.sign == "+":
            result: object = old + value
        else:
            result = combine(frame, self.index, self.sign, old, value)
        write_item(frame, self.place, container, key, result)
        return NORMAL


@final
class AugmentAttribute(Statement):
    """`holder.name sign= value`."""

    holder: Expression
    place: Place
    sign: str
    value: Expression

    def __init__(
        self, index: i64, place: i64, holder: Expression, name: str, sign: str, value: Expression
    ) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.place = Place(place, name)
        self.holder = holder
        self.sign = sign
        self.value = value

    def exec(self, frame: Frame) -> i64:
        holder = self.holder.eval(frame)
        old = self.place.read(frame, holder)
        value = self.value.eval(frame)
        if type(old) is int and type(value) is int and self.sign == "+":
            result: object = old + value
        else:
            result = combine(frame, self.index, self.sign, old, value)
        self.place.write(frame, holder, result)
        return NORMAL


@final
class Inplace(Expression):
    """`left sign= right` as a value; for what yields."""

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
        return combine(frame, self.index, self.sign, left, self.right.eval(frame))


@final
class Annotate(Statement):
    """An annotation in a module or class, kept in a class under `name`; the assignment first."""

    namespace: i64
    name: str
    annotation: Expression
    assignment: Statement

    def __init__(
        self, index: i64, namespace: i64, name: str, annotation: Expression, assignment: Statement
    ) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.namespace = namespace
        self.name = name
        self.annotation = annotation
        self.assignment = assignment

    def exec(self, frame: Frame) -> i64:
        self.assignment.exec(frame)
        self.annotate(frame)
        return NORMAL

    def resume(self, frame: Frame) -> Generator[object, object, int]:
        yield from self.assignment.resume(frame)
        self.annotate(frame)
        return NORMAL

    def annotate(self, frame: Frame) -> None:
        """Evaluate the annotation."""
        value = self.annotation.eval(frame)
        if not self.name:
            return
        namespace = frame.slots[self.namespace]
        assert isinstance(namespace, dict)
        annotations = namespace.get("__annotations__")
        if annotations is None:
            annotations = {}
            namespace["__annotations__"] = annotations
        annotations[self.name] = value
