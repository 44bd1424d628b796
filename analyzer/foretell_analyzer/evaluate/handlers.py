"""Exceptions: `raise`, `assert`, `try`, `with`.

A handler begins in any of the states in which something in its `try` may raise. `finally` is
evaluated for each way on which it is passed: the end, jumps, exceptions.
"""

from __future__ import annotations

from functools import partial

from ..ir import (
    Assert,
    Constant,
    ExceptionHandler,
    Expression,
    Node,
    Raise,
    Return,
    Statement,
    Try,
    With,
    walk,
)
from ..values.instances import Instance, Lazy, Suspended
from ..values.making import NONE_VALUE, only
from ..values.objects import AnyObject
from ..values.routines import ClassInfo
from ..values.shapes import ClassOf, Exactly, FunctionOf, Listed, Reference, Shape
from ..values.store import Delta
from ..values.value import ANYTHING, BOTTOM, UNKNOWN, UNKNOWN_DATA, Value, join
from .activation import Watch
from .arguments import Arguments
from .attempts import attempt, guarded, pass_on, perhaps, watched
from .calls import call_value
from .catching import caught_by
from .coroutines import await_value, run_generator
from .evaluator import STATEMENTS, Evaluator
from .hashing import instances_with
from .iteration import call_anything
from .methods import call_method, find_method
from .names import assign_to, bind_name
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
        value = raisable(ev, value)
    elif ev.handled and ev.handled[-1][0] is ev.activation:
        value = ev.handled[-1][1]
    if node.cause is not None and ev.goes_on():
        ev.evaluate(node.cause)
        ev.may_raise("TypeError")
    throw(ev, value)


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


def throw(ev: Evaluator, value: Value) -> None:
    """Something is raised here; nothing behind is reached. Bottom is what is not known."""
    if ev.watches and ev.goes_on():
        watch = ev.watches[-1]
        if value.is_bottom or value.unknown:
            watch.anything = True
        watch.raised = join(watch.raised, value)
        ev.record_state(watch)
    ev.reachable = False


def assert_statement(ev: Evaluator, node: Statement) -> None:
    """`assert test, message`."""
    assert isinstance(node, Assert)
    test = ev.evaluate(node.test)
    if not ev.goes_on():
        return
    truth = truth_of(ev, test, node.test)
    if truth is not True:
        mark = ev.branch()
        assume(ev, node.test, holds=False)
        if ev.goes_on() and node.message is not None:
            ev.evaluate(node.message)
        if ev.goes_on():
            throw(ev, only("AssertionError"))
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
    _, watch = watched(ev, lambda: ev.execute(node.body))
    ways: list[Delta] = []
    if ev.goes_on():
        ev.execute(node.orelse)
    ev.leave(begin, ways)
    ev.reachable = True
    if watch.points:
        ev.store.apply(watch.states)
        if node.is_group:
            _run_group_handlers(ev, node, watch, ways, begin)
        else:
            _run_handlers(ev, node, watch, ways, begin)
        if watch.anything or not watch.raised.is_bottom:
            ev.reachable = True
            pass_on(ev, watch)
        ev.store.rollback(begin)
    ev.meet(ways)


def _run_handlers(ev: Evaluator, node: Try, watch: Watch, ways: list[Delta], begin: int) -> None:
    """Each handler that may be entered; what none of them catches stays in the watch."""
    for handler in node.handlers:
        if watch.raised.is_bottom and not watch.anything:
            return
        mark = ev.branch()
        kinds = None if handler.kind is None else ev.evaluate(handler.kind)
        caught, watch.raised, is_sure = caught_by(
            ev, kinds, watch.raised, watch.anything, handler.kind
        )
        if caught.is_bottom:
            ev.store.rollback(mark)
            ev.reachable = True
            continue
        watch.anything = watch.anything and not is_sure
        if handler.name is not None:
            bind_name(ev, handler.name, caught)
        ev.handled.append((ev.activation, caught))
        ev.execute(handler.body)
        ev.handled.pop()
        if ev.goes_on() and handler.name is not None:
            bind_name(ev, handler.name, Value((), 0, handler.index or -1))
        if ev.goes_on():
            ways.append(ev.store.delta(begin))
        ev.store.rollback(mark)
        ev.reachable = True


def _run_group_handlers(
    ev: Evaluator, node: Try, watch: Watch, ways: list[Delta], begin: int
) -> None:
    """Each `except*` gets its part of a group, whatever the others do; what is left is raised."""

    def run(handler: ExceptionHandler) -> None:
        if handler.kind is not None:
            ev.evaluate(handler.kind)
        if handler.name is not None:
            bind_name(ev, handler.name, UNKNOWN)
        ev.execute(handler.body)
        ev.may_raise()
        if ev.goes_on() and handler.name is not None:
            bind_name(ev, handler.name, Value((), 0, handler.index or -1))

    for group in instances_with(ev, watch.raised, "derive"):
        perhaps(ev, partial(call_method, ev, Value((group,)), "derive", [UNKNOWN], node))
    for handler in node.handlers:
        perhaps(ev, partial(attempt, ev, partial(run, handler)))
    ev.may_raise()
    watch.anything = True  # what is left of a group is a group anew
    ways.append(ev.store.delta(begin))


# ------------------------------------------------------------------------------------- with


def with_statement(ev: Evaluator, node: Statement) -> None:
    """`with managers`: one inside the other."""
    assert isinstance(node, With)
    _with_item(ev, node, 0)


def _with_item(ev: Evaluator, node: With, at: int) -> None:
    if at == len(node.items):
        ev.execute(node.body)
        return
    item = node.items[at]
    manager = ev.evaluate(item.manager)
    if not ev.goes_on():
        return
    entered = enter_manager(ev, manager, item.manager, is_async=node.is_async)
    if item.target is not None and ev.goes_on():
        assign_to(ev, item.target, entered, item.manager)
    if not ev.goes_on():
        return
    guarded(
        ev, node, lambda: _with_item(ev, node, at + 1),
        lambda: exit_manager(ev, manager, item.manager, is_async=node.is_async),
        ordinal=10 * (at + 1), suppresses=may_suppress(ev, manager),
    )  # fmt: skip


def enter_manager(
    ev: Evaluator, manager: Value, where: Expression, *, is_async: bool = False
) -> Value:
    """What `with manager as target` gives the target."""
    found = BOTTOM
    name = "__aenter__" if is_async else "__enter__"
    for shape in manager.shapes:
        one = Value((shape,))
        held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
        if isinstance(held, Instance) and held.info is not None:
            result = call_method(ev, one, name, [], where)
            if result is None:
                result = one if is_plain_manager(ev, held.info) else UNKNOWN
            elif is_async:
                result = await_value(ev, result, where)
            found = join(found, result)
        elif isinstance(held, Lazy):
            found = join(found, _enter_lazy(ev, held, shape, where))
        elif isinstance(held, Suspended):
            found = join(found, run_generator(ev, held, where, 9))
        else:
            found = join(found, ev.outside.entered(ev, shape, one))
    if manager.unknown:
        if manager.unknown == ANYTHING:
            call_anything(ev, where)
        found = join(found, manager.only((), manager.unknown))
    ev.may_raise()
    return found


def is_plain_manager(ev: Evaluator, info: ClassInfo) -> bool:
    """Has a class `__enter__` from the abstract managers, which gives the object itself?"""
    return not info.is_open and any("Abstract" in one for one in ev.outside.bases_of(info.outside))


def _enter_lazy(ev: Evaluator, held: Lazy, shape: Shape, where: Expression) -> Value:
    if held.kind in ("contextlib.suppress", "asyncio.timeout"):
        return UNKNOWN_DATA if held.kind == "asyncio.timeout" else NONE_VALUE
    if held.kind == "contextlib.manager":
        found = BOTTOM
        for one in held.values[0].shapes:
            inner = ev.object_at(one.location) if isinstance(one, Reference) else None
            if isinstance(inner, Suspended):
                found = join(found, run_generator(ev, inner, where, 9))
            else:
                found = join(found, UNKNOWN)
        return found
    if held.kind in ("contextlib.nullcontext", "contextlib.closing"):
        return held.values[0] if held.values else NONE_VALUE
    return Value((shape,))


def exit_manager(ev: Evaluator, manager: Value, where: Node, *, is_async: bool = False) -> None:
    """Leave a manager of the script; its generator's end was part of entering."""
    name = "__aexit__" if is_async else "__exit__"
    for shape in manager.shapes:
        held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
        if isinstance(held, Lazy) and held.kind in ("contextlib.closing", "contextlib.aclosing"):
            for one in held.values:
                call_method(ev, one, "close", [], where)
        elif isinstance(held, Lazy) and held.kind in (
            "contextlib.ExitStack",
            "contextlib.AsyncExitStack",
        ):
            ev.outside.unwind(ev, held, where)
        elif isinstance(held, Instance) and held.info is not None:
            arguments = [join(NONE_VALUE, UNKNOWN)] * 3
            result = call_method(ev, Value((shape,)), name, arguments, where)
            if result is not None and is_async:
                await_value(ev, result, where)


def may_suppress(ev: Evaluator, manager: Value) -> bool:
    """May leaving a manager swallow what its body raised?"""
    if manager.unknown:
        return True
    for shape in manager.shapes:
        held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
        if isinstance(held, Instance) and held.info is not None:
            for name in ("__exit__", "__aexit__"):
                method = find_method(ev, held.info, name)
                if method is not None and _may_return_truth(method):
                    return True
            if held.info.is_open or held.info.outside:
                return True
        elif isinstance(held, Lazy):
            if held.kind in (
                "contextlib.suppress",
                "contextlib.ExitStack",
                "contextlib.manager",
                "contextlib.AsyncExitStack",
            ):
                return True
        elif held is not None and held.type == "object":
            return True
    return False


def _may_return_truth(method: Value) -> bool:
    """May a method return something true? False only if it returns nothing else than None."""
    for shape in method.shapes:
        if not isinstance(shape, FunctionOf):
            return True
        for node in walk(shape.function.definition):
            if isinstance(node, Return) and node.value is not None:
                value = node.value
                if not (isinstance(value, Constant) and not value.value):
                    return True
    return bool(method.unknown)


STATEMENTS[Raise] = raise_statement
STATEMENTS[Assert] = assert_statement
STATEMENTS[Try] = try_statement
STATEMENTS[With] = with_statement
