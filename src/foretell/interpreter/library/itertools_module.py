"""`itertools`: lazy as CPython's; what may pass over items without end is metered."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, Final

from foretell.interpreter.attributes import HOST_TYPES, METHODS
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.measure import charge_length, collect
from foretell.interpreter.operators import binary
from foretell.interpreter.values import Builtin

from . import lazy
from .hosting import Arguments, Keywords, argument, construct_with
from .lazy import hosted, make_lazy, metered

WIDE: Final = 64
"""Items of `product` and its like with more parts than this are charged part by part."""


class Wide:
    """The items of an iterator that makes long tuples, each charged by its length."""

    def __init__(self, runtime: Runtime, source: Iterator[Any], width: int) -> None:
        self.runtime = runtime
        self.source = source
        self.width = width

    def __iter__(self) -> Wide:
        return self

    def __next__(self) -> object:
        self.runtime.charge(self.width >> 4)
        return next(self.source)


def of_width(runtime: Runtime, made: Iterator[Any], width: int) -> object:
    """The iterator, behind a charge by item if its items are long."""
    if width <= WIDE:
        return made
    return make_lazy(lazy.ISlice, (), Wide(runtime, made, width), None)


def accumulate(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`accumulate(iterable, func, initial=…)`."""
    if not arguments and "iterable" in keywords:
        arguments = [keywords.pop("iterable")]
    function = argument(arguments, keywords, 1, "func")
    keywords.pop("func", None)

    def add(left: object, right: object) -> object:
        return binary(runtime, "+", left, right)

    chosen = add if function is None else hosted(runtime, function)
    return make_lazy(lazy.Accumulate, arguments[:1], *arguments[:1], chosen, **keywords)


def chain(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`chain(*iterables)`."""
    return make_lazy(lazy.Chain, arguments, *arguments, **keywords)


def chain_all(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`chain.from_iterable(iterables)`: it may pass over any number of empty ones."""
    if len(arguments) != 1 or keywords:
        return lazy.Chain.from_iterable(*arguments, **keywords)
    return make_lazy(lazy.Chain.from_iterable, arguments[:1], metered(runtime, arguments[0]))


def selecting(kind: Any, positions: int, name: str) -> BuiltinFunction:
    """`combinations`, `permutations` and their like: their items have `r` parts."""

    def make(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        names = ("iterable", "r")[:positions]
        for index, missing in enumerate(names):
            if index == len(arguments) and missing in keywords:
                arguments.append(keywords.pop(missing))
        if not arguments:
            raise TypeError(f"{name}() missing required argument 'iterable' (pos 1)")
        pool = collect(runtime, arguments[0])
        width = arguments[1] if len(arguments) > 1 and arguments[1] is not None else len(pool)
        if isinstance(width, int) and width > 0:
            charge_length(runtime, width)
            if width > WIDE and kind is not lazy.CombinationsWithReplacement:
                width = min(width, len(pool))
        made = make_lazy(kind, (), pool, *arguments[1:], **keywords)
        return of_width(runtime, made, width if isinstance(width, int) else 0)

    return make


def product(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`product(*iterables, repeat=…)`."""
    pools = [collect(runtime, iterable) for iterable in arguments]
    repeat = keywords.get("repeat", 1)
    width = len(pools) * repeat if isinstance(repeat, int) and repeat > 0 else 0
    charge_length(runtime, width)
    made = make_lazy(lazy.Product, (), *pools, **keywords)
    return of_width(runtime, made, width)


def passing(kind: Any, name: str) -> BuiltinFunction:
    """`dropwhile`, `filterfalse`, `takewhile`, `starmap`: a function and an iterable."""

    def make(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        if len(arguments) != 2 or keywords:
            raise TypeError(f"{name} expected 2 arguments, got {len(arguments)}")
        function = hosted(runtime, arguments[0])
        return make_lazy(kind, arguments[1:], function, metered(runtime, arguments[1]))

    return make


def compress(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`compress(data, selectors)`."""
    names = ("data", "selectors")
    given = [*arguments, *[keywords.pop(name) for name in names if name in keywords]]
    if len(given) != 2:
        return lazy.Compress(*arguments, **keywords)
    return make_lazy(lazy.Compress, given, given[0], metered(runtime, given[1]))


def group(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`groupby(iterable, key)`."""
    if not arguments and "iterable" in keywords:
        arguments = [keywords.pop("iterable")]
    if not arguments:
        return lazy.GroupBy(**keywords)
    key = hosted(runtime, argument(arguments, keywords, 1, "key"))
    return make_lazy(lazy.GroupBy, arguments[:1], metered(runtime, arguments[0]), key)


def part(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`islice(iterable, stop)` or `islice(iterable, start, stop, step)`."""
    if len(arguments) < 2 or keywords:
        return lazy.ISlice(*arguments, **keywords)
    return make_lazy(lazy.ISlice, arguments[:1], metered(runtime, arguments[0]), *arguments[1:])


def plain(kind: Any) -> BuiltinFunction:
    """Iterators that take one item for one item."""

    def make(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        return make_lazy(kind, arguments, *arguments, **keywords)

    return make


def repeated(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`repeat(object, times)`."""
    return make_lazy(lazy.Repeat, (), *arguments, **keywords)


def counted(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`count(start, step)`."""
    return make_lazy(lazy.Count, (), *arguments, **keywords)


def split(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`tee(iterable, n)`."""
    if arguments and len(arguments) <= 2 and not keywords:
        count = arguments[1] if len(arguments) > 1 else 2
        if isinstance(count, int):
            charge_length(runtime, count)
        source = arguments[0]
        if type(source) in lazy.LAZY:
            arguments[0] = make_lazy(lazy.ISlice, [source], source, None)
    return itertools.tee(*arguments, **keywords)


MAKERS: Final[dict[str, tuple[Any, BuiltinFunction]]] = {
    "accumulate": (lazy.Accumulate, accumulate),
    "chain": (lazy.Chain, chain),
    "combinations": (lazy.Combinations, selecting(lazy.Combinations, 2, "combinations")),
    "combinations_with_replacement": (
        lazy.CombinationsWithReplacement,
        selecting(lazy.CombinationsWithReplacement, 2, "combinations_with_replacement"),
    ),
    "compress": (lazy.Compress, compress),
    "count": (lazy.Count, counted),
    "cycle": (lazy.Cycle, plain(lazy.Cycle)),
    "dropwhile": (lazy.DropWhile, passing(lazy.DropWhile, "dropwhile")),
    "filterfalse": (lazy.FilterFalse, passing(lazy.FilterFalse, "filterfalse")),
    "groupby": (lazy.GroupBy, group),
    "islice": (lazy.ISlice, part),
    "pairwise": (lazy.Pairwise, plain(lazy.Pairwise)),
    "permutations": (lazy.Permutations, selecting(lazy.Permutations, 2, "permutations")),
    "product": (lazy.Product, product),
    "repeat": (lazy.Repeat, repeated),
    "starmap": (lazy.StarMap, passing(lazy.StarMap, "starmap")),
    "takewhile": (lazy.TakeWhile, passing(lazy.TakeWhile, "takewhile")),
    "zip_longest": (lazy.ZipLongest, plain(lazy.ZipLongest)),
}
for _name, (_kind, _maker) in MAKERS.items():
    construct_with(_kind, _maker)
    HOST_TYPES[_kind] = f"itertools.{_name}"
METHODS["itertools.chain.from_iterable"] = chain_all


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    found: dict[str, object] = {name: kind for name, (kind, _maker) in MAKERS.items()}
    found["tee"] = Builtin("tee", split)
    return found
