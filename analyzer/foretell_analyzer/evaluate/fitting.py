"""Does a value fit the schema of a parameter?

An error is only certain where every value that the argument may have is refused. Constants and
whatever is made of constants are judged by the schema itself; of the rest, only types are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from ..catalog import Tool, Violation
from ..catalog.tools import ToolParameter
from ..declared import refuses
from ..ir import Node
from ..values.shapes import Constant, Shape
from ..values.value import Value
from .access import describe
from .evaluator import Evaluator
from .observations import FAILS, PARTLY, Detail
from .plain import MISSING, PlainValues


def _is_data(shape: Constant) -> bool:
    return shape.value is not ... and not isinstance(shape.value, (bytes, complex))


_DATA: Final = PlainValues(_is_data, believes=True, deepest=8)


class Broken(NamedTuple):
    """One way in which an alternative of an argument is refused, for the rule that tells of it.

    `may_be_converted` if lenient hosts take it: many read `"5"` as a number and 1 as true.
    `admitted` are the values of an enum that `given` is none of.
    """

    rule: str
    message: str
    shape: Shape
    may_be_converted: bool
    given: Any = None
    admitted: tuple[object, ...] = ()


class Refusal(NamedTuple):
    """What the schema of a parameter refuses of an argument."""

    tool: str
    parameter: str
    broken: tuple[Broken, ...]


def check_argument(ev: Evaluator, tool: Tool, name: str, value: Value, node: Node) -> None:
    """Tell of an argument that the schema of its parameter refuses."""
    parameter = tool.parameter(name)
    if parameter is None:
        return
    broken: list[Broken] = []
    goes_well = bool(value.unknown) or not value.shapes
    for shape in value.shapes:
        found = list(_refused(ev, tool, parameter, shape))
        broken += found
        goes_well = goes_well or not found
    if not broken:
        ev.passes("argument", node)
        return
    ev.seen.arguments[node.index] = Refusal(tool.name, name, tuple(broken))
    state = PARTLY if goes_well else FAILS
    ev.note("argument", node, state, Detail(name, tool.name, value, value.declared))


def _refused(ev: Evaluator, tool: Tool, parameter: ToolParameter, shape: Shape) -> Iterator[Broken]:
    """Why an alternative is refused; nothing if it may fit."""
    plain = _DATA.of(ev, shape)
    if plain is MISSING:
        kind = describe(ev, shape)
        if refuses(parameter, tool.input_schema, kind):
            yield Broken("wrong-type", f" admits no {kind}", shape, may_be_converted=False)
        return
    if plain is None and not parameter.is_required:
        return  # many hosts leave out what is None
    for one in ev.world.catalog.checker(tool.name).check(parameter.name, plain):
        message = f"{_inside(one)}: {one.message}"
        is_enum = one.kind == "enum" and not one.path
        yield Broken(
            one.rule,
            message,
            shape,
            may_be_converted=_may_be_converted(plain, one),
            given=plain,
            admitted=tuple(one.expected or ()) if is_enum else (),
        )


def _inside(violation: Violation) -> str:
    path = "".join(f"[{step!r}]" for step in violation.path)
    return f", at `{path}`" if path else ""


def _may_be_converted(value: object, violation: Violation) -> bool:
    if violation.kind != "type" or violation.path:
        return False
    expected = set(violation.expected or ())
    if isinstance(value, str):
        return value.strip().lstrip("+-").replace(".", "", 1).isdigit() and bool(
            expected & {"integer", "number"}
        )
    return isinstance(value, (bool, int, float)) and bool(
        expected & {"integer", "number", "boolean"}
    )
