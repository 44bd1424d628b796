"""`json.dumps` of everyday values is written by another writer, in CPython's characters."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foretell.interpreter.library.json_writing import write_everyday

MANY = 1_000_000
texts = st.text(max_size=5) | st.text(st.characters(max_codepoint=130), max_size=5)
floats = st.floats() | st.floats(-1e17, 1e17) | st.floats(-2e-4, 2e-4)
atoms = st.none() | st.booleans() | st.integers() | floats | texts
values = st.recursive(
    atoms,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(texts, inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
@example(-0.0)
@example([1e16, 9999999999999998.0, 1e-4, 0.00009999999999999999, -1e16, -1e-4])
@example([2**64, -(2**63) - 1, 10**40])
@example({chr(code): chr(code) for code in range(130)})
def test_what_is_written_is_what_cpython_writes(value: Any) -> None:
    assert write_everyday(value, MANY) in (None, json.dumps(value))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"id": 7, "tags": ("a", "b"), "inner": {"ok": True, "none": None}},
         '{"id": 7, "tags": ["a", "b"], "inner": {"ok": true, "none": null}}'),
        ([0.5, -0.0, 1e-4, 123456.789, 2**70, '"\\/\n\t\x00'],
         '[0.5, -0.0, 0.0001, 123456.789, 1180591620717411303424, "\\"\\\\/\\n\\t\\u0000"]'),
        ([[], {}, [[]], {"": {}}, ""], '[[], {}, [[]], {"": {}}, ""]'),
        ("text", '"text"'),
    ],
)  # fmt: skip
def test_everyday_values_are_written_here(value: Any, text: str) -> None:
    assert write_everyday(value, MANY) == text == json.dumps(value)


class Text(str):
    __slots__ = ()


CYCLE: list[Any] = []
CYCLE += [CYCLE, CYCLE]
DEEP: list[Any] = []
for _ in range(500):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    "value",
    ["é", "\x7f", "\ud800", 1e16, 1e-5, float("nan"), {1: 2}, {"a": {None: 1}}, {1}, b"a", 1j,
     Text("of a class"), [[object()]], CYCLE, DEEP],
)  # fmt: skip
def test_all_else_is_left_to_cpython(value: Any) -> None:
    assert write_everyday(value, MANY) is None


def test_no_more_parts_are_looked_at_than_were_charged() -> None:
    assert write_everyday([1, [2, 3]], 6) == "[1, [2, 3]]"
    assert write_everyday([1, [2, 3]], 5) is None
