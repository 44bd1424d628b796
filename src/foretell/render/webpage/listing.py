"""The script itself, line by line: numbered, coloured, with its tool calls and findings marked.

Nothing of the script is left out: lines of any length are shown whole, broken where the page ends.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pygments.lexers import get_lexer_by_name  # pyright: ignore[reportUnknownVariableType]
from pygments.token import Comment, Keyword, Literal, Name, Operator, String, is_token_subtype

from foretell_analyzer.source import Script

from .markup import Markup, element, escaped

_LARGEST: Final = 60_000
"""Characters of a script that is coloured; a line of `_LONGEST` or more turns colours off too."""
_LONGEST: Final = 2_000
_CLASSES: Final = (
    (Comment, "c"),
    (String, "s"),
    (Literal, "m"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (Name.Builtin, "b"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the script that stands out, from `start` to before `end`."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Lines:
    """What is known of lines: the box to go to, and the class of each that has one."""

    boxes: Mapping[int, str]
    classes: Mapping[int, str]


def list_script(script: Script, marks: list[Mark], lines: Lines) -> Markup:
    """The listing; marks that overlap an earlier one begin where it ends."""
    pieces = _pieces(script, sorted(marks, key=lambda one: (one.start, -one.end)))
    starts = script.line_starts
    rows: list[Markup] = []
    for number in range(1, len(starts) + 1):
        text = script.line(number)
        start = starts[number - 1]
        if not text and number == len(starts) > 1:
            break
        content = list(_line(text, start, pieces))
        box = lines.boxes.get(number)
        label = element(
            "a" if box else "span",
            str(number),
            class_="number",
            href=f"#{box}" if box else None,
            aria_label=f"line {number}, in the plan" if box else None,
        )
        code = element("code", content or " ")
        classes = " ".join(word for word in ("row", lines.classes.get(number, "")) if word)
        rows.append(element("div", label, code, class_=classes, id=f"L{number}"))
    return element("div", rows, class_="listing")


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The script cut where its colour or its mark changes: where, and the class from there on."""

    starts: list[int]
    classes: list[str]


def _pieces(script: Script, marks: list[Mark]) -> _Pieces:
    size = len(script.text)
    colours = _colours(script)
    stretches: list[Mark] = []
    for mark in marks:
        start = max(mark.start, stretches[-1].end if stretches else 0)
        if start < mark.end:
            stretches.append(Mark(start, mark.end, mark.kind))
    edges = {0, size, *(start for start, _ in colours)}
    for one in stretches:
        edges |= {one.start, one.end}
    starts = sorted(edge for edge in edges if 0 <= edge <= size)
    begins = [start for start, _ in colours]
    firsts = [one.start for one in stretches]
    classes: list[str] = []
    for start in starts:
        colour = colours[bisect_right(begins, start) - 1][1] if begins else ""
        at = bisect_right(firsts, start) - 1
        marked = stretches[at].kind if at >= 0 and start < stretches[at].end else ""
        classes.append(" ".join(word for word in (colour, marked) if word))
    return _Pieces(starts, classes)


def _colours(script: Script) -> list[tuple[int, str]]:
    """Where a colour begins; none for texts that would take long."""
    text = script.text
    starts = (*script.line_starts, len(text))
    longest = max(end - start for start, end in pairwise(starts))
    if len(text) > _LARGEST or longest > _LONGEST:
        return [(0, "")]
    found: list[tuple[int, str]] = [(0, "")]
    for start, kind, _ in get_lexer_by_name("python").get_tokens_unprocessed(text):
        name = next((own for family, own in _CLASSES if is_token_subtype(kind, family)), "")
        if name != found[-1][1]:
            found.append((start, name))
    return found


def _line(text: str, start: int, pieces: _Pieces) -> Iterator[Markup]:
    end = start + len(text)
    at = bisect_right(pieces.starts, start) - 1
    last = bisect_left(pieces.starts, end)
    for index in range(at, last):
        first = max(pieces.starts[index], start)
        after = pieces.starts[index + 1] if index + 1 < len(pieces.starts) else end
        part = text[first - start : min(after, end) - start]
        name = pieces.classes[index]
        if part:
            yield element("span", part, class_=name) if name else escaped(part)
