"""`logging`: loggers of the run, which write into its output.

CPython's module is one for the process: its handlers would reach the host's log. This one has the
same loggers by name, levels, handlers and formats, and nothing that writes elsewhere.
"""

from __future__ import annotations

import logging
from typing import Any, Final

from foretell.interpreter.calls import CONSTRUCTORS, call
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.operators import iterate
from foretell.interpreter.type_checks import kind_named
from foretell.interpreter.values import Builtin

from .hosting import Arguments, Keywords, argument
from .logging_handlers import HANDLER, NULL_HANDLER, STREAM_HANDLER, make_stream_handler
from .logging_levels import LEVELS, level_of, levels, name_of
from .logging_methods import ADAPTER, AT, checked, log_any
from .logging_records import FILTER, FORMATTER, RECORD, make_record
from .logging_values import record_message, state


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
            made = [make_stream_handler(runtime, keywords.get("stream"))]
        else:
            made = [checked(handler) for handler in iterate(runtime, handlers)]
        style = keywords.get("style", "%")
        if style not in USUAL:
            raise ValueError(f"Style must be one of: {','.join(USUAL)}")
        layout = keywords.get("format") or USUAL[style]
        formatter = call(runtime, FORMATTER, [layout, keywords.get("datefmt"), style], {})
        for handler in made:
            own = handler.__dict__
            own["formatter"] = own["formatter"] or formatter
            root.handlers.append(handler)
        if keywords.get("level") is not None:
            root.level = level_of(runtime, keywords["level"])
    return None


USUAL: Final = {
    "%": logging.BASIC_FORMAT,
    "{": "{levelname}:{name}:{message}",
    "$": "${levelname}:${name}:${message}",
}


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
    state(runtime).disabled = level_of(runtime, argument(arguments, keywords, 0, "level", 50))
    return None


def level_name(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`getLevelName(level)`."""
    value = arguments[0]
    if isinstance(value, str):
        return levels(runtime).numbers.get(value, f"Level {value}")
    return name_of(runtime, value)


def add_level(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`addLevelName(level, name)`, for this run."""
    level = argument(arguments, keywords, 0, "level")
    name = argument(arguments, keywords, 1, "levelName")
    known = levels(runtime)
    known.names[level] = name
    known.numbers[name] = level
    return None


def level_numbers(runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> object:
    """`getLevelNamesMapping()`."""
    return dict(levels(runtime).numbers)


def record_from(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`makeLogRecord(attributes)`."""
    record = make_record(runtime, "", 0, "", "", ())
    record.__dict__.update(argument(arguments, keywords, 0, "dict"))
    result: object = record
    return result


def shut_down(_runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> object:
    """`shutdown()`: nothing waits to be written."""
    return None


def refuse(_runtime: Runtime, _kind: Any, _arguments: Arguments, _keywords: Keywords) -> object:
    """Loggers are not made by hand."""
    raise TypeError("cannot create 'Logger' instances; use getLogger()")


CLASSES: Final[dict[str, object]] = {
    "Filter": FILTER,
    "Formatter": FORMATTER,
    "Handler": HANDLER,
    "LogRecord": RECORD,
    "Logger": kind_named("Logger", "logging"),
    "LoggerAdapter": ADAPTER,
    "NullHandler": NULL_HANDLER,
    "StreamHandler": STREAM_HANDLER,
}
CONSTRUCTORS[CLASSES["Logger"]] = refuse

FUNCTIONS: Final[dict[str, BuiltinFunction]] = {
    **{name: rooted_at(level) for name, level in AT.items()},
    "exception": rooted_at(40, with_error=True),
    "log": root_any,
    "addLevelName": add_level,
    "basicConfig": configure,
    "disable": disable,
    "getLevelName": level_name,
    "getLevelNamesMapping": level_numbers,
    "getLogger": get_logger,
    "makeLogRecord": record_from,
    "shutdown": shut_down,
}


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    found: dict[str, object] = {**LEVELS, **CLASSES, "BASIC_FORMAT": logging.BASIC_FORMAT}
    found.update({name: Builtin(name, function) for name, function in FUNCTIONS.items()})
    return found
