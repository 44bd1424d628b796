"""`logging`: loggers of the run, which write into its output.

CPython's module is one for the process: its handlers would reach the host's log. This one has the
same loggers by name, levels, handlers and formats, and nothing that writes elsewhere.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any, Final, final

from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.calls import CONSTRUCTORS, call
from foretell.interpreter.formatting import percent, to_text
from foretell.interpreter.kernel import UNSET, BuiltinFunction, Runtime
from foretell.interpreter.kinds import type_name
from foretell.interpreter.native import NativeValue
from foretell.interpreter.operators import check_binary, iterate
from foretell.interpreter.type_checks import kind_named
from foretell.interpreter.values import BoundMethod, Builtin, Method

from .hosting import Arguments, Keywords, argument
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
BASIC: Final = "%(levelname)s:%(name)s:%(message)s"
STYLES: Final = {
    "%": logging.PercentStyle,
    "{": logging.StrFormatStyle,
    "$": logging.StringTemplateStyle,
}


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


# ------------------------------------------------------------------------------- what they do


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


def logging_at(level: int, *, with_error: bool = False) -> BuiltinFunction:
    """`logger.info(…)` and its like."""

    def log(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        if with_error:
            keywords.setdefault("exc_info", True)
        record_message(runtime, arguments[0], level, arguments[1:], keywords)
        return None

    return log


def rooted_at(level: int, *, with_error: bool = False) -> BuiltinFunction:
    """`logging.info(…)` and its like: by the root, which gets a handler if it has none."""

    def log(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        root = state(runtime).root
        if not root.handlers:
            configure(runtime, [], {})
        if with_error:
            keywords.setdefault("exc_info", True)
        record_message(runtime, root, level, arguments, keywords)
        return None

    return log


def log_any(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`logger.log(level, …)`."""
    if len(arguments) < 2 or not isinstance(arguments[1], int):
        raise TypeError("level must be an integer")
    record_message(runtime, arguments[0], arguments[1], arguments[2:], keywords)
    return None


def root_any(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`logging.log(level, …)`."""
    root = state(runtime).root
    if not root.handlers:
        configure(runtime, [], {})
    return log_any(runtime, [root, *arguments], keywords)


def configure(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`basicConfig(…)`."""
    if arguments:
        raise TypeError("basicConfig() takes 0 positional arguments")
    if keywords.get("filename") is not None:
        raise PermissionError("logging to a file is not available")
    root = state(runtime).root
    if keywords.get("force"):
        root.handlers.clear()
    if not root.handlers:
        handlers = keywords.get("handlers")
        if handlers is None:
            made = [Handler("StreamHandler", keywords.get("stream"), 0)]
        else:
            made = [checked(handler) for handler in iterate(runtime, handlers)]
        layout = keywords.get("format") or BASIC
        formatter = Formatter(layout, keywords.get("datefmt"), keywords.get("style", "%"))
        for handler in made:
            handler.formatter = handler.formatter or formatter
            root.handlers.append(handler)
        if keywords.get("level") is not None:
            root.level = level_of(keywords["level"])
    return None


def checked(value: object) -> Handler:
    """A handler, or CPython's complaint."""
    if not isinstance(value, Handler):
        raise TypeError(f"expected a handler, got {type_name(value)}")
    return value


def get_logger(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`getLogger(name)`."""
    name = argument(arguments, keywords, 0, "name")
    log = state(runtime)
    if not name or name == "root":
        return log.root
    if not isinstance(name, str):
        raise TypeError("A logger name must be a string")
    return log.logger(name)


def disable(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`disable(level)`."""
    state(runtime).disabled = level_of(argument(arguments, keywords, 0, "level", 50))
    return None


def level_name(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`getLevelName(level)`."""
    value = arguments[0]
    return LEVELS.get(value, f"Level {value}") if isinstance(value, str) else name_of(value)


def set_level(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`setLevel(level)`."""
    arguments[0].level = level_of(argument(arguments, keywords, 1, "level"))
    return None


def set_formatter(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`handler.setFormatter(formatter)`."""
    arguments[0].formatter = argument(arguments, keywords, 1, "fmt")
    return None


def add_handler(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`logger.addHandler(handler)`."""
    handler = checked(argument(arguments, keywords, 1, "hdlr"))
    if handler not in arguments[0].handlers:
        arguments[0].handlers.append(handler)
    return None


def remove_handler(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`logger.removeHandler(handler)`."""
    handler = argument(arguments, keywords, 1, "hdlr")
    if handler in arguments[0].handlers:
        arguments[0].handlers.remove(handler)
    return None


def has_handlers(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`logger.hasHandlers()`."""
    logger: Logger | None = arguments[0]
    while logger is not None:
        if logger.handlers:
            return True
        logger = logger.parent if logger.propagate else None
    return False


def child(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`logger.getChild(suffix)`."""
    logger: Logger = arguments[0]
    log = state(runtime)
    prefix = "" if logger is log.root else f"{logger.name}."
    return log.logger(f"{prefix}{arguments[1]}")


def is_enabled(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`logger.isEnabledFor(level)`."""
    logger: Logger = arguments[0]
    return arguments[1] > state(runtime).disabled and arguments[1] >= logger.effective_level()


def effective_level(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`logger.getEffectiveLevel()`."""
    logger: Logger = arguments[0]
    return logger.effective_level()


def record_text(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`record.getMessage()`."""
    return message_of(runtime, arguments[0])


def format_record(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`formatter.format(record)`."""
    return lay_out(runtime, arguments[0], arguments[1])


def methods(**functions: BuiltinFunction) -> dict[str, Method]:
    """A table of methods."""
    return {name: Method(name, None, function) for name, function in functions.items()}


AT: Final = {
    "critical": 50,
    "fatal": 50,
    "error": 40,
    "warning": 30,
    "warn": 30,
    "info": 20,
    "debug": 10,
}
HANDLER: Final = methods(setFormatter=set_formatter, setLevel=set_level)
METHODS: Final[dict[str, dict[str, Method]]] = {
    "Logger": methods(
        **{name: logging_at(level) for name, level in AT.items()},
        exception=logging_at(40, with_error=True),
        log=log_any,
        setLevel=set_level,
        addHandler=add_handler,
        removeHandler=remove_handler,
        hasHandlers=has_handlers,
        getChild=child,
        isEnabledFor=is_enabled,
        getEffectiveLevel=effective_level,
    ),
    "LogRecord": methods(getMessage=record_text),
    "Formatter": methods(format=format_record),
    "Handler": HANDLER,
    "StreamHandler": HANDLER,
    "NullHandler": HANDLER,
}
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "Logger": ("name", "level", "parent", "propagate", "disabled", "handlers"),
    "LogRecord": ("name", "levelno", "levelname", "msg", "args", "created"),
    "Formatter": (),
    "Handler": ("level",),
    "StreamHandler": ("level",),
    "NullHandler": ("level",),
}


def make_formatter(
    _runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords
) -> object:
    """`Formatter(fmt, datefmt, style)`."""
    layout = argument(arguments, keywords, 0, "fmt") or "%(message)s"
    style = argument(arguments, keywords, 2, "style", "%")
    if style not in STYLES:
        raise ValueError(f"Style must be one of: {','.join(STYLES)}")
    return Formatter(layout, argument(arguments, keywords, 1, "datefmt"), style)


def make_handler(_runtime: Runtime, kind: Any, arguments: Arguments, keywords: Keywords) -> object:
    """`StreamHandler(stream)`, `NullHandler()`."""
    stream = argument(arguments, keywords, 0, "stream")
    level = keywords.get("level", 0)
    return Handler(kind.__name__, stream, level_of(level))


def refuse(_runtime: Runtime, kind: Any, _arguments: Arguments, _keywords: Keywords) -> object:
    """Loggers and records are not made by hand."""
    raise TypeError(f"cannot create {kind.__name__!r} instances; use getLogger()")


KINDS: Final = {name: kind_named(name, "logging") for name in METHODS}
for _name, _kind in KINDS.items():
    if _name == "Formatter":
        CONSTRUCTORS[_kind] = make_formatter
    elif _name.endswith("Handler"):
        CONSTRUCTORS[_kind] = make_handler
    else:
        CONSTRUCTORS[_kind] = refuse

FUNCTIONS: Final[dict[str, BuiltinFunction]] = {
    **{name: rooted_at(level) for name, level in AT.items() if name != "fatal"},
    "exception": rooted_at(40, with_error=True),
    "log": root_any,
    "basicConfig": configure,
    "disable": disable,
    "getLogger": get_logger,
    "getLevelName": level_name,
}


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    found: dict[str, object] = {**LEVELS, **KINDS}
    found.update({name: Builtin(name, function) for name, function in FUNCTIONS.items()})
    return found
