"""`statistics`: each value costs several steps, since CPython sums exact fractions."""

from __future__ import annotations

import statistics
from decimal import Decimal
from fractions import Fraction
from typing import Any

from foretell.interpreter.attributes import CHECKS, METHODS
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.measure import charge_bits, charge_length, check_keys, consumable
from foretell_analyzer.dialect import EntryKind, load_dialect

from .decimal_module import check_ratio
from .hosting import Arguments, Keywords, construct_by, host_members, light
from .services import services


def check_data(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """All data are collected and charged; integers among them may be long."""
    for index, value in enumerate(arguments):
        if hasattr(type(value), "__iter__") and not isinstance(value, str):
            arguments[index] = collect_numbers(runtime, value)
    for name, value in keywords.items():
        if hasattr(type(value), "__iter__") and not isinstance(value, str):
            keywords[name] = collect_numbers(runtime, value)
        elif name == "n" and isinstance(value, int):
            charge_length(runtime, value)
            runtime.charge(max(0, value))


def collect_numbers(runtime: Runtime, values: object) -> list[object]:
    """The values as a list, eight steps each."""
    found = list(consumable(runtime, values))
    runtime.charge(len(found) * 8)
    check_keys(runtime, found)
    bits = 0
    denominators: set[int] = set()
    for value in found:
        if type(value) is int:
            bits = max(bits, value.bit_length())
        elif isinstance(value, Decimal) and value.is_finite():
            check_ratio(runtime, [value], {})
        elif isinstance(value, Fraction):
            denominators.add(value.denominator)
    # The exact sum of fractions may have the product of their denominators for its own.
    length = sum(one.bit_length() for one in denominators) >> 8
    runtime.charge(len(denominators) * length * length >> 6)
    if bits > 1024:
        charge_bits(runtime, bits * 2)
        runtime.charge((bits >> 8) * len(found))
    return found


def check_quantiles(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """`n` quantiles."""
    for value in (*arguments[1:], *keywords.values()):
        if isinstance(value, int):
            charge_length(runtime, value)
            runtime.charge(max(0, value) * 8)


def draw_samples(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`NormalDist.samples(n, seed=…)`: without a seed, from the chance of the run."""
    check_quantiles(runtime, arguments, {})
    options = dict(keywords)
    if options.get("seed") is None:
        options["seed"] = services(runtime).random.getrandbits(64)
    distribution: Any = arguments[0]
    result: object = distribution.samples(*arguments[1:], **options)
    return result


CHECKS["statistics.NormalDist.quantiles"] = check_quantiles
METHODS["statistics.NormalDist.samples"] = draw_samples
CHECKS["statistics.NormalDist.from_samples"] = check_data
construct_by(statistics.NormalDist, light)
construct_by(statistics.LinearRegression, light)


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    entries = load_dialect().modules["statistics"].members
    checks = {
        name: check_data for name, entry in entries.items() if entry.kind is EntryKind.FUNCTION
    }
    return host_members("statistics", statistics, checks=checks)
