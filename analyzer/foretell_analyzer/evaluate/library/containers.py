"""Models of the methods of lists, dicts and sets."""

from __future__ import annotations

from ...ir import Node
from ...values.collections import ENDLESS, DictObject, ListObject, SetObject
from ...values.making import NONE_VALUE
from ...values.shapes import Listed, Reference
from ...values.value import BOTTOM, UNKNOWN, UNKNOWN_DATA, Value, either, join
from ..arguments import Arguments
from ..evaluator import Evaluator
from ..hashing import ask_all
from ..iteration import Items
from ..observations import FAILS, PARTLY, Detail
from ..steering import chosen, extent
from .builtins import ordered
from .handed import items_at
from .registry import check_signature, model


def receiver_objects(ev: Evaluator, shape: Listed) -> list[tuple[Reference, object]]:
    """The objects whose method is called."""
    found: list[tuple[Reference, object]] = []
    if shape.receiver is not None:
        for one in shape.receiver.shapes:
            if isinstance(one, Reference):
                found += [(one, ev.object_at(one.location))]
    return found


def own_receiver(shape: Listed, arguments: Arguments) -> tuple[Listed, Arguments]:
    """`list.append(values, x)` as `values.append(x)`."""
    if shape.receiver is not None or not arguments.positional:
        return shape, arguments
    rest = Arguments(arguments.positional[1:], arguments.nodes[1:])
    rest.keywords = arguments.keywords
    rest.keyword_nodes = arguments.keyword_nodes
    rest.more = arguments.more
    rest.more_keywords = arguments.more_keywords
    made = Listed(shape.entry, shape.name, shape.module, shape.type, arguments.positional[0])
    return made, rest


@model("list.append", "list.insert", "collections.deque.append", "collections.deque.appendleft",
       "collections.deque.insert")  # fmt: skip
def model_append(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    check_signature(ev, shape, arguments, node)
    value = arguments.get(1 if shape.name.endswith("insert") else 0)
    if value is None:
        return NONE_VALUE
    is_one = shape.receiver is not None and shape.receiver.single is not None
    for one, held in receiver_objects(ev, shape):
        if isinstance(held, ListObject):
            _add(ev, one, held, value, shape, strongly=is_one)
    return NONE_VALUE


def _add(
    ev: Evaluator, one: Reference, held: ListObject, value: Value, shape: Listed, *, strongly: bool
) -> None:
    at_end = shape.name.endswith(".append")
    if held.items is not None and strongly and held.single and not ev.weak:
        items = held.items
        if at_end:
            ev.replace(
                one.location,
                ListObject(held.type, held.single, (*items, value), join(held.element, value)),
            )
            return
        if shape.name.endswith("appendleft"):
            ev.replace(
                one.location,
                ListObject(held.type, held.single, (value, *items), join(held.element, value)),
            )
            return
    element = join(held.element, value)
    high = ENDLESS if held.high == ENDLESS else held.high + 1
    low = held.low + 1 if strongly and held.single else held.low
    if not held.single:
        high = ENDLESS
    ev.replace(one.location, ListObject(held.type, held.single, None, element, low, high))


@model("list.extend", "collections.deque.extend", "collections.deque.extendleft")
def model_extend(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    check_signature(ev, shape, arguments, node)
    items = items_at(ev, arguments, 0, node, for_list=shape.type == "list")
    given = arguments.get(0)
    added = items.element if given is None else chosen(items.element, extent(ev, given))
    is_one = shape.receiver is not None and shape.receiver.single is not None
    for one, held in receiver_objects(ev, shape):
        if not isinstance(held, ListObject):
            continue
        exact = None
        if held.items is not None and items.items is not None and is_one:
            exact = held.items + items.items
        element = join(held.element, added)
        high = ENDLESS if ENDLESS in (held.high, items.high) else held.high + items.high
        low = held.low + items.low if is_one else held.low
        if not held.single:
            low, high, exact = held.low, ENDLESS, None
        ev.replace(one.location, ListObject(held.type, held.single, exact, element, low, high))
    return NONE_VALUE


@model("list.pop", "collections.deque.pop", "collections.deque.popleft")
def model_pop(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    check_signature(ev, shape, arguments, node)
    found = BOTTOM
    index = arguments.get(0)
    single = None if index is None else index.constant()
    is_one = shape.receiver is not None and shape.receiver.single is not None
    receivers = receiver_objects(ev, shape)
    empty = [held for _, held in receivers if isinstance(held, ListObject) and held.high == 0]
    if empty:
        state = FAILS if len(empty) == len(receivers) else PARTLY
        ev.note("index-out-of-range", node, state, Detail("pop", "0"))
    else:
        ev.passes("index-out-of-range", node)
    for one, held in receivers:
        if not isinstance(held, ListObject):
            found = join(found, UNKNOWN)
            continue
        at = -1 if index is None else (single.value if single is not None else None)
        if shape.name.endswith("popleft"):
            at = 0
        if (
            held.items is not None
            and isinstance(at, int)
            and -len(held.items) <= at < len(held.items)
        ):
            items = list(held.items)
            found = join(found, items.pop(at))
            if is_one:
                ev.replace(
                    one.location, ListObject(held.type, held.single, tuple(items), either(items))
                )
                continue
        elif held.high == 0:
            found = join(found, UNKNOWN_DATA)
        else:
            found = join(found, held.element)
        high = held.high if held.high <= 0 or not (is_one and held.single) else held.high - 1
        ev.replace(
            one.location,
            ListObject(held.type, held.single, None, held.element, max(held.low - 1, 0), high),
        )
    ev.may_raise()
    receiver = shape.receiver or BOTTOM
    if receiver.unknown or found.is_bottom:
        found = join(found, UNKNOWN_DATA)
    return found


@model("list.clear", "collections.deque.clear")
def model_clear(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    is_one = shape.receiver is not None and shape.receiver.single is not None
    for one, held in receiver_objects(ev, shape):
        if isinstance(held, ListObject):
            empty = ListObject(held.type, held.single, (), BOTTOM)
            ev.replace(
                one.location,
                empty if is_one else ListObject(held.type, held.single, None, held.element),
            )
    return NONE_VALUE


@model("list.sort")
def model_sort(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    check_signature(ev, shape, arguments, node)
    key = arguments.keywords.get("key")
    for one, held in receiver_objects(ev, shape):
        if isinstance(held, ListObject):
            # While it is sorted, a list is seen to be empty.
            ev.replace(
                one.location, ListObject(held.type, held.single, None, held.element, 0, held.high)
            )
            keys = ordered(ev, Items(held.element, held.low, held.high), key, node, ordinal)
            element = chosen(held.element, ev.origins_within(keys))
            made = ListObject(held.type, held.single, None, element, held.low, held.high)
            ev.replace(one.location, made)
    ev.may_raise()
    return NONE_VALUE


@model("list.reverse", "list.remove", "collections.deque.reverse", "collections.deque.remove",
       "collections.deque.rotate")  # fmt: skip
def model_reorder(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    check_signature(ev, shape, arguments, node)
    if shape.name.endswith("remove"):
        wanted = arguments.get(0) or UNKNOWN
        ask_all(ev, shape.receiver or UNKNOWN, "__eq__", wanted, node)
        ask_all(ev, wanted, "__eq__", shape.receiver or UNKNOWN, node)
    for one, held in receiver_objects(ev, shape):
        if isinstance(held, ListObject):
            less = 1 if shape.name.endswith("remove") else 0
            made = ListObject(
                held.type, held.single, None, held.element, max(held.low - less, 0), held.high
            )
            ev.replace(one.location, made)
    ev.may_raise()
    return NONE_VALUE


@model("list.copy", "collections.deque.copy", "set.copy", "dict.copy", "frozenset.copy",
       "collections.OrderedDict.copy", "collections.defaultdict.copy", "collections.Counter.copy")  # fmt: skip
def model_copy(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    return copied(ev, shape.receiver or UNKNOWN, node)


def copied(ev: Evaluator, value: Value, node: Node) -> Value:
    """A shallow copy."""
    found = BOTTOM
    single = True
    for position, one in enumerate(value.shapes):
        held = ev.object_at(one.location) if isinstance(one, Reference) else None
        part = ("copy", position)
        if isinstance(held, ListObject):
            made: Value = ev.allocate(
                node,
                ListObject(held.type, single, held.items, held.element, held.low, held.high),
                part,
            )
        elif isinstance(held, SetObject):
            made = ev.allocate(
                node, SetObject(held.type, single, held.element, held.may_be_empty), part
            )
        elif isinstance(held, DictObject):
            made = ev.allocate(
                node,
                DictObject(
                    held.type,
                    single,
                    held.known,
                    held.other_key,
                    held.other,
                    held.declared,
                    held.factory,
                ),
                part,
            )
        else:
            made = Value((one,))
        found = join(found, made)
    if value.unknown:
        found = join(found, value.only((), value.unknown))
    return Value(found.shapes, found.unknown, 0, value.declared, found.origins | value.origins)
