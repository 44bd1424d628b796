"""May one automaton do anything that another cannot? Walks both side by side.

A pair is a state of the one and the set of states in which the other may be after the same calls.
Where that set is empty, or the one may end and the other may not, the calls so far are a witness;
since pairs are met in order of length, it is a shortest one. A pair whose set holds that of a pair
met before with the same state is left out (an antichain): whatever it can show, that one shows too.
Names of tools are compared, not lines.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from .automaton import Automaton, Undecided
from .letters import Letter, Witness

PAIRS: Final = 20_000
"""After so many pairs the question is given up."""


class Included(msgspec.Struct, frozen=True, tag="included", tag_field="kind"):
    """Whatever the one does, the other may do.

    `joined` tells where the other was made wider than what it stands for; the answer is about the
    wider one.
    """

    joined: tuple[str, ...] = ()


class Exceeds(msgspec.Struct, frozen=True, tag="exceeds", tag_field="kind"):
    """The one may do what the other cannot: a shortest example.

    `joined` tells where the one was made wider than what it stands for; the example may be due to
    that.
    """

    witness: Witness
    joined: tuple[str, ...] = ()


Inclusion = Included | Exceeds | Undecided

Comparison = Literal["equal", "wider", "narrower", "crossing"]


def include(wide: Automaton, narrow: Automaton, *, pairs: int = PAIRS) -> Inclusion:
    """Does `wide` admit whatever `narrow` does, both as complete runs and as far as runs get?"""
    if wide == narrow:
        return Included(wide.joined)
    return _Search(wide, narrow, pairs).answer()


def compare(one: Automaton, other: Automaton, *, pairs: int = PAIRS) -> Comparison | Undecided:
    """How the one stands to the other: `wider` holds all of the other and more."""
    forth, back = include(one, other, pairs=pairs), include(other, one, pairs=pairs)
    if isinstance(forth, Undecided):
        return forth
    if isinstance(back, Undecided):
        return back
    match isinstance(forth, Included), isinstance(back, Included):
        case True, True:
            return "equal"
        case True, False:
            return "wider"
        case False, True:
            return "narrower"
        case _:
            return "crossing"


Pair = tuple[int, int]


class _Search:
    """One question of inclusion, answered breadth first."""

    def __init__(self, wide: Automaton, narrow: Automaton, pairs: int) -> None:
        self.wide = wide.walker
        self.narrow = narrow
        self.joined = (wide.joined, narrow.joined)
        self.limit = pairs
        self.ends = set(narrow.complete)
        self.smallest: dict[int, list[int]] = {}
        self.before: dict[Pair, tuple[Pair, Letter | None] | None] = {}

    def answer(self) -> Inclusion:
        """Included, a shortest example to the contrary, or undecided."""
        start = (0, self.wide.start)
        self.before[start] = None
        self.smallest[0] = [start[1]]
        layer: list[Pair] = [start]
        while layer:
            # All that is reached without a further call comes before what needs one: the layer
            # grows while it is walked, and witnesses stay shortest.
            for pair in layer:
                if pair[0] in self.ends and not pair[1] & self.wide.complete:
                    return Exceeds(Witness(self.calls(pair)), self.joined[1])
                for move in self.narrow.moves[pair[0]]:
                    if not move.tool:
                        self.reach(pair, None, (move.target, pair[1]), layer)
            deeper: list[Pair] = []
            for pair in layer:
                example = self.example(pair, deeper)
                if example is not None:
                    return Exceeds(example, self.joined[1])
            if len(self.before) > self.limit:
                return Undecided(
                    f"more than {self.limit} pairs of states would have to be compared"
                )
            layer = deeper
        return Included(self.joined[0])

    def example(self, pair: Pair, deeper: list[Pair]) -> Witness | None:
        """A call that only the one can make at a pair; if none, the pairs that come next are noted."""
        state, others = pair
        for move in self.narrow.moves[state]:
            if not move.tool:
                continue
            # An unknown tool leads nowhere that each known one does not lead to as well.
            after = (move.target, self.wide.after(others, move.tool))
            if not after[1]:
                return Witness((*self.calls(pair), move.letter), is_complete=False)
            self.reach(pair, move.letter, after, deeper)
        return None

    def reach(self, pair: Pair, letter: Letter | None, after: Pair, layer: list[Pair]) -> None:
        """Note a pair for later, unless one that was met shows as much."""
        state, others = after
        met = self.smallest.setdefault(state, [])
        if any(one & ~others == 0 for one in met):
            return
        met[:] = [one for one in met if others & ~one]
        met.append(others)
        self.before[after] = (pair, letter)
        layer.append(after)

    def calls(self, pair: Pair) -> tuple[Letter, ...]:
        """The calls that lead to a pair."""
        calls: list[Letter] = []
        step = self.before[pair]
        while step is not None:
            before, letter = step
            if letter is not None:
                calls.append(letter)
            step = self.before[before]
        return tuple(reversed(calls))
