"""How often each tool is called: takes effects, gives an interval for each tool and for all.

Lower ends hold for runs that end normally, upper ends for every run. The empty name stands for all
tools together.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import reduce
from typing import Final, final

from ..bounds import (
    EMPTY,
    NOTHING,
    Counts,
    Interval,
    Outcomes,
    Unbounded,
    Unknown,
    UpperEnd,
    add_ends,
    any_way,
    at_once,
    caught,
    either,
    exactly,
    least_end,
    looped,
    then,
    total,
)
from ..bounds.intervals import at_least
from ..effects import (
    Alternatives,
    Apart,
    Beside,
    Called,
    Caught,
    Deferred,
    Effect,
    Given,
    Left,
    Loose,
    Lost,
    Part,
    Quiet,
    Recursion,
    Rounds,
    Series,
    ToolCalled,
    Turns,
    ways_of,
)
from ..exits import Exit
from ..ir import BinaryOperation, Call, Node
from ..sizing import Sizing
from ..values.origins import data_of
from .caps import limits_of
from .charges import AWAITED, MEASURES, Charges, beside_each_other
from .recursion import MOST_ACTIVATIONS, Activation, Numbers
from .sizes import times_of
from .tools import Reach, repeated_by, walk

ALL: Final = ""
_NONE: Final[Counts] = {}
_ONCE: Final = exactly(1)
MOST_NESTED: Final = 60
"""How deep activations are counted one inside the other."""


class _EndlessError(Exception):
    """A function that calls itself does not come to an end with the numbers that are known."""


def counts_of(effect: Effect, reach: Reach, sizing: Sizing) -> Mapping[str, Interval]:
    """Calls of each tool that a whole module may call, of all together (the empty name), and what
    they cost (see `charges`).
    """
    counting = Counting(reach, sizing, Charges(effect, reach, sizing))
    counting.prepare(effect)
    return total(counting.of(effect))


def _deferred(effect: Effect) -> list[int]:
    """The numbers of functions whose calls, inside of an effect, are not followed."""
    return [one.function.number for one in walk(effect) if isinstance(one, Deferred)]


@final
class Counting:
    """The counting of one module; it has a method for each kind of effect."""

    def __init__(self, reach: Reach, sizing: Sizing, charges: Charges) -> None:
        self.reach = reach
        self.charges = charges
        self.facts = sizing.facts
        self.sizing = sizing
        self.numbers = Numbers(sizing.facts)
        self.bodies: list[Called] = []
        self.active: list[Activation] = []
        self.counted: dict[Hashable, Outcomes | None] = {}
        self.assumed: dict[int, Outcomes] = {}

    def prepare(self, effect: Effect) -> None:
        """Count what functions do whose calls are not followed, callees first."""
        bodies = self.reach.seen.assumed_effects
        begun: set[int] = set()
        stack: list[tuple[int, bool]] = [(one, False) for one in _deferred(effect)]
        while stack:
            number, is_ready = stack.pop()
            if is_ready:
                self.assumed[number] = self.of(bodies[number])
            elif number not in begun and number in bodies:
                begun.add(number)
                stack.append((number, True))
                stack.extend([(one, False) for one in _deferred(bodies[number])])

    def of(self, effect: Effect) -> Outcomes:
        """What an effect spends, by the ways out of it."""
        return _CASES[type(effect)](self, effect)

    def freely(self, effect: Effect, inner: Effect, why: str, node: Node) -> Outcomes:
        """Any number of calls, nobody knows how many, of what some piece of code may call."""
        return self.without_limit(effect, inner, Unknown(why, self.facts.place(node)))

    def without_limit(self, effect: Effect, inner: Effect, end: UpperEnd) -> Outcomes:
        """Calls of the tools that some piece of code may call, up to an end that is no number."""
        tools = self.reach.tools(inner)
        counts: Counts = _NONE
        if tools:
            calls = dict.fromkeys((ALL, *tools), at_least(0, end))
            counts = {**calls, **self.charges.without_limit(tools, end)}
        return dict.fromkeys(ways_of(effect.ways), counts)

    def quiet(self, effect: Effect) -> Outcomes:
        """Code that calls nothing."""
        assert isinstance(effect, Quiet)
        ways = ways_of(effect.ways)
        if self.active and effect.jump is not None:
            ways = self.numbers.ways(effect, self.active[-1], ways)
        return dict.fromkeys(ways, _NONE)

    def left(self, effect: Effect) -> Outcomes:
        """A way out."""
        assert isinstance(effect, Left)
        return {effect.exit: _NONE}

    def tool_called(self, effect: Effect) -> Outcomes:
        """One call."""
        assert isinstance(effect, ToolCalled)
        counts = {effect.tool.name: _ONCE, ALL: _ONCE}
        done, failed = self.charges.of(effect)
        return {Exit.NORMAL: {**counts, **done}, Exit.FAIL: {**counts, **failed}}

    def series(self, effect: Effect) -> Outcomes:
        """One after the other."""
        assert isinstance(effect, (Series, Turns))
        found = EMPTY
        for one in effect.parts:
            if Exit.NORMAL not in found:
                break
            found = then(found, self.of(one))
        return found

    def alternatives(self, effect: Effect) -> Outcomes:
        """One of several."""
        assert isinstance(effect, Alternatives)
        found: Outcomes | None = None
        while True:
            if self.active and len(effect.arms) == 2:
                taken = self.numbers.arm(effect.node, self.active[-1])
                if taken is not None:
                    arm = self.of(effect.arms[taken])
                    return arm if found is None else either(found, arm)
            last = effect.arms[-1]
            goes_on = isinstance(last, Alternatives)
            for one in effect.arms[:-1] if goes_on else effect.arms:
                arm = self.of(one)
                found = arm if found is None else either(found, arm)
            if not isinstance(last, Alternatives):
                return found or EMPTY
            effect = last

    def rounds(self, effect: Effect) -> Outcomes:
        """A loop."""
        assert isinstance(effect, Rounds)
        body = self.of(effect.body)
        times = times_of(self.sizing, effect)
        found = looped(body, times, runs_out=effect.runs_out, next_raises=False, break_ends=False)
        if isinstance(effect.body, Beside) and effect.body.node is effect.node:
            found = beside_each_other(found, body)
        return self.capped(found, effect)

    def capped(self, found: Outcomes, effect: Rounds) -> Outcomes:
        """What a loop spends, where counters limit single calls in it."""
        limits = limits_of(effect, self.reach, self.sizing)
        if not limits:
            return found
        result: dict[Exit, Counts] = {}
        for way, counts in found.items():
            kept = dict(counts)
            for tool in limits.keys() & kept.keys():
                kept[tool] = Interval(kept[tool].low, least_end(kept[tool].high, limits[tool]))
            every = [one.high for tool, one in kept.items() if tool != ALL and tool not in MEASURES]
            if ALL in kept:
                whole = least_end(kept[ALL].high, reduce(add_ends, every, NOTHING.high))
                kept[ALL] = Interval(kept[ALL].low, whole)
            result[way] = self.charges.limited(kept)
        return result

    def caught(self, effect: Effect) -> Outcomes:
        """Code with handlers."""
        assert isinstance(effect, Caught)
        return caught(self.of(effect.body), {way: self.of(arm) for way, arm in effect.arms})

    def called(self, effect: Effect) -> Outcomes:
        """A call of a function of the script."""
        assert isinstance(effect, Called)
        if effect.is_recursive:
            first = self.numbers.entered(effect)
            found = None if first is None else self.activated(first)
            if found is not None:
                return found
        self.bodies.append(effect)
        found = self.of(effect.body)
        self.bodies.pop()
        return found

    def activated(self, one: Activation) -> Outcomes | None:
        """What one call of a function with known numbers spends; `None` if it has no end."""
        if one.key in self.counted:
            return self.counted[one.key]
        if len(self.counted) > MOST_ACTIVATIONS or len(self.active) > MOST_NESTED:
            return None
        self.counted[one.key] = None
        self.active.append(one)
        try:
            found = self.of(one.body)
        except _EndlessError:
            found = None
        self.active.pop()
        self.counted[one.key] = found
        return found

    def recursion(self, effect: Effect) -> Outcomes:
        """A call of a function whose body this is in."""
        assert isinstance(effect, Recursion)
        for now in reversed(self.active):
            if now.function is effect.function:
                if now is not self.active[-1]:
                    raise _EndlessError
                found = self.activated(self.numbers.again(effect, now))
                if found is None:
                    raise _EndlessError
                return found
        return self.repeated(effect, repeated_by(effect, self.bodies))

    def repeated(self, effect: Recursion, body: Effect) -> Outcomes:
        """A function calls itself, nobody knows how often; or as often as tools return something."""
        name = effect.function.name
        tools = self.fed(effect, body)
        if not tools:
            return self.freely(effect, body, f"`{name}` calls itself", effect.node)
        why = f"`{name}` calls itself on a value that {tools} returned"
        return self.without_limit(effect, body, Unbounded(why, self.facts.place(effect.node)))

    def fed(self, effect: Recursion, body: Effect) -> str:
        """The tools of a function whose results it calls itself with, if no number limits that."""
        node = effect.node
        if not isinstance(node, Call):
            return ""
        found: dict[str, None] = {}
        for argument in (*node.arguments, *[one.value for one in node.keywords]):
            value = self.facts.seen.value(argument)
            if isinstance(argument, BinaryOperation) or value is None:
                return ""
            called = self.reach.calls(body)
            origins = sorted(data_of(value.origins))
            found.update({one.name: None for one in origins if (one.name, one.node) in called})
        return " and ".join(f"`{one}`" for one in found)

    def deferred(self, effect: Effect) -> Outcomes:
        """A call that was not followed."""
        assert isinstance(effect, Deferred)
        known = self.assumed.get(effect.function.number)
        if known is not None:
            return known
        why = f"calls of `{effect.function.name}` go too deep to be followed"
        return self.freely(effect, effect, why, effect.node)

    def lost(self, effect: Effect) -> Outcomes:
        """A call of something that is not known."""
        assert isinstance(effect, Lost)
        return self.freely(effect, effect, "what is called here is not known", effect.node)

    def beside(self, effect: Effect) -> Outcomes:
        """All at once."""
        assert isinstance(effect, Beside)
        return at_once([self.of(one) for one in effect.parts], longest=(AWAITED,))

    def task(self, effect: Effect) -> Outcomes:
        """Something that goes on beside the rest."""
        assert isinstance(effect, Loose)
        return {Exit.NORMAL: any_way(self.of(effect.body))}

    def apart(self, effect: Effect) -> Outcomes:
        """The same, more exactly."""
        assert isinstance(effect, Apart)
        return self.of(effect.parted)

    def part(self, effect: Effect) -> Outcomes:
        """Any part of it."""
        assert isinstance(effect, Part)
        counts = any_way(self.of(effect.body))
        return dict.fromkeys(ways_of(effect.ways), counts)

    def given(self, effect: Effect) -> Outcomes:
        """An item is handed on."""
        assert isinstance(effect, Given)
        return EMPTY


_CASES: Final[dict[type, Callable[[Counting, Effect], Outcomes]]] = {
    Quiet: Counting.quiet,
    Left: Counting.left,
    ToolCalled: Counting.tool_called,
    Series: Counting.series,
    Turns: Counting.series,
    Alternatives: Counting.alternatives,
    Rounds: Counting.rounds,
    Caught: Counting.caught,
    Called: Counting.called,
    Recursion: Counting.recursion,
    Deferred: Counting.deferred,
    Lost: Counting.lost,
    Beside: Counting.beside,
    Loose: Counting.task,
    Part: Counting.part,
    Apart: Counting.apart,
    Given: Counting.given,
}
