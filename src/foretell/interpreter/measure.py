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
from typing import Any, Final, final

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

VIEWS: Final = tuple(
    type(view)
    for kind in (dict[Any, Any], collections.OrderedDict[Any, Any])
    for view in (kind().keys(), kind().values(), kind().items())
)
"""Views of dicts, which are written with all that they show."""

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
        if type(item) is tuple:
            check_key(runtime, item)  # what is consumed may become keys
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


def hashable(runtime: Runtime, iterable: Any, *, kept: bool = False) -> Any:
    """`iterable` for a C function that makes keys of its items."""
    if type(iterable) in LISTED:
        check_keys(runtime, iterable)
    return consumable(runtime, iterable, kept=kept)


def check_keys(runtime: Runtime, keys: Iterable[object]) -> None:
    """Charge the hashes of those keys whose hash may cost more than it seems."""
    for key in keys:
        if isinstance(key, (tuple, frozenset)):
            check_key(runtime, key)


def check_key(runtime: Runtime, key: object) -> None:
    """Charge the hash of a key with keys in it: it is that of all they hold, however shared."""
    if isinstance(key, (tuple, frozenset)):
        for part in key:
            if isinstance(part, (tuple, frozenset)):
                walk(runtime, key)
                return


GOING_DEEP: Final = frozenset(
    f"__{name}__"
    for name in [
        "hash",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "repr",
        "str",
        "format",
        "contains",
        "getitem",
        "setitem",
        "delitem",
    ]
)
"""Methods that look at all that a container holds, however often it is shared."""


def check_deep(runtime: Runtime, method: str, container: object) -> None:
    """Charge what a special method of a builtin type looks through."""
    if method in GOING_DEEP:
        walk(runtime, container)


def collect(runtime: Runtime, iterable: Any) -> list[Any]:
    """All items of an iterable, charged."""
    return list(consumable(runtime, iterable, kept=True))


def children(value: object) -> Iterable[object] | None:  # noqa: C901 - a case for each kind
    """What a container holds; None for anything else."""
    kind = type(value)
    if kind in LISTED:
        return value  # type: ignore[return-value]  # all of them are iterable
    if kind in MAPPINGS:
        return parts(value)
    if isinstance(value, (set, frozenset)):
        return value
    if kind is slice:
        return (value.start, value.stop, value.step)  # type: ignore[attr-defined]  # a slice
    if kind is collections.ChainMap:
        return value.maps  # type: ignore[attr-defined,no-any-return]  # a chain of mappings
    if isinstance(value, BaseException) and is_plain(value):
        return value.args
    if kind is types.SimpleNamespace:
        return vars(value).values()
    if isinstance(value, (list, tuple)):  # of the script or a named tuple
        return value
    if isinstance(value, dict):
        return parts(value)
    if isinstance(value, VIEWS):
        return value
    return None


def parts(mapping: Any) -> Iterator[object]:
    """Keys and values of a mapping, without asking methods of the script."""
    yield from dict.keys(mapping)
    yield from dict.values(mapping)


def is_flat(value: Any) -> bool:
    """Does a list or tuple hold atoms only? Found out at the speed of C."""
    return ATOMS.issuperset(map(type, value))


def walk(runtime: Runtime, value: object, *, shared: bool = True, cyclic: bool = True) -> int:
    """Charge a visit of everything in `value`; gives the characters its text will have, at least.

    shared: visit shared parts as often as they are reached, as C does where it keeps no memo.
    cyclic: a cycle is passed over; otherwise it counts as endless nesting.
    """
    kind = type(value)
    if kind in ATOMS:
        return 8
    if kind in TEXTS:
        return len(value)  # type: ignore[arg-type]  # texts have a length
    if kind is not list and kind is not dict and children(value) is None:
        return 16
    visit = _Visit(runtime, shared=shared, cyclic=cyclic)
    visit.enter(value, 0, 0)
    return int(visit.size)


@final
class _Visit:
    """A visit of everything in a value: a step for each container and every four items in it.

    path: the containers around the one that is visited, `seen` all that were met, but for those
        that have one owner: they cannot be met twice.
    in_list, in_dict: how many owners are counted of what has one; it depends on where one looks
        from. `owners` is what was counted last, by which that is found out.
    """

    runtime: Runtime
    shared: bool
    cyclic: bool
    size: i64
    path: list[int]
    seen: set[int]
    in_list: i64
    in_dict: i64
    owners: i64

    def __init__(self, runtime: Runtime, *, shared: bool, cyclic: bool) -> None:
        self.runtime = runtime
        self.shared = shared
        self.cyclic = cyclic
        self.size = 0
        self.path = []
        self.seen = set()
        self.in_list = _alone[0]
        self.in_dict = _alone[1]
        self.owners = 0

    def enter(  # noqa: C901 - a case for each kind, which is asked for once
        self, value: Any, depth: i64, alone: i64
    ) -> None:
        """Visit anything but numbers and `str`."""
        kind = type(value)
        if kind in ATOMS:
            self.size += 4
            return
        if kind in TEXTS:
            self.size += len(value) + 4
            return
        inner: Any = value
        if kind is not dict and kind is not list:
            inner = children(value)
            if inner is None:
                self.size += 16
                return
        self.owners = count_owners(value)
        is_shared = self.owners > alone
        if is_shared and self.is_met(value):
            return
        if depth >= NESTING_LIMIT:
            raise too_deep(self.runtime)
        if kind is dict:
            self.mapping(value, depth + 1)
        elif kind is list:
            self.items(value, depth + 1)
        else:
            self.items(list(inner), depth + 1)
        if self.size > self.runtime.item_limit:
            self.runtime.charge_size(self.size)
        if is_shared:
            self.path.pop()

    def is_met(self, value: object) -> bool:
        """Was a container met before, and is passed over? Else it is on the path from now on."""
        key = id(value)
        if key in self.seen:
            if not self.shared:
                return True
            if key in self.path:
                if self.cyclic:
                    return True
                raise too_deep(self.runtime, " in comparison")
        self.seen.add(key)
        self.path.append(key)
        return False

    def items(self, value: list[Any], depth: i64) -> None:
        """Visit what a list holds."""
        count: i64 = len(value)
        self.runtime.charge((count >> 2) + 1)
        self.size += 2
        for item in value:
            if type(item) is str:
                self.size += len(item) + 4
            elif type(item) is int or type(item) is float or is_single(item):
                self.size += 4
            else:
                self.enter(item, depth, self.in_list)

    def mapping(self, value: dict[Any, Any], depth: i64) -> None:
        """Visit the keys and values of a dict."""
        count: i64 = len(value)
        self.runtime.charge((count >> 1) + 1)
        self.size += 2
        for key, item in value.items():
            if type(key) is str:
                self.size += len(key) + 4
            else:
                self.enter(key, depth, 0)
            if type(item) is str:
                self.size += len(item) + 4
            elif type(item) is int or type(item) is float or is_single(item):
                self.size += 4
            else:
                self.enter(item, depth, self.in_dict)


def is_single(value: object) -> bool:
    """Is a value True, False or None? Asked of most that is neither text nor number."""
    return value is True or value is False or value is None


count_owners: Final[Any] = sys.getrefcount
_alone: Final[list[i64]] = [0, 0]


def _find_alone() -> None:
    """Count the owners of what has a single one, in a list and in a dict."""
    runtime = Runtime(
        steps=100, max_depth=0, item_limit=100, integer_bits=0, output_limit=0,
        deadline=float("inf"),
    )  # fmt: skip
    visit = _Visit(runtime, shared=True, cyclic=True)
    visit.items([{}], 0)
    _alone[0] = visit.owners
    visit.mapping({"": {}}, 0)
    _alone[1] = visit.owners


_find_alone()
