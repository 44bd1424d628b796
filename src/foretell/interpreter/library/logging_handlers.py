"""Handlers of `logging`: where records go. Scripts may derive from them."""

from __future__ import annotations

from typing import Any, Final

from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.class_building import native_class
from foretell.interpreter.kernel import Runtime, Stop
from foretell.interpreter.kinds import type_name

from .hosting import Arguments, Keywords, argument
from .logging_levels import level_of, name_of
from .logging_records import FORMATTER, let_through, send
from .services import write_output
from .sys_module import OutputStream
from .traceback_module import text_of


def nothing(_runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> object:
    """Locks and buffers: there are none."""
    return None


# ------------------------------------------------------------------------------------ filtering


def add_filter(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`addFilter(filter)`."""
    added = argument(arguments, keywords, 1, "filter")
    filters = filters_of(arguments[0])
    if added not in filters:
        filters.append(added)
    return None


def remove_filter(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`removeFilter(filter)`."""
    removed = argument(arguments, keywords, 1, "filter")
    filters = filters_of(arguments[0])
    if removed in filters:
        filters.remove(removed)
    return None


def filter_record(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`filter(record)`."""
    return let_through(runtime, filters_of(arguments[0]), arguments[1])


def filters_of(value: Any) -> list[Any]:
    """The filters of a handler or logger."""
    found: list[Any] = value.filters
    return found


# ------------------------------------------------------------------------------------- handlers


def start_handler(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`Handler(level)`."""
    level = level_of(runtime, argument(arguments, keywords, 1, "level", 0))
    prepare(arguments[0], level)
    return None


def prepare(handler: Any, level: int) -> None:
    """What every handler has."""
    handler.__dict__.update(level=level, formatter=None, filters=[], name=None)


def set_level(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`setLevel(level)`."""
    arguments[0].level = level_of(runtime, argument(arguments, keywords, 1, "level"))
    return None


def set_formatter(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`setFormatter(formatter)`."""
    arguments[0].__dict__["formatter"] = argument(arguments, keywords, 1, "fmt")
    return None


def set_name(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`set_name(name)`."""
    arguments[0].__dict__["name"] = arguments[1]
    return None


def get_name(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`get_name()`."""
    value: object = arguments[0].__dict__["name"]
    return value


def lay_out(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`handler.format(record)`."""
    formatter: object = arguments[0].__dict__["formatter"]
    if formatter is None:
        formatter = call(runtime, FORMATTER, [], {})
    text: object = send(runtime, formatter, "format", arguments[1])
    return text


def handle(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`handler.handle(record)`: write it, if the filters let it pass."""
    handler, record = arguments
    passed = send(runtime, handler, "filter", record)
    if passed:
        send(runtime, handler, "emit", record)
    result: object = passed
    return result


def refuse(_runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> object:
    """`Handler.emit`: for those that derive from it."""
    raise NotImplementedError("emit must be implemented by Handler subclasses")


def handle_error(runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> object:
    """`handler.handleError(record)`: tell it, and go on."""
    write_output(runtime, "--- Logging error ---\n" + text_of(runtime, runtime.handled))
    return None


def show_handler(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`repr(handler)`."""
    handler = arguments[0]
    return f"<{type_name(handler)} ({name_of(runtime, handler.level)})>"


HANDLER: Final = native_class(
    "Handler",
    "logging",
    (),
    {
        "__init__": start_handler,
        "__repr__": show_handler,
        "acquire": nothing,
        "addFilter": add_filter,
        "close": nothing,
        "createLock": nothing,
        "emit": refuse,
        "filter": filter_record,
        "flush": nothing,
        "format": lay_out,
        "get_name": get_name,
        "handle": handle,
        "handleError": handle_error,
        "release": nothing,
        "removeFilter": remove_filter,
        "setFormatter": set_formatter,
        "setLevel": set_level,
        "set_name": set_name,
    },
)


def start_stream(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`StreamHandler(stream)`."""
    prepare(arguments[0], 0)
    stream = argument(arguments, keywords, 1, "stream")
    arguments[0].__dict__["stream"] = OutputStream("<stderr>") if stream is None else stream
    return None


def set_stream(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`setStream(stream)`: the one before, if it is another."""
    own = arguments[0].__dict__
    before: object = own["stream"]
    if arguments[1] is before:
        return None
    own["stream"] = arguments[1]
    return before


def emit(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`handler.emit(record)`: to the script's stream, or into the run's output."""
    handler, record = arguments
    before = runtime.handled
    try:
        text: Any = send(runtime, handler, "format", record)
        text = text + get_attribute(runtime, handler, "terminator")
        stream = handler.__dict__["stream"]
        if stream is None or isinstance(stream, OutputStream):
            write_output(runtime, text)
        else:
            send(runtime, stream, "write", text)
    except (Stop, RecursionError):
        raise
    except Exception as error:  # noqa: BLE001 - logging goes on, whatever a script's text raises
        runtime.handled = error
        send(runtime, handler, "handleError", record)
    finally:
        runtime.handled = before
    return None


STREAM_HANDLER: Final = native_class(
    "StreamHandler",
    "logging",
    (HANDLER,),
    {"__init__": start_stream, "emit": emit, "setStream": set_stream, "terminator": "\n"},
)
NULL_HANDLER: Final = native_class(
    "NullHandler", "logging", (HANDLER,), {"handle": nothing, "emit": nothing}
)


def make_stream_handler(runtime: Runtime, stream: object) -> Any:
    """A handler that writes to a stream."""
    return call(runtime, STREAM_HANDLER, [stream], {})
