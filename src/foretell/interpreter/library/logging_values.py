"""Loggers of a run, and what becomes of a message."""

from __future__ import annotations

from typing import Any, Final, final

from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.native import NativeValue
from foretell.interpreter.traceback_values import traceback_of
from foretell.interpreter.values import BoundMethod, Method

from .hosting import Arguments, Keywords
from .logging_handlers import make_stream_handler
from .logging_levels import name_of
from .logging_records import let_through, make_record, send
from .services import services

FIELDS: Final = ("name", "level", "parent", "propagate", "disabled", "handlers", "filters")
METHODS: Final[dict[str, Method]] = {}
"""What loggers can be asked to do; filled by `logging_methods`."""


class Log:
    """The loggers of a run."""

    def __init__(self) -> None:
        self.root = Logger("root", None, 30)
        self.loggers: dict[str, Logger] = {}
        self.disabled = 0

    def logger(self, name: str) -> Logger:
        """The logger of that name, below the nearest one that there is above it."""
        found = self.loggers.get(name)
        if found is None:
            above = name.rpartition(".")[0]
            while above and above not in self.loggers:
                above = above.rpartition(".")[0]
            parent = self.loggers.get(above, self.root)
            found = Logger(name, parent, 0)
            for other in self.loggers.values():
                if other.parent is parent and other.name.startswith(name + "."):
                    other.parent = found
            self.loggers[name] = found
        return found


@final
class Logger(NativeValue):
    """A logger."""

    def __init__(self, name: str, parent: Logger | None, level: int) -> None:
        self.name = name
        self.parent = parent
        self.level = level
        self.handlers: list[Any] = []
        self.filters: list[Any] = []
        self.propagate = True
        self.disabled = False

    def type_module(self) -> str:
        return "logging"

    def attribute(self, _runtime: Runtime, name: str) -> object:
        method = METHODS.get(name)
        if method is not None:
            return BoundMethod(self, method)
        if name in FIELDS:
            value: object = getattr(self, name)
            return value
        return UNSET

    def assign(self, runtime: Runtime, name: str, value: object) -> None:
        if name in ("propagate", "disabled"):
            setattr(self, name, bool(value))
            return
        if name in ("handlers", "filters") and isinstance(value, list):
            setattr(self, name, value)
            return
        super().assign(runtime, name, value)

    def effective_level(self) -> int:
        """Its level, or that of the nearest above that has one."""
        logger: Logger | None = self
        while logger is not None:
            if logger.level:
                return logger.level
            logger = logger.parent
        return 0

    def __repr__(self) -> str:
        kind = "RootLogger" if self.parent is None else "Logger"
        return f"<{kind} {self.name} ({self.effective_level()})>"


def state(runtime: Runtime) -> Log:
    """The loggers of the run."""
    found: Log = services(runtime).state.setdefault("logging", Log())
    return found


def is_enabled(runtime: Runtime, logger: Logger, level: int) -> bool:
    """Whether a logger takes messages of a level."""
    return level >= logger.effective_level() and level > state(runtime).disabled


def record_message(
    runtime: Runtime, logger: Logger, level: int, arguments: Arguments, keywords: Keywords
) -> None:
    """Log a message."""
    runtime.charge(2)
    if not arguments and "msg" in keywords:
        arguments = [keywords["msg"]]
    if not arguments:
        raise TypeError("missing 1 required positional argument: 'msg'")
    if not is_enabled(runtime, logger, level) or logger.disabled:
        return
    record = make_record(
        runtime,
        logger.name,
        level,
        name_of(runtime, level),
        arguments[0],
        tuple(arguments[1:]),
    )
    given: dict[str, object] = record.__dict__
    given["exc_info"] = problem_of(runtime, keywords.get("exc_info"))
    extra: Any = keywords.get("extra")
    for name, value in (extra or {}).items():
        if name in ("message", "asctime") or name in given:
            raise KeyError(f"Attempt to overwrite {name!r} in LogRecord")
        given[name] = value
    deliver(runtime, logger, record)


def problem_of(runtime: Runtime, wanted: Any) -> object:
    """What a record says of an exception: its type, itself, its traceback."""
    error = wanted if isinstance(wanted, BaseException) else None
    if isinstance(wanted, tuple):
        return wanted
    if error is None and wanted:
        error = runtime.handled
        if error is None:
            return (None, None, None)
    return None if error is None else (type(error), error, traceback_of(error))


def deliver(runtime: Runtime, logger: Logger, record: Any) -> None:
    """Give a record to the handlers of a logger and of those above it."""
    if not let_through(runtime, logger.filters, record):
        return
    level: int = record.__dict__["levelno"]
    found = False
    current: Logger | None = logger
    while current is not None:
        for handler in list(current.handlers):
            found = True
            if level >= handler.level:
                send(runtime, handler, "handle", record)
        current = current.parent if current.propagate else None
    if not found and level >= 30:
        send(runtime, make_stream_handler(runtime, None), "handle", record)
