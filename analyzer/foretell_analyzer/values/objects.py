"""Objects in the store: what can be changed after it was made.

An object stands for one object of a run (`single`) or for all that were made at one place. Only
the former can be overwritten; of the latter, what is stored is joined to what was there.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, Final, final

from .content import Content
from .value import (
    BOTTOM,
    BOUND,
    NEVER_BOUND,
    NO_REFERENCES,
    UNBOUND,
    UNKNOWN,
    UNKNOWN_DATA,
    Value,
    either,
    join,
    widen,
)

if TYPE_CHECKING:
    from ..catalog.tools import Schema
    from .routines import ClassInfo, FunctionInfo

MOST_ITEMS: Final = 64
MOST_KEYS: Final = 256
ENDLESS: Final = -1
"""No upper end is known of a length."""


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

    def __init__(self, type_name: str, single: bool) -> None:  # noqa: FBT001 - by position
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
        return self

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

    def forgotten(self) -> Object:
        """The same, after anything may have been done to it."""
        return self

    def parts(self) -> list[Value]:
        """All values that it holds."""
        return []


def _mix(one: Value, other: Value, *, widening: bool) -> Value:
    return widen(one, other) if widening else join(one, other)


@final
class AnyObject(Object):
    """An object of which nothing is known any more."""

    def same(self, other: Content) -> bool:
        return isinstance(other, AnyObject)

    def merged(self, other: Object, *, widening: bool) -> Object:
        return self

    def summary(self) -> Object:
        return self

    def parts(self) -> list[Value]:
        return [UNKNOWN]


ANY_OBJECT: Final = AnyObject("object", False)  # noqa: FBT003 - by position


@final
class ListObject(Object):
    """A list or deque: `items` one by one where they are known, else any number of `element`.

    Its length is at least `low`, at most `high` (`ENDLESS` if there is no upper end).
    """

    items: tuple[Value, ...] | None
    element: Value
    low: int
    high: int

    def __init__(
        self,
        type_name: str,
        single: bool,  # noqa: FBT001 - by position
        items: tuple[Value, ...] | None,
        element: Value,
        low: int = 0,
        high: int = ENDLESS,
    ) -> None:
        super().__init__(type_name, single)
        if items is not None and len(items) > MOST_ITEMS:
            low = high = len(items)
            items = None
        self.items = items
        self.element = element
        self.low = low if items is None else len(items)
        self.high = high if items is None else len(items)

    def same(self, other: Content) -> bool:
        if self is other:
            return True
        if not isinstance(other, ListObject) or self.type != other.type:
            return False
        if (self.low, self.high, self.single) != (other.low, other.high, other.single):
            return False
        if self.items is None or other.items is None:
            return self.items is other.items and self.element.same(other.element)
        return all([one.same(two) for one, two in zip(self.items, other.items, strict=True)])

    def merged(self, other: Object, *, widening: bool) -> Object:
        assert isinstance(other, ListObject)
        if self.same(other):
            return self
        single = self.single and other.single
        kind = self.type if self.type == other.type else "list"
        if (
            self.items is not None
            and other.items is not None
            and len(self.items) == len(other.items)
        ):
            items = tuple(
                [
                    _mix(one, two, widening=widening)
                    for one, two in zip(self.items, other.items, strict=True)
                ]
            )
            return ListObject(kind, single, items, either(items))
        element = _mix(self.element, other.element, widening=widening)
        low = min(self.low, other.low)
        high = ENDLESS if ENDLESS in (self.high, other.high) else max(self.high, other.high)
        if widening:
            low = low if low == self.low else 0
            high = high if high == self.high else ENDLESS
        return ListObject(kind, single, None, element, low, high)

    def summary(self) -> Object:
        if not self.single:
            return self
        return ListObject(self.type, False, self.items, self.element, self.low, self.high)  # noqa: FBT003

    def rebuilt(self, old: int, new: int) -> Object:
        items = None
        if self.items is not None:
            items = tuple([one.renamed(old, new) for one in self.items])
        element = self.element.renamed(old, new)
        return ListObject(self.type, self.single, items, element, self.low, self.high)

    def forgotten(self) -> Object:
        return ListObject(self.type, self.single, None, join(self.element, UNKNOWN))

    def parts(self) -> list[Value]:
        return [self.element] if self.items is None else list(self.items)


@final
class SetObject(Object):
    """A set or frozenset of any number of `element`; empty only if `may_be_empty`."""

    element: Value
    may_be_empty: bool

    def __init__(
        self,
        type_name: str,
        single: bool,  # noqa: FBT001 - by position
        element: Value,
        may_be_empty: bool = True,  # noqa: FBT001, FBT002 - likewise
    ) -> None:
        super().__init__(type_name, single)
        self.element = element
        self.may_be_empty = may_be_empty

    def same(self, other: Content) -> bool:
        return self is other or (
            isinstance(other, SetObject)
            and self.type == other.type
            and self.single == other.single
            and self.may_be_empty == other.may_be_empty
            and self.element.same(other.element)
        )

    def merged(self, other: Object, *, widening: bool) -> Object:
        assert isinstance(other, SetObject)
        if self.same(other):
            return self
        return SetObject(
            self.type if self.type == other.type else "set",
            self.single and other.single,
            _mix(self.element, other.element, widening=widening),
            self.may_be_empty or other.may_be_empty,
        )

    def summary(self) -> Object:
        if not self.single:
            return self
        return SetObject(self.type, False, self.element, self.may_be_empty)  # noqa: FBT003

    def rebuilt(self, old: int, new: int) -> Object:
        element = self.element.renamed(old, new)
        return SetObject(self.type, self.single, element, self.may_be_empty)

    def forgotten(self) -> Object:
        if self.type == "frozenset":
            return self
        return SetObject(self.type, self.single, join(self.element, UNKNOWN))

    def parts(self) -> list[Value]:
        return [self.element]


@final
class DictObject(Object):
    """A dict: values of the `known` keys (each may be unbound), and of all others.

    Other keys are `other_key` with values `other`; there are none if `other` is bottom. What a
    tool declares of a dict that it returned is in `declared`; its keys become known when they are
    looked at. `factory` is the value of `defaultdict`'s factory.
    """

    known: Mapping[Hashable, Value]
    other_key: Value
    other: Value
    declared: Declared | None
    factory: Value | None

    def __init__(
        self,
        type_name: str,
        single: bool,  # noqa: FBT001 - by position
        known: Mapping[Hashable, Value],
        other_key: Value = BOTTOM,
        other: Value = BOTTOM,
        declared: Declared | None = None,
        factory: Value | None = None,
    ) -> None:
        super().__init__(type_name, single)
        if len(known) > MOST_KEYS:
            other = join(other, either(known.values()).bound())
            other_key = UNKNOWN
            known = {}
        self.known = known
        self.other_key = other_key
        self.other = other
        self.declared = declared
        self.factory = factory

    @property
    def is_closed(self) -> bool:
        """Are all its keys known?"""
        return self.other.is_bottom and self.declared is None

    def lookup(self, key: Hashable) -> Value:
        """What is under a constant key, as far as it is known without what is declared."""
        found = self.known.get(key)
        if found is not None:
            return found
        if self.other.is_bottom:
            return UNBOUND
        return Value(
            self.other.shapes, self.other.unknown, NEVER_BOUND, self.other.declared,
            self.other.origins,
        )  # fmt: skip

    def same(self, other: Content) -> bool:
        if self is other:
            return True
        if not isinstance(other, DictObject) or len(self.known) != len(other.known):
            return False
        if (self.type, self.single) != (other.type, other.single):
            return False
        if not same_declared(self.declared, other.declared):
            return False
        if not self.other.same(other.other) or not self.other_key.same(other.other_key):
            return False
        for key, value in self.known.items():
            if key not in other.known or not value.same(other.known[key]):
                return False
        if self.factory is None or other.factory is None:
            return self.factory is other.factory
        return self.factory.same(other.factory)

    def merged(self, other: Object, *, widening: bool) -> Object:
        assert isinstance(other, DictObject)
        if self.same(other):
            return self
        known: dict[Hashable, Value] = {}
        agree = same_declared(self.declared, other.declared)
        for key, value in self.known.items():
            beside = other.known.get(key)
            if beside is None:
                if other.declared is not None and not agree:
                    continue
                if other.declared is not None:
                    known[key] = value
                    continue
                beside = other.lookup(key)
            known[key] = _mix(value, beside, widening=widening)
        for key, value in other.known.items():
            if key not in self.known:
                if self.declared is not None:
                    if agree:
                        known[key] = value
                    continue
                known[key] = _mix(self.lookup(key), value, widening=widening)
        rest = _mix(self.other, other.other, widening=widening)
        rest_key = _mix(self.other_key, other.other_key, widening=widening)
        declared = self.declared
        if not agree:
            declared = None
            data = [value for value in (*self.known.values(), *other.known.values())]
            rest = join(rest, join(either(data).bound(), UNKNOWN_DATA))
            rest_key = join(rest_key, UNKNOWN_DATA)
        factory = self.factory
        if factory is None:
            factory = other.factory
        elif other.factory is not None:
            factory = join(factory, other.factory)
        return DictObject(
            self.type if self.type == other.type else "dict",
            self.single and other.single,
            known, rest_key, rest, declared, factory,
        )  # fmt: skip

    def summary(self) -> Object:
        if not self.single:
            return self
        return DictObject(
            self.type, False, self.known, self.other_key, self.other, self.declared, self.factory,  # noqa: FBT003
        )  # fmt: skip

    def rebuilt(self, old: int, new: int) -> Object:
        known = {key: value.renamed(old, new) for key, value in self.known.items()}
        factory = None if self.factory is None else self.factory.renamed(old, new)
        other_key, other = self.other_key.renamed(old, new), self.other.renamed(old, new)
        return DictObject(
            self.type, self.single, known, other_key, other, self.declared, factory
        )

    def forgotten(self) -> Object:
        return DictObject(self.type, self.single, {}, UNKNOWN, UNKNOWN, None, self.factory)

    def parts(self) -> list[Value]:
        found = list(self.known.values())
        found += [self.other, self.other_key]
        if self.factory is not None:
            found.append(self.factory)
        return found


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
        single: bool,  # noqa: FBT001 - by position
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
            fields[name] = _mix(value, other.fields.get(name, UNBOUND), widening=widening)
        for name, value in other.fields.items():
            if name not in fields:
                fields[name] = _mix(UNBOUND, value, widening=widening)
        return Instance(
            self.type,
            self.single and other.single,
            self.info,
            fields,
            _mix(self.other, other.other, widening=widening),
            self.declared,
        )

    def summary(self) -> Object:
        if not self.single:
            return self
        return Instance(self.type, False, self.info, self.fields, self.other, self.declared)  # noqa: FBT003

    def rebuilt(self, old: int, new: int) -> Object:
        fields = {name: value.renamed(old, new) for name, value in self.fields.items()}
        other = self.other.renamed(old, new)
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
        super().__init__(kind, False)  # noqa: FBT003 - one that is used up may be used again
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
        return all([one.same(two) for one, two in zip(self.values, other.values, strict=True)])

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
                _mix(one, two, widening=widening)
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
        super().__init__(type_name, False)  # noqa: FBT003 - one per place of a call
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
        return all([a.same(b) for a, b in zip(self.arguments, other.arguments, strict=True)])

    def merged(self, other: Object, *, widening: bool) -> Object:
        assert isinstance(other, Suspended)
        if self.same(other):
            return self
        if self.function is not other.function:
            return ANY_OBJECT
        arguments = tuple(
            [
                _mix(one, two, widening=widening)
                for one, two in zip(self.arguments, other.arguments, strict=True)
            ]
        )
        result = _mix(self.result, other.result, widening=widening)
        return Suspended(self.type, self.function, arguments, result, self.call)

    def summary(self) -> Object:
        return self

    def rebuilt(self, old: int, new: int) -> Object:
        arguments = tuple([one.renamed(old, new) for one in self.arguments])
        result = self.result.renamed(old, new)
        return Suspended(self.type, self.function, arguments, result, self.call)

    def parts(self) -> list[Value]:
        return [*self.arguments, self.result]


def constant_key(value: Any) -> Hashable:  # noqa: ANN401 - any constant
    """The key of a dict under which a constant is found: equal numbers are one key."""
    if isinstance(value, (bool, int, float, complex)):
        return ("number", value)
    return value


def key_constant(key: Hashable) -> object:
    """The constant of a key; the inverse of `constant_key`."""
    if isinstance(key, tuple) and len(key) == 2 and key[0] == "number":
        return key[1]
    return key


def is_missing(value: Value) -> bool:
    """Is there surely nothing under this name or key?"""
    return value.unbound != BOUND and not value.shapes and not value.unknown
