"""How many items the functions and methods of the library give."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from math import comb, perm
from typing import TYPE_CHECKING, Final

from ..bounds import NOTHING, Interval, Unknown, UpperEnd, add_ends, exactly, greatest_end
from ..ir import Attribute, Call, Expression, ListComprehension, GeneratorExpression, Starred
from ..ir import List, Tuple
from ..polynomials import ONE, ZERO, Polynomial, greatest, least, number
from .numbers import Amount, divided
from .paths import listed_name, path_of

if TYPE_CHECKING:
    from .measuring import Sizing

Rule = Callable[["Sizing", Call, tuple[Expression, ...]], Interval | None]
"""The arguments have the receiver of a method before them."""


def of_call(sizing: Sizing, node: Call) -> Interval | None:
    """How many items a call of the library gives; `None` if that is not known."""
    name = listed_name(sizing, node)
    arguments: tuple[Expression, ...] = node.arguments
    last = name.rpartition(".")[2]
    callee = node.callee
    if not name and isinstance(callee, Attribute) and callee.name in _VIEWS:
        path = path_of(sizing, callee.value)
        if path is None or sizing.is_changed(path) or arguments:
            return None
        return sizing.names.length(*path)
    if isinstance(callee, Attribute) and name in _METHODS:
        return _METHODS[name](sizing, node, (callee.value, *arguments))
    if isinstance(callee, Attribute) and last in _VIEWS and not arguments:
        return sizing.of_expression(callee.value)
    rule = _FUNCTIONS.get(name)
    return None if rule is None else rule(sizing, node, arguments)


_VIEWS: Final = frozenset({"items", "keys", "values"})


def _plain(arguments: tuple[Expression, ...]) -> bool:
    return not any(isinstance(one, Starred) for one in arguments)


def _same(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    """As many as the first argument has."""
    if not arguments:
        return NOTHING if not node.keywords else None
    return sizing.of_expression(arguments[0]) if _plain(arguments) else None


def _distinct(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    """As many as the first argument has different ones; keywords add to a dict."""
    if not _plain(arguments) or any(one.name is None for one in node.keywords):
        return None
    total = exactly(len(node.keywords))
    if arguments:
        total = total + sizing.of_expression(arguments[0])
    return Interval(least((total.low, ONE), "down"), total.high)


def _factory(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    return _distinct(sizing, node, arguments[1:])


def _all(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    """As many as all arguments have together."""
    total = NOTHING
    for one in arguments:
        part = one.value if isinstance(one, Starred) else one
        size = sizing.of_expression(part)
        if isinstance(one, Starred):
            return None
        total = total + size
    return total


def _all_distinct(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    found = _all(sizing, node, arguments)
    return None if found is None else Interval(least((found.low, ONE), "down"), found.high)


def _each(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    """One for each argument."""
    total = NOTHING
    for one in arguments:
        total = total + (
            sizing.of_expression(one.value) if isinstance(one, Starred) else exactly(1)
        )
    return total


def _some_of_first(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    return sizing.of_expression(arguments[0]).perhaps() if _plain(arguments) and arguments else None


def _some_of_second(
    sizing: Sizing, node: Call, arguments: tuple[Expression, ...]
) -> Interval | None:
    if len(arguments) != 2 or not _plain(arguments):
        return None
    return sizing.of_expression(arguments[1]).perhaps()


def _groups(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    if not arguments or not _plain(arguments):
        return None
    found = sizing.of_expression(arguments[0])
    return Interval(least((found.low, ONE), "down"), found.high)


def _mapped(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    return _shortest(sizing, node, arguments[1:])


def _shortest(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    if not arguments:
        return NOTHING
    if not _plain(arguments):
        return None
    parts = [sizing.of_expression(one) for one in arguments]
    low = least([one.low for one in parts], "down")
    return Interval(low, reduce(Interval.__and__, [one.perhaps() for one in parts]).high)


def _longest(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    if not arguments or not _plain(arguments):
        return None
    parts = [sizing.of_expression(one) for one in arguments]
    low = greatest([one.low for one in parts], "down")
    return Interval(low, reduce(greatest_end, [one.high for one in parts]))


def _first_few(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    """`islice(values, stop)` and `islice(values, start, stop)`."""
    if not 2 <= len(arguments) <= 4 or not _plain(arguments):
        return None
    whole = sizing.of_expression(arguments[0])
    if len(arguments) == 2:
        return _limited(whole, sizing.amount(arguments[1]))
    stop = sizing.amount(arguments[2])
    return _limited(whole, stop).perhaps()


def _limited(whole: Interval, limit: Amount) -> Interval:
    """At most so many, which is no error if there are fewer."""
    if not isinstance(limit.high, Polynomial):
        return whole.perhaps()
    high = (whole.perhaps() & Interval(ZERO, limit.high)).high
    if limit.low is None:
        return Interval(ZERO, high)
    return Interval(least((whole.low, limit.low), "down"), high)


def _few_of(position: int) -> Rule:
    """At most as many as an argument says."""

    def rule(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
        if not _plain(arguments):
            return None
        counts = [one.value for one in node.keywords if one.name in ("k", "n")]
        count = arguments[position] if len(arguments) > position else (counts or [None])[0]
        values = arguments[1 - position] if len(arguments) > 1 - position else arguments[0]
        whole = sizing.of_expression(values)
        return whole if count is None else _limited(whole, sizing.amount(count))

    return rule


def _product(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    if not _plain(arguments):
        return None
    total = reduce(Interval.__mul__, [sizing.of_expression(one) for one in arguments], exactly(1))
    if not node.keywords:
        return total
    power = sizing.amount(node.keywords[0].value).constant
    if power is None or not 0 <= power <= 8:
        return None
    return reduce(Interval.__mul__, [total] * power, exactly(1))


def _chosen(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    """Combinations and permutations of a few: no more than products."""
    if len(arguments) != 2 or not _plain(arguments) or node.keywords:
        return None
    count = sizing.amount(arguments[1]).constant
    if count is None or not 0 <= count <= 8:
        return None
    one = sizing.of_expression(arguments[0])
    if one.is_exact and one.low.is_constant:
        number_of = comb if listed_name(sizing, node).endswith("combinations") else perm
        return exactly(number_of(int(one.low.constant), count))
    return reduce(Interval.__mul__, [one] * count, exactly(1)).perhaps()


def _chained(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    """`chain.from_iterable(of lists)`."""
    if len(arguments) != 1:
        return None
    inner = arguments[0]
    if isinstance(inner, (List, Tuple)):
        return _all(sizing, node, inner.elements)
    if isinstance(inner, (ListComprehension, GeneratorExpression)):
        each = sizing.of_expression(inner.element)
        times = reduce(Interval.__mul__, [sizing.times(one) for one in inner.clauses])
        is_filtered = any(one.conditions for one in inner.clauses)
        return (times.perhaps() if is_filtered else times) * each
    return None


def _range(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    if not 1 <= len(arguments) <= 3 or not _plain(arguments):
        return None
    amounts = [sizing.amount(one) for one in arguments]
    if len(amounts) == 1:
        return Interval(amounts[0].low or ZERO, amounts[0].high)
    start, stop = amounts[0], amounts[1]
    step = amounts[2].constant if len(amounts) == 3 else 1
    if not step or not isinstance(stop.high, Polynomial) or start.low is None:
        if step and isinstance(stop.high, Unknown):
            return Interval(ZERO, stop.high)
        return None
    from ..polynomials import less

    span = less(stop.high, start.low)
    if step > 1:
        rest = number(step - 1)
        if span.is_constant:
            return Interval(ZERO, number(-(-int(span.constant) // step)))
        return Interval(ZERO, least((divided(span + rest, step), span), "up"))
    low = ZERO
    if stop.low is not None and isinstance(start.high, Polynomial) and start.high.is_constant:
        kept = int(stop.low.constant) - int(start.high.constant)
        low = number(max(0, kept)) if stop.low.is_constant else ZERO
        if start.high == ZERO:
            low = stop.low
    return Interval(low, span)


def _fixed_length(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    """`itertools.repeat(value, times)`."""
    if len(arguments) != 2:
        return None
    amount = sizing.amount(arguments[1])
    return Interval(amount.low or ZERO, amount.high)


def _one_more(sizing: Sizing, node: Call, arguments: tuple[Expression, ...]) -> Interval | None:
    """`itertools.accumulate`, which may be given a first value."""
    if not arguments or not _plain(arguments):
        return None
    found = sizing.of_expression(arguments[0])
    return Interval(found.low, add_ends(found.high, _ONE_END)) if node.keywords else found


_ONE_END: Final[UpperEnd] = ONE
_FUNCTIONS: Final[dict[str, Rule]] = {
    "range": _range,
    "map": _mapped,
    "filter": _some_of_second,
    "zip": _shortest,
    "asyncio.gather": _each,
    "itertools.islice": _first_few,
    "itertools.zip_longest": _longest,
    "itertools.chain": _all,
    "itertools.chain.from_iterable": _chained,
    "itertools.product": _product,
    "itertools.combinations": _chosen,
    "itertools.permutations": _chosen,
    "itertools.groupby": _groups,
    "itertools.accumulate": _one_more,
    "itertools.repeat": _fixed_length,
    "itertools.compress": _some_of_first,
    "collections.defaultdict": _factory,
    "random.sample": _few_of(1),
    "heapq.nlargest": _few_of(0),
    "heapq.nsmallest": _few_of(0),
} | dict.fromkeys(
    ("list", "tuple", "sorted", "reversed", "enumerate", "iter", "copy.copy", "copy.deepcopy",
     "collections.deque", "asyncio.as_completed"),
    _same,
) | dict.fromkeys(
    ("set", "frozenset", "dict", "dict.fromkeys", "collections.Counter", "collections.OrderedDict"),
    _distinct,
) | dict.fromkeys(
    ("itertools.takewhile", "itertools.dropwhile", "itertools.filterfalse"), _some_of_second
) | dict.fromkeys(("itertools.pairwise", "itertools.batched"), _some_of_first)  # fmt: skip
_METHODS: Final[dict[str, Rule]] = {
    "collections.Counter.most_common": _few_of(1),
    "set.union": _all_distinct,
    "set.difference": _some_of_first,
    "set.intersection": _some_of_first,
    "set.symmetric_difference": _all_distinct,
} | dict.fromkeys(
    ("list.copy", "dict.copy", "set.copy", "collections.deque.copy", "collections.Counter.copy"),
    _same,
)  # fmt: skip
