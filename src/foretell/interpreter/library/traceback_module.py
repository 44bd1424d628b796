"""`traceback`: the script's own lines as text."""

from __future__ import annotations

import traceback
from typing import Any, Final

from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.tracebacks import format_traceback
from foretell.interpreter.values import Builtin

from .hosting import Arguments, Keywords
from .services import services, write_output


def text_of(runtime: Runtime, error: BaseException | None) -> str:
    """The traceback of an exception."""
    if error is None:
        return "NoneType: None\n"
    runtime.charge(64)
    program = services(runtime).program
    if program is None:
        return "".join(traceback.format_exception_only(error))
    return format_traceback(error, program)


def write(runtime: Runtime, text: str, keywords: Keywords) -> None:
    """Into the run's output, or what `file` writes to."""
    file = keywords.get("file")
    if file is None:
        write_output(runtime, text)
    else:
        call(runtime, get_attribute(runtime, file, "write"), [text], {})


def given(runtime: Runtime, arguments: Arguments) -> BaseException | None:
    """The exception among the arguments: by itself, or as the second of three."""
    for value in arguments[:2]:
        if isinstance(value, BaseException):
            return value
    return runtime.handled if not arguments else None


def format_exc(runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> object:
    """`format_exc()`."""
    return text_of(runtime, runtime.handled)


def print_exc(runtime: Runtime, _arguments: Arguments, keywords: Keywords) -> object:
    """`print_exc()`."""
    write(runtime, text_of(runtime, runtime.handled), keywords)
    return None


def format_exception(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`format_exception(error)`."""
    return text_of(runtime, given(runtime, arguments)).splitlines(keepends=True)


def print_exception(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`print_exception(error)`."""
    write(runtime, text_of(runtime, given(runtime, arguments)), keywords)
    return None


def format_exception_only(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`format_exception_only(error)`."""
    error: Any = given(runtime, arguments)
    return traceback.format_exception_only(error)


def format_tb(_runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> object:
    """`format_tb(tb)`: scripts have no traceback objects, so there is nothing to show."""
    return []


FUNCTIONS: Final[dict[str, BuiltinFunction]] = {
    "format_exc": format_exc,
    "format_exception": format_exception,
    "format_exception_only": format_exception_only,
    "format_tb": format_tb,
    "print_exc": print_exc,
    "print_exception": print_exception,
}


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return {name: Builtin(name, function) for name, function in FUNCTIONS.items()}
