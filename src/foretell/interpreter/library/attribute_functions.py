"""Builtin functions that take the name of an attribute, and `dir`, which tells the names."""

from __future__ import annotations

from typing import Any

from foretell.interpreter.attributes import (
    delete_attribute,
    get_attribute,
    list_attributes,
    set_attribute,
)
from foretell.interpreter.calls import call
from foretell.interpreter.descriptors import bind
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.kinds import type_name
from foretell.interpreter.layouts import is_script_instance, is_script_type, layout_of
from foretell.interpreter.measure import collect
from foretell.interpreter.values import ModuleValue

Arguments = list[Any]
Keywords = dict[str, Any]


def read(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`getattr(value, name, default)`."""
    if not 2 <= len(arguments) <= 3 or keywords:
        return getattr(*arguments, **keywords)
    name = checked_name(arguments[1])
    if len(arguments) == 2:
        return get_attribute(runtime, arguments[0], name)
    try:
        return get_attribute(runtime, arguments[0], name)
    except AttributeError:
        return arguments[2]


def has(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`hasattr(value, name)`."""
    if len(arguments) != 2 or keywords:
        raise TypeError(f"hasattr expected 2 arguments, got {len(arguments)}")
    try:
        get_attribute(runtime, arguments[0], checked_name(arguments[1]))
    except AttributeError:
        return False
    return True


def write(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`setattr(value, name, new)`."""
    if len(arguments) != 3 or keywords:
        raise TypeError(f"setattr expected 3 arguments, got {len(arguments)}")
    set_attribute(runtime, arguments[0], checked_name(arguments[1]), arguments[2])
    return None


def delete(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`delattr(value, name)`."""
    if len(arguments) != 2 or keywords:
        raise TypeError(f"delattr expected 2 arguments, got {len(arguments)}")
    delete_attribute(runtime, arguments[0], checked_name(arguments[1]))
    return None


def checked_name(name: Any) -> str:
    """The name of an attribute: an ordinary text, so that nothing of the script decides later."""
    if type(name) is str:
        return name
    if isinstance(name, str):
        return str.__str__(name)
    raise TypeError("attribute name must be string, not " + repr(type_name(name)))


def listed(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`dir(value)`: what a script can ask of a value; without one it is not available."""
    if keywords:
        raise TypeError("dir() takes no keyword arguments")
    if len(arguments) > 1:
        raise TypeError(f"dir expected at most 1 argument, got {len(arguments)}")
    if not arguments:
        raise TypeError("dir() without an argument is not available")
    value = arguments[0]
    if is_script_instance(value):
        hook = layout_of(type(value)).members.get("__dir__")
        if hook is not None:
            told = call(runtime, bind(runtime, hook, value, type(value)), [], {})
            return sorted(collect(runtime, told))
        names = {name for name in value.__dict__ if not name.startswith(" ")}
        return sorted(names | set(layout_of(type(value)).members))
    if is_script_type(value):
        return sorted(layout_of(value).members)
    return list_attributes(runtime, value)


def variables(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`vars(value)`: its `__dict__`; without a value it is not available."""
    if keywords:
        raise TypeError("vars() takes no keyword arguments")
    if len(arguments) > 1:
        raise TypeError(f"vars expected at most 1 argument, got {len(arguments)}")
    if not arguments:
        raise TypeError("vars() without an argument is not available")
    value = arguments[0]
    if isinstance(value, ModuleValue):
        return dict(value.members)
    try:
        return get_attribute(runtime, value, "__dict__")
    except AttributeError:
        raise TypeError("vars() argument must have __dict__ attribute") from None
