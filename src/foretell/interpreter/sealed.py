"""Plain data crossing the border: in one pass a copy for the other side and a record for the trace.

Both must stay as they are now, whatever either side does to its own value later. The record is not
a second copy but a row: the signs of containers and the leaves, which cannot change, one after the
other. It is made a value again when somebody looks at it.

Only trees of exact lists, tuples and dicts go this way. What is met twice must stay one thing, and
values of other kinds have rules of their own: both are for `border`.
"""

from __future__ import annotations

from typing import Any, Final, final

from mypy_extensions import i64

from .border import ATOMS, DEEPEST, inwards, outwards
from .kernel import Runtime
from .measure import count_owners


@final
class Sign:
    """Says in a row that a container begins; its length follows."""

    name: str

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<{self.name}>"


MAPPING: Final = Sign("dict")
LISTING: Final = Sign("list")
PACKING: Final = Sign("tuple")


@final
class NoTree(Exception):  # noqa: N818 - says what was met, not that something went wrong
    """Something that is shared, or of a kind that does not go this way."""


@final
class Sealed:
    """Plain data as it was when it crossed."""

    row: list[Any]

    def __init__(self, row: list[Any]) -> None:
        self.row = row

    def open(self) -> Any:
        """The data, made anew."""
        return _Opening(self.row).value()


@final
class _Opening:
    """Makes a row a value again; `place` is what is read next."""

    row: list[Any]
    place: i64

    def __init__(self, row: list[Any]) -> None:
        self.row = row
        self.place = 0

    def value(self) -> Any:
        first = self.row[self.place]
        self.place += 1
        if first is MAPPING:
            return self.mapping()
        if first is LISTING:
            return self.items()
        if first is PACKING:
            return tuple(self.items())
        return first

    def mapping(self) -> dict[Any, Any]:
        count: i64 = self.row[self.place]
        self.place += 1
        made: dict[Any, Any] = {}
        for _ in range(count):
            key = self.row[self.place]
            self.place += 1
            made[key] = self.value()
        return made

    def items(self) -> list[Any]:
        count: i64 = self.row[self.place]
        self.place += 1
        return [self.value() for _ in range(count)]


@final
class _Crossing:
    """One pass: fills the row, makes the copy, charges both.

    `seen` are the containers that have more than one owner: nothing else can be met twice. How
    many owners are counted of one that has a single one depends on where it is looked at from:
    `in_dict` and `in_list`. `owners` is what was counted last, by which that is found out.
    """

    runtime: Runtime
    in_dict: i64
    in_list: i64
    row: list[Any]
    seen: set[int]
    owners: i64

    def __init__(self, runtime: Runtime, in_dict: i64, in_list: i64) -> None:
        self.runtime = runtime
        self.in_dict = in_dict
        self.in_list = in_list
        self.row = []
        self.seen = set()
        self.owners = 0

    def take(self, value: Any, depth: i64, alone: i64) -> Any:
        """Copy anything."""
        kind = type(value)
        if kind is not dict and kind is not list and kind in ATOMS:
            if kind is bytes:
                self.runtime.allocated += len(value)
            self.row.append(value)
            return value
        self.owners = count_owners(value)
        if self.owners > alone:
            key = id(value)
            if key in self.seen:
                raise NoTree
            self.seen.add(key)
        if depth > DEEPEST:
            raise NoTree
        if type(value) is dict:
            return self.mapping(value, depth + 1)
        if type(value) is list:
            self.row.append(LISTING)
            return self.items(value, depth + 1)
        if type(value) is tuple:
            self.row.append(PACKING)
            return tuple(self.items(list(value), depth + 1))
        raise NoTree

    def mapping(self, value: dict[Any, Any], depth: i64) -> dict[Any, Any]:
        """Copy a dict."""
        runtime = self.runtime
        count: i64 = len(value)
        runtime.charge(count >> 3)
        size: i64 = 64 + 80 * count
        row = self.row
        row.append(MAPPING)
        row.append(count)
        made = value.copy()
        for key, item in value.items():
            if type(key) is not str and type(key) not in ATOMS:
                raise NoTree
            row.append(key)
            if type(item) is str:
                size += len(item)
                row.append(item)
            elif (
                type(item) is int
                or item is None
                or item is True
                or item is False
                or type(item) is float
            ):
                row.append(item)
            else:
                made[key] = self.take(item, depth, self.in_dict)
        runtime.allocated += size
        return made

    def items(self, value: list[Any], depth: i64) -> list[Any]:
        """Copy what a list holds."""
        runtime = self.runtime
        count: i64 = len(value)
        runtime.charge(count >> 3)
        size: i64 = 64 + 40 * count
        row = self.row
        row.append(count)
        made: list[Any] = []
        for item in value:
            if type(item) is str:
                size += len(item)
                row.append(item)
                made.append(item)
            elif (
                type(item) is int
                or item is None
                or item is True
                or item is False
                or type(item) is float
            ):
                row.append(item)
                made.append(item)
            else:
                made.append(self.take(item, depth, self.in_list))
        runtime.allocated += size
        return made


def _count_owners() -> tuple[i64, i64]:
    """How many owners are counted of what has a single one, in a dict and in a list."""
    runtime = Runtime(
        steps=0, max_depth=0, item_limit=0, integer_bits=0, output_limit=0, deadline=0.0
    )
    crossing = _Crossing(runtime, 0, 0)
    crossing.mapping({"": {}}, 0)
    in_dict = crossing.owners
    crossing.items([{}], 0)
    return in_dict, crossing.owners


_IN_DICT: Final[i64] = _count_owners()[0]
_IN_LIST: Final[i64] = _count_owners()[1]


def take_in(runtime: Runtime, value: Any) -> tuple[Any, Any]:
    """A host value as a record and as the script's; raises `CannotCrossError`."""
    crossing = _Crossing(runtime, _IN_DICT, _IN_LIST)
    try:
        given = crossing.take(value, 0, 0)
    except NoTree:
        first = inwards(runtime, value)
        return first, inwards(runtime, first)
    return Sealed(crossing.row), given


def send_out(runtime: Runtime, value: Any) -> tuple[Any, Any]:
    """A script value as a record and as the host's; raises `CannotCrossError`."""
    crossing = _Crossing(runtime, _IN_DICT, _IN_LIST)
    try:
        given = crossing.take(value, 0, 0)
    except NoTree:
        first = outwards(runtime, value)
        return first, outwards(runtime, first)
    return Sealed(crossing.row), given


def opened(value: Any) -> Any:
    """What was recorded, as a value."""
    if type(value) is Sealed:
        return value.open()
    return value
