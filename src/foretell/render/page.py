"""What the text renderers write on: lines of pieces, each of a style.

The same page comes out as plain text or, on a terminal, in colour through rich. Pieces are never
read as markup, so brackets of a script stay brackets.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import Final, Literal, TextIO

Style = Literal["", "strong", "faint", "good", "warn", "bad", "name"]
Piece = tuple[str, Style]

_RICH_STYLES: Final[dict[Style, str]] = {
    "": "",
    "strong": "bold",
    "faint": "dim",
    "good": "bold green",
    "warn": "bold yellow",
    "bad": "bold red",
    "name": "cyan",
}

VERDICT_STYLES: Final[dict[str, Style]] = {"allow": "good", "ask": "warn", "deny": "bad"}

NARROWEST: Final = 40
USUAL: Final = 100


def _empty() -> list[tuple[Piece, ...]]:
    return []


@dataclass(slots=True)
class Page:
    """Lines of styled pieces, at most `columns` wide where that can be had."""

    columns: int = USUAL
    lines: list[tuple[Piece, ...]] = field(default_factory=_empty)

    def line(self, *pieces: Piece | str) -> None:
        """Add a line; a bare text has no style."""
        self.lines.append(
            tuple((piece, "") if isinstance(piece, str) else piece for piece in pieces)
        )

    def gap(self) -> None:
        """Add an empty line, unless the page begins or already has one here."""
        if self.lines and self.lines[-1]:
            self.lines.append(())

    def plain(self) -> str:
        """The page as text, each line ended."""
        return "".join("".join(text for text, _ in pieces).rstrip() + "\n" for pieces in self.lines)

    def write(self, stream: TextIO | None = None) -> None:
        """Write to a stream (standard output), in colour if that is a terminal."""
        target: TextIO = sys.stdout if stream is None else stream
        if is_terminal(target) and "NO_COLOR" not in os.environ:
            self._write_rich(target)
        else:
            target.write(encodable(self.plain(), target))
        target.flush()

    def _write_rich(self, stream: TextIO) -> None:
        from rich.console import Console  # noqa: PLC0415  # only where there are colours
        from rich.text import Text  # noqa: PLC0415

        console = Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)
        for pieces in self.lines:
            line = Text(no_wrap=True, overflow="ignore", end="")
            for text, style in pieces:
                line.append(text, _RICH_STYLES[style])
            line.rstrip()
            console.print(line, soft_wrap=True)


def is_terminal(stream: TextIO) -> bool:
    """Does a person look at it?"""
    return bool(getattr(stream, "isatty", lambda: False)())


def encodable(text: str, stream: TextIO) -> str:
    """The text with characters that the stream cannot carry as escapes."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def terminal_columns() -> int:
    """How wide to write: `COLUMNS`, else the terminal, else 100."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told) > 0:
        return max(int(told), NARROWEST)
    try:
        return max(os.get_terminal_size().columns, NARROWEST)
    except (OSError, ValueError):
        return USUAL
