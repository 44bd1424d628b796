"""Storing attributes on instances, classes and functions."""

from __future__ import annotations

from ..ir import (
    Node,
)
from ..values.collections import DictObject, ListObject, SetObject
from ..values.instances import Instance, Lazy
from ..values.making import literal
from ..values.objects import AnyObject
from ..values.routines import FunctionInfo
from ..values.shapes import (
    ClassOf,
    FunctionOf,
    Reference,
    Shape,
)
from ..values.value import UNBOUND, Value, join
from .attempts import for_each
from .evaluator import Evaluator
from .methods import call_bound, call_method, find_method, is_data_descriptor


def set_attribute(ev: Evaluator, receiver: Value, name: str, value: Value, node: Node) -> None:
    """`receiver.name = value`; what takes no attributes is told by a rule of its own."""
    is_one = receiver.single is not None
    if receiver.unknown:
        from .subscripts import lose

        lose(ev, value)
        ev.forget_paths()

    def set_one(shape: Shape) -> None:
        if isinstance(shape, ClassOf):
            set_in_instance(ev, shape.info.location, name, value, strongly=is_one)
        elif isinstance(shape, FunctionOf):
            _set_on_function(ev, shape.function, name, value)
        elif isinstance(shape, Reference):
            _set_on_object(ev, shape, name, value, node, strongly=is_one)

    is_sure = value is not UNBOUND and not receiver.unknown
    if not (is_sure and all(_takes_surely(ev, one, name) for one in receiver.shapes)):
        ev.may_raise()
    for_each(ev, receiver.shapes, set_one)


def _takes_surely(ev: Evaluator, shape: Shape, name: str) -> bool:
    """Does an object take an attribute of this name without further ado?"""
    held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
    info = held.info if isinstance(held, Instance) else None
    if info is None or info.is_open or info.kind in ("enum", "namedtuple", "typeddict"):
        return False
    if any(one.is_frozen or one.is_slotted or one.keywords for one in info.order):
        return False
    if any(find_method(ev, info, one) is not None for one in (name, "__setattr__", "__slots__")):
        return False
    if any(ev.outside.has_method(one, name) for one in info.outside):
        return False
    is_exception = "BaseException" in ev.outside.bases_of(info.outside)
    return not name.startswith("__") and (not info.outside or is_exception)


def _set_on_object(
    ev: Evaluator, shape: Reference, name: str, value: Value, node: Node, *, strongly: bool
) -> None:
    held = ev.object_at(shape.location)
    if isinstance(held, (AnyObject, Lazy, ListObject, SetObject, DictObject)):
        return
    if not isinstance(held, Instance):
        return
    if held.info is not None:
        descriptor = find_method(ev, held.info, name)
        if descriptor is not None and is_data_descriptor(ev, descriptor):
            for_each(
                ev, descriptor.shapes,
                lambda one: _set_by_descriptor(ev, one, Value((shape,)), value, node),
            )  # fmt: skip
            return
        given = [literal(name)] if value is UNBOUND else [literal(name), value]
        setter = "__delattr__" if value is UNBOUND else "__setattr__"
        if find_method(ev, held.info, setter) is not None:
            call_method(ev, Value((shape,)), setter, given, node)
            return
        if held.info.is_frozen or (held.info.is_slotted and name not in held.info.fields):
            return  # it raises
    set_in_instance(ev, shape.location, name, value, strongly=strongly)


def _set_by_descriptor(
    ev: Evaluator, shape: Shape, receiver: Value, value: Value, node: Node
) -> None:
    if not isinstance(shape, Reference):
        return
    held = ev.object_at(shape.location)
    is_deletion = value is UNBOUND
    given = [receiver] if is_deletion else [receiver, value]
    if isinstance(held, Lazy):
        position = 2 if is_deletion else 1
        if position < len(held.values):
            call_bound(ev, held.values[position], given, node, 33)
    elif isinstance(held, Instance) and held.info is not None:
        setter = find_method(ev, held.info, "__delete__" if is_deletion else "__set__")
        if setter is not None:
            call_bound(ev, setter, [Value((shape,)), *given], node, 34)


def set_in_instance(
    ev: Evaluator, location: int, name: str, value: Value, *, strongly: bool
) -> None:
    """Give an instance or a class an attribute of its own."""
    held = ev.object_at(location)
    if not isinstance(held, Instance):
        return
    fields = dict(held.fields)
    fields[name] = value if strongly else join(fields.get(name, UNBOUND), value)
    ev.replace(
        location, Instance(held.type, held.single, held.info, fields, held.other, held.declared)
    )


def _set_on_function(ev: Evaluator, function: FunctionInfo, name: str, value: Value) -> None:
    if function.location < 0:
        function.location = ev.store.allocate(1)
    held = ev.store.cells.get(function.location)
    fields = dict(held.fields) if isinstance(held, Instance) else {}
    fields[name] = value
    ev.store.write(function.location, Instance("attributes", True, None, fields))


def set_unknown_attribute(ev: Evaluator, receiver: Value, value: Value) -> None:
    """`setattr(receiver, name, value)` where the name is not known."""
    for shape in receiver.shapes:
        location = shape.info.location if isinstance(shape, ClassOf) else -1
        if isinstance(shape, Reference):
            location = shape.location
        held = ev.object_at(location) if location >= 0 else None
        if isinstance(held, Instance):
            fields = {key: join(one, value) for key, one in held.fields.items()}
            other = join(held.other, value)
            ev.replace(
                location,
                Instance(held.type, held.single, held.info, fields, other, held.declared),
            )
