"""`asyncio` for scripts: the host's own tasks, locks and queues, on the loop of the run.

Coroutines of the script are coroutines to asyncio too, so scheduling, cancellation and errors are
CPython's. What is ours is the loop: `run` uses the one of the run, within its deadline, and
nothing else makes or finds another.
"""

from __future__ import annotations

import asyncio
import types
from collections.abc import Callable, Coroutine
from typing import Any, Final

from ..attributes import HOST_TYPES, METHODS
from ..calls import CONSTRUCTORS, call
from ..host_coroutines import HostCoroutine
from ..kernel import UNSET, BuiltinFunction, Runtime
from ..native import NativeValue
from ..values import Builtin
from .completion import completed_in_order
from .sets import OrderedSet

_CLASSES: Final = (
    asyncio.Barrier,
    asyncio.BoundedSemaphore,
    asyncio.Condition,
    asyncio.Event,
    asyncio.LifoQueue,
    asyncio.Lock,
    asyncio.PriorityQueue,
    asyncio.Queue,
    asyncio.Semaphore,
    asyncio.TaskGroup,
)
_GATHERING: Final[type] = asyncio.tasks._GatheringFuture  # type: ignore[attr-defined]  # noqa: SLF001 - what `gather` gives
_TYPES: Final = (asyncio.Future, asyncio.Task, asyncio.Timeout)
_EXCEPTIONS: Final = (
    asyncio.BrokenBarrierError,
    asyncio.CancelledError,
    asyncio.InvalidStateError,
    asyncio.QueueEmpty,
    asyncio.QueueFull,
    asyncio.TimeoutError,
)
_CONSTANTS: Final = ("ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION")


def _construct(runtime: Runtime, kind: Any, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    runtime.charge(1)
    return kind(*arguments, **keywords)


for _kind in _CLASSES:
    CONSTRUCTORS[_kind] = _construct


def _of_lock(name: str) -> Callable[[Runtime, list[Any], dict[str, Any]], object]:
    """A method of a condition that is its lock's: CPython keeps it in the instance."""

    def call_it(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        result: object = getattr(arguments[0], name)()
        return result

    return call_it


for _name in ("acquire", "release", "locked"):
    METHODS[f"asyncio.Condition.{_name}"] = _of_lock(_name)
HOST_TYPES.update({kind: f"asyncio.{kind.__name__}" for kind in (*_CLASSES, *_TYPES)})
HOST_TYPES[_GATHERING] = "asyncio.Future"


def _run(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    keywords.pop("debug", None)
    main = _only("run", "main", arguments, keywords)
    if not asyncio.iscoroutine(main):
        raise ValueError(f"a coroutine was expected, got {main!r}")
    return runtime.loop.run(main)


def _only(function: str, parameter: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    given = [*arguments, *keywords.values()]
    if len(given) != 1 or any(name != parameter for name in keywords):
        raise TypeError(f"{function}() takes 1 positional argument but {len(given)} were given")
    return given[0]


def _on_loop(name: str, function: Callable[..., Any]) -> Builtin:
    """A function of asyncio that needs a running loop; without one the host's must stay alone."""

    def guarded(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        if runtime.loop.loop is None or not runtime.loop.loop.is_running():
            for one in arguments:
                if asyncio.iscoroutine(one):
                    one.close()
            raise RuntimeError("no running event loop")
        runtime.charge(len(arguments))
        keywords.pop("loop", None)
        return quiet(function(*arguments, **keywords))

    return Builtin(name, guarded)


def quiet(value: object) -> object:
    """What a script gets of a coroutine of the library; other values as they are."""
    return HostCoroutine(value) if isinstance(value, types.CoroutineType) else value


def _quiet_method(kind: Any, name: str) -> BuiltinFunction:
    function = getattr(kind, name)

    def method(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        runtime.charge(1)
        return quiet(function(*arguments, **keywords))

    return method


for _kind in _CLASSES:
    for _name in dir(_kind):
        if not _name.startswith("_") and asyncio.iscoroutinefunction(getattr(_kind, _name)):
            METHODS[f"asyncio.{_kind.__name__}.{_name}"] = _quiet_method(_kind, _name)


def _sleep(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    runtime.charge(1)
    return quiet(asyncio.sleep(*arguments, **keywords))


def _to_thread(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    function, *rest = arguments

    async def later() -> object:
        return call(runtime, function, rest, keywords)

    return quiet(later())


def _is_coroutine(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    return isinstance(_only("iscoroutine", "obj", arguments, keywords), Coroutine)


def _is_future(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    return isinstance(_only("isfuture", "obj", arguments, keywords), asyncio.Future)


def _is_coroutine_function(
    _runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    code = getattr(_only("iscoroutinefunction", "func", arguments, keywords), "code", None)
    return getattr(code, "kind", None) == 2


async def wait_in_order(tasks: Any, **options: Any) -> tuple[Any, Any]:
    """`asyncio.wait`, whose sets are in the order in which the tasks were given."""
    given = list(tasks)
    done, pending = await asyncio.wait(given, **options)
    return (
        OrderedSet([task for task in given if task in done]),
        OrderedSet([task for task in given if task in pending]),
    )


class LoopValue(NativeValue):
    """What `get_event_loop()` gives: enough for scripts that drive their coroutines by hand."""

    def type_name(self) -> str:
        return "_UnixSelectorEventLoop"

    def type_module(self) -> str:
        return "asyncio.unix_events"

    def attribute(self, _runtime: Runtime, name: str) -> object:
        if name in _LOOP_METHODS:
            return Builtin(name, _LOOP_METHODS[name])
        return UNSET

    def __repr__(self) -> str:
        return "<_UnixSelectorEventLoop>"


def _nothing(_runtime: Runtime, _arguments: list[Any], _keywords: dict[str, Any]) -> object:
    return None


def _loop_run(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    return runtime.loop.run(_only("run_until_complete", "future", arguments, keywords))


def _loop_time(runtime: Runtime, _arguments: list[Any], _keywords: dict[str, Any]) -> object:
    return runtime.loop.time()


def _is_running(runtime: Runtime, _arguments: list[Any], _keywords: dict[str, Any]) -> object:
    return runtime.loop.loop is not None and runtime.loop.loop.is_running()


def _create_future(runtime: Runtime, _arguments: list[Any], _keywords: dict[str, Any]) -> object:
    runtime.charge(1)
    return runtime.loop.loop.create_future()


_CREATE_TASK: Final = _on_loop("create_task", asyncio.create_task)
_LOOP_METHODS: Final = {
    "run_until_complete": _loop_run,
    "create_future": _create_future,
    "create_task": _CREATE_TASK.function,
    "is_running": _is_running,
    "time": _loop_time,
    "close": _nothing,
}
_LOOP: Final = LoopValue()


def _get_loop(_runtime: Runtime, _arguments: list[Any], _keywords: dict[str, Any]) -> object:
    return _LOOP


def _get_running_loop(runtime: Runtime, _arguments: list[Any], _keywords: dict[str, Any]) -> object:
    if runtime.loop.loop is None or not runtime.loop.loop.is_running():
        raise RuntimeError("no running event loop")
    return _LOOP


def members(_runtime: Runtime) -> dict[str, object]:
    """What `import asyncio` gives."""
    result: dict[str, object] = {kind.__name__: kind for kind in (*_CLASSES, *_TYPES)}
    result.update({kind.__name__: kind for kind in _EXCEPTIONS})
    result.update({name: getattr(asyncio, name) for name in _CONSTANTS})
    for name, function in (
        ("run", _run),
        ("sleep", _sleep),
        ("to_thread", _to_thread),
        ("iscoroutine", _is_coroutine),
        ("iscoroutinefunction", _is_coroutine_function),
        ("get_event_loop", _get_loop),
        ("new_event_loop", _get_loop),
        ("get_running_loop", _get_running_loop),
        ("set_event_loop", _nothing),
    ):
        result[name] = Builtin(name, function)
    for name in (
        "current_task",
        "ensure_future",
        "gather",
        "shield",
        "timeout",
        "timeout_at",
        "wait_for",
    ):
        result[name] = _on_loop(name, getattr(asyncio, name))
    result["create_task"] = _CREATE_TASK
    result["wait"] = _on_loop("wait", wait_in_order)
    result["as_completed"] = _on_loop("as_completed", completed_in_order)
    result["isfuture"] = Builtin("isfuture", _is_future)
    return result
