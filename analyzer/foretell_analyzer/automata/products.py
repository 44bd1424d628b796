"""Automata made of automata: deterministic and minimal, intersection, complement, digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Final

from .automaton import Automaton, Move, Undecided, numbered
from .letters import ANY

STATES: Final = 5_000
"""What would have more states is not decided."""


def minimize(automaton: Automaton, *, states: int = STATES) -> Automaton | Undecided:
    """The one smallest deterministic automaton that admits the same, without lines.

    A move by `ANY` then stands for the tools that have no move of their own. States are numbered in
    the order in which they are reached, by name: automata that admit the same become equal.
    """
    made = determinize(automaton, states=states)
    if isinstance(made, Undecided):
        return made
    blocks = _blocks(made)
    moves: dict[int, tuple[Move, ...]] = {}
    for state, block in enumerate(blocks):
        if block in moves:
            continue
        targets = {move.tool: blocks[move.target] for move in made.moves[state]}
        others = targets.get(ANY)
        moves[block] = tuple(
            Move(target, tool)
            for tool, target in sorted(targets.items())
            if tool == ANY or target != others
        )
    complete = {blocks[state] for state in made.complete}
    return numbered(moves, blocks[0], complete, made.joined)


def determinize(automaton: Automaton, *, states: int = STATES) -> Automaton | Undecided:
    """A deterministic automaton that admits the same, without lines."""
    walker = automaton.walker
    names = {walker.start: 0}
    order = [walker.start]
    moves: list[tuple[Move, ...]] = []
    for here in order:
        if len(order) > states:
            return _too_many(states)
        found: list[Move] = []
        for tool, reached in sorted(walker.table(here).items()):
            if reached not in names:
                names[reached] = len(order)
                order.append(reached)
            found.append(Move(names[reached], tool))
        moves.append(tuple(found))
    complete = tuple(names[one] for one in order if one & walker.complete)
    return Automaton(tuple(moves), complete, automaton.joined)


def _too_many(states: int) -> Undecided:
    return Undecided(f"the automaton would need more than {states} states")


def _blocks(automaton: Automaton) -> list[int]:
    """For each state of a deterministic automaton the number of its class of equal ones."""
    ends = set(automaton.complete)
    # How far it is to an end is the same for equal states, and tells most others apart at once.
    distance = _distances(automaton)
    blocks = _renumbered([(distance[state], state in ends) for state in range(len(distance))])
    while True:
        signatures: list[object] = []
        for state, moves in enumerate(automaton.moves):
            targets = [(move.tool, blocks[move.target]) for move in moves]
            others = next((block for tool, block in targets if tool == ANY), None)
            told = [one for one in targets if one[0] == ANY or one[1] != others]
            signatures.append((blocks[state], tuple(sorted(told))))
        finer = _renumbered(signatures)
        if max(finer) == max(blocks):
            return finer
        blocks = finer


def _renumbered(keys: Iterable[object]) -> list[int]:
    numbers: dict[object, int] = {}
    return [numbers.setdefault(key, len(numbers)) for key in keys]


def _distances(automaton: Automaton) -> list[int]:
    before: list[list[int]] = [[] for _ in automaton.moves]
    for state, moves in enumerate(automaton.moves):
        for move in moves:
            before[move.target].append(state)
    found = [-1] * len(automaton.moves)
    layer = list(automaton.complete)
    steps = 0
    while layer:
        deeper: list[int] = []
        for state in layer:
            if found[state] < 0:
                found[state] = steps
                deeper.extend(before[state])
        layer, steps = deeper, steps + 1
    return found


def digest(automaton: Automaton) -> str | Undecided:
    """A digest of what is admitted: equal for automata that admit the same."""
    smallest = minimize(automaton)
    if isinstance(smallest, Undecided):
        return smallest
    told = [
        [[(move.tool, move.target) for move in moves] for moves in smallest.moves],
        smallest.complete,
    ]
    text = json.dumps(told, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def intersect(one: Automaton, other: Automaton, *, states: int = STATES) -> Automaton | Undecided:
    """What both admit; lines are those of the one where it has them."""
    names = {(0, 0): 0}
    order = [(0, 0)]
    moves: dict[int, tuple[Move, ...]] = {}
    for number, (left, right) in enumerate(order):
        if len(order) > states:
            return _too_many(states)
        found: dict[Move, None] = {}
        for (a, b), tool, line in _steps(one, other, left, right):
            if (a, b) not in names:
                names[a, b] = len(order)
                order.append((a, b))
            found[Move(names[a, b], tool, line)] = None
        moves[number] = tuple(found)
    ends = (set(one.complete), set(other.complete))
    complete = [names[a, b] for a, b in order if a in ends[0] and b in ends[1]]
    return numbered(moves, 0, complete, (*one.joined, *other.joined))


def _steps(
    one: Automaton, other: Automaton, left: int, right: int
) -> Iterable[tuple[tuple[int, int], str, int]]:
    for move in one.moves[left]:
        if not move.tool:
            yield (move.target, right), "", 0
    for move in other.moves[right]:
        if not move.tool:
            yield (left, move.target), "", 0
    for a in one.moves[left]:
        for b in other.moves[right]:
            if a.tool and b.tool and (a.tool == b.tool or ANY in {a.tool, b.tool}):
                tool = b.tool if a.tool == ANY else a.tool
                yield (a.target, b.target), tool, a.line or b.line


def complement(
    automaton: Automaton, tools: Iterable[str], *, states: int = STATES
) -> Automaton | Undecided:
    """The sequences of calls of these tools that are not complete words of an automaton.

    Nothing is known of them if the automaton was joined: they are then fewer than they should be.
    """
    alphabet = sorted(set(tools))
    made = determinize(automaton, states=states)
    if isinstance(made, Undecided):
        return made
    sink = len(made.moves)
    moves: dict[int, tuple[Move, ...]] = {
        sink: tuple(Move(sink, tool) for tool in alphabet),
    }
    for state, ways in enumerate(made.moves):
        targets = {move.tool: move.target for move in ways}
        others = targets.get(ANY, sink)
        moves[state] = tuple(Move(targets.get(tool, others), tool) for tool in alphabet)
    complete = set(range(sink + 1)) - set(made.complete)
    return numbered(moves, 0, complete, made.joined).trimmed()
