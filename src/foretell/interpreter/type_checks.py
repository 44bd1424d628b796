"""`isinstance`, `issubclass` and `type`, for all values and classes of a script.

Classes are host types (those of the script, builtin ones, and the `Kind`s that stand for types
of our own values) or values that answer for themselves, such as the aliases of `typing`.
"""

from __future__ import annotations

import types
from typing import Any, Final

from mypy_extensions import mypyc_attr

from .kernel import Runtime
from .kinds import NAMES, name_of_kind
from .layouts import layout_of
from .native import BaseMaker, NativeValue
from .script_types import Kind, ScriptType, make_kind
from .values import Tool

_kinds: Final[dict[tuple[str, str], Kind]] = {}


def kind_named(name: str, module: str = "builtins") -> Kind:
    """The type that stands for a kind of our own values; always the same."""
    key = (module, name)
    found = _kinds.get(key)
    if found is None:
        found = _kinds[key] = make_kind(name, module)
    return found


def type_of(value: Any) -> Any:
    """`type(value)`, as a script sees it."""
    kind: Any = type(value)
    if isinstance(kind, ScriptType):
        return kind
    if isinstance(value, NativeValue):
        return kind_named(value.type_name(), value.type_module())
    if kind in NAMES or isinstance(value, Tool):
        return kind_named(name_of_kind(kind))
    if isinstance(value, type):
        return type
    return kind


@mypyc_attr(allow_interpreted_subclasses=True)
class ClassLike(BaseMaker):
    """A value that can stand as second argument of `isinstance`."""

    def has_instance(self, _runtime: Runtime, _value: object) -> bool:
        """Answer `isinstance(value, self)`."""
        raise TypeError("isinstance() arg 2 must be a type, a tuple of types, or a union")

    def has_subclass(self, _runtime: Runtime, _cls: object) -> bool:
        """Answer `issubclass(cls, self)`."""
        raise TypeError("issubclass() arg 2 must be a class, a tuple of classes, or a union")


def is_alias(value: object) -> bool:
    """Whether a value is `list[int]` or its like, which the host takes for a type."""
    return type(value) is types.GenericAlias


def charge_nested(runtime: Runtime, classes: tuple[object, ...]) -> None:
    """Charge tuples of classes that are in a tuple of classes: they may be shared many times."""
    for part in classes:
        if isinstance(part, tuple):
            runtime.charge(1 + len(part))


def isinstance_value(runtime: Runtime, value: Any, cls: Any) -> bool:
    """`isinstance(value, cls)`."""
    if isinstance(cls, ScriptType):
        check = layout_of(cls).check_instance
        if check is not None:
            return check(runtime, value, cls)
        return issubclass(type(value), cls)
    if isinstance(cls, type) and not is_alias(cls):
        return isinstance(value, cls)
    if isinstance(cls, tuple):
        charge_nested(runtime, cls)
        return any(isinstance_value(runtime, value, part) for part in cls)
    if isinstance(cls, types.UnionType):
        return any(isinstance_value(runtime, value, part) for part in cls.__args__)
    if isinstance(cls, types.GenericAlias):
        raise TypeError("isinstance() argument 2 cannot be a parameterized generic")
    if isinstance(cls, ClassLike):
        return cls.has_instance(runtime, value)
    raise TypeError("isinstance() arg 2 must be a type, a tuple of types, or a union")


def issubclass_value(runtime: Runtime, value: Any, cls: Any) -> bool:
    """`issubclass(value, cls)`."""
    if not isinstance(value, type) or is_alias(value):
        raise TypeError("issubclass() arg 1 must be a class")
    if isinstance(cls, ScriptType):
        check = layout_of(cls).check_subclass
        if check is not None:
            return check(runtime, value, cls)
        return issubclass(value, cls)
    if isinstance(cls, type) and not is_alias(cls):
        return issubclass(value, cls)
    if isinstance(cls, tuple):
        charge_nested(runtime, cls)
        return any(issubclass_value(runtime, value, part) for part in cls)
    if isinstance(cls, types.UnionType):
        return any(issubclass_value(runtime, value, part) for part in cls.__args__)
    if isinstance(cls, types.GenericAlias):
        raise TypeError("issubclass() argument 2 cannot be a parameterized generic")
    if isinstance(cls, ClassLike):
        return cls.has_subclass(runtime, value)
    raise TypeError("issubclass() arg 2 must be a class, a tuple of classes, or a union")
