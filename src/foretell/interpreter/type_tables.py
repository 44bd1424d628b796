"""What values of builtin types have: tables made from the dialect's stubs.

A name of a stub becomes CPython's own descriptor, behind a charge or replaced where the library
says so (`CHECKS`, `METHODS`, `ATTRIBUTES`). A table is made when its type is first seen.
"""

from __future__ import annotations

import builtins
import inspect
import types
from collections.abc import Callable
from typing import Any, Final, final

from foretell_analyzer.dialect import OPERATOR_METHODS, Entry, EntryKind, load_dialect

from .host_coroutines import HostCoroutine
from .host_methods import host_special
from .kernel import UNSET, BuiltinFunction, Runtime
from .kinds import NAMES, type_name
from .library.registry import prepare_type
from .native import NativeValue
from .suspended import ScriptAsyncGenerator, ScriptCoroutine, ScriptGenerator
from .tool_coroutines import ToolCall
from .values import Builtin, Method, Tool

Check = Callable[[Runtime, list[Any], dict[str, Any]], None]

"""Charges a method before CPython does it: (runtime, [receiver, *arguments], keywords). It may
put other arguments in their places (a metered iterator for an iterable)."""

CHECKS: Final[dict[str, Check]] = {}

"""What is charged before a method of CPython, by `type.method`; inherited like the method."""

METHODS: Final[dict[str, BuiltinFunction]] = {}

"""Methods written by us in place of CPython's."""

ATTRIBUTES: Final[dict[str, Callable[[Runtime, Any], object]]] = {}

"""Attributes worked out by us."""

SETTERS: Final[dict[str, Callable[[Runtime, Any, Any], None]]] = {}

"""Attributes that can be assigned, where CPython's own assignment has to be guarded."""

HOST_TYPES: Final[dict[type, str]] = {
    ScriptGenerator: "generator",
    ScriptCoroutine: "coroutine",
    HostCoroutine: "coroutine",
    ToolCall: "coroutine",
    ScriptAsyncGenerator: "async_generator",
}

"""The key in the dialect of host types that cannot tell it themselves."""


def read_name(_runtime: Runtime, value: Any) -> object:
    """The name of a generator or coroutine: that of its function."""
    name: str = value.name
    return name


def read_qualified_name(_runtime: Runtime, value: Any) -> object:
    """The same with what it is in."""
    name: str = value.qualified_name
    return name


for _kind in ("generator", "coroutine", "async_generator"):
    ATTRIBUTES[f"{_kind}.__name__"] = read_name
    ATTRIBUTES[f"{_kind}.__qualname__"] = read_qualified_name


@final
class Reading:
    """An attribute in a table: `read(runtime, value)` gives it."""

    name: str
    read: Callable[[Runtime, Any], object]

    def __init__(self, name: str, read: Callable[[Runtime, Any], object]) -> None:
        self.name = name
        self.read = read


SAY_THEMSELVES: Final = (type, NativeValue, Tool)
"""Kinds of values whose attributes are no matter of tables, so that none is ever kept for them."""

Table = dict[str, object]

TABLES: Final[dict[type, Table]] = {}

CLASS_MEMBERS: Final[dict[tuple[type, str], object]] = {}


def host_key(kind: Any) -> str | None:
    """The key of a host type in the dialect; None if the dialect does not know it."""
    if kind is types.ModuleType:
        return None
    known = HOST_TYPES.get(kind)
    if known is not None:
        return known
    module: Any = getattr(kind, "__module__", None)
    name: Any = getattr(kind, "__qualname__", None)
    if not isinstance(module, str) or not isinstance(name, str):
        return None
    key = name if module == "builtins" else f"{module.removeprefix('_')}.{name}"
    if "." in name or key not in load_dialect().types:
        return _nearest_exception(kind)
    if (
        module == "builtins"
        and issubclass(kind, BaseException)
        and vars(builtins).get(name) is not kind
    ):
        return _nearest_exception(kind)
    return key


def _nearest_exception(kind: Any) -> str | None:
    """The key of the nearest base that the dialect knows of an exception: what a tool raised, say."""
    if not issubclass(kind, BaseException):
        return None
    return host_key(kind.__bases__[0])


def table_of(kind: Any) -> Table:
    """The members of the values of a host type, made when it is first seen."""
    table = TABLES.get(kind)
    if table is None:
        table = {}
        prepare_type(kind)
        key = host_key(kind)
        if key is not None and (kind not in NAMES or kind in HOST_TYPES):
            dialect = load_dialect()
            for name in dialect.members(key):
                entry = dialect.find_member(key, name)
                assert entry is not None
                member = make_member(kind, key, entry)
                if member is not None:
                    table[name] = member
        if not issubclass(kind, SAY_THEMSELVES):
            TABLES[kind] = table
    return table


def lineage(key: str) -> list[str]:
    """The key of a type and those of its bases, nearest first."""
    found = [key]
    for current in found:
        entry = load_dialect().types.get(current)
        if entry is not None:
            found += [base for base in entry.bases if base not in found]
    return found


def inherited(table: dict[str, Any], key: str, name: str) -> Any:
    """What a table has for a member of a type or of its bases."""
    for owner in lineage(key):
        found = table.get(f"{owner}.{name}")
        if found is not None:
            return found
    return None


def make_member(kind: Any, key: str, entry: Entry) -> object:
    """The member of a table: a `Method`, a `Reading`, or None if CPython has no such thing."""
    name = entry.name
    if entry.kind is EntryKind.ATTRIBUTE:
        reader = inherited(ATTRIBUTES, key, name)
        if reader is not None:
            return Reading(name, reader)
    host = inspect.getattr_static(kind, name, None)
    written = inherited(METHODS, key, name)
    if host is None and written is None:
        return Reading(name, reading(name)) if entry.kind is EntryKind.ATTRIBUTE else None
    if entry.kind is EntryKind.METHOD:
        if written is None:
            check = inherited(CHECKS, key, name)
            written = None if check is None else guard(host, check)
        return Method(name, host, written)
    if entry.kind in (EntryKind.CLASS_METHOD, EntryKind.STATIC_METHOD):
        return make_class_member(kind, name)
    if hasattr(type(host), "__get__"):
        return Reading(name, reading(name))
    return Reading(name, constant(host))


def guard(host: Any, check: Check) -> BuiltinFunction:
    """CPython's method behind a charge."""

    def function(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        check(runtime, arguments, keywords)
        result: object = host(*arguments, **keywords)
        return result

    return function


def reading(name: str) -> Callable[[Runtime, Any], object]:
    """Read an attribute of CPython's that the dialect lists; an instance may lack it."""

    def read(_runtime: Runtime, value: Any) -> object:
        result: object = getattr(value, name, UNSET)
        return result

    return read


def constant(value: object) -> Callable[[Runtime, Any], object]:
    """Read an attribute that the type itself has."""

    def read(_runtime: Runtime, _value: Any) -> object:
        return value

    return read


def make_class_member(cls: Any, name: str) -> object:
    """What `cls.name` gives for a host type; `UNSET` if nothing."""
    prepare_type(cls)
    key = host_key(cls)
    if key is None:
        return UNSET
    entry = load_dialect().find_member(key, name)
    qualified = f"{cls.__name__}.{name}"
    if entry is None:
        found = host_special(cls, name) if name in OPERATOR_METHODS else UNSET
        if found is UNSET and name in ("__init__", "__repr__", "__str__", "__eq__", "__hash__"):
            found = host_special(object, name)
        return found
    if entry.kind is EntryKind.METHOD:
        method = table_of(cls).get(name)
        if not isinstance(method, Method):
            return UNSET
        return Builtin(name, unbound(cls, method), qualified)
    if entry.kind in (EntryKind.CLASS_METHOD, EntryKind.STATIC_METHOD):
        written = inherited(METHODS, key, name)
        if written is None:
            host = getattr(cls, name, None)
            if host is None:
                return UNSET
            check = inherited(CHECKS, key, name)
            written = call_host(host) if check is None else guard(host, check)
        return Builtin(name, written, qualified)
    static: object = inspect.getattr_static(cls, name, UNSET)
    return UNSET if hasattr(type(static), "__get__") else static


def unbound(cls: Any, method: Method) -> BuiltinFunction:
    """A method as found on its class: the receiver is the first argument, and is looked at."""

    def function(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        if not arguments:
            raise TypeError(f"unbound method {cls.__name__}.{method.name}() needs an argument")
        receiver = arguments[0]
        if not isinstance(receiver, cls):
            raise TypeError(
                f"descriptor {method.name!r} for {cls.__name__!r} objects doesn't apply to a "
                f"{type_name(receiver)!r} object"
            )
        if method.guarded is not None:
            return method.guarded(runtime, arguments, keywords)
        result: object = method.host(*arguments, **keywords)
        return result

    return function


def call_host(host: Any) -> BuiltinFunction:
    """A function of CPython's as it is."""

    def function(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        result: object = host(*arguments, **keywords)
        return result

    return function
