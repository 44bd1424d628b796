"""`heapq`."""

from __future__ import annotations

import heapq

from foretell.interpreter.kernel import Runtime
from foretell.interpreter.measure import Metered, charge_items, collect

from .hosting import Arguments, Keywords, host_callbacks, host_members
from .lazy import ISlice, hosted, make_lazy
from .sort_keys import charge_orders, charged_key, in_order


def check_heap(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """A heap is as deep as its size has bits."""
    if arguments and isinstance(arguments[0], list):
        heap = arguments[0]
        runtime.charge(len(heap).bit_length() >> 2)
        charge_orders(runtime, [*heap[:1], *heap[-1:], *arguments[1:]])


def check_heapify(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """Each item is moved at most twice on average."""
    if arguments and isinstance(arguments[0], list):
        charge_items(runtime, len(arguments[0]) * 2)
        charge_orders(runtime, arguments[0])


def check_extremes(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """`nlargest(n, iterable, key)` goes through all items."""
    host_callbacks(runtime, arguments, keywords)
    for index in range(1, min(2, len(arguments))):
        arguments[index] = collect(runtime, arguments[index])
        charge_orders(runtime, arguments[index])
    if "iterable" in keywords:
        keywords["iterable"] = collect(runtime, keywords["iterable"])
        charge_orders(runtime, keywords["iterable"])
    if len(arguments) > 2:
        arguments[2] = charged_key(runtime, arguments[2])
    elif "key" in keywords:
        keywords["key"] = charged_key(runtime, keywords["key"])


def merge(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`merge(*iterables)`: lazy."""
    if keywords.get("key") is not None:
        keywords["key"] = charged_key(runtime, hosted(runtime, keywords["key"]))
    sources = [in_order(runtime, Metered(runtime, iter(source))) for source in arguments]
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
