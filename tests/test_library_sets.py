"""Sets of scripts: CPython's own order for numbers, the order of insertion for all else."""

from __future__ import annotations

import builtins
import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell.interpreter.library.sets import OrderedFrozenSet, OrderedSet

numbers = st.lists(st.integers(-50, 50))
texts = st.lists(st.text("abc", max_size=2))
OPERATORS = (operator.or_, operator.and_, operator.sub, operator.xor)


@given(numbers, numbers, st.sampled_from(OPERATORS))
def test_sets_of_numbers_are_ordered_as_in_cpython(
    first: list[int], second: list[int], combine: object
) -> None:
    assert callable(combine)
    ours = combine(OrderedSet(first), OrderedSet(second))
    assert list(ours) == list(combine(builtins.set(first), builtins.set(second)))


@given(texts)
def test_sets_of_texts_keep_the_order_of_insertion(items: list[str]) -> None:
    assert list(OrderedSet(items)) == list(dict.fromkeys(items))
    assert list(OrderedFrozenSet(items)) == list(dict.fromkeys(items))


@given(texts, texts, st.sampled_from(OPERATORS))
def test_sets_of_texts_have_the_elements_that_cpython_has(
    first: list[str], second: list[str], combine: object
) -> None:
    assert callable(combine)
    expected = combine(builtins.set(first), builtins.set(second))
    assert combine(OrderedSet(first), OrderedSet(second)) == expected
    assert combine(OrderedFrozenSet(first), OrderedSet(second)) == expected


@given(
    st.lists(st.tuples(st.sampled_from(["add", "discard"]), st.sampled_from("abc") | st.just(1)))
)
def test_adding_and_removing_keeps_elements_and_order_together(
    steps: list[tuple[str, object]],
) -> None:
    ours, expected = OrderedSet(), builtins.set[object]()
    for name, element in steps:
        getattr(ours, name)(element)
        getattr(expected, name)(element)
        assert builtins.set(ours) == expected
        assert len(list(ours)) == len(expected) == len(ours)


def test_a_set_shows_itself_as_cpython_shows_it() -> None:
    assert repr(OrderedSet(["b", 1])) == "{'b', 1}"
    assert repr(OrderedSet()) == "set()"
    assert repr(OrderedFrozenSet(["x"])) == "frozenset({'x'})"
    assert repr(type(OrderedSet())) == "<class 'set'>"


def test_a_missing_element_is_an_error_of_cpython() -> None:
    with pytest.raises(KeyError, match="'z'"):
        OrderedSet(["a"]).remove("z")
    with pytest.raises(KeyError, match="pop from an empty set"):
        OrderedSet().pop()
