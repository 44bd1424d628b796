"""Event loops of a run: where coroutines of the script and awaitables of the host meet.

A script is interpreted by one thread. Its coroutines run on a loop of their own in that thread,
made when first needed. Awaitables of the host run on that loop too, or, where the host called
`run_async`, on the host's own loop in the host's thread.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Coroutine
from typing import Any, Final, final

from .kernel import Runtime, Stop
from .tool_coroutines import LeftError
from .tools import ToolDesk

LONGEST_WAIT: Final = 1_000_000.0
"""Seconds; more than this cannot be waited for in one go on every platform."""


@final
class ScriptLoop:
    """The loop on which the coroutines of one run are driven; `host` is the host's, if it has one."""

    def __init__(
        self, runtime: Runtime, desk: ToolDesk, host: asyncio.AbstractEventLoop | None
    ) -> None:
        self.runtime = runtime
        self.desk = desk
        self.host = host
        self.loop: asyncio.AbstractEventLoop | None = None

    def run(self, coroutine: Any) -> object:
        """Drive a coroutine to its end, as `asyncio.run` does, within the deadline."""
        loop = self.loop
        if loop is None:
            loop = self.loop = asyncio.new_event_loop()
            loop.set_exception_handler(_ignore)
        if loop.is_running():
            if isinstance(coroutine, Coroutine):
                coroutine.close()
            raise RuntimeError("asyncio.run() cannot be called from a running event loop")
        try:
            return loop.run_until_complete(self._within_deadline(coroutine))
        finally:
            self._cancel_tasks(loop)
            if self.desk.stop is not None:  # a task may have kept it to itself
                raise self.desk.stop

    async def _within_deadline(self, coroutine: Any) -> object:
        task = asyncio.ensure_future(coroutine)
        left = self.runtime.deadline - time.monotonic()
        done, _ = await asyncio.wait({task}, timeout=None if left > LONGEST_WAIT else left)
        if not done:
            self.desk.stop = Stop("seconds", "the time budget is used up")
            return None
        return task.result()

    def _cancel_tasks(self, loop: asyncio.AbstractEventLoop) -> None:
        tasks = [task for task in asyncio.all_tasks(loop) if not task.done()]
        for task in tasks:
            task.cancel()
        if tasks:
            loop.run_until_complete(asyncio.wait(tasks, timeout=1.0))

    def wait(self, awaitable: Awaitable[Any]) -> Any:
        """Block until an awaitable of the host is done: a synchronous call of an async tool."""
        left = max(0.0, self.runtime.deadline - time.monotonic())
        if self.host is not None:
            future = asyncio.run_coroutine_threadsafe(_result(awaitable), self.host)
            try:
                return future.result(min(left, LONGEST_WAIT))
            except TimeoutError:
                if future.done():
                    raise
                future.cancel()
                raise Stop("seconds", "the time budget is used up") from None
        if self.loop is not None and self.loop.is_running():
            close = getattr(awaitable, "close", None)
            if close is not None:
                close()
            message = "a tool gave something to await, but its catalog says that it is not async"
            raise Stop("host", message)
        return self.run(_result(awaitable))

    def bridge(self, awaitable: Awaitable[Any]) -> Awaitable[Any]:
        """An awaitable of the host as one that this loop can await."""
        if self.host is None:
            return _result(awaitable)
        return asyncio.wrap_future(asyncio.run_coroutine_threadsafe(_result(awaitable), self.host))

    def time(self) -> float:
        """The loop's clock."""
        return time.monotonic() if self.loop is None else self.loop.time()

    def close(self) -> None:
        """Cancel what still runs and let go of the loop."""
        loop, self.loop = self.loop, None
        if loop is not None:
            self._cancel_tasks(loop)
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()


async def _result(awaitable: Awaitable[Any]) -> Any:
    try:
        return await awaitable
    except (Exception, asyncio.CancelledError, KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a tool may raise anything
        raise LeftError(error) from None


def _ignore(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """A task of the script that failed unheard is nothing to tell the host's log."""
