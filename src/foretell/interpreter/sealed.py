"""Plain data crossing the border: in one pass a copy for the other side and a record for the trace.

Both must stay as they are now, whatever either side does to its own value later. The record is not
a second copy but a row: the leaves, which cannot change, one after the other, and behind the parts
of a container what it is of them. It is made a value again when somebody looks at it.

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
    """Says in a row that what precedes is a list or a tuple; its length follows.

    A dict has the tuple of its keys there. Most dicts of a result have the same, and share it.
    """

    name: str

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<{self.name}>"


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
        row = self.row
        made: list[Any] = []
        place: i64 = 0
        while place < len(row):
            part = row[place]
            place += 1
            if type(part) is tuple:
                made.append(dict(zip(part, take_last(made, len(part)), strict=True)))
            elif part is LISTING or part is PACKING:
                items = take_last(made, row[place])
                place += 1
                made.append(items if part is LISTING else tuple(items))
            else:
                made.append(part)
        return made[0]


def take_last(values: list[Any], count: i64) -> list[Any]:
    """Take so many values off the end of a list."""
    first = len(values) - count
    last = values[first:]
    del values[first:]
    return last


@final
class _Crossing:
    """One pass: fills the row, makes the copy, charges both.

    `shapes` are the keys of the latest dict at each depth: the next one mostly has the same.
    `seen` are the containers that have more than one owner: nothing else can be met twice. How
    many owners are counted of one that has a single one depends on where it is looked at from:
    `in_dict` and `in_list`. `owners` is what was counted last, by which that is found out.
    """

    runtime: Runtime
    in_dict: i64
    in_list: i64
    row: list[Any]
    shapes: list[tuple[Any, ...]]
    seen: set[int]
    owners: i64

    def __init__(self, runtime: Runtime, in_dict: i64, in_list: i64) -> None:
        self.runtime = runtime
        self.in_dict = in_dict
        self.in_list = in_list
        self.row = []
        self.shapes = []
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
            return self.items(value, depth + 1, LISTING)
        if type(value) is tuple:
            return tuple(self.items(list(value), depth + 1, PACKING))
        raise NoTree

    def mapping(self, value: dict[Any, Any], depth: i64) -> dict[Any, Any]:
        """Copy a dict."""
        runtime = self.runtime
        count: i64 = len(value)
        runtime.charge(count >> 3)
        size: i64 = 64 + 80 * count
        row = self.row
        shape = self.shapes[depth] if depth < len(self.shapes) else ()
        keys: list[Any] | None = None if len(shape) == count else []
        number: i64 = 0
        made = value.copy()
        for key, item in value.items():
            if keys is not None or key is not shape[number]:
                if type(key) is not str and type(key) not in ATOMS:
                    raise NoTree
                if keys is None:
                    keys = [*shape[:number]]
                keys.append(key)
            number += 1
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
        row.append(shape if keys is None else self.learn(keys, depth))
        runtime.allocated += size
        return made

    def learn(self, keys: list[Any], depth: i64) -> tuple[Any, ...]:
        """Keep the keys of a dict for the next one at its depth."""
        shapes = self.shapes
        while len(shapes) <= depth:
            shapes.append(())
        shapes[depth] = shape = tuple(keys)
        return shape

    def items(self, value: list[Any], depth: i64, sign: Sign) -> list[Any]:
        """Copy what a list holds, or a tuple, as `sign` says."""
        runtime = self.runtime
        count: i64 = len(value)
        runtime.charge(count >> 3)
        size: i64 = 64 + 40 * count
        row = self.row
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
        row.append(sign)
        row.append(len(made))
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
    crossing.items([{}], 0, LISTING)
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
