"""Objects in the store that have attributes, or that do their work later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, final

from .content import Content
from .value import (
    BOTTOM,
    UNBOUND,
    UNKNOWN,
    Value,
)

if TYPE_CHECKING:
    from .routines import ClassInfo, FunctionInfo
from .objects import ANY_OBJECT, Declared, Object, mix, same_declared
from .origins import Origin


@final
class Instance(Object):
    """An object with attributes: of a class of the script, or declared by a tool (`x-class`).

    `info` is None for what only holds attributes: a class's own namespace, a SimpleNamespace.
    `other` is what attributes may hold that were set under names that are not known.
    """

    info: ClassInfo | None
    fields: Mapping[str, Value]
    other: Value
    declared: Declared | None

    def __init__(
        self,
        type_name: str,
        single: bool,
        info: ClassInfo | None,
        fields: Mapping[str, Value],
        other: Value = BOTTOM,
        declared: Declared | None = None,
    ) -> None:
        super().__init__(type_name, single)
        self.info = info
        self.fields = fields
        self.other = other
        self.declared = declared

    def same(self, other: Content) -> bool:
        if self is other:
            return True
        if not isinstance(other, Instance) or self.info is not other.info:
            return False
        if self.single != other.single or len(self.fields) != len(other.fields):
            return False
        if self.type != other.type or not self.other.same(other.other):
            return False
        for name, value in self.fields.items():
            if name not in other.fields or not value.same(other.fields[name]):
                return False
        return True

    def merged(self, other: Object, *, widening: bool) -> Object:
        assert isinstance(other, Instance)
        if self.same(other):
            return self
        if self.info is not other.info or not same_declared(self.declared, other.declared):
            return ANY_OBJECT
        fields: dict[str, Value] = {}
        for name, value in self.fields.items():
            fields[name] = mix(value, other.fields.get(name, UNBOUND), widening=widening)
        for name, value in other.fields.items():
            if name not in fields:
                fields[name] = mix(UNBOUND, value, widening=widening)
        return Instance(
            self.type,
            self.single and other.single,
            self.info,
            fields,
            mix(self.other, other.other, widening=widening),
            self.declared,
        )

    def summary(self) -> Object:
        if not self.single:
            return self
        return Instance(self.type, False, self.info, self.fields, self.other, self.declared)

    def rebuilt(self, old: int, new: int) -> Object:
        fields = {name: value.renamed(old, new) for name, value in self.fields.items()}
        other = self.other.renamed(old, new)
        return Instance(self.type, self.single, self.info, fields, other, self.declared)

    def chosen_by(self, origins: frozenset[Origin]) -> Object:
        if self.type == "namespace":
            return self
        fields = {name: value.chosen_by(origins) for name, value in self.fields.items()}
        other = self.other.chosen_by(origins)
        return Instance(self.type, self.single, self.info, fields, other, self.declared)

    def forgotten(self) -> Object:
        if self.type == "namespace":
            return self
        return Instance(self.type, self.single, self.info, {}, UNKNOWN)

    def parts(self) -> list[Value]:
        return [*self.fields.values(), self.other]


@final
class Lazy(Object):
    """An iterator over something, or a callable made of another: what it does is done later.

    `kind` is the function that made it (`map`, `zip`, `functools.partial`); `parts_` are its
    arguments in order, `names` those of the last ones that were given by name.
    """

    kind: str
    node: int
    values: tuple[Value, ...]
    names: tuple[str, ...]

    def __init__(
        self, kind: str, node: int, values: tuple[Value, ...], names: tuple[str, ...] = ()
    ) -> None:
        super().__init__(kind, False)
        self.kind = kind
        self.node = node
        self.values = values
        self.names = names

    def same(self, other: Content) -> bool:
        if self is other:
            return True
        if not isinstance(other, Lazy) or self.kind != other.kind or self.names != other.names:
            return False
        if len(self.values) != len(other.values):
            return False
        return all(one.same(two) for one, two in zip(self.values, other.values, strict=True))

    def merged(self, other: Object, *, widening: bool) -> Object:
        assert isinstance(other, Lazy)
        if self.same(other):
            return self
        if self.kind != other.kind or self.names != other.names:
            return ANY_OBJECT
        if len(self.values) != len(other.values):
            return ANY_OBJECT
        values = tuple(
            [
                mix(one, two, widening=widening)
                for one, two in zip(self.values, other.values, strict=True)
            ]
        )
        return Lazy(self.kind, self.node, values, self.names)

    def summary(self) -> Object:
        return self

    def rebuilt(self, old: int, new: int) -> Object:
        values = tuple([one.renamed(old, new) for one in self.values])
        return Lazy(self.kind, self.node, values, self.names)

    def parts(self) -> list[Value]:
        return list(self.values)


@final
class Suspended(Object):
    """A generator, coroutine or async generator: a call whose body runs when it is used.

    `function` is None for the coroutine of a tool or of a library function, which gives `result`.
    `arguments` are the values of the parameters; `call` is the number of the node that made it.
    """

    function: FunctionInfo | None
    arguments: tuple[Value, ...]
    result: Value
    call: int

    def __init__(
        self,
        type_name: str,
        function: FunctionInfo | None,
        arguments: tuple[Value, ...],
        result: Value,
        call: int,
    ) -> None:
        super().__init__(type_name, False)
        self.function = function
        self.arguments = arguments
        self.result = result
        self.call = call

    def same(self, other: Content) -> bool:
        if self is other:
            return True
        if not isinstance(other, Suspended) or self.function is not other.function:
            return False
        if len(self.arguments) != len(other.arguments) or not self.result.same(other.result):
            return False
        return all(a.same(b) for a, b in zip(self.arguments, other.arguments, strict=True))

    def merged(self, other: Object, *, widening: bool) -> Object:
        assert isinstance(other, Suspended)
        if self.same(other):
            return self
        if self.function is not other.function:
            return ANY_OBJECT
        arguments = tuple(
            [
                mix(one, two, widening=widening)
                for one, two in zip(self.arguments, other.arguments, strict=True)
            ]
        )
        result = mix(self.result, other.result, widening=widening)
        return Suspended(self.type, self.function, arguments, result, self.call)

    def summary(self) -> Object:
        return self

    def rebuilt(self, old: int, new: int) -> Object:
        arguments = tuple([one.renamed(old, new) for one in self.arguments])
        result = self.result.renamed(old, new)
        return Suspended(self.type, self.function, arguments, result, self.call)

    def parts(self) -> list[Value]:
        return [*self.arguments, self.result]
