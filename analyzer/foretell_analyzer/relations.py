"""Relations between the counts of two tools that are worth telling, such as `send <= read`.

Bounds do not tell that two numbers go together: that `send` is never called more often than `read`
inside one loop is seen by the automaton.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from .automata import Automaton, exceeds
from .bounds import Bound

MOST_TOOLS: Final = 12
"""More tools than these are not compared with each other."""


class Relation(msgspec.Struct, frozen=True):
    """At every moment of every run, `less` was called at most as often as `more`."""

    less: str
    more: str

    def __str__(self) -> str:
        return f"{self.less} <= {self.more}"


def relations_of(order: Automaton, tools: Mapping[str, Bound]) -> tuple[Relation, ...]:
    """What the order of calls says of counts beyond the bounds of each, without what follows."""
    if len(tools) > MOST_TOOLS:
        return ()
    found = set(_relations(order, tools))
    return tuple(
        Relation(less, more)
        for less, more in sorted(found)
        if not any((less, other) in found and (other, more) in found for other in tools)
    )


def _relations(order: Automaton, tools: Mapping[str, Bound]) -> Iterator[tuple[str, str]]:
    for less, bound in tools.items():
        for more, other in tools.items():
            if (
                less != more
                and not _is_told(bound, other)
                and exceeds(order, (less,), (more,)) is None
            ):
                yield less, more


def _is_told(less: Bound, more: Bound) -> bool:
    """Do the bounds say it already, or is there nothing to say?"""
    if less.high == 0:
        return True
    return isinstance(less.high, (int, float)) and less.high <= more.low
