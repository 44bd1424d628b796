"""The ways in which a piece of code is left."""

from __future__ import annotations

from enum import Enum


class Exit(Enum):
    """How code is left."""

    NORMAL = "normal"
    RETURN = "return"
    BREAK = "break"
    CONTINUE = "continue"
    RAISE = "raise"
    FAIL = "fail"  # by the exception of a tool
    END = "end"  # of the whole run, by `exit()`
    CLOSE = "close"  # a generator whose user takes no more from it
    UNLESS = "unless"  # of a condition that does not hold

    __hash__ = object.__hash__  # Enum's own is not in C
