"""Which of two polynomials is the greater, and the least and the greatest of several.

`is_at_most` answers yes only with a proof, no only with an example, and says so where it has
neither. A proof pays for each term of the one with terms of the other that are never less: `2*n` is
paid for by `3*n`, and by `2*n^2`, since sizes are integers. Groups are opened: `min(a, b)` is at
most each of its parts, `max(a, b)` at most whatever both are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

from .polynomial import (
    ONE,
    ZERO,
    Factor,
    Group,
    Monomial,
    Number,
    Polynomial,
    collected,
    of_factor,
)

Rounding = Literal["up", "down"]
"""Which way to err where the exact answer would be too long: up for upper ends, down for lower."""
Ranges = Mapping[str, tuple[int, int | None]]
"""The least and the greatest value of sizes; a size that is missing is 0 or more."""

PARTS: Final = 4
"""A least or greatest of more parts is not kept as such."""
EXTENT: Final = 12
"""Nor one of parts that are longer than this all together."""
STEPS: Final = 200
"""A proof of more steps is given up."""
SAMPLES: Final = (0, 1, 2, 3, 7, 100, 1_000_000)


def is_at_most(one: Polynomial, other: Polynomial, ranges: Ranges | None = None) -> bool | None:
    """Is `one` at most `other` whatever the sizes are? `None` if that is not known."""
    known: Ranges = ranges or {}
    names = sorted({*one.names, *other.names})
    if _is_paid(one, other):
        return True
    if any(one.evaluate(world) > other.evaluate(world) for world in _alike(names, known)):
        return False  # far cheaper than to look for a proof in vain
    if _Proof().holds(one, other):
        return True
    for world in _worlds(names, known):
        if one.evaluate(world) > other.evaluate(world):
            return False
    if known and _Proof().holds(_at_ends(one, known, 1), _at_ends(other, known, 0)):
        return True
    return None


def _at_ends(polynomial: Polynomial, ranges: Ranges, end: int) -> Polynomial:
    """With sizes at their least (0) or greatest (1) where that is known."""
    ends = {name: limits[end] for name, limits in ranges.items()}
    values = {name: _number(end) for name, end in ends.items() if end is not None}
    return substitute(polynomial, values, "up" if end else "down")


def _number(value: int) -> Polynomial:
    return Polynomial((((), value),)) if value else ZERO


def _clipped(ranges: Ranges, name: str, value: int) -> int:
    low, high = ranges.get(name, (0, None))
    return max(low, value if high is None else min(value, high))


def _alike(names: Sequence[str], ranges: Ranges) -> Iterator[dict[str, Number]]:
    """A few worlds in which all sizes are alike."""
    for value in SAMPLES:
        yield {name: _clipped(ranges, name, value) for name in names}


def _worlds(names: Sequence[str], ranges: Ranges) -> Iterator[dict[str, Number]]:
    """A few worlds in which each size in turn is apart from the rest."""
    for chosen in names[:8]:
        for value in SAMPLES[1:]:
            for rest in (0, 1, 1_000_000):
                if value != rest:
                    yield {n: _clipped(ranges, n, value if n == chosen else rest) for n in names}


class _Proof:
    """One proof, of so many steps at most."""

    def __init__(self) -> None:
        self.steps = STEPS

    def holds(self, one: Polynomial, other: Polynomial) -> bool:
        """Is it proven that `one` is never above `other`?"""
        self.steps -= 1
        if self.steps < 0:
            return False
        if _is_paid(one, other):
            return True
        forced = _forced(one, other)
        if forced is not None:
            return all(self.holds(*pair) for pair in forced)
        return any(self.holds(*pair) for pair in _offered(one, other))


Pair = tuple[Polynomial, Polynomial]


def _forced(one: Polynomial, other: Polynomial) -> list[Pair] | None:
    """Pairs that must all hold for one to hold, if a group can be opened without loss.

    A `max` is below where all its parts are, and nothing else is below a `min` than what is below
    all its parts.
    """
    for kind in ("max", "sum"):
        opened = next(_openings(one, kind), None)
        if opened is not None:
            return [(part, other) for part in opened]
    for kind in ("min", "sum"):
        opened = next(_openings(other, kind), None)
        if opened is not None:
            return [(one, part) for part in opened]
    return None


def _offered(one: Polynomial, other: Polynomial) -> Iterator[Pair]:
    """Pairs of which any one is enough: a `min` is at most each of its parts."""
    for opened in _openings(one, "min"):
        yield from ((part, other) for part in opened)
    for opened in _openings(other, "max"):
        yield from ((one, part) for part in opened)


def _openings(polynomial: Polynomial, kind: str) -> Iterator[list[Polynomial]]:
    """For each group of a kind: the polynomial with it replaced by each of its parts."""
    seen: set[Group] = set()
    for monomial, _ in polynomial.terms:
        for factor in monomial:
            if isinstance(factor, Group) and factor.kind == kind and factor not in seen:
                seen.add(factor)
                yield [_replaced(polynomial, factor, part) for part in factor.parts]


def _replaced(polynomial: Polynomial, group: Group, part: Polynomial) -> Polynomial:
    total = ZERO
    for monomial, count in polynomial.terms:
        term = ONE
        for factor in monomial:
            term = term * (part if factor == group else of_factor(factor))
        total = total + collected((inner, count * times) for inner, times in term.terms)
    return total


def _is_paid(one: Polynomial, other: Polynomial) -> bool:
    """Can each term of the one be paid for with terms of the other?"""
    left = dict(other.terms)
    # What has most factors has fewest that pay for it, so it comes first.
    for monomial, count in sorted(one.terms, key=lambda term: -len(term[0])):
        due: Number = count
        payers = [m for m in left if left[m] and _pays(m, monomial)]
        for payer in sorted(payers, key=len):
            paid = min(due, left[payer])
            left[payer] -= paid
            due -= paid
            if not due:
                break
        if due:
            return False
    return True


def _pays(large: Monomial, small: Monomial) -> bool:
    """Is a product never less than another, having the same factors at least as often?

    Further repetitions of a factor make it no smaller if that is an integer: where the product
    is not 0, it is at least 1.
    """
    rest = list(large)
    for factor in small:
        if factor not in rest:
            return False
        rest.remove(factor)
    return all(factor in small and _is_integer(factor) for factor in rest)


def _is_integer(factor: Factor) -> bool:
    return isinstance(factor, str) or all(part.is_whole for part in factor.parts)


def _in_order(parts: list[Polynomial]) -> tuple[Polynomial, ...]:
    """Equal parts make equal groups, in whatever order they were met."""
    return tuple(sorted(parts, key=lambda one: one.text))


def _plainly(parts: tuple[Polynomial, ...]) -> tuple[Polynomial, Polynomial] | None:
    """The least and the greatest of numbers, or of two of which one is paid for by the other."""
    if all(part.is_constant for part in parts):
        return min(parts, key=_constant), max(parts, key=_constant)
    if len(parts) == 2:
        one, other = parts
        if _is_paid(one, other):
            return one, other
        if _is_paid(other, one):
            return other, one
    return None


def least(parts: Iterable[Polynomial], rounding: Rounding) -> Polynomial:
    """The least of several; where that would be too long, more (up) or less (down)."""
    parts = tuple(parts)
    plain = _plainly(parts)
    if plain is not None:
        return plain[0]
    kept = _undominated(_flat(parts, "min"), lambda a, b: is_at_most(b, a) is True)
    shared, kept = _apart(kept)
    if ZERO in kept:
        return shared
    if len(kept) == 1:
        return shared + kept[0]
    if _is_long(kept):
        if rounding == "up":
            return shared + min(kept, key=lambda one: (one.degree, one.extent, one.text))
        return shared + meet(kept)
    return shared + of_factor(Group("min", _in_order(kept)))


def greatest(parts: Iterable[Polynomial], rounding: Rounding) -> Polynomial:
    """The greatest of several; where that would be too long, more (up) or less (down)."""
    parts = tuple(parts)
    plain = _plainly(parts)
    if plain is not None:
        return plain[1]
    kept = _undominated(_flat(parts, "max"), lambda a, b: is_at_most(a, b) is True)
    shared, kept = _apart(kept)
    kept = [one for one in kept if one != ZERO] or [ZERO]
    if len(kept) == 1:
        return shared + kept[0]
    if _is_long(kept):
        if rounding == "up":
            return shared + join(kept)
        return shared + max(kept, key=lambda one: (one.degree, -one.extent, one.text))
    return shared + of_factor(Group("max", _in_order(kept)))


def _constant(part: Polynomial) -> Number:
    return part.constant


def join(parts: Sequence[Polynomial]) -> Polynomial:
    """The greatest coefficient of each product: never less than any part, and no longer than all."""
    found: dict[Monomial, Number] = {}
    for part in parts:
        for monomial, count in part.terms:
            found[monomial] = max(found.get(monomial, 0), count)
    return collected(found.items())


def meet(parts: Sequence[Polynomial]) -> Polynomial:
    """The least coefficient of each product: never more than any part."""
    first, *others = parts
    return collected(
        (monomial, min([count, *[one.coefficients.get(monomial, 0) for one in others]]))
        for monomial, count in first.terms
    )


def _is_long(parts: Sequence[Polynomial]) -> bool:
    return len(parts) > PARTS or sum(part.extent for part in parts) > EXTENT


def _flat(parts: Iterable[Polynomial], kind: str) -> list[Polynomial]:
    """Each part once, in an order of their own; a part that is such a group itself is opened."""
    found: dict[Polynomial, None] = {}
    for part in parts:
        only = part.terms[0] if len(part.terms) == 1 else ((), 0)
        group = only[0][0] if len(only[0]) == 1 and only[1] == 1 else None
        opened = group.parts if isinstance(group, Group) and group.kind == kind else (part,)
        found.update(dict.fromkeys(opened))
    return sorted(found, key=lambda one: (one.degree, one.extent, one.text))


def _undominated(
    parts: list[Polynomial], is_dominated: Callable[[Polynomial, Polynomial], bool]
) -> list[Polynomial]:
    kept: list[Polynomial] = []
    for part in parts:
        if any(is_dominated(part, other) for other in kept):
            continue
        kept = [*(other for other in kept if not is_dominated(other, part)), part]
    return kept


def _apart(parts: list[Polynomial]) -> tuple[Polynomial, list[Polynomial]]:
    """What all parts have in common, and what each has beside that."""
    if len(parts) < 2:
        return ZERO, parts
    shared = meet(parts)
    if shared == ZERO:
        return ZERO, parts
    return shared, [less(part, shared) for part in parts]


def less(whole: Polynomial, part: Polynomial) -> Polynomial:
    """The terms of which a polynomial has more than another, by how much it has more.

    `part + less(whole, part)` is never less than `whole`.
    """
    differences = (
        (monomial, count - part.coefficients.get(monomial, 0)) for monomial, count in whole.terms
    )
    return collected((monomial, count) for monomial, count in differences if count > 0)


def substitute(
    polynomial: Polynomial, values: Mapping[str, Polynomial], rounding: Rounding
) -> Polynomial:
    """With polynomials in the place of sizes; sizes that are not named stay.

    Upper ends in the place of sizes make an upper end, lower ends a lower one.
    """
    if not values or values.keys().isdisjoint(polynomial.names):
        return polynomial
    total = ZERO
    for monomial, count in polynomial.terms:
        term = ONE
        for factor in monomial:
            term = term * _substituted(factor, values, rounding)
        total = total + term * Polynomial((((), count),))
    return total


def _substituted(
    factor: Factor, values: Mapping[str, Polynomial], rounding: Rounding
) -> Polynomial:
    if isinstance(factor, str):
        return values[factor] if factor in values else of_factor(factor)
    parts = [substitute(part, values, rounding) for part in factor.parts]
    if factor.kind == "sum":
        return parts[0]
    return (least if factor.kind == "min" else greatest)(parts, rounding)
