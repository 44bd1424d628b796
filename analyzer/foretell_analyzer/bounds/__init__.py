"""Bounds: what is promised of every run, as intervals, and what is told of them in a report.

`Interval` is what the analysis counts with: its ends are polynomials over named sizes. `Bound` is
what stands in a report: numbers. `Unbounded` and `Unknown` are upper ends of both.
"""

from __future__ import annotations

from .ends import (
    UpperEnd,
    add_ends,
    greatest_end,
    greatest_of_ends,
    least_end,
    multiply_ends,
    substitute_ends,
    sum_of_ends,
)
from .intervals import NOTHING, Interval, at_most, between, exactly, unbounded, unknown
from .outcomes import (
    EMPTY,
    ENDLESS,
    PLAIN,
    Counts,
    Outcomes,
    any_way,
    at_once,
    caught,
    either,
    in_order,
    looped,
    optional,
    then,
    together,
    total,
)
from .readings import SizeRange, assume, declare
from .reported import Bound, Estimate, High, Reading, Unbounded, Unknown

__all__ = [
    "EMPTY",
    "ENDLESS",
    "NOTHING",
    "PLAIN",
    "Bound",
    "Counts",
    "Estimate",
    "High",
    "Interval",
    "Outcomes",
    "Reading",
    "SizeRange",
    "Unbounded",
    "Unknown",
    "UpperEnd",
    "add_ends",
    "any_way",
    "assume",
    "at_most",
    "at_once",
    "between",
    "caught",
    "declare",
    "either",
    "exactly",
    "greatest_end",
    "greatest_of_ends",
    "in_order",
    "least_end",
    "looped",
    "multiply_ends",
    "optional",
    "substitute_ends",
    "sum_of_ends",
    "then",
    "together",
    "total",
    "unbounded",
    "unknown",
]
