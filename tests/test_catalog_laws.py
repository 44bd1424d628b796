"""Laws of catalogs: digests, round trips, what is imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from foretell_analyzer.catalog import ToolCatalog

ROOT = Path(__file__).resolve().parent.parent

names = st.from_regex(r"[a-z]{1,3}[-_]?[a-z]?", fullmatch=True)
types = st.sampled_from([
    {"type": "string"}, {"type": "integer", "minimum": 1, "default": 3}, {"enum": ["a", "b"]},
    {"anyOf": [{"type": "null"}, {"type": "string"}], "default": None}, {"type": "object"}, True,
])  # fmt: skip
hints = st.fixed_dictionaries(
    {}, optional={"readOnlyHint": st.booleans(), "destructiveHint": st.booleans()}
)


@st.composite
def definitions(draw: st.DrawFn) -> list[dict[str, Any]]:
    tools: list[dict[str, Any]] = []
    for name in draw(st.lists(names, unique=True, max_size=4)):
        properties = draw(st.dictionaries(names, types, max_size=4))
        tools.append(
            {
                "name": name,
                "description": draw(st.text(max_size=5)),
                "annotations": draw(hints),
                "inputSchema": {
                    "type": "object",
                    "properties": properties,
                    "required": [one for one in properties if draw(st.booleans())],
                },
                "outputSchema": draw(types),
            }
        )
    return tools


def shuffled(value: Any, random: Any, path: tuple[str, ...] = ()) -> Any:
    """The same JSON with its keys in another order; that of parameters is kept."""
    if isinstance(value, dict):
        keys = list(value)
        if path[-1:] != ("properties",):
            random.shuffle(keys)
        return {key: shuffled(value[key], random, (*path, key)) for key in keys}
    if isinstance(value, list):
        return [shuffled(one, random, path) for one in value]
    return value


@given(definitions(), st.randoms(use_true_random=False))
def test_the_digest_does_not_depend_on_the_order_of_keys_or_tools(
    tools: list[dict[str, Any]], random: Any
) -> None:
    other = shuffled(tools, random)
    random.shuffle(other)
    assert ToolCatalog.from_dict(other).digest == ToolCatalog.from_dict(tools).digest


def test_the_digest_depends_on_all_that_matters() -> None:
    a, b = {"type": "string"}, {"type": "integer"}
    tool: dict[str, Any] = {"name": "f", "inputSchema": {"properties": {"a": a, "b": b}}}
    variants = [
        tool,
        {**tool, "name": "g"},
        {**tool, "description": "changed since it was approved"},
        {**tool, "inputSchema": {"properties": {"b": b, "a": a}}},
        {**tool, "inputSchema": {"properties": {"a": a, "b": a}}},
        {**tool, "inputSchema": {**tool["inputSchema"], "required": ["a"]}},
        {**tool, "outputSchema": a},
        {**tool, "annotations": {"readOnlyHint": True}},
        {**tool, "async": True},
    ]
    assert len({ToolCatalog.from_dict([one]).digest for one in variants}) == len(variants)


@given(definitions())
def test_a_catalog_read_back_is_the_same(tools: list[dict[str, Any]]) -> None:
    overlay = {"defaults": {"price": 1, "source": ["x"], "sink": "y", "effect": "send"}}
    catalog = ToolCatalog.from_dict(tools, overlay)
    again = ToolCatalog.from_dict(json.loads(json.dumps(catalog.to_dict())))
    assert again == catalog
    assert again.digest == catalog.digest


@given(definitions())
def test_names_are_unique_identifiers_and_lead_back(tools: list[dict[str, Any]]) -> None:
    catalog = ToolCatalog.from_dict(tools)
    assert {tool.wire_name for tool in catalog} == {tool["name"] for tool in tools}
    for name, tool in catalog.tools.items():
        assert tool.name == name
        assert name.isidentifier()
        assert len({one.name for one in tool.parameters}) == len(tool.parameters)


def test_loading_a_catalog_imports_nothing_heavy() -> None:
    program = (
        "import sys\n"
        "from foretell_analyzer.catalog import ToolCatalog\n"
        "catalog = ToolCatalog.from_stub('def f(a: int = 1) -> int: ...  # read')\n"
        "catalog.digest\n"
        "heavy = {'libcst', 'networkx', 'rich', 'foretell', 'jsonschema_rs', 'rapidfuzz', 'mcp'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT / "analyzer")},
    )
    assert done.stdout == "[]\n"
