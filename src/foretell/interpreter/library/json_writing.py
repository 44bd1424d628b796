"""JSON of everyday values, written by msgspec: the same characters in a fifth of CPython's time.

Everyday are dicts with text for keys, lists, tuples, texts, integers, booleans, None, and floats
that neither side writes with an exponent. What both write alike is asked here first, of the value
and of what came of it; for all else, and whatever fails, the caller has CPython's encoder.
"""

from __future__ import annotations

from typing import Any, Final, final

import msgspec
from mypy_extensions import i64

from foretell.interpreter.measure import NESTING_LIMIT

ENCODE: Final[Any] = msgspec.json.Encoder().encode
FORMAT: Final[Any] = msgspec.json.format

LEAST: Final = 1e-4
MOST: Final = 1e16
"""Floats between these, and zero, are written without an exponent."""

DELETE: Final = b"\x7f"
"""The one character of ASCII that CPython escapes and msgspec does not."""


def write_everyday(value: object, most: i64) -> str | None:
    """Return the text of a value of at most so many parts; None if CPython has to write it."""
    if not _Survey(most).takes(value, 0):
        return None
    try:
        # msgspec writes no spaces; laid out with no indentation, the text has CPython's.
        written: bytes = FORMAT(ENCODE(value), indent=0)
    except Exception:  # noqa: BLE001 - whatever it is, CPython says it in its own words
        return None
    if not written.isascii() or DELETE in written:
        return None
    return written.decode("ascii")


@final
class _Survey:
    """One look at all parts of a value; `left` ends it where a cycle would not."""

    left: i64

    def __init__(self, most: i64) -> None:
        self.left = most

    def takes(self, value: Any, depth: i64) -> bool:
        """Is everything in a value everyday?"""
        kind = type(value)
        if kind is dict:
            return depth < NESTING_LIMIT and self.mapping(value, depth + 1)
        if kind is list:
            return depth < NESTING_LIMIT and self.items(value, depth + 1)
        if kind is tuple:
            return depth < NESTING_LIMIT and self.items(list(value), depth + 1)
        if isinstance(value, float) and kind is float:
            return LEAST <= value < MOST or -MOST < value <= -LEAST or value == 0
        return kind is str or kind is int or kind is bool or value is None

    def items(self, value: list[Any], depth: i64) -> bool:
        """Is everything in a list everyday?"""
        self.left -= len(value) + 1
        if self.left < 0:
            return False
        for item in value:
            if type(item) is not str and type(item) is not int and not self.takes(item, depth):
                return False
        return True

    def mapping(self, value: dict[Any, Any], depth: i64) -> bool:
        """Is everything in a dict everyday, and are its keys texts?"""
        self.left -= len(value) + 1
        if self.left < 0:
            return False
        for key, item in value.items():
            if type(key) is not str:
                return False
            if type(item) is not str and type(item) is not int and not self.takes(item, depth):
                return False
        return True
