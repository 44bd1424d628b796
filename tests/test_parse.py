"""Parsing: a tree, or one problem in CPython's words; never an exception."""

from __future__ import annotations

import threading

import libcst
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell_analyzer.parse import parse
from foretell_analyzer.screen import Limits, Problem
from foretell_analyzer.source import Position, Script, Span
from tests import strategies
from tests.refusals import cpython_refusal, our_problems


def problem_of(text: str) -> tuple[str, str]:
    """The message and the text it points at."""
    script = Script(text)
    problem = parse(script)
    assert isinstance(problem, Problem)
    assert problem.rule == "syntax-error"
    return problem.message, script.snippet(problem.span)


@pytest.mark.parametrize(
    "text", ["", "\n", "a = 1", "a = 1\n", "\ufeffa", "\fa", "a\rb\r", "if a:\n\tb"]
)
def test_a_source_has_a_tree(text: str) -> None:
    assert isinstance(parse(Script(text)), libcst.Module)


REFUSED = {
    "a = (1": ("'(' was never closed", "("),
    "a = 1)": ("unmatched ')'", ")"),
    "f() = 1": ("cannot assign to function call here. Maybe you meant '==' instead of '='?", "f()"),
    "x + 1 += 2": ("'expression' is an illegal expression for augmented assignment", "x + 1"),
    "None = 1": ("cannot assign to None", "None"),
    "if a = 1: pass": ("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", "a = 1"),
    "def f(a=1, b): pass": ("non-default argument follows default argument", "b"),
    "for a in b\n    c": ("expected ':'", ""),
    "print 'a'": ("Missing parentheses in call to 'print'. Did you mean print(...)?", "print 'a'"),
    "if a:\nb": ("expected an indented block after 'if' statement on line 1", "b"),
    "'a": ("unterminated string literal (detected at line 1)", "'"),
    "f'{}'": ("f-string: empty expression not allowed", ""),
    "try: a\nexcept: b\nexcept C: d": ("default 'except:' must be last", "except: b"),
    "b'a' 'b'": ("cannot mix bytes and nonbytes literals", ""),
    "é = é é": ("invalid syntax", "é"),
    "try: a\nexcept *: b": ("expected one or more exception types", ":"),
    "(a): int": ("something else is expected here", "("),
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_a_mistake_is_told_in_the_words_of_cpython(text: str) -> None:
    assert problem_of(text) == REFUSED[text]


def test_what_libcst_reads_but_cannot_hold_is_a_problem() -> None:
    text = "[a async\n for a in b]"
    assert cpython_refusal(text) is None
    assert problem_of(text) == ("our parser cannot read this", text)


def test_a_panic_of_the_native_parser_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def panic(_: str) -> None:
        raise PanicException

    monkeypatch.setattr(libcst, "parse_module", panic)
    assert problem_of("a") == ("our parser cannot read this", "a")


def test_an_interrupt_is_no_problem_of_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(libcst, "parse_module", interrupt)
    with pytest.raises(KeyboardInterrupt):
        parse(Script("a"))


def test_the_screen_comes_before_the_parser() -> None:
    problem = parse(Script("((a"), Limits(brackets=1))
    assert problem == Problem(
        "nesting-too-deep", "brackets are nested more than 1 deep", Span(1, 2), "use variables"
    )


@given(st.one_of(strategies.any_text, strategies.token_soup, strategies.mutated_scripts()))
def test_no_text_at_all_raises(text: str) -> None:
    for problem in our_problems(text):
        assert 0 <= problem.span.start <= problem.span.end <= len(text)


@given(st.one_of(strategies.token_soup, strategies.mutated_scripts()))
def test_what_is_refused_has_a_place_to_show(text: str) -> None:
    script = Script(text)
    for problem in our_problems(text):
        position = script.position(problem.span.start)
        assert 1 <= position.line <= len(script.line_starts)
        assert 0 <= position.column <= len(script.line(position.line)) + 2


@given(strategies.mutated_scripts())
def test_a_caller_deep_in_its_own_stack_gets_the_same_answer(text: str) -> None:
    def deep(frames: int) -> tuple[Problem, ...]:
        return deep(frames - 1) if frames else our_problems(text)

    answers: list[tuple[Problem, ...]] = []
    thread = threading.Thread(target=lambda: answers.append(deep(700)))
    thread.start()
    thread.join()
    assert answers == [our_problems(text)]


@given(strategies.token_soup)
def test_what_cpython_cannot_read_either_is_told_in_its_words(text: str) -> None:
    tree = parse(Script(text))
    refusal = cpython_refusal(text)
    if isinstance(tree, Problem) and tree.rule == "syntax-error" and refusal is None:
        assert tree.message == "something else is expected here"


def test_a_mistake_is_told_with_hardly_any_stack_left() -> None:
    def deep(frames: int) -> Problem | libcst.Module:
        return deep(frames - 1) if frames else parse(Script("a = (" + "-" * 100 + "b"))

    problem = deep(850)
    assert isinstance(problem, Problem)
    assert problem.message == "'(' was never closed"


def test_lines_end_in_three_ways() -> None:
    script = Script("a\nb\r\nc\rd")
    assert script.line_starts == (0, 2, 5, 7)
    assert [script.line(number) for number in range(6)] == ["", "a", "b", "c", "d", ""]
    assert script.position(0) == Position(1, 0)
    assert script.position(5) == Position(3, 0)
    assert script.position(8) == Position(4, 1)
