"""Threads in which runs are interpreted that their callers must be able to leave behind.

Starting a thread costs more than a small script, so a worker whose run has ended in order waits a
little for the next one. After a run that was stopped it ends.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Final, final

from . import stack

IDLE: Final = 5.0
"""Seconds that a worker waits for another run."""

Ending = tuple[Callable[[], None], bool]
"""What tells the caller how a run has ended; whether its worker may be used again."""

_idle: Final[list[Worker]] = []


@final
class Worker:
    """A thread that runs one task after the other, with a stack for calls `depth` deep."""

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self._tasks: SimpleQueue[Callable[[], Ending]] = SimpleQueue()
        self.thread = stack.thread(self._serve, depth)

    def give(self, task: Callable[[], Ending]) -> None:
        """Let it run a task, and report."""
        self._tasks.put(task)

    def _serve(self) -> None:
        while True:
            try:
                task = self._tasks.get(timeout=IDLE)
            except Empty:
                if self._retire():
                    return
                continue
            report, is_reusable = task()
            if is_reusable:
                _idle.append(self)  # before the report: the caller's next run finds it here
            report()
            if not is_reusable:
                return
            del task, report

    def _retire(self) -> bool:
        """Be idle no more; not if somebody has just taken this worker and is about to give a task."""
        try:
            _idle.remove(self)
        except ValueError:
            return False
        return True


def worker(depth: int) -> Worker:
    """An idle worker whose stack is large enough, or a new one."""
    wanted = max(depth, stack.USUAL_DEPTH)
    for one in _idle[:]:
        if one.depth >= wanted and one._retire():  # noqa: SLF001 - our own
            return one
    return Worker(wanted)


os.register_at_fork(after_in_child=_idle.clear)  # a child has none of the threads
