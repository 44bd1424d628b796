"""What the earlier snippets of a session left, found by evaluating them before the present one.

Each ended as its run has told. One that finished is evaluated to its end. One that did not may have
stopped at any point: what it left is the join of all its states.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..bindings import BindingKind
from ..effects import Deferred, Loose, Times, rounds
from ..ir import Block, Module, Sequel
from ..values.instances import Suspended
from ..values.origins import NO_ORIGINS
from ..values.routines import FunctionInfo
from ..values.shapes import Reference
from ..values.store import DOOM
from ..values.value import BOUND, UNBOUND, UNKNOWN, Value
from .activation import GaveUpError
from .attempts import watched
from .evaluator import Evaluator
from .observations import Observations


def recall(ev: Evaluator) -> None:
    """Evaluate what was before; what was seen there is not told again."""
    module = ev.met.module
    if not isinstance(module, Sequel):
        return
    around = ev.begin()
    for snippet in module.snippets:
        _renew_inputs(ev, snippet.inputs)
        if snippet.ending == "finished":
            _evaluate(ev, snippet.module)
        else:
            _evaluate_in_part(ev, snippet.module.body)
        ev.store.cells.pop(DOOM, None)
        if snippet.bound is not None:
            _settle_names(ev, snippet.bound)
        ev.allow_steps()
    _renew_inputs(ev, ev.world.given)
    ev.end(around)
    _begin(ev)


def record_unfinished(ev: Evaluator) -> None:
    """What was begun and is still held may go on, or be ended, at any point of this snippet."""
    for function in ev.unfinished:
        ev.deferred[function.number] = function
        where = function.definition
        why = f"how many calls of `{function.name}` an earlier snippet left unfinished is not known"
        ev.record(Loose(where, rounds(where, Deferred(function, where), Times(why=why))))


def _evaluate(ev: Evaluator, module: Module) -> None:
    """A snippet that came to its end, or to a `return` outside all functions."""
    ev.execute(module.body)
    activation = ev.activation
    ways = activation.returns
    if ways:
        activation.returns = []
        ev.leave(activation.mark, ways)
        ev.meet(ways)
    if not ev.goes_on():
        raise GaveUpError  # it did what we hold to be impossible


def _evaluate_in_part(ev: Evaluator, body: Block) -> None:
    """A snippet that ended anywhere: go on from all the states in which it may have been left."""
    begin = ev.branch()

    def action() -> None:
        ev.everywhere = ev.watches[-1]
        ev.record_state(ev.everywhere)
        ev.execute(body)
        ev.record_state(ev.watches[-1])
        ev.everywhere = None

    _, watch = watched(ev, action)
    ev.store.rollback(begin)
    ev.reachable = True
    ev.activation.returns = []
    ev.store.apply(watch.states)


def _settle_names(ev: Evaluator, bound: frozenset[str]) -> None:
    """Of each variable of the module it is known whether it has a value."""
    base = ev.stack[0].frame.base
    for name, binding in ev.met.resolution.module_scope.bindings.items():
        if binding.kind is not BindingKind.GLOBAL:
            continue
        location = base + binding.slot
        value = ev.read(location)
        if name not in bound:
            ev.assign(location, UNBOUND)
        elif value.is_unbound:
            ev.assign(location, UNKNOWN)
        elif value.unbound != BOUND:
            ev.assign(location, value.bound())


def _renew_inputs(ev: Evaluator, inputs: Mapping[str, object]) -> None:
    """What was learnt of an input is void when it is given anew; no snippet has bound its name."""
    base = ev.stack[0].frame.base
    for name, binding in ev.met.resolution.module_scope.bindings.items():
        if name in inputs and binding.kind is BindingKind.GLOBAL:
            ev.assign(base + binding.slot, UNBOUND)


def _begin(ev: Evaluator) -> None:
    """From here on what is seen is of the present snippet; what was lost sight of stays so."""
    before = ev.seen
    ev.seen = Observations(ev.met.module.node_count)
    ev.seen.is_complete = before.is_complete
    ev.seen.escaped.update(before.escaped)
    ev.seen.escaped_tools.update(before.escaped_tools)
    ev.seen.functions.update(before.functions)
    ev.seen.stored = before.stored
    ev.store.steering = NO_ORIGINS
    ev.ran.clear()
    ev.unfinished = _suspended(ev)


def _suspended(ev: Evaluator) -> list[FunctionInfo]:
    """The functions of generators and coroutines that a variable or an object still holds."""
    found: dict[int, FunctionInfo] = {}
    for content in list(ev.store.cells.values()):
        if not isinstance(content, Value):
            continue
        for shape in ev.reachable_shapes(content):
            held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
            if isinstance(held, Suspended) and held.function is not None:
                found[held.function.number] = held.function
    return list(found.values())
