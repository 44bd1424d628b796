"""Bounds written by hand are read into our polynomials and mean there what they mean in Python."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from foretell_analyzer.bounds import Bound, Interval, SizeRange, Unknown, declare
from foretell_analyzer.polynomials import Polynomial, is_at_most, number, read_polynomial

VALUES = (0, 1, 2, 5, 30)


def written_bounds(corpus: Path) -> Iterator[tuple[str, str | int, str | int | None]]:
    """Each bound: where it stands, its low end, its high end."""
    dojo = json.loads((corpus / "agentdojo" / "bounds.json").read_text(encoding="utf-8"))
    for one in dojo:
        for tool, (low, high) in one["calls"].items():
            yield f"{one['file']} {tool}", low, high
    flow = json.loads((corpus / "controlflow" / "expected.json").read_text(encoding="utf-8"))
    for one in flow:
        for tool, counts in one.get("counts", {}).items():
            yield f"{one['id']} {tool}", counts["min"], counts["max"]


def read(end: str | int) -> Polynomial:
    return number(end) if isinstance(end, int) else read_polynomial(end)


def value(end: str | int, world: dict[str, Any]) -> Any:
    return end if isinstance(end, int) else eval(end, {"min": min, "max": max}, world)


def test_ends_written_by_hand_have_the_same_values_in_our_polynomials(corpus: Path) -> None:
    symbolic = 0
    for place, low, high in written_bounds(corpus):
        for end in (low, high):
            if end is None or not _is_polynomial(end):
                continue
            polynomial = read(end)
            symbolic += not polynomial.is_constant
            for values in product(VALUES, repeat=len(polynomial.names)):
                world = dict(zip(polynomial.names, values, strict=True))
                assert polynomial.evaluate(world) == value(end, world), place
            assert read_polynomial(str(polynomial)) == polynomial
    print(f"{symbolic} symbolic ends read")  # noqa: T201 - counted in CI
    assert symbolic >= 60


def test_no_lower_end_is_proven_above_its_upper_end(corpus: Path) -> None:
    proven = 0
    for place, low, high in written_bounds(corpus):
        if high is None or not _is_polynomial(low) or not _is_polynomial(high):
            continue
        one, other = read(low), read(high)
        if one.names and one.names != other.names:
            continue  # two symbols that belong together: `n * mmin` and `n * m`
        assert is_at_most(one, other) is not False, place
        proven += is_at_most(one, other) is True
    print(f"{proven} lower ends proven to be below their upper ends")  # noqa: T201 - counted in CI
    assert proven >= 200


def test_maxima_of_sizes_give_the_maximum_of_a_bound(corpus: Path) -> None:
    for place, low, high in written_bounds(corpus):
        if high is None or not _is_polynomial(low) or not _is_polynomial(high):
            continue
        interval = Interval(number(0), read(high))
        sizes = {name: SizeRange(name, 0, number(7)) for name in interval.names}
        world = dict.fromkeys(interval.names, 7)
        assert declare(interval, sizes) == Bound(0, value(high, world)), place
        if interval.names and not isinstance(declare(interval, {}).high, int):
            assert isinstance(declare(interval, {}).high, Unknown), place


def _is_polynomial(end: str | int) -> bool:
    """Without differences and quotients, which polynomials with positive coefficients have not."""
    return isinstance(end, int) or not any(sign in end for sign in "-/")
