"""Broken input is one clear line: file, place, what is wrong, what to do."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell_analyzer.catalog import ToolCatalog, documents
from foretell_analyzer.errors import CatalogError

KNOWN = "give MCP `tools/list`, OpenAI, Anthropic, LangChain or smolagents tools, or a Python stub"


def refusal(tmp_path: Path, text: str | bytes, name: str = "tools.json") -> str:
    file = tmp_path / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(CatalogError) as error:
        ToolCatalog.load(file)
    return str(error.value).removeprefix(f"{tmp_path}/")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'tools.json: is empty; give at least `{"tools": []}`'),
        (" \n", 'tools.json: is empty; give at least `{"tools": []}`'),
        (
            b"\xff\xfe\x00",
            "tools.json: is no text in UTF-8 (byte 0); give JSON, a Python stub or TOML",
        ),
        (b"a\0b", "tools.json: holds null bytes; give JSON, a Python stub or TOML"),
        (
            '{"tools": [',
            "tools.json:1:12: is no JSON: it ends too early; the file seems to be cut off",
        ),
        (
            '{"tools": [\n  {"name": "f",}\n]}',
            (
                "tools.json:2:16: is no JSON: expecting property name enclosed in double quotes; "
                "take away the comma before it"
            ),
        ),
        (
            "{'tools': []}",
            (
                "tools.json:1:2: is no JSON: expecting property name enclosed in double quotes; "
                "JSON has double quotes only"
            ),
        ),
        (
            "// tools\n[]",
            "tools.json:1:1: is no JSON: expecting value; JSON has no comments",
        ),
        (
            "[] []",
            "tools.json:1:4: is no JSON: more text follows the first value; one file is one JSON value",
        ),
        ("tools: []", "tools.json:1:1: is no JSON: expecting value; fix the syntax here"),
        ('[{"name": NaN}]', "tools.json:1:11: `NaN` is no JSON value; use a number or null"),
        (
            '[{"name": "f",\n  "description": "a", "name": "g"}]',
            "tools.json:2:23: the key `name` stands twice in one object; keep one of them",
        ),
        (
            "[" * 200 + "]" * 200,
            "tools.json:1:101: values are nested more than 100 deep; is this a tool catalog?",
        ),
        (
            "[\n" + '{"a":' * 50_000,
            "tools.json:2:496: values are nested more than 100 deep; is this a tool catalog?",
        ),
        ("3", f"tools.json:1:1: is no tool catalog but a number; {KNOWN}"),
        ('"x"', f"tools.json:1:1: is no tool catalog but a text; {KNOWN}"),
        ("null", f"tools.json:1:1: is no tool catalog but null; {KNOWN}"),
        ("{}", f"tools.json:1:1: is no tool catalog: it has neither `tools` nor a `name`; {KNOWN}"),
        ('{"tools": {}}', f"tools.json:1:2: `tools` is no list; {KNOWN}"),
        (
            '{"result": 3}',
            f"tools.json:1:1: is no tool catalog: it has neither `tools` nor a `name`; {KNOWN}",
        ),
        ("[\n 3]", f"tools.json:2:2: a tool is an object, not a number; {KNOWN}"),
        ("[{}]", f"tools.json:1:2: a tool has no `name` that is a text; {KNOWN}"),
        ('[{"name": 3}]', f"tools.json:1:3: a tool has no `name` that is a text; {KNOWN}"),
        (
            '[{"type": "function",\n "function": {"name": []}}]',
            f"tools.json:2:15: a tool has no `name` that is a text; {KNOWN}",
        ),
        (
            '[{"name": "f", "description": 3}]',
            "tools.json:1:16: `description` is no text but a number; give a text",
        ),
        (
            '[{"name": "f",\n "inputSchema": "x"}]',
            (
                "tools.json:2:2: `inputSchema` is no schema but a text; "
                "give a JSON Schema: an object, true or false"
            ),
        ),
        (
            '[{"name": "f",\n "inputSchema": {"properties": []}}]',
            (
                "tools.json:2:18: `properties` is no object but a list; "
                "give each parameter's schema by its name"
            ),
        ),
        (
            '[{"name": "f",\n "inputSchema": {"properties": {\n"a": "string"}}}]',
            (
                "tools.json:3:1: `a` has no schema but a text; "
                "give a JSON Schema: an object, true or false"
            ),
        ),
        (
            '[{"name": "f",\n "inputSchema": {"required": "a"}}]',
            "tools.json:2:18: `required` is no list of texts; list the required parameters",
        ),
        (
            '[{"name": "f", "annotations": []}]',
            "tools.json:1:16: `annotations` is no object but a list; give an object",
        ),
        (
            '[{"name": "f", "annotations": {"readOnlyHint": "yes"}}]',
            "tools.json:1:32: `readOnlyHint` is a text; give true or false",
        ),
        (
            '[{"name": "f", "x-positional": "a"}]',
            "tools.json:1:16: `x-positional` is no list of texts; list parameters",
        ),
        (
            '[{"name": "f", "examples": "a"}]',
            "tools.json:1:16: `examples` is no list; list the examples",
        ),
        (
            '{"format": "foretell-catalog/9"}',
            (
                "tools.json:1:2: has the format `foretell-catalog/9`, not `foretell-catalog/1`; "
                "write it anew with this version"
            ),
        ),
    ],
)
def test_a_broken_catalog_is_one_clear_line(
    tmp_path: Path, text: str | bytes, message: str
) -> None:
    assert refusal(tmp_path, text) == message


def test_a_number_of_too_many_digits_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "[" + "1" * 5000 + "]").startswith(
        "tools.json: is no JSON that we read"
    )


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a = 1", "tools.toml") == (
        "tools.toml: is no tool catalog but `.toml`; give JSON or a Python stub; "
        "an overlay goes beside it as `NAME.overlay.toml`"
    )


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError) as error:
        ToolCatalog.load(tmp_path)
    assert str(error.value) == f"{tmp_path}: is a directory; name the file in it that has the tools"
    with pytest.raises(CatalogError) as error:
        ToolCatalog.load(tmp_path / "missing.json")
    assert str(error.value) == f"{tmp_path}/missing.json: does not exist; check the path"
    with pytest.raises(CatalogError) as error:
        ToolCatalog.load("a\0b")
    assert str(error.value) == "a\\x00b: cannot be read: embedded null byte; check the file"
    with pytest.raises(CatalogError) as error:
        ToolCatalog.load("x" * 5000)
    assert str(error.value).endswith(": cannot be read: file name too long; check the file")


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "LARGEST", 10)
    assert refusal(tmp_path, "[" + " " * 20 + "]") == (
        "tools.json: is larger than 0 MB; is this a tool catalog?"
    )


def test_a_pipe_or_device_that_gives_nothing_is_empty() -> None:
    with pytest.raises(CatalogError) as error:
        ToolCatalog.load(os.devnull)
    assert str(error.value) == '/dev/null: is empty; give at least `{"tools": []}`'


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "tools.json"
    file.write_bytes(b"\xef\xbb\xbf[]")
    assert len(ToolCatalog.load(file)) == 0


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            [{"name": "f", "inputSchema": {"enum": [{1}]}}],
            "[0].inputSchema.enum[0]: `set` is no JSON value; give texts, numbers, lists, objects",
        ),
        ({"tools": [{3: 4}]}, "tools[0]: the key `3` is no text; JSON keys are texts"),
        ([{"name": float("inf")}], "[0].name: `inf` is no JSON value; use a number or null"),
        (3, f"the catalog: is no tool catalog but a number; {KNOWN}"),
    ],
)
def test_a_fault_in_a_value_is_placed_by_its_path(value: Any, message: str) -> None:
    for read in (ToolCatalog.from_dict, ToolCatalog.from_mcp):
        with pytest.raises(CatalogError) as error:
            read(value)
        assert str(error.value) == message


def test_names_that_others_chose_cannot_write_to_a_terminal() -> None:
    with pytest.raises(CatalogError) as error:
        ToolCatalog.from_dict({"tools\x1b[2J\n": []})["\x1b[2J\nf"]
    assert "\x1b" not in str(error.value)
    catalog = ToolCatalog.from_dict([{"name": "\x1b[2J\nf"}] * 2)
    assert catalog.notes[0].message == "`\\x1b[2J f` is defined twice alike"


def test_a_value_that_contains_itself_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(CatalogError) as error:
        ToolCatalog.from_dict(value)
    assert str(error.value).endswith("nested more than 100 deep; is this a catalog?")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tools": 3}, "tools: `tools` is not a list of tools; write it anew with `to_dict`"),
        ({"tools": [3]}, "tools[0]: `0` is not an object; write it anew with `to_dict`"),
        ({"name": 3}, "tools[0].name: `name` is not str; write it anew with `to_dict`"),
        (
            {"parameters": 3},
            "tools[0].parameters: `parameters` is not a list; write it anew with `to_dict`",
        ),
        ({"sinks": []}, "tools[0].sinks: `sinks` is not an object; write it anew with `to_dict`"),
        (
            {"effects": ["rule"]},
            "tools[0].effects: `effects` is not effects out of read, write, send, spend, delete; write it anew with `to_dict`",
        ),
        (
            {"sources": [3]},
            "tools[0].sources: `sources` is not a list of texts; write it anew with `to_dict`",
        ),
        ({"more": 1}, "tools[0].more: `more` is missing or too many; write it anew"),
    ],
)
def test_our_own_form_is_read_with_care(change: dict[str, Any], message: str) -> None:
    record = ToolCatalog.from_stub("def f(a: int): ...").to_dict()
    if "tools" in change:
        record |= change
    else:
        record["tools"][0] |= change
    with pytest.raises(CatalogError) as error:
        ToolCatalog.from_dict(record)
    assert str(error.value) == message


def test_a_tool_twice_in_our_own_form_is_refused() -> None:
    record = ToolCatalog.from_stub("def f(a: int): ...").to_dict()
    record["tools"] *= 2
    with pytest.raises(CatalogError) as error:
        ToolCatalog.from_dict(record)
    assert str(error.value) == "tools[1]: `f` stands twice; keep one of them"


def test_a_server_cannot_speak_our_own_form() -> None:
    record = ToolCatalog.from_stub("def f(a: int): ...  # read").to_dict()
    assert ToolCatalog.from_dict(record)["f"].effects_from == "overlay"
    assert ToolCatalog.from_mcp(record)["f"].effects_from == "nobody"


PIECES = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    '"name"',
    '"tools"',
    '"f"',
    "1",
    "null",
    '"inputSchema"',
    " ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_is_read_or_refused_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.json"
    file.write_text(text)
    try:
        ToolCatalog.load(file)
    except CatalogError as error:
        assert "\n" not in str(error)  # noqa: PT017  # either way is right


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=4),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([
                "name", "inputSchema", "properties", "required", "$ref", "anyOf", "type", "allOf",
                "tools", "annotations", "outputSchema", "$defs", "items", "inputs", "enum", "if",
                "then", "default", "x-limits", "maxItems", "$anchor", "const", "minimum", "pattern",
            ]),
            inner,
            max_size=4,
        ),
        max_leaves=15,
    )
)  # fmt: skip
def test_any_value_is_read_or_refused_and_never_breaks_later(value: Any) -> None:
    wrapped = {"name": "f", "inputSchema": value, "outputSchema": value}
    for one in (value, wrapped, {**wrapped, "inputSchema": {"properties": {"a": value}}}):
        try:
            catalog = ToolCatalog.from_dict(one)
        except CatalogError:
            continue
        assert len(catalog.digest) == 64
        assert ToolCatalog.from_dict(json.loads(json.dumps(catalog.to_dict()))) == catalog
        for note in catalog.notes:
            assert "\n" not in note.message
        for tool in catalog:
            catalog.checker(tool.name).check_arguments({"a": 1})
