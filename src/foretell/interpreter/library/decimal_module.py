"""`decimal`: the context is the run's own, its precision is limited.

CPython keeps the context per thread, and arithmetic uses it without being asked: so a context of
the run is put in place when the script imports the module, and the host's is put back at its end.
"""

from __future__ import annotations

import decimal
from decimal import Decimal
from typing import Any, Final

from foretell.interpreter.attributes import CHECKS, HOST_TYPES, SETTERS
from foretell.interpreter.kernel import BuiltinFunction, Runtime, Stop
from foretell.interpreter.measure import charge_bits, charge_length, walk
from foretell_analyzer.dialect import EntryKind, load_dialect

from .hosting import Arguments, Keywords, construct_by, construct_with, host_members, light
from .services import services

MOST_DIGITS: Final = 5_000
LARGEST_EXPONENT: Final = 1_000_000


def check_value(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """Charge a number made from text or digits; its exponent must not be out of all measure."""
    for value in (*arguments, *keywords.values()):
        if isinstance(value, str):
            runtime.charge_size(len(value))
            runtime.charge((len(value) >> 6) + 1)
        elif isinstance(value, (tuple, list)):
            walk(runtime, value)
        elif isinstance(value, int):
            runtime.charge((value.bit_length() >> 8) ** 2 >> 6)


def make_decimal(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`Decimal(value)`."""
    check_value(runtime, arguments, keywords)
    made = Decimal(*arguments, **keywords)
    check_exponent(made)
    return made


def check_exponent(value: Decimal) -> None:
    """Numbers with huge exponents would become huge integers and texts."""
    if value.is_finite() and abs(value.adjusted()) > LARGEST_EXPONENT:
        raise Stop("size", f"a decimal exponent is larger than {LARGEST_EXPONENT}")


def check_operation(runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> None:
    """Charge an operation by the precision in force."""
    digits = decimal.getcontext().prec
    runtime.charge((digits * digits >> 10) + 1)


def check_heavy(runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> None:
    """`exp`, `ln` and the like take many operations."""
    digits = decimal.getcontext().prec
    runtime.charge((digits * digits >> 4) + 4)


def check_ratio(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """`as_integer_ratio()` makes integers of all digits."""
    value = arguments[0]
    if value.is_finite():
        charge_bits(runtime, (abs(value.adjusted()) + len(value.as_tuple().digits)) * 4)


def check_integral(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """Texts of all digits."""
    value = arguments[0]
    if isinstance(value, Decimal) and value.is_finite():
        charge_length(runtime, abs(value.adjusted()))


def check_precision(value: Any) -> None:
    """Refuse a precision beyond ours: `Stop`, as for any value that is too large."""
    if isinstance(value, int) and value > MOST_DIGITS:
        raise Stop("size", f"a decimal precision of {value} digits is larger than {MOST_DIGITS}")


def set_precision(_runtime: Runtime, context: Any, value: Any) -> None:
    """`context.prec = value`."""
    check_precision(value)
    context.prec = value


def setter(name: str) -> Any:
    """Assign to another field of a context."""

    def assign(_runtime: Runtime, context: Any, value: Any) -> None:
        setattr(context, name, value)

    return assign


def check_context(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """A new context."""
    check_precision(keywords.get("prec", arguments[0] if arguments else None))


def set_context(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`setcontext(context)`."""
    decimal.setcontext(*arguments, **keywords)
    check_precision(decimal.getcontext().prec)
    return None


def local_context(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`localcontext(context, …)`."""
    check_precision(keywords.get("prec"))
    return decimal.localcontext(*arguments, **keywords)


FUNCTIONS: Final[dict[str, BuiltinFunction]] = {
    "setcontext": set_context,
    "localcontext": local_context,
}
HEAVY: Final = frozenset(
    {
        "exp",
        "ln",
        "log10",
        "sqrt",
        "fma",
        "remainder_near",
        "power",
        "remainder",
        "divide_int",
        "divmod",
    }
)
ARITHMETIC: Final = frozenset(
    {"quantize", "normalize", "scaleb", "shift", "rotate", "divide", "multiply", "add", "subtract"}
)

for _type in ("Decimal", "Context"):
    for _name in HEAVY:
        CHECKS[f"decimal.{_type}.{_name}"] = check_heavy
    for _name in ARITHMETIC:
        CHECKS[f"decimal.{_type}.{_name}"] = check_operation
CHECKS["decimal.Decimal.as_integer_ratio"] = check_ratio
CHECKS["decimal.Decimal.to_eng_string"] = check_integral
CHECKS["decimal.Context.create_decimal"] = check_value
SETTERS["decimal.Context.prec"] = set_precision
for _name in ("rounding", "Emin", "Emax", "capitals", "clamp"):
    SETTERS[f"decimal.Context.{_name}"] = setter(_name)


def install() -> None:
    """Let the classes of the module be called."""
    construct_with(Decimal, make_decimal)
    construct_by(decimal.Context, check_context)
    construct_by(decimal.DecimalTuple, light)
    for entry in load_dialect().modules["decimal"].members.values():
        if entry.kind is EntryKind.CLASS and entry.name not in ("Decimal", "Context"):
            kind = getattr(decimal, entry.name, None)
            if isinstance(kind, type):
                HOST_TYPES[kind] = f"decimal.{entry.name}"


install()


class Contexts:
    """The decimal context that is not the thread's now: the run's, or the host's while it runs."""

    def __init__(self, other: decimal.Context) -> None:
        self.other = other

    def swap(self) -> None:
        """Make the other one the thread's."""
        now = decimal.getcontext()
        decimal.setcontext(self.other)
        self.other = now


def members(runtime: Runtime) -> dict[str, object]:
    """The names of the module; from now on the context is the run's."""
    contexts = Contexts(decimal.Context())
    contexts.swap()
    swaps: list[Any] = services(runtime).state.setdefault("swaps", [])
    swaps.append(contexts.swap)
    own: dict[str, object] = {
        name: getattr(decimal, name).copy()
        for name in ("BasicContext", "DefaultContext", "ExtendedContext")
    }
    return host_members("decimal", decimal, own=own, functions=FUNCTIONS)
