"""How many items the functions and methods of the library give."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from math import comb, perm
from typing import TYPE_CHECKING, Final, NamedTuple

from ..bounds import NOTHING, Interval, Unknown, add_ends, exactly, greatest_end
from ..ir import (
    Attribute,
    Call,
    Expression,
    GeneratorExpression,
    Keyword,
    List,
    ListComprehension,
    Starred,
    Tuple,
)
from ..polynomials import ONE, ZERO, Polynomial, greatest, least, less, number
from .numbers import Amount, divided
from .paths import listed_name, path_of

if TYPE_CHECKING:
    from .measuring import Sizing


class Given(NamedTuple):
    """What a function is called with; a method has its receiver before all else."""

    name: str
    values: tuple[Expression, ...]
    keywords: tuple[Keyword, ...]

    @property
    def is_plain(self) -> bool:
        """Is each argument one value?"""
        return not any(isinstance(one, Starred) for one in self.values)

    @property
    def after_first(self) -> Given:
        """Without the first argument."""
        return self._replace(values=self.values[1:])


Rule = Callable[["Sizing", Given], Interval | None]
_VIEWS: Final = frozenset({"items", "keys", "values"})


def of_call(sizing: Sizing, node: Call) -> Interval | None:
    """How many items a call of the library gives; `None` if that is not known."""
    name = listed_name(sizing, node)
    given = Given(name, node.arguments, node.keywords)
    callee = node.callee
    if isinstance(callee, Attribute):
        if not name and callee.name in _VIEWS and not given.values:
            path = path_of(sizing, callee.value)
            is_known = path is not None and not sizing.is_changed(path)
            return sizing.names.length(*path) if path is not None and is_known else None
        if name in _METHODS:
            return _METHODS[name](sizing, given._replace(values=(callee.value, *given.values)))
        if name.rpartition(".")[2] in _VIEWS and not given.values:
            return sizing.of_expression(callee.value)
    rule = _FUNCTIONS.get(name)
    return None if rule is None else rule(sizing, given)


def _same(sizing: Sizing, given: Given) -> Interval | None:
    """As many as the first argument has."""
    if not given.values:
        return NOTHING if not given.keywords else None
    return sizing.of_expression(given.values[0]) if given.is_plain else None


def _distinct(sizing: Sizing, given: Given) -> Interval | None:
    """As many as the first argument has different ones; keywords add to a dict."""
    if not given.is_plain or any(one.name is None for one in given.keywords):
        return None
    total = exactly(len(given.keywords))
    if given.values:
        total = total + sizing.of_expression(given.values[0])
    return Interval(least((total.low, ONE), "down"), total.high)


def _factory(sizing: Sizing, given: Given) -> Interval | None:
    return _distinct(sizing, given.after_first)


def _all(sizing: Sizing, given: Given) -> Interval | None:
    """As many as all given.values have together."""
    total = NOTHING
    for one in given.values:
        part = one.value if isinstance(one, Starred) else one
        size = sizing.of_expression(part)
        if isinstance(one, Starred):
            return None
        total = total + size
    return total


def _all_distinct(sizing: Sizing, given: Given) -> Interval | None:
    found = _all(sizing, given)
    return None if found is None else Interval(least((found.low, ONE), "down"), found.high)


def _each(sizing: Sizing, given: Given) -> Interval | None:
    """One for each argument."""
    total = NOTHING
    for one in given.values:
        total = total + (
            sizing.of_expression(one.value) if isinstance(one, Starred) else exactly(1)
        )
    return total


def _some_of_first(sizing: Sizing, given: Given) -> Interval | None:
    return (
        sizing.of_expression(given.values[0]).perhaps() if given.is_plain and given.values else None
    )


def _some_of_second(sizing: Sizing, given: Given) -> Interval | None:
    if len(given.values) != 2 or not given.is_plain:
        return None
    return sizing.of_expression(given.values[1]).perhaps()


def _groups(sizing: Sizing, given: Given) -> Interval | None:
    if not given.values or not given.is_plain:
        return None
    found = sizing.of_expression(given.values[0])
    return Interval(least((found.low, ONE), "down"), found.high)


def _mapped(sizing: Sizing, given: Given) -> Interval | None:
    return _shortest(sizing, given.after_first)


def _shortest(sizing: Sizing, given: Given) -> Interval | None:
    if not given.values:
        return NOTHING
    if not given.is_plain:
        return None
    parts = [sizing.of_expression(one) for one in given.values]
    low = least([one.low for one in parts], "down")
    return Interval(low, reduce(Interval.__and__, [one.perhaps() for one in parts]).high)


def _longest(sizing: Sizing, given: Given) -> Interval | None:
    if not given.values or not given.is_plain:
        return None
    parts = [sizing.of_expression(one) for one in given.values]
    low = greatest([one.low for one in parts], "down")
    return Interval(low, reduce(greatest_end, [one.high for one in parts]))


def _first_few(sizing: Sizing, given: Given) -> Interval | None:
    """`islice(values, stop)` and `islice(values, start, stop)`."""
    if not 2 <= len(given.values) <= 4 or not given.is_plain:
        return None
    whole = sizing.of_expression(given.values[0])
    if len(given.values) == 2:
        return _limited(whole, sizing.amount(given.values[1]))
    stop = sizing.amount(given.values[2])
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

    def rule(sizing: Sizing, given: Given) -> Interval | None:
        counts = [one.value for one in given.keywords if one.name in ("k", "n")]
        counts += given.values[position : position + 1]
        others = [one for one in given.values if one not in counts]
        if not given.is_plain or len(others) != 1:
            return None
        whole = sizing.of_expression(others[0])
        return _limited(whole, sizing.amount(counts[0])) if counts else whole

    return rule


def _product(sizing: Sizing, given: Given) -> Interval | None:
    if not given.is_plain:
        return None
    total = reduce(
        Interval.__mul__, [sizing.of_expression(one) for one in given.values], exactly(1)
    )
    if not given.keywords:
        return total
    power = sizing.amount(given.keywords[0].value).constant
    if power is None or not 0 <= power <= 8:
        return None
    return reduce(Interval.__mul__, [total] * power, exactly(1))


def _chosen(sizing: Sizing, given: Given) -> Interval | None:
    """Combinations and permutations of a few: no more than products."""
    if len(given.values) != 2 or not given.is_plain or given.keywords:
        return None
    count = sizing.amount(given.values[1]).constant
    if count is None or not 0 <= count <= 8:
        return None
    one = sizing.of_expression(given.values[0])
    if one.is_exact and one.low.is_constant:
        number_of = comb if given.name.endswith("combinations") else perm
        return exactly(number_of(int(one.low.constant), count))
    return reduce(Interval.__mul__, [one] * count, exactly(1)).perhaps()


def _chained(sizing: Sizing, given: Given) -> Interval | None:
    """`chain.from_iterable(of lists)`."""
    if len(given.values) != 1:
        return None
    inner = given.values[0]
    if isinstance(inner, (List, Tuple)):
        return _all(sizing, given._replace(values=inner.elements))
    if isinstance(inner, (ListComprehension, GeneratorExpression)):
        each = sizing.of_expression(inner.element)
        times = reduce(Interval.__mul__, [sizing.times(one) for one in inner.clauses])
        is_filtered = any(one.conditions for one in inner.clauses)
        return (times.perhaps() if is_filtered else times) * each
    return None


def _range(sizing: Sizing, given: Given) -> Interval | None:
    if not 1 <= len(given.values) <= 3 or not given.is_plain:
        return None
    amounts = [sizing.amount(one) for one in given.values]
    if len(amounts) == 1:
        return Interval(amounts[0].low or ZERO, amounts[0].high)
    step = amounts[2].constant if len(amounts) == 3 else 1
    return None if not step else _steps(amounts[0], amounts[1], step)


def _steps(start: Amount, stop: Amount, step: int) -> Interval | None:
    """The numbers from `start` up to `stop`."""
    if isinstance(stop.high, Unknown):
        return Interval(ZERO, stop.high)
    if not isinstance(stop.high, Polynomial) or start.low is None:
        return None
    span = less(stop.high, start.low)
    if step > 1 and span.is_constant:
        return Interval(ZERO, number(-(-int(span.constant) // step)))
    if step > 1:
        return Interval(ZERO, least((divided(span + number(step - 1), step), span), "up"))
    low = ZERO
    if stop.low is not None and start.high == ZERO:
        low = stop.low
    return Interval(low, span)


def _fixed_length(sizing: Sizing, given: Given) -> Interval | None:
    """`itertools.repeat(value, times)`."""
    if len(given.values) != 2:
        return None
    amount = sizing.amount(given.values[1])
    return Interval(amount.low or ZERO, amount.high)


def _one_more(sizing: Sizing, given: Given) -> Interval | None:
    """`itertools.accumulate`, which may be given a first value."""
    if not given.values or not given.is_plain:
        return None
    found = sizing.of_expression(given.values[0])
    return Interval(found.low, add_ends(found.high, ONE)) if given.keywords else found


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
