"""Models of the methods of generators: what is sent to one is what its `yield` gives."""

from __future__ import annotations

from ...ir import Expression, Node
from ...values.shapes import Listed
from ...values.value import BOTTOM, UNKNOWN, UNKNOWN_DATA, Value, join
from ..arguments import Arguments
from ..coroutines import async_items_of
from ..evaluator import Evaluator
from ..iteration import call_anything, items_of
from .asynchronous import coroutine
from .containers import own_receiver
from .registry import generic, model


@model("generator.send", "async_generator.asend")
def model_send(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """Generators are not told apart by what they are sent: one may hand it on to another."""
    shape, arguments = own_receiver(shape, arguments)
    receiver = shape.receiver or BOTTOM
    value = arguments.get(0, "value")
    if value is None or receiver.is_bottom:
        return generic(ev, shape, arguments, node, ordinal)
    assert isinstance(node, Expression)
    ev.sent = join(ev.aged(ev.sent), value)
    ev.may_raise()
    is_async = shape.name.endswith("asend")
    taken = (async_items_of if is_async else items_of)(ev, receiver, node).element
    ev.may_raise()
    found = UNKNOWN_DATA if taken.is_bottom else taken
    return coroutine(ev, node, found) if is_async else found


@model("generator.throw", "generator.close")
def model_throw(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """Going over it has seen what handlers and `finally` do in it already."""
    found = generic(ev, shape, arguments, node, ordinal)
    if ev.has_delegates:
        call_anything(ev, node)
        return UNKNOWN
    return found
