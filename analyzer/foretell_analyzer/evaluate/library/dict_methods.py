"""Models of the methods of dicts, and of the classes derived from them."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from ...ir import Expression, Node
from ...values.collections import ENDLESS, DictObject, ListObject, constant_key
from ...values.instances import Lazy
from ...values.making import NONE_VALUE, exactly, literal, tuple_of
from ...values.shapes import Listed, Reference, Shape
from ...values.value import BOTTOM, NEVER_BOUND, UNBOUND, UNKNOWN, UNKNOWN_DATA, Value, either, join
from ..arguments import Arguments
from ..dicts import any_item_of_dict, lookup_key, put_in_dict
from ..evaluator import Evaluator
from ..hashing import hash_of
from ..iteration import items_of
from ..observations import Detail
from ..steering import chosen
from .containers import copied, own_receiver, receiver_objects
from .handed import items_at, place
from .registry import Model, check_signature, model

_DICTS = ("dict", "collections.OrderedDict", "collections.defaultdict", "collections.Counter")


def dict_model(name: str) -> Callable[[Model], Model]:
    """The model of a method of every kind of dict."""
    return model(*[f"{kind}.{name}" for kind in _DICTS])


@dict_model("get")
def model_get(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
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
                state_detail = Detail(
                    repr(single.value), "get", receiver, held.declared is not None
                )
                del state_detail
            found = join(found, join(value.bound(), default) if value.unbound else value)
        else:
            found = join(found, join(any_item_of_dict(ev, held, one, key), default))
    if receiver.unknown:
        found = join(found, join(receiver.only((), receiver.unknown), default))
    result = chosen(UNKNOWN_DATA if found.is_bottom else found, key.origins)
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
def model_keys(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
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
        found = join(found, UNKNOWN_DATA.with_origins(receiver.origins))
    ev.may_raise()
    return chosen(found, key.origins)


@dict_model("popitem")
def model_popitem(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    key, found = BOTTOM, BOTTOM
    for one, held in receiver_objects(ev, shape):
        if isinstance(held, DictObject):
            whole = ev.outside.opened(ev, held, one.location)
            key = join(key, whole.other_key)
            found = join(
                found, either([value.bound() for value in [*whole.known.values(), whole.other]])
            )
            key = join(
                key, either([literal(name) for name in whole.known if isinstance(name, str)])
            )
            known = {
                name: Value(v.shapes, v.unknown, NEVER_BOUND, v.declared, v.origins)
                for name, v in whole.known.items()
            }
            ev.replace(
                one.location,
                DictObject(
                    held.type, held.single, known, whole.other_key, whole.other, None, held.factory
                ),
            )
    ev.may_raise()
    return tuple_of(
        [UNKNOWN_DATA if key.is_bottom else key, UNKNOWN_DATA if found.is_bottom else found]
    )


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
            hash_of(ev, join(key, held.other_key), node)
            put_in_dict(ev, held, one.location, key, default, strongly=False)
            now = ev.object_at(one.location)
            assert isinstance(now, DictObject)
            value = any_item_of_dict(ev, now, one, key)
        found = join(found, value)
    if receiver.unknown:
        from ..subscripts import lose

        lose(ev, default)
        ev.forget_paths()
        found = join(found, join(receiver.only((), receiver.unknown), default))
    return chosen(UNKNOWN_DATA if found.is_bottom else found, key.origins)


@dict_model("update")
def model_update(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    from .conversions import entries_of

    shape, arguments = own_receiver(shape, arguments)
    known: dict[Hashable, Value] = {}
    other_key, other = BOTTOM, BOTTOM
    value = arguments.get(0)
    if value is not None:
        if shape.type == "collections.Counter" or shape.name.startswith("collections.Counter"):
            items = items_of(ev, value, place(arguments, 0, node))
            hash_of(ev, items.element, node)
            other_key, other = items.element, exactly("int").with_origins(items.element.origins)
        else:
            known, other_key, other = entries_of(ev, value, place(arguments, 0, node))
    for name, given in arguments.keywords.items():
        known[constant_key(name)] = given
    if not arguments.more_keywords.is_bottom:
        other = join(other, arguments.more_keywords)
        named = exactly("str").with_origins(arguments.more_keywords.origins)
        other_key = join(other_key, named)
    receiver = shape.receiver or UNKNOWN
    is_one = receiver.single is not None
    for one, held in receiver_objects(ev, shape):
        if isinstance(held, DictObject):
            hash_of(ev, join(other_key, held.other_key), node)
            merge_into(ev, one, held, known, other_key, other, strongly=is_one)
    if receiver.unknown:
        from ..subscripts import lose

        for given in arguments.values():
            lose(ev, given)
        ev.forget_paths()
    ev.may_raise()
    return NONE_VALUE


def merge_into(
    ev: Evaluator, one: Reference, held: DictObject, known: dict[Hashable, Value],
    other_key: Value, other: Value, *, strongly: bool,
) -> None:  # fmt: skip
    if held.declared is not None and not other.is_bottom:
        held = ev.outside.opened(ev, held, one.location)
    merged = {
        key: join(value, other) if not other.is_bottom else value
        for key, value in held.known.items()
    }
    for key, value in known.items():
        before = lookup_key(ev, held, one.location, key)
        is_sure = strongly and not value.unbound
        beside = join(value.bound() if not before.unbound else value, before)
        merged[key] = value if is_sure else beside
    ev.replace(
        one.location,
        DictObject(
            held.type, held.single, merged, join(held.other_key, other_key),
            join(held.other, other), held.declared, held.factory,
        ),
    )  # fmt: skip


def merge_dicts(ev: Evaluator, left: Shape, right: Shape, node: Node, *, in_place: bool) -> Value:
    """`left | right` and `left |= right` of dicts; the latter takes pairs, too."""
    from .conversions import entries_of

    assert isinstance(left, Reference)
    target = left
    if not in_place:
        made = copied(ev, Value((left,)), node)
        single = made.single
        assert isinstance(single, Reference)
        target = single
    where = node if isinstance(node, Expression) else getattr(node, "value", node)
    assert isinstance(where, Expression)
    known, other_key, other = entries_of(ev, Value((right,)), where)
    held = ev.object_at(target.location)
    assert isinstance(held, DictObject)
    merge_into(ev, target, held, known, other_key, other, strongly=True)
    return Value((target,))


@dict_model("clear")
def model_dict_clear(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    for one, held in receiver_objects(ev, shape):
        if isinstance(held, DictObject):
            ev.replace(
                one.location,
                DictObject(held.type, held.single, {}, BOTTOM, BOTTOM, None, held.factory),
            )
    return NONE_VALUE


@model("dict.fromkeys", "collections.OrderedDict.fromkeys")
def model_fromkeys(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    items = items_at(ev, arguments, 0, node)
    hash_of(ev, items.element, node)
    value = arguments.get(1) or NONE_VALUE
    known: dict[Hashable, Value] = {}
    kind = shape.type or "dict"
    single = True
    if items.items is not None and all(one.constant() is not None for one in items.items):
        for one in items.items:
            constant = one.constant()
            assert constant is not None
            known[constant_key(constant.value)] = value
        return ev.allocate(node, DictObject(kind, single, known))
    return ev.allocate(node, DictObject(kind, single, known, items.element, value))


@model("collections.defaultdict")
def model_defaultdict(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    from .conversions import entries_of

    factory = arguments.get(0)
    known: dict[Hashable, Value] = {}
    other_key, other = BOTTOM, BOTTOM
    if len(arguments.positional) > 1:
        known, other_key, other = entries_of(ev, arguments.positional[1], place(arguments, 1, node))
    for name, given in arguments.keywords.items():
        known[constant_key(name)] = given
    if not arguments.more_keywords.is_bottom:
        other = join(other, arguments.more_keywords)
        named = exactly("str").with_origins(arguments.more_keywords.origins)
        other_key = join(other_key, named)
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
            hash_of(ev, items.element, node)
            key, count = items.element, exactly("int").with_origins(items.element.origins)
    known: dict[Hashable, Value] = {
        constant_key(name): value for name, value in arguments.keywords.items()
    }
    single = True
    made = DictObject("collections.Counter", single, known, key, count)
    return ev.allocate(node, made)


@model("collections.Counter.most_common")
def model_most_common(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    from ..iteration import keys_of

    key, count, low = BOTTOM, BOTTOM, 0
    for one, held in receiver_objects(ev, shape):
        if isinstance(held, DictObject):
            key = join(key, keys_of(ev, held, one.location).element)
            count = join(
                count, either([value.bound() for value in [*held.known.values(), held.other]])
            )
    pair = tuple_of(
        [UNKNOWN_DATA if key.is_bottom else key, exactly("int") if count.is_bottom else count]
    )
    single = True
    high = ENDLESS
    wanted = arguments.get(0, "n")
    constant = None if wanted is None else wanted.constant()
    if constant is not None and isinstance(constant.value, int):
        high = max(constant.value, 0)
    return ev.allocate(node, ListObject("list", single, None, pair, low, high))
