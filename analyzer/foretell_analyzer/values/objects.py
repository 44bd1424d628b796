"""Objects in the store: what can be changed after it was made.

An object stands for one object of a run (`single`) or for all that were made at one place. Only
the former can be overwritten; of the latter, what is stored is joined to what was there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, final

from .content import Content
from .origins import Origin
from .value import (
    NO_REFERENCES,
    UNKNOWN,
    Value,
    join,
    widen,
)

if TYPE_CHECKING:
    from ..catalog.tools import Schema


@final
class Declared:
    """What a tool's schema says of a part of its result; worked out where it is looked at."""

    schema: Schema
    root: Schema
    name: str
    node: int
    path: str

    def __init__(self, schema: Schema, root: Schema, name: str, node: int, path: str) -> None:
        self.schema = schema
        self.root = root
        self.name = name
        self.node = node
        self.path = path

    def same(self, other: Declared | None) -> bool:
        """Do both tell of the same part of the same result?"""
        return self is other or (
            other is not None
            and self.node == other.node
            and self.path == other.path
            and self.name == other.name
            and self.schema == other.schema
        )


def same_declared(one: Declared | None, other: Declared | None) -> bool:
    """Is the same declared of two objects, or nothing of either?"""
    return other is None if one is None else one.same(other)


class Object(Content):
    """An object of some type; `type` is named as the dialect names it."""

    type: str
    single: bool
    _references: frozenset[int] | None

    def __init__(self, type_name: str, single: bool) -> None:
        self.type = type_name
        self.single = single
        self._references = None

    def references(self) -> frozenset[int]:
        """The locations of objects that it refers to."""
        if self._references is None:
            found = NO_REFERENCES
            for part in self.parts():
                below = part.references()
                if below:
                    found = found | below if found else below
            self._references = found
        return self._references

    def renamed(self, old: int, new: int) -> Object:
        """The same, referring to another location in place of one."""
        return self.rebuilt(old, new) if old in self.references() else self

    def rebuilt(self, old: int, new: int) -> Object:
        """`renamed` where there is something to rename."""
        raise NotImplementedError

    def join(self, other: Content) -> Content:
        """What may be either; anything at all, if they are of different kinds."""
        if self is other:
            return self
        if type(self) is not type(other) or not isinstance(other, Object):
            return ANY_OBJECT
        return self.merged(other, widening=False)

    def widen(self, other: Content) -> Content:
        """The same, jumping ahead."""
        if self is other:
            return self
        if type(self) is not type(other) or not isinstance(other, Object):
            return ANY_OBJECT
        return self.merged(other, widening=True)

    def merged(self, other: Object, *, widening: bool) -> Object:
        """The join or widening with an object of the same kind."""
        raise NotImplementedError

    def summary(self) -> Object:
        """The same as one of many."""
        raise NotImplementedError

    def chosen_by(self, origins: frozenset[Origin]) -> Object:  # noqa: ARG002 - it holds nothing
        """The same, where what it holds was chosen by what these origins name."""
        return self

    def forgotten(self) -> Object:
        """The same, after anything may have been done to it."""
        return self

    def parts(self) -> list[Value]:
        """All values that it holds."""
        return []


def mix(one: Value, other: Value, *, widening: bool) -> Value:
    """The join, or the widening, of two values."""
    return widen(one, other) if widening else join(one, other)


@final
class AnyObject(Object):
    """An object of which nothing is known any more."""

    def same(self, other: Content) -> bool:
        return isinstance(other, AnyObject)

    def merged(self, other: Object, *, widening: bool) -> Object:  # noqa: ARG002 - the top
        return self

    def summary(self) -> Object:
        return self

    def parts(self) -> list[Value]:
        return [UNKNOWN]


ANY_OBJECT: Final = AnyObject("object", False)
