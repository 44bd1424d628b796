"""Values of the script that are not plain data: functions, builtins, tools, modules.

Plain data are ordinary Python objects of exact builtin types. What is here can also be called by
C code (`map`, `sorted(key=…)`), which is why each has `__call__`; what a script sees of their
attributes is decided in `attributes`, not by Python.
"""

from __future__ import annotations

from typing import Any, final

from .kernel import BuiltinFunction, Runtime, current_runtime


@final
class Builtin:
    """A builtin function whose work is charged before it is done."""

    name: str
    qualified_name: str
    function: BuiltinFunction

    def __init__(self, name: str, function: BuiltinFunction, qualified_name: str = "") -> None:
        self.name = name
        self.qualified_name = qualified_name or name
        self.function = function

    def __call__(self, *arguments: Any, **keywords: Any) -> object:
        return self.function(current_runtime(), list(arguments), keywords)

    def __repr__(self) -> str:
        return f"<built-in function {self.name}>"


@final
class Method:
    """A method of a builtin type, in the table of that type.

    `host` is CPython's own unbound method, called as it is where nothing has to be guarded;
    otherwise `guarded(runtime, [receiver, *arguments], keywords)` does it.
    """

    name: str
    host: Any
    guarded: BuiltinFunction | None

    def __init__(self, name: str, host: Any, guarded: BuiltinFunction | None = None) -> None:
        self.name = name
        self.host = host
        self.guarded = guarded


@final
class BoundMethod:
    """`value.method` as a value: a builtin method with its receiver."""

    receiver: object
    method: Method

    def __init__(self, receiver: object, method: Method) -> None:
        self.receiver = receiver
        self.method = method

    def call(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        """Call it within `runtime`."""
        guarded = self.method.guarded
        if guarded is None:
            result: object = self.method.host(self.receiver, *arguments, **keywords)
            return result
        return guarded(runtime, [self.receiver, *arguments], keywords)

    def __call__(self, *arguments: Any, **keywords: Any) -> object:
        return self.call(current_runtime(), list(arguments), keywords)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, BoundMethod)
            and self.receiver is other.receiver
            and self.method is other.method
        )

    def __hash__(self) -> int:
        return hash((id(self.receiver), self.method.name))

    def __repr__(self) -> str:
        kind = type(self.receiver).__name__
        return f"<built-in method {self.method.name} of {kind} object>"


@final
class ModuleValue:
    """A module of the dialect's table: its name and what it has."""

    name: str
    members: dict[str, object]

    def __init__(self, name: str, members: dict[str, object]) -> None:
        self.name = name
        self.members = members

    def __repr__(self) -> str:
        return f"<module {self.name!r}>"
