"""Polynomials over named sizes: every operation against values in worlds, and how they are written."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell_analyzer.errors import UsageError
from foretell_analyzer.polynomials import (
    ONE,
    ZERO,
    Number,
    Polynomial,
    exactly,
    greatest,
    is_at_most,
    join,
    least,
    less,
    meet,
    number,
    read_polynomial,
    size,
    substitute,
    written,
)
from foretell_analyzer.polynomials.polynomial import TERMS, in_brackets

World = Mapping[str, Number]
NAMES = ("k", "m", "n")
GRID = (0, 1, 2, 5, 1_000)

numbers = st.one_of(
    st.integers(0, 4), st.sampled_from((Fraction(1, 2), Fraction(1, 10), Fraction(4, 3)))
)
worlds = st.fixed_dictionaries({name: st.integers(0, 50) for name in NAMES})
leaves = st.one_of(st.sampled_from(NAMES).map(size), st.integers(0, 4).map(number))


def _wider(inner: st.SearchStrategy[Polynomial]) -> st.SearchStrategy[Polynomial]:
    pairs = st.tuples(inner, inner)
    several = st.lists(inner, min_size=1, max_size=3)
    roundings = st.sampled_from(("up", "down"))
    return st.one_of(
        pairs.map(lambda pair: pair[0] + pair[1]),
        pairs.map(lambda pair: pair[0] + pair[1]),
        pairs.map(lambda pair: pair[0] * pair[1]),
        st.builds(least, several, roundings),
        st.builds(greatest, several, roundings),
        inner.map(in_brackets),
    )


polynomials = st.recursive(leaves, _wider, max_leaves=6)
rational = st.one_of(
    polynomials,
    st.builds(lambda factor, inner: number(factor) * inner, numbers, polynomials),
    st.builds(lambda factor, inner: number(factor) + inner, numbers, polynomials),
)


def p(text: str) -> Polynomial:
    return read_polynomial(text)


# Soundness


@given(rational, rational, worlds)
def test_sums_and_products_are_those_of_values(
    one: Polynomial, two: Polynomial, world: World
) -> None:
    a, b = one.evaluate(world), two.evaluate(world)
    assert (one + two).evaluate(world) == a + b
    assert (one * two).evaluate(world) == a * b
    assert (one**2).evaluate(world) == a * a


@given(st.lists(rational, min_size=1, max_size=6), worlds)
def test_least_and_greatest_err_to_the_side_that_is_asked_for(
    parts: list[Polynomial], world: World
) -> None:
    values = [part.evaluate(world) for part in parts]
    assert least(parts, "up").evaluate(world) >= min(values)
    assert least(parts, "down").evaluate(world) <= min(values)
    assert greatest(parts, "up").evaluate(world) >= max(values)
    assert greatest(parts, "down").evaluate(world) <= max(values)
    assert join(parts).evaluate(world) >= max(values)
    assert meet(parts).evaluate(world) <= min(values)


@given(rational, rational, worlds)
def test_least_and_greatest_of_two_short_ones_are_exact(
    one: Polynomial, two: Polynomial, world: World
) -> None:
    if one.extent + two.extent > 6:
        return
    a, b = one.evaluate(world), two.evaluate(world)
    for rounding in ("up", "down"):
        assert least((one, two), rounding).evaluate(world) == min(a, b)
        assert greatest((one, two), rounding).evaluate(world) == max(a, b)


@given(rational, rational, worlds)
def test_what_is_more_is_enough_to_make_up_for_it(
    one: Polynomial, two: Polynomial, world: World
) -> None:
    assert (two + less(one, two)).evaluate(world) >= one.evaluate(world)


@given(rational, st.dictionaries(st.sampled_from(NAMES), rational, max_size=3), worlds)
def test_substituting_ends_gives_ends(
    polynomial: Polynomial, values: dict[str, Polynomial], world: World
) -> None:
    inner = {**world, **{name: value.evaluate(world) for name, value in values.items()}}
    exact = polynomial.evaluate(inner)
    assert substitute(polynomial, values, "up").evaluate(world) >= exact
    assert substitute(polynomial, values, "down").evaluate(world) <= exact


@given(rational, worlds, worlds)
def test_a_polynomial_never_falls_when_a_size_grows(
    polynomial: Polynomial, one: World, two: World
) -> None:
    larger = {name: max(one[name], two[name]) for name in NAMES}
    assert 0 <= polynomial.evaluate(one) <= polynomial.evaluate(larger)


ranges = st.dictionaries(
    st.sampled_from(NAMES),
    st.tuples(st.integers(0, 3), st.none() | st.integers(3, 12)),
    max_size=3,
)


@given(rational, rational, ranges)
def test_what_is_answered_of_the_order_is_true(
    one: Polynomial, two: Polynomial, known: dict[str, tuple[int, int | None]]
) -> None:
    answer = is_at_most(one, two, known)
    breaking = False
    for values in product(GRID, repeat=len(NAMES)):
        world = dict(zip(NAMES, values, strict=True))
        for name, (low, high) in known.items():
            world[name] = max(low, world[name] if high is None else min(world[name], high))
        if one.evaluate(world) > two.evaluate(world):
            breaking = True
    if answer is True:
        assert not breaking
    if breaking:
        assert answer is not True
    if answer is False and not known:
        values = (0, 1, 2, 3, 7, 100, 1_000_000)
        samples = [dict(zip(NAMES, one, strict=True)) for one in product(values, repeat=3)]
        assert any(one.evaluate(world) > two.evaluate(world) for world in samples)


@given(rational, rational, rational)
def test_the_order_is_reflexive_and_transitive(
    one: Polynomial, two: Polynomial, three: Polynomial
) -> None:
    assert is_at_most(one, one) is True
    assert is_at_most(one, one + two) is True
    if is_at_most(one, two) and is_at_most(two, three):
        assert is_at_most(one, three) is not False


# Forms


@given(rational)
def test_a_polynomial_that_is_read_is_the_one_that_was_written(polynomial: Polynomial) -> None:
    assert read_polynomial(str(polynomial)) == polynomial


@given(rational, rational, rational)
def test_the_order_of_adding_and_multiplying_does_not_show(
    one: Polynomial, two: Polynomial, three: Polynomial
) -> None:
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert str(one * two) == str(two * one)
    assert least((one, two), "up") == least((two, one), "up")
    assert greatest((one, two), "up") == greatest((two, one), "up")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2*len(search@3) + 1", "1 + 2*len(search@3)"),
        ("n*m + n + 3", "3 + n + m*n"),
        ("n*n*n + 2*n*n", "2*n^2 + n^3"),
        ("n^2*m", "m*n^2"),
        ("0 + 0*n", "0"),
        ("1*n", "n"),
        ("n^0", "1"),
        ("0.0005 + 0.000002*len(text)", "0.0005 + 0.000002*len(text)"),
        ("2/4*n", "0.5*n"),
        ("1/3*n", "1/3*n"),
        ("0.1 + 0.2", "0.3"),
        ("min(3, n)", "min(3, n)"),
        ("min(n, 3, 2)", "min(2, n)"),
        ("min(n, n + m)", "n"),
        ("min(1 + n, 1 + m)", "1 + min(m, n)"),
        ("min(0, n)", "0"),
        ("min(2, min(3, n))", "min(2, n)"),
        ("min(n^2, n)", "n"),
        ("max(n, 2*n + 1)", "1 + 2*n"),
        ("max(n, m)", "max(m, n)"),
        ("max(1 + n, 1 + m)", "1 + max(m, n)"),
        ("max(n, max(m, k))", "max(k, m, n)"),
        ("2*min(3, n) + min(3, n)", "3*min(3, n)"),
        ("max(min(3, n), n)", "n"),
        ("(n + m)*2", "2*(m + n)"),
        ("len(search@3.items[].tags)", "len(search@3.items[].tags)"),
    ],
)
def test_a_polynomial_has_one_form(text: str, expected: str) -> None:
    assert str(read_polynomial(text)) == expected
    assert repr(read_polynomial(text)) == f"Polynomial({expected!r})"


@pytest.mark.parametrize(
    ("text", "column", "sign"),
    [("1 - n", 2, "-"), ("2 * $", 4, "$"), ("n^m", 2, "m"), ("n^0.5", 2, "0.5"), ("n m", 2, "m")],
)
def test_what_is_no_polynomial_is_refused_with_its_place(text: str, column: int, sign: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_polynomial(text)
    assert str(caught.value) == (
        f"{text!r}, column {column}: `{sign}` cannot stand here; "
        "write sums and products of numbers and sizes, such as `1 + 2*n`"
    )


@pytest.mark.parametrize("text", ["min(1, n", "n +", "", "(n"])
def test_what_ends_too_early_is_told(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_polynomial(text)
    assert str(caught.value) == f"{text!r} ends too early: a number, size or `)` is missing"


# Corners


def test_numbers_are_exact() -> None:
    assert number(0.1) + number(0.2) == number(0.3)
    assert exactly(2.0) == 2
    assert exactly(0.0005) == Fraction(1, 2000)
    assert number(0.5) * number(2) == ONE
    assert number(0) == number(0.0) == ZERO
    assert written(Fraction(1, 3)) == "1/3"
    assert written(Fraction(5, 4)) == "1.25"
    assert written(Fraction(1, 2000)) == "0.0005"


@pytest.mark.parametrize("value", [-1, -0.5, Fraction(-1, 3)])
def test_nothing_is_negative(value: float | Fraction) -> None:
    with pytest.raises(ValueError, match="is negative, which no size, count, price or time is"):
        number(value)


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="is no number that can be counted with"):
        number(value)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("n", "n", True),
        ("n", "n^2", True),  # sizes are integers
        ("n*m", "n^2*m", True),
        ("n^2", "n", False),
        ("n", "m", False),
        ("2*n", "n + n^2", True),
        ("3*n", "n + n^2", False),
        ("n + n^2", "n^2", False),  # what has paid once cannot pay again
        ("n + n^2", "2*n^2", True),
        ("0", "n", True),
        ("1", "n", False),
        ("min(3, n)", "3", True),
        ("min(3, n)", "n", True),
        ("min(3, n)", "2", False),
        ("2", "min(3, n)", False),
        ("min(n, m)", "max(n, m)", True),
        ("max(n, m)", "n + m", True),
        ("n + m", "2*max(n, m)", None),  # true, and more than we prove
        ("max(n, m)", "max(k, m, n)", True),
        ("max(2, n)", "max(1, n)", False),
        ("k*min(3, n)", "3*k", True),
        ("(m + n)*k", "k*m + k*n", True),
        ("k*m + k*n", "(m + n)*k", True),
        ("0.5*n", "n", True),
        ("min(0.5*n, m)", "min(0.5*n, m)^2", False),  # halves are no integers
    ],
)
def test_the_order(one: str, other: str, expected: bool | None) -> None:  # noqa: FBT001 - the answer
    assert is_at_most(p(one), p(other)) is expected


def test_declared_ranges_decide_what_is_open_without_them() -> None:
    assert is_at_most(p("n"), p("10")) is False
    assert is_at_most(p("n"), p("10"), {"n": (0, 10)}) is True
    assert is_at_most(p("n"), p("10"), {"n": (0, 11)}) is False
    assert is_at_most(p("1"), p("n"), {"n": (1, None)}) is True
    assert is_at_most(p("n + m"), p("10 + m"), {"n": (0, 10)}) is True


def test_a_long_product_keeps_a_factor_in_brackets() -> None:
    sizes = [size(f"s{number}") for number in range(12)]
    long = sum(sizes, ZERO)
    product_ = long * long
    assert len(product_.terms) == 1
    assert product_.evaluate({f"s{number}": 1 for number in range(12)}) == 144
    assert str(long * size("n")) == " + ".join(sorted(f"n*s{number}" for number in range(12)))
    assert len((long**6).terms) <= TERMS


def test_a_long_least_or_greatest_gives_way_to_a_shorter_one() -> None:
    sizes = [size(name) for name in "abcdef"]
    assert str(least(sizes, "up")) == "a"
    assert least(sizes, "down") == ZERO
    assert str(greatest(sizes, "up")) == "a + b + c + d + e + f"
    assert str(greatest(sizes, "down")) == "f"


def test_sizes_are_renamed_through_a_call() -> None:
    callee = p("1 + 2*len(items) + min(3, len(items))")
    assert str(substitute(callee, {"len(items)": p("len(search@3)")}, "up")) == (
        "1 + 2*len(search@3) + min(3, len(search@3))"
    )
    assert str(substitute(callee, {"len(items)": number(2)}, "up")) == "7"
    assert substitute(callee, {"other": ZERO}, "up") is callee
    assert str(substitute(p("n + m"), {"n": p("m"), "m": p("n")}, "up")) == "m + n"


def test_what_is_asked_of_a_polynomial() -> None:
    polynomial = p("3 + 2*n*m + min(4, k)")
    assert polynomial.names == ("k", "m", "n")
    assert polynomial.degree == 2
    assert polynomial.constant == 3
    assert polynomial.extent == 5
    assert polynomial.is_whole
    assert not polynomial.is_constant
    assert not p("0.5*n").is_whole
    assert not p("min(0.5, n)").is_whole
    assert (ZERO.is_constant, ONE.is_constant, ZERO.degree, ZERO.names) == (True, True, 0, ())
