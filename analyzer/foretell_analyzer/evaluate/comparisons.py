"""Comparisons: equality, order, identity, membership."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from ..effects import Effect
from ..effects import perhaps as perhaps_of
from ..ir import (
    Compare,
    Comparison,
    Expression,
    Node,
)
from ..values.collections import ENDLESS, DictObject, ListObject, SetObject
from ..values.making import BOOL, exactly, literal
from ..values.routines import ClassInfo
from ..values.shapes import (
    ClassOf,
    Constant,
    Reference,
    Shape,
    TupleOf,
)
from ..values.store import Delta
from ..values.value import (
    ANYTHING,
    BOTTOM,
    FALSE_VALUE,
    TRUE_VALUE,
    Value,
    either,
    join,
)
from . import steering
from .access import describe
from .arithmetic import MOST_PAIRS
from .entering import is_plain
from .evaluator import EXPRESSIONS, Evaluator
from .hashing import ask_all, hash_of
from .iteration import call_anything, has_effects, items_of
from .methods import call_method, class_of, find_method
from .observations import FAILS, PARTLY, Detail
from .operations import derives, is_script_instance, perhaps_each, without_not_implemented

_ORDERED: Final = frozenset(
    {Comparison.LESS, Comparison.LESS_EQUAL, Comparison.GREATER, Comparison.GREATER_EQUAL}
)


_COMPARED_BY: Final = {
    Comparison.EQUAL: "__eq__", Comparison.NOT_EQUAL: "__ne__", Comparison.LESS: "__lt__",
    Comparison.LESS_EQUAL: "__le__", Comparison.GREATER: "__gt__",
    Comparison.GREATER_EQUAL: "__ge__",
}  # fmt: skip


_MIRRORED: Final = {
    "__eq__": "__eq__", "__ne__": "__ne__", "__lt__": "__gt__", "__le__": "__ge__",
    "__gt__": "__lt__", "__ge__": "__le__",
}  # fmt: skip


def compare(ev: Evaluator, node: Expression) -> Value:
    """`left < b <= c`: later comparators are evaluated only while the earlier ones hold."""
    assert isinstance(node, Compare)
    left = ev.evaluate(node.left)
    result = TRUE_VALUE
    ways: list[Delta] = []
    begin = ev.branch()
    begun = steering.begin(ev)
    outside: list[list[Effect]] = []
    for position, sign in enumerate(node.operators):
        if not ev.goes_on():
            break
        splits = ev.split_count
        right = ev.evaluate(node.comparators[position])
        if not ev.goes_on():
            break
        if ev.split_count != splits:
            left = ev.aged(left)
        one = compare_values(ev, left, sign, right, node)
        if ways:
            ev.seen.doubt("wrong-operand", node, ev.context)
            if _is_false(one):
                result = FALSE_VALUE.with_origins(result.origins | one.origins)
            else:
                result = join(result, join(one, BOOL))
        else:
            result = one
        if position < len(node.comparators) - 1 and not _is_true(one):
            # What follows is evaluated only where this holds.
            ways.append(ev.store.delta(begin))
            outside.append(ev.begin())
            steering.steer(ev, one.origins)
            if _is_false(one):
                ev.reachable = False
        left = right
    while outside:
        rest = ev.end(outside.pop())
        ev.record(perhaps_of(node, rest))
    ev.leave(begin, ways)
    ev.meet(ways)
    steering.end(ev, begun)
    return result if ev.goes_on() else BOTTOM


def _is_true(value: Value) -> bool:
    single = value.constant()
    return single is not None and single.value is True


def _is_false(value: Value) -> bool:
    single = value.constant()
    return single is not None and single.value is False


def compare_values(ev: Evaluator, left: Value, sign: Comparison, right: Value, node: Node) -> Value:
    """What one comparison gives, made of both sides and of what they hold."""
    found = _compare_values(ev, left, sign, right, node)
    if sign is Comparison.IS or sign is Comparison.IS_NOT:
        return found.with_origins(left.origins | right.origins)
    return found.with_origins(ev.origins_within(left) | ev.origins_within(right))


def _compare_values(
    ev: Evaluator, left: Value, sign: Comparison, right: Value, node: Node
) -> Value:
    if sign is Comparison.IS or sign is Comparison.IS_NOT:
        return _identity(left, right, holds=sign is Comparison.IS)
    if sign is Comparison.IN or sign is Comparison.NOT_IN:
        return _membership(ev, left, right, node, holds=sign is Comparison.IN)
    one, other = left.constants(), right.constants()
    if one is not None and other is not None and len(one) * len(other) <= MOST_PAIRS:
        results = [_compare_constants(a, sign, b) for a in one for b in other]
        if all(isinstance(result, bool) for result in results):
            ev.passes("wrong-operand", node)
            found = BOTTOM
            for result in results:
                found = join(found, literal(result))
            return found
    own = _compare_instances(ev, left, _COMPARED_BY[sign], right, node)
    if own is not None:
        ev.may_raise("TypeError")
        return own
    if sign in _ORDERED:
        _check_order(ev, left, sign, right, node)
    if not is_plain(ev, left) or not is_plain(ev, right):
        ev.may_raise()
    elif sign in _ORDERED:
        ev.may_raise("TypeError", "RecursionError")
    else:
        ev.may_raise("RecursionError")
    return BOOL


def _identity(left: Value, right: Value, *, holds: bool) -> Value:
    if left.unknown or right.unknown or not left.shapes or not right.shapes:
        return BOOL
    common = {_identity_key(one) for one in left.shapes} & {
        _identity_key(one) for one in right.shapes
    }
    if not common and all(_is_singleton(one) for one in left.shapes):
        return FALSE_VALUE if holds else TRUE_VALUE
    if not common and all(_is_singleton(one) for one in right.shapes):
        if not any(_may_contain(one, right) for one in left.shapes):
            return FALSE_VALUE if holds else TRUE_VALUE
        return BOOL
    one, other = left.single, right.single
    if one is not None and other is not None and common and _is_singleton(one):
        return TRUE_VALUE if holds else FALSE_VALUE
    return BOOL


def _identity_key(shape: Shape) -> object:
    return ("constant", shape.value) if _is_singleton(shape) else shape.key  # type: ignore[attr-defined]


def _is_singleton(shape: Shape) -> bool:
    return isinstance(shape, Constant) and (shape.value is None or isinstance(shape.value, bool))


def _may_contain(shape: Shape, right: Value) -> bool:
    """May an alternative of unknown value be one of some singletons?"""
    kind = getattr(shape, "type", "")
    if kind == "bool":
        return any(
            isinstance(one, Constant) and isinstance(one.value, bool) for one in right.shapes
        )
    return kind in ("object", "NoneType")


def _membership(ev: Evaluator, left: Value, right: Value, node: Node, *, holds: bool) -> Value:
    found: list[Value] = []
    failing: Shape | None = None
    for shape in right.shapes:
        info = class_of(ev, shape)
        if info is not None and not isinstance(shape, ClassOf):
            own = call_method(ev, Value((shape,)), "__contains__", [left], node)
            if own is None and any(find_method(ev, info, name) is not None for name in _ITERATING):
                _look_through(ev, shape, node)
            found.append(BOOL)
            continue
        if isinstance(shape, Constant) and isinstance(shape.value, str):
            found.append(_in_text(left, shape.value, holds=holds))
            continue
        kind = describe(ev, shape)
        if kind in {"int", "float", "bool", "NoneType", "function"}:
            failing = shape
            continue
        found.append(_in_container(ev, left, shape, node, holds=holds))
    if failing is None:
        ev.passes("wrong-operand", node)
    else:
        detail = Detail(
            describe(ev, failing), "in", declared=right.declared, names=("in",), value=right
        )
        ev.note("wrong-operand", node, PARTLY if found or right.unknown else FAILS, detail)
    ev.may_raise()
    return BOOL if right.unknown or not found else either(found)


_ITERATING: Final = ("__iter__", "__getitem__")


def _look_through(ev: Evaluator, shape: Shape, node: Node) -> None:
    """`in` asks an iterator for one item after the other, until it finds what it looks for."""
    from .loops import repeat

    assert isinstance(node, Expression)
    value = Value((shape,))
    repeat(ev, 0, ENDLESS, lambda: items_of(ev, value, node).element, node)


def _in_text(left: Value, text: str, *, holds: bool) -> Value:
    constants = left.constants()
    if constants is None or not all(isinstance(one, str) for one in constants):
        return BOOL
    return either([literal((str(one) in text) is holds) for one in constants])


def _in_container(ev: Evaluator, left: Value, shape: Shape, node: Node, *, holds: bool) -> Value:
    elements: tuple[Value, ...] | None = None
    if isinstance(shape, TupleOf):
        elements = shape.items
    elif isinstance(shape, Reference):
        held = ev.object_at(shape.location)
        if isinstance(held, ListObject):
            elements = held.items
        elif isinstance(held, DictObject) and held.is_closed:
            bound = [one for one in held.known.values() if not one.unbound]
            if len(bound) == len(held.known):
                from .iteration import keys_of

                elements = keys_of(ev, held, shape.location).items
        elif isinstance(held, SetObject) and held.element.is_bottom:
            elements = ()
    if isinstance(shape, Reference) and isinstance(
        ev.object_at(shape.location), (DictObject, SetObject)
    ):
        hash_of(ev, join(left, Value((shape,))), node)
    if elements is None:
        if has_effects(ev, Value((shape,))):
            _look_through(ev, shape, node)
        ask_all(ev, Value((shape,)), "__eq__", left, node)
        ask_all(ev, left, "__eq__", Value((shape,)), node)
        return BOOL
    mine = left.constants()
    theirs = [one.constants() for one in elements]
    if mine is None or any(one is None for one in theirs):
        _compare_with_elements(ev, left, elements, node)
        return BOOL if elements else (FALSE_VALUE if holds else TRUE_VALUE)
    answers: set[bool] = set()
    for value in mine:
        surely = any(one is not None and len(one) == 1 and one[0] == value for one in theirs)
        perhaps = any(one is not None and value in one for one in theirs)
        if surely:
            answers.add(holds)
        elif not perhaps:
            answers.add(not holds)
        else:
            return BOOL
    return either([literal(one) for one in sorted(answers)])


def _compare_with_elements(
    ev: Evaluator, left: Value, elements: tuple[Value, ...], node: Node
) -> None:
    """`in` asks the elements' own `__eq__`."""
    _compare_instances(ev, either(elements), "__eq__", left, node)


def _compare_constants(one: Any, sign: Comparison, other: Any) -> object:
    try:
        return bool(_COMPARISONS[sign](one, other))
    except TypeError:
        return None


_COMPARISONS: Final[dict[Comparison, Callable[[Any, Any], Any]]] = {
    Comparison.EQUAL: operator.eq,
    Comparison.NOT_EQUAL: operator.ne,
    Comparison.LESS: operator.lt,
    Comparison.LESS_EQUAL: operator.le,
    Comparison.GREATER: operator.gt,
    Comparison.GREATER_EQUAL: operator.ge,
}


def _ask(ev: Evaluator, method: str, other: Value, node: Node, shape: Shape) -> Value | None:
    """What an object of the script answers to a comparison, if it has the method."""
    info = class_of(ev, shape)
    assert info is not None
    own: Value | None = None
    for wanted in _asked(ev, info, method):
        answer = call_method(ev, Value((shape,)), wanted, [other], node)
        if answer is not None and wanted != method:
            answer = join(BOOL, exactly("NotImplementedType"))
        own = own if answer is None else answer
    return own


def _compare_instances(
    ev: Evaluator, left: Value, name: str, right: Value, node: Node
) -> Value | None:
    """Comparison by a method of the script, on either side; None if there is none."""
    found = BOTTOM
    is_asked = False
    lefts = [one for one in left.shapes if is_script_instance(ev, one)]
    rights = [one for one in right.shapes if is_script_instance(ev, one)]
    is_open = bool(left.unknown) or len(lefts) < len(left.shapes)
    for side, method, other in ((lefts, name, right), (rights, _MIRRORED[name], left)):
        shapes = side
        if side is rights and not is_open:
            shapes = [one for one in rights if any(derives(ev, one, two) for two in lefts)]
        ask = partial(_ask, ev, method, other, node)
        for own in perhaps_each(ev, shapes, ask):
            if own is None:
                is_open = True
                continue
            is_asked = True
            answer, declines = without_not_implemented(own)
            found = join(found, answer)
            is_open = is_open or declines
    if ANYTHING in (left.unknown, right.unknown):
        call_anything(ev, node)
    if not is_asked:
        for value, other in ((left, right), (right, left)):
            ask_all(ev, value, "__eq__", other, node)
            if name not in ("__eq__", "__ne__"):
                ask_all(ev, value, name, other, node)
        return None
    return join(found, BOOL) if is_open or found.is_bottom else found


def _asked(ev: Evaluator, info: ClassInfo, method: str) -> list[str]:
    """The methods that a comparison may call: the one it is named for, or what derives it."""
    if find_method(ev, info, method) is not None:
        return [method]
    if method == "__ne__":
        return ["__eq__"]
    if method == "__eq__":
        return []
    return ["__lt__", "__le__", "__gt__", "__ge__", "__eq__"]


def _check_order(ev: Evaluator, left: Value, sign: Comparison, right: Value, node: Node) -> None:
    from .operators import cannot_order

    failing: tuple[str, str] | None = None
    goes_well = bool(left.unknown or right.unknown)
    for one in left.shapes:
        for other in right.shapes:
            a, b = describe(ev, one), describe(ev, other)
            if class_of(ev, one) is not None or class_of(ev, other) is not None:
                goes_well = True
            elif cannot_order(a, b):
                failing = (a, b)
            else:
                goes_well = True
    if failing is None:
        ev.passes("wrong-operand", node)
        return
    detail = Detail(
        failing[0],
        failing[1],
        declared=left.declared or right.declared,
        names=(sign.value,),
        value=left,
    )
    ev.note("wrong-operand", node, PARTLY if goes_well else FAILS, detail)


EXPRESSIONS[Compare] = compare
