"""A letter: one tool call, of which we may know the line."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Final

import msgspec

ANY: Final = "."
"""Stands for a tool that is not known: any name at all."""


class Letter(msgspec.Struct, frozen=True, order=True):
    """A call of a tool; `line` is that of the call site, 0 where it is not told.

    Languages are compared by the names of tools alone; lines say where a witness leads along, and
    which call of a recorded run was made where.
    """

    tool: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.tool}@{self.line}" if self.line else self.tool


class Witness(msgspec.Struct, frozen=True):
    """Calls that a run may make, in order; the run then ends normally if it `is_complete`.

    Otherwise it gets that far at least: what follows, if anything, is left out.
    """

    calls: tuple[Letter, ...] = ()
    is_complete: bool = True

    @property
    def tools(self) -> tuple[str, ...]:
        """The names alone."""
        return tuple(call.tool for call in self.calls)

    @property
    def lines(self) -> tuple[int, ...]:
        """The path of lines that leads there, as far as they are known."""
        return tuple(call.line for call in self.calls if call.line)

    def __str__(self) -> str:
        calls = " ".join(str(call) for call in self.calls) or "no call"
        return calls if self.is_complete else f"{calls} …"


Pattern = str | tuple[str, ...]
"""Names of tools, in which `*`, `?` and `[…]` are wildcards, as in policies."""


def matches(pattern: Pattern, tool: str) -> bool:
    """Does one of the names of a pattern fit the tool?"""
    names = (pattern,) if isinstance(pattern, str) else pattern
    return any(fnmatchcase(tool, name) for name in names)


def sorted_letters(letters: Iterable[Letter]) -> tuple[Letter, ...]:
    """Each letter once, in an order of their own."""
    return tuple(sorted(set(letters)))
