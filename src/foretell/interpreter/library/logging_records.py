"""Records, filters and formats of `logging`: classes that scripts may derive from."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any, Final

from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.class_building import native_class
from foretell.interpreter.costs import check_binary
from foretell.interpreter.formatting import format_text, percent, to_text
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.signatures import Signature

from .hosting import Arguments, Keywords, argument
from .services import line_of_call, services
from .traceback_module import text_of

STYLES: Final = ("%", "{", "$")
USUAL: Final = {"%": "%(message)s", "{": "{message}", "$": "${message}"}
TIME_MARKS: Final = {"%": "%(asctime)", "{": "{asctime", "$": "$asctime"}
SCRIPT: Final = {
    "pathname": "script.py",
    "filename": "script.py",
    "module": "script",
    "lineno": 0,
    "funcName": "<module>",
    "process": 1,
    "processName": "MainProcess",
    "thread": 1,
    "threadName": "MainThread",
}
"""What a record says of its place: there is one process and one thread."""


def send(runtime: Runtime, receiver: object, name: str, *arguments: object) -> Any:
    """Call a method of a value, which a script may have overridden."""
    return call(runtime, get_attribute(runtime, receiver, name), list(arguments), {})


# ------------------------------------------------------------------------------------- records


def fill_record(
    runtime: Runtime, record: Any, name: str, level: int, level_name: str, message: object
) -> None:
    """Give a record what all records have."""
    created = services(runtime).clock()
    given: dict[str, object] = record.__dict__
    given.update(name=name, msg=message, args=(), levelname=level_name, levelno=level, **SCRIPT)
    given["lineno"] = line_of_call(runtime)
    if runtime.frame is not None:
        given["funcName"] = runtime.frame.code.name
    given.update(exc_info=None, exc_text=None, stack_info=None, created=created)
    given.update(msecs=int((created - int(created)) * 1000) + 0.0, relativeCreated=0.0)


def message_of(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`record.getMessage()`: the message with its arguments put in."""
    record: Any = arguments[0]
    text = to_text(runtime, record.__dict__["msg"])
    given: Any = record.__dict__["args"]
    if not given:
        return text
    check_binary(runtime, "%", text, given)
    return percent(runtime, text, given)


def show_record(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`repr(record)`."""
    given = arguments[0].__dict__
    place = f"{given['pathname']}, {given['lineno']}"
    return f'<LogRecord: {given["name"]}, {given["levelno"]}, {place}, "{given["msg"]}">'


def start_record(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`LogRecord(name, level, pathname, lineno, msg, args, exc_info, …)`."""
    names = ["name", "level", "pathname", "lineno", "msg", "args", "exc_info", "func", "sinfo"]
    bound = Signature("LogRecord.__init__", names, {"func", "sinfo"}).bind(arguments[1:], keywords)
    level = bound["level"]
    level_name = logging.getLevelName(level)
    fill_record(runtime, arguments[0], bound["name"], level, level_name, bound["msg"])
    given: dict[str, object] = arguments[0].__dict__
    given.update(pathname=bound["pathname"], lineno=bound["lineno"], exc_info=bound["exc_info"])
    place: str = bound["pathname"]
    file = place.rpartition("/")[2]
    given.update(filename=file, module=file.partition(".")[0], funcName=bound.get("func"))
    given["args"] = bound["args"]
    return None


RECORD: Final = native_class(
    "LogRecord",
    "logging",
    (),
    {"__init__": start_record, "__repr__": show_record, "getMessage": message_of},
)


def make_record(
    runtime: Runtime, name: str, level: int, level_name: str, message: object, arguments: Any
) -> Any:
    """The record of a message."""
    record: Any = object.__new__(RECORD)
    fill_record(runtime, record, name, level, level_name, message)
    if len(arguments) == 1 and isinstance(arguments[0], dict) and arguments[0]:
        arguments = arguments[0]
    record.__dict__["args"] = arguments
    return record


# ------------------------------------------------------------------------------------- filters


def start_filter(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`Filter(name)`."""
    name = argument(arguments, keywords, 1, "name", "")
    arguments[0].__dict__.update(name=name, nlen=len(name))
    return None


def passes(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`filter.filter(record)`: of this logger or of one below it."""
    wanted = arguments[0].__dict__.get("name", "")
    name = arguments[1].__dict__["name"]
    return not wanted or name == wanted or name.startswith(wanted + ".")


FILTER: Final = native_class("Filter", "logging", (), {"__init__": start_filter, "filter": passes})


def let_through(runtime: Runtime, filters: list[Any], record: Any) -> bool:
    """Whether all filters let a record pass: objects with `filter`, or functions."""
    for each in filters:
        runtime.charge(1)
        judge = each if callable(each) and not hasattr(type(each), "script_layout") else None
        if judge is None:
            judge = get_attribute(runtime, each, "filter")
        if not call(runtime, judge, [record], {}):
            return False
    return True


# ------------------------------------------------------------------------------------- formats


def start_formatter(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`Formatter(fmt, datefmt, style, validate, *, defaults)`."""
    names = ["fmt", "datefmt", "style", "validate"]
    signature = Signature("Formatter.__init__", names, {*names, "defaults"}, ["defaults"])
    bound = signature.bind(arguments[1:], keywords)
    style = bound.get("style", "%")
    if style not in STYLES:
        raise ValueError(f"Style must be one of: {','.join(STYLES)}")
    layout = bound.get("fmt") or USUAL[style]
    if bound.get("validate", True) and type(layout) is str:
        logging.Formatter(layout, style=style)  # CPython says what is wrong with it
    arguments[0].__dict__.update(
        {
            "_fmt": layout,
            "datefmt": bound.get("datefmt"),
            " style": style,
            " defaults": bound.get("defaults") or {},
        }
    )
    return None


def format_record(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`formatter.format(record)`."""
    formatter, record = arguments
    given: dict[str, Any] = record.__dict__
    given["message"] = send(runtime, record, "getMessage")
    if send(runtime, formatter, "usesTime"):
        given["asctime"] = send(runtime, formatter, "formatTime", record, formatter.datefmt)
    text: Any = send(runtime, formatter, "formatMessage", record)
    if given["exc_info"] and not given["exc_text"]:
        given["exc_text"] = send(runtime, formatter, "formatException", given["exc_info"])
    if given["exc_text"]:
        text = text + ("" if text[-1:] == "\n" else "\n") + given["exc_text"]
    return text


def format_message(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`formatter.formatMessage(record)`: the layout filled in."""
    own = arguments[0].__dict__
    values: dict[str, Any] = {**own[" defaults"], **arguments[1].__dict__}
    layout, style = own["_fmt"], own[" style"]
    runtime.charge(4)
    if style == "{":
        return format_text(runtime, layout, [], values)
    if style == "$":
        return logging.StringTemplateStyle(layout).format(logging.makeLogRecord(values))
    check_binary(runtime, "%", layout, values)
    return percent(runtime, layout, values)


def uses_time(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`formatter.usesTime()`."""
    own = arguments[0].__dict__
    return TIME_MARKS[own[" style"]] in own["_fmt"]


def format_time(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`formatter.formatTime(record, datefmt)`, in the zone of the run."""
    formatter, record = arguments[:2]
    moment = datetime.fromtimestamp(record.__dict__["created"], services(runtime).zone)
    layout = argument(arguments, keywords, 2, "datefmt")
    if layout:
        return moment.strftime(layout)
    usual: Any = get_attribute(runtime, formatter, "default_time_format")
    behind: Any = get_attribute(runtime, formatter, "default_msec_format")
    text = moment.strftime(usual)
    return behind % (text, record.__dict__["msecs"]) if behind else text


def format_exception(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`formatter.formatException(exc_info)`."""
    return text_of(runtime, arguments[1][1]).rstrip("\n")


FORMATTER: Final = native_class(
    "Formatter",
    "logging",
    (),
    {
        "__init__": start_formatter,
        "default_time_format": "%Y-%m-%d %H:%M:%S",
        "default_msec_format": "%s,%03d",
        "format": format_record,
        "formatMessage": format_message,
        "formatTime": format_time,
        "formatException": format_exception,
        "usesTime": uses_time,
    },
)
