"""What methods of lists, tuples, dictionaries, sets and ranges cost, before CPython does them."""

from __future__ import annotations

from typing import Any

from foretell.interpreter.attributes import CHECKS, METHODS
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.measure import charge_items, hashable, is_sized, walk
from foretell.interpreter.operators import check_hash, check_scan, extend

from .constructors import prepare_update
from .lazy import hosted
from .sort_keys import SEQUENCES, charged_key, feed_keys_of_list, has_script_key

Arguments = list[Any]
Keywords = dict[str, Any]


def copy(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """A copy of the container."""
    runtime.charge_size(len(arguments[0]))


def move(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """Items are moved up or down."""
    runtime.charge(len(arguments[0]) >> 6)


def pop(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """Taking from the end moves nothing."""
    if len(arguments) > 1:
        runtime.charge(len(arguments[0]) >> 6)


def scan(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """Each item may be compared with the one that is looked for."""
    if len(arguments) > 1:
        check_scan(runtime, arguments[0], arguments[1])


def scan_range(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """Only for what is no integer does a range compare its items."""
    if len(arguments) > 1 and type(arguments[1]) is not int:
        charge_items(runtime, len(arguments[0]))


def extend_list(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`items.extend(more)`."""
    if len(arguments) != 2:
        given = len(arguments) - 1
        raise TypeError(f"list.extend() takes exactly one argument ({given} given)")
    items, more = arguments
    if more is items:
        more = list(more)
    extend(runtime, items, more)
    return None


def sort_list(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """Comparisons, and what each may cost."""
    items = arguments[0]
    check_sort(runtime, items, keywords)
    if len(arguments) == 1 and has_script_key(keywords):
        reverse = keywords.get("reverse") is True
        keywords["key"] = feed_keys_of_list(runtime, keywords["key"], items, reverse=reverse)


def check_sort(runtime: Runtime, items: Any, keywords: Keywords) -> None:
    """Charge sorting: for short keys the number of comparisons, for others their size too."""
    count = len(items)
    runtime.charge((count * max(1, count.bit_length()) >> 4) + 1)
    if "key" in keywords:
        if not has_script_key(keywords):
            keywords["key"] = charged_key(runtime, hosted(runtime, keywords["key"]))
    elif count > 1 and not SEQUENCES.isdisjoint(map(type, items)):
        size = walk(runtime, items)
        runtime.charge((size >> 3) * max(1, count.bit_length()) >> 3)


def hashed(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """The key is hashed."""
    if len(arguments) > 1:
        check_hash(runtime, arguments[1])


def update_dict(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """`mapping.update(…)`."""
    rest = arguments[1:]
    prepare_update(runtime, rest)
    arguments[1:] = rest


def combine(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """An operation of a set with others: each is gone through once."""
    charge_items(runtime, len(arguments[0]))
    for index in range(1, len(arguments)):
        other = arguments[index]
        if is_sized(other) or hasattr(type(other), "__iter__"):
            arguments[index] = hashable(runtime, other)


def from_keys(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """`dict.fromkeys(iterable)`."""
    if arguments:
        arguments[0] = hashable(runtime, arguments[0])


def disjoint(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """`keys.isdisjoint(other)`."""
    if len(arguments) > 1:
        arguments[1] = hashable(runtime, arguments[1])


CHECKS.update(
    {
        "list.copy": copy,
        "list.insert": move,
        "list.pop": pop,
        "list.reverse": move,
        "list.remove": scan,
        "list.count": scan,
        "list.index": scan,
        "list.sort": sort_list,
        "tuple.count": scan,
        "tuple.index": scan,
        "range.count": scan_range,
        "range.index": scan_range,
        "dict.copy": copy,
        "dict.fromkeys": from_keys,
        "dict.get": hashed,
        "dict.pop": hashed,
        "dict.setdefault": hashed,
        "dict.update": update_dict,
        "dict_keys.isdisjoint": disjoint,
        "dict_items.isdisjoint": disjoint,
        "bytearray.copy": copy,
        "bytearray.insert": move,
        "bytearray.pop": pop,
        "bytearray.remove": move,
        "bytearray.reverse": move,
        "memoryview.tobytes": copy,
        "memoryview.tolist": copy,
        "memoryview.hex": copy,
        "set.add": hashed,
        "set.discard": hashed,
        "set.remove": hashed,
        "set.copy": copy,
        "frozenset.copy": copy,
    }
)
METHODS["list.extend"] = extend_list
METHODS["bytearray.extend"] = extend_list
for _name in [
    "difference",
    "difference_update",
    "intersection",
    "intersection_update",
    "isdisjoint",
    "issubset",
    "issuperset",
    "symmetric_difference",
    "symmetric_difference_update",
    "union",
    "update",
]:
    for _type in ("set", "frozenset"):
        CHECKS[f"{_type}.{_name}"] = combine
