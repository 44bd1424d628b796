"""Intervals: at least so much, at most so much, as polynomials over named sizes.

What happens one after the other adds, one of several joins, a loop multiplies. Whatever is measured
is never negative. The lower end is a promise about runs that end normally, the upper one about all.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from msgspec import Struct

from ..diagnostics import Place
from ..polynomials import (
    ONE,
    ZERO,
    Number,
    Polynomial,
    greatest,
    is_at_most,
    least,
    number,
    substitute,
)
from .ends import (
    UpperEnd,
    add_ends,
    greatest_end,
    least_end,
    multiply_ends,
    substitute_ends,
)
from .reported import Unbounded, Unknown


class Interval(Struct, frozen=True):
    """At least `low`, at most `high`, whatever the sizes are."""

    low: Polynomial
    high: UpperEnd

    def __post_init__(self) -> None:
        """Refuse an interval that is empty for sure: a mistake of who made it."""
        low, high = self.low, self.high
        if not isinstance(high, Polynomial) or not (low.is_constant and high.is_constant):
            return
        if low.constant > high.constant:
            raise ValueError(f"no number is at least {low} and at most {high}")

    @property
    def is_finite(self) -> bool:
        """Is the upper end a polynomial?"""
        return isinstance(self.high, Polynomial)

    @property
    def is_exact(self) -> bool:
        """Are both ends the same?"""
        return self.low == self.high

    @property
    def names(self) -> tuple[str, ...]:
        """The sizes that occur, sorted."""
        high = self.high.names if isinstance(self.high, Polynomial) else ()
        return tuple(sorted({*self.low.names, *high}))

    def __add__(self, other: Interval) -> Interval:
        """One after the other."""
        return Interval(self.low + other.low, add_ends(self.high, other.high))

    def __mul__(self, other: Interval) -> Interval:
        """The same so many times."""
        return Interval(self.low * other.low, multiply_ends(self.high, other.high))

    def __or__(self, other: Interval) -> Interval:
        """One or the other."""
        if self == other:
            return self
        low = least((self.low, other.low), "down")
        return Interval(low, greatest_end(self.high, other.high))

    def __and__(self, other: Interval) -> Interval:
        """Both are true of the same number."""
        low = greatest((self.low, other.low), "down")
        return Interval(low, least_end(self.high, other.high))

    def at_once(self, other: Interval) -> Interval:
        """What takes as long as the longer of the two, as time does in a `gather`."""
        low = greatest((self.low, other.low), "down")
        return Interval(low, greatest_end(self.high, other.high))

    def capped(self, limit: Polynomial) -> Interval:
        """As much of it as a limit leaves, as `[:3]` or a counter does."""
        return Interval(least((self.low, limit), "down"), least_end(self.high, limit))

    def perhaps(self) -> Interval:
        """It, or any part of it."""
        return self if self.low == ZERO else Interval(ZERO, self.high)

    def substitute(self, values: Mapping[str, Interval]) -> Interval:
        """With what is known of sizes in their place, such as a caller's arguments."""
        low = substitute(self.low, {name: one.low for name, one in values.items()}, "down")
        if not isinstance(self.high, Polynomial):
            return Interval(low, self.high)
        ends = {name: one.high for name, one in values.items()}
        return Interval(low, substitute_ends(self.high, ends))

    def admits(self, value: float | Fraction, world: Mapping[str, Number]) -> bool:
        """Does a number lie in it where the sizes are those of a world?"""
        if value < self.low.evaluate(world):
            return False
        return not isinstance(self.high, Polynomial) or value <= self.high.evaluate(world)

    def is_within(self, other: Interval) -> bool | None:
        """Is whatever lies in it in the other too? `None` if that is not known."""
        answers = [is_at_most(other.low, self.low)]
        if isinstance(other.high, Polynomial):
            if isinstance(self.high, Polynomial):
                answers.append(is_at_most(self.high, other.high))
            else:
                answers.append(False if isinstance(self.high, Unbounded) else None)
        if False in answers:
            return False
        return None if None in answers else True

    def __str__(self) -> str:
        if isinstance(self.high, Unbounded):
            return f"{self.low}..unbounded"
        if isinstance(self.high, Unknown):
            return f"{self.low}..unknown"
        return str(self.low) if self.is_exact else f"{self.low}..{self.high}"


def exactly(amount: Polynomial | float | Fraction) -> Interval:
    """Just so much."""
    end = _end(amount)
    return Interval(end, end)


def between(low: Polynomial | float | Fraction, high: Polynomial | float | Fraction) -> Interval:
    """So much at least, so much at most."""
    return Interval(_end(low), _end(high))


def at_most(high: Polynomial | float | Fraction) -> Interval:
    """From nothing up to so much."""
    return Interval(ZERO, _end(high))


def at_least(low: Polynomial | float | Fraction, high: UpperEnd) -> Interval:
    """So much at least, and an upper end of any kind."""
    return Interval(_end(low), high)


def unbounded(why: str, where: Place | None = None) -> Interval:
    """From nothing up, with evidence that nothing limits it."""
    return Interval(ZERO, Unbounded(why, where))


def unknown(why: str, where: Place | None = None) -> Interval:
    """From nothing up, without any knowledge of a limit."""
    return Interval(ZERO, Unknown(why, where))


def _end(amount: Polynomial | float | Fraction) -> Polynomial:
    return amount if isinstance(amount, Polynomial) else number(amount)


NOTHING: Final = Interval(ZERO, ZERO)
ONCE: Final = Interval(ONE, ONE)
