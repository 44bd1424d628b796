"""Takes a `Grant` and the host's functions, runs exactly what was granted, gives an `Outcome`.

Nothing else starts a script: without a grant there is no run, and what is run is the module that
was judged.
"""

from __future__ import annotations

import asyncio
import contextvars
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any, Final

from foretell_analyzer.errors import GrantError

from ..meter import Budget, Usage, tightest
from ..outcome import (
    Finished,
    Interrupted,
    Outcome,
    Raised,
    RunError,
    Stopped,
    Trace,
    TraceEntry,
)
from ..policy.decision import Grant
from . import stack
from .border import CannotCrossError, inwards, outwards
from .census import weigh_run
from .formatting import represent
from .kernel import Runtime, Stop, enter_runtime, install_census
from .library import builtins_table
from .library.services import HostServices, close_services, install_services
from .linked import Linked, link_grant
from .loops import ScriptLoop
from .marks import Interrupt
from .sealed import opened
from .tools import HostTool, ToolDesk
from .tracebacks import describe

NO_LIMIT: Final = 2**62
FRAMES_PER_CALL: Final = 30
"""Host frames that a call of a script function may need in the pure form, at the most."""

GRACE: Final = 2.0
"""Seconds that an interrupted run may take to end; longer if a tool hangs, then it is left behind."""

install_census(weigh_run)


def run(
    grant: Grant,
    *,
    tools: Mapping[str, Callable[..., Any]],
    inputs: Mapping[str, Any] | None = None,
    budget: Budget | None = None,
    services: HostServices | None = None,
) -> Outcome:
    """Run what was granted; blocks until it has ended.

    It runs in this thread unless an event loop runs here or its stack is too small.

    tools: the host's functions by the names of the catalog; each that the script names must be
    there. Asynchronous ones are awaited.
    inputs: values of the names that were declared as inputs when the script was analyzed.
    budget: limits of this run, `Budget()` unless given; for each measure the stricter of it and
    of what the policy grants holds.
    services: clock, chance and waiting; the real ones unless given, fixed ones make runs repeatable.

    Raises `GrantError` for a grant that cannot be run or a tool that is missing, before anything
    of the script is done. What happens in the script is in the outcome, never an exception; if
    the host is interrupted meanwhile, the outcome comes with `Interrupted`.
    """
    session = _Session(grant, tools, inputs or {}, budget, services)
    depth = int(session.runtime.max_depth)
    if asyncio._get_running_loop() is None and stack.suffices(depth):  # noqa: SLF001 - the public form raises instead
        return session.run(None)
    outcome: list[Outcome] = []
    failed: list[BaseException] = []
    context = contextvars.copy_context()

    def task() -> None:
        try:
            outcome.append(context.run(session.run, None))
        except BaseException as error:  # noqa: BLE001 - carried over to the caller's thread
            failed.append(error)

    worker = stack.thread(task, depth)
    try:
        worker.join()
    except KeyboardInterrupt:
        session.interrupt()
        worker.join(GRACE)
        if not failed:
            raise
    if failed:
        raise failed[0]
    return outcome[0]


async def run_async(
    grant: Grant,
    *,
    tools: Mapping[str, Callable[..., Any]],
    inputs: Mapping[str, Any] | None = None,
    budget: Budget | None = None,
    services: HostServices | None = None,
) -> Outcome:
    """As `run`, without blocking the caller's event loop.

    The script runs in a thread of its own, and so do synchronous tools; asynchronous ones run on
    the caller's loop. If the caller is cancelled, so is the run.
    """
    session = _Session(grant, tools, inputs or {}, budget, services)
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[Outcome] = loop.create_future()
    context = contextvars.copy_context()

    def task() -> None:
        try:
            outcome = context.run(session.run, loop)
        except BaseException as error:  # noqa: BLE001 - carried over to the caller's thread
            _tell(loop, ended, None, error)
        else:
            _tell(loop, ended, outcome, None)

    stack.thread(task, int(session.runtime.max_depth))
    try:
        return await asyncio.shield(ended)
    except asyncio.CancelledError:
        session.cancel()
        raise


def _tell(
    loop: asyncio.AbstractEventLoop,
    future: asyncio.Future[Outcome],
    outcome: Outcome | None,
    error: BaseException | None,
) -> None:
    """Settle a future from the run's thread, unless nobody waits any more: the loop is closed."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(_settle, future, outcome, error)


def _settle(
    future: asyncio.Future[Outcome], outcome: Outcome | None, error: BaseException | None
) -> None:
    if future.done():
        return
    if error is not None:
        future.set_exception(error)
    elif outcome is not None:
        future.set_result(outcome)


_recursion_lock = threading.Lock()
_recursion_users: list[int] = []


@contextmanager
def _room_for(depth: int) -> Iterator[None]:
    """Let the host's limit on frames stay above ours; it is process-wide, so the last one out
    puts it back.
    """
    needed = depth * FRAMES_PER_CALL + 2_000
    with _recursion_lock:
        if not _recursion_users:
            _recursion_users.append(sys.getrecursionlimit())
        _recursion_users.append(needed)
        sys.setrecursionlimit(max(sys.getrecursionlimit(), needed))
    try:
        yield
    finally:
        with _recursion_lock:
            _recursion_users.remove(needed)
            if len(_recursion_users) == 1:
                sys.setrecursionlimit(_recursion_users.pop())


class _Session:
    """One run, from the check of its grant to its outcome."""

    def __init__(
        self,
        grant: object,
        tools: Mapping[str, object],
        inputs: Mapping[str, Any],
        budget: Budget | None,
        services: HostServices | None,
    ) -> None:
        if not isinstance(grant, Grant):
            message = f"run takes the grant of a decision, not {type(grant).__name__}"
            raise GrantError(message)
        self.is_interrupted = False
        self.linked: Linked = link_grant(grant)
        self.budget = tightest(grant.budget, Budget() if budget is None else budget)
        limits = self.budget
        self.desk = ToolDesk(
            total=limits.tool_calls, per_tool=limits.calls_per_tool, price=limits.price
        )
        self.steps = NO_LIMIT if limits.steps is None else limits.steps
        self.begun = time.monotonic()
        self.runtime = Runtime(
            steps=self.steps,
            max_depth=min(limits.recursion, stack.DEEPEST),
            item_limit=limits.item_limit,
            integer_bits=limits.integer_bits,
            output_limit=NO_LIMIT if limits.output is None else limits.output,
            memory_limit=NO_LIMIT if limits.memory is None else limits.memory,
            deadline=float("inf") if limits.seconds is None else self.begun + limits.seconds,
        )
        self.runtime.program = self.linked.program
        if services is not None:
            install_services(self.runtime, services)
        environment = builtins_table().copy()
        environment.update(self._tools(grant, tools))
        environment.update(self._inputs(inputs))
        self.runtime.environment = environment

    def _tools(self, grant: Grant, tools: Mapping[str, object]) -> dict[str, object]:
        _, catalog = grant.parts
        result: dict[str, object] = {}
        for name in (*self.linked.needed, *self.linked.shadowed):
            description = catalog.tools[name]
            function = tools.get(name, tools.get(description.wire_name))
            if function is None and name in self.linked.shadowed:
                continue
            if function is None:
                raise GrantError(
                    f"the script calls the tool `{name}`, but no function is given for it: pass"
                    f' tools={{"{description.wire_name}": …}}'
                )
            if not callable(function):
                kind = type(function).__name__
                raise GrantError(f"the tool `{name}` is a {kind}, which cannot be called")
            result[name] = HostTool(description, function, self.desk)
        return result

    def _inputs(self, inputs: Mapping[str, Any]) -> dict[str, object]:
        result: dict[str, object] = {}
        for name, value in inputs.items():
            try:
                result[name] = inwards(self.runtime, value)
            except CannotCrossError as refusal:
                where = f"{name}{refusal.path}"
                raise GrantError(
                    f"the input `{where}` is a {refusal.kind}, which is no plain data"
                ) from None
        return result

    def cancel(self) -> None:
        """End the run at its next look at the clock."""
        self.runtime.deadline = 0.0

    def interrupt(self) -> None:
        """End the run at its next look at the clock, and tell that the host was interrupted."""
        self.is_interrupted = True
        self.cancel()

    def run(self, host_loop: asyncio.AbstractEventLoop | None) -> Outcome:
        """Run to the end; whatever ends it is in the outcome."""
        runtime = self.runtime
        loop = ScriptLoop(runtime, self.desk, host_loop)
        self.desk.wait, self.desk.bridge = loop.wait, loop.bridge
        runtime.loop = loop
        previous = enter_runtime(runtime)
        try:
            with _room_for(runtime.max_depth):
                return self._outcome(loop)
        finally:
            close_services(runtime)
            self.linked.program.release(runtime)
            enter_runtime(previous)

    def _outcome(self, loop: ScriptLoop) -> Outcome:
        runtime = self.runtime
        try:
            try:
                value = self.linked.program.run(runtime)
                if self.linked.program.is_coroutine:
                    value = loop.run(value)
                plain = self._value(value)
            finally:
                loop.close()
        except Stop as stop:
            if self.is_interrupted or isinstance(stop, Interrupt):
                raise Interrupted(self._stopped(Interrupt(), stop)) from None
            return self._stopped(stop, stop)
        except RecursionError as error:
            too_deep = Stop("recursion", "the script nests deeper than the stack allows")
            return self._stopped(too_deep, error)
        except MemoryError as error:
            return self._stopped(Stop("memory", "the host has no memory left"), error)
        except BaseException as error:  # noqa: BLE001 - the script may raise anything
            if isinstance(error, KeyboardInterrupt) and runtime.raised is not error:
                raise Interrupted(self._stopped(Interrupt(), error)) from None
            try:
                told = self._told(error)
            except Stop as stop:  # making its text runs the script
                return self._stopped(stop, stop)
            return Raised(told, self._stdout(), self._usage(), self._trace())
        return Finished(plain, self._stdout(), self._usage(), self._trace())

    def _value(self, value: object) -> Any:
        """The result as plain data, or as text where it is none."""
        try:
            return outwards(self.runtime, value)
        except CannotCrossError:
            return represent(self.runtime, value)

    def _stopped(self, stop: Stop, error: BaseException) -> Stopped:
        runtime = self.runtime
        runtime.over = True
        error.__cause__ = error.__context__ = None  # their texts may cost what nobody charges now
        told = self._told(error)
        lines, _, _ = told.traceback.rstrip().rpartition("\n")
        text = f"{lines}\nstopped: {stop.message}\n".lstrip()
        told = replace(told, type="Stop", message=stop.message, traceback=text)
        return Stopped(stop.limit, told, self._stdout(), self._usage(), self._trace())

    def _told(self, error: BaseException) -> RunError:
        return describe(error, self.linked.program, self.runtime)

    def _stdout(self) -> str:
        return "".join(self.runtime.output)

    def _usage(self) -> Usage:
        runtime, desk = self.runtime, self.desk
        return Usage(
            steps=self.steps - runtime.reserve - runtime.steps,
            seconds=time.monotonic() - self.begun,
            tool_calls=len(desk.records),
            calls_per_tool=dict(desk.counts),
            price=desk.price,
            output=sum(map(len, runtime.output)),
        )

    def _trace(self) -> Trace:
        records = self.desk.records
        line = self.linked.program.line

        def make() -> tuple[TraceEntry, ...]:
            lines = {site: line(site) for site in {one.site for one in records}}
            return tuple(
                TraceEntry(
                    one.tool,
                    {name: opened(value) for name, value in one.arguments.items()},
                    lines[one.site],
                    opened(one.result),
                    one.error,
                    one.finished,
                )
                for one in records
            )

        return Trace(len(records), make)
