"""Budgets: what is limited, and which of two limits holds."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from foretell.meter import Budget, tightest

limits = st.none() | st.integers(0, 10**9)
budgets = st.builds(
    Budget,
    steps=limits,
    seconds=st.none() | st.floats(0, 1e6),
    recursion=st.integers(1, 1_000),
    tool_calls=limits,
    calls_per_tool=st.dictionaries(st.sampled_from("abc"), st.integers(0, 9)),
    price=st.none() | st.floats(0, 1e6),
    output=limits,
    memory=limits,
)


def test_a_budget_limits_all_but_the_price_by_default() -> None:
    unlimited = {field.name for field in fields(Budget)} - Budget().limits.keys()
    assert unlimited == {"price", "calls_per_tool"}


def test_an_unlimited_budget_limits_nothing() -> None:
    assert Budget.unlimited().limits == {}
    assert tightest(Budget.unlimited(), Budget()) == Budget()


@given(budgets, budgets)
def test_the_stricter_limit_holds_for_each_measure(one: Budget, other: Budget) -> None:
    both = tightest(one, other)
    assert both == tightest(other, one)
    assert tightest(both, one) == both
    for field in fields(Budget):
        if field.name != "calls_per_tool":
            given_limits = [
                limit
                for budget in (one, other)
                if (limit := getattr(budget, field.name)) is not None
            ]
            assert getattr(both, field.name) == min(given_limits, default=None)
    for tool in one.calls_per_tool.keys() | other.calls_per_tool.keys():
        named = [b.calls_per_tool[tool] for b in (one, other) if tool in b.calls_per_tool]
        assert both.calls_per_tool[tool] == min(named)
