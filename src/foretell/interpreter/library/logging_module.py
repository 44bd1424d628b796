"""`logging`: loggers of the run, which write into its output.

CPython's module is one for the process: its handlers would reach the host's log. This one has the
same loggers by name, levels, handlers and formats, and nothing that writes elsewhere.
"""

from __future__ import annotations

import logging
from typing import Any, Final

from foretell.interpreter.calls import CONSTRUCTORS
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.operators import iterate
from foretell.interpreter.type_checks import kind_named
from foretell.interpreter.values import Builtin

from .hosting import Arguments, Keywords, argument
from .logging_methods import AT, log_any
from .logging_values import (
    LEVELS,
    METHODS,
    Formatter,
    Handler,
    checked,
    level_of,
    name_of,
    record_message,
    state,
)

# ------------------------------------------------------------------------------- what they do


BASIC: Final = "%(levelname)s:%(name)s:%(message)s"
STYLES: Final = {
    "%": logging.PercentStyle,
    "{": logging.StrFormatStyle,
    "$": logging.StringTemplateStyle,
}


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
