"""`functools.singledispatch`: functions chosen by the type of their first argument."""

from __future__ import annotations

import types
from typing import Any, Final, final

from foretell.interpreter.attributes import find_attribute
from foretell.interpreter.calls import CONSTRUCTORS, call
from foretell.interpreter.descriptors import bind
from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.native import BoundNativeMethod, Descriptor, NativeMethod
from foretell.interpreter.signatures import take
from foretell.interpreter.type_checks import issubclass_value, kind_named, type_of
from foretell.interpreter.type_forms import Alias
from foretell.interpreter.values import Builtin

from .function_caches import SHOWN


@final
class Dispatcher(Descriptor):
    """A function with implementations by class; `is_method`: the second argument decides."""

    def __init__(self, default: Any, *, is_method: bool) -> None:
        self.default = default
        self.is_method = is_method
        self.registry: dict[Any, Any] = {object: default}
        self.own: dict[str, object] = {}

    def type_name(self) -> str:
        return "singledispatchmethod" if self.is_method else "function"

    def type_module(self) -> str:
        return "functools" if self.is_method else "builtins"

    def is_callable(self) -> bool:
        return not self.is_method

    def name(self, runtime: Runtime) -> object:
        """The function's name, for messages."""
        found = find_attribute(runtime, self.default, "__name__")
        return "singledispatch function" if found is UNSET else found

    def call(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        if not arguments:
            raise TypeError(f"{self.name(runtime)} requires at least 1 positional argument")
        chosen = self.choose(runtime, type_of(arguments[0]))
        return call(runtime, chosen, arguments, keywords)

    def read(self, runtime: Runtime, instance: object, cls: object) -> object:
        if not self.is_method:
            if instance is UNSET:
                return self
            return BoundNativeMethod(NativeMethod("dispatch", self.run), instance)

        def method(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
            if not arguments:
                raise TypeError(f"{self.name(runtime)} requires at least 1 positional argument")
            chosen = self.choose(runtime, type_of(arguments[0]))
            return call(runtime, bind(runtime, chosen, instance, cls), arguments, keywords)

        bound = Dispatching(self, method)
        runtime.charge(1)
        return bound

    def run(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        """Call it, as a method's function."""
        return self.call(runtime, arguments, keywords)

    def choose(self, runtime: Runtime, kind: Any) -> Any:
        """The implementation for a class: that of the nearest base, abstract ones included."""
        for base in kind.__mro__:
            if base is not object and base in self.registry:
                return self.registry[base]
        best: Any = None
        for candidate in self.registry:
            if candidate is object or not issubclass_value(runtime, kind, candidate):
                continue
            if best is None or issubclass_value(runtime, candidate, best):
                best = candidate
        return self.default if best is None else self.registry[best]

    def register(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        """`register(cls, func)`, `@register(cls)`, `@register` with an annotation."""
        cls, function = take("register", "cls func?", arguments, keywords)
        if is_class(cls):
            if function is UNSET:

                def decorate(
                    _runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]
                ) -> object:
                    self.add(cls, arguments[0])
                    return arguments[0]

                return Builtin("register", decorate)
            self.add(cls, function)
            registered: object = function
            return registered
        if function is not UNSET:
            raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class.")
        hints: Any = find_attribute(runtime, unwrap(cls), "__annotations__")
        if not isinstance(hints, dict) or not hints:
            raise TypeError(
                f"Invalid first argument to `register()`: {cls!r}. Use either "
                "`@register(some_class)` or plain `@register` on an annotated function."
            )
        name, hint = next(iter(hints.items()))
        if not is_class(hint):
            raise TypeError(f"Invalid annotation for {name!r}. {hint!r} is not a class.")
        self.add(hint, cls)
        decorated: object = cls
        return decorated

    def add(self, cls: Any, function: Any) -> None:
        """Keep an implementation; a union stands for each of its parts."""
        if isinstance(cls, types.UnionType):
            for part in cls.__args__:
                self.registry[part] = function
        elif isinstance(cls, Alias):
            for part in cls.arguments:
                self.registry[part] = function
        else:
            self.registry[cls] = function

    def attribute(self, runtime: Runtime, name: str) -> object:
        if name in self.own:
            return self.own[name]
        match name:
            case "register":
                return Builtin(name, self.register)
            case "dispatch":
                return Builtin(name, self.dispatch)
            case "registry":
                return types.MappingProxyType(dict(self.registry))
            case "__wrapped__" | "func":
                found: object = self.default
                return found
            case _:
                return find_attribute(runtime, self.default, name) if name in SHOWN else UNSET

    def dispatch(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        """`dispatch(cls)`."""
        found: object = self.choose(runtime, take("dispatch", "cls", arguments, keywords)[0])
        return found

    def assign(self, _runtime: Runtime, name: str, value: object) -> None:
        if value is UNSET:
            self.own.pop(name)
        else:
            self.own[name] = value

    def __repr__(self) -> str:
        return repr(self.default)


@final
class Dispatching(NativeMethod):
    """A generic method found on an instance."""

    def __init__(self, dispatcher: Dispatcher, function: Any) -> None:
        super().__init__("_method", function)
        self.dispatcher = dispatcher

    def attribute(self, runtime: Runtime, name: str) -> object:
        return self.dispatcher.attribute(runtime, name)


def unwrap(function: Any) -> Any:
    """The function inside a static or class method."""
    inner = getattr(function, "function", None) if isinstance(function, Descriptor) else None
    return function if inner is None or isinstance(function, NativeMethod) else inner


def is_class(value: object) -> bool:
    """Whether `register` takes a value for a class."""
    if isinstance(value, types.GenericAlias):
        return False
    if isinstance(value, Alias):
        return value.is_union()
    return isinstance(value, (type, types.UnionType))


def singledispatch(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`@singledispatch`."""
    return Dispatcher(take("singledispatch", "func", arguments, keywords)[0], is_method=False)


def make_dispatch_method(
    _runtime: Runtime, _kind: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """`@singledispatchmethod`."""
    function = take("singledispatchmethod.__init__", "func", arguments, keywords)[0]
    return Dispatcher(function, is_method=True)


SINGLE_DISPATCH_METHOD: Final = kind_named("singledispatchmethod", "functools")
CONSTRUCTORS[SINGLE_DISPATCH_METHOD] = make_dispatch_method
