"""Questions about the order of calls, answered with a shortest example.

A `Monitor` watches the calls of a run one by one and says when a rule is broken. Walking it along
with an automaton finds the shortest way to break it, and whether every run that ends normally does.
A call of an unknown tool may be of any: it counts as breaking a rule where it could, and never as
keeping one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from .automaton import Automaton, Move
from .letters import ANY, Letter, Pattern, Witness, matches

BROKEN: Final = -1


@dataclass(frozen=True, slots=True)
class Monitor:
    """Watches calls: from a state, and which of the `patterns` a call fits, to the next state.

    It begins in state 0; `BROKEN` is where it stays.
    """

    patterns: tuple[Pattern, ...]
    step: Callable[[int, tuple[bool, ...]], int]

    def kinds(self, tool: str) -> Iterator[tuple[bool, ...]]:
        """Which patterns a call of a tool fits; all that is possible for an unknown one."""
        if tool == ANY:
            yield from product((False, True), repeat=len(self.patterns))
        else:
            yield tuple(matches(pattern, tool) for pattern in self.patterns)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to be said of a rule: a `witness` that breaks it, if any run may.

    `is_certain` if every run that ends normally breaks it, and some run does end normally.
    """

    witness: Witness | None
    is_certain: bool = False

    @property
    def is_cleared(self) -> bool:
        """Is it proven that no run breaks the rule?"""
        return self.witness is None


def never(tools: Pattern) -> Monitor:
    """None of these tools is called."""
    return at_most(tools, 0)


def at_most(tools: Pattern, count: int) -> Monitor:
    """These tools are called at most so often, all together."""

    def step(state: int, fits: tuple[bool, ...]) -> int:
        if not fits[0]:
            return state
        return state + 1 if state < count else BROKEN

    return Monitor((tools,), step)


def requires(then: Pattern, before: Pattern) -> Monitor:
    """No call of `then` without a call of `before` ahead of it.

    A call that fits both counts as one of `before`.
    """

    def step(state: int, fits: tuple[bool, ...]) -> int:
        is_then, is_before = fits
        if state == 1 or is_before:
            return 1
        return BROKEN if is_then else 0

    return Monitor((then, before), step)


def not_after(then: Pattern, first: Pattern, unless: Pattern = ()) -> Monitor:
    """No call of `then` after one of `first`, unless one of `unless` was made in between.

    A call that fits both `unless` and `first` is one of `first`: it begins anew.
    """

    def step(state: int, fits: tuple[bool, ...]) -> int:
        is_then, is_first, is_between = fits
        if state == 1 and is_then:
            return BROKEN
        return 1 if is_first else 0 if is_between else state

    return Monitor((then, first, unless), step)


def judge(automaton: Automaton, rule: Monitor) -> Judgement:
    """Whether runs may break a rule, and whether all that end normally do."""
    witness = _shortest(automaton, rule, lambda _, watched: watched == BROKEN, is_complete=False)
    if witness is None:
        return Judgement(None)
    ends = set(automaton.complete)
    kept = _shortest(
        automaton,
        rule,
        lambda state, watched: state in ends and watched != BROKEN,
        is_complete=True,
    )
    return Judgement(witness, kept is None and not automaton.is_empty())


def may_follow(automaton: Automaton, first: Pattern, then: Pattern) -> Witness | None:
    """An example of `then` being called some time after `first`, if that may happen."""
    return judge(automaton, not_after(then, first)).witness


def must_precede(automaton: Automaton, before: Pattern, then: Pattern) -> Witness | None:
    """`None` if each call of `then` has one of `before` ahead of it, else a counter-example."""
    return judge(automaton, requires(then, before)).witness


def follows_without(
    automaton: Automaton, first: Pattern, then: Pattern, between: Pattern
) -> Witness | None:
    """An example of `then` after `first` with no `between` in between, if that may happen."""
    return judge(automaton, not_after(then, first, between)).witness


def shortest_run(automaton: Automaton) -> Witness | None:
    """The fewest calls with which a run may end normally, if any run does."""
    ends = set(automaton.complete)
    return _shortest(automaton, never(()), lambda state, _: state in ends, is_complete=True)


Place = tuple[int, int]


def _shortest(
    automaton: Automaton,
    rule: Monitor,
    is_found: Callable[[int, int], bool],
    *,
    is_complete: bool,
) -> Witness | None:
    """The fewest calls to a place (state, state of the monitor) that is looked for."""
    start: Place = (0, 0)
    before: dict[Place, tuple[Place, Letter] | None] = {start: None}
    kinds = {tool: tuple(rule.kinds(tool)) for tool in automaton.tools}
    layer: list[Place] = [start]
    while layer:
        # What is reached silently needs no further call: it belongs to the layer, which grows.
        for place in layer:
            state, watched = place
            if is_found(state, watched):
                return Witness(tuple(_path(before, place)), is_complete)
            for move in automaton.moves[state]:
                after = (move.target, watched)
                if not move.tool and after not in before:
                    before[after] = before[place]
                    layer.append(after)
        deeper: list[Place] = []
        for place in layer:
            for move in automaton.moves[place[0]]:
                for then in _watched(rule, place[1], kinds[move.tool]) if move.tool else ():
                    after = (move.target, then)
                    if after not in before:
                        before[after] = (place, move.letter)
                        deeper.append(after)
        layer = deeper
    return None


def _watched(rule: Monitor, state: int, kinds: Iterable[tuple[bool, ...]]) -> Iterable[int]:
    if state == BROKEN:
        return (BROKEN,)
    return dict.fromkeys(rule.step(state, fits) for fits in kinds)


def _path(before: dict[Place, tuple[Place, Letter] | None], place: Place) -> list[Letter]:
    calls: list[Letter] = []
    step = before[place]
    while step is not None:
        place, letter = step
        calls.append(letter)
        step = before[place]
    return calls[::-1]


def exceeds(automaton: Automaton, less: Pattern, more: Pattern) -> Witness | None:
    """An example of a run in which calls of `less` outnumber those of `more`, if one may.

    `None` proves that at every moment of every run `less <= more`, such as `send <= read`.
    """
    weights = {tool: _weight(tool, less, more) for tool in automaton.tools}
    lowest: dict[int, int] = {0: 0}
    paths: dict[int, _Path] = {0: None}
    queue = deque([0])
    while queue:
        state = queue.popleft()
        for move in automaton.moves[state]:
            balance = lowest[state] + (weights[move.tool] if move.tool else 0)
            if balance >= lowest.get(move.target, balance + 1):
                continue
            path = (paths[state], move) if move.tool else paths[state]
            if balance < 0:
                return Witness(_calls(path), is_complete=False)
            lowest[move.target] = balance
            paths[move.target] = path
            queue.append(move.target)
    return None


_Path = tuple["_Path", Move] | None


def _weight(tool: str, less: Pattern, more: Pattern) -> int:
    if tool == ANY:
        return -1
    return int(matches(more, tool)) - int(matches(less, tool))


def _calls(path: _Path) -> tuple[Letter, ...]:
    calls: list[Letter] = []
    while path is not None:
        path, move = path
        calls.append(move.letter)
    return tuple(reversed(calls))
