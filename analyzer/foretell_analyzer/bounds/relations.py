"""Relations between two bounds that are worth telling, such as `send <= read`."""

from __future__ import annotations

from typing import Literal

from ..polynomials import Polynomial, Ranges, is_at_most
from .intervals import Interval

Relation = Literal["==", "<=", ">="]


def relate(one: Interval, other: Interval, ranges: Ranges | None = None) -> Relation | None:
    """What is sure of two numbers in whatever run, from their bounds alone; `None` if nothing is.

    Bounds do not tell that two numbers go together: that `send` is never called more often than
    `read` inside one loop is seen by the automaton (`automata.exceeds`).
    """
    if one.is_exact and one == other:
        return "=="
    if isinstance(one.high, Polynomial) and is_at_most(one.high, other.low, ranges):
        return "<="
    if isinstance(other.high, Polynomial) and is_at_most(other.high, one.low, ranges):
        return ">="
    return None
