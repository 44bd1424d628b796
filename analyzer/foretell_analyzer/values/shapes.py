"""Shapes: the alternatives of which an abstract value is made.

A shape stands for a set of values of one kind. Two shapes of equal `key` stand for the same set.
What can be changed (lists, dicts, sets, instances, ...) is a `Reference` to an object in the store;
what cannot is told by the shape itself.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Final, final

from ..catalog import Tool
from ..dialect import Entry

if TYPE_CHECKING:
    from .routines import ClassInfo, FunctionInfo
    from .value import Value


class Shape:
    """One alternative of what a value may be."""

    key: Hashable

    def __init__(self, key: Hashable) -> None:
        self.key = key

    def references(self) -> frozenset[int]:
        """The locations of objects that it refers to."""
        return NOWHERE

    def renamed(self, old: int, new: int) -> Shape:  # noqa: ARG002 - it refers to nothing
        """The same, referring to another location in place of one."""
        return self


NOWHERE: Final[frozenset[int]] = frozenset()


@final
class Constant(Shape):
    """Exactly this value, of an immutable builtin type.

    `is_declared` if it is one that a tool declares: a None that it may give is told apart from
    one that the script itself made.
    """

    value: object
    is_declared: bool

    def __init__(self, value: object, is_declared: bool = False) -> None:
        # 1, 1.0 and True are equal to Python, and -0.0 to 0.0: type and text tell them apart.
        kind = type(value)
        told = "declared" if is_declared else "constant"
        super().__init__((told, kind, repr(value) if kind in (float, complex) else value))
        self.value = value
        self.is_declared = is_declared


@final
class Exactly(Shape):
    """Any value of this type; types are named as the dialect names them.

    Those that classes can be derived from stand for their values, too, unless it `is_only` of this.
    """

    type: str
    is_only: bool

    def __init__(self, type_name: str, *, is_only: bool = False) -> None:
        super().__init__(("only" if is_only else "type", type_name))
        self.type = type_name
        self.is_only = is_only


@final
class TupleOf(Shape):
    """A tuple: `items` one by one, or if they are None any number of `element`."""

    items: tuple[Value, ...] | None
    element: Value

    def __init__(self, items: tuple[Value, ...] | None, element: Value) -> None:
        if items is None:
            super().__init__(("tuples", element.key))
        else:
            super().__init__(("tuple", tuple([one.key for one in items])))
        self.items = items
        self.element = element

    def references(self) -> frozenset[int]:
        found = self.element.references()
        for one in self.items or ():
            found = found | one.references()
        return found

    def renamed(self, old: int, new: int) -> Shape:
        if old not in self.references():
            return self
        items = None
        if self.items is not None:
            items = tuple([one.renamed(old, new) for one in self.items])
        return TupleOf(items, self.element.renamed(old, new))


@final
class Reference(Shape):
    """An object in the store, or all objects that one location stands for."""

    location: int

    def __init__(self, location: int) -> None:
        super().__init__(("object", location))
        self.location = location

    def references(self) -> frozenset[int]:
        return frozenset({self.location})

    def renamed(self, old: int, new: int) -> Shape:
        return Reference(new) if self.location == old else self


@final
class FunctionOf(Shape):
    """A function or lambda of the script."""

    function: FunctionInfo

    def __init__(self, function: FunctionInfo) -> None:
        super().__init__(("function", function.number))
        self.function = function


@final
class BoundTo(Shape):
    """A callable with its first argument: a method of a class of the script."""

    callee: Shape
    receiver: Value

    def __init__(self, callee: Shape, receiver: Value) -> None:
        super().__init__(("bound", callee.key, receiver.key))
        self.callee = callee
        self.receiver = receiver

    def references(self) -> frozenset[int]:
        return self.receiver.references() | self.callee.references()

    def renamed(self, old: int, new: int) -> Shape:
        if old not in self.references():
            return self
        return BoundTo(self.callee.renamed(old, new), self.receiver.renamed(old, new))


@final
class ClassOf(Shape):
    """A class of the script."""

    info: ClassInfo

    def __init__(self, info: ClassInfo) -> None:
        super().__init__(("class", info.number))
        self.info = info


@final
class ToolOf(Shape):
    """A tool, to be called."""

    tool: Tool

    def __init__(self, tool: Tool) -> None:
        super().__init__(("tool", tool.name))
        self.tool = tool


@final
class Listed(Shape):
    """Something that the dialect lists: a function, a class, or a method of `receiver`.

    `name` is as people write it: `len`, `json.loads`, `str.split`; `type` is the type whose
    method it is, empty if it is none.
    """

    entry: Entry
    name: str
    module: str
    type: str
    receiver: Value | None

    def __init__(
        self, entry: Entry, name: str, module: str, kind: str = "", receiver: Value | None = None
    ) -> None:
        super().__init__(("listed", name, module, None if receiver is None else receiver.key))
        self.entry = entry
        self.name = name
        self.module = module
        self.type = kind
        self.receiver = receiver

    def references(self) -> frozenset[int]:
        return NOWHERE if self.receiver is None else self.receiver.references()

    def renamed(self, old: int, new: int) -> Shape:
        if self.receiver is None or old not in self.receiver.references():
            return self
        receiver = self.receiver.renamed(old, new)
        return Listed(self.entry, self.name, self.module, self.type, receiver)


@final
class ModuleOf(Shape):
    """A module of the dialect."""

    name: str

    def __init__(self, name: str) -> None:
        super().__init__(("module", name))
        self.name = name


@final
class SuperOf(Shape):
    """`super()`: what comes after `after` in the order of the receiver's classes."""

    after: ClassInfo
    receiver: Value

    def __init__(self, after: ClassInfo, receiver: Value) -> None:
        super().__init__(("super", after.number, receiver.key))
        self.after = after
        self.receiver = receiver

    def references(self) -> frozenset[int]:
        return self.receiver.references()

    def renamed(self, old: int, new: int) -> Shape:
        if old not in self.receiver.references():
            return self
        return SuperOf(self.after, self.receiver.renamed(old, new))


NONE: Final = Constant(None)
TRUE: Final = Constant(True)
FALSE: Final = Constant(False)


def type_name(value: object) -> str:
    """The name of a constant's type as the dialect has it."""
    if value is None:
        return "NoneType"
    return "ellipsis" if value is ... else type(value).__name__
