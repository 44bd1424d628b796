"""Operators: arithmetic, comparison, conversion to text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ..ir import (
    BinaryOperation,
    BinaryOperator,
    Expression,
    Node,
)
from ..values.making import exactly
from ..values.shapes import (
    ClassOf,
    Constant,
    Listed,
    Shape,
)
from ..values.value import (
    ANYTHING,
    BOTTOM,
    BOUND,
    UNKNOWN,
    UNKNOWN_DATA,
    Value,
    either,
    join,
)
from .access import describe
from .arithmetic import fold, operate_containers
from .attempts import for_each, perhaps
from .entering import is_plain
from .evaluator import EXPRESSIONS, Evaluator
from .iteration import call_anything
from .methods import call_method, class_of
from .observations import FAILS, PARTLY, Detail
from .operands import Operands, each_pair
from .operators import EXACT_NUMBERS, METHODS, REFLECTED, result_type
from .texts import show_parts


def binary(ev: Evaluator, node: Expression) -> Value:
    """`left operator right`; a long chain on the left is evaluated from its inner end."""
    assert isinstance(node, BinaryOperation)
    chain: list[BinaryOperation] = [node]
    inner = node.left
    while isinstance(inner, BinaryOperation):
        chain.append(inner)
        inner = inner.left
    value = ev.evaluate(inner)
    while chain:
        one = chain.pop()
        if not ev.goes_on():
            return BOTTOM
        splits = ev.split_count
        right = ev.evaluate(one.right)
        if not ev.goes_on():
            return BOTTOM
        if ev.split_count != splits:
            value = ev.aged(value)
        value = operate(ev, value, one.operator, right, one)
        if chain and ev.goes_on():
            ev.seen.see(one, value)
    return value


def operate(
    ev: Evaluator,
    left: Value,
    sign: BinaryOperator,
    right: Value,
    node: Node,
    *,
    in_place: bool = False,
) -> Value:
    """What an operator gives for two values; operands that do not go together are told."""
    origins = left.origins | right.origins if right.origins else left.origins
    if sign is BinaryOperator.MODULO:
        origins = origins | ev.origins_within(right)
    folded = fold(left, sign, right)
    if folded is not None:
        ev.passes("wrong-operand", node)
        return folded.with_origins(origins)
    goes_well = bool(left.unknown or right.unknown)
    if sign is BinaryOperator.MODULO and any(_is_text(one) for one in left.shapes):
        show_parts(ev, right, node)
    results, refused = _operate_instances(ev, left, sign, right, node, in_place=in_place)
    if not results.is_bottom:
        goes_well = True
    plain_left = [one for one in left.shapes if not is_script_instance(ev, one)]
    plain_right = [one for one in right.shapes if not is_script_instance(ev, one)]
    failing = refused
    if len(plain_left) * len(plain_right) > 64:
        results, goes_well = UNKNOWN, True
    else:
        pairs = [(one, other) for one in plain_left for other in plain_right]

        def take(pair: Operands) -> Value | None:
            other = right.only((pair[1],), 0)
            return _operate(ev, pair[0], sign, other, node, in_place=in_place)

        for pair, result in each_pair(ev, pairs, take, node, has_others=goes_well):
            if result is None:
                failing = pair
            else:
                goes_well = True
                results = join(results, result)
    if left.unknown or right.unknown:
        results = join(results, _operate_unknown(ev, left, sign, right, node))
    if failing is None:
        ev.passes("wrong-operand", node)
    else:
        detail = Detail(
            describe(ev, failing[0]), describe(ev, failing[1]),
            declared=left.declared or right.declared, names=(sign.value,),
            value=Value(failing, 0, BOUND, left.declared, left.origins),
        )  # fmt: skip
        ev.note("wrong-operand", node, PARTLY if goes_well else FAILS, detail)
    if is_plain(ev, left) and is_plain(ev, right) and _is_of_numbers(ev, left, right):
        kinds = _ARITHMETIC.get(sign, ())
        if failing is not None or kinds:
            ev.may_raise("TypeError", *kinds)
    else:
        ev.may_raise()
    if results.is_bottom and failing is not None:
        return _if_it_goes_well(ev, left, sign, right).with_origins(origins)
    if left.declared or right.declared:
        results = results.believed()
    return results.with_origins(origins)


def _if_it_goes_well(ev: Evaluator, left: Value, sign: BinaryOperator, right: Value) -> Value:
    """What operands give that do not go together, if what a tool declares of one is wrong.

    A tool gives plain data, of which only numbers are added to numbers, and only text to text.
    """
    if sign is BinaryOperator.ADD:
        for own, other in ((left, right), (right, left)):
            kinds = {describe(ev, one) for one in own.shapes}
            if not kinds or own.unknown or own.declared or not other.declared:
                continue
            if kinds == {"str"}:
                return exactly("str")
            if kinds <= _ADDED:
                return either([exactly(kind) for kind in sorted(_ADDED - {"bool"})])
    is_declared = left.declared or right.declared
    return UNKNOWN_DATA.believed() if is_declared else UNKNOWN_DATA


_ADDED: Final = frozenset({"int", "float", "bool", "complex", *EXACT_NUMBERS})
_ARITHMETIC: Final = {
    BinaryOperator.DIVIDE: ("ZeroDivisionError", "OverflowError"),
    BinaryOperator.FLOOR_DIVIDE: ("ZeroDivisionError", "OverflowError"),
    BinaryOperator.MODULO: ("ZeroDivisionError", "OverflowError", "ValueError", "KeyError"),
    BinaryOperator.POWER: ("ZeroDivisionError", "OverflowError", "ValueError", "MemoryError"),
    BinaryOperator.LEFT_SHIFT: ("ValueError", "OverflowError", "MemoryError"),
    BinaryOperator.RIGHT_SHIFT: ("ValueError", "OverflowError"),
    BinaryOperator.ADD: ("OverflowError",),
    BinaryOperator.SUBTRACT: ("OverflowError",),
    BinaryOperator.MULTIPLY: ("OverflowError", "MemoryError"),
}
"""By operator: what it may raise of operands that it takes."""


def _is_of_numbers(ev: Evaluator, left: Value, right: Value) -> bool:
    """Are both sides numbers or texts, which do nothing but what the operator says?"""
    kinds = {describe(ev, one) for one in (*left.shapes, *right.shapes)}
    return not left.unknown and not right.unknown and kinds <= {"int", "float", "bool", "str"}


def is_script_instance(ev: Evaluator, shape: Shape) -> bool:
    """Is it an object of a class of the script?"""
    return not isinstance(shape, ClassOf) and class_of(ev, shape) is not None


def _operate_instances(
    ev: Evaluator, left: Value, sign: BinaryOperator, right: Value, node: Node, *, in_place: bool
) -> tuple[Value, tuple[Shape, Shape] | None]:
    """What methods of the script give for an operator, and which operands they do not take.

    The left side is asked first; the right side where the left one has no answer, or where its
    class is derived from that of the left one.
    """
    results = BOTTOM
    refused: tuple[Shape, Shape] | None = None
    lefts = [one for one in left.shapes if is_script_instance(ev, one)]
    rights = [one for one in right.shapes if is_script_instance(ev, one)]
    asked: list[Shape] = []
    mute: list[Shape] = [one for one in left.shapes if one not in lefts]
    silent: list[Shape] = []
    names = [METHODS[sign]]
    if in_place:
        names.insert(0, f"__i{METHODS[sign].strip('_')}__")
    declined = bool(left.unknown)

    def ask_left(shape: Shape) -> tuple[Value | None, bool]:
        answer: Value | None = None
        for name in names:
            own = call_method(ev, Value((shape,)), name, [right], node)
            if own is not None:
                given, declines = without_not_implemented(own)
                answer = given if answer is None else join(answer, given)
                if not declines:
                    return answer, False
        return answer, True

    for shape, (answer, declines) in zip(lefts, for_each(ev, lefts, ask_left), strict=True):
        info = class_of(ev, shape)
        assert info is not None
        results = results if answer is None else join(results, answer)
        if not declines:
            continue
        if answer is not None:
            asked.append(shape)
        elif info.is_open or info.outside:
            results = join(results, UNKNOWN)
        else:
            mute.append(shape)

    is_repeating = sign is BinaryOperator.MULTIPLY  # a sequence does it for whoever declines

    def ask_right(shape: Shape) -> Value | None:
        beside = [one for one in lefts if derives(ev, shape, one)]
        given = left.only((*dict.fromkeys([*mute, *asked, *beside]),), left.unknown)
        if not given.shapes and not declined:
            return BOTTOM
        return call_method(ev, Value((shape,)), REFLECTED[sign], [given], node)

    for shape, own in zip(rights, perhaps_each(ev, rights, ask_right), strict=True):
        info = class_of(ev, shape)
        assert info is not None
        if own is not None:
            given, declines = without_not_implemented(own)
            results = join(results, given)
            if declines and is_repeating:
                silent.append(shape)
        elif info.is_open or info.outside:
            results = join(results, UNKNOWN)
        else:
            silent.append(shape)
    silent += [one for one in right.shapes if one not in rights]
    if is_repeating:
        mute += asked
    pairs = [
        (one, other)
        for one in mute
        for other in silent
        if is_script_instance(ev, one) or is_script_instance(ev, other)
    ]

    def take(pair: Operands) -> Value | None:
        return _without_methods(ev, pair, sign, node, in_place=in_place)

    has_others = bool(left.unknown or right.unknown or not results.is_bottom)
    for pair, own in each_pair(ev, pairs, take, node, has_others=has_others):
        if own is None:
            refused = pair
        else:
            results = join(results, own)
    return results, refused


def _without_methods(
    ev: Evaluator, pair: Operands, sign: BinaryOperator, node: Node, *, in_place: bool
) -> Value | None:
    """What an operator gives where no method of the script has an answer; None if it refuses."""
    left, right = pair
    if in_place and not is_script_instance(ev, left):
        extended = operate_containers(ev, left, sign, Value((right,)), node, in_place=True)
        if extended is not None:
            return extended
    if sign is BinaryOperator.MODULO and _is_text(left):
        return exactly("str")
    if sign is not BinaryOperator.MULTIPLY:
        return None
    for one in pair:
        call_method(ev, Value((one,)), "__index__", [], node)
        ev.escape(Value((one,)))
    return UNKNOWN


def perhaps_each(
    ev: Evaluator, shapes: list[Shape], action: Callable[[Shape], Value | None]
) -> list[Value | None]:
    """Do something for one of several alternatives, or for none."""
    return perhaps(ev, lambda: for_each(ev, shapes, action)) if shapes else []


def derives(ev: Evaluator, shape: Shape, other: Shape) -> bool:
    one, two = class_of(ev, shape), class_of(ev, other)
    return one is not None and two is not None and one is not two and one.is_subclass(two)


def without_not_implemented(value: Value) -> tuple[Value, bool]:
    """The answer of an operator's method, and whether it may decline."""
    kept = tuple([one for one in value.shapes if getattr(one, "type", "") != "NotImplementedType"])
    return value.only(kept, value.unknown), len(kept) < len(value.shapes) or bool(value.unknown)


def _operate_unknown(
    ev: Evaluator, left: Value, sign: BinaryOperator, right: Value, node: Node
) -> Value:
    """One side is not known: its operator, or the reflected one, may be of the script."""
    kind = max(left.unknown, right.unknown)
    if kind == ANYTHING:
        call_anything(ev, node)
        return UNKNOWN
    if any(is_script_instance(ev, one) for one in (*left.shapes, *right.shapes)):
        return UNKNOWN
    is_format = sign is BinaryOperator.MODULO and left.shapes and not left.unknown
    if is_format and all(_is_text(one) for one in left.shapes):
        return exactly("str")
    return UNKNOWN_DATA


def _is_text(shape: Shape) -> bool:
    return (isinstance(shape, Constant) and isinstance(shape.value, str)) or (
        getattr(shape, "type", "") == "str"
    )


def _operate(
    ev: Evaluator, left: Shape, sign: BinaryOperator, others: Value, node: Node, *, in_place: bool
) -> Value | None:
    (right,) = others.shapes
    containers = operate_containers(ev, left, sign, others, node, in_place=in_place)
    if containers is not None:
        return containers
    if isinstance(left, (ClassOf, Listed)) and sign is BinaryOperator.BIT_OR:
        return UNKNOWN_DATA  # a union of types
    if isinstance(right, (ClassOf, Listed)) and sign is BinaryOperator.BIT_OR:
        return UNKNOWN_DATA
    result = result_type(describe(ev, left), sign, describe(ev, right))
    if result == "":
        return None
    return UNKNOWN_DATA if result is None else exactly(result)


EXPRESSIONS[BinaryOperation] = binary
