"""The judgements of `make accuracy` on foretell itself: what is found is counted, no false alarm.

The numbers are ratchets: raised with the analysis, never lowered.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from accuracy.checkers import foretell_checker
from accuracy.corpora import NAMES, Sample, read_corpus
from accuracy.judgement import Judgement, judge
from accuracy.worlds import judge_worlds

FOUND = {"mistakes": 34, "agentdojo": 32, "controlflow": 15}
"""Faults found, of 34, 34 and 15."""

RIGHT = {"mistakes": 12, "agentdojo": 72, "controlflow": 77}
"""Right scripts at least: an empty folder is no success."""

EQUAL_GRAPHS = 70
"""Call graphs that are just the expected ones, of 77."""

SURE = frozenset(
    {
        "missing_argument",
        "not_in_enum",
        "syntax_error",
        "unavailable_module",
        "unavailable_name",
        "undefined_name",
        "unknown_argument",
        "unknown_function",
    }
)
"""Kinds of AgentDojo's mistakes that need no knowledge of values: all of them are found."""


@cache
def samples(corpus: Path, name: str) -> list[Sample]:
    return read_corpus(corpus, name)


@cache
def judgement(corpus: Path, name: str) -> Judgement:
    return judge(foretell_checker(), samples(corpus, name))


@pytest.mark.parametrize("name", NAMES)
def test_right_scripts_have_no_finding_but_notes(corpus: Path, name: str) -> None:
    judged = judgement(corpus, name)
    assert judged.right >= RIGHT[name]
    assert [(one.sample, one.reported) for one in judged.alarms] == []


@pytest.mark.parametrize("name", NAMES)
def test_faults_are_found_on_their_lines(
    corpus: Path, name: str, tell: Callable[[object], None]
) -> None:
    judged = judgement(corpus, name)
    tell(judged)
    assert judged.found >= FOUND[name]


def test_faults_that_need_no_values_are_all_found(corpus: Path) -> None:
    missed = judgement(corpus, "agentdojo").missed
    assert [str(one.fault) for one in missed if one.fault.kind in SURE] == []


def test_call_graphs_counts_and_flows_hold_in_all_worlds(
    corpus: Path, tell: Callable[[object], None]
) -> None:
    judged = judge_worlds(corpus / "controlflow", samples(corpus, "controlflow"))
    tell(judged)
    assert judged.wrong == {}
    assert set(judged.tallies["flows"]) <= {"equal", "wider", "derived missing"}
    graphs = judged.tallies["call_graph"]
    assert sum(graphs.values()) >= RIGHT["controlflow"]
    assert graphs["equal"] >= EQUAL_GRAPHS
    assert sum(graphs.values()) - graphs["equal"] == len(judged.graphs)
    assert [one.sample for one in judged.graphs if one.missing] == []
