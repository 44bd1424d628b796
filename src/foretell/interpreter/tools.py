"""Tools at run time: binding arguments, counting calls, keeping the trace, crossing the border.

A `ToolDesk` is the one place through which a run calls its host. A call is written into the trace
before it is made, and its end after it.
"""

from __future__ import annotations

import inspect
import time
import types
from collections.abc import Awaitable, Callable, Mapping
from fractions import Fraction
from typing import Any, Final, final

from foretell_analyzer.catalog.tools import Tool as ToolDescription
from foretell_analyzer.catalog.tools import exact

from .border import ATOMS, CannotCrossError, host_fault, name_of_type
from .caller_thread import is_marked, through
from .guards import Guards
from .kernel import Runtime, Stop
from .prices import price_of
from .sealed import send_out, take_in
from .tool_coroutines import LeftError, ToolCall, is_awaitable
from .toolerrors import message_of, script_error
from .values import Tool

Host = Callable[..., Any]
FREE: Final = Fraction(0)


@final
class CallRecord:
    """A tool call, from the moment its arguments are bound; `site` is the index of its node.

    given: the arguments as the host's function gets them; it may change them.
    arguments, result: what crossed, by parameter name; what could change is `Sealed`.
    """

    tool: str
    given: dict[str, Any]
    arguments: dict[str, Any]
    site: int
    result: Any
    error: str | None
    finished: bool

    def __init__(self, tool: str, given: dict[str, Any], site: int) -> None:
        self.tool = tool
        self.given = given
        self.arguments = given
        self.site = site
        self.result = None
        self.error = None
        self.finished = False


@final
class ToolDesk:
    """Counts and records the tool calls of one run.

    calling: the call that the host's function has not returned from; a watcher looks at it.
    wait: blocks until an awaitable of the host is done (used where a script calls an asynchronous
        tool without `await`).
    bridge: makes an awaitable of the host one that the script's own event loop can await.
    call_back: lets the caller's thread call something; None where the run is in that thread.
    is_closed: the outcome has been told.
    guards: what is looked at before each call; None where no rule was left open.
    """

    total: int | None
    per_tool: Mapping[str, int]
    price_limit: float | None
    records: list[CallRecord]
    counts: dict[str, int]
    price: Fraction
    stop: Stop | None
    calling: CallRecord | None
    is_closed: bool
    wait: Callable[[Awaitable[Any]], Any]
    bridge: Callable[[Awaitable[Any]], Awaitable[Any]]
    call_back: Callable[[Callable[[], None]], object] | None
    guards: Guards | None

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
        self.records = []
        self.counts = {}
        self.price = FREE
        self.stop = None
        self.calling = None
        self.is_closed = False
        self.wait = _no_loop
        self.bridge = _same
        self.call_back = None
        self.guards = None

    def open(self, tool: ToolDescription, record: CallRecord) -> None:
        """Count a call and keep its record; `Stop` if the budget has none left.

        The stop is kept: a script that gathers its tasks' exceptions does not get on with it.
        """
        name = tool.name
        count = self.counts.get(name, 0) + 1
        price = self.price
        if tool.price is not None:
            price = price + price_of(tool.price, record.given)
        if self.stop is None:
            self.stop = self._exceeded(name, count, price)
        if self.stop is None and self.guards is not None:
            self.stop = self.guards.admit(self, tool, record)
        if self.stop is not None:
            raise self.stop
        self.counts[name] = count
        self.price = price
        self.records.append(record)

    def _exceeded(self, name: str, count: int, price: Fraction) -> Stop | None:
        if self.total is not None and len(self.records) >= self.total:
            return Stop("tool_calls", f"more than {self.total} tool calls")
        limit = self.per_tool.get(name)
        if limit is not None and count > limit:
            return Stop("tool_calls", f"more than {limit} calls of `{name}`")
        if self.price_limit is not None and price > exact(self.price_limit):
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

    description: ToolDescription
    function: Host
    desk: ToolDesk
    is_async: bool | None
    names: list[str]
    wire_names: dict[str, str]
    required: list[str]
    leading: list[str]
    is_renamed: bool
    is_marked: bool

    def __init__(self, description: ToolDescription, function: Host, desk: ToolDesk) -> None:
        self.name = description.name
        self.description = description
        self.function = function
        self.desk = desk
        self.is_async = description.is_async
        self.names = [one.name for one in description.parameters if not one.is_keyword_only]
        self.wire_names = {one.name: one.wire_name for one in description.parameters}
        self.required = [one.name for one in description.parameters if one.is_required]
        self.is_marked = is_marked(function)
        self.leading = _positional_only(function)
        self.is_renamed = bool(self.leading) or any(
            one.name != one.wire_name for one in description.parameters
        )

    def call(
        self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any], site: int
    ) -> object:
        """Bind, record, call, and bring the result in."""
        record = self.bind(runtime, arguments, keywords, site)
        if self.is_async:
            return ToolCall(self, runtime, record)
        self.desk.open(self.description, record)
        answer = self.ask(runtime, record)
        if type(answer) not in ATOMS and is_awaitable(answer):
            if self.is_async is None:
                return ToolCall(self, runtime, record, answer)
            answer = self.settle(runtime, record, self.desk.wait, [answer], {})
        return self.close(runtime, record, answer)

    def bind(
        self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any], site: int
    ) -> CallRecord:
        """Arguments by parameter name, as plain data; TypeError in Python's words."""
        name = self.name
        names = self.names
        if len(arguments) > len(names):
            takes = f"{len(names)} positional argument{'' if len(names) == 1 else 's'}"
            given = f"{len(arguments)} {'was' if len(arguments) == 1 else 'were'} given"
            raise TypeError(f"{name}() takes {takes} but {given}")
        bound: dict[str, Any] = {}
        number = 0
        for value in arguments:
            bound[names[number]] = value
            number += 1
        for key, value in keywords.items():
            if key in bound:
                raise TypeError(f"{name}() got multiple values for argument {key!r}")
            if key not in self.wire_names and not self.description.admits_extra:
                raise TypeError(f"{name}() got an unexpected keyword argument {key!r}")
            bound[key] = value
        for key in self.required:
            if key not in bound:
                raise self.lacks(bound)
        record = CallRecord(name, bound, site)
        for value in bound.values():
            if type(value) not in ATOMS:
                self.send(runtime, record)
                break
        return record

    def send(self, runtime: Runtime, record: CallRecord) -> None:
        """Make arguments that are no atoms plain data: one copy for the host, one for the record."""
        kept: dict[str, Any] = {}
        given: dict[str, Any] = {}
        for key, value in record.given.items():
            refusal: CannotCrossError | None = None
            try:
                kept[key], given[key] = send_out(runtime, value)
            except CannotCrossError as error:
                refusal = error
            if refusal is not None:
                raise TypeError(
                    f"{self.name}() cannot take a value of type {refusal.kind!r}"
                    f" (in {key}{refusal.path})"
                )
        record.arguments = kept
        record.given = given

    def lacks(self, bound: dict[str, Any]) -> TypeError:
        """Make the error of arguments that are missing."""
        missing = [repr(one) for one in self.required if one not in bound]
        listed = missing[-1] if len(missing) == 1 else _listed(missing)
        plural = "" if len(missing) == 1 else "s"
        count = len(missing)
        return TypeError(f"{self.name}() missing {count} required argument{plural}: {listed}")

    def ask(self, runtime: Runtime, record: CallRecord) -> Any:
        """Call the host function; what it raises is recorded and becomes the script's."""
        if not self.is_renamed:
            return self.settle(runtime, record, self.function, [], record.given)
        by_name = {self.wire_names.get(key, key): value for key, value in record.given.items()}
        leading = [by_name.pop(key) for key in self.leading if key in by_name]
        return self.settle(runtime, record, self.function, leading, by_name)

    def settle(
        self,
        runtime: Runtime,
        record: CallRecord,
        function: Callable[..., Any],
        leading: list[Any],
        by_name: dict[str, Any],
    ) -> Any:
        """Call what may fail on the host's side, and may not come back in time.

        The script's exception is raised behind the clause: the host's must not be its context.
        """
        desk = self.desk
        call_back = desk.call_back
        if call_back is not None and self.is_marked:
            function = through(call_back, function)
        failure: BaseException | None = None
        answer: Any = None
        desk.calling = record
        try:
            answer = function(*leading, **by_name)
        except LeftError as error:
            failure = self.left(record, error.error)
        except Exception as error:  # noqa: BLE001 - a tool may raise anything
            failure = self.failed(runtime, record, error)
        except (Stop, KeyboardInterrupt):
            raise
        except BaseException as error:  # noqa: BLE001 - likewise
            failure = self.left(record, error)
        desk.calling = None
        if failure is not None:
            self.look_at_clock(runtime)
            raise failure
        return answer

    def look_at_clock(self, runtime: Runtime) -> None:
        """After a call, which may have taken long: `Stop` if time is up."""
        if runtime.deadline < FOREVER and now() > runtime.deadline:
            raise Stop("seconds", f"the time budget was used up in tool `{self.name}`")

    def failed(self, runtime: Runtime, record: CallRecord, error: Exception) -> BaseException:
        """Close a record with an error; gives what the script is to see of it."""
        if not self.desk.is_closed:
            record.finished = True
            record.error = f"{name_of_type(type(error))}: {message_of(error)}"
        return script_error(runtime, error)

    def left(self, record: CallRecord, error: BaseException) -> Stop:
        """Close a record with what is no `Exception`, as `SystemExit`: no script may catch that."""
        record.finished = True
        record.error = f"{name_of_type(type(error))}: {message_of(error)}"
        self.desk.stop = Stop("host", f"tool `{self.name}` raised {record.error}".rstrip(": "))
        return self.desk.stop

    def close(self, runtime: Runtime, record: CallRecord, answer: Any) -> object:
        """Close a record with an answer; gives it as the script's value."""
        if self.desk.is_closed:
            raise Stop("host", "the run is over")
        record.finished = True
        if type(answer) in ATOMS:
            record.result = answer
            self.look_at_clock(runtime)
            return answer
        try:
            # The script may change what it gets; the record must not change with it.
            record.result, given = take_in(runtime, answer)
        except CannotCrossError as refusal:
            fault = host_fault(self.name, refusal)
            record.error = f"returned a {refusal.kind}"
        else:
            self.look_at_clock(runtime)
            return given
        record.result = None
        raise fault


FOREVER: Final = float("inf")
now: Final[Callable[[], float]] = time.monotonic


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + ("," if len(names) > 2 else "") + f" and {names[-1]}"


def _positional_only(function: Host) -> list[str]:
    plain = type(function) is types.FunctionType and not function.__dict__  # it wraps nothing
    if plain and function.__code__.co_posonlyargcount == 0:
        return []
    try:
        parameters = inspect.signature(function).parameters.values()
    except Exception:  # noqa: BLE001 - a callable may say anything of itself
        return []
    return [one.name for one in parameters if one.kind is inspect.Parameter.POSITIONAL_ONLY]
