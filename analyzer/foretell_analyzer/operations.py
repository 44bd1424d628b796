"""Types of what operators and iteration give, for operands of exact builtin types."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from .declared import meaning_of_items
from .ir import BinaryOperator
from .meanings import DataMeaning, Meaning

_ARITHMETIC: Final = frozenset(
    {
        BinaryOperator.ADD,
        BinaryOperator.SUBTRACT,
        BinaryOperator.MULTIPLY,
        BinaryOperator.FLOOR_DIVIDE,
        BinaryOperator.MODULO,
    }
)
_SEQUENCES: Final = ("str", "list", "tuple", "bytes")
_INTEGERS: Final = ("int", "bool")
_NUMBERS: Final = ("int", "bool", "float", "number")
_ITEMS: Final = {"str": "str", "range": "int", "bytes": "int", "bytearray": "int"}


def joined(one: Meaning | None, other: Meaning | None) -> Meaning | None:
    """What is certain if it may be either."""
    if one is None or other is None:
        return None
    if one is other or one == other:
        return one
    if isinstance(one, DataMeaning) and isinstance(other, DataMeaning) and one.type == other.type:
        return DataMeaning(one.type, origin=one.origin or other.origin)
    return None


def item_of(meaning: Meaning | None) -> Meaning | None:
    """What iterating over a value gives."""
    if not isinstance(meaning, DataMeaning):
        return None
    if meaning.type in _ITEMS:
        return DataMeaning(_ITEMS[meaning.type])
    return meaning.item or meaning_of_items(meaning)


def without_items(meaning: DataMeaning) -> DataMeaning:
    """The same value, after anybody may have changed what is in it."""
    return replace(meaning, item=None, schema=None, root=None)


def result_of_operation(  # noqa: PLR0911 - a return a kind of operands
    left: str, operator: BinaryOperator, right: str
) -> str | None:
    """The type of `left operator right`, or nothing where it is not certain or an error."""
    if operator is BinaryOperator.DIVIDE:
        return "float" if left in _NUMBERS and right in _NUMBERS else None
    if operator in _ARITHMETIC and left in _NUMBERS and right in _NUMBERS:
        if left in _INTEGERS and right in _INTEGERS:
            return "int"
        return "float" if "float" in (left, right) else "number"
    if operator is BinaryOperator.ADD and left == right and left in _SEQUENCES:
        return left
    if operator is BinaryOperator.MULTIPLY and left in _SEQUENCES and right in _INTEGERS:
        return left
    if operator is BinaryOperator.MULTIPLY and right in _SEQUENCES and left in _INTEGERS:
        return right
    if operator is BinaryOperator.MODULO and left == "str":
        return "str"
    return None


def cannot_operate(left: str, operator: BinaryOperator, right: str) -> bool:
    """Does `left operator right` surely raise a TypeError?

    Answered for numbers, texts and the usual containers only: these are in each other's way as
    CPython's own types say, whatever the values.
    """
    if left not in _JUDGED or right not in _JUDGED:
        return False
    if operator is BinaryOperator.ADD:
        same = left == right and left in _SEQUENCES
        return not (same or (left in _NUMBERS and right in _NUMBERS))
    if operator is BinaryOperator.DIVIDE:
        return not (left in _NUMBERS and right in _NUMBERS)
    return False


def cannot_compare(left: str, right: str) -> bool:
    """Does `left < right` surely raise a TypeError?"""
    if left not in _JUDGED or right not in _JUDGED:
        return False
    if left in _NUMBERS and right in _NUMBERS:
        return False
    return left != right or left in ("dict", "NoneType")


_JUDGED: Final = frozenset(
    {"str", "int", "float", "number", "bool", "list", "tuple", "dict", "NoneType"}
)
