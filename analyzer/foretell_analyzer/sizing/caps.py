"""Calls that a counter limits inside a loop, or inside a function: `if sent >= 5: break`.

Each time that such a call is made the counter takes a step, and before that the counter is tested.
So there are no more of these calls than steps from the counter's start to its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..bounds import UpperEnd, add_ends, least_end, multiply_ends
from ..ir import (
    Call,
    Constant,
    Continue,
    For,
    FunctionDefinition,
    If,
    Lambda,
    Node,
    Return,
    Try,
    While,
    With,
    walk,
)
from ..meanings import FunctionMeaning
from ..polynomials import ZERO, Polynomial
from .counters import Counter
from .executions import COMPREHENSIONS
from .limits import Check, blocks_of, checks_of, leaves, limits_in, parts_of

if TYPE_CHECKING:
    from .measuring import Sizing


def most_calls(sizing: Sizing, call: Node, loop: For | While) -> UpperEnd | None:
    """How often a node in a loop is executed while the loop goes on, as its counters say."""
    found: UpperEnd | None = None
    for check, scope in _checks(sizing, call, loop):
        for limit in limits_in(sizing, loop, check):
            if _goes_with(sizing, call, scope, loop, limit.counter):
                found = limit.passes if found is None else least_end(found, limit.passes)
    return found


def most_in_run(sizing: Sizing, call: Node, asked: frozenset[int] = frozenset()) -> UpperEnd | None:
    """How often a node of a function is executed in a run, as a counter outside of it says.

    `asked` are the functions that led here by asking one another.
    """
    met = sizing.facts.met
    function = met.function_around(call)
    if not isinstance(function, FunctionDefinition) or function.is_async:
        return None
    found: UpperEnd | None = None
    is_once = function.index not in asked and _is_straight_below(sizing, call, function)
    asked |= {function.index}
    for one in function.body:
        if not isinstance(one, If) or not leaves(one.body) or not isinstance(one.body[-1], Return):
            continue
        if sizing.facts.module.span(one).end > sizing.facts.module.span(call).start:
            break
        for check in parts_of(Check(one.test, one, fails=True)):
            granted = _most_granted(sizing, check, asked) if is_once else None
            if granted is not None:
                found = granted if found is None else least_end(found, granted)
            for limit in limits_in(sizing, function, check):
                begun = [sizing.executions.in_run(site.node) for site in limit.counter.others]
                if len(begun) != 1 or not _goes_with(
                    sizing, call, function, function, limit.counter
                ):
                    continue
                end = multiply_ends(limit.passes, begun[0])
                if isinstance(end, Polynomial):
                    found = end if found is None else least_end(found, end)
    return found


def _is_straight_below(sizing: Sizing, call: Node, scope: Node) -> bool:
    """Is a node executed once at most each time that something around it is?"""
    for above in sizing.facts.met.ancestors(call):
        if above is scope:
            return True
        if isinstance(above, (For, While, *_CLOSED)):
            return False
    return False


def _most_granted(sizing: Sizing, check: Check, asked: frozenset[int]) -> UpperEnd | None:
    """How often a function of the script says yes in a run, if a counter in it limits that."""
    test = check.test
    meaning = sizing.facts.meaning(test.callee) if isinstance(test, Call) else None
    definition = meaning.definition if isinstance(meaning, FunctionMeaning) else None
    if check.fails or not isinstance(definition, FunctionDefinition) or definition.decorators:
        return None
    met = sizing.facts.met
    if definition.is_async or definition.index in met.generators:
        return None
    total: UpperEnd = ZERO
    for inner in walk(definition):
        if not isinstance(inner, Return) or met.function_around(inner) is not definition:
            continue
        if inner.value is None or (isinstance(inner.value, Constant) and not inner.value.value):
            continue
        end = most_in_run(sizing, inner, asked)
        if end is None:
            return None
        total = add_ends(total, end)
    return total


def _checks(sizing: Sizing, call: Node, loop: For | While) -> Iterator[tuple[Check, Node]]:
    """What is asked in a loop before a node is executed, and the node below which it is so."""
    span = sizing.facts.module.span
    for check in checks_of(loop):
        if check.at is None or span(check.at).end <= span(call).start:
            yield check, loop
    below = call
    for above in sizing.facts.met.ancestors(call):
        if above is loop:
            return
        if isinstance(above, If) and below in above.body:
            for check in parts_of(Check(above.test, above)):
                yield check, above
        below = above


def _goes_with(sizing: Sizing, call: Node, scope: Node, around: Node, counter: Counter) -> bool:
    """Does the counter take a step each time that a node below `scope` is executed?

    A step before the call does. One behind it does where nothing gets past that without leaving
    the loop `around`.
    """
    steps = {one.statement.index for one in counter.steps}
    is_loop = isinstance(around, (For, While))
    is_straight = is_loop and not any(isinstance(one, _PASSING) for one in walk(around))
    below = call
    for above in sizing.facts.met.ancestors(call):
        for block in blocks_of(above):
            if below in block:
                position = block.index(below)
                rest = block[position + 1 :] if is_straight else ()
                if any(one.index in steps for one in (*block[:position], *rest)):
                    return True
        if above is scope or isinstance(above, (For, While, *_CLOSED)):
            return False
        below = above
    return False


_PASSING = (Continue, Try, With)
_CLOSED = (FunctionDefinition, Lambda, *COMPREHENSIONS)
