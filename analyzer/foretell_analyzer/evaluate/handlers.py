"""Exceptions: `raise`, `assert`, `try`, `with`.

A handler begins in any of the states in which something in its `try` may raise. `finally` is
evaluated for each way on which it is passed: the end, jumps, exceptions.
"""

from __future__ import annotations

from functools import partial

from ..effects import NEVER, NOTHING, Effect, caught, series
from ..exits import Exit
from ..ir import Assert, ExceptionHandler, Node, Raise, Statement, Try
from ..values.instances import Instance
from ..values.making import only
from ..values.objects import AnyObject
from ..values.shapes import ClassOf, Exactly, Listed, Reference, Shape
from ..values.store import Delta
from ..values.value import BOTTOM, UNKNOWN, Value, join
from . import steering
from .activation import Watch
from .arguments import Arguments
from .attempts import attempt, guarded, pass_on, perhaps, watched
from .calls import call_value
from .catching import Handling, caught_by, leaving
from .deciding import decide, kept_apart, parted, where_it_holds
from .evaluator import STATEMENTS, Evaluator
from .hashing import instances_with
from .methods import call_method
from .names import bind_name
from .narrowing import assume


def raise_statement(ev: Evaluator, node: Statement) -> None:
    """`raise exception from cause`."""
    assert isinstance(node, Raise)
    value = BOTTOM
    if node.exception is not None:
        value = ev.evaluate(node.exception)
        classes = tuple([one for one in value.shapes if isinstance(one, (ClassOf, Listed))])
        if classes and ev.goes_on():
            others = tuple([one for one in value.shapes if one not in classes])
            made = call_value(ev, Value(classes), Arguments(), node.exception, 7)
            value = join(value.only(others, value.unknown), made)
        value = raisable(ev, value)
    elif ev.handled and ev.handled[-1][0] is ev.activation:
        value = ev.handled[-1][1]
    if node.cause is not None and ev.goes_on():
        ev.evaluate(node.cause)
        ev.may_raise("TypeError")
    throw(ev, value, node)


def raisable(ev: Evaluator, value: Value) -> Value:
    """What is raised: of what is no exception, a TypeError that says so."""
    kept = tuple([one for one in value.shapes if _may_be_exception(ev, one)])
    if len(kept) == len(value.shapes):
        return value
    return join(value.only(kept, value.unknown), only("TypeError"))


def _may_be_exception(ev: Evaluator, shape: Shape) -> bool:
    if isinstance(shape, Exactly):
        return shape.type == "object" or "BaseException" in ev.outside.bases_of([shape.type])
    held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
    if isinstance(held, Instance) and held.info is not None:
        info = held.info
        return info.is_open or "BaseException" in ev.outside.bases_of(info.outside)
    return isinstance(held, AnyObject)


def throw(ev: Evaluator, value: Value, node: Node) -> None:
    """Something is raised here; nothing behind is reached. Bottom is what is not known."""
    if ev.watches and ev.goes_on():
        watch = ev.watches[-1]
        if value.is_bottom or value.unknown:
            watch.anything = True
        watch.raised = join(watch.raised, value)
        ev.record_state(watch)
    if ev.goes_on():
        ev.record(leaving(ev, value, node))
        ev.raises += 1
    ev.reachable = False


def assert_statement(ev: Evaluator, node: Statement) -> None:
    """`assert test, message`."""
    assert isinstance(node, Assert)
    test, truth, done = decide(ev, node.test)
    way = kept_apart(ev, done)
    if not ev.goes_on():
        if way is not None:
            ev.record(where_it_holds(way))
        return
    steering.steer(ev, steering.extent(ev, test))
    if truth is not True:
        mark = ev.branch()
        around = ev.begin()
        assume(ev, node.test, holds=False)
        message = BOTTOM
        if ev.goes_on() and node.message is not None:
            message = ev.evaluate(node.message)
        if ev.goes_on():
            failure = only("AssertionError").with_origins(ev.origins_within(message))
            throw(ev, failure, node)
        failed = ev.end(around)
        holds = NEVER if truth is False else NOTHING
        ev.record(failed if way is None and truth is False else parted(node, way, holds, failed))
        ev.store.rollback(mark)
        ev.reachable = True
    elif way is not None:
        ev.record(where_it_holds(way))
    if truth is False:
        ev.reachable = False
        return
    assume(ev, node.test, holds=True)


# -------------------------------------------------------------------------------------- try


def try_statement(ev: Evaluator, node: Statement) -> None:
    """`try`, with handlers, `else` and `finally`."""
    assert isinstance(node, Try)
    if not node.final:
        handled(ev, node)
        return

    def body() -> None:
        if node.handlers:
            handled(ev, node)
            return
        ev.execute(node.body)
        if ev.goes_on():
            ev.execute(node.orelse)

    guarded(ev, node, body, lambda: ev.execute(node.final))


def handled(ev: Evaluator, node: Try) -> None:
    """A `try` less its `finally`."""
    begin = ev.branch()
    begun = steering.begin(ev)
    around = ev.begin()
    _, watch = watched(ev, lambda: ev.execute(node.body))
    raises = ev.raises - begun.raises
    done = ev.end_here(around)
    ways: list[Delta] = []
    around = ev.begin()
    if ev.goes_on():
        ev.execute(node.orelse)
    arms: dict[Exit, Effect] = {Exit.NORMAL: ev.end_here(around)}
    ev.leave(begin, ways)
    ev.reachable = True
    if watch.points:
        steering.steer(ev, watch.origins)
        ev.store.apply(watch.states)
        run = _run_group_handlers if node.is_group else _run_handlers
        around = ev.begin()
        handling = run(ev, node, watch, ways, begin)
        asked = ev.end(around)
        for way in (Exit.RAISE, Exit.FAIL):
            arms[way] = series((asked, handling.where(way, node)))
        if handling.is_passed:
            ev.reachable = True
            pass_on(ev, watch)
        if not handling.is_passed:
            ev.raises -= raises
        ev.store.rollback(begin)
    ev.record(caught(node, done, arms))
    ev.meet(ways)
    steering.end(ev, begun)


def _run_handlers(
    ev: Evaluator, node: Try, watch: Watch, ways: list[Delta], begin: int
) -> Handling:
    """Each handler that may be entered, with its effects; what none catches stays in the watch."""
    handling = Handling(ev)
    for handler in node.handlers:
        if watch.raised.is_bottom and not watch.anything:
            break
        mark = ev.branch()
        kinds = None if handler.kind is None else ev.evaluate(handler.kind)
        taken, watch.raised, is_sure = caught_by(ev, kinds, watch, handler.kind)
        if taken.is_bottom:
            ev.store.rollback(mark)
            ev.reachable = True
            continue
        watch.anything = watch.anything and not is_sure
        around = ev.begin()
        if handler.name is not None:
            bind_name(ev, handler.name, taken)
        ev.handled.append((ev.activation, taken))
        ev.execute(handler.body)
        ev.handled.pop()
        handling.add(handler, kinds, ev.end_here(around))
        if ev.goes_on() and handler.name is not None:
            bind_name(ev, handler.name, Value((), 0, handler.index or -1))
        if ev.goes_on():
            ways.append(ev.store.delta(begin))
        ev.store.rollback(mark)
        ev.reachable = True
    handling.rest = watch.raised
    handling.is_passed = watch.anything or not watch.raised.is_bottom
    return handling


def _run_group_handlers(
    ev: Evaluator, node: Try, watch: Watch, ways: list[Delta], begin: int
) -> Handling:
    """Each `except*` gets its part of a group, whatever the others do; what is left is raised."""
    anything = UNKNOWN.only_origins(watch.told)

    def run(handler: ExceptionHandler) -> None:
        if handler.kind is not None:
            ev.evaluate(handler.kind)
        if handler.name is not None:
            bind_name(ev, handler.name, anything)
        ev.execute(handler.body)
        ev.may_raise()
        if ev.goes_on() and handler.name is not None:
            bind_name(ev, handler.name, Value((), 0, handler.index or -1))

    for group in instances_with(ev, watch.raised, "derive"):
        perhaps(ev, partial(call_method, ev, Value((group,)), "derive", [UNKNOWN], node))
    for handler in node.handlers:
        perhaps(ev, partial(attempt, ev, partial(run, handler)))
    ev.may_raise()
    ways.append(ev.store.delta(begin))
    handling = Handling(ev)
    handling.add(node, UNKNOWN, NOTHING)
    watch.anything = True  # what is left of a group is a group anew
    return handling


STATEMENTS[Raise] = raise_statement
STATEMENTS[Assert] = assert_statement
STATEMENTS[Try] = try_statement
