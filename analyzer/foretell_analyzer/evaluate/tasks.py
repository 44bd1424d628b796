"""Coroutines that run beside others: each may see what the others have done, in any order.

They are evaluated where they are begun, and once more wherever something is awaited: they may run
only then, in the state that is reached by then.
"""

from __future__ import annotations

from collections.abc import Callable

from ..effects import NOTHING, Effect, Loose, Times, alternatives, beside, loose, perhaps, rounds
from ..ir import Await, Node
from ..values.collections import ENDLESS
from ..values.store import DOOM, Delta, meet
from ..values.value import BOTTOM, Value, join
from .activation import Begun
from .coroutines import await_value
from .evaluator import Evaluator
from .loops import repeat

Deliver = Callable[[list[Value]], None]
"""Puts what coroutines give once more where their results are."""


def run_together(
    ev: Evaluator, values: list[Value], nodes: list[Node], many: Times | None = None
) -> list[Value]:
    """Run coroutines beside each other; what each gives. `nodes` are the places to point at.

    The last value stands for as many coroutines as `many` says.
    """
    effects: list[Effect] = [NOTHING] * len(values)
    results: list[Value] = [BOTTOM] * len(values)

    def once() -> Value:
        for position, value in enumerate(values):
            one, effects[position] = _run(ev, value, nodes[position])
            results[position] = join(results[position], one)
        return BOTTOM

    ev.weak += 1
    ev.has_tasks = True
    if len(values) > 1 or many is not None:
        repeat(ev, 1, ENDLESS, once, nodes[0])
    else:
        once()
    ev.weak -= 1
    if many is not None:
        effects[-1] = rounds(nodes[-1], beside(nodes[-1], (effects[-1],)), many)
    if values:
        ev.record(beside(nodes[0], effects))
    return [ev.aged(one) for one in results]


def _run(ev: Evaluator, value: Value, node: Node) -> tuple[Value, Effect]:
    """What one of several gives, and does. That it fails does not end the others."""
    was_doomed = ev.store.is_doomed
    mark = ev.store.mark()
    around = ev.begin()
    found = await_value(ev, ev.aged(value), node)
    done = ev.end_here(around)
    ev.reachable = True
    if ev.store.is_doomed and not was_doomed:
        changes = ev.store.delta(mark)
        del changes[DOOM]
        ev.store.rollback(mark)
        ev.store.apply(changes)
    return found, done


def begin(
    ev: Evaluator, node: Node, values: list[Value], nodes: list[Node], done: Effect,
    deliver: Deliver,
) -> None:  # fmt: skip
    """Record what coroutines do that run from here on, and note that they may run later, too.

    Where they are awaited at once they run here alone.
    """
    if isinstance(ev.met.parents[node.index], Await):
        ev.record(done)
        return
    task = loose(node, done)
    ev.record(task)
    key = (node.index, ev.context)
    before = ev.begun.get(key)
    if before is not None and len(before.values) == len(values):
        values = [join(ev.aged(a), b) for a, b in zip(before.values, values, strict=True)]
    passed = dict(ev.store.cells)
    if before is not None:
        _mix(before.passed, passed)
        passed = before.passed
    ev.begun[key] = Begun(values, nodes, ev.context, task, deliver, passed, ev.caller)


def go_on(ev: Evaluator, node: Node) -> None:
    """Something is awaited: what has been begun may run in the present state, as far as it likes."""
    if ev.goes_with_begun or not ev.goes_on():
        return
    ev.goes_with_begun = ev.seen.is_again = True
    context, stack, caller = ev.context, ev.stack, ev.caller
    ev.stack = stack[:1]  # what is being called waits: it does not call what goes on
    effects: dict[tuple[int, int], list[Effect]] = {}

    def once() -> Value:
        for key, begun in list(ev.begun.items()):
            if not all(_is_here(ev, one) for one in begun.values):
                continue
            ev.context, ev.caller = begun.context, begun.caller
            found = _run_all(ev, begun)
            mixed = _run_mixed(ev, begun)
            effects[key] = [effect for _, effect in found + mixed]
            begun.deliver([value for value, _ in found])
            if mixed:
                begun.deliver([value for value, _ in mixed])
            ev.context, ev.caller = context, caller
        return BOTTOM

    ev.weak += 1
    repeat(ev, 0, ENDLESS, once, node)
    ev.weak -= 1
    ev.stack, ev.activation = stack, stack[-1]
    ev.goes_with_begun = ev.seen.is_again = False
    for key, done in effects.items():
        for effect in done:
            _add(ev, ev.begun[key], effect)


def _run_all(ev: Evaluator, begun: Begun) -> list[tuple[Value, Effect]]:
    return [_run(ev, value, node) for value, node in zip(begun.values, begun.nodes, strict=True)]


def _run_mixed(ev: Evaluator, begun: Begun) -> list[tuple[Value, Effect]]:
    """Run what has seen one state before a wait, and sees another behind it."""
    now = _mix(begun.passed, ev.store.cells)
    if not now:
        return []
    for location in now:
        ev.store.write(location, begun.passed[location])
    ev.seen.is_mixed = True
    found = _run_all(ev, begun)
    ev.seen.is_mixed = False
    for location, content in now.items():
        if ev.store.cells.get(location) is begun.passed[location]:
            ev.store.write(location, content)
    return found


def _mix(passed: Delta, cells: Delta) -> Delta:
    """Join a state to those passed before; what of it differs from the join."""
    found: Delta = {}
    for location, content in cells.items():
        known = passed.get(location)
        if known is content or location == DOOM:
            continue
        merged = content if known is None else meet(known, content, widening=True)
        passed[location] = merged
        if not merged.same(content):
            found[location] = content
    return found


def _is_here(ev: Evaluator, value: Value) -> bool:
    """Was it made on the present way?"""
    return all(one in ev.store.cells for one in value.references())


def _add(ev: Evaluator, begun: Begun, effect: Effect) -> None:
    """What a task does may be this as well."""
    if not effect.calls:
        return
    if isinstance(begun.task, Loose):
        begun.task.body = alternatives(None, (begun.task.body, effect))
    else:
        begun.task = loose(begun.nodes[0], effect)
        ev.record(perhaps(None, begun.task))
