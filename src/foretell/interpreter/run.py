"""Takes a `Grant` and the host's functions, runs exactly what was granted, gives an `Outcome`.

Nothing else starts a script: without a grant there is no run, and what is run is the module that
was judged.

A thread cannot be killed. So that a tool that hangs does not outlive the deadline, a run with a
deadline whose script has tools is interpreted by a worker, tools included, and watched by its
caller: when time is up and a tool still has not returned, the worker is left behind.
"""

from __future__ import annotations

import asyncio
import contextvars
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, final

from foretell_analyzer.errors import GrantError

from ..meter import Budget, tightest
from ..outcome import Finished, Outcome, Raised
from ..policy.decision import Grant
from . import stack
from .execution import Execution, bring_in, make_runtime
from .guards import OnGuard, make_guards
from .host_tasks import HostTasks
from .library import builtins_table
from .library.services import HostServices, install_services
from .linked import Linked, link_grant
from .loops import GRACE
from .tools import HostTool, ToolDesk
from .workers import Ending, Worker, worker


def run(
    grant: Grant,
    *,
    tools: Mapping[str, Callable[..., Any]],
    inputs: Mapping[str, Any] | None = None,
    budget: Budget | None = None,
    services: HostServices | None = None,
    on_guard: OnGuard | None = None,
) -> Outcome:
    """Run what was granted; blocks until it has ended.

    Tools are called in a thread of the run's own, unless there is no deadline (`seconds=None`) or
    they are marked by `in_caller_thread`.

    tools: the host's functions by the names of the catalog; each that the script names must be
    there. Asynchronous ones are awaited.
    inputs: values of the names that were declared as inputs when the script was analyzed.
    budget: limits of this run, `Budget()` unless given; for each measure the stricter of it and
    of what the policy grants holds.
    services: clock, chance and waiting; the real ones unless given, fixed ones make runs repeatable.
    on_guard: asked where a guard of the grant fires whose rule says `ask`; the run stops unless it
        says yes, or where there is nobody to ask.

    Raises `GrantError` for a grant that cannot be run or a tool that is missing, before anything
    of the script is done. What happens in the script is in the outcome, never an exception; if
    the host is interrupted meanwhile, the outcome comes with `Interrupted`.
    """
    return execute(_alone(grant, tools, inputs or {}, budget, (services, on_guard)))


def execute(execution: Execution) -> Outcome:
    """Run to the end, watched from this thread, or in it if nothing can hang."""
    with stack.room_for(execution.depth):
        if (
            asyncio._get_running_loop() is None  # noqa: SLF001 - the public form raises instead
            and not execution.may_hang
            and stack.suffices(execution.depth)
        ):
            return execution.run(None)
        return _Watch(execution).outcome()


async def run_async(
    grant: Grant,
    *,
    tools: Mapping[str, Callable[..., Any]],
    inputs: Mapping[str, Any] | None = None,
    budget: Budget | None = None,
    services: HostServices | None = None,
    on_guard: OnGuard | None = None,
) -> Outcome:
    """As `run`, without blocking the caller's event loop.

    The script runs in a thread of its own, and so do synchronous tools; asynchronous ones, and those
    marked by `in_caller_thread`, run on the caller's loop. If the caller is cancelled, so is the run.
    """
    return await execute_async(_alone(grant, tools, inputs or {}, budget, (services, on_guard)))


async def execute_async(execution: Execution) -> Outcome:
    """Run to the end in a worker, watched from the caller's event loop."""
    with stack.room_for(execution.depth):
        return await _AsyncWatch(execution, asyncio.get_running_loop()).outcome()


@final
class _End:
    """How a run has ended: with an outcome, or with what is to be raised in the caller."""

    def __init__(self, outcome: Outcome | None, error: BaseException | None) -> None:
        self.outcome = outcome
        self.error = error

    @property
    def is_orderly(self) -> bool:
        """Whether nothing of it may be left in its thread, which can be used again."""
        return isinstance(self.outcome, (Finished, Raised))

    def result(self) -> Outcome:
        """The outcome, or its exception."""
        if self.error is not None:
            raise self.error
        assert self.outcome is not None
        return self.outcome


def _start(execution: Execution, host: HostTasks | None, tell: Callable[[_End], None]) -> Worker:
    """Let a worker run and tell how it ended, unless it was left behind meanwhile."""
    context = contextvars.copy_context()

    def task() -> Ending:
        try:
            end = _End(context.run(execution.run, host), None)
        except BaseException as error:  # noqa: BLE001 - carried over to the caller's thread
            end = _End(None, error)
        if not execution.claim():
            return _nothing, False
        return lambda: tell(end), end.is_orderly

    chosen = worker(execution.depth)
    chosen.give(task)
    return chosen


def _nothing() -> None:
    """What a worker tells that was left behind."""


@final
class _Watch:
    """The caller's thread while a worker runs: it waits, and calls the tools that belong to it."""

    def __init__(self, execution: Execution) -> None:
        self.execution = execution
        self.mail: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self.end: _End | None = None

    def outcome(self) -> Outcome:
        """Wait for the end of the run, not longer than its budget allows."""
        execution = self.execution
        execution.desk.call_back = self.mail.put
        used = _start(execution, None, self._tell)
        while self.end is None:
            try:
                self.mail.get(timeout=execution.patience())()
            except Empty:
                if execution.is_stuck() and execution.claim():
                    return execution.abandon()
            except KeyboardInterrupt:
                if execution.is_interrupted:
                    raise
                execution.interrupt()
        if not self.end.is_orderly:
            used.thread.join()
        return self.end.result()

    def _tell(self, end: _End) -> None:
        """Hear of the end from the run's thread."""
        self.end = end
        self.mail.put(_nothing)


@final
class _AsyncWatch:
    """The caller's event loop while a worker runs."""

    def __init__(self, execution: Execution, loop: asyncio.AbstractEventLoop) -> None:
        self.execution = execution
        self.loop = loop
        self.tasks = HostTasks(loop)
        self.ended: asyncio.Future[_End] = loop.create_future()
        self.timer: asyncio.TimerHandle | None = None
        self.has_told = False

    async def outcome(self) -> Outcome:
        """Wait for the end of the run, and of all that it has begun on this loop."""
        self.execution.desk.call_back = self.loop.call_soon_threadsafe
        used = _start(self.execution, self.tasks, self._tell)
        self._look()
        try:
            end = await asyncio.shield(self.ended)
        except asyncio.CancelledError:
            self.execution.cancel()
            self._look()
            await asyncio.wait({self.ended})
            raise
        finally:
            if self.timer is not None:
                self.timer.cancel()
            await self.tasks.end(GRACE)
            if self.has_told and not self.ended.result().is_orderly:
                used.thread.join()
        return end.result()

    def _look(self) -> None:
        """Leave a run behind whose time is up; else look again when it may be."""
        if self.timer is not None:
            self.timer.cancel()
        if self.ended.done():
            return
        if self.execution.is_stuck() and self.execution.claim():
            self.ended.set_result(_End(self.execution.abandon(), None))
            return
        self.timer = self.loop.call_later(self.execution.patience(), self._look)

    def _tell(self, end: _End) -> None:
        """Hear of the end from the run's thread, unless nobody waits any more: the loop is closed."""
        with suppress(RuntimeError):
            self.loop.call_soon_threadsafe(self._hear, end)

    def _hear(self, end: _End) -> None:
        self.has_told = True
        self.ended.set_result(end)


def _alone(
    grant: object,
    tools: Mapping[str, object],
    inputs: Mapping[str, Any],
    budget: Budget | None,
    host: tuple[HostServices | None, OnGuard | None],
) -> Execution:
    """The run of a script by itself, once its grant, tools and inputs are looked at."""
    if not isinstance(grant, Grant):
        message = f"run takes the grant of a decision, not {type(grant).__name__}"
        raise GrantError(message)
    if grant.digests.session:
        raise GrantError("the grant is for a snippet of a session: run it in that session")
    linked = link_grant(grant)
    limits = tightest(grant.budget, Budget() if budget is None else budget)
    desk = ToolDesk(total=limits.tool_calls, per_tool=limits.calls_per_tool, price=limits.price)
    services, on_guard = host
    desk.guards = make_guards(grant, on_guard)
    begun = time.monotonic()
    runtime = make_runtime(limits, begun)
    runtime.program = linked.program
    if services is not None:
        install_services(runtime, services)
    environment = builtins_table().copy()
    host_tools = _tools(grant, linked, tools, desk)
    environment.update(host_tools)
    environment.update(bring_in(runtime, inputs))
    runtime.environment = environment

    def release(_: Outcome | None) -> None:
        linked.program.release(runtime)

    may_hang = bool(host_tools) and limits.seconds is not None
    return Execution(linked.program, runtime, desk, limits, begun, release, may_hang=may_hang)


def _tools(
    grant: Grant, linked: Linked, tools: Mapping[str, object], desk: ToolDesk
) -> dict[str, object]:
    _, catalog = grant.parts
    result: dict[str, object] = {}
    for name in (*linked.needed, *linked.shadowed):
        description = catalog.tools[name]
        function = tools.get(name, tools.get(description.wire_name))
        if function is None and name in linked.shadowed:
            continue
        if function is None:
            raise GrantError(
                f"the script calls the tool `{name}`, but no function is given for it: pass"
                f' tools={{"{description.wire_name}": …}}'
            )
        if not callable(function):
            kind = type(function).__name__
            raise GrantError(f"the tool `{name}` is a {kind}, which cannot be called")
        result[name] = HostTool(description, function, desk)
    return result
