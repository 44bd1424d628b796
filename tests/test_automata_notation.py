"""The one-line form of automata: it means what the expression means, and is short."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from foretell_analyzer.automata import (
    ANY,
    NEVER,
    Expression,
    Form,
    anything,
    build,
    call,
    catch,
    compare,
    interrupted,
    leave,
    optional,
    read,
    regular_form,
    repeat,
    sequence,
    write,
)
from foretell_analyzer.automata.elimination import Elimination
from foretell_analyzer.automata.expressions import Repeat
from foretell_analyzer.errors import UsageError
from foretell_analyzer.exits import Exit
from tests.expressions import Meaning, all_words, expressions, known_expressions

LENGTH = 3


@given(expressions)
def test_a_form_admits_just_the_words_of_its_expression(expression: Expression) -> None:
    form = regular_form(expression)
    meaning, written = Meaning(LENGTH), build(read(form.text))
    words = {word for word in all_words(LENGTH) if written.accepts(word)}
    expected = meaning.complete(expression)
    if form.never_ends:
        assert expected == set()
        expected = meaning.begun(expression) | {word for word, _ in meaning.ended(expression)}
    if form.exact:
        assert words == expected
    else:
        assert words >= expected


@given(known_expressions)
def test_a_form_that_is_read_is_written_as_it_was(expression: Expression) -> None:
    text = regular_form(expression).text
    again = regular_form(read(text)).text
    assert compare(build(read(text)), build(read(again))) == "equal"
    assert write(read(again)) == again


@given(known_expressions)
def test_a_form_has_no_bracket_that_could_be_left_out(expression: Expression) -> None:
    text = regular_form(expression).text
    for opening in [found.start() for found in re.finditer(r"\((?!\))", text)]:
        depth, closing = 0, opening
        for closing in range(opening, len(text)):
            depth += {"(": 1, ")": -1}.get(text[closing], 0)
            if depth == 0:
                break
        inside = read(text[opening + 1 : closing])
        if isinstance(inside, Repeat) and text[closing + 1 : closing + 2] in set("?*+{"):
            continue  # `(a{2})?` is kept apart from the lazy counts of other notations
        without = text[:opening] + " " + text[opening + 1 : closing] + text[closing + 1 :]
        assert compare(build(read(text)), build(read(without))) != "equal" or (
            write(read(without)) != write(read(text))
        )


@pytest.mark.parametrize(
    "text",
    [
        "()",
        "search (fetch summarize?)* send",
        "a | b c",
        "(a | b) c",
        "a & b c & d",
        "(a & b)+",
        "a{0,20}",
        "a{3} b{2,} c{1,3}",
        "(a b){0,2} (a b?)?",
        ".* send",
        "list (read (send | skip))*",
        "mail_search (mail_read (http_get storage_write?)*)*",
        "send@12 | send@14",
    ],
)
def test_a_short_form_stays_as_it_is(text: str) -> None:
    assert write(read(text)) == text


@pytest.mark.parametrize(
    ("text", "shorter"),
    [
        ("a b | a", "a b?"),
        ("a c | b c", "(a | b) c"),
        ("a a a", "a{3}"),
        ("a a* a", "a{2,}"),
        ("a{0,2} a?", "a{0,3}"),
        ("a{1,2} | a{2,5}", "a{1,5}"),
        ("a | a a a", "a (a{2})?"),
        ("(a?)*", "a*"),
        ("(a+)?", "a*"),
        ("(a* | b?)*", "(a | b)*"),
        ("(a{2}){3}", "a{6}"),
        ("(a{0,2}){3}", "a{0,6}"),
        ("(a{2,3}){1,2}", "a{2,6}"),
        ("(a{3,4}){1,2}", "(a{3,4}){1,2}"),
        ("(a{2}){0,3}", "(a{2}){0,3}"),
        ("a b (a b)*", "(a b)+"),
        ("(a b){2} a b", "(a b){3}"),
        ("() | a+", "a*"),
        ("() | () | a", "a?"),
        ("a? | b", "(a | b)?"),
        ("(a b){0,3} | (a b){0,2} a", "(a b){0,2} (a b?)?"),
        ("a (b | c)* | a b", "a (b | c)*"),
        ("a* | (a | b)*", "(a | b)*"),
        ("(() | a) & b", "a? & b"),
        ("a & a & a", "a{3}"),
        ("(a & b) & c", "a & b & c"),
        ("a & ()", "a"),
    ],
)
def test_what_can_be_said_shorter_is(text: str, shorter: str) -> None:
    assert regular_form(read(text)) == Form(shorter)
    assert compare(build(read(text)), build(read(shorter))) == "equal"


def test_ways_out_are_worked_into_the_form() -> None:
    body = sequence(
        call("fetch", 3),
        optional(leave(Exit.BREAK)),
        catch(interrupted(call("save", 6)), {Exit.RAISE: leave(Exit.CONTINUE)}),
        call("log", 9),
    )
    loop = catch(repeat(catch(body, {Exit.CONTINUE: sequence()})), {Exit.BREAK: sequence()})
    script = sequence(call("search", 1), loop, call("send", 10))
    assert str(regular_form(script)) == "search (fetch (save log?)?)* send"


def test_an_endless_script_shows_how_far_it_gets() -> None:
    form = regular_form(
        sequence(call("start"), repeat(sequence(call("poll"), call("save"))), NEVER)
    )
    assert form == Form("(start (poll save)* (poll save?)?)?", never_ends=True)
    assert str(form) == "(start (poll save)* (poll save?)?)? …"


def test_a_script_that_only_raises_shows_how_far_it_gets() -> None:
    assert str(regular_form(sequence(call("a"), leave(Exit.RAISE)))) == "a? …"


def test_a_form_that_nobody_would_read_is_made_coarser() -> None:
    tools = [call(f"t{number}") for number in range(9)]
    steps = [optional(sequence(tools[n % 9], tools[n * n % 7], tools[n % 4])) for n in range(20)]
    form = regular_form(sequence(*steps))
    assert form == Form("(t0 | t1 | t2 | t3 | t4 | t5 | t6 | t7 | t8)*", exact=False)
    nested = sequence(tools[0], repeat(sequence(tools[1], optional(sequence(*steps)))), tools[2])
    assert regular_form(nested) == Form(
        "t0 (t1 (t0 | t1 | t2 | t3 | t4 | t5 | t6 | t7 | t8)*)* t2", exact=False
    )


def test_calls_of_which_nothing_more_is_known() -> None:
    assert str(regular_form(sequence(anything([call("b"), call("a", 3)]), call("c")))) == (
        "(a | b)* c"
    )
    assert str(regular_form(sequence(call(ANY), repeat(call("a"))))) == ". a*"


def test_an_expression_with_ways_out_is_not_written_as_it_stands() -> None:
    with pytest.raises(UsageError) as caught:
        write(leave(Exit.BREAK))
    assert str(caught.value) == "Leave has no one-line form: use regular_form"
    with pytest.raises(UsageError):
        write(NEVER)
    assert Elimination().ways(leave(Exit.BREAK)) == {Exit.BREAK: sequence()}


@pytest.mark.parametrize(
    ("text", "column", "token"),
    [
        ("a b)", 3, ")"),
        ("a (* b)", 3, "*"),
        ("a{3,2}", 1, "{3,2}"),
        ("a, b", 1, ","),
        ("a{x}", 1, "{"),
        ("a | ? b", 4, "?"),
        ("(a b))", 5, ")"),
    ],
)
def test_what_is_no_form_is_refused_with_its_place(text: str, column: int, token: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(text)
    assert str(caught.value) == (
        f"{text!r}, column {column}: `{token}` cannot stand here; "
        "write names of tools with ( ) | & ? * + {m,n}"
    )


def test_a_bracket_that_is_not_closed_is_told() -> None:
    with pytest.raises(UsageError) as caught:
        read("(a b")
    assert str(caught.value) == "'(a b': a `)` is missing at its end"
