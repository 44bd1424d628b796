"""What a comparison that holds, or does not, says of its operands."""

from __future__ import annotations

from ..ir import (
    Call,
    Comparison,
    Expression,
    Name,
)
from ..ir import Constant as Literal
from ..ir.operators import NEGATED
from ..values.collections import ENDLESS, DictObject, ListObject, SetObject, constant_key
from ..values.instances import Instance
from ..values.making import literal
from ..values.shapes import (
    Constant,
    Exactly,
    Reference,
    Shape,
    TupleOf,
)
from ..values.value import NOTHING_ELSE, Value
from .dicts import lookup_key
from .evaluator import Evaluator
from .places import bound_length, keep, place_value, refine


def assume_comparison(
    ev: Evaluator, left: Expression, sign: Comparison, right: Expression, *, holds: bool
) -> None:
    if sign in (Comparison.IS, Comparison.IS_NOT):
        same = holds is (sign is Comparison.IS)
        _assume_identity(ev, left, right, same=same)
        _assume_identity(ev, right, left, same=same)
    elif sign in (Comparison.EQUAL, Comparison.NOT_EQUAL):
        same = holds is (sign is Comparison.EQUAL)
        _assume_equality(ev, left, right, same=same)
        _assume_equality(ev, right, left, same=same)
        _assume_length(ev, left, sign, right, holds=holds)
    elif sign in (Comparison.IN, Comparison.NOT_IN):
        _assume_membership(ev, left, right, inside=holds is (sign is Comparison.IN))
    else:
        _assume_length(ev, left, sign, right, holds=holds)
        if holds:
            for side in (left, right):
                keep(ev, side, _is_orderable)


def _is_orderable(_: Evaluator, shape: Shape) -> bool:
    return not (isinstance(shape, Constant) and shape.value is None)


def _known(ev: Evaluator, node: Expression) -> Value | None:
    """The value of an expression as just evaluated, if it is a literal or a place."""
    if isinstance(node, Literal):
        return literal(node.value)
    return place_value(ev, node)


def _assume_identity(ev: Evaluator, place: Expression, other: Expression, *, same: bool) -> None:
    value = _known(ev, other)
    single = None if value is None else value.constant()
    if single is None or not (single.value is None or isinstance(single.value, bool)):
        return
    wanted = single.value
    known = place_value(ev, place)
    if known is None:
        return
    if same:
        found = literal(wanted)
        may_be = known.unknown or any(
            isinstance(one, Constant) and one.value is wanted for one in known.shapes
        )
        if not may_be:
            if all(not isinstance(one, Exactly) for one in known.shapes) and known.shapes:
                ev.reachable = False
            return
        refine(ev, place, Value(found.shapes, 0, 0, known.declared, known.origins))
        return

    def differs(_: Evaluator, shape: Shape) -> bool:
        return not (isinstance(shape, Constant) and shape.value is wanted)

    keep(ev, place, differs)


def _assume_equality(ev: Evaluator, place: Expression, other: Expression, *, same: bool) -> None:
    value = _known(ev, other)
    constants = None if value is None else value.constants()
    known = place_value(ev, place)
    if constants is None or known is None:
        return
    if any(isinstance(one, float) for one in constants) and not same:
        return
    if same:
        kept: list[Shape] = []
        for shape in known.shapes:
            if isinstance(shape, Constant):
                if shape.value in constants:
                    kept.append(shape)
            elif isinstance(shape, Exactly) and value is not None:
                kept += [one for one in value.shapes if _type_fits(shape, one)] or [shape]
            elif isinstance(shape, Reference) and isinstance(
                ev.object_at(shape.location), Instance
            ):
                kept.append(shape)
        if not kept and not known.unknown:
            if all(isinstance(one, Constant) for one in known.shapes):
                ev.reachable = False
            return
        unknown = known.unknown
        if unknown and value is not None:
            kept += [one for one in value.shapes if one.key not in {two.key for two in kept}]
            unknown = NOTHING_ELSE if unknown == 1 else unknown
        refine(ev, place, known.only(tuple(kept), unknown))
        return
    if len(constants) != 1:
        return

    def differs(_: Evaluator, shape: Shape) -> bool:
        return not (isinstance(shape, Constant) and shape.value == constants[0])

    keep(ev, place, differs)


def _type_fits(shape: Exactly, constant: Shape) -> bool:
    if not isinstance(constant, Constant):
        return False
    kind = type(constant.value).__name__
    return kind == shape.type


def _assume_membership(ev: Evaluator, left: Expression, right: Expression, *, inside: bool) -> None:
    container = ev.latest_value(right)
    if container is None or container.unknown or container.single is None:
        _assume_key(ev, left, right, container, inside=inside)
        return
    single = container.single
    elements: tuple[Value, ...] | None = None
    if isinstance(single, TupleOf):
        elements = single.items
    elif isinstance(single, Reference):
        held = ev.object_at(single.location)
        if isinstance(held, ListObject):
            elements = held.items
        elif isinstance(held, SetObject):
            constants = held.element.constants()
            elements = None if constants is None else tuple([literal(one) for one in constants])
            if not inside:
                elements = None
        elif isinstance(held, DictObject):
            _assume_key(ev, left, right, container, inside=inside)
            return
    if elements is None:
        return
    values: list[object] = []
    for one in elements:
        constants = one.constants()
        if constants is None:
            return
        if not inside and len(constants) != 1:
            return
        values.extend(constants)
    known = place_value(ev, left)
    if known is None:
        return
    if not inside:

        def outside(_: Evaluator, shape: Shape) -> bool:
            return not (isinstance(shape, Constant) and shape.value in values)

        keep(ev, left, outside)
        return
    kept: list[Shape] = []
    for shape in known.shapes:
        if isinstance(shape, Constant):
            if shape.value in values:
                kept.append(shape)
        elif isinstance(shape, Exactly):
            kept += [
                one for value in values for one in literal(value).shapes if _type_fits(shape, one)
            ]
        else:
            return
    if known.unknown == 1 and len(values) <= 8:
        kept += [one for value in values for one in literal(value).shapes]
        refine(ev, left, known.only(tuple({one.key: one for one in kept}.values()), NOTHING_ELSE))
    elif not known.unknown:
        refine(ev, left, known.only(tuple({one.key: one for one in kept}.values()), NOTHING_ELSE))


def _assume_key(
    ev: Evaluator, left: Expression, right: Expression, container: Value | None, *, inside: bool
) -> None:
    """`"key" in mapping`: the key is there, or is not."""
    if not isinstance(left, Literal) or container is None:
        return
    single = container.single
    if not isinstance(single, Reference):
        return
    held = ev.object_at(single.location)
    if not isinstance(held, DictObject) or not held.single:
        return
    key = constant_key(left.value)
    found = lookup_key(ev, held, single.location, key)
    if inside and found.is_unbound and held.is_closed:
        ev.reachable = False
        return
    if not inside and not found.unbound and held.declared is None:
        ev.reachable = False
        return
    known = dict(held.known)
    known[key] = found.bound() if inside else Value((), 0, -1)
    if inside and known[key].is_bottom:
        return
    ev.store.write(
        single.location,
        DictObject(
            held.type, held.single, known, held.other_key, held.other, held.declared, held.factory
        ),
    )


def _assume_length(
    ev: Evaluator, left: Expression, sign: Comparison, right: Expression, *, holds: bool
) -> None:
    """`len(x) > n` and the like."""
    if not (
        isinstance(left, Call)
        and isinstance(left.callee, Name)
        and left.callee.identifier == "len"
        and len(left.arguments) == 1
        and isinstance(right, Literal)
        and type(right.value) is int
    ):
        return
    if not holds:
        sign = NEGATED[sign]
    value = place_value(ev, left.arguments[0])
    if value is None or value.single is None:
        return
    number = right.value
    low, high = 0, ENDLESS
    if sign is Comparison.GREATER:
        low = number + 1
    elif sign is Comparison.GREATER_EQUAL:
        low = number
    elif sign is Comparison.LESS:
        high = max(number - 1, 0)
    elif sign is Comparison.LESS_EQUAL:
        high = max(number, 0)
    elif sign is Comparison.EQUAL:
        low = high = max(number, 0)
    elif number == 0:
        low = 1
    bound_length(ev, value, low, high)
