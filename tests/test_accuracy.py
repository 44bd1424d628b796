"""The judge judged: stubs for type checkers, faults and alarms, what the corpus's own judge prints."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from accuracy.checkers import Checker, Reported, check_folders, foretell_checker
from accuracy.corpora import Fault, Sample, Toolbox, limits_overlay, read_corpus
from accuracy.judgement import judge
from accuracy.report import Results, as_json, tell
from accuracy.stubs import make_stub
from accuracy.tightness import Tightness, ToolBound
from accuracy.tightness import tell as tell_bounds
from accuracy.worlds import GraphDifference, WorldJudgement, predict, read_judgement
from foretell_analyzer.analysis import analyze
from foretell_analyzer.bounds import Bound, Unknown
from foretell_analyzer.catalog import ToolCatalog

TOOLS: Final[list[dict[str, Any]]] = [
    {
        "name": "search",
        "inputSchema": {
            "type": "object",
            "properties": {
                "limit": {"type": "integer", "default": 5},
                "query": {"type": "string"},
                "folder": {"enum": ["inbox", "sent"]},
            },
            "required": ["query"],
        },
        "outputSchema": {"type": "array", "items": {"$ref": "#/$defs/Mail"}, "$defs": {
            "Mail": {
                "type": "object",
                "properties": {
                    "id": {"type": "string"},
                    "cc": {"type": ["array", "null"], "items": {"type": "string"}},
                    "replies": {"type": "array", "items": {"$ref": "#/$defs/Mail"}},
                    "sizes": {"type": "object", "additionalProperties": {"type": "number"}},
                },
                "required": ["id"],
            }
        }},
        "x-limits": {"async": True, "mayRaise": ["ToolError"], "maxItems": {"": "limit", "cc": 3}},
    },
    {"name": "ping", "inputSchema": {"type": "object"}},
]  # fmt: skip


def test_a_stub_tells_type_checkers_what_schemas_say() -> None:
    stub = make_stub(TOOLS, {"search"}, exceptions=("ToolError",))
    ast.parse(stub)
    assert stub == (
        "from typing import Any, Literal, NotRequired, TypedDict\n"
        "\n"
        "class ToolError(Exception): ...\n"
        "\n"
        "class SearchResultItem(TypedDict):\n"
        "    id: str\n"
        "    cc: NotRequired[list[str] | None]\n"
        "    replies: NotRequired[list[SearchResultItem]]\n"
        "    sizes: NotRequired[dict[str, float]]\n"
        "\n"
        "async def search(query: str, limit: int = ..., folder: Literal['inbox', 'sent'] = ...)"
        " -> list[SearchResultItem]: ...\n"
        "\n"
        "def ping() -> Any: ...\n"
    )


def test_what_a_corpus_says_beside_the_schemas_becomes_an_overlay() -> None:
    assert limits_overlay(TOOLS) == {
        "tools": {
            "search": {"async": True, "may_raise": True, "max_items": "limit", "sizes": {"cc": 3}},
            "ping": {"async": False, "may_raise": False},
        }
    }
    ToolCatalog.from_mcp({"tools": TOOLS}).with_overlay(limits_overlay(TOOLS))


BOX: Final = Toolbox(ToolCatalog.from_stub("def a(): ..."), "def a() -> None: ...\n", {}, "a stub")


def sample(name: str, text: str, *faults: Fault) -> Sample:
    return Sample("made up", name, text, BOX, faults)


SAMPLES: Final = [
    sample("right", "a()\n"),
    sample("found", "a()\nb()\n", Fault("unknown", frozenset({2}))),
    sample("missed", "a()\n", Fault("silent", frozenset({1}))),
]


def checker(reports: Mapping[str, Sequence[Reported]]) -> Checker:
    def check(_: Sequence[Sample]) -> Mapping[str, Sequence[Reported]]:
        return {"right": (), "found": (), "missed": (), **reports}

    return Checker("made up", "", "nothing", check)


def test_faults_are_judged_by_line_and_right_scripts_by_any_report() -> None:
    await_ = Reported(1, "error", "syntax", "`await` outside of an asynchronous function")
    reports = {
        "right": [await_],
        "found": [Reported(2, "error", "unknown-tool", "no b"), Reported(1, "warning", "x", "y")],
    }
    judged = judge(checker(reports), SAMPLES)
    assert (judged.found, len(judged.faults), judged.right, judged.others) == (1, 2, 1, 1)
    assert judged.by_kind() == {"silent": (0, 1), "unknown": (1, 1)}
    assert [one.sample for one in judged.alarms] == ["right"]
    assert judged.alarms[0].is_of_convention
    assert str(judged) == (
        "made up, made up: 1 of 2 faults found, 1 false alarms on 1 right scripts;"
        " missed: missed (silent on line 1); alarms: right"
    )


def test_what_foretell_says_is_judged_too() -> None:
    judged = judge(foretell_checker(), SAMPLES)
    assert (judged.found, judged.alarms) == (1, ())


def test_each_script_is_laid_out_with_its_tools_before_it() -> None:
    seen: dict[str, str] = {}

    def run(folder: Path) -> list[tuple[str, Reported]]:
        seen.update({file.name: file.read_text("utf-8") for file in folder.iterdir()})
        return [("found", Reported(2, "error", "x", "y")), ("tools", Reported(1, "error", "x", "y")),
                ("right", Reported(0, "error", "prelude", "y"))]  # fmt: skip

    found = check_folders(SAMPLES, run)
    assert seen["found.py"] == "from tools import a\na()\nb()\n"
    assert seen["tools.pyi"] == BOX.stub
    assert {name: len(rows) for name, rows in found.items()} == {
        "right": 0,
        "found": 1,
        "missed": 0,
    }


def test_the_printed_judgement_is_read() -> None:
    tallies, wrong = read_judgement(
        "early_exit {'call_graph': 'equal', 'counts': 'WRONG'}\n"
        "call_graph: equal 70, wider 7\ncounts: wider 50, equal 26, WRONG 1\n"
    )
    assert tallies == {
        "call_graph": {"equal": 70, "wider": 7},
        "counts": {"wider": 50, "equal": 26, "WRONG": 1},
    }
    assert wrong == {"early_exit": ("counts",)}


def test_a_prediction_has_the_judges_form() -> None:
    report = analyze("def f():\n    a()\nfor x in range(2):\n    f()\n", BOX.catalog)
    assert predict(report) == {
        "call_graph": {"<module>": ["f"], "f": ["a"]},
        "counts": {"a": [2, 2]},
        "flows": [],
    }
    endless = analyze("while True:\n    a()\n", BOX.catalog)
    assert predict(endless)["counts"]["a"][1] is None


def test_both_reports_are_written_of_the_same_results() -> None:
    judged = judge(foretell_checker(), SAMPLES)
    graphs = (GraphDifference("one", (("<module>", "f"),), ()),)
    worlds = WorldJudgement({"counts": {"equal": 3, "wider": 1}}, {}, graphs)
    results = Results([foretell_checker()], ["ty"], [judged], {"made up": "a stub"}, worlds)
    about = {"command": "make accuracy", "date": "2026-01-02", "commit": "abc", "python": "3.11"}
    form = json.loads(json.dumps(as_json(results, about)))
    assert form["judgements"][0]["found"] == 1
    assert form["judgements"][0]["each_fault"][0] == {
        "script": "found", "kind": "unknown", "lines": [2], "found_as": ["unknown-tool"],
    }  # fmt: skip
    assert form["worlds"]["tallies"] == {"counts": {"equal": 3, "wider": 1}}
    lines = list(tell(results, about))
    assert "- ty is not installed" in lines
    assert "| foretell | 1 | 2 | 0 | 1 | 0 | 0 |" in lines
    assert "- missed: silent on line 1 (found by none)" in lines
    assert "- one: too many: `<module>` → `f`" in lines


def test_corpora_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "mistakes"
    (folder / "scripts").mkdir(parents=True)
    (folder / "tools.pyi").write_text("def a() -> None: ...\n")
    (folder / "scripts" / "f1.py").write_text("# expect: unknown-tool @ 2,3\nb()\n")
    (folder / "scripts" / "r1.py").write_text("# expect: ok\na()\n")
    wrong, right = read_corpus(tmp_path, "mistakes")
    assert wrong.faults == (Fault("unknown-tool", frozenset({2, 3})),)
    assert right.is_right
    assert str(wrong.faults[0]) == "unknown-tool on line 2/3"


def test_bounds_are_compared_with_ideal_ones_and_with_runs() -> None:
    rows = [
        ToolBound("a", "equal", (1, 3), Bound(1, 3), (1, 2)),
        ToolBound("a", "wider", (1, 3), Bound(0, Unknown("it is not known")), (1, 2)),
        ToolBound("a", "tighter", (0, None), Bound(1, 3), None),
        ToolBound("a", "outside", (0, 3), Bound(0, 3), (0, 4)),
    ]
    assert [one.verdict for one in rows] == ["equal", "wider", "tighter", "WRONG"]
    words = {"one": "equal", "two": "wider"}
    about = {"command": "make", "date": "today", "commit": "x", "python": "3"}
    told = list(tell_bounds(Tightness((), rows, words), about))
    assert "| controlflow | 4 | 1 | 1 | 1 | 1 |" in told
    assert "| a | wider | 1 to 3 | 0 to ? | 1 to 2 | wider |" in told
    assert "| a | tighter | 0 to ∞ | 1 to 3 | none | tighter |" in told
    assert "- wider: two" in told
