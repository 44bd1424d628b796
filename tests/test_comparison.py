"""Two versions of a script compared: calls, counts, and what the newer one can do that is new."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given

from foretell.comparison import Comparison, compare_reports
from foretell.render.comparison import comparison_page, comparison_to_dict
from foretell_analyzer.analysis import analyze
from foretell_analyzer.automata import Exceeds
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.errors import ReportError
from tests.test_counting import CATALOG as TWO_TOOLS
from tests.test_counting import INPUTS, scripts

CATALOG: Final = ToolCatalog.from_stub(
    """
def search(query: str, limit: int = 5) -> list[dict]: ...
def read(identifier: str) -> dict: ...
def send(to: str, body: str = "") -> None: ...
"""
)
BASE: Final = "for hit in search('a', limit=20):\n    read(hit['id'])\n"


def compared(before: str, after: str) -> Comparison:
    return compare_reports(
        analyze(before, CATALOG, name="old.py"), analyze(after, CATALOG, name="new.py")
    )


def told(found: Comparison) -> list[tuple[str, str, int, tuple[str, ...]]]:
    return [(one.kind, one.tool, one.line, one.parameters) for one in found.calls]


@pytest.mark.parametrize(
    ("after", "verdict", "calls"),
    [
        (BASE, "same", []),
        (BASE.replace("20", "50"), "same", [("changed", "search", 1, ("limit",))]),
        (BASE + "if 1 > 2:\n    send('x')\n", "same", []),
        (BASE + "if hit:\n    send('x')\n", "more", [("added", "send", 4, ())]),
        ("search('a', limit=20)\n", "less", [("removed", "read", 2, ())]),
        (BASE + "send('x')\n", "other", [("added", "send", 3, ())]),
        ("read('1')\nsearch('a', limit=20)\n", "other", None),
    ],
)
def test_what_another_version_does(
    after: str, verdict: str, calls: list[tuple[str, str, int, tuple[str, ...]]] | None
) -> None:
    found = compared(BASE, after)
    assert found.verdict == verdict
    assert found.does_more == (verdict in {"more", "other"})
    if calls is not None:
        assert told(found) == calls


def test_the_witness_is_a_shortest_run_of_the_newer_one() -> None:
    found = compared(BASE, BASE + "if hit:\n    send('x')\n")
    assert isinstance(found.beyond, Exceeds)
    assert found.beyond.witness.tools[-1] == "send"
    assert found.beyond.witness.lines[-1] == 4


def test_counts_that_are_not_the_same_are_told() -> None:
    found = compared("for i in range(3):\n    send('x')", "for i in range(4):\n    send('x')")
    assert [(one.tool, str(one.before), str(one.after)) for one in found.counts] == [
        ("send", "3", "4"),
        ("", "3", "4"),
    ]
    assert found.verdict == "other"


def test_a_page_and_a_form_of_it() -> None:
    before, after = analyze(BASE, CATALOG, name="old.py"), analyze(BASE + "send(to='x')", CATALOG)
    found = compare_reports(before, after)
    page = comparison_page(before, after, found, 100).plain()
    assert page.splitlines()[0] == "old.py → script.py   does more, and some things no longer"
    assert '+ line   3  send(to="x")' in page.replace("'", '"')
    assert "can now do, could not before:     search@1 send@3" in page
    form = comparison_to_dict(found)
    assert (form["verdict"], form["does_more"]) == ("other", True)
    assert form["calls"][0]["after"] == {"to": "'x'"}
    assert form["can_now"]["calls"][-1] == {"tool": "send", "line": 3}


def test_the_page_tells_what_is_new_how_often_and_where_to() -> None:
    later = "for hit in search('a', limit=50):\n    send(to='x', body=read(hit['id'])['text'])\n"
    before, after = (analyze(text, CATALOG, name="s.py") for text in (BASE, later))
    page = comparison_page(before, after, compare_reports(before, after), 100).plain()
    assert page == (
        "s.py → s.py   does more, and some things no longer\n"
        "\n"
        "~ line   1  search limit 20 → 50\n"
        "+ line   2  send(to='x', body ← read.text)   new: does what nobody said\n"
        "\n"
        "calls       send 0 → 0..?\n"
        "flows       + read.text → send.body\n"
        "\n"
        "can now do, could not before:     search@1 read@2 send@2 …\n"
        "\n"
        "could do, can no longer:          search@1 read@2\n"
    )


def test_measures_and_flows_that_are_not_the_same_are_told() -> None:
    found = compared("print(1)\ny = send('a', read('x')['y'])\n", "print(12)\ny = send('a')\n")
    form = comparison_to_dict(found)
    assert form["measures"] == [{"measure": "output", "before": "0..2", "after": "0..3"}]
    assert form["flows"] == [{"kind": "removed", "source": "read.y", "sink": "send.body"}]


def test_what_is_no_script_cannot_be_compared() -> None:
    with pytest.raises(ReportError, match="a report without a plan"):
        compared(BASE, "def")


@given(scripts(is_hard=False))
def test_a_script_does_what_it_does_itself_and_more_with_a_call_before(script: str) -> None:
    report = analyze(script, TWO_TOOLS, inputs=INPUTS)
    assert compare_reports(report, report).verdict == "same"
    longer = analyze(f"B()\nB()\nB()\nB()\n{script}", TWO_TOOLS, inputs=INPUTS)
    assert compare_reports(report, longer).does_more or "B" in report.tools
