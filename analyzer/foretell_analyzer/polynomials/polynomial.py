"""Polynomials with non-negative coefficients over named sizes: what bounds are made of.

    1 + 2*len(search@3) + len(search@3)*len(fetch@5)

A size is an integer that is not negative, known by a name. A factor is a size, or a `Group`: the
least or the greatest of some polynomials, or a sum that is kept in brackets. Everything is made of
sums, products, minima and maxima of what is not negative, so a polynomial never falls when a size
grows. That is what makes it safe to put an upper end in the place of a size.

Arithmetic is exact: coefficients are integers, and fractions only where a price or a time is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from math import isfinite
from typing import Final, Literal

from msgspec import Struct

Number = int | Fraction
Kind = Literal["min", "max", "sum"]
TERMS: Final = 64
"""A product that would have more terms keeps its factors in brackets."""


class Group(Struct, frozen=True, dict=True):
    """The least (`min`) or greatest (`max`) of its parts, or its one part in brackets (`sum`)."""

    kind: Kind
    parts: tuple[Polynomial, ...]

    @cached_property
    def text(self) -> str:
        """As it is written, which also gives it its place among other factors."""
        inside = ", ".join(str(part) for part in self.parts)
        return f"({inside})" if self.kind == "sum" else f"{self.kind}({inside})"

    def __str__(self) -> str:
        return self.text


Factor = str | Group
Monomial = tuple[Factor, ...]
"""A product of factors, in order; a power is a repetition. Empty, it is 1."""


class Polynomial(Struct, frozen=True, dict=True):
    """A sum of products of sizes; terms stand in order, each with a coefficient above 0."""

    terms: tuple[tuple[Monomial, Number], ...] = ()

    def __add__(self, other: Polynomial) -> Polynomial:
        if not self.terms or not other.terms:
            return self if self.terms else other
        return collected((*self.terms, *other.terms))

    def __mul__(self, other: Polynomial) -> Polynomial:
        if self == ONE or other == ZERO:
            return other
        if other == ONE or self == ZERO:
            return self
        if len(self.terms) * len(other.terms) > TERMS:
            return in_brackets(self) * in_brackets(other)
        return collected(
            (tuple(sorted((*a, *b), key=str)), x * y) for a, x in self.terms for b, y in other.terms
        )

    def __pow__(self, exponent: int) -> Polynomial:
        result = ONE
        for _ in range(exponent):
            result = result * self
        return result

    @cached_property
    def coefficients(self) -> Mapping[Monomial, Number]:
        """The coefficient of each product that occurs."""
        return dict(self.terms)

    @property
    def is_constant(self) -> bool:
        """Is it a number?"""
        return not self.terms or (len(self.terms) == 1 and not self.terms[0][0])

    @property
    def constant(self) -> Number:
        """What is added whatever the sizes are."""
        if self.terms and not self.terms[0][0]:
            return self.terms[0][1]
        return 0

    @property
    def degree(self) -> int:
        """How many factors are multiplied at most."""
        return max((len(monomial) for monomial, _ in self.terms), default=0)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The sizes that occur, sorted."""
        found: set[str] = set()
        for factor in self._factors():
            if isinstance(factor, str):
                found.add(factor)
            else:
                found.update(name for part in factor.parts for name in part.names)
        return tuple(sorted(found))

    def _factors(self) -> Iterator[Factor]:
        return (factor for monomial, _ in self.terms for factor in monomial)

    @cached_property
    def extent(self) -> int:
        """How long it is: its terms, those of its groups included."""
        inner = (
            part.extent
            for factor in self._factors()
            if isinstance(factor, Group)
            for part in factor.parts
        )
        return len(self.terms) + sum(inner)

    @cached_property
    def is_whole(self) -> bool:
        """Is it an integer whatever the sizes are?"""
        return all(isinstance(count, int) for _, count in self.terms) and all(
            part.is_whole
            for factor in self._factors()
            if isinstance(factor, Group)
            for part in factor.parts
        )

    def evaluate(self, world: Mapping[str, Number]) -> Number:
        """Its value where each size has the value that a world gives it."""
        total: Number = 0
        for monomial, count in self.terms:
            value: Number = count
            for factor in monomial:
                value *= world[factor] if isinstance(factor, str) else _value(factor, world)
            total += value
        return total

    def __str__(self) -> str:
        return self.text

    @cached_property
    def text(self) -> str:
        """As it is written: constants first, then by the number of factors, then by name."""
        return " + ".join(_term(monomial, count) for monomial, count in self.terms) or "0"

    def __repr__(self) -> str:
        return f"Polynomial({self.text!r})"


def _value(group: Group, world: Mapping[str, Number]) -> Number:
    values = [part.evaluate(world) for part in group.parts]
    return min(values) if group.kind == "min" else max(values)


ZERO: Final = Polynomial()
ONE: Final = Polynomial((((), 1),))


def number(value: float | Fraction) -> Polynomial:
    """A constant; a float is what it is written as, so that 0.1 is a tenth."""
    exact = exactly(value)
    return Polynomial((((), exact),)) if exact else ZERO


def exactly(value: float | Fraction) -> Number:
    """A number without the error of binary fractions; an integer where it is one."""
    if isinstance(value, float):
        if not isfinite(value):
            raise ValueError(f"{value} is no number that can be counted with")
        value = Fraction(repr(value))
    if value < 0:
        raise ValueError(f"{value} is negative, which no size, count, price or time is")
    return _whole(value)


def size(name: str) -> Polynomial:
    """The size of that name."""
    return Polynomial((((name,), 1),))


def of_factor(factor: Factor) -> Polynomial:
    """A factor by itself."""
    return Polynomial((((factor,), 1),))


def in_brackets(polynomial: Polynomial) -> Polynomial:
    """The same as one factor, so that products with it are not written out."""
    if len(polynomial.terms) <= 1:
        return polynomial
    return of_factor(Group("sum", (polynomial,)))


def collected(terms: Iterable[tuple[Monomial, Number]]) -> Polynomial:
    """The sum of terms, in order."""
    found: dict[Monomial, Number] = {}
    for monomial, count in terms:
        found[monomial] = found.get(monomial, 0) + count
    kept = [(monomial, _whole(count)) for monomial, count in found.items() if count]
    return Polynomial(tuple(sorted(kept, key=lambda term: _place(term[0]))))


def _whole(count: Number) -> Number:
    return count.numerator if count.denominator == 1 else count


def _place(monomial: Monomial) -> tuple[int, tuple[str, ...], tuple[bool, ...]]:
    texts = tuple(str(factor) for factor in monomial)
    return len(monomial), texts, tuple(isinstance(factor, str) for factor in monomial)


def _term(monomial: Monomial, count: Number) -> str:
    powers: dict[Factor, int] = {}
    for factor in monomial:
        powers[factor] = powers.get(factor, 0) + 1
    factors = [f"{one}^{power}" if power > 1 else str(one) for one, power in powers.items()]
    if count != 1 or not factors:
        factors.insert(0, written(count))
    return "*".join(factors)


def written(value: Number) -> str:
    """A number as people write it: `3`, `0.0005`, and `1/3` where decimals do not end."""
    if isinstance(value, int):
        return str(value)
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    text = str((value * 10**digits).numerator).rjust(digits + 1, "0")
    return f"{text[:-digits]}.{text[-digits:]}"
