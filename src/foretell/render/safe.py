"""Text of scripts and tools made harmless, and laid out by its width on a terminal.

Whatever comes from outside passes through `one_line` before it is shown: control characters,
escape sequences, characters that turn the writing direction around and unpaired surrogates are
written as escapes, so no script can draw over what we say of it.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

ELLIPSIS: Final = "…"
_TAB: Final = "    "
# Format characters that join or shape letters; harmless, and words of some languages need them.
_SHAPING: Final = frozenset("\u200c\u200d")
_SHORT: Final = {"\n": "\\n", "\r": "\\r", "\t": _TAB}


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    """A character as it may be printed."""
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable() or character in _SHAPING or character == " ":
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def one_line(text: str) -> str:
    """The text on one line, with nothing in it that a terminal would obey."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def shown_lines(text: str) -> list[str]:
    """The lines of a text, each harmless."""
    return [one_line(line) for line in text.replace("\r\n", "\n").split("\n")]


@lru_cache(maxsize=4096)
def _cells(character: str) -> int:
    if unicodedata.combining(character) or character in _SHAPING or character == "\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def width(text: str) -> int:
    """How many columns a harmless text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def cut(text: str, columns: int) -> str:
    """The text in at most so many columns, with its middle left out if it is too wide."""
    if width(text) <= columns:
        return text
    if columns <= 1:
        return ELLIPSIS[:columns]
    room = columns - 1
    head = _fitting(text, (room + 1) // 2)
    tail = _fitting(text[::-1], room - width(head))[::-1]
    return f"{head}{ELLIPSIS}{tail}"


def _fitting(text: str, columns: int) -> str:
    """As much of the beginning as fits."""
    taken = 0
    for index, character in enumerate(text):
        taken += _cells(character)
        if taken > columns:
            return text[:index]
    return text


def pad(text: str, columns: int) -> str:
    """The text with spaces behind it up to so many columns."""
    return text + " " * (columns - width(text))


def pad_left(text: str, columns: int) -> str:
    """The text with spaces before it up to so many columns."""
    return " " * (columns - width(text)) + text


def wrap(text: str, columns: int) -> list[str]:
    """Break a harmless text at its spaces; a word that is too wide stays whole."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        if line and width(line) + 1 + width(word) > columns:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]
