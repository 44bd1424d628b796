"""The plan as a diagram in SVG: boxes that lead to their lines, and arrows for what goes from one
call into another, shown where a call is pointed at or has the focus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from foretell_analyzer.diagnostics import Place
from foretell_analyzer.flows import Flow

from ..outline import Item, Items
from .layout import LINE, PADDING, Frame, Layout, Step, lay_out
from .markup import Markup, element, escaped, joined

_GUTTER: Final = 26.0
_MARGIN: Final = 4.0
_MOST_ARROWS: Final = 300
_ROUND: Final = 6.0
_UNCLOSED: Final = frozenset(("lane",))


@dataclass(frozen=True, slots=True)
class Diagram:
    """The SVG, the rules that show its arrows, and the box to go to from each line."""

    svg: Markup
    style: str
    lines: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Tones:
    """What colours a call: the class of each tool, and the word of a reason on each line."""

    tools: Mapping[str, str]
    marks: Mapping[int, str]


def draw(items: Items, flows: Iterable[Flow], tones: Tones, summary: str) -> Diagram:
    """The diagram of a plan."""
    layout = lay_out(items, lambda item: _aside(item, tones.marks))
    named = {index: f"n{index}" for index in range(len(layout.frames))}
    arrows = list(_arrows(layout, flows))
    wide = layout.width + 2 * _MARGIN + (_GUTTER if arrows else 0.0)
    high = layout.height + 2 * _MARGIN
    parts = [
        element("title", "Plan", id="plan-title"),
        element("desc", summary, id="plan-summary"),
        _arrowhead(),
    ]
    parts += [_box(frame, named[index], tones) for index, frame in enumerate(layout.frames)]
    parts += map(_step, layout.steps)
    parts += [_arrow(layout, number, pair) for number, pair in enumerate(arrows)]
    svg = element(
        "svg",
        parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"{-_MARGIN:g} {-_MARGIN:g} {wide:g} {high:g}",
        width=wide,
        height=high,
        role="group",
        aria_labelledby="plan-title plan-summary",
    )
    lines: dict[int, str] = {}
    for index, frame in enumerate(layout.frames):
        if frame.item.line is not None:
            lines.setdefault(frame.item.line, named[index])
    return Diagram(svg, _rules(arrows), lines)


def _aside(item: Item, marks: Mapping[int, str]) -> str:
    """How often, and what a reason says of the line of a call."""
    if item.kind != "call":
        return item.times
    times = "" if item.times == "1" else item.times
    return " ".join(word for word in (times, marks.get(item.line or 0, "")) if word)


def _box(frame: Frame, name: str, tones: Tones) -> Markup:
    item = frame.item
    tone = tones.tools.get(item.tool, "") if item.kind == "call" else ""
    mark = tones.marks.get(item.line or 0, "") if item.kind == "call" else ""
    classes = " ".join(word for word in (item.kind, tone, mark, name) if word)
    shape = element("rect", x=frame.x, y=frame.y, width=frame.width, height=frame.height, rx=_ROUND)
    if item.kind in _UNCLOSED:
        return element("g", shape, class_=classes)
    content = [element("title", _spoken(frame)), shape, *_texts(frame)]
    if item.kind == "call":
        content.insert(2, _stripe(frame))
    if item.line is None:
        return element("g", content, class_=classes, id=name)
    return element(
        "a", content, class_=classes, id=name, href=f"#L{item.line}", aria_label=_spoken(frame)
    )


def _stripe(frame: Frame) -> Markup:
    return element(
        "rect", x=frame.x, y=frame.y, width=4, height=frame.height, rx=2, class_="stripe"
    )


def _texts(frame: Frame) -> Iterator[Markup]:
    x = frame.x + PADDING + 2
    y = frame.y + PADDING + LINE * 0.72
    for index, line in enumerate(frame.head):
        yield element("text", _head_line(frame, line, index), x=x, y=y, class_="head")
        if not index and frame.aside:
            right = frame.x + frame.width - PADDING
            yield element("text", frame.aside, x=right, y=y, class_="aside")
        y += LINE
    for line in frame.body:
        yield element("text", line, x=x, y=y)
        y += LINE


def _head_line(frame: Frame, line: str, index: int) -> Markup:
    number = "" if frame.item.line is None or index else f"{frame.item.line} "
    if not number or not line.startswith(number):
        return escaped(line)
    return joined((element("tspan", number, class_="number"), escaped(line[len(number) :])))


def _spoken(frame: Frame) -> str:
    item = frame.item
    told = item.text or "one of several"
    if item.arguments:
        told += f"({', '.join(item.arguments)})"
    if item.line is not None:
        told = f"line {item.line}: {told}"
    return f"{told}, {frame.aside} times" if frame.item.times and frame.aside else told


def _step(step: Step) -> Markup:
    tip = step.bottom - 1
    head = f"M{step.x - 3.5:g} {tip - 5:g}L{step.x:g} {tip:g}L{step.x + 3.5:g} {tip - 5:g}"
    return element("path", d=f"M{step.x:g} {step.top:g}V{tip:g}{head}", class_="step")


# --------------------------------------------------------------------------------- flows


def _arrows(layout: Layout, flows: Iterable[Flow]) -> Iterator[tuple[int, int]]:
    """From which box to which something goes: data only, each pair once."""
    boxes: dict[tuple[str, Place], int] = {}
    for index, frame in enumerate(layout.frames):
        if frame.item.place is not None:
            boxes.setdefault((frame.item.tool, frame.item.place), index)
    found: dict[tuple[int, int], None] = {}
    for flow in flows:
        source, sink = flow.source, flow.sink
        if flow.kind != "data" or source.span is None or sink.span is None:
            continue
        start = boxes.get((source.tool, source.span))
        end = boxes.get((sink.tool, sink.span))
        if start is not None and end is not None and start != end:
            found[start, end] = None
    yield from list(found)[:_MOST_ARROWS]


def _arrow(layout: Layout, number: int, pair: tuple[int, int]) -> Markup:
    start, end = (layout.frames[index] for index in pair)
    x1, y1 = start.x + start.width, start.y + start.height / 2
    x2, y2 = end.x + end.width, end.y + min(end.height / 2, PADDING + LINE / 2)
    far = layout.width + _GUTTER * 1.2
    return element(
        "path",
        d=f"M{x1:g} {y1:g}C{far:g} {y1:g} {far:g} {y2:g} {x2 + 2:g} {y2:g}",
        class_=f"flow f{number}",
        marker_end="url(#tip)",
    )


def _arrowhead() -> Markup:
    tip = element("path", d="M0 0L8 4L0 8Z", class_="tip")
    marker = element(
        "marker", tip, id="tip", viewBox="0 0 8 8", refX=7, refY=4,
        markerWidth=7, markerHeight=7, orient="auto",
    )  # fmt: skip
    return element("defs", marker)


def _rules(arrows: list[tuple[int, int]]) -> str:
    """An arrow is seen while one of its two calls is pointed at or has the focus."""
    rules = [
        f".n{box}:is(:hover,:focus-visible)~.f{number}"
        for number, pair in enumerate(arrows)
        for box in pair
    ]
    return f"{','.join(rules)}{{opacity:1}}" if rules else ""
