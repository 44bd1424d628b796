"""What script classes inherit from builtin types: construction, and the special methods.

A class may derive from `dict`, `list`, `str`, `int`, exceptions and a few more. Their special
methods are reachable by `super()` and through the class, each by name from a list: what is not
in it does not exist for a script.
"""

from __future__ import annotations

import collections
from collections.abc import Sized
from typing import Any, Final, cast

from .calls import CONSTRUCTORS, call
from .costs import check_special
from .descriptors import ClassMethod, StaticMethod
from .kernel import UNSET, BuiltinFunction, Runtime
from .layouts import Layout, is_script_instance, is_script_type, layout_of
from .measure import check_deep, check_key
from .native import NativeMethod
from .script_types import DEFAULTS, ScriptType

IMMUTABLE: Final = (int, str, float, tuple, bytes, frozenset, complex)
MUTABLE: Final = (dict, list, set, collections.deque, bytearray)
REFILLED: Final[set[Any]] = {dict, list, set, bytearray}
"""Those that are filled with a plain value of their own kind, made by the guarded constructor."""

SPECIAL: Final = frozenset(
    f"__{name}__"
    for name in [
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "hash",
        "repr",
        "str",
        "bool",
        "len",
        "iter",
        "next",
        "contains",
        "getitem",
        "setitem",
        "delitem",
        "reversed",
        "int",
        "float",
        "index",
        "complex",
        "bytes",
        "abs",
        "neg",
        "pos",
        "invert",
        "round",
        "trunc",
        "floor",
        "ceil",
        "add",
        "radd",
        "iadd",
        "sub",
        "rsub",
        "isub",
        "truediv",
        "rtruediv",
        "floordiv",
        "rfloordiv",
        "mod",
        "rmod",
        "divmod",
        "rdivmod",
        "and",
        "rand",
        "iand",
        "or",
        "ror",
        "ior",
        "xor",
        "rxor",
        "ixor",
        "enter",
        "exit",
        "format",
        "mul",
        "rmul",
        "imul",
        "missing",
    ]
)

EXCEPTION_DATA: Final = frozenset(
    [
        "args",
        "__cause__",
        "__context__",
        "__suppress_context__",
        "__traceback__",
        "code",
        "value",
        "name",
        "path",
        "obj",
        "errno",
        "strerror",
        "filename",
        "filename2",
        "encoding",
        "object",
        "start",
        "end",
        "reason",
        "msg",
        "lineno",
        "offset",
        "text",
        "message",
        "exceptions",
    ]
)
"""What exceptions keep in their C structure; those that a type has are its `getset`s."""


def make_host_instance(
    runtime: Runtime, host: Any, cls: Any, arguments: list[Any], keywords: dict[str, Any]
) -> Any:
    """`host.__new__(cls, *arguments)`, with the work that the arguments mean charged."""
    if host is object:
        return object.__new__(cls)
    if issubclass(host, BaseException):
        return host.__new__(cls, *arguments, **keywords)
    if issubclass(host, IMMUTABLE) and host in CONSTRUCTORS:
        plain = cast("Any", call(runtime, host, arguments, keywords))
        return host.__new__(cls, plain)
    if issubclass(host, MUTABLE):
        return host.__new__(cls)
    return host.__new__(cls, *arguments, **keywords)


def initialize_host(
    runtime: Runtime, host: Any, instance: Any, arguments: list[Any], keywords: dict[str, Any]
) -> None:
    """`host.__init__(instance, *arguments)`, charged likewise."""
    if host is object:
        if arguments or keywords:
            refuse_arguments(instance, "__init__")
        return
    if issubclass(host, BaseException):
        host.__init__(instance, *arguments, **keywords)
    elif host in REFILLED:
        if arguments or keywords:
            host.__init__(instance, call(runtime, host, arguments, keywords))
    elif issubclass(host, MUTABLE):
        for argument in arguments:
            if isinstance(argument, Sized):
                runtime.charge_size(len(argument))
        host.__init__(instance, *arguments, **keywords)


def refuse_arguments(instance: Any, method: str) -> None:
    """Raise what `object` raises when it is given arguments."""
    layout = layout_of(type(instance))
    if method in layout.members:
        what = "type to instantiate" if method == "__new__" else "instance to initialize"
        raise TypeError(f"object.{method}() takes exactly one argument (the {what})")
    if "__new__" in layout.members:
        return
    raise TypeError(f"{layout.name}() takes no arguments")


_methods: Final[dict[tuple[type, str], object]] = {}


def host_special(host: Any, name: str) -> object:
    """A special method of a builtin type, unbound; `UNSET` if it has none that scripts may use."""
    key = (host, name)
    found = _methods.get(key)
    if found is None:
        found = _methods[key] = make_special(host, name)
    return found


def make_special(host: Any, name: str) -> object:
    """The method for `host_special`."""
    if name == "__new__" and name in host.__dict__:

        def make(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
            return new_instance(runtime, host, arguments, keywords)

        return StaticMethod(NativeMethod(name, make, f"{host.__name__}.__new__"))
    if name == "__init_subclass__" and host is object:
        return ClassMethod(NativeMethod(name, _init_subclass, "object.__init_subclass__"))
    if host is object:
        function = OBJECT_METHODS.get(name)
        if function is None:
            return UNSET
        return NativeMethod(name, function, f"object.{name}")
    if name == "__init__" and name in host.__dict__:

        def initialize(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
            initialize_host(runtime, host, arguments[0], arguments[1:], keywords)
            return None

        return NativeMethod(name, initialize, f"{host.__name__}.__init__")
    if name not in SPECIAL or name not in host.__dict__ or host.__dict__[name] is None:
        return UNSET
    slot = host.__dict__[name]

    def method(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        charge_special(runtime, name, arguments)
        return slot(*arguments, **keywords)

    return NativeMethod(name, method, f"{host.__name__}.{name}")


def plain_length(value: Any) -> int:
    """The length of what a builtin type holds, whatever a script's `__len__` says."""
    for base in type(value).__mro__:
        if not isinstance(base, ScriptType):
            host: Any = base
            length: int = host.__len__(value)
            return length
    return 0


def charge_special(runtime: Runtime, name: str, arguments: list[Any]) -> None:
    """Charge what a special method of a builtin type is about to make."""
    check_special(runtime, name, arguments)
    size = 0
    for argument in arguments:
        if isinstance(argument, (str, bytes, list, tuple, dict, set, frozenset)):
            size += plain_length(argument)
            check_deep(runtime, name, argument)
        elif isinstance(argument, int):
            size += argument.bit_length() >> 5
    if name == "__format__" and len(arguments) == 2 and isinstance(arguments[1], str):
        digits = "".join(sign if sign.isdigit() else " " for sign in arguments[1]).split()
        size += max((int(number[:12]) for number in digits), default=0)
    elif name == "__mod__" and arguments and isinstance(arguments[0], (str, bytes)):
        raise TypeError("use the % operator")
    runtime.charge_size(size)


# -------------------------------------------------------------------------- methods of `object`


def _need(arguments: list[Any], count: int) -> None:
    if len(arguments) != count + 1:
        raise TypeError(f"expected {count} argument{'s'[: count != 1]}, got {len(arguments) - 1}")


def _init(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    instance = arguments[0]
    if (len(arguments) > 1 or keywords) and is_script_instance(instance):
        layout = layout_of(type(instance))
        if "__init__" in layout.members:
            refuse_arguments(instance, "__init__")
        if "__new__" not in layout.members:
            refuse_arguments(instance, "__init__")
    return None


def _repr(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    _need(arguments, 0)
    instance = arguments[0]
    if is_script_instance(instance):
        return DEFAULTS["__repr__"](instance)
    return f"<{type(instance).__name__} object>"


def _str(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    _need(arguments, 0)
    return repr(arguments[0])


def _format(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    _need(arguments, 1)
    if arguments[1]:
        kind = type(arguments[0]).__name__
        raise TypeError(f"unsupported format string passed to {kind}.__format__")
    return str(arguments[0])


def _hash(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    _need(arguments, 0)
    if is_script_instance(arguments[0]):
        return DEFAULTS["__hash__"](arguments[0])
    check_key(runtime, arguments[0])
    return hash(arguments[0])


def _eq(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    _need(arguments, 1)
    return True if arguments[0] is arguments[1] else NotImplemented


def _ne(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    _need(arguments, 1)
    kind: Any = type(arguments[0])
    result = kind.__eq__(arguments[0], arguments[1])
    return result if result is NotImplemented else not result


def _unordered(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    _need(arguments, 1)
    return NotImplemented


def _init_subclass(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    if keywords:
        name = arguments[0].__name__
        raise TypeError(f"{name}.__init_subclass__() takes no keyword arguments")
    return None


OBJECT_METHODS: Final[dict[str, BuiltinFunction]] = {
    "__init__": _init,
    "__repr__": _repr,
    "__str__": _str,
    "__format__": _format,
    "__hash__": _hash,
    "__eq__": _eq,
    "__ne__": _ne,
    "__lt__": _unordered,
    "__le__": _unordered,
    "__gt__": _unordered,
    "__ge__": _unordered,
}
"""Filled up by `instances` with the methods that set and read attributes."""


def table_attribute(runtime: Runtime, instance: Any, host: type, name: str) -> object:
    """An ordinary attribute that an instance has from a builtin base; `UNSET` if it has none."""
    from .attributes import host_attribute, read_error  # noqa: PLC0415 - the gate needs us

    found = host_attribute(runtime, instance, host, name)
    if found is UNSET and isinstance(instance, BaseException):
        return read_error(instance, name)
    return found


def first_host(cls: Any) -> type:
    """The builtin type a class derives from, `object` if no other."""
    for base in cls.__mro__:
        if not isinstance(base, ScriptType) and base is not object:
            host: type = base
            return host
    return object


def new_instance(runtime: Runtime, host: Any, arguments: list[Any], keywords: Any) -> object:
    """`host.__new__(cls, ...)` as a script calls it."""
    if not arguments:
        raise TypeError(f"{host.__name__}.__new__(): not enough arguments")
    cls = arguments[0]
    if not isinstance(cls, type):
        kind = type(cls).__name__
        raise TypeError(f"{host.__name__}.__new__(X): X is not a type object ({kind})")
    if not issubclass(cls, host):
        name = host.__name__
        raise TypeError(
            f"{name}.__new__({cls.__name__}): {cls.__name__} is not a subtype of {name}"
        )
    if not is_script_type(cls):
        raise TypeError(f"{host.__name__}.__new__(X): X must be a class of the script")
    layout = layout_of(cls)
    if host is object and layout.host is object:
        safe = True
    else:
        safe = first_host(cls) is host or (host is not object and issubclass(layout.host, host))
    if not safe:
        raise TypeError(
            f"{host.__name__}.__new__({layout.name}) is not safe, "
            f"use {layout.host.__name__}.__new__()"
        )
    if host is object and (len(arguments) > 1 or keywords):
        if "__new__" in layout.members:
            raise TypeError("object.__new__() takes exactly one argument (the type to instantiate)")
        if "__init__" not in layout.members:
            raise TypeError(f"{layout.name}() takes no arguments")
    refuse_abstract(layout)
    return make_host_instance(runtime, layout.host, cls, arguments[1:], keywords)


def refuse_abstract(layout: Layout) -> None:
    """Raise if a class still has abstract methods."""
    if layout.abstract and layout.is_abstract_base:
        plural = "s" if len(layout.abstract) > 1 else ""
        names = ", ".join(layout.abstract)
        raise TypeError(
            f"Can't instantiate abstract class {layout.name} with abstract method{plural} {names}"
        )
