"""What limits the rounds of a loop: counters that are tested, by its test or by what leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from ..bounds import UpperEnd, add_ends, greatest_end, least_end
from ..ir import (
    BooleanOperation,
    BooleanOperator,
    Break,
    Compare,
    Comparison,
    Expression,
    If,
    Name,
    Raise,
    Return,
    Statement,
    UnaryOperation,
    UnaryOperator,
    While,
)
from ..polynomials import ONE, ZERO, Polynomial, less, number
from .counters import Counter, OwnLoop, always_passes, counter_of
from .paths import value_at

if TYPE_CHECKING:
    from .measuring import Sizing

MOST_DOUBLINGS: Final = 200


class Check(NamedTuple):
    """A condition without which a round does not go on; `at` is the statement that asks, or none.

    `holds` is how the condition must come out for the loop to go on.
    """

    test: Expression
    holds: bool
    at: If | None


class Limit(NamedTuple):
    """A counter, and how often rounds may pass its steps before a check stops the loop."""

    counter: Counter
    passes: Polynomial
    is_late: bool
    is_exact: bool


def checks_of(loop: OwnLoop) -> Iterator[Check]:
    """The conditions that every round of a loop asks."""
    if isinstance(loop, While):
        yield from _parts(Check(loop.test, True, None))
    for one in loop.body:
        if not isinstance(one, If):
            continue
        if _leaves(one.body) and always_passes(loop.body, lambda other, one=one: other is one):
            yield from _parts(Check(one.test, False, one))


def _leaves(block: tuple[Statement, ...]) -> bool:
    return bool(block) and isinstance(block[-1], (Break, Return, Raise))


def _parts(check: Check) -> Iterator[Check]:
    """What must all be so: the parts of an `and` that holds, of an `or` that does not."""
    test = check.test
    if isinstance(test, UnaryOperation) and test.operator is UnaryOperator.NOT:
        yield from _parts(Check(test.operand, not check.holds, check.at))
        return
    joins = BooleanOperator.AND if check.holds else BooleanOperator.OR
    if isinstance(test, BooleanOperation) and test.operator is joins:
        for part in test.operands:
            yield from _parts(Check(part, check.holds, check.at))
        return
    yield check


_OPPOSITE: Final = {
    Comparison.LESS: Comparison.GREATER_EQUAL,
    Comparison.LESS_EQUAL: Comparison.GREATER,
    Comparison.GREATER: Comparison.LESS_EQUAL,
    Comparison.GREATER_EQUAL: Comparison.LESS,
    Comparison.EQUAL: Comparison.NOT_EQUAL,
    Comparison.NOT_EQUAL: Comparison.EQUAL,
}
_TURNED: Final = {
    Comparison.LESS: Comparison.GREATER,
    Comparison.LESS_EQUAL: Comparison.GREATER_EQUAL,
    Comparison.GREATER: Comparison.LESS,
    Comparison.GREATER_EQUAL: Comparison.LESS_EQUAL,
    Comparison.NOT_EQUAL: Comparison.NOT_EQUAL,
}


def limits_of(sizing: Sizing, loop: OwnLoop) -> list[Limit]:
    """The counters that limit a loop."""
    found: list[Limit] = []
    for check in checks_of(loop):
        for counter, operator, end in _comparisons(sizing, loop, check):
            passes = _passes(sizing, loop, counter, operator, end)
            if passes is not None:
                is_late = check.at is not None and not _stepped_before(loop, counter, check.at)
                exact = check.at is None and _is_exact(sizing, loop, counter)
                found.append(Limit(counter, passes, is_late, exact and end is not None))
    return found


def _comparisons(
    sizing: Sizing, loop: OwnLoop, check: Check
) -> Iterator[tuple[Counter, Comparison, Expression | None]]:
    test = check.test
    if isinstance(test, Name) and check.holds:
        counter = counter_of(sizing, loop, test)
        if counter is not None:
            yield counter, Comparison.NOT_EQUAL, None
        return
    if not isinstance(test, Compare) or len(test.operators) != 1:
        return
    operator = test.operators[0] if check.holds else _OPPOSITE.get(test.operators[0])
    if operator not in _TURNED:
        return
    left, right = test.left, test.comparators[0]
    counter = counter_of(sizing, loop, left)
    if counter is not None:
        yield counter, operator, right
    counter = counter_of(sizing, loop, right)
    if counter is not None:
        yield counter, _TURNED[operator], left


def _passes(
    sizing: Sizing, loop: OwnLoop, counter: Counter, operator: Comparison, end: Expression | None
) -> Polynomial | None:
    """How often the steps of a counter may be passed while it compares like this to its end."""
    start = _start(sizing, counter)
    if start is None:
        return None
    if operator is Comparison.NOT_EQUAL:
        if not counter.goes_by_one or counter.steps[0].is_product:
            return None
        if counter.steps[0].statement not in loop.body:
            return None
        operator = Comparison.LESS if counter.rises else Comparison.GREATER
        if not _is_before(sizing, counter, start, end):
            return None
    if counter.rises != (operator in (Comparison.LESS, Comparison.LESS_EQUAL)):
        return None
    one_more = operator in (Comparison.LESS_EQUAL, Comparison.GREATER_EQUAL)
    if counter.steps[0].is_product:
        return _doublings(sizing, counter, start, end, one_more)
    distance = _rise(sizing, start, end) if counter.rises else _fall(sizing, start, end)
    if distance is None:
        return None
    return _stepped(distance + ONE if one_more else distance, counter.least)


class _Start(NamedTuple):
    """Where a counter begins: at least, at most."""

    low: int | None
    high: Polynomial | None


def _start(sizing: Sizing, counter: Counter) -> _Start | None:
    lows: list[int] = []
    high: UpperEnd = ZERO
    for site in counter.others:
        given = value_at(site)
        if given is None:
            return None
        value = sizing.facts.seen.value(given)
        constants = None if value is None else value.constants()
        if constants is not None:
            numbers = [one for one in constants if isinstance(one, int)]
            if len(numbers) != len(constants):
                return None
            lows.append(min(numbers))
        else:
            amount = sizing.amount(given)
            if amount.low is None:
                return None
            lows.append(int(amount.low.constant))
        high = greatest_end(high, sizing.amount(given).high)
    return _Start(min(lows), high if isinstance(high, Polynomial) else None) if lows else None


def _is_before(
    sizing: Sizing, counter: Counter, start: _Start, end: Expression | None
) -> bool:
    """Does a counter that goes by one begin before its end, so that it cannot miss it?"""
    if start.high is None or not start.high.is_constant or start.low is None:
        return False
    goal = 0 if end is None else sizing.amount(end).constant
    if goal is None:
        return False
    return start.high.constant <= goal if counter.rises else start.low >= goal


def _rise(sizing: Sizing, start: _Start, end: Expression | None) -> Polynomial | None:
    high = ZERO if end is None else sizing.amount(end).high
    if not isinstance(high, Polynomial) or start.low is None:
        return None
    if start.low < 0:
        return high + number(-start.low)
    return less(high, number(start.low))


def _fall(sizing: Sizing, start: _Start, end: Expression | None) -> Polynomial | None:
    low = ZERO if end is None else sizing.amount(end).low
    if low is None or start.high is None:
        return None
    return less(start.high, low)


def _stepped(distance: Polynomial, step: int) -> Polynomial:
    if step == 1:
        return distance
    if distance.is_constant:
        return number(-(-int(distance.constant) // step))
    return (distance + number(step - 1)) * number(Fraction(1, step))


def _doublings(
    sizing: Sizing, counter: Counter, start: _Start, end: Expression | None, one_more: bool
) -> Polynomial | None:
    high = None if end is None else sizing.amount(end).high
    if not isinstance(high, Polynomial) or not high.is_constant or not start.low or start.low < 1:
        return None
    goal = int(high.constant) + (1 if one_more else 0)
    value, count = start.low, 0
    while value < goal and count < MOST_DOUBLINGS:
        value *= counter.least
        count += 1
    return number(count)


def _stepped_before(loop: OwnLoop, counter: Counter, at: If) -> bool:
    """Has every round made a step by the time that it asks?"""
    before = loop.body[: loop.body.index(at)]
    steps = {one.statement.index for one in counter.steps}
    return always_passes(before, lambda one: one.index in steps)


def _is_exact(sizing: Sizing, loop: OwnLoop, counter: Counter) -> bool:
    """Does the counter take each of its values in turn, from one start right before the loop?"""
    step = counter.steps[0]
    if len(counter.steps) != 1 or not step.is_exact or step.statement not in loop.body:
        return False
    met = sizing.facts.met
    if len(counter.others) != 1 or len(met.bindings[counter.variable]) != 2:
        return False
    statement = counter.others[0].node
    around = met.parents[loop.index]
    above = met.parents[statement.index]
    while not isinstance(statement, Statement) and above is not None:
        statement, above = above, met.parents[above.index]
    return above is around and statement.index < loop.index


def most_rounds(loop: OwnLoop, limits: list[Limit]) -> UpperEnd | None:
    """How many rounds the counters of a loop leave at most; none if they leave any number."""
    best: UpperEnd | None = None
    for one in limits:
        steps = {step.statement.index for step in one.counter.steps}
        if always_passes(loop.body, lambda other, steps=steps: other.index in steps):
            rounds: UpperEnd = one.passes + ONE if one.is_late else one.passes
            best = rounds if best is None else least_end(best, rounds)
    if best is not None or len(limits) < 2:
        return best
    by_variable = {one.counter.variable: one for one in limits}
    every = {step.statement.index for one in by_variable.values() for step in one.counter.steps}
    if not always_passes(loop.body, lambda other: other.index in every):
        return None
    total: UpperEnd = ZERO
    for one in by_variable.values():
        total = add_ends(total, one.passes + ONE if one.is_late else one.passes)
    return total
