"""Comprehensions and generator expressions."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

from ..effects import (
    NOTHING,
    Effect,
    Given,
    given_by,
    part_of,
)
from ..ir import (
    Await,
    ComprehensionClause,
    DictComprehension,
    Expression,
    GeneratorExpression,
    ListComprehension,
    SetComprehension,
)
from ..ir.module import walk
from ..values.collections import ENDLESS, DictObject, ListObject, SetObject, constant_key
from ..values.instances import Suspended
from ..values.origins import NO_ORIGINS, Origin
from ..values.shapes import Constant, TupleOf
from ..values.store import Delta
from ..values.value import BOTTOM, NEVER_BOUND, Value, join
from . import steering
from .activation import SuspendedExpression
from .attempts import perhaps
from .coroutines import async_items_of
from .deciding import decide, either_way, kept_apart, parted
from .evaluator import EXPRESSIONS, Evaluator
from .exhaustion import begin_to_use, look, spend, uses_again
from .hashing import hash_of
from .iteration import gone_over, has_effects, items_of
from .loops import MOST_UNROLLED, one_by_one, rounds
from .names import assign_to
from .narrowing import assume


class Collected:
    """What the rounds of a comprehension have made, and how many they are."""

    element: Value
    key: Value
    low: int
    high: int
    origins: frozenset[Origin]
    """Of how many they are."""
    is_lazy: bool
    """Has whoever uses the whole begun with the first iterable, too?"""

    def __init__(self, *, is_lazy: bool = False) -> None:
        self.origins = NO_ORIGINS
        self.element = BOTTOM
        self.key = BOTTOM
        self.low = 1
        self.high = 1
        self.is_lazy = is_lazy


def comprehension(ev: Evaluator, node: Expression) -> Value:
    """A list, set or dict comprehension."""
    assert isinstance(node, (ListComprehension, SetComprehension, DictComprehension))
    first = ev.evaluate(node.clauses[0].iterable)
    if not ev.goes_on():
        return BOTTOM
    look(ev, first, node.clauses[0].iterable)
    around = ev.scope
    ev.scope = ev.met.resolution.scopes[node.index]
    for slot in ev.scope.comprehension_cells:
        # A function made by an earlier run may still use this variable.
        location = ev.frame.location(slot)
        if not ev.read(location).is_unbound:
            ev.weak_locations.add(location)
    collected = Collected()
    begun = steering.begin(ev)

    def innermost() -> None:
        if isinstance(node, DictComprehension):
            key = ev.evaluate(node.key)
            collected.key = join(collected.key, key)
            value = ev.evaluate(node.value)
            hash_of(ev, collected.key, node)
        else:
            value = ev.evaluate(node.element)
            if isinstance(node, SetComprehension):
                hash_of(ev, join(collected.element, value), node)
        if ev.goes_on():
            value = value.with_origins(steering.since(ev, begun.steering))
            collected.element = join(collected.element, value)

    ev.active_loops.append(node.index)
    _run_clauses(ev, node.clauses, 0, first, innermost, collected)
    ev.active_loops.pop()
    steering.end(ev, begun)
    collected.element, collected.key = ev.aged(collected.element), ev.aged(collected.key)
    ev.scope = around
    spend(ev, first, node.clauses[0].iterable)
    return steering.chosen(ev.allocate(node, _made(node, collected)), collected.origins)


def _made(
    node: ListComprehension | SetComprehension | DictComprehension, collected: Collected
) -> ListObject | SetObject | DictObject:
    single = True
    if isinstance(node, ListComprehension):
        low, high = collected.low, collected.high
        return ListObject("list", single, None, collected.element, low, high)
    if isinstance(node, SetComprehension):
        return SetObject("set", single, collected.element, collected.low == 0)
    constants = collected.key.constants()
    if constants is not None and len(constants) <= 16:
        known: dict[Hashable, Value] = {}
        unbound = NEVER_BOUND if len(constants) > 1 or collected.low == 0 else 0
        value = collected.element
        for one in constants:
            known[constant_key(one)] = Value(
                value.shapes, value.unknown, unbound, value.declared, value.origins
            )
        return DictObject("dict", single, known)
    return DictObject("dict", single, {}, collected.key, collected.element)


def _run_clauses(
    ev: Evaluator,
    clauses: tuple[ComprehensionClause, ...],
    at: int,
    iterable: Value | None,
    innermost: Callable[[], None],
    collected: Collected,
) -> None:
    """The rounds of one clause, in each of them those of the next."""
    if at == len(clauses):
        innermost()
        return
    clause = clauses[at]
    value = ev.evaluate(clause.iterable) if iterable is None else iterable
    if not ev.goes_on():
        return
    extent = steering.extent(ev, value)
    if extent:
        collected.origins = collected.origins | extent
        steering.steer(ev, extent)
    low, high = 0, ENDLESS
    is_begun = not collected.is_lazy and begin_to_use(ev, value)
    collected.is_lazy = False
    again = uses_again(ev, value)
    source = NOTHING
    user = 0
    known: tuple[Value, ...] | None = None
    if not clause.is_async and not has_effects(ev, value):
        before = items_of(ev, value, clause.iterable)
        low, high, known = before.low, before.high, before.items
    if at == 0:
        collected.low = 0 if clause.conditions else low
        collected.high = high
    else:
        collected.low, collected.high = 0, ENDLESS
    if high == 0:
        return

    def one_round() -> None:
        nonlocal source, user
        of = async_items_of if clause.is_async else items_of
        items, source, user = gone_over(ev, partial(of, ev, value, clause.iterable))
        if ev.goes_on():
            with_item(items.element)

    def with_item(item: Value) -> None:
        assign_to(ev, clause.target, item, clause.iterable)
        outside: list[tuple[Expression, Effect | None, list[Effect]]] = []
        if all(_holds(ev, condition, outside, collected) for condition in clause.conditions):
            _run_clauses(ev, clauses, at + 1, None, innermost, collected)
        while outside:
            condition, way, around = outside.pop()
            rest = ev.end(around)
            ev.record(parted(condition, way, rest, NOTHING))

    def filtered(one: Callable[[], None] = one_round) -> None:
        mark = ev.branch()
        ways: list[Delta] = []
        one()
        ev.leave(mark, ways)
        ev.reachable = True
        ev.meet([*ways, {}] if clause.conditions else ways)

    if known is not None and _is_unrolled(ev, value, known, is_begun):
        one_by_one(ev, clause, known, lambda item: filtered(partial(with_item, item)))
        return
    ends = rounds(ev, filtered, None, clause.index)
    done = given_by(source, user, ev.round_effect, clause)
    is_begun = is_begun or uses_again(ev, value) > again
    ev.record(part_of(done) if is_begun else done)
    ev.meet(ends if low > 0 else [*ends, {}])


def _is_unrolled(ev: Evaluator, value: Value, known: tuple[Value, ...], is_begun: bool) -> bool:
    """Are there few items, in something that nothing can change?"""
    is_fixed = isinstance(value.single, (TupleOf, Constant))
    return is_fixed and not is_begun and len(known) <= MOST_UNROLLED and not ev.is_thrifty


def _holds(
    ev: Evaluator,
    condition: Expression,
    outside: list[tuple[Expression, Effect | None, list[Effect]]],
    collected: Collected,
) -> bool:
    """Evaluate a condition, and go on where it holds; may it?"""
    test, truth, done = decide(ev, condition)
    way = kept_apart(ev, done)
    if way is not None and truth is not None:
        ev.record(either_way(way))
    if not ev.goes_on():
        return False
    tested = steering.extent(ev, test)
    if tested:
        collected.origins = collected.origins | tested
        steering.steer(ev, tested)
    if truth is False:
        ev.reachable = False
        return False
    if truth is None:
        outside.append((condition, way, ev.begin()))
    assume(ev, condition, holds=True)
    return ev.goes_on()


def generator_expression(ev: Evaluator, node: Expression) -> Value:
    """`(element for …)`: its first iterable is evaluated now, all else when it is used."""
    assert isinstance(node, GeneratorExpression)
    first = ev.evaluate(node.clauses[0].iterable)
    if not ev.goes_on():
        return BOTTOM
    look(ev, first, node.clauses[0].iterable)
    ev.may_raise()
    ev.generator_expressions[node.index] = SuspendedExpression(node, ev.frame, ev.caller)
    is_async = any(one.is_async for one in node.clauses) or _awaits(node)
    kind = "async_generator" if is_async else "generator"
    return ev.allocate(node, Suspended(kind, None, (first,), BOTTOM, node.index))


def _awaits(node: GeneratorExpression) -> bool:
    """Does it await anything itself, beside its first iterable?"""
    parts: list[Expression] = [node.element, *[one.iterable for one in node.clauses[1:]]]
    for clause in node.clauses:
        parts.extend(clause.conditions)
    return any(isinstance(inner, Await) for part in parts for inner in walk(part))


def run_expression(ev: Evaluator, held: Suspended, made: SuspendedExpression, user: int) -> Value:
    """All that a generator expression may give to a user, with its effects."""
    node, frame, maker = made
    if ev.running.get(node.index, 0) > 1:
        return BOTTOM
    ev.running[node.index] = ev.running.get(node.index, 0) + 1
    around = (ev.frame, ev.scope)
    caller, ev.caller = ev.caller, maker
    scope = ev.met.resolution.scopes[node.index]
    ev.frame = ev.new_frame(scope, frame, frame.context)
    ev.scope = scope
    collected = Collected(is_lazy=True)
    begun = steering.begin(ev)

    def innermost() -> None:
        value = ev.evaluate(node.element)
        if ev.goes_on():
            value = value.with_origins(steering.since(ev, begun.steering))
            collected.element = join(collected.element, value)
            if user:
                ev.record(Given(user))

    done = NOTHING

    def all_rounds() -> None:
        nonlocal done
        outside = ev.begin()
        _run_clauses(ev, node.clauses, 0, held.arguments[0], innermost, collected)
        done = ev.end(outside)

    perhaps(ev, all_rounds)
    ev.record(done)  # how much of it is gone over is for its user to say
    ev.frame, ev.scope = around
    ev.caller = caller
    ev.running[node.index] -= 1
    steering.end(ev, begun)
    return ev.aged(collected.element)


for _kind in (ListComprehension, SetComprehension, DictComprehension):
    EXPRESSIONS[_kind] = comprehension
EXPRESSIONS[GeneratorExpression] = generator_expression
