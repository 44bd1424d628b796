"""Questions about the order of calls: answers held against all short words, with examples."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from foretell_analyzer.automata import (
    ANY,
    NEVER,
    Automaton,
    Expression,
    Letter,
    Monitor,
    Witness,
    at_most,
    build,
    call,
    choice,
    exceeds,
    follows_without,
    judge,
    may_follow,
    must_precede,
    never,
    not_after,
    optional,
    read,
    repeat,
    requires,
    sequence,
    shortest_run,
)
from foretell_analyzer.automata.questions import BROKEN
from tests.expressions import Word, all_words, expressions, known_expressions

LENGTH = 4

SCRIPT = sequence(
    call("list_emails", 1),
    repeat(sequence(call("read_email", 3), optional(call("redact", 5)), call("send_email", 7))),
)


def broken_by(rule: str, word: Word) -> bool:
    """Is a rule about `a`, `b`, `c` broken by a word? Said without any machine."""
    places = {tool: [at for at, one in enumerate(word) if one == tool] for tool in "abc"}
    match rule:
        case "never":
            return bool(places["a"])
        case "at_most":
            return len(places["a"]) > 2
        case "requires":
            return any(not any(a < b for a in places["a"]) for b in places["b"])
        case "not_after":
            return any(a < b for a in places["a"] for b in places["b"])
        case _:
            return any(
                a < b and not any(a < c < b for c in places["c"])
                for a in places["a"]
                for b in places["b"]
            )


RULES: dict[str, Monitor] = {
    "never": never("a"),
    "at_most": at_most("a", 2),
    "requires": requires("b", "a"),
    "not_after": not_after("b", "a"),
    "unless": not_after("b", "a", "c"),
}


def prefixes(automaton: Automaton, length: int = LENGTH) -> list[Word]:
    return [word for word in all_words(length) if automaton.accepts_prefix(word)]


@given(known_expressions, st.sampled_from(sorted(RULES)))
def test_a_rule_is_judged_as_its_words_say(expression: Expression, rule: str) -> None:
    automaton = build(expression)
    judgement = judge(automaton, RULES[rule])
    breaking = [word for word in prefixes(automaton) if broken_by(rule, word)]
    if judgement.witness is None:
        assert breaking == []
        assert not judgement.is_certain
        return
    word = judgement.witness.tools
    assert automaton.accepts_prefix(judgement.witness.calls)
    assert broken_by(rule, word)
    assert not broken_by(rule, word[:-1])
    assert min(len(word), LENGTH + 1) == min(map(len, breaking), default=LENGTH + 1)
    complete = [word for word in automaton.words(LENGTH) if not broken_by(rule, word)]
    if judgement.is_certain:
        assert complete == []
        assert not automaton.is_empty()


@given(expressions, st.sampled_from(sorted(RULES)))
def test_nothing_is_cleared_that_an_unknown_tool_may_break(
    expression: Expression, rule: str
) -> None:
    automaton = build(expression)
    judgement = judge(automaton, RULES[rule])
    breaking = [word for word in prefixes(automaton, 3) if broken_by(rule, word)]
    assert not (judgement.is_cleared and breaking)
    kept = [w for w in all_words(3) if automaton.accepts(w) and not broken_by(rule, w)]
    assert not (judgement.is_certain and kept)


@given(known_expressions)
def test_one_tool_never_outnumbers_another_just_if_no_run_shows_it(expression: Expression) -> None:
    automaton = build(expression)
    witness = exceeds(automaton, "a", "b")
    if witness is None:
        assert all(word.count("a") <= word.count("b") for word in prefixes(automaton))
    else:
        assert automaton.accepts_prefix(witness.calls)
        assert witness.tools.count("a") == witness.tools.count("b") + 1


@given(known_expressions)
def test_the_shortest_run_is_the_first_word(expression: Expression) -> None:
    automaton = build(expression)
    found = shortest_run(automaton)
    if found is None:
        assert automaton.is_empty()
    else:
        assert automaton.accepts(found.calls)
        assert found.is_complete
        shorter = list(automaton.words(len(found.calls)))
        assert min(map(len, shorter)) == len(found.calls)


def test_a_witness_is_the_path_of_lines_that_leads_there() -> None:
    automaton = build(SCRIPT)
    found = follows_without(automaton, "read_email", "send_*", "redact")
    assert found == Witness(
        (Letter("list_emails", 1), Letter("read_email", 3), Letter("send_email", 7)),
        is_complete=False,
    )
    assert found.lines == (1, 3, 7)


def test_what_is_always_done_before_is_proven() -> None:
    automaton = build(SCRIPT)
    assert must_precede(automaton, "read_email", "send_email") is None
    assert must_precede(automaton, "redact", "send_email") == Witness(
        (Letter("list_emails", 1), Letter("read_email", 3), Letter("send_email", 7)),
        is_complete=False,
    )


def test_what_may_follow_shows_how() -> None:
    automaton = build(SCRIPT)
    assert may_follow(automaton, "send_email", "list_emails") is None
    found = may_follow(automaton, "send_email", "read_email")
    assert found is not None
    assert found.lines == (1, 3, 7, 3)


def test_a_rule_that_every_run_breaks_is_certain() -> None:
    rule = never("send")
    assert judge(build(read("search send")), rule).is_certain
    assert not judge(build(read("search send?")), rule).is_certain
    assert judge(build(read("search")), rule).is_cleared
    # Without a run that ends, nothing is claimed of all runs that end.
    endless = build(sequence(call("send"), repeat(call("poll")), NEVER))
    assert judge(endless, rule).witness == Witness((Letter("send"),), is_complete=False)
    assert not judge(endless, rule).is_certain


def test_a_call_between_makes_good_only_what_was_before_it() -> None:
    rule = not_after("b", "a", "c")
    assert judge(build(read("a c b")), rule).is_cleared
    assert not judge(build(read("a c a b")), rule).is_cleared
    assert judge(build(read("c b a")), rule).is_cleared


def test_a_call_that_fits_two_patterns() -> None:
    assert judge(build(read("send_check send_mail")), requires("send_*", "send_check")).is_cleared
    assert judge(build(read("a a")), not_after("a", "a")).witness == Witness(
        (Letter("a"), Letter("a")), is_complete=False
    )
    assert not judge(build(read("a b")), not_after("b", "a", "a")).is_cleared


def test_several_names_are_counted_together() -> None:
    rule = at_most(("send_*", "post"), 2)
    assert judge(build(read("send_a post read")), rule).is_cleared
    assert judge(build(read("send_a post send_b")), rule).is_certain


def test_an_unknown_tool_may_break_a_rule_and_never_keeps_it() -> None:
    unknown = build(sequence(call(ANY, 2), call("send", 3)))
    assert judge(unknown, never("delete")).witness == Witness((Letter(ANY, 2),), is_complete=False)
    assert not judge(unknown, never("delete")).is_certain
    assert not judge(unknown, requires("send", "check")).is_cleared
    assert exceeds(build(call(ANY)), "send", "read") is not None


def test_a_relation_of_counts_is_proven_or_shown_false() -> None:
    automaton = build(SCRIPT)
    assert exceeds(automaton, "send_email", "read_email") is None
    assert exceeds(automaton, "redact", "read_email") is None
    assert exceeds(automaton, "read_email", "redact") == Witness(
        (Letter("list_emails", 1), Letter("read_email", 3)), is_complete=False
    )


def test_a_relation_that_only_fails_after_many_rounds_is_shown_false() -> None:
    automaton = build(sequence(repeat(call("read"), 9, 9), repeat(call("send"))))
    found = exceeds(automaton, "send", "read")
    assert found is not None
    assert found.tools == ("read",) * 9 + ("send",) * 10


def test_one_tool_against_itself() -> None:
    assert exceeds(build(repeat(choice(call("a"), call("b")))), "a", "a") is None


def test_a_broken_rule_stays_broken() -> None:
    automaton = build(read("b a"))
    judgement = judge(automaton, requires("b", "a"))
    assert judgement.is_certain
    assert requires("b", "a").step(0, (True, False)) == BROKEN
