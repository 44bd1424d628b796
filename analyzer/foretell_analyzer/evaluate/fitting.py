"""Does a value fit the schema of a parameter?

An error is only certain where every value that the argument may have is refused. Constants and
whatever is made of constants are judged by the schema itself; of the rest, only types are.
"""

from __future__ import annotations

from typing import Any, Final

from ..catalog import Tool, Violation
from ..declared import refuses
from ..ir import Node
from ..values.objects import DictObject, ListObject, key_constant
from ..values.shapes import Constant, Exactly, Reference, Shape, TupleOf
from ..values.value import Value
from .access import describe
from .evaluator import Evaluator
from .observations import FAILS, PARTLY, Detail

MISSING: Final = object()
MOST_NESTED: Final = 8


def concrete(ev: Evaluator, shape: Shape, depth: int = 0) -> Any:  # noqa: ANN401, PLR0911 - any JSON
    """The plain value that an alternative surely is, or `MISSING`."""
    if isinstance(shape, Constant):
        return MISSING if shape.value is ... or isinstance(shape.value, (bytes, complex)) else shape.value
    if depth > MOST_NESTED:
        return MISSING
    if isinstance(shape, TupleOf):
        return MISSING if shape.items is None else _all(ev, shape.items, depth)
    if not isinstance(shape, Reference):
        return MISSING
    held = ev.object_at(shape.location)
    if isinstance(held, ListObject):
        if held.items is None:
            return [] if held.high == 0 else MISSING
        return _all(ev, held.items, depth)
    if isinstance(held, DictObject) and held.is_closed:
        found: dict[str, Any] = {}
        for key, value in held.known.items():
            if value.is_unbound:
                continue
            name = key_constant(key)
            single = value.single
            if value.unbound or single is None or not isinstance(name, str):
                return MISSING
            found[name] = concrete(ev, single, depth + 1)
            if found[name] is MISSING:
                return MISSING
        return found
    return MISSING


def _all(ev: Evaluator, items: tuple[Value, ...], depth: int) -> Any:  # noqa: ANN401 - any JSON
    found: list[Any] = []
    for item in items:
        single = item.single
        found.append(MISSING if single is None else concrete(ev, single, depth + 1))
        if found[-1] is MISSING:
            return MISSING
    return found


def check_argument(ev: Evaluator, tool: Tool, name: str, value: Value, node: Node) -> None:
    """Tell of an argument that the schema of its parameter refuses."""
    parameter = tool.parameter(name)
    if parameter is None:
        return
    broken: list[tuple[Shape, Violation | None, object]] = []
    goes_well = bool(value.unknown) or not value.shapes
    for shape in value.shapes:
        plain = concrete(ev, shape)
        if plain is MISSING:
            kind = describe(ev, shape)
            if refuses(parameter, tool.input_schema, kind):
                broken.append((shape, None, kind))
            else:
                goes_well = True
            continue
        if plain is None and not parameter.is_required:
            goes_well = True  # many hosts leave out what is None
            continue
        found = ev.world.catalog.checker(tool.name).check(name, plain)
        if found:
            broken.extend((shape, one, plain) for one in found)
        else:
            goes_well = True
    if not broken:
        ev.passes("argument", node)
        return
    state = PARTLY if goes_well else FAILS
    detail = ArgumentDetail(tool, name, tuple(broken), value)
    ev.seen.arguments[node.index] = detail
    ev.note("argument", node, state, Detail(name, tool.name, value, value.declared))


class ArgumentDetail:
    """Which alternatives of an argument a schema refuses, and why; no violation means its type."""

    def __init__(
        self,
        tool: Tool,
        parameter: str,
        broken: tuple[tuple[Shape, Violation | None, object], ...],
        value: Value,
    ) -> None:
        self.tool = tool
        self.parameter = parameter
        self.broken = broken
        self.value = value


__all__ = ["Exactly", "check_argument", "concrete"]
