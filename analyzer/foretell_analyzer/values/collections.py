"""Lists, sets and dicts in the store."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Final, final

from .content import Content
from .objects import Declared, Object, mix, same_declared
from .origins import Origin
from .value import (
    BOTTOM,
    BOUND,
    NEVER_BOUND,
    UNBOUND,
    UNKNOWN,
    UNKNOWN_DATA,
    Value,
    either,
    join,
)

MOST_ITEMS: Final = 64


MOST_KEYS: Final = 256


ENDLESS: Final = -1
"""No upper end is known of a length."""


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
        single: bool,
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
        return all(one.same(two) for one, two in zip(self.items, other.items, strict=True))

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
                    mix(one, two, widening=widening)
                    for one, two in zip(self.items, other.items, strict=True)
                ]
            )
            return ListObject(kind, single, items, either(items))
        element = mix(self.element, other.element, widening=widening)
        low = min(self.low, other.low)
        high = ENDLESS if ENDLESS in (self.high, other.high) else max(self.high, other.high)
        if widening:
            low = low if low == self.low else 0
            high = high if high == self.high else ENDLESS
        return ListObject(kind, single, None, element, low, high)

    def summary(self) -> Object:
        if not self.single:
            return self
        return ListObject(self.type, False, self.items, self.element, self.low, self.high)

    def rebuilt(self, old: int, new: int) -> Object:
        items = None
        if self.items is not None:
            items = tuple([one.renamed(old, new) for one in self.items])
        element = self.element.renamed(old, new)
        return ListObject(self.type, self.single, items, element, self.low, self.high)

    def chosen_by(self, origins: frozenset[Origin]) -> Object:
        items = self.items
        if items is not None:
            items = tuple([one.chosen_by(origins) for one in items])
        element = self.element.chosen_by(origins)
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
        single: bool,
        element: Value,
        may_be_empty: bool = True,
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
            mix(self.element, other.element, widening=widening),
            self.may_be_empty or other.may_be_empty,
        )

    def summary(self) -> Object:
        if not self.single:
            return self
        return SetObject(self.type, False, self.element, self.may_be_empty)

    def rebuilt(self, old: int, new: int) -> Object:
        element = self.element.renamed(old, new)
        return SetObject(self.type, self.single, element, self.may_be_empty)

    def chosen_by(self, origins: frozenset[Origin]) -> Object:
        element = self.element.chosen_by(origins)
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
        single: bool,
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

    def same(self, other: Content) -> bool:  # noqa: PLR0911 - a return a difference
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

    def merged(  # noqa: C901 - what one side does not know depends on what it declares
        self, other: Object, *, widening: bool
    ) -> Object:
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
            known[key] = mix(value, beside, widening=widening)
        for key, value in other.known.items():
            if key not in self.known:
                if self.declared is not None:
                    if agree:
                        known[key] = value
                    continue
                known[key] = mix(self.lookup(key), value, widening=widening)
        rest = mix(self.other, other.other, widening=widening)
        rest_key = mix(self.other_key, other.other_key, widening=widening)
        declared = self.declared
        if not agree:
            declared = None
            data = [*self.known.values(), *other.known.values()]
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
            self.type, False, self.known, self.other_key, self.other, self.declared, self.factory,
        )  # fmt: skip

    def rebuilt(self, old: int, new: int) -> Object:
        known = {key: value.renamed(old, new) for key, value in self.known.items()}
        factory = None if self.factory is None else self.factory.renamed(old, new)
        other_key, other = self.other_key.renamed(old, new), self.other.renamed(old, new)
        return DictObject(self.type, self.single, known, other_key, other, self.declared, factory)

    def chosen_by(self, origins: frozenset[Origin]) -> Object:
        known = {key: value.chosen_by(origins) for key, value in self.known.items()}
        other_key, other = self.other_key.chosen_by(origins), self.other.chosen_by(origins)
        return DictObject(
            self.type, self.single, known, other_key, other, self.declared, self.factory
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
class _Number:
    """The key of a number, which no tuple of a script is equal to."""

    value: object

    def __init__(self, value: object) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Number):
            return False
        return self.value is other.value or self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


def constant_key(value: object) -> Hashable:
    """The key of a dict under which a constant is found: equal numbers are one key."""
    if isinstance(value, (bool, int, float, complex)):
        return _Number(value)
    assert isinstance(value, Hashable)
    return value


def key_constant(key: Hashable) -> object:
    """The constant of a key; the inverse of `constant_key`."""
    return key.value if isinstance(key, _Number) else key


def is_missing(value: Value) -> bool:
    """Is there surely nothing under this name or key?"""
    return value.unbound != BOUND and not value.shapes and not value.unknown
