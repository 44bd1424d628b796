"""Models of `asyncio`: what runs coroutines, and what they give."""

from __future__ import annotations

from ...effects import Times
from ...ir import Node
from ...values.collections import DictObject, ListObject, SetObject
from ...values.instances import Lazy, Suspended
from ...values.making import NONE_VALUE, exactly, tuple_of
from ...values.origins import FROM_STORED
from ...values.shapes import Constant, Listed, Reference
from ...values.value import BOTTOM, STORED_DATA, UNKNOWN, UNKNOWN_DATA, Value, either, join
from ..arguments import Arguments
from ..coroutines import await_value
from ..evaluator import Evaluator
from ..iteration import LAZY, Items
from ..tasks import begin, go_on, run_together
from .handed import items_at, place
from .registry import model


def coroutine(ev: Evaluator, node: Node, result: Value) -> Value:
    """Something that can be awaited, and gives `result`."""
    if ev.goes_on():
        ev.seen.suspended[node.index] = node
    made = Suspended("coroutine", None, (), result, node.index)
    return ev.allocate(node, made, "library coroutine")


def _gives_more(ev: Evaluator, made: Value, more: Value) -> None:
    """What is awaited may give something else as well."""
    for shape in ev.aged(made).shapes:
        held = ev.store.cells.get(shape.location) if isinstance(shape, Reference) else None
        if isinstance(shape, Reference) and isinstance(held, Suspended):
            result = join(held.result, more)
            if not result.same(held.result):
                changed = Suspended(held.type, None, (), result, held.call)
                ev.replace(shape.location, changed)


@model("asyncio.run", "asyncio.run_coroutine_threadsafe")
def model_run(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    found = await_value(ev, arguments.get(0, "main") or UNKNOWN, node)
    go_on(ev, node)
    return found


@model("asyncio.gather")
def model_gather(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    nodes: list[Node] = [
        place(arguments, position, node) for position in range(len(arguments.positional))
    ]
    is_counted = arguments.more.is_bottom
    around = ev.begin()
    values = list(arguments.positional)
    if is_counted:
        results = run_together(ev, values, nodes)
    else:
        values.append(arguments.more)
        nodes.append(node)
        results = run_together(ev, values, nodes, arguments.more_times)
    check_awaitables(ev, arguments, node)
    done = ev.end(around)
    single = True
    failures = arguments.keywords.get("return_exceptions")
    failed = BOTTOM if failures is None or _is_false(failures) else exactly("Exception")

    def gathered(results: list[Value]) -> ListObject:
        given = [join(one, failed) for one in results]
        return ListObject("list", single, tuple(given) if is_counted else None, either(given))

    listed = ev.allocate(node, gathered(results), "gathered")

    def deliver(results: list[Value]) -> None:
        for one in ev.aged(listed).references():
            if one in ev.store.cells:
                ev.replace(one, gathered(results))

    ev.futures.add(node.index)
    begin(ev, node, values, nodes, done, deliver)
    return coroutine(ev, node, listed)


def check_awaitables(ev: Evaluator, arguments: Arguments, node: Node) -> None:
    """A list of coroutines is no awaitable; `await_value` tells of it, and of it alone."""
    for value in arguments.positional:
        for shape in ev.reachable_shapes(value):
            held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
            if isinstance(held, Suspended):
                ev.seen.awaited.add(held.call)


def _is_false(value: Value) -> bool:
    single = value.constant()
    return single is not None and single.value is False


@model("asyncio.create_task", "asyncio.ensure_future", "asyncio.TaskGroup.create_task")
def model_task(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    around = ev.begin()
    value = arguments.get(0, "coro") or UNKNOWN
    result = run_together(ev, [value], [node])[0]
    done = ev.end(around)
    made = ev.allocate(node, Suspended("asyncio.Task", None, (), result, node.index), "task")
    begin(ev, node, [value], [node], done, lambda given: _gives_more(ev, made, given[0]))
    return made


@model("asyncio.Task.result", "asyncio.Future.result")
def model_task_result(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    found = BOTTOM
    for one in (shape.receiver or BOTTOM).shapes:
        held = ev.object_at(one.location) if isinstance(one, Reference) else None
        found = join(found, held.result if isinstance(held, Suspended) else UNKNOWN)
    return UNKNOWN if found.is_bottom else found


@model("asyncio.Task.add_done_callback", "asyncio.Future.add_done_callback")
def model_callback(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """The loop calls it whenever something is awaited."""
    ev.escape(arguments.get(0, "fn") or UNKNOWN)
    ev.has_callbacks = True
    return NONE_VALUE


def later_items(ev: Evaluator, arguments: Arguments, node: Node) -> Value:
    """The items of an argument that is looked at only when the coroutine runs."""
    value = arguments.get(0) or UNKNOWN
    if not value.unknown and all(isinstance(one, Constant) for one in value.shapes):
        return BOTTOM
    return items_at(ev, arguments, 0, node).element


def awaitable_part(ev: Evaluator, value: Value) -> Value:
    """What can be awaited of a value; that the rest fails is seen only when it is awaited."""
    kept = [
        one
        for one in value.shapes
        if isinstance(one, Reference)
        and not isinstance(ev.object_at(one.location), (ListObject, SetObject, DictObject))
    ]
    return value.only(tuple(kept), value.unknown)


@model("asyncio.wait_for", "asyncio.shield")
def model_wait_for(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0, "fut") or arguments.get(0) or UNKNOWN
    kept = awaitable_part(ev, value)
    if kept.is_bottom:
        return coroutine(ev, node, UNKNOWN_DATA)
    around = ev.begin()
    found = await_value(ev, kept, node)
    done = ev.end(around)
    made = coroutine(ev, node, found)
    if shape.name == "asyncio.shield":
        ev.futures.add(node.index)
    begin(ev, node, [kept], [node], done, lambda given: _gives_more(ev, made, given[0]))
    return made


@model("asyncio.wait")
def model_wait(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    tasks = later_items(ev, arguments, node)
    single = False
    done = ev.allocate(node, SetObject("set", single, tasks), "done")
    return coroutine(ev, node, tuple_of([done, done]))


@model("asyncio.as_completed")
def model_as_completed(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    element = later_items(ev, arguments, node)
    kept = awaitable_part(ev, element)
    around = ev.begin()
    result = UNKNOWN_DATA
    if not kept.is_bottom:
        result = run_together(ev, [kept], [node], Times(of=arguments.get(0)))[0]
    done = ev.end(around)
    future = coroutine(ev, node, result)
    begin(ev, node, [kept], [node], done, lambda given: _gives_more(ev, future, given[0]))
    return ev.allocate(node, Lazy("asyncio.as_completed", node.index, (future,)))


def _as_completed(ev: Evaluator, held: Lazy, node: Node) -> Items:
    return Items(held.values[0])


LAZY["asyncio.as_completed"] = _as_completed


@model("asyncio.sleep")
def model_sleep(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    return coroutine(ev, node, arguments.get(1, "result") or NONE_VALUE)


@model("asyncio.Queue.put", "asyncio.Queue.put_nowait")
def model_put(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    item = arguments.get(0, "item") or UNKNOWN
    ev.keep_unseen(item)
    ev.queued = join(ev.queued, item)
    return coroutine(ev, node, NONE_VALUE) if shape.name.endswith(".put") else NONE_VALUE


@model("asyncio.Queue.get", "asyncio.Queue.get_nowait")
def model_take(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    unseen = UNKNOWN.only_origins(FROM_STORED) if ev.has_tasks else STORED_DATA
    value = join(ev.queued, unseen)
    return coroutine(ev, node, value) if shape.name.endswith(".get") else value
