"""How a run ended: `Finished`, `Raised` or `Stopped`, each with what it printed, spent and called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, final, overload

from .meter import Usage


@dataclass(frozen=True, slots=True)
class TraceEntry:
    """One tool call, in the order in which they were begun.

    `arguments` are by parameter name, those that were given. Exactly one of `result` and `error`
    says how it ended; `finished` is False if the run stopped while it was under way. `script` names
    the earlier snippet of a session in which `line` is, if it is not the script that was run.
    """

    tool: str
    arguments: dict[str, Any]
    line: int
    result: Any = None
    error: str | None = None
    finished: bool = True
    script: str | None = None


@final
class Trace(Sequence[TraceEntry]):
    """The tool calls of a run; entries are made when somebody looks at one of them.

    It is equal to a tuple of the same entries.
    """

    __slots__ = ("_entries", "_length", "_make")

    def __init__(self, length: int, make: Callable[[], tuple[TraceEntry, ...]]) -> None:
        self._length = length
        self._make: Callable[[], tuple[TraceEntry, ...]] | None = make
        self._entries: tuple[TraceEntry, ...] = ()

    def _all(self) -> tuple[TraceEntry, ...]:
        make = self._make
        if make is not None:
            self._entries = make()
            self._make = None
        return self._entries

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> TraceEntry: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[TraceEntry, ...]: ...
    def __getitem__(self, index: int | slice) -> TraceEntry | tuple[TraceEntry, ...]:
        return self._all()[index]

    def __iter__(self) -> Iterator[TraceEntry]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Trace):
            return self._all() == other._all()
        return isinstance(other, tuple) and self._all() == other

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[Any, ...]:
        return recorded, (self._all(),)


def recorded(entries: tuple[TraceEntry, ...]) -> Trace:
    """A trace of entries that are there already."""
    return Trace(len(entries), lambda: entries)


@dataclass(frozen=True, slots=True)
class RunError:
    """What the script raised (`type` is the exception's name), or what stopped it.

    `traceback` is text of the script's own lines, as CPython prints it; never of ours.
    """

    type: str
    message: str
    traceback: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Finished:
    """The script came to its end; `value` is that of its last expression, plain data."""

    value: Any
    stdout: str
    usage: Usage
    trace: Sequence[TraceEntry]
    error: None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """The script raised an exception that it did not catch."""

    error: RunError
    stdout: str
    usage: Usage
    trace: Sequence[TraceEntry]
    value: None = None


Limit = Literal[
    "steps",
    "seconds",
    "recursion",
    "tool_calls",
    "price",
    "output",
    "memory",
    "size",
    "guard",
    "host",
]


@dataclass(frozen=True, slots=True)
class Stopped:
    """The run was ended from outside the script: `limit` names the measure of the budget."""

    limit: Limit
    error: RunError
    stdout: str
    usage: Usage
    trace: Sequence[TraceEntry]
    value: None = None


Outcome = Finished | Raised | Stopped


class Interrupted(KeyboardInterrupt):
    """The host was interrupted (Ctrl-C) while a script ran; `outcome` tells what was done by then."""

    def __init__(self, outcome: Stopped) -> None:
        super().__init__(outcome.error.message)
        self.outcome = outcome
