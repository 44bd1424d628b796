"""Makes the nodes of patterns."""

from __future__ import annotations

from foretell.interpreter.linker.context import Context
from foretell.interpreter.linker.core import link, link_all
from foretell.interpreter.linker.names import bind_name
from foretell.interpreter.nodes.matching import (
    AlternativesPattern,
    CapturePattern,
    ClassPattern,
    MappingPattern,
    Pattern,
    SequencePattern,
    SingletonPattern,
    ValuePattern,
)
from foretell.interpreter.nodes.targets import Target
from foretell_analyzer import ir


def link_pattern(context: Context, node: ir.Pattern) -> Pattern:  # noqa: C901 - a case a kind
    """Make the node of a pattern."""
    match node:
        case ir.ValuePattern():
            return ValuePattern(node.index, link(context, node.value))
        case ir.SingletonPattern():
            return SingletonPattern(node.index, node.value)
        case ir.SequencePattern():
            star = -1
            for number, pattern in enumerate(node.patterns):
                if isinstance(pattern, ir.StarPattern):
                    star = number
            return SequencePattern(node.index, link_patterns(context, node.patterns), star)
        case ir.StarPattern():
            return CapturePattern(node.index, None, captured(context, node.index, node.name))
        case ir.MappingPattern():
            return MappingPattern(
                node.index,
                link_all(context, node.keys),
                link_patterns(context, node.patterns),
                captured(context, node.index, node.rest),
            )
        case ir.ClassPattern():
            return ClassPattern(
                node.index,
                link(context, node.cls),
                link_patterns(context, node.patterns),
                list(node.keyword_names),
                link_patterns(context, node.keyword_patterns),
            )
        case ir.CapturePattern():
            inner = None if node.pattern is None else link_pattern(context, node.pattern)
            return CapturePattern(node.index, inner, captured(context, node.index, node.name))
        case ir.AlternativesPattern():
            return AlternativesPattern(node.index, link_patterns(context, node.patterns))
        case _:
            raise AssertionError(f"{type(node).__name__} is no pattern")


def link_patterns(context: Context, nodes: tuple[ir.Pattern, ...]) -> list[Pattern]:
    """Make the nodes of several patterns."""
    return [link_pattern(context, node) for node in nodes]


def captured(context: Context, index: int, name: str | None) -> Target | None:
    """Make the target of a captured name, if there is one."""
    return None if name is None else bind_name(context, index, name)
