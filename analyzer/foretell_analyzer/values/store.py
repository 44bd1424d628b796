"""The store: what every variable and object holds at the point that evaluation has reached.

Ways that part and meet again are compared by what they changed only. Every change leaves the old
content on a trail; `rollback` undoes changes back to a mark and returns them as a `Delta`, which
can be applied or joined later. So the work at a branch grows with what its arms do, not with what
the script has done before.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, final

from .content import Content
from .origins import NO_ORIGINS, Origin
from .value import UNBOUND, Value

Delta = dict[int, Content]

DOOM: Final = -1
"""The location that says that the present way fails for sure: no run gets here.

It is gone on only to find further faults; where a way that does not fail comes too, that one
alone counts.
"""


@final
class Store:
    """Contents by location. A location that holds nothing is an unbound variable."""

    cells: dict[int, Content]
    trail: list[tuple[int, Content | None]]
    touched: list[tuple[int, Content | None]]
    is_watched: bool
    size: int
    steering: frozenset[Origin]
    """What has decided that the present point is reached."""

    def __init__(self) -> None:
        self.cells = {}
        self.trail = []
        # Locations changed while somebody watches, with what they held before; never cut back.
        self.touched = []
        self.is_watched = False
        self.size = 0
        self.steering = NO_ORIGINS

    def allocate(self, count: int) -> int:
        """The first of `count` new locations."""
        first = self.size
        self.size += count
        return first

    def read(self, location: int) -> Content:
        """What is there."""
        return self.cells.get(location, UNBOUND)

    def write(self, location: int, content: Content) -> None:
        """Put something there."""
        old = self.cells.get(location)
        if old is content:
            return
        self.trail.append((location, old))
        if self.is_watched and location != DOOM:
            self.touched.append((location, old))
        self.cells[location] = content

    @property
    def is_doomed(self) -> bool:
        """Does the present way fail for sure?"""
        return DOOM in self.cells

    def doom(self) -> None:
        """The present way fails here for sure."""
        if DOOM not in self.cells:
            self.trail.append((DOOM, None))
            self.cells[DOOM] = UNBOUND

    def mark(self) -> int:
        """The present point, to come back to."""
        return len(self.trail)

    def delta(self, mark: int) -> Delta:
        """What is there now at every location changed since a mark."""
        found: Delta = {}
        cells = self.cells
        for position in range(mark, len(self.trail)):
            location = self.trail[position][0]
            if location not in found:
                found[location] = cells.get(location, UNBOUND)
        return found

    def rollback(self, mark: int) -> None:
        """Undo all changes since a mark."""
        trail = self.trail
        cells = self.cells
        while len(trail) > mark:
            location, old = trail.pop()
            if self.is_watched and location != DOOM:
                self.touched.append((location, cells.get(location)))
            if old is None:
                cells.pop(location, None)
            else:
                cells[location] = old

    def apply(self, delta: Delta) -> None:
        """Make changes again."""
        for location, content in delta.items():
            self.write(location, content)

    def merge(self, deltas: list[Delta]) -> None:
        """Go on from where several ways meet; each is told from the present point."""
        deltas = hopeful(deltas)
        if len(deltas) == 1:
            self.apply(deltas[0])
            return
        steering = self.steering
        for location in _locations(deltas):
            base = self.read(location)
            merged: Content | None = None
            for delta in deltas:
                one = delta.get(location, base)
                merged = one if merged is None else meet(merged, one, widening=False)
            assert merged is not None
            if steering and any(delta.get(location, base) is not merged for delta in deltas):
                merged = merged.chosen_by(steering)
            self.write(location, merged)

    def absorb(self, deltas: list[Delta], *, widening: bool) -> bool:
        """Join ways to the present point, as at the head of a loop; did that change anything?"""
        changed = False
        deltas = [one for one in deltas if DOOM not in one]
        for location in _locations(deltas):
            base = self.read(location)
            merged = base
            for delta in deltas:
                one = delta.get(location)
                if one is not None:
                    merged = meet(merged, one, widening=widening)
            if merged is not base and not merged.same(base):
                if self.steering:
                    merged = merged.chosen_by(self.steering)
                self.write(location, merged)
                changed = True
        return changed


def hopeful(deltas: list[Delta]) -> list[Delta]:
    """The ways that do not fail for sure, if there are any."""
    alive = [one for one in deltas if DOOM not in one]
    return alive or deltas


def meet(one: Content, other: Content, *, widening: bool) -> Content:
    """What may be either; an object that one way has not made yet is as the other made it."""
    if one is other or (other is UNBOUND and not isinstance(one, Value)):
        return one
    if isinstance(one, Value) != isinstance(other, Value):
        return other if isinstance(one, Value) else one
    return one.widen(other) if widening else one.join(other)


def _locations(deltas: Iterable[Delta]) -> list[int]:
    found: dict[int, None] = {}
    for delta in deltas:
        for location in delta:
            found[location] = None
    return list(found)
