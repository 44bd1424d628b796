"""Awaitables of the host's tools, and the tasks in which they run on the host's own loop."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable
from concurrent.futures import Future
from typing import Any, final

from .tool_coroutines import LeftError


async def result_of(awaitable: Awaitable[Any]) -> Any:
    """Await what a tool gave; what would end the loop is carried past it."""
    try:
        return await awaitable
    except (Exception, asyncio.CancelledError, KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a tool may raise anything
        raise LeftError(error) from None


def _close_unbegun(awaitable: Awaitable[Any]) -> None:
    """Close a coroutine whose task was cancelled before its first step; else Python warns."""
    if inspect.iscoroutine(awaitable) and inspect.getcoroutinestate(awaitable) == "CORO_CREATED":
        awaitable.close()


@final
class HostTasks:
    """The tasks of one run on the loop of the host that called `run_async`."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._futures: set[Future[Any]] = set()
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, awaitable: Awaitable[Any]) -> Future[Any]:
        """Let the host's loop await something; called from the run's thread."""
        future = asyncio.run_coroutine_threadsafe(self._follow(awaitable), self.loop)
        self._futures.add(future)
        future.add_done_callback(lambda _: _close_unbegun(awaitable))
        future.add_done_callback(self._futures.discard)
        return future

    async def _follow(self, awaitable: Awaitable[Any]) -> Any:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            return await result_of(awaitable)
        finally:
            self._tasks.discard(task)

    def cancel(self) -> None:
        """Cancel what is under way: once, for a second time would disturb a tool that cleans up."""
        for future in list(self._futures):
            future.cancel()

    async def end(self, grace: float) -> None:
        """Cancel what is under way and wait until it has ended, not longer than `grace` seconds."""
        self.cancel()
        await asyncio.sleep(0)  # those that were cancelled before their first step
        await asyncio.sleep(0)
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=grace)
