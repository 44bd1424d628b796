"""Values of the script that are not plain data: functions, builtins, tools, modules.

Plain data are ordinary Python objects of exact builtin types. What is here can also be called by
C code (`map`, `sorted(key=…)`), which is why each has `__call__`; what a script sees of their
attributes is decided in `attributes`, not by Python.
"""

from __future__ import annotations

from typing import Any, Final, final

from mypy_extensions import i64, mypyc_attr

from .kernel import BuiltinFunction, Code, Runtime, current_runtime


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


@mypyc_attr(allow_interpreted_subclasses=True)
class Tool:
    """A tool as a value: can be called, passed on, compared and shown, nothing else."""

    name: str

    def __init__(self, name: str) -> None:
        self.name = name

    def call(
        self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any], site: int
    ) -> object:
        """Call it; `site` is the index of the node of the call, for `Program.line`."""
        raise NotImplementedError

    def __call__(self, *arguments: Any, **keywords: Any) -> object:
        runtime = current_runtime()
        return self.call(runtime, list(arguments), keywords, runtime.site)

    def __repr__(self) -> str:
        return f"<function {self.name}>"


@final
class ScriptFunction:
    """A function of the script: its code with what it took along where it was defined.

    template: the slots of a new frame, with the defaults and the cells of free names in place.
    minimum, maximum: how many positional arguments fit a call without names or stars; `maximum`
    is -1 where such a call needs more than copying (`*rest`, keyword-only parameters, ...).
    `attributes` is the function's own `__dict__`; whatever else a script may see is a field.
    """

    code: Code
    runtime: Runtime
    template: list[object]
    minimum: i64
    maximum: i64
    name: str
    qualified_name: str
    documentation: object
    defaults: object
    keyword_defaults: object
    annotations: object
    attributes: dict[str, object] | None

    def __init__(
        self, code: Code, runtime: Runtime, template: list[object], minimum: i64, maximum: i64
    ) -> None:
        self.code = code
        self.runtime = runtime
        self.template = template
        self.minimum = minimum
        self.maximum = maximum
        self.name = code.name
        self.qualified_name = code.qualified_name
        self.documentation = code.documentation
        self.defaults = None
        self.keyword_defaults = None
        self.annotations = None
        self.attributes = None

    def __call__(self, *arguments: Any, **keywords: Any) -> object:
        return invoke(self, list(arguments), keywords)

    def __repr__(self) -> str:
        return f"<function {self.qualified_name}>"


class Invoker:
    """How C code calls a script function: `calls`, which needs the classes here, says it."""

    def invoke(
        self, function: ScriptFunction, arguments: list[Any], keywords: dict[str, Any]
    ) -> object:
        """Call a script function."""
        raise NotImplementedError


_invokers: Final[list[Invoker]] = []


def invoke(function: ScriptFunction, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """Call a script function from C code, by what `calls` has put here."""
    return _invokers[0].invoke(function, arguments, keywords)


def install_invoker(how: Invoker) -> None:
    """Let `calls` say how a script function is called."""
    _invokers[:] = [how]


@final
class BoundFunction:
    """A script function with its first argument: a method of a script class."""

    receiver: object
    function: ScriptFunction

    def __init__(self, receiver: object, function: ScriptFunction) -> None:
        self.receiver = receiver
        self.function = function

    def __call__(self, *arguments: Any, **keywords: Any) -> object:
        return invoke(self.function, [self.receiver, *arguments], keywords)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, BoundFunction)
            and self.receiver is other.receiver
            and self.function is other.function
        )

    def __hash__(self) -> int:
        return hash((id(self.receiver), id(self.function)))

    def __repr__(self) -> str:
        return f"<bound method {self.function.qualified_name} of {self.receiver!r}>"
