"""`asyncio.as_completed`, which begins tasks, and asks them, in the order in which they were given.

The host's goes by a set of them, in the order of their addresses.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Iterator
from typing import Any, final

Task = asyncio.Future[Any]


@final
class Completion:
    """Tasks that are waited for together, and those that are done in the order of their ends.

    None in the place of a task stands for one that did not end in time.
    """

    def __init__(self, tasks: Iterable[Task], timeout: float | None) -> None:
        self.pending = dict.fromkeys(tasks)
        self.count = len(self.pending)
        self.ended: asyncio.Queue[Task | None] = asyncio.Queue()
        self.timer: asyncio.TimerHandle | None = None
        for one in self.pending:
            one.add_done_callback(self.finish)
        if self.pending and timeout is not None:
            self.timer = asyncio.get_running_loop().call_later(timeout, self.give_up)

    def finish(self, one: Task) -> None:
        """A task is done."""
        if one not in self.pending:
            return  # too late
        del self.pending[one]
        self.ended.put_nowait(one)
        if self.timer is not None and not self.pending:
            self.timer.cancel()

    def give_up(self) -> None:
        """The time is up."""
        for _ in self.pending:
            self.ended.put_nowait(None)
        self.pending.clear()

    async def wait_for_one(self) -> Any:
        """What the next task that is done has given."""
        one = await self.ended.get()
        if one is None:
            raise TimeoutError
        return one.result()


def completed_in_order(
    fs: Any, *, timeout: float | None = None
) -> Iterator[Coroutine[Any, Any, Any]]:
    """`asyncio.as_completed(fs, timeout=…)`: an awaitable for each, the first done first."""
    if asyncio.isfuture(fs) or asyncio.iscoroutine(fs):
        raise TypeError(f"expect an iterable of futures, not {type(fs).__name__}")
    tasks = [asyncio.ensure_future(one) for one in dict.fromkeys(fs)]
    completion = Completion(tasks, timeout)
    for _ in range(completion.count):
        yield completion.wait_for_one()
