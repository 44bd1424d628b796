"""What items a value has, by kind of value."""

from __future__ import annotations

from typing import Final

from ..dialect import EntryKind
from ..ir import Node
from ..values.collections import ENDLESS, DictObject, ListObject, SetObject
from ..values.instances import Instance, Lazy, Suspended
from ..values.making import exactly, literal
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
    ToolOf,
    TupleOf,
    type_name,
)
from ..values.value import (
    BOUND,
    UNKNOWN,
    UNKNOWN_DATA,
    Value,
    either,
    join,
)
from .access import describe
from .attempts import perhaps
from .dicts import item_of_dict
from .evaluator import Evaluator
from .iteration import call_anything
from .methods import (
    call_method,
    find_method,
)
from .observations import FAILS, PARTLY, Detail
from .protocols import call_class_method


def item_of(
    ev: Evaluator, shape: Shape, receiver: Value, key: Value, node: Node, *, is_slice: bool
) -> Value | None:
    origins = receiver.origins
    match shape:
        case Constant():
            text = shape.value
            if not isinstance(text, (str, bytes)):
                return None
            check_index_type(ev, key, node, is_slice=is_slice)
            single = key.constant()
            if single is not None and isinstance(single.value, int) and not is_slice:
                if -len(text) <= single.value < len(text):
                    ev.passes("index-out-of-range", node)
                    return literal(text[single.value]).with_origins(origins)
                ev.note(
                    "index-out-of-range", node, FAILS, Detail(str(single.value), value=receiver)
                )
            if isinstance(text, bytes) and not is_slice:
                return exactly("int").with_origins(origins)
            return exactly(type_name(text)).with_origins(origins)
        case Exactly():
            return _item_of_type(ev, shape.type, receiver, key, node, is_slice=is_slice)
        case TupleOf():
            check_index_type(ev, key, node, is_slice=is_slice)
            return _item_of_tuple(ev, shape, key, node, is_slice=is_slice)
        case Reference():
            return _item_of_object(ev, shape, receiver, key, node, is_slice=is_slice)
        case ClassOf():
            if shape.info.kind == "enum":
                return either(
                    [
                        v
                        for n, v in ev.outside.fields_of(ev, shape.info).items()
                        if n in shape.info.fields
                    ]
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


NO_ITEMS: Final = frozenset(
    {"int", "float", "bool", "NoneType", "complex", "set", "frozenset", "generator", "coroutine",
     "datetime.datetime", "datetime.date", "datetime.time", "datetime.timedelta", "dict_keys",
     "dict_values", "dict_items", "decimal.Decimal", "re.Pattern", "uuid.UUID", "map", "filter",
     "zip", "enumerate"}
)  # fmt: skip


def _item_of_type(
    ev: Evaluator, kind: str, receiver: Value, key: Value, node: Node, *, is_slice: bool
) -> Value | None:
    if kind in NO_ITEMS:
        return None
    if kind in _BY_TYPE:
        check_index_type(ev, key, node, is_slice=is_slice)
        result = kind if is_slice else _BY_TYPE[kind]
        found = exactly(result).with_origins(receiver.origins)
        return found.believed() if receiver.declared else found
    if kind == "re.Match":
        return Value(
            exactly("str").shapes + exactly("None").shapes, 0, BOUND, False, receiver.origins
        )
    return ev.unseen().with_origins(receiver.origins)


def check_index_type(ev: Evaluator, key: Value, node: Node, *, is_slice: bool) -> None:
    """Sequences take numbers and slices only."""
    if is_slice or key.unknown or not key.shapes:
        ev.passes("wrong-index", node)
        return
    wrong = [one for one in key.shapes if not _is_index(one)]
    if not wrong:
        ev.passes("wrong-index", node)
        return
    state = FAILS if len(wrong) == len(key.shapes) else PARTLY
    ev.note(
        "wrong-index", node, state, Detail(describe(ev, wrong[0]), value=key, declared=key.declared)
    )


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


def _item_of_object(
    ev: Evaluator, shape: Reference, receiver: Value, key: Value, node: Node, *, is_slice: bool
) -> Value | None:
    held = ev.object_at(shape.location)
    match held:
        case ListObject():
            check_index_type(ev, key, node, is_slice=is_slice)
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
                receiver_of_missing = Value((shape,))
                missing = perhaps(
                    ev, lambda: call_method(ev, receiver_of_missing, "__missing__", [key], node)
                )
                return UNKNOWN if missing is None else join(UNKNOWN, missing)
            return found
        case SetObject() | Suspended():
            return None
        case Lazy():
            if held.kind == "range":
                return exactly("range" if is_slice else "int")
            return None
        case _:
            call_anything(ev, node)
            return UNKNOWN


def _sliced(ev: Evaluator, held: ListObject, node: Node) -> Value:
    """A slice of a list: the part that is known where its ends are, else of no known length."""
    from .slicing import slice_bounds

    bounds = slice_bounds(ev, node)
    if bounds is not None and held.items is not None:
        items = held.items[bounds]
        return ev.allocate(node, ListObject(held.type, True, items, either(items)), "slice")
    high = held.high
    low = 0
    if bounds is not None and bounds.start is None and bounds.step is None:
        stop = bounds.stop
        if isinstance(stop, int) and stop >= 0:
            high = stop if high == ENDLESS else min(high, stop)
            low = min(held.low, stop)
        elif stop is None:
            low = held.low
    return ev.allocate(node, ListObject(held.type, True, None, held.element, low, high), "slice")
