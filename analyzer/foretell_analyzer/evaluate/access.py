"""Attributes and subscripts: reading, storing, deleting."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from ..dialect import COMMON_ATTRIBUTES, OPERATOR_METHODS, EntryKind
from ..ir import Attribute, Expression, Node, Slice, Subscript
from ..values.objects import (
    ENDLESS,
    AnyObject,
    DictObject,
    Instance,
    Lazy,
    ListObject,
    SetObject,
    Suspended,
    constant_key,
)
from ..values.shapes import (
    BoundTo,
    ClassOf,
    Constant,
    Exactly,
    FunctionOf,
    Listed,
    ModuleOf,
    Reference,
    Shape,
    SuperOf,
    ToolOf,
    TupleOf,
    type_name,
)
from ..values.value import (
    ANYTHING,
    BOTTOM,
    BOUND,
    DATA,
    NONE_VALUE,
    UNBOUND,
    UNKNOWN,
    UNKNOWN_DATA,
    Value,
    either,
    exactly,
    join,
    literal,
)
from .attempts import for_each
from .evaluator import EXPRESSIONS, Evaluator
from .hashing import hash_of
from .iteration import below, call_anything
from .methods import (
    attribute_of_class,
    attribute_of_instance,
    attribute_of_super,
    call_class_method,
    call_method,
    find_method,
    set_attribute,
)
from .observations import FAILS, PARTLY, Detail
from .paths import read_path, record_path

OPEN_TYPES: Final = frozenset(
    {"super", "object", "type", "types.SimpleNamespace", "argparse.Namespace"}
)
"""Types whose values have attributes that no table lists."""


def attribute(ev: Evaluator, node: Expression) -> Value:
    """`value.name`."""
    assert isinstance(node, Attribute)
    receiver = ev.evaluate(node.value)
    if not ev.reachable:
        return BOTTOM
    known = read_path(ev, node)
    if known is not None:
        return known
    return read_attribute(ev, receiver, node.name, node)


def read_attribute(ev: Evaluator, receiver: Value, name: str, node: Node) -> Value:
    """An attribute of a value; what surely has none is told."""
    found = BOTTOM
    failing: Shape | None = None
    parts = for_each(
        ev, receiver.shapes, lambda shape: attribute_of(ev, shape, name, receiver, node)
    )
    for shape, one in zip(receiver.shapes, parts, strict=True):
        if one is None or one.is_unbound:
            failing = shape
        else:
            found = join(found, one.bound())
    if receiver.unknown:
        found = join(found, _part_of_unknown(ev, receiver, f".{name}", node))
    if failing is None:
        ev.passes("unknown-attribute", node)
    else:
        state = FAILS if found.is_bottom else PARTLY
        of_shape = Value((failing,), 0, BOUND, receiver.declared, receiver.origins)
        detail = Detail(name, describe(ev, failing), of_shape, receiver.declared)
        ev.note("unknown-attribute", node, state, detail)
    ev.may_raise()
    return UNKNOWN_DATA.with_origins(receiver.origins) if found.is_bottom else found


def _part_of_unknown(ev: Evaluator, value: Value, step: str, node: Node) -> Value:
    if value.unknown == ANYTHING:
        call_anything(ev, node)
    kind = ANYTHING if ev.holds_functions else value.unknown
    return Value((), kind, BOUND, value.declared, below(value.origins, step))


def attribute_of(  # noqa: C901, PLR0911, PLR0912 - a case a shape
    ev: Evaluator, shape: Shape, name: str, receiver: Value, node: Node
) -> Value | None:
    """An attribute of one alternative; None if it has none."""
    outside = ev.outside
    one = Value((shape,), 0, BOUND, receiver.declared, receiver.origins)
    match shape:
        case Constant():
            return outside.member(ev, type_name(shape.value), name, one, node)
        case Exactly():
            return outside.member(ev, shape.type, name, one, node)
        case TupleOf():
            return outside.member(ev, "tuple", name, one, node)
        case ModuleOf():
            return outside.module_member(ev, shape.name, name)
        case Listed():
            if shape.entry.kind is EntryKind.CLASS:
                return outside.class_member(ev, shape, name, node)
            return outside.member(ev, "builtin_function_or_method", name, one, node)
        case FunctionOf():
            return _of_function(ev, shape, name, one, node)
        case ClassOf():
            return attribute_of_class(ev, shape, name, node)
        case BoundTo():
            if name == "__self__":
                return shape.receiver
            if name == "__func__":
                return Value((shape.callee,))
            return outside.member(ev, "method", name, one, node)
        case SuperOf():
            return attribute_of_super(ev, shape, name, node)
        case ToolOf():
            found = outside.member(ev, "function", name, one, node)
            return exactly("str") if name == "__name__" else found
        case Reference():
            return _of_object(ev, shape, name, one, node)
        case _:
            return UNKNOWN


def _of_function(
    ev: Evaluator, shape: FunctionOf, name: str, one: Value, node: Node
) -> Value | None:
    held = ev.store.cells.get(shape.function.location)
    if isinstance(held, Instance):
        own = held.fields.get(name)
        if own is not None:
            return own
        if not held.other.is_bottom:
            return held.other
    if name in ("__name__", "__qualname__"):
        whole = shape.function.name
        if name == "__qualname__" and "." in whole:
            return exactly("str")  # `<locals>` may be in it
        return literal(whole.rpartition(".")[2])
    if name == "__wrapped__":
        return UNKNOWN
    return ev.outside.member(ev, "function", name, one, node)


def _of_object(  # noqa: PLR0911 - a return a kind
    ev: Evaluator, shape: Reference, name: str, one: Value, node: Node
) -> Value | None:
    held = ev.object_at(shape.location)
    match held:
        case ListObject() | SetObject() | DictObject():
            if isinstance(held, DictObject) and name == "default_factory":
                return held.factory or NONE_OR_UNKNOWN
            return ev.outside.member(ev, held.type, name, one, node)
        case Instance():
            return attribute_of_instance(ev, held, shape, name, node)
        case Lazy():
            if name == "register" and held.kind.startswith("functools.singledispatch"):
                return ev.outside.registrar(ev, shape, node)
            if name in ("dispatch", "registry") and held.kind.startswith("functools.singledispatch"):
                return UNKNOWN
            if held.kind == "typing.NewType" and name.startswith("__"):
                return UNKNOWN_DATA
            if name in _PARTS and held.values and (held.kind, name) != ("functools.partial", "__wrapped__"):
                position = _PARTS[name]
                return held.values[position] if position < len(held.values) else NONE_VALUE
            return ev.outside.member(ev, LAZY_TYPES.get(held.kind, held.kind), name, one, node)
        case Suspended():
            return ev.outside.member(ev, held.type, name, one, node)
        case AnyObject():
            call_anything(ev, node)
            return UNKNOWN
        case _:
            return UNKNOWN


NONE_OR_UNKNOWN: Final = UNKNOWN
_PARTS: Final = {"func": 0, "fget": 0, "fset": 1, "fdel": 2, "__wrapped__": 0, "__func__": 0}
"""By attribute of what was made of functions: which of them it gives."""
LAZY_TYPES: Final[dict[str, str]] = {"iterator": "iterator"}
"""By kind of lazy object: the type whose members it has, where that is not its own name."""


def describe(ev: Evaluator, shape: Shape) -> str:
    """The type of a shape in words, as the dialect names it."""
    match shape:
        case Constant():
            return type_name(shape.value)
        case Exactly():
            return shape.type
        case TupleOf():
            return "tuple"
        case ModuleOf():
            return f"module {shape.name}"
        case FunctionOf() | ToolOf() | BoundTo():
            return "function"
        case Listed():
            return f"class {shape.name}" if shape.entry.kind is EntryKind.CLASS else "function"
        case ClassOf():
            return f"class {shape.info.name}"
        case Reference():
            held = ev.object_at(shape.location)
            if isinstance(held, Instance) and held.info is not None:
                return held.info.name
            return LAZY_TYPES.get(held.type, held.type)
        case _:
            return "value"


def has_common(name: str) -> bool:
    """Has every value an attribute of this name?"""
    return name in COMMON_ATTRIBUTES or name in OPERATOR_METHODS


def store_attribute(ev: Evaluator, node: Attribute, receiver: Value, value: Value) -> None:
    """`receiver.name = value`."""
    set_attribute(ev, receiver, node.name, value, node)
    record_path(ev, node, value)


def delete_attribute(ev: Evaluator, node: Attribute) -> None:
    """`del receiver.name`."""
    receiver = ev.evaluate(node.value)
    set_attribute(ev, receiver, node.name, UNBOUND, node)


# ------------------------------------------------------------------------------- subscripts


def subscript(ev: Evaluator, node: Expression) -> Value:
    """`value[key]`."""
    assert isinstance(node, Subscript)
    receiver = ev.evaluate(node.value)
    if not ev.reachable:
        return BOTTOM
    splits = ev.split_count
    key = ev.evaluate(node.key)
    if not ev.reachable:
        return BOTTOM
    if ev.split_count != splits:
        receiver = ev.aged(receiver)
    known = read_path(ev, node)
    if known is not None:
        return known
    return read_subscript(ev, receiver, key, node, is_slice=isinstance(node.key, Slice))


def read_subscript(
    ev: Evaluator, receiver: Value, key: Value, node: Node, *, is_slice: bool = False
) -> Value:
    """An item of a value; what surely has no such item is told."""
    found = BOTTOM
    failing: Shape | None = None
    slices = [one for one in key.shapes if isinstance(one, Exactly) and one.type == "slice"]
    if not is_slice and (slices or key.unknown == ANYTHING):
        is_slice = bool(slices) and len(slices) == len(key.shapes) and not key.unknown
        if not is_slice:
            for shape in receiver.shapes:
                if not isinstance(shape, Reference) or isinstance(
                    ev.object_at(shape.location), (ListObject, Lazy)
                ):
                    part = _item_of(ev, shape, receiver, exactly("slice"), node, is_slice=True)
                    found = found if part is None else join(found, part)
    items = for_each(
        ev, receiver.shapes,
        lambda shape: _item_of(ev, shape, receiver, key, node, is_slice=is_slice),
    )  # fmt: skip
    for shape, one in zip(receiver.shapes, items, strict=True):
        if one is None:
            failing = shape
        else:
            found = join(found, one)
    if receiver.unknown:
        step = "[]"
        single = key.constant()
        if single is not None and isinstance(single.value, str):
            step = f".{single.value}"
        elif is_slice:
            step = ""
        found = join(found, _part_of_unknown(ev, receiver, step, node))
    if failing is None:
        ev.passes("not-subscriptable", node)
    else:
        state = FAILS if found.is_bottom else PARTLY
        detail = Detail(describe(ev, failing), "", receiver, receiver.declared)
        ev.note("not-subscriptable", node, state, detail)
    ev.may_raise()
    if found.is_bottom:
        return UNKNOWN_DATA.with_origins(receiver.origins)
    return found


def _item_of(  # noqa: C901, PLR0911, PLR0912 - a case a shape
    ev: Evaluator, shape: Shape, receiver: Value, key: Value, node: Node, *, is_slice: bool
) -> Value | None:
    origins = receiver.origins
    match shape:
        case Constant():
            text = shape.value
            if not isinstance(text, (str, bytes)):
                return None
            _check_index_type(ev, key, node, is_slice=is_slice)
            single = key.constant()
            if single is not None and isinstance(single.value, int) and not is_slice:
                if -len(text) <= single.value < len(text):
                    ev.passes("index-out-of-range", node)
                    return literal(text[single.value]).with_origins(origins)
                ev.note("index-out-of-range", node, FAILS, Detail(str(single.value), value=receiver))
            if isinstance(text, bytes) and not is_slice:
                return exactly("int").with_origins(origins)
            return exactly(type_name(text)).with_origins(origins)
        case Exactly():
            return _item_of_type(ev, shape.type, receiver, key, node, is_slice=is_slice)
        case TupleOf():
            _check_index_type(ev, key, node, is_slice=is_slice)
            return _item_of_tuple(ev, shape, key, node, is_slice=is_slice)
        case Reference():
            return _item_of_object(ev, shape, receiver, key, node, is_slice=is_slice)
        case ClassOf():
            if shape.info.kind == "enum":
                return either(
                    [v for n, v in ev.outside.fields_of(ev, shape.info).items() if n in shape.info.fields]
                )
            own = find_method(ev, shape.info, "__class_getitem__")
            if own is None:
                return Value((shape,))
            return call_class_method(ev, own, shape, [key], node)
        case Listed():
            return UNKNOWN if shape.entry.kind is EntryKind.CLASS else None
        case FunctionOf() | ToolOf() | ModuleOf() | BoundTo():
            return None
        case _:
            return UNKNOWN


_BY_TYPE: Final = {"str": "str", "bytes": "int", "bytearray": "int", "range": "int"}
_NO_ITEMS: Final = frozenset(
    {"int", "float", "bool", "NoneType", "complex", "set", "frozenset", "generator", "coroutine",
     "datetime.datetime", "datetime.date", "datetime.time", "datetime.timedelta", "dict_keys",
     "dict_values", "dict_items", "decimal.Decimal", "re.Pattern", "uuid.UUID", "map", "filter",
     "zip", "enumerate"}
)  # fmt: skip


def _item_of_type(
    ev: Evaluator, kind: str, receiver: Value, key: Value, node: Node, *, is_slice: bool
) -> Value | None:
    if kind in _NO_ITEMS:
        return None
    if kind in _BY_TYPE:
        _check_index_type(ev, key, node, is_slice=is_slice)
        result = kind if is_slice else _BY_TYPE[kind]
        found = exactly(result).with_origins(receiver.origins)
        return found.believed() if receiver.declared else found
    if kind == "re.Match":
        return Value(exactly("str").shapes + exactly("None").shapes, 0, BOUND, False, receiver.origins)  # noqa: FBT003
    return UNKNOWN_DATA.with_origins(receiver.origins)


def _check_index_type(ev: Evaluator, key: Value, node: Node, *, is_slice: bool) -> None:
    """Sequences take numbers and slices only."""
    if is_slice or key.unknown or not key.shapes:
        ev.passes("wrong-index", node)
        return
    wrong = [one for one in key.shapes if not _is_index(one)]
    if not wrong:
        ev.passes("wrong-index", node)
        return
    state = FAILS if len(wrong) == len(key.shapes) else PARTLY
    ev.note("wrong-index", node, state, Detail(describe(ev, wrong[0]), value=key, declared=key.declared))


def _is_index(shape: Shape) -> bool:
    if isinstance(shape, Constant):
        return isinstance(shape.value, int)
    if isinstance(shape, Exactly):
        return shape.type not in {"str", "float", "bytes", "complex"}
    return not isinstance(shape, TupleOf)


def _item_of_tuple(
    ev: Evaluator, shape: TupleOf, key: Value, node: Node, *, is_slice: bool
) -> Value:
    if shape.items is None:
        return Value((TupleOf(None, shape.element),)) if is_slice else shape.element
    if is_slice:
        return Value((TupleOf(None, shape.element),))
    single = key.constant()
    if single is None or not isinstance(single.value, int):
        return shape.element
    return _indexed(ev, shape.items, single.value, shape.element, node)


def _indexed(
    ev: Evaluator, items: tuple[Value, ...], index: int, element: Value, node: Node
) -> Value:
    if -len(items) <= index < len(items):
        ev.passes("index-out-of-range", node)
        return items[index]
    ev.note("index-out-of-range", node, FAILS, Detail(str(index), str(len(items))))
    return UNKNOWN_DATA if element.is_bottom else element


def _item_of_object(  # noqa: C901, PLR0911, PLR0912 - a case a kind
    ev: Evaluator, shape: Reference, receiver: Value, key: Value, node: Node, *, is_slice: bool
) -> Value | None:
    held = ev.object_at(shape.location)
    match held:
        case ListObject():
            _check_index_type(ev, key, node, is_slice=is_slice)
            if is_slice:
                return _sliced(ev, held, node)
            single = key.constant()
            if single is not None and isinstance(single.value, int):
                if held.items is not None:
                    return _indexed(ev, held.items, single.value, held.element, node)
                index = single.value
                if held.high != ENDLESS and (index >= held.high or -index > held.high):
                    ev.note("index-out-of-range", node, FAILS, Detail(str(index), str(held.high)))
                elif index >= held.low or -index > held.low:
                    ev.note("index-out-of-range", node, PARTLY, Detail(str(index), "", receiver))
                else:
                    ev.passes("index-out-of-range", node)
            else:
                ev.passes("index-out-of-range", node)
            if held.element.is_bottom:
                return UNKNOWN_DATA
            return held.element
        case DictObject():
            return item_of_dict(ev, held, shape, key, receiver, node)
        case Instance():
            if held.info is None:
                return None if held.declared is not None else UNKNOWN
            found = call_method(ev, Value((shape,)), "__getitem__", [key], node)
            if found is None and (held.info.is_open or held.info.outside):
                call_anything(ev, node)
                missing = call_method(ev, Value((shape,)), "__missing__", [key], node)
                return UNKNOWN if missing is None else join(UNKNOWN, missing)
            return found
        case SetObject() | Suspended():
            return None
        case Lazy():
            if held.kind == "range":
                return Value((shape,)) if is_slice else exactly("int")
            return None
        case _:
            call_anything(ev, node)
            return UNKNOWN


def _sliced(ev: Evaluator, held: ListObject, node: Node) -> Value:
    """A slice of a list: the part that is known where its ends are, else of no known length."""
    from .slicing import slice_bounds  # noqa: PLC0415 - used here only

    bounds = slice_bounds(ev, node)
    if bounds is not None and held.items is not None:
        items = held.items[bounds]
        return ev.allocate(node, ListObject(held.type, True, items, either(items)), "slice")  # noqa: FBT003
    high = held.high
    low = 0
    if bounds is not None and bounds.start is None and bounds.step is None:
        stop = bounds.stop
        if isinstance(stop, int) and stop >= 0:
            high = stop if high == ENDLESS else min(high, stop)
            low = min(held.low, stop)
        elif stop is None:
            low = held.low
    return ev.allocate(node, ListObject(held.type, True, None, held.element, low, high), "slice")  # noqa: FBT003


def item_of_dict(  # noqa: PLR0913, PLR0917 - the parts of a subscript
    ev: Evaluator, held: DictObject, shape: Reference, key: Value, receiver: Value, node: Node
) -> Value:
    """`mapping[key]`; a key that is surely not there is told."""
    single = key.constant()
    if single is None:
        hash_of(ev, join(key, held.other_key), node)
        ev.passes("unknown-key", node)
        return any_item_of_dict(ev, held, shape, key)
    found = lookup_key(ev, held, shape.location, constant_key(single.value))
    if held.factory is not None or held.type == "collections.Counter":
        made = made_by_factory(ev, held, shape, constant_key(single.value), node)
        ev.passes("unknown-key", node)
        return join(found.bound(), made) if found.unbound else found
    if not found.unbound:
        ev.passes("unknown-key", node)
        return found
    state = FAILS if found.is_unbound else PARTLY
    names = tuple([str(one) for one in ev.outside.known_keys(ev, held)])
    if state == FAILS:
        detail = Detail(repr(single.value), "", receiver, held.declared is not None, names)
        ev.note("unknown-key", node, state, detail)
        return UNKNOWN_DATA
    ev.passes("unknown-key", node)
    return found.bound()


def lookup_key(ev: Evaluator, held: DictObject, location: int, key: Hashable) -> Value:
    """What is under a constant key; `unbound` if it may be missing."""
    found = held.known.get(key)
    if found is not None:
        return found
    if held.declared is not None:
        return ev.outside.key(ev, held, location, key)
    return held.lookup(key)


def any_item_of_dict(ev: Evaluator, held: DictObject, shape: Reference, key: Value) -> Value:
    """`mapping[key]` of a key that is not known."""
    if held.declared is not None:
        held = ev.outside.opened(ev, held, shape.location)
    wanted = key.constants()
    values: list[Value] = [held.other]
    if wanted is not None:
        values += [lookup_key(ev, held, shape.location, constant_key(one)).bound() for one in wanted]
    else:
        values += [one.bound() for one in held.known.values()]
    if held.factory is not None:
        values.append(made_by_factory(ev, held, shape, None, None, key))
    if held.type == "collections.Counter":
        values.append(literal(0))
    found = either(values)
    return UNKNOWN_DATA if found.is_bottom else found


def made_by_factory(  # noqa: PLR0913, PLR0917 - the parts of a subscript
    ev: Evaluator, held: DictObject, shape: Reference, key: Hashable | None, node: Node | None,
    keys: Value = UNKNOWN,
) -> Value:  # fmt: skip
    """What `defaultdict` puts under a key that it has not; `Counter` answers 0."""
    if held.type == "collections.Counter" or held.factory is None:
        return literal(0)
    from .calls import Arguments, call_value  # noqa: PLC0415 - calls read attributes

    where = node if node is not None else ev.met.module
    made = call_value(ev, held.factory, Arguments(), where, 40)
    now = ev.object_at(shape.location)
    if isinstance(now, DictObject):
        known = dict(now.known)
        other, other_key = now.other, now.other_key
        if key is not None and key in known:
            known[key] = join(known[key].bound(), made)
        elif key is not None:
            known[key] = join(now.lookup(key).bound(), made)
        else:
            other, other_key = join(other, made), join(other_key, keys)
        ev.replace(
            shape.location,
            DictObject(
                now.type, now.single, known, other_key, other, now.declared, now.factory
            ),
        )
    return made


def store_subscript(ev: Evaluator, node: Subscript, receiver: Value, value: Value) -> None:
    """`receiver[key] = value`."""
    key = ev.evaluate(node.key)
    if not ev.reachable:
        return
    put_item(ev, receiver, key, value, node, is_slice=isinstance(node.key, Slice))
    record_path(ev, node, value)


def put_item(  # noqa: PLR0913 - the parts of an assignment
    ev: Evaluator, receiver: Value, key: Value, value: Value, node: Node, *, is_slice: bool = False
) -> None:
    """Store an item in whatever the receiver may be; what takes none is told."""
    failing: Shape | None = None
    goes_well = bool(receiver.unknown)
    if receiver.unknown:
        lose(ev, value)
    is_one = receiver.single is not None
    taken = for_each(
        ev, receiver.shapes,
        lambda shape: _put_in_one(ev, shape, key, value, node, is_one=is_one, is_slice=is_slice),
    )  # fmt: skip
    for shape, is_taken in zip(receiver.shapes, taken, strict=True):
        if is_taken:
            goes_well = True
        else:
            failing = shape
    if failing is None:
        ev.passes("not-subscriptable", node)
    else:
        state = PARTLY if goes_well else FAILS
        detail = Detail(describe(ev, failing), "store", receiver, receiver.declared)
        ev.note("not-subscriptable", node, state, detail)
    ev.may_raise()


def _put_in_one(  # noqa: PLR0913 - the parts of an assignment
    ev: Evaluator, shape: Shape, key: Value, value: Value, node: Node,
    *, is_one: bool, is_slice: bool,
) -> bool:  # fmt: skip
    """Store an item in one alternative; does it take any?"""
    held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
    if isinstance(held, ListObject) and isinstance(shape, Reference):
        _put_in_list(ev, held, shape.location, key, value, node, is_slice=is_slice)
    elif isinstance(held, DictObject) and isinstance(shape, Reference):
        hash_of(ev, join(key, held.other_key), node)
        put_in_dict(ev, held, shape.location, key, value, strongly=is_one)
    elif isinstance(held, Instance) and held.info is not None:
        if find_method(ev, held.info, "__setitem__") is None:
            if not held.info.outside and not held.info.is_open:
                return False
            lose(ev, value)
        call_method(ev, Value((shape,)), "__setitem__", [key, value], node)
    elif isinstance(held, AnyObject):
        lose(ev, value)
        call_anything(ev, node)
    elif isinstance(shape, (Constant, TupleOf, FunctionOf, ToolOf)):
        return False
    elif isinstance(shape, Exactly):
        return shape.type not in {*_NO_ITEMS, "str", "bytes"}
    return True


def lose(ev: Evaluator, value: Value) -> None:
    """A value is put where we cannot follow it."""
    for shape in ev.reachable_shapes(value):
        if isinstance(shape, (FunctionOf, ToolOf, ClassOf, BoundTo)):
            ev.holds_functions = True
            ev.escape(value)
            return
        if isinstance(shape, Reference) and isinstance(ev.object_at(shape.location), Instance):
            ev.holds_functions = True
            ev.escape(value)
            return


def _put_in_list(  # noqa: PLR0913 - the parts of an assignment
    ev: Evaluator, held: ListObject, location: int, key: Value, value: Value, node: Node,
    *, is_slice: bool,
) -> None:  # fmt: skip
    from .iteration import items_of  # noqa: PLC0415 - for slices only

    _check_index_type(ev, key, node, is_slice=is_slice)
    if is_slice:
        assert isinstance(node, Subscript)
        several = items_of(ev, value, node.value)
        element = join(held.element, several.element)
        ev.replace(location, ListObject(held.type, held.single, None, element))
        return
    single = key.constant()
    if held.items is not None and single is not None and isinstance(single.value, int):
        index = single.value
        if -len(held.items) <= index < len(held.items):
            items = list(held.items)
            items[index] = value
            ev.replace(location, ListObject(held.type, held.single, tuple(items), either(items)))
            return
        ev.note("index-out-of-range", node, FAILS, Detail(str(index), str(len(held.items))))
    if held.items is not None:
        items = [join(one, value) for one in held.items]
        ev.replace(location, ListObject(held.type, held.single, tuple(items), either(items)))
        return
    element = join(held.element, value)
    ev.replace(location, ListObject(held.type, held.single, None, element, held.low, held.high))


def put_in_dict(  # noqa: PLR0913 - the parts of an assignment
    ev: Evaluator, held: DictObject, location: int, key: Value, value: Value, *, strongly: bool
) -> None:
    """`mapping[key] = value`, surely (`strongly`) or perhaps."""
    known = dict(held.known)
    other_key, other = held.other_key, held.other
    single = key.constant()
    if single is not None:
        name = constant_key(single.value)
        if strongly:
            known[name] = value
        else:
            known[name] = join(lookup_key(ev, held, location, name), value)
    else:
        wanted = key.constants()
        if wanted is not None and len(wanted) <= 8:
            for one in wanted:
                name = constant_key(one)
                known[name] = join(lookup_key(ev, held, location, name), value)
        else:
            if held.declared is not None:
                opened = ev.outside.opened(ev, held, location)
                known = dict(opened.known)
            known = {name: join(one, value) for name, one in known.items()}
            other_key, other = join(other_key, key), join(other, value)
    ev.replace(
        location,
        DictObject(held.type, held.single, known, other_key, other, held.declared, held.factory),
    )


def delete_subscript(ev: Evaluator, node: Subscript) -> None:
    """`del receiver[key]`."""
    receiver = ev.evaluate(node.value)
    key = ev.evaluate(node.key)
    if not ev.reachable:
        return
    is_one = receiver.single is not None

    def delete_one(shape: Shape) -> None:
        held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
        if isinstance(held, DictObject) and isinstance(shape, Reference):
            single = key.constant()
            if single is not None and is_one:
                put_in_dict(ev, held, shape.location, key, UNBOUND, strongly=True)
            else:
                put_in_dict(ev, held, shape.location, key, UNBOUND, strongly=False)
        elif isinstance(held, ListObject) and isinstance(shape, Reference):
            ev.replace(
                shape.location, ListObject(held.type, held.single, None, held.element, 0, held.high)
            )
        elif isinstance(held, Instance) and held.info is not None:
            call_method(ev, Value((shape,)), "__delitem__", [key], node)

    for_each(ev, receiver.shapes, delete_one)
    ev.may_raise()


def data_of(value: Value) -> Value:
    """Any data made of a value."""
    return Value((), DATA, BOUND, value.declared, value.origins)


EXPRESSIONS[Attribute] = attribute
EXPRESSIONS[Subscript] = subscript

__all__ = ["UNKNOWN", "attribute_of", "read_attribute", "read_subscript"]
