"""What text a value is shown as."""

from __future__ import annotations

from functools import partial

from ..ir import (
    Node,
)
from ..values.instances import Instance
from ..values.making import exactly, literal
from ..values.origins import FROM_ANYWHERE
from ..values.shapes import (
    Reference,
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
    origins = value.origins
    for position, shape in enumerate(value.shapes):
        if isinstance(shape, Reference):
            text = text_of_object(ev, shape, names, specification, node, position)
            origins = origins | text.origins
            own = join(own, text)
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
            shown = repr(plain) if conversion in ("r", "a") else str(plain)
            return literal(shown).with_origins(value.origins)
    origins = origins | ev.origins_within(value)
    if specification is not None:
        origins = origins | specification.origins
    return join(exactly("str"), own).with_origins(origins)


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
        return Value((), 0, 0, False, FROM_ANYWHERE)
    origins = BOTTOM.origins
    for part in held.parts():
        for one in part.shapes:
            if isinstance(one, Reference) and one.location != shape.location:
                inner = text_of_object(ev, one, ("__repr__",), None, node, depth + 1)
                origins = origins | inner.origins
    return Value((), 0, 0, False, origins)
