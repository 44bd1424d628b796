"""The call graphs that the case files expect are true: CPython takes just these edges."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.casefile import Case, read_cases
from tests.edges import calls_in_python, check_form, show_pairs, show_sites

FOLDER: Final = Path(__file__).parent / "cases" / "callgraph"


def cases() -> Iterator[tuple[str, Case]]:
    for file in sorted(FOLDER.glob("*.md")):
        for case in read_cases(file.read_text("utf-8")):
            yield f"{file.stem}: {case.title}", case


CASES: Final = dict(cases())


@pytest.mark.parametrize("name", list(CASES))
def test_just_the_expected_calls_are_made(name: str) -> None:
    case = CASES[name]
    calls = calls_in_python(case)
    expected = {
        kind: case.snapshots[kind] for kind in ("callgraph", "callsites") if kind in case.snapshots
    }
    assert expected, "a case of this folder expects a call graph"
    for fence in expected.values():
        check_form(fence)
    shown = {"callgraph": show_pairs(calls), "callsites": show_sites(calls)}
    assert {kind: shown[kind] for kind in expected} == {
        kind: fence.text for kind, fence in expected.items()
    }
