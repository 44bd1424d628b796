"""The module `abc`: abstract base classes and methods."""

from __future__ import annotations

from typing import Any, Final, final

from foretell.interpreter.attributes import set_attribute
from foretell.interpreter.class_building import ABSTRACT_METACLASSES, native_class
from foretell.interpreter.descriptors import ClassMethod, Property, StaticMethod
from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.layouts import layout_of
from foretell.interpreter.native import NativeValue
from foretell.interpreter.values import Builtin, ScriptFunction


@final
class AbstractMetaclass(NativeValue):
    """`ABCMeta`, to be named as a metaclass."""

    def attribute(self, _runtime: Runtime, name: str) -> object:
        return "ABCMeta" if name in ("__name__", "__qualname__") else UNSET

    def __repr__(self) -> str:
        return "<class 'abc.ABCMeta'>"


ABC_META: Final = AbstractMetaclass()
ABSTRACT_METACLASSES.add(ABC_META)

ABC: Final = native_class("ABC", "abc", (), {})
layout_of(ABC).is_abstract_base = True


def mark(runtime: Runtime, function: object) -> None:
    """Say of a function that it is abstract."""
    if isinstance(function, ScriptFunction):
        set_attribute(runtime, function, "__isabstractmethod__", True)  # noqa: FBT003 - its value


def abstractmethod(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`@abstractmethod`."""
    function: object = arguments[0]
    inner = function
    while isinstance(inner, (StaticMethod, ClassMethod)):
        inner = inner.function
    if isinstance(inner, Property):
        inner = inner.getter
    mark(runtime, inner)
    return function


def abstractproperty(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`@abstractproperty`."""
    if len(arguments) != 1:
        raise TypeError("abstractproperty() takes one function")
    mark(runtime, arguments[0])
    return Property(arguments[0], None, None, None)


def abstractclassmethod(
    runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]
) -> object:
    """`@abstractclassmethod`."""
    mark(runtime, arguments[0])
    return ClassMethod(arguments[0])


def abstractstaticmethod(
    runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]
) -> object:
    """`@abstractstaticmethod`."""
    mark(runtime, arguments[0])
    return StaticMethod(arguments[0])


def members(_runtime: Runtime) -> dict[str, object]:
    """The module's members."""
    return {
        "ABC": ABC,
        "ABCMeta": ABC_META,
        "abstractmethod": Builtin("abstractmethod", abstractmethod),
        "abstractproperty": Builtin("abstractproperty", abstractproperty),
        "abstractclassmethod": Builtin("abstractclassmethod", abstractclassmethod),
        "abstractstaticmethod": Builtin("abstractstaticmethod", abstractstaticmethod),
    }
