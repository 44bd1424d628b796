"""Abstract evaluation: takes a resolved module and its world, gives `Observations`.

The module is run over sets of values (`values`); `evaluator` says how, the modules beside it have
a case for each kind of node, `library` what the dialect's functions do.
"""

from __future__ import annotations

from ..ir import ExpressionStatement, Module
from ..sites import Occurrences, Variable, World
from ..values.instances import Instance, Suspended
from ..values.objects import Object
from ..values.origins import Origin
from ..values.routines import FunctionInfo
from ..values.shapes import Reference, Shape
from ..values.store import DOOM
from ..values.value import ANYTHING, BOTTOM, UNKNOWN, UNKNOWN_DATA, Value, join
from . import (
    access,
    calls,
    classes,
    comparisons,
    comprehensions,
    expressions,
    functions,
    handlers,
    loops,
    managing,
    match_cases,
    matching,
    names,
    operations,
    parting,
    statements,
    subscripts,
    unary_operations,
)
from .activation import GaveUpError
from .coroutines import await_value
from .evaluator import STEPS, Evaluator
from .library import (
    asynchronous,
    builtins,
    containers,
    conversions,
    copies,
    decorating,
    dict_methods,
    dispatch,
    functional,
    generators,
    introspection,
    lazies,
    managers,
    objects,
    operator_methods,
    own_answers,
    sequences,
    set_methods,
)
from .observations import Observations
from .outside import Outside
from .recalling import recall, record_unfinished

__all__ = ["CASES", "Observations", "evaluate"]

CASES = (
    access, calls, classes, comparisons, comprehensions, expressions, functions, handlers, loops,
    managing, match_cases, matching, names, operations, parting, statements, subscripts,
    unary_operations, asynchronous, builtins, containers, conversions, copies, decorating, dict_methods,
    dispatch, functional, generators,
    introspection, lazies, managers, objects, operator_methods, own_answers, sequences, set_methods,
)  # fmt: skip
"""The modules whose import fills the tables of cases."""


def evaluate(met: Occurrences, world: World) -> Observations:
    """Everything that one run over sets of values sees of a module."""
    return run(met, world).seen


def run(met: Occurrences, world: World) -> Evaluator:
    """The evaluator after it has run."""
    evaluator = Evaluator(met, world, Outside(met, world), STEPS)
    try:
        recall(evaluator)
        around = evaluator.begin()
        record_unfinished(evaluator)
        evaluator.execute(met.module.judged.body)
        evaluator.seen.result = _result_origins(evaluator, met.module.judged)
        evaluator.seen.effects = evaluator.end_here(around)
        evaluator.ends_normally = evaluator.reachable and not evaluator.store.is_doomed
        finish(evaluator)
    except (GaveUpError, RecursionError):
        evaluator.seen.is_complete = False
    return evaluator


def _result_origins(ev: Evaluator, module: Module) -> frozenset[Origin]:
    """Of what the result is made: the last expression, what a `return` outside of functions gives.

    A coroutine that is the last expression is awaited by the host.
    """
    found = ev.origins_within(ev.activation.result)
    last = module.body[-1] if module.body else None
    value = ev.latest_value(last.value) if isinstance(last, ExpressionStatement) else None
    if isinstance(last, ExpressionStatement) and value is not None:
        if ev.goes_on():
            awaited = _awaited_by_host(ev, value, last)
            found = found | ev.origins_within(awaited)
        found = found | ev.origins_within(value)
    return found | ev.store.steering


def _awaited_by_host(ev: Evaluator, value: Value, last: ExpressionStatement) -> Value:
    """What the coroutines give that a result may be."""
    shapes: list[Shape] = []
    for one in value.shapes:
        held = ev.object_at(one.location) if isinstance(one, Reference) else None
        if isinstance(held, Suspended) and held.type == "coroutine":
            shapes.append(one)
    return await_value(ev, Value(tuple(shapes)), last.value) if shapes else BOTTOM


def finish(ev: Evaluator) -> None:
    """Evaluate what nothing was seen to call: what escaped, what was deferred, what is dead.

    What is dead comes last: what the others call needs no evaluation by itself. What an earlier
    snippet defined and this one does not use was told there.
    """
    ev.reachable = True
    ev.is_assumed = True
    done: set[int] = set()
    while True:
        waiting = [one for one in _waiting(ev) if one.number not in done]
        if not waiting:
            return
        live = [one for one in waiting if _is_live(ev, one)]
        _forget(ev)
        for info in live or waiting:
            ev.store.cells.pop(DOOM, None)
            done.add(info.number)
            is_live = _is_live(ev, info)
            ev.is_dead = not is_live
            functions.assume(ev, info, UNKNOWN if is_live else UNKNOWN_DATA)
        ev.is_dead = False


def _waiting(ev: Evaluator) -> list[FunctionInfo]:
    found: list[FunctionInfo] = []
    first = ev.met.module.judged.index
    for info in ev.functions.values():
        number = info.number
        is_called = number in ev.seen.called
        if (
            number in ev.deferred
            or number in ev.seen.escaped
            or (not is_called and info.definition.index >= first and not ev.has_run(info))
            or (is_called and (info.is_generator or info.is_async) and not ev.has_run(info))
        ):
            found.append(info)
    return found


def _is_live(ev: Evaluator, info: FunctionInfo) -> bool:
    """May a function be called although nobody was seen to run it?"""
    if info.number in ev.seen.escaped or info.number in ev.deferred:
        return True
    is_entered = not (info.is_generator or info.is_async) or ev.has_run(info)
    return info.number in ev.seen.called and is_entered


def _forget(ev: Evaluator) -> None:
    """From here on nothing is known of what may change: anything may have happened before."""
    sites = ev.met.bindings
    for frame in list(ev.frames.values()):
        owner = frame.scope.node.index
        for slot, name in enumerate(frame.scope.slot_names):
            if slot in frame.free or name == "__class__":
                continue
            location = frame.location(slot)
            now = ev.store.cells.get(location)
            if not isinstance(now, Value) or now.unknown == ANYTHING:
                continue
            count = len(sites.get(Variable(owner, slot, name), ()))
            if count != 1 or now.is_unbound:
                ev.escape(now)
                ev.store.write(location, join(now.bound(), UNKNOWN))
            elif now.unbound:
                ev.store.write(location, now.bound())
    for location, content in list(ev.store.cells.items()):
        if isinstance(content, Object) and not isinstance(content, Instance):
            forgotten = content.forgotten()
            if not forgotten.same(content):
                ev.store.write(location, forgotten)
    ev.forget_paths()
