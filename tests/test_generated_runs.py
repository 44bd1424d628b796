"""Generated programs do what they do in CPython, and take the same steps each time."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.alike import Result, run_by_python, run_by_us
from tests.running import Writer


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(st.integers(0, 2**40))  # a seed: drawing each choice would take longer than the runs
def test_a_generated_program_does_what_it_does_in_cpython(seed: int) -> None:
    text = Writer(random.Random(seed).randrange).program()  # noqa: S311 - not for secrets
    assume(_compiles(text))
    expected = run_by_python(text)
    ours = run_by_us(text)
    assert Result(ours.stdout, ours.value, ours.traceback) == expected
    assert run_by_us(text) == ours


def _compiles(text: str) -> bool:
    """Is the program one that CPython takes? (`nonlocal` of what nothing binds, say, is not.)"""
    try:
        compile(text, "script.py", "exec")
    except SyntaxError:
        return False
    return True
