"""Tools that must be called in the thread, or on the event loop, of whoever called `run`."""

from __future__ import annotations

import contextvars
import functools
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Final

Host = Callable[..., Any]

MARK: Final = "__foretell_caller_thread__"


def in_caller_thread(function: Host) -> Host:
    """Mark a tool that depends on the thread of the caller, such as one with an SQLite connection.

    It is called in the thread that called `run`, or on the event loop that awaits `run_async`. If
    it hangs, so does that: the deadline of the run cannot help it.
    """

    @functools.wraps(function)
    def tool(*arguments: Any, **keywords: Any) -> Any:
        return function(*arguments, **keywords)

    setattr(tool, MARK, True)
    return tool


def is_marked(function: object) -> bool:
    """Must it be called in the caller's thread?"""
    marks: Any = getattr(function, "__dict__", {})
    return type(marks) is dict and marks.get(MARK) is True


def through(call_back: Callable[[Callable[[], None]], object], function: Host) -> Host:
    """A function that lets the caller's thread call `function`, and waits for it."""

    def call(*arguments: Any, **keywords: Any) -> Any:
        answers: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()
        context = contextvars.copy_context()

        def answer() -> None:
            try:
                answers.put((context.run(function, *arguments, **keywords), None))
            except BaseException as error:  # noqa: BLE001 - raised again where it was called
                answers.put((None, error))

        call_back(answer)
        value, error = answers.get()
        if error is not None:
            raise error
        return value

    return call
