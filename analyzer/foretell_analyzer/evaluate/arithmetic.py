"""Operators whose operands are constants or containers."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final

from ..ir import (
    BinaryOperator,
    Expression,
    Node,
)
from ..values.collections import DictObject, ListObject, SetObject
from ..values.instances import Lazy
from ..values.making import exactly, literal
from ..values.origins import NO_ORIGINS
from ..values.shapes import (
    BoundTo,
    Constant,
    FunctionOf,
    ModuleOf,
    Reference,
    Shape,
    ToolOf,
    TupleOf,
)
from ..values.value import (
    BOTTOM,
    UNKNOWN,
    Value,
    either,
    join,
)
from .evaluator import Evaluator
from .hashing import hash_of
from .iteration import items_of, keys_of
from .protocols import list_items_of
from .steering import chosen, extent

_FOLD: Final[dict[BinaryOperator, Callable[[Any, Any], Any]]] = {
    BinaryOperator.ADD: operator.add,
    BinaryOperator.SUBTRACT: operator.sub,
    BinaryOperator.MULTIPLY: operator.mul,
    BinaryOperator.DIVIDE: lambda one, other: one / other,
    BinaryOperator.FLOOR_DIVIDE: lambda one, other: one // other,
    BinaryOperator.MODULO: operator.mod,
    BinaryOperator.BIT_AND: lambda one, other: one & other,
    BinaryOperator.BIT_OR: lambda one, other: one | other,
    BinaryOperator.BIT_XOR: lambda one, other: one ^ other,
}


_ADD: Final = BinaryOperator.ADD
_OF_SETS: Final = (BinaryOperator.SUBTRACT, BinaryOperator.BIT_AND, BinaryOperator.BIT_OR,
                   BinaryOperator.BIT_XOR)  # fmt: skip
MOST_PAIRS: Final = 16


def fold(left: Value, sign: BinaryOperator, right: Value) -> Value | None:
    """The results for constants, computed, if they are few and small."""
    one, other = left.constants(), right.constants()
    if one is None or other is None or len(one) * len(other) > MOST_PAIRS:
        return None
    function = _FOLD.get(sign)
    if function is None:
        return None
    found = BOTTOM
    for a in one:
        for b in other:
            if not _is_small(a, b, sign):
                return None
            try:
                result = function(a, b)
            except (ArithmeticError, TypeError, ValueError):
                return None
            found = join(found, literal(result))
    return found


def _is_small(one: object, other: object, sign: BinaryOperator) -> bool:
    """Is the result of bounded size?"""
    kinds = (bool, int, float, str)
    if not isinstance(one, kinds) or not isinstance(other, kinds):
        return False
    for value in (one, other):
        if isinstance(value, int) and value.bit_length() > 256:
            return False
        if isinstance(value, str) and len(value) > 1_000:
            return False
    if isinstance(one, str) and sign is BinaryOperator.MODULO:
        return False
    if sign is BinaryOperator.MULTIPLY and (isinstance(one, str) or isinstance(other, str)):
        number = other if isinstance(one, str) else one
        return isinstance(number, int) and abs(number) <= 100
    return True


def operate_containers(
    ev: Evaluator, left: Shape, sign: BinaryOperator, others: Value, node: Node, *, in_place: bool
) -> Value | None:
    """Operators of lists, tuples, sets and dicts; None where it is for types alone to say.

    `others` is the right operand, of one shape.
    """
    (right,) = others.shapes
    one = ev.object_at(left.location) if isinstance(left, Reference) else None
    other = ev.object_at(right.location) if isinstance(right, Reference) else None
    single = True
    if sign is BinaryOperator.ADD:
        if isinstance(one, ListObject) and (isinstance(other, ListObject) or in_place):
            return _concatenated(ev, left, one, others, node, in_place=in_place)
        if isinstance(left, TupleOf) and isinstance(right, TupleOf):
            if left.items is not None and right.items is not None:
                items = left.items + right.items
                return Value((TupleOf(items, either(items)),))
            return Value((TupleOf(None, join(left.element, right.element)),))
    if sign is BinaryOperator.MULTIPLY:
        for shape, held in ((left, one), (right, other)):
            if isinstance(held, ListObject):
                made = ListObject(held.type, single, None, held.element)
                return ev.allocate(node, made, "repeated")
            if isinstance(shape, TupleOf):
                return Value((TupleOf(None, shape.element),))
    if _is_view(one) and sign in _OF_SETS and isinstance(node, Expression):
        element = items_of(ev, Value((left,)), node).element
        if sign is not BinaryOperator.SUBTRACT:
            element = join(element, items_of(ev, Value((right,)), node).element)
        hash_of(ev, element, node)
        return ev.allocate(node, SetObject("set", single, element), "set")
    if isinstance(one, SetObject) and isinstance(other, SetObject):
        element = one.element
        if sign in (BinaryOperator.BIT_OR, BinaryOperator.BIT_XOR):
            element = join(element, other.element)
        if in_place:
            assert isinstance(left, Reference)
            ev.replace(left.location, SetObject(one.type, one.single, element))
            return Value((left,))
        return ev.allocate(node, SetObject(one.type, single, element), "set")
    if isinstance(one, DictObject) and isinstance(other, DictObject):
        hash_of(ev, join(one.other_key, other.other_key), node)
        if one.type == other.type == "collections.Counter" and (sign in _OF_SETS or sign is _ADD):
            return _counted(ev, left, one, right, other, node, in_place=in_place)
    if isinstance(one, DictObject) and sign is BinaryOperator.BIT_OR:
        from .library.dict_methods import merge_dicts

        takes_pairs = in_place and one.type != "collections.Counter"
        if not isinstance(other, DictObject) and not (takes_pairs and _may_be_pairs(right)):
            return None
        return merge_dicts(ev, left, right, node, in_place=in_place)
    return None


def _counted(
    ev: Evaluator, left: Shape, one: DictObject, right: Shape, other: DictObject, node: Node,
    *, in_place: bool,
) -> Value:  # fmt: skip
    """Counters added, subtracted, …: with any of the keys, none of them for sure."""
    assert isinstance(left, Reference)
    assert isinstance(right, Reference)
    keys = join(keys_of(ev, one, left.location).element, keys_of(ev, other, right.location).element)
    count = BOTTOM if keys.is_bottom else exactly("int").with_origins(keys.origins)
    made = DictObject(one.type, one.single if in_place else True, {}, keys, count)
    if in_place:
        ev.replace(left.location, made)
        return Value((left,))
    return ev.allocate(node, made, "counter")


def _is_view(held: object) -> bool:
    """Is it a view of a dict that has the operators of a set?"""
    return isinstance(held, Lazy) and held.kind in ("dict_keys", "dict_items")


def _may_be_pairs(shape: Shape) -> bool:
    """May it be what `|=` of a dict goes over? Of texts, only an empty one."""
    is_text = isinstance(shape, Constant) and shape.value == ""
    return isinstance(shape, (Reference, TupleOf)) or is_text or getattr(shape, "type", "") == "str"


def _concatenated(
    ev: Evaluator, left: Shape, one: ListObject, others: Value, node: Node, *, in_place: bool
) -> Value | None:
    (right,) = others.shapes
    other = ev.object_at(right.location) if isinstance(right, Reference) else None
    if not isinstance(other, ListObject):
        assert isinstance(node, Node)
        target = getattr(node, "value", node)
        if not isinstance(target, Expression):
            return UNKNOWN
        if isinstance(right, (Constant, FunctionOf, ToolOf, ModuleOf, BoundTo)) and not (
            isinstance(right, Constant) and isinstance(right.value, (str, bytes))
        ):
            return None
        items = list_items_of(ev, others.only_origins(NO_ORIGINS), target)
        added = chosen(items.element, extent(ev, Value((right,))))
        element = join(one.element, added)
        made = ListObject(one.type, one.single, None, element, one.low + items.low)
    else:
        added = chosen(other.element, extent(ev, Value((right,))))
        element = join(one.element, added)
        exact = None
        if one.items is not None and other.items is not None:
            exact = one.items + other.items
        high = -1 if -1 in (one.high, other.high) else one.high + other.high
        made = ListObject(one.type, True, exact, element, one.low + other.low, high)
    if in_place and isinstance(left, Reference):
        ev.replace(left.location, made)
        return Value((left,))
    return ev.allocate(node, made, "joined")
