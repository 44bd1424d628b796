"""Instances: how a class makes one, by `__new__` and `__init__` of the script or of the host."""

from __future__ import annotations

from typing import Any, Final

from .calls import call
from .descriptors import bind
from .host_methods import (
    initialize_host,
    make_host_instance,
    refuse_abstract,
    refuse_arguments,
)
from .kernel import UNSET, Runtime
from .layouts import Layout, layout_of
from .native import NativeMethod
from .values import ScriptFunction

NEW_ERROR: Final[Any] = BaseException.__new__

PLAIN_ERRORS: Final = frozenset({Exception, LookupError, RuntimeError, ValueError})
"""Builtin exceptions that keep what they are made with, so that `__init__` has nothing left to do."""


def construct_instance(
    runtime: Runtime, cls: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """Make an instance by `__new__` and `__init__`, those of the script or of a builtin base."""
    layout: Layout = cls.script_layout
    maker = layout.members.get("__new__", UNSET)
    instance: Any
    if maker is UNSET:
        instance = make_bare(runtime, layout, cls, arguments, keywords)
    else:
        maker = bind(runtime, maker, UNSET, cls)
        instance = call(runtime, maker, [cls, *arguments], dict(keywords))
        if not isinstance(instance, cls):
            return instance
        layout = layout_of(type(instance))
    initializer = layout.members.get("__init__", UNSET)
    if initializer is UNSET:
        if layout.host is object:
            if arguments or keywords:
                refuse_arguments(instance, "__init__")
        elif maker is not UNSET or keywords or layout.host not in PLAIN_ERRORS:
            initialize_host(runtime, layout.host, instance, arguments, keywords)
        return instance
    result: object
    if isinstance(initializer, (ScriptFunction, NativeMethod)):
        result = call(runtime, initializer, [instance, *arguments], keywords)
    else:
        result = call(runtime, bind(runtime, initializer, instance, cls), arguments, keywords)
    if result is not None:
        raise TypeError(f"__init__() should return None, not '{type(result).__name__}'")
    return instance


def make_bare(
    runtime: Runtime, layout: Layout, cls: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """Make an instance of a class without `__new__` of its own, before `__init__`."""
    if layout.abstract:
        refuse_abstract(layout)
    if layout.host is object:
        return object.__new__(cls)
    if layout.host in PLAIN_ERRORS and not keywords:
        error: object = NEW_ERROR(cls, *arguments)
        return error
    made: object = make_host_instance(runtime, layout.host, cls, arguments, keywords)
    return made
