"""The match that our engine gives: the same to a script as CPython's `re.Match`."""

from __future__ import annotations

import re
from re import _parser  # type: ignore[attr-defined]  # private, but all there is
from typing import Any


class Match:
    """A match: the text, the pattern, and where each group began and ended."""

    def __init__(
        self, pattern: re.Pattern[Any], string: Any, pos: int, endpos: int, marks: list[int]
    ) -> None:
        self.re = pattern
        self.string = string
        self.pos = pos
        self.endpos = endpos
        self.marks = marks

    @property
    def lastindex(self) -> int | None:
        """The last group that was closed."""
        return self.marks[-1] if self.marks[-1] >= 0 else None

    @property
    def lastgroup(self) -> str | None:
        """Its name."""
        last = self.lastindex
        for name, number in self.re.groupindex.items():
            if number == last:
                return name
        return None

    @property
    def regs(self) -> tuple[tuple[int, int], ...]:
        """The spans of all groups."""
        return tuple(self.span(number) for number in range(self.re.groups + 1))

    def _number(self, group: Any) -> int:
        if isinstance(group, str):
            if group not in self.re.groupindex:
                raise IndexError("no such group")
            return self.re.groupindex[group]
        if not isinstance(group, int) or not 0 <= group <= self.re.groups:
            raise IndexError("no such group")
        return int(group)

    def span(self, group: Any = 0, /) -> tuple[int, int]:
        """Where a group began and ended."""
        number = self._number(group)
        begin, end = self.marks[2 * number], self.marks[2 * number + 1]
        return (begin, end) if begin >= 0 and end >= 0 else (-1, -1)

    def start(self, group: Any = 0, /) -> int:
        """Where a group began."""
        return self.span(group)[0]

    def end(self, group: Any = 0, /) -> int:
        """Where a group ended."""
        return self.span(group)[1]

    def _text(self, group: Any, default: Any = None) -> Any:
        begin, end = self.span(group)
        return default if begin < 0 else self.string[begin:end]

    def group(self, *groups: Any) -> Any:
        """The text of a group, or of several."""
        if not groups:
            return self._text(0)
        if len(groups) == 1:
            return self._text(groups[0])
        return tuple(self._text(group) for group in groups)

    def groups(self, default: Any = None) -> tuple[Any, ...]:
        """The texts of all groups."""
        return tuple(self._text(number, default) for number in range(1, self.re.groups + 1))

    def groupdict(self, default: Any = None) -> dict[str, Any]:
        """The texts of named groups."""
        return {name: self._text(name, default) for name in self.re.groupindex}

    def expand(self, template: Any) -> Any:
        """A replacement text with the groups filled in."""
        parsed = _parser.parse_template(template, self.re)
        return _parser.expand_template(parsed, self)

    def __getitem__(self, group: Any) -> Any:
        return self._text(group)

    def __copy__(self) -> Match:
        return self

    def __repr__(self) -> str:
        return f"<re.Match object; span={self.span()}, match={self._text(0)!r}>"


Match.__module__ = "re"
