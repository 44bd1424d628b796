"""Takes an expression, gives its automaton: one state a place between calls.

Each part is built between a state at which it begins and the states that its ways out lead to, so a
`break` or an exception is a silent move to where it is caught. What nothing catches leads nowhere:
the run has made these calls and makes no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ..exits import Exit
from .automaton import Automaton, Move, numbered
from .expressions import (
    Anything,
    Catch,
    Choice,
    Expression,
    Interleaved,
    Interrupted,
    Leave,
    Repeat,
    Sequence,
    interleaved,
    optional,
    repeat,
)
from .letters import Letter
from .sizes import STATES, copies, fitted, measure, walk, widened

COMPLETE: Final = (Exit.NORMAL, Exit.RETURN, Exit.END)
"""The ways out of a whole script that end a run normally."""

MIXED: Final = 2_000
"""A body that runs several times at once is followed exactly up to about so many states."""

Targets = Mapping[Exit, int]


def build(
    expression: Expression, *, complete: Iterable[Exit] = COMPLETE, states: int = STATES
) -> Automaton:
    """The automaton of an expression, with about `states` states at most.

    If it would have more, parts of it are joined: it then admits more than the expression, and
    `joined` tells what was done.
    """
    expression, count, said = fitted(expression, states)
    said += [one.why for one in walk(expression) if isinstance(one, Anything) and one.why]
    drawing = _Drawing(count)
    ends = {way: drawing.state() for way in Exit}
    drawing.draw(expression, 0, ends)
    return drawing.finish([ends[way] for way in complete], said)


class _Drawing:
    """An automaton while it is drawn.

    Nothing that is drawn from a state leads back to it: a loop has a first state of its own.
    """

    def __init__(self, count: int | None) -> None:
        self.count = count
        self.moves: list[list[Move]] = [[]]

    def state(self) -> int:
        """A new state."""
        self.moves.append([])
        return len(self.moves) - 1

    def join(self, start: int, end: int) -> None:
        """A silent move."""
        if start != end:
            self.moves[start].append(Move(end))

    def draw(self, node: Expression, start: int, ends: Targets) -> None:  # noqa: C901, PLR0912 - a case a kind
        """Draw an expression from a state to the states of its ways out."""
        match node:
            case Letter(tool, line):
                self.moves[start].append(Move(ends[Exit.NORMAL], tool, line))
            case Leave(way):
                self.join(start, ends[way])
            case Sequence(parts):
                for part in parts[:-1]:
                    between = self.state()
                    self.draw(part, start, {**ends, Exit.NORMAL: between})
                    start = between
                if parts:
                    self.draw(parts[-1], start, ends)
                else:
                    self.join(start, ends[Exit.NORMAL])
            case Choice(parts):
                for part in parts:
                    self.draw(part, start, ends)
            case Repeat(body, low, high):
                self.loop(body, low, high, start, ends)
            case Catch(body, arms):
                caught = {way: self.state() for way, _ in arms}
                self.draw(body, start, {**ends, **caught})
                for way, arm in arms:
                    self.draw(arm, caught[way], ends)
            case Interrupted(body):
                first = self.entered(start)
                # Ends of its own: an exception may also come when all its calls were made.
                self.draw(body, first, {way: self.entering(end) for way, end in ends.items()})
                for state in range(first, len(self.moves)):
                    self.join(state, ends[Exit.RAISE])
            case Anything(letters, exits):
                again = self.entered(start)
                for one in letters:
                    self.moves[again].append(Move(again, one.tool, one.line))
                for way in exits:
                    self.join(again, ends[way])
            case Interleaved():
                self.interleave(node, start, ends)

    def entered(self, start: int) -> int:
        """A state of its own, so that nothing that leads back to it reaches `start`."""
        inner = self.state()
        self.join(start, inner)
        return inner

    def entering(self, end: int) -> int:
        """A state of its own that leads to `end`."""
        inner = self.state()
        self.join(inner, end)
        return inner

    def loop(self, body: Expression, low: int, high: int | None, start: int, ends: Targets) -> None:
        """Write a body out as often as counts are followed, then go round."""
        followed = copies(low, high, self.count)
        is_exact = high is not None and followed == high
        here = start
        for done in range(followed if is_exact else min(low, followed)):
            if done >= low:
                self.join(here, ends[Exit.NORMAL])
            after = self.state()
            self.draw(body, here, {**ends, Exit.NORMAL: after})
            here = after
        self.join(here, ends[Exit.NORMAL])
        if not is_exact:
            again = self.entered(here)
            self.draw(body, again, {**ends, Exit.NORMAL: again})
            self.join(again, ends[Exit.NORMAL])

    def interleave(self, node: Interleaved, start: int, ends: Targets) -> None:
        """Draw each tuple of states of the parts that can be reached."""
        parts = [_Part(one, self.count) for one in node.parts]
        first = tuple(0 for _ in parts)
        states = {first: self.entered(start)}
        order = [first]
        for place in order:
            here = states[place]
            for index, part in enumerate(parts):
                for move in part.moves[place[index]]:
                    then = (*place[:index], move.target, *place[index + 1 :])
                    if then not in states:
                        states[then] = self.state()
                        order.append(then)
                    self.moves[here].append(Move(states[then], move.tool, move.line))
            ways = [part.exits[at] for part, at in zip(parts, place, strict=True)]
            if all(Exit.NORMAL in one for one in ways):
                self.join(here, ends[Exit.NORMAL])
            for way in Exit:
                if way is not Exit.NORMAL and any(way in one for one in ways):
                    self.join(here, ends[way])

    def finish(self, complete: Iterable[int], said: Iterable[str]) -> Automaton:
        """The automaton, without states that do nothing but lead on silently."""
        ends = set(complete)
        onward: dict[int, int] = {}

        def skipped(state: int) -> int:
            passed: dict[int, None] = {}
            while state not in onward:
                moves = self.moves[state]
                if len(moves) != 1 or moves[0].tool or moves[0].target in passed:
                    break
                passed[state] = None
                state = moves[0].target
            state = onward.get(state, state)
            onward.update(dict.fromkeys(passed, state))
            return state

        kept: dict[int, tuple[Move, ...]] = {}
        start = skipped(0)
        stack = [start]
        while stack:
            state = stack.pop()
            if state in kept:
                continue
            moves = (Move(skipped(one.target), one.tool, one.line) for one in self.moves[state])
            kept[state] = tuple(
                dict.fromkeys(one for one in moves if one.tool or one.target != state)
            )
            stack.extend(one.target for one in kept[state])
        return numbered(kept, start, ends, said)


class _Part:
    """A part of an interleaving: its moves without silent ones, and its exits by state."""

    def __init__(self, node: Expression, count: int | None) -> None:
        drawing = _Drawing(count)
        ends = {way: drawing.state() for way in Exit}
        drawing.draw(node, 0, ends)
        ways = {state: way for way, state in ends.items()}
        names = {0: 0}
        order = [0]
        self.moves: list[tuple[Move, ...]] = []
        self.exits: list[frozenset[Exit]] = []
        for state in order:
            found: dict[Move, None] = {}
            exits: set[Exit] = set()
            for one in _silently(drawing.moves, state):
                if one in ways:
                    exits.add(ways[one])
                for move in drawing.moves[one]:
                    if not move.tool:
                        continue
                    if move.target not in names:
                        names[move.target] = len(order)
                        order.append(move.target)
                    found[Move(names[move.target], move.tool, move.line)] = None
            self.moves.append(tuple(found))
            self.exits.append(frozenset(exits))


def _silently(moves: list[list[Move]], state: int) -> list[int]:
    found = [state]
    seen = {state}
    for one in found:
        for move in moves[one]:
            if not move.tool and move.target not in seen:
                seen.add(move.target)
                found.append(move.target)
    return found


def interleaved_times(body: Expression, low: int, high: int | None) -> Expression:
    """`body` as often as `low` to `high` times at once, as by `gather` over a list.

    Without a count, or where there are too many ways of mixing, it is any number of calls in any
    order.
    """
    if isinstance(body, Letter):
        return repeat(body, low, high)
    if high is not None and (measure(body)[id(body)].states + 1) ** min(high, 14) <= MIXED:
        return interleaved(*[body] * low, *[optional(body)] * (high - low))
    why = "calls of what runs at once, an unknown number of times, are taken in any order"
    return widened(body, why)
