"""What operators do to values of listed types: which method, which result, which do not fit."""

from __future__ import annotations

from typing import Final

from ..ir import BinaryOperator

METHODS: Final = {
    BinaryOperator.ADD: "__add__",
    BinaryOperator.SUBTRACT: "__sub__",
    BinaryOperator.MULTIPLY: "__mul__",
    BinaryOperator.MATRIX_MULTIPLY: "__matmul__",
    BinaryOperator.DIVIDE: "__truediv__",
    BinaryOperator.FLOOR_DIVIDE: "__floordiv__",
    BinaryOperator.MODULO: "__mod__",
    BinaryOperator.POWER: "__pow__",
    BinaryOperator.LEFT_SHIFT: "__lshift__",
    BinaryOperator.RIGHT_SHIFT: "__rshift__",
    BinaryOperator.BIT_AND: "__and__",
    BinaryOperator.BIT_OR: "__or__",
    BinaryOperator.BIT_XOR: "__xor__",
}
REFLECTED: Final = {sign: name.replace("__", "__r", 1) for sign, name in METHODS.items()}

_NUMBERS: Final = ("bool", "int", "float", "complex")
_ARITHMETIC: Final = frozenset(
    {BinaryOperator.ADD, BinaryOperator.SUBTRACT, BinaryOperator.MULTIPLY,
     BinaryOperator.FLOOR_DIVIDE, BinaryOperator.MODULO}
)  # fmt: skip
_BITS: Final = frozenset(
    {BinaryOperator.BIT_AND, BinaryOperator.BIT_OR, BinaryOperator.BIT_XOR,
     BinaryOperator.LEFT_SHIFT, BinaryOperator.RIGHT_SHIFT}
)  # fmt: skip
_SEQUENCES: Final = frozenset({"str", "bytes", "list", "tuple", "bytearray"})
EXACT_NUMBERS: Final = ("decimal.Decimal", "fractions.Fraction")
_SETS: Final = frozenset({"set", "frozenset", "dict_keys", "dict_items"})
_JUDGED: Final = frozenset(
    {"bool", "int", "float", "complex", "str", "bytes", "list", "tuple", "dict", "set", "NoneType",
     "function", "coroutine", "generator", "async_generator"}
)  # fmt: skip
"""Types whose operators are all told here."""
_ELSEWHERE: Final[dict[tuple[str, BinaryOperator, str], str]] = {
    ("datetime.datetime", BinaryOperator.SUBTRACT, "datetime.datetime"): "datetime.timedelta",
    ("datetime.date", BinaryOperator.SUBTRACT, "datetime.date"): "datetime.timedelta",
    ("datetime.datetime", BinaryOperator.SUBTRACT, "datetime.timedelta"): "datetime.datetime",
    ("datetime.date", BinaryOperator.SUBTRACT, "datetime.timedelta"): "datetime.date",
    ("datetime.datetime", BinaryOperator.ADD, "datetime.timedelta"): "datetime.datetime",
    ("datetime.timedelta", BinaryOperator.ADD, "datetime.datetime"): "datetime.datetime",
    ("datetime.date", BinaryOperator.ADD, "datetime.timedelta"): "datetime.date",
    ("datetime.timedelta", BinaryOperator.ADD, "datetime.date"): "datetime.date",
    ("datetime.timedelta", BinaryOperator.ADD, "datetime.timedelta"): "datetime.timedelta",
    ("datetime.timedelta", BinaryOperator.SUBTRACT, "datetime.timedelta"): "datetime.timedelta",
    ("datetime.timedelta", BinaryOperator.DIVIDE, "datetime.timedelta"): "float",
    ("datetime.timedelta", BinaryOperator.FLOOR_DIVIDE, "datetime.timedelta"): "int",
}


def result_type(left: str, sign: BinaryOperator, right: str) -> str | None:
    """The type of `left sign right`; empty if it surely raises TypeError, None if not known."""
    known = _ELSEWHERE.get((left, sign, right))
    if known is not None:
        return known
    if left not in _JUDGED or right not in _JUDGED:
        return _with_unjudged(left, sign, right)
    if left in _NUMBERS and right in _NUMBERS:
        return _of_numbers(left, sign, right)
    if sign is BinaryOperator.MODULO and left in ("str", "bytes"):
        return left
    if sign is BinaryOperator.ADD and left == right and left in _SEQUENCES:
        return left
    if sign is BinaryOperator.MULTIPLY:
        if left in _SEQUENCES and right in ("int", "bool"):
            return left
        if right in _SEQUENCES and left in ("int", "bool"):
            return right
    if left in _SETS and right in _SETS and (sign in _BITS or sign is BinaryOperator.SUBTRACT):
        is_shift = sign in (BinaryOperator.LEFT_SHIFT, BinaryOperator.RIGHT_SHIFT)
        return "" if is_shift else "set"
    if left == right == "dict" and sign is BinaryOperator.BIT_OR:
        return "dict"
    if sign is BinaryOperator.BIT_OR and "NoneType" in (left, right):
        return "" if left in _JUDGED and right in _JUDGED else None
    return ""


def _with_unjudged(left: str, sign: BinaryOperator, right: str) -> str | None:
    """Dates, times and exact numbers do not go with texts, lists and the like.

    Of others nothing is known.
    """
    timely = ("datetime.datetime", "datetime.date", "datetime.timedelta", "datetime.time")
    for one, other in ((left, right), (right, left)):
        if one in timely and other in ("str", "list", "dict", "NoneType", "bytes"):
            is_format = sign is BinaryOperator.MODULO and left == "str"
            return "str" if is_format else ""
    if sign is BinaryOperator.ADD:
        for one, other in ((left, right), (right, left)):
            if one in EXACT_NUMBERS and other in ("str", "list", "dict", "tuple", "NoneType"):
                return ""
    if left in ("datetime.datetime", "datetime.date") and right in ("int", "float"):
        return ""
    if sign is BinaryOperator.MODULO and left == "str":
        return "str"
    return None


def _of_numbers(left: str, sign: BinaryOperator, right: str) -> str | None:
    if "complex" in (left, right):
        if sign in _BITS or sign in (BinaryOperator.FLOOR_DIVIDE, BinaryOperator.MODULO):
            return ""
        return "complex"
    if sign in _BITS:
        if "float" in (left, right):
            return ""
        is_shift = sign in (BinaryOperator.LEFT_SHIFT, BinaryOperator.RIGHT_SHIFT)
        return "bool" if left == right == "bool" and not is_shift else "int"
    if sign is BinaryOperator.DIVIDE:
        return "float"
    if sign is BinaryOperator.POWER:
        return None
    if sign in _ARITHMETIC:
        return "float" if "float" in (left, right) else "int"
    return ""


_ORDERED_ALONE: Final = frozenset(
    {"str", "bytes", "list", "tuple", "set", "frozenset", "datetime.datetime", "datetime.date",
     "datetime.time", "datetime.timedelta"}
)  # fmt: skip
_NEVER_ORDERED: Final = frozenset(
    {"dict", "NoneType", "complex", "function", "coroutine", "generator"}
)


def cannot_order(left: str, right: str) -> bool:
    """Does `left < right` surely raise TypeError? Answered for types that are told here only."""
    numbers = ("bool", "int", "float")
    told = {*numbers, *_ORDERED_ALONE, *_NEVER_ORDERED}
    if left not in told or right not in told:
        return False
    if left in _NEVER_ORDERED or right in _NEVER_ORDERED:
        return True
    if left in numbers or right in numbers:
        return not (left in numbers and right in numbers)
    sets = ("set", "frozenset")
    if left in sets and right in sets:
        return False
    # A datetime is a date, but the two do not compare.
    return left != right
