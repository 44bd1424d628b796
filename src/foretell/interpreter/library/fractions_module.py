"""`fractions`: exact, so its integers are bounded like all others."""

from __future__ import annotations

import fractions
import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from foretell.interpreter.attributes import CHECKS
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.measure import charge_bits

from .hosting import Arguments, Keywords, construct_by, host_members

EXPONENT: Final = re.compile(r"[eE]([+-]?[\d_]+)")


def check_parts(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """Charge the integers that a fraction is made of."""
    for value in (*arguments, *keywords.values()):
        if isinstance(value, str):
            size = len(value) * 4
            found = EXPONENT.search(value)
            if found:
                size += abs(int(found[1].replace("_", "")[:12] or "0")) * 4
            charge_bits(runtime, size)
        elif isinstance(value, Decimal) and value.is_finite():
            charge_bits(runtime, (abs(value.adjusted()) + len(value.as_tuple().digits)) * 4)
        elif isinstance(value, (int, Fraction)):
            size = value.numerator.bit_length() + value.denominator.bit_length()
            if size > 4096:
                charge_bits(runtime, size)
                runtime.charge((size >> 8) * (size >> 8) >> 2)


for _name in ("limit_denominator", "from_decimal", "from_float"):
    CHECKS[f"fractions.Fraction.{_name}"] = check_parts
construct_by(Fraction, check_parts)


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members("fractions", fractions)
