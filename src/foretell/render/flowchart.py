"""Takes a report, gives its plan as a flowchart: boxes, arrows between them, and groups of boxes for
functions of the script. Its text forms are in `flowchart_text`.

A loop is a box that the end of its body leads back to; a choice has an arrow for each of its ways,
with the condition in the script's words. In place of a plan that cannot happen stand the findings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from foretell_analyzer.report import Report

from .outline import Item, Items, outline
from .safe import cut, one_line

BoxKind = Literal[
    "start", "end", "call", "loop", "choice", "parallel", "unknown", "folded", "finding"
]

_MOST: Final = 400
_LEVELS: Final = 24
_WIDEST: Final = 72
_FINDINGS: Final = 20


@dataclass(frozen=True, slots=True)
class Box:
    """A box; `label` is its lines, all harmless. Boxes are numbered in the order of the script."""

    number: int
    kind: BoxKind
    label: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """From a box to a later one, or back to the loop around; `label` may be empty."""

    source: int
    target: int
    label: str = ""


def _no_members() -> list[Box | Group]:
    return []


@dataclass(slots=True)
class Group:
    """Boxes that belong together: the whole, which has number 0, or a call of a function."""

    number: int = 0
    title: str = ""
    members: list[Box | Group] = field(default_factory=_no_members)


@dataclass(frozen=True, slots=True)
class Flowchart:
    """A plan as boxes and arrows."""

    root: Group
    arrows: tuple[Arrow, ...]


_Loose = tuple[tuple[int, str], ...]
"""Arrows that wait for their target: where each starts, and its label."""


def flowchart(report: Report) -> Flowchart:
    """The flowchart of a report."""
    drawing = _Drawing()
    loose: _Loose = ((drawing.box("start", one_line(report.script.name)), ""),)
    blocking = [one for one in report.findings if one.blocks]
    if report.plan is None or blocking:
        for one in (blocking or list(report.findings))[:_FINDINGS]:
            place = f"line {one.span.line}: {one.severity}[{one.rule}]"
            box = drawing.box("finding", place, one_line(one.message))
            drawing.lead(loose, box)
            loose = ((box, ""),)
    else:
        loose = drawing.series(outline(report, most=_MOST, deepest=_LEVELS), loose)
        drawing.lead(loose, drawing.box("end", "end"))
    return Flowchart(drawing.root, tuple(drawing.arrows))


class _Drawing:
    def __init__(self) -> None:
        self.root = self.group = Group()
        self.arrows: dict[Arrow, None] = {}
        self.count = 0
        self.groups = 0

    def box(self, kind: BoxKind, *label: str) -> int:
        number = self.count
        self.count += 1
        lines = tuple(cut(line, _WIDEST) for line in label if line)
        self.group.members.append(Box(number, kind, lines))
        return number

    def lead(self, loose: _Loose, target: int) -> None:
        """Let the arrows that wait lead to a box."""
        for source, label in loose:
            self.arrows[Arrow(source, target, cut(label, _WIDEST))] = None

    def series(self, items: Items, loose: _Loose) -> _Loose:
        """Items one after the other; gives the arrows out of the last."""
        for item in items:
            loose = _DRAWN[item.kind](self, item, loose)
        return loose

    def single(self, item: Item, loose: _Loose) -> _Loose:
        kind: BoxKind = "unknown" if item.kind == "unknown" else "folded"
        box = self.box(kind, item.text, _where(item))
        self.lead(loose, box)
        return ((box, ""),)

    def call(self, item: Item, loose: _Loose) -> _Loose:
        times = "" if item.times in {"", "1"} else f" {item.times} times"
        box = self.box("call", f"{item.text}{times}", *item.arguments, _where(item))
        self.lead(loose, box)
        return ((box, ""),)

    def loop(self, item: Item, loose: _Loose) -> _Loose:
        box = self.box("loop", item.text, f"{item.times} times", _where(item))
        self.lead(loose, box)
        self.lead(self.series(item.items, ((box, "each"),)), box)
        return ((box, "then"),)

    def choice(self, item: Item, loose: _Loose) -> _Loose:
        box = self.box("choice", _where(item) or "one of")
        self.lead(loose, box)
        ends: list[tuple[int, str]] = []
        for branch in item.items:
            ends += self.series(branch.items, ((box, branch.text),))
        return tuple(ends)

    def parallel(self, item: Item, loose: _Loose) -> _Loose:
        box = self.box("parallel", item.text, _where(item))
        self.lead(loose, box)
        ends: list[tuple[int, str]] = []
        for lane in item.items:
            ends += self.series(lane.items, ((box, ""),))
        joined = self.box("parallel", "all done")
        self.lead(tuple(ends), joined)
        return ((joined, ""),)

    def function(self, item: Item, loose: _Loose) -> _Loose:
        around = self.group
        self.groups += 1
        self.group = Group(self.groups, cut(f"{item.text} {_where(item)}".rstrip(), _WIDEST))
        around.members.append(self.group)
        loose = self.series(item.items, loose)
        self.group = around
        return loose

    def inner(self, item: Item, loose: _Loose) -> _Loose:
        return self.series(item.items, loose)


_DRAWN: Final[Mapping[str, Callable[[_Drawing, Item, _Loose], _Loose]]] = {
    "call": _Drawing.call,
    "loop": _Drawing.loop,
    "choice": _Drawing.choice,
    "branch": _Drawing.inner,
    "parallel": _Drawing.parallel,
    "lane": _Drawing.inner,
    "function": _Drawing.function,
    "unknown": _Drawing.single,
    "folded": _Drawing.single,
}


def _where(item: Item) -> str:
    return "" if item.line is None else f"line {item.line}"
