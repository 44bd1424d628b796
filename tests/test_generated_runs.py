"""Generated programs do what they do in CPython, and take the same steps each time."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.alike import NAME, Result, run_by_python, run_by_us
from tests.running import Writer
from tests.toolbox import ANSWERS, Toolbox
from tests.wide_programs import WideWriter

seeds = st.integers(0, 2**40)  # drawing each choice would take longer than the runs
generously = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None
)
ADDRESS = re.compile(r" at 0x[0-9a-f]+|' ', 'a', 't', ' ', '0', 'x', (?:'[0-9a-f]', )+")
"""The place of an object in its text, and in the list of that text's characters."""


@generously
@given(seeds)
def test_a_generated_program_does_what_it_does_in_cpython(seed: int) -> None:
    text = Writer(random.Random(seed).randrange).program()  # noqa: S311 - not for secrets
    assume(_compiles(text))
    expected = run_by_python(text)
    ours = run_by_us(text)
    assert Result(ours.stdout, ours.value, ours.traceback) == expected
    assert run_by_us(text) == ours


@generously
@given(seeds)
def test_a_generated_program_with_tools_does_what_it_does_in_cpython(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    text = WideWriter(chance.randrange).program()
    answers = tuple(chance.choice(ANSWERS) for _ in range(7))
    assume(_compiles(text))
    expected = run_by_python(text, Toolbox(answers, NAME))
    ours = run_by_us(text, Toolbox(answers, NAME))
    seen = Result(ours.stdout, ours.value, ours.traceback, ours.calls)
    assert seen == _without_addresses(expected)
    assert run_by_us(text, Toolbox(answers, NAME)) == ours


def _without_addresses(result: Result) -> Result:
    """What CPython shows, without the places of objects in memory: we never show any."""
    return replace(
        result,
        stdout=ADDRESS.sub("", result.stdout),
        value=ADDRESS.sub("", result.value),
        traceback=ADDRESS.sub("", result.traceback),
        calls=tuple((tool, ADDRESS.sub("", given), line) for tool, given, line in result.calls),
    )


def _compiles(text: str) -> bool:
    """Is the program one that CPython takes? (`nonlocal` of what nothing binds, say, is not.)"""
    try:
        compile(text, "script.py", "exec")
    except SyntaxError:
        return False
    return True
