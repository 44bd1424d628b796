"""Polynomials over named sizes, with a sound order, minima and maxima."""

from __future__ import annotations

from .notation import read_polynomial
from .order import Ranges, Rounding, greatest, is_at_most, join, least, less, meet, substitute
from .polynomial import (
    ONE,
    ZERO,
    Factor,
    Group,
    Number,
    Polynomial,
    exactly,
    number,
    size,
    written,
)

__all__ = [
    "ONE",
    "ZERO",
    "Factor",
    "Group",
    "Number",
    "Polynomial",
    "Ranges",
    "Rounding",
    "exactly",
    "greatest",
    "is_at_most",
    "join",
    "least",
    "less",
    "meet",
    "number",
    "read_polynomial",
    "size",
    "substitute",
    "written",
]
