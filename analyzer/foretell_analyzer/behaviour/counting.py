"""How often each tool is called: takes effects, gives an interval for each tool and for all.

Lower ends hold for runs that end normally, upper ends for every run. The empty name stands for all
tools together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, final

from ..bounds import (
    EMPTY,
    Counts,
    Interval,
    Outcomes,
    Unknown,
    any_way,
    at_once,
    caught,
    either,
    exactly,
    looped,
    then,
    total,
)
from ..bounds.intervals import at_least
from ..effects import (
    Alternatives,
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
from ..facts import Facts
from ..ir import Node
from .sizes import times_of
from .tools import Reach, walk

ALL: Final = ""
_NONE: Final[Counts] = {}
_ONCE: Final = exactly(1)


def counts_of(effect: Effect, reach: Reach, facts: Facts) -> Mapping[str, Interval]:
    """Calls of each tool that a whole module may call, and of all together (the empty name)."""
    counting = _Counting(reach, facts)
    counting.prepare(effect)
    return total(counting.of(effect))


def _deferred(effect: Effect) -> list[int]:
    """The numbers of functions whose calls, inside of an effect, are not followed."""
    return [one.function.number for one in walk(effect) if isinstance(one, Deferred)]


@final
class _Counting:
    def __init__(self, reach: Reach, facts: Facts) -> None:
        self.reach = reach
        self.facts = facts
        self.bodies: list[Called] = []
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
        return _CASES[type(effect)](self, effect)

    def freely(self, effect: Effect, inner: Effect, why: str, node: Node) -> Outcomes:
        """Any number of calls of the tools that some piece of code may call."""
        place = self.facts.place(node)
        counts = dict.fromkeys((ALL, *self.reach.tools(inner)), at_least(0, Unknown(why, place)))
        if len(counts) == 1:
            counts = {}
        return dict.fromkeys(ways_of(effect.ways), counts)

    def quiet(self, effect: Effect) -> Outcomes:
        return dict.fromkeys(ways_of(effect.ways), _NONE)

    def left(self, effect: Effect) -> Outcomes:
        assert isinstance(effect, Left)
        return {effect.exit: _NONE}

    def tool_called(self, effect: Effect) -> Outcomes:
        assert isinstance(effect, ToolCalled)
        counts = {effect.tool.name: _ONCE, ALL: _ONCE}
        return {Exit.NORMAL: counts, Exit.FAIL: counts}

    def series(self, effect: Effect) -> Outcomes:
        assert isinstance(effect, (Series, Turns))
        found = EMPTY
        for one in effect.parts:
            found = then(found, self.of(one))
        return found

    def alternatives(self, effect: Effect) -> Outcomes:
        assert isinstance(effect, Alternatives)
        found: Outcomes | None = None
        while True:
            last = effect.arms[-1]
            goes_on = isinstance(last, Alternatives)
            for one in effect.arms[:-1] if goes_on else effect.arms:
                arm = self.of(one)
                found = arm if found is None else either(found, arm)
            if not isinstance(last, Alternatives):
                return found or EMPTY
            effect = last

    def rounds(self, effect: Effect) -> Outcomes:
        assert isinstance(effect, Rounds)
        body = self.of(effect.body)
        times = times_of(self.facts, effect)
        return looped(body, times, runs_out=effect.runs_out, next_raises=False, break_ends=False)

    def caught(self, effect: Effect) -> Outcomes:
        assert isinstance(effect, Caught)
        return caught(self.of(effect.body), {way: self.of(arm) for way, arm in effect.arms})

    def called(self, effect: Effect) -> Outcomes:
        assert isinstance(effect, Called)
        self.bodies.append(effect)
        found = self.of(effect.body)
        self.bodies.pop()
        return found

    def recursion(self, effect: Effect) -> Outcomes:
        assert isinstance(effect, Recursion)
        name = effect.function.name
        body: Effect = effect
        for one in self.bodies:
            if one.function is effect.function:
                body = one.body
        return self.freely(effect, body, f"`{name}` calls itself", effect.node)

    def deferred(self, effect: Effect) -> Outcomes:
        assert isinstance(effect, Deferred)
        known = self.assumed.get(effect.function.number)
        if known is not None:
            return known
        why = f"calls of `{effect.function.name}` go too deep to be followed"
        return self.freely(effect, effect, why, effect.node)

    def lost(self, effect: Effect) -> Outcomes:
        assert isinstance(effect, Lost)
        return self.freely(effect, effect, "what is called here is not known", effect.node)

    def beside(self, effect: Effect) -> Outcomes:
        assert isinstance(effect, Beside)
        return at_once([self.of(one) for one in effect.parts])

    def task(self, effect: Effect) -> Outcomes:
        assert isinstance(effect, Loose)
        return {Exit.NORMAL: any_way(self.of(effect.body))}

    def part(self, effect: Effect) -> Outcomes:
        assert isinstance(effect, Part)
        counts = any_way(self.of(effect.body))
        return dict.fromkeys(ways_of(effect.ways), counts)

    def given(self, effect: Effect) -> Outcomes:
        assert isinstance(effect, Given)
        return EMPTY


_CASES: Final[dict[type, Callable[[_Counting, Effect], Outcomes]]] = {
    Quiet: _Counting.quiet,
    Left: _Counting.left,
    ToolCalled: _Counting.tool_called,
    Series: _Counting.series,
    Turns: _Counting.series,
    Alternatives: _Counting.alternatives,
    Rounds: _Counting.rounds,
    Caught: _Counting.caught,
    Called: _Counting.called,
    Recursion: _Counting.recursion,
    Deferred: _Counting.deferred,
    Lost: _Counting.lost,
    Beside: _Counting.beside,
    Loose: _Counting.task,
    Part: _Counting.part,
    Given: _Counting.given,
}
