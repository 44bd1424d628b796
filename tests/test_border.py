"""What crosses the border is copied: host, record and script share nothing that can change."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell.interpreter.border import CannotCrossError, inwards
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.sealed import Sealed, opened, send_out, take_in

TREE: Any = {"rows": [{"id": 1, "tags": ({"a": [1]}, "b")}, {2: {3, 4}}], "name": "x"}


def nested(inner: Any) -> Any:
    """Containers of what `inner` makes."""
    return (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=2) | st.integers(), inner, max_size=4)
        | st.tuples(inner, inner)
    )


def new_runtime() -> Runtime:
    return Runtime(
        steps=1_000_000,
        max_depth=100,
        item_limit=1_000_000,
        integer_bits=10_000,
        output_limit=0,
        deadline=float("inf"),
    )


@pytest.mark.parametrize("cross", [take_in, send_out])
@pytest.mark.parametrize(
    "value",
    [
        {"rows": [{"id": 1, "tags": ({"a": [1]}, "b")}, {2: None}], "name": "x", "": [[], {}, ()]},
        [True, False, None, 1, 2.5, "text", b"bytes", 1j, ..., dt.date(2020, 1, 2)],
        ([], [[]], [[[]]]),
        {1: {2: {3: {}}}},
        [{"a": 1, "b": 2}, {"b": 1, "a": 2}, {"a": 1}, {}, {"a": [], "c": {"a": 1}}, {"a": 2}],
        [{1: "a"}, {True: "b"}, {1.0: "c"}, {"key".upper(): 1}, {"key".upper(): 2}],
        [],
        {},
        (),
    ],
)
def test_what_is_a_tree_is_recorded_in_a_row(cross: Any, value: Any) -> None:
    record, copy = cross(new_runtime(), value)
    assert type(record) is Sealed
    assert repr(record.open()) == repr(copy) == repr(value)


@pytest.mark.parametrize("cross", [take_in, send_out])
def test_record_and_copy_share_nothing_that_can_change(cross: Any) -> None:
    value: Any = {"rows": [{"id": 1, "tags": ({"a": [1]}, "b")}, {2: 3}], "name": "x"}
    record, copy = cross(new_runtime(), value)
    before = repr(value)
    copy["rows"][0]["tags"][0]["a"].append(2)
    copy["rows"][1][2] = 5
    copy["rows"].append(None)
    assert repr(record.open()) == repr(value) == before
    value["rows"].clear()
    assert repr(record.open()) == before
    record.open()["rows"].clear()
    assert repr(record.open()) == before


def test_record_and_copy_of_what_is_no_tree_share_nothing_either() -> None:
    record, copy = take_in(new_runtime(), TREE)
    assert opened(record) == copy == TREE
    copy["rows"][0]["tags"][0]["a"].append(2)
    copy["rows"][1][2].add(5)
    copy["rows"].append(None)
    assert opened(record) == TREE


def test_keys_that_are_no_plain_data_are_never_hashed() -> None:
    hashed: list[object] = []

    class Key:
        def __hash__(self) -> int:
            hashed.append(self)
            return 1

    value: Any = [{"a": []}, {Key(): []}]
    hashed.clear()
    for cross in (take_in, send_out):
        with pytest.raises(CannotCrossError):
            cross(new_runtime(), value)
    assert not hashed


def test_what_is_shared_stays_shared() -> None:
    row = {"id": 1}
    for value in ([row, row], {"a": row, "b": {"c": row}}, ([row], [row])):
        for copy in map(opened, take_in(new_runtime(), value)):
            assert copy == value
            found = leaves(copy)
            assert found[0] is found[1]
            assert found[0] is not row


def leaves(value: Any) -> list[Any]:
    """The dicts with an `id` in a value."""
    if isinstance(value, dict):
        return [value] if "id" in value else [one for v in value.values() for one in leaves(v)]
    return [one for item in value for one in leaves(item)]


def test_a_cycle_stays_one() -> None:
    value: list[Any] = [1]
    value.append({"back": value})
    for copy in map(opened, take_in(new_runtime(), value)):
        assert copy[1]["back"] is copy
        assert copy is not value


def test_other_owners_do_not_make_a_tree_shared() -> None:
    rows = [{"id": number, "place": {"zip": number}} for number in range(10)]
    by_id = {row["id"]: row for row in rows}
    record, copy = take_in(new_runtime(), rows)
    assert type(record) is Sealed
    assert copy == record.open() == rows
    assert copy[3] is not by_id[3]


@given(st.recursive(st.none() | st.integers() | st.text(max_size=3), nested, max_leaves=30))
def test_any_tree_is_recorded_as_it_was(value: Any) -> None:
    record, copy = take_in(new_runtime(), value)
    assert repr(opened(record)) == repr(copy) == repr(value)


def test_recording_costs_no_more_steps_than_a_copy() -> None:
    value = [{str(number): number for number in range(100)} for _ in range(50)]
    once, sealed = new_runtime(), new_runtime()
    inwards(once, value)
    take_in(sealed, value)
    spent = [1_000_000 - one.steps - one.reserve for one in (once, sealed)]
    assert spent == [606, 606]


def test_a_refusal_tells_the_place() -> None:
    with pytest.raises(CannotCrossError) as refusal:
        inwards(new_runtime(), {"rows": [1, {"owner": (object(),)}]})
    assert (refusal.value.kind, refusal.value.path) == ("object", "['rows'][1]['owner'][]")
