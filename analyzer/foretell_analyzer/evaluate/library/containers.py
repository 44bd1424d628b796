"""Models of the methods of lists, dicts and sets."""

from __future__ import annotations

from collections.abc import Hashable

from ...ir import Expression, Node
from ...values.objects import (
    ENDLESS,
    AnyObject,
    DictObject,
    Lazy,
    ListObject,
    SetObject,
    constant_key,
)
from ...values.shapes import Listed, Reference, Shape
from ...values.value import (
    BOTTOM,
    NEVER_BOUND,
    NONE_VALUE,
    UNBOUND,
    UNKNOWN,
    UNKNOWN_DATA,
    Value,
    either,
    exactly,
    join,
    literal,
    tuple_of,
)
from ..access import any_item_of_dict, lookup_key, put_in_dict
from ..arguments import Arguments
from ..evaluator import Evaluator
from ..hashing import hash_of
from ..iteration import Items, items_of, key_value_pairs
from ..observations import FAILS, Detail
from .builtins import items_at, ordered, place
from .registry import check_signature, generic, model


def receiver_objects(ev: Evaluator, shape: Listed) -> list[tuple[Reference, object]]:
    """The objects whose method is called."""
    found: list[tuple[Reference, object]] = []
    if shape.receiver is not None:
        for one in shape.receiver.shapes:
            if isinstance(one, Reference):
                found.append((one, ev.object_at(one.location)))
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


# ------------------------------------------------------------------------------------ lists


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


def _add(  # noqa: PLR0913 - the parts of a change
    ev: Evaluator, one: Reference, held: ListObject, value: Value, shape: Listed, *, strongly: bool
) -> None:
    at_end = shape.name.endswith(".append")
    if held.items is not None and strongly and held.single and not ev.weak:
        items = held.items
        if at_end:
            ev.replace(one.location, ListObject(held.type, held.single, (*items, value), join(held.element, value)))
            return
        if shape.name.endswith("appendleft"):
            ev.replace(one.location, ListObject(held.type, held.single, (value, *items), join(held.element, value)))
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
    items = items_at(ev, arguments, 0, node)
    is_one = shape.receiver is not None and shape.receiver.single is not None
    for one, held in receiver_objects(ev, shape):
        if not isinstance(held, ListObject):
            continue
        exact = None
        if held.items is not None and items.items is not None and is_one:
            exact = held.items + items.items
        element = join(held.element, items.element)
        high = ENDLESS if ENDLESS in (held.high, items.high) else held.high + items.high
        low = held.low + items.low if is_one else held.low
        if not held.single:
            low, high, exact = held.low, ENDLESS, None
        ev.replace(one.location, ListObject(held.type, held.single, exact, element, low, high))
    return NONE_VALUE


@model("list.pop", "collections.deque.pop", "collections.deque.popleft")
def model_pop(ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    check_signature(ev, shape, arguments, node)
    found = BOTTOM
    index = arguments.get(0)
    single = None if index is None else index.constant()
    is_one = shape.receiver is not None and shape.receiver.single is not None
    for one, held in receiver_objects(ev, shape):
        if not isinstance(held, ListObject):
            found = join(found, UNKNOWN)
            continue
        at = -1 if index is None else (single.value if single is not None else None)
        if shape.name.endswith("popleft"):
            at = 0
        if held.items is not None and isinstance(at, int) and -len(held.items) <= at < len(held.items):
            items = list(held.items)
            found = join(found, items.pop(at))
            if is_one:
                ev.replace(one.location, ListObject(held.type, held.single, tuple(items), either(items)))
                continue
        elif held.high == 0:
            ev.note("index-out-of-range", node, FAILS, Detail("pop", "0"))
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
            ev.replace(one.location, empty if is_one else ListObject(held.type, held.single, None, held.element))
    return NONE_VALUE


@model("list.sort")
def model_sort(ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    check_signature(ev, shape, arguments, node)
    key = arguments.keywords.get("key")
    for one, held in receiver_objects(ev, shape):
        if isinstance(held, ListObject):
            ordered(ev, Items(held.element, held.low, held.high), key, node, ordinal)
            made = ListObject(held.type, held.single, None, held.element, held.low, held.high)
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
def model_copy(ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int) -> Value:
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
            made: Value = ev.allocate(node, ListObject(held.type, single, held.items, held.element, held.low, held.high), part)
        elif isinstance(held, SetObject):
            made = ev.allocate(node, SetObject(held.type, single, held.element, held.may_be_empty), part)
        elif isinstance(held, DictObject):
            made = ev.allocate(
                node,
                DictObject(held.type, single, held.known, held.other_key, held.other, held.declared, held.factory),
                part,
            )
        else:
            made = Value((one,))
        found = join(found, made)
    if value.unknown:
        found = join(found, value.only((), value.unknown))
    return Value(found.shapes, found.unknown, 0, value.declared, found.origins | value.origins)


# ------------------------------------------------------------------------------------ dicts


_DICTS = ("dict", "collections.OrderedDict", "collections.defaultdict", "collections.Counter")


def dict_model(name: str):  # noqa: ANN201 - a decorator of models
    """The model of a method of every kind of dict."""
    return model(*[f"{kind}.{name}" for kind in _DICTS])


@dict_model("get")
def model_get(ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    check_signature(ev, shape, arguments, node)
    key = arguments.get(0, "key") or UNKNOWN_DATA
    default = arguments.get(1, "default")
    if default is None:
        default = NONE_VALUE
    found = BOTTOM
    single = key.constant()
    receiver = shape.receiver or UNKNOWN
    for one, held in receiver_objects(ev, shape):
        if not isinstance(held, DictObject):
            found = join(found, UNKNOWN)
            continue
        if single is not None:
            value = lookup_key(ev, held, one.location, constant_key(single.value))
            if value.is_unbound:
                state_detail = Detail(repr(single.value), "get", receiver, held.declared is not None)
                del state_detail
            found = join(found, join(value.bound(), default) if value.unbound else value)
        else:
            found = join(found, join(any_item_of_dict(ev, held, one, key), default))
    if receiver.unknown:
        found = join(found, join(receiver.only((), receiver.unknown), default))
    result = UNKNOWN_DATA if found.is_bottom else found
    ev.latest[node.index] = result
    return result


@dict_model("items")
def model_items(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    return _view(ev, shape, node, "items")


@dict_model("values")
def model_values(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    return _view(ev, shape, node, "values")


@dict_model("keys")
def model_keys(ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int) -> Value:
    return _view(ev, shape, node, "keys")


def _view(ev: Evaluator, shape: Listed, node: Node, which: str) -> Value:
    receiver = shape.receiver or UNKNOWN
    made = Lazy(f"dict_{which}", node.index, (receiver,))
    return ev.allocate(node, made, which).with_origins(receiver.origins)


@dict_model("pop")
def model_dict_pop(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    key = arguments.get(0) or UNKNOWN_DATA
    default = arguments.get(1)
    found = BOTTOM
    single = key.constant()
    receiver = shape.receiver or UNKNOWN
    is_one = receiver.single is not None
    for one, held in receiver_objects(ev, shape):
        if not isinstance(held, DictObject):
            found = join(found, UNKNOWN)
            continue
        if single is not None:
            value = lookup_key(ev, held, one.location, constant_key(single.value))
        else:
            value = any_item_of_dict(ev, held, one, key)
        found = join(found, value.bound())
        now = ev.object_at(one.location)
        if isinstance(now, DictObject):
            put_in_dict(ev, now, one.location, key, UNBOUND, strongly=is_one)
    if default is not None:
        found = join(found, default)
    if receiver.unknown or found.is_bottom:
        found = join(found, UNKNOWN_DATA)
    ev.may_raise()
    return found


@dict_model("popitem")
def model_popitem(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    key, found = BOTTOM, BOTTOM
    for one, held in receiver_objects(ev, shape):
        if isinstance(held, DictObject):
            whole = ev.outside.opened(ev, held, one.location)
            key = join(key, whole.other_key)
            found = join(found, either([value.bound() for value in [*whole.known.values(), whole.other]]))
            key = join(key, either([literal(name) for name in whole.known if isinstance(name, str)]))
            known = {name: Value(v.shapes, v.unknown, NEVER_BOUND, v.declared, v.origins) for name, v in whole.known.items()}
            ev.replace(one.location, DictObject(held.type, held.single, known, whole.other_key, whole.other, None, held.factory))
    ev.may_raise()
    return tuple_of([UNKNOWN_DATA if key.is_bottom else key, UNKNOWN_DATA if found.is_bottom else found])


@dict_model("setdefault")
def model_setdefault(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    key = arguments.get(0, "key") or UNKNOWN_DATA
    default = arguments.get(1, "default") or NONE_VALUE
    found = BOTTOM
    single = key.constant()
    receiver = shape.receiver or UNKNOWN
    for one, held in receiver_objects(ev, shape):
        if not isinstance(held, DictObject):
            found = join(found, UNKNOWN)
            continue
        if single is not None:
            name = constant_key(single.value)
            value = lookup_key(ev, held, one.location, name)
            value = join(value.bound(), default) if value.unbound else value
            now = ev.object_at(one.location)
            assert isinstance(now, DictObject)
            put_in_dict(ev, now, one.location, key, value, strongly=True)
        else:
            put_in_dict(ev, held, one.location, key, default, strongly=False)
            now = ev.object_at(one.location)
            assert isinstance(now, DictObject)
            value = any_item_of_dict(ev, now, one, key)
        found = join(found, value)
    if receiver.unknown:
        from ..access import lose  # noqa: PLC0415 - used here only

        lose(ev, default)
        ev.forget_paths()
        found = join(found, join(receiver.only((), receiver.unknown), default))
    return UNKNOWN_DATA if found.is_bottom else found


@dict_model("update")
def model_update(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    from .builtins import _entries  # noqa: PLC0415 - a part of what `dict` does

    shape, arguments = own_receiver(shape, arguments)
    known: dict[Hashable, Value] = {}
    other_key, other = BOTTOM, BOTTOM
    value = arguments.get(0)
    if value is not None:
        if shape.type == "collections.Counter" or shape.name.startswith("collections.Counter"):
            items = items_of(ev, value, place(arguments, 0, node))
            other_key, other = items.element, exactly("int")
        else:
            known, other_key, other = _entries(ev, value, place(arguments, 0, node))
    for name, given in arguments.keywords.items():
        known[constant_key(name)] = given
    if not arguments.more_keywords.is_bottom:
        other = join(other, arguments.more_keywords)
        other_key = join(other_key, exactly("str"))
    receiver = shape.receiver or UNKNOWN
    is_one = receiver.single is not None
    for one, held in receiver_objects(ev, shape):
        if isinstance(held, DictObject):
            _merge_into(ev, one, held, known, other_key, other, strongly=is_one)
    if receiver.unknown:
        from ..access import lose  # noqa: PLC0415 - used here only

        for given in arguments.values():
            lose(ev, given)
        ev.forget_paths()
    ev.may_raise()
    return NONE_VALUE


def _merge_into(  # noqa: PLR0913 - the parts of a change
    ev: Evaluator, one: Reference, held: DictObject, known: dict[Hashable, Value],
    other_key: Value, other: Value, *, strongly: bool,
) -> None:  # fmt: skip
    if held.declared is not None and not other.is_bottom:
        held = ev.outside.opened(ev, held, one.location)
    merged = {key: join(value, other) if not other.is_bottom else value for key, value in held.known.items()}
    for key, value in known.items():
        before = lookup_key(ev, held, one.location, key)
        if not strongly or value.unbound:
            value = join(value.bound() if not before.unbound else value, before)
        merged[key] = value
    ev.replace(
        one.location,
        DictObject(
            held.type, held.single, merged, join(held.other_key, other_key),
            join(held.other, other), held.declared, held.factory,
        ),
    )  # fmt: skip


def merge_dicts(ev: Evaluator, left: Shape, right: Shape, node: Node, *, in_place: bool) -> Value:
    """`left | right` and `left |= right` of dicts."""
    assert isinstance(left, Reference)
    assert isinstance(right, Reference)
    target = left
    if not in_place:
        made = copied(ev, Value((left,)), node)
        single = made.single
        assert isinstance(single, Reference)
        target = single
    where = node if isinstance(node, Expression) else getattr(node, "value", node)
    assert isinstance(where, Expression)
    pairs = key_value_pairs(ev, Value((right,)), where)
    held = ev.object_at(target.location)
    assert isinstance(held, DictObject)
    _merge_into(ev, target, held, pairs.known, pairs.other_key, pairs.other, strongly=True)
    return Value((target,))


@dict_model("clear")
def model_dict_clear(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    for one, held in receiver_objects(ev, shape):
        if isinstance(held, DictObject):
            ev.replace(one.location, DictObject(held.type, held.single, {}, BOTTOM, BOTTOM, None, held.factory))
    return NONE_VALUE


@model("dict.fromkeys", "collections.OrderedDict.fromkeys")
def model_fromkeys(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    items = items_at(ev, arguments, 0, node)
    value = arguments.get(1) or NONE_VALUE
    known: dict[Hashable, Value] = {}
    single = True
    if items.items is not None and all([one.constant() is not None for one in items.items]):
        for one in items.items:
            constant = one.constant()
            assert constant is not None
            known[constant_key(constant.value)] = value
        return ev.allocate(node, DictObject("dict", single, known))
    return ev.allocate(node, DictObject("dict", single, known, items.element, value))


@model("collections.defaultdict")
def model_defaultdict(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    from .builtins import _entries  # noqa: PLC0415 - a part of what `dict` does

    factory = arguments.get(0)
    known: dict[Hashable, Value] = {}
    other_key, other = BOTTOM, BOTTOM
    if len(arguments.positional) > 1:
        known, other_key, other = _entries(ev, arguments.positional[1], place(arguments, 1, node))
    single = True
    if factory is not None and factory.same(NONE_VALUE):
        factory = None
    made = DictObject("collections.defaultdict", single, known, other_key, other, None, factory)
    return ev.allocate(node, made)


@model("collections.Counter")
def model_counter(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    key, count = BOTTOM, BOTTOM
    if arguments.get(0) is not None:
        items = items_at(ev, arguments, 0, node)
        if items.high != 0:
            key, count = items.element, exactly("int")
    known: dict[Hashable, Value] = {constant_key(name): value for name, value in arguments.keywords.items()}
    single = True
    made = DictObject("collections.Counter", single, known, key, count)
    return ev.allocate(node, made)


@model("collections.Counter.most_common")
def model_most_common(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    from ..iteration import keys_of  # noqa: PLC0415 - used here only

    key, count, low = BOTTOM, BOTTOM, 0
    for one, held in receiver_objects(ev, shape):
        if isinstance(held, DictObject):
            key = join(key, keys_of(ev, held, one.location).element)
            count = join(count, either([value.bound() for value in [*held.known.values(), held.other]]))
    pair = tuple_of([UNKNOWN_DATA if key.is_bottom else key, exactly("int") if count.is_bottom else count])
    single = True
    high = ENDLESS
    wanted = arguments.get(0, "n")
    constant = None if wanted is None else wanted.constant()
    if constant is not None and isinstance(constant.value, int):
        high = max(constant.value, 0)
    return ev.allocate(node, ListObject("list", single, None, pair, low, high))


# ------------------------------------------------------------------------------------- sets


def element_of(ev: Evaluator, shape: Listed) -> Value:
    """What the sets hold whose method is called."""
    return either(
        [held.element for _, held in receiver_objects(ev, shape) if isinstance(held, SetObject)]
    )


@model("set.add")
def model_add(ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    check_signature(ev, shape, arguments, node)
    value = arguments.get(0) or UNKNOWN_DATA
    is_one = shape.receiver is not None and shape.receiver.single is not None
    for one, held in receiver_objects(ev, shape):
        if isinstance(held, SetObject):
            element = join(held.element, value)
            may_be_empty = held.may_be_empty and not (is_one and held.single)
            ev.replace(one.location, SetObject(held.type, held.single, element, may_be_empty))
    hash_of(ev, join(value, element_of(ev, shape)), node)
    ev.may_raise()
    return NONE_VALUE


@model("set.update", "set.symmetric_difference_update")
def model_set_update(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    element = BOTTOM
    for position in range(len(arguments.positional)):
        element = join(element, items_at(ev, arguments, position, node).element)
    for one, held in receiver_objects(ev, shape):
        if isinstance(held, SetObject):
            made = SetObject(held.type, held.single, join(held.element, element), held.may_be_empty)
            ev.replace(one.location, made)
    return NONE_VALUE


@model("set.remove", "set.discard", "set.clear", "set.difference_update", "set.intersection_update")
def model_set_less(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    for one, held in receiver_objects(ev, shape):
        if isinstance(held, SetObject):
            ev.replace(one.location, SetObject(held.type, held.single, held.element))
    ev.may_raise()
    return NONE_VALUE


@model("set.pop")
def model_set_pop(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    found = BOTTOM
    for one, held in receiver_objects(ev, shape):
        if isinstance(held, SetObject):
            found = join(found, held.element)
            ev.replace(one.location, SetObject(held.type, held.single, held.element))
    ev.may_raise()
    return UNKNOWN_DATA if found.is_bottom else found


@model("set.union", "set.intersection", "set.difference", "set.symmetric_difference",
       "frozenset.union", "frozenset.intersection", "frozenset.difference",
       "frozenset.symmetric_difference")  # fmt: skip
def model_set_made(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    element = BOTTOM
    for _, held in receiver_objects(ev, shape):
        if isinstance(held, SetObject):
            element = join(element, held.element)
        elif isinstance(held, AnyObject):
            element = UNKNOWN
    for position in range(len(arguments.positional)):
        others = items_at(ev, arguments, position, node).element
        if shape.name.endswith(("union", "symmetric_difference")):
            element = join(element, others)
    single = True
    return ev.allocate(node, SetObject("set", single, element))


__all__ = ["generic"]
