"""Takes the outline of a plan, gives the rows of its table: the tool calls as a tree, with what
stands around them in the script's words, where each argument comes from, and how often.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from foretell_analyzer.report import Report

from .outline import Item, outline
from .safe import cut, width

_DEEPEST: Final = 12
"""Levels that are indented; deeper ones stand below each other."""
_MOST: Final = 1_000
_LEVELS: Final = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: a call, or what stands around calls."""

    line: int | None
    indent: str
    text: str
    arguments: tuple[str, ...] = ()
    times: str = ""
    is_call: bool = False

    def layout(self, room: int) -> list[str]:
        """The row's lines: arguments that do not fit go under the first one."""
        if not self.is_call:
            return [self.indent + cut(self.text, max(room - width(self.indent), 10))]
        start = f"{self.indent}{self.text}("
        whole = f"{start}{', '.join(self.arguments)})"
        if width(whole) <= room:
            return [whole]
        column = width(start) if width(start) <= room // 3 else len(self.indent) + 4
        space = max(room - column - 1, 10)
        lines: list[str] = []
        current = start
        margin = self._margin(column)
        if column < width(start):
            lines, current = [start], margin
        is_fresh = True
        for index, argument in enumerate(self.arguments):
            end = ")" if index == len(self.arguments) - 1 else ","
            piece = f"{cut(argument, space)}{end}"
            if not is_fresh and width(current) + 1 + width(piece) > room:
                lines.append(current)
                current, is_fresh = margin, True
            current += piece if is_fresh else f" {piece}"
            is_fresh = False
        return [*lines, current]

    def _margin(self, column: int) -> str:
        """What stands left of the further lines: the tree goes on."""
        tree = self.indent.replace("├", "│")
        return tree + " " * (column - len(tree))


def plan_rows(report: Report, *, boxes: bool) -> list[Row]:
    """The rows of a report's plan."""
    return list(_rows(outline(report, most=_MOST, deepest=_LEVELS), 0, boxes=boxes))


def _rows(items: Iterable[Item], depth: int, *, boxes: bool) -> Iterator[Row]:
    indent = _indent(depth, boxes=boxes)
    for item in items:
        if item.kind == "choice":
            yield from _choice(item, depth, boxes=boxes)
        elif item.kind == "lane":
            yield from _rows(item.items, depth, boxes=boxes)
        else:
            is_call = item.kind == "call"
            yield Row(item.line, indent, item.text, item.arguments, item.times, is_call=is_call)
            yield from _rows(item.items, depth + 1, boxes=boxes)


def _choice(choice: Item, depth: int, *, boxes: bool) -> Iterator[Row]:
    """The ways of a choice; one in which nothing is called is told only where it is the first."""
    line = choice.line
    for branch in choice.items:
        if branch.items or line is not None:
            yield Row(line, _indent(depth, boxes=boxes), branch.text)
        yield from _rows(branch.items, depth + 1, boxes=boxes)
        line = None


def _indent(depth: int, *, boxes: bool) -> str:
    depth = min(depth, _DEEPEST)
    if not depth:
        return ""
    if not boxes:
        return "  " * depth
    return "│ " * (depth - 1) + "├ "
