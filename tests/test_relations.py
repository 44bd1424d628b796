"""What is told of the counts of two tools holds at every moment of every run, and is worth telling."""

from __future__ import annotations

import pytest

from foretell_analyzer.analysis import analyze
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.report import Report

CATALOG = ToolCatalog.from_stub(
    "def search(q: str = '') -> list[str]: ...\n"
    "def read(id: str = '') -> str: ...\n"
    "def send(to: str = '', body: str = '') -> None: ...\n"
    "def log(text: str = '') -> None: ...\n"
)


def relations(script: str) -> list[str]:
    report = analyze(script, CATALOG)
    again = Report.from_dict(report.to_dict())
    assert again.relations == report.relations
    return [str(one) for one in report.relations]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("for hit in search():\n    send(hit, read(hit))", ["send <= read"]),
        ("for hit in search():\n    if read(hit):\n        send(hit)", ["send <= read"]),
        (
            "for hit in search():\n    read(hit)\n    send(hit)\n    log(hit)",
            ["log <= send", "send <= read"],
        ),
        ("for hit in search():\n    send(hit)\n    read(hit)", ["read <= send"]),
        # Each tells by itself that it is called once.
        ("search()\nread()", []),
        ("for hit in search():\n    read(hit)\nfor hit in search():\n    send(hit)", []),
        ("for hit in search():\n    read(hit)\n    if hit:\n        read(hit)\n    send(hit)", ["send <= read"]),
        ("for hit in search():\n    read(hit) if hit else send(hit)", []),
        ("log('a')\nunknown()", []),
        ("print(1)", []),
    ],
)  # fmt: skip
def test_relations_worth_telling(script: str, expected: list[str]) -> None:
    assert relations(script) == expected


def test_a_script_with_very_many_tools_has_none() -> None:
    names = [f"t{number}" for number in range(13)]
    catalog = ToolCatalog.from_stub("\n".join(f"def {name}() -> None: ..." for name in names))
    script = "for _ in range(int(input)):\n" + "\n".join(f"    {name}()" for name in names)
    assert analyze(script, catalog, inputs={"input": "str"}).relations == ()
    fewer = script.replace("    t12()", "")
    assert len(analyze(fewer, catalog, inputs={"input": "str"}).relations) == 11
