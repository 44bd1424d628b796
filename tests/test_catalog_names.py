"""Names that Python cannot say, prefixes, and joining of catalogs."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell_analyzer.catalog import ToolCatalog, signature
from foretell_analyzer.catalog.identifiers import identifiers
from foretell_analyzer.errors import CatalogError

names = st.text(max_size=12) | st.sampled_from(
    ["a-b", "a_b", "a.b", "a b", "class", "class_", "2x", "_2x", "", "-", "ﬁle", "file", "ª", "𝔘"]
)


def tool(name: str, *parameters: str) -> dict[str, object]:
    properties = {one: {"type": "string"} for one in parameters}
    return {"name": name, "inputSchema": {"type": "object", "properties": properties}}


@given(st.lists(names, unique=True))
def test_no_two_names_become_one_and_each_is_an_identifier(wire_names: list[str]) -> None:
    mapping = identifiers(wire_names)
    assert mapping.keys() == set(wire_names)
    assert len(set(mapping.values())) == len(wire_names)
    assert all(one.isidentifier() and not keyword.iskeyword(one) for one in mapping.values())


@given(st.lists(names, unique=True), st.randoms())
def test_names_do_not_depend_on_their_order(wire_names: list[str], random: object) -> None:
    shuffled = sorted(wire_names, key=lambda _: random.random())  # type: ignore[attr-defined]  # a Random
    assert identifiers(shuffled) == identifiers(wire_names)


@given(st.lists(names, unique=True))
def test_a_name_that_python_can_say_is_kept(wire_names: list[str]) -> None:
    mapping = identifiers(wire_names)
    assert all(mapping[one] == one for one in mapping.values() if one in mapping)


@pytest.mark.parametrize(
    ("wire_name", "name"),
    [
        ("get-user", "get_user"),
        ("api.v2/list", "api_v2_list"),
        ("class", "class_"),
        ("3d", "_3d"),
        ("", "unnamed"),
        ("naïve", "naïve"),
        ("__debug__", "debug"),
        ("ﬁle", "file"),
    ],
)
def test_a_bent_name_still_looks_like_itself(wire_name: str, name: str) -> None:
    assert identifiers([wire_name]) == {wire_name: name}


def test_tools_and_parameters_remember_how_the_host_spells_them() -> None:
    catalog = ToolCatalog.from_dict([tool("get-user", "user-id", "from"), tool("get_user")])
    bent = catalog["get_user_2"]
    assert bent.wire_name == "get-user"
    assert [(one.name, one.wire_name) for one in bent.parameters] == [
        ("user_id", "user-id"),
        ("from_", "from"),
    ]
    assert catalog["get_user"].wire_name == "get_user"
    assert signature(bent) == "get_user_2(user_id: str = ..., from_: str = ...)"
    renamed = [(note.tool, note.parameter) for note in catalog.notes if "renamed" in note.kind]
    assert renamed == [("get_user_2", None), ("get_user_2", "user_id"), ("get_user_2", "from_")]


def test_catalogs_are_joined_where_their_names_do_not_clash() -> None:
    first, second = ToolCatalog.from_dict(tool("a")), ToolCatalog.from_dict(tool("b"))
    both = first.merge(second, first)
    assert list(both.tools) == ["a", "b"]
    assert both.digest == second.merge(first).digest


def test_two_different_tools_of_one_name_are_refused() -> None:
    first, second = ToolCatalog.from_dict(tool("a")), ToolCatalog.from_dict(tool("a", "x"))
    with pytest.raises(CatalogError) as error:
        first.merge(second)
    assert str(error.value) == (
        "`a` is in both catalogs and not the same; use `with_prefix` on one"
    )
    assert list(first.merge(second.with_prefix("mail_")).tools) == ["a", "mail_a"]


def test_a_prefix_that_begins_no_name_is_refused() -> None:
    with pytest.raises(CatalogError) as error:
        ToolCatalog.from_dict(tool("a")).with_prefix("my-")
    assert str(error.value) == ("`my-` begins no name in Python; use letters, digits and `_`")


def test_asking_for_a_tool_that_is_not_there_names_the_nearest() -> None:
    catalog = ToolCatalog.from_dict([tool("delete_file")])
    with pytest.raises(CatalogError) as error:
        catalog["remove_file"]
    assert str(error.value) == "there is no tool `remove_file`; did you mean `delete_file`?"
