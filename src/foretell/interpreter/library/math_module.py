"""`math`: functions of integers are charged by the size of what they make."""

from __future__ import annotations

import math
from typing import Any

from foretell.interpreter.costs import check_integer_of
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.measure import charge_bits, charge_items, consumable, is_sized
from foretell.interpreter.operators import binary, iterate

from .hosting import Arguments, Keywords, consume_first, host_members
from .text_methods import ask_index

NUMBERS = frozenset({int, float, bool})


def check_factorial(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """`n!` has about `n log2(n) - 1.44 n` bits."""
    ask_index(arguments, 0)
    if arguments and isinstance(arguments[0], int) and arguments[0] > 20:
        n = arguments[0]
        bits = n * max(1, n.bit_length() - 2)
        charge_bits(runtime, bits)
        runtime.charge((bits >> 8) * (bits >> 8) >> 6)


def check_choices(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """`comb(n, k)` and `perm(n, k)` are products of `k` factors of the size of `n`."""
    ask_index(arguments, 0)
    ask_index(arguments, 1)
    if len(arguments) == 2 and all(isinstance(value, int) for value in arguments):
        n, k = arguments
        if 0 <= k <= n:
            size = n.bit_length() * min(k, n - k if n - k > 0 else k) + 1
            charge_bits(runtime, size)
            runtime.charge((size >> 8) * (size >> 8) >> 4)
    elif len(arguments) == 1 or (len(arguments) == 2 and arguments[1] is None):
        check_factorial(runtime, arguments[:1], {})


def check_permutations(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """`perm(n, k)` multiplies `k` factors, however near `k` is to `n`."""
    ask_index(arguments, 0)
    ask_index(arguments, 1)
    if len(arguments) == 2 and all(isinstance(value, int) for value in arguments):
        n, k = arguments
        if 0 <= k <= n:
            size = n.bit_length() * k + 1
            charge_bits(runtime, size)
            runtime.charge((size >> 8) * (size >> 8) >> 4)
    else:
        check_choices(runtime, arguments, keywords)


def check_shift(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """Integers of `gcd`, `lcm` and `isqrt` may be long."""
    bits = 0
    for value in arguments:
        if isinstance(value, int):
            bits += value.bit_length()
    if bits > 4096:
        charge_bits(runtime, bits)
        runtime.charge((bits >> 8) * (bits >> 8) >> 4)


def check_points(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """`dist(p, q)` goes through both points."""
    for index, value in enumerate(arguments):
        arguments[index] = (
            value if isinstance(value, (list, tuple)) else list(consumable(runtime, value))
        )
        charge_items(runtime, len(arguments[index]))


def check_whole(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """`ceil`, `floor` and `trunc` give an integer of all digits."""
    for value in arguments:
        check_integer_of(runtime, value)


def product(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`prod(iterable, start=…)`: multiplication by multiplication, since products grow."""
    if len(arguments) != 1 or keywords.keys() - {"start"}:
        return math.prod(*arguments, **keywords)
    result: Any = keywords.get("start", 1)
    iterable = arguments[0]
    if is_sized(iterable):
        charge_items(runtime, len(iterable))
    for item in iterate(runtime, iterable):
        runtime.charge(1)
        result = binary(runtime, "*", result, item)
    return result


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members(
        "math",
        math,
        functions={"prod": product},
        checks={
            "ceil": check_whole,
            "factorial": check_factorial,
            "floor": check_whole,
            "trunc": check_whole,
            "comb": check_choices,
            "perm": check_permutations,
            "gcd": check_shift,
            "lcm": check_shift,
            "isqrt": check_shift,
            "fsum": consume_first,
            "dist": check_points,
        },
    )
