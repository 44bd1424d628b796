"""`super().name`: attributes of the classes after the one that asks."""

from __future__ import annotations

from ..ir import Node
from ..values.shapes import ClassOf, SuperOf
from ..values.value import BOTTOM, UNKNOWN, Value, join
from .evaluator import Evaluator
from .iteration import call_anything
from .methods import bind, bind_to_class, class_of, find_after, outside_attribute


def attribute_of_super(ev: Evaluator, shape: SuperOf, name: str, node: Node) -> Value | None:
    """`super().name`: in the classes after the one that asks."""
    found = BOTTOM
    is_known = True
    for receiver in shape.receiver.shapes:
        info = class_of(ev, receiver)
        if info is None:
            is_known = False
            continue
        order = info.order
        later = (
            order[order.index(shape.after) + 1 :] if shape.after in order else shape.after.order[1:]
        )
        value = find_after(ev, later, name)
        one = Value((receiver,))
        if value is not None:
            if isinstance(receiver, ClassOf):
                found = join(found, bind_to_class(ev, value, receiver, node))
            else:
                found = join(found, bind(ev, value, one, ClassOf(info), node))
            continue
        outside = outside_attribute(ev, info, name, one, node)
        if outside is not None and not ev.outside.is_object_method(name):
            found = join(found, outside)
        elif ev.outside.has_common(name) or info.is_open:
            found = join(found, ev.outside.object_method(name, one))
    if shape.receiver.unknown or not is_known:
        call_anything(ev, node)
        return join(found, UNKNOWN)
    return None if found.is_bottom else found
