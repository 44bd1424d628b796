"""Exceptions that do not tell what was being handled when they were raised."""

from __future__ import annotations

from typing import TypeVar

E = TypeVar("E", bound=BaseException)


def hiding(error: E) -> E:
    """The exception with its context suppressed: what `from None` does, which mypyc drops."""
    error.__suppress_context__ = True
    return error
