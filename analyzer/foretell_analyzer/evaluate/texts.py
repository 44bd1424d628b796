"""What text a value is shown as, and what a value is made of."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..ir import (
    Node,
)
from ..values.instances import Instance
from ..values.making import exactly, literal
from ..values.shapes import (
    Reference,
    TupleOf,
)
from ..values.value import (
    ANYTHING,
    BOTTOM,
    UNKNOWN_DATA,
    Value,
    join,
)
from .access import describe
from .attempts import any_times
from .evaluator import Evaluator
from .hashing import instances_with
from .iteration import call_anything
from .methods import call_method, class_of, find_method

_SHOWN_QUIETLY = frozenset({"str", "int", "float", "bool", "NoneType"})


def show_parts(ev: Evaluator, value: Value, node: Node) -> None:
    """Formatting shows what it is given, and what that holds."""
    for name in (
        "__str__",
        "__repr__",
        "__format__",
        "__int__",
        "__float__",
        "__index__",
        "__getitem__",
    ):
        for shape in instances_with(ev, value, name):
            given = {"__format__": [exactly("str")], "__getitem__": [UNKNOWN_DATA]}.get(name, [])
            call_method(ev, Value((shape,)), name, given, node)


def convert_to_text(
    ev: Evaluator, value: Value, conversion: str, specification: Value | None, node: Node
) -> Value:
    """What `f"{value}"` shows of a value."""
    names: tuple[str, ...] = ("__repr__",) if conversion in ("r", "a") else ("__str__", "__repr__")
    if not conversion:
        names = ("__format__", "__str__", "__repr__")
    own = BOTTOM
    for position, shape in enumerate(value.shapes):
        if isinstance(shape, Reference):
            own = join(own, text_of_object(ev, shape, names, specification, node, position))
    if value.unknown == ANYTHING:
        call_anything(ev, node)
    kinds = {describe(ev, one) for one in value.shapes}
    if value.unknown or specification is not None or not kinds <= _SHOWN_QUIETLY:
        ev.may_raise()
    elif "int" in kinds and value.constants() is None:
        ev.may_raise("ValueError")  # a number of too many digits
    single = value.constant()
    if single is not None and specification is None:
        plain = single.value
        if isinstance(plain, (str, int, float, bool)) or plain is None:
            text = repr(plain) if conversion in ("r", "a") else str(plain)
            return literal(text).with_origins(value.origins)
    return join(exactly("str"), own).with_origins(deep_origins(ev, value))


def text_of_object(
    ev: Evaluator, shape: Reference, names: tuple[str, ...], specification: Value | None,
    node: Node, depth: int,
) -> Value:  # fmt: skip
    """Call what the script has for showing an object; containers show what they hold.

    Gives those answers that are texts of a class of the script: they stay what they are.
    """
    held = ev.object_at(shape.location)
    if isinstance(held, Instance) and held.info is not None:
        for name in names:
            if find_method(ev, held.info, name) is not None:
                given = [specification or exactly("str")] if name == "__format__" else []
                ask = partial(call_method, ev, Value((shape,)), name, given, node)
                answer = (any_times(ev, ask, node) if depth else ask()) or BOTTOM
                return answer.only(tuple([one for one in answer.shapes if class_of(ev, one)]), 0)
        return BOTTOM
    if depth > 3:
        return BOTTOM
    for part in held.parts():
        for one in part.shapes:
            if isinstance(one, Reference) and one.location != shape.location:
                text_of_object(ev, one, ("__repr__",), None, node, depth + 1)
    return BOTTOM


def deep_origins(ev: Evaluator, value: Value) -> frozenset[Any]:
    """The origins of a value and of all that it holds."""
    found = value.origins
    pending = list(value.shapes)
    seen: set[object] = set()
    while pending:
        shape = pending.pop()
        if shape.key in seen or len(seen) > 200:
            continue
        seen.add(shape.key)
        parts: list[Value] = []
        if isinstance(shape, TupleOf):
            parts = [shape.element, *(shape.items or ())]
        elif isinstance(shape, Reference):
            parts = ev.object_at(shape.location).parts()
        for one in parts:
            found = found | one.origins
            pending.extend(one.shapes)
    return found
