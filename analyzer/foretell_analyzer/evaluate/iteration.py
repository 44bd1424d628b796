"""What iterating over a value gives, and unpacking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar, final

from ..dialect import EntryKind
from ..effects import (
    NOTHING,
    Effect,
    Given,
    Left,
    Lost,
    Times,
    beside,
    caught,
    part_of,
    perhaps,
    placed,
    rounds,
)
from ..exits import Exit
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
from ..values.origins import Origin
from ..values.shapes import ClassOf, Constant, Exactly, Listed, Reference, Shape, TupleOf
from ..values.value import ANYTHING, BOTTOM, UNKNOWN, UNKNOWN_DATA, Value, either, join
from .evaluator import Evaluator
from .exhaustion import TAKES_ALL, TAKES_SOME, begin_to_use
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

    def chosen_with(self, whole: Value) -> Items:
        """The same, as parts of a whole: what chose it has chosen them."""
        items = self.items
        if items is not None:
            items = tuple([one.with_choice_of(whole) for one in items])
        return Items(self.element.with_choice_of(whole), self.low, self.high, items)

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


HANDING_ON: Final[set[str]] = set()
"""Kinds of lazy objects that say themselves where they hand an item to their user."""


def used_by_library(done: Effect, user: int, taking: int, node: Node) -> Effect:
    """The effects of what is gone over by the library: to its end, to its first item, or so far."""
    if not done.gives:
        return done if taking == TAKES_ALL else part_of(done)
    closed: Effect = Left(Exit.CLOSE, node)
    if taking == TAKES_ALL:
        return placed(done, user, NOTHING)
    if taking == TAKES_SOME:
        closed = perhaps(None, closed)
    return caught(None, placed(done, user, closed), {Exit.CLOSE: NOTHING})


def _holds_lazy(ev: Evaluator, value: Value) -> bool:
    """May it be an iterator of the library, of which a use takes something away?"""
    return any(
        isinstance(one, Reference) and isinstance(ev.object_at(one.location), Lazy)
        for one in value.shapes
    )


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
    """The origins of a part of a value; what has chosen the whole has chosen the part."""
    if not origins:
        return origins
    return frozenset(
        [
            Origin(one.name, one.node, one.path + step, one.steers, one.through)
            if len(one.path) < MOST_STEPS_OF_PATH and one.name and not one.steers
            else one
            for one in origins
        ]
    )


def giving(done: Effect, user: int, times: Times, node: Node) -> Effect:
    """What does not say itself where it hands an item to its user: at any point of what it does."""
    if done.gives:
        return done
    gives = rounds(node, Given(user), times)
    return gives if done is NOTHING else beside(node, (done, gives))


T = TypeVar("T")


def gone_over(ev: Evaluator, ask: Callable[[], T]) -> tuple[T, Effect, int]:
    """Ask for the items of something, for a new user: the answer, what asking does, and the user."""
    around = ev.begin()
    ev.user = user = ev.new_user()
    found = ask()
    ev.user = 0
    return found, ev.end(around), user


def items_of(ev: Evaluator, value: Value, node: Expression) -> Items:
    """What iterating over a value gives; what cannot be iterated over is told."""
    found: Items | None = None
    failing: Shape | None = None
    goes_well = False
    user, ev.user = ev.user, 0
    taking, ev.taking = ev.taking, TAKES_SOME
    own_user = user or ev.new_user()
    from .attempts import for_each

    cases: list[tuple[int, Shape | None]] = [*enumerate(value.shapes)]
    if value.unknown:
        cases.append((len(cases), None))

    def go_over(case: tuple[int, Shape | None]) -> Items | None:
        shape = case[1]
        around = ev.begin()
        one = None if shape is None else _items_of_shape(ev, shape, value, node, case[0], own_user)
        if shape is None:
            if value.unknown == ANYTHING:
                call_anything(ev, node)
            part = Value((), value.unknown, 0, value.declared, below(value.origins, "[]"))
            one = Items(part)
        done = ev.end(around)
        if user and one is not None:
            of = value if shape is None else value.only((shape,), 0)
            done = giving(done, user, Times(one.low, one.high, of), node)
        elif not user and (done.calls or done.gives):
            is_begun = begin_to_use(ev, value)
            if is_begun:
                done = part_of(placed(done, own_user, NOTHING))
            else:
                done = used_by_library(done, own_user, taking, node)
        elif not user and _holds_lazy(ev, value):
            begin_to_use(ev, value)
        ev.record(done)
        return one

    parts = for_each(ev, cases, go_over)
    for (_, shape), one in zip(cases, parts, strict=True):
        if one is None:
            failing = shape
            continue
        goes_well = True
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
    return found.chosen_with(value) if value.origins else found


def _is_container(ev: Evaluator, shape: Shape) -> bool:
    """Is it, or surely not, something that gives its items without raising anything?"""
    if isinstance(shape, Reference):
        held = ev.object_at(shape.location)
        is_range = isinstance(held, Lazy) and held.kind == "range"
        return is_range or (isinstance(held, ListObject) and held.type == "list")
    return isinstance(shape, (Constant, TupleOf))


def call_anything(ev: Evaluator, node: Node) -> None:
    """Note that a place may call whatever we lost sight of."""
    ev.record(Lost(node))
    key = (node.index, ev.context)
    if key not in ev.seen.unknown_calls:
        ev.seen.unknown_calls[key] = (ev.caller, node)


def _items_of_shape(
    ev: Evaluator, shape: Shape, value: Value, node: Expression, ordinal: int, user: int
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
        return _items_of_object(ev, shape, value, node, ordinal, user)
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
    ev: Evaluator, shape: Reference, value: Value, node: Expression, ordinal: int, user: int
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
            if lazy is None:
                return Items(UNKNOWN)
            if held.kind in HANDING_ON:
                ev.user = user
            found = lazy(ev, held, node)
            ev.user = 0
            return found
        case Suspended():
            if held.type in ("coroutine", "async_generator"):
                return None
            return Items(run_generator(ev, held, node, ordinal, user))
        case Instance():
            return iterate_instance(ev, held, shape, node, user)
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
