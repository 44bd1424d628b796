"""`operator`: through the gates and guards that operators themselves use."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final, final

from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.calls import CONSTRUCTORS, call
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.kinds import type_name
from foretell.interpreter.native import NativeCallable
from foretell.interpreter.operators import (
    binary,
    compare,
    contains,
    delete_item,
    get_item,
    inplace,
    iterate,
    set_item,
    unary,
)
from foretell.interpreter.type_checks import kind_named
from foretell.interpreter.values import Builtin
from foretell_analyzer.dialect import load_dialect

from .hosting import Arguments, Keywords

BINARY: Final = {
    "add": "+",
    "and_": "&",
    "concat": "+",
    "floordiv": "//",
    "lshift": "<<",
    "matmul": "@",
    "mod": "%",
    "mul": "*",
    "or_": "|",
    "pow": "**",
    "rshift": ">>",
    "sub": "-",
    "truediv": "/",
    "xor": "^",
}
COMPARISONS: Final = {
    "eq": "==",
    "ge": ">=",
    "gt": ">",
    "is_": "is",
    "is_not": "is not",
    "le": "<=",
    "lt": "<",
    "ne": "!=",
}
UNARY: Final = {"inv": "~", "invert": "~", "neg": "-", "not_": "not", "pos": "+"}


def exactly(name: str, count: int, function: Callable[..., object]) -> BuiltinFunction:
    """A function of so many positional arguments."""

    def check(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        if keywords:
            raise TypeError(f"operator.{name}() takes no keyword arguments")
        if len(arguments) != count:
            if count == 1:
                raise TypeError(
                    f"operator.{name}() takes exactly one argument ({len(arguments)} given)"
                )
            raise TypeError(f"{name} expected {count} arguments, got {len(arguments)}")
        return function(runtime, *arguments)

    return check


def signed(function: Callable[..., object], sign: str) -> Callable[..., object]:
    """One operator of those a function of `operators` offers."""

    def apply(runtime: Runtime, *values: Any) -> object:
        return function(runtime, sign, *values)

    return apply


def concatenate(runtime: Runtime, left: Any, right: Any) -> object:
    """`concat(a, b)`: only of sequences."""
    for value in (left, right):
        if not hasattr(type(value), "__getitem__"):
            raise TypeError(f"{type_name(value)!r} object can't be concatenated")
    return binary(runtime, "+", left, right)


def absolute(_runtime: Runtime, value: Any) -> object:
    """`abs(a)`."""
    return abs(value)


def count_of(runtime: Runtime, container: Any, wanted: Any) -> object:
    """`countOf(a, b)`."""
    count = 0
    for item in iterate(runtime, container):
        runtime.charge(1)
        if item is wanted or compare(runtime, "==", item, wanted):
            count += 1
    return count


def index_of(runtime: Runtime, container: Any, wanted: Any) -> object:
    """`indexOf(a, b)`."""
    for index, item in enumerate(iterate(runtime, container)):
        runtime.charge(1)
        if item is wanted or compare(runtime, "==", item, wanted):
            return index
    raise ValueError("sequence.index(x): x not in sequence")


def call_function(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`call(obj, …)`."""
    if not arguments:
        raise TypeError("call expected at least 1 argument, got 0")
    return call(runtime, arguments[0], arguments[1:], keywords)


class _Getter(NativeCallable):
    """What the three kinds of getter have in common."""

    name = ""

    def type_name(self) -> str:
        return self.name

    def type_module(self) -> str:
        return "operator"

    def one(self, arguments: Arguments, keywords: Keywords) -> Any:
        """The only argument of a call."""
        if len(arguments) != 1 or keywords:
            given = len(arguments)
            raise TypeError(f"{self.name} expected 1 argument, got {given}")
        return arguments[0]


@final
class ItemGetter(_Getter):
    """`itemgetter(*items)`."""

    name = "itemgetter"

    def __init__(self, items: Arguments) -> None:
        self.items = items

    def call(self, runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        value = self.one(arguments, keywords)
        runtime.charge(1)
        if len(self.items) == 1:
            return get_item(runtime, value, self.items[0])
        return tuple([get_item(runtime, value, item) for item in self.items])

    def __repr__(self) -> str:
        return f"operator.itemgetter({', '.join(map(repr, self.items))})"


@final
class AttributeGetter(_Getter):
    """`attrgetter(*names)`: each dot is a step through the attribute gate."""

    name = "attrgetter"

    def __init__(self, names: Arguments) -> None:
        for name in names:
            if not isinstance(name, str):
                raise TypeError("attribute name must be a string")
        self.names = names

    def call(self, runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        value = self.one(arguments, keywords)
        runtime.charge(1)
        found: list[object] = []
        for dotted in self.names:
            current: object = value
            for name in str(dotted).split("."):
                current = get_attribute(runtime, current, name)
            found.append(current)
        return found[0] if len(found) == 1 else tuple(found)

    def __repr__(self) -> str:
        return f"operator.attrgetter({', '.join(map(repr, self.names))})"


@final
class MethodCaller(_Getter):
    """`methodcaller(name, …)`."""

    name = "methodcaller"

    def __init__(self, method: str, arguments: Arguments, keywords: Keywords) -> None:
        self.method = method
        self.arguments = arguments
        self.keywords = keywords

    def call(self, runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        value = self.one(arguments, keywords)
        method = get_attribute(runtime, value, self.method)
        return call(runtime, method, list(self.arguments), dict(self.keywords))

    def __repr__(self) -> str:
        given = [repr(value) for value in (self.method, *self.arguments)]
        given += [f"{name}={value!r}" for name, value in self.keywords.items()]
        return f"operator.methodcaller({', '.join(given)})"


def make_items(_runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords) -> object:
    """`itemgetter(…)`."""
    if not arguments or keywords:
        raise TypeError("itemgetter expected 1 argument, got 0")
    return ItemGetter(arguments)


def make_attributes(
    _runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords
) -> object:
    """`attrgetter(…)`."""
    if not arguments or keywords:
        raise TypeError("attrgetter expected at least 1 argument, got 0")
    return AttributeGetter(arguments)


def make_caller(_runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords) -> object:
    """`methodcaller(…)`."""
    if not arguments:
        raise TypeError("methodcaller needs at least one argument, the method name")
    if not isinstance(arguments[0], str):
        raise TypeError("method name must be a string")
    return MethodCaller(str(arguments[0]), arguments[1:], keywords)


TYPES: Final = {
    "itemgetter": make_items,
    "attrgetter": make_attributes,
    "methodcaller": make_caller,
}
for _name, _maker in TYPES.items():
    CONSTRUCTORS[kind_named(_name, "operator")] = _maker


def inplace_name(name: str) -> str:
    """The name of the in-place form of a binary operator."""
    return f"i{name.rstrip('_')}"


def make_functions() -> dict[str, BuiltinFunction]:
    """The functions of the module."""
    functions: dict[str, BuiltinFunction] = {"call": call_function}
    for name, sign in BINARY.items():
        functions[name] = exactly(name, 2, signed(binary, sign))
        alias = inplace_name(name)
        functions[alias] = exactly(alias, 2, signed(inplace, sign))
    for name, sign in COMPARISONS.items():
        functions[name] = exactly(name, 2, signed(compare, sign))
    for name, sign in UNARY.items():
        functions[name] = exactly(name, 1, signed(unary, sign))
    functions["abs"] = exactly("abs", 1, absolute)
    functions["concat"] = exactly("concat", 2, concatenate)
    functions["contains"] = exactly(
        "contains", 2, lambda runtime, container, item: contains(runtime, item, container)
    )
    functions["countOf"] = exactly("countOf", 2, count_of)
    functions["indexOf"] = exactly("indexOf", 2, index_of)
    functions["getitem"] = exactly("getitem", 2, get_item)
    functions["setitem"] = exactly("setitem", 3, set_item)
    functions["delitem"] = exactly("delitem", 2, delete_item)
    functions["truth"] = exactly("truth", 1, lambda _runtime, value: bool(value))
    functions["index"] = exactly("index", 1, lambda _runtime, value: operator.index(value))
    functions["length_hint"] = hint
    return functions


def hint(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`length_hint(obj, default)`."""
    return operator.length_hint(*arguments, **keywords)


FUNCTIONS: Final = make_functions()


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return {
        name: kind_named(name, "operator") if name in TYPES else Builtin(name, FUNCTIONS[name])
        for name in load_dialect().modules["operator"].members
    }
