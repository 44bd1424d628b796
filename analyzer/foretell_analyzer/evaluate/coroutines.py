"""Bodies that run when their value is used: generators, coroutines, generator expressions.

A generator's body and its user take turns. Its body is evaluated as a whole each time something is
taken from it; what it changes outside of itself is joined to what was there, as each may see any
of the other's states. The same holds for coroutines that run beside others.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from ..effects import (
    NOTHING,
    Effect,
    Given,
    Times,
    alternatives,
    called,
    given_by,
    part_of,
)
from ..ir import Expression, Node, YieldFrom
from ..values.collections import ENDLESS, DictObject, ListObject, SetObject
from ..values.instances import Instance, Lazy, Suspended
from ..values.making import NONE_VALUE
from ..values.objects import AnyObject
from ..values.routines import FunctionInfo
from ..values.shapes import Constant, Exactly, FunctionOf, Listed, Reference, Shape, ToolOf
from ..values.store import Delta, meet
from ..values.value import ANYTHING, BOTTOM, UNKNOWN, UNKNOWN_DATA, Value, join
from . import steering
from .attempts import attempt, perhaps
from .evaluator import DEEPEST, Evaluator
from .exhaustion import begin_to_use
from .functions import (
    defer,
    enter,
    evaluate_body,
    exit_activation,
    recur,
    run_body,
    went_through,
    without_own,
)
from .iteration import Items, call_anything, giving, items_of
from .methods import call_method, find_method
from .observations import FAILS, PARTLY, Detail

AwaitLazy = Callable[[Evaluator, Lazy, Node, int], Value]
AWAITED: Final[dict[str, AwaitLazy]] = {}
"""By kind of lazy object: what awaiting it gives; filled by the library."""


def await_value(ev: Evaluator, value: Value, node: Node) -> Value:
    """What awaiting a value gives; what cannot be awaited is told."""
    if ev.begun:
        from .tasks import go_on

        go_on(ev, node)
    results = BOTTOM
    failing: Shape | None = None
    ways: list[Delta] = []
    several = len(value.shapes) + (1 if value.unknown else 0) > 1
    is_undecided = ev.outside.may_be_awaited(value)
    arms: list[Effect] = []
    for position, shape in enumerate(value.shapes):
        mark = ev.branch()
        around = ev.begin()
        one = _awaited(ev, shape, node, position)
        if one is None and is_undecided:
            one = value.only((shape,), 0)
        if one is None:
            failing = shape
        elif ev.goes_on():
            results = join(results, one)
        arms.append(ev.end_here(around))
        if several:
            ev.leave(mark, ways)
            ev.reachable = True
    if value.unknown:
        around = ev.begin()
        if value.unknown == ANYTHING:
            call_anything(ev, node)
        results = join(results, Value((), value.unknown, 0, False, value.origins))
        arms.append(ev.end(around))
        if several:
            ways.append({})
    ev.record(alternatives(None, arms))
    if several:
        ev.meet(ways)
    if failing is None:
        ev.passes("await-non-awaitable", node)
    else:
        state = FAILS if results.is_bottom and ev.goes_on() else PARTLY
        ev.note("await-non-awaitable", node, state, Detail(value=value, declared=value.declared))
    ev.may_raise()
    if ev.has_callbacks and ev.goes_on():
        call_anything(ev, node)
        ev.havoc()
    if results.is_bottom and ev.goes_on():
        return value if failing is not None else UNKNOWN
    return results


def _awaited(ev: Evaluator, shape: Shape, node: Node, ordinal: int) -> Value | None:
    """What awaiting one alternative gives; None if it cannot be awaited."""
    if not isinstance(shape, Reference):
        return (
            None if isinstance(shape, (Constant, Exactly, FunctionOf, ToolOf, Listed)) else UNKNOWN
        )
    held = ev.object_at(shape.location)
    if isinstance(held, Suspended):
        if held.type in {"async_generator", "generator"}:
            return None
        return run_coroutine(ev, held, node, ordinal)
    if isinstance(held, Instance) and held.info is not None:
        if find_method(ev, held.info, "__await__") is None:
            return UNKNOWN if held.info.is_open or held.info.outside else None
        iterator = call_method(ev, Value((shape,)), "__await__", [], node)
        return UNKNOWN if iterator is None else _exhausted(ev, iterator, node)
    if isinstance(held, Lazy) and held.kind in AWAITED:
        return AWAITED[held.kind](ev, held, node, ordinal)
    if isinstance(held, AnyObject):
        call_anything(ev, node)
        return UNKNOWN
    if held.type in ("list", "dict", "set", "tuple", "collections.deque", "range"):
        return None
    return UNKNOWN


def _exhausted(ev: Evaluator, iterator: Value, node: Node) -> Value:
    assert isinstance(node, Expression)
    items_of(ev, iterator, node)
    return UNKNOWN


def run_coroutine(ev: Evaluator, held: Suspended, node: Node, ordinal: int) -> Value:
    """Run a coroutine to its end."""
    ev.seen.awaited.add(held.call)
    if held.function is None:
        pending = ev.suspended_calls.get(held.call)
        if pending is not None:
            ev.record(alternatives(None, list(pending.values())))
        return held.result
    ev.may_raise("RuntimeError")  # what a StopIteration becomes that leaves the body
    ev.seen.run(held.function.definition, node, frozenset(ev.active_loops))
    if not ev.has_tasks:
        return run_body(ev, held.function, list(held.arguments), node, 20 + ordinal)
    ev.weak += 1
    found = run_body(ev, held.function, list(held.arguments), node, 20 + ordinal)
    ev.weak -= 1
    return found


def run_generator(ev: Evaluator, held: Suspended, node: Node, ordinal: int, user: int = 0) -> Value:
    """All that a generator may yield to a user; its effects may have happened."""
    expression = ev.generator_expressions.get(held.call)
    if held.function is None and expression is not None:
        from .comprehensions import run_expression

        ev.seen.run(expression.node, node, frozenset(ev.active_loops))
        return run_expression(ev, held, expression, user)
    if held.function is None:
        return held.result
    ev.may_raise("RuntimeError")  # what a StopIteration becomes that leaves the body
    ev.seen.run(held.function.definition, node, frozenset(ev.active_loops))
    return _run_yielding(ev, held.function, held, node, ordinal, user)


def _run_yielding(
    ev: Evaluator, info: FunctionInfo, held: Suspended, node: Node, ordinal: int, user: int
) -> Value:
    if not ev.goes_on():
        return BOTTOM
    for active in ev.stack:
        if active.function is info:
            recur(ev, active, list(held.arguments), node)
            ev.reachable = True
            active.yields_itself = True
            return active.yielded_before
    if ev.is_thrifty or ev.depth > DEEPEST:
        return defer(ev, info, list(held.arguments), node)
    activation = enter(ev, info, ev.inner_context(node, 20 + ordinal))
    begun = steering.begin(ev)
    activation.sent = join(UNKNOWN_DATA, ev.aged(ev.sent)) if ev.outside.sends else NONE_VALUE
    activation.user = user
    activation.call = held.call
    look_again(ev, held.call)
    body = NOTHING
    ev.weak += 1
    ways: list[Delta] = []
    for _ in range(6):
        around = ev.begin()
        ways = evaluate_body(ev, activation, list(held.arguments))
        body = ev.end(around)
        ways.extend(activation.yields)
        if not activation.is_recursive:
            break
        grown = join(activation.yielded_before, activation.yielded)
        if grown.same(activation.yielded_before) and not activation.grew:
            break
        activation.yielded_before = grown
        activation.before = join(activation.before, activation.result)
    ev.weak -= 1
    ev.record(called(info, node, body, is_recursive=activation.is_recursive))
    yielded = join(activation.yielded, activation.yielded_before)
    held_result = activation.result
    exit_activation(ev)
    ev.reachable = True
    ev.meet([{}, *[without_own(ev, activation, delta) for delta in ways]])
    steering.end_function(ev, begun)
    ev.results_of[held.call] = join(ev.results_of.get(held.call, BOTTOM), held_result)
    yielded = went_through(ev.aged(yielded), info.name)
    ev.handed[held.call] = join(ev.handed.get(held.call, BOTTOM), yielded)
    return yielded


def look_again(ev: Evaluator, call: int) -> None:
    """What a generator has yielded may have been changed since: it sees that behind its `yield`."""
    given = ev.handed.get(call)
    if given is None:
        return
    changed = ev.changed_since.setdefault(call, {})
    for shape in ev.reachable_shapes(ev.aged(given)):
        if isinstance(shape, Reference):
            content = ev.store.cells.get(shape.location)
            if isinstance(content, (ListObject, DictObject, SetObject, Instance)):
                known = changed.get(shape.location)
                changed[shape.location] = (
                    content if known is None else meet(known, content, widening=False)
                )


def resume(ev: Evaluator) -> None:
    """Go on behind a `yield`: what was yielded may have been changed by who got it."""
    for location, content in ev.changed_since.get(ev.activation.call, {}).items():
        now = ev.store.cells.get(location)
        if now is not None:
            ev.store.write(location, meet(now, content, widening=False))


def delegate(ev: Evaluator, value: Value, node: Expression) -> Value:
    """`yield from value`: what it yields is yielded here; gives what the generator returns."""
    assert isinstance(node, YieldFrom)
    activation = ev.activation
    is_begun = begin_to_use(ev, value)
    around = ev.begin()
    ev.user = user = ev.new_user() if activation.user else 0
    items = items_of(ev, value, node.value)
    ev.user = 0
    source = ev.end(around)
    if user:
        source = given_by(source, user, Given(activation.user), node)
    ev.record(part_of(source) if is_begun else source)
    activation.yielded = join(activation.yielded, items.element)
    if ev.goes_on():
        activation.yields.append(ev.store.delta(activation.mark))
    ev.may_raise()
    result = BOTTOM
    for shape in value.shapes:
        held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
        if isinstance(held, Suspended):
            result = join(result, ev.results_of.get(held.call, NONE_VALUE))
        elif isinstance(held, Instance) and held.info is not None:
            activation.yielded = join(activation.yielded, _hand_on(ev, shape, node))
            result = UNKNOWN
        else:
            result = join(result, NONE_VALUE)
    return join(result, UNKNOWN) if value.unknown or result.is_bottom else result


def _hand_on(ev: Evaluator, shape: Shape, node: Node) -> Value:
    """What is sent to, or thrown into, a generator that delegates reaches what it goes over."""
    found = BOTTOM
    given = {"send": [ev.activation.sent], "throw": [UNKNOWN], "close": []}
    for name, arguments in given.items():
        ask = partial(call_method, ev, Value((shape,)), name, arguments, node)
        found = join(found, perhaps(ev, ask) or BOTTOM)
    ev.escape(Value((shape,)))
    ev.has_delegates = True
    return found


def _async_steps(ev: Evaluator, shape: Shape, node: Expression) -> Value:
    """What `__aiter__` and `__anext__` of the script give until StopAsyncIteration."""
    from .loops import repeat

    iterator = perhaps(
        ev, lambda: call_method(ev, Value((shape,)), "__aiter__", [], node) or UNKNOWN
    )
    own = tuple(
        [
            one
            for one in iterator.shapes
            if isinstance(one, Reference) and isinstance(ev.object_at(one.location), Instance)
        ]
    )
    found = BOTTOM
    if own:

        def step() -> Value:
            coroutine = call_method(ev, Value(own), "__anext__", [], node)
            return BOTTOM if coroutine is None else await_value(ev, coroutine, node)

        found = repeat(ev, 0, ENDLESS, lambda: attempt(ev, step), node)
    rest = tuple([one for one in iterator.shapes if one not in own])
    if rest or iterator.unknown:
        found = join(found, async_items_of(ev, iterator.only(rest, iterator.unknown), node).element)
    return UNKNOWN if found.is_bottom else found


def async_items_of(ev: Evaluator, value: Value, node: Expression) -> Items:
    """What `async for` gives."""
    found = BOTTOM
    failing: Shape | None = None
    user, ev.user = ev.user, 0
    arms: list[Effect] = []
    for position, shape in enumerate(value.shapes):
        around = ev.begin()
        held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
        if isinstance(held, Suspended) and held.type == "async_generator":
            found = join(found, run_generator(ev, held, node, position, user))
        elif isinstance(held, Instance) and held.info is not None:
            found = join(found, _async_steps(ev, shape, node))
        elif held is not None and held.type in ("object", "asyncio.as_completed", "iterator"):
            found = join(found, UNKNOWN)
        else:
            failing = shape
        done = ev.end(around)
        arms.append(giving(done, user, Times(), node) if user else done)
    if value.unknown:
        found = join(found, UNKNOWN if value.unknown == ANYTHING else UNKNOWN_DATA)
        if value.unknown == ANYTHING:
            call_anything(ev, node)
        if user:
            arms.append(giving(NOTHING, user, Times(), node))
    ev.record(alternatives(None, arms))
    if failing is not None:
        state = FAILS if found.is_bottom else PARTLY
        ev.note("not-iterable", node, state, Detail("async", value=value, declared=value.declared))
    ev.may_raise()
    return Items(UNKNOWN if found.is_bottom else found)
