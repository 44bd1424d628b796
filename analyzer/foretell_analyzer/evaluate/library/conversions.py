"""Models of what makes a value of another type: `str`, `int`, `list`, `dict`, `range`."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final

from ...ir import Expression, Node
from ...values.collections import DictObject, ListObject, SetObject, constant_key
from ...values.instances import Instance, Lazy
from ...values.making import BOOL, NONE_VALUE, exactly, literal, tuple_of, tuples_of
from ...values.origins import steering
from ...values.shapes import Listed, Reference, TupleOf
from ...values.value import BOTTOM, Value, join
from ..access import describe
from ..arguments import Arguments
from ..evaluator import Evaluator
from ..hashing import hash_of
from ..iteration import items_of
from ..methods import call_method, find_method
from ..observations import FAILS, PARTLY, Detail
from ..pairs import key_value_pairs
from ..steering import extent
from ..texts import convert_to_text
from ..truth import truth_of
from .handed import items_at, place
from .own_answers import NO_NUMBER
from .registry import model


@model("str", "repr", "ascii", "format")
def model_text(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0, "object")
    if value is None:
        return literal("")
    if shape.name == "format":
        return convert_to_text(ev, value, "", arguments.get(1), node)
    if len(arguments.values()) > 1:
        return exactly("str").with_origins(ev.origins_within(value))
    if shape.name == "ascii":
        convert_to_text(ev, value, "r", None, node)
        return exactly("str").with_origins(ev.origins_within(value))
    conversion = "r" if shape.name == "repr" else "s"
    return convert_to_text(ev, value, conversion, None, node)


_WITHOUT_ARGUMENTS: Final[dict[str, object]] = {"int": 0, "float": 0.0, "bool": False}


@model("int", "float", "bool")
def model_number(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0)
    if value is None:
        return literal(_WITHOUT_ARGUMENTS[shape.name])
    if shape.name == "bool":
        truth = truth_of(ev, value, node)
        return (BOOL if truth is None else literal(truth)).with_origins(ev.origins_within(value))
    single = value.constant()
    if single is not None and len(arguments.values()) == 1:
        number = single.value
        if isinstance(number, (int, float)) or (isinstance(number, str) and len(number) < 50):
            convert: Callable[[Any], object] = int if shape.name == "int" else float
            try:
                made = convert(number)
            except (ValueError, OverflowError):
                detail = Detail(shape.name, repr(number), value, value.declared)
                ev.note("wrong-argument", node, FAILS, detail)
                ev.may_raise()
                return exactly(shape.name)
            return literal(made).with_origins(value.origins)
    for name in ("__int__", "__index__") if shape.name == "int" else ("__float__",):
        call_method(ev, value, name, [], node)
    kinds = {describe(ev, one) for one in value.shapes}
    wrong = sorted(kinds & NO_NUMBER)
    if wrong:
        state = FAILS if kinds <= NO_NUMBER and not value.unknown else PARTLY
        detail = Detail(shape.name, wrong[0], value, value.declared)
        ev.note("wrong-argument", node, state, detail)
    else:
        ev.passes("wrong-argument", node)
    ev.may_raise()
    return exactly(shape.name).with_origins(ev.origins_within(value))


@model("list", "tuple", "set", "frozenset", "collections.deque")
def model_collection(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    items = items_at(ev, arguments, 0, node, for_list=shape.name in ("list", "tuple"))
    value = arguments.get(0)
    origins = BOTTOM.origins if value is None else value.origins | steering(extent(ev, value))
    single = True
    if shape.name == "tuple":
        if items.items is not None:
            return tuple_of(list(items.items)).with_origins(origins)
        return tuples_of(items.element).with_origins(origins)
    if shape.name in ("set", "frozenset"):
        hash_of(ev, items.element, node)
        made = SetObject(shape.name, single, items.element, items.low == 0)
        return ev.allocate(node, made).with_origins(origins)
    kind = "list" if shape.name == "list" else "collections.deque"
    limit = arguments.get(1, "maxlen")
    if kind != "list" and limit is not None and not limit.same(NONE_VALUE):
        # What does not fit falls out at the other end: it only may have what is added.
        bounded = ListObject(kind, False, None, items.element)
        return ev.allocate(node, bounded, "bounded").with_origins(origins)
    listing = ListObject(kind, single, items.items, items.element, items.low, items.high)
    return ev.allocate(node, listing).with_origins(origins)


@model("dict", "collections.OrderedDict")
def model_dict(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    known: dict[Hashable, Value] = {}
    other_key, other = BOTTOM, BOTTOM
    value = arguments.get(0)
    origins = BOTTOM.origins
    if value is not None:
        origins = value.origins
        known, other_key, other = entries_of(ev, value, place(arguments, 0, node))
    for name, given in arguments.keywords.items():
        known[constant_key(name)] = given
    if not arguments.more_keywords.is_bottom:
        other = join(other, arguments.more_keywords)
        named = exactly("str").with_origins(arguments.more_keywords.origins)
        other_key = join(other_key, named)
    single = True
    made = DictObject(shape.name, single, known, other_key, other)
    return ev.allocate(node, made).with_origins(origins)


def entries_of(
    ev: Evaluator, value: Value, node: Expression
) -> tuple[dict[Hashable, Value], Value, Value]:
    """The keys and values that `dict(value)` has: of a mapping, or of pairs."""
    mappings = tuple(
        [one for one in value.shapes if isinstance(one, Reference) and _is_mapping(ev, one)]
    )
    known: dict[Hashable, Value] = {}
    other_key, other = BOTTOM, BOTTOM
    if mappings or value.unknown:
        pairs = key_value_pairs(ev, value.only(mappings, value.unknown), node)
        known, other_key, other = pairs.known, pairs.other_key, pairs.other
    rest = tuple([one for one in value.shapes if one not in mappings])
    if rest:
        items = items_of(ev, value.only(rest, 0), node)
        if items.items is not None and not mappings and not value.unknown:
            for item in items.items:
                key, held = split_pair(ev, item, node)
                single = key.constant()
                if single is None:
                    other_key, other = join(other_key, key), join(other, held)
                else:
                    known[constant_key(single.value)] = held
            hash_of(ev, other_key, node)
            return known, other_key, other
        key, held = split_pair(ev, items.element, node)
        other_key, other = join(other_key, key), join(other, held)
    hash_of(ev, other_key, node)
    return known, other_key, other


def _is_mapping(ev: Evaluator, shape: Reference) -> bool:
    """Has it keys and items of them?"""
    held = ev.object_at(shape.location)
    if isinstance(held, Instance) and held.info is not None:
        return find_method(ev, held.info, "keys") is not None
    return isinstance(held, DictObject)


def split_pair(ev: Evaluator, value: Value, node: Expression) -> tuple[Value, Value]:
    """The two parts of a pair."""
    first, second = BOTTOM, BOTTOM
    for one in value.shapes:
        if isinstance(one, TupleOf) and one.items is not None and len(one.items) == 2:
            first, second = join(first, one.items[0]), join(second, one.items[1])
        else:
            items = items_of(ev, Value((one,)), node)
            if items.items is not None and len(items.items) == 2:
                first, second = join(first, items.items[0]), join(second, items.items[1])
            else:
                first, second = join(first, items.element), join(second, items.element)
    if value.unknown:
        rest = Value((), value.unknown, 0, value.declared, value.origins)
        first, second = join(first, rest), join(second, rest)
    return first, second


@model("range")
def model_range(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    for value in arguments.positional:
        kinds = {describe(ev, one) for one in value.shapes}
        wrong = sorted(kinds & {"str", "float", "list", "dict", "NoneType", "tuple", "set"})
        if wrong:
            state = FAILS if len(wrong) == len(kinds) and not value.unknown else PARTLY
            ev.note("wrong-argument", node, state, Detail("range", wrong[0], value, value.declared))
            break
    else:
        ev.passes("wrong-argument", node)
    ev.may_raise()
    if not arguments.more.is_bottom or not arguments.positional:
        return exactly("range")
    made = Lazy("range", node.index, tuple(arguments.positional))
    return ev.allocate(node, made)
