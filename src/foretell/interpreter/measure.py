"""What one operation in C will cost, found out before it is done.

CPython's own operations on nested containers (`repr`, `==`, `hash`, `json`) visit a shared part as
often as it is reached, which may be exponentially often: the walks here do the same and charge as
they go, so that the budget ends them. They also bound nesting, which in C is bounded by the stack.
"""

from __future__ import annotations

import collections
import sys
import types
from collections.abc import Iterable, Iterator
from typing import Any, Final

from mypy_extensions import i64

from .kernel import Runtime, Stop

NESTING_LIMIT: Final = 400
"""How deep containers may be nested for operations that visit them to the ground."""

ATOMS: Final = frozenset(
    {int, float, bool, complex, type(None), type(Ellipsis), range, type(NotImplemented)}
)
"""Types whose values cost the same whatever they are (integers are bounded elsewhere)."""

TEXTS: Final = frozenset({str, bytes, bytearray})

LISTED: Final = frozenset({list, tuple, collections.deque})
"""Containers that hold what iterating over them gives; sets have their own types beside these."""

MAPPINGS: Final = frozenset(
    {dict, collections.OrderedDict, collections.defaultdict, collections.Counter}
)

SIZED: Final = frozenset(
    {
        str, bytes, bytearray, list, tuple, dict, set, frozenset, range, collections.deque,
        collections.OrderedDict, collections.defaultdict, collections.Counter,
        type({}.keys()), type({}.values()), type({}.items()), memoryview,
    }
)  # fmt: skip
"""Types of which `len` is known and whose iteration runs no code of the script."""


def is_sized(value: object) -> bool:
    """Is the length of an iterable known, and iterating over it plain C?"""
    if type(value) is range:
        try:
            len(value)
        except OverflowError:
            return False
        return True
    return type(value) in SIZED or (isinstance(value, (set, frozenset)) and is_plain(value))


def is_plain(value: object) -> bool:
    """Is the type of a value one of the host's, rather than of the script?"""
    return type(type(value)) is type


def charge_items(runtime: Runtime, count: i64) -> None:
    """Charge a C loop over `count` items: a step for every eight."""
    runtime.charge((count >> 3) + 1)


def charge_bits(runtime: Runtime, bits: int) -> None:
    """Charge an integer of `bits` bits that is about to be made; `Stop` if it is too large."""
    limit = int(runtime.integer_bits)  # compiled, a mixed comparison would not hold `bits`
    if bits > limit:
        shown = bits if bits < 1 << 63 else "very many"
        raise Stop("size", f"an integer of {shown} bits is larger than {limit} bits")
    runtime.charge(bits >> 12)


def too_deep(runtime: Runtime, where: str = "") -> RecursionError:
    """The error of values nested too deep: one that a script may catch, as in CPython."""
    error = RecursionError(f"maximum recursion depth exceeded{where}")
    runtime.raised = error
    return error


def charge_length(runtime: Runtime, count: int) -> None:
    """Like `charge_size`, for a count that may exceed what a C integer holds."""
    if count > 1 << 60:
        raise Stop("size", f"a value is larger than {runtime.item_limit} items")
    if count > 0:
        runtime.charge_size(count)


MOST_KEPT: Final = 256 * 1024 * 1024
"""Bytes of a single value made from an iterator."""


class Metered:
    """An iterator of unknown length that charges a step for each item.

    `kept`: the C function keeps what it gets, where no census of the run's values sees it, so
    its size is estimated from samples.
    """

    def __init__(self, runtime: Runtime, source: Iterator[Any], *, kept: bool = False) -> None:
        self.runtime = runtime
        self.source = source
        self.kept = kept
        self.count: i64 = 0
        self.room: i64 = min(MOST_KEPT, runtime.memory_limit)

    def __iter__(self) -> Metered:
        return self

    def __next__(self) -> object:
        runtime = self.runtime
        runtime.charge(1)
        self.count += 1
        if self.count > runtime.item_limit:
            raise Stop("size", f"more than {runtime.item_limit} items at once")
        item = next(self.source)
        if self.kept and self.count & 63 == 0:
            self.room -= 64 * weigh(item)
            if self.room < 0:
                most = min(MOST_KEPT, runtime.memory_limit)
                raise Stop("memory", f"more than {most} bytes in one value")
        return item


def weigh(item: object) -> int:
    """About how many bytes an item takes that is kept with others of its kind."""
    size = 8 + sys.getsizeof(item)
    if type(item) is tuple:
        size += 32 * len(item)
    return size


def consumable(runtime: Runtime, iterable: Any, *, kept: bool = False) -> Any:
    """`iterable` for a C function that consumes it: charged now if sized, else as it goes."""
    if is_sized(iterable):
        count = len(iterable)
        if count > runtime.item_limit:
            raise Stop("size", f"{count} items at once are more than {runtime.item_limit}")
        charge_items(runtime, count)
        return iterable
    return Metered(runtime, iter(iterable), kept=kept)


def collect(runtime: Runtime, iterable: Any) -> list[Any]:
    """All items of an iterable, charged."""
    return list(consumable(runtime, iterable, kept=True))


def children(value: object) -> Iterable[object] | None:
    """What a container holds; None for anything else."""
    kind = type(value)
    if kind in LISTED:
        return value  # type: ignore[return-value]  # all of them are iterable
    if kind in MAPPINGS:
        return parts(value)
    if isinstance(value, (set, frozenset)):
        return value
    if isinstance(value, BaseException) and is_plain(value):
        return value.args
    if kind is types.SimpleNamespace:
        return vars(value).values()
    if isinstance(value, (list, tuple)):  # of the script or a named tuple
        return value
    if isinstance(value, dict):
        return parts(value)
    return None


def parts(mapping: Any) -> Iterator[object]:
    """Keys and values of a mapping, without asking methods of the script."""
    yield from dict.keys(mapping)
    yield from dict.values(mapping)


def is_flat(value: Any) -> bool:
    """Does a list or tuple hold atoms only? Found out at the speed of C."""
    return ATOMS.issuperset(map(type, value))


def walk(  # noqa: C901, PLR0912 - one loop, so that it needs no stack
    runtime: Runtime, value: object, *, shared: bool = True, cyclic: bool = True
) -> int:
    """Charge a visit of everything in `value`; gives the characters its text will have, at least.

    shared: visit shared parts as often as they are reached, as C does where it keeps no memo.
    cyclic: a cycle is passed over; otherwise it counts as endless nesting.
    """
    kind = type(value)
    if kind in ATOMS:
        return 8
    if kind in TEXTS:
        return len(value)  # type: ignore[arg-type]  # texts have a length
    first = children(value)
    if first is None:
        return 16
    size: i64 = 0
    stack: list[Iterator[object]] = [iter(first)]
    path: list[int] = [id(value)]
    seen: set[int] = {id(value)}
    while stack:
        descended = False
        count: i64 = 0
        for item in stack[-1]:
            count += 1
            kind = type(item)
            if kind in ATOMS:
                size += 4
                continue
            if kind in TEXTS:
                size += len(item) + 4  # type: ignore[arg-type]  # texts have a length
                continue
            inner = children(item)
            if inner is None:
                size += 16
                continue
            key = id(item)
            if key in seen:
                if not shared:
                    continue
                if key in path:
                    if cyclic:
                        continue
                    raise too_deep(runtime, " in comparison")
            if len(stack) >= NESTING_LIMIT:
                raise too_deep(runtime)
            seen.add(key)
            path.append(key)
            stack.append(iter(inner))
            descended = True
            break
        runtime.charge((count >> 2) + 1)
        size += 2
        if size > runtime.item_limit:
            runtime.charge_size(size)
        if not descended:
            stack.pop()
            path.pop()
    return int(size)
