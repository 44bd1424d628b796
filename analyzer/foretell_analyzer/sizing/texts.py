"""How many characters a text has, or the text that a value is shown as."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from ..bounds import (
    Unknown,
    UpperEnd,
    add_ends,
    greatest_end,
    greatest_of_ends,
    least_end,
    multiply_ends,
    sum_of_ends,
)
from ..ir import (
    Attribute,
    BinaryOperation,
    BinaryOperator,
    BooleanOperation,
    Call,
    Conditional,
    Constant,
    Expression,
    FormattedString,
    FormattedValue,
    GeneratorExpression,
    List,
    ListComprehension,
    Name,
    NamedExpression,
    Slice,
    Starred,
    Subscript,
    Tuple,
)
from ..polynomials import number
from ..values.shapes import Constant as Known
from ..values.shapes import Exactly, Shape
from .calls import of_call
from .paths import listed_name, path_of, returned_by, value_at

if TYPE_CHECKING:
    from .measuring import Sizing

DIGITS: Final = 4_301
"""Characters of an integer at most: CPython's limit of digits, which holds here too, and a sign."""
_SHOWN: Final = {"float": 24, "bool": 5, "NoneType": 4, "int": DIGITS, "complex": 52}
_SPECIFICATION: Final = re.compile(r".?[<>^]?[ +-]?0?(\d{0,4})([,_]?)(?:\.(\d{1,4}))?([sdfFgGe%]?)")
_FIXED: Final = 312
"""Characters of a float with no digits behind its point at most, its sign and a percent sign."""


def length_of(sizing: Sizing, node: Expression) -> UpperEnd:
    """The characters that an expression has at most if it is a text."""
    return sizing.guarded_end("text", node, lambda: _length(sizing, node))


def shown(sizing: Sizing, node: Expression) -> UpperEnd:
    """The characters of `str(value)`, at most."""
    value = sizing.facts.seen.value(node)
    if value is None or value.unknown:
        return _unknown(sizing, node)
    ends: list[UpperEnd] = []
    for shape in value.shapes:
        known = _of_shape(shape)
        if known is not None:
            ends.append(number(known))
        elif _is_text(shape):
            ends.append(length_of(sizing, node))
        else:
            return _unknown(sizing, node)
    return greatest_of_ends(ends)


def _of_shape(shape: Shape) -> int | None:
    if isinstance(shape, Known) and isinstance(
        shape.value, (str, int, float, complex, type(None), type(...))
    ):
        return _written(shape.value)
    return _SHOWN.get(shape.type) if isinstance(shape, Exactly) else None


def _written(value: object) -> int:
    """The characters of a constant; an integer may be too large to be written at all."""
    if isinstance(value, int) and value.bit_length() > 14_000:
        return DIGITS
    return len(str(value))


def _is_text(shape: Shape) -> bool:
    return isinstance(shape, Exactly) and shape.type == "str"


def _unknown(sizing: Sizing, node: Expression) -> Unknown:
    shown_as = sizing.facts.snippet(node)
    why = f"how many characters `{shown_as}` has is not known"
    return Unknown(why, sizing.facts.place(node))


def _length(sizing: Sizing, node: Expression) -> UpperEnd:
    value = sizing.facts.seen.value(node)
    constants = None if value is None else value.constants()
    if constants is not None:
        return number(max([len(one) for one in constants if isinstance(one, str)], default=0))
    path = path_of(sizing, node)
    if path is not None:
        return sizing.names.characters(*path).high
    case = _CASES.get(type(node))
    found = None if case is None else case(sizing, node)
    return _unknown(sizing, node) if found is None else found


def _name(sizing: Sizing, node: Expression) -> UpperEnd | None:
    """What any of the assignments of a variable gives it."""
    variable = sizing.facts.met.variable(node)
    ends: list[UpperEnd] = []
    for site in sizing.facts.met.bindings.get(variable, ()) if variable is not None else ():
        value = value_at(site)
        if value is None:
            return None
        ends.append(length_of(sizing, value))
    return greatest_of_ends(ends) if ends else None


def _formatted(sizing: Sizing, node: Expression) -> UpperEnd | None:
    assert isinstance(node, FormattedString)
    return sum_of_ends(
        number(len(part.value))
        if isinstance(part, Constant) and isinstance(part.value, str)
        else _field(sizing, part)
        for part in node.parts
    )


def _field(sizing: Sizing, part: Constant | FormattedValue) -> UpperEnd:
    assert isinstance(part, FormattedValue)
    end = shown(sizing, part.value)
    if part.conversion in {"r", "a"}:
        end = add_ends(multiply_ends(end, number(10)), number(2))  # `\U0001f600`, and quotes
    if part.specification is None or not part.specification.parts:
        return end
    (first, *others) = part.specification.parts
    text = first.value if isinstance(first, Constant) and not others else None
    found = _SPECIFICATION.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return _unknown(sizing, part.value)
    width, grouped, precision, kind = found.groups()
    if kind not in {"", "s"}:
        end = greatest_end(end, number(_FIXED + int(precision or 6)))
    if grouped:
        end = multiply_ends(end, number(2))
    return greatest_end(end, number(int(width or 0)))


def _operation(sizing: Sizing, node: Expression) -> UpperEnd | None:
    assert isinstance(node, BinaryOperation)
    if node.operator is BinaryOperator.ADD:
        return add_ends(length_of(sizing, node.left), length_of(sizing, node.right))
    if node.operator is BinaryOperator.MULTIPLY:
        return multiply_ends(length_of(sizing, node.left), sizing.amount(node.right).high)
    return None


def _conditional(sizing: Sizing, node: Expression) -> UpperEnd | None:
    assert isinstance(node, Conditional)
    return greatest_end(length_of(sizing, node.body), length_of(sizing, node.orelse))


def _either(sizing: Sizing, node: Expression) -> UpperEnd | None:
    assert isinstance(node, BooleanOperation)
    return greatest_of_ends([length_of(sizing, one) for one in node.operands])


def _named(sizing: Sizing, node: Expression) -> UpperEnd | None:
    assert isinstance(node, NamedExpression)
    return length_of(sizing, node.value)


def _subscript(sizing: Sizing, node: Expression) -> UpperEnd | None:
    """A slice of a text, or one character of it."""
    assert isinstance(node, Subscript)
    value = sizing.facts.seen.value(node.value)
    if value is None or value.unknown or not all(_is_textual(one) for one in value.shapes):
        return None
    if not isinstance(node.key, Slice):
        return number(1)
    whole = length_of(sizing, node.value)
    upper = node.key.upper
    if upper is None:
        return whole
    end = sizing.amount(upper)
    return whole if end.low is None else least_end(whole, end.high)


def _is_textual(shape: Shape) -> bool:
    return _is_text(shape) or (isinstance(shape, Known) and isinstance(shape.value, str))


def _call(sizing: Sizing, node: Expression) -> UpperEnd | None:
    assert isinstance(node, Call)
    if any(isinstance(one, Starred) for one in node.arguments):
        return None
    name = listed_name(sizing, node)
    if name in _TEXT_METHODS and isinstance(node.callee, Attribute):
        return _TEXT_METHODS[name](sizing, node.callee.value, node)
    if name == "str" and len(node.arguments) == 1 and not node.keywords:
        return shown(sizing, node.arguments[0])
    values = returned_by(sizing, node)
    return None if values is None else greatest_of_ends([length_of(sizing, one) for one in values])


Method = Callable[["Sizing", Expression, Call], "UpperEnd | None"]


def _shorter(sizing: Sizing, receiver: Expression, _: Call) -> UpperEnd | None:
    """No longer than it was."""
    return length_of(sizing, receiver)


def _other_case(sizing: Sizing, receiver: Expression, _: Call) -> UpperEnd | None:
    """One character may become three, as the ligature of `ffi` does in capitals."""
    return multiply_ends(length_of(sizing, receiver), number(3))


def _padded(sizing: Sizing, receiver: Expression, node: Call) -> UpperEnd | None:
    if not node.arguments:
        return None
    return greatest_end(length_of(sizing, receiver), sizing.amount(node.arguments[0]).high)


def _replaced(sizing: Sizing, receiver: Expression, node: Call) -> UpperEnd | None:
    """Each character may become the new text; it may also stand around each."""
    if len(node.arguments) < 2:
        return None
    before = add_ends(length_of(sizing, receiver), number(1))
    return multiply_ends(before, add_ends(length_of(sizing, node.arguments[1]), number(1)))


def _joined(sizing: Sizing, receiver: Expression, node: Call) -> UpperEnd | None:
    """The parts, with the receiver between them."""
    if len(node.arguments) != 1:
        return None
    parts = node.arguments[0]
    between = length_of(sizing, receiver)
    match parts:
        case List() | Tuple():
            if any(isinstance(one, Starred) for one in parts.elements):
                return None
            found = sum_of_ends(length_of(sizing, one) for one in parts.elements)
            return add_ends(found, multiply_ends(between, number(len(parts.elements))))
        case ListComprehension() | GeneratorExpression():
            count = sizing.of_expression(parts).high
            return multiply_ends(add_ends(length_of(sizing, parts.element), between), count)
        case Call() if listed_name(sizing, parts) == "map" and len(parts.arguments) == 2:
            mapped = of_call(sizing, parts)
            return None if mapped is None else _mapped(sizing, parts, between, mapped.high)
        case _:
            return None


def _mapped(sizing: Sizing, node: Call, between: UpperEnd, count: UpperEnd) -> UpperEnd | None:
    """`map(str, numbers)`."""
    function, values = node.arguments
    if not (isinstance(function, Name) and function.identifier == "str"):
        return None
    if not isinstance(values, (List, Tuple)):
        return None
    widest = greatest_of_ends([shown(sizing, one) for one in values.elements])
    return multiply_ends(add_ends(widest, between), count)


_TEXT_METHODS: Final[Mapping[str, Method]] = (
    dict.fromkeys(
        [f"str.{one}" for one in ("strip", "lstrip", "rstrip", "removeprefix", "removesuffix")],
        _shorter,
    )
    | dict.fromkeys(
        [f"str.{one}" for one in ("lower", "upper", "title", "capitalize", "casefold", "swapcase")],
        _other_case,
    )
    | dict.fromkeys([f"str.{one}" for one in ("ljust", "rjust", "center", "zfill")], _padded)
    | {"str.replace": _replaced, "str.join": _joined}
)

_CASES: Final[dict[type, Callable[[Sizing, Expression], UpperEnd | None]]] = {
    Name: _name,
    FormattedString: _formatted,
    BinaryOperation: _operation,
    Conditional: _conditional,
    BooleanOperation: _either,
    NamedExpression: _named,
    Subscript: _subscript,
    Call: _call,
}
