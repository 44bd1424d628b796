"""A short run of the fuzzer; `make fuzz` takes longer."""

from __future__ import annotations

import random

from tests.fuzz.scripts import arbitrary, mutated, seeds
from tests.fuzz.target import attempt


def test_no_text_does_harm() -> None:
    chance = random.Random(1)  # noqa: S311 - to be repeated, not to be secret
    known = seeds()
    for _ in range(100):
        attempt(arbitrary(chance))
        attempt(mutated(chance, known))
