"""How often a `while` goes round: as its counters say, as a worklist has items, or without limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..bounds import NOTHING, Interval, Unbounded, Unknown, UpperEnd, least_end
from ..ir import (
    Attribute,
    Call,
    Compare,
    Comparison,
    Constant,
    Expression,
    Name,
    Statement,
    While,
    children,
)
from ..polynomials import Polynomial
from ..values.collections import DictObject, ListObject, SetObject
from ..values.shapes import Reference
from ..values.value import Value
from .counters import OwnLoop, always_passes
from .exits import fed_by, tools_in
from .limits import checks_of, limits_of, most_rounds
from .paths import listed_name

if TYPE_CHECKING:
    from .measuring import Sizing

_TAKING = frozenset({"pop", "popleft", "popitem", "remove", "clear", "get_nowait"})


def times_of_while(sizing: Sizing, loop: While) -> Interval:
    """How often the body of a `while` is begun."""
    facts = sizing.facts
    limits = limits_of(sizing, loop)
    high = most_rounds(loop, limits)
    for check in checks_of(loop):
        if check.at is None and not check.fails:
            left = _worklist(sizing, loop, check.test)
            if left is not None:
                high = left if high is None else least_end(high, left)
    if high is not None and not isinstance(high, (Unbounded, Unknown)):
        own = [check for check in checks_of(loop) if check.at is None]
        is_exact = high.is_constant and len(own) == 1 and any(one.is_exact for one in limits)
        return Interval(high if is_exact else NOTHING.low, high)
    if isinstance(high, Unbounded):
        return Interval(NOTHING.low, high)
    fed = fed_by(sizing, loop)
    if fed is not None:
        return Interval(NOTHING.low, Unbounded(fed, facts.place(loop)))
    return sizing.unknown(loop, f"how often `{facts.snippet(loop.test)}` holds is not known")


def capped(sizing: Sizing, loop: OwnLoop, found: Interval) -> Interval:
    """A loop over something that a counter may end before."""
    limit = most_rounds(loop, limits_of(sizing, loop))
    if not isinstance(limit, Polynomial):
        return found
    return Interval(NOTHING.low, limit) & found.perhaps()


def _worklist(sizing: Sizing, loop: While, test: Expression) -> UpperEnd | None:
    """How many items a list ever has that each round takes from; none if it is no such list."""
    queue = _asked(sizing, test)
    value = None if queue is None else sizing.facts.seen.value(queue)
    if queue is None or value is None or not _is_queue(sizing, loop, queue, value):
        return None
    if not always_passes(loop.body, lambda one: _takes(sizing, one, queue)):
        return None
    size = sizing.of_expression(queue).high
    if isinstance(size, Unknown):
        tools = _fed(sizing, loop, value.references())
        if tools:
            why = f"the worklist `{queue.identifier}` grows by values that {tools} returned"
            return Unbounded(why, sizing.facts.place(loop))
    return size


def _is_queue(sizing: Sizing, loop: While, queue: Name, value: Value) -> bool:
    """Is a variable one collection of the script all the time that a loop goes on?"""
    facts = sizing.facts
    variable = facts.met.variable(queue)
    if value.unknown or variable is None or not value.shapes:
        return False
    for shape in value.shapes:
        held = facts.evaluator.object_at(shape.location) if isinstance(shape, Reference) else None
        if not isinstance(held, (ListObject, SetObject, DictObject)):
            return False
    sites = facts.met.bindings.get(variable, ())
    return not any(loop in facts.met.ancestors(site.node) for site in sites)


def _asked(sizing: Sizing, test: Expression) -> Name | None:
    """The list of which a test asks whether it has items."""
    if isinstance(test, Compare) and len(test.operators) == 1:
        zero = test.comparators[0]
        is_zero = isinstance(zero, Constant) and zero.value == 0
        asks = test.operators[0] in (Comparison.GREATER, Comparison.NOT_EQUAL)
        test = test.left if is_zero and asks else test
    if isinstance(test, Call) and listed_name(sizing, test) == "len" and test.arguments:
        test = test.arguments[0]
    return test if isinstance(test, Name) else None


def _takes(sizing: Sizing, statement: Statement, queue: Name) -> bool:
    """Does a statement surely take an item from a list?"""
    variable = sizing.facts.met.variable(queue)
    pending = [one for one in children(statement) if isinstance(one, Expression)]
    while pending:
        one = pending.pop()
        if isinstance(one, Attribute):
            pending.append(one.value)
        if not isinstance(one, Call):
            continue
        taken: list[Expression] = []
        if isinstance(one.callee, Attribute) and one.callee.name in _TAKING:
            taken.append(one.callee.value)
        elif listed_name(sizing, one) == "heapq.heappop":
            taken.extend(one.arguments[:1])
        if any(sizing.facts.met.variable(part) == variable for part in taken):
            return True
        pending.extend([*one.arguments, *[key.value for key in one.keywords], one.callee])
    return False


def _fed(sizing: Sizing, loop: While, locations: frozenset[int]) -> str:
    """The tools whose results are put into a list in a loop."""
    facts = sizing.facts
    found: dict[str, None] = {}
    for location in sorted(locations):
        for change in sizing.growth.grown.get(location, ()):
            if loop in facts.met.ancestors(change.node) and isinstance(change.node, Call):
                for one in change.node.arguments:
                    found.update(dict.fromkeys(tools_in(sizing, loop, one)))
    return " and ".join(f"`{one}`" for one in found)
