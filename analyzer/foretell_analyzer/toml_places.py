"""Takes a TOML text that `tomllib` has read, gives the place of each key and each value.

`tomllib` tells no places, and a mistake in a policy or overlay is worth little without its line. The text is
known to be right, so this walk only has to tell keys, values and the brackets around them apart.
A path has a number for each item of an array: `("rule", 2, "tool", 0)`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Final

from .source import Position, Script

Path = tuple[str | int, ...]

_GAP: Final = re.compile(r"(?:[\s]|#[^\n]*)*")
_KEY: Final = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|[\w-]+', re.ASCII)
_SCALAR: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'"
    r"|[^\s,\]}#]+(?:[ ]\d[^\s,\]}#]*)?",  # a date may hold one space before its time
    re.DOTALL,
)


class Places:
    """Where the keys and values of a TOML text stand, for people: lines and columns from 1."""

    def __init__(self, text: str) -> None:
        self._script = Script(text)
        self._text = text
        self._offset = 0
        self._keys: dict[Path, int] = {}
        self._values: dict[Path, int] = {}
        self._lengths: dict[Path, int] = {}
        self._read_document()

    @property
    def keys(self) -> Mapping[Path, int]:
        """The offset of each key."""
        return self._keys

    def of_key(self, path: Path) -> Position:
        """Where a key is written; of an item or an absent key, where what holds it is."""
        while path and path not in self._keys:
            path = path[:-1]
        return self._tell(self._keys[path] if path else 0)

    def of_value(self, path: Path) -> Position:
        """Where a value is written; of a table or an absent value, where its key is."""
        offset = self._values.get(path)
        return self.of_key(path) if offset is None else self._tell(offset)

    def _tell(self, offset: int) -> Position:
        line, column = self._script.position(offset)
        return Position(line, column + 1)

    def _read_document(self) -> None:
        table: Path = ()
        while self._next():
            if self._take("[["):
                table = self._header(is_array=True)
            elif self._take("["):
                table = self._header(is_array=False)
            else:
                self._pair(table)

    def _header(self, *, is_array: bool) -> Path:
        """Read the rest of `[a.b]` or `[[a.b]]`; gives the table that it opens."""
        names = self._dotted_key()
        path: Path = ()
        for name, offset in names[:-1]:
            path = self._enter((*path, name), offset)
        name, offset = names[-1]
        path = (*path, name)
        if is_array:
            self._keys.setdefault(path, offset)
            self._lengths[path] = self._lengths.get(path, 0) + 1
            path = (*path, self._lengths[path] - 1)
        self._keys.setdefault(path, offset)
        self._next()
        self._take("]]" if is_array else "]")
        return path

    def _enter(self, path: Path, offset: int) -> Path:
        """The table at a path: in an array of tables the newest one."""
        self._keys.setdefault(path, offset)
        return (*path, self._lengths[path] - 1) if path in self._lengths else path

    def _pair(self, table: Path) -> None:
        path = table
        for name, offset in self._dotted_key():
            path = (*path, name)
            self._keys.setdefault(path, offset)
        self._next()
        self._take("=")
        self._value(path)

    def _dotted_key(self) -> list[tuple[str, int]]:
        names: list[tuple[str, int]] = []
        while True:
            self._next()
            offset = self._offset
            names.append((_unquote(self._match(_KEY)), offset))
            self._next()
            if not self._take("."):
                return names

    def _value(self, path: Path) -> None:
        self._next()
        self._values[path] = self._offset
        if self._take("["):
            index = 0
            while self._next() and not self._take("]"):
                self._value((*path, index))
                index += 1
                self._next()
                self._take(",")
        elif self._take("{"):
            while self._next() and not self._take("}"):
                self._pair(path)
                self._next()
                self._take(",")
        else:
            self._match(_SCALAR)

    def _next(self) -> bool:
        """Go on to the next character that means something; is there one?"""
        self._match(_GAP)
        return self._offset < len(self._text)

    def _take(self, mark: str) -> bool:
        found = self._text.startswith(mark, self._offset)
        if found:
            self._offset += len(mark)
        return found

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._offset)
        if match is None:
            # Never in a right text; going on is better than standing still.
            self._offset += 1
            return ""
        self._offset = match.end()
        return match.group()


def _unquote(token: str) -> str:
    """The key that a token spells."""
    if token[:1] in {'"', "'"}:
        return next(iter(tomllib.loads(f"{token} = 0")))
    return token
