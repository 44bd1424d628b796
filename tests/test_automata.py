"""Automata over tool calls: laws held against all short words, and a plain example of each corner."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell_analyzer.automata import (
    ANY,
    NEVER,
    NOTHING,
    Automaton,
    Exceeds,
    Expression,
    Included,
    Letter,
    Move,
    Undecided,
    Witness,
    anything,
    build,
    call,
    catch,
    choice,
    compare,
    complement,
    determinize,
    digest,
    guarded,
    include,
    interleaved,
    interleaved_times,
    interrupted,
    intersect,
    leave,
    minimize,
    optional,
    prefixes,
    read,
    regular_form,
    repeat,
    sequence,
)
from foretell_analyzer.automata.drawings import dot, from_dict, mermaid, to_dict, to_json
from foretell_analyzer.automata.expressions import Repeat
from foretell_analyzer.automata.sizes import exits_of, flattened, letters_of
from foretell_analyzer.errors import ReportError
from foretell_analyzer.exits import Exit
from tests.expressions import (
    Meaning,
    Word,
    all_words,
    expressions,
    known_expressions,
    lined_expressions,
)
from tests.hash_seeds import printed_under

LENGTH = 3
A, B, C = call("a"), call("b"), call("c")


def words_of(automaton: Automaton, length: int = LENGTH) -> set[Word]:
    return {word for word in all_words(length) if automaton.accepts(word)}


def prefixes_of(automaton: Automaton, length: int = LENGTH) -> set[Word]:
    return {word for word in all_words(length) if automaton.accepts_prefix(word)}


def language(expression: Expression) -> str:
    """The one-line form, which has the same words (that is a law below)."""
    return str(regular_form(expression))


def decided(answer: Automaton | str | Undecided) -> Automaton:
    assert isinstance(answer, Automaton)
    return answer


# What is admitted


@given(expressions)
def test_an_automaton_admits_just_the_words_of_its_expression(expression: Expression) -> None:
    meaning, automaton = Meaning(LENGTH), build(expression)
    assert words_of(automaton) == meaning.complete(expression)
    begun = meaning.begun(expression) | {word for word, _ in meaning.ended(expression)}
    assert prefixes_of(automaton) == begun


@given(expressions)
def test_what_is_listed_is_what_is_admitted(expression: Expression) -> None:
    automaton = build(expression)
    listed = list(automaton.words(LENGTH))
    assert listed == sorted(listed, key=lambda word: (len(word), word))
    named = {word for word in listed if ANY not in word}
    assert named <= words_of(automaton)
    if ANY not in automaton.tools:
        assert named == words_of(automaton)
    assert automaton.is_empty() == (not any(True for _ in automaton.words(12)))


@given(lined_expressions)
def test_lines_tell_calls_of_the_same_tool_apart(expression: Expression) -> None:
    automaton = build(expression)
    sites = tuple(
        tuple(Move(one.target, str(one.letter) if one.tool else "") for one in moves)
        for moves in automaton.moves
    )
    renamed = Automaton(sites, automaton.complete)
    letters = [Letter(tool, line) for tool in "abc" for line in (1, 2)]
    for first in letters:
        for second in letters:
            # A call site whose line is not told may be on any line.
            fitting = [(str(one), one.tool) for one in (first, second)]
            expected = any(renamed.accepts((p, q)) for p in fitting[0] for q in fitting[1])
            assert automaton.accepts((first, second)) == expected


def test_a_trace_is_accepted_by_names_or_with_its_lines() -> None:
    automaton = build(sequence(call("search", 1), call("send", 4)))
    assert automaton.accepts(["search", "send"])
    assert automaton.accepts([Letter("search", 1), Letter("send", 4)])
    assert automaton.accepts(["search", Letter("send", 4)])
    assert not automaton.accepts([Letter("search", 1), Letter("send", 3)])
    assert not automaton.accepts(["search"])
    assert automaton.accepts_prefix(["search"])
    assert not automaton.accepts_prefix(["send"])


def test_an_endless_loop_has_prefixes_and_no_word() -> None:
    automaton = build(sequence(repeat(call("poll")), NEVER))
    assert automaton.is_empty()
    assert list(automaton.words(9)) == []
    assert automaton.accepts_prefix(["poll"] * 9)
    assert not automaton.accepts(["poll"] * 9)
    assert automaton.trimmed().accepts_prefix([])
    assert not automaton.trimmed().accepts_prefix(["poll"])


def test_nothing_and_never_differ() -> None:
    assert build(NOTHING).accepts([])
    assert not build(NEVER).accepts([])
    assert build(NEVER).accepts_prefix([])


def test_a_call_of_an_unknown_tool_is_one_of_any() -> None:
    automaton = build(sequence(call(ANY), A))
    assert automaton.accepts(["send", "a"])
    assert automaton.accepts(["a", "a"])
    assert not automaton.accepts(["a", "send"])


# Ways out


def test_a_break_ends_the_loop_and_nothing_else() -> None:
    body = sequence(A, optional(leave(Exit.BREAK)), B)
    loop = catch(repeat(body), {Exit.BREAK: NOTHING})
    assert language(sequence(loop, C)) == "(a b)* a? c"


def test_a_retry_makes_one_to_three_calls() -> None:
    attempt = sequence(A, choice(leave(Exit.RAISE), leave(Exit.BREAK)))
    handled = catch(attempt, {Exit.RAISE: NOTHING})
    assert language(catch(repeat(handled, 3, 3), {Exit.BREAK: NOTHING})) == "a{1,3}"


def test_a_handler_goes_on_where_an_exception_came() -> None:
    handled = catch(interrupted(sequence(A, B)), {Exit.RAISE: C})
    words = {("c",), ("a", "c"), ("a", "b", "c"), ("a", "b")}
    assert words_of(build(handled)) == words


def test_what_an_arm_leaves_by_is_not_caught_by_its_neighbour() -> None:
    body = choice(leave(Exit.RAISE), leave(Exit.BREAK))
    arms = {Exit.RAISE: sequence(A, leave(Exit.BREAK)), Exit.BREAK: B}
    inner = catch(body, arms)
    assert language(catch(inner, {Exit.BREAK: C})) == "b | a c"


def test_else_is_an_arm_whose_exceptions_the_handler_does_not_see() -> None:
    arms = {Exit.RAISE: C, Exit.NORMAL: sequence(B, leave(Exit.RAISE))}
    automaton = build(catch(choice(A, leave(Exit.RAISE)), arms))
    assert words_of(automaton) == {("c",)}
    assert automaton.accepts_prefix(["a", "b"])
    assert not automaton.accepts_prefix(["a", "b", "c"])


def test_finally_runs_once_whichever_way_its_body_is_left() -> None:
    body = sequence(A, choice(NOTHING, leave(Exit.RAISE), leave(Exit.RETURN)), B)
    automaton = build(sequence(guarded(body, C), call("d")))
    assert automaton.accepts(["a", "b", "c", "d"])
    assert automaton.accepts(["a", "c"])  # by `return`
    assert not automaton.accepts(["a", "c", "d"])
    assert automaton.accepts_prefix(["a", "c"])
    assert not automaton.accepts_prefix(["a", "c", "c"])


def test_prefixes_are_what_is_done_when_something_stops_it() -> None:
    assert language(prefixes(sequence(A, B, C))) == "(a (b c?)?)?"


def test_an_exception_may_come_when_all_calls_were_made() -> None:
    automaton = build(catch(interrupted(A), {Exit.RAISE: B}))
    assert words_of(automaton) == {("a",), ("b",), ("a", "b")}


def test_exit_ends_the_run_normally_and_an_exception_does_not() -> None:
    assert build(sequence(A, leave(Exit.END))).accepts(["a"])
    assert build(sequence(A, leave(Exit.RETURN))).accepts(["a"])
    raises = build(sequence(A, leave(Exit.RAISE)))
    assert not raises.accepts(["a"])
    assert raises.accepts_prefix(["a"])


def test_what_runs_at_once_may_be_left_while_another_part_is_on_its_way() -> None:
    both = interleaved(sequence(A, leave(Exit.RAISE)), sequence(B, C))
    handled = build(catch(both, {Exit.RAISE: call("d")}))
    expected = [["a", "d"], ["b", "a", "d"], ["a", "b", "c", "d"], ["b", "c", "a", "d"]]
    assert all(handled.accepts(word) for word in expected)
    assert not handled.accepts(["b", "c", "d"])


# Counts


def test_a_gather_over_a_list_of_known_length_is_exact() -> None:
    twice = interleaved_times(sequence(A, B), 2, 2)
    assert words_of(build(twice), 4) == {("a", "b", "a", "b"), ("a", "a", "b", "b")}


def test_a_gather_over_a_list_of_unknown_length_is_joined_and_says_so() -> None:
    automaton = build(interleaved_times(sequence(A, B), 0, None))
    assert automaton.accepts(["a", "a", "b", "b", "a", "b"])
    assert automaton.joined == (
        "calls of what runs at once, an unknown number of times, are taken in any order",
    )


def test_a_gather_of_single_calls_is_a_loop() -> None:
    assert build(interleaved_times(A, 0, None)).joined == ()
    assert language(interleaved_times(A, 0, None)) == "a*"
    assert language(interleaved_times(A, 2, 4)) == "a{2,4}"


def test_counts_are_followed_exactly_while_they_fit() -> None:
    automaton = build(repeat(sequence(A, B), 2, 200))
    assert automaton.joined == ()
    assert not automaton.accepts(["a", "b"])
    assert automaton.accepts(["a", "b"] * 200)
    assert not automaton.accepts_prefix(["a", "b"] * 200 + ["a"])


def test_counts_that_do_not_fit_are_given_up_and_that_is_said() -> None:
    automaton = build(repeat(repeat(repeat(A, 0, 50), 0, 50), 0, 50))
    assert automaton.joined == ("counts above 16 are not followed",)
    assert automaton.accepts(["a"] * 300)
    assert len(automaton.moves) < 10_000


def test_what_is_too_large_is_joined_and_that_is_said() -> None:
    parts = [interleaved(*[sequence(A, B, C)] * 6) for _ in range(9)]
    automaton = build(sequence(*parts), states=1_000)
    assert automaton.joined[-1] == (
        "what needs more than 1000 states is taken as calls in any order"
    )
    assert automaton.accepts(["a", "b", "c"] * 54)
    assert len(automaton.moves) < 1_000


def test_what_nests_deep_is_joined_and_nothing_overflows() -> None:
    deep: Expression = A
    for _ in range(5_000):
        deep = choice(sequence(deep, B), C)
    automaton = build(deep)
    assert automaton.joined[0] == "what nests deeper than 100 levels is taken as calls in any order"
    assert automaton.accepts(["a", *["b"] * 5_000])
    assert not regular_form(deep).exact


def test_just_what_nests_deeper_than_the_limit_is_joined() -> None:
    def nested(levels: int) -> Expression:
        result: Expression = A
        for _ in range(levels):
            result = Repeat(result, 0, 2)
        return result

    assert flattened(nested(99)) == nested(99)
    assert flattened(nested(100)) != nested(100)
    assert build(nested(150)).accepts(["a"] * 9)


def test_a_loop_counts_for_its_body_at_least() -> None:
    loop = build(repeat(sequence(*[call(f"t{number}") for number in range(60)])), states=20)
    assert len(loop.moves) < 20
    assert loop.joined[-1] == "what needs more than 20 states is taken as calls in any order"
    assert loop.accepts([f"t{number}" for number in range(60)])


def test_what_is_joined_keeps_its_ways_out() -> None:
    tools = [call(f"t{number}") for number in range(30)]
    body = interrupted(sequence(*tools, leave(Exit.RETURN)))
    handled = build(catch(body, {Exit.RAISE: call("handler")}), states=12)
    assert handled.joined != ()
    assert handled.accepts(["t3", "handler"])
    assert handled.accepts(["t3"])  # by `return`
    assert exits_of(body) == (Exit.RETURN, Exit.RAISE)
    assert exits_of(catch(body, {Exit.RAISE: leave(Exit.BREAK)})) == (Exit.RETURN, Exit.BREAK)
    assert exits_of(sequence(A, leave(Exit.RAISE))) == (Exit.RAISE,)
    assert exits_of(repeat(leave(Exit.BREAK))) == (Exit.NORMAL, Exit.BREAK)
    assert exits_of(anything([A], [Exit.END])) == (Exit.END,)


def test_shared_parts_are_not_worked_out_twice() -> None:
    shared: Expression = A
    for _ in range(200):
        shared = choice(sequence(shared, shared), B)
    assert build(shared).accepts(["a"] * 50)
    assert letters_of(shared) == (A, B)


def test_a_long_script_stays_linear() -> None:
    steps = [optional(call(f"t{number % 7}", number)) for number in range(2_000)]
    automaton = build(sequence(*steps))
    assert automaton.joined == ()
    assert len(automaton.moves) <= 4_001
    assert sum(len(moves) for moves in automaton.moves) <= 8_000


@given(expressions, st.sampled_from((1, 3, 6, 12)))
def test_what_is_joined_admits_no_less(expression: Expression, states: int) -> None:
    joined, exact = build(expression, states=states), build(expression)
    assert words_of(exact) <= words_of(joined)
    assert prefixes_of(exact) <= prefixes_of(joined)
    assert isinstance(include(joined, exact), Included)
    if not joined.joined:
        assert joined == exact


# Inclusion


@given(expressions)
def test_inclusion_is_reflexive(expression: Expression) -> None:
    assert include(build(expression), build(expression)) == Included()
    assert compare(build(expression), build(expression)) == "equal"


@given(expressions, expressions, expressions)
def test_inclusion_is_transitive(one: Expression, two: Expression, three: Expression) -> None:
    a, b, c = build(one), build(choice(one, two)), build(choice(one, two, three))
    assert include(b, a) == include(c, b) == include(c, a) == Included()
    x, y, z = build(one), build(two), build(three)
    if include(y, x) == include(z, y) == Included():
        assert include(z, x) == Included()


@given(expressions, expressions)
def test_inclusion_agrees_with_all_short_words(one: Expression, other: Expression) -> None:
    wide, narrow = build(one), build(other)
    extra = words_of(narrow) - words_of(wide)
    further = prefixes_of(narrow) - prefixes_of(wide)
    answer = include(wide, narrow)
    assert not isinstance(answer, Undecided)
    if isinstance(answer, Included):
        assert not extra
        assert not further
        return
    witness = answer.witness
    tools = tuple("z" if tool == ANY else tool for tool in witness.tools)
    if witness.is_complete:
        assert narrow.accepts(tools)
        assert not wide.accepts(tools)
    else:
        assert narrow.accepts_prefix(tools)
        assert not wide.accepts_prefix(tools)
    shortest = min((len(word) for word in extra | further), default=LENGTH + 1)
    assert min(len(tools), LENGTH + 1) == shortest


@given(known_expressions, known_expressions)
def test_what_is_decided_of_inclusion_is_what_complement_and_intersection_say(
    one: Expression, other: Expression
) -> None:
    wide, narrow = build(one).trimmed(), build(other).trimmed()
    outside = decided(complement(wide, "abc"))
    is_included = decided(intersect(narrow, outside)).is_empty()
    # Trimmed, an automaton without words still has the empty prefix.
    assert is_included == isinstance(include(wide, narrow), Included)


def test_a_witness_is_a_path_of_lines() -> None:
    old = build(sequence(call("search", 1), repeat(call("fetch", 3))))
    new = build(sequence(call("search", 1), repeat(call("fetch", 3)), call("send", 7)))
    answer = include(old, new)
    assert answer == Exceeds(Witness((Letter("search", 1), Letter("send", 7)), is_complete=False))
    assert isinstance(answer, Exceeds)
    assert answer.witness.lines == (1, 7)
    assert str(answer.witness) == "search@1 send@7 …"
    assert include(new, old) == Exceeds(Witness((Letter("search", 1),), is_complete=True))
    assert str(Witness()) == "no call"


def test_a_loop_that_never_ends_is_more_than_its_words() -> None:
    ends = build(repeat(A, 0, 2))
    goes_on = build(choice(repeat(A, 0, 2), sequence(repeat(A), NEVER)))
    answer = include(ends, goes_on)
    assert answer == Exceeds(Witness((A, A, A), is_complete=False))
    assert compare(goes_on, ends) == "wider"
    assert compare(goes_on.trimmed(), ends) == "equal"


def test_an_unknown_tool_is_more_than_all_that_are_named() -> None:
    named, unknown = build(choice(A, B)), build(call(ANY))
    assert include(unknown, named) == Included()
    assert include(named, unknown) == Exceeds(Witness((Letter(ANY),), is_complete=False))
    either = build(choice(A, call(ANY)))
    assert compare(either, unknown) == "equal"
    assert digest(either) == digest(unknown)
    assert minimize(either) == minimize(unknown)
    apart = build(choice(sequence(A, A), sequence(A, B), sequence(call(ANY), A)))
    same = build(choice(sequence(A, B), sequence(call(ANY), A)))
    assert digest(apart) == digest(same)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a b* c", "a c | a b+ c", "equal"),
        ("a*", "a{0,3}", "wider"),
        ("a & b", "a b | b a", "equal"),
        ("a? b", "b a?", "crossing"),
        ("()", "a?", "narrower"),
        ("(a | b)*", "(a* b*)*", "equal"),
    ],
)
def test_languages_are_compared(one: str, other: str, expected: str) -> None:
    assert compare(build(read(one)), build(read(other))) == expected


def test_too_much_work_is_not_decided() -> None:
    # The n-th call from the end decides: deterministic automata need 2^n states.
    hard = build(read("(a | b)* a (a | b){14}"))
    other = build(read("(a | b)* a (a | b){13} (a | b) | a{15}"))
    too_many = Undecided("more than 500 pairs of states would have to be compared")
    assert include(hard, hard, pairs=500) == Included()  # what is equal need not be walked
    assert include(hard, other, pairs=500) == too_many
    assert compare(hard, other, pairs=500) == too_many
    assert compare(other, hard, pairs=500) == too_many
    assert minimize(hard, states=1_000) == Undecided(
        "the automaton would need more than 1000 states"
    )
    assert isinstance(digest(hard), Undecided)
    assert isinstance(determinize(hard), Undecided)
    assert isinstance(complement(hard, "ab", states=1_000), Undecided)
    assert isinstance(intersect(hard, other, states=100), Undecided)


def test_what_was_joined_is_told_with_the_answer() -> None:
    joined = build(anything([A, B], why="not known"))
    exact = build(A)
    assert include(joined, exact) == Included(("not known",))
    assert include(exact, joined) == Exceeds(Witness((), is_complete=True), ("not known",))
    assert include(build(repeat(A)), joined) == Exceeds(
        Witness((B,), is_complete=False), ("not known",)
    )
    assert include(joined, build(C)) == Exceeds(Witness((C,), is_complete=False))


# Deterministic, minimal, complement, intersection


@given(expressions)
def test_determinizing_and_minimizing_change_no_language(expression: Expression) -> None:
    automaton = build(expression)
    for made in (decided(determinize(automaton)), decided(minimize(automaton))):
        assert words_of(made) == words_of(automaton)
        assert prefixes_of(made) == prefixes_of(automaton)
        assert all(len(moves) == len({one.tool for one in moves}) for moves in made.moves)
    assert len(decided(minimize(automaton)).moves) <= len(decided(determinize(automaton)).moves)


@given(expressions, expressions)
def test_digests_are_equal_just_for_equal_languages(one: Expression, other: Expression) -> None:
    a, b = build(one), build(other)
    assert (digest(a) == digest(b)) == (compare(a, b) == "equal")
    c = build(choice(sequence(one, NOTHING), catch(one, {Exit.BREAK: leave(Exit.BREAK)})))
    assert digest(c) == digest(a)


@given(known_expressions, known_expressions)
def test_an_intersection_has_what_both_admit(one: Expression, other: Expression) -> None:
    a, b = build(one), build(other)
    both = decided(intersect(a, b))
    assert words_of(both) == words_of(a) & words_of(b)
    assert prefixes_of(both) == prefixes_of(a) & prefixes_of(b)


@given(expressions)
def test_a_complement_has_what_is_not_admitted(expression: Expression) -> None:
    automaton = build(expression)
    outside = decided(complement(automaton, "abcz"))
    assert words_of(outside) == set(all_words(LENGTH)) - words_of(automaton)


@given(known_expressions)
def test_trimmed_automata_have_the_prefixes_of_words_alone(expression: Expression) -> None:
    automaton = build(expression)
    trimmed = automaton.trimmed()
    assert words_of(trimmed) == words_of(automaton)
    beginnings = {
        word[:end] for word in automaton.words(LENGTH + 8) for end in range(len(word) + 1)
    }
    assert {word for word in beginnings if len(word) <= LENGTH} <= prefixes_of(trimmed)
    assert prefixes_of(trimmed) <= prefixes_of(automaton)
    for word in prefixes_of(trimmed) - {()}:
        rest = decided(intersect(trimmed, build(sequence(*map(call, word), anything([A, B, C])))))
        assert not rest.is_empty()


def test_the_smallest_automaton_is_small() -> None:
    assert len(decided(minimize(build(read("a b | a c b | b b")))).moves) == 4
    assert len(decided(minimize(build(read("(a | b)*")))).moves) == 1
    assert len(decided(minimize(build(read("a{3,7}")))).moves) == 8


def test_intersection_keeps_the_lines_of_the_first() -> None:
    both = decided(intersect(build(call("a", 3)), build(choice(call(ANY), B))))
    assert both.accepts([Letter("a", 3)])
    assert not both.accepts([Letter("a", 4)])


# Forms


@given(expressions)
def test_an_automaton_read_back_is_the_same(expression: Expression) -> None:
    automaton = build(expression)
    assert from_dict(json.loads(to_json(automaton))) == automaton


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            {"moves": [], "complete": []},
            "not an automaton: state 0 is named, but there are 0 states",
        ),
        (
            {"moves": [[[4, "a"]]], "complete": []},
            "not an automaton: state 4 is named, but there are 1 states",
        ),
        ([1], "not an automaton: Expected `object`, got `array`"),
    ],
)
def test_what_is_no_automaton_is_refused(data: object, message: str) -> None:
    with pytest.raises(ReportError) as caught:
        from_dict(data)
    assert str(caught.value) == message


def test_an_automaton_is_written_for_tools_that_draw() -> None:
    automaton = build(sequence(call("search", 1), repeat(call("fetch", 2)), optional(call(ANY))))
    assert mermaid(automaton) == (
        "stateDiagram-v2\n"
        "    direction LR\n"
        "    [*] --> s0\n"
        "    s0 --> s1 : search\n"
        "    s1 --> s2 : any tool\n"
        "    s1 --> s1 : fetch\n"
        "    s1 --> [*]\n"
        "    s2 --> [*]\n"
    )
    assert dot(automaton) == (
        "digraph calls {\n"
        "    rankdir=LR;\n"
        '    node [shape=circle, label=""];\n'
        "    start [shape=none];\n"
        "    start -> 0;\n"
        "    1 [shape=doublecircle];\n"
        "    2 [shape=doublecircle];\n"
        '    0 -> 1 [label="search"];\n'
        '    1 -> 2 [label="any tool"];\n'
        '    1 -> 1 [label="fetch"];\n'
        "}\n"
    )
    assert to_dict(build(call("send", 4))) == {
        "moves": [[[1, "send", 4]], []],
        "complete": [1],
        "joined": [],
    }


def test_names_cannot_break_out_of_a_drawing() -> None:
    automaton = build(call('a"] --> <b>\n'))
    assert '[label="a\\"] --> <b>\\n"]' in dot(automaton)
    assert "s0 --> s1 : a#quot;] --#gt; #lt;b#gt; \n" in mermaid(automaton)


def test_everything_is_the_same_whatever_the_order_of_sets() -> None:
    program = (
        "from foretell_analyzer.automata import *\n"
        "from foretell_analyzer.automata.drawings import to_json, mermaid\n"
        "text = '(search (fetch summarize? | b c & d)* | a & c{2,3} & (x | y)) send'\n"
        "a = build(read(text)); b = build(read('(search | fetch | send)*'))\n"
        "print(to_json(a), regular_form(read(text)), digest(a), include(b, a), include(a, b))\n"
        "print(to_json(minimize(a)), mermaid(a), exceeds(a, 'fetch', 'summarize'))\n"
    )
    assert len(printed_under(["1", "2", "3"], program)) == 1
