"""What loggers can be asked to do, and adapters that stand before one."""

from __future__ import annotations

from typing import Any, Final

from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.class_building import native_class
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.kinds import type_name
from foretell.interpreter.values import Method

from .hosting import Arguments, Keywords, argument
from .logging_handlers import HANDLER, add_filter, filter_record, remove_filter, set_level
from .logging_values import METHODS, Logger, deliver, is_enabled, record_message, state

AT: Final = {
    "critical": 50,
    "fatal": 50,
    "error": 40,
    "warning": 30,
    "warn": 30,
    "info": 20,
    "debug": 10,
}


def checked(value: object) -> Any:
    """A handler, or a complaint."""
    if not isinstance(value, HANDLER):
        raise TypeError(f"expected a handler, got {type_name(value)}")
    return value


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


def enabled(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`logger.isEnabledFor(level)`."""
    return is_enabled(runtime, arguments[0], arguments[1])


def effective_level(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`logger.getEffectiveLevel()`."""
    logger: Logger = arguments[0]
    return logger.effective_level()


def handle(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`logger.handle(record)`."""
    if not arguments[0].disabled:
        deliver(runtime, arguments[0], arguments[1])
    return None


def methods(**functions: BuiltinFunction) -> dict[str, Method]:
    """A table of methods."""
    return {name: Method(name, None, function) for name, function in functions.items()}


METHODS.update(
    methods(
        **{name: logging_at(level) for name, level in AT.items()},
        exception=logging_at(40, with_error=True),
        log=log_any,
        setLevel=set_level,
        addFilter=add_filter,
        addHandler=add_handler,
        filter=filter_record,
        handle=handle,
        removeFilter=remove_filter,
        removeHandler=remove_handler,
        hasHandlers=has_handlers,
        getChild=child,
        isEnabledFor=enabled,
        getEffectiveLevel=effective_level,
    )
)

# ------------------------------------------------------------------------------------- adapters


def start_adapter(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`LoggerAdapter(logger, extra)`."""
    logger = argument(arguments, keywords, 1, "logger")
    arguments[0].__dict__.update(logger=logger, extra=argument(arguments, keywords, 2, "extra"))
    return None


def process(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`adapter.process(msg, kwargs)`: the message, and its keywords with the adapter's extra."""
    adapter, message, keywords = arguments
    keywords["extra"] = adapter.__dict__["extra"]
    return (message, keywords)


def adapting(level: int | None, *, with_error: bool = False) -> BuiltinFunction:
    """`adapter.info(…)` and its like; without a level, `adapter.log(level, …)`."""

    def log(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        adapter, *rest = arguments
        at = rest.pop(0) if level is None else level
        if with_error:
            keywords.setdefault("exc_info", True)
        message, *values = rest
        ask = get_attribute(runtime, adapter, "process")
        answer: Any = call(runtime, ask, [message, keywords], {})
        message, keywords = answer
        log_by = get_attribute(runtime, adapter.__dict__["logger"], "log")
        return call(runtime, log_by, [at, message, *values], keywords)

    return log


def passing(name: str) -> BuiltinFunction:
    """A method of the adapter that is the logger's."""

    def ask(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        method = get_attribute(runtime, arguments[0].__dict__["logger"], name)
        return call(runtime, method, arguments[1:], keywords)

    return ask


PASSED: Final = ("setLevel", "isEnabledFor", "getEffectiveLevel", "hasHandlers")
ADAPTER: Final = native_class(
    "LoggerAdapter",
    "logging",
    (),
    {
        "__init__": start_adapter,
        "process": process,
        "log": adapting(None),
        "exception": adapting(40, with_error=True),
        **{name: adapting(level) for name, level in AT.items() if name != "fatal"},
        **{name: passing(name) for name in PASSED},
    },
)
