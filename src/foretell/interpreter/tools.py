"""Tools at run time: binding arguments, counting calls, keeping the trace, crossing the border.

A `ToolDesk` is the one place through which a run calls its host. A call is written into the trace
before it is made, and its end after it.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Awaitable, Callable, Generator, Mapping
from typing import Any, Final, TypeGuard, final

from foretell_analyzer.catalog.tools import Tool as ToolDescription

from .border import CannotCrossError, host_fault, inwards, outwards
from .kernel import Runtime, Stop
from .toolerrors import script_error
from .values import Tool

Host = Callable[..., Any]


@final
class CallRecord:
    """A tool call while it is under way and after; `site` is the index of its node."""

    __slots__ = ("arguments", "error", "finished", "result", "site", "tool")

    def __init__(self, tool: str, arguments: dict[str, Any], site: int) -> None:
        self.tool = tool
        self.arguments = arguments
        self.site = site
        self.result: Any = None
        self.error: str | None = None
        self.finished = False


@final
class ToolDesk:
    """Counts and records the tool calls of one run.

    `wait` blocks until an awaitable of the host is done (used where a script calls an
    asynchronous tool without `await`); `bridge` makes an awaitable of the host one that the
    script's own event loop can await.
    """

    def __init__(
        self,
        *,
        total: int | None,
        per_tool: Mapping[str, int],
        price: float | None,
    ) -> None:
        self.total = total
        self.per_tool = per_tool
        self.price_limit = price
        self.records: list[CallRecord] = []
        self.counts: dict[str, int] = {}
        self.price = 0.0
        self.stop: Stop | None = None
        self.wait: Callable[[Awaitable[Any]], Any] = _no_loop
        self.bridge: Callable[[Awaitable[Any]], Awaitable[Any]] = _same

    def open(self, tool: ToolDescription, arguments: dict[str, Any], site: int) -> CallRecord:
        """Count a call and begin its record; `Stop` if the budget has none left.

        The stop is kept: a script that gathers its tasks' exceptions does not get on with it.
        """
        name = tool.name
        count = self.counts.get(name, 0) + 1
        price = self.price + (tool.price or 0.0)
        if self.stop is None:
            self.stop = self._exceeded(name, count, price)
        if self.stop is not None:
            raise self.stop
        self.counts[name] = count
        self.price = price
        record = CallRecord(name, arguments, site)
        self.records.append(record)
        return record

    def _exceeded(self, name: str, count: int, price: float) -> Stop | None:
        if self.total is not None and len(self.records) >= self.total:
            return Stop("tool_calls", f"more than {self.total} tool calls")
        limit = self.per_tool.get(name)
        if limit is not None and count > limit:
            return Stop("tool_calls", f"more than {limit} calls of `{name}`")
        if self.price_limit is not None and price > self.price_limit:
            message = f"calling `{name}` would cost more than the price limit {self.price_limit}"
            return Stop("price", message)
        return None


def _no_loop(awaitable: Awaitable[Any]) -> Any:  # noqa: ARG001 - stands in until a run sets it
    raise Stop("host", "the host gave an awaitable, but this run has no event loop")


def _same(awaitable: Awaitable[Any]) -> Awaitable[Any]:
    return awaitable


@final
class HostTool(Tool):
    """A tool of the catalog with the host function behind it."""

    def __init__(self, description: ToolDescription, function: Host, desk: ToolDesk) -> None:
        super().__init__(description.name)
        self.description = description
        self.function = function
        self.desk = desk
        self.names: Final = [one.name for one in description.parameters if not one.is_keyword_only]
        self.known: Final = {one.name: one.wire_name for one in description.parameters}
        self.required: Final = [one.name for one in description.parameters if one.is_required]
        self.leading: Final = _positional_only(function)

    def call(
        self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any], site: int
    ) -> object:
        """Bind, record, call, and bring the result in."""
        given = self.bind(runtime, arguments, keywords)
        if self.description.is_async:
            return ToolCall(self, runtime, given, site)
        record = self.desk.open(self.description, given, site)
        answer = self.ask(runtime, record)
        if _is_awaitable(answer):
            if self.description.is_async is False:
                answer = self.settle(runtime, record, lambda: self.desk.wait(answer))
            else:
                return ToolCall(self, runtime, given, site, record, answer)
        return self.close(runtime, record, answer)

    def bind(
        self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]
    ) -> dict[str, Any]:
        """Arguments by parameter name, as plain data; TypeError in Python's words."""
        name, names = self.name, self.names
        if len(arguments) > len(names):
            takes = f"{len(names)} positional argument{'' if len(names) == 1 else 's'}"
            given = f"{len(arguments)} {'was' if len(arguments) == 1 else 'were'} given"
            raise TypeError(f"{name}() takes {takes} but {given}")
        bound: dict[str, Any] = dict(zip(names, arguments, strict=False))
        for key, value in keywords.items():
            if key in bound:
                raise TypeError(f"{name}() got multiple values for argument {key!r}")
            if key not in self.known and not self.description.admits_extra:
                raise TypeError(f"{name}() got an unexpected keyword argument {key!r}")
            bound[key] = value
        missing = [repr(one) for one in self.required if one not in bound]
        if missing:
            listed = missing[-1] if len(missing) == 1 else _listed(missing)
            plural = "" if len(missing) == 1 else "s"
            count = len(missing)
            raise TypeError(f"{name}() missing {count} required argument{plural}: {listed}")
        for key, value in bound.items():
            try:
                bound[key] = outwards(runtime, value)
            except CannotCrossError as refusal:
                where = f"{key}{refusal.path}"
                message = f"{name}() cannot take a value of type {refusal.kind!r} (in {where})"
                raise TypeError(message) from None
        return bound

    def ask(self, runtime: Runtime, record: CallRecord) -> Any:
        """Call the host function; what it raises is recorded and becomes the script's."""
        by_name = {self.known.get(key, key): value for key, value in record.arguments.items()}
        leading = [by_name.pop(key) for key in self.leading if key in by_name]
        return self.settle(runtime, record, lambda: self.function(*leading, **by_name))

    def settle(self, runtime: Runtime, record: CallRecord, ask: Callable[[], Any]) -> Any:
        """Do what may fail on the host's side."""
        try:
            answer = ask()
        except Exception as error:  # noqa: BLE001 - a tool may raise anything
            raise self.failed(runtime, record, error) from None
        if time.monotonic() > runtime.deadline:
            raise Stop("seconds", f"the time budget was used up in tool `{self.name}`")
        return answer

    def failed(self, runtime: Runtime, record: CallRecord, error: Exception) -> BaseException:
        """Close a record with an error; gives what the script is to see of it."""
        record.finished = True
        record.error = f"{type(error).__name__}: {error}"
        return script_error(runtime, error)

    def close(self, runtime: Runtime, record: CallRecord, answer: Any) -> object:
        """Close a record with an answer; gives it as the script's value."""
        record.finished = True
        try:
            record.result = inwards(runtime, answer)
            # The script may change what it gets; the record must not change with it.
            return inwards(runtime, record.result)
        except CannotCrossError as refusal:
            record.result = None
            record.error = f"returned a {refusal.kind}"
            raise host_fault(self.name, refusal) from None


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + ("," if len(names) > 2 else "") + f" and {names[-1]}"


def _positional_only(function: Host) -> list[str]:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [one.name for one in parameters if one.kind is inspect.Parameter.POSITIONAL_ONLY]


def _is_awaitable(answer: object) -> TypeGuard[Awaitable[Any]]:
    return hasattr(type(answer), "__await__")


@final
class ToolCall:
    """What calling an asynchronous tool gives: a coroutine that makes the call when awaited."""

    def __init__(
        self,
        tool: HostTool,
        runtime: Runtime,
        arguments: dict[str, Any],
        site: int,
        record: CallRecord | None = None,
        answer: Any = None,
    ) -> None:
        self.tool = tool
        self.runtime = runtime
        self.arguments = arguments
        self.site = site
        self.record = record
        self.answer = answer
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
        if record is None:
            record = tool.desk.open(tool.description, self.arguments, self.site)
            self.answer = tool.ask(runtime, record)
        answer, self.answer = self.answer, None
        try:
            if _is_awaitable(answer):
                try:
                    answer = yield from tool.desk.bridge(answer).__await__()
                except Exception as error:  # noqa: BLE001 - a tool may raise anything
                    raise tool.failed(runtime, record, error) from None
            return tool.close(runtime, record, answer)
        finally:
            self.is_done = True

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
