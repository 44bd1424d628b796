"""What can be assigned to and deleted: names, attributes, items, and patterns of these."""

from __future__ import annotations

from typing import Final, final

from mypy_extensions import i64

from foretell.interpreter import operators
from foretell.interpreter.kernel import UNSET, Cell, Expression, Frame, note
from foretell.interpreter.measure import check_key
from foretell.interpreter.nodes.displays import is_iterable
from foretell.interpreter.nodes.names import GLOBAL, unbound
from foretell.interpreter.nodes.places import Place


class Target:
    """A node that takes a value."""

    index: i64

    def __init__(self, index: i64) -> None:
        self.index = index

    def store(self, frame: Frame, value: object) -> None:
        """Bind a value."""
        raise NotImplementedError

    def delete(self, frame: Frame) -> None:
        """Unbind."""
        raise NotImplementedError


@final
class LocalTarget(Target):
    """A variable in a slot of the frame."""

    slot: i64
    name: str
    place: i64

    def __init__(self, index: i64, slot: i64, name: str, place: i64) -> None:
        self.index = index
        self.slot = slot
        self.name = name
        self.place = place

    def store(self, frame: Frame, value: object) -> None:
        frame.slots[self.slot] = value

    def delete(self, frame: Frame) -> None:
        if frame.slots[self.slot] is UNSET:
            raise unbound(frame, self.index, self.name, self.place)
        frame.slots[self.slot] = UNSET


@final
class CellTarget(Target):
    """A variable that functions share."""

    slot: i64
    name: str
    place: i64

    def __init__(self, index: i64, slot: i64, name: str, place: i64) -> None:
        self.index = index
        self.slot = slot
        self.name = name
        self.place = place

    def store(self, frame: Frame, value: object) -> None:
        cell = frame.slots[self.slot]
        assert isinstance(cell, Cell)
        cell.value = value

    def delete(self, frame: Frame) -> None:
        cell = frame.slots[self.slot]
        assert isinstance(cell, Cell)
        if cell.value is UNSET:
            raise unbound(frame, self.index, self.name, self.place)
        cell.value = UNSET


@final
class GlobalTarget(Target):
    """A variable of the module, in a function."""

    slot: i64
    name: str

    def __init__(self, index: i64, slot: i64, name: str) -> None:
        self.index = index
        self.slot = slot
        self.name = name

    def store(self, frame: Frame, value: object) -> None:
        frame.runtime.globals[self.slot] = value

    def delete(self, frame: Frame) -> None:
        if frame.runtime.globals[self.slot] is UNSET:
            raise unbound(frame, self.index, self.name, GLOBAL)
        frame.runtime.globals[self.slot] = UNSET


@final
class ClassTarget(Target):
    """A name in a class body; its namespace is in a slot."""

    slot: i64
    name: str

    def __init__(self, index: i64, slot: i64, name: str) -> None:
        self.index = index
        self.slot = slot
        self.name = name

    def store(self, frame: Frame, value: object) -> None:
        namespace = frame.slots[self.slot]
        assert isinstance(namespace, dict)
        try:
            namespace[self.name] = value
        except BaseException as error:  # an enumeration refuses some
            note(frame, error, self.index)
            raise

    def delete(self, frame: Frame) -> None:
        namespace = frame.slots[self.slot]
        assert isinstance(namespace, dict)
        if self.name not in namespace:
            raise unbound(frame, self.index, self.name, GLOBAL)
        del namespace[self.name]


@final
class AttributeTarget(Target):
    """`value.name`."""

    value: Expression
    place: Place

    def __init__(self, index: i64, value: Expression, name: str) -> None:
        self.index = index
        self.value = value
        self.place = Place(index, name)

    def store(self, frame: Frame, value: object) -> None:
        self.place.write(frame, self.value.eval(frame), value)

    def delete(self, frame: Frame) -> None:
        self.place.delete(frame, self.value.eval(frame))


def write_item(frame: Frame, index: i64, container: object, key: object, value: object) -> None:
    """Do `container[key] = value`."""
    try:
        if type(container) is dict:
            if type(key) is tuple:
                check_key(frame.runtime, key)
            container[key] = value
        elif type(container) is list and type(key) is int:
            container[key] = value
        else:
            operators.set_item(frame.runtime, container, key, value)
    except BaseException as error:
        note(frame, error, index)
        raise


@final
class SubscriptTarget(Target):
    """`container[key]`."""

    container: Expression
    key: Expression

    def __init__(self, index: i64, container: Expression, key: Expression) -> None:
        self.index = index
        self.container = container
        self.key = key

    def store(self, frame: Frame, value: object) -> None:
        container = self.container.eval(frame)
        write_item(frame, self.index, container, self.key.eval(frame), value)

    def delete(self, frame: Frame) -> None:
        container = self.container.eval(frame)
        key = self.key.eval(frame)
        try:
            operators.delete_item(frame.runtime, container, key)
        except BaseException as error:
            note(frame, error, self.index)
            raise


NO_STAR: Final = -1


@final
class TupleTarget(Target):
    """`a, (b, *c)`; `star` is the number of the target that takes the rest, or -1."""

    targets: list[Target]
    star: i64

    def __init__(self, index: i64, targets: list[Target], star: i64) -> None:
        self.index = index
        self.targets = targets
        self.star = star

    def store(self, frame: Frame, value: object) -> None:
        targets = self.targets
        if self.star == NO_STAR:
            if type(value) is tuple and len(value) == len(targets):
                number = 0
                for target in targets:
                    target.store(frame, value[number])
                    number += 1
                return
            items = unpack(frame, self.index, value, len(targets))
        else:
            items = unpack_rest(frame, self.index, value, len(targets), self.star)
        number = 0
        for target in targets:
            target.store(frame, items[number])
            number += 1

    def delete(self, frame: Frame) -> None:
        for target in self.targets:
            target.delete(frame)


def unpack(frame: Frame, index: i64, value: object, count: i64) -> list[object]:
    """Return exactly `count` items of a value."""
    try:
        if type(value) is list or type(value) is tuple:
            if len(value) == count:
                return [*value]
            if len(value) > count:
                raise ValueError(f"too many values to unpack (expected {count})")
        if not is_iterable(value):
            raise TypeError(f"cannot unpack non-iterable {type(value).__name__} object")
        items: list[object] = []
        for item in operators.iterate(frame.runtime, value):
            if len(items) == count:
                raise ValueError(f"too many values to unpack (expected {count})")
            items.append(item)
        if len(items) < count:
            raise ValueError(f"not enough values to unpack (expected {count}, got {len(items)})")
    except BaseException as error:
        note(frame, error, index)
        raise
    return items


def unpack_rest(frame: Frame, index: i64, value: object, count: i64, star: i64) -> list[object]:
    """Return `count` items, the one at `star` being the list of those left over."""
    runtime = frame.runtime
    try:
        if not is_iterable(value):
            raise TypeError(f"cannot unpack non-iterable {type(value).__name__} object")
        items: list[object] = []
        for item in operators.iterate(runtime, value):
            items.append(item)
            if len(items) & 15 == 0:
                runtime.charge(1)
                runtime.charge_size(len(items))
        if len(items) < count - 1:
            raise ValueError(
                f"not enough values to unpack (expected at least {count - 1}, got {len(items)})"
            )
    except BaseException as error:
        note(frame, error, index)
        raise
    behind = count - star - 1
    end = len(items) - behind
    return [*items[:star], items[star:end], *items[end:]]
