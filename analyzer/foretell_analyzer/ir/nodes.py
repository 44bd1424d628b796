"""What every node is: a number, by which its place in the source is found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """Anything with a place in the source."""

    index: int


class Expression(Node):
    """Something with a value."""

    __slots__ = ()


class Statement(Node):
    """Something that is executed."""

    __slots__ = ()


class Pattern(Node):
    """What a `case` matches against."""

    __slots__ = ()


node = dataclass(frozen=True, slots=True, eq=False)
"""Makes a class a kind of node."""

Block = tuple[Statement, ...]
"""Statements one after the other."""
