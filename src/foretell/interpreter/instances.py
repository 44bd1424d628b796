"""Attributes of script instances.

The order is CPython's: data descriptors of the class, the instance's own attributes, the rest of
the class, then what a builtin base has, last `__getattr__`. What a builtin base has is asked of
the one gate (`attributes`) for ordinary names, of `host_methods` for special ones.
"""

from __future__ import annotations

from typing import Any, Final

from .calls import call
from .descriptors import SlotMember, bind, is_data, write_data
from .host_methods import EXCEPTION_DATA, OBJECT_METHODS, host_special, table_attribute
from .kernel import UNSET, Runtime
from .layouts import Layout, class_annotations, is_script_instance, is_script_type, layout_of
from .native import Descriptor
from .script_types import ScriptType
from .values import BoundFunction, ScriptFunction

HIDDEN: Final = " "
"""Names that begin so are our own notes in an instance's `__dict__` and no business of scripts."""


def get_instance_attribute(runtime: Runtime, instance: Any, name: str) -> object:
    """`instance.name`; `UNSET` if there is no such attribute."""
    layout: Layout = type(instance).script_layout
    if layout.getattribute_hook is not UNSET or layout.getattr_hook is not UNSET:
        return _get_hooked(runtime, layout, instance, name)
    return find_instance_attribute(runtime, layout, instance, name)


def _get_hooked(runtime: Runtime, layout: Layout, instance: Any, name: str) -> object:
    """An attribute of an instance whose class has `__getattribute__` or `__getattr__`."""
    problem: AttributeError | None = None
    value: object = UNSET
    try:
        if layout.getattribute_hook is not UNSET:
            hook = bind(runtime, layout.getattribute_hook, instance, type(instance))
            value = call(runtime, hook, [name], {})
        else:
            value = find_instance_attribute(runtime, layout, instance, name)
    except AttributeError as error:
        if layout.getattr_hook is UNSET:
            raise
        problem = error
    if value is not UNSET:
        return value
    if layout.getattr_hook is UNSET:
        return UNSET
    if problem is not None:
        problem.__traceback__ = None
    return call(runtime, bind(runtime, layout.getattr_hook, instance, type(instance)), [name], {})


def find_instance_attribute(runtime: Runtime, layout: Layout, instance: Any, name: str) -> object:
    """An attribute without regard to `__getattr__`; `UNSET` if there is none."""
    found = layout.members.get(name, UNSET)
    own: dict[str, object] = instance.__dict__
    if found is UNSET:
        value = own.get(name, UNSET)
        if value is not UNSET and not name.startswith(HIDDEN):
            return value
        return find_inherited(runtime, layout, instance, name)
    if isinstance(found, ScriptFunction):
        value = own.get(name, UNSET)
        if value is not UNSET:
            return value
        return BoundFunction(instance, found)
    if isinstance(found, Descriptor):
        if not found.is_data():
            value = own.get(name, UNSET)
            if value is not UNSET:
                return value
        return found.read(runtime, instance, type(instance))
    if is_data(found):
        return bind(runtime, found, instance, type(instance))
    value = own.get(name, UNSET)
    if value is not UNSET:
        return value
    return bind(runtime, found, instance, type(instance))


def find_inherited(runtime: Runtime, layout: Layout, instance: Any, name: str) -> object:
    """What an instance has from builtin bases, `object` included."""
    if name == "__class__":
        return type(instance)
    if name == "__dict__":
        return instance_dictionary(instance)
    if layout.host is not object:
        value = host_instance_attribute(runtime, layout, instance, name)
        if value is not UNSET:
            return value
    if name.startswith("__"):
        if name == "__annotations__":
            return class_annotations(layout)
        return object_method(runtime, instance, name)
    return UNSET


def object_method(runtime: Runtime, instance: Any, name: str) -> object:
    """A method of `object`, bound."""
    found = host_special(object, name)
    if isinstance(found, Descriptor):
        return found.read(runtime, instance, type(instance))
    return UNSET


def host_instance_attribute(runtime: Runtime, layout: Layout, instance: Any, name: str) -> object:
    """What an instance has from the builtin type its class derives from."""
    if name.startswith("__"):
        for base in type(instance).__mro__:
            if not isinstance(base, ScriptType) and base is not object:
                found = host_special(base, name)
                if isinstance(found, Descriptor):
                    return found.read(runtime, instance, type(instance))
    return table_attribute(runtime, instance, layout.host, name)


def instance_dictionary(instance: Any) -> object:
    """`instance.__dict__`: live, as scripts update it; without our notes where there may be any."""
    layout = layout_of(type(instance))
    if layout.slots is not None:
        return UNSET
    own: dict[str, object] = instance.__dict__
    if isinstance(instance, BaseException):
        return {name: value for name, value in own.items() if not name.startswith(HIDDEN)}
    if any(isinstance(layout.members.get(name), SlotMember) for name in own):
        members = layout.members
        return {
            name: value
            for name, value in own.items()
            if not isinstance(members.get(name), SlotMember)
        }
    return own


def no_attribute(instance: Any, name: str) -> AttributeError:
    """The error of an attribute that is not there."""
    kind = type(instance).__name__
    return AttributeError(f"{kind!r} object has no attribute {name!r}", name=name, obj=instance)


def set_instance_attribute(runtime: Runtime, instance: Any, name: str, value: object) -> None:
    """`instance.name = value`."""
    layout: Layout = type(instance).script_layout
    if layout.setattr_hook is not UNSET:
        hook = bind(runtime, layout.setattr_hook, instance, type(instance))
        call(runtime, hook, [name, value], {})
        return
    store_attribute(runtime, layout, instance, name, value)


def store_attribute(
    runtime: Runtime, layout: Layout, instance: Any, name: str, value: object
) -> None:
    """`object.__setattr__(instance, name, value)`."""
    found = layout.members.get(name, UNSET)
    if found is not UNSET and not isinstance(found, ScriptFunction) and is_data(found):
        write_data(runtime, found, instance, value)
        return
    if layout.slots is not None and name not in layout.slots:
        if found is not UNSET:
            raise AttributeError(f"{layout.name!r} object attribute {name!r} is read-only")
        raise no_attribute(instance, name)
    if name.startswith(("__", HIDDEN)) and store_special(instance, name, value):
        return
    if (
        isinstance(instance, BaseException)
        and name in EXCEPTION_DATA
        and hasattr(layout.host, name)
    ):
        object.__setattr__(instance, name, value)
        return
    instance.__dict__[name] = value


def store_special(instance: Any, name: str, value: Any) -> bool:
    """Set an attribute that the host keeps; `False` if the name is an ordinary one."""
    if name.startswith(HIDDEN):
        raise no_attribute(instance, name)
    if name == "__class__":
        if not is_script_type(value):
            kind = type(value).__name__
            raise TypeError(f"__class__ must be set to a class, not '{kind}' object")
        object.__setattr__(instance, "__class__", value)
        return True
    if name == "__dict__":
        if type(value) is not dict:
            kind = type(value).__name__
            raise TypeError(f"__dict__ must be set to a dictionary, not a '{kind}'")
        instance.__dict__ = value
        return True
    return False


def delete_instance_attribute(runtime: Runtime, instance: Any, name: str) -> None:
    """`del instance.name`."""
    layout: Layout = type(instance).script_layout
    if layout.delattr_hook is not UNSET:
        hook = bind(runtime, layout.delattr_hook, instance, type(instance))
        call(runtime, hook, [name], {})
        return
    remove_attribute(runtime, layout, instance, name)


def remove_attribute(runtime: Runtime, layout: Layout, instance: Any, name: str) -> None:
    """`object.__delattr__(instance, name)`."""
    found = layout.members.get(name, UNSET)
    if found is not UNSET and is_data(found):
        write_data(runtime, found, instance, UNSET)
        return
    if name.startswith(HIDDEN) or instance.__dict__.pop(name, UNSET) is UNSET:
        raise AttributeError(
            str(no_attribute(instance, name))
        )  # CPython keeps name and object to itself


# ----------------------------------------------------- methods of `object` that reach attributes


def _setattr(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    if len(arguments) != 3:
        raise TypeError(f"expected 2 arguments, got {len(arguments) - 1}")
    instance, name, value = arguments
    if not is_script_instance(instance):
        kind = type(instance).__name__
        raise AttributeError(f"{kind!r} object has no attribute {name!r}")
    if not isinstance(name, str):
        raise TypeError(f"attribute name must be string, not '{type(name).__name__}'")
    store_attribute(runtime, layout_of(type(instance)), instance, name, value)
    return None


def _delattr(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    instance, name = arguments
    if not is_script_instance(instance):
        raise AttributeError(f"{type(instance).__name__!r} object has no attribute {name!r}")
    remove_attribute(runtime, layout_of(type(instance)), instance, name)
    return None


def _getattribute(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    instance, name = arguments
    if not isinstance(name, str):
        raise TypeError(f"attribute name must be string, not '{type(name).__name__}'")
    if is_script_instance(instance):
        value = find_instance_attribute(runtime, layout_of(type(instance)), instance, name)
        if value is not UNSET:
            return value
    raise no_attribute(instance, name)


OBJECT_METHODS["__setattr__"] = _setattr
OBJECT_METHODS["__delattr__"] = _delattr
OBJECT_METHODS["__getattribute__"] = _getattribute
