"""How close plans and bounds come to hand-written ones. The numbers are ratchets: never lowered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from accuracy.tightness import Tightness, judge_tightness

SEQUENCES: Final = 77
EQUAL_SEQUENCES: Final = 64
"""Expressions of which our automaton has just the complete runs."""

EQUAL_BOUNDS: Final = 230
BOUNDS: Final = 247

MORE_EXACT: Final = {
    "gh_stale_issues": "the generator ends only after a page without issues, so the last call is `list_issues`",
    "mail_digest": "a mail that was read leaves a line, so the digest is sent behind any `mail_read`",
    "multi_except_kinds": "what keeps `storage_write` from being called behind `http_get` is an exception that ends the run",
    "nested_break_flag": "without a booking all five days were asked",
    "try_each_mirror_else": "the `else` of the loop, and its ticket, come only after all three mirrors",
}
"""Sequences narrower than the hand-written ones, and why no complete run is left out."""

CROSSING: Final = {
    "async_generator_pages": "texts are summarized only if there are any; that there are six before a"
    " `break`, three a page at most, is not followed",
    "generator_pages": "no more than five tickets are read; that pages are asked for in between is"
    " told without order",
}
"""Sequences that say more in one thing and less in another."""


@cache
def tightness(corpus: Path) -> Tightness:
    return judge_tightness(corpus)


def test_sequences_are_those_written_by_hand_or_wider_or_shown_to_be_more_exact(
    corpus: Path, tell: Callable[[object], None]
) -> None:
    words = tightness(corpus).sequences
    tally = Counter(words.values())
    tell(f"sequences: {dict(tally)}")
    assert len(words) == SEQUENCES
    assert tally["equal"] >= EQUAL_SEQUENCES
    assert {name for name, word in words.items() if word == "narrower"} == set(MORE_EXACT)
    assert {name for name, word in words.items() if word == "crossing"} == set(CROSSING)
    assert set(tally) <= {"equal", "wider", "narrower", "crossing"}


def test_bounds_are_ideal_and_no_recorded_run_is_outside(
    corpus: Path, tell: Callable[[object], None]
) -> None:
    rows = tightness(corpus).controlflow
    tally = Counter(one.verdict for one in rows)
    tell(f"bounds of controlflow: {dict(tally)}")
    assert [str(one) for one in rows if one.verdict == "WRONG"] == []
    assert len(rows) >= BOUNDS
    assert tally["equal"] + tally["tighter"] >= EQUAL_BOUNDS


def test_estimates_are_all_ideal(corpus: Path) -> None:
    rows = tightness(corpus).estimates
    assert len({one.script for one in rows}) == 20
    assert [str(one) for one in rows if one.verdict != "equal"] == []
