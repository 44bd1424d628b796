"""`heapq`."""

from __future__ import annotations

import heapq

from foretell.interpreter.kernel import Runtime
from foretell.interpreter.measure import Metered, charge_items

from .hosting import Arguments, Keywords, collect_first, host_callbacks, host_members
from .lazy import ISlice, hosted, make_lazy


def check_heap(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """A heap is as deep as its size has bits."""
    if arguments and isinstance(arguments[0], list):
        runtime.charge(len(arguments[0]).bit_length() >> 2)


def check_heapify(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """Each item is moved at most twice on average."""
    if arguments and isinstance(arguments[0], list):
        charge_items(runtime, len(arguments[0]) * 2)


def check_extremes(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """`nlargest(n, iterable, key)` goes through all items."""
    host_callbacks(runtime, arguments, keywords)
    for index in range(1, min(2, len(arguments))):
        rest = [arguments[index]]
        collect_first(runtime, rest, {})
        arguments[index] = rest[0]
    if "iterable" in keywords:
        rest = [keywords["iterable"]]
        collect_first(runtime, rest, {})
        keywords["iterable"] = rest[0]


def merge(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`merge(*iterables)`: lazy."""
    if keywords.get("key") is not None:
        keywords["key"] = hosted(runtime, keywords["key"])
    sources = [Metered(runtime, iter(source)) for source in arguments]
    return make_lazy(ISlice, arguments, heapq.merge(*sources, **keywords), None)


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members(
        "heapq",
        heapq,
        functions={"merge": merge},
        checks={
            "heappush": check_heap,
            "heappop": check_heap,
            "heapreplace": check_heap,
            "heappushpop": check_heap,
            "heapify": check_heapify,
            "nlargest": check_extremes,
            "nsmallest": check_extremes,
        },
    )
