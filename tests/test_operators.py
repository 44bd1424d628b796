"""Operators: CPython's results for ordinary values, a stop before too much work is done."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell.interpreter import operators
from foretell.interpreter.kernel import Stop
from foretell.interpreter.library.sets import OrderedFrozenSet, OrderedSet
from tests.library_runs import Bench, make_runtime

numbers = st.integers(-1000, 1000) | st.floats(-1e6, 1e6) | st.booleans() | st.fractions(-9, 9)
atoms = numbers | st.text("ab%{}", max_size=4) | st.none() | st.binary(max_size=3)
values = st.recursive(
    atoms,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text("ab", max_size=2), inner, max_size=2)
    ),
    max_leaves=6,
)
SIGNS = tuple(operators.OPERATIONS)


def outcome(function: Callable[[], Any]) -> Any:
    """What a call comes to: a value or an exception, to be compared."""
    try:
        result = function()
    except Exception as error:
        return type(error), str(error)
    return type(result), repr(result)


def is_small(value: Any) -> bool:
    if isinstance(value, (int, float, Fraction)):
        return -20 < float(value) < 20
    return True


@given(st.sampled_from(SIGNS), values, values)
def test_binary_operators_are_those_of_cpython(sign: str, left: Any, right: Any) -> None:
    if sign in ("**", "<<") and not is_small(right):
        return
    theirs = outcome(lambda: operators.OPERATIONS[sign](left, right))
    assert outcome(lambda: operators.binary(make_runtime(), sign, left, right)) == theirs


@given(st.sampled_from(tuple(operators.COMPARISONS)), values, values)
def test_comparisons_are_those_of_cpython(sign: str, left: Any, right: Any) -> None:
    theirs = outcome(lambda: operators.COMPARISONS[sign](left, right))
    assert outcome(lambda: operators.compare(make_runtime(), sign, left, right)) == theirs


@given(values, values)
def test_membership_is_that_of_cpython(item: Any, container: Any) -> None:
    theirs = outcome(lambda: item in container)
    assert outcome(lambda: operators.contains(make_runtime(), item, container)) == theirs


@given(values, values)
def test_subscripts_are_those_of_cpython(container: Any, key: Any) -> None:
    theirs = outcome(lambda: operator.getitem(container, key))
    assert outcome(lambda: operators.get_item(make_runtime(), container, key)) == theirs


@given(values)
def test_texts_of_values_are_those_of_cpython(value: Any) -> None:
    runtime = make_runtime()
    assert operators.to_text(runtime, value) == str(value)
    assert operators.represent(runtime, value) == repr(value)


@given(values, st.sampled_from(["", ">8", "05.2f", "x", "s", "^6", ",", "%", "d", "e"]))
def test_formats_are_those_of_cpython(value: Any, specification: str) -> None:
    theirs = outcome(lambda: format(value, specification))
    ours = outcome(lambda: operators.format_value(make_runtime(), value, "", specification))
    assert ours == theirs


@given(st.text("a{}0.[]!r:>5x", max_size=12), st.lists(atoms, max_size=2))
def test_str_format_is_that_of_cpython(template: str, arguments: list[Any]) -> None:
    theirs = outcome(lambda: template.format(*arguments, x=1))
    ours = outcome(lambda: Bench().method(template, "format", *arguments, x=1))
    if isinstance(theirs[0], type) and issubclass(theirs[0], Exception):
        assert ours[0] is theirs[0]
    else:
        assert ours == theirs


@given(st.text("a%ds5.r(x)", max_size=10), atoms)
def test_percent_formatting_is_that_of_cpython(template: str, value: Any) -> None:
    theirs = outcome(lambda: template % (value,))
    assert outcome(lambda: operators.binary(make_runtime(), "%", template, (value,))) == theirs


SHARED: list[Any] = [1]
for _ in range(40):
    SHARED = [SHARED, SHARED]
DEEP: list[Any] = []
for _ in range(5000):
    DEEP = [DEEP]
HUGE = 10**30000


def tuple_of(value: Any, depth: int) -> Any:
    result: Any = (1,)
    for _ in range(depth):
        result = (result, result)
    del value
    return result


def zip_of(bench: Bench) -> Any:
    count = bench.function("itertools", "count")
    return bench.builtin("zip", count, count)


def write_far(bench: Bench) -> Any:
    file = bench.function("io", "BytesIO")
    bench.method(file, "seek", 10**12)
    return bench.method(file, "write", b"x")


def asleep(bench: Bench) -> Any:
    bench.runtime.deadline = 0.0
    return bench.function("time", "sleep", 1000)


TOO_MUCH: dict[str, Callable[[Bench], Any]] = {
    "repeated text": lambda b: operators.binary(b.runtime, "*", "a", 10**10),
    "repeated list": lambda b: operators.binary(b.runtime, "*", 10**10, [1]),
    "repeated list in place": lambda b: operators.inplace(b.runtime, "*", [1], 10**10),
    "power": lambda b: operators.binary(b.runtime, "**", 10, 10**8),
    "power of powers": lambda b: operators.binary(b.runtime, "**", 2, HUGE),
    "fraction power": lambda b: operators.binary(b.runtime, "**", Fraction(3, 2), 10**7),
    "shift": lambda b: operators.binary(b.runtime, "<<", 1, 10**12),
    "width by %": lambda b: operators.binary(b.runtime, "%", "%1000000000d", 1),
    "width by *": lambda b: operators.binary(b.runtime, "%", "%*d", (10**9, 1)),
    "precision by %": lambda b: operators.binary(b.runtime, "%", "%.999999999f", 1.0),
    "width by format": lambda b: operators.format_value(b.runtime, 1, "", ">1000000000"),
    "digits of a decimal": lambda b: operators.format_value(
        b.runtime, Decimal("1e99999999"), "", "f"
    ),
    "width inside str.format": lambda b: b.method("{:>{w}}", "format", 1, w=10**10),
    "shared list as text": lambda b: operators.represent(b.runtime, SHARED),
    "shared list compared": lambda b: operators.compare(b.runtime, "==", SHARED, [SHARED[0]] * 2),
    "shared list in json": lambda b: b.function("json", "dumps", SHARED),
    "shared list printed": lambda b: b.builtin("print", SHARED),
    "hash of a shared tuple": lambda b: b.builtin("hash", tuple_of(SHARED, 22)),
    "join": lambda b: b.method("a" * 100_000, "join", ["b"] * 100_000),
    "replace": lambda b: b.method("a" * 100_000, "replace", "a", "b" * 100_000),
    "ljust": lambda b: b.method("a", "ljust", 10**10),
    "center": lambda b: b.method("a", "center", 10**10),
    "zfill": lambda b: b.method("a", "zfill", 10**10),
    "expandtabs": lambda b: b.method("\t", "expandtabs", 10**9),
    "translate": lambda b: b.method("a" * 10_000, "translate", {97: "b" * 10_000}),
    "bytes": lambda b: b.builtin("bytes", 10**10),
    "bytearray": lambda b: b.builtin("bytearray", 10**10),
    "list of range": lambda b: b.builtin("list", range(10**9)),
    "tuple of count": lambda b: b.builtin("tuple", b.function("itertools", "count")),
    "set of count": lambda b: b.builtin("set", b.function("itertools", "count")),
    "dict of pairs": lambda b: b.builtin("dict", zip_of(b)),
    "sum of range": lambda b: b.builtin("sum", range(10**12)),
    "sum of a range beyond measure": lambda b: b.builtin("sum", range(10**30)),
    "list of a range beyond measure": lambda b: b.builtin("list", range(10**30)),
    "sum of lists": lambda b: b.builtin("sum", [[1] * 1000] * 10_000, []),
    "max of count": lambda b: b.builtin("max", b.function("itertools", "count")),
    "any of repeat": lambda b: b.builtin("any", b.function("itertools", "repeat", 0)),
    "all of range": lambda b: b.builtin("all", range(1, 10**12)),
    "sorted range": lambda b: b.builtin("sorted", range(10**10)),
    "next of filter": lambda b: b.builtin(
        "next", b.builtin("filter", None, b.function("itertools", "repeat", 0))
    ),
    "in count": lambda b: operators.contains(b.runtime, -1, b.function("itertools", "count")),
    "in a wide range": lambda b: operators.contains(b.runtime, 0.5, range(10**9)),
    "extend by count": lambda b: b.method([], "extend", b.function("itertools", "count")),
    "add count in place": lambda b: operators.inplace(
        b.runtime, "+", [], b.function("itertools", "count")
    ),
    "list of lists in map": lambda b: b.builtin("list", b.builtin("map", list, [range(10**9)])),
    "factorial": lambda b: b.function("math", "factorial", 10**7),
    "comb": lambda b: b.function("math", "comb", 10**6, 5 * 10**5),
    "perm": lambda b: b.function("math", "perm", 10**6, 10**6 - 1),
    "prod": lambda b: b.function("math", "prod", range(1, 10**5)),
    "pow": lambda b: b.builtin("pow", 10, 10**8),
    "pow with modulus": lambda b: b.builtin("pow", 3, HUGE, HUGE + 1),
    "int from text": lambda b: b.builtin("int", "9" * 500_000),
    "int from decimal": lambda b: b.builtin("int", Decimal("1e999999")),
    "int from bytes": lambda b: b.method(int, "from_bytes", b"\xff" * 100_000, "big"),
    "to_bytes": lambda b: b.method(1, "to_bytes", 10**10, "big"),
    "product": lambda b: b.function("itertools", "product", [1], repeat=10**10),
    "permutations": lambda b: b.builtin("list", b.function("itertools", "permutations", range(20))),
    "islice far away": lambda b: b.builtin(
        "next",
        b.function("itertools", "islice", b.function("itertools", "count"), 10**12, None),
    ),
    "chain of empty ones": lambda b: b.builtin(
        "next",
        b.method(
            b.runtime.services.state["modules"]["itertools"].members["chain"],
            "from_iterable",
            b.function("itertools", "repeat", ()),
        ),
    ),
    "getrandbits": lambda b: b.function("random", "getrandbits", 10**9),
    "choices": lambda b: b.function("random", "choices", [1, 2], k=10**9),
    "token_bytes": lambda b: b.function("secrets", "token_bytes", 10**9),
    "decimal exponent": lambda b: b.function("decimal", "Decimal", "1e999999999"),
    "fraction from text": lambda b: b.function("fractions", "Fraction", "1e100000000"),
    "fraction from decimal": lambda b: b.function("fractions", "Fraction", Decimal("1e900000")),
    "json with indentation": lambda b: b.function("json", "dumps", [[[1]]], indent=10**9),
    "textwrap": lambda b: b.function("textwrap", "wrap", "a" * 1_000_000, 1),
    "textwrap.indent": lambda b: b.function("textwrap", "indent", "a\n" * 1000, "b" * 10_000),
    "difflib": lambda b: b.function(
        "difflib", "SequenceMatcher", None, "ab" * 9000, "ba" * 9000, autojunk=False
    ).ratio(),
    "pbkdf2": lambda b: b.function("hashlib", "pbkdf2_hmac", "sha256", b"a", b"b", 10**9),
    "writing behind the end": write_far,
    "calendar": lambda b: b.function("calendar", "calendar", 2024, 10**6),
    "regular expression": lambda b: b.function("re", "match", r"(a+)+$", "a" * 60 + "b"),
    "sub with references": lambda b: b.function("re", "sub", r"(a+)", r"\1" * 4000, "a" * 20_000),
    "sleep": asleep,
    "output": lambda b: b.builtin("print", "a" * 20_000),
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_too_much_work_stops_the_run_before_it_is_done(what: str) -> None:
    bench = Bench(steps=300_000)
    bench.function("itertools", "count")
    with pytest.raises(Stop):
        TOO_MUCH[what](bench)


@pytest.mark.parametrize("what", ["repr", "print", "json", "=="])
def test_values_nested_too_deep_are_an_error_that_can_be_caught(what: str) -> None:
    bench = Bench()
    operation: dict[str, Callable[[], Any]] = {
        "repr": lambda: bench.builtin("repr", DEEP),
        "print": lambda: bench.builtin("print", DEEP),
        "json": lambda: bench.function("json", "dumps", DEEP),
        "==": lambda: operators.compare(bench.runtime, "==", DEEP, [DEEP[0]]),
    }
    with pytest.raises(RecursionError):
        operation[what]()
    assert isinstance(bench.runtime.raised, RecursionError)


def test_iterators_cannot_be_stacked_without_end() -> None:
    bench = Bench()

    def stack(height: int) -> Any:
        stacked: Any = [1]
        for _ in range(height):
            stacked = bench.builtin("map", str, stacked)
        return stacked

    assert bench.builtin("list", stack(100)) == ["1"]
    with pytest.raises(RecursionError):
        stack(101)


def test_a_cycle_is_shown_as_in_cpython() -> None:
    cycle: list[Any] = [1]
    cycle.append(cycle)
    assert operators.represent(make_runtime(), cycle) == "[1, [...]]"


def test_texts_carry_no_address() -> None:
    bench = Bench()
    stream = bench.builtin("map", str, [])
    assert bench.builtin("repr", stream) == "<map object>"
    assert bench.builtin("str", [stream, iter([])]) == "[<map object>, <list_iterator object>]"
    assert bench.builtin("str", {"a": (object(),)}) == "{'a': (<object object>,)}"
    assert operators.binary(bench.runtime, "%", "%s", (object(),)) == "<object object>"
    assert bench.method("{}", "format", iter([])) == "<list_iterator object>"


def test_hashes_and_identities_are_the_same_in_every_process() -> None:
    first, second = Bench(), Bench()
    for value in ("a", b"a", ("a", 1), None, OrderedFrozenSet(["a", "b"]), 5, 1.5):
        assert first.builtin("hash", value) == second.builtin("hash", value)
    assert first.builtin("hash", "a") == 407898502613941833
    shared: list[int] = []
    assert first.builtin("id", shared) == first.builtin("id", shared) == second.builtin("id", [])
    with pytest.raises(TypeError, match="unhashable type: 'list'"):
        first.builtin("hash", [])


def test_views_of_dictionaries_combine_in_order() -> None:
    runtime = make_runtime()
    keys = {"b": 1, "a": 2, "c": 3}.keys()
    assert list(operators.binary(runtime, "-", keys, OrderedSet(["a"]))) == ["b", "c"]  # type: ignore[call-overload]
    assert list(operators.binary(runtime, "|", keys, ["z"])) == ["b", "a", "c", "z"]  # type: ignore[call-overload]


def test_the_same_work_costs_the_same_steps() -> None:
    spent = set()
    for _ in range(2):
        bench = Bench()
        bench.builtin("sorted", range(1000))
        bench.function("re", "findall", r"\w+@\w+", "a@b " * 1000)
        bench.function("json", "dumps", {"a": list(range(100))})
        spent.add(bench.spent())
    assert len(spent) == 1
