"""A short run of each target of the fuzzer, and the texts that did harm once; `make fuzz` takes longer."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import strategies
from tests.fuzz.forked import HANGS, harm_in_fork, smallest
from tests.fuzz.targets import TARGETS, Target

SLOW = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
SEEDS = st.integers(0, 2**40)  # drawing each choice would take longer than what is tried


def changed(target: Target, seed: int) -> str:
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    seeds = target.seeds()
    return target.mutate(chance, chance.choice(seeds), seeds)


@SLOW
@given(SEEDS)
def test_no_script_does_harm(seed: int) -> None:
    TARGETS["run"].attempt(changed(TARGETS["run"], seed))


@SLOW
@given(strategies.any_text | strategies.token_soup | strategies.mutated_scripts())
def test_no_text_does_harm(text: str) -> None:
    TARGETS["run"].attempt(text)


@SLOW
@given(SEEDS)
def test_no_catalog_does_harm(seed: int) -> None:
    TARGETS["catalog"].attempt(changed(TARGETS["catalog"], seed))


@SLOW
@given(SEEDS)
def test_no_overlay_does_harm(seed: int) -> None:
    TARGETS["overlay"].attempt(changed(TARGETS["overlay"], seed))


@SLOW
@given(SEEDS)
def test_no_policy_does_harm(seed: int) -> None:
    TARGETS["policy"].attempt(changed(TARGETS["policy"], seed))


@SLOW
@given(SEEDS)
def test_a_changed_program_gets_the_verdict_of_cpython(seed: int) -> None:
    TARGETS["compile"].attempt(changed(TARGETS["compile"], seed))


@settings(SLOW, max_examples=20)
@given(SEEDS)
def test_a_changed_program_does_what_it_does_in_cpython(seed: int) -> None:
    TARGETS["python"].attempt(changed(TARGETS["python"], seed))


FOUND = {
    "run": [
        "try:\n    pass\nexcept P:\n    x = 3\nelse:\n    global x\n",
        "global x\nx = 1\n",
    ],
    "catalog": [
        '{"tools": [{"name": "s", "inputs": {"a": {"type": {"b": []}}, "c": {}}}]}',
        '{"tools": [{"name": "s", "inputSchema": {"properties": {"q": {"type": [[]]}}}}]}',
        '{"tools": [{"name": " ", "outputSchema": {"properties": {"": {"type": 1}}}}]}',
    ],
    "policy": ['"\\u0000" = ""', '[[rule]]\n"\\u001b" = 1'],
}


@pytest.mark.parametrize(
    ("target", "text"), [(target, text) for target, texts in FOUND.items() for text in texts]
)
def test_what_did_harm_once_does_none_now(target: str, text: str) -> None:
    TARGETS[target].attempt(text)


# ------------------------------------------------------------------------- the harness itself


def nothing() -> Sequence[str]:
    return ("",)


def keep(_chance: random.Random, text: str, _others: Sequence[str]) -> str:
    return text


def attempt(text: str) -> None:
    if "die" in text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "hang" in text:
        time.sleep(60)
    if "fail" in text:
        raise KeyError(text)


TRAP = Target(attempt, nothing, keep, seconds=0.5)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a\nb fail c\nd", f"KeyError at test_fuzz.py:{attempt.__code__.co_firstlineno + 6}"),
        ("x die", f"died of signal {signal.SIGSEGV.value}"),
        ("hang", HANGS),
    ],
)
def test_death_and_hanging_are_found_too(text: str, kind: str) -> None:
    found = harm_in_fork(TRAP, text)
    assert found is not None
    assert found.kind == kind


def test_what_does_no_harm_is_let_be() -> None:
    assert harm_in_fork(TRAP, "good") is None


def test_what_does_harm_is_made_small() -> None:
    text = "first\nsecond die third\nfourth\n" * 3
    assert smallest(TRAP, text, f"died of signal {signal.SIGSEGV.value}", 30.0) == "die"
