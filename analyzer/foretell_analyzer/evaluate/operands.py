"""The pairs that two operands may be, each done for by itself."""

from __future__ import annotations

from collections.abc import Callable

from ..ir import AugmentedAssign, Node
from ..values.shapes import Shape
from ..values.value import BOTTOM, Value
from .attempts import for_each
from .evaluator import Evaluator

Operands = tuple[Shape, Shape]


def each_pair(
    ev: Evaluator,
    pairs: list[Operands],
    action: Callable[[Operands], Value | None],
    node: Node,
    *,
    has_others: bool,
) -> list[tuple[Operands, Value | None]]:
    """What an operator gives for each of several pairs; what fails in some cases only is not certain.

    `has_others` if the operands may be something else, which is looked at by itself.
    """
    cases: list[Operands | None] = [*pairs]
    if pairs and has_others:
        cases.append(None)
    at = node.value if isinstance(node, AugmentedAssign) else None
    given = for_each(ev, cases, lambda one: BOTTOM if one is None else action(one), at)
    return list(zip(pairs, given, strict=False))
