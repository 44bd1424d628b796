"""Keys of a script function: called by us, which costs less than C calling back."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from foretell.interpreter.calls import run
from foretell.interpreter.kernel import Frame, Runtime
from foretell.interpreter.measure import ATOMS, TEXTS, walk
from foretell.interpreter.values import ScriptFunction

MODIFIED: Final = "list modified during sort"


SEQUENCES: Final = frozenset({list, tuple})
FLAT: Final = ATOMS | TEXTS


def charge_order(runtime: Runtime, value: object) -> None:
    """Charge that a value is compared with others: all that it holds may be gone through."""
    if isinstance(value, (list, tuple)):
        runtime.charge(len(value) >> 3)
        if not FLAT.issuperset(map(type, value)):
            walk(runtime, value)


def charge_orders(runtime: Runtime, values: Iterable[object]) -> None:
    """The same for each of some values."""
    if not SEQUENCES.isdisjoint(map(type, values)):
        for value in values:
            charge_order(runtime, value)


def in_order(runtime: Runtime, source: Iterable[object]) -> Iterator[object]:
    """The items of an iterator, each charged before it is compared."""
    for item in source:
        charge_order(runtime, item)
        yield item


def charged_key(runtime: Runtime, key: Any) -> Callable[..., object] | None:
    """A key function whose results are charged before they are compared."""
    if key is None:
        return None

    def call(*arguments: Any) -> object:
        value: object = key(*arguments)
        charge_order(runtime, value)
        return value

    return call


def takes_one(function: object) -> bool:
    """Is something a script function that can be called with one argument as it is?"""
    return isinstance(function, ScriptFunction) and function.minimum <= 1 <= function.maximum


def has_script_key(keywords: dict[str, Any]) -> bool:
    """Are these arguments for sorting that CPython takes, with a script function as key?"""
    if not takes_one(keywords.get("key")):
        return False
    return len(keywords) == 1 or (len(keywords) == 2 and type(keywords.get("reverse")) is bool)


def key_of(runtime: Runtime, function: ScriptFunction, item: object) -> object:
    """`function(item)`, for a function that `takes_one`."""
    slots = function.template[:]
    slots[0] = item
    return run(function, slots, runtime, None, 0)


def feed_keys(runtime: Runtime, function: ScriptFunction, items: list[Any]) -> Any:
    """What gives the key of each of some items when it is called for them in a row, as `sort` does."""
    keys: list[Any] = []
    frame = runtime.frame
    outer = show(frame, [items, keys])
    try:
        for item in items:
            keys.append(key_of(runtime, function, item))  # noqa: PERF401 - a census looks at it
    finally:
        hide(frame, outer)
    charge_orders(runtime, keys)
    return functools.partial(next, iter(keys))


def show(frame: Frame | None, values: list[object]) -> list[object] | None:
    """Let a census see values while the script is called back; gives what `hide` wants."""
    if frame is None:
        return None
    outer = frame.building
    frame.building = [outer, *values]
    return outer


def hide(frame: Frame | None, outer: list[object] | None) -> None:
    """Let the values that were shown last be forgotten."""
    if frame is not None:
        frame.building = outer


def feed_keys_of_list(
    runtime: Runtime, function: ScriptFunction, items: list[Any], *, reverse: bool
) -> Any:
    """As `feed_keys`, for a list that the script can reach: while it is sorted, it is empty."""
    hidden = items[:]
    items.clear()
    try:
        keys = feed_keys(runtime, function, hidden)
        if items:
            hidden.sort(key=keys, reverse=reverse)
            raise ValueError(MODIFIED)
    finally:
        items[:] = hidden
    return keys


def largest(
    runtime: Runtime, function: ScriptFunction, items: list[Any], *, smallest: bool
) -> object:
    """`max(items, key=function)`, or `min`; the list is looked at as it is at each turn."""
    frame = runtime.frame
    outer = show(frame, [items])
    try:
        best: Any = items[0]
        best_key: Any = key_of(runtime, function, best)
        number = 1
        while number < len(items):
            item: Any = items[number]
            key: Any = key_of(runtime, function, item)
            charge_order(runtime, key)
            if (key < best_key) if smallest else (key > best_key):
                best = item
                best_key = key
            number += 1
    finally:
        hide(frame, outer)
    return best
