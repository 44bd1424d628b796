"""Which part of which result an expression is, where that is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ir import (
    Attribute,
    Await,
    Call,
    Constant,
    Expression,
    FunctionDefinition,
    List,
    Name,
    Return,
    Starred,
    Subscript,
    Tuple,
    walk,
)
from ..meanings import FunctionMeaning
from ..sites import BindingSite, How
from ..values.shapes import Constant as Known
from ..values.shapes import Exactly, Listed, ToolOf
from .naming import INPUT

if TYPE_CHECKING:
    from .measuring import Sizing

_READ = "json:"
Path = tuple[str, int, str]
"""The name of a tool and the number of its call, or an input and -1; then the way to the part."""


def value_at(site: BindingSite) -> Expression | None:
    """What an assignment gives a variable, be it a part of a tuple that is written there."""
    value = site.value if site.how in (How.ASSIGNED, How.UNPACKED) else None
    for position in site.path:
        if not isinstance(value, (Tuple, List)) or not 0 <= position < len(value.elements):
            return None
        if any(isinstance(one, Starred) for one in value.elements):
            return None
        value = value.elements[position]
    return value


def listed_name(sizing: Sizing, node: Call) -> str:
    """The name of the library function that a call surely calls; empty if it calls none."""
    value = sizing.facts.seen.callees.get(node.index)
    if value is None or value.unknown:
        return ""
    names = {one.name if isinstance(one, Listed) else "" for one in value.shapes}
    return names.pop() if len(names) == 1 else ""


def returned_by(sizing: Sizing, node: Call) -> list[Expression] | None:
    """What may be returned by the function of the script that a call surely calls, where written."""
    meaning = sizing.facts.meaning(node.callee)
    definition = meaning.definition if isinstance(meaning, FunctionMeaning) else None
    if not isinstance(definition, FunctionDefinition) or definition.is_async:
        return None
    met = sizing.facts.met
    if definition.index in met.generators or definition.decorators:
        return None
    return [
        one.value
        for one in walk(definition)
        if isinstance(one, Return)
        and one.value is not None
        and met.function_around(one) is definition
    ]


def path_of(sizing: Sizing, node: Expression) -> Path | None:
    """The part of a result, or of an input, that an expression surely is."""
    steps: list[str] = []
    found: Path | None = None
    for _ in range(20):
        step = _step(sizing, node)
        if isinstance(step, tuple):
            source, number, path = step
            # What a text holds is at the same path, but the text as such has another length.
            if steps and steps[0] == _READ:
                return None
            found = (source, number, path + "".join(reversed(steps)).replace(_READ, ""))
            break
        if step is None:
            return None
        node, text = step.node, step.text
        steps.append(text)
    return found


class _Above:
    """An expression of which another one is a part."""

    def __init__(self, node: Expression, text: str) -> None:
        self.node = node
        self.text = text


def _step(sizing: Sizing, node: Expression) -> Path | _Above | None:
    match node:
        case Await():
            return _Above(node.value, "")
        case Call():
            return _call(sizing, node)
        case Name():
            return _name(sizing, node)
        case Subscript(key=Constant(value=str() as key)):
            return _Above(node.value, f".{key}")
        case Subscript():
            value = sizing.facts.seen.value(node.key)
            is_index = value is not None and value.shapes and not value.unknown
            for shape in value.shapes if value is not None else ():
                is_int = isinstance(shape, Known) and isinstance(shape.value, int)
                is_index = is_index and (
                    is_int or (isinstance(shape, Exactly) and shape.type == "int")
                )
            return _Above(node.value, "[]") if is_index else None
        case _:
            return None


def _call(sizing: Sizing, node: Call) -> Path | _Above | None:
    value = sizing.facts.seen.callees.get(node.index)
    single = None if value is None else value.single
    if isinstance(single, ToolOf):
        return (single.tool.name, node.index, "")
    if isinstance(single, Listed) and single.name == "json.loads" and len(node.arguments) == 1:
        return _Above(node.arguments[0], _READ)
    callee = node.callee
    if isinstance(callee, Attribute) and callee.name == "get" and len(node.arguments) == 1:
        key = node.arguments[0]
        if isinstance(key, Constant) and isinstance(key.value, str):
            return _Above(callee.value, f".{key.value}")
    return None


def _name(sizing: Sizing, node: Name) -> Path | _Above | None:
    met = sizing.facts.met
    variable = met.variable(node)
    if variable is None:
        inputs = sizing.facts.world.inputs
        return (node.identifier, INPUT, "") if node.identifier in inputs else None
    sites = met.bindings.get(variable, ())
    if len(sites) != 1:
        return None
    value = value_at(sites[0])
    if value is not None:
        return _Above(value, "")
    if sites[0].how is How.ITERATED and sites[0].value is not None:
        return _Above(sites[0].value, "[]")
    return None
