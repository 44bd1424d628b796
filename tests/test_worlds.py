"""Worlds keep to what their tools declare, and the same seed gives the same world."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import foretell
from foretell_analyzer.automata import Letter
from tests.hash_seeds import printed_under
from tests.worlds import CORNERS, MOST, UnavailableError, World, assert_kept, run_in_worlds

CATALOG = foretell.ToolCatalog.from_dict(
    [
        {
            "name": "search",
            "inputSchema": {
                "properties": {
                    "query": {"type": "string"},
                    "limit": {"type": "integer", "default": 9},
                }
            },
            "outputSchema": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "id": {"type": "string"},
                        "kind": {"enum": ["a", "b"]},
                        "score": {"type": "number", "maximum": 1},
                        "next": {"anyOf": [{"type": "null"}, {"type": "string"}]},
                        "tags": {"type": "array", "maxItems": 3, "items": {"type": "integer"}},
                    },
                    "required": ["id", "kind", "next", "tags"],
                },
            },
        },
        {
            "name": "tree",
            "inputSchema": {},
            "outputSchema": {
                "$ref": "#/$defs/node",
                "$defs": {
                    "node": {
                        "type": "object",
                        "properties": {
                            "day": {"type": "string", "format": "date"},
                            "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                        },
                        "required": ["day", "children"],
                    }
                },
            },
        },
        {"name": "send", "inputSchema": {"properties": {"text": {}}}},
    ],
    {"tools": {"search": {"max_items": "limit"}, "send": {"effect": "send", "may_raise": False}}},
)
SEARCH, TREE = CATALOG.tools["search"], CATALOG.tools["tree"]

SCRIPT = """\
for hit in search(query="x", limit=5):
    if hit["kind"] == "a":
        send(text=hit["id"])
"""


def call(world: World, name: str, **arguments: Any) -> Any:
    return world.functions[name](**arguments)


@given(st.integers(0, 10_000), st.integers(0, 60))
def test_answers_are_what_schemas_and_overlay_declare(seed: int, limit: int) -> None:
    assert isinstance(SEARCH.output_schema, dict)
    assert isinstance(TREE.output_schema, dict)
    world = World(CATALOG, seed)
    world.failures = 0.0
    hits = call(world, "search", query="x", limit=limit)
    jsonschema_rs.validate(SEARCH.output_schema, hits)
    assert len(hits) <= min(limit, MOST)
    assert len(call(world, "search", query="x")) <= 9
    jsonschema_rs.validate(TREE.output_schema, call(world, "tree"))


@given(st.integers(0, 10_000))
def test_the_same_seed_gives_the_same_world(seed: int) -> None:
    def answers() -> list[Any]:
        world = World(CATALOG, seed)
        world.failures = 0.0
        return [call(world, "search", query="x"), call(world, "tree"), call(world, "send")]

    assert answers() == answers()


def test_corners_are_empty_single_and_full() -> None:
    sizes = []
    for seed in range(len(CORNERS)):
        world = World(CATALOG, seed)
        world.failures = 0.0
        sizes.append(len(call(world, "search", query="x", limit=60)))
    assert sizes == [0, 0, 1, 1, MOST, MOST]


def test_tools_fail_but_those_that_are_said_not_to() -> None:
    world = World(CATALOG, 1)
    with pytest.raises(UnavailableError):
        call(world, "search", query="x")
    call(world, "send", text="x")


def test_random_worlds_reach_many_sizes() -> None:
    sizes = set()
    for seed in range(len(CORNERS), 300):
        world = World(CATALOG, seed)
        world.failures = 0.0
        sizes.add(len(call(world, "search", query="x", limit=60)))
    assert len(sizes) > 30


def test_runs_tell_their_calls_and_keep_their_report() -> None:
    runs = list(run_in_worlds(SCRIPT, CATALOG, range(30)))
    for run in runs:
        assert_kept(run)
        assert run.letters[0] == Letter("search", 1)
        assert set(run.letters[1:]) <= {Letter("send", 3)}
    assert {run.ended for run in runs} == {True, False}
    assert max(len(run.letters) for run in runs) > 2


def test_a_script_that_does_not_end_is_stopped() -> None:
    (run,) = run_in_worlds("while True:\n    send(text='x')", CATALOG, [7])
    assert not run.ended
    assert len(run.letters) == 1_000


def test_a_run_that_leaves_its_report_is_told_with_its_seed() -> None:
    (run,) = run_in_worlds(SCRIPT, CATALOG, [4])
    other = foretell.analyze("send(text=1)", CATALOG)
    with pytest.raises(AssertionError, match=r"^seed 4: .*; calls: search@1 send@3"):
        assert_kept(type(run)(run.seed, other, run.outcome))


def test_worlds_do_not_depend_on_the_order_of_sets() -> None:
    program = (
        "from tests.test_worlds import CATALOG\n"
        "from tests.worlds import World\n"
        "world = World(CATALOG, 9)\n"
        "print([world.answer(tool, {}) for tool in CATALOG if not world.is_lucky()], world.names)\n"
    )
    assert len(printed_under(["1", "2"], program)) == 1
