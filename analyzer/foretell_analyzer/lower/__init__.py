"""Takes LibCST's tree, gives the `Module`: our own walk, without LibCST's visitors and providers.

Measured against `parse_module`, an own walk costs a twentieth, a position provider more than
another parse, a scope provider five. So spans are worked out in one pass when the first is asked
for (`places`), and names are resolved on the IR (`resolve`).
"""

from __future__ import annotations

import libcst

from ..ir import Module, Spans
from ..screen import Problem
from ..source import Script
from .builder import Builder, NotLowered
from .expressions import EXPRESSIONS
from .patterns import PATTERNS
from .places import on_deep_stack, places
from .statements import STATEMENTS


def lower(script: Script, tree: libcst.Module, first: int = 0) -> Module | Problem:
    """The module of a tree, or the first thing in it that LibCST reads but Python refuses.

    `first` is the index of its first node.
    """
    result: Module | Problem = on_deep_stack(lambda: _lower(script, tree, first))
    return result


def _lower(script: Script, tree: libcst.Module, first: int) -> Module | Problem:
    builder = Builder(EXPRESSIONS, STATEMENTS, PATTERNS, first)
    index = builder.index(tree)
    origins = builder.origins
    try:
        body = builder.block(tree)
    except NotLowered as refusal:
        span = places(tree, [refusal.node], script.text)[0]
        return Problem("syntax-error", refusal.message, span)
    spans = Spans(lambda: places(tree, origins, script.text), first)
    return Module(index, script, body, len(origins), spans)
