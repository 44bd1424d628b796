"""Models of the methods of sets."""

from __future__ import annotations

from ...ir import Node
from ...values.collections import SetObject
from ...values.making import NONE_VALUE
from ...values.objects import AnyObject
from ...values.shapes import Listed
from ...values.value import BOTTOM, UNKNOWN, UNKNOWN_DATA, Value, either, join
from ..arguments import Arguments
from ..evaluator import Evaluator
from ..hashing import hash_of
from .containers import own_receiver, receiver_objects
from .handed import items_at
from .registry import check_signature, model


def element_of(ev: Evaluator, shape: Listed) -> Value:
    """What the sets hold whose method is called."""
    return either(
        [held.element for _, held in receiver_objects(ev, shape) if isinstance(held, SetObject)]
    )


@model("set.add")
def model_add(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
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
