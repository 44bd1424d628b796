"""What limits the rounds of a loop: counters that are tested, by its test or by what leaves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from ..bounds import UpperEnd, add_ends, greatest_end, least_end
from ..ir import (
    AugmentedAssign,
    Block,
    BooleanOperation,
    BooleanOperator,
    Break,
    Compare,
    Comparison,
    Expression,
    FunctionDefinition,
    If,
    Name,
    Node,
    Raise,
    Return,
    Statement,
    UnaryOperation,
    UnaryOperator,
    While,
)
from ..ir.operators import NEGATED
from ..polynomials import ONE, ZERO, Polynomial, less, number
from .counters import Counter, OwnLoop, Scope, always_passes, counter_of
from .paths import value_at

if TYPE_CHECKING:
    from .measuring import Sizing

MOST_DOUBLINGS: Final = 200


class Check(NamedTuple):
    """A condition without which a round does not go on; `at` is the statement that asks, or none.

    `fails` if the loop goes on where the condition does not hold.
    """

    test: Expression
    at: If | None = None
    fails: bool = False


class Limit(NamedTuple):
    """A counter, and how often rounds may pass its steps before a check stops the loop."""

    counter: Counter
    passes: Polynomial
    is_late: bool
    is_exact: bool


def checks_of(loop: OwnLoop) -> Iterator[Check]:
    """The conditions that every round of a loop asks."""
    if isinstance(loop, While):
        yield from parts_of(Check(loop.test))
    for one in loop.body:
        if not isinstance(one, If):
            continue
        if leaves(one.body) and always_passes(loop.body, _is(one)):
            yield from parts_of(Check(one.test, one, fails=True))


def _is(node: Node) -> Callable[[Statement], bool]:
    """Is a statement this one?"""
    return lambda statement: statement is node


def leaves(block: tuple[Statement, ...]) -> bool:
    """Does a block end by leaving the loop?"""
    return bool(block) and isinstance(block[-1], (Break, Return, Raise))


def parts_of(check: Check) -> Iterator[Check]:
    """What must all be so: the parts of an `and` that holds, of an `or` that does not."""
    test = check.test
    if isinstance(test, UnaryOperation) and test.operator is UnaryOperator.NOT:
        yield from parts_of(Check(test.operand, check.at, fails=not check.fails))
        return
    joins = BooleanOperator.OR if check.fails else BooleanOperator.AND
    if isinstance(test, BooleanOperation) and test.operator is joins:
        for part in test.operands:
            yield from parts_of(check._replace(test=part))
        return
    yield check


_TURNED: Final = {
    Comparison.LESS: Comparison.GREATER,
    Comparison.LESS_EQUAL: Comparison.GREATER_EQUAL,
    Comparison.GREATER: Comparison.LESS,
    Comparison.GREATER_EQUAL: Comparison.LESS_EQUAL,
    Comparison.NOT_EQUAL: Comparison.NOT_EQUAL,
}


def limits_of(sizing: Sizing, loop: OwnLoop) -> list[Limit]:
    """The counters that limit a loop."""
    return [limit for check in checks_of(loop) for limit in limits_in(sizing, loop, check)]


def limits_in(sizing: Sizing, scope: Scope, check: Check) -> Iterator[Limit]:
    """The counters that a check compares."""
    for counter, operator, end in _comparisons(sizing, scope, check):
        passes = _passes(sizing, scope, counter, operator, end)
        if passes is None:
            continue
        is_late = is_exact = False
        if not isinstance(scope, FunctionDefinition):
            is_late = check.at in scope.body and not _stepped_before(scope, counter, check.at)
            is_known = end is not None and sizing.amount(end).constant is not None
            is_exact = check.at is None and is_known and _is_exact(sizing, scope, counter)
        yield Limit(counter, passes, is_late, is_exact)


def _comparisons(
    sizing: Sizing, loop: Scope, check: Check
) -> Iterator[tuple[Counter, Comparison, Expression | None]]:
    test = check.test
    if isinstance(test, Name) and not check.fails:
        counter = counter_of(sizing, loop, test)
        if counter is not None:
            yield counter, Comparison.NOT_EQUAL, None
        return
    if not isinstance(test, Compare) or len(test.operators) != 1:
        return
    operator = NEGATED.get(test.operators[0]) if check.fails else test.operators[0]
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
    sizing: Sizing, loop: Scope, counter: Counter, operator: Comparison, end: Expression | None
) -> Polynomial | None:
    """How often the steps of a counter may be passed while it compares like this to its end."""
    start = _start(sizing, counter)
    if start is None:
        return None
    if operator is Comparison.NOT_EQUAL and _meets(sizing, loop, counter, start, end):
        operator = Comparison.LESS if counter.rises else Comparison.GREATER
    if counter.rises != (operator in (Comparison.LESS, Comparison.LESS_EQUAL)):
        return None
    if not counter.rises and operator not in (Comparison.GREATER, Comparison.GREATER_EQUAL):
        return None
    beyond = 1 if operator in (Comparison.LESS_EQUAL, Comparison.GREATER_EQUAL) else 0
    if counter.steps[0].is_product:
        return _doublings(sizing, counter, start, end, beyond)
    distance = _rise(sizing, start, end) if counter.rises else _fall(sizing, start, end)
    return None if distance is None else _apart(sizing, loop, counter, distance + number(beyond))


def _apart(sizing: Sizing, loop: Scope, counter: Counter, distance: Polynomial) -> Polynomial:
    """How many steps of a counter lie in a distance."""
    found = _stepped(distance, counter.least)
    pace = _pace(sizing, loop, counter) if counter.rises and found.is_constant else None
    if pace is None or isinstance(loop, FunctionDefinition):
        return found
    step, factor = pace
    far = count = 0
    while far < distance.constant and count < found.constant:
        far, step, count = far + step, step * factor, count + 1
    return number(count)


def _pace(sizing: Sizing, loop: Scope, counter: Counter) -> tuple[int, int] | None:
    """The least first step of a counter, and by what each next one is multiplied.

    As of `waited` in `waited += delay; delay *= 2`, with nothing in between.
    """
    statement = counter.steps[0].statement
    if len(counter.steps) != 1 or not isinstance(statement, AugmentedAssign):
        return None
    by = counter_of(sizing, loop, statement.value)
    start = None if by is None else _start(sizing, by)
    if by is None or start is None or not start.low or start.low < 1:
        return None
    if len(by.steps) != 1 or not by.steps[0].is_product or not by.rises:
        return None
    for block in blocks_of(sizing.facts.met.parents[statement.index]):
        if statement in block[:-1] and block[block.index(statement) + 1] is by.steps[0].statement:
            return start.low, by.least
    return None


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


def _meets(
    sizing: Sizing, loop: Scope, counter: Counter, start: _Start, end: Expression | None
) -> bool:
    """Does a counter take each value in turn, from one side of its end: can it not miss that?"""
    step = counter.steps[0]
    if not counter.goes_by_one or step.is_product or step.statement not in loop.body:
        return False
    goal = 0 if end is None else sizing.amount(end).constant
    if goal is None or start.high is None or not start.high.is_constant or start.low is None:
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
    sizing: Sizing, counter: Counter, start: _Start, end: Expression | None, beyond: int
) -> Polynomial | None:
    high = None if end is None else sizing.amount(end).high
    if not isinstance(high, Polynomial) or not high.is_constant or not start.low or start.low < 1:
        return None
    goal = int(high.constant) + beyond
    value, count = start.low, 0
    while value < goal and count < MOST_DOUBLINGS:
        value *= counter.least
        count += 1
    return number(count)


def _stepped_before(loop: OwnLoop, counter: Counter, at: Statement | None) -> bool:
    """Has every round made a step by the time that it asks?"""
    if at is None:
        return False
    before = loop.body[: loop.body.index(at)]
    return always_passes(before, _steps_of(counter))


def _steps_of(*counters: Counter) -> Callable[[Statement], bool]:
    """Is a statement a step of these counters?"""
    steps = {one.statement.index for counter in counters for one in counter.steps}
    return lambda statement: statement.index in steps


def _is_exact(sizing: Sizing, loop: OwnLoop, counter: Counter) -> bool:
    """Does the counter take each of its values in turn, from one start right before the loop?"""
    step = counter.steps[0]
    if len(counter.steps) != 1 or not step.is_exact or step.statement not in loop.body:
        return False
    met = sizing.facts.met
    start = _start(sizing, counter)
    if len(counter.others) != 1 or len(met.bindings[counter.variable]) != 2 or start is None:
        return False
    if start.low is None or start.high != number(max(start.low, 0)):
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
        if always_passes(loop.body, _steps_of(one.counter)):
            rounds: UpperEnd = one.passes + ONE if one.is_late else one.passes
            best = rounds if best is None else least_end(best, rounds)
    if best is not None or len(limits) < 2:
        return best
    by_variable = {one.counter.variable: one for one in limits}
    if not always_passes(loop.body, _steps_of(*[one.counter for one in by_variable.values()])):
        return None
    total: UpperEnd = ZERO
    for one in by_variable.values():
        total = add_ends(total, one.passes + ONE if one.is_late else one.passes)
    return total


def blocks_of(node: Node | None) -> Iterator[Block]:
    """The blocks of a compound statement or function."""
    for name in ("body", "orelse", "final"):
        block = getattr(node, name, None)
        if isinstance(block, tuple):
            yield cast("Block", block)
