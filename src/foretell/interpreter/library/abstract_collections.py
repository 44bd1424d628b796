"""The module `collections.abc`: for `isinstance`, for annotations, and as bases with mixin methods.

Each is a class of ours with CPython's abstract methods and mixin methods; `isinstance` asks
CPython's own class, which looks at the special methods of a type.
"""

from __future__ import annotations

import collections.abc
import types
from typing import Any, Final

from foretell.interpreter.class_building import native_class
from foretell.interpreter.descriptors import ClassMethod
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.layouts import layout_of
from foretell.interpreter.native import NativeMethod
from foretell.interpreter.script_types import Kind
from foretell.interpreter.suspended import (
    ScriptAsyncGenerator,
    ScriptCoroutine,
    ScriptGenerator,
)
from foretell.interpreter.type_forms import Alias, callable_arguments

from .abstract_mixins import MIXINS

DEFINITIONS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "Container": ((), ("__contains__",)),
    "Hashable": ((), ("__hash__",)),
    "Iterable": ((), ("__iter__",)),
    "Sized": ((), ("__len__",)),
    "Callable": ((), ("__call__",)),
    "Awaitable": ((), ("__await__",)),
    "AsyncIterable": ((), ("__aiter__",)),
    "AbstractContextManager": ((), ("__exit__",)),
    "AbstractAsyncContextManager": ((), ("__aexit__",)),
    "Iterator": (("Iterable",), ("__next__",)),
    "Reversible": (("Iterable",), ("__reversed__",)),
    "Collection": (("Sized", "Iterable", "Container"), ()),
    "Generator": (("Iterator",), ("send", "throw")),
    "Coroutine": (("Awaitable",), ("send", "throw")),
    "AsyncIterator": (("AsyncIterable",), ("__anext__",)),
    "AsyncGenerator": (("AsyncIterator",), ("asend", "athrow")),
    "Sequence": (("Reversible", "Collection"), ("__getitem__", "__len__")),
    "MutableSequence": (("Sequence",), ("__setitem__", "__delitem__", "insert")),
    "ByteString": (("Sequence",), ()),
    "Set": (("Collection",), ("__contains__", "__iter__", "__len__")),
    "MutableSet": (("Set",), ("add", "discard")),
    "Mapping": (("Collection",), ("__getitem__", "__iter__", "__len__")),
    "MutableMapping": (("Mapping",), ("__setitem__", "__delitem__")),
    "MappingView": (("Sized",), ()),
    "KeysView": (("MappingView", "Set"), ()),
    "ItemsView": (("MappingView", "Set"), ()),
    "ValuesView": (("MappingView", "Collection"), ()),
}
"""Bases and abstract methods, bases before what derives from them."""

NATIVE: Final[dict[str, tuple[type, ...]]] = {
    "Generator": (ScriptGenerator,),
    "Iterator": (ScriptGenerator,),
    "Iterable": (ScriptGenerator,),
    "Coroutine": (ScriptCoroutine,),
    "Awaitable": (ScriptCoroutine,),
    "AsyncGenerator": (ScriptAsyncGenerator,),
    "AsyncIterator": (ScriptAsyncGenerator,),
    "AsyncIterable": (ScriptAsyncGenerator,),
}
"""Our own types that count as what they stand for."""


def make_abstract(name: str) -> NativeMethod:
    """A method that has to be defined."""

    def function(_runtime: Runtime, _arguments: list[Any], _keywords: dict[str, Any]) -> object:
        if name == "__next__":
            raise StopIteration
        return None

    method = NativeMethod(name, function)
    method.is_abstract = True
    return method


def subscript(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`Mapping[str, int]`."""
    cls, item = arguments
    if cls is CLASSES.get("Callable") and isinstance(item, tuple) and len(item) == 2:
        parameters, result = item
        return Alias(cls, callable_arguments([parameters, result]))
    return types.GenericAlias(cls, item)


def make_classes() -> dict[str, Any]:
    """The classes, by name."""
    made: dict[str, Any] = {}
    getter = ClassMethod(NativeMethod("__class_getitem__", subscript))
    for name, (bases, abstract) in DEFINITIONS.items():
        members: dict[str, Any] = {each: make_abstract(each) for each in abstract}
        members.update(MIXINS.get(name, {}))
        if not bases:
            members["__class_getitem__"] = getter
        if "__eq__" in members:
            members["__hash__"] = None
        module = "contextlib" if name.startswith("Abstract") else "collections.abc"
        cls = native_class(name, module, tuple(made[base] for base in bases), members)
        layout = layout_of(cls)
        layout.is_abstract_base = True
        layout.abstract = tuple(
            sorted(
                {each for base in bases for each in layout_of(made[base]).abstract}.union(abstract)
                - set(MIXINS.get(name, {}))
            )
        )
        layout.extra["abstract"] = True
        host: Any = getattr(collections.abc, name, None)
        if host is not None:
            checks = make_checks(host, NATIVE.get(name, ()))
            layout.check_instance, layout.check_subclass = checks
        made[name] = cls
    return made


def make_checks(host: Any, natives: tuple[type, ...]) -> tuple[Any, Any]:
    """How `isinstance` and `issubclass` are answered: by CPython's class, too."""

    def has_instance(_runtime: Runtime, value: Any, cls: Any) -> bool:
        if issubclass(type(value), cls) or isinstance(value, natives):
            return True
        if host is collections.abc.Callable:
            return is_callable(value)
        return isinstance(value, host)

    def has_subclass(_runtime: Runtime, value: Any, cls: Any) -> bool:
        if isinstance(value, Kind):
            return False
        return issubclass(value, cls) or issubclass(value, host)

    return has_instance, has_subclass


def is_callable(value: Any) -> bool:
    """Whether a value can be called by a script."""
    from foretell.interpreter.native import NativeCallable  # noqa: PLC0415 - needed here only

    if isinstance(value, NativeCallable):
        return value.is_callable()
    return callable(value)


CLASSES: Final = make_classes()


def members(_runtime: Runtime) -> dict[str, object]:
    """The module's members."""
    return {name: cls for name, cls in CLASSES.items() if not name.startswith("Abstract")}
