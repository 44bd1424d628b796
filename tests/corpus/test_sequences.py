"""Sequences written by hand: read into our algebra they mean the same, and recorded runs fit them."""

from __future__ import annotations

import gzip
import itertools
import json
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from foretell_analyzer.automata import (
    Automaton,
    Letter,
    anything,
    build,
    compare,
    complement,
    digest,
    include,
    intersect,
    minimize,
    optional,
    prefixes,
    read,
    regular_form,
    repeat,
)
from foretell_analyzer.automata.inclusion import Included
from foretell_analyzer.automata.sizes import letters_of
from tests.corpus.modules import corpus_module


def seqexpr(corpus: Path) -> ModuleType:
    """The corpus's own reader and comparison."""
    return corpus_module(corpus / "controlflow" / "seqexpr.py")


@cache
def sequences(corpus: Path) -> dict[str, str]:
    """The sequence of each right script."""
    path = corpus / "controlflow" / "expected.json"
    expected = json.loads(path.read_text(encoding="utf-8"))
    return {one["id"]: one["sequence"] for one in expected if "sequence" in one}


def variants(text: str) -> list[str]:
    """Other sequences that are near a given one: parts left out, repeated, or put in their place."""
    written = str(regular_form(read(text)))
    first = read(text)
    name = letters_of(first)[0].tool
    found = [text, written, f"({text}) | ()", f"({text})+", f"{text} {name}", f"{text} {name}?"]
    found += [str(regular_form(prefixes(first))), str(regular_form(repeat(first, 0, 2)))]
    tokens = text.split()
    for at in range(len(tokens)):
        left = " ".join(tokens[:at] + tokens[at + 1 :])
        if left.count("(") == left.count(")"):
            found.append(left)
    return found


def compared(module: ModuleType, one: str, other: str) -> str:
    result: str = module.compare(one, other)
    return result


def is_readable(module: ModuleType, text: str) -> bool:
    try:
        module.compile_(text)
    except (AssertionError, IndexError, KeyError, AttributeError):
        return False
    return True


def test_recorded_runs_are_words_of_their_sequence(corpus: Path) -> None:
    known = sequences(corpus)
    automata = {name: build(read(text)) for name, text in known.items()}
    lined: dict[str, set[Letter]] = {}
    outside: list[str] = []
    runs = 0
    path = corpus / "controlflow" / "traces.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for run in map(json.loads, file):
            if run["id"] not in known or run.get("calls_left_out"):
                continue
            runs += 1
            trace = [one["tool"] for one in run["calls"]]
            automaton = automata[run["id"]]
            is_whole = run["outcome"] == "ok"
            fits = automaton.accepts(trace) if is_whole else automaton.accepts_prefix(trace)
            if not fits:
                outside.append(f"{run['id']} {run['seed']}: {' '.join(trace)}")
            calls = [Letter(one["tool"], one["line"]) for one in run["calls"]]
            lined.setdefault(run["id"], set()).update(calls)
            assert build(anything(calls)).accepts(calls)
    print(f"{runs} recorded runs, {len(outside)} outside of their sequence")  # noqa: T201 - counted in CI
    assert runs >= 2_200
    assert outside == []
    assert len(lined) == len(known)


def test_our_comparison_agrees_with_the_one_of_the_corpus(corpus: Path) -> None:
    module, wrong, kinds = seqexpr(corpus), [], dict[str, int]()
    pairs = 0
    for name, text in sequences(corpus).items():
        near = [one for one in dict.fromkeys(variants(text)) if is_readable(module, one)]
        for one, other in itertools.islice(itertools.permutations(near, 2), 40):
            pairs += 1
            theirs = compared(module, one, other)
            # Theirs is of complete words alone; no sequence of theirs has an end that is none.
            ours = compare(build(read(one)).trimmed(), build(read(other)).trimmed())
            kinds[theirs] = kinds.get(theirs, 0) + 1
            if ours != theirs:
                wrong.append(f"{name}: {one} / {other}: ours {ours}, theirs {theirs}")
    print(f"{pairs} pairs compared: {kinds}")  # noqa: T201 - counted in CI
    assert wrong == []
    assert min(kinds.values()) >= 50
    assert len(kinds) == 4


def test_a_sequence_is_written_in_a_form_that_the_corpus_reads(corpus: Path) -> None:
    longer: list[str] = []
    for text in sequences(corpus).values():
        form = regular_form(read(text))
        assert form.exact
        assert compared(seqexpr(corpus), form.text, text) == "equal"
        if len(form.text) > len(text):
            longer.append(f"{text}  ->  {form.text}")
    assert longer == []


@pytest.mark.parametrize("other", ["optional", "prefixes"])
def test_what_was_made_wider_includes_the_sequence(corpus: Path, other: str) -> None:
    for text in sequences(corpus).values():
        one = build(read(text))
        wider = build(optional(read(text)) if other == "optional" else prefixes(read(text)))
        assert isinstance(include(wider, one), Included), text


def test_smallest_automata_and_complements_of_sequences(corpus: Path) -> None:
    sizes: dict[str, int] = {}
    for name, text in sequences(corpus).items():
        automaton = build(read(text))
        smallest = minimize(automaton)
        assert isinstance(smallest, Automaton)
        assert compare(smallest, automaton) == "equal"
        assert digest(smallest) == digest(automaton)
        outside = complement(automaton, automaton.tools)
        assert isinstance(outside, Automaton)
        both = intersect(automaton, outside)
        assert isinstance(both, Automaton)
        assert both.is_empty()
        sizes[name] = len(smallest.moves)
    assert max(sizes.values()) <= 100
