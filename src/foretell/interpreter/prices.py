"""What a call of a tool costs, as the overlay declares it: exact, as the bounds of a report are."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from foretell_analyzer.catalog.tools import Price, exact


def price_of(price: Price, arguments: Mapping[str, Any]) -> Fraction:
    """The price of one call with these arguments."""
    total = exact(price.fixed)
    for name, amount in price.per_char.items():
        total += exact(amount) * characters(arguments.get(name))
    return total


def characters(value: object) -> int:
    """The characters of a text, or of all texts in plain data; a part that is shared counts once."""
    count = 0
    met: set[int] = set()
    waiting: list[object] = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            count += len(one)
        elif isinstance(one, (list, tuple, dict)) and id(one) not in met:
            met.add(id(one))
            waiting.extend(one)
            if isinstance(one, dict):
                waiting.extend(one.values())
    return count
