"""Values are checked against schemas; what is wrong is told in our kinds and words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell_analyzer.catalog import ToolCatalog, Violation
from foretell_analyzer.catalog.schemas import Checker, compiled

Told = tuple[tuple[str | int, ...], str, str]


def checker(schema: object, **more: object) -> Checker:
    tool = {"name": "f", "inputSchema": {"properties": {"a": schema}, **more}}
    return ToolCatalog.from_dict(tool).checker("f")


def told(schema: object, value: object, **more: object) -> list[Told]:
    found = checker(schema, **more).check("a", value)
    return [(one.path, one.kind, one.message) for one in found]


TAGGED = {
    "oneOf": [
        {"properties": {"kind": {"const": "a"}, "n": {"type": "integer"}}, "required": ["kind"]},
        {"properties": {"kind": {"const": "b"}, "s": {"type": "string"}}, "required": ["kind"]},
    ]
}


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"type": "string"}, 3, [((), "type", "`3` is int, not str")]),
        ({"type": "integer"}, "3", [((), "type", "`'3'` is str, not int")]),
        ({"type": "integer"}, True, [((), "type", "`True` is bool, not int")]),
        ({"type": "integer"}, 3.5, [((), "type", "`3.5` is float, not int")]),
        ({"type": "integer"}, 3.0, []),
        ({"type": "number"}, 3, []),
        ({"type": "number"}, float("nan"), []),
        ({"type": "number"}, float("inf"), []),
        ({"type": ["string", "null"]}, 1, [((), "type", "`1` is int, not str or None")]),
        ({"type": "string"}, None, [((), "type", "`None` is None, not str")]),
        ({"type": "array"}, (1, 2), []),
        ({"type": "array", "items": {"type": "string"}}, {"x"}, []),
        ({"type": "string"}, b"x", [((), "json", "`bytes` is no value that a tool can be given")]),
        ({}, [object()], [((0,), "json", "`object` is no value that a tool can be given")]),
        ({"type": "object"}, {1: 2}, []),
        (
            {"type": "string", "enum": ["a", "b"]},
            "c",
            [((), "enum", "`'c'` is not one of `'a'`, `'b'`")],
        ),
        ({"type": "string", "enum": ["a", "b"]}, 3, [((), "type", "`3` is int, not str")]),
        ({"enum": ["a"]}, "c", [((), "enum", "`'c'` is not `'a'`")]),
        (
            {"enum": list("abcdefghij")},
            "x",
            [
                (
                    (),
                    "enum",
                    "`'x'` is not one of `'a'`, `'b'`, `'c'`, `'d'`, `'e'`, `'f'` and 4 more",
                )
            ],
        ),
        ({"const": 1}, 2, [((), "const", "`2` is not `1`")]),
        ({"minimum": 1}, 0, [((), "minimum", "`0` is less than 1")]),
        ({"maximum": 1}, 2, [((), "maximum", "`2` is more than 1")]),
        ({"exclusiveMinimum": 1}, 1, [((), "exclusiveMinimum", "`1` is not more than 1")]),
        ({"exclusiveMaximum": 1}, 1, [((), "exclusiveMaximum", "`1` is not less than 1")]),
        ({"multipleOf": 5}, 7, [((), "multipleOf", "`7` is no multiple of 5")]),
        ({"minLength": 2}, "x", [((), "minLength", "`'x'` has less than 2 characters")]),
        ({"maxLength": 2}, "xyz", [((), "maxLength", "`'xyz'` has more than 2 characters")]),
        ({"minItems": 1}, [], [((), "minItems", "`[]` has less than 1 items")]),
        ({"maxItems": 1}, [1, 2], [((), "maxItems", "`[1, 2]` has more than 1 items")]),
        ({"minProperties": 1}, {}, [((), "minProperties", "`{}` has less than 1 keys")]),
        (
            {"maxProperties": 0},
            {"a": 1},
            [((), "maxProperties", "`{'a': 1}` has more than 0 keys")],
        ),
        ({"uniqueItems": True}, [1, 1], [((), "uniqueItems", "`[1, 1]` has an item twice")]),
        ({"pattern": "^a"}, "b", [((), "pattern", "`'b'` does not match `^a`")]),
        ({"format": "date"}, "today", [((), "format", "`'today'` is no `date`")]),
        ({"not": {"type": "null"}}, None, [((), "not", "`None` is excluded")]),
        (
            {"contains": {"const": 1}},
            [2],
            [((), "contains", "`[2]` lacks an item that must be there")],
        ),
        (
            {"propertyNames": {"maxLength": 1}},
            {"ab": 1},
            [((), "propertyNames", "`{'ab': 1}` breaks `propertyNames`")],
        ),
        (
            {"properties": {"b": {"type": "string"}}, "required": ["b", "c"]},
            {"b": 1},
            [(("b",), "type", "`1` is int, not str"), (("c",), "required", "`c` is missing")],
        ),
        (
            {"properties": {}, "additionalProperties": False},
            {"x": 1, "y": 2},
            [
                (("x",), "additionalProperties", "there is no `x`"),
                (("y",), "additionalProperties", "there is no `y`"),
            ],
        ),
        (
            {"properties": {}, "unevaluatedProperties": False},
            {"x": 1},
            [(("x",), "unevaluatedProperties", "there is no `x`")],
        ),
        (
            {"anyOf": [{"type": "string"}, {"type": "null"}]},
            3,
            [((), "type", "`3` is int, not str or None")],
        ),
        (
            {"anyOf": [{"enum": ["a"]}, {"const": "b"}, {"type": "null"}]},
            "c",
            [((), "enum", "`'c'` is not one of `'a'`, `'b'`")],
        ),
        (
            {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]},
            ["x", 1],
            [((1,), "type", "`1` is int, not str")],
        ),
        (TAGGED, {"kind": "a", "n": "x"}, [(("n",), "type", "`'x'` is str, not int")]),
        (TAGGED, {}, [(("kind",), "required", "`kind` is missing")]),
        (
            {"oneOf": [{"type": "integer"}, {"minimum": 0}]},
            3,
            [((), "oneOf", "`3` fits several alternatives, not one")],
        ),
        ({"anyOf": [False]}, 3, [((), "falseSchema", "no value is admitted here")]),
        (False, 3, [((), "falseSchema", "no value is admitted here")]),
        (True, 3, []),
        ({"type": "string"}, "x" * 10, []),
        (
            {"type": "integer"},
            "x" * 60,
            [((), "type", f"`'{'x' * 37}…'` is str, not int")],
        ),
    ],
)
def test_each_kind_of_violation_is_told_in_our_words(
    schema: object, value: object, expected: list[Told]
) -> None:
    assert told(schema, value) == expected


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("type", "wrong-type"),
        ("json", "wrong-type"),
        ("enum", "not-in-enum"),
        ("const", "not-in-enum"),
        ("required", "missing-argument"),
        ("additionalProperties", "unknown-argument"),
        ("pattern", "constraint-violated"),
        ("anything", "constraint-violated"),
    ],
)
def test_a_kind_belongs_to_a_rule_of_the_analysis(kind: str, rule: str) -> None:
    assert Violation((), kind, "").rule == rule


def test_what_was_expected_is_told() -> None:
    (one,) = checker({"enum": ["a", "b"]}).check("a", "c")
    assert one.expected == ("a", "b")
    (one,) = checker({"type": "integer"}).check("a", "c")
    assert one.expected == ("integer",)
    (one,) = checker({"const": "x"}).check("a", "c")
    assert one.expected == "x"


def test_definitions_of_the_tool_are_known_wherever_they_are() -> None:
    definitions = {
        "Id": {"type": "integer"},
        "Tree": {"items": {"$ref": "#/$defs/Tree"}, "type": "array"},
    }
    reference = {"$ref": "#/$defs/Id"}
    assert told(reference, "x", **{"$defs": definitions}) == [((), "type", "`'x'` is str, not int")]
    tree = {"$ref": "#/$defs/Tree"}
    assert told(tree, [[3]], **{"$defs": definitions}) == [((0, 0), "type", "`3` is int, not list")]
    beside = {"$ref": "#/properties/b", "$id": "https://example.org/tool"}
    schema = {"properties": {"a": {"$ref": "#/properties/b"}, "b": {"type": "integer"}}}
    named = {"name": "f", "inputSchema": {"$id": "https://example.org/tool", **schema}}
    assert beside
    assert ToolCatalog.from_dict(named).checker("f").check("a", "x")[0].kind == "type"


@pytest.mark.parametrize(
    ("dialect", "is_strict"),
    [
        ("http://json-schema.org/draft-04/schema#", True),
        ("http://json-schema.org/draft-07/schema#", False),
        ("https://json-schema.org/draft-07/schema", False),
        ("https://json-schema.org/draft/2020-12/schema", False),
        ("https://example.org/unknown", False),
    ],
)
def test_older_dialects_are_read_as_such(dialect: str, *, is_strict: bool) -> None:
    assert told({"type": "integer"}, "x", **{"$schema": dialect}) != []
    above_one = {"minimum": 1, "exclusiveMinimum": True}  # as draft 4 has it
    assert bool(told(above_one, 1, **{"$schema": dialect})) is is_strict


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "https://example.org/x.json"},
        {"$ref": "#/nowhere"},
        {"type": "text"},
        {"pattern": "("},
    ],
)
def test_a_schema_that_cannot_be_compiled_judges_nothing(schema: object) -> None:
    assert told(schema, 3) == []


def test_a_declared_default_is_admitted_even_where_the_schema_forbids_it() -> None:
    assert told({"type": "string", "default": None}, None) == []
    assert told({"type": "string", "default": None}, 3) != []
    assert told({"type": "boolean", "default": 1}, value=True) == []
    found = checker({"type": "string", "default": None}, required=["a"]).check_arguments(
        {"a": None}
    )
    assert found == ()


def test_the_arguments_of_a_call_are_checked_as_a_whole() -> None:
    tool = {
        "name": "f",
        "inputSchema": {
            "properties": {"user-id": {"type": "integer"}, "b": {}},
            "required": ["user-id"],
            "minProperties": 2,
            "additionalProperties": False,
        },
    }
    check = ToolCatalog.from_dict(tool).checker("f").check_arguments
    assert check({"user_id": 1, "b": 2}) == ()
    assert [(one.path, one.kind, one.message) for one in check({"user_id": "x", "c": 1})] == [
        (("c",), "additionalProperties", "there is no `c`"),
        (("user_id",), "type", "`'x'` is str, not int"),
    ]
    assert [(one.path, one.message) for one in check({"b": 1, "c": 1})] == [
        (("c",), "there is no `c`"),
        (("user_id",), "`user_id` is missing"),
    ]
    assert [one.path for one in check({"user_id": 1})] == [()]


def test_results_are_checked_where_they_are_declared() -> None:
    declared = ToolCatalog.from_stub("def f() -> int: ...").checker("f")
    assert [one.kind for one in declared.check_result("x")] == ["type"]
    assert declared.check_result(3) == ()
    assert ToolCatalog.from_stub("def f(): ...").checker("f").check_result("x") == ()


def test_a_parameter_that_is_not_there_is_not_judged() -> None:
    assert checker({"type": "integer"}).check("b", "x") == ()


def test_values_deeper_than_the_validator_goes_are_not_judged() -> None:
    value: list[Any] = []
    for _ in range(500):
        value = [value]
    assert told({"$ref": "#/properties/a", "type": "array"}, value) == []


def test_a_text_that_is_none_in_json_is_not_judged() -> None:
    assert told({"type": "integer"}, "\ud800") == []


def test_a_schema_is_compiled_once() -> None:
    catalog = ToolCatalog.from_stub("def f(a: int) -> int: ...")
    assert catalog.checker("f") is catalog.checker("f")
    check = catalog.checker("f")
    check.check("a", 1)
    assert check._validator("p:a") is check._validator("p:a")


def test_a_boolean_schema_is_compiled_too() -> None:
    validator = compiled(root=False)
    assert validator is not None
    assert not validator.is_valid(1)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
schemas = st.recursive(
    st.sampled_from([
        {"type": "string"}, {"type": "integer", "minimum": 0}, {"enum": ["a", 1]}, {"const": None},
        {"type": ["number", "null"]}, {"pattern": "^a"}, True, False,
    ]),
    lambda inner: st.builds(lambda a, b: {"anyOf": [a, b]}, inner, inner)
    | st.builds(lambda a: {"type": "array", "items": a}, inner)
    | st.builds(lambda a, b: {"properties": {"a": a, "b": b}, "required": ["a"]}, inner, inner)
    | st.builds(lambda a, b: {"oneOf": [a, b]}, inner, inner)
    | st.builds(lambda a: {"not": a}, inner),
    max_leaves=6,
)  # fmt: skip


@given(schemas, json_values)
def test_there_are_violations_exactly_where_the_validator_finds_a_fault(
    schema: object, value: Any
) -> None:
    from foretell_analyzer.catalog.schemas import as_json

    ready, faults = as_json(value)
    validator = compiled({}, schema)  # type: ignore[arg-type]  # drawn as an object
    assert validator is not None
    assert faults == ()
    assert bool(checker(schema).check("a", value)) is not validator.is_valid(ready)
