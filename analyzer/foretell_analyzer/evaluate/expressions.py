"""Expressions that make values: constants, displays, conditions, texts, functions."""

from __future__ import annotations

from collections.abc import Hashable

from ..effects import NEVER, NOTHING, Effect, Given, perhaps
from ..ir import (
    Await,
    BooleanOperation,
    BooleanOperator,
    Conditional,
    Constant,
    Dict,
    Expression,
    FormattedString,
    FormattedValue,
    Lambda,
    List,
    Set,
    Slice,
    Starred,
    Tuple,
    Yield,
    YieldFrom,
)
from ..values.collections import ENDLESS, DictObject, ListObject, SetObject, constant_key
from ..values.making import NONE_VALUE, exactly, literal, tuple_of
from ..values.origins import NO_ORIGINS
from ..values.shapes import Constant as ConstantShape
from ..values.shapes import TupleOf
from ..values.store import Delta
from ..values.value import BOTTOM, UNKNOWN, Value, either, join
from . import steering
from .coroutines import await_value, delegate, resume
from .deciding import (
    decide,
    is_condition,
    joined,
    kept_apart,
    parted,
    where_it_fails,
    where_it_holds,
)
from .evaluator import EXPRESSIONS, Evaluator
from .exhaustion import TAKES_ALL, look, spend
from .functions import make_function
from .hashing import hash_of
from .narrowing import assume
from .pairs import key_value_pairs
from .protocols import list_items_of
from .texts import convert_to_text
from .truth import truth_of


def constant(ev: Evaluator, node: Expression) -> Value:
    """A literal."""
    assert isinstance(node, Constant)
    return literal(node.value)


def display(ev: Evaluator, node: Expression) -> Value:
    """A list, tuple or set display."""
    assert isinstance(node, (List, Tuple, Set))
    items: list[Value] = []
    others: list[Value] = []
    is_exact = True
    low = 0
    deciding = NO_ORIGINS
    splits = ev.split_count
    for one in node.elements:
        if isinstance(one, Starred):
            starred_value = ev.evaluate(one.value)
            look(ev, starred_value, one.value)
            ev.taking = TAKES_ALL
            several = list_items_of(ev, starred_value, one.value)
            spend(ev, starred_value, one.value)
            low += several.low
            deciding = deciding | steering.extent(ev, starred_value)
            if several.items is not None and is_exact:
                items.extend(several.items)
            else:
                others.append(several.element)
                is_exact = False
        else:
            items.append(ev.evaluate(one))
            low += 1
    if ev.split_count != splits:
        items = [ev.aged(one) for one in items]
        others = [ev.aged(one) for one in others]
    if isinstance(node, Tuple) and is_exact:
        return tuple_of(items)
    element = either([*items, *others])
    if isinstance(node, Tuple):
        return steering.chosen(Value((TupleOf(None, element),)), deciding)
    if isinstance(node, Set):
        hash_of(ev, element, node)
        made = SetObject("set", True, element, low == 0)
        return steering.chosen(ev.allocate(node, made), deciding)
    high = len(items) if is_exact else ENDLESS
    exact = tuple(items) if is_exact else None
    listing = ev.allocate(node, ListObject("list", True, exact, element, low, high))
    return steering.chosen(listing, deciding)


def dict_display(ev: Evaluator, node: Expression) -> Value:
    """A dict display; what `**other` brings is taken in order."""
    assert isinstance(node, Dict)
    known: dict[Hashable, Value] = {}
    other_key, other = BOTTOM, BOTTOM
    splits = ev.split_count
    for item in node.items:
        if item.key is None:
            spread = key_value_pairs(ev, ev.evaluate(item.value), item.value)
            for key, value in spread.known.items():
                known[key] = value if not value.unbound else _over(known, key, value)
            other_key = join(other_key, spread.other_key)
            other = join(other, spread.other)
            if not spread.other.is_bottom:
                known = {key: join(value, spread.other) for key, value in known.items()}
            continue
        keys = ev.evaluate(item.key)
        value = ev.evaluate(item.value)
        hash_of(ev, join(keys, other_key), node)
        single = keys.constant()
        if single is not None:
            known[constant_key(single.value)] = value
        else:
            other_key = join(other_key, keys)
            other = join(other, value)
            if keys.unknown or keys.shapes:
                known = {key: join(old, value) for key, old in known.items()}
    if ev.split_count != splits:
        known = {key: ev.aged(one) for key, one in known.items()}
        other_key, other = ev.aged(other_key), ev.aged(other)
    return ev.allocate(node, DictObject("dict", True, known, other_key, other))


def _over(known: dict[Hashable, Value], key: Hashable, value: Value) -> Value:
    """A key that may be missing in what is spread over a dict that may have it."""
    return join(value.bound(), known[key]) if key in known else value


def conditional(ev: Evaluator, node: Expression) -> Value:
    """`body if test else orelse`."""
    assert isinstance(node, Conditional)
    test, truth, done = decide(ev, node.test)
    way = kept_apart(ev, done)
    if way is not None and (truth is not None or not ev.goes_on()):
        ev.record(where_it_fails(way) if truth is False else where_it_holds(way))
    if not ev.goes_on():
        return BOTTOM
    if truth is not None:
        assume(ev, node.test, holds=truth)
        return ev.evaluate(node.body if truth else node.orelse)
    begun = steering.begin(ev)
    tested = steering.extent(ev, test)
    steering.steer(ev, tested)
    ways: list[Delta] = []
    results: list[Value] = []
    arms: list[Effect] = []
    for holds, part in ((True, node.body), (False, node.orelse)):
        mark = ev.branch()
        around = ev.begin()
        assume(ev, node.test, holds=holds)
        if ev.goes_on():
            value = ev.evaluate(part)
            if ev.goes_on():
                results.append(value)
        arms.append(ev.end_here(around))
        ev.leave(mark, ways)
        ev.reachable = True
    ev.record(parted(node, way, *arms))
    ev.meet(ways)
    steering.end(ev, begun)
    return steering.chosen(either(results), tested)


def boolean(ev: Evaluator, node: Expression) -> Value:
    """`and`, `or`: later operands are evaluated only where the earlier ones leave it open."""
    assert isinstance(node, BooleanOperation)
    asked = is_condition(ev)
    goes_on = node.operator is BooleanOperator.AND
    begun = steering.begin(ev)
    tested = NO_ORIGINS
    results: list[Value] = []
    ways: list[Delta] = []
    begin = ev.branch()
    last = len(node.operands) - 1
    outside: list[tuple[Expression, Effect | None, list[Effect]]] = []
    for position, operand in enumerate(node.operands):
        value, known, test = decide(ev, operand) if asked else (ev.evaluate(operand), None, NOTHING)
        decides = position == last or not ev.goes_on() or known is (not goes_on)
        if decides:
            ev.record(test)
        if not ev.goes_on():
            break
        if position == last:
            results.append(value)
            ways.append(ev.store.delta(begin))
            break
        truth = known if asked else truth_of(ev, value, operand)
        if truth is not None and truth is not goes_on:
            results.append(value)
            ways.append(ev.store.delta(begin))
            break
        tested = tested | steering.extent(ev, value)
        steering.steer(ev, tested)
        if truth is None:
            mark = ev.branch()
            assume(ev, operand, holds=not goes_on)
            if ev.goes_on():
                part = true_part(ev, value, operand) if not goes_on else value
                results.append(part_of_truth(part, holds=not goes_on))
                ways.append(ev.store.delta(begin))
            ev.store.rollback(mark)
            ev.reachable = True
        if asked or truth is None:
            outside.append((operand, test if asked else None, ev.begin()))
        assume(ev, operand, holds=goes_on)
        if not ev.goes_on():
            ev.record(NEVER if asked else NOTHING)
            break
    while outside:
        operand, done, around = outside.pop()
        rest = ev.end(around)
        ev.record(perhaps(operand, rest) if done is None else joined(operand, done, rest, node))
    ev.store.rollback(begin)
    ev.meet(ways)
    steering.end(ev, begun)
    return steering.chosen(either(results), tested)


def true_part(ev: Evaluator, value: Value, node: Expression) -> Value:
    """What a condition is where it is true: of `a and b` that is what `b` is."""
    if isinstance(node, BooleanOperation) and node.operator is BooleanOperator.AND:
        last = ev.latest.get(node.operands[-1].index)
        return value if last is None else true_part(ev, last, node.operands[-1])
    return value


def part_of_truth(value: Value, *, holds: bool) -> Value:
    """The part of a value that is true, or false, as far as its constants tell."""
    kept = tuple(
        [
            one
            for one in value.shapes
            if not isinstance(one, ConstantShape) or bool(one.value) is holds
        ]
    )
    if len(kept) == len(value.shapes):
        return value
    return value.only(kept, value.unknown)


def formatted_string(ev: Evaluator, node: Expression) -> Value:
    """An f-string: its text, if all parts are known."""
    assert isinstance(node, FormattedString)
    texts: list[str] | None = []
    origins = BOTTOM.origins
    for part in node.parts:
        value = ev.evaluate(part)
        origins = origins | value.origins
        single = value.constant()
        if texts is not None and single is not None and isinstance(single.value, str):
            texts.append(single.value)
        else:
            texts = None
    if texts is not None:
        return literal("".join(texts)).with_origins(origins)
    return exactly("str").with_origins(origins)


def formatted_value(ev: Evaluator, node: Expression) -> Value:
    """`{value!conversion:specification}`: a text."""
    assert isinstance(node, FormattedValue)
    value = ev.evaluate(node.value)
    specification = None if node.specification is None else ev.evaluate(node.specification)
    return convert_to_text(ev, value, node.conversion, specification, node)


def slice_expression(ev: Evaluator, node: Expression) -> Value:
    """`lower:upper:step`."""
    assert isinstance(node, Slice)
    origins = BOTTOM.origins
    for part in (node.lower, node.upper, node.step):
        if part is not None:
            origins = origins | ev.evaluate(part).origins
    return exactly("slice").with_origins(origins)


def lambda_expression(ev: Evaluator, node: Expression) -> Value:
    """A function without a name."""
    assert isinstance(node, Lambda)
    return make_function(ev, node, "<lambda>")


def await_expression(ev: Evaluator, node: Expression) -> Value:
    """`await value`."""
    assert isinstance(node, Await)
    return await_value(ev, ev.evaluate(node.value), node)


def yield_expression(ev: Evaluator, node: Expression) -> Value:
    """`yield value`: gives what the user of the generator sends."""
    assert isinstance(node, Yield)
    value = NONE_VALUE if node.value is None else ev.evaluate(node.value)
    if not ev.goes_on():
        return BOTTOM
    activation = ev.activation
    value = value.with_origins(steering.since(ev, activation.steering))
    activation.yielded = join(activation.yielded, value)
    activation.yields.append(ev.store.delta(activation.mark))
    if activation.user:
        ev.record(Given(activation.user))
    resume(ev)
    ev.may_raise()
    return UNKNOWN if activation.sent.is_bottom else activation.sent


def yield_from(ev: Evaluator, node: Expression) -> Value:
    """`yield from value`."""
    assert isinstance(node, YieldFrom)
    return delegate(ev, ev.evaluate(node.value), node)


def starred(ev: Evaluator, node: Expression) -> Value:
    """`*value` where it stands by itself: a fault that the compiler has told of."""
    assert isinstance(node, Starred)
    return ev.evaluate(node.value)


EXPRESSIONS[Constant] = constant
EXPRESSIONS[List] = display
EXPRESSIONS[Tuple] = display
EXPRESSIONS[Set] = display
EXPRESSIONS[Dict] = dict_display
EXPRESSIONS[Conditional] = conditional
EXPRESSIONS[BooleanOperation] = boolean
EXPRESSIONS[FormattedString] = formatted_string
EXPRESSIONS[FormattedValue] = formatted_value
EXPRESSIONS[Slice] = slice_expression
EXPRESSIONS[Lambda] = lambda_expression
EXPRESSIONS[Await] = await_expression
EXPRESSIONS[Yield] = yield_expression
EXPRESSIONS[YieldFrom] = yield_from
EXPRESSIONS[Starred] = starred
