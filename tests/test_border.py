"""What crosses the border is copied: host, record and script share nothing that can change."""

from __future__ import annotations

from typing import Any

import pytest

from foretell.interpreter.border import CannotCrossError, inwards, inwards_twice
from foretell.interpreter.kernel import Runtime

TREE: Any = {"rows": [{"id": 1, "tags": ({"a": [1]}, "b")}, {2: {3, 4}}], "name": "x"}


def new_runtime() -> Runtime:
    return Runtime(
        steps=1_000_000,
        max_depth=100,
        item_limit=1_000_000,
        integer_bits=10_000,
        output_limit=0,
        deadline=float("inf"),
    )


def test_two_copies_of_a_tree_share_nothing_that_can_change() -> None:
    first, second = inwards_twice(new_runtime(), TREE)
    assert first == second == TREE
    second["rows"][0]["tags"][0]["a"].append(2)
    second["rows"][1][2].add(5)
    second["rows"].append(None)
    assert first == TREE


def test_both_copies_keep_what_is_shared() -> None:
    row = {"id": 1}
    for copy in inwards_twice(new_runtime(), [row, row]):
        assert copy == [row, row]
        assert copy[0] is copy[1]
        assert copy[0] is not row


def test_two_copies_cost_twice_as_much_as_one() -> None:
    value = [{str(number): number for number in range(100)} for _ in range(50)]
    once, twice = new_runtime(), new_runtime()
    inwards(once, value)
    inwards_twice(twice, value)
    spent = [1_000_000 - one.steps - one.reserve for one in (once, twice)]
    assert spent[1] == 2 * spent[0]


def test_a_refusal_tells_the_place() -> None:
    with pytest.raises(CannotCrossError) as refusal:
        inwards(new_runtime(), {"rows": [1, {"owner": (object(),)}]})
    assert (refusal.value.kind, refusal.value.path) == ("object", "['rows'][1]['owner'][]")
