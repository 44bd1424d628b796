"""A report as JSON: what is in it, its schema, the way back."""

from __future__ import annotations

import subprocess
import sys
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell_analyzer.analysis import analyze
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.errors import ReportError, UsageError
from foretell_analyzer.report import Report
from foretell_analyzer.source import Script

CATALOG: Final = ToolCatalog.from_stub(
    "def search(query: str, limit: int = 5) -> list[str]: ...\ndef send(to: str) -> None: ...\n"
)
SCRIPT: Final = """\
for mail in search("invoice")[:3]:
    if mail:
        send(to=mail)
    else:
        sned(to=mail)
sorted([1], key=send)
"""
SCRIPTS: Final = [
    "",
    SCRIPT,
    "for i in range(3)\n    print(i)",
    "def f():\n    while bit:\n        send(f())\nf()",
    "import asyncio\nawait asyncio.gather(search('a'), send('b'))",
]


def report(text: str = SCRIPT) -> Report:
    return analyze(text, CATALOG, name="mail.py", inputs={"bit": "bool"})


@pytest.mark.parametrize("text", SCRIPTS)
def test_a_report_comes_back_equal(text: str) -> None:
    first = report(text)
    again = Report.from_dict(first.to_dict())
    assert again == first
    assert again.to_dict() == first.to_dict()
    assert again.module is None


def test_the_form_has_what_programs_rely_on() -> None:
    form = report().to_dict()
    assert set(form) == {
        "version", "script", "digests", "findings", "call_graph", "plan", "tools", "flows", "bounds",
        "assumptions", "order", "calls", "relations",
    }  # fmt: skip
    finding = form["findings"][0]
    assert finding["rule"] == "unknown-tool"
    assert finding["subject"] == {"tool": "sned", "name": "sned"}
    assert finding["span"] == {
        "line": 5, "column": 8, "end_line": 5, "end_column": 12, "start": 88, "end": 92,
    }  # fmt: skip
    once = {"low": 1, "high": 1, "symbolic": "1", "declared": 1, "assumed": 1, "basis": []}
    assert form["tools"]["search"] == {"calls": once}
    assert form["bounds"]["tool_calls"]["low"] == 2  # `search`, and `send` as the key of one item
    assert form["script"] == {"name": "mail.py", "text": SCRIPT}
    assert form["digests"]["catalog"] == CATALOG.digest
    assert form["call_graph"]["edges"][0]["callee"] == "search"


def corrupted(change: str) -> Any:
    form = report().to_dict()
    match change:
        case "no object":
            return [form]
        case "a key is missing":
            del form["findings"]
        case "a key too many":
            form["extra"] = 1
        case "another version":
            form["version"] = 2
        case "a changed script":
            form["script"]["text"] += "\n"
        case "an unknown kind of plan":
            form["plan"]["kind"] = "guess"
        case _:
            form["findings"][0]["severity"] = "fatal"
    return form


@pytest.mark.parametrize(
    "change",
    [
        "no object",
        "a key is missing",
        "a key too many",
        "another version",
        "a changed script",
        "an unknown kind of plan",
        "a severity that there is not",
    ],
)
def test_anything_else_is_refused(change: str) -> None:
    with pytest.raises(ReportError, match="this is no report"):
        Report.from_dict(corrupted(change))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_no_other_json_is_a_report(form: object) -> None:
    with pytest.raises(ReportError):
        Report.from_dict(form)


def test_a_script_may_be_given_as_one() -> None:
    script = Script("send('x')", "given.py")
    assert analyze(script, CATALOG).script is script


def test_an_unknown_dialect_is_refused() -> None:
    with pytest.raises(UsageError, match="there is no dialect `perl`"):
        analyze("", CATALOG, dialect="perl")


def test_importing_the_package_imports_no_parser_and_no_graphs() -> None:
    code = (
        "import sys, foretell_analyzer, foretell_analyzer.analysis; "
        "print(sorted({'libcst', 'networkx', 'jsonschema_rs', 'rapidfuzz'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
