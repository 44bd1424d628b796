"""Bounds as a report has them: what is promised of every run, in numbers.

`low` holds for runs that end normally, `high` for every run. Three answers are kept apart: a
number, `Unbounded` (there is evidence that nothing limits it) and `Unknown` (we cannot tell).
"""

from __future__ import annotations

import msgspec

from ..diagnostics import Place


class Unbounded(msgspec.Struct, frozen=True, tag="unbounded", tag_field="kind"):
    """Positive evidence that nothing bounds it."""

    why: str
    where: Place | None = None


class Unknown(msgspec.Struct, frozen=True, tag="unknown", tag_field="kind"):
    """No bound was found; there may be one."""

    why: str
    where: Place | None = None


High = int | float | Unbounded | Unknown


class Bound(msgspec.Struct, frozen=True):
    """At least `low`, at most `high`.

    A bound is a promise, not a guess: every run stays within it.
    """

    low: int | float
    high: High

    @property
    def is_finite(self) -> bool:
        """Whether the upper end is a number."""
        return isinstance(self.high, (int, float))

    def __contains__(self, count: object) -> bool:
        if not isinstance(count, (int, float)) or count < self.low:
            return False
        return not isinstance(self.high, (int, float)) or count <= self.high

    def __str__(self) -> str:
        if isinstance(self.high, Unbounded):
            return f"{self.low}..unbounded"
        if isinstance(self.high, Unknown):
            return f"{self.low}..unknown"
        return str(self.low) if self.low == self.high else f"{self.low}..{self.high}"


class Estimate(msgspec.Struct, frozen=True):
    """A guess: about so much, if sizes are what is assumed of them.

    `basis` names what was assumed. A guess is never turned into a bound.
    """

    low: int | float
    high: High
    basis: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"about {Bound(self.low, self.high)}"


class Reading(msgspec.Struct, frozen=True):
    """The two other readings of a bound, whose `high` counts declared maxima.

    `symbolic` is the upper end over named sizes, such as `1 + 2*len(search@3)`; empty where it is no
    polynomial. `assumed` is a guess, and `basis` names what was assumed for it.
    """

    symbolic: str
    assumed: High
    basis: tuple[str, ...] = ()
