"""Models of operators' methods called by name on builtin containers: `items.__setitem__(0, 1)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ...ir import Node
from ...values.collections import DictObject, ListObject, SetObject
from ...values.making import BOOL, NONE_VALUE, exactly
from ...values.shapes import Listed, Reference
from ...values.value import UNKNOWN, UNKNOWN_DATA, Value, join
from ..arguments import Arguments
from ..evaluator import Evaluator
from ..hashing import instances_with
from ..methods import call_method
from ..operations import is_script_instance
from ..subscripts import lose, put_item, read_subscript
from .containers import own_receiver
from .handed import items_at
from .registry import MODELS, Model, generic, holds_script, model, touch_instances

_KINDS: Final = ("list", "dict", "set", "collections.deque", "collections.OrderedDict",
                 "collections.defaultdict", "collections.Counter")  # fmt: skip
_CHANGING: Final = ("__delitem__", "__iadd__", "__ior__", "__iand__", "__isub__", "__ixor__",
                    "__imul__", "__init__", "__setstate__")  # fmt: skip


def on_containers(*names: str) -> Callable[[Model], Model]:
    """The model of methods of every kind of container."""
    return model(*[f"{kind}.{name}" for kind in _KINDS for name in names])


def _is_own(ev: Evaluator, shape: Listed) -> bool:
    """Is it called on a container of a class of the script, as by `super().__getitem__(0)`?"""
    receiver = shape.receiver
    return receiver is not None and any(is_script_instance(ev, one) for one in receiver.shapes)


@on_containers("__setitem__")
def model_set_item(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    key, value = arguments.get(0) or UNKNOWN, arguments.get(1) or UNKNOWN
    if _is_own(ev, shape):
        lose(ev, value)
        touch_instances(ev, shape, [shape.receiver or UNKNOWN, *arguments.values()], node)
        return NONE_VALUE
    put_item(ev, shape.receiver or UNKNOWN, key, value, node)
    return NONE_VALUE


@on_containers("__getitem__")
def model_get_item(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    if _is_own(ev, shape):
        touch_instances(ev, shape, [shape.receiver or UNKNOWN, *arguments.values()], node)
        ev.may_raise()
        return UNKNOWN
    return read_subscript(ev, shape.receiver or UNKNOWN, arguments.get(0) or UNKNOWN, node)


@on_containers("__len__")
def model_length(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    return exactly("int").with_origins(ev.origins_within(shape.receiver or UNKNOWN))


@on_containers("__contains__")
def model_contains(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    shape, arguments = own_receiver(shape, arguments)
    origins = ev.origins_within(shape.receiver or UNKNOWN)
    for one in arguments.positional:
        origins = origins | ev.origins_within(one)
    return BOOL.with_origins(origins)


@on_containers(*_CHANGING)
def model_changed(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """What is in the container afterwards is not known."""
    shape, arguments = own_receiver(shape, arguments)
    receiver = shape.receiver or UNKNOWN
    if shape.name in ("list.__iadd__", "collections.deque.__iadd__"):
        items_at(ev, arguments, 0, node, for_list=True)
    _forget_contents(ev, receiver, arguments.values())
    ev.may_raise()
    if shape.name.endswith(("__delitem__", "__init__", "__setstate__")):
        return NONE_VALUE
    if holds_script(ev, receiver):
        return receiver
    return UNKNOWN_DATA.with_origins(ev.origins_within(receiver))


def _forget_contents(ev: Evaluator, receiver: Value, given: list[Value]) -> None:
    """Containers are changed with what is given, in whatever way."""
    for one in given:
        lose(ev, one)
    for shape in receiver.shapes:
        held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
        if isinstance(held, (ListObject, DictObject, SetObject)) and isinstance(shape, Reference):
            for part in held.parts():
                ev.escape(part)
            ev.replace(shape.location, held.forgotten())


@model("operator.setitem")
def model_put(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    found = generic(ev, shape, arguments, node, ordinal)
    receiver = arguments.get(0, "a") or UNKNOWN
    key, value = arguments.get(1, "b") or UNKNOWN, arguments.get(2, "c") or UNKNOWN
    put_item(ev, receiver, key, value, node)
    return found


@model("operator.delitem", "operator.iadd", "operator.iand", "operator.iconcat", "operator.imul",
       "operator.ior", "operator.isub", "operator.ixor")  # fmt: skip
def model_in_place(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """`operator.iadd(items, more)` changes what it is given first."""
    found = generic(ev, shape, arguments, node, ordinal)
    receiver, *given = arguments.values() or [UNKNOWN]
    name = f"__{shape.name.rpartition('.')[2]}__".replace("concat", "add")
    for one in instances_with(ev, receiver, name):
        found = join(found, call_method(ev, Value((one,)), name, given, node) or UNKNOWN)
    _forget_contents(ev, receiver, given)
    return found


def has_operator_method(kind: str, name: str) -> bool:
    """Is there a model of this method?"""
    return f"{kind}.{name}" in MODELS
