"""Operators: arithmetic, comparison, conversion to text."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final

from ..ir import (
    BinaryOperation,
    BinaryOperator,
    Compare,
    Comparison,
    Expression,
    Node,
    UnaryOperation,
    UnaryOperator,
)
from ..values.routines import ClassInfo
from ..values.objects import DictObject, Instance, ListObject, SetObject
from ..values.shapes import (
    BoundTo,
    ClassOf,
    Constant,
    FunctionOf,
    Listed,
    ModuleOf,
    Reference,
    Shape,
    ToolOf,
    TupleOf,
)
from ..values.store import Delta
from ..values.value import (
    ANYTHING,
    BOOL,
    BOTTOM,
    BOUND,
    DATA,
    FALSE_VALUE,
    TRUE_VALUE,
    UNKNOWN,
    UNKNOWN_DATA,
    Value,
    either,
    exactly,
    join,
    literal,
)
from .access import describe
from .attempts import for_each
from .evaluator import EXPRESSIONS, Evaluator
from .iteration import call_anything, items_of
from .hashing import ask_all, hash_of, instances_with
from .methods import call_method, class_of, find_method
from .observations import FAILS, PARTLY, Detail
from .operators import METHODS, REFLECTED, result_type
from .truth import truth_of

_FOLD: Final[dict[BinaryOperator, Callable[[Any, Any], Any]]] = {
    BinaryOperator.ADD: operator.add,
    BinaryOperator.SUBTRACT: operator.sub,
    BinaryOperator.MULTIPLY: operator.mul,
    BinaryOperator.DIVIDE: operator.truediv,
    BinaryOperator.FLOOR_DIVIDE: operator.floordiv,
    BinaryOperator.MODULO: operator.mod,
    BinaryOperator.BIT_AND: operator.and_,
    BinaryOperator.BIT_OR: operator.or_,
    BinaryOperator.BIT_XOR: operator.xor,
}
_MOST_PAIRS: Final = 16


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
        if not ev.reachable:
            return BOTTOM
        splits = ev.split_count
        right = ev.evaluate(one.right)
        if not ev.reachable:
            return BOTTOM
        if ev.split_count != splits:
            value = ev.aged(value)
        value = operate(ev, value, one.operator, right, one)
        if chain and ev.reachable:
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
    folded = _fold(left, sign, right)
    if folded is not None:
        ev.passes("wrong-operand", node)
        return folded.with_origins(origins)
    goes_well = bool(left.unknown or right.unknown)
    if sign is BinaryOperator.MODULO and any([_is_text(one) for one in left.shapes]):
        show_parts(ev, right, node)
    results, refused = _operate_instances(ev, left, sign, right, node, in_place=in_place)
    if not results.is_bottom:
        goes_well = True
    plain_left = [one for one in left.shapes if not _is_instance(ev, one)]
    plain_right = [one for one in right.shapes if not _is_instance(ev, one)]
    failing = refused
    if len(plain_left) * len(plain_right) > 64:
        results, goes_well = UNKNOWN, True
    else:
        for one in plain_left:
            for other in plain_right:
                result = _operate(ev, one, sign, other, node, in_place=in_place)
                if result is None:
                    failing = (one, other)
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
            value=Value((failing[0],), 0, BOUND, left.declared, left.origins),
        )  # fmt: skip
        ev.note("wrong-operand", node, PARTLY if goes_well else FAILS, detail)
    ev.may_raise()
    if results.is_bottom:
        results = UNKNOWN_DATA if failing is not None else BOTTOM
    if left.declared or right.declared:
        results = results.believed()
    return results.with_origins(origins)


def show_parts(ev: Evaluator, value: Value, node: Node) -> None:
    """Formatting shows what it is given, and what that holds."""
    for name in ("__str__", "__repr__", "__format__", "__int__", "__float__", "__index__", "__getitem__"):
        for shape in instances_with(ev, value, name):
            given = {"__format__": [exactly("str")], "__getitem__": [UNKNOWN_DATA]}.get(name, [])
            call_method(ev, Value((shape,)), name, given, node)


def _is_instance(ev: Evaluator, shape: Shape) -> bool:
    """Is it an object of a class of the script?"""
    return not isinstance(shape, ClassOf) and class_of(ev, shape) is not None


def _operate_instances(  # noqa: C901, PLR0912, PLR0913 - Python's own rules of who is asked
    ev: Evaluator, left: Value, sign: BinaryOperator, right: Value, node: Node, *, in_place: bool
) -> tuple[Value, tuple[Shape, Shape] | None]:
    """What methods of the script give for an operator, and which operands they do not take.

    The left side is asked first; the right side where the left one has no answer, or where its
    class is derived from that of the left one.
    """
    results = BOTTOM
    refused: tuple[Shape, Shape] | None = None
    lefts = [one for one in left.shapes if _is_instance(ev, one)]
    rights = [one for one in right.shapes if _is_instance(ev, one)]
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

    def ask_right(shape: Shape) -> Value | None:
        beside = [one for one in lefts if _derives(ev, shape, one)]
        given = left.only((*dict.fromkeys([*mute, *asked, *beside]),), left.unknown)
        if not given.shapes and not declined:
            return BOTTOM
        return call_method(ev, Value((shape,)), REFLECTED[sign], [given], node)

    for shape, own in zip(rights, perhaps_each(ev, rights, ask_right), strict=True):
        info = class_of(ev, shape)
        assert info is not None
        if own is not None:
            results = join(results, without_not_implemented(own)[0])
        elif info.is_open or info.outside:
            results = join(results, UNKNOWN)
        else:
            silent.append(shape)
    silent += [one for one in right.shapes if one not in rights]
    for shape in mute:
        for other in silent:
            if not _is_instance(ev, shape) and not _is_instance(ev, other):
                continue
            if sign is BinaryOperator.MODULO and _is_text(shape):
                results = join(results, exactly("str"))
            elif sign is BinaryOperator.MULTIPLY:
                results = join(results, UNKNOWN_DATA)
            else:
                refused = (shape, other)
    return results, refused


def perhaps_each(
    ev: Evaluator, shapes: list[Shape], action: Callable[[Shape], Value | None]
) -> list[Value | None]:
    """Do something for one of several alternatives, or for none."""
    found: list[Value | None] = []
    mark = ev.branch()
    ways: list[Delta] = [{}]
    if shapes:
        found = for_each(ev, shapes, action)
    ev.leave(mark, ways)
    ev.reachable = True
    ev.meet(ways)
    return found


def _derives(ev: Evaluator, shape: Shape, other: Shape) -> bool:
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
    if any([_is_instance(ev, one) for one in (*left.shapes, *right.shapes)]):
        return UNKNOWN
    if left.shapes and not left.unknown and sign is BinaryOperator.MODULO:
        if all([_is_text(one) for one in left.shapes]):
            return exactly("str")
    return UNKNOWN_DATA


def _is_text(shape: Shape) -> bool:
    return (isinstance(shape, Constant) and isinstance(shape.value, str)) or (
        getattr(shape, "type", "") == "str"
    )


def _fold(left: Value, sign: BinaryOperator, right: Value) -> Value | None:
    """The results for constants, computed, if they are few and small."""
    one, other = left.constants(), right.constants()
    if one is None or other is None or len(one) * len(other) > _MOST_PAIRS:
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
            except Exception:  # noqa: BLE001 - whatever it is, the script will see it itself
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


def _operate(  # noqa: PLR0911, PLR0913 - a return a kind of operands
    ev: Evaluator, left: Shape, sign: BinaryOperator, right: Shape, node: Node, *, in_place: bool
) -> Value | None:
    containers = _operate_containers(ev, left, sign, right, node, in_place=in_place)
    if containers is not None:
        return containers
    if isinstance(left, (ClassOf, Listed)) and sign is BinaryOperator.BIT_OR:
        return UNKNOWN_DATA  # a union of types
    if isinstance(right, (ClassOf, Listed)) and sign is BinaryOperator.BIT_OR:
        return UNKNOWN_DATA
    name = result_type(describe(ev, left), sign, describe(ev, right))
    if name == "":
        return None
    return UNKNOWN_DATA if name is None else exactly(name)


def _operate_containers(  # noqa: C901, PLR0911, PLR0912, PLR0913 - a case a kind of container
    ev: Evaluator, left: Shape, sign: BinaryOperator, right: Shape, node: Node, *, in_place: bool
) -> Value | None:
    """Operators of lists, tuples, sets and dicts; None where it is for types alone to say."""
    one = ev.object_at(left.location) if isinstance(left, Reference) else None
    other = ev.object_at(right.location) if isinstance(right, Reference) else None
    single = True
    if sign is BinaryOperator.ADD:
        if isinstance(one, ListObject) and (isinstance(other, ListObject) or in_place):
            return _concatenated(ev, left, one, right, node, in_place=in_place)
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
    if isinstance(one, SetObject) and isinstance(other, SetObject):
        element = one.element
        if sign in (BinaryOperator.BIT_OR, BinaryOperator.BIT_XOR):
            element = join(element, other.element)
        if in_place:
            assert isinstance(left, Reference)
            ev.replace(left.location, SetObject(one.type, one.single, element))
            return Value((left,))
        return ev.allocate(node, SetObject(one.type, single, element), "set")
    if (
        isinstance(one, DictObject)
        and isinstance(other, DictObject)
        and sign is BinaryOperator.BIT_OR
    ):
        from .library.containers import merge_dicts  # noqa: PLC0415 - the library uses operators

        return merge_dicts(ev, left, right, node, in_place=in_place)
    return None


def _concatenated(  # noqa: PLR0913 - the parts of an operation
    ev: Evaluator, left: Shape, one: ListObject, right: Shape, node: Node, *, in_place: bool
) -> Value | None:
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
        items = items_of(ev, Value((right,)), target)
        element = join(one.element, items.element)
        made = ListObject(one.type, one.single, None, element, one.low + items.low)
    else:
        element = join(one.element, other.element)
        exact = None
        if one.items is not None and other.items is not None:
            exact = one.items + other.items
        high = -1 if -1 in (one.high, other.high) else one.high + other.high
        made = ListObject(one.type, True, exact, element, one.low + other.low, high)  # noqa: FBT003
    if in_place and isinstance(left, Reference):
        ev.replace(left.location, made)
        return Value((left,))
    return ev.allocate(node, made, "joined")


# --------------------------------------------------------------------------- other operators


def unary(ev: Evaluator, node: Expression) -> Value:
    """`operator operand`."""
    assert isinstance(node, UnaryOperation)
    operand = ev.evaluate(node.operand)
    if node.operator is UnaryOperator.NOT:
        truth = truth_of(ev, operand, node.operand)
        return BOOL if truth is None else (FALSE_VALUE if truth else TRUE_VALUE)
    constants = operand.constants()
    if constants is not None and all([type(one) in (int, float, bool) for one in constants]):
        found = BOTTOM
        for one in constants:
            assert isinstance(one, (int, float))
            found = join(found, literal(_signed(node.operator, one)))
        return found.with_origins(operand.origins)
    ev.may_raise()
    name = {
        UnaryOperator.NEGATE: "__neg__", UnaryOperator.PLUS: "__pos__", UnaryOperator.INVERT: "__invert__",
    }[node.operator]  # fmt: skip
    own = call_method(ev, operand, name, [], node)
    if own is not None:
        return own
    kinds = {describe(ev, one) for one in operand.shapes}
    if any([_is_instance(ev, one) for one in operand.shapes]):
        return UNKNOWN
    if operand.unknown or not kinds:
        return UNKNOWN if operand.unknown == ANYTHING else UNKNOWN_DATA.with_origins(operand.origins)
    if kinds <= {"int", "float", "bool"} and node.operator is not UnaryOperator.INVERT:
        return either([exactly("int" if one == "bool" else one) for one in sorted(kinds)])
    if kinds & {"str", "list", "dict", "NoneType", "tuple", "set"}:
        state = FAILS if kinds <= {"str", "list", "dict", "NoneType", "tuple", "set"} else PARTLY
        detail = Detail(sorted(kinds)[0], "", declared=operand.declared, names=(node.operator.value,), value=operand)
        ev.note("wrong-operand", node, state, detail)
    return UNKNOWN_DATA.with_origins(operand.origins)


def _signed(sign: UnaryOperator, value: float) -> object:
    if sign is UnaryOperator.NEGATE:
        return -value
    if sign is UnaryOperator.PLUS:
        return +value
    return ~value if isinstance(value, int) else value


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
    for position, sign in enumerate(node.operators):
        if not ev.reachable:
            return BOTTOM
        splits = ev.split_count
        right = ev.evaluate(node.comparators[position])
        if not ev.reachable:
            return BOTTOM
        if ev.split_count != splits:
            left = ev.aged(left)
        one = compare_values(ev, left, sign, right, node)
        if position == 0:
            result = one
        elif one.same(FALSE_VALUE) or result.same(FALSE_VALUE):
            result = FALSE_VALUE
        elif not one.same(TRUE_VALUE):
            result = join(join(result, one), BOOL)
        left = right
    return result


def compare_values(
    ev: Evaluator, left: Value, sign: Comparison, right: Value, node: Node
) -> Value:
    """What one comparison gives."""
    if sign is Comparison.IS or sign is Comparison.IS_NOT:
        return _identity(left, right, holds=sign is Comparison.IS)
    if sign is Comparison.IN or sign is Comparison.NOT_IN:
        return _membership(ev, left, right, node, holds=sign is Comparison.IN)
    one, other = left.constants(), right.constants()
    if one is not None and other is not None and len(one) * len(other) <= _MOST_PAIRS:
        results = [_compare_constants(a, sign, b) for a in one for b in other]
        if all([isinstance(result, bool) for result in results]):
            ev.passes("wrong-operand", node)
            found = BOTTOM
            for result in results:
                found = join(found, literal(result))
            return found
    own = _compare_instances(ev, left, _COMPARED_BY[sign], right, node)
    if own is not None:
        return own
    if sign in _ORDERED:
        _check_order(ev, left, sign, right, node)
    ev.may_raise()
    return BOOL


def _identity(left: Value, right: Value, *, holds: bool) -> Value:
    if left.unknown or right.unknown or not left.shapes or not right.shapes:
        return BOOL
    common = {one.key for one in left.shapes} & {one.key for one in right.shapes}
    if not common and all([_is_singleton(one) for one in left.shapes]):
        return FALSE_VALUE if holds else TRUE_VALUE
    if not common and all([_is_singleton(one) for one in right.shapes]):
        if not any([_may_contain(one, right) for one in left.shapes]):
            return FALSE_VALUE if holds else TRUE_VALUE
        return BOOL
    one, other = left.single, right.single
    if one is not None and other is not None and one.key == other.key and _is_singleton(one):
        return TRUE_VALUE if holds else FALSE_VALUE
    return BOOL


def _is_singleton(shape: Shape) -> bool:
    return isinstance(shape, Constant) and (shape.value is None or isinstance(shape.value, bool))


def _may_contain(shape: Shape, right: Value) -> bool:
    """May an alternative of unknown value be one of some singletons?"""
    kind = getattr(shape, "type", "")
    if kind == "bool":
        return any([isinstance(one, Constant) and isinstance(one.value, bool) for one in right.shapes])
    return kind in ("object", "NoneType")


def _membership(
    ev: Evaluator, left: Value, right: Value, node: Node, *, holds: bool
) -> Value:
    found: list[Value] = []
    failing: Shape | None = None
    for shape in right.shapes:
        info = class_of(ev, shape)
        if info is not None and not isinstance(shape, ClassOf):
            own = call_method(ev, Value((shape,)), "__contains__", [left], node)
            if own is None and find_method(ev, info, "__iter__") is not None:
                call_method(ev, Value((shape,)), "__iter__", [], node)
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
        detail = Detail(describe(ev, failing), "in", declared=right.declared, names=("in",), value=right)
        ev.note("wrong-operand", node, PARTLY if found or right.unknown else FAILS, detail)
    ev.may_raise()
    return BOOL if right.unknown or not found else either(found)


def _in_text(left: Value, text: str, *, holds: bool) -> Value:
    constants = left.constants()
    if constants is None or not all([isinstance(one, str) for one in constants]):
        return BOOL
    return either([literal((str(one) in text) is holds) for one in constants])


def _in_container(
    ev: Evaluator, left: Value, shape: Shape, node: Node, *, holds: bool
) -> Value:
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
                from .iteration import keys_of  # noqa: PLC0415 - used here only

                elements = keys_of(ev, held, shape.location).items
        elif isinstance(held, SetObject) and held.element.is_bottom:
            elements = ()
    if isinstance(shape, Reference) and isinstance(ev.object_at(shape.location), (DictObject, SetObject)):
        hash_of(ev, join(left, Value((shape,))), node)
    if elements is None:
        ask_all(ev, Value((shape,)), "__eq__", left, node)
        ask_all(ev, left, "__eq__", Value((shape,)), node)
        return BOOL
    mine = left.constants()
    theirs = [one.constants() for one in elements]
    if mine is None or any([one is None for one in theirs]):
        _compare_with_elements(ev, left, elements, node)
        return BOOL if elements else (FALSE_VALUE if holds else TRUE_VALUE)
    answers: set[bool] = set()
    for value in mine:
        surely = any([one is not None and len(one) == 1 and one[0] == value for one in theirs])
        perhaps = any([one is not None and value in one for one in theirs])
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
    _compare_instances(ev, left, "__eq__", either(elements), node)


def _compare_constants(one: Any, sign: Comparison, other: Any) -> object:  # noqa: ANN401
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


def _compare_instances(
    ev: Evaluator, left: Value, name: str, right: Value, node: Node
) -> Value | None:
    """Comparison by a method of the script, on either side; None if there is none."""
    found = BOTTOM
    is_asked = False
    lefts = [one for one in left.shapes if _is_instance(ev, one)]
    rights = [one for one in right.shapes if _is_instance(ev, one)]
    is_open = bool(left.unknown) or len(lefts) < len(left.shapes)
    for shapes, method, other in ((lefts, name, right), (rights, _MIRRORED[name], left)):
        if shapes is rights and not is_open:
            shapes = [one for one in rights if any([_derives(ev, one, two) for two in lefts])]  # noqa: PLW2901

        def ask(shape: Shape) -> Value | None:
            info = class_of(ev, shape)
            assert info is not None
            own: Value | None = None
            for wanted in _asked(ev, info, method):  # noqa: B023 - called at once
                answer = call_method(ev, Value((shape,)), wanted, [other], node)  # noqa: B023
                if answer is not None and wanted != method:  # noqa: B023
                    answer = join(BOOL, exactly("NotImplementedType"))
                own = own if answer is None else answer
            return own

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
        for side, other in ((left, right), (right, left)):
            ask_all(ev, side, "__eq__", other, node)
            if name not in ("__eq__", "__ne__"):
                ask_all(ev, side, name, other, node)
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
    from .operators import cannot_order  # noqa: PLC0415 - used here only

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
        failing[0], failing[1], declared=left.declared or right.declared, names=(sign.value,), value=left
    )
    ev.note("wrong-operand", node, PARTLY if goes_well else FAILS, detail)


def convert_to_text(
    ev: Evaluator, value: Value, conversion: str, specification: Value | None, node: Node
) -> Value:
    """What `f"{value}"` shows of a value."""
    names = ("__repr__",) if conversion in ("r", "a") else ("__str__", "__repr__")
    if not conversion:
        names = ("__format__", "__str__", "__repr__")
    for position, shape in enumerate(value.shapes):
        if isinstance(shape, Reference):
            text_of_object(ev, shape, names, specification, node, position)
    if value.unknown == ANYTHING:
        call_anything(ev, node)
    ev.may_raise()
    single = value.constant()
    if single is not None and specification is None:
        plain = single.value
        if isinstance(plain, (str, int, float, bool)) or plain is None:
            text = repr(plain) if conversion in ("r", "a") else str(plain)
            return literal(text).with_origins(value.origins)
    return exactly("str").with_origins(deep_origins(ev, value))


def text_of_object(  # noqa: PLR0913, PLR0917 - the parts of a conversion
    ev: Evaluator, shape: Reference, names: tuple[str, ...], specification: Value | None,
    node: Node, depth: int,
) -> None:  # fmt: skip
    """Call what the script has for showing an object; containers show what they hold."""
    held = ev.object_at(shape.location)
    if isinstance(held, Instance) and held.info is not None:
        for name in names:
            if find_method(ev, held.info, name) is not None:
                given = [specification or exactly("str")] if name == "__format__" else []
                call_method(ev, Value((shape,)), name, given, node)
                return
        return
    if depth > 3:
        return
    for part in held.parts():
        for one in part.shapes:
            if isinstance(one, Reference) and one.location != shape.location:
                text_of_object(ev, one, ("__repr__",), None, node, depth + 1)


def deep_origins(ev: Evaluator, value: Value) -> frozenset[Any]:
    """The origins of a value and of all that it holds."""
    found = value.origins
    pending = list(value.shapes)
    seen: set[object] = set()
    while pending:
        shape = pending.pop()
        if shape.key in seen or len(seen) > 200:
            continue
        seen.add(shape.key)
        parts: list[Value] = []
        if isinstance(shape, TupleOf):
            parts = [shape.element, *(shape.items or ())]
        elif isinstance(shape, Reference):
            parts = ev.object_at(shape.location).parts()
        for one in parts:
            found = found | one.origins
            pending.extend(one.shapes)
    return found


EXPRESSIONS[BinaryOperation] = binary
EXPRESSIONS[UnaryOperation] = unary
EXPRESSIONS[Compare] = compare
