"""Attributes of script classes.

A class has what its namespace and its bases have, and of `type` only what is listed here.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from .descriptors import ClassMethod, StaticMethod, bind
from .hiding import hiding
from .host_methods import host_special
from .kernel import UNSET, Runtime
from .layouts import (
    Layout,
    class_annotations,
    flatten_below,
    layout_of,
    script_subclasses,
)
from .native import NativeMethod
from .script_types import (
    TRAMPOLINES,
    ScriptEnumType,
    ScriptType,
    delete_host_attribute,
    make_trampoline,
    set_host_attribute,
)
from .values import ScriptFunction


def get_class_attribute(runtime: Runtime, cls: Any, name: str) -> object:
    """`cls.name` of a script class; `UNSET` if there is no such attribute."""
    layout: Layout = cls.script_layout
    if name.startswith("__"):
        value = type_attribute(runtime, layout, cls, name)
        if value is not UNSET:
            return value
    found = layout.members.get(name, UNSET)
    if found is not UNSET:
        return bind(runtime, found, UNSET, cls)
    if name == "mro":
        return NativeMethod("mro", _mro, "type.mro").read(runtime, cls, type)
    inherited = host_class_attribute(runtime, layout, cls, name)
    if inherited is UNSET and isinstance(cls, ScriptEnumType):
        try:
            raise KeyError(name)  # CPython looks among the members first
        except KeyError:
            raise hiding(AttributeError(name, name=name, obj=cls))  # noqa: B904 - hidden
    return inherited


def host_class_attribute(runtime: Runtime, layout: Layout, cls: Any, name: str) -> object:
    """What a class has from builtin bases."""
    for base in cls.__mro__:
        if not isinstance(base, ScriptType):
            found = host_special(base, name)
            if isinstance(found, (StaticMethod, ClassMethod)):
                return found.read(runtime, UNSET, cls)
            if found is not UNSET:
                return found
    if layout.host is object:
        return UNSET
    from .attributes import host_attribute  # noqa: PLC0415 - the gate imports this module

    return host_attribute(runtime, cls, layout.host, name)


def type_attribute(_runtime: Runtime, layout: Layout, cls: Any, name: str) -> object:
    """What every class has as a class."""
    if name == "__name__":
        return layout.name
    if name == "__qualname__":
        return layout.qualified_name
    if name == "__class__":
        return type
    if name in ("__mro__", "__bases__", "__base__"):
        value: object = getattr(cls, name)
        return value
    if name == "__dict__":
        return MappingProxyType(dict(layout.namespace))
    if name == "__annotations__":
        return class_annotations(layout)
    if name == "__abstractmethods__" and layout.is_abstract_base:
        return frozenset(layout.abstract)
    if name == "__subclasses__" and not layout.immutable:
        return NativeMethod(name, _subclasses, "type.__subclasses__").read(_runtime, cls, type)
    return UNSET


def _mro(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    return list(arguments[0].__mro__)


def _subclasses(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    return script_subclasses(arguments[0])


def set_class_attribute(runtime: Runtime, cls: Any, name: str, value: object) -> None:
    """`cls.name = value`."""
    layout = _open_layout(runtime, cls, name, value)
    if name in ("__name__", "__qualname__"):
        if not isinstance(value, str):
            kind = type(value).__name__
            raise TypeError(f"can only assign string to {layout.name}.{name}, not '{kind}'")
        type.__setattr__(cls, name, value)
        if name == "__name__":
            layout.name = value
        else:
            layout.qualified_name = value
        return
    layout.namespace[name] = value
    if name == "__module__" and isinstance(value, str):
        layout.module = value
        type.__setattr__(cls, name, value)
    if name in TRAMPOLINES:
        set_host_attribute(cls, name, trampoline_for(runtime, name, value))
    flatten_below(cls)


def delete_class_attribute(runtime: Runtime, cls: Any, name: str) -> None:
    """`del cls.name`."""
    layout = _open_layout(runtime, cls, name, UNSET)
    if name not in layout.namespace:
        raise AttributeError(f"type object {layout.name!r} has no attribute {name!r}")
    del layout.namespace[name]
    if name in TRAMPOLINES and name in cls.__dict__:
        delete_host_attribute(cls, name)
    flatten_below(cls)


def _open_layout(runtime: Runtime, cls: Any, name: str, value: object) -> Layout:
    """The layout of a class on which `name` may be set."""
    layout = layout_of(cls)
    if layout.immutable:
        raise TypeError(f"cannot set {name!r} attribute of immutable type {layout.name!r}")
    if name in ("__class__", "__bases__", "__mro__", "__base__", "__dict__"):
        raise TypeError(f"cannot set {name!r} of a class")
    if layout.guard_assign is not None:
        layout.guard_assign(runtime, cls, name, value)
    return layout


def trampoline_for(runtime: Runtime, name: str, found: object) -> Any:
    """The trampoline for what a class has under the name of a special method."""
    if found is None or isinstance(found, (ScriptFunction, NativeMethod)):
        return make_trampoline(name, found, None)

    def bind_found(value: object, instance: object) -> object:
        return bind(runtime, value, instance, type(instance))

    return make_trampoline(name, found, bind_found)
