"""Operators, subscripts, iteration and text: the general ways, charged before they are done.

Nodes do the ordinary cases themselves; what they cannot judge comes here. Everything ends in
CPython's own operation, so exceptions and messages are CPython's. `check_…` functions charge and do
nothing; the others charge and do.
"""

from __future__ import annotations

import collections
import operator
from collections.abc import Callable, Iterator, Sized
from typing import Any, Final

from mypy_extensions import i64

from .costs import (
    CHECKS,
    ORDERED,
    SEQUENCES,
    VIEWS,
    check_binary,
    check_compare,
    check_hash,
    check_scan,
    check_search,
)
from .formatting import format_value, percent, represent, to_text
from .kernel import Runtime, Stop
from .kinds import correct_names
from .library.sets import make_set
from .measure import (
    LISTED,
    Metered,
    charge_items,
    collect,
    walk,
)

__all__ = [
    "binary",
    "check_binary",
    "check_hash",
    "check_scan",
    "compare",
    "contains",
    "delete_item",
    "format_value",
    "get_item",
    "inplace",
    "is_iterable",
    "is_mapping",
    "iterate",
    "make_set",
    "mapping_items",
    "represent",
    "set_item",
    "to_text",
    "unary",
]


# ------------------------------------------------------------------------- binary operators


OPERATIONS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "@": operator.matmul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
    "<<": operator.lshift,
    ">>": operator.rshift,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
}

INPLACE: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": operator.iadd,
    "-": operator.isub,
    "*": operator.imul,
    "@": operator.imatmul,
    "/": operator.itruediv,
    "//": operator.ifloordiv,
    "%": operator.imod,
    "**": operator.ipow,
    "<<": operator.ilshift,
    ">>": operator.irshift,
    "&": operator.iand,
    "|": operator.ior,
    "^": operator.ixor,
}


def binary(runtime: Runtime, sign: str, left: Any, right: Any) -> object:
    """`left sign right`."""
    if sign == "*":
        left, right = count_of(left, right), count_of(right, left)
    check = CHECKS.get(sign)
    if check is not None:
        check(runtime, left, right)
    if type(left) is int and type(right) is int and sign != "@":
        return OPERATIONS[sign](left, right)
    if sign == "%" and isinstance(left, str):
        return percent(runtime, left, right)
    if isinstance(left, VIEWS) or isinstance(right, VIEWS):
        return combine_views(runtime, sign, left, right)
    try:
        return OPERATIONS[sign](left, right)
    except TypeError as error:
        correct_names(error, left, right)
        raise


def count_of(value: Any, other: Any) -> Any:
    """How often a sequence is to be repeated, asked before the work is charged; else the value."""
    if (
        isinstance(other, SEQUENCES)
        and not isinstance(value, int)
        and hasattr(type(value), "__index__")
        and not hasattr(type(value), "__mul__")
        and not hasattr(type(value), "__rmul__")
    ):
        return operator.index(value)
    return value


JOINING: Final = ("&", "|", "-", "^")
"""Operators of sets, which views of dictionaries have too."""


def inplace(runtime: Runtime, sign: str, left: Any, right: Any) -> object:
    """`left sign= right`: what the target is bound to afterwards."""
    kind = type(left)
    if kind is list and sign == "+":
        if type(right) is list:
            runtime.charge_size(len(left) + len(right))
            left += right
        else:
            extend(runtime, left, right)
        return left
    if sign == "%" and isinstance(left, (str, bytes)):
        return binary(runtime, sign, left, right)
    if isinstance(left, VIEWS) and sign in JOINING and hasattr(right, "__iter__"):
        return binary(runtime, sign, left, right)
    if sign == "*":
        right = count_of(right, left)
    check = CHECKS.get(sign)
    if check is not None:
        check(runtime, left, right)
    try:
        return INPLACE[sign](left, right)
    except TypeError as error:
        correct_names(error, left, right)
        raise


def extend(runtime: Runtime, target: Any, items: Any) -> None:
    """`target.extend(items)` of a list or deque, item by item where the length is unknown."""
    try:
        length = len(items) if type(items) in LISTED or type(items) in (str, dict, range) else -1
    except TypeError:
        length = -1
    if length >= 0:
        runtime.charge_size(len(target) + length)
        charge_items(runtime, length)
        target.extend(items)
        return
    room = runtime.item_limit - len(target)
    meter = Metered(runtime, iter(items), kept=True)
    for item in meter:
        room -= 1
        if room < 0:
            raise Stop("size", f"a value is larger than {runtime.item_limit} items")
        target.append(item)


def combine_views(runtime: Runtime, sign: str, left: Any, right: Any) -> object:
    """`&`, `|`, `-` and `^` of views of a dictionary, in the order of the operands."""
    if sign in JOINING and hasattr(left, "__iter__") and hasattr(right, "__iter__"):
        return OPERATIONS[sign](make_set(runtime, left), make_set(runtime, right))
    try:
        return OPERATIONS[sign](left, right)
    except TypeError as error:
        correct_names(error, left, right)
        raise


UNARY: Final[dict[str, Callable[[Any], Any]]] = {
    "-": operator.neg,
    "+": operator.pos,
    "~": operator.invert,
    "not": operator.not_,
}


def unary(runtime: Runtime, sign: str, value: Any) -> object:
    """`sign value`."""
    if type(value) is collections.Counter:
        charge_items(runtime, len(value))
    try:
        return UNARY[sign](value)
    except TypeError as error:
        correct_names(error, value, None)
        raise


# ------------------------------------------------------------------------------ comparisons


COMPARISONS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(runtime: Runtime, sign: str, left: Any, right: Any) -> object:
    """`left sign right`, for all comparisons, `is` and `in` included."""
    if sign == "in":
        return contains(runtime, left, right)
    if sign == "not in":
        return not contains(runtime, left, right)
    if sign == "is":
        return left is right
    if sign == "is not":
        return left is not right
    check_compare(runtime, left, right)
    try:
        return COMPARISONS[sign](left, right)
    except TypeError as error:
        correct_names(error, left, right)
        raise


def contains(runtime: Runtime, item: Any, container: Any) -> bool:
    """`item in container`."""
    kind = type(container)
    if kind is str or kind is bytes or kind is bytearray:
        check_search(runtime, container, item)
    elif isinstance(container, ORDERED):
        check_scan(runtime, container, item)
    elif kind is type({}.values()):
        check_scan(runtime, list(container), item)
    elif kind is range:
        if type(item) is not int and type(item) is not bool:
            charge_items(runtime, len(container))
    elif isinstance(container, (dict, collections.ChainMap, set, frozenset)):
        check_hash(runtime, item)
    elif not hasattr(kind, "__contains__") and hasattr(kind, "__iter__"):
        items: Any = Metered(runtime, iter(container))
        return item in items
    try:
        return item in container
    except TypeError as error:
        correct_names(error, item, container)
        raise


# ------------------------------------------------------------------------------- subscripts


def get_item(runtime: Runtime, value: Any, key: Any) -> object:
    """`value[key]`."""
    container: Any = value  # of no kind in particular: those asked about below only cost more
    if type(key) is slice:
        if isinstance(value, SEQUENCES):
            runtime.charge_size(len(range(*key.indices(len(value)))))
    elif isinstance(key, (tuple, frozenset)) and isinstance(value, (dict, collections.ChainMap)):
        walk(runtime, key)
    elif isinstance(value, collections.deque):
        runtime.charge(len(value) >> 9)
    if isinstance(value, type):
        return subscript_type(runtime, value, key)
    try:
        return container[key]
    except TypeError as error:
        correct_names(error, value, key)
        raise


def subscript_type(runtime: Runtime, cls: Any, key: Any) -> object:
    """`list[int]` and its like: what annotations are made of."""
    runtime.charge(1)
    try:
        return cls[key]
    except TypeError as error:
        correct_names(error, cls, key)
        raise


def set_item(runtime: Runtime, value: Any, key: Any, item: Any) -> None:
    """`value[key] = item`."""
    container: Any = value
    if type(key) is slice:
        if isinstance(value, (list, bytearray)):
            if not isinstance(item, (list, tuple, str, bytes, bytearray)) and is_iterable(item):
                item = collect(runtime, item)
            runtime.charge_size(len(value) + (len(item) if isinstance(item, Sized) else 0))
    elif isinstance(key, (tuple, frozenset)) and isinstance(value, (dict, collections.ChainMap)):
        walk(runtime, key)
    try:
        container[key] = item
    except TypeError as error:
        correct_names(error, value, key)
        raise


def delete_item(runtime: Runtime, value: Any, key: Any) -> None:
    """`del value[key]`."""
    container: Any = value
    if isinstance(value, (list, bytearray, collections.deque)):
        runtime.charge(len(value) >> 6)
    elif isinstance(key, (tuple, frozenset)):
        walk(runtime, key)
    try:
        del container[key]
    except TypeError as error:
        correct_names(error, value, key)
        raise


# -------------------------------------------------------------------------------- iteration


def iterate(_runtime: Runtime, value: Any) -> Iterator[Any]:
    """`iter(value)`, for a loop of the script, which charges each turn itself."""
    try:
        return iter(value)
    except TypeError as error:
        correct_names(error, value, None)
        raise


def is_iterable(value: Any) -> bool:
    """Can a loop go over it?"""
    kind = type(value)
    iterator = getattr(kind, "__iter__", None)
    return (
        iterator is not None
        or (
            not hasattr(kind, "__iter__") and hasattr(kind, "__getitem__") and not is_mapping(value)
        )
        or (isinstance(value, type) and hasattr(type(value), "__iter__"))
    )


def is_mapping(value: Any) -> bool:
    """Can `**` spread it? As in CPython, it needs `keys` and subscripts."""
    return isinstance(value, dict) or (
        hasattr(type(value), "keys") and hasattr(type(value), "__getitem__")
    )


def mapping_items(runtime: Runtime, value: Any) -> list[tuple[Any, Any]]:
    """The keys and values of what `**` spreads."""
    if isinstance(value, dict):
        runtime.charge(len(value) >> 4)
        return list(value.items())
    keys = list(Metered(runtime, iter(value.keys())))
    return [(key, get_item(runtime, value, key)) for key in keys]


def unpack(runtime: Runtime, value: Any, limit: i64) -> list[Any]:
    """The first items of an iterable, at most `limit`; for unpacking into names."""
    items: list[Any] = []
    for item in iterate(runtime, value):
        items.append(item)
        if len(items) >= limit:
            break
    return items
