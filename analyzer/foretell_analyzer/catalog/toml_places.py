"""Takes a TOML text that `tomllib` has read, gives the place of each of its keys.

`tomllib` tells no places, and an overlay's mistake is worth nothing without its line. The text is
known to be right, so this reader only has to find keys: table headers, dotted keys, inline tables.
"""

from __future__ import annotations

import re
import tomllib
from typing import Final

TomlPath = tuple[str, ...]

_SPACE: Final = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_KEY: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|[A-Za-z0-9_-]+")
_STRING: Final = re.compile(
    r"\"{3}(?:[^\\]|\\.)*?\"{3,5}|'{3}.*?'{3,5}|\"(?:[^\"\\]|\\.)*\"|'[^']*'", re.DOTALL
)
_BARE: Final = re.compile(r"[^,\]}\n#]+")


class _Reader:
    """Walks over the text once, noting keys as it meets them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.places: dict[TomlPath, int] = {}

    def document(self) -> None:
        table: TomlPath = ()
        self.skip()
        while self.offset < len(self.text):
            if self.peek() == "[":
                self.offset += 2 if self.text.startswith("[[", self.offset) else 1
                table = self.key(())
                self.offset = self.text.index("]", self.offset)
                while self.peek() == "]":
                    self.offset += 1
            else:
                self.pair(table)
            self.skip()

    def pair(self, table: TomlPath) -> None:
        path = self.key(table)
        self.offset = self.text.index("=", self.offset) + 1
        self.value(path)

    def key(self, path: TomlPath) -> TomlPath:
        """Read `a.b."c d"`; every step of it has its own place."""
        while True:
            self.skip()
            match = _KEY.match(self.text, self.offset)
            if match is None:
                return path
            path = (*path, _plain(match.group()))
            self.places.setdefault(path, match.start())
            self.offset = match.end()
            self.skip()
            if self.peek() != ".":
                return path
            self.offset += 1

    def value(self, path: TomlPath) -> None:
        self.skip()
        character = self.peek()
        if character == "[":
            self.items(path)
        elif character == "{":
            self.inline_table(path)
        elif character in {'"', "'"}:
            self.take(_STRING)
        else:
            self.take(_BARE)

    def items(self, path: TomlPath) -> None:
        self.offset += 1
        self.skip()
        while self.peek() not in {"]", ""}:
            self.value(path)
            self.skip()
            if self.peek() == ",":
                self.offset += 1
                self.skip()
        self.offset += 1

    def inline_table(self, path: TomlPath) -> None:
        self.offset += 1
        self.skip()
        while self.peek() not in {"}", ""}:
            self.pair(path)
            self.skip()
            if self.peek() == ",":
                self.offset += 1
                self.skip()
        self.offset += 1

    def skip(self) -> None:
        match = _SPACE.match(self.text, self.offset)
        self.offset = match.end() if match else self.offset

    def take(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.offset)
        self.offset = match.end() if match else self.offset + 1

    def peek(self) -> str:
        return self.text[self.offset : self.offset + 1]


def toml_places(text: str) -> dict[TomlPath, int]:
    """Offset of every key of a TOML text, by its path."""
    reader = _Reader(text)
    reader.document()
    return reader.places


def _plain(token: str) -> str:
    """The key without its quotes and escapes."""
    if token[0] not in "\"'":
        return token
    return str(tomllib.loads(f"x = {token}")["x"])
