"""The host side of script classes: their metaclass and the trampolines in them.

A script class is a real host type, so that C code (`sorted`, `in`, `==` of lists, keys of dicts)
and CPython's messages treat its instances as they should. What the script defined is not in that
type but in its `Layout`; the type holds a trampoline for each special method that C code may
look for, and nothing else. So nothing of the host can be reached by way of the class, and a
special method that the script did not write does not exist.

This module is never compiled: compiled functions do not bind as methods.
"""

from __future__ import annotations

import itertools
import weakref
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from . import calls
from .kernel import current_runtime

if TYPE_CHECKING:
    from .layouts import Layout


class ScriptType(type):
    """The type of script classes. `script_layout` is what a script sees of one."""

    script_layout: Layout

    def __call__(cls, *arguments: Any, **keywords: Any) -> object:
        """Make an instance; for C code, nodes go by `classes.instantiate`."""
        runtime = current_runtime()
        return cls.script_layout.construct(runtime, cls, list(arguments), keywords)


class ScriptEnumType(ScriptType):
    """The type of script enumerations: they can be iterated, measured and searched."""

    def __iter__(cls) -> Iterator[object]:
        return iter(list(cls.script_layout.members_in_order))

    def __reversed__(cls) -> Iterator[object]:
        return reversed(list(cls.script_layout.members_in_order))

    def __len__(cls) -> int:
        return len(cls.script_layout.members_in_order)

    def __bool__(cls) -> bool:
        return True

    def __contains__(cls, value: object) -> bool:
        if not isinstance(type(value), ScriptEnumType):
            raise TypeError(
                f"unsupported operand type(s) for 'in': '{type(value).__qualname__}' and 'EnumType'"
            )
        return type.__instancecheck__(cls, value)

    def __getitem__(cls, name: str) -> object:
        return cls.script_layout.members_by_name[name]

    def __repr__(cls) -> str:
        if any(base.__name__ == "Flag" for base in cls.__mro__[1:]):
            return f"<flag {cls.__name__!r}>"
        return f"<enum {cls.__name__!r}>"


class Kind(type):
    """The type of types that stand for kinds of our own values: `function`, `functools.partial`.

    `calls.CONSTRUCTORS` says how one is called, if it can be.
    """

    def __instancecheck__(cls, value: object) -> bool:
        from .type_checks import type_of  # noqa: PLC0415 - it needs this module

        return type_of(value) is cls

    def __repr__(cls) -> str:
        if cls.__module__ == "builtins":
            return f"<class '{cls.__qualname__}'>"
        return f"<class '{cls.__module__}.{cls.__qualname__}'>"


UNARY: Final = frozenset(
    f"__{name}__"
    for name in [
        "hash",
        "len",
        "bool",
        "iter",
        "next",
        "str",
        "repr",
        "int",
        "float",
        "index",
        "complex",
        "bytes",
        "abs",
        "neg",
        "pos",
        "invert",
        "reversed",
        "trunc",
        "floor",
        "ceil",
        "length_hint",
        "aiter",
        "anext",
        "await",
        "copy",
        "enter",
        "aenter",
    ]
)
BINARY: Final = frozenset(
    f"__{name}__"
    for name in [
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "contains",
        "getitem",
        "delitem",
        "format",
        "deepcopy",
        "missing",
        "add",
        "sub",
        "mul",
        "truediv",
        "floordiv",
        "mod",
        "divmod",
        "lshift",
        "rshift",
        "and",
        "or",
        "xor",
        "matmul",
        "radd",
        "rsub",
        "rmul",
        "rtruediv",
        "rfloordiv",
        "rmod",
        "rdivmod",
        "rlshift",
        "rrshift",
        "rand",
        "ror",
        "rxor",
        "rmatmul",
        "iadd",
        "isub",
        "imul",
        "itruediv",
        "ifloordiv",
        "imod",
        "ipow",
        "ilshift",
        "irshift",
        "iand",
        "ior",
        "ixor",
        "imatmul",
    ]
)
GENERAL: Final = frozenset(
    f"__{name}__" for name in ["setitem", "call", "pow", "rpow", "round", "init", "exit", "aexit"]
)
ZONES: Final = frozenset({"utcoffset", "dst", "tzname", "fromutc"})
"""What `datetime` asks of time zones."""

TRAMPOLINES: Final = UNARY | BINARY | GENERAL | ZONES | {"keys"}

Binder = Callable[[object, object], object]
"""Gives what an attribute found in a class is for an instance: (found, instance)."""


def make_trampoline(name: str, found: object, bind: Binder | None) -> Any:
    """A method of the host type that calls `found`, what the script's class has under `name`.

    Without `bind`, `found` takes the instance as its first argument. Each is a new function: the
    host compares them to tell whether a subclass overrides a reflected operator.
    """
    if found is None:
        return None
    trampoline = _trampoline(name, found, bind)
    trampoline.__name__ = name
    return trampoline


def _trampoline(name: str, found: object, bind: Binder | None) -> Any:
    call = calls.call
    if bind is not None:

        def bound(self: object, *arguments: object, **keywords: object) -> object:
            return call(current_runtime(), bind(found, self), list(arguments), keywords)

        return bound
    if name in UNARY or name == "keys":

        def unary(self: object) -> object:
            return call(current_runtime(), found, [self], {})

        return unary
    if name in BINARY:

        def binary(self: object, other: object) -> object:
            return call(current_runtime(), found, [self, other], {})

        return binary

    def general(self: object, *arguments: object, **keywords: object) -> object:
        return call(current_runtime(), found, [self, *arguments], keywords)

    return general


# ------------------------------------------------------------------- what a class has by itself

_serials: Final[dict[int, tuple[int, Any]]] = {}


def default_hash(self: object) -> int:
    """A hash that is the same in every process: instances are numbered as they are asked."""
    key = id(self)
    known = _serials.get(key)
    if known is None:
        counter = type(self).script_layout.serials  # type: ignore[attr-defined]  # a script type
        reference = weakref.ref(self, lambda _gone: _serials.pop(key, None))
        known = _serials[key] = (next(counter), reference)
    return known[0]


def default_repr(self: object) -> str:
    """CPython's, without the address."""
    layout: Layout = type(self).script_layout  # type: ignore[attr-defined]  # a script type
    return f"<{layout.module}.{layout.qualified_name} object>"


def new_counter() -> Iterator[int]:
    """Numbers for the instances of a class."""
    return itertools.count(1)


def subscript_class(subscript: Callable[[object, object], object]) -> Any:
    """The `__class_getitem__` of a host type, for `Foo[int]` in C code and in nodes."""
    return classmethod(subscript)


DEFAULTS: Final = {"__hash__": default_hash, "__repr__": default_repr}


def make_host_type(
    kind: type[ScriptType], name: str, bases: tuple[type, ...], namespace: dict[str, Any]
) -> ScriptType:
    """Make the host type of a script class: CPython works out its method order and its layout."""
    return type.__new__(kind, name, bases, namespace)


def make_kind(name: str, module: str) -> Kind:
    """Make the type for a kind of values."""
    return Kind(name, (), {"__module__": module, "__qualname__": name})


def set_host_attribute(cls: ScriptType, name: str, value: object) -> None:
    """Put a trampoline into a class that exists already."""
    type.__setattr__(cls, name, value)


def delete_host_attribute(cls: ScriptType, name: str) -> None:
    """Take a trampoline out again."""
    type.__delattr__(cls, name)


# As CPython's messages name them ("object of type 'type' has no len()").
ScriptType.__name__ = ScriptType.__qualname__ = "type"
ScriptEnumType.__name__ = ScriptEnumType.__qualname__ = "EnumType"
Kind.__name__ = Kind.__qualname__ = "type"
