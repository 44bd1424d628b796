"""`super()`: what classes behind one in a receiver's method order have."""

from __future__ import annotations

from typing import Any, final

from .descriptors import bind
from .host_methods import host_special, table_attribute
from .kernel import UNSET, Runtime
from .layouts import is_script_instance, layout_of
from .native import Descriptor, NativeValue
from .script_types import ScriptType
from .values import ScriptFunction


@final
class Super(NativeValue):
    """`super(cls, receiver)`: what classes behind `cls` in the receiver's method order have."""

    def __init__(self, cls: Any, receiver: object, kind: Any) -> None:
        self.cls = cls
        self.receiver = receiver
        self.kind = kind

    def type_name(self) -> str:
        return "super"

    def attribute(self, runtime: Runtime, name: str) -> object:
        if name == "__class__":
            return UNSET
        passed = False
        receiver = UNSET if self.receiver is self.kind else self.receiver
        for base in self.kind.__mro__:
            if not passed:
                passed = base is self.cls
            elif isinstance(base, ScriptType):
                found = layout_of(base).namespace.get(name, UNSET)
                if found is not UNSET:
                    return bind(runtime, found, receiver, self.kind)
            else:
                value = self.host_value(runtime, base, name, receiver)
                if value is not UNSET:
                    return value
        return UNSET

    def function(self, name: str) -> ScriptFunction | None:
        """The function that comes first under a name, if it is to be bound to an instance."""
        if self.receiver is self.kind:
            return None
        behind = layout_of(self.kind).behind
        known = behind.get(self.cls)
        if known is None:
            known = behind[self.cls] = {}
        found = known.get(name, UNSET)
        if found is UNSET:
            found = known[name] = self.find_function(name)
        return found if isinstance(found, ScriptFunction) else None

    def find_function(self, name: str) -> ScriptFunction | None:
        """As `function`, found out in the method order."""
        passed = False
        for base in self.kind.__mro__:
            if not passed:
                passed = base is self.cls
            elif not isinstance(base, ScriptType):
                return None
            else:
                found = layout_of(base).namespace.get(name, UNSET)
                if found is not UNSET:
                    return found if isinstance(found, ScriptFunction) else None
        return None

    def host_value(self, runtime: Runtime, base: Any, name: str, receiver: object) -> object:
        """What a builtin base has under a name, for the receiver."""
        found = host_special(base, name)
        if isinstance(found, Descriptor):
            return found.read(runtime, receiver, self.kind)
        if base is object:
            return UNSET
        if receiver is UNSET:
            from .attributes import host_attribute  # noqa: PLC0415 - it needs modules that need us

            return host_attribute(runtime, self.kind, base, name)
        return table_attribute(runtime, receiver, base, name)

    def assign(self, _runtime: Runtime, name: str, _value: object) -> None:
        raise AttributeError(f"'super' object has no attribute {name!r}")

    def __repr__(self) -> str:
        return f"<super: <class {self.cls.__name__!r}>, <{self.kind.__name__} object>>"


def super_value(_runtime: Runtime, cls: Any, receiver: Any) -> Super:
    """`super(cls, receiver)`; the form without arguments gives `__class__` and the first one."""
    kind: Any = type(receiver)
    if isinstance(kind, ScriptType) and cls in kind.__mro__:
        return Super(cls, receiver, kind)
    if not isinstance(cls, type):
        raise TypeError(f"super() argument 1 must be a type, not {type(cls).__name__}")
    if isinstance(receiver, type) and issubclass(receiver, cls):
        return Super(cls, receiver, receiver)
    if isinstance(receiver, cls) and is_script_instance(receiver):
        return Super(cls, receiver, type(receiver))
    raise TypeError("super(type, obj): obj must be an instance or subtype of type")
