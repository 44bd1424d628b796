"""What calling an asynchronous tool gives. Never compiled: compiled generators do not close."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Generator
from typing import TYPE_CHECKING, Any, TypeGuard, final

from .kernel import Runtime

if TYPE_CHECKING:
    from .tools import CallRecord, HostTool


class LeftError(Exception):
    """A tool raised what is no `Exception`, as `SystemExit`; a loop would end itself with it."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


def is_awaitable(answer: object) -> TypeGuard[Awaitable[Any]]:
    """Is an answer of the host something to wait for?"""
    return hasattr(type(answer), "__await__")


@final
class ToolCall:
    """What calling an asynchronous tool gives: a coroutine that makes the call when awaited."""

    def __init__(
        self,
        tool: HostTool,
        runtime: Runtime,
        record: CallRecord,
        answer: Any = None,
    ) -> None:
        self.tool = tool
        self.runtime = runtime
        self.record = record
        self.answer = answer  # None: the call is still to be made
        self.steps: Generator[Any, Any, Any] | None = None
        self.is_done = False

    def __await__(self) -> Generator[Any, Any, Any]:
        if self.is_done or self.steps is not None:
            raise RuntimeError("cannot reuse already awaited coroutine")
        self.steps = self._run()
        return self.steps

    def _run(self) -> Generator[Any, Any, Any]:
        tool, runtime = self.tool, self.runtime
        record = self.record
        if self.answer is None:
            tool.desk.open(tool.description, record)
            self.answer = tool.ask(runtime, record)
        answer, self.answer = self.answer, None
        failure: BaseException | None = None
        try:
            if is_awaitable(answer):
                answer = yield from tool.desk.bridge(answer).__await__()
        except LeftError as error:
            failure = tool.left(record, error.error)
        except Exception as error:  # noqa: BLE001 - a tool may raise anything
            failure = tool.failed(runtime, record, error)
        finally:
            self.is_done = True
        if failure is not None:  # behind the clauses: the host's must not be its context
            raise failure
        return tool.close(runtime, record, answer)

    def send(self, value: Any) -> Any:
        """Resume; part of the coroutine protocol."""
        if self.is_done:
            raise RuntimeError("cannot reuse already awaited coroutine")
        if self.steps is None:
            self.steps = self._run()
        return self.steps.send(value)

    def throw(self, kind: Any, value: Any = None, traceback: Any = None) -> Any:
        """Resume with an exception; part of the coroutine protocol."""
        if self.steps is None:
            self.steps = self._run()
        error = kind if value is None else value
        del traceback
        return self.steps.throw(error)

    def close(self) -> None:
        """End it; a call that was begun is left unfinished in the trace."""
        self.is_done = True
        if self.steps is not None:
            self.steps.close()
        elif inspect.iscoroutine(self.answer):
            self.answer.close()

    def __del__(self) -> None:
        if self.steps is None and inspect.iscoroutine(self.answer):
            self.answer.close()

    def __repr__(self) -> str:
        return f"<coroutine object {self.tool.name}>"
