"""Upper ends: a polynomial, `Unbounded` or `Unknown`, and what adding and multiplying them gives.

`Unbounded` is evidence that nothing limits something; `Unknown` says that we cannot tell.

| | finite, 0 | finite | unbounded | unknown |
| --- | --- | --- | --- | --- |
| sum with unbounded | unbounded | unbounded | unbounded | unbounded |
| sum with unknown | unknown | unknown | unbounded | unknown |
| product with unbounded | 0 | unbounded | unbounded | unknown |
| product with unknown | 0 | unknown | unknown | unknown |
| least with unbounded | 0 | finite | unbounded | unknown |
| least with unknown | 0 | finite | unknown | unknown |
| greatest with unbounded | unbounded | unbounded | unbounded | unbounded |
| greatest with unknown | unknown | unknown | unbounded | unknown |

Nothing is 0 but the constant: nothing, however often, is nothing. An unknown factor may be 0, so its
product with something unbounded is unknown. Of two answers of one kind the first is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce

from ..polynomials import ZERO, Factor, Polynomial, greatest, least, size, substitute
from .reported import Unbounded, Unknown

UpperEnd = Polynomial | Unbounded | Unknown


def add_ends(one: UpperEnd, other: UpperEnd) -> UpperEnd:
    """The sum."""
    if isinstance(one, Polynomial) and isinstance(other, Polynomial):
        return one + other
    return _gravest(one, other)


def multiply_ends(one: UpperEnd, other: UpperEnd) -> UpperEnd:
    """The product; nothing, however often, is nothing."""
    if ZERO in (one, other):
        return ZERO
    if isinstance(one, Polynomial) and isinstance(other, Polynomial):
        return one * other
    return next(
        (end for end in (one, other) if isinstance(end, Unknown)),
        other if isinstance(one, Polynomial) else one,
    )


def least_end(one: UpperEnd, other: UpperEnd) -> UpperEnd:
    """The lesser: what is limited by anything finite is finite."""
    if isinstance(one, Polynomial) and isinstance(other, Polynomial):
        return least((one, other), "up")
    if isinstance(one, Polynomial):
        return one
    if isinstance(other, Polynomial):
        return other
    return other if isinstance(one, Unbounded) and isinstance(other, Unknown) else one


def greatest_end(one: UpperEnd, other: UpperEnd) -> UpperEnd:
    """The greater."""
    if isinstance(one, Polynomial) and isinstance(other, Polynomial):
        return greatest((one, other), "up")
    return _gravest(one, other)


def sum_of_ends(ends: Iterable[UpperEnd]) -> UpperEnd:
    """The sum of any number of them."""
    none: UpperEnd = ZERO
    return reduce(add_ends, ends, none)


def greatest_of_ends(ends: Iterable[UpperEnd]) -> UpperEnd:
    """The greatest of any number of them; 0 of none."""
    none: UpperEnd = ZERO
    return reduce(greatest_end, ends, none)


def _gravest(one: UpperEnd, other: UpperEnd) -> UpperEnd:
    """Unbounded before unknown before finite."""
    for kind in (Unbounded, Unknown):
        for end in (one, other):
            if isinstance(end, kind):
                return end
    return one


def substitute_ends(polynomial: Polynomial, ends: Mapping[str, UpperEnd]) -> UpperEnd:
    """A polynomial with upper ends in the place of sizes, such as those of a caller's arguments."""
    finite = {name: end for name, end in ends.items() if isinstance(end, Polynomial)}
    if len(finite) == len(ends):
        return substitute(polynomial, finite, "up")
    total: UpperEnd = ZERO
    for monomial, count in polynomial.terms:
        term: UpperEnd = Polynomial((((), count),))
        for factor in monomial:
            term = multiply_ends(term, _factor_end(factor, ends))
        total = add_ends(total, term)
    return total


def _factor_end(factor: Factor, ends: Mapping[str, UpperEnd]) -> UpperEnd:
    if isinstance(factor, str):
        return ends.get(factor, size(factor))
    parts = [substitute_ends(part, ends) for part in factor.parts]
    return reduce(least_end if factor.kind == "min" else greatest_end, parts)
