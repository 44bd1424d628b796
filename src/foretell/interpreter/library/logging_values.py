"""Loggers, records, handlers and formats of a run, and what they do."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any, Final, final

from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.formatting import percent, to_text
from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.kinds import type_name
from foretell.interpreter.native import NativeValue
from foretell.interpreter.operators import check_binary
from foretell.interpreter.values import BoundMethod, Method

from .hosting import Arguments, Keywords
from .services import services, write_output
from .sys_module import OutputStream
from .traceback_module import text_of

LEVELS: Final = {
    "CRITICAL": 50,
    "FATAL": 50,
    "ERROR": 40,
    "WARNING": 30,
    "WARN": 30,
    "INFO": 20,
    "DEBUG": 10,
    "NOTSET": 0,
}

NAMES: Final = {50: "CRITICAL", 40: "ERROR", 30: "WARNING", 20: "INFO", 10: "DEBUG", 0: "NOTSET"}


def level_of(value: Any) -> int:
    """A level given as number or name."""
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        if value not in LEVELS:
            raise ValueError(f"Unknown level: {value!r}")
        return LEVELS[value]
    raise TypeError(f"Level not an integer or a valid string: {value!r}")


def name_of(level: int) -> str:
    """The name of a level."""
    return NAMES.get(level, f"Level {level}")


class Log:
    """The loggers of a run."""

    def __init__(self) -> None:
        self.root = Logger("root", None, 30)
        self.loggers: dict[str, Logger] = {}
        self.disabled = 0

    def logger(self, name: str) -> Logger:
        """The logger of that name, and those above it."""
        found = self.loggers.get(name)
        if found is None:
            above = name.rpartition(".")[0]
            parent = self.logger(above) if above else self.root
            found = self.loggers[name] = Logger(name, parent, 0)
        return found


class _Member(NativeValue):
    """A value of this module: its fields and methods by name."""

    kind = ""

    def type_name(self) -> str:
        return self.kind

    def type_module(self) -> str:
        return "logging"

    def attribute(self, _runtime: Runtime, name: str) -> object:
        method = METHODS[self.kind].get(name)
        if method is not None:
            return BoundMethod(self, method)
        if name in FIELDS[self.kind]:
            value: object = getattr(self, name)
            return value
        return UNSET

    def assign(self, runtime: Runtime, name: str, value: object) -> None:
        if name in ("propagate", "disabled") and self.kind == "Logger":
            setattr(self, name, bool(value))
            return
        super().assign(runtime, name, value)


@final
class Logger(_Member):
    """A logger."""

    kind = "Logger"

    def __init__(self, name: str, parent: Logger | None, level: int) -> None:
        self.name = name
        self.parent = parent
        self.level = level
        self.handlers: list[Any] = []
        self.propagate = True
        self.disabled = False

    def effective_level(self) -> int:
        """Its level, or that of the nearest above that has one."""
        logger: Logger | None = self
        while logger is not None:
            if logger.level:
                return logger.level
            logger = logger.parent
        return 0

    def __repr__(self) -> str:
        return f"<Logger {self.name} ({name_of(self.effective_level())})>"


@final
class Record(_Member):
    """What is logged."""

    kind = "LogRecord"

    def __init__(
        self, name: str, level: int, message: object, arguments: Any, created: float
    ) -> None:
        self.name = name
        self.levelno = level
        self.levelname = name_of(level)
        self.msg = message
        self.args = arguments
        self.created = created
        self.extra: dict[str, object] = {}
        self.error: BaseException | None = None

    def attribute(self, runtime: Runtime, name: str) -> object:
        found = super().attribute(runtime, name)
        return self.extra.get(name, UNSET) if found is UNSET else found


@final
class Formatter(_Member):
    """A layout of records."""

    kind = "Formatter"

    def __init__(self, layout: str, dates: str | None, style: str) -> None:
        self.layout = layout
        self.dates = dates
        self.style = style


@final
class Handler(_Member):
    """Where records go: the run's output, a stream of the script, or nowhere."""

    def __init__(self, kind: str, stream: object, level: int) -> None:
        self.kind = kind
        self.stream = stream
        self.level = level
        self.formatter: Formatter | None = None


def message_of(runtime: Runtime, record: Record) -> str:
    """The message with its arguments put in."""
    text = to_text(runtime, record.msg)
    if not record.args:
        return text
    given = record.args
    if len(given) == 1 and isinstance(given[0], dict) and given[0]:
        given = given[0]
    check_binary(runtime, "%", text, given)
    return percent(runtime, text, given)


def lay_out(runtime: Runtime, formatter: Formatter | None, record: Record) -> str:
    """A record as text."""
    moment = datetime.fromtimestamp(record.created, services(runtime).zone)
    dates = formatter.dates if formatter is not None else None
    shown = moment.strftime(dates or "%Y-%m-%d %H:%M:%S")
    if not dates:
        shown += f",{moment.microsecond // 1000:03d}"
    values: dict[str, Any] = {
        **record.extra,
        "message": message_of(runtime, record),
        "name": record.name,
        "levelname": record.levelname,
        "levelno": record.levelno,
        "asctime": shown,
        "created": record.created,
        "filename": "script.py",
        "module": "script",
        "pathname": "script.py",
        "funcName": "<module>",
        "lineno": 0,
        "process": 1,
        "thread": 1,
        "threadName": "MainThread",
        "processName": "MainProcess",
        "msecs": moment.microsecond // 1000,
    }
    layout = formatter.layout if formatter is not None else "%(message)s"
    style = formatter.style if formatter is not None else "%"
    if style == "{":
        from foretell.interpreter.formatting import format_text  # noqa: PLC0415 - rarely needed

        text = format_text(runtime, layout, [], values)
    elif style == "$":
        text = logging.StringTemplateStyle(layout).format(logging.makeLogRecord(values))
    else:
        check_binary(runtime, "%", layout, values)
        text = percent(runtime, layout, values)
    if record.error is not None:
        text += "\n" + text_of(runtime, record.error).rstrip("\n")
    return text


def emit(runtime: Runtime, handler: Handler, record: Record) -> None:
    """Write a record where a handler writes."""
    if handler.kind == "NullHandler" or record.levelno < handler.level:
        return
    text = lay_out(runtime, handler.formatter, record) + "\n"
    stream = handler.stream
    if stream is None or isinstance(stream, OutputStream):
        write_output(runtime, text)
    else:
        call(runtime, get_attribute(runtime, stream, "write"), [text], {})


def state(runtime: Runtime) -> Log:
    """The loggers of the run."""
    found: Log = services(runtime).state.setdefault("logging", Log())
    return found


def record_message(
    runtime: Runtime, logger: Logger, level: int, arguments: Arguments, keywords: Keywords
) -> None:
    """Log a message."""
    runtime.charge(2)
    if not arguments and "msg" in keywords:
        arguments = [keywords["msg"]]
    if not arguments:
        raise TypeError("missing 1 required positional argument: 'msg'")
    if level < logger.effective_level() or level <= state(runtime).disabled or logger.disabled:
        return
    record = Record(
        logger.name, level, arguments[0], tuple(arguments[1:]), services(runtime).clock()
    )
    extra = keywords.get("extra")
    if isinstance(extra, dict):
        record.extra = dict(extra)
    problem = keywords.get("exc_info")
    if isinstance(problem, BaseException):
        record.error = problem
    elif problem:
        record.error = runtime.handled
    found = False
    current: Logger | None = logger
    while current is not None:
        for handler in current.handlers:
            found = True
            emit(runtime, handler, record)
        current = current.parent if current.propagate else None
    if not found and level >= 30:
        emit(runtime, Handler("StreamHandler", None, 0), record)


def checked(value: object) -> Handler:
    """A handler, or CPython's complaint."""
    if not isinstance(value, Handler):
        raise TypeError(f"expected a handler, got {type_name(value)}")
    return value


METHODS: Final[dict[str, dict[str, Method]]] = {}
"""By kind and name; filled by `logging_methods`."""

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "Logger": ("name", "level", "parent", "propagate", "disabled", "handlers"),
    "LogRecord": ("name", "levelno", "levelname", "msg", "args", "created"),
    "Formatter": (),
    "Handler": ("level",),
    "StreamHandler": ("level",),
    "NullHandler": ("level",),
}
