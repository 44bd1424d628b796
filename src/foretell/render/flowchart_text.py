"""Flowcharts in the languages of programs that draw: Mermaid and Graphviz's DOT.

Words of scripts and tools may hold anything: in Mermaid all that could be more than a letter is
written as an entity, in DOT what means something inside quotes is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .flowchart import Box, BoxKind, Flowchart, Group

_BRACKETS: Final[dict[BoxKind, tuple[str, str]]] = {
    "start": ("([", "])"),
    "end": ("([", "])"),
    "call": ("[", "]"),
    "loop": ("{{", "}}"),
    "choice": ("{", "}"),
    "parallel": ("[/", "/]"),
    "unknown": (">", "]"),
    "folded": ("[[", "]]"),
    "finding": (">", "]"),
}
_SHAPES: Final[dict[BoxKind, str]] = {
    "start": "shape=oval",
    "end": "shape=oval",
    "call": "shape=box",
    "loop": "shape=hexagon",
    "choice": "shape=diamond",
    "parallel": "shape=parallelogram",
    "unknown": "shape=note, style=dashed",
    "folded": "shape=folder",
    "finding": "shape=note",
}
_PLAIN: Final = frozenset(" ._-=,/+*?!'()←…∞≤")
"""Signs that Mermaid takes for nothing but themselves between quotes."""
_NAMED: Final = {"<": "#lt;", ">": "#gt;", "&": "#amp;", '"': "#quot;"}


def to_mermaid(chart: Flowchart) -> str:
    """A Mermaid flowchart."""
    rows = ["flowchart TD", *_mermaid_group(chart.root, 1)]
    for arrow in chart.arrows:
        label = f'|"{_entities(arrow.label)}"|' if arrow.label else ""
        rows.append(f"  n{arrow.source} -->{label} n{arrow.target}")
    return "\n".join([*rows, ""])


def _mermaid_group(group: Group, depth: int) -> Iterator[str]:
    indent = "  " * depth
    for member in group.members:
        if isinstance(member, Box):
            left, right = _BRACKETS[member.kind]
            label = "<br/>".join(map(_entities, member.label))
            yield f'{indent}n{member.number}{left}"{label}"{right}'
        else:
            yield f'{indent}subgraph g{member.number} ["{_entities(member.title)}"]'
            yield from _mermaid_group(member, depth + 1)
            yield f"{indent}end"


def _entities(text: str) -> str:
    return "".join(
        one if one.isalnum() or one in _PLAIN else _NAMED.get(one) or f"#{ord(one)};"
        for one in text
    )


def to_dot(chart: Flowchart) -> str:
    """A graph in the language of Graphviz."""
    rows = ["digraph plan {", "  node [shape=box];"]
    rows += _dot_group(chart.root, 1)
    for arrow in chart.arrows:
        label = f" [label={_quoted((arrow.label,))}]" if arrow.label else ""
        rows.append(f"  n{arrow.source} -> n{arrow.target}{label};")
    return "\n".join([*rows, "}", ""])


def _dot_group(group: Group, depth: int) -> Iterator[str]:
    indent = "  " * depth
    for member in group.members:
        if isinstance(member, Box):
            label = _quoted(member.label)
            yield f"{indent}n{member.number} [{_SHAPES[member.kind]}, label={label}];"
        else:
            yield f"{indent}subgraph cluster_{member.number} {{"
            yield f"{indent}  label={_quoted((member.title,))};"
            yield from _dot_group(member, depth + 1)
            yield f"{indent}}}"


def _quoted(lines: tuple[str, ...]) -> str:
    """Lines between quotes; backslashes, quotes and entities mean something in a label."""
    escaped = (
        line.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in lines
    )
    return '"' + "\\n".join(escaped) + '"'
