"""Programs by feature: CPython and our interpreter must print and raise the same."""

from __future__ import annotations

import pytest

from tests.alike import PROGRAMS, Result, read_programs, run_by_python, run_by_us

CASES = [
    pytest.param(text, id=f"{path.stem}: {title}")
    for path in sorted(PROGRAMS.glob("*.txt"))
    for title, text in read_programs(path)
]


@pytest.mark.parametrize("text", CASES)
def test_a_program_does_what_it_does_in_cpython(text: str) -> None:
    expected = run_by_python(text)
    ours = run_by_us(text)
    assert Result(ours.stdout, ours.value, ours.traceback) == expected
    assert run_by_us(text).steps == ours.steps
