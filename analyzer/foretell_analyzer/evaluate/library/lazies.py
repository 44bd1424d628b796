"""What iterating over lazy objects gives: `map`, `zip`, views of dicts, `itertools`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ...effects import (
    Given,
    Left,
    alternatives,
    given_by,
    series,
    until_break,
)
from ...effects import perhaps as perhaps_of
from ...exits import Exit
from ...ir import Expression, Node
from ...values.collections import ENDLESS, DictObject
from ...values.instances import Lazy
from ...values.making import NONE_VALUE, exactly, literal, tuple_of
from ...values.shapes import Reference
from ...values.value import BOTTOM, UNKNOWN, UNKNOWN_DATA, Value, either, join
from ..arguments import Arguments
from ..evaluator import Evaluator
from ..hashing import ask_all
from ..iteration import (
    EFFECTFUL,
    HANDING_ON,
    LAZY,
    Items,
    LazyItems,
    exact_items,
    gone_over,
    items_of,
    keys_of,
)
from ..loops import repeat
from ..protocols import list_items_of
from ..steering import chosen, extent
from ..truth import truth_of
from .handed import call


def lazy(*kinds: str, effects: bool = False) -> Callable[[LazyItems], LazyItems]:
    """Make a function say what kinds of lazy objects give."""

    def enter(function: LazyItems) -> LazyItems:
        for kind in kinds:
            LAZY[kind] = function
            if effects:
                EFFECTFUL.add(kind)
        return function

    return enter


def as_expression(ev: Evaluator, node: Node) -> Expression:
    """The place where something is used up."""
    assert isinstance(node, Expression)
    return node


def items(ev: Evaluator, value: Value, node: Node) -> Items:
    """What iterating over a part gives."""
    return items_of(ev, value, as_expression(ev, node))


@lazy("range")
def lazy_range(ev: Evaluator, held: Lazy, node: Node) -> Items:
    numbers: list[int] = []
    for value in held.values:
        single = value.constant()
        if single is None or not isinstance(single.value, int):
            low = 0
            return Items(exactly("int").with_origins(either(held.values).origins), low)
        numbers.append(single.value)
    if len(numbers) == 3 and numbers[2] == 0:
        return Items(exactly("int"), 0, 0)
    made = range(*numbers)
    if len(made) <= 8:
        return exact_items(tuple([literal(one) for one in made]))
    return Items(exactly("int"), len(made), len(made))


@lazy("enumerate")
def lazy_enumerate(ev: Evaluator, held: Lazy, node: Node) -> Items:
    found = items(ev, held.values[0], node)
    pair = tuple_of([exactly("int"), found.element])
    if found.items is not None and len(held.values) == 1:
        pairs = [tuple_of([literal(at), one]) for at, one in enumerate(found.items)]
        return exact_items(tuple(pairs))
    return Items(pair, found.low, found.high)


@lazy("zip", "itertools.zip_longest")
def lazy_zip(ev: Evaluator, held: Lazy, node: Node) -> Items:
    count = len(held.values) - len(held.names)
    parts = [items(ev, one, node) for one in held.values[:count]]
    if not parts:
        return exact_items(())
    longest = held.kind != "zip"
    lows = [one.low for one in parts]
    highs = [one.high for one in parts]
    bounded = [one for one in highs if one != ENDLESS]
    if longest:
        low = max(lows)
        high = ENDLESS if ENDLESS in highs else max(highs)
        fill = NONE_VALUE if not held.names else held.values[-1]
        elements = [join(one.element, fill) for one in parts]
        return Items(tuple_of(elements), low, high)
    low, high = min(lows), min(bounded) if bounded else ENDLESS
    exact = [one.items for one in parts if one.items is not None]
    if len(exact) == len(parts):
        rows = [tuple_of(list(row)) for row in zip(*exact, strict=False)]
        return exact_items(tuple(rows))
    return Items(tuple_of([one.element for one in parts]), low, high)


@lazy("map", effects=True)
def lazy_map(ev: Evaluator, held: Lazy, node: Node) -> Items:
    user, ev.user = ev.user, 0
    inner = ev.new_user()
    around = ev.begin()
    parts: list[Items] = []
    for position, one in enumerate(held.values[1:]):
        ev.user = 0 if position else inner
        parts.append(items(ev, one, node))
    ev.user = 0
    source = ev.end(around)
    if not parts:
        return Items(UNKNOWN_DATA)
    low = min([one.low for one in parts])
    highs = [one.high for one in parts if one.high != ENDLESS]
    high = min(highs) if highs else ENDLESS
    where = _made_at(ev, held, node)
    around = ev.begin()
    result = repeat(
        ev,
        0,
        high,
        lambda: call(ev, held.values[0], [one.element for one in parts], where, 1),
        where,
    )
    ev.end(around)
    ev.record(given_by(source, inner, series((ev.round_effect, Given(user))), node))
    return Items(result, low, high)


def _made_at(ev: Evaluator, held: Lazy, node: Node) -> Node:
    """What is called lazily is called at the place that uses it."""
    return node


@lazy("filter", "itertools.filterfalse", "itertools.takewhile", "itertools.dropwhile", effects=True)
def lazy_filter(ev: Evaluator, held: Lazy, node: Node) -> Items:
    user, ev.user = ev.user, 0
    found, source, inner = gone_over(ev, partial(items, ev, held.values[1], node))
    kept = perhaps_of(node, Given(user))
    is_plain = held.values[0].same(NONE_VALUE)

    def ask() -> Value:
        if not is_plain:
            return call(ev, held.values[0], [found.element], node, 1)
        truth_of(ev, found.element, node)
        return BOTTOM

    around = ev.begin()
    answer = repeat(ev, 0, found.high, ask, node)
    ev.end(around)
    ev.record(given_by(source, inner, series((ev.round_effect, kept)), node))
    if not is_plain:
        return Items(chosen(found.element, extent(ev, answer)), 0, found.high)
    from ..expressions import part_of_truth

    holds = held.kind != "itertools.filterfalse"
    return Items(part_of_truth(found.element, holds=holds), 0, found.high)


@lazy("reversed", "iter", "itertools.islice")
def lazy_same(ev: Evaluator, held: Lazy, node: Node) -> Items:
    if held.kind == "iter" and len(held.values) == 2:
        user, ev.user = ev.user, 0
        around = ev.begin()
        result = repeat(ev, 0, ENDLESS, lambda: call(ev, held.values[0], [], node, 1), node)
        ev.end(around)
        ended = alternatives(None, (Left(Exit.BREAK, node), Given(user)))
        ev.record(until_break(node, series((ev.round_effect, ended))))
        return Items(result)
    found = items(ev, held.values[0], node)
    if held.kind == "reversed" and found.items is not None:
        return exact_items(tuple(reversed(found.items)))
    if held.kind == "itertools.islice":
        high = found.high
        single = held.values[1].constant() if len(held.values) == 2 else None
        if single is not None and isinstance(single.value, int):
            high = single.value if high == ENDLESS else min(high, single.value)
        return Items(found.element, 0, high)
    return Items(found.element, found.low, found.high)


EFFECTFUL.add("iter")
HANDING_ON.update(
    {"enumerate", "iter", "reversed", "itertools.chain", "map", "filter", "itertools.filterfalse",
     "itertools.takewhile", "itertools.dropwhile"}
)  # fmt: skip


@lazy("dict_keys", "dict_values", "dict_items")
def lazy_view(ev: Evaluator, held: Lazy, node: Node) -> Items:
    found: Items | None = None
    receiver = held.values[0]
    for one in receiver.shapes:
        part = ev.object_at(one.location) if isinstance(one, Reference) else None
        if not isinstance(part, DictObject) or not isinstance(one, Reference):
            step = Items(UNKNOWN)
        else:
            step = _view_of(ev, held.kind, part, one)
        found = step if found is None else found.join(step)
    if receiver.unknown or found is None:
        rest = receiver.only((), receiver.unknown or 1)
        key = exactly("str").with_origins(receiver.origins)
        element = tuple_of([key, rest]) if held.kind == "dict_items" else rest
        step = Items(element)
        found = step if found is None else found.join(step)
    return Items(found.element.with_origins(receiver.origins), found.low, found.high, found.items)


def _view_of(ev: Evaluator, kind: str, part: DictObject, one: Reference) -> Items:
    keys = keys_of(ev, part, one.location)
    if kind == "dict_keys":
        return keys
    whole = ev.outside.opened(ev, part, one.location)
    values = [value for value in whole.known.values() if not value.is_unbound]
    bound = [value.bound() for value in values]
    value = either([*bound, whole.other])
    exact = keys.items
    if kind == "dict_values":
        items_ = tuple(bound) if exact is not None else None
        return Items(value, keys.low, keys.high, items_)
    if exact is not None:
        pairs = tuple([tuple_of([key, held]) for key, held in zip(exact, bound, strict=True)])
        return Items(either(pairs), keys.low, keys.high, pairs)
    return Items(tuple_of([keys.element, value]), keys.low, keys.high)


@lazy("iterator")
def lazy_iterator(ev: Evaluator, held: Lazy, node: Node) -> Items:
    return Items(held.values[0])


@lazy("itertools.chain")
def lazy_chain(ev: Evaluator, held: Lazy, node: Node) -> Items:
    found = exact_items(())
    user, ev.user = ev.user, 0
    for value in held.values:
        ev.user = user
        found = appended(found, items(ev, value, node))
    ev.user = 0
    return found


def appended(one: Items, other: Items) -> Items:
    """One after the other."""
    exact = None
    if one.items is not None and other.items is not None:
        exact = one.items + other.items
    high = ENDLESS if ENDLESS in (one.high, other.high) else one.high + other.high
    return Items(join(one.element, other.element), one.low + other.low, high, exact)


@lazy("itertools.chain.from_iterable")
def lazy_flat(ev: Evaluator, held: Lazy, node: Node) -> Items:
    outer = items(ev, held.values[0], node)
    if outer.element.is_bottom:
        return exact_items(())
    inner = items(ev, outer.element, node)
    high = ENDLESS if ENDLESS in (outer.high, inner.high) else outer.high * inner.high
    return Items(inner.element, outer.low * inner.low, high)


@lazy("itertools.count")
def lazy_count(ev: Evaluator, held: Lazy, node: Node) -> Items:
    return Items(exactly("int") if not held.values else either([UNKNOWN_DATA, *held.values]), 1)


@lazy("itertools.repeat", "itertools.cycle")
def lazy_repeat(ev: Evaluator, held: Lazy, node: Node) -> Items:
    repeated, *times = held.values
    if held.kind == "itertools.cycle":
        return Items(items(ev, repeated, node).element)
    single = times[0].constant() if times else None
    high = single.value if single is not None and isinstance(single.value, int) else ENDLESS
    return Items(repeated, 0 if high == ENDLESS else high, high)


@lazy("itertools.product", "itertools.permutations", "itertools.combinations",
      "itertools.combinations_with_replacement", "itertools.pairwise", "itertools.batched")  # fmt: skip
def lazy_combined(ev: Evaluator, held: Lazy, node: Node) -> Items:
    from ...values.making import tuples_of

    if held.kind == "itertools.product" and not held.names:
        parts = [list_items_of(ev, one, as_expression(ev, node)) for one in held.values]
        low, high = 1, 1
        for one in parts:
            low *= one.low
            high = ENDLESS if ENDLESS in (high, one.high) else high * one.high
        return Items(tuple_of([one.element for one in parts]), low, high)
    is_kept = held.kind not in ("itertools.pairwise", "itertools.batched")
    taken = list_items_of if is_kept else items_of
    found = taken(ev, held.values[0], as_expression(ev, node))
    if held.kind == "itertools.pairwise":
        high = found.high if found.high <= 0 else found.high - 1
        return Items(tuple_of([found.element, found.element]), max(found.low - 1, 0), high)
    size = held.values[1].constant() if len(held.values) > 1 else None
    if (
        size is not None
        and isinstance(size.value, int)
        and 0 < size.value < 8
        and held.kind != "itertools.batched"
    ):
        return Items(tuple_of([found.element] * size.value))
    return Items(tuples_of(found.element))


@lazy("itertools.groupby", effects=True)
def lazy_groupby(ev: Evaluator, held: Lazy, node: Node) -> Items:
    found = items(ev, held.values[0], node)
    key = found.element
    if len(held.values) > 1 and not held.values[1].same(NONE_VALUE):
        key = repeat(
            ev, 0, found.high, lambda: call(ev, held.values[1], [found.element], node, 1), node
        )
    ask_all(ev, key, "__eq__", key, node)
    group = ev.allocate(node, Lazy("iterator", node.index, (found.element,)), "group")
    return Items(tuple_of([key, group]), min(found.low, 1), found.high)


@lazy("itertools.starmap", effects=True)
def lazy_starmap(ev: Evaluator, held: Lazy, node: Node) -> Items:
    from ..calls import call_value

    found = items(ev, held.values[1], node)
    row = items(ev, found.element, node)
    given = Arguments(list(row.items or ()))
    if row.items is None:
        given.more = row.element
    result = repeat(ev, 0, found.high, lambda: call_value(ev, held.values[0], given, node, 1), node)
    return Items(result, found.low, found.high)


@lazy("itertools.accumulate", effects=True)
def lazy_accumulate(ev: Evaluator, held: Lazy, node: Node) -> Items:
    found = items(ev, held.values[0], node)
    count = len(held.values) - len(held.names)
    given = dict(zip(held.names, held.values[count:], strict=True))
    function = held.values[1] if count > 1 else given.get("func", NONE_VALUE)
    initial = given.get("initial", BOTTOM)
    low, high = found.low, found.high
    if not initial.is_bottom:
        high = high if high < 0 else high + 1
    total = join(found.element, initial)
    if function.same(NONE_VALUE):
        return Items(join(total, UNKNOWN_DATA), low, high)
    for _ in range(3):
        step = repeat(
            ev, 0, ENDLESS, partial(call, ev, function, [total, found.element], node, 1), node
        )
        total = join(total, step)
    return Items(join(total, UNKNOWN), low, high)
