"""What the parameters of a planned call get, in the script's words and by value."""

from __future__ import annotations

from typing import Final

from ..constants import MISSING
from ..effects import ToolCalled
from ..facts import Facts
from ..flows import ANY
from ..ir import Expression, Keyword, Node
from ..plan import PlannedArgument
from ..values.origins import INPUT, Origin, data_of
from ..values.value import Value

_MOST: Final = 6


def planned_arguments(facts: Facts, effect: ToolCalled) -> tuple[PlannedArgument, ...]:
    """The arguments of a call, in the order in which they are written."""
    given = [
        (name, value, effect.nodes[name])
        for name, value in effect.given.items()
        if name in effect.nodes
    ]
    given.sort(key=lambda one: one[2].index)
    return tuple([_planned(facts, name, value, node) for name, value, node in given])


def _planned(facts: Facts, name: str, value: Value, node: Node) -> PlannedArgument:
    written = node.value if isinstance(node, Keyword) else node
    constant = value.constant()
    known: object = MISSING if constant is None else constant.value
    if known is MISSING and isinstance(written, Expression):
        known = facts.constant(written)
    is_constant = known is not MISSING and not isinstance(known, (bytes, complex))
    return PlannedArgument(
        parameter=name,
        text=facts.snippet(written),
        is_constant=is_constant,
        value=known if is_constant else None,
        origins=() if is_constant else told_origins(value.origins),
    )


def told_origins(origins: frozenset[Origin]) -> tuple[str, ...]:
    """What a value is made of, readable: `search[].from`, `input customer`; `*` may be anything."""
    by_source: dict[tuple[str, int], list[Origin]] = {}
    for one in data_of(origins):
        by_source.setdefault((one.name, one.node), []).append(one)
    found = {
        (one.node, _told(one))
        for parts in by_source.values()
        for one in parts
        if not any(_is_part(one, other) for other in parts)
    }
    told = dict.fromkeys(text for _, text in sorted(found))
    return tuple(told)[:_MOST]


def _told(origin: Origin) -> str:
    if not origin.name:
        return ANY
    place = f"{origin.name}{origin.path}"
    return f"input {place}" if origin.node == INPUT else place


def _is_part(one: Origin, other: Origin) -> bool:
    """Is one a part of the other, of the same source, which is told as a whole?"""
    return one.path != other.path and one.path.startswith(other.path)
