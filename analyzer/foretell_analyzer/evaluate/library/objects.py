"""Models of what every object has from `object`: `super().__init__()`, `object.__setattr__(…)`."""

from __future__ import annotations

from ...ir import Node
from ...values.instances import Instance
from ...values.making import BOOL, NONE_VALUE, exactly
from ...values.origins import NO_ORIGINS, Origin
from ...values.shapes import ClassOf, Listed, Reference
from ...values.value import BOTTOM, UNBOUND, UNKNOWN, UNKNOWN_DATA, Value, join
from ..arguments import Arguments
from ..evaluator import Evaluator
from ..methods import plain_attribute
from ..setting import set_in_instance, set_unknown_attribute
from .containers import own_receiver
from .keeping import keep_in_exception
from .registry import model


@model("object.__init__", "object.__init_subclass__")
def model_init(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    receiver = shape.receiver or UNKNOWN
    for one in receiver.shapes:
        held = ev.object_at(one.location) if isinstance(one, Reference) else None
        if isinstance(held, Instance) and held.info is not None and isinstance(one, Reference):
            keep_in_exception(ev, one, held, arguments.values())
    return NONE_VALUE


@model("object.__new__")
def model_new(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    found = BOTTOM
    cls = arguments.get(0) or UNKNOWN
    single = True
    for one in cls.shapes:
        if isinstance(one, ClassOf):
            other = UNKNOWN if one.info.is_open or one.info.outside else BOTTOM
            made = Instance(one.info.name, single, one.info, {}, other)
            found = join(found, ev.allocate(node, made, ("new", one.info.number)))
        else:
            found = join(found, UNKNOWN)
    return join(found, UNKNOWN) if cls.unknown or found.is_bottom else found


@model("object.__setattr__", "object.__delattr__")
def model_set(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    receiver = shape.receiver or UNKNOWN
    name = (arguments.get(0) or UNKNOWN_DATA).constant()
    value = UNBOUND if shape.name.endswith("__delattr__") else (arguments.get(1) or UNKNOWN)
    if name is None or not isinstance(name.value, str):
        set_unknown_attribute(ev, receiver, value)
        return NONE_VALUE
    for one in receiver.shapes:
        if isinstance(one, Reference):
            is_one = receiver.single is not None
            set_in_instance(ev, one.location, name.value, value, strongly=is_one)
    ev.may_raise()
    return NONE_VALUE


@model("object.__getattribute__")
def model_attribute(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    receiver = shape.receiver or UNKNOWN
    name = (arguments.get(0) or UNKNOWN_DATA).constant()
    ev.may_raise()
    if name is None or not isinstance(name.value, str):
        ev.escape(receiver)
        return UNKNOWN
    found = BOTTOM
    for one in receiver.shapes:
        held = ev.object_at(one.location) if isinstance(one, Reference) else None
        if isinstance(held, Instance) and held.info is not None and isinstance(one, Reference):
            found = join(found, plain_attribute(ev, held, one, name.value, node) or BOTTOM)
        else:
            found = join(found, UNKNOWN)
    return UNKNOWN if found.is_bottom else found.bound()


@model("object.__eq__", "object.__ne__")
def model_equal(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    return join(BOOL, exactly("NotImplementedType")).with_origins(_origins(ev, shape, arguments))


def _origins(ev: Evaluator, shape: Listed, arguments: Arguments) -> frozenset[Origin]:
    """Of an object and of what it is asked with."""
    found = NO_ORIGINS if shape.receiver is None else ev.origins_within(shape.receiver)
    for one in arguments.positional:
        found = found | ev.origins_within(one)
    return found


@model("object.__hash__")
def model_hash(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    return exactly("int").with_origins(_origins(ev, shape, arguments))


@model("object.__repr__", "object.__str__", "object.__format__")
def model_shown(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    return exactly("str").with_origins(_origins(ev, shape, arguments))
