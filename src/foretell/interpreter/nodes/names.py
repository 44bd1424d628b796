"""Names: reading a variable, wherever resolution put it, and constants."""

from __future__ import annotations

from collections.abc import Generator
from typing import Final, final

from mypy_extensions import i64

from foretell.interpreter.kernel import UNSET, Cell, Expression, Frame, Runtime, note
from foretell.interpreter.suspension import evaluate

LOCAL: Final = 0  # what an unbound name is called in messages
FREE: Final = 1
GLOBAL: Final = 2


def unbound(frame: Frame, index: i64, name: str, place: i64) -> NameError:
    """Make the error of reading a name that is bound to nothing, as CPython words it."""
    error: NameError
    if place == LOCAL:
        error = UnboundLocalError(
            f"cannot access local variable {name!r} where it is not associated with a value"
        )
    elif place == FREE:
        error = NameError(
            f"cannot access free variable {name!r} where it is not associated with a value"
            " in enclosing scope"
        )
    else:
        error = NameError(f"name {name!r} is not defined", name=name)
    note(frame, error, index)
    return error


def read_external(runtime: Runtime, name: str) -> object:
    """Return what a name stands for that the script has not bound; UNSET if nothing."""
    return runtime.environment.get(name, UNSET)


@final
class Constant(Expression):
    """A literal."""

    value: object

    def __init__(self, index: i64, value: object) -> None:
        self.index = index
        self.resumable = False
        self.value = value

    def eval(self, frame: Frame) -> object:  # noqa: ARG002 - as every node
        return self.value


@final
class LocalName(Expression):
    """A variable in a slot of the frame."""

    slot: i64
    name: str
    place: i64

    def __init__(self, index: i64, slot: i64, name: str, place: i64) -> None:
        self.index = index
        self.resumable = False
        self.slot = slot
        self.name = name
        self.place = place

    def eval(self, frame: Frame) -> object:
        value = frame.slots[self.slot]
        if value is UNSET:
            raise unbound(frame, self.index, self.name, self.place)
        return value


@final
class CellName(Expression):
    """A variable that functions share: its cell is in a slot of the frame."""

    slot: i64
    name: str
    place: i64

    def __init__(self, index: i64, slot: i64, name: str, place: i64) -> None:
        self.index = index
        self.resumable = False
        self.slot = slot
        self.name = name
        self.place = place

    def eval(self, frame: Frame) -> object:
        cell = frame.slots[self.slot]
        if isinstance(cell, Cell):
            value = cell.value
            if value is not UNSET:
                return value
        raise unbound(frame, self.index, self.name, self.place)


@final
class GlobalName(Expression):
    """A variable of the module, read in a function."""

    slot: i64
    name: str

    def __init__(self, index: i64, slot: i64, name: str) -> None:
        self.index = index
        self.resumable = False
        self.slot = slot
        self.name = name

    def eval(self, frame: Frame) -> object:
        value = frame.runtime.globals[self.slot]
        if value is UNSET:
            value = read_external(frame.runtime, self.name)
            if value is UNSET:
                raise unbound(frame, self.index, self.name, GLOBAL)
        return value


@final
class ModuleName(Expression):
    """A variable of the module, read in the module's own frame."""

    slot: i64
    name: str

    def __init__(self, index: i64, slot: i64, name: str) -> None:
        self.index = index
        self.resumable = False
        self.slot = slot
        self.name = name

    def eval(self, frame: Frame) -> object:
        value = frame.slots[self.slot]
        if value is UNSET:
            value = read_external(frame.runtime, self.name)
            if value is UNSET:
                raise unbound(frame, self.index, self.name, GLOBAL)
        return value


@final
class ExternalName(Expression):
    """A name that nothing in the script binds: a builtin, a tool, an input, or unknown."""

    slot: i64
    name: str

    def __init__(self, index: i64, slot: i64, name: str) -> None:
        self.index = index
        self.resumable = False
        self.slot = slot
        self.name = name

    def eval(self, frame: Frame) -> object:
        value = frame.runtime.externals[self.slot]
        if value is UNSET:
            raise unbound(frame, self.index, self.name, GLOBAL)
        return value


@final
class ClassName(Expression):
    """A name in a class body: in its namespace, else as `fallback` finds it."""

    slot: i64
    name: str
    fallback: Expression

    def __init__(self, index: i64, slot: i64, name: str, fallback: Expression) -> None:
        self.index = index
        self.resumable = False
        self.slot = slot
        self.name = name
        self.fallback = fallback

    def eval(self, frame: Frame) -> object:
        namespace = frame.slots[self.slot]
        if isinstance(namespace, dict):
            value = namespace.get(self.name, UNSET)
            if value is not UNSET:
                return value
        return self.fallback.eval(frame)


@final
class Temporary(Expression):
    """A value that was evaluated before, because something behind it in its expression yields."""

    slot: i64

    def __init__(self, index: i64, slot: i64) -> None:
        self.index = index
        self.resumable = False
        self.slot = slot

    def eval(self, frame: Frame) -> object:
        slots = frame.slots
        value = slots[self.slot]
        slots[self.slot] = UNSET
        return value


@final
class Prepared(Expression):
    """An expression with a `yield` or `await` in an operand: operands first, each into a slot.

    `operation` is the plain node over `Temporary` operands.
    """

    operands: list[Expression]
    slots: list[int]
    operation: Expression

    def __init__(
        self, index: i64, operands: list[Expression], slots: list[int], operation: Expression
    ) -> None:
        self.index = index
        self.resumable = True
        self.operands = operands
        self.slots = slots
        self.operation = operation

    def resume(self, frame: Frame) -> Generator[object, object, object]:
        number = 0
        for operand in self.operands:
            if operand.resumable:
                value = yield from operand.resume(frame)
            else:
                value = evaluate(operand, frame)
            frame.slots[self.slots[number]] = value
            number += 1
        return evaluate(self.operation, frame)
