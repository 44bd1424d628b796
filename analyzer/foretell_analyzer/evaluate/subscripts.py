"""Subscripts: reading, storing and deleting items."""

from __future__ import annotations

from collections.abc import Sequence

from ..ir import Expression, Node, Slice, Subscript
from ..values.collections import DictObject, ListObject
from ..values.instances import Instance, Lazy
from ..values.making import exactly
from ..values.objects import AnyObject
from ..values.shapes import (
    BoundTo,
    ClassOf,
    Constant,
    Exactly,
    FunctionOf,
    Reference,
    Shape,
    ToolOf,
    TupleOf,
)
from ..values.value import (
    ANYTHING,
    BOTTOM,
    UNBOUND,
    UNKNOWN_DATA,
    Value,
    either,
    join,
)
from . import steering
from .access import describe, part_of_unknown
from .attempts import for_each
from .dicts import put_in_dict
from .entering import is_plain
from .evaluator import EXPRESSIONS, Evaluator
from .hashing import hash_of
from .items import NO_ITEMS, check_index_type, item_of
from .iteration import call_anything
from .methods import (
    call_method,
    find_method,
)
from .observations import FAILS, PARTLY, Detail
from .paths import read_path, record_path


def subscript(ev: Evaluator, node: Expression) -> Value:
    """`value[key]`."""
    assert isinstance(node, Subscript)
    receiver = ev.evaluate(node.value)
    if not ev.goes_on():
        return BOTTOM
    splits = ev.split_count
    key = ev.evaluate(node.key)
    if not ev.goes_on():
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
    if key.origins and ev.watches:
        ev.watches[-1].tell(ev.origins_within(key))
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
                    part = item_of(ev, shape, receiver, exactly("slice"), node, is_slice=True)
                    found = found if part is None else join(found, part)
    items = for_each(
        ev, receiver.shapes,
        lambda shape: item_of(ev, shape, receiver, key, node, is_slice=is_slice), node,
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
        found = join(found, part_of_unknown(ev, receiver, step, node))
    if failing is None:
        ev.passes("not-subscriptable", node)
    else:
        state = FAILS if found.is_bottom else PARTLY
        detail = Detail(describe(ev, failing), "", receiver, receiver.declared)
        ev.note("not-subscriptable", node, state, detail)
    kinds = {_lookup_error(ev, one) for one in receiver.shapes}
    if "" in kinds or receiver.unknown or not is_plain(ev, key):
        ev.may_raise()
    else:
        keys = key.constants()
        fits = keys is not None and ("IndexError" not in kinds or _are_numbers(keys))
        ev.may_raise(*sorted(kinds), *(() if fits and failing is None else ("TypeError",)))
    if found.is_bottom:
        return UNKNOWN_DATA.with_origins(receiver.origins)
    deciding = key.origins
    if is_slice:  # as many items as the whole has, at most
        deciding = deciding | steering.extent(ev, receiver)
    return steering.chosen(found, deciding).with_choice_of(receiver)


def _are_numbers(keys: Sequence[object]) -> bool:
    return all(isinstance(one, int) for one in keys)


def _lookup_error(ev: Evaluator, shape: Shape) -> str:
    """What a sequence or mapping raises for a missing item; empty if code of others finds items."""
    held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
    if isinstance(held, DictObject) and held.factory is None:
        return "" if held.other_key.references() else "KeyError"
    is_sequence = isinstance(shape, (Constant, TupleOf)) or isinstance(held, ListObject)
    return "IndexError" if is_sequence else ""


def store_subscript(ev: Evaluator, node: Subscript, receiver: Value, value: Value) -> None:
    """`receiver[key] = value`."""
    key = ev.evaluate(node.key)
    if not ev.goes_on():
        return
    put_item(ev, receiver, key, value, node, is_slice=isinstance(node.key, Slice))
    record_path(ev, node, value)


def put_item(
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
        node,
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


def _put_in_one(
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
        return shape.type not in {*NO_ITEMS, "str", "bytes"}
    return True


def lose(ev: Evaluator, value: Value) -> None:
    """A value is put where we cannot follow it."""
    ev.keep_unseen(value)
    for shape in ev.reachable_shapes(value):
        if isinstance(shape, (FunctionOf, ToolOf, ClassOf, BoundTo)):
            ev.holds_functions = True
            ev.escape(value)
            return
        if isinstance(shape, Reference) and isinstance(ev.object_at(shape.location), Instance):
            ev.holds_functions = True
            ev.escape(value)
            return


def _put_in_list(
    ev: Evaluator, held: ListObject, location: int, key: Value, value: Value, node: Node,
    *, is_slice: bool,
) -> None:  # fmt: skip
    from .iteration import items_of
    from .slicing import slice_bounds

    check_index_type(ev, key, node, is_slice=is_slice)
    if is_slice:
        assert isinstance(node, Subscript)
        several = items_of(ev, value, node.value)
        bounds = slice_bounds(ev, node)
        if held.items is not None and several.items is not None and bounds is not None:
            items = list(held.items)
            if bounds.step is None:
                items[bounds] = several.items
                made = ListObject(held.type, held.single, tuple(items), either(items))
                ev.replace(location, made)
                return
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


def delete_subscript(ev: Evaluator, node: Subscript) -> None:
    """`del receiver[key]`."""
    receiver = ev.evaluate(node.value)
    key = ev.evaluate(node.key)
    if not ev.goes_on():
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

    for_each(ev, receiver.shapes, delete_one, node)
    ev.may_raise()


EXPRESSIONS[Subscript] = subscript
