"""Every usual form of a tool definition gives the same tool."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from foretell_analyzer.catalog import Effect, Hints, Size, ToolCatalog, ToolParameter, signature

FIXTURES = Path(__file__).parent / "fixtures" / "catalogs"
WITH_RESULT = {"mcp", "mcp-answer", "mcp-snake", "mcp-list", "mcp-one", "utcp"}


def read(name: str) -> Any:
    return json.loads((FIXTURES / f"{name}.json").read_text())


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.json")), ids=lambda path: path.stem)
def test_each_format_gives_the_same_tool(path: Path) -> None:
    catalog = ToolCatalog.load(path)
    (tool,) = catalog
    result = {"smolagents": " -> list"}.get(path.stem, "")
    result = " -> list[str]" if path.stem in WITH_RESULT else result
    assert signature(tool) == f"search_mail(query: str, limit: int = 10){result}"
    assert tool.description == "Find mail."
    assert tool.parameters[0].description == "Words to look for."
    assert catalog == ToolCatalog.from_dict(json.loads(path.read_text()))


@pytest.mark.parametrize("name", ["mcp", "mcp-answer", "mcp-snake", "mcp-list", "mcp-one"])
def test_both_spellings_of_mcp_give_the_hints(name: str) -> None:
    tool = ToolCatalog.from_mcp(read(name))["search_mail"]
    assert tool.hints == Hints(read_only=True, destructive=False)
    assert tool.effects == frozenset({Effect.READ})
    assert tool.effects_from == "hint"
    assert not tool.changes_the_world


def test_a_client_s_objects_are_read_by_their_attributes() -> None:
    tool = SimpleNamespace(
        name="search_mail",
        description="Find mail.",
        inputSchema=read("mcp-one")["inputSchema"],
        outputSchema=read("mcp-one")["outputSchema"],
        annotations=SimpleNamespace(readOnlyHint=True, destructiveHint=False),
        meta=None,
    )
    answer = SimpleNamespace(tools=[tool], nextCursor=None)
    expected = ToolCatalog.load(FIXTURES / "mcp.json")
    assert ToolCatalog.from_mcp(answer) == expected
    assert ToolCatalog.from_mcp([tool]) == expected
    assert ToolCatalog.from_mcp((tool,)) == expected
    assert ToolCatalog.from_mcp(tool) == expected
    assert ToolCatalog.from_mcp({"tools": [tool]}) == expected


def test_a_client_s_objects_may_be_spelled_with_underscores() -> None:
    @dataclass
    class Annotations:
        read_only_hint: bool

    mixed = {**read("mcp-one"), "annotations": Annotations(read_only_hint=True)}
    tool = SimpleNamespace(
        name="f", input_schema={"type": "object"}, annotations=Annotations(read_only_hint=True)
    )
    assert ToolCatalog.from_mcp([tool])["f"].hints == Hints(read_only=True)
    assert ToolCatalog.from_mcp(mixed)["search_mail"].hints == Hints(read_only=True)


@pytest.mark.parametrize(
    ("hints", "effects"),
    [
        ({}, None),
        ({"readOnlyHint": True}, {Effect.READ}),
        ({"readOnlyHint": False}, {Effect.WRITE, Effect.DELETE}),
        ({"readOnlyHint": False, "destructiveHint": False}, {Effect.WRITE}),
        ({"destructiveHint": False}, {Effect.WRITE}),
        ({"destructiveHint": True}, {Effect.WRITE, Effect.DELETE}),
        ({"readOnlyHint": True, "destructiveHint": True}, {Effect.WRITE, Effect.DELETE}),
        ({"readOnlyHint": None, "idempotentHint": True, "openWorldHint": False}, None),
    ],
)
def test_hints_are_read_as_the_worse_effect(
    hints: dict[str, bool], effects: set[Effect] | None
) -> None:
    tool = {"name": "f", "inputSchema": {"type": "object"}, "annotations": hints}
    assert ToolCatalog.from_mcp(tool)["f"].effects == effects
    untrusted = ToolCatalog.from_mcp(tool, trust_hints=False)["f"]
    assert untrusted.effects is None
    assert untrusted.effects_from == "nobody"
    assert untrusted.changes_the_world


def test_a_hosted_tool_is_left_out_and_noted() -> None:
    catalog = ToolCatalog.load(FIXTURES / "openai-responses.json")
    assert [note.kind for note in catalog.notes if note.tool == "web_search"] == ["hosted-tool"]


def test_a_tool_without_a_schema_takes_anything() -> None:
    tool = ToolCatalog.from_dict([{"name": "f"}])["f"]
    assert tool.admits_extra
    assert tool.parameters == ()
    assert signature(tool) == "f(**more)"


def test_an_object_without_properties_takes_nothing() -> None:
    tool = ToolCatalog.from_dict([{"name": "f", "inputSchema": {"type": "object"}}])["f"]
    assert not tool.admits_extra


@pytest.mark.parametrize(
    ("schema", "admits"),
    [
        ({"properties": {"a": {}}}, False),
        ({"properties": {"a": {}}, "additionalProperties": False}, False),
        ({"properties": {"a": {}}, "additionalProperties": True}, True),
        ({"properties": {"a": {}}, "additionalProperties": {"type": "string"}}, True),
        ({"properties": {"a": {}}, "patternProperties": {"^x-": {}}}, True),
        (True, True),
        (False, False),
        ({}, True),
    ],
)
def test_undeclared_arguments_are_admitted_only_where_the_schema_says_so(
    schema: object,
    admits: bool,  # noqa: FBT001  # a column of the table
) -> None:
    tool = ToolCatalog.from_dict([{"name": "f", "inputSchema": schema}])["f"]
    assert tool.admits_extra is admits


def parameters(schema: dict[str, Any]) -> list[tuple[str, bool]]:
    tool = ToolCatalog.from_dict([{"name": "f", "inputSchema": schema}])["f"]
    return [(one.name, one.is_required) for one in tool.parameters]


A, B, C = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}


def test_parameters_are_found_behind_references_and_in_all_parts() -> None:
    schema = {
        "$defs": {"Base": {"type": "object", "properties": {"a": A}, "required": ["a"]}},
        "allOf": [{"$ref": "#/$defs/Base"}, {"properties": {"b": B}}],
        "properties": {"c": C},
    }
    assert parameters(schema) == [("c", False), ("a", True), ("b", False)]
    assert parameters({"$ref": "#/$defs/Base", "$defs": schema["$defs"]}) == [("a", True)]


def test_of_alternatives_only_what_all_of_them_require_is_required() -> None:
    schema = {
        "anyOf": [
            {"properties": {"a": A, "b": B}, "required": ["a", "b"]},
            {"properties": {"a": A, "c": C}, "required": ["a"]},
            {"type": "null"},
        ]
    }
    assert parameters(schema) == [("a", True), ("b", False), ("c", False)]
    conditional = {"properties": {"a": A}, "if": {"required": ["a"]}, "then": {"required": ["b"]}}
    assert parameters(conditional) == [("a", False), ("b", False)]


def test_alternatives_that_disagree_are_joined_and_open_ones_admit_all() -> None:
    closed = {"additionalProperties": False}
    schema = {
        "oneOf": [
            {"properties": {"kind": {"const": "x"}, "n": A}, **closed},
            {"properties": {"kind": {"const": "y"}}, **closed},
        ]
    }
    kind, number = ToolCatalog.from_dict([{"name": "f", "inputSchema": schema}])["f"].parameters
    assert kind.schema == {"anyOf": [{"const": "x"}, {"const": "y"}]}
    assert number.schema == A
    loose = {"oneOf": [{"properties": {"n": A}}, {"properties": {"m": A}}]}
    first = ToolCatalog.from_dict([{"name": "f", "inputSchema": loose}])["f"].parameters[0]
    assert first.schema is True


def test_a_property_in_two_parts_obeys_both() -> None:
    schema = {"properties": {"a": A}, "allOf": [{"properties": {"a": {"minLength": 2}}}]}
    (one,) = ToolCatalog.from_dict([{"name": "f", "inputSchema": schema}])["f"].parameters
    assert one.schema == {"allOf": [A, {"minLength": 2}]}


def test_a_schema_that_refers_to_itself_is_unknown() -> None:
    tool = ToolCatalog.from_dict([{"name": "f", "inputSchema": {"$ref": "#"}}])["f"]
    assert tool.admits_extra
    deep = {"name": "f", "inputSchema": {"anyOf": [{"$ref": "#"}]}}
    assert ToolCatalog.from_dict(deep)["f"].admits_extra


def test_a_required_property_that_nobody_declares_is_a_parameter() -> None:
    assert parameters({"type": "object", "required": ["a"]}) == [("a", True)]


def test_positional_parameters_and_limits_can_be_declared_in_json() -> None:
    tool = ToolCatalog.from_dict(
        {
            "name": "f",
            "async": True,
            "inputSchema": {"properties": {"a": A, "limit": B}},
            "x-positional": ["a"],
            "x-limits": {
                "maxItems": {"items": "limit", "": 5},
                "mayRaise": [],
                "resultIsText": True,
            },
        }
    )["f"]
    assert [one.is_keyword_only for one in tool.parameters] == [False, True]
    assert tool.is_async
    assert tool.may_raise is False
    assert tool.sizes == (Size("", 5), Size("items", "limit"))
    assert tool.output_schema == {"type": "string", "contentMediaType": "application/json"}


def test_upper_ends_of_the_result_s_schema_are_sizes() -> None:
    output = {
        "type": "object",
        "properties": {
            "items": {"type": "array", "maxItems": 50, "items": {"$ref": "#/$defs/Text"}},
            "next": {"anyOf": [{"type": "string", "maxLength": 9}, {"type": "null"}]},
            "self": {"$ref": "#"},
            "flag": True,
        },
        "$defs": {"Text": {"type": "string", "maxLength": 100}},
    }
    tool = ToolCatalog.from_dict([{"name": "f", "outputSchema": output}])["f"]
    assert tool.sizes == (Size("items", 50), Size("items[]", 100), Size("next", 9))


def test_smolagents_types_are_read_as_json_has_them() -> None:
    tool = ToolCatalog.from_dict(
        {
            "name": "f",
            "inputs": {
                "a": {"type": "any"},
                "b": {"type": "string", "nullable": True},
                "c": "<class 'str'>",
                "d": {"type": "audio"},
                "e": {"type": ["integer", "null"]},
                "g": 3,
            },
            "output_type": "string",
        }
    )["f"]
    assert signature(tool) == ("f(a, b: str | None = ..., c: str, d, e: int | None, g) -> str")
    given = {"name": "f", "inputs": {}, "output_type": "any", "output_schema": {"type": "array"}}
    assert signature(ToolCatalog.from_dict(given)["f"]) == "f() -> list"


def test_a_stub_and_a_schema_of_the_same_tool_agree() -> None:
    stub = ToolCatalog.from_stub("def search_mail(query: str, limit: int = 10) -> list[str]: ...")
    assert signature(stub["search_mail"]) == signature(
        ToolCatalog.load(FIXTURES / "mcp.json")["search_mail"]
    )


def test_lookups_say_what_is_there() -> None:
    catalog = ToolCatalog.load(FIXTURES / "mcp.json")
    assert catalog.lookup("search_mail") is catalog["search_mail"]
    assert catalog.lookup("nothing") is None
    assert "search_mail" in catalog
    assert len(catalog) == 1
    assert catalog["search_mail"].parameter("limit") == ToolParameter(
        name="limit",
        wire_name="limit",
        schema={"type": "integer", "default": 10},
        is_required=False,
        has_default=True,
        default=10,
    )


def test_what_a_caller_does_to_its_own_dictionary_changes_nothing() -> None:
    definition = read("mcp-one")
    catalog = ToolCatalog.from_dict(definition)
    before = catalog.digest
    definition["inputSchema"]["properties"]["limit"]["type"] = "string"
    assert ToolCatalog(catalog.tools).digest == before
