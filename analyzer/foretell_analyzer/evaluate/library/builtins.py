"""Models of builtin functions and classes."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from ...ir import BinaryOperator, Comparison, Expression, Node
from ...values.collections import ENDLESS, ListObject
from ...values.instances import Instance, Lazy, Suspended
from ...values.making import BOOL, NONE_VALUE, exactly, literal
from ...values.origins import counted
from ...values.shapes import Constant, Listed, Reference, Shape, TupleOf
from ...values.value import BOTTOM, UNKNOWN, UNKNOWN_DATA, Value, join
from ..access import describe
from ..arguments import Arguments
from ..attempts import attempt, for_each, perhaps
from ..comparisons import compare_values
from ..evaluator import Evaluator
from ..hashing import instances_with
from ..iteration import Items, exact_items, items_of
from ..loops import repeat
from ..methods import call_method, class_of, find_method
from ..observations import FAILS, PARTLY, Detail
from ..operations import operate
from ..steering import chosen, extent
from ..texts import text_of_object
from ..truth import truth_of
from .handed import call, items_at, place
from .own_answers import answers
from .registry import generic, model


@model("len")
def model_len(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0)
    if value is None:
        return generic(ev, shape, arguments, node, ordinal)
    found = BOTTOM
    failing = None
    sizes = for_each(ev, value.shapes, lambda one: _size_of(ev, one, node))
    for one, size in zip(value.shapes, sizes, strict=True):
        if size is None:
            failing = one
        else:
            found = join(found, size)
    if failing is None:
        ev.passes("wrong-argument", node)
    else:
        state = FAILS if found.is_bottom and not value.unknown else PARTLY
        detail = Detail("len", describe(ev, failing), value, value.declared)
        ev.note("wrong-argument", node, state, detail)
    if value.unknown or found.is_bottom:
        found = exactly("int")
    ev.may_raise()
    return found.with_origins(counted(value.origins) | extent(ev, value))


_WITHOUT_LENGTH = frozenset(
    {"int", "float", "bool", "NoneType", "function", "generator", "coroutine", "map", "filter",
     "zip", "complex"}
)  # fmt: skip


def _size_of(ev: Evaluator, shape: Shape, node: Node) -> Value | None:
    if isinstance(shape, Constant):
        text = shape.value
        return literal(len(text)) if isinstance(text, (str, bytes)) else None
    if isinstance(shape, TupleOf):
        return exactly("int") if shape.items is None else literal(len(shape.items))
    if isinstance(shape, Reference):
        return _size_of_object(ev, shape, node)
    return None if describe(ev, shape) in _WITHOUT_LENGTH else exactly("int")


def _size_of_object(ev: Evaluator, shape: Reference, node: Node) -> Value | None:
    held = ev.object_at(shape.location)
    if isinstance(held, ListObject) and held.low == held.high:
        return literal(held.low)
    if isinstance(held, Instance) and held.info is not None:
        found = call_method(ev, Value((shape,)), "__len__", [], node)
        single = None if found is None else found.constant()
        return found if single is not None and type(single.value) is int else exactly("int")
    if isinstance(held, Suspended) or (isinstance(held, Lazy) and held.kind in _WITHOUT_LENGTH):
        return None
    return exactly("int")


@model("print")
def model_print(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    for position, value in enumerate(arguments.values()):
        origins = ev.origins_within(value)
        for one in value.shapes:
            if isinstance(one, Reference):
                text = text_of_object(ev, one, ("__str__", "__repr__"), None, node, 0)
                origins = origins | text.origins
        ev.seen.printed(node.index, value.with_origins(origins), position)
        if not ev.is_dead:
            ev.seen.show(node, origins | ev.store.steering)
    if "file" in arguments.keywords:
        for value in arguments.positional:
            ev.keep_unseen(value)
    ev.may_raise()
    return NONE_VALUE


@model("enumerate", "zip", "map", "filter", "reversed", "iter")
def model_lazy(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    if shape.name == "iter" and len(arguments.positional) == 1:
        return _iterator(ev, arguments, node)
    answered = BOTTOM
    if shape.name == "reversed" and arguments.positional:
        answered, rest = answers(ev, arguments.positional[0], "__reversed__", [], node)
        if rest.is_bottom:
            return answered
        arguments = Arguments([rest, *arguments.positional[1:]], arguments.nodes)
    names = tuple([one for one in arguments.keywords if not arguments.keywords[one].unbound])
    values = [*arguments.positional, *[arguments.keywords[one] for one in names]]
    if not arguments.more.is_bottom:
        ev.escape(arguments.more)
        return UNKNOWN
    ev.may_raise()
    made = Lazy(shape.name, node.index, tuple(values), names)
    found = ev.allocate(node, made)
    if shape.name not in ("map", "filter", "iter"):
        count = len(arguments.positional) if shape.name == "zip" else 1
        if shape.name == "reversed":
            for value in arguments.positional[:1]:
                for one in instances_with(ev, value, "__len__"):
                    call_method(ev, Value((one,)), "__len__", [], node)
        for position, value in enumerate(arguments.positional[:count]):
            check_iterable(ev, value, place(arguments, position, node))
    return join(found, answered)


def check_iterable(ev: Evaluator, value: Value, node: Expression) -> None:
    """Builtins ask for an iterator at once, although they use it later."""
    from ..iteration import has_effects

    if not has_effects(ev, value):
        items_of(ev, value, node)
    for one in value.shapes:
        info = class_of(ev, one)
        if info is not None and find_method(ev, info, "__iter__") is not None:
            perhaps(ev, partial(call_method, ev, Value((one,)), "__iter__", [], node))


def _iterator(ev: Evaluator, arguments: Arguments, node: Node) -> Value:
    value = arguments.positional[0]
    kept = tuple(
        [
            one
            for one in value.shapes
            if isinstance(one, Reference)
            and isinstance(ev.object_at(one.location), (Lazy, Suspended))
        ]
    )
    found = Value(kept)
    own = [one for one in value.shapes if class_of(ev, one) is not None]
    for one in own:
        made_by = call_method(ev, Value((one,)), "__iter__", [], node)
        found = join(found, UNKNOWN if made_by is None else made_by)
    rest = tuple([one for one in value.shapes if one not in kept and one not in own])
    if rest or value.unknown:
        made = Lazy("iter", node.index, (value.only(rest, value.unknown),))
        found = join(found, ev.allocate(node, made))
    return found


@model("next")
def model_next(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0)
    if value is None:
        return generic(ev, shape, arguments, node, ordinal)
    found = BOTTOM
    rest: list[Reference] = []
    for one in value.shapes:
        info = class_of(ev, one)
        if info is not None and find_method(ev, info, "__next__") is not None:
            if arguments.get(1, "default") is None:
                step = call_method(ev, Value((one,)), "__next__", [], node)
            else:
                step = attempt(ev, partial(call_method, ev, Value((one,)), "__next__", [], node))
            found = join(found, step or BOTTOM)
        elif isinstance(one, Reference):
            rest.append(one)
    if rest or value.unknown:
        items = items_of(ev, value.only(tuple(rest), value.unknown), place(arguments, 0, node))
        found = join(found, items.element)
    default = arguments.get(1, "default")
    if default is not None:
        found = join(found, default)
    ev.may_raise()
    return UNKNOWN_DATA if found.is_bottom else found


@model("sum")
def model_sum(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    items = items_at(ev, arguments, 0, node)
    start = arguments.get(1, "start") or literal(0)
    total = start
    if items.high == 0:
        return start

    def once() -> Value:
        nonlocal total
        step = operate(ev, total, BinaryOperator.ADD, items.element, node)
        total = _type_only(join(total, step))
        return total

    for _ in range(3):
        before = total
        repeat(ev, 0, ENDLESS, once, node)
        if total.same(before):
            break
    return total.with_origins(items.element.origins)


def _type_only(value: Value) -> Value:
    """Numbers of which only the type is known."""
    shapes: dict[Hashable, Shape] = {}
    for one in value.shapes:
        made = one
        if isinstance(one, Constant) and type(one.value) in (int, float, bool, str):
            name = type(one.value).__name__
            made = exactly("int" if name == "bool" else name).shapes[0]
        shapes[made.key] = made
    return value.only(tuple(shapes.values()), value.unknown)


@model("min", "max")
def model_extreme(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    if len(arguments.positional) > 1 or not arguments.more.is_bottom:
        items = exact_items(tuple(arguments.positional))
        if not arguments.more.is_bottom:
            items = Items(join(items.element, arguments.more))
    else:
        items = items_at(ev, arguments, 0, node)
    element = items.element
    sign = Comparison.GREATER if shape.name == "max" else Comparison.LESS
    keys = ordered(ev, items, arguments.keywords.get("key"), node, ordinal, sign)
    element = chosen(element, ev.origins_within(keys))
    default = arguments.keywords.get("default")
    if default is not None and items.low == 0:
        element = join(element, default)
    ev.may_raise()
    value = arguments.get(0)
    return element if value is None else element.with_origins(value.origins)


def ordered(
    ev: Evaluator, items: Items, key: Value | None, node: Node, ordinal: int,
    sign: Comparison = Comparison.LESS,
) -> Value:  # fmt: skip
    """Items are compared, by `key` if there is one; gives what is compared."""
    keys = items.element
    if key is not None and not key.same(NONE_VALUE):
        keys = repeat(
            ev, items.low, items.high,
            lambda: call(ev, key, [items.element], node, ordinal + 5), node,
        )  # fmt: skip
    if items.high in (0, 1) or keys.is_bottom:
        return BOTTOM

    def once() -> Value:
        return compare_values(ev, keys, sign, keys, node)

    repeat(ev, 0, ENDLESS, once, node)
    return keys


@model("sorted")
def model_sorted(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    items = items_at(ev, arguments, 0, node, for_list=True)
    keys = ordered(ev, items, arguments.keywords.get("key"), node, ordinal)
    ev.may_raise()
    single = True
    element = chosen(items.element, ev.origins_within(keys))
    made = ListObject("list", single, None, element, items.low, items.high)
    value = arguments.get(0)
    found = ev.allocate(node, made)
    return found if value is None else found.with_origins(value.origins)


@model("any", "all")
def model_quantifier(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    items = items_at(ev, arguments, 0, node)
    if items.high == 0:
        return literal(shape.name == "all")
    for one in items.element.shapes:
        if isinstance(one, Reference):
            truth_of(ev, Value((one,)), node)
    return BOOL.with_origins(ev.origins_within(items.element))
