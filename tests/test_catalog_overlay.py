"""What the local overlay says wins; what it says wrongly is refused with its place."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from foretell_analyzer.catalog import Effect, Latency, Price, Size, ToolCatalog
from foretell_analyzer.errors import CatalogError
from foretell_analyzer.toml_places import Places

TEXT = {"type": "string"}
READS = {"readOnlyHint": True}
TOOLS = [
    {
        "name": "search",
        "annotations": READS,
        "inputSchema": {"properties": {"query": TEXT, "limit": {"type": "integer"}}},
        "outputSchema": {"type": "array", "maxItems": 100},
    },
    {"name": "get-user", "annotations": READS, "inputSchema": {"properties": {"user-id": TEXT}}},
    {"name": "get_mail", "inputSchema": {"properties": {"id": TEXT}}},
    {"name": "send", "inputSchema": {"properties": {"to": TEXT, "body": TEXT}}},
]


def load(tmp_path: Path, overlay: str) -> ToolCatalog:
    (tmp_path / "tools.json").write_text(json.dumps(TOOLS))
    (tmp_path / "tools.overlay.toml").write_text(dedent(overlay))
    return ToolCatalog.load(tmp_path / "tools.json")


def refusal(tmp_path: Path, overlay: str) -> str:
    with pytest.raises(CatalogError) as error:
        load(tmp_path, overlay)
    return str(error.value).removeprefix(f"{tmp_path}/")


def test_every_key_says_something_of_the_tool(tmp_path: Path) -> None:
    tool = load(
        tmp_path,
        """
        [tools.search]
        effect = ["read", "spend"]
        source = "untrusted"
        sink = { query = "outgoing" }
        max_items = "limit"
        assumed_items = 10
        price = 0.005
        latency = 2
        idempotent = true
        may_raise = false
        async = true
        examples = ["search(query='x')", { query = "y" }]
        description = "Look."
        [tools.search.sizes]
        "[].body" = 1000
        "[].tags" = { max = 5, assumed = 2 }
        """,
    )["search"]
    assert tool.effects == frozenset({Effect.READ, Effect.SPEND})
    assert tool.effects_from == "overlay"
    assert tool.sources == {"untrusted"}
    assert tool.sinks == {"query": {"outgoing"}}
    assert tool.sizes == (Size("", "limit", 10), Size("[].body", 1000), Size("[].tags", 5, 2))
    assert (tool.price, tool.latency) == (Price(0.005), Latency(0, 2.0))
    assert (tool.idempotent, tool.may_raise, tool.is_async) == (True, False, True)
    assert tool.examples == ("search(query='x')", {"query": "y"})
    assert tool.description == "Look."


def test_exact_names_win_over_patterns_and_longer_patterns_over_shorter(tmp_path: Path) -> None:
    catalog = load(
        tmp_path,
        """
        [defaults]
        price = 1
        latency = 1
        effect = "send"
        [tools."*"]
        price = 2
        [tools."get*"]
        price = 3
        effect = "read"
        [tools."get_m*"]
        price = 4
        [tools.get_mail]
        price = 5
        """,
    )
    assert {name: tool.price and tool.price.fixed for name, tool in catalog.tools.items()} == {
        "search": 2,
        "get_user": 3,
        "get_mail": 5,
        "send": 2,
    }
    assert {tool.latency for tool in catalog} == {Latency(0, 1)}
    assert catalog["get_mail"].effects == frozenset({Effect.READ})
    assert catalog["search"].effects == frozenset({Effect.SEND})


def test_a_sink_of_the_whole_tool_goes_to_each_parameter(tmp_path: Path) -> None:
    catalog = load(tmp_path, '[tools.send]\nsink = ["outgoing", "mail"]\n')
    assert catalog["send"].sinks == {
        "to": {"outgoing", "mail"},
        "body": {"outgoing", "mail"},
    }


def test_tools_and_parameters_may_be_called_as_the_host_does(tmp_path: Path) -> None:
    catalog = load(tmp_path, '[tools.get-user]\nsink.user-id = "x"\nmax_length = "user-id"\n')
    assert catalog["get_user"].sinks == {"user_id": {"x"}}
    assert catalog["get_user"].sizes == (Size("", "user_id"),)


def test_a_pattern_speaks_of_those_tools_that_have_the_parameter(tmp_path: Path) -> None:
    catalog = load(tmp_path, '[tools."*"]\nmax_items = "limit"\nsink = { body = "b" }\n')
    assert catalog["search"].sizes == (Size("", "limit"),)
    assert catalog["send"].sinks == {"body": {"b"}}
    assert catalog["get_mail"].sizes == ()
    assert catalog["get_mail"].sinks == {}


def test_a_pattern_that_fits_nothing_is_noted(tmp_path: Path) -> None:
    catalog = load(tmp_path, '[tools."delete_*"]\neffect = "delete"\n')
    assert [note.message for note in catalog.notes if note.kind == "idle-pattern"] == [
        "the overlay's pattern `delete_*` fits no tool"
    ]


def test_hints_can_be_left_unread(tmp_path: Path) -> None:
    assert load(tmp_path, "trust_hints = false")["search"].effects is None
    assert load(tmp_path, "trust_hints = true")["search"].effects == frozenset({Effect.READ})
    path = tmp_path / "tools.json"
    assert ToolCatalog.load(path, trust_hints=False)["search"].effects is None


def test_the_overlay_beside_a_catalog_is_used_unless_another_is_given(tmp_path: Path) -> None:
    assert load(tmp_path, "[tools.search]\nprice = 1\n")["search"].price == Price(1)
    path, other = tmp_path / "tools.json", tmp_path / "other.toml"
    other.write_text("[tools.search]\nprice = 2\n")
    assert ToolCatalog.load(path, other)["search"].price == Price(2)
    assert ToolCatalog.load(path, str(other))["search"].price == Price(2)
    assert ToolCatalog.load(path, {"tools": {"search": {"price": 3}}})["search"].price == Price(3)
    assert ToolCatalog.load(path, overlay=False)["search"].price is None
    assert ToolCatalog.load(path, overlay=True)["search"].price == Price(1)


def test_an_overlay_can_be_laid_over_any_catalog() -> None:
    catalog = ToolCatalog.from_stub("def f(a: int): ...", {"tools": {"f": {"effect": "read"}}})
    assert catalog["f"].effects == frozenset({Effect.READ})
    again = catalog.with_overlay({"tools": {"f": {"price": 1}}})
    assert (again["f"].effects, again["f"].price) == (frozenset({Effect.READ}), Price(1))
    record = ToolCatalog.from_dict(catalog.to_dict(), {"tools": {"f": {"price": 1}}})
    assert record == again


def test_the_overlay_is_part_of_the_digest() -> None:
    plain = ToolCatalog.from_stub("def f(a: int): ...")
    priced = plain.with_overlay({"tools": {"f": {"price": 1}}})
    assert plain.digest != priced.digest


@pytest.mark.parametrize(
    ("overlay", "message"),
    [
        (
            "[tools.search]\nefect = 'read'\n",
            "tools.overlay.toml:2:1: `efect` is no key of a tool; did you mean `effect`?",
        ),
        (
            "# one\n\n[tools.searhc]\neffect = 'read'\n",
            "tools.overlay.toml:3:8: `searhc` is no tool of the catalog; did you mean `search`?",
        ),
        (
            "[tools.frobnicate]\n",
            (
                "tools.overlay.toml:1:8: `frobnicate` is no tool of the catalog; "
                "take it away or check the catalog"
            ),
        ),
        (
            "[tool.search]\n",
            "tools.overlay.toml:1:2: `tool` is no key of an overlay; did you mean `tools`?",
        ),
        (
            "xyz = 1\n",
            (
                "tools.overlay.toml:1:1: `xyz` is no key of an overlay; "
                "there are `defaults`, `tools` and `trust_hints`"
            ),
        ),
        (
            "[tools.search]\neffect = 'reed'\n",
            "tools.overlay.toml:2:1: `effect` knows no effect `reed`; did you mean `read`?",
        ),
        (
            "[tools.search]\neffect = 'zzz'\n",
            (
                "tools.overlay.toml:2:1: `effect` knows no effect `zzz`; "
                "give `read`, `write`, `send`, `spend` or `delete`"
            ),
        ),
        (
            "[tools.search]\neffect = 3\n",
            (
                "tools.overlay.toml:2:1: `effect` takes an effect or a list, not `3`; "
                "give `read`, `write`, `send`, `spend` or `delete`"
            ),
        ),
        (
            "[tools.search]\nprice = 'much'\n",
            "tools.overlay.toml:2:1: `price` takes a number, not `'much'`; give 0 or more",
        ),
        (
            "[tools.search]\nprice = true\n",
            "tools.overlay.toml:2:1: `price` takes a number, not true; give 0 or more",
        ),
        (
            "[tools.search]\nlatency = inf\n",
            "tools.overlay.toml:2:1: `latency` `inf` is no JSON value; use a number or null",
        ),
        (
            "[tools.search]\nasync = 1\n",
            "tools.overlay.toml:2:1: `async` takes true or false, not `1`; give true or false",
        ),
        (
            "[tools.search]\nassumed_items = -1\n",
            (
                "tools.overlay.toml:2:1: `assumed_items` takes a whole number, not `-1`; "
                "give 0 or more"
            ),
        ),
        (
            "[tools.search]\nmax_items = [1]\n",
            (
                "tools.overlay.toml:2:1: `max_items` takes a number or the name of a parameter, "
                'not a list; give something like `20` or `"limit"`'
            ),
        ),
        (
            "[tools.search]\nmax_items = 'limt'\n",
            (
                "tools.overlay.toml:2:1: `max_items` names `limt`, no parameter of tool `search`; "
                "did you mean `limit`?"
            ),
        ),
        (
            "[tools.search]\nsink = { boddy = 'x' }\n",
            (
                "tools.overlay.toml:2:10: `boddy` names `boddy`, no parameter of tool `search`; "
                "name one of its parameters"
            ),
        ),
        (
            "[tools.'*']\nsink = { boddy = 'x' }\n",
            (
                "tools.overlay.toml:2:10: `boddy` names `boddy`, no parameter of any tool it is about; "
                "did you mean `body`?"
            ),
        ),
        (
            "[tools.search]\nsink = { query = 3 }\n",
            (
                "tools.overlay.toml:2:10: `query` takes a label or a list of labels, not `3`; "
                "give a text"
            ),
        ),
        (
            "[tools.search]\nsource = ['']\n",
            (
                "tools.overlay.toml:2:1: `source` takes a label or a list of labels, not a list; "
                "give a text"
            ),
        ),
        (
            "[tools.search]\ndescription = { a = 1 }\n",
            (
                "tools.overlay.toml:2:1: `description` takes a text, not a table; "
                "give a text in quotes"
            ),
        ),
        (
            "[tools.search]\nexamples = 'x'\n",
            (
                "tools.overlay.toml:2:1: `examples` takes a list, not `'x'`; "
                "list calls as texts or tables"
            ),
        ),
        (
            "[tools.search]\nsizes = 3\n",
            'tools.overlay.toml:2:1: `sizes` takes a table by path, not `3`; write `"items" = 50`',
        ),
        (
            "[tools.search.sizes]\nitems = { mox = 3 }\n",
            "tools.overlay.toml:2:11: `mox` is no key of a size; there are `max` or `assumed`",
        ),
        (
            "[tools.search.sizes]\nitems = { max = -3 }\n",
            (
                "tools.overlay.toml:2:11: `max` takes a number or the name of a parameter, not `-3`; "
                'give something like `20` or `"limit"`'
            ),
        ),
        (
            "[tools.search.sizes]\nitems = { assumed = 'x' }\n",
            "tools.overlay.toml:2:11: `assumed` takes a whole number, not `'x'`; give 0 or more",
        ),
        (
            "[tools.search.sizes]\nitems = 'x'\n",
            (
                "tools.overlay.toml:2:1: `items` names `x`, no parameter of tool `search`; "
                "name one of its parameters"
            ),
        ),
        (
            "[tools]\nsearch = 3\n",
            "tools.overlay.toml:2:1: `search` is no table; write `[tools.search]`",
        ),
        ("tools = 3\n", "tools.overlay.toml:1:1: `tools` is no table; write `[tools.NAME]`"),
        (
            "trust_hints = 'no'\n",
            "tools.overlay.toml:1:1: `trust_hints` takes true or false; give true or false",
        ),
        (
            "[tools.search]\ndescription = 2020-01-01\n",
            (
                "tools.overlay.toml:2:1: `description` `date` is no JSON value; "
                "give texts, numbers, lists, objects"
            ),
        ),
        (
            "[tools.search]\nexamples = [\n  2020-01-01,\n]\n",
            (
                "tools.overlay.toml:2:1: `examples` `date` is no JSON value; "
                "give texts, numbers, lists, objects"
            ),
        ),
        (
            "[tools.search\n",
            (
                "tools.overlay.toml:1:14: is no TOML: expected ']' at the end of a table declaration; "
                "fix the syntax here"
            ),
        ),
        (
            "a = 1\na = 2\n",
            "tools.overlay.toml:2:6: is no TOML: cannot overwrite a value; fix the syntax here",
        ),
        (
            "a = '",
            'tools.overlay.toml:1:6: is no TOML: expected "\'"; fix the syntax here',
        ),
        (
            "[tools.get_user]\nprice = 1\n[tools.get-user]\nprice = 2\n",
            "tools.overlay.toml:3:8: `get-user` is said twice; join the two tables",
        ),
    ],
)
def test_a_mistake_in_an_overlay_is_refused_with_its_place(
    tmp_path: Path, overlay: str, message: str
) -> None:
    assert refusal(tmp_path, overlay) == message


def test_an_overlay_nested_too_deep_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, "a = " + "[" * 20_000 + "]" * 20_000)
    assert message == "tools.overlay.toml:1:1: is nested too deep for TOML; flatten it"


def test_a_mistake_in_a_mapping_is_refused_with_its_path() -> None:
    with pytest.raises(CatalogError) as error:
        ToolCatalog.from_dict(TOOLS, {"tools": {"search": {"prize": 1}}})
    assert str(error.value) == (
        "the overlay: `tools.search.prize` is no key of a tool; did you mean `price`?"
    )


GOOD = """\
# a comment with [brackets] and x = 1
trust_hints = true

[defaults]
latency = 1.5
[tools."*"]
source = "untrusted"   # behind it
[tools.search]
effect = [
    "read",  # one
    "spend",
]
sink = { query = "a", limit = ["b", 'c'] }
max_items = "limit"
description = '''
x = 1
[tools.send]
'''
[tools.search.sizes]
"a.b" = { max = 1, assumed = 2 }
'c' = 3
[tools]
send.price = 2
send.description = \"\"\"a\\"\"\" b = 1\"\"\"
"""


def keys(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(value, dict):
        return []
    return [
        one for key, inner in value.items() for one in ((*path, key), *keys(inner, (*path, key)))
    ]


def test_the_place_of_every_key_is_found() -> None:
    places = Places(GOOD).keys
    assert places.keys() == set(keys(tomllib.loads(GOOD)))
    for path, offset in places.items():
        assert GOOD[offset:].lstrip("\"'").startswith(str(path[-1]))


@given(st.data())
def test_a_misspelling_anywhere_is_refused_with_its_line(data: st.DataObject) -> None:
    places = Places(GOOD).keys
    path = data.draw(st.sampled_from([path for path in sorted(places) if path != ("tools", "*")]))
    assume(path[:-1] != ("tools", "search", "sizes"))  # paths into a result: anything may be there
    offset = places[path]
    wrong = (
        f"{GOOD[:offset]}zzq{GOOD[offset:]}"
        if GOOD[offset] not in "\"'"
        else (f"{GOOD[: offset + 1]}zzq{GOOD[offset + 1 :]}")
    )
    wrong_key = f"zzq{path[-1]}"
    first = min(place for found, place in Places(wrong).keys.items() if found[-1] == wrong_key)
    line = wrong.count("\n", 0, first) + 1
    catalog = ToolCatalog.from_dict(TOOLS)
    from foretell_analyzer.catalog.documents import Document
    from foretell_analyzer.catalog.overlays import apply_overlay, read_overlay

    with pytest.raises(CatalogError) as error:
        apply_overlay(read_overlay(Document("overlay", wrong)), catalog.tools)
    assert str(error.value).startswith(f"overlay:{line}:")
    assert f"`{wrong_key}`" in str(error.value)


@given(
    st.recursive(
        st.integers() | st.booleans() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_any_value_at_any_key_is_read_or_refused(value: Any) -> None:
    for key in ("effect", "sink", "sizes", "max_items", "price", "examples", "source", "async"):
        overlay = {"tools": {"search": {key: value}}}
        try:
            ToolCatalog.from_dict(TOOLS, overlay)
        except CatalogError as error:
            assert "\n" not in str(error)  # noqa: PT017  # either way is right
