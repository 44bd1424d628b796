"""The attribute gate: the one place where a name becomes an attribute of a value.

`.`, `getattr`, `str.format`, class patterns and `operator.attrgetter` all come here. What a type
has is a table, made from the dialect's stub and CPython's own descriptors when the type is first
seen; what is not in it does not exist. Values of our own say for themselves what they have.
"""

from __future__ import annotations

from typing import Any, Final

from foretell_analyzer.dialect import OPERATOR_METHODS

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
from .kernel import TRAIL, UNSET, Runtime
from .kinds import NAMES, name_of_kind, type_name
from .native import Descriptor, NativeValue
from .script_types import ScriptType
from .traceback_values import traceback_of
from .type_checks import type_of
from .type_tables import (
    ATTRIBUTES,
    CHECKS,
    CLASS_MEMBERS,
    HOST_TYPES,
    METHODS,
    SETTERS,
    TABLES,
    Check,
    Reading,
    host_key,
    make_class_member,
    table_of,
)
from .value_attributes import READERS, WRITERS
from .values import BoundMethod, Method, ModuleValue, Tool

__all__ = [
    "ATTRIBUTES",
    "CHECKS",
    "HOST_TYPES",
    "METHODS",
    "READERS",
    "SETTERS",
    "WRITERS",
    "Check",
    "delete_attribute",
    "find_attribute",
    "find_method",
    "get_attribute",
    "host_attribute",
    "host_key",
    "list_attributes",
    "make_class_member",
    "read_class",
    "read_error",
    "set_attribute",
    "table_of",
    "write_error",
]

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
    table = TABLES.get(kind)
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
    if isinstance(kind, ScriptType):
        shown: str = kind.script_layout.extra.get("shown", kind.__name__)
        return shown
    if (
        type(kind) is type
        and kind in TABLES
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


def read_tool(value: Tool, name: str) -> object:
    """An attribute of a tool."""
    if name in ("__name__", "__qualname__"):
        return value.name
    return read_common(value, name)


# ------------------------------------------------------------------------------- exceptions

ERROR_DATA: Final = frozenset(
    {"args", "__cause__", "__context__", "__suppress_context__", "__notes__", "value", "code"}
)
"""What a script may assign on any exception; what else it assigns is in the instance's dict."""


def read_error(error: BaseException, name: str) -> object:
    """What a script (or the library) has put on an exception."""
    if name == "__traceback__":
        return traceback_of(error)
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
        return kind.__doc__ if kind in TABLES and isinstance(kind.__doc__, str) else None
    if name in OPERATOR_METHODS and not isinstance(value, (Tool, ModuleValue)):
        return read_special(value, name)
    return UNSET


def read_special(value: Any, name: str) -> object:
    """A method behind an operator, of a value of a builtin type: `text.__len__`."""
    kind: Any = type(value)
    if type(kind) is not type or kind not in TABLES:
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
    found = CLASS_MEMBERS.get(key)
    if found is None:
        found = CLASS_MEMBERS[key] = make_class_member(cls, name)
    return found


# ----------------------------------------------------------------------- tables from the stubs
