"""Targets: what can be assigned to or deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .. import ir
from .checker import Checker

BEFORE_STAR: Final = 255
"""How many targets may stand before a starred one: the compiler has a byte for their number."""


def bind_target(checker: Checker, node: ir.Expression, evaluated: list[ir.Node]) -> None:
    """Check a target of assignment; what is evaluated in it is added to `evaluated`."""
    pending = [node]
    while pending:
        target = pending.pop()
        kind = type(target)
        if isinstance(target, ir.Name):
            if target.identifier == "__debug__":
                checker.bind(target.identifier, target)
        elif isinstance(target, ir.Attribute):
            checker.bind(target.name, target)
            evaluated.append(target.value)
        elif isinstance(target, ir.Subscript):
            evaluated += (target.value, target.key)
        elif isinstance(target, (ir.Tuple, ir.List)):
            _count_stars(checker, target.elements)
            pending.extend(
                element.value if isinstance(element, ir.Starred) else element
                for element in target.elements
            )
        elif kind is ir.Starred:
            message = "starred assignment target must be in a list or tuple"
            checker.refuse(target, message, "put a comma behind it: `*rest, = values`")
        else:
            checker.refuse(target, "cannot assign to this expression")


def _count_stars(checker: Checker, elements: Sequence[ir.Expression]) -> None:
    stars = [place for place, element in enumerate(elements) if isinstance(element, ir.Starred)]
    if len(stars) > 1:
        checker.refuse(elements[stars[1]], "multiple starred expressions in assignment")
    elif stars and stars[0] > BEFORE_STAR:
        checker.refuse(elements[stars[0]], "too many expressions in star-unpacking assignment")


def delete_target(checker: Checker, node: ir.Expression) -> None:
    """Check a target of `del`."""
    pending = [node]
    while pending:
        target = pending.pop()
        if isinstance(target, ir.Name):
            if target.identifier == "__debug__":
                checker.report(target, "cannot delete __debug__")
        elif isinstance(target, ir.Attribute):
            checker.push(target.value)
        elif isinstance(target, ir.Subscript):
            checker.stack += (target.value, target.key)
        elif isinstance(target, (ir.Tuple, ir.List)):
            pending.extend(target.elements)
        else:
            checker.report(target, "cannot delete this expression")
