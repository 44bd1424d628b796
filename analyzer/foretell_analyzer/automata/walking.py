"""Walks an automaton as if it were deterministic: its states are sets of states, held as bits.

A set is one integer with a bit for each state, so that union, intersection and inclusion are one
operation each. What is worked out is kept: closures under silent moves, and steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .letters import ANY


class Walker:
    """Sets of states of one automaton and where calls lead from them."""

    def __init__(self, moves: Sequence[Sequence[tuple[str, int]]], complete: Iterable[int]) -> None:
        self._moves = moves
        self._closures: dict[int, int] = {}
        self._tables: dict[int, dict[str, int]] = {}
        self.complete = 0
        for state in complete:
            self.complete |= 1 << state
        self.start = self.closure(0)

    def closure(self, state: int) -> int:
        """The states that are reached from one without a call, itself among them."""
        known = self._closures.get(state)
        if known is not None:
            return known
        found = 1 << state
        stack = [state]
        while stack:
            for tool, target in self._moves[stack.pop()]:
                if tool or found >> target & 1:
                    continue
                inner = self._closures.get(target)
                if inner is not None:
                    found |= inner
                else:
                    found |= 1 << target
                    stack.append(target)
        self._closures[state] = found
        return found

    def each(self, states: int) -> Iterator[int]:
        """The states of a set, in their order."""
        while states:
            lowest = states & -states
            yield lowest.bit_length() - 1
            states ^= lowest

    def table(self, states: int) -> dict[str, int]:
        """Where each call leads from a set; `ANY` stands for the tools that are not named."""
        known = self._tables.get(states)
        if known is not None:
            return known
        table: dict[str, int] = {}
        for state in self.each(states):
            for tool, target in self._moves[state]:
                if tool:
                    table[tool] = table.get(tool, 0) | self.closure(target)
        others = table.get(ANY, 0)
        if others:
            table = {tool: reached | others for tool, reached in table.items()}
        self._tables[states] = table
        return table

    def after(self, states: int, tool: str) -> int:
        """The set that a call of a tool leads to; empty if it cannot be made."""
        table = self.table(states)
        reached = table.get(tool)
        return table.get(ANY, 0) if reached is None else reached

    def tools_from(self, states: int) -> list[str]:
        """The calls that can be made, by name."""
        return sorted(self.table(states))
