"""How builtin types are called: `int("7")`, `list(items)`, `dict(pairs, key=1)`."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any, Final

from foretell.interpreter.calls import CONSTRUCTORS, Caller
from foretell.interpreter.costs import check_integer_of
from foretell.interpreter.descriptors import make_class_method, make_property, make_static_method
from foretell.interpreter.formatting import to_text
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.kinds import correct_names, type_name
from foretell.interpreter.measure import (
    Metered,
    charge_bits,
    charge_items,
    charge_length,
    check_keys,
    consumable,
    is_plain,
    is_sized,
    walk,
)
from foretell.interpreter.supers import super_value
from foretell.interpreter.type_checks import kind_named, type_of

from .lazy import Enumerate, Filter, Map, Reversed, Zip, hosted, make_lazy, metered
from .sets import OrderedFrozenSet, OrderedSet, make_frozenset, make_set
from .text_methods import ask_index

Arguments = list[Any]
Keywords = dict[str, Any]


def simple(host: Any) -> Caller:
    """A type whose call is cheap and does no harm."""

    def construct(
        _runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords
    ) -> object:
        try:
            return host(*arguments, **keywords)
        except TypeError as error:
            correct_names(error, *arguments)
            raise

    return construct


def consuming(host: Any) -> Caller:
    """A type made from the items of its first argument."""

    def construct(runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords) -> object:
        try:
            if len(arguments) == 1:
                iterable = arguments[0]
                if is_sized(iterable):
                    runtime.charge_size(len(iterable))
                arguments[0] = consumable(runtime, iterable, kept=True)
            return host(*arguments, **keywords)
        except TypeError as error:
            correct_names(error, *arguments)
            raise

    return construct


def make_int(runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords) -> object:
    """`int(…)`."""
    if arguments:
        value = arguments[0]
        if isinstance(value, (str, bytes, bytearray)):
            size = len(value)
            if size > 64:
                charge_bits(runtime, size * 3 if len(arguments) == 1 else size * 5)
                runtime.charge((size >> 6) * (size >> 6))
        else:
            check_integer_of(runtime, value)
    try:
        return int(*arguments, **keywords)
    except TypeError as error:
        correct_names(error, *arguments)
        raise


def make_float(runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords) -> object:
    """`float(…)`."""
    if arguments and isinstance(arguments[0], (str, bytes, bytearray)):
        runtime.charge(len(arguments[0]) >> 4)
    try:
        return float(*arguments, **keywords)
    except TypeError as error:
        correct_names(error, *arguments)
        raise


def make_str(runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords) -> object:
    """`str(…)`."""
    if len(arguments) == 1 and not keywords:
        return to_text(runtime, arguments[0])
    if not arguments and keywords.keys() == {"object"}:
        return to_text(runtime, keywords["object"])
    if arguments and isinstance(arguments[0], (bytes, bytearray)):
        runtime.charge_size(len(arguments[0]))
    return str(*arguments, **keywords)


def make_bytes(host: Any) -> Caller:
    """`bytes(…)` and `bytearray(…)`."""

    def construct(runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords) -> object:
        if arguments:
            if not hasattr(type(arguments[0]), "__bytes__"):
                ask_index(arguments, 0)
            source = arguments[0]
            if isinstance(source, int):
                charge_length(runtime, source)
            elif isinstance(source, (str, bytes, bytearray)):
                runtime.charge_size(len(source) * 4 if isinstance(source, str) else len(source))
            elif is_sized(source):
                runtime.charge_size(len(source))
                charge_items(runtime, len(source))
            elif hasattr(type(source), "__iter__"):
                arguments[0] = list(Metered(runtime, iter(source)))
        try:
            return host(*arguments, **keywords)
        except TypeError as error:
            correct_names(error, *arguments)
            raise

    return construct


def make_dict(runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords) -> object:
    """`dict(…)`."""
    prepare_update(runtime, arguments)
    try:
        return dict(*arguments, **keywords)
    except TypeError as error:
        correct_names(error, *arguments)
        raise


def prepare_update(runtime: Runtime, arguments: Arguments) -> None:
    """Charge what `dict(…)` and `update` take; replace what would be consumed unmetered."""
    if not arguments:
        return
    source = arguments[0]
    if is_sized(source):
        runtime.charge_size(len(source))
        charge_items(runtime, len(source) * 2)
        if type(source) in (list, tuple):
            check_keys(runtime, source)
    elif not hasattr(type(source), "keys") and hasattr(type(source), "__iter__"):
        arguments[0] = Metered(runtime, iter(source))


def make_type(_runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords) -> object:
    """`type(value)`; the form with three arguments does not exist here."""
    if len(arguments) != 1 or keywords:
        if len(arguments) == 3:
            raise TypeError("type() with 3 arguments is not available; use a class statement")
        raise TypeError("type() takes 1 or 3 arguments")
    return type_of(arguments[0])


def make_slice(_runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords) -> object:
    """`slice(…)`; slices of slices would be freed on the C stack, so there are none."""
    for argument in arguments:
        if type(argument) is slice:
            raise TypeError("slice indices must be integers or None or have an __index__ method")
    return slice(*arguments, **keywords)


def make_map(runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords) -> object:
    """`map(function, *iterables)`."""
    try:
        return make_lazy(
            Map,
            arguments[1:],
            *[hosted(runtime, callee) for callee in arguments[:1]],
            *arguments[1:],
            **keywords,
        )
    except TypeError as error:
        correct_names(error, *arguments)
        raise


def make_filter(runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords) -> object:
    """`filter(function, iterable)`: it may pass over any number of items at once."""
    if len(arguments) == 2 and not keywords:
        return make_lazy(
            Filter,
            arguments[1:],
            hosted(runtime, arguments[0]),
            metered(runtime, arguments[1]),
        )
    return Filter(*arguments, **keywords)


def make_zip(_runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords) -> object:
    """`zip(*iterables, strict=…)`."""
    try:
        return make_lazy(Zip, arguments, *arguments, **keywords)
    except TypeError as error:
        correct_names(error, *arguments)
        raise


def make_enumerate(
    _runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords
) -> object:
    """`enumerate(iterable, start)`."""
    if not arguments and "iterable" not in keywords:
        raise TypeError("enumerate() missing required argument 'iterable'")
    try:
        return make_lazy(Enumerate, arguments[:1], *arguments, **keywords)
    except TypeError as error:
        correct_names(error, *arguments)
        raise


def make_reversed(
    _runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords
) -> object:
    """`reversed(sequence)`."""
    if len(arguments) == 1 and not keywords:
        value = arguments[0]
        if not hasattr(type(value), "__reversed__") and not hasattr(type(value), "__getitem__"):
            raise TypeError(f"{type_name(value)!r} object is not reversible")
        if is_plain(value) and hasattr(type(value), "__reversed__"):
            return reversed(value)
    return Reversed(*arguments, **keywords)


def make_ordered_set(
    runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords
) -> object:
    """`set(iterable)`."""
    if len(arguments) > 1 or keywords:
        return builtins.set(*arguments, **keywords)
    try:
        return make_set(runtime, *arguments) if arguments else OrderedSet()
    except TypeError as error:
        correct_names(error, *arguments)
        raise


def make_ordered_frozenset(
    runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords
) -> object:
    """`frozenset(iterable)`."""
    if len(arguments) > 1 or keywords:
        return frozenset(*arguments, **keywords)
    return make_frozenset(runtime, *arguments) if arguments else OrderedFrozenSet()


def make_super(runtime: Runtime, _kind: Any, arguments: Arguments, _keywords: Keywords) -> object:
    """`super(cls, receiver)`; the form without arguments is the compiler's business."""
    if len(arguments) != 2:
        raise RuntimeError("super(): no arguments")
    return super_value(runtime, *arguments)


def by(function: Callable[[Runtime, Arguments, Keywords], object]) -> Caller:
    """A constructor that does not care for the type."""

    def construct(runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords) -> object:
        return function(runtime, arguments, keywords)

    return construct


def make_group(kind: Any) -> Caller:
    """Exception groups: their parts are a list or tuple of exceptions."""

    def construct(runtime: Runtime, _kind: Any, arguments: Arguments, keywords: Keywords) -> object:
        walk(runtime, arguments)
        return kind(*arguments, **keywords)

    return construct


SUPER: Final = kind_named("super")
PROPERTY: Final = kind_named("property")
STATIC_METHOD: Final = kind_named("staticmethod")
CLASS_METHOD: Final = kind_named("classmethod")

CONSTRUCTORS.update(
    {
        object: simple(object),
        bool: simple(bool),
        complex: simple(complex),
        range: simple(range),
        memoryview: simple(memoryview),
        type(None): simple(type(None)),
        int: make_int,
        float: make_float,
        str: make_str,
        bytes: make_bytes(bytes),
        bytearray: make_bytes(bytearray),
        list: consuming(list),
        tuple: consuming(tuple),
        dict: make_dict,
        OrderedSet: make_ordered_set,
        OrderedFrozenSet: make_ordered_frozenset,
        type: make_type,
        slice: make_slice,
        Map: make_map,
        Filter: make_filter,
        Zip: make_zip,
        Enumerate: make_enumerate,
        Reversed: make_reversed,
        ExceptionGroup: make_group(ExceptionGroup),
        BaseExceptionGroup: make_group(BaseExceptionGroup),
        SUPER: make_super,
        PROPERTY: by(make_property),
        STATIC_METHOD: by(make_static_method),
        CLASS_METHOD: by(make_class_method),
    }
)
