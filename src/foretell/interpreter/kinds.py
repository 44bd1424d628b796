"""What a script is told of the type of a value: `function`, `module` and so on.

Values of our own classes stand for values of CPython's. Here is what they are called.
"""

from __future__ import annotations

import types
from typing import Any, Final

from .host_coroutines import HostCoroutine
from .native import NativeValue
from .suspended import ScriptAsyncGenerator, ScriptCoroutine, ScriptGenerator
from .tool_coroutines import ToolCall
from .values import BoundFunction, BoundMethod, Builtin, ModuleValue, ScriptFunction, Tool

NAMES: Final[dict[Any, str]] = {
    ScriptFunction: "function",
    Tool: "function",
    BoundFunction: "method",
    Builtin: "builtin_function_or_method",
    BoundMethod: "builtin_function_or_method",
    ModuleValue: "module",
    ScriptGenerator: "generator",
    ScriptCoroutine: "coroutine",
    HostCoroutine: "coroutine",
    ToolCall: "coroutine",
    ScriptAsyncGenerator: "async_generator",
    types.FunctionType: "function",
    types.BuiltinFunctionType: "builtin_function_or_method",
    types.MethodDescriptorType: "builtin_function_or_method",
}
"""What values of these classes are called."""


def name_of_kind(kind: Any) -> str:
    """The name of a type of values, as a script sees it."""
    known = NAMES.get(kind)
    if known is None and issubclass(kind, Tool):
        known = "function"
    if known is not None:
        return known
    name: str = kind.__name__
    return name


def type_name(value: object) -> str:
    """The name of a value's type, as a script sees it."""
    if isinstance(value, NativeValue):
        return value.type_name()
    return name_of_kind(type(value))


def correct_names(error: BaseException, *values: object) -> None:
    """Put the names a script knows in place of our own classes' in CPython's message."""
    if not error.args or not isinstance(error.args[0], str):
        return
    text: str = error.args[0]
    for value in values:
        if isinstance(value, NativeValue):
            text = text.replace(f"'{type(value).__name__}'", f"'{value.type_name()}'")
    for kind, name in NAMES.items():
        text = text.replace(f"'{kind.__name__}'", f"'{name}'")
    if text != error.args[0]:
        error.args = (text, *error.args[1:])
