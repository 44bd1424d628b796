"""Takes a JSON text, gives places in it: of each value by its path, of a doubled key, of a bracket
that opens too deep. What stands before the place is known to be right.

Only asked when something is wrong: the standard parser reads, this one points. It needs no
recursion, so that a text that is refused for its depth can be pointed into.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

Path = tuple[str | int, ...]
"""The way into a JSON value: keys and indexes."""

MARK: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)


@dataclass(slots=True)
class _Level:
    """An object or array that is open: what its next value is called."""

    is_object: bool
    prefix: Path
    key: str | int = 0
    keys: set[str] = field(default_factory=set[str])
    awaits_key: bool = True

    @property
    def path(self) -> Path:
        return (*self.prefix, self.key)


@dataclass(frozen=True, slots=True)
class JsonPlace:
    """A key or element of a JSON text; `is_double` if its object had that key before."""

    path: Path
    offset: int
    is_double: bool = False


def places(text: str) -> Iterator[JsonPlace]:
    """Give the place of every key and element, in order of the text."""
    levels: list[_Level] = []
    for match in MARK.finditer(text):
        mark, offset = match.group(), match.start()
        if mark in "}]":
            levels.pop()
            continue
        if mark == ",":
            level = levels[-1]
            level.awaits_key = True
            if isinstance(level.key, int):
                level.key += 1
            continue
        if mark == ":":
            continue
        level = levels[-1] if levels else _Level(is_object=False, prefix=())
        if level.is_object and level.awaits_key:
            key = str(json.loads(mark))
            level.awaits_key = False
            level.key = key
            yield JsonPlace(level.path, offset, is_double=key in level.keys)
            level.keys.add(key)
            continue
        path = level.path if levels else ()
        if not level.is_object:
            yield JsonPlace(path, offset)
        if mark in "{[":
            levels.append(_Level(is_object=mark == "{", prefix=path))


def place_of(text: str, path: Path) -> int:
    """Offset of the value at a path, or of the nearest value around it."""
    offsets: dict[Path, int] = {}
    for place in places(text):
        offsets.setdefault(place.path, place.offset)
    while path and path not in offsets:
        path = path[:-1]
    return offsets.get(path, 0)


def double_key(text: str) -> JsonPlace | None:
    """The first key that its object has already."""
    return next((place for place in places(text) if place.is_double), None)


def too_deep(text: str, deepest: int) -> int | None:
    """Offset of the first bracket that opens a level below the deepest one allowed."""
    depth = 0
    for match in MARK.finditer(text):
        mark = match.group()
        if mark in "{[":
            depth += 1
            if depth > deepest:
                return match.start()
        elif mark in "}]":
            depth -= 1
    return None
