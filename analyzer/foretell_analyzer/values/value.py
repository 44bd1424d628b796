"""Abstract values: sets of the values that an expression may have.

The domain is a lattice: `join` is the least set of its kind that holds both, `widen` a jump that
makes every chain end. A `Value` is immutable.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Final, final

from .content import Content
from .origins import FROM_ANYWHERE, FROM_STORED, NO_ORIGINS, Origin, cut
from .shapes import (
    FALSE,
    TRUE,
    Constant,
    Exactly,
    Shape,
    TupleOf,
    type_name,
)

NOTHING_ELSE: Final = 0

DATA: Final = 1
"""Any plain data: what a tool or a library function may return; never something of the script."""

ANYTHING: Final = 2
"""Any value at all, functions and objects of the script among them."""

BOUND: Final = 0

NEVER_BOUND: Final = -1
"""Beside these, `Value.unbound` is the number of the node that unbound it."""

MOST_CONSTANTS: Final = 8

MOST_TUPLES: Final = 4

MOST_DATA: Final = 48

DEEPEST: Final = 6

NO_REFERENCES: Final[frozenset[int]] = frozenset()


@final
class Value(Content):
    """What an expression may be: any of `shapes`, and whatever `unknown` says beside them.

    `unbound` says that a name or key may have no value at all, and why. `declared` says that
    this rests on what somebody declared (a tool's schema), which is believed but not proven.
    """

    shapes: tuple[Shape, ...]
    unknown: int
    unbound: int
    declared: bool
    origins: frozenset[Origin]
    _key: Hashable | None
    _references: frozenset[int] | None

    def __init__(
        self,
        shapes: tuple[Shape, ...] = (),
        unknown: int = NOTHING_ELSE,
        unbound: int = BOUND,
        declared: bool = False,
        origins: frozenset[Origin] = NO_ORIGINS,
    ) -> None:
        self.shapes = shapes
        self.unknown = unknown
        self.unbound = unbound
        self.declared = declared
        self.origins = origins
        self._key = None
        self._references = None

    @property
    def key(self) -> Hashable:
        """Equal for equal values."""
        if self._key is None:
            self._key = (
                frozenset([one.key for one in self.shapes]),
                self.unknown,
                self.unbound,
                self.declared,
                self.origins,
            )
        return self._key

    def same(self, other: Content) -> bool:
        """Are they equal?"""
        if self is other:
            return True
        if not isinstance(other, Value):
            return False
        if len(self.shapes) != len(other.shapes) or self.unknown != other.unknown:
            return False
        return self.key == other.key

    def references(self) -> frozenset[int]:
        """The locations of objects that it refers to."""
        if self._references is None:
            found: frozenset[int] = NO_REFERENCES
            for shape in self.shapes:
                below = shape.references()
                if below:
                    found = found | below if found else below
            self._references = found
        return self._references

    def renamed(self, old: int, new: int) -> Value:
        """The same, referring to another location in place of one."""
        if old not in self.references():
            return self
        shapes: dict[Hashable, Shape] = {}
        for shape in self.shapes:
            one = shape.renamed(old, new)
            shapes[one.key] = one
        return self.only(tuple(shapes.values()), self.unknown)

    @property
    def is_bottom(self) -> bool:
        """Can there be no such value? Code that has one is not reached."""
        return not self.shapes and not self.unknown and not self.unbound

    @property
    def is_unbound(self) -> bool:
        """Has it surely no value?"""
        return self.unbound != BOUND and not self.shapes and not self.unknown

    @property
    def single(self) -> Shape | None:
        """The one shape that it surely has."""
        if len(self.shapes) == 1 and not self.unknown:
            return self.shapes[0]
        return None

    def constant(self) -> Constant | None:
        """The constant that it surely is."""
        one = self.single
        return one if isinstance(one, Constant) else None

    def constants(self) -> tuple[object, ...] | None:
        """All values that it may have, if they are few and known."""
        if self.unknown or not self.shapes:
            return None
        found: list[object] = []
        for shape in self.shapes:
            if not isinstance(shape, Constant):
                return None
            found.append(shape.value)
        return tuple(found)

    def join(self, other: Content) -> Content:
        """What may be either."""
        assert isinstance(other, Value)
        return join(self, other)

    def widen(self, other: Content) -> Content:
        """What may be either, jumping ahead where it grew."""
        assert isinstance(other, Value)
        return widen(self, other)

    def bound(self) -> Value:
        """The same, once it is known to have a value."""
        if self.unbound == BOUND:
            return self
        return Value(self.shapes, self.unknown, BOUND, self.declared, self.origins)

    def only(self, shapes: tuple[Shape, ...], unknown: int) -> Value:
        """The same, with other alternatives."""
        return Value(shapes, unknown, self.unbound, self.declared, self.origins)

    def with_origins(self, origins: frozenset[Origin]) -> Value:
        """The same, made also of what `origins` names."""
        if not origins or origins <= self.origins:
            return self
        merged = cut(self.origins | origins) if self.origins else origins
        return Value(self.shapes, self.unknown, self.unbound, self.declared, merged)

    def only_origins(self, origins: frozenset[Origin]) -> Value:
        """The same, of these origins and no others."""
        return Value(self.shapes, self.unknown, self.unbound, self.declared, origins)

    def with_choice_of(self, whole: Value) -> Value:
        """The same, as a part of a whole: what chose the whole has chosen the part."""
        if not whole.origins:
            return self
        return self.with_origins(frozenset([one for one in whole.origins if one.steers]))

    def chosen_by(self, origins: frozenset[Origin]) -> Value:
        """The same, which was chosen by what these origins name."""
        return self.with_origins(origins) if self.shapes or self.unknown else self

    def believed(self) -> Value:
        """The same, but only declared so."""
        if self.declared:
            return self
        return Value(self.shapes, self.unknown, self.unbound, True, self.origins)


BOTTOM: Final = Value()

UNBOUND: Final = Value((), NOTHING_ELSE, NEVER_BOUND)

UNKNOWN_DATA: Final = Value((), DATA)

STORED_DATA: Final = Value((), DATA, BOUND, False, FROM_STORED)
"""What is in objects of the library that evaluation does not follow."""

UNKNOWN: Final = Value((), ANYTHING, BOUND, False, FROM_ANYWHERE)

TRUE_VALUE: Final = Value((TRUE,))

FALSE_VALUE: Final = Value((FALSE,))


def either(values: Iterable[Value]) -> Value:
    """What may be any of them; bottom if there are none.

    Many are joined in groups, and those in groups: a join takes time as the alternatives of both.
    """
    rest = list(values)
    while len(rest) > _MANY:
        rest = [either(rest[first : first + _MANY]) for first in range(0, len(rest), _MANY)]
    found = BOTTOM
    for one in rest:
        found = join(found, one)
    return found


_MANY: Final = 16


def join(one: Value, other: Value) -> Value:
    """What may be either."""
    if one is other or other.is_bottom:
        return one
    if one.is_bottom:
        return other
    shapes = _union(one.shapes, other.shapes)
    unknown = max(one.unknown, other.unknown)
    unbound = one.unbound or other.unbound
    declared = one.declared or other.declared
    origins = one.origins
    if other.origins is not origins and not other.origins <= origins:
        origins = cut(origins | other.origins)
    if (
        shapes is one.shapes
        and unknown == one.unknown
        and unbound == one.unbound
        and declared == one.declared
        and origins is one.origins
    ):
        return one
    joined = Value(shapes, unknown, unbound, declared, origins)
    return limited(joined) if _has_limited(other.shapes) else joined


def _has_limited(shapes: Sequence[Shape]) -> bool:
    """Are there alternatives of a kind of which only so many are told apart?"""
    return any(isinstance(one, (Constant, Exactly, TupleOf)) for one in shapes)


def _union(one: tuple[Shape, ...], other: tuple[Shape, ...]) -> tuple[Shape, ...]:
    if one is other or not other:
        return one
    if not one:
        return other
    keys = {shape.key for shape in one}
    new = [shape for shape in other if shape.key not in keys]
    if not new:
        return one
    return _without_spoken_for(one, new, keys) if _has_limited(new) else (*one, *new)


def _without_spoken_for(
    one: tuple[Shape, ...], new: list[Shape], keys: set[Hashable]
) -> tuple[Shape, ...]:
    """All of these, less the constants that say nothing beside their whole type."""
    types = {shape.type for shape in one if isinstance(shape, Exactly)}
    types.update([shape.type for shape in new if isinstance(shape, Exactly)])
    if not types:
        return (*one, *new)
    kept = [
        shape
        for shape in (*one, *new)
        if not isinstance(shape, Constant) or type_name(shape.value) not in types
    ]
    if len(kept) == len(one) and all(shape.key in keys for shape in kept):
        return one
    return tuple(kept)


def limited(value: Value) -> Value:
    """The value, or a larger set where it has too many alternatives to tell them apart.

    Whatever may be called is never given up: a call must know all that it may come to.
    """
    shapes = value.shapes
    if len(shapes) <= MOST_TUPLES:
        return value
    counts: dict[type, int] = {}
    tuples = 0
    for shape in shapes:
        if isinstance(shape, Constant):
            kind = type(shape.value)
            counts[kind] = counts.get(kind, 0) + 1
        elif isinstance(shape, TupleOf):
            tuples += 1
    many = {kind for kind, count in counts.items() if count > MOST_CONSTANTS}
    if many:
        shapes = generalized(shapes, many)
    if tuples > MOST_TUPLES:
        shapes = _one_tuple(shapes)
    unknown = value.unknown
    if len(shapes) > MOST_DATA:
        data = [one for one in shapes if isinstance(one, (Constant, Exactly))]
        if len(data) > MOST_DATA // 2:
            shapes = tuple([one for one in shapes if not isinstance(one, (Constant, Exactly))])
            unknown = max(unknown, DATA)
    return value.only(shapes, unknown)


def generalized(shapes: tuple[Shape, ...], kinds: set[type]) -> tuple[Shape, ...]:
    """Constants of these types become any value of their type."""
    found: dict[Hashable, Shape] = {}
    for shape in shapes:
        one: Shape = shape
        if isinstance(shape, Constant) and type(shape.value) in kinds:
            one = Exactly(type_name(shape.value))
        found[one.key] = one
    return tuple(found.values())


def _one_tuple(shapes: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """All tuples become tuples of any of their items; of one length, item by item."""
    others = [one for one in shapes if not isinstance(one, TupleOf)]
    tuples = [one for one in shapes if isinstance(one, TupleOf)]
    lengths = {-1 if one.items is None else len(one.items) for one in tuples}
    if len(lengths) == 1 and -1 not in lengths:
        columns: list[Value] = []
        for position in range(lengths.pop()):
            column = BOTTOM
            for one in tuples:
                assert one.items is not None
                column = join(column, one.items[position])
            columns.append(column)
        return (*others, TupleOf(tuple(columns), either(columns)))
    return (*others, TupleOf(None, either([one.element for one in tuples])))


_WIDENED: Final = {int, float, str, bytes, complex}


def widen(old: Value, new: Value) -> Value:
    """The join; where it has constants or tuples that `old` had not, all of their type."""
    joined = join(old, new)
    if joined is old or joined.same(old):
        return old
    known = {shape.key for shape in old.shapes}
    grown = {
        type(shape.value)
        for shape in joined.shapes
        if isinstance(shape, Constant) and shape.key not in known
    } & _WIDENED
    shapes = joined.shapes
    if grown:
        shapes = generalized(shapes, grown)
    if any(isinstance(one, TupleOf) and one.key not in known for one in shapes):
        shapes = _one_tuple(shapes)
        shapes = tuple([_flattened(one, 0) for one in shapes])
    return joined.only(shapes, joined.unknown)


def _flattened(shape: Shape, depth: int) -> Shape:
    """A tuple in a tuple in a tuple ... is anything from some depth on."""
    if not isinstance(shape, TupleOf):
        return shape
    if depth >= DEEPEST // 2:
        return TupleOf(None, UNKNOWN)
    element = shape.element
    inner = element.only(
        tuple([_flattened(one, depth + 1) for one in element.shapes]), element.unknown
    )
    if shape.items is None:
        return TupleOf(None, inner)
    items = tuple(
        [
            one.only(tuple([_flattened(part, depth + 1) for part in one.shapes]), one.unknown)
            for one in shape.items
        ]
    )
    return TupleOf(items, inner)
