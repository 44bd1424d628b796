"""Signatures as people and models read them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell_analyzer.catalog import ToolCatalog, shorten, signature, type_text


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (True, "Any"),
        (False, "Never"),
        ({}, "Any"),
        ({"type": "string"}, "str"),
        ({"type": ["string", "null"]}, "str | None"),
        ({"type": "null"}, "None"),
        ({"type": "array"}, "list"),
        ({"items": {"type": "string"}}, "list[str]"),
        ({"properties": {"a": {}}}, "dict"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "dict[str, int]"),
        ({"type": "object", "x-class": "Point"}, "Point"),
        ({"enum": ["a", 1, None]}, "Literal['a', 1] | None"),
        ({"enum": [None]}, "None"),
        ({"enum": [[1]]}, "Any"),
        ({"enum": "broken"}, "Any"),
        ({"const": "a"}, "Literal['a']"),
        ({"enum": list(range(10))}, "Literal[0, 1, 2, 3, 4, 5, 6, 7, …]"),
        ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, "int | None"),
        ({"anyOf": [{"const": "a"}, {"const": "b"}]}, "Literal['a', 'b']"),
        ({"oneOf": [{"type": "integer"}, {}]}, "Any"),
        ({"anyOf": []}, "Any"),
        ({"anyOf": [False]}, "Never"),
        ({"allOf": [{"minLength": 1}, {"type": "string"}]}, "str"),
        ({"allOf": [{}]}, "Any"),
        ({"type": "weird"}, "Any"),
        ({"$ref": "#/$defs/X", "$defs": {"X": {"type": "integer"}}}, "int"),
        ({"$ref": "#/nowhere"}, "Any"),
        ({"$ref": "elsewhere.json"}, "Any"),
        ({"$ref": "#/$defs/X", "$defs": {"X": {"$ref": "#/$defs/X"}}}, "Any"),
        ({"$ref": "#/$defs/X", "$defs": {"X": False}}, "Never"),
        ({"$ref": "#/$defs/X", "$defs": {"X": True}}, "Any"),
        ({"$ref": "#/$defs/a~1b~0", "$defs": {"a/b~": {"type": "string"}}}, "str"),
        ({"$ref": "#/anyOf/1", "anyOf": [{}, {"type": "string"}]}, "Any"),
        (
            {"$ref": "#/$defs/X", "type": "string", "$defs": {"X": {"type": ["string", "null"]}}},
            "str | None",
        ),
        (
            {"type": "array", "items": {"$ref": "#"}},
            "list[list[list[list[list[Any]]]]]",
        ),
    ],
)
def test_a_schema_reads_like_an_annotation(schema: Any, text: str) -> None:
    assert type_text(schema) == text


SEND = ToolCatalog.from_stub(
    "async def send_money(recipient: str, amount: float, *, currency: "
    "Literal['EUR', 'USD', 'GBP', 'CHF'] = 'EUR', note: str | None = None, tag: str = 'x') -> dict: ..."
)["send_money"]


@pytest.mark.parametrize(
    ("width", "text"),
    [
        (
            None,
            (
                "async send_money(recipient: str, amount: float, *, currency: Literal['EUR', 'USD', "
                "'GBP', 'CHF'] = 'EUR', note: str | None = None, tag: str = 'x') -> dict"
            ),
        ),
        (
            150,
            (
                "async send_money(recipient: str, amount: float, *, currency: Literal['EUR', 'USD', …]"
                " = 'EUR', note: str | None = None, tag: str = 'x') -> dict"
            ),
        ),
        (
            130,
            (
                "async send_money(recipient: str, amount: float, *, currency: str = 'EUR', "
                "note: str | None = None, tag: str = 'x') -> dict"
            ),
        ),
        (
            118,
            (
                "async send_money(recipient: str, amount: float, *, currency: str = 'EUR', "
                "note: str | None = None, …) -> dict"
            ),
        ),
        (
            90,
            "async send_money(recipient: str, amount: float, *, currency: str = 'EUR', …) -> dict",
        ),
        (70, "async send_money(recipient: str, amount: float, …) -> dict"),
        (40, "async send_money(recipient…t, …) -> dict"),
    ],
)
def test_a_signature_tells_less_until_it_fits(width: int | None, text: str) -> None:
    assert signature(SEND, width) == text


def test_a_default_of_none_admits_none() -> None:
    tool = {"name": "f", "inputSchema": {"properties": {"a": {"type": "string", "default": None}}}}
    assert signature(ToolCatalog.from_dict(tool)["f"]) == "f(a: str | None = None)"


def test_long_defaults_are_cut() -> None:
    tool = ToolCatalog.from_stub(f"def f(a: str = {'x' * 40!r}): ...")["f"]
    assert signature(tool) == "f(a: str = 'xxxxxxxxxxxxxx…xxxxxxx')"


@given(st.text(max_size=50), st.integers(0, 60))
def test_a_shortened_text_fits_and_keeps_its_ends(text: str, width: int) -> None:
    short = shorten(text, width)
    assert len(short) <= width or short == text
    assert short == text or len(text) > width


@given(st.integers(1, 200))
def test_a_signature_fits_any_width(width: int) -> None:
    assert len(signature(SEND, width)) <= width
