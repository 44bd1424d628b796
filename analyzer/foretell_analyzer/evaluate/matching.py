"""`match`: which cases may be taken, and what they bind."""

from __future__ import annotations

from ..dialect import EntryKind
from ..ir import (
    AlternativesPattern,
    CapturePattern,
    ClassPattern,
    Comparison,
    MappingPattern,
    Match,
    Pattern,
    SequencePattern,
    SingletonPattern,
    StarPattern,
    ValuePattern,
)
from ..values.collections import ENDLESS, DictObject, ListObject, constant_key
from ..values.instances import Instance
from ..values.making import exactly
from ..values.shapes import ClassOf, Constant, Exactly, Listed, Reference, Shape, TupleOf
from ..values.store import Delta
from ..values.value import ANYTHING, BOTTOM, UNKNOWN, Value, either, join
from .access import read_attribute
from .comparisons import compare_values
from .dicts import lookup_key
from .evaluator import Evaluator
from .iteration import Items, call_anything, exact_items
from .kinds import is_of_type
from .methods import class_of, find_method
from .names import bind_name


def match_pattern(
    ev: Evaluator, pattern: Pattern, value: Value, node: Match
) -> tuple[Value, Value]:
    """The part of a value that a pattern may match, binding its names, and what it may not."""
    ev.may_raise()
    match pattern:
        case CapturePattern():
            if pattern.pattern is None:
                matched, left = value, BOTTOM
            else:
                matched, left = match_pattern(ev, pattern.pattern, value, node)
            if pattern.name is not None and not matched.is_bottom:
                bind_name(ev, pattern.name, matched)
            return matched, left
        case SingletonPattern():
            return _split(value, [pattern.value], by_identity=True)
        case ValuePattern():
            wanted = ev.evaluate(pattern.value)
            constants = wanted.constants()
            if any(class_of(ev, one) is not None for one in value.shapes):
                compare_values(ev, value, Comparison.EQUAL, wanted, node)
            if constants is not None and len(constants) == 1:
                return _split(value, [constants[0]], by_identity=False)
            compare_values(ev, value, Comparison.EQUAL, wanted, node)
            if wanted.single is not None and any(
                one.key == wanted.shapes[0].key for one in value.shapes
            ):
                left = value.only(
                    tuple([one for one in value.shapes if one.key != wanted.shapes[0].key]),
                    value.unknown,
                )
                held = wanted.single
                if isinstance(held, Reference) and isinstance(
                    ev.object_at(held.location), Instance
                ):
                    return value.only((held,), value.unknown), left
            return value, value
        case AlternativesPattern():
            found, left = BOTTOM, value
            ways: list[Delta] = []
            begin = ev.branch()
            for one in pattern.patterns:
                mark = ev.branch()
                matched, left = match_pattern(ev, one, left, node)
                found = join(found, matched)
                if not matched.is_bottom:
                    ways.append(ev.store.delta(begin))
                ev.store.rollback(mark)
            if ways:
                ev.meet(ways)
            return found, left
        case SequencePattern():
            return _match_sequence(ev, pattern, value, node)
        case MappingPattern():
            return _match_mapping(ev, pattern, value, node)
        case ClassPattern():
            return _match_class(ev, pattern, value, node)
        case _:
            return value, value


def _split(value: Value, wanted: list[object], *, by_identity: bool) -> tuple[Value, Value]:
    matched: list[Shape] = []
    left: list[Shape] = []
    for shape in value.shapes:
        if isinstance(shape, Constant):
            same = any(shape.value is one if by_identity else shape.value == one for one in wanted)
            (matched if same else left).append(shape)
        elif isinstance(shape, Exactly):
            found = [Constant(one) for one in wanted if type(one).__name__ == shape.type]
            matched.extend(found)
            if not found and shape.type in ("int", "float", "bool", "object") and not by_identity:
                matched.append(shape)
            left.append(shape)
        else:
            if isinstance(shape, Reference) and not by_identity:
                matched.append(shape)
            left.append(shape)
    unknown = value.unknown
    if unknown:
        matched = [
            *[one for one in matched if isinstance(one, Constant)],
            *[Constant(one) for one in wanted],
        ]
        unique = {one.key: one for one in matched}
        return value.only(tuple(unique.values()), 0), value.only(tuple(left), unknown)
    return value.only(tuple(matched), 0), value.only(tuple(left), 0)


def _match_sequence(
    ev: Evaluator, pattern: SequencePattern, value: Value, node: Match
) -> tuple[Value, Value]:
    star = -1
    for position, one in enumerate(pattern.patterns):
        if isinstance(one, StarPattern):
            star = position
    least = len(pattern.patterns) - (1 if star >= 0 else 0)
    matched, left = BOTTOM, BOTTOM
    items: Items | None = None
    for shape in value.shapes:
        found: Items | None = None
        if isinstance(shape, TupleOf):
            found = Items(shape.element) if shape.items is None else exact_items(shape.items)
        elif isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            if isinstance(held, ListObject):
                found = Items(held.element, held.low, held.high, held.items)
            elif not isinstance(held, (DictObject,)) and held.type in ("object", "range"):
                found = Items(UNKNOWN)
            elif isinstance(held, Instance) and held.info is not None:
                found = (
                    Items(UNKNOWN) if held.info.kind == "namedtuple" or held.info.is_open else None
                )
        elif isinstance(shape, Exactly) and shape.type in ("range", "object", "collections.deque"):
            found = Items(UNKNOWN)
        part = value.only((shape,), 0)
        fits = (
            found is not None
            and (found.high == ENDLESS or found.high >= least)
            and (star >= 0 or found.low <= least)
        )
        if not fits or found is None:
            left = join(left, part)
            continue
        matched = join(matched, part)
        items = found if items is None else items.join(found)
        exact = found.low >= least and (star >= 0 or found.high == least)
        if not exact:
            left = join(left, part)
    if value.unknown:
        if value.unknown == ANYTHING:
            call_anything(ev, node)
        part = value.only((), value.unknown)
        matched, left = join(matched, part), join(left, part)
        items = Items(part) if items is None else items.join(Items(part))
    if matched.is_bottom or items is None:
        return BOTTOM, value
    is_total = True
    for position, one in enumerate(pattern.patterns):
        if isinstance(one, StarPattern):
            if one.name is not None:
                rest = ListObject("list", True, None, items.element)
                bind_name(ev, one.name, ev.allocate(one, rest))
            continue
        element = items.element
        if items.items is not None:
            at = position if star < 0 or position < star else position - len(pattern.patterns)
            element = items.items[at]
        inner, rest_of = match_pattern(ev, one, element, node)
        if inner.is_bottom:
            return BOTTOM, value
        if not rest_of.is_bottom:
            is_total = False
    return matched, left if is_total else value


def _match_mapping(
    ev: Evaluator, pattern: MappingPattern, value: Value, node: Match
) -> tuple[Value, Value]:
    matched, left = BOTTOM, BOTTOM
    values: list[Value] = [BOTTOM] * len(pattern.keys)
    keys = [ev.evaluate(one) for one in pattern.keys]
    is_total = True
    for shape in value.shapes:
        part = value.only((shape,), 0)
        held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
        if isinstance(held, DictObject) and isinstance(shape, Reference):
            has_all = True
            for position, key in enumerate(keys):
                single = key.constant()
                found = (
                    held.other
                    if single is None
                    else lookup_key(ev, held, shape.location, constant_key(single.value))
                )
                if found.is_unbound or found.is_bottom:
                    has_all = False
                if found.unbound:
                    is_total = False
                values[position] = join(values[position], found.bound())
            if has_all:
                matched = join(matched, part)
            else:
                left = join(left, part)
        elif held is not None and held.type == "object":
            matched, left = join(matched, part), join(left, part)
            values = [UNKNOWN] * len(keys)
        else:
            left = join(left, part)
    if value.unknown:
        part = value.only((), value.unknown)
        matched, left = join(matched, part), join(left, part)
        values = [join(one, part) for one in values]
    if matched.is_bottom:
        return BOTTOM, value
    for one, found in zip(pattern.patterns, values, strict=True):
        inner, rest_of = match_pattern(ev, one, UNKNOWN if found.is_bottom else found, node)
        if inner.is_bottom:
            return BOTTOM, value
        if not rest_of.is_bottom:
            is_total = False
    if pattern.rest is not None:
        anything = UNKNOWN.only_origins(ev.origins_within(value))
        key = exactly("str").with_origins(anything.origins)
        rest = DictObject("dict", True, {}, key, anything)
        bind_name(ev, pattern.rest, ev.allocate(pattern, rest))
    return matched, left if is_total else value


_SELF_MATCHED = frozenset(
    {
        "bool",
        "bytearray",
        "bytes",
        "dict",
        "float",
        "frozenset",
        "int",
        "list",
        "set",
        "str",
        "tuple",
    }
)


def _match_class(
    ev: Evaluator, pattern: ClassPattern, value: Value, node: Match
) -> tuple[Value, Value]:
    classes = ev.evaluate(pattern.cls)
    kind = classes.single
    if not isinstance(kind, (ClassOf, Listed)) or (
        isinstance(kind, Listed) and kind.entry.kind is not EntryKind.CLASS
    ):
        for one in (*pattern.patterns, *pattern.keyword_patterns):
            match_pattern(ev, one, UNKNOWN, node)
        return value, value
    matched, left = BOTTOM, BOTTOM
    for shape in value.shapes:
        part = value.only((shape,), 0)
        answer = is_of_type(ev, shape, kind)
        if answer is not False:
            matched = join(matched, part)
        if answer is not True:
            left = join(left, part)
    if value.unknown:
        part = value.only((), value.unknown)
        left = join(left, part)
        if isinstance(kind, ClassOf):
            if value.unknown == ANYTHING:
                matched = join(matched, ev.outside.instance_of(ev, kind.info, pattern))
        else:
            name = kind.entry.type or kind.name
            plain = exactly(name) if name in ("str", "int", "float", "bool", "bytes") else part
            matched = join(matched, plain.with_origins(value.origins))
    if matched.is_bottom:
        return BOTTOM, value
    is_total = True
    for position, one in enumerate(pattern.patterns):
        if isinstance(kind, Listed) and (kind.entry.type or kind.name) in _SELF_MATCHED:
            inner, rest_of = match_pattern(ev, one, matched, node)
        else:
            field = _positional(ev, matched, position, node)
            inner, rest_of = match_pattern(ev, one, field, node)
        if inner.is_bottom:
            return BOTTOM, value
        is_total = is_total and rest_of.is_bottom
    for name, one in zip(pattern.keyword_names, pattern.keyword_patterns, strict=True):
        field = either(
            [read_attribute(ev, Value((shape,)), name, node) for shape in matched.shapes]
        )
        if matched.unknown or field.is_bottom:
            field = join(field, UNKNOWN)
        inner, rest_of = match_pattern(ev, one, field, node)
        if inner.is_bottom:
            return BOTTOM, value
        is_total = is_total and rest_of.is_bottom
    return matched, left if is_total else value


def _positional(ev: Evaluator, value: Value, position: int, node: Match) -> Value:
    """The attribute that `__match_args__` gives a position."""
    found = BOTTOM
    for shape in value.shapes:
        held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
        if not isinstance(held, Instance) or held.info is None:
            return UNKNOWN
        names: tuple[str, ...] = (
            tuple(held.info.fields) if held.info.kind in ("dataclass", "namedtuple") else ()
        )
        declared = find_method(ev, held.info, "__match_args__")
        if declared is not None:
            single = declared.single
            if not isinstance(single, TupleOf) or single.items is None:
                return UNKNOWN
            texts = [one.constant() for one in single.items]
            names = tuple([str(one.value) for one in texts if one is not None])
        if position >= len(names):
            return UNKNOWN
        found = join(found, read_attribute(ev, Value((shape,)), names[position], node))
    return UNKNOWN if value.unknown or found.is_bottom else found
