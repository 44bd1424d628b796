"""Takes a `Grant` and the host's functions, runs exactly what was granted, gives an `Outcome`.

Nothing else starts a script: without a grant there is no run, and what is run is the module that
was judged.
"""

from __future__ import annotations

import asyncio
import contextvars
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from foretell_analyzer.errors import GrantError

from ..meter import Budget, tightest
from ..outcome import Outcome
from ..policy.decision import Grant
from . import stack
from .execution import Execution, bring_in, make_runtime, steps_of
from .library import builtins_table
from .library.services import HostServices, install_services
from .linked import Linked, link_grant
from .toolerrors import ToolError
from .tools import HostTool, ToolDesk

GRACE: Final = 2.0
"""Seconds that an interrupted run may take to end; longer if a tool hangs, then it is left behind."""


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
    return execute(_alone(grant, tools, inputs or {}, budget, services))


def execute(execution: Execution) -> Outcome:
    """Run to the end, in this thread if it has no event loop and its stack is large enough."""
    depth = int(execution.runtime.max_depth)
    if asyncio._get_running_loop() is None and stack.suffices(depth):  # noqa: SLF001 - the public form raises instead
        return execution.run(None)
    outcome: list[Outcome] = []
    failed: list[BaseException] = []
    context = contextvars.copy_context()

    def task() -> None:
        try:
            outcome.append(context.run(execution.run, None))
        except BaseException as error:  # noqa: BLE001 - carried over to the caller's thread
            failed.append(error)

    worker = stack.thread(task, depth)
    try:
        worker.join()
    except KeyboardInterrupt:
        execution.interrupt()
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
    return await execute_async(_alone(grant, tools, inputs or {}, budget, services))


async def execute_async(execution: Execution) -> Outcome:
    """Run to the end in a thread of its own, while the caller's event loop goes on."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[Outcome] = loop.create_future()
    context = contextvars.copy_context()

    def task() -> None:
        try:
            outcome = context.run(execution.run, loop)
        except BaseException as error:  # noqa: BLE001 - carried over to the caller's thread
            _tell(loop, ended, None, error)
        else:
            _tell(loop, ended, outcome, None)

    stack.thread(task, int(execution.runtime.max_depth))
    try:
        return await asyncio.shield(ended)
    except asyncio.CancelledError:
        execution.cancel()
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


def _alone(
    grant: object,
    tools: Mapping[str, object],
    inputs: Mapping[str, Any],
    budget: Budget | None,
    services: HostServices | None,
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
    begun = time.monotonic()
    runtime = make_runtime(limits, begun)
    runtime.program = linked.program
    if services is not None:
        install_services(runtime, services)
    environment = builtins_table().copy()
    environment["ToolError"] = ToolError
    environment.update(_tools(grant, linked, tools, desk))
    environment.update(bring_in(runtime, inputs))
    runtime.environment = environment

    def release(_: Outcome | None) -> None:
        linked.program.release(runtime)

    return Execution(linked.program, runtime, desk, begun, steps_of(limits), release)


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
