"""Exceptions: `raise`, `assert`, `try`, `with`.

A handler begins in any of the states in which something in its `try` may raise. `finally` is
evaluated for each way on which it is passed: the end, jumps, exceptions.
"""

from __future__ import annotations

from functools import partial

from ..effects import NOTHING, Effect, Left, alternatives, caught, series
from ..exits import Exit
from ..ir import Assert, ExceptionHandler, Expression, Node, Raise, Statement, Try
from ..values.instances import Instance
from ..values.making import exactly
from ..values.origins import Origin
from ..values.routines import ClassInfo
from ..values.shapes import ClassOf, Exactly, Listed, Reference, Shape
from ..values.store import Delta
from ..values.value import BOTTOM, UNKNOWN, Value, join
from . import steering
from .activation import Watch
from .arguments import Arguments
from .attempts import attempt, guarded, pass_on, perhaps, watched
from .calls import call_value
from .evaluator import STATEMENTS, Evaluator
from .hashing import instances_with
from .kinds import type_alternatives
from .methods import call_method
from .names import bind_name
from .narrowing import assume
from .truth import truth_of


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
        value = _raisable(value)
    if node.cause is not None and ev.goes_on():
        ev.evaluate(node.cause)
    throw(ev, value, node)


def _raisable(value: Value) -> Value:
    """What is raised: of what is no exception, a TypeError that says so."""
    kept = tuple(one for one in value.shapes if isinstance(one, (Reference, Exactly)))
    if len(kept) == len(value.shapes):
        return value
    return join(value.only(kept, value.unknown), exactly("TypeError"))


def throw(ev: Evaluator, value: Value, node: Node) -> None:
    """Something is raised here; nothing behind is reached. Bottom is what is being handled."""
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


def leaving(ev: Evaluator, value: Value, node: Node) -> Effect:
    """Where raising a value leads: what may be SystemExit may end the run, and normally so."""
    raised = Left(Exit.RAISE, node)
    if not ev.outside.may_exit:
        return raised
    is_known = not value.unknown and not value.is_bottom
    if is_known and not any(_may_end(ev, one) for one in value.shapes):
        return raised
    return alternatives(None, (raised, Left(Exit.END, node)))


def _may_end(ev: Evaluator, shape: Shape) -> bool:
    if isinstance(shape, Reference):
        held = ev.object_at(shape.location)
        info = held.info if isinstance(held, Instance) else None
        return info is None or info.is_open or "SystemExit" in ev.outside.bases_of(info.outside)
    return isinstance(shape, Exactly) and shape.type in ("SystemExit", "BaseException")


def assert_statement(ev: Evaluator, node: Statement) -> None:
    """`assert test, message`."""
    assert isinstance(node, Assert)
    test = ev.evaluate(node.test)
    if not ev.goes_on():
        return
    truth = truth_of(ev, test, node.test)
    steering.steer(ev, steering.extent(ev, test))
    if truth is not True:
        mark = ev.branch()
        around = ev.begin()
        assume(ev, node.test, holds=False)
        message = BOTTOM
        if ev.goes_on() and node.message is not None:
            message = ev.evaluate(node.message)
        if ev.goes_on():
            failure = exactly("AssertionError").with_origins(ev.origins_within(message))
            throw(ev, failure, node)
        failed = ev.end(around)
        ev.record(failed if truth is False else alternatives(node, (NOTHING, failed)))
        ev.store.rollback(mark)
        ev.reachable = True
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
        catches_all, handling = run(ev, node, watch, ways, begin)
        asked = ev.end(around)
        if not catches_all:
            handling.append(Left(Exit.RAISE, node))
        arms[Exit.RAISE] = series((asked, alternatives(node, handling)))
        if not catches_all:
            ev.reachable = True
            pass_on(ev, watch)
        if catches_all:
            ev.raises -= raises
        ev.store.rollback(begin)
    ev.record(caught(node, done, arms))
    ev.meet(ways)
    steering.end(ev, begun)


def _run_handlers(
    ev: Evaluator, node: Try, watch: Watch, ways: list[Delta], begin: int
) -> tuple[bool, list[Effect]]:
    """Each handler that may be entered, and its effects; do they catch whatever is raised?"""
    handling: list[Effect] = []
    rest = watch.raised
    catches_all = False
    for handler in node.handlers:
        mark = ev.branch()
        kinds = None if handler.kind is None else ev.evaluate(handler.kind)
        taken, rest, is_sure = _caught(ev, kinds, rest, watch, handler.kind)
        if handler.kind is None or is_sure:
            catches_all = True
        if taken.is_bottom and not watch.anything:
            ev.store.rollback(mark)
            ev.reachable = True
            continue
        around = ev.begin()
        if handler.name is not None:
            bind_name(ev, handler.name, taken)
        ev.execute(handler.body)
        handling.append(ev.end_here(around))
        if ev.goes_on() and handler.name is not None:
            bind_name(ev, handler.name, Value((), 0, handler.index or -1))
        if ev.goes_on():
            ways.append(ev.store.delta(begin))
        ev.store.rollback(mark)
        ev.reachable = True
    if not watch.anything and rest.is_bottom and not watch.raised.is_bottom:
        return True, handling
    return catches_all, handling


def _run_group_handlers(
    ev: Evaluator, node: Try, watch: Watch, ways: list[Delta], begin: int
) -> tuple[bool, list[Effect]]:
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
    return False, [NOTHING]


def _caught(
    ev: Evaluator,
    kinds: Value | None,
    raised: Value,
    watch: Watch,
    node: Expression | None,
) -> tuple[Value, Value, bool]:
    """What a handler gets, what goes on to the next, and whether it catches everything."""
    anything = watch.anything
    if kinds is None:
        other = exactly("BaseException").with_origins(watch.told) if anything else BOTTOM
        return join(raised, other), BOTTOM, True
    classes = type_alternatives(kinds)
    if classes is None:
        return join(raised, UNKNOWN.only_origins(watch.told)), raised, False
    caught: list[Shape] = []
    rest: list[Shape] = []
    for shape in raised.shapes:
        answers = [_is_instance(ev, shape, one) for one in classes]
        if True in answers:
            caught.append(shape)
        elif None in answers:
            caught.append(shape)
            rest.append(shape)
        else:
            rest.append(shape)
    found = raised.only(tuple(caught), raised.unknown)
    if anything or raised.unknown:
        for one in classes:
            found = join(found, _any_instance(ev, one, node, watch.told))
    names = {one.entry.type or one.name for one in classes if isinstance(one, Listed)}
    return found, raised.only(tuple(rest), raised.unknown), bool(names & {"BaseException"})


def _is_instance(ev: Evaluator, shape: Shape, kind: ClassOf | Listed) -> bool | None:
    info: ClassInfo | None = None
    if isinstance(shape, Reference):
        held = ev.object_at(shape.location)
        if not isinstance(held, Instance) or held.info is None:
            return None
        info = held.info
    if isinstance(kind, ClassOf):
        if info is None:
            return None if not isinstance(shape, Exactly) else False
        return info.is_subclass(kind.info) or (None if info.is_open else False)
    wanted = kind.entry.type or kind.name
    if info is not None:
        if wanted in ev.outside.bases_of(info.outside):
            return True
        return None if info.is_open else False
    if isinstance(shape, Exactly):
        if shape.type == wanted or wanted in ev.outside.bases_of([shape.type]):
            return True
        return None if shape.type in ev.outside.bases_of([wanted]) else False
    return None


def _any_instance(
    ev: Evaluator, kind: ClassOf | Listed, node: Expression | None, origins: frozenset[Origin]
) -> Value:
    if isinstance(kind, ClassOf):
        where = node if node is not None else kind.info.definition
        return ev.outside.instance_of(ev, kind.info, where, origins).with_origins(origins)
    return exactly(kind.entry.type or kind.name).with_origins(origins)


STATEMENTS[Raise] = raise_statement
STATEMENTS[Assert] = assert_statement
STATEMENTS[Try] = try_statement
