"""What the store holds at a location: the value of a variable, or an object."""

from __future__ import annotations

from .origins import Origin


class Content:
    """A lattice element: immutable, joined where ways meet, widened in loops."""

    def join(self, other: Content) -> Content:
        """What may be either; `self` itself if `other` adds nothing."""
        raise NotImplementedError

    def widen(self, other: Content) -> Content:
        """The same, jumping ahead so that repeated widening comes to an end."""
        raise NotImplementedError

    def references(self) -> frozenset[int]:
        """The locations of objects that it refers to."""
        raise NotImplementedError

    def renamed(self, old: int, new: int) -> Content:
        """The same, referring to another location in place of one."""
        raise NotImplementedError

    def chosen_by(self, origins: frozenset[Origin]) -> Content:
        """The same, where which of several it is was decided by what has these origins."""
        raise NotImplementedError

    def same(self, other: Content) -> bool:
        """Are they equal?"""
        raise NotImplementedError
