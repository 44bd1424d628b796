"""Models of `copy` and of the copies that `dataclasses` makes."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Final

from ...ir import Node
from ...values.collections import DictObject, ListObject, SetObject
from ...values.content import Content
from ...values.instances import Instance
from ...values.making import exactly, literal, tuples_of
from ...values.objects import Object
from ...values.shapes import ClassOf, FunctionOf, Listed, Reference, Shape
from ...values.value import BOTTOM, UNKNOWN, UNKNOWN_DATA, Value, join
from ..arguments import Arguments
from ..attempts import any_times, attempt
from ..calls import call_value
from ..evaluator import Evaluator
from ..hashing import instances_with
from ..methods import bind, call_method, class_of, find_method
from .containers import copied
from .handed import call
from .registry import holds_script, model


def ask_for_copying(ev: Evaluator, value: Value, node: Node) -> None:
    """Copying asks objects for special attributes, which `__getattr__` may answer."""
    for one in instances_with(ev, value, "__getattr__"):
        for name in ("__deepcopy__", "__setstate__"):
            attempt(ev, partial(_ask, ev, one, name, node))


def _ask(ev: Evaluator, shape: Shape, name: str, node: Node) -> Value | None:
    return call_method(ev, Value((shape,)), "__getattr__", [literal(name)], node)


@model("copy.copy")
def model_copy(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0, "x") or UNKNOWN
    ask_for_copying(ev, value, node)
    found = BOTTOM
    own = [one for one in value.shapes if class_of(ev, one) is not None]
    for one in own:
        result = call_method(ev, Value((one,)), "__copy__", [], node)
        if result is not None:
            found = join(found, result)
        elif _ask_for_state(ev, Value((one,)), node):
            found = join(found, UNKNOWN)
        elif isinstance(one, Reference):
            found = join(found, _copy_instance(ev, one, {}, node))
        else:
            found = join(found, Value((one,)))
    rest = value.only(tuple([one for one in value.shapes if one not in own]), value.unknown)
    return join(found, copied(ev, rest, node))


_STATE: Final = ("__reduce_ex__", "__reduce__", "__getstate__")


def _ask_for_state(ev: Evaluator, value: Value, node: Node) -> bool:
    """Without `__copy__` the pickle protocol makes a copy; has the class a part of its own?"""
    is_own = False
    for name in _STATE:
        for one in instances_with(ev, value, name):
            is_own = True
            given = [UNKNOWN] if name == "__reduce_ex__" else []
            any_times(ev, partial(call_method, ev, Value((one,)), name, given, node), node)
    for one in instances_with(ev, value, "__setstate__"):
        is_own = True
        ask = partial(call_method, ev, Value((one,)), "__setstate__", [UNKNOWN], node)
        any_times(ev, ask, node)
    if is_own:
        ev.escape(value)
    return is_own


def _copy_instance(ev: Evaluator, one: Reference, changes: dict[str, Value], node: Node) -> Value:
    held = ev.object_at(one.location)
    if not isinstance(held, Instance):
        return UNKNOWN
    fields = {**held.fields, **changes}
    single = True
    made = Instance(held.type, single, held.info, fields, held.other, held.declared)
    return ev.allocate(node, made, ("copy", one.location))


@model("copy.deepcopy")
def model_deepcopy(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """All objects below are made anew: each at a place of its own, as one of many from then on."""
    value = arguments.get(0, "x") or UNKNOWN
    ask_for_copying(ev, value, node)
    ev.may_raise()
    own = instances_with(ev, value, "__deepcopy__")
    results = UNKNOWN if _ask_for_state(ev, value, node) else BOTTOM
    for one in own:
        ask = partial(call_method, ev, Value((one,)), "__deepcopy__", [UNKNOWN], node)
        results = join(results, any_times(ev, ask, node) or UNKNOWN)
    if own and all(one in own for one in value.shapes) and not value.unknown:
        return results
    if own:
        return UNKNOWN
    moved: dict[int, int] = {}
    for one in ev.reachable_shapes(value):
        if isinstance(one, Reference):
            held = ev.object_at(one.location)
            if isinstance(held, (ListObject, DictObject, SetObject, Instance)):
                moved[one.location] = ev.site(node, ("deep", one.location))
    found: Content = value
    for old, new in moved.items():
        found = found.renamed(old, new)
    for old, new in moved.items():
        made = ev.object_at(old)
        for before, after in moved.items():
            made = made.renamed(before, after)
        existing = ev.store.cells.get(new)
        written: Content = made
        if isinstance(existing, Object):
            written = existing.summary().join(made.summary())
        ev.store.write(new, written)
    assert isinstance(found, Value)
    return join(results, found)


@model("dataclasses.replace")
def model_replace(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0, "obj") or UNKNOWN
    found = BOTTOM
    changes = {name: one.bound() for name, one in arguments.keywords.items()}
    ev.may_raise()
    for one in value.shapes:
        info = class_of(ev, one)
        if info is None or not isinstance(one, Reference) or not arguments.more_keywords.is_bottom:
            for given in arguments.values():
                ev.escape(given)
            found = join(found, UNKNOWN)
            continue
        made = _copy_instance(ev, one, changes, node)
        found = join(found, made)
        for name in ("__init__", "__post_init__"):
            method = find_method(ev, info, name)
            if method is not None:
                bound = bind(ev, method, made, ClassOf(info), node)
                call_value(ev, bound, _whatever(method), node, ordinal + 2)
                break
    return join(found, UNKNOWN) if value.unknown or found.is_bottom else found


def _whatever(method: Value) -> Arguments:
    """The arguments of a call by `replace`: it hands over fields that only the class knows."""
    found = Arguments()
    for one in method.shapes:
        if isinstance(one, FunctionOf) and len(one.function.parameters) > 1:
            found.more = UNKNOWN
    return found


@model("dataclasses.asdict", "dataclasses.astuple")
def model_plain(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0, "obj") or UNKNOWN
    for name in ("__deepcopy__",):
        for one in instances_with(ev, value, name):
            ask = partial(call_method, ev, Value((one,)), name, [UNKNOWN], node)
            any_times(ev, ask, node)
    factory = arguments.keywords.get("dict_factory") or arguments.keywords.get("tuple_factory")
    ev.may_raise()
    if factory is not None:
        pairs = tuples_of(UNKNOWN if holds_script(ev, value) else UNKNOWN_DATA)
        make = partial(call, ev, factory, [join(pairs, UNKNOWN)], node, ordinal + 1)
        return join(any_times(ev, make, node), UNKNOWN_DATA)
    anything = UNKNOWN if holds_functions(ev, value) else UNKNOWN_DATA
    anything = anything.with_origins(ev.origins_within(value))
    if shape.name.endswith("astuple"):
        return tuples_of(anything)
    known: dict[Hashable, Value] = {}
    single = value.single
    held = ev.object_at(single.location) if isinstance(single, Reference) else None
    if isinstance(held, Instance) and held.info is not None and held.other.is_bottom:
        for name in held.info.fields:
            field = held.fields.get(name, anything)
            is_plain = not field.references() and not field.unknown
            known[name] = field.bound() if is_plain else of_field(ev, anything, field)
        return ev.allocate(node, DictObject("dict", True, known))
    made = DictObject("dict", True, {}, exactly("str"), anything)
    return ev.allocate(node, made)


def of_field(ev: Evaluator, anything: Value, field: Value) -> Value:
    """What the plain data of a field may be."""
    return anything.only_origins(ev.origins_within(field))


def holds_functions(ev: Evaluator, value: Value) -> bool:
    """Does a value hold anything of the script but objects that are turned into plain data?"""
    for shape in ev.reachable_shapes(value):
        if isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            if (
                isinstance(held, Instance)
                and held.info is not None
                and held.info.kind != "dataclass"
            ):
                return True
            if held.type == "object":
                return True
        elif type(shape).__name__ in ("FunctionOf", "ToolOf", "BoundTo"):
            return True
    return value.unknown > 1
