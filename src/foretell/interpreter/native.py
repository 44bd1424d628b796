"""Values of the library and of the object model that are neither plain data nor script classes.

Each says for itself what a script may see of it: `attribute` is the whole of its surface, for the
gate in `attributes` asks nothing else. A `Descriptor` also says what becomes of it when it is
found in a class.
"""

from __future__ import annotations

from typing import Any

from mypy_extensions import mypyc_attr

from .kernel import UNSET, BuiltinFunction, Runtime, current_runtime


@mypyc_attr(allow_interpreted_subclasses=True)
class NativeValue:
    """A value written by us. `type_name` is what `type(value).__name__` gives."""

    def type_name(self) -> str:
        """The name of its type as a script sees it."""
        return type(self).__name__

    def type_module(self) -> str:
        """The module of its type as a script sees it."""
        return "builtins"

    def attribute(self, _runtime: Runtime, _name: str) -> object:
        """The attribute of that name; `UNSET` if there is none."""
        return UNSET

    def assign(self, _runtime: Runtime, name: str, _value: object) -> None:
        """Set an attribute, where the value allows it; `UNSET` deletes."""
        if self.attribute(_runtime, name) is UNSET:
            raise AttributeError(f"'{self.type_name()}' object has no attribute '{name}'")
        raise AttributeError(f"'{self.type_name()}' object attribute '{name}' is read-only")


@mypyc_attr(allow_interpreted_subclasses=True)
class NativeCallable(NativeValue):
    """A value that can be called, by nodes and by C code."""

    def is_callable(self) -> bool:
        """Whether `callable(value)` holds: a descriptor may be a value only."""
        return True

    def delegates(self) -> bool:
        """Whether calling it only calls a function of the script, which counts the depth."""
        return False

    def call(self, _runtime: Runtime, _arguments: list[Any], _keywords: dict[str, Any]) -> object:
        """Call it within a run."""
        raise TypeError(f"'{self.type_name()}' object is not callable")

    def __call__(self, *arguments: Any, **keywords: Any) -> object:
        return self.call(current_runtime(), list(arguments), keywords)


@mypyc_attr(allow_interpreted_subclasses=True)
class Descriptor(NativeCallable):
    """A value that acts when it is read through a class or an instance.

    `is_data`: it comes before the instance's own attributes, as in CPython.
    """

    def is_callable(self) -> bool:
        return False

    def is_data(self) -> bool:
        """Whether it also takes assignments."""
        return False

    def read(self, _runtime: Runtime, _instance: object, _cls: object) -> object:
        """What reading gives; `instance` is `UNSET` when a class is asked."""
        return self

    def write(self, _runtime: Runtime, _instance: object, _value: object) -> None:
        """Assign to the attribute of an instance."""
        raise AttributeError("can't set attribute")

    def delete(self, _runtime: Runtime, _instance: object) -> None:
        """Delete the attribute of an instance."""
        raise AttributeError("can't delete attribute")

    def set_name(self, _runtime: Runtime, _owner: object, _name: str) -> None:
        """Told once, when the class is made."""


@mypyc_attr(allow_interpreted_subclasses=True)
class NativeMethod(Descriptor):
    """A method of ours in a class: `function(runtime, [receiver, *arguments], keywords)`."""

    def __init__(self, name: str, function: BuiltinFunction, qualified_name: str = "") -> None:
        self.name = name
        self.qualified_name = qualified_name or name
        self.function = function
        self.is_abstract = False
        self.delegating = False

    def type_name(self) -> str:
        return "function"

    def is_callable(self) -> bool:
        return True

    def call(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        return self.function(runtime, arguments, keywords)

    def read(self, _runtime: Runtime, instance: object, _cls: object) -> object:
        if instance is UNSET:
            return self
        return BoundNativeMethod(self, instance)

    def attribute(self, _runtime: Runtime, name: str) -> object:
        if name == "__name__":
            return self.name
        if name == "__qualname__":
            return self.qualified_name
        if name == "__doc__":
            return None
        return UNSET

    def __repr__(self) -> str:
        return f"<function {self.qualified_name}>"


class BoundNativeMethod(NativeCallable):
    """A method of ours with its receiver."""

    def __init__(self, method: NativeMethod, receiver: object) -> None:
        self.method = method
        self.receiver = receiver

    def type_name(self) -> str:
        return "method"

    def delegates(self) -> bool:
        return self.method.delegating

    def call(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        return self.method.function(runtime, [self.receiver, *arguments], keywords)

    def attribute(self, runtime: Runtime, name: str) -> object:
        if name == "__self__":
            return self.receiver
        if name == "__func__":
            return self.method
        return self.method.attribute(runtime, name)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, BoundNativeMethod)
            and other.method is self.method
            and other.receiver is self.receiver
        )

    def __hash__(self) -> int:
        return len(self.method.name)

    def __repr__(self) -> str:
        return f"<bound method {self.method.qualified_name} of {self.receiver!r}>"


@mypyc_attr(allow_interpreted_subclasses=True)
class BaseMaker(NativeCallable):
    """A value that may stand among the bases of a class statement without being a class."""

    def entries(self, _bases: list[object]) -> list[object]:
        """The classes that stand for it."""
        return []

    def build(
        self,
        _runtime: Runtime,
        _name: str,
        _bases: list[object],
        _keywords: dict[str, object],
        _namespace: dict[str, object],
        _qualified_name: str,
    ) -> object:
        """Make the class in place of `classes.build_class`; `UNSET` leaves it to that."""
        return UNSET
