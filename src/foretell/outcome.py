"""How a run ended: `Finished`, `Raised` or `Stopped`, each with what it printed, spent and called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from .meter import Usage


@dataclass(frozen=True, slots=True)
class TraceEntry:
    """One tool call, in the order in which they were begun.

    `arguments` are by parameter name, those that were given. Exactly one of `result` and `error`
    says how it ended; `finished` is False if the run stopped while it was under way.
    """

    tool: str
    arguments: dict[str, Any]
    line: int
    result: Any = None
    error: str | None = None
    finished: bool = True


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
    trace: tuple[TraceEntry, ...]
    error: None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """The script raised an exception that it did not catch."""

    error: RunError
    stdout: str
    usage: Usage
    trace: tuple[TraceEntry, ...]
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
    trace: tuple[TraceEntry, ...]
    value: None = None


Outcome = Finished | Raised | Stopped
