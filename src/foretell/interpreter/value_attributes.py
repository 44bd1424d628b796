"""Attributes of values of our own classes: functions, methods, builtins, modules."""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any, Final

from .kernel import UNSET, Runtime
from .kinds import type_name
from .values import BoundFunction, BoundMethod, Builtin, ModuleValue, ScriptFunction

Reader = Callable[[Runtime, Any, str], object]

"""Gives an attribute of a value; `UNSET` if there is none of that name."""

Writer = Callable[[Runtime, Any, str, object], None]

"""Sets an attribute of a value; deletes it where the new value is `UNSET`."""

READERS: Final[dict[object, Reader]] = {}

"""How values of other modules' types are read, by exact type; tables come first."""

WRITERS: Final[dict[object, Writer]] = {}

"""The same for assignment."""


def read_function(_runtime: Runtime, value: ScriptFunction, name: str) -> object:  # noqa: C901 - a case a name
    """An attribute of a script function."""
    attributes = value.attributes
    if attributes is not None and name in attributes:
        return attributes[name]
    match name:
        case "__name__":
            return value.name
        case "__qualname__":
            return value.qualified_name
        case "__doc__":
            return value.documentation
        case "__module__":
            return "__main__"
        case "__annotations__":
            if value.annotations is None:
                value.annotations = {}
            return value.annotations
        case "__defaults__":
            return value.defaults
        case "__kwdefaults__":
            return value.keyword_defaults
        case "__dict__":
            if value.attributes is None:
                value.attributes = {}
            return value.attributes
        case _:
            return UNSET


def write_function(_runtime: Runtime, value: ScriptFunction, name: str, new: object) -> None:
    """Assign to an attribute of a script function."""
    if name in ("__defaults__", "__kwdefaults__", "__dict__", "__code__", "__globals__"):
        raise AttributeError(f"attribute {name!r} of 'function' objects is not writable")
    if new is not UNSET:
        if name in ("__name__", "__qualname__"):
            if not isinstance(new, str):
                raise TypeError(f"{name} must be set to a string object")
            if name == "__name__":
                value.name = new
            else:
                value.qualified_name = new
        elif name == "__doc__":
            value.documentation = new
        elif name == "__annotations__":
            value.annotations = new
        else:
            if value.attributes is None:
                value.attributes = {}
            value.attributes[name] = new
        return
    if value.attributes is None or name not in value.attributes:
        text = f"'function' object has no attribute {name!r}"
        raise AttributeError(text, name=name, obj=value)
    del value.attributes[name]


def read_bound_function(runtime: Runtime, value: BoundFunction, name: str) -> object:
    """An attribute of a method of a script class: its own, or those of its function."""
    if name == "__self__":
        return value.receiver
    if name == "__func__":
        return value.function
    return read_function(runtime, value.function, name)


def read_builtin(_runtime: Runtime, value: Builtin, name: str) -> object:
    """An attribute of a builtin function: its names, never what it belongs to."""
    if name == "__name__":
        return value.name
    if name == "__qualname__":
        return value.qualified_name
    return UNSET


def read_bound_method(_runtime: Runtime, value: BoundMethod, name: str) -> object:
    """An attribute of a method of a builtin type."""
    if name == "__name__":
        return value.method.name
    if name == "__qualname__":
        return f"{type_name(value.receiver)}.{value.method.name}"
    if name == "__self__":
        return value.receiver
    return UNSET


def read_host_function(_runtime: Runtime, value: Any, name: str) -> object:
    """An attribute of a function of the host, should a script ever come by one."""
    return value.__name__ if name in ("__name__", "__qualname__") else UNSET


def read_module(_runtime: Runtime, value: ModuleValue, name: str) -> object:
    """An attribute of a module."""
    if name == "__name__":
        return value.name
    return value.members.get(name, UNSET)


READERS.update(
    {
        ScriptFunction: read_function,
        BoundFunction: read_bound_function,
        Builtin: read_builtin,
        BoundMethod: read_bound_method,
        ModuleValue: read_module,
        types.FunctionType: read_host_function,
        types.BuiltinFunctionType: read_host_function,
    }
)

WRITERS[ScriptFunction] = write_function
