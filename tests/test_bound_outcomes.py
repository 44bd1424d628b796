"""Counting by ways out: generated programs are run in worlds, and no run leaves its bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from foretell_analyzer.bounds import (
    EMPTY,
    ENDLESS,
    NOTHING,
    PLAIN,
    Interval,
    Outcomes,
    Unbounded,
    any_way,
    at_once,
    between,
    caught,
    either,
    exactly,
    in_order,
    looped,
    optional,
    then,
    total,
    unbounded,
)
from foretell_analyzer.exits import Exit
from foretell_analyzer.polynomials import Polynomial, number, read_polynomial, size

World = Mapping[str, int]
Choose = Callable[[int], int]
"""A number from 0 to below the argument."""

COMPLETE = (Exit.NORMAL, Exit.RETURN, Exit.END)


# Programs


@dataclass(frozen=True)
class Spend:
    low: int
    high: int


@dataclass(frozen=True)
class Steps:
    parts: tuple[Program, ...]


@dataclass(frozen=True)
class Branch:
    parts: tuple[Program, ...]


@dataclass(frozen=True)
class Go:
    exit: Exit


@dataclass(frozen=True)
class Round:
    """`body` as often as `count` says, between `count` and 0 times if it is `open`."""

    body: Program
    count: Polynomial
    open: bool


@dataclass(frozen=True)
class Handle:
    body: Program
    arms: tuple[tuple[Exit, Program], ...]


@dataclass(frozen=True)
class Gather:
    parts: tuple[Program, ...]


Program = Spend | Steps | Branch | Go | Round | Handle | Gather

exits = st.sampled_from(tuple(way for way in Exit if way is not Exit.NORMAL))
counts = st.sampled_from([
    number(0), number(1), number(2), number(3), size("n"), size("m"),
    read_polynomial("1 + n"), read_polynomial("min(2, n)"), read_polynomial("n*m"),
])  # fmt: skip
spends = st.tuples(st.integers(0, 2), st.integers(0, 2)).map(lambda t: Spend(t[0], t[0] + t[1]))


def _wider(*, gather: bool) -> Callable[[st.SearchStrategy[Program]], st.SearchStrategy[Program]]:
    def wider(inner: st.SearchStrategy[Program]) -> st.SearchStrategy[Program]:
        parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
        arms = st.dictionaries(st.sampled_from(tuple(Exit)), inner, min_size=1, max_size=2)
        kinds: list[st.SearchStrategy[Program]] = [
            st.builds(Steps, parts),
            st.builds(Branch, parts),
            st.builds(Round, inner, counts, st.booleans()),
            st.builds(Handle, inner, arms.map(lambda arms: tuple(arms.items()))),
        ]
        return st.one_of(*kinds, *([st.builds(Gather, parts)] if gather else []))

    return wider


leaves = st.one_of(spends, spends, exits.map(Go))
programs: st.SearchStrategy[Program] = st.recursive(leaves, _wider(gather=True), max_leaves=8)
plain_programs: st.SearchStrategy[Program] = st.recursive(
    leaves, _wider(gather=False), max_leaves=6
)
worlds = st.fixed_dictionaries({"n": st.integers(0, 4), "m": st.integers(0, 3)})


def bound(  # noqa: PLR0911 - a case a kind
    program: Program, *, next_raises: bool = True
) -> Outcomes:
    """What the algebra says of a program: calls, and time, of which `gather` takes the longest."""

    def of(inner: Program) -> Outcomes:
        return bound(inner, next_raises=next_raises)

    match program:
        case Spend(low, high):
            return {Exit.NORMAL: {"calls": between(low, high), "time": between(low, high)}}
        case Steps(parts):
            return in_order(map(of, parts))
        case Branch(parts):
            first, *others = map(of, parts)
            for other in others:
                first = either(first, other)
            return first
        case Go(way):
            return {way: {}}
        case Round(body, count, is_open):
            times = Interval(number(0) if is_open else count, count)
            return looped(of(body), times, next_raises=next_raises)
        case Handle(body, arms):
            return caught(of(body), {way: of(arm) for way, arm in arms})
        case Gather(parts):
            return at_once(map(of, parts), longest=("time",))


@dataclass
class Spent:
    calls: int = 0
    time: int = 0


def run(  # noqa: C901, PLR0911 - a case a kind
    program: Program, world: World, choose: Choose
) -> tuple[Exit, Spent]:
    """One run of a program: how it is left, and what it spent."""
    match program:
        case Spend(low, high):
            amount = low + choose(high - low + 1)
            return Exit.NORMAL, Spent(amount, amount)
        case Steps(parts):
            return _in_order([(part, None) for part in parts], world, choose)
        case Branch(parts):
            return run(parts[choose(len(parts))], world, choose)
        case Go(way):
            return way, Spent()
        case Round(body, count, is_open):
            most = int(count.evaluate(world))
            rounds = choose(most + 1) if is_open else most
            way, spent = _in_order([(body, Exit.CONTINUE)] * rounds, world, choose)
            return (Exit.NORMAL if way is Exit.BREAK else way), spent
        case Handle(body, arms):
            way, spent = run(body, world, choose)
            for caught_way, arm in arms:
                if caught_way is way:
                    out, more = run(arm, world, choose)
                    return out, Spent(spent.calls + more.calls, spent.time + more.time)
            return way, spent
        case Gather(parts):
            runs = [run(part, world, choose) for part in parts]
            left = [(at, way) for at, (way, _) in enumerate(runs) if way is not Exit.NORMAL]
            if not left:
                spents = [spent for _, spent in runs]
                return Exit.NORMAL, Spent(
                    sum(one.calls for one in spents), max(one.time for one in spents)
                )
            at, way = left[choose(len(left))]
            result = runs[at][1]
            for other, (_, one) in enumerate(runs):
                if other != at:  # it is somewhere on its way
                    result = Spent(
                        result.calls + choose(one.calls + 1),
                        max(result.time, choose(one.time + 1)),
                    )
            return way, result


def _in_order(
    parts: list[tuple[Program, Exit | None]], world: World, choose: Choose
) -> tuple[Exit, Spent]:
    spent = Spent()
    for part, passed in parts:
        way, more = run(part, world, choose)
        spent = Spent(spent.calls + more.calls, spent.time + more.time)
        if way is not Exit.NORMAL and way is not passed:
            return way, spent
    return Exit.NORMAL, spent


# Laws


@given(programs, worlds, st.data())
def test_every_run_is_within_its_bounds(
    program: Program, world: World, data: st.DataObject
) -> None:
    way, spent = run(program, world, lambda below: data.draw(st.integers(0, below - 1)))
    outcomes = bound(program)
    assert way in outcomes
    everything, whole = any_way(outcomes), total(outcomes)
    for measure, amount in (("calls", spent.calls), ("time", spent.time)):
        assert outcomes[way].get(measure, NOTHING).admits(amount, world)
        assert everything.get(measure, NOTHING).admits(amount, world)
        if way in COMPLETE:
            assert whole.get(measure, NOTHING).admits(amount, world)
        else:
            assert whole.get(measure, NOTHING).perhaps().admits(amount, world)


def amounts(  # noqa: C901 - a case a kind
    program: Program, world: World
) -> dict[Exit, set[int]]:
    """All that runs of a program may spend in calls, by the way in which they end."""
    match program:
        case Spend(low, high):
            return {Exit.NORMAL: set(range(low, high + 1))}
        case Steps(parts):
            return _all_in_order([amounts(part, world) for part in parts])
        case Branch(parts):
            result: dict[Exit, set[int]] = {}
            for part in parts:
                for way, found in amounts(part, world).items():
                    result[way] = result.get(way, set()) | found
            return result
        case Go(way):
            return {way: {0}}
        case Round(body, count, is_open):
            return _all_rounds(amounts(body, world), int(count.evaluate(world)), is_open=is_open)
        case Handle(body, arms):
            inner = amounts(body, world)
            told = dict(arms)
            result = {way: set(found) for way, found in inner.items() if way not in told}
            for way, arm in arms:
                for out, more in amounts(arm, world).items():
                    sums = {a + b for a in inner.get(way, ()) for b in more}
                    if sums:
                        result[out] = result.get(out, set()) | sums
            return result
        case Gather():
            raise NotImplementedError


def _all_in_order(parts: list[dict[Exit, set[int]]]) -> dict[Exit, set[int]]:
    result: dict[Exit, set[int]] = {}
    before = {0}
    for part in parts:
        for way, found in part.items():
            if way is not Exit.NORMAL:
                sums = {a + b for a in before for b in found}
                result[way] = result.get(way, set()) | sums
        before = {a + b for a in before for b in part.get(Exit.NORMAL, ())}
    return {way: found for way, found in (result | {Exit.NORMAL: before}).items() if found}


def _all_rounds(body: dict[Exit, set[int]], most: int, *, is_open: bool) -> dict[Exit, set[int]]:
    whole = body.get(Exit.NORMAL, set()) | body.get(Exit.CONTINUE, set())
    result: dict[Exit, set[int]] = {}
    before = {0}
    for done in range(most + 1):
        if done == most or is_open:
            result[Exit.NORMAL] = result.get(Exit.NORMAL, set()) | before
        if done < most:
            for way, found in body.items():
                if way in {Exit.NORMAL, Exit.CONTINUE}:
                    continue
                target = Exit.NORMAL if way is Exit.BREAK else way
                sums = {a + b for a in before for b in found}
                result[target] = result.get(target, set()) | sums
            before = {a + b for a in before for b in whole}
    return {way: found for way, found in result.items() if found}


def fixed(program: Program) -> bool:
    """Are all loops repeated a constant number of times?"""
    match program:
        case Round(body, count, _):
            return count.is_constant and fixed(body)
        case Steps(parts) | Branch(parts) | Gather(parts):
            return all(map(fixed, parts))
        case Handle(body, arms):
            return fixed(body) and all(fixed(arm) for _, arm in arms)
        case Spend() | Go():
            return True


@given(plain_programs.filter(fixed))
def test_bounds_are_reached_where_all_counts_are_numbers(program: Program) -> None:
    outcomes = bound(program, next_raises=False)
    reached = amounts(program, {})
    assert set(outcomes) == set(reached)
    for way, found in reached.items():
        assert outcomes[way].get("calls", NOTHING) == between(min(found), max(found))


@given(plain_programs, worlds)
def test_no_run_of_all_runs_escapes(program: Program, world: World) -> None:
    outcomes = bound(program, next_raises=False)
    for way, found in amounts(program, world).items():
        calls = outcomes[way].get("calls", NOTHING)
        assert calls.admits(min(found), world)
        assert calls.admits(max(found), world)


# Examples

ONE_CALL: Outcomes = {Exit.NORMAL: {"calls": exactly(1)}}
MAY_FAIL: Outcomes = {Exit.NORMAL: {"calls": exactly(1)}, Exit.RAISE: {"calls": exactly(1)}}


def calls(outcomes: Outcomes, way: Exit = Exit.NORMAL) -> str:
    return str(outcomes[way].get("calls", NOTHING))


def test_a_loop_over_a_result() -> None:
    assert calls(looped(ONE_CALL, exactly(size("n")))) == "n"


def test_a_slice_and_a_break() -> None:
    body = then(ONE_CALL, either({Exit.BREAK: {}}, EMPTY))
    times = exactly(size("n")).capped(number(3))
    assert calls(looped(body, times)) == "min(1, n)..min(3, n)"


def test_a_retry() -> None:
    attempt = caught(then(MAY_FAIL, {Exit.BREAK: {}}), {Exit.RAISE: EMPTY})
    assert calls(looped(attempt, exactly(3))) == "1..3"


def test_capped_pagination() -> None:
    body = then(ONE_CALL, optional({Exit.BREAK: {}}))
    assert calls(looped(body, exactly(20), runs_out=False)) == "1..20"


def test_pagination_without_a_cap() -> None:
    body = then(ONE_CALL, optional({Exit.BREAK: {}}))
    loop = looped(body, unbounded("only a result ends it"), runs_out=False)
    assert calls(loop) == "1..unbounded"
    assert calls(loop, Exit.RAISE) == "0..unbounded"


def test_an_endless_loop_is_left_by_an_exception_alone() -> None:
    loop = looped(ONE_CALL, unbounded("`while True`"), runs_out=False)
    assert set(loop) == {Exit.RAISE}
    assert any_way(loop)["calls"].high == Unbounded("`while True`")
    assert looped(EMPTY, unbounded("`while True`"), runs_out=False) == {Exit.RAISE: {}}
    assert then(ONE_CALL, ENDLESS) == {Exit.RAISE: {"calls": exactly(1)}}


def test_a_loop_that_always_leaves_in_its_first_round() -> None:
    loop = looped(then(ONE_CALL, {Exit.RETURN: {}}), exactly(size("n")), next_raises=False)
    assert calls(loop, Exit.RETURN) == "1"
    assert calls(loop) == "0"
    once = looped(then(ONE_CALL, {Exit.RETURN: {}}), exactly(2), next_raises=False)
    assert set(once) == {Exit.RETURN}


def test_a_loop_of_no_round() -> None:
    assert looped(ONE_CALL, NOTHING, next_raises=False) == {Exit.NORMAL: {"calls": NOTHING}}
    never = looped(then(ONE_CALL, {Exit.RETURN: {}}), NOTHING, next_raises=False)
    assert never == {Exit.NORMAL: {}}


def test_a_last_round_that_costs_more_than_the_others() -> None:
    body = either(ONE_CALL, {Exit.BREAK: {"calls": exactly(5)}})
    assert calls(looped(body, exactly(3))) == "3..7"
    assert calls(looped(body, exactly(size("n")))) == "min(5, n)..4 + n"


def test_an_exception_in_a_branch_does_not_lower_what_the_rest_does() -> None:
    script = then(either(EMPTY, {Exit.RAISE: {}}), ONE_CALL)
    assert total(script)["calls"] == exactly(1)
    assert total(then(PLAIN, ONE_CALL)) == {"calls": exactly(1)}


def test_the_lower_end_is_that_of_all_normal_ends() -> None:
    script = either(ONE_CALL, {Exit.RETURN: {}})
    assert total(script)["calls"] == between(0, 1)
    assert total({Exit.RAISE: {"calls": exactly(2)}})["calls"] == between(0, 2)
    assert total({}) == {}


def test_what_was_left_in_any_way_may_have_spent_nothing_yet() -> None:
    outcomes: Outcomes = {Exit.NORMAL: {"f": exactly(3)}, Exit.RAISE: {"f": exactly(1)}}
    assert any_way(outcomes) == {"f": between(0, 3)}


def test_a_gather_takes_as_long_as_its_longest_part() -> None:
    fetch: Outcomes = {Exit.NORMAL: {"calls": exactly(1), "latency": between(0, 10)}}
    search: Outcomes = {Exit.NORMAL: {"calls": exactly(1), "latency": exactly(2)}}
    both = at_once([fetch, search, fetch], longest=("latency",))
    assert both == {Exit.NORMAL: {"calls": exactly(3), "latency": between(2, 10)}}
    assert at_once([]) == EMPTY


def test_when_one_part_of_a_gather_raises_the_others_are_somewhere() -> None:
    fails: Outcomes = {Exit.RAISE: {"calls": exactly(1)}}
    both = at_once([fails, looped(ONE_CALL, exactly(3), next_raises=False)])
    assert set(both) == {Exit.RAISE}
    assert calls(both, Exit.RAISE) == "1..4"
