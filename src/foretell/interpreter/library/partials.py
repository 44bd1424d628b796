"""`functools.partial` and `partialmethod`: calls with some arguments already there."""

from __future__ import annotations

from typing import Any, Final, final

from foretell.interpreter.calls import CONSTRUCTORS, call
from foretell.interpreter.descriptors import (
    ClassMethod,
    StaticMethod,
    bind,
    is_abstract,
)
from foretell.interpreter.kernel import UNSET, Runtime, current_runtime
from foretell.interpreter.layouts import is_script_instance
from foretell.interpreter.measure import walk
from foretell.interpreter.native import Descriptor, NativeCallable
from foretell.interpreter.type_checks import kind_named
from foretell.interpreter.values import ScriptFunction


def can_call(value: object) -> bool:
    """Whether a script may call a value."""
    if isinstance(value, NativeCallable):
        return value.is_callable()
    return callable(value)


@final
class Partial(NativeCallable):
    """`partial(function, *arguments, **keywords)`."""

    def __init__(
        self, function: object, arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> None:
        self.function = function
        self.arguments = arguments
        self.keywords = keywords
        self.own: dict[str, object] = {}

    def type_name(self) -> str:
        return "partial"

    def type_module(self) -> str:
        return "functools"

    def delegates(self) -> bool:
        return isinstance(self.function, ScriptFunction)

    def call(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        merged = {**self.keywords, **keywords} if self.keywords else keywords
        return call(runtime, self.function, [*self.arguments, *arguments], merged)

    def attribute(self, _runtime: Runtime, name: str) -> object:
        if name in self.own:
            return self.own[name]
        match name:
            case "func":
                return self.function
            case "args":
                return self.arguments
            case "keywords":
                return self.keywords
            case "__dict__":
                return self.own
            case "__doc__":
                return (
                    "partial(func, *args, **keywords) - new function with partial application\n"
                    "    of the given arguments and keywords.\n"
                )
            case _:
                return UNSET

    def assign(self, _runtime: Runtime, name: str, value: object) -> None:
        if name in ("func", "args", "keywords"):
            raise AttributeError("readonly attribute")
        if value is UNSET:
            if name not in self.own:
                raise AttributeError(name)
            del self.own[name]
        else:
            self.own[name] = value

    def __repr__(self) -> str:
        walk(current_runtime(), [*self.arguments, *self.keywords.values()])
        shown = [repr(self.function), *(repr(value) for value in self.arguments)]
        shown += [f"{name}={value!r}" for name, value in self.keywords.items()]
        return f"functools.partial({', '.join(shown)})"


def make_partial(
    _runtime: Runtime, _kind: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """`partial(...)`."""
    if not arguments:
        raise TypeError("type 'partial' takes at least one argument")
    function = arguments[0]
    if not can_call(function):
        raise TypeError("the first argument must be callable")
    given = tuple(arguments[1:])
    if isinstance(function, Partial) and not function.own:
        return Partial(
            function.function,
            (*function.arguments, *given),
            {**function.keywords, **keywords},
        )
    return Partial(function, given, dict(keywords))


@final
class PartialMethod(Descriptor):
    """`partialmethod(function, *arguments, **keywords)`."""

    def __init__(
        self, function: object, arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> None:
        self.function = function
        self.arguments = arguments
        self.keywords = keywords

    def type_name(self) -> str:
        return "partialmethod"

    def type_module(self) -> str:
        return "functools"

    def read(self, runtime: Runtime, instance: object, cls: object) -> object:
        function = self.function
        is_descriptor = isinstance(function, (StaticMethod, ClassMethod, PartialMethod))
        if is_descriptor or is_script_instance(function):
            bound = bind(runtime, function, instance, cls)
            if bound is not function:
                return Partial(bound, self.arguments, self.keywords)
        if instance is UNSET:
            return Shifted(function, self.arguments, self.keywords)
        return Partial(function, (instance, *self.arguments), self.keywords)

    def attribute(self, _runtime: Runtime, name: str) -> object:
        if name == "func":
            return self.function
        if name == "args":
            return self.arguments
        if name == "keywords":
            return self.keywords
        if name == "__isabstractmethod__":
            return is_abstract(self.function)
        return UNSET

    def __repr__(self) -> str:
        walk(current_runtime(), [*self.arguments, *self.keywords.values()])
        shown = [repr(self.function), *(repr(value) for value in self.arguments)]
        shown += [f"{name}={value!r}" for name, value in self.keywords.items()]
        return f"functools.partialmethod({', '.join(shown)})"


@final
class Shifted(NativeCallable):
    """A partial method found on its class: its first argument is the instance."""

    def __init__(
        self, function: object, arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> None:
        self.function = function
        self.arguments = arguments
        self.keywords = keywords

    def type_name(self) -> str:
        return "function"

    def delegates(self) -> bool:
        return isinstance(self.function, ScriptFunction)

    def call(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        merged = {**self.keywords, **keywords}
        rest = [*arguments[:1], *self.arguments, *arguments[1:]]
        return call(runtime, self.function, rest, merged)


def make_partial_method(
    _runtime: Runtime, _kind: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """`partialmethod(...)`."""
    if not arguments:
        raise TypeError("partialmethod.__init__() missing 1 required positional argument: 'func'")
    function = arguments[0]
    if not can_call(function) and not isinstance(function, Descriptor):
        raise TypeError(f"{function!r} is not callable or a descriptor")
    return PartialMethod(function, tuple(arguments[1:]), dict(keywords))


PARTIAL: Final = kind_named("partial", "functools")
PARTIAL_METHOD: Final = kind_named("partialmethod", "functools")
CONSTRUCTORS[PARTIAL] = make_partial
CONSTRUCTORS[PARTIAL_METHOD] = make_partial_method
