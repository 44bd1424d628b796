"""What loggers, handlers, records and formatters can be asked to do."""

from __future__ import annotations

from typing import Final

from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.values import Method

from .hosting import Arguments, Keywords, argument
from .logging_values import (
    METHODS,
    Logger,
    checked,
    lay_out,
    level_of,
    message_of,
    record_message,
    state,
)


def logging_at(level: int, *, with_error: bool = False) -> BuiltinFunction:
    """`logger.info(…)` and its like."""

    def log(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        if with_error:
            keywords.setdefault("exc_info", True)
        record_message(runtime, arguments[0], level, arguments[1:], keywords)
        return None

    return log


def log_any(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`logger.log(level, …)`."""
    if len(arguments) < 2 or not isinstance(arguments[1], int):
        raise TypeError("level must be an integer")
    record_message(runtime, arguments[0], arguments[1], arguments[2:], keywords)
    return None


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

METHODS.update(
    {
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
)
