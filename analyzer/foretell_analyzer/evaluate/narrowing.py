"""What a condition that holds, or does not, says of the values in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ..dialect import EntryKind
from ..ir import (
    Attribute,
    BooleanOperation,
    BooleanOperator,
    Call,
    Compare,
    Comparison,
    Expression,
    Name,
    NamedExpression,
    Subscript,
    UnaryOperation,
    UnaryOperator,
)
from ..ir import Constant as Literal
from ..values.objects import ENDLESS, DictObject, Instance, ListObject, SetObject, constant_key
from ..values.shapes import (
    BoundTo,
    ClassOf,
    Constant,
    Exactly,
    FunctionOf,
    Listed,
    ModuleOf,
    Reference,
    Shape,
    ToolOf,
    TupleOf,
)
from ..values.store import Delta
from ..values.value import NOTHING_ELSE, Value, exactly, literal
from .access import describe, lookup_key
from .evaluator import Evaluator
from .methods import find_method
from .paths import path_of, read_path, record_path

Filter = Callable[[Evaluator, Shape], bool]


def assume(ev: Evaluator, node: Expression, *, holds: bool) -> None:
    """Go on as where a condition, just evaluated, holds or not; perhaps that cannot be."""
    if not ev.reachable:
        return
    if isinstance(node, UnaryOperation) and node.operator is UnaryOperator.NOT:
        assume(ev, node.operand, holds=not holds)
    elif isinstance(node, BooleanOperation):
        _assume_boolean(ev, node, holds=holds)
    elif isinstance(node, Compare):
        if len(node.operators) == 1:
            _assume_comparison(ev, node.left, node.operators[0], node.comparators[0], holds=holds)
        elif holds:
            left = node.left
            for sign, right in zip(node.operators, node.comparators, strict=True):
                _assume_comparison(ev, left, sign, right, holds=True)
                left = right
    elif isinstance(node, NamedExpression):
        assume(ev, node.target, holds=holds)
        assume(ev, node.value, holds=holds)
    elif isinstance(node, Call):
        _assume_call(ev, node, holds=holds)
    else:
        _assume_truth(ev, node, holds=holds)


def _assume_boolean(ev: Evaluator, node: BooleanOperation, *, holds: bool) -> None:
    all_must = (node.operator is BooleanOperator.AND) is holds
    if all_must:
        for operand in node.operands:
            assume(ev, operand, holds=holds)
        return
    ways: list[Delta] = []
    begin = ev.branch()
    for operand in node.operands:
        mark = ev.branch()
        assume(ev, operand, holds=holds)
        if ev.reachable:
            ways.append(ev.store.delta(begin))
        ev.store.rollback(mark)
        ev.reachable = True
        assume(ev, operand, holds=not holds)
        if not ev.reachable:
            break
    ev.store.rollback(begin)
    ev.meet(ways)


def place_value(ev: Evaluator, node: Expression) -> Value | None:
    """The present value of a name or path; None if an expression is neither."""
    if isinstance(node, NamedExpression):
        node = node.target
    if isinstance(node, Name):
        from .names import lookup  # noqa: PLC0415 - names assign, which narrows nothing

        return lookup(ev, node.identifier, ev.scope.lookup(node.identifier)).bound()
    if isinstance(node, (Attribute, Subscript, Call)) and path_of(ev, node) is not None:
        known = read_path(ev, node)
        return ev.latest.get(node.index) if known is None else known
    return None


def refine(ev: Evaluator, node: Expression, value: Value) -> None:
    """A name or path is known to be this from here on."""
    if value.is_bottom:
        ev.reachable = False
        return
    if isinstance(node, NamedExpression):
        node = node.target
    if isinstance(node, Name):
        from .names import variable_location  # noqa: PLC0415 - as above

        location = variable_location(ev, node.identifier)
        if location >= 0 and location not in ev.weak_locations:
            ev.store.write(location, value)
        return
    record_path(ev, node, value)


def keep(ev: Evaluator, node: Expression, wanted: Filter, *, unknown: bool = True) -> None:
    """Keep those alternatives of a name or path that a filter admits."""
    value = place_value(ev, node)
    if value is None or (not value.shapes and not value.unknown):
        return
    shapes = tuple([one for one in value.shapes if wanted(ev, one)])
    rest = value.unknown if unknown else NOTHING_ELSE
    if len(shapes) == len(value.shapes) and rest == value.unknown:
        return
    if not shapes and rest == NOTHING_ELSE:
        ev.reachable = False
        return
    refine(ev, node, value.only(shapes, rest))


def _assume_truth(ev: Evaluator, node: Expression, *, holds: bool) -> None:
    keep(ev, node, _may_be_true if holds else _may_be_false)
    value = place_value(ev, node)
    if value is not None and value.single is not None:
        bound_length(ev, value, 1 if holds else 0, ENDLESS if holds else 0)


def bound_length(ev: Evaluator, value: Value, low: int, high: int) -> None:
    """A container is known to have at least `low` and at most `high` items from here on."""
    single = value.single
    if not isinstance(single, Reference):
        return
    held = ev.object_at(single.location)
    if isinstance(held, ListObject) and held.items is None:
        least = max(held.low, low)
        most = held.high if high == ENDLESS else (high if held.high == ENDLESS else min(high, held.high))
        if most != ENDLESS and least > most:
            ev.reachable = False
            return
        if (least, most) != (held.low, held.high) and held.single:
            made = ListObject(held.type, held.single, None, held.element, least, most)
            ev.store.write(single.location, made)
    elif isinstance(held, SetObject) and low > 0 and held.may_be_empty and held.single:
        made_set = SetObject(held.type, held.single, held.element, may_be_empty=False)
        ev.store.write(single.location, made_set)


def _may_be_true(ev: Evaluator, shape: Shape) -> bool:
    if isinstance(shape, Constant):
        return bool(shape.value)
    if isinstance(shape, TupleOf):
        return shape.items is None or bool(shape.items)
    if isinstance(shape, Reference):
        held = ev.object_at(shape.location)
        if isinstance(held, ListObject):
            return held.high != 0
        if isinstance(held, DictObject):
            return not held.is_closed or bool(held.known)
    return True


def _may_be_false(ev: Evaluator, shape: Shape) -> bool:
    if isinstance(shape, Constant):
        return not shape.value
    if isinstance(shape, TupleOf):
        return shape.items is None or not shape.items
    if isinstance(shape, Exactly):
        return "." not in shape.type or shape.type.startswith(("datetime.timedelta", "decimal.", "fractions."))
    if isinstance(shape, Reference):
        held = ev.object_at(shape.location)
        if isinstance(held, ListObject):
            return held.low == 0
        if isinstance(held, DictObject):
            return not any([not one.unbound for one in held.known.values()])
        return True
    return False


# ------------------------------------------------------------------------------ comparisons


def _assume_comparison(
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
            [isinstance(one, Constant) and one.value is wanted for one in known.shapes]
        )
        if not may_be:
            if all([not isinstance(one, Exactly) for one in known.shapes]) and known.shapes:
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
    if any([isinstance(one, float) for one in constants]) and not same:
        return
    if same:
        kept: list[Shape] = []
        for shape in known.shapes:
            if isinstance(shape, Constant):
                if shape.value in constants:
                    kept.append(shape)
            elif isinstance(shape, Exactly) and value is not None:
                kept += [one for one in value.shapes if _type_fits(shape, one)] or [shape]
            elif isinstance(shape, Reference) and isinstance(ev.object_at(shape.location), Instance):
                kept.append(shape)
        if not kept and not known.unknown:
            if all([isinstance(one, Constant) for one in known.shapes]):
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
            kept += [one for value in values for one in literal(value).shapes if _type_fits(shape, one)]
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


_NEGATED: Final = {
    Comparison.LESS: Comparison.GREATER_EQUAL,
    Comparison.LESS_EQUAL: Comparison.GREATER,
    Comparison.GREATER: Comparison.LESS_EQUAL,
    Comparison.GREATER_EQUAL: Comparison.LESS,
    Comparison.EQUAL: Comparison.NOT_EQUAL,
    Comparison.NOT_EQUAL: Comparison.EQUAL,
}


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
        sign = _NEGATED[sign]
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


# ------------------------------------------------------------------------------------ calls


def _assume_call(ev: Evaluator, node: Call, *, holds: bool) -> None:
    name = node.callee.identifier if isinstance(node.callee, Name) else ""
    callee = ev.latest_value(node.callee)
    is_listed = callee is not None and isinstance(callee.single, Listed)
    if is_listed and name == "isinstance" and len(node.arguments) == 2:
        kinds = ev.latest_value(node.arguments[1])
        if kinds is not None:
            _assume_type(ev, node.arguments[0], kinds, holds=holds)
    elif is_listed and name in ("len", "bool", "any") and len(node.arguments) == 1:
        assume(ev, node.arguments[0], holds=holds) if name != "any" or holds else None
    elif is_listed and name == "callable" and len(node.arguments) == 1:
        keep(ev, node.arguments[0], _is_callable if holds else _is_not_callable)
    else:
        _assume_truth(ev, node, holds=holds)


def _is_callable(_: Evaluator, shape: Shape) -> bool:
    return not isinstance(shape, (Constant, TupleOf, ModuleOf))


def _is_not_callable(_: Evaluator, shape: Shape) -> bool:
    return not isinstance(shape, (FunctionOf, ToolOf, ClassOf, BoundTo))


_ABSTRACT: Final = {
    "int": ("numbers.Number", "numbers.Integral", "numbers.Real"),
    "float": ("numbers.Number", "numbers.Real"),
    "list": ("collections.abc.Sequence", "collections.abc.Iterable", "collections.abc.Collection"),
    "tuple": ("collections.abc.Sequence", "collections.abc.Iterable", "collections.abc.Collection"),
    "str": ("collections.abc.Sequence", "collections.abc.Iterable", "collections.abc.Hashable"),
    "dict": ("collections.abc.Mapping", "collections.abc.Iterable", "collections.abc.MutableMapping"),
    "bool": ("int",),
}


def _assume_type(ev: Evaluator, place: Expression, kinds: Value, *, holds: bool) -> None:
    listed = type_alternatives(kinds)
    if listed is None:
        return

    def wanted(ev: Evaluator, shape: Shape) -> bool:
        answers = [is_of_type(ev, shape, one) for one in listed]
        if True in answers:
            return holds
        return True if None in answers else not holds

    value = place_value(ev, place)
    if value is None:
        return
    if holds and value.unknown:
        plain = [exactly_listed(one) for one in listed]
        shapes = [one for one in value.shapes if wanted(ev, one)]
        if all([one is not None for one in plain]) and value.unknown == 1:
            for found in plain:
                assert found is not None
                shapes += [one for one in found.shapes if one.key not in {two.key for two in shapes}]
            refine(ev, place, value.only(tuple(shapes), NOTHING_ELSE))
            return
    keep(ev, place, wanted)


def exactly_listed(kind: Shape) -> Value | None:
    """Any value of a plain builtin type that is told by its type alone."""
    if isinstance(kind, Listed) and kind.name in ("str", "int", "float", "bool", "bytes"):
        return exactly(kind.name)
    return None


def type_alternatives(kinds: Value) -> list[Shape] | None:
    """The classes that an `isinstance` asks for; None if they are not known."""
    if kinds.unknown or not kinds.shapes:
        return None
    found: list[Shape] = []
    for shape in kinds.shapes:
        if isinstance(shape, TupleOf):
            if shape.items is None:
                return None
            for item in shape.items:
                inner = type_alternatives(item)
                if inner is None:
                    return None
                found += inner
        elif isinstance(shape, ClassOf) or (
            isinstance(shape, Listed) and shape.entry.kind is EntryKind.CLASS
        ):
            found.append(shape)
        else:
            return None
    return found


_DECIDING: Final = ("__instancecheck__", "__subclasshook__")


def is_of_type(ev: Evaluator, shape: Shape, kind: Shape) -> bool | None:  # noqa: PLR0911 - by kind
    """Is a value an instance of a class? None if that is not known."""
    if isinstance(kind, ClassOf):
        if isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            if isinstance(held, Instance):
                if held.info is None:
                    return False
                if held.info.is_subclass(kind.info):
                    return True
                decides = any([find_method(ev, kind.info, one) for one in _DECIDING])
                return None if held.info.is_open or kind.info.is_abstract or decides else False
            return None if held.type == "object" else False
        return None if isinstance(shape, Exactly) and shape.type == "object" else False
    assert isinstance(kind, Listed)
    wanted = kind.entry.type or kind.name
    if wanted == "object":
        return True
    if isinstance(shape, (ClassOf, Listed)) and wanted in ("type", "abc.ABCMeta", "enum.EnumMeta"):
        is_class = isinstance(shape, ClassOf) or shape.entry.kind is EntryKind.CLASS
        return None if is_class else False
    if isinstance(shape, Reference):
        held = ev.object_at(shape.location)
        if isinstance(held, Instance) and held.info is not None:
            bases = ev.outside.bases_of(held.info.outside)
            if held.info.kind == "namedtuple" and wanted == "tuple":
                return True
            if held.info.kind and wanted in ("int", "str", "tuple", "dict"):
                return None
            return wanted in bases or (None if held.info.is_open or "." in wanted else False)
        if held.type == "object":
            return None
    name = describe(ev, shape)
    if name == wanted or wanted in ev.outside.bases_of([name]):
        return True
    if wanted in _ABSTRACT.get(name, ()):
        return True
    if "." in wanted and not wanted.startswith(("datetime.", "decimal.", "enum.")):
        return None
    if isinstance(shape, Exactly) and wanted in ev.outside.derived_from(shape.type):
        return None
    return False
