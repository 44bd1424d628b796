"""What operations of C cost, charged before they are done; `Stop` where they would be too much."""

from __future__ import annotations

import collections
from collections.abc import Callable, ItemsView, KeysView
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from .formatting import check_percent
from .kernel import Runtime
from .measure import (
    ATOMS,
    charge_bits,
    charge_items,
    charge_length,
    is_flat,
    walk,
)

Check = Callable[[Runtime, Any, Any], None]

SEQUENCES: Final = (str, bytes, bytearray, list, tuple, collections.deque)


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


def check_integer_of(runtime: Runtime, value: Any) -> None:
    """Charge the integer that a decimal comes to: its exponent says how long it is."""
    if isinstance(value, Decimal) and value.is_finite():
        charge_bits(runtime, max(0, value.adjusted()) * 3)


def check_modulo(runtime: Runtime, left: Any, right: Any) -> None:
    """Charge `left % right`: a remainder, or formatting."""
    if isinstance(left, (str, bytes, bytearray)):
        if isinstance(left, str) and "d" in left:
            for value in right if isinstance(right, tuple) else (right,):
                check_integer_of(runtime, value)
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
        if isinstance(value, (dict, set, frozenset, KeysView)):
            charge_items(runtime, len(value))
        elif isinstance(value, ItemsView):
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

VIEWS: Final[tuple[Any, ...]] = (type({}.keys()), type({}.items()))


def check_binary(runtime: Runtime, sign: str, left: object, right: object) -> None:
    """Charge a binary operation."""
    check = CHECKS.get(sign)
    if check is not None:
        check(runtime, left, right)


ORDERED: Final = (list, tuple, collections.deque)

GROUPS: Final = (dict, set, frozenset)


def check_compare(runtime: Runtime, left: Any, right: Any) -> None:  # noqa: C901, PLR0912 - a case for each kind
    """Charge a comparison of two values by `==`, `<` and so on."""
    kind = type(left)
    if kind is Fraction and type(right) is Fraction:
        bits = left.numerator.bit_length() + left.denominator.bit_length()
        bits += right.numerator.bit_length() + right.denominator.bit_length()
        runtime.charge((bits >> 8) ** 2 >> 4)
        return
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
        if not isinstance(right, GROUPS) and not isinstance(right, VIEWS):
            return
        charge_items(runtime, min(len(left), len(right)))
        if isinstance(left, dict) and not is_flat(dict.values(left)):
            walk(runtime, left, cyclic=False)
    elif isinstance(left, VIEWS):
        charge_items(runtime, len(left))
        walk(runtime, list(left), cyclic=False)


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


SIGNS: Final[dict[str, str]] = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "divmod": "//",
    "mod": "%", "pow": "**", "lshift": "<<", "rshift": ">>", "and": "&", "or": "|", "xor": "^",
}  # fmt: skip
COMPARISONS: Final = frozenset({"__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"})
INTEGERS: Final = frozenset({"__int__", "__floor__", "__ceil__", "__trunc__", "__round__"})


def check_special(runtime: Runtime, name: str, arguments: list[Any]) -> None:
    """Charge a special method of a builtin type that is called by its name."""
    if not arguments:
        return
    first = arguments[0]
    if name in INTEGERS:
        check_integer_of(runtime, first)
    if len(arguments) != 2:
        return
    second = arguments[1]
    short = name.strip("_")
    if name in COMPARISONS:
        check_compare(runtime, first, second)
    elif name == "__contains__":
        if isinstance(first, (*ORDERED, range)):
            check_scan(runtime, first, second)
        elif isinstance(first, (str, bytes, bytearray)):
            check_search(runtime, first, second)
    elif short in SIGNS:
        check_binary(runtime, SIGNS[short], first, second)
    elif short[1:] in SIGNS:
        other = (first, second) if short[0] == "i" else (second, first)
        check_binary(runtime, SIGNS[short[1:]], *other)
