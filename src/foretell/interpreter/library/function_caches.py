"""`functools.lru_cache` and `cache`: results kept by arguments."""

from __future__ import annotations

from typing import Any, Final, final

from foretell.interpreter.attributes import find_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.named_tuples import make_named_tuple
from foretell.interpreter.native import BoundNativeMethod, Descriptor, NativeMethod
from foretell.interpreter.operators import check_hash
from foretell.interpreter.signatures import take
from foretell.interpreter.values import Builtin, ScriptFunction

from .partials import can_call

KEYWORD_MARK: Final = object()
"""Stands between positional and keyword arguments in a key."""

SHOWN: Final = ("__name__", "__qualname__", "__doc__", "__module__", "__annotations__")


@final
class CachedFunction(Descriptor):
    """A function whose results are kept; the least recently used go first.

    maximum: how many are kept, None for all, 0 for none.
    """

    def __init__(self, function: object, maximum: int | None, *, typed: bool) -> None:
        self.function = function
        self.maximum = maximum
        self.typed = typed
        self.results: dict[object, object] = {}
        self.hits = 0
        self.misses = 0
        self.own: dict[str, object] = {}

    def type_name(self) -> str:
        return "_lru_cache_wrapper"

    def type_module(self) -> str:
        return "functools"

    def is_callable(self) -> bool:
        return True

    def read(self, _runtime: Runtime, instance: object, _cls: object) -> object:
        if instance is UNSET:
            return self
        method = NativeMethod("cached", self.run)
        method.delegating = self.delegates()
        return BoundNativeMethod(method, instance)

    def run(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        """Call it, as a method's function."""
        return self.call(runtime, arguments, keywords)

    def delegates(self) -> bool:
        return isinstance(self.function, ScriptFunction)

    def call(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        if self.maximum == 0:
            self.misses += 1
            return call(runtime, self.function, arguments, keywords)
        key = self.make_key(arguments, keywords)
        check_hash(runtime, key)
        results = self.results
        found = results.get(key, UNSET)
        if found is not UNSET:
            self.hits += 1
            if self.maximum is not None:
                results[key] = results.pop(key)
            return found
        self.misses += 1
        result = call(runtime, self.function, arguments, keywords)
        if self.maximum is not None and key not in results and len(results) >= self.maximum:
            del results[next(iter(results))]
        results[key] = result
        return result

    def make_key(self, arguments: list[Any], keywords: dict[str, Any]) -> object:
        """The key for a call: as in CPython, a lone int or str is its own."""
        if not keywords and not self.typed:
            if len(arguments) == 1 and type(arguments[0]) in (int, str):
                value: object = arguments[0]
                return value
            return tuple(arguments)
        parts: list[object] = list(arguments)
        if keywords:
            parts.append(KEYWORD_MARK)
            for name, value in keywords.items():
                parts += [name, value]
        if self.typed:
            parts += [type(value) for value in arguments]
            parts += [type(value) for value in keywords.values()]
        return tuple(parts)

    def attribute(self, runtime: Runtime, name: str) -> object:
        if name in self.own:
            return self.own[name]
        match name:
            case "cache_info":
                return Builtin(name, self.tell)
            case "cache_clear":
                return Builtin(name, self.clear)
            case "cache_parameters":
                return Builtin(name, self.tell_parameters)
            case "__wrapped__":
                return self.function
            case "__dict__":
                return self.own
            case _:
                return find_attribute(runtime, self.function, name) if name in SHOWN else UNSET

    def assign(self, _runtime: Runtime, name: str, value: object) -> None:
        if value is UNSET:
            self.own.pop(name)
        else:
            self.own[name] = value

    def tell(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        """`cache_info()`."""
        take("cache_info", "", arguments, keywords)
        names = ["hits", "misses", "maxsize", "currsize"]
        kind = make_named_tuple(runtime, "CacheInfo", names, {})
        values = (self.hits, self.misses, self.maximum, len(self.results))
        return tuple.__new__(kind, values)

    def tell_parameters(
        self, _runtime: Runtime, _arguments: list[Any], _keywords: dict[str, Any]
    ) -> object:
        """`cache_parameters()`."""
        return {"maxsize": self.maximum, "typed": self.typed}

    def clear(self, _runtime: Runtime, _arguments: list[Any], _keywords: dict[str, Any]) -> object:
        """`cache_clear()`."""
        self.results.clear()
        self.hits = self.misses = 0
        return None

    def __repr__(self) -> str:
        return f"<functools._lru_cache_wrapper object of {self.function!r}>"


def lru_cache(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`@lru_cache` and `@lru_cache(maxsize, typed)`."""
    maximum, typed = take("lru_cache", "maxsize? typed?", arguments, keywords)
    kinds = typed is not UNSET and bool(typed)
    if maximum is UNSET:
        maximum = 128
    if isinstance(maximum, int):
        maximum = max(maximum, 0)
    elif can_call(maximum) and (typed is UNSET or isinstance(typed, bool)):
        return CachedFunction(maximum, 128, typed=kinds)
    elif maximum is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")

    def decorate(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        return CachedFunction(arguments[0], maximum, typed=kinds)

    return Builtin("decorating_function", decorate)


def cache(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`@cache`."""
    function = take("cache", "user_function", arguments, keywords)[0]
    return CachedFunction(function, None, typed=False)
