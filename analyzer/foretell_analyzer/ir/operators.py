"""Operators and kinds of parameters; the value of each is its sign in the source."""

from __future__ import annotations

from enum import Enum
from typing import Final


class BinaryOperator(Enum):
    """Operators with two operands; the value is the sign."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    MATRIX_MULTIPLY = "@"
    DIVIDE = "/"
    FLOOR_DIVIDE = "//"
    MODULO = "%"
    POWER = "**"
    LEFT_SHIFT = "<<"
    RIGHT_SHIFT = ">>"
    BIT_AND = "&"
    BIT_OR = "|"
    BIT_XOR = "^"


class UnaryOperator(Enum):
    """Operators with one operand."""

    NEGATE = "-"
    PLUS = "+"
    INVERT = "~"
    NOT = "not"


class BooleanOperator(Enum):
    """Operators that may leave their later operands unevaluated."""

    AND = "and"
    OR = "or"


class Comparison(Enum):
    """Comparison operators."""

    EQUAL = "=="
    NOT_EQUAL = "!="
    LESS = "<"
    LESS_EQUAL = "<="
    GREATER = ">"
    GREATER_EQUAL = ">="
    IS = "is"
    IS_NOT = "is not"
    IN = "in"
    NOT_IN = "not in"


NEGATED: Final = {
    Comparison.LESS: Comparison.GREATER_EQUAL,
    Comparison.LESS_EQUAL: Comparison.GREATER,
    Comparison.GREATER: Comparison.LESS_EQUAL,
    Comparison.GREATER_EQUAL: Comparison.LESS,
    Comparison.EQUAL: Comparison.NOT_EQUAL,
    Comparison.NOT_EQUAL: Comparison.EQUAL,
}
"""Of numbers: what holds where a comparison does not."""


class ParameterKind(Enum):
    """How an argument reaches a parameter."""

    POSITIONAL_ONLY = "positional only"
    POSITIONAL_OR_KEYWORD = "positional or keyword"
    VAR_POSITIONAL = "*"
    KEYWORD_ONLY = "keyword only"
    VAR_KEYWORD = "**"
