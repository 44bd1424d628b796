"""What is doubtful about a catalog is noted; what is right is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from foretell_analyzer.catalog import CatalogNote, ToolCatalog

FIXTURES = Path(__file__).parent / "fixtures" / "catalogs"


def notes(*tools: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Kind, severity and message of what is noted; missing descriptions and effects left out."""
    described = [
        {"description": "It does.", "annotations": {"readOnlyHint": True}} | tool for tool in tools
    ]
    return [
        (note.kind, note.severity, note.message) for note in ToolCatalog.from_dict(described).notes
    ]


def of_parameter(schema: object, **more: object) -> list[tuple[str, str, str]]:
    return notes({"name": "f", "inputSchema": {"properties": {"a": schema}, **more}})


def test_a_good_catalog_has_no_notes() -> None:
    assert ToolCatalog.load(FIXTURES / "mcp.json").notes == ()


def test_a_note_says_what_where_and_what_to_do() -> None:
    (note,) = ToolCatalog.from_dict(
        [{"name": "f", "annotations": {"readOnlyHint": True}, "inputSchema": {"type": "object"}}]
    ).notes
    assert note == CatalogNote(
        "no-description",
        "note",
        "`f` has no description",
        "describe it: models choose tools by their descriptions",
        tool="f",
    )


def test_nobody_saying_what_a_tool_does_is_noted() -> None:
    tool = {"name": "f", "annotations": {}, "inputSchema": {"type": "object"}}
    assert notes(tool) == [("unknown-effect", "note", "nobody says what `f` does")]


def test_two_tools_of_one_name_are_noted_and_the_first_is_used() -> None:
    first = {"name": "f", "inputSchema": {"properties": {"a": {}}}}
    second = {"name": "f", "inputSchema": {"properties": {"b": {}}}}
    assert notes(first, second) == [
        ("duplicate-tool", "error", "`f` is defined twice, with different parameters")
    ]
    assert notes(first, first) == [("duplicate-tool", "warning", "`f` is defined twice alike")]
    assert ToolCatalog.from_dict([first, second])["f"].parameters[0].name == "a"


def test_an_empty_name_is_left_out_and_noted() -> None:
    assert notes({"name": ""}) == [
        ("nameless-tool", "error", "the tool at `[0]` has an empty name; it was left out")
    ]


def test_a_name_of_python_s_own_is_noted() -> None:
    assert notes({"name": "open", "inputSchema": {"type": "object"}}) == [
        ("shadowed-builtin", "warning", "`open` is a builtin of Python as well")
    ]


def test_hints_that_contradict_each_other_are_noted() -> None:
    hints = {"readOnlyHint": True, "destructiveHint": True}
    assert notes({"name": "f", "inputSchema": {"type": "object"}, "annotations": hints}) == [
        ("contradictory-hints", "error", "`f` says it only reads and destroys")
    ]


def test_a_missing_schema_is_noted() -> None:
    assert notes({"name": "f"}) == [
        ("no-schema", "warning", "`f` does not say what arguments it takes")
    ]


IMPOSSIBLE = "parameter `a` of `f` "


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        (False, "admits no value at all"),
        ({"minimum": 3, "maximum": 2}, "has a `minimum` of 3 above its `maximum` of 2"),
        ({"minLength": 3, "maxLength": 2}, "has a `minLength` of 3 above its `maxLength` of 2"),
        (
            {"exclusiveMinimum": 3, "maximum": 3},
            "has an `exclusiveMinimum` of 3 and nothing above it",
        ),
        (
            {"minimum": 3, "exclusiveMaximum": 3},
            "has an `exclusiveMaximum` of 3 and nothing below it",
        ),
        ({"enum": []}, "has an `enum` without values"),
        ({"type": "string", "enum": [1, 2]}, "has only values that are not of its type `string`"),
        ({"type": "integer", "const": 1.5}, "has only values that are not of its type `integer`"),
        ({"enum": [1], "const": 2}, "has a `const` `2` that is not in its `enum`"),
        (
            {"properties": {"x": False}, "required": ["x"]},
            "requires `x` and admits no value for it",
        ),
        (
            {"properties": {}, "required": ["x"], "additionalProperties": False},
            "requires `x`, which is not declared, and admits no other",
        ),
        (
            {"items": {"anyOf": [{"minItems": 2, "maxItems": 1}]}},
            "has a `minItems` of 2 above its `maxItems` of 1",
        ),
    ],
)
def test_a_schema_that_nothing_satisfies_is_noted(schema: object, message: str) -> None:
    found = of_parameter(schema)
    assert ("unsatisfiable-schema", "error", IMPOSSIBLE + message) in found
    assert {kind for kind, _, _ in found} <= {"unsatisfiable-schema", "invalid-schema"}


@pytest.mark.parametrize(
    "schema",
    [
        {"minimum": 2, "maximum": 2},
        {"type": "integer", "enum": [1, 2.0]},
        {"type": ["string", "null"], "enum": ["a", None]},
        {"type": "boolean", "const": True},
        {"required": ["x"]},
        {"properties": {"y": {}}, "allOf": [{"properties": {"x": {}}}], "required": ["x"]},
        {"$ref": "#/properties/a/items", "items": {"type": "string"}},
        {"$ref": "#here", "items": {"$anchor": "here"}},
        {"type": "integer", "default": 3},
    ],
)
def test_a_sound_schema_is_not_noted(schema: object) -> None:
    assert of_parameter(schema) == []


def test_a_value_of_another_type_is_noted() -> None:
    assert of_parameter({"type": "string", "enum": ["a", 2]}) == [
        (
            "enum-type",
            "warning",
            "parameter `a` of `f` has a value `2` that is not of its type `string`",
        )
    ]


def test_a_required_property_that_is_not_declared_is_noted() -> None:
    assert notes({"name": "f", "inputSchema": {"properties": {"a": {}}, "required": ["b"]}}) == []
    assert of_parameter({"properties": {"x": {}}, "required": ["y"]}) == []


def test_a_default_that_breaks_its_own_schema_is_noted() -> None:
    assert of_parameter({"type": "integer", "default": "x"}) == [
        ("bad-default", "warning", "parameter `a` of `f` has a default `'x'` that breaks it")
    ]
    assert of_parameter({"type": "integer", "default": None}) == [
        ("bad-default", "note", "parameter `a` of `f` has a default `None` that breaks it")
    ]


def test_references_that_lead_nowhere_are_noted() -> None:
    there = "parameter `a` of `f` refers to `#/$defs/Nope`, which is not there"
    assert of_parameter({"$ref": "#/$defs/Nope"})[0] == ("unknown-reference", "error", there)
    assert sorted(kind for kind, _, _ in of_parameter({"$ref": "https://example.org/x"})) == [
        "external-reference",
        "invalid-schema",
    ]


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        (
            {"type": "text"},
            (
                "the schema of the input of `f` is no valid JSON Schema at `properties/a/type`: "
                "\"text\" is not valid under any of the schemas listed in the 'anyOf' keyword"
            ),
        ),
        (
            {"pattern": "("},
            (
                "the schema of the input of `f` cannot be used, so nothing is checked against it: "
                '"(" is not a "regex"'
            ),
        ),
    ],
)
def test_what_is_no_schema_is_noted(schema: object, message: str) -> None:
    assert of_parameter(schema) == [("invalid-schema", "error", message)]


def test_a_schema_is_judged_in_its_own_dialect() -> None:
    draft = "http://json-schema.org/draft-04/schema#"
    assert of_parameter({"minimum": 1, "exclusiveMinimum": True}, **{"$schema": draft}) == []
    assert of_parameter({"minimum": 1, "exclusiveMinimum": True})[0][0] == "invalid-schema"


def test_faults_of_results_and_of_whole_inputs_are_noted_once() -> None:
    tool = {
        "name": "f",
        "inputSchema": {"properties": {"a": {"enum": []}}, "minProperties": 2, "maxProperties": 1},
        "outputSchema": {"minimum": 2, "maximum": 1},
    }
    assert [message for _, _, message in notes(tool)] == [
        "parameter `a` of `f` has an `enum` without values",
        "the input of `f` has a `minProperties` of 2 above its `maxProperties` of 1",
        "the result of `f` has a `minimum` of 2 above its `maximum` of 1",
    ]
