"""Three readings of one interval: symbolic, with declared maxima, with assumed sizes.

The symbolic one is the interval itself. Declared maxima make numbers of it that are as good as the
declarations; a size without a maximum makes `Unknown` of an upper end, with its name: the bound is
finite, and no number is known. Assumed sizes make a guess of it, which is of another type.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import inf, nextafter

from ..diagnostics import Place
from ..polynomials import Number, Polynomial, number, substitute
from .ends import UpperEnd, substitute_ends
from .intervals import Interval
from .reported import Bound, Estimate, Unknown


@dataclass(frozen=True, slots=True)
class SizeRange:
    """What is known of a size: its least and greatest value, and what is assumed of it.

    The greatest may depend on other sizes, as that of a result of `search(limit=n)` does. `told` is
    what the size is, for people: ``items of the result of `search` ``.
    """

    name: str
    low: int = 0
    high: Polynomial | None = None
    assumed: int | None = None
    where: Place | None = None
    told: str = ""


Sizes = Mapping[str, SizeRange]


def declare(interval: Interval, sizes: Sizes) -> Bound:
    """What is promised if sizes keep to their declared ranges."""
    ends = _declared(sizes)
    lows = {name: number(one.low) for name, one in sizes.items()}
    low = _with_defaults(interval.low, lows)
    if not isinstance(interval.high, Polynomial):
        return Bound(rounded_down(low), interval.high)
    named = {name: ends.get(name, _undeclared(name, None)) for name in interval.high.names}
    high = substitute_ends(interval.high, named)
    if not isinstance(high, Polynomial):
        return Bound(rounded_down(low), high)
    return Bound(rounded_down(low), rounded_up(high.constant))


def _with_defaults(polynomial: Polynomial, values: Mapping[str, Polynomial]) -> Number:
    named = {name: values.get(name, number(0)) for name in polynomial.names}
    return substitute(polynomial, named, "down").constant


def _declared(sizes: Sizes) -> dict[str, UpperEnd]:
    """The greatest value of each size as a number, or why there is none."""
    found: dict[str, UpperEnd] = {}

    def greatest(name: str, seen: frozenset[str]) -> UpperEnd:
        if name in found:
            return found[name]
        one = sizes.get(name)
        if one is None or one.high is None or name in seen:
            end: UpperEnd = _undeclared(name, one)
        else:
            inner = {other: greatest(other, seen | {name}) for other in one.high.names}
            end = substitute_ends(one.high, inner)
        if not seen:
            found[name] = end
        return end

    for name in sizes:
        greatest(name, frozenset())
    return found


def _undeclared(name: str, one: SizeRange | None) -> Unknown:
    told = one.told if one is not None and one.told else f"`{name}`"
    return Unknown(f"no maximum is declared for {told}", one.where if one is not None else None)


def assume(interval: Interval, sizes: Sizes) -> Estimate:
    """About how much it is if sizes are what is assumed of them, else at their maximum."""
    ends = _declared(sizes)
    values: dict[str, UpperEnd] = {}
    basis: list[str] = []
    for name in interval.names:
        one = sizes.get(name)
        end = ends.get(name, _undeclared(name, one))
        if one is not None and one.assumed is not None:
            values[name] = number(one.assumed)
            basis.append(f"{name} = {one.assumed}, assumed")
        elif isinstance(end, Polynomial):
            values[name] = end
            basis.append(f"{name} = {end}, its maximum")
        else:
            values[name] = end
    known = {name: one for name, one in values.items() if isinstance(one, Polynomial)}
    low = _with_defaults(interval.low, known)
    high = interval.high
    if isinstance(high, Polynomial):
        high = substitute_ends(high, values)
    return Estimate(
        rounded_down(low),
        rounded_up(high.constant) if isinstance(high, Polynomial) else high,
        tuple(basis),
    )


def rounded_up(value: Number) -> int | float:
    """A number that a report can hold, not below the exact one; floats count as they are written."""
    if isinstance(value, int):
        return value
    near = float(value)
    return near if Fraction(repr(near)) >= value else nextafter(near, inf)


def rounded_down(value: Number) -> int | float:
    """A number that a report can hold, not above the exact one; floats count as they are written."""
    if isinstance(value, int):
        return value
    near = float(value)
    return near if Fraction(repr(near)) <= value else nextafter(near, 0.0)


def ranges_of(sizes: Iterable[SizeRange]) -> dict[str, tuple[int, int | None]]:
    """What proofs may use of sizes: their least and greatest values as far as these are numbers."""
    table = {one.name: one for one in sizes}
    ends = _declared(table)
    return {name: (one.low, _integer(ends.get(name))) for name, one in table.items()}


def _integer(end: UpperEnd | None) -> int | None:
    if isinstance(end, Polynomial) and isinstance(end.constant, int):
        return end.constant
    return None
