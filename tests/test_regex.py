"""Regular expressions: our engine agrees with CPython's, and neither can hang."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foretell.interpreter.kernel import Stop
from foretell.interpreter.library.re_module import SMALL, compiled
from foretell.interpreter.library.regex.engine import Matcher
from foretell.interpreter.library.regex.matches import Match
from foretell.interpreter.library.regex.program import Program
from foretell.interpreter.library.regex.trees import parse
from tests.library_runs import Bench, make_runtime

simple = st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", r"\w", r"\d", r"\s", "1"])
places = st.sampled_from(["^", "$", r"\b", r"\B", r"\A", r"\Z", "(?<=a)", "(?<!b)"])
patterns = st.recursive(
    simple | places,
    lambda inner: (
        st.tuples(inner, inner).map("".join)
        | inner.map("({})".format)
        | st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})")
        | st.tuples(st.sampled_from(["(?=", "(?!", "(?>", "(?i:"]), inner).map(
            lambda pair: f"{pair[0]}{pair[1]})"
        )
        | st.tuples(simple, st.sampled_from(["*", "+", "?", "*?", "+?", "{1,2}", "{2}", "*+"])).map(
            "".join
        )
        | st.tuples(inner, st.sampled_from(["*", "+", "?", "*?", "{0,2}"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        )
    ),
    max_leaves=6,
)
subjects = st.text("abcA1 \n", max_size=10)


def ours(pattern: re.Pattern[str], text: str) -> Match | None:
    """The first match by our engine."""
    program = Program(parse(pattern.pattern, 0), is_bytes=False)
    marks = Matcher(make_runtime(), program, text, len(text)).search(0, must_advance=False)
    return None if marks is None else Match(pattern, text, 0, len(text), marks)


@given(patterns, subjects)
@settings(max_examples=400)
def test_our_engine_finds_what_cpython_finds(source: str, text: str) -> None:
    try:
        pattern = re.compile(source)
    except re.error:
        return
    theirs = pattern.search(text)
    found = ours(pattern, text)
    assert (found is None) == (theirs is None)
    if found is not None and theirs is not None:
        assert found.span() == theirs.span()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"(?P<y>\d+)-(?P<m>\d+)", "on 2024-05"),
        (r"(a)|(b)", "b"),
        (r"(a)?b\1?", "ab"),
        (r"(?i)HeLLo (w)", "say hello W"),
        (r"(a)(?(1)b|c)", "ab"),
        (r"(\w+) \1", "the the"),
        (r"^x$", "a\nx\nb"),
    ],
)
def test_a_match_of_ours_answers_as_cpythons(source: str, text: str) -> None:
    pattern = re.compile(source)
    theirs, found = pattern.search(text), ours(pattern, text)
    assert (theirs is None) == (found is None)
    if theirs is None or found is None:
        return
    assert found.group() == theirs.group() == found[0]
    assert found.groups("-") == theirs.groups("-")
    assert found.groupdict() == theirs.groupdict()
    assert found.regs == theirs.regs
    assert (found.lastindex, found.lastgroup) == (theirs.lastindex, theirs.lastgroup)
    assert found.expand(r"<\g<0>>") == theirs.expand(r"<\g<0>>")
    assert repr(found) == repr(theirs)
    with pytest.raises(IndexError, match="no such group"):
        found.group(99)


HANGING = [
    (r"(a+)+$", "a" * 60 + "b"),
    (r"^(\w+\s?)*$", "word " * 20 + "!"),
    (r"(a|aa)+$", "a" * 80 + "b"),
    (r"(.*)(.*)(.*)(.*)(.*)x", "a" * 5000),
    (r"(a?){40}a{40}", "a" * 40),
    (r"(?:(?:a*)*)*b", "a" * 50),
    (r"(\w+)@(\w+)\.com", "a" * 200_000),
    (r"\s+$", " " * 200_000 + "x"),
    (r"(x+x+)+y", "x" * 60),
    (r"([a-zA-Z]+)*\d", "a" * 60),
    (r"(a|a)*b", "a" * 60),
    (r"(?:a(?=a*))*b", "a" * 20_000),
    (r"a*a*a*b", "a" * 5_000),
]


@pytest.mark.parametrize(("source", "text"), HANGING)
def test_no_pattern_hangs(source: str, text: str) -> None:
    bench = Bench(steps=100_000)
    started = time.monotonic()

    def search_again_and_again() -> None:
        for _ in range(1000):
            bench.function("re", "search", source, text)

    with pytest.raises(Stop):
        search_again_and_again()
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    "source",
    [
        r"\w+",
        r"\d{4}-\d{2}-\d{2}",
        r"[\w.+-]+@[\w-]+\.[\w.]+",
        r"https?://[^\s]+",
        r"\$([\d,]+\.\d{2})",
        r"^\s*(\w+)\s*=\s*(.*)$",
        r'"([^"]*)"',
        r"<[^>]+>",
        r"\b[A-Z][a-z]+\b",
        r"(?:\d{1,3}\.){3}\d{1,3}",
    ],
)
def test_everyday_patterns_stay_with_cpythons_engine(source: str) -> None:
    text = 'On 2024-01-02 "Jane" <jane@example.com> paid $1,234.56 at https://x.org/y = ok\n' * 200
    assert compiled(re.compile(source)).work(text, len(text) + 1) <= SMALL
    bench = Bench()
    assert bench.function("re", "findall", source, text) == re.findall(source, text)
    assert bench.spent() < 20_000


def test_large_work_gives_the_same_by_our_engine() -> None:
    text = "ab1 " * 3000
    source = r"(\w+)(\d)(\s*)(\s*)(\s*)(\w*)"
    bench = Bench()
    pattern = re.compile(source)
    assert bench.function("re", "sub", pattern, r"<\2\1>", text) == pattern.sub(r"<\2\1>", text)
    assert bench.function("re", "split", pattern, text) == pattern.split(text)
    found = bench.builtin("list", bench.function("re", "finditer", pattern, text))
    assert [each.span() for each in found] == [each.span() for each in pattern.finditer(text)]


def test_a_pattern_that_cannot_be_parsed_in_time_is_an_error() -> None:
    bench = Bench()
    with pytest.raises(re.error, match="longer than"):
        bench.function("re", "compile", "a" * 20_000)
    with pytest.raises(re.error, match="inside one another"):
        bench.function("re", "compile", "(" * 60 + ")" * 60)
