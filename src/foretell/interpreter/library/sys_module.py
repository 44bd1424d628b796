"""`sys`: a few constants and the run's output; nothing of the process."""

from __future__ import annotations

import sys
from typing import Any, Final, final

from foretell.interpreter.kernel import UNSET, BuiltinFunction, Runtime
from foretell.interpreter.kinds import type_name
from foretell.interpreter.native import NativeValue
from foretell.interpreter.operators import iterate
from foretell.interpreter.traceback_values import traceback_of
from foretell.interpreter.values import BoundMethod, Method

from .hosting import Arguments, Keywords, host_members
from .services import write_output


@final
class OutputStream(NativeValue):
    """`sys.stdout` and `sys.stderr`: both are the run's output."""

    def __init__(self, name: str) -> None:
        self.name = name

    def type_name(self) -> str:
        return "TextIOWrapper"

    def type_module(self) -> str:
        return "_io"

    def attribute(self, _runtime: Runtime, name: str) -> object:
        method = STREAM_METHODS.get(name)
        if method is not None:
            return BoundMethod(self, method)
        if name == "encoding":
            return "utf-8"
        if name == "name":
            return self.name
        return UNSET

    def __repr__(self) -> str:
        return f"<_io.TextIOWrapper name='{self.name}' mode='w' encoding='utf-8'>"


def write(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`stream.write(text)`."""
    if len(arguments) != 2:
        raise TypeError(
            f"TextIOWrapper.write() takes exactly one argument ({len(arguments) - 1} given)"
        )
    text = arguments[1]
    if not isinstance(text, str):
        raise TypeError(f"write() argument must be str, not {type_name(text)}")
    write_output(runtime, text)
    return len(text)


def write_lines(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`stream.writelines(lines)`."""
    for line in iterate(runtime, arguments[1]):
        runtime.charge(1)
        write(runtime, [arguments[0], line], keywords)
    return None


def flush(_runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> object:
    """`stream.flush()`: output is kept, so there is nothing to do."""
    return None


def is_terminal(_runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> object:
    """`stream.isatty()`."""
    return False


STREAM_METHODS: Final = {
    "write": Method("write", None, write),
    "writelines": Method("writelines", None, write_lines),
    "flush": Method("flush", None, flush),
    "isatty": Method("isatty", None, is_terminal),
}


def leave(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`sys.exit(status)`."""
    if keywords or len(arguments) > 1:
        raise TypeError(f"exit expected at most 1 argument, got {len(arguments)}")
    error = SystemExit(*arguments)
    runtime.raised = error
    raise error


def current(runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> object:
    """`sys.exception()`."""
    return runtime.handled


def current_parts(runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> object:
    """`sys.exc_info()`."""
    error = runtime.handled
    if error is None:
        return (None, None, None)
    return (type(error), error, traceback_of(error))


def recursion_limit(runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> object:
    """`sys.getrecursionlimit()`: how deep calls may go here."""
    return int(runtime.max_depth)


def set_recursion_limit(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`sys.setrecursionlimit(n)`: accepted and ignored; the budget says how deep calls may go."""
    if len(arguments) != 1 or not isinstance(arguments[0], int):
        raise TypeError("setrecursionlimit() takes exactly one integer")
    if arguments[0] <= 0:
        raise ValueError("recursion limit must be greater or equal than 1")
    return None


def size_of(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`sys.getsizeof(value)`: by a fixed rule, not by what this build of Python takes."""
    value: Any = arguments[0]
    if isinstance(value, (str, bytes, bytearray)):
        return 49 + len(value)
    if isinstance(value, (list, tuple)):
        return 56 + 8 * len(value)
    if isinstance(value, (dict, set, frozenset)):
        return 64 + 100 * len(value)
    if isinstance(value, int):
        return 24 + 4 * (value.bit_length() // 30 + 1)
    return 48


def same(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`sys.intern(text)`."""
    if len(arguments) != 1 or not isinstance(arguments[0], str):
        raise TypeError("intern() argument must be str")
    return arguments[0]


FUNCTIONS: Final[dict[str, BuiltinFunction]] = {
    "exit": leave,
    "exception": current,
    "exc_info": current_parts,
    "getrecursionlimit": recursion_limit,
    "setrecursionlimit": set_recursion_limit,
    "getsizeof": size_of,
    "intern": same,
}


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    own: dict[str, object] = {
        "argv": ["script.py"],
        "platform": "linux",
        "byteorder": "little",
        "stdout": OutputStream("<stdout>"),
        "stderr": OutputStream("<stderr>"),
        "version_info": tuple(sys.version_info),
        "version": sys.version.split()[0],
    }
    return host_members("sys", sys, own=own, functions=FUNCTIONS)
