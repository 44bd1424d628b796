"""Builtin functions: those of CPython behind charges, and ours where theirs would reach outside."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any, Final

from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.costs import check_binary, check_integer_of, check_power
from foretell.interpreter.formatting import format_value, represent, to_ascii, to_text
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.kinds import correct_names, type_name
from foretell.interpreter.measure import (
    Metered,
    charge_bits,
    charge_items,
    collect,
    consumable,
    is_sized,
)
from foretell.interpreter.native import NativeCallable, NativeValue
from foretell.interpreter.operators import binary, iterate
from foretell.interpreter.type_checks import isinstance_value, issubclass_value
from foretell.interpreter.values import ScriptFunction

from . import attribute_functions
from .container_methods import check_sort
from .identity import identity, stable_hash
from .lazy import hosted
from .services import write_output
from .sort_keys import (
    charge_orders,
    charged_key,
    feed_keys,
    has_script_key,
    in_order,
    largest,
    takes_one,
)

Arguments = list[Any]
Keywords = dict[str, Any]
NUMBERS: Final = frozenset({int, float, bool, complex})
HOST: Any = builtins  # compiled, declared results of its functions would be insisted on


def host_function(function: Any) -> Callable[[Runtime, Arguments, Keywords], object]:
    """CPython's function as it is, its messages in the script's words."""

    def call(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        try:
            return function(*arguments, **keywords)
        except TypeError as error:
            correct_names(error, *arguments)
            raise

    return call


def consuming(function: Any) -> Callable[[Runtime, Arguments, Keywords], object]:
    """CPython's function of an iterable, which is metered."""

    def call(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        try:
            if len(arguments) == 1:
                arguments[0] = consumable(runtime, arguments[0])
            return function(*arguments, **keywords)
        except TypeError as error:
            correct_names(error, *arguments)
            raise

    return call


def lazily(function: Any) -> Callable[[Runtime, Arguments, Keywords], object]:
    """`any` and `all`: charged for what they look at, even where the length is known."""

    def call(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        try:
            if len(arguments) == 1:
                iterable = arguments[0]
                if is_sized(iterable):
                    charge_items(runtime, len(iterable))
                else:
                    arguments[0] = Metered(runtime, iter(iterable))
            return function(*arguments, **keywords)
        except TypeError as error:
            correct_names(error, *arguments)
            raise

    return call


def extreme(function: Any) -> Callable[[Runtime, Arguments, Keywords], object]:
    """`min` and `max`."""

    def call(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        key: Any = keywords.get("key")
        if key is not None:
            keywords["key"] = charged_key(runtime, hosted(runtime, key))
        try:
            if len(arguments) == 1:
                items = arguments[0] = consumable(runtime, arguments[0])
                if (
                    type(items) is list
                    and items
                    and len(keywords) == 1
                    and isinstance(key, ScriptFunction)
                    and takes_one(key)
                ):
                    return largest(runtime, key, items, smallest=function is min)
                if key is None and is_sized(items):
                    charge_orders(runtime, items)
                elif key is None:
                    arguments[0] = in_order(runtime, items)
            else:
                charge_items(runtime, len(arguments))
                charge_orders(runtime, arguments)
            return function(*arguments, **keywords)
        except TypeError as error:
            correct_names(error, *arguments)
            raise

    return call


def total(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`sum(iterable, start)`: numbers by CPython, all else addition by addition."""
    if not arguments or len(arguments) > 2 or keywords.keys() - {"start"}:
        return HOST.sum(*arguments, **keywords)
    iterable = arguments[0]
    start = arguments[1] if len(arguments) > 1 else keywords.get("start", 0)
    for kind, cure in (
        (str, "''.join(seq)"),
        (bytes, "b''.join(seq)"),
        (bytearray, "b''.join(seq)"),
    ):
        if isinstance(start, kind):
            plural = {str: "strings", bytes: "bytes", bytearray: "bytearray"}[kind]
            raise TypeError(f"sum() can't sum {plural} [use {cure} instead]")
    if type(start) in NUMBERS and is_sized(iterable):
        charge_items(runtime, len(iterable))
        if NUMBERS.issuperset(map(type, iterable)):
            return HOST.sum(iterable, start)
    result = start
    for item in iterate(runtime, iterable):
        runtime.charge(1)
        kind = type(item)
        if kind in NUMBERS and type(result) in NUMBERS:
            result = result + item
        else:
            result = binary(runtime, "+", result, item)
    return result


def ordered(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`sorted(iterable, key=…, reverse=…)`."""
    if len(arguments) != 1:
        given = len(arguments)
        raise TypeError(f"sorted expected 1 argument, got {given}")
    try:
        items = collect(runtime, arguments[0])
        check_sort(runtime, items, keywords)
        if has_script_key(keywords):
            keywords["key"] = feed_keys(runtime, keywords["key"], items)
        items.sort(**keywords)
    except TypeError as error:
        correct_names(error, *arguments)
        raise
    return items


def power(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`pow(base, exponent, modulus)`."""
    given: dict[str, Any] = dict(zip(("base", "exp", "mod"), arguments, strict=False))
    given.update(keywords)
    modulus = given.get("mod")
    if modulus is None:
        if "base" in given and "exp" in given:
            check_power(runtime, given["base"], given["exp"])
    elif isinstance(modulus, int) and isinstance(given.get("exp"), int):
        size = modulus.bit_length()
        charge_bits(runtime, size)
        runtime.charge((size >> 8) * (size >> 8) * given["exp"].bit_length() >> 6)
    return HOST.pow(*arguments, **keywords)


def quotient(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`divmod(a, b)`."""
    if len(arguments) == 2:
        check_binary(runtime, "//", *arguments)
    return host_function(divmod)(runtime, arguments, keywords)


def rounded(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`round(number, digits)`: of an integer, far left of its digits, it is zero."""
    digits = arguments[1] if len(arguments) > 1 else keywords.get("ndigits")
    number = arguments[0] if arguments else None
    if isinstance(number, int) and isinstance(digits, int) and digits < -number.bit_length():
        return 0
    if digits is None:
        check_integer_of(runtime, number)
    try:
        return HOST.round(*arguments, **keywords)
    except TypeError as error:
        correct_names(error, *arguments)
        raise


def text_of_integer(function: Any) -> Callable[[Runtime, Arguments, Keywords], object]:
    """`bin`, `oct`, `hex`."""

    def call(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        if arguments and isinstance(arguments[0], int):
            runtime.charge(arguments[0].bit_length() >> 6)
        return function(*arguments, **keywords)

    return call


def one_text(function: Callable[[Runtime, Any], str], name: str) -> Any:
    """`repr`, `ascii`: a text of one value."""

    def call(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        if len(arguments) != 1 or keywords:
            given = len(arguments)
            raise TypeError(f"{name}() takes exactly one argument ({given} given)")
        return function(runtime, arguments[0])

    return call


def formatted(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`format(value, specification)`."""
    if not 1 <= len(arguments) <= 2 or keywords:
        raise TypeError(f"format expected at least 1 argument, got {len(arguments)}")
    specification = arguments[1] if len(arguments) > 1 else ""
    if not isinstance(specification, str):
        raise TypeError(f"format() argument 2 must be str, not {type_name(specification)}")
    return format_value(runtime, arguments[0], "", specification)


def printed(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`print(…)`: into the run's output, or what `file` writes to."""
    for name in keywords:
        if name not in ("sep", "end", "file", "flush"):
            raise TypeError(f"{name!r} is an invalid keyword argument for print()")
    separator = mark(keywords, "sep", " ")
    end = mark(keywords, "end", "\n")
    text = separator.join([to_text(runtime, argument) for argument in arguments]) + end
    file = keywords.get("file")
    if file is None:
        write_output(runtime, text)
    else:
        from foretell.interpreter.calls import call  # noqa: PLC0415 - needs the library

        call(runtime, get_attribute(runtime, file, "write"), [text], {})
    return None


def mark(keywords: Keywords, name: str, usual: str) -> str:
    """`sep` or `end` of `print`."""
    value = keywords.get(name)
    if value is None:
        return usual
    if not isinstance(value, str):
        raise TypeError(f"{name} must be None or a string, not {type_name(value)}")
    return value


def hashed(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`hash(value)`: the same in every process."""
    if len(arguments) != 1 or keywords:
        raise TypeError(f"hash() takes exactly one argument ({len(arguments)} given)")
    return stable_hash(runtime, arguments[0])


def identified(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`id(value)`: a number of the run's own."""
    if len(arguments) != 1 or keywords:
        raise TypeError(f"id() takes exactly one argument ({len(arguments)} given)")
    return identity(runtime, arguments[0])


def is_callable(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`callable(value)`."""
    if len(arguments) != 1 or keywords:
        raise TypeError(f"callable() takes exactly one argument ({len(arguments)} given)")
    value = arguments[0]
    if isinstance(value, NativeCallable):
        return value.is_callable()
    if isinstance(value, NativeValue):
        return False
    return callable(value)


def is_instance(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`isinstance(value, classes)`."""
    if len(arguments) != 2 or keywords:
        raise TypeError(f"isinstance expected 2 arguments, got {len(arguments)}")
    return isinstance_value(runtime, arguments[0], arguments[1])


def is_subclass(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`issubclass(cls, classes)`."""
    if len(arguments) != 2 or keywords:
        raise TypeError(f"issubclass expected 2 arguments, got {len(arguments)}")
    return issubclass_value(runtime, arguments[0], arguments[1])


def iterated(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`iter(iterable)` or `iter(callable, sentinel)`."""
    if len(arguments) == 1 and not keywords:
        return iterate(runtime, arguments[0])
    if len(arguments) == 2:
        arguments[0] = hosted(runtime, arguments[0])
    return iter(*arguments, **keywords)


PLAIN: Final = {
    "abs": abs,
    "aiter": aiter,
    "anext": anext,
    "chr": chr,
    "len": len,
    "next": next,
    "ord": ord,
}
"""CPython's functions that do little work and no harm."""

FUNCTIONS: Final[dict[str, Callable[[Runtime, Arguments, Keywords], object]]] = {
    **{name: host_function(function) for name, function in PLAIN.items()},
    "all": lazily(all),
    "any": lazily(any),
    "ascii": one_text(to_ascii, "ascii"),
    "bin": text_of_integer(bin),
    "callable": is_callable,
    "delattr": attribute_functions.delete,
    "dir": attribute_functions.listed,
    "divmod": quotient,
    "format": formatted,
    "getattr": attribute_functions.read,
    "hasattr": attribute_functions.has,
    "hash": hashed,
    "hex": text_of_integer(hex),
    "id": identified,
    "isinstance": is_instance,
    "issubclass": is_subclass,
    "iter": iterated,
    "max": extreme(max),
    "min": extreme(min),
    "oct": text_of_integer(oct),
    "pow": power,
    "print": printed,
    "repr": one_text(represent, "repr"),
    "round": rounded,
    "setattr": attribute_functions.write,
    "sorted": ordered,
    "sum": total,
    "vars": attribute_functions.variables,
}
