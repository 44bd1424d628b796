"""An automaton over tool calls: states, moves by a call or silently, and where a run may be done.

It speaks of two languages. The *complete* words are the calls of runs that end normally. The
*prefixes* are the calls of runs that got so far, whatever then ended them, or still go on: every
state counts, also one from which no end can be reached (`while True: poll()`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import msgspec

from .letters import ANY, Letter
from .walking import Walker


class Move(msgspec.Struct, frozen=True, order=True, array_like=True):
    """From a state to `target` by a call of `tool` on `line`; silently if there is no tool."""

    target: int
    tool: str = ""
    line: int = 0

    @property
    def letter(self) -> Letter:
        """The call that is made."""
        return Letter(self.tool, self.line)


class Automaton(msgspec.Struct, frozen=True, dict=True):
    """A nondeterministic automaton; its first state is where runs begin.

    `complete` are the states in which a run may end normally. What was `joined` to keep it small
    is told in words; the automaton then admits more than the script does, never less.
    """

    moves: tuple[tuple[Move, ...], ...]
    complete: tuple[int, ...]
    joined: tuple[str, ...] = ()

    @cached_property
    def walker(self) -> Walker:
        """The automaton made deterministic, as far as it was walked."""
        return Walker(
            [[(move.tool, move.target) for move in moves] for moves in self.moves], self.complete
        )

    @cached_property
    def tools(self) -> tuple[str, ...]:
        """The names of the tools that may be called, sorted; `ANY` if they are not all known."""
        return tuple(sorted({move.tool for moves in self.moves for move in moves} - {""}))

    def accepts(self, trace: Iterable[str | Letter]) -> bool:
        """May a run make just these calls and end normally?

        A call that is given as a `Letter` with a line must have been made on that line.
        """
        return bool(self._reached(trace) & self.walker.complete)

    def accepts_prefix(self, trace: Iterable[str | Letter]) -> bool:
        """May a run make these calls to begin with?"""
        return bool(self._reached(trace))

    def _reached(self, trace: Iterable[str | Letter]) -> int:
        states = self.walker.start
        for event in trace:
            tool, line = (event, 0) if isinstance(event, str) else (event.tool, event.line)
            states = self._after(states, tool, line) if line else self.walker.after(states, tool)
            if not states:
                return 0
        return states

    def _after(self, states: int, tool: str, line: int) -> int:
        found = 0
        for state in self.walker.each(states):
            for move in self.moves[state]:
                if move.tool in {tool, ANY} and move.tool and move.line in {line, 0}:
                    found |= self.walker.closure(move.target)
        return found

    def is_empty(self) -> bool:
        """Does no run end normally?"""
        return not any(self._useful)

    @cached_property
    def _useful(self) -> tuple[bool, ...]:
        """For each state: can a run end normally from there?"""
        before: list[list[int]] = [[] for _ in self.moves]
        for state, moves in enumerate(self.moves):
            for move in moves:
                before[move.target].append(state)
        useful = [False] * len(self.moves)
        stack = list(self.complete)
        while stack:
            state = stack.pop()
            if not useful[state]:
                useful[state] = True
                stack.extend(before[state])
        return tuple(useful)

    def trimmed(self) -> Automaton:
        """The same complete words, and no other prefixes than theirs."""
        kept = {
            state: tuple(move for move in moves if self._useful[move.target])
            for state, moves in enumerate(self.moves)
            if self._useful[state] or state == 0
        }
        return numbered(kept, 0, self.complete, self.joined)

    def without_lines(self) -> Automaton:
        """The same without the lines of call sites, each move once."""
        moves = tuple(
            tuple(sorted({Move(move.target, move.tool) for move in moves})) for moves in self.moves
        )
        return Automaton(moves, self.complete, self.joined)

    def words(self, length: int) -> Iterator[tuple[str, ...]]:
        """The complete words of at most so many calls, shorter ones first, then by name.

        A call of an unknown tool stands as `ANY` in them.
        """
        layer: list[tuple[tuple[str, ...], int]] = [((), self.walker.start)]
        for _ in range(length + 1):
            deeper: list[tuple[tuple[str, ...], int]] = []
            for word, states in layer:
                if states & self.walker.complete:
                    yield word
                deeper.extend(
                    ((*word, tool), self.walker.after(states, tool))
                    for tool in self.walker.tools_from(states)
                )
            layer = deeper


def numbered(
    moves: dict[int, tuple[Move, ...]], start: int, complete: Iterable[int], joined: Iterable[str]
) -> Automaton:
    """An automaton of the states that can be reached, in the order in which they are met."""
    names = {start: 0}
    order = [start]
    for state in order:
        for move in moves[state]:
            if move.target not in names:
                names[move.target] = len(order)
                order.append(move.target)
    ends = set(complete)
    return Automaton(
        tuple(
            tuple(Move(names[move.target], move.tool, move.line) for move in moves[state])
            for state in order
        ),
        tuple(sorted(names[state] for state in order if state in ends)),
        tuple(dict.fromkeys(joined)),
    )


class Undecided(msgspec.Struct, frozen=True, tag="undecided", tag_field="kind"):
    """The question was too much work; neither answer is claimed."""

    why: str
