"""Takes the text of a script, gives a `Script`: what every later phase points into.

Places are offsets into the text (characters, not bytes). Line and column are worked out only when
something is shown: lines count from 1, columns from 0, and a renderer adds one to the column.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

_LINE_END: Final = re.compile(r"\r\n?|\n")


class Span(NamedTuple):
    """A stretch of source: offset of its first character, offset behind its last one."""

    start: int
    end: int


class Position(NamedTuple):
    """A place for people: `line` counts from 1, `column` from 0."""

    line: int
    column: int


@dataclass(frozen=True)
class Script:
    """The text a model wrote, exactly as received; judged and run as a whole."""

    text: str
    name: str = "script.py"

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal; the name is no part of it."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        r"""Offset of the first character of each line; `\n`, `\r\n` and `\r` end a line."""
        return (0, *(match.end() for match in _LINE_END.finditer(self.text)))

    def position(self, offset: int) -> Position:
        """Line and column of an offset."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1])

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end; empty where there is no such line."""
        if not 1 <= number <= len(self.line_starts):
            return ""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] if number < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def snippet(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]
