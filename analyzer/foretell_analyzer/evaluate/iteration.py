"""What iterating over a value gives, and unpacking."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final, final

from ..dialect import EntryKind
from ..ir import Expression, Node
from ..values.collections import (
    ENDLESS,
    DictObject,
    ListObject,
    SetObject,
    is_missing,
    key_constant,
)
from ..values.instances import Instance, Lazy, Suspended
from ..values.making import exactly, literal
from ..values.objects import AnyObject
from ..values.origins import NO_ORIGINS, Origin
from ..values.shapes import ClassOf, Constant, Exactly, Listed, Reference, Shape, TupleOf
from ..values.value import ANYTHING, BOTTOM, DATA, UNKNOWN, UNKNOWN_DATA, Value, either, join
from .evaluator import Evaluator
from .observations import FAILS, PARTLY, Detail

MOST_STEPS_OF_PATH: Final = 60


@final
class Items:
    """What iterating gives: `element`, at least `low` and at most `high` times.

    `items` are the items one by one, where they are known.
    """

    element: Value
    low: int
    high: int
    items: tuple[Value, ...] | None

    def __init__(
        self, element: Value, low: int = 0, high: int = ENDLESS,
        items: tuple[Value, ...] | None = None,
    ) -> None:  # fmt: skip
        self.element = element
        self.low = low
        self.high = high
        self.items = items

    def join(self, other: Items) -> Items:
        """What may be either."""
        high = ENDLESS if ENDLESS in (self.high, other.high) else max(self.high, other.high)
        items = None
        are_known = self.items is not None and other.items is not None
        if are_known and len(self.items or ()) == len(other.items or ()):
            items = tuple(map(join, self.items or (), other.items or ()))
        return Items(join(self.element, other.element), min(self.low, other.low), high, items)


def exact_items(items: tuple[Value, ...]) -> Items:
    """Items that are known one by one."""
    return Items(either(items), len(items), len(items), items)


_NOT_ITERABLE: Final = frozenset(
    {"int", "float", "bool", "NoneType", "complex", "ellipsis", "re.Pattern", "datetime.datetime",
     "datetime.date", "datetime.time", "datetime.timedelta", "decimal.Decimal",
     "fractions.Fraction", "uuid.UUID", "slice", "re.Match"}
)  # fmt: skip
_ELEMENTS: Final = {"str": "str", "bytes": "int", "bytearray": "int", "range": "int"}

LazyItems = Callable[[Evaluator, Lazy, Node], Items]
LAZY: Final[dict[str, LazyItems]] = {}
"""By kind: what iterating over a lazy object gives; filled by the library."""


EFFECTFUL: Final[set[str]] = set()
"""Kinds of lazy objects whose use calls something."""


def has_effects(ev: Evaluator, value: Value) -> bool:
    """May iterating over a value run code of the script or call tools?"""
    if value.unknown == ANYTHING:
        return True
    for shape in value.shapes:
        if isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            if isinstance(held, (Suspended, Instance, AnyObject)):
                return True
            if isinstance(held, Lazy):
                if held.kind in EFFECTFUL:
                    return True
                if any(has_effects(ev, one) for one in held.values):
                    return True
    return False


def below(origins: frozenset[Origin], step: str) -> frozenset[Origin]:
    """The origins of a part of a value."""
    if not origins:
        return origins
    return frozenset(
        [
            Origin(one.name, one.node, one.path + step)
            if len(one.path) < MOST_STEPS_OF_PATH
            else one
            for one in origins
        ]
    )


def items_of(ev: Evaluator, value: Value, node: Expression) -> Items:
    """What iterating over a value gives; what cannot be iterated over is told."""
    found: Items | None = None
    failing: Shape | None = None
    goes_well = False
    from .attempts import for_each

    parts = for_each(
        ev, list(enumerate(value.shapes)),
        lambda case: _items_of_shape(ev, case[1], value, node, case[0]),
    )  # fmt: skip
    for shape, one in zip(value.shapes, parts, strict=True):
        if one is None:
            failing = shape
            continue
        goes_well = True
        found = one if found is None else found.join(one)
    if value.unknown:
        goes_well = True
        part = Value((), value.unknown, 0, value.declared, below(value.origins, "[]"))
        if value.unknown == ANYTHING:
            call_anything(ev, node)
        one = Items(part)
        found = one if found is None else found.join(one)
    if failing is None:
        ev.passes("not-iterable", node)
    else:
        state = PARTLY if goes_well else FAILS
        ev.note("not-iterable", node, state, Detail(value=value, declared=value.declared))
    if value.unknown or not all(_is_container(ev, one) for one in value.shapes):
        ev.may_raise()
    elif failing is not None:
        ev.may_raise("TypeError")
    if found is None:
        return Items(UNKNOWN_DATA if value.shapes else BOTTOM)
    return found


def _is_container(ev: Evaluator, shape: Shape) -> bool:
    """Is it, or surely not, something that gives its items without raising anything?"""
    if isinstance(shape, Reference):
        held = ev.object_at(shape.location)
        is_range = isinstance(held, Lazy) and held.kind == "range"
        return is_range or (isinstance(held, ListObject) and held.type == "list")
    return isinstance(shape, (Constant, TupleOf))


def call_anything(ev: Evaluator, node: Node) -> None:
    """Note that a place may call whatever we lost sight of."""
    key = (node.index, ev.context)
    if key not in ev.seen.unknown_calls:
        ev.seen.unknown_calls[key] = (ev.caller, node)


def _items_of_shape(
    ev: Evaluator, shape: Shape, value: Value, node: Expression, ordinal: int
) -> Items | None:
    if isinstance(shape, Constant):
        text = shape.value
        if isinstance(text, (str, bytes)):
            if len(text) <= 16:
                parts = [literal(text[at : at + 1]) for at in range(len(text))]
                if isinstance(text, bytes):
                    parts = [literal(one) for one in text]
                return exact_items(tuple([one.with_origins(value.origins) for one in parts]))
            kind = "str" if isinstance(text, str) else "int"
            return Items(exactly(kind).with_origins(value.origins), len(text), len(text))
        return None
    if isinstance(shape, Exactly):
        if shape.type in _NOT_ITERABLE:
            return None
        kind = _ELEMENTS.get(shape.type, "")
        return Items(_marked(exactly(kind) if kind else ev.unseen(), value))
    if isinstance(shape, TupleOf):
        if shape.items is None:
            return Items(shape.element.with_origins(value.origins))
        return exact_items(shape.items)
    if isinstance(shape, Reference):
        return _items_of_object(ev, shape, value, node, ordinal)
    if isinstance(shape, ClassOf):
        if shape.info.kind == "enum":
            return Items(members_of_enum(ev, shape))
        return None if not shape.info.is_open and not shape.info.outside else Items(UNKNOWN)
    if isinstance(shape, Listed) and shape.entry.kind is EntryKind.CLASS:
        return Items(UNKNOWN_DATA)  # it may be an enum
    return None


def _marked(element: Value, value: Value) -> Value:
    if value.declared:
        element = element.believed()
    return element.with_origins(value.origins)


def members_of_enum(ev: Evaluator, shape: ClassOf) -> Value:
    """The members of an enum."""
    held = ev.object_at(shape.info.location)
    if not isinstance(held, Instance):
        return UNKNOWN
    return either([held.fields[name] for name in shape.info.fields if name in held.fields])


def _items_of_object(
    ev: Evaluator, shape: Reference, value: Value, node: Expression, ordinal: int
) -> Items | None:
    from .coroutines import run_generator
    from .protocols import iterate_instance

    held = ev.object_at(shape.location)
    match held:
        case ListObject():
            if held.items is not None:
                return exact_items(held.items)
            return Items(held.element, held.low, held.high)
        case SetObject():
            return Items(held.element, 0 if held.may_be_empty else 1)
        case DictObject():
            return keys_of(ev, held, shape.location)
        case Lazy():
            lazy = LAZY.get(held.kind)
            return Items(UNKNOWN) if lazy is None else lazy(ev, held, node)
        case Suspended():
            if held.type in ("coroutine", "async_generator"):
                return None
            return Items(run_generator(ev, held, node, ordinal))
        case Instance():
            return iterate_instance(ev, held, shape, node)
        case AnyObject():
            call_anything(ev, node)
            return Items(UNKNOWN)
        case _:
            return Items(UNKNOWN)


def keys_of(ev: Evaluator, held: DictObject, location: int) -> Items:
    """The keys of a dict."""
    if held.declared is not None:
        return ev.outside.keys(ev, held, location)
    bound = [key for key, one in held.known.items() if not is_missing(one)]
    low = len([key for key in bound if not held.known[key].unbound])
    keys = tuple([literal(key_constant(key)) for key in bound])
    if held.other.is_bottom:
        if low == len(bound) and len(bound) <= 16:
            return exact_items(keys)
        return Items(either(keys), low, len(bound))
    return Items(either([*keys, held.other_key]), low)


@final
class Pairs:
    """What a mapping brings: values of known keys, and of all others."""

    known: dict[Hashable, Value]
    other_key: Value
    other: Value

    def __init__(self, known: dict[Hashable, Value], other_key: Value, other: Value) -> None:
        self.known = known
        self.other_key = other_key
        self.other = other


def key_value_pairs(ev: Evaluator, value: Value, node: Expression) -> Pairs:
    """The keys and values of a mapping, or of all mappings that a value may be."""
    found: Pairs | None = None
    for shape in value.shapes:
        one = Pairs({}, UNKNOWN, UNKNOWN)
        if isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            if isinstance(held, DictObject):
                if held.declared is not None:
                    held = ev.outside.opened(ev, held, shape.location)
                one = Pairs(dict(held.known), held.other_key, held.other)
            elif isinstance(held, Instance) and held.info is not None:
                one = _pairs_of_instance(ev, shape, node)
        elif isinstance(shape, Constant):
            continue
        found = one if found is None else _joined_pairs(found, one)
    if value.unknown:
        part = Value((), value.unknown, 0, value.declared, below(value.origins, "[]"))
        key = exactly("str") if value.unknown == DATA else UNKNOWN
        one = Pairs({}, key.with_origins(value.origins or NO_ORIGINS), part)
        found = one if found is None else _joined_pairs(found, one)
    ev.may_raise()
    return found or Pairs({}, BOTTOM, BOTTOM)


def _pairs_of_instance(ev: Evaluator, shape: Reference, node: Expression) -> Pairs:
    """A mapping of the script is asked for its `keys`, and for the item of each."""
    from .methods import call_method

    receiver = Value((shape,))
    keys = call_method(ev, receiver, "keys", [], node)
    if keys is None:
        return Pairs({}, UNKNOWN, UNKNOWN)
    key = items_of(ev, keys, node).element
    value = call_method(ev, receiver, "__getitem__", [key], node)
    return Pairs({}, key, UNKNOWN if value is None else value)


def _joined_pairs(one: Pairs, other: Pairs) -> Pairs:
    known: dict[Hashable, Value] = {}
    for key in (*one.known, *[key for key in other.known if key not in one.known]):
        sides: list[Value] = []
        for pairs in (one, other):
            found = pairs.known.get(key)
            if found is None:
                found = Value(pairs.other.shapes, pairs.other.unknown, -1)
            sides.append(found)
        known[key] = join(sides[0], sides[1])
    return Pairs(known, join(one.other_key, other.other_key), join(one.other, other.other))


def unpack(
    ev: Evaluator, value: Value, count: int, starred: int, target: Node, source: Node
) -> list[Value]:
    """The parts that an assignment to several targets gives each; a wrong number is told."""
    from ..values.collections import ListObject as Listing

    assert isinstance(source, Node)
    found = items_of(
        ev, value, source if isinstance(source, Expression) else _as_expression(target)
    )
    least = count if starred < 0 else count - 1
    is_wrong = (found.high != ENDLESS and found.high < least) or (starred < 0 and found.low > count)
    if is_wrong:
        number = found.high if found.high < least and found.high != ENDLESS else found.low
        detail = Detail(str(least), str(number), value, declared=value.declared)
        ev.note("wrong-unpacking", target, FAILS, detail)
    else:
        ev.passes("wrong-unpacking", target)
    ev.may_raise()
    items = found.items
    if items is None or is_wrong or len(items) < least:
        parts = [found.element] * count
        if starred >= 0:
            rest = Listing("list", True, None, found.element)
            parts[starred] = ev.allocate(target, rest)
        return parts
    if starred < 0:
        return list(items)
    after = count - 1 - starred
    middle = items[starred : len(items) - after]
    rest = Listing("list", True, middle, either(middle))
    return [*items[:starred], ev.allocate(target, rest), *(items[len(items) - after :])]


def _as_expression(node: Node) -> Expression:
    assert isinstance(node, Expression)
    return node
