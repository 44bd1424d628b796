"""Descriptors: what becomes of a value found in a class, and the kinds that Python has built in.

`bind` is the one place where a found value turns into a method, a property's value or itself.
"""

from __future__ import annotations

from typing import Any, final

from .calls import call
from .kernel import UNSET, Runtime
from .layouts import Layout, layout_of
from .native import BoundNativeMethod, Descriptor, NativeMethod
from .script_types import ScriptType
from .values import BoundFunction, ScriptFunction, Tool


def bind(runtime: Runtime, found: object, instance: object, cls: object) -> object:
    """What `found`, found in class `cls`, is for `instance` (`UNSET`: the class itself)."""
    if isinstance(found, (ScriptFunction, Tool)):
        if instance is UNSET:
            return found
        if isinstance(found, ScriptFunction):
            return BoundFunction(instance, found)
        return BoundNativeMethod(tool_method(found), instance)
    if isinstance(found, Descriptor):
        return found.read(runtime, instance, cls)
    kind = type(found)
    if isinstance(kind, ScriptType):
        reader = layout_of(kind).members.get("__get__", UNSET)
        if reader is not UNSET:
            owner = None if instance is UNSET else instance
            return call(runtime, bind(runtime, reader, found, kind), [owner, cls], {})
    return found


def tool_method(tool: Tool) -> NativeMethod:
    """A tool stored in a class binds like any function."""

    def function(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        return call(runtime, tool, arguments, keywords)

    return NativeMethod(tool.name, function)


def is_data(found: object) -> bool:
    """Whether a value found in a class comes before the instance's own attribute."""
    if isinstance(found, Descriptor):
        return found.is_data()
    kind = type(found)
    if isinstance(kind, ScriptType):
        members = layout_of(kind).members
        return "__set__" in members or "__delete__" in members
    return False


def write_data(runtime: Runtime, found: object, instance: object, value: object) -> None:
    """Assign (`UNSET`: delete) by way of a data descriptor."""
    if isinstance(found, Descriptor):
        if value is UNSET:
            found.delete(runtime, instance)
        else:
            found.write(runtime, instance, value)
        return
    kind = type(found)
    special = "__delete__" if value is UNSET else "__set__"
    writer = layout_of(kind).members.get(special, UNSET)
    if writer is UNSET:
        raise AttributeError(special)
    arguments = [instance] if value is UNSET else [instance, value]
    call(runtime, bind(runtime, writer, found, kind), arguments, {})


def special_method(runtime: Runtime, instance: object, name: str) -> object:
    """A special method of a script instance, bound: looked for in the class only."""
    cls = type(instance)
    layout: Layout = layout_of(cls)
    found = layout.members.get(name, UNSET)
    if found is UNSET:
        return UNSET
    return bind(runtime, found, instance, cls)


@final
class StaticMethod(Descriptor):
    """`staticmethod(function)`."""

    def __init__(self, function: object) -> None:
        self.function = function

    def type_name(self) -> str:
        return "staticmethod"

    def is_callable(self) -> bool:
        return True

    def delegates(self) -> bool:
        return isinstance(self.function, ScriptFunction)

    def call(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        return call(runtime, self.function, arguments, keywords)

    def read(self, _runtime: Runtime, _instance: object, _cls: object) -> object:
        return self.function

    def attribute(self, runtime: Runtime, name: str) -> object:
        return wrapped_attribute(runtime, self.function, name)

    def __repr__(self) -> str:
        return f"<staticmethod({self.function!r})>"


@final
class ClassMethod(Descriptor):
    """`classmethod(function)`."""

    def __init__(self, function: object) -> None:
        self.function = function

    def type_name(self) -> str:
        return "classmethod"

    def read(self, runtime: Runtime, _instance: object, cls: object) -> object:
        return bind(runtime, self.function, cls, type(cls))

    def attribute(self, runtime: Runtime, name: str) -> object:
        return wrapped_attribute(runtime, self.function, name)

    def __repr__(self) -> str:
        return f"<classmethod({self.function!r})>"


def wrapped_attribute(runtime: Runtime, function: object, name: str) -> object:
    """What static and class methods show of the function inside."""
    if name in ("__func__", "__wrapped__"):
        return function
    if name in ("__name__", "__qualname__", "__doc__", "__module__", "__isabstractmethod__"):
        from .attributes import get_attribute  # noqa: PLC0415 - the gate imports this module

        try:
            return get_attribute(runtime, function, name)
        except AttributeError:
            return False if name == "__isabstractmethod__" else UNSET
    return UNSET


@final
class Property(Descriptor):
    """`property(getter, setter, deleter, doc)`."""

    def __init__(self, getter: object, setter: object, deleter: object, doc: object) -> None:
        self.getter = getter
        self.setter = setter
        self.deleter = deleter
        self.doc = doc
        self.name = ""

    def type_name(self) -> str:
        return "property"

    def is_data(self) -> bool:
        return True

    def read(self, runtime: Runtime, instance: object, _cls: object) -> object:
        if instance is UNSET:
            return self
        if self.getter is None:
            raise self.refusal(instance, "getter")
        return call(runtime, self.getter, [instance], {})

    def write(self, runtime: Runtime, instance: object, value: object) -> None:
        if self.setter is None:
            raise self.refusal(instance, "setter")
        call(runtime, self.setter, [instance, value], {})

    def delete(self, runtime: Runtime, instance: object) -> None:
        if self.deleter is None:
            raise self.refusal(instance, "deleter")
        call(runtime, self.deleter, [instance], {})

    def refusal(self, instance: object, what: str) -> AttributeError:
        """The error of a property that lacks a getter, setter or deleter."""
        kind = type(instance).__qualname__
        if self.name:
            return AttributeError(f"property {self.name!r} of {kind!r} object has no {what}")
        return AttributeError(f"property of {kind!r} object has no {what}")

    def set_name(self, _runtime: Runtime, _owner: object, name: str) -> None:
        self.name = name

    def attribute(self, runtime: Runtime, name: str) -> object:
        if name in ("fget", "fset", "fdel"):
            return {"fget": self.getter, "fset": self.setter, "fdel": self.deleter}[name]
        if name == "__doc__":
            return self.documentation(runtime)
        if name in ("getter", "setter", "deleter"):
            return NativeMethod(name, PROPERTY_METHODS[name], f"property.{name}").read(
                runtime, self, None
            )
        if name == "__isabstractmethod__":
            parts = (self.getter, self.setter, self.deleter)
            return any(is_abstract(part) for part in parts)
        return UNSET

    def documentation(self, runtime: Runtime) -> object:
        """The text given, else the getter's."""
        if self.doc is not None or self.getter is None:
            return self.doc
        text = wrapped_attribute(runtime, self.getter, "__doc__")
        return None if text is UNSET else text

    def copy_with(self, getter: object, setter: object, deleter: object) -> Property:
        """Return the same property with other parts; `None` keeps one."""
        return Property(
            self.getter if getter is None else getter,
            self.setter if setter is None else setter,
            self.deleter if deleter is None else deleter,
            self.doc,
        )

    def __repr__(self) -> str:
        return "<property object>"


def _getter(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    found: Property = arguments[0]
    return found.copy_with(arguments[1], None, None)


def _setter(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    found: Property = arguments[0]
    return found.copy_with(None, arguments[1], None)


def _deleter(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    found: Property = arguments[0]
    return found.copy_with(None, None, arguments[1])


PROPERTY_METHODS = {"getter": _getter, "setter": _setter, "deleter": _deleter}


@final
class SlotMember(Descriptor):
    """A name of `__slots__`: kept with the other attributes, but known to the class."""

    def __init__(self, owner: str, name: str) -> None:
        self.owner = owner
        self.name = name

    def type_name(self) -> str:
        return "member_descriptor"

    def is_data(self) -> bool:
        return True

    def read(self, _runtime: Runtime, instance: object, _cls: object) -> object:
        if instance is UNSET:
            return self
        value = instance.__dict__.get(self.name, UNSET)
        if value is UNSET:
            kind = type(instance).__name__
            raise AttributeError(
                f"{kind!r} object has no attribute {self.name!r}", name=self.name, obj=instance
            )
        found: object = value
        return found

    def write(self, _runtime: Runtime, instance: object, value: object) -> None:
        instance.__dict__[self.name] = value

    def delete(self, _runtime: Runtime, instance: object) -> None:
        if instance.__dict__.pop(self.name, UNSET) is UNSET:
            raise AttributeError(self.name)

    def attribute(self, _runtime: Runtime, name: str) -> object:
        return self.name if name == "__name__" else UNSET

    def __repr__(self) -> str:
        return f"<member {self.name!r} of {self.owner!r} objects>"


def is_abstract(value: object) -> bool:
    """Whether `abstractmethod` was applied to a value, at whatever depth."""
    left = [value]
    while left:
        part = left.pop()
        if isinstance(part, ScriptFunction):
            attributes = part.attributes
            if attributes is not None and attributes.get("__isabstractmethod__"):
                return True
        elif isinstance(part, NativeMethod):
            if part.is_abstract:
                return True
        elif isinstance(part, (StaticMethod, ClassMethod)):
            left.append(part.function)
        elif isinstance(part, Property):
            left += [part.getter, part.setter, part.deleter]
    return False


# ------------------------------------------------------------- the builtins that make descriptors


def make_property(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`property(fget=None, fset=None, fdel=None, doc=None)`."""
    parts: dict[str, object] = dict(zip(("fget", "fset", "fdel", "doc"), arguments, strict=False))
    for name, value in keywords.items():
        if name not in ("fget", "fset", "fdel", "doc"):
            raise TypeError(f"property() got an unexpected keyword argument {name!r}")
        parts[name] = value
    return Property(parts.get("fget"), parts.get("fset"), parts.get("fdel"), parts.get("doc"))


def make_static_method(
    _runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]
) -> object:
    """`staticmethod(function)`."""
    if len(arguments) != 1:
        raise TypeError(f"staticmethod expected 1 argument, got {len(arguments)}")
    return StaticMethod(arguments[0])


def make_class_method(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`classmethod(function)`."""
    if len(arguments) != 1:
        raise TypeError(f"classmethod expected 1 argument, got {len(arguments)}")
    return ClassMethod(arguments[0])
