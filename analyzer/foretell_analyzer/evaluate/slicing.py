"""The ends of a slice, where they are known."""

from __future__ import annotations

from ..ir import Expression, Node, Slice, Subscript
from .evaluator import Evaluator


def slice_bounds(ev: Evaluator, node: Node) -> slice | None:
    """`lower:upper:step` of a subscript as a slice of numbers; None if one is not known."""
    if not isinstance(node, Subscript) or not isinstance(node.key, Slice):
        return None
    ends: list[int | None] = []
    for part in (node.key.lower, node.key.upper, node.key.step):
        found = _end(ev, part)
        if found == "unknown":
            return None
        assert not isinstance(found, str)
        ends.append(found)
    if ends[2] == 0:
        return None
    return slice(ends[0], ends[1], ends[2])


def _end(ev: Evaluator, part: Expression | None) -> int | str | None:
    if part is None:
        return None
    value = ev.seen.value(part)
    single = None if value is None else value.constant()
    if single is None or not (single.value is None or isinstance(single.value, int)):
        return "unknown"
    return single.value
