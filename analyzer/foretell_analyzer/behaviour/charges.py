"""What single calls of tools cost, in money and in time, as intervals to count with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Final, final

from ..bounds import (
    NOTHING,
    Counts,
    Interval,
    Outcomes,
    Unknown,
    UpperEnd,
    between,
    exactly,
    greatest_of_ends,
    least_end,
    multiply_ends,
    sum_of_ends,
)
from ..bounds.intervals import at_least
from ..catalog import Tool
from ..catalog.tools import exact
from ..effects import Effect, Loose, ToolCalled
from ..facts import Facts
from ..ir import Expression, Keyword
from ..polynomials import number
from ..sizing import Sizing, length_of
from ..values.shapes import Constant, Exactly
from .tools import Reach, walk

PRICE: Final = "$price"
HELD: Final = "$held"
"""Seconds in which nothing else goes on."""
AWAITED: Final = "$awaited"
"""Seconds in which other coroutines may go on: of calls side by side the longest counts."""
MEASURES: Final = frozenset({PRICE, HELD, AWAITED})
"""Names that no tool can have."""
_TIMES: Final = (HELD, AWAITED)
_WAITING: Final = frozenset(
    {"Semaphore", "BoundedSemaphore", "Lock", "Condition", "Event", "Barrier",
     "Queue", "LifoQueue", "PriorityQueue"}
)  # fmt: skip
"""By these, one coroutine may wait for what another does."""


@final
class Charges:
    """The cost of calls in one script; a measure of which no tool says anything is left out."""

    def __init__(self, effect: Effect, reach: Reach, sizing: Sizing) -> None:
        self.sizing = sizing
        self.facts = sizing.facts
        catalog = self.facts.catalog.tools
        self.tools: Mapping[str, Tool] = {name: catalog[name] for name in reach.tools(effect)}
        self.has_prices = any(one.price is not None for one in self.tools.values())
        self.has_times = any(one.latency is not None for one in self.tools.values())
        is_chained = any(isinstance(one, Loose) for one in walk(effect)) or _may_wait(self.facts)
        self.awaited = HELD if is_chained else AWAITED

    def of(self, effect: ToolCalled) -> tuple[Counts, Counts]:
        """What a call costs that comes back, and one that fails."""
        if not (self.has_prices or self.has_times):
            return {}, {}
        price = {PRICE: self._price(effect)} if self.has_prices else {}
        if not self.has_times:
            return price, price
        whole, part = dict(price), dict(price)
        kind = self._kind(effect.tool)
        whole[kind] = self._time(effect)
        part[kind] = whole[kind].perhaps()
        return whole, part

    def without_limit(self, tools: Iterable[str], end: UpperEnd) -> Counts:
        """Calls of these tools, up to an end that is no number."""
        found: dict[str, Interval] = {}
        called = [self.tools[name] for name in tools if name in self.tools]
        if self.has_prices and any(one.price is not None for one in called):
            found[PRICE] = at_least(0, end)
        if self.has_times:
            found.update({self._kind(one): at_least(0, end) for one in called})
        return found

    def limited(self, counts: Counts) -> Counts:
        """The same, where calls of single tools are limited: no more than these cost."""
        kept = dict(counts)
        called = {name: one.high for name, one in counts.items() if name in self.tools}
        for measure in MEASURES & counts.keys():
            ends = [multiply_ends(end, self._most(measure, name)) for name, end in called.items()]
            high = least_end(counts[measure].high, sum_of_ends(ends))
            kept[measure] = Interval(counts[measure].low, high)
        return kept

    def _most(self, measure: str, name: str) -> UpperEnd:
        """What a call of a tool costs, whatever it is given."""
        tool = self.tools[name]
        if measure == PRICE:
            if tool.price is None:
                return NOTHING.high
            if tool.price.per_char:
                return Unknown(f"what `{name}` costs depends on what it is given")
            return number(exact(tool.price.fixed))
        if measure != self._kind(tool):
            return NOTHING.high
        if tool.latency is None:
            return Unknown(f"no latency is declared for `{name}`")
        return number(exact(tool.latency.most))

    def _kind(self, tool: Tool) -> str:
        return self.awaited if tool.is_async else HELD

    def _time(self, effect: ToolCalled) -> Interval:
        latency = effect.tool.latency
        if latency is None:
            why = f"no latency is declared for `{effect.tool.name}`"
            return at_least(0, Unknown(why, self.facts.place(effect.node)))
        return between(exact(latency.least), exact(latency.most))

    def _price(self, effect: ToolCalled) -> Interval:
        price = effect.tool.price
        if price is None:
            return NOTHING
        total = exactly(exact(price.fixed))
        for name, amount in price.per_char.items():
            total = total + exactly(exact(amount)) * self._characters(effect, name)
        return total

    def _characters(self, effect: ToolCalled, parameter: str) -> Interval:
        """The characters of an argument; a default that the host fills in counts nothing."""
        given = effect.given.get(parameter)
        if given is None:
            return NOTHING
        where = effect.nodes.get(parameter)
        node = where.value if isinstance(where, Keyword) else where
        end = Unknown(
            f"how many characters `{effect.tool.name}` is given as `{parameter}` is not known",
            self.facts.place(effect.node),
        )
        unknown = Interval(NOTHING.low, end)
        if given.unknown:
            return unknown
        constants = given.constants()
        if constants is not None and not given.unbound:
            lengths = [len(one) if isinstance(one, str) else 0 for one in constants]
            return between(min(lengths), max(lengths))
        ends: list[UpperEnd] = []
        for shape in given.shapes:
            if isinstance(shape, Constant):
                ends.append(number(len(shape.value) if isinstance(shape.value, str) else 0))
            elif isinstance(shape, Exactly) and shape.type in {"int", "float", "bool"}:
                continue
            elif (
                isinstance(shape, Exactly) and shape.type == "str" and isinstance(node, Expression)
            ):
                ends.append(length_of(self.sizing, node))
            else:
                return unknown
        return Interval(NOTHING.low, greatest_of_ends(ends))


def _may_wait(facts: Facts) -> bool:
    met = facts.met
    names = {one.name for one in met.attributes} | {one.member or "" for one in met.imports}
    return not names.isdisjoint(_WAITING)


def price_of(counts: Counts) -> Interval | None:
    """The money that is spent; None if no tool has a price."""
    return counts.get(PRICE)


def latency_of(counts: Counts) -> Interval | None:
    """The seconds that tools take, one after the other or side by side."""
    parts = [counts[one] for one in _TIMES if one in counts]
    return reduce(Interval.__add__, parts) if parts else None


def beside_each_other(found: Outcomes, once: Outcomes) -> Outcomes:
    """Any number of the same, all at once: they take as long as the longest of them."""
    ends = [counts[AWAITED].high for counts in once.values() if AWAITED in counts]
    if not ends:
        return found
    longest = at_least(0, greatest_of_ends(ends))
    return {way: {**counts, AWAITED: longest} for way, counts in found.items()}
