"""Operators, subscripts, iteration and text: the general ways, charged before they are done.

Nodes do the ordinary cases themselves; what they cannot judge comes here. Everything ends in
CPython's own operation, so exceptions and messages are CPython's. `check_…` functions charge and do
nothing; the others charge and do.
"""

from __future__ import annotations

import collections
import operator
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from mypy_extensions import i64

from .formatting import check_percent, format_value, percent, represent, to_text
from .kernel import Runtime, Stop
from .kinds import correct_names
from .library.sets import make_set
from .measure import (
    ATOMS,
    LISTED,
    Metered,
    charge_bits,
    charge_items,
    charge_length,
    is_flat,
    walk,
)

__all__ = [
    "binary",
    "check_binary",
    "compare",
    "contains",
    "delete_item",
    "format_value",
    "get_item",
    "hash_check",
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

Check = Callable[[Runtime, Any, Any], None]
SEQUENCES: Final = (str, bytes, bytearray, list, tuple, collections.deque)

# ------------------------------------------------------------------------- binary operators


def check_add(runtime: Runtime, left: Any, right: Any) -> None:
    """Charge `left + right`."""
    if isinstance(left, SEQUENCES):
        if isinstance(right, SEQUENCES):
            runtime.charge_size(len(left) + len(right))
    elif isinstance(left, int) and isinstance(right, int):
        charge_bits(runtime, max(left.bit_length(), right.bit_length()))
    elif isinstance(left, Fraction) or isinstance(right, Fraction):
        check_fraction(runtime, left, right)
    elif isinstance(left, (dict, set, frozenset)):
        charge_items(runtime, len(left))


def check_multiply(runtime: Runtime, left: Any, right: Any) -> None:
    """Charge `left * right`."""
    if isinstance(left, int):
        if isinstance(right, int):
            first = left.bit_length()
            second = right.bit_length()
            if first + second > 4096:
                charge_bits(runtime, first + second - 1)
                runtime.charge((first >> 8) * (second >> 8) >> 6)
        elif isinstance(right, SEQUENCES):
            check_repeat(runtime, len(right), left)
        elif isinstance(right, Fraction):
            check_fraction(runtime, left, right)
    elif isinstance(left, SEQUENCES):
        if isinstance(right, int):
            check_repeat(runtime, len(left), right)
    elif isinstance(left, Fraction):
        check_fraction(runtime, left, right)


def check_repeat(runtime: Runtime, length: int, times: int) -> None:
    """Charge a sequence of `length` repeated `times` times."""
    if times > 0 and length > 0:
        charge_length(runtime, length * times)


def check_fraction(runtime: Runtime, left: Any, right: Any) -> None:
    """Charge arithmetic in which a fraction takes part: its integers grow."""
    bits = 0
    for value in (left, right):
        if isinstance(value, (int, Fraction)):
            bits += value.numerator.bit_length() + value.denominator.bit_length()
    runtime.charge(8)
    if bits > 4096:
        charge_bits(runtime, bits)
        runtime.charge((bits >> 8) * (bits >> 8) >> 2)


def check_divide(runtime: Runtime, left: Any, right: Any) -> None:
    """Charge `left / right`, `left // right` or `divmod`."""
    if isinstance(left, int) and isinstance(right, int):
        first = left.bit_length()
        if first > 4096:
            runtime.charge((first >> 8) * (right.bit_length() >> 8) >> 6)
    elif isinstance(left, Fraction) or isinstance(right, Fraction):
        check_fraction(runtime, left, right)
    elif isinstance(left, Decimal) or isinstance(right, Decimal):
        runtime.charge(1)


def check_modulo(runtime: Runtime, left: Any, right: Any) -> None:
    """Charge `left % right`: a remainder, or formatting."""
    if isinstance(left, (str, bytes, bytearray)):
        check_percent(runtime, left, right)
    else:
        check_divide(runtime, left, right)


def check_power(runtime: Runtime, left: Any, right: Any) -> None:
    """Charge `left ** right`."""
    if isinstance(left, int) and isinstance(right, int):
        if right > 1:
            bits = left.bit_length()
            if bits > 1:
                charge_bits(runtime, (bits - 1) * right)
                total = (bits * right) >> 8
                if total > 8:
                    runtime.charge(total * total >> 6)
    elif isinstance(left, Fraction) and isinstance(right, int):
        size = max(left.numerator.bit_length(), left.denominator.bit_length())
        charge_bits(runtime, size * abs(right))
    elif isinstance(left, Fraction) or isinstance(right, Fraction):
        check_fraction(runtime, left, right)
    elif isinstance(left, Decimal) or isinstance(right, Decimal):
        runtime.charge(64)


def check_left_shift(runtime: Runtime, left: Any, right: Any) -> None:
    """Charge `left << right`."""
    if isinstance(left, int) and isinstance(right, int) and right > 0 and left:
        charge_bits(runtime, left.bit_length() + right)


def check_bits(runtime: Runtime, left: Any, right: Any) -> None:
    """Charge `&`, `|`, `^` and `>>`: of integers, sets or dictionaries."""
    if isinstance(left, int):
        return
    for value in (left, right):
        if isinstance(value, (dict, set, frozenset, collections.abc.KeysView)):
            charge_items(runtime, len(value))
        elif isinstance(value, collections.abc.ItemsView):
            walk(runtime, list(value))


def check_subtract(runtime: Runtime, left: Any, right: Any) -> None:
    """Charge `left - right`."""
    if isinstance(left, Fraction) or isinstance(right, Fraction):
        check_fraction(runtime, left, right)
    elif not isinstance(left, (int, float)):
        check_bits(runtime, left, right)


CHECKS: Final[dict[str, Check]] = {
    "+": check_add,
    "-": check_subtract,
    "*": check_multiply,
    "/": check_divide,
    "//": check_divide,
    "%": check_modulo,
    "**": check_power,
    "<<": check_left_shift,
    ">>": check_bits,
    "&": check_bits,
    "|": check_bits,
    "^": check_bits,
}

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

VIEWS: Final = (collections.abc.KeysView, collections.abc.ItemsView)


def check_binary(runtime: Runtime, sign: str, left: object, right: object) -> None:
    """Charge a binary operation."""
    check = CHECKS.get(sign)
    if check is not None:
        check(runtime, left, right)


def binary(runtime: Runtime, sign: str, left: Any, right: Any) -> object:
    """`left sign right`."""
    check = CHECKS.get(sign)
    if check is not None:
        check(runtime, left, right)
    if sign == "%" and isinstance(left, str):
        return percent(runtime, left, right)
    if isinstance(left, VIEWS) or isinstance(right, VIEWS):
        return combine_views(runtime, sign, left, right)
    try:
        return OPERATIONS[sign](left, right)
    except TypeError as error:
        correct_names(error, left, right)
        raise


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
    if sign == "%" or isinstance(left, VIEWS):
        return binary(runtime, sign, left, right)
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
    meter = Metered(runtime, iter(items))
    for item in meter:
        room -= 1
        if room < 0:
            raise Stop("size", f"a value is larger than {runtime.item_limit} items")
        target.append(item)


def combine_views(runtime: Runtime, sign: str, left: Any, right: Any) -> object:
    """`&`, `|`, `-` and `^` of views of a dictionary, in the order of the operands."""
    if sign in ("&", "|", "-", "^") and hasattr(left, "__iter__") and hasattr(right, "__iter__"):
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

ORDERED: Final = (list, tuple, collections.deque)
GROUPS: Final = (dict, set, frozenset)

COMPARISONS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def check_compare(runtime: Runtime, left: Any, right: Any) -> None:  # noqa: C901 - a case for each kind
    """Charge a comparison of two values by `==`, `<` and so on."""
    kind = type(left)
    if kind in ATOMS:
        if kind is int and type(right) is int:
            return
        if isinstance(right, (Decimal, Fraction)):
            runtime.charge(4)
        return
    if isinstance(left, (str, bytes, bytearray)):
        if isinstance(right, (str, bytes, bytearray)):
            runtime.charge(min(len(left), len(right)) >> 8)
        return
    if isinstance(left, ORDERED):
        if not isinstance(right, ORDERED):
            return
        runtime.charge(min(len(left), len(right)) >> 2)
        if is_flat(left) or is_flat(right):
            return
        walk(runtime, left, cyclic=False)
    elif isinstance(left, GROUPS):
        if not isinstance(right, (*GROUPS, *VIEWS)):
            return
        charge_items(runtime, min(len(left), len(right)))
        if isinstance(left, dict) and not is_flat(dict.values(left)):
            walk(runtime, left, cyclic=False)
    elif isinstance(left, VIEWS):
        charge_items(runtime, len(left))
        walk(runtime, list(left), cyclic=False)


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
    elif isinstance(container, (dict, set, frozenset)):
        check_hash(runtime, item)
    elif not hasattr(kind, "__contains__") and hasattr(kind, "__iter__"):
        items: Any = Metered(runtime, iter(container))
        return item in items
    try:
        return item in container
    except TypeError as error:
        correct_names(error, item, container)
        raise


def check_search(runtime: Runtime, text: Any, part: Any) -> None:
    """Charge looking for a part in a text: CPython's search is linear but for its worst cases."""
    length = len(text)
    runtime.charge(length >> 6)
    if length > 2000 and isinstance(part, (str, bytes)) and len(part) > 1:
        runtime.charge(length >> 4)


def check_scan(runtime: Runtime, items: Any, wanted: Any) -> None:
    """Charge comparing each of some items with one value."""
    charge_items(runtime, len(items))
    if type(wanted) in ATOMS or isinstance(wanted, (str, bytes)):
        return
    if isinstance(wanted, (list, tuple, dict, set, frozenset, collections.deque)):
        size = len(wanted)
        if not (isinstance(wanted, (list, tuple)) and is_flat(wanted)):
            size += walk(runtime, wanted, cyclic=False)
        if size > 64:
            runtime.charge((size >> 6) * len(items))


def check_hash(runtime: Runtime, key: Any) -> None:
    """Charge the hash of a key: a tuple's is that of all it holds, each time."""
    if isinstance(key, (tuple, frozenset)):
        walk(runtime, key)
    elif isinstance(key, (str, bytes)):
        runtime.charge(len(key) >> 10)
    elif isinstance(key, Fraction):
        check_fraction(runtime, key, 1)


hash_check = check_hash


# ------------------------------------------------------------------------------- subscripts


def get_item(runtime: Runtime, value: Any, key: Any) -> object:
    """`value[key]`."""
    if type(key) is slice:
        if isinstance(value, SEQUENCES):
            runtime.charge_size(len(range(*key.indices(len(value)))))
    elif isinstance(key, (tuple, frozenset)) and isinstance(value, dict):
        walk(runtime, key)
    elif isinstance(value, collections.deque):
        runtime.charge(len(value) >> 9)
    if isinstance(value, type):
        return subscript_type(runtime, value, key)
    try:
        return value[key]
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
    if type(key) is slice:
        if isinstance(value, (list, bytearray)):
            if not isinstance(item, (list, tuple, str, bytes, bytearray)):
                item = list(iterate(runtime, item))
            runtime.charge_size(len(value) + len(item))
    elif isinstance(key, (tuple, frozenset)) and isinstance(value, dict):
        walk(runtime, key)
    try:
        value[key] = item
    except TypeError as error:
        correct_names(error, value, key)
        raise


def delete_item(runtime: Runtime, value: Any, key: Any) -> None:
    """`del value[key]`."""
    if isinstance(value, (list, bytearray, collections.deque)):
        runtime.charge(len(value) >> 6)
    elif isinstance(key, (tuple, frozenset)):
        walk(runtime, key)
    try:
        del value[key]
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
