"""Models of `heapq`, `bisect` and `random`: functions that reorder a list, or pick from it."""

from __future__ import annotations

from functools import partial

from ...ir import Comparison, Node
from ...values.collections import ENDLESS, ListObject
from ...values.instances import Lazy
from ...values.making import NONE_VALUE, exactly
from ...values.shapes import Listed, Reference
from ...values.value import BOTTOM, UNKNOWN, UNKNOWN_DATA, Value, join
from ..arguments import Arguments
from ..attempts import any_times
from ..comparisons import compare_values
from ..evaluator import Evaluator
from ..iteration import Items
from .builtins import ordered
from .handed import call, items_at
from .registry import model


def changed(ev: Evaluator, value: Value, added: Value, more: int, less: int) -> Value:
    """Lists get another order, `more` items of `added` and `less` items less; what they hold."""
    element = added
    is_one = value.single is not None
    for one in value.shapes:
        held = ev.object_at(one.location) if isinstance(one, Reference) else None
        if not isinstance(held, ListObject) or not isinstance(one, Reference):
            element = join(element, UNKNOWN_DATA)
            continue
        inner = join(held.element, added)
        element = join(element, inner)
        high = ENDLESS if held.high == ENDLESS else held.high + more
        low = max(held.low + (more if is_one else 0) - less, 0)
        ev.replace(one.location, ListObject(held.type, held.single, None, inner, low, high))
    return join(element, value.only((), value.unknown)) if value.unknown else element


@model("heapq.heapify", "heapq.heappush", "heapq.heappop", "heapq.heapreplace", "heapq.heappushpop")
def model_heap(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    name = shape.name.rpartition(".")[2]
    heap = arguments.get(0, "heap") or UNKNOWN
    item = arguments.get(1, "item") or BOTTOM
    element = changed(ev, heap, item, int(name == "heappush"), int(name == "heappop"))
    ordered(ev, Items(element), None, node, ordinal)
    ev.may_raise()
    if name in ("heapify", "heappush"):
        return NONE_VALUE
    return UNKNOWN_DATA if element.is_bottom else element


@model("heapq.nlargest", "heapq.nsmallest")
def model_largest(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    items = items_at(ev, arguments, 1, node)
    key = arguments.get(2, "key")
    ordered(ev, items, key, node, ordinal)
    count = arguments.get(0, "n")
    single = None if count is None else count.constant()
    high = items.high
    if single is not None and isinstance(single.value, int):
        high = max(single.value, 0) if high == ENDLESS else min(high, max(single.value, 0))
    made = ListObject("list", True, None, items.element, 0, high)
    return ev.allocate(node, made)


@model("heapq.merge")
def model_merge(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    element = arguments.more
    for position in range(len(arguments.positional)):
        element = join(element, items_at(ev, arguments, position, node).element)
    ordered(ev, Items(element), arguments.keywords.get("key"), node, ordinal)
    return ev.allocate(node, Lazy("iterator", node.index, (element,)))


@model("bisect.insort", "bisect.insort_left", "bisect.insort_right", "bisect.bisect",
       "bisect.bisect_left", "bisect.bisect_right")  # fmt: skip
def model_bisect(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    values = arguments.get(0, "a") or UNKNOWN
    item = arguments.get(1, "x") or UNKNOWN
    element = items_at(ev, arguments, 0, node).element
    key = arguments.keywords.get("key")
    is_inserted = ".insort" in shape.name
    given = item
    if key is not None and not key.same(NONE_VALUE):
        element = any_times(ev, partial(call, ev, key, [element], node, ordinal + 5), node)
        if is_inserted:
            given = call(ev, key, [item], node, ordinal + 6)
    compare_values(ev, given, Comparison.LESS, element, node)
    compare_values(ev, element, Comparison.LESS, given, node)
    ev.may_raise()
    if not is_inserted:
        return exactly("int").with_origins(ev.origins_within(join(given, element)))
    changed(ev, values, item, 1, 0)
    return NONE_VALUE


@model("random.shuffle", "random.Random.shuffle")
def model_shuffle(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    changed(ev, arguments.get(0, "x") or UNKNOWN, BOTTOM, 0, 0)
    ev.may_raise()
    return NONE_VALUE


@model("random.choice", "random.Random.choice")
def model_choice(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    element = items_at(ev, arguments, 0, node).element
    ev.may_raise()
    return UNKNOWN_DATA if element.is_bottom else element


@model("random.sample", "random.Random.sample", "random.choices", "random.Random.choices")
def model_sample(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    element = items_at(ev, arguments, 0, node).element
    count = arguments.get(1 if shape.name.endswith("sample") else -1, "k")
    single = None if count is None else count.constant()
    low, high = 0, ENDLESS
    if single is not None and isinstance(single.value, int) and single.value >= 0:
        low = high = single.value
    ev.may_raise()
    made = ListObject("list", True, None, element, low, high)
    return ev.allocate(node, made)
