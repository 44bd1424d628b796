"""Takes the outline of a plan, gives where each of its boxes stands in a diagram.

What happens one after the other is stacked; a loop, a function of the script, a choice are boxes
around what is inside them; ways of a choice and parts at the same time stand side by side where there
is room, else below each other. Each box is inside the one around it and clear of its neighbours by
construction: the width is given from outside, the height found from inside.

Sizes are in the units of the SVG, made for a monospaced font of `FONT` units.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ..outline import Item, Items
from ..safe import cut, width, wrap

FONT: Final = 13.0
CHARACTER: Final = FONT * 0.61
LINE: Final = 18.0
PADDING: Final = 9.0
INSIDE: Final = 10.0
"""From the edge of a box to the boxes in it."""
ARROW: Final = 17.0
BETWEEN: Final = 8.0
USUAL: Final = 364.0
_NARROWEST: Final = 130.0
_WIDEST_NEED: Final = 260.0
_MOST_LINES: Final = 3
_MOST_ARGUMENTS: Final = 8

SIGNS: Final = {"loop": "↻ ", "function": "ƒ "}
SIDE_BY_SIDE: Final = frozenset(("choice", "parallel"))


@dataclass(frozen=True, slots=True)
class Frame:
    """A box in its place; `head` is its first lines, `body` further ones, `aside` stands right."""

    item: Item
    x: float
    y: float
    width: float
    height: float
    head: tuple[str, ...]
    body: tuple[str, ...]
    aside: str


@dataclass(frozen=True, slots=True)
class Step:
    """The arrow from one box down to the next."""

    x: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Frames in the order of the script, what is around before what is inside."""

    frames: tuple[Frame, ...]
    steps: tuple[Step, ...]
    width: float
    height: float


Aside = Callable[[Item], str]


def lay_out(items: Items, aside: Aside) -> Layout:
    """Place the items of a plan; `aside` says what stands at the right of an item's first line."""
    placing = _Placing(aside)
    total = max(USUAL, _needed_by_all(items))
    bottom = placing.stack(items, 0.0, 0.0, total)
    return Layout(tuple(placing.frames), tuple(placing.steps), total, bottom)


class _Placing:
    def __init__(self, aside: Aside) -> None:
        self.aside = aside
        self.frames: list[Frame] = []
        self.steps: list[Step] = []

    def stack(self, items: Items, x: float, y: float, room: float) -> float:
        """One below the other with arrows between; gives where the last one ends."""
        for index, item in enumerate(items):
            if index:
                self.steps.append(Step(x + 2 * PADDING, y, y + ARROW))
                y += ARROW
            y = self.one(item, x, y, room)
        return y

    def one(self, item: Item, x: float, y: float, room: float) -> float:
        aside = self.aside(item)
        space = int((room - 2 * PADDING) / CHARACTER)
        head = _head(item, space, aside)
        body = _body(item, space)
        index = len(self.frames)
        self.frames.append(Frame(item, x, y, room, 0.0, head, body, aside))
        inset, around = _margins(item)
        bottom = y + around + LINE * len(head + body)
        if item.items:
            at = bottom + (PADDING / 2 if head else 0.0)
            place = self.ways if item.kind in SIDE_BY_SIDE else self.stack
            bottom = place(item.items, x + inset, at, room - 2 * inset)
        bottom += around
        self.frames[index] = Frame(item, x, y, room, bottom - y, head, body, aside)
        return bottom

    def ways(self, items: Items, x: float, y: float, room: float) -> float:
        """Several ways side by side if they fit, else below each other."""
        needs = [_needed(item) for item in items]
        spare = room - sum(needs) - BETWEEN * (len(items) - 1)
        if spare < 0:
            for item in items:
                y = self.one(item, x, y, room) + BETWEEN
            return y - BETWEEN
        bottom = y
        for item, need in zip(items, needs, strict=True):
            column = need + spare / len(items)
            bottom = max(bottom, self.one(item, x, y, column))
            x += column + BETWEEN
        return bottom


def _margins(item: Item) -> tuple[float, float]:
    """Left and right of what is inside, and above and below: a choice is no box of its own."""
    return (0.0, 0.0) if item.kind == "choice" else (INSIDE, PADDING)


def _needed(item: Item) -> float:
    """The least width in which an item can be read."""
    words = [item.text, *item.arguments] if item.kind == "call" else [item.text[:24]]
    longest = max(width(word) for word in words) + 6
    own = min(longest * CHARACTER + 2 * PADDING, _WIDEST_NEED)
    inner = _needed_by_all(item.items) + 2 * _margins(item)[0] if item.items else 0.0
    return max(own, inner, _NARROWEST)


def _needed_by_all(items: Items) -> float:
    return max(map(_needed, items), default=0.0)


def _head(item: Item, space: int, aside: str) -> tuple[str, ...]:
    """The first lines: the words of the item, beside what stands right."""
    line = "" if item.line is None else f"{item.line} "
    text = f"{line}{SIGNS.get(item.kind, '')}{item.text}"
    if not text.strip() or item.kind == "choice":
        return ()
    lines = _wrapped(text, space)
    if aside and width(lines[0]) + width(aside) + 1 > space:
        first = _wrapped(text, max(space - width(aside) - 1, 8))
        lines = first if len(first) <= _MOST_LINES else [*lines, ""]
    return tuple(lines)


def _body(item: Item, space: int) -> tuple[str, ...]:
    """What a call is given, an argument after the other; what a way without calls does."""
    lines = [line for one in item.arguments[:_MOST_ARGUMENTS] for line in _wrapped(one, space)]
    more = len(item.arguments) - _MOST_ARGUMENTS
    if more > 0:
        lines.append(f"and {more} more")
    if item.kind == "branch" and not item.items:
        lines.append("no call")
    return tuple(lines)


def _wrapped(text: str, space: int) -> list[str]:
    """Lines that fit, three at most; further lines are set in."""
    words = " ".join(cut(word, space) for word in text.split(" "))
    first, *rest = wrap(words, space)
    if not rest:
        return [first]
    rest = wrap(" ".join(cut(word, space - 2) for word in " ".join(rest).split(" ")), space - 2)
    lines = [first, *(f"  {line}" for line in rest)]
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], cut(f"{lines[_MOST_LINES - 1]}…", space)]
    return lines
