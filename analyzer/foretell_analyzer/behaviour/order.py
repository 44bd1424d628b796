"""The order of tool calls: takes effects, gives the expression that automata are built of."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor
from typing import Final, final

from ..automata import (
    NEVER,
    NOTHING,
    Expression,
    anything,
    call,
    catch,
    choice,
    interleaved,
    leave,
    optional,
    repeat,
    sequence,
)
from ..automata.letters import Letter
from ..bounds.readings import declare
from ..effects import (
    NORMAL,
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
from ..sizing import Sizing
from .caps import most_loud_rounds
from .sizes import times_of
from .tools import Calls, Reach, repeated_by


def order_of(effect: Effect, reach: Reach, sizing: Sizing) -> Expression:
    """The calls of a whole module, in each order that a run may make them in."""
    orders = _Orders(reach, sizing)
    whole = orders.of(effect)
    if orders.loose:
        # A task goes on beside all that follows; it is enough to say so of the whole.
        whole = interleaved(whole, anything(orders.loose, why="tasks run beside the rest"))
    return whole


@final
class _Orders:
    def __init__(self, reach: Reach, sizing: Sizing) -> None:
        self.reach = reach
        self.sizing = sizing
        self.module = sizing.facts.module
        self.loose: set[Letter] = set()
        self.bodies: list[Called] = []
        self.watched = 0

    def of(self, effect: Effect) -> Expression:
        return _CASES[type(effect)](self, effect)

    def letters(self, calls: Calls) -> list[Letter]:
        """The calls of a piece of code, without order."""
        return [
            call(tool, 0 if one is None else self.module.line(one.node))
            for (tool, _), one in calls.items()
        ]

    def freely(self, calls: Calls, ways: int, why: str) -> Expression:
        """Any of these calls, however often, in any order."""
        letters = self.letters(calls)
        return anything(letters, ways_of(ways), why) if letters else _leading(ways)

    def quiet(self, effect: Effect) -> Expression:
        return _leading(effect.ways)

    def left(self, effect: Effect) -> Expression:
        assert isinstance(effect, Left)
        return leave(effect.exit)

    def tool_called(self, effect: Effect) -> Expression:
        assert isinstance(effect, ToolCalled)
        letter = call(effect.tool.name, self.module.line(effect.node))
        if not self.watched:
            return letter
        return sequence(letter, optional(leave(Exit.FAIL)))

    def series(self, effect: Effect) -> Expression:
        assert isinstance(effect, (Series, Turns))
        return sequence(*[self.of(one) for one in effect.parts])

    def alternatives(self, effect: Effect) -> Expression:
        assert isinstance(effect, Alternatives)
        arms: list[Expression] = []
        while True:
            arms.extend([self.of(one) for one in effect.arms[:-1]])
            last = effect.arms[-1]
            if not isinstance(last, Alternatives):
                break
            effect = last
        return choice(*arms, self.of(last))

    def rounds(self, effect: Effect) -> Expression:
        assert isinstance(effect, Rounds)
        body = self.of(effect.body)
        low, high = self.times(effect)
        last: Expression = NOTHING if effect.runs_out else NEVER
        loud = most_loud_rounds(effect, self.reach, self.sizing)
        if loud is not None and (high is None or loud < high):
            # Rounds that call nothing leave no trace, but for one that leaves the loop.
            low, high = min(low, loud), loud
            calls = self.reach.calls(effect.body)
            if len({tool for tool, _ in calls}) == 1:  # all of which are limited together
                low, body = 0, choice(*self.letters(calls))
            last = choice(last, _leading(effect.body.ways & ~NORMAL))
        return sequence(repeat(body, low if effect.runs_out else 0, high), last)

    def times(self, effect: Rounds) -> tuple[int, int | None]:
        """How often a loop goes round, where that is a number whatever the sizes are."""
        found = declare(times_of(self.sizing, effect), {})
        high = floor(found.high) if isinstance(found.high, (int, float)) else None
        return max(ceil(found.low), effect.times.low), high

    def caught(self, effect: Effect) -> Expression:
        assert isinstance(effect, Caught)
        watches = any(way is Exit.FAIL for way, _ in effect.arms)
        self.watched += watches
        body = self.of(effect.body)
        self.watched -= watches
        return catch(body, {way: self.of(arm) for way, arm in effect.arms})

    def called(self, effect: Effect) -> Expression:
        assert isinstance(effect, Called)
        self.bodies.append(effect)
        found = self.of(effect.body)
        self.bodies.pop()
        return found

    def recursion(self, effect: Effect) -> Expression:
        assert isinstance(effect, Recursion)
        calls = self.reach.calls(repeated_by(effect, self.bodies))
        return self.freely(calls, effect.ways, f"`{effect.function.name}` calls itself")

    def deferred(self, effect: Effect) -> Expression:
        assert isinstance(effect, Deferred)
        why = f"calls of `{effect.function.name}` go too deep to be followed"
        return self.freely(self.reach.calls(effect), effect.ways, why)

    def lost(self, effect: Effect) -> Expression:
        assert isinstance(effect, Lost)
        line = self.module.line(effect.node)
        why = f"what line {line} calls is not known"
        return self.freely(self.reach.calls(effect), effect.ways, why)

    def beside(self, effect: Effect) -> Expression:
        assert isinstance(effect, Beside)
        parts: list[Expression] = []
        for part in effect.parts:
            if isinstance(part, Rounds) and isinstance(part.body, Beside):
                parts.append(self.many(part))
            else:
                parts.append(self.of(part))
        return interleaved(*parts)

    def many(self, part: Rounds) -> Expression:
        """The same for several at once: in order only if each is a single call."""
        assert isinstance(part.body, Beside)
        (one,) = part.body.parts
        if isinstance(one, ToolCalled):
            return repeat(self.of(one), *self.times(part))
        line = self.module.line(part.node)
        why = f"all that line {line} starts runs at once"
        return self.freely(self.reach.calls(part.body), part.ways, why)

    def task(self, effect: Effect) -> Expression:
        assert isinstance(effect, Loose)
        self.loose.update(self.letters(self.reach.calls(effect.body)))
        return NOTHING

    def apart(self, effect: Effect) -> Expression:
        assert isinstance(effect, Apart)
        return self.of(effect.parted)

    def part(self, effect: Effect) -> Expression:
        assert isinstance(effect, Part)
        why = "a generator that somebody has begun with goes on somewhere in it"
        return self.freely(self.reach.calls(effect.body), effect.ways, why)

    def given(self, effect: Effect) -> Expression:
        assert isinstance(effect, Given)
        return NOTHING


def _leading(ways: int) -> Expression:
    """Code that calls nothing, by where it leads."""
    return choice(*[leave(way) for way in ways_of(ways)]) if ways else NEVER


_CASES: Final[dict[type, Callable[[_Orders, Effect], Expression]]] = {
    Quiet: _Orders.quiet,
    Left: _Orders.left,
    ToolCalled: _Orders.tool_called,
    Series: _Orders.series,
    Turns: _Orders.series,
    Alternatives: _Orders.alternatives,
    Rounds: _Orders.rounds,
    Caught: _Orders.caught,
    Called: _Orders.called,
    Recursion: _Orders.recursion,
    Deferred: _Orders.deferred,
    Lost: _Orders.lost,
    Beside: _Orders.beside,
    Loose: _Orders.task,
    Part: _Orders.part,
    Apart: _Orders.apart,
    Given: _Orders.given,
}
