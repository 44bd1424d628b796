"""Context managers: `with`, what entering one gives and leaving it does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ..effects import NOTHING, Effect, Given, Left, alternatives, caught, mask_of, placed, series
from ..exits import Exit
from ..ir import Constant, Expression, Node, Return, Statement, With, walk
from ..values.instances import Instance, Lazy, Suspended
from ..values.making import NONE_VALUE
from ..values.routines import ClassInfo
from ..values.shapes import FunctionOf, Reference, Shape
from ..values.value import ANYTHING, BOTTOM, UNKNOWN, UNKNOWN_DATA, Value, join
from .attempts import guarded
from .coroutines import await_value, run_generator
from .evaluator import STATEMENTS, Evaluator
from .iteration import call_anything, gone_over
from .methods import call_method, find_method
from .names import assign_to
from .tasks import go_on


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

    def inside(entered: Value) -> None:
        if item.target is not None and ev.goes_on():
            assign_to(ev, item.target, entered, item.manager)
        if ev.goes_on():
            guarded(
                ev, node, lambda: _with_item(ev, node, at + 1),
                lambda: exit_manager(ev, manager, item.manager, is_async=node.is_async),
                ordinal=10 * (at + 1), suppresses=may_suppress(ev, manager),
            )  # fmt: skip

    managed(ev, manager, item.manager, inside, is_async=node.is_async)


def managed(
    ev: Evaluator, manager: Value, where: Expression, inside: Callable[[Value], None], *,
    is_async: bool = False,
) -> None:  # fmt: skip
    """Enter a manager, and do something `inside` with what entering gives."""
    enter = partial(enter_manager, ev, manager, where, is_async=is_async)
    entered, source, user = gone_over(ev, enter)
    around = ev.begin()
    inside(entered)
    ev.record(within(source, user, ev.end(around), where))


def within(source: Effect, user: int, body: Effect, node: Node) -> Effect:
    """The effects of a body within those of its manager: where its generator yields, if it is one.

    What is raised in the body is raised at the `yield`; other ways out of the body go on behind
    the end of the generator.
    """
    if not source.gives:
        return series((source, body))
    jumps = [way for way in (Exit.RETURN, Exit.BREAK, Exit.CONTINUE) if body.ways & mask_of([way])]
    inner = caught(None, body, dict.fromkeys(jumps, NOTHING))
    whole = placed(source, user, inner)
    if not jumps:
        return whole
    return series((whole, alternatives(None, [NOTHING, *[Left(way, node) for way in jumps]])))


def enter_manager(
    ev: Evaluator, manager: Value, where: Expression, *, is_async: bool = False
) -> Value:
    """What `with manager as target` gives the target."""
    found = BOTTOM
    if is_async and ev.begun:
        go_on(ev, where)
    name = "__aenter__" if is_async else "__enter__"
    user, ev.user = ev.user, 0
    arms: list[Effect] = []
    for shape in manager.shapes:
        around = ev.begin()
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
            found = join(found, _enter_lazy(ev, held, shape, where, user))
        elif isinstance(held, Suspended):
            found = join(found, run_generator(ev, held, where, 9, user))
        else:
            found = join(found, ev.outside.entered(ev, shape, one))
        done = ev.end(around)
        arms.append(done)
    if manager.unknown:
        if manager.unknown == ANYTHING:
            call_anything(ev, where)
        found = join(found, manager.only((), manager.unknown))
    is_mixed = len(arms) > 1 and any(one.gives for one in arms)
    if is_mixed:  # some give their body its place, some do not
        arms = [one if one.gives else series((one, Given(user))) for one in arms]
    ev.record(alternatives(None, arms))
    ev.may_raise()
    return found


def is_plain_manager(ev: Evaluator, info: ClassInfo) -> bool:
    """Has a class `__enter__` from the abstract managers, which gives the object itself?"""
    return not info.is_open and any("Abstract" in one for one in ev.outside.bases_of(info.outside))


def _enter_lazy(ev: Evaluator, held: Lazy, shape: Shape, where: Expression, user: int) -> Value:
    if held.kind in ("contextlib.suppress", "asyncio.timeout"):
        return UNKNOWN_DATA if held.kind == "asyncio.timeout" else NONE_VALUE
    if held.kind == "contextlib.manager":
        found = BOTTOM
        for one in held.values[0].shapes:
            inner = ev.object_at(one.location) if isinstance(one, Reference) else None
            if isinstance(inner, Suspended):
                found = join(found, run_generator(ev, inner, where, 9, user))
            else:
                found = join(found, UNKNOWN)
        return found
    if held.kind in ("contextlib.nullcontext", "contextlib.closing"):
        return held.values[0] if held.values else NONE_VALUE
    return Value((shape,))


def exit_manager(ev: Evaluator, manager: Value, where: Node, *, is_async: bool = False) -> None:
    """Leave a manager of the script; its generator's end was part of entering."""
    if is_async and ev.begun:
        go_on(ev, where)
    name = "__aexit__" if is_async else "__exit__"
    for shape in manager.shapes:
        held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
        if isinstance(held, Lazy) and held.kind in ("contextlib.closing", "contextlib.aclosing"):
            for one in held.values:
                call_method(ev, one, "close", [], where)
        elif isinstance(held, Lazy) and held.kind == "contextlib.manager":
            _go_on(ev, held, where)
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


def _go_on(ev: Evaluator, held: Lazy, where: Node) -> None:
    """The generator of a manager goes on behind its `yield`, with what the body has changed.

    What it does is recorded where it is entered, with the body in its place.
    """
    around = ev.begin()
    for one in held.values[0].shapes:
        inner = ev.object_at(one.location) if isinstance(one, Reference) else None
        if isinstance(inner, Suspended) and inner.call in ev.handed:
            run_generator(ev, inner, where, 9)
    ev.end(around)


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


STATEMENTS[With] = with_statement
