"""Intervals and their readings: every operation against numbers in worlds, and each corner."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell_analyzer.bounds import (
    NOTHING,
    Bound,
    Estimate,
    Interval,
    SizeRange,
    Unbounded,
    Unknown,
    UpperEnd,
    add_ends,
    assume,
    at_most,
    between,
    declare,
    exactly,
    greatest_end,
    least_end,
    multiply_ends,
    substitute_ends,
    unbounded,
    unknown,
)
from foretell_analyzer.bounds.readings import ranges_of, rounded_down, rounded_up
from foretell_analyzer.diagnostics import Place
from foretell_analyzer.polynomials import (
    ZERO,
    Number,
    Polynomial,
    is_at_most,
    number,
    read_polynomial,
    size,
)
from tests.test_polynomials import NAMES, polynomials, worlds

World = Mapping[str, Number]
ENDLESS, OPAQUE = Unbounded("`while True`"), Unknown("it calls what is not known")
PLACE = Place(3, 0, 3, 9, 20, 29)

ends: st.SearchStrategy[UpperEnd] = st.one_of(
    polynomials, polynomials, polynomials, st.sampled_from((ENDLESS, OPAQUE))
)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low = draw(polynomials)
    high = draw(ends)
    if isinstance(high, Polynomial):
        high = low + high if draw(st.booleans()) else low
    return Interval(low, high)


def p(text: str) -> Polynomial:
    return read_polynomial(text)


def inside(interval: Interval, world: World, part: int) -> Number:
    """A number of an interval in a world: its low end, its high end, or one in between."""
    low = interval.low.evaluate(world)
    if isinstance(interval.high, Polynomial):
        return low + (interval.high.evaluate(world) - low) * part // 4
    return low + part * 1_000


parts = st.integers(0, 4)


# Soundness


@given(intervals(), intervals(), worlds, parts, parts)
def test_every_operation_keeps_what_is_in_it(
    one: Interval, two: Interval, world: World, first: int, second: int
) -> None:
    a, b = inside(one, world, first), inside(two, world, second)
    assert one.admits(a, world)
    assert (one + two).admits(a + b, world)
    assert (one * two).admits(a * b, world)
    assert (one | two).admits(a, world)
    assert (one | two).admits(b, world)
    assert one.at_once(two).admits(max(a, b), world)
    assert one.perhaps().admits(a, world)
    assert one.perhaps().admits(0, world)
    if two.admits(a, world):
        assert (one & two).admits(a, world)


@given(intervals(), polynomials, worlds, parts)
def test_a_limit_caps(one: Interval, limit: Polynomial, world: World, part: int) -> None:
    value = min(inside(one, world, part), limit.evaluate(world))
    assert one.capped(limit).admits(value, world)


@given(intervals(), st.dictionaries(st.sampled_from(NAMES), intervals(), max_size=2), worlds, parts)
def test_intervals_in_the_place_of_sizes(
    one: Interval, values: dict[str, Interval], world: World, part: int
) -> None:
    inner = {**world, **{n: inside(value, world, part) for n, value in values.items()}}
    value = inside(one, inner, part)
    assert one.substitute(values).admits(value, world)


@given(intervals(), intervals(), worlds, parts)
def test_what_is_within_an_interval_is_in_it(
    one: Interval, two: Interval, world: World, part: int
) -> None:
    assert one.is_within(one) is True or isinstance(one.high, Unknown)
    answer = one.is_within(two)
    if answer is True:
        assert two.admits(inside(one, world, part), world)
    wider = Interval(ZERO, add_ends(one.high, two.high))
    assert wider.admits(inside(one, world, part), world)
    if isinstance(wider.high, Polynomial):
        assert one.is_within(wider) is True


size_tables = st.fixed_dictionaries(
    {
        name: st.builds(
            SizeRange,
            st.just(name),
            st.integers(0, 3),
            st.none() | st.integers(3, 50).map(number),
            st.none() | st.integers(0, 60),
        )
        for name in NAMES
    }
)


@given(intervals(), size_tables, worlds, parts)
def test_the_declared_reading_holds_while_sizes_keep_to_their_ranges(
    interval: Interval, sizes: dict[str, SizeRange], world: World, part: int
) -> None:
    kept: dict[str, Number] = {}
    for name, one in sizes.items():
        top = one.high.constant if one.high is not None else 10**6
        kept[name] = max(one.low, min(world[name], top))
    bound = declare(interval, sizes)
    value = inside(interval, kept, part)
    assert bound.low <= value
    if isinstance(bound.high, (int, float)):
        assert value <= bound.high
    known = ranges_of(sizes.values())
    if isinstance(interval.high, Polynomial) and isinstance(bound.high, int):
        assert is_at_most(interval.high, number(bound.high), known) is not False


@given(intervals(), size_tables)
def test_an_assumed_reading_is_the_value_in_the_assumed_world(
    interval: Interval, sizes: dict[str, SizeRange]
) -> None:
    estimate = assume(interval, sizes)
    if all(one.assumed is not None for one in sizes.values()):
        world = {name: one.assumed or 0 for name, one in sizes.items()}
        assert estimate.low == interval.low.evaluate(world)
        if isinstance(interval.high, Polynomial):
            assert estimate.high == interval.high.evaluate(world)
        else:
            assert estimate.high == interval.high


# Three answers, never blurred


@pytest.mark.parametrize(
    ("one", "other", "added", "multiplied", "lesser", "greater"),
    [
        (ZERO, ENDLESS, ENDLESS, ZERO, ZERO, ENDLESS),
        (ZERO, OPAQUE, OPAQUE, ZERO, ZERO, OPAQUE),
        (p("2*n"), ENDLESS, ENDLESS, ENDLESS, p("2*n"), ENDLESS),
        (p("2*n"), OPAQUE, OPAQUE, OPAQUE, p("2*n"), OPAQUE),
        (ENDLESS, OPAQUE, ENDLESS, OPAQUE, OPAQUE, ENDLESS),
        (ENDLESS, ENDLESS, ENDLESS, ENDLESS, ENDLESS, ENDLESS),
        (OPAQUE, OPAQUE, OPAQUE, OPAQUE, OPAQUE, OPAQUE),
        (number(2), p("n"), p("2 + n"), p("2*n"), p("min(2, n)"), p("max(2, n)")),
    ],
)
def test_upper_ends(  # noqa: PLR0913, PLR0917 - a column an operation
    one: UpperEnd,
    other: UpperEnd,
    added: UpperEnd,
    multiplied: UpperEnd,
    lesser: UpperEnd,
    greater: UpperEnd,
) -> None:
    for a, b in ((one, other), (other, one)):
        assert add_ends(a, b) == added
        assert multiply_ends(a, b) == multiplied
        assert least_end(a, b) == lesser
        assert greatest_end(a, b) == greater


def test_of_two_answers_of_one_kind_the_first_is_told() -> None:
    first, second = Unbounded("the first"), Unbounded("the second")
    assert add_ends(first, second) == multiply_ends(first, second) == first
    assert least_end(first, second) == greatest_end(first, second) == first
    assert add_ends(Unknown("a"), Unknown("b")) == Unknown("a")


def test_nothing_however_often_is_nothing() -> None:
    assert NOTHING * unbounded("`while True`") == NOTHING
    assert unknown("opaque") * NOTHING == NOTHING
    assert str(exactly(size("n")) * unbounded("`while True`")) == "0..unbounded"


def test_a_limit_makes_even_the_unbounded_finite() -> None:
    assert str(unbounded("`while True`").capped(number(20))) == "0..20"
    assert str(unknown("opaque").capped(p("n"))) == "0..n"


def test_what_is_put_in_the_place_of_a_size_may_have_no_end() -> None:
    twice = at_most(p("2*n + m"))
    assert twice.substitute({"n": unbounded("fed by results")}).high == Unbounded("fed by results")
    assert twice.substitute({"n": NOTHING}).high == p("m")
    assert twice.substitute({"n": unknown("a"), "m": unbounded("b")}).high == Unbounded("b")
    assert at_most(p("min(3, n)")).substitute({"n": unbounded("b")}).high == number(3)
    assert at_most(p("max(3, n)")).substitute({"n": unknown("a")}).high == Unknown("a")
    assert at_most(p("n*min(0, m)")).substitute({"n": unbounded("b")}).high == ZERO
    assert exactly(p("n")).substitute({"n": between(2, 5)}) == between(2, 5)
    assert substitute_ends(p("n"), {}) == p("n")


def test_an_interval_that_is_empty_for_sure_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no number is at least 3 and at most 2"):
        between(3, 2)


def test_whether_one_interval_lies_in_another() -> None:
    assert exactly(2).is_within(between(1, 3)) is True
    assert exactly(4).is_within(between(1, 3)) is False
    assert at_most(p("n")).is_within(at_most(p("m"))) is False
    assert at_most(p("n + m")).is_within(at_most(p("2*max(n, m)"))) is None
    assert unbounded("a").is_within(at_most(9)) is False
    assert unknown("a").is_within(at_most(9)) is None
    assert at_most(9).is_within(unknown("a")) is True


# Readings

SIZES = {
    "len(search@1)": SizeRange("len(search@1)", 0, number(10), 4),
    "len(rows@2)": SizeRange("len(rows@2)", assumed=100, where=PLACE, told="the items of `rows`"),
    "limit": SizeRange("limit", 1, number(5)),
    "len(list@3)": SizeRange("len(list@3)", 0, size("limit")),
}


def test_one_interval_has_three_readings() -> None:
    interval = exactly(p("1 + 2*len(search@1)"))
    assert declare(interval, SIZES) == Bound(1, 21)
    assert assume(interval, SIZES) == Estimate(9, 9, ("len(search@1) = 4, assumed",))
    assert str(interval) == "1 + 2*len(search@1)"
    assert str(assume(interval, SIZES)) == "about 9"


def test_a_size_without_a_maximum_is_told_and_the_bound_stays_finite() -> None:
    interval = between(p("len(rows@2)"), p("len(rows@2)^2"))
    assert interval.is_finite
    assert declare(interval, SIZES) == Bound(
        0, Unknown("no maximum is declared for the items of `rows`", PLACE)
    )
    assert assume(interval, SIZES) == Estimate(100, 10_000, ("len(rows@2) = 100, assumed",))
    assert declare(exactly(p("other")), {}) == Bound(
        0, Unknown("no maximum is declared for `other`")
    )
    assert assume(exactly(p("other")), {}) == Estimate(
        0, Unknown("no maximum is declared for `other`")
    )


def test_a_minimum_with_what_is_not_declared_is_declared() -> None:
    assert declare(exactly(p("min(3, len(rows@2))")), SIZES) == Bound(0, 3)


def test_a_maximum_may_name_another_size() -> None:
    assert declare(exactly(p("len(list@3)")), SIZES) == Bound(0, 5)
    assert declare(exactly(p("2*limit")), SIZES) == Bound(2, 10)
    assert assume(at_most(p("len(list@3)")), SIZES) == Estimate(
        0, 5, ("len(list@3) = 5, its maximum",)
    )
    circle = {"a": SizeRange("a", high=size("b")), "b": SizeRange("b", high=p("a + 1"))}
    assert declare(at_most(size("a")), circle) == Bound(
        0, Unknown("no maximum is declared for `a`")
    )
    assert declare(at_most(size("b")), circle) == Bound(
        0, Unknown("no maximum is declared for `a`")
    )
    assert ranges_of(SIZES.values()) == {
        "len(search@1)": (0, 10),
        "len(rows@2)": (0, None),
        "limit": (1, 5),
        "len(list@3)": (0, 5),
    }


def test_the_other_two_answers_pass_through_every_reading() -> None:
    for interval, told in ((unbounded("b", PLACE), "unbounded"), (unknown("a"), "unknown")):
        symbolic = interval + exactly(1)
        declared = declare(symbolic, SIZES)
        assert isinstance(interval.high, Unbounded | Unknown)
        assert declared == Bound(1, interval.high)
        assert assume(symbolic, SIZES) == Estimate(1, interval.high)
        assert str(symbolic) == str(declared) == f"1..{told}"
        assert not symbolic.is_finite


def test_prices_are_exact_until_they_are_told() -> None:
    price = exactly(0.0005) + exactly(0.000002) * at_most(p("len(text)"))
    assert str(price) == "0.0005..0.0005 + 0.000002*len(text)"
    sizes = {"len(text)": SizeRange("len(text)", high=number(100_000))}
    assert declare(price, sizes) == Bound(0.0005, 0.2005)
    tenths = exactly(0.1) + exactly(0.1) + exactly(0.1)
    assert declare(tenths, {}) == Bound(0.3, 0.3)
    assert tenths == exactly(0.3)


@given(st.fractions(0, 10**6))
def test_numbers_of_a_report_are_rounded_to_the_safe_side(value: Fraction) -> None:
    down, up = rounded_down(value), rounded_up(value)
    assert Fraction(repr(down)) <= value <= Fraction(repr(up))
    assert up - down <= 1e-9


# Tight where scripts usually are


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (exactly(1) + exactly(size("n")), "1 + n"),
        (exactly(size("n")) * exactly(size("m")), "m*n"),
        (exactly(size("n")) | NOTHING, "0..n"),
        (exactly(p("2*n")) | exactly(p("3*n")), "2*n..3*n"),
        (exactly(size("n")) | exactly(size("m")), "min(m, n)..max(m, n)"),
        (exactly(size("n")).capped(number(3)), "min(3, n)"),
        (between(0, 5) & at_most(p("n")), "0..min(5, n)"),
        (between(2, 9) & between(1, 4), "2..4"),
        (exactly(2).at_once(exactly(10)) + exactly(20), "30"),
        (exactly(size("n")) + unbounded("b"), "n..unbounded"),
    ],
)
def test_intervals_of_usual_scripts(interval: Interval, expected: str) -> None:
    assert str(interval) == expected
