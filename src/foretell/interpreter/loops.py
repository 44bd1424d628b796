"""Event loops of a run: where coroutines of the script and awaitables of the host meet.

A script is interpreted by one thread. Its coroutines run on a loop of their own in that thread,
made when first needed. Awaitables of the host run on that loop too, or, where the host called
`run_async`, on the host's own loop in the host's thread.

A stop leaves the loop at once, whatever task it was raised in. Then nothing of the script runs any
more, but what the host has under way is cancelled, and may end in order.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Coroutine
from contextlib import suppress
from typing import Any, Final, final

from .host_tasks import HostTasks, result_of
from .kernel import Runtime, Stop
from .tools import ToolDesk

LONGEST_WAIT: Final = 1_000_000.0
"""Seconds; more than this cannot be waited for in one go on every platform."""

GRACE: Final = 2.0
"""Seconds in which what a stopped run has under way may end; then it is left behind."""


@final
class ScriptLoop:
    """The loop on which the coroutines of one run are driven; `host` is the host's, if it has one."""

    def __init__(self, runtime: Runtime, desk: ToolDesk, host: HostTasks | None) -> None:
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
            return self._complete(loop, coroutine)
        finally:
            tasks = asyncio.all_tasks(loop)
            if tasks and not self.runtime.over:  # as `asyncio.run` does
                for task in tasks:
                    task.cancel()
                self._complete(loop, asyncio.gather(*tasks, return_exceptions=True))

    def _complete(self, loop: asyncio.AbstractEventLoop, awaitable: Any) -> object:
        """Run the loop until something is done; whatever a stop leaves behind is cancelled."""
        timer = loop.call_later(max(0.0, min(self._left(), LONGEST_WAIT)), self.expire)
        try:
            return loop.run_until_complete(awaitable)
        except Stop:
            self._end(loop)
            raise
        finally:
            timer.cancel()

    def _left(self) -> float:
        return self.runtime.deadline - time.monotonic()

    def expire(self) -> None:
        """Leave the loop if time is up."""
        if self._left() <= 0.0:
            raise Stop("seconds", "the time budget is used up")
        assert self.loop is not None
        self.loop.call_later(min(self._left(), LONGEST_WAIT), self.expire)

    def wake(self) -> None:
        """Let the loop see that time is up; called from another thread when the run is cancelled.

        The loop must see that before it sees that what the host awaits was cancelled: the script
        would go on with its `finally`.
        """
        loop = self.loop
        if loop is not None:
            with suppress(RuntimeError):  # it is closed
                loop.call_soon_threadsafe(self.expire)
        if self.host is not None:
            self.host.cancel()

    def _end(self, loop: asyncio.AbstractEventLoop) -> None:
        """After a stop: cancel all tasks, in which only what the host awaits goes on."""
        self.runtime.end()
        tasks = asyncio.all_tasks(loop)

        def discard(task: asyncio.Task[Any]) -> None:
            tasks.discard(task)
            if not tasks:
                loop.stop()

        for task in list(tasks):
            task.cancel()
            task.add_done_callback(discard)
        latest = time.monotonic() + GRACE
        while tasks and time.monotonic() < latest:
            timer = loop.call_at(loop.time() + latest - time.monotonic(), loop.stop)
            with suppress(Stop):  # a callback of the script, which must not run
                loop.run_forever()
            timer.cancel()

    def wait(self, awaitable: Awaitable[Any]) -> Any:
        """Block until an awaitable of the host is done: a synchronous call of an async tool."""
        if self.host is not None:
            future = self.host.start(awaitable)
            try:
                return future.result(max(0.0, min(self._left(), LONGEST_WAIT)))
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
        return self.run(result_of(awaitable))

    def bridge(self, awaitable: Awaitable[Any]) -> Awaitable[Any]:
        """An awaitable of the host as one that this loop can await."""
        if self.host is None:
            return result_of(awaitable)
        return asyncio.wrap_future(self.host.start(awaitable))

    def time(self) -> float:
        """The loop's clock."""
        return time.monotonic() if self.loop is None else self.loop.time()

    def close(self) -> None:
        """Let go of the loop."""
        loop, self.loop = self.loop, None
        if loop is not None:
            with suppress(Exception):  # what a generator of the host does when it is closed
                loop.run_until_complete(asyncio.wait_for(loop.shutdown_asyncgens(), GRACE))
            loop.close()


def _ignore(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """A task of the script that failed unheard is nothing to tell the host's log."""
