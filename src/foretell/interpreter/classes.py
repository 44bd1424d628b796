"""Classes of the script: made from a filled namespace, called, and asked about.

Other parts of the interpreter use what is here:

- `prepare_namespace` before a class body runs, `build_class` after it;
- `instantiate` for a call of a class, `call_instance` for a call of an instance;
- `is_script_type`, `is_script_instance`, the attributes of both, `super_value`;
- `special_method`, `match_arguments`; `isinstance_value`, `issubclass_value`, `type_of`.
"""

from __future__ import annotations

import types
from typing import Any

from .attributes import HOST_TYPES
from .calls import CALLERS, METACLASSES, call
from .class_building import (
    ABSTRACT_METACLASSES,
    SUBCLASSABLE,
    build_class,
    make_class,
    native_class,
    prepare_namespace,
)
from .class_objects import (
    delete_class_attribute,
    get_class_attribute,
    set_class_attribute,
)
from .descriptors import bind, special_method
from .host_methods import REFILLED
from .instances import (
    delete_instance_attribute,
    get_instance_attribute,
    set_instance_attribute,
)
from .kernel import UNSET, Runtime, Stop
from .layouts import Layout, is_script_instance, is_script_type, layout_of
from .library.sets import OrderedFrozenSet, OrderedSet
from .native import Descriptor, NativeCallable, NativeValue
from .script_types import ScriptEnumType, ScriptType
from .supers import super_value
from .type_checks import isinstance_value, issubclass_value, type_of

__all__ = [
    "ABSTRACT_METACLASSES",
    "SUBCLASSABLE",
    "build_class",
    "call_instance",
    "delete_class_attribute",
    "delete_instance_attribute",
    "get_class_attribute",
    "get_instance_attribute",
    "instantiate",
    "is_script_instance",
    "is_script_type",
    "isinstance_value",
    "issubclass_value",
    "make_class",
    "match_arguments",
    "native_class",
    "prepare_namespace",
    "set_class_attribute",
    "set_instance_attribute",
    "special_method",
    "super_value",
    "type_of",
]


def instantiate(
    runtime: Runtime, cls: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """Call a class."""
    layout: Layout = cls.script_layout
    return layout.construct(runtime, cls, arguments, keywords)


def call_instance(
    runtime: Runtime, instance: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """Call an instance: by its class's `__call__`."""
    hook = special_method(runtime, instance, "__call__")
    if hook is UNSET:
        raise TypeError(f"{type(instance).__name__!r} object is not callable")
    return call(runtime, hook, arguments, keywords)


def call_native(
    runtime: Runtime, value: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """Call a value of ours, or refuse any other."""
    if isinstance(value, NativeCallable):
        return call_counted(runtime, value, arguments, keywords)
    if isinstance(value, NativeValue):
        raise TypeError(f"{value.type_name()!r} object is not callable")
    if isinstance(value, types.GenericAlias):
        return call(runtime, value.__origin__, arguments, keywords)
    raise TypeError(f"{type(value).__name__!r} object is not callable")


def call_counted(
    runtime: Runtime, value: NativeCallable, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """Call a value of ours one level deeper: its methods may call one another without a script.

    Chains of partials and comparisons of values that hold themselves must end in a stop, not at
    the end of the host's stack.
    """
    if value.delegates():
        return value.call(runtime, arguments, keywords)
    depth = runtime.depth
    if depth >= runtime.max_depth:
        raise Stop("recursion", f"more than {depth} calls inside one another")
    runtime.depth = depth + 1
    try:
        return value.call(runtime, arguments, keywords)
    finally:
        runtime.depth = depth


def install() -> None:
    """Tell `calls` how the values of this part are called."""
    for kind in (ScriptType, ScriptEnumType):
        METACLASSES[kind] = instantiate
        CALLERS[kind] = call_instance
    CALLERS[type] = call_native
    SUBCLASSABLE.update((OrderedSet, OrderedFrozenSet))
    REFILLED.add(OrderedSet)
    HOST_TYPES[types.MappingProxyType] = "types.MappingProxyType"


install()


def match_arguments(runtime: Runtime, cls: Any) -> tuple[object, ...]:
    """The attributes that positional patterns of a class pattern stand for, unless one is no text."""
    value: object = ()
    if isinstance(cls, ScriptType):
        value = layout_of(cls).members.get("__match_args__", ())
        if not isinstance(value, (tuple, Descriptor)):
            kind = type(value).__name__
            raise TypeError(f"{cls.__name__}.__match_args__ must be a tuple (got {kind})")
        value = bind(runtime, value, UNSET, cls)
    return value if isinstance(value, tuple) else ()
