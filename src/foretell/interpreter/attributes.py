"""The attribute gate: the one place where a name becomes an attribute of a value.

`.`, `getattr`, `str.format`, class patterns and `operator.attrgetter` all come here. What a type
has is a table, made from the dialect's stub and CPython's own descriptors when the type is first
seen; what is not in it does not exist. Values of our own say for themselves what they have.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable
from typing import Any, Final, final

from foretell_analyzer.dialect import OPERATOR_METHODS, Entry, EntryKind, load_dialect

from .class_objects import (
    delete_class_attribute,
    get_class_attribute,
    set_class_attribute,
)
from .host_methods import host_special
from .instances import (
    delete_instance_attribute,
    get_instance_attribute,
    set_instance_attribute,
)
from .kernel import TRAIL, UNSET, BuiltinFunction, Runtime
from .kinds import NAMES, name_of_kind, type_name
from .library.registry import prepare_type
from .native import Descriptor, NativeValue
from .script_types import ScriptType
from .suspended import ScriptAsyncGenerator, ScriptCoroutine, ScriptGenerator
from .type_checks import type_of
from .values import BoundFunction, BoundMethod, Builtin, Method, ModuleValue, ScriptFunction, Tool

Reader = Callable[[Runtime, Any, str], object]
"""Gives an attribute of a value; `UNSET` if there is none of that name."""
Writer = Callable[[Runtime, Any, str, object], None]
"""Sets an attribute of a value; deletes it where the new value is `UNSET`."""

READERS: Final[dict[object, Reader]] = {}
"""How values of other modules' types are read, by exact type; tables come first."""
WRITERS: Final[dict[object, Writer]] = {}
"""The same for assignment."""

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
    ScriptAsyncGenerator: "async_generator",
}
"""The key in the dialect of host types that cannot tell it themselves."""


@final
class Reading:
    """An attribute in a table: `read(runtime, value)` gives it."""

    name: str
    read: Callable[[Runtime, Any], object]

    def __init__(self, name: str, read: Callable[[Runtime, Any], object]) -> None:
        self.name = name
        self.read = read


Table = dict[str, object]
_tables: Final[dict[type, Table]] = {}
_class_members: Final[dict[tuple[type, str], object]] = {}


# ------------------------------------------------------------------------------- the gate


def get_attribute(runtime: Runtime, value: Any, name: str) -> object:
    """`value.name`."""
    found = find_attribute(runtime, value, name)
    if found is UNSET:
        raise missing(value, name)
    return found


def find_attribute(runtime: Runtime, value: Any, name: str) -> object:  # noqa: C901 - a case for each kind
    """`value.name`, or `UNSET` where a value that is no script class's has no such attribute."""
    kind = type(value)
    if isinstance(kind, ScriptType):
        return get_instance_attribute(runtime, value, name)
    table = _tables.get(kind)
    if table is None:
        if isinstance(value, NativeValue):
            return read_native(runtime, value, name)
        if isinstance(value, ScriptType):
            return get_class_attribute(runtime, value, name)
        if isinstance(value, type):
            return read_class(runtime, value, name)
        if isinstance(value, Tool):
            return read_tool(value, name)
        table = table_of(kind)
    member = table.get(name)
    if member is not None:
        if isinstance(member, Method):
            return BoundMethod(value, member)
        if isinstance(member, Reading):
            return member.read(runtime, value)
        return member
    found: object = UNSET
    reader = READERS.get(kind)
    if reader is not None:
        found = reader(runtime, value, name)
    elif isinstance(value, BaseException):
        found = read_error(value, name)
    return read_common(value, name) if found is UNSET else found


def host_attribute(runtime: Runtime, value: Any, host: Any, name: str) -> object:
    """What an instance of a script class, or the class itself, has from its builtin base."""
    if isinstance(value, type):
        return make_class_member(host, name)
    member = table_of(host).get(name)
    if isinstance(member, Method):
        return BoundMethod(value, member)
    if isinstance(member, Reading):
        return member.read(runtime, value)
    return UNSET if member is None else member


def set_attribute(runtime: Runtime, value: Any, name: str, new: object) -> None:
    """`value.name = new`; `UNSET` deletes."""
    kind = type(value)
    if isinstance(kind, ScriptType):
        if new is UNSET:
            delete_instance_attribute(runtime, value, name)
        else:
            set_instance_attribute(runtime, value, name, new)
    elif isinstance(value, ScriptType):
        if new is UNSET:
            delete_class_attribute(runtime, value, name)
        else:
            set_class_attribute(runtime, value, name, new)
    elif kind in WRITERS:
        WRITERS[kind](runtime, value, name, new)
    elif isinstance(value, NativeValue):
        value.assign(runtime, name, new)
    elif isinstance(value, BaseException):
        write_error(value, name, new)
    else:
        write_other(runtime, value, name, new)


def delete_attribute(runtime: Runtime, value: Any, name: str) -> None:
    """`del value.name`."""
    set_attribute(runtime, value, name, UNSET)


def find_method(kind: type, name: str) -> Method | None:
    """The method of a builtin type, as nodes call it: with the receiver in front."""
    member = table_of(kind).get(name)
    return member if isinstance(member, Method) else None


def list_attributes(runtime: Runtime, value: Any) -> list[str]:
    """Names of what a value of a builtin type has: for `dir` and for suggestions."""
    if isinstance(value, ModuleValue):
        return sorted(value.members)
    cls: Any = value if isinstance(value, type) else type(value)
    runtime.charge(64)
    return sorted(table_of(cls))


def missing(value: Any, name: str) -> AttributeError:
    """The error for an attribute that is not there, in CPython's words."""
    if isinstance(value, ModuleValue):
        text = f"module {value.name!r} has no attribute {name!r}"
    elif isinstance(value, type):
        text = f"type object {value.__name__!r} has no attribute {name!r}"
    else:
        text = f"{full_name(value)!r} object has no attribute {name!r}"
    return AttributeError(text, name=name, obj=value)


def full_name(value: Any) -> str:
    """The name of a value's type in CPython's messages: with the module, for some written in C."""
    kind: Any = type(value)
    if (
        type(kind) is type
        and kind in _tables
        and kind not in NAMES
        and kind.__module__ != "builtins"
    ):
        try:
            getattr(value, " ")
        except AttributeError as error:
            return str(error).split("'")[1]
    return type_name(value)


# ------------------------------------------------------------------ values of our own classes


def read_native(runtime: Runtime, value: NativeValue, name: str) -> object:
    """An attribute of a value that says for itself what it has."""
    found = value.attribute(runtime, name)
    return read_common(value, name) if found is UNSET else found


def read_function(_runtime: Runtime, value: ScriptFunction, name: str) -> object:  # noqa: C901 - a case a name
    """An attribute of a script function."""
    attributes = value.attributes
    if attributes is not None and name in attributes:
        return attributes[name]
    match name:
        case "__name__":
            return value.name
        case "__qualname__":
            return value.qualified_name
        case "__doc__":
            return value.documentation
        case "__module__":
            return "__main__"
        case "__annotations__":
            if value.annotations is None:
                value.annotations = {}
            return value.annotations
        case "__defaults__":
            return value.defaults
        case "__kwdefaults__":
            return value.keyword_defaults
        case "__dict__":
            if value.attributes is None:
                value.attributes = {}
            return value.attributes
        case _:
            return UNSET


def write_function(_runtime: Runtime, value: ScriptFunction, name: str, new: object) -> None:
    """Assign to an attribute of a script function."""
    if name in ("__defaults__", "__kwdefaults__", "__dict__", "__code__", "__globals__"):
        raise AttributeError(f"attribute {name!r} of 'function' objects is not writable")
    if new is not UNSET:
        if name in ("__name__", "__qualname__"):
            if not isinstance(new, str):
                raise TypeError(f"{name} must be set to a string object")
            if name == "__name__":
                value.name = new
            else:
                value.qualified_name = new
        elif name == "__doc__":
            value.documentation = new
        elif name == "__annotations__":
            value.annotations = new
        else:
            if value.attributes is None:
                value.attributes = {}
            value.attributes[name] = new
        return
    if value.attributes is None or name not in value.attributes:
        raise missing(value, name)
    del value.attributes[name]


def read_bound_function(runtime: Runtime, value: BoundFunction, name: str) -> object:
    """An attribute of a method of a script class: its own, or those of its function."""
    if name == "__self__":
        return value.receiver
    if name == "__func__":
        return value.function
    return read_function(runtime, value.function, name)


def read_builtin(_runtime: Runtime, value: Builtin, name: str) -> object:
    """An attribute of a builtin function: its names, never what it belongs to."""
    if name == "__name__":
        return value.name
    if name == "__qualname__":
        return value.qualified_name
    return UNSET


def read_bound_method(_runtime: Runtime, value: BoundMethod, name: str) -> object:
    """An attribute of a method of a builtin type."""
    if name == "__name__":
        return value.method.name
    if name == "__qualname__":
        return f"{type_name(value.receiver)}.{value.method.name}"
    if name == "__self__":
        return value.receiver
    return UNSET


def read_tool(value: Tool, name: str) -> object:
    """An attribute of a tool."""
    if name in ("__name__", "__qualname__"):
        return value.name
    return read_common(value, name)


def read_host_function(_runtime: Runtime, value: Any, name: str) -> object:
    """An attribute of a function of the host, should a script ever come by one."""
    return value.__name__ if name in ("__name__", "__qualname__") else UNSET


def read_module(_runtime: Runtime, value: ModuleValue, name: str) -> object:
    """An attribute of a module."""
    if name == "__name__":
        return value.name
    return value.members.get(name, UNSET)


READERS.update(
    {
        ScriptFunction: read_function,
        BoundFunction: read_bound_function,
        Builtin: read_builtin,
        BoundMethod: read_bound_method,
        ModuleValue: read_module,
        types.FunctionType: read_host_function,
        types.BuiltinFunctionType: read_host_function,
    }
)
WRITERS[ScriptFunction] = write_function


# ------------------------------------------------------------------------------- exceptions

ERROR_DATA: Final = frozenset(
    {"args", "__cause__", "__context__", "__suppress_context__", "__notes__", "value", "code"}
)
"""What a script may assign on any exception; what else it assigns is in the instance's dict."""


def read_error(error: BaseException, name: str) -> object:
    """What a script (or the library) has put on an exception."""
    if name == "__traceback__":
        return None
    if name == TRAIL:
        return UNSET
    kept = error.__dict__
    if name == "__dict__":
        return {key: item for key, item in kept.items() if key != TRAIL}
    return kept.get(name, UNSET)


def write_error(error: BaseException, name: str, new: object) -> None:
    """Assign to an attribute of an exception."""
    if name == "__traceback__":
        return
    if name == TRAIL or (name[:2] == "__" and name not in ERROR_DATA):
        raise AttributeError(f"attribute {name!r} of {type_name(error)!r} objects is not writable")
    if new is UNSET:
        if name not in error.__dict__:
            raise missing(error, name)
        del error.__dict__[name]
        return
    if name in ERROR_DATA or name in table_of(type(error)):
        object.__setattr__(error, name, new)
    else:
        error.__dict__[name] = new


# ------------------------------------------------------------------------------ other values


def read_common(value: Any, name: str) -> object:
    """What every value has: its class and its documentation."""
    if name == "__class__":
        return type_of(value)
    if name == "__doc__":
        kind = type(value)
        return kind.__doc__ if kind in _tables and isinstance(kind.__doc__, str) else None
    if name in OPERATOR_METHODS and not isinstance(value, (Tool, ModuleValue)):
        return read_special(value, name)
    return UNSET


def read_special(value: Any, name: str) -> object:
    """A method behind an operator, of a value of a builtin type: `text.__len__`."""
    kind: Any = type(value)
    if type(kind) is not type or kind not in _tables:
        return UNSET
    for base in kind.__mro__:
        found = host_special(base, name)
        if isinstance(found, Descriptor):
            return found.read(None, value, kind)  # type: ignore[arg-type]  # binding needs no run
    return UNSET


def write_other(runtime: Runtime, value: Any, name: str, new: object) -> None:
    """Assign to an attribute of a value of a builtin type: hardly any has one."""
    key = host_key(type(value))
    setter = SETTERS.get(f"{key}.{name}") if key is not None else None
    if setter is not None and new is not UNSET:
        setter(runtime, value, new)
        return
    if isinstance(value, type):
        raise TypeError(f"cannot set {name!r} attribute of immutable type {value.__name__!r}")
    if isinstance(value, ModuleValue):
        raise AttributeError(f"module {value.name!r} cannot be changed")  # noqa: TRY004 - as for names
    if find_attribute(runtime, value, name) is UNSET:
        raise missing(value, name)
    raise AttributeError(f"{type_name(value)!r} object attribute {name!r} is read-only")


def read_class(runtime: Runtime, cls: Any, name: str) -> object:
    """An attribute of a builtin type: its names, its methods unbound, its class methods."""
    runtime.charge(1)
    match name:
        case "__name__" | "__qualname__":
            return name_of_kind(cls)
        case "__module__":
            return cls.__module__
        case "__doc__":
            return cls.__doc__ if isinstance(cls.__doc__, str) else None
        case "__class__":
            return type
        case _:
            pass
    key = (cls, name)
    found = _class_members.get(key)
    if found is None:
        found = _class_members[key] = make_class_member(cls, name)
    return found


# ----------------------------------------------------------------------- tables from the stubs


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
        return None
    return key


def table_of(kind: Any) -> Table:
    """The members of the values of a host type, made when it is first seen."""
    table = _tables.get(kind)
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
        _tables[kind] = table
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
    host = inspect.getattr_static(cls, name, None)
    return UNSET if host is None or hasattr(type(host), "__get__") else host


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
