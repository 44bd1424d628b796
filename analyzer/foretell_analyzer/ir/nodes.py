"""What every node is: a number, by which its place in the source is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform


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


_Kind = TypeVar("_Kind", bound=Node)


@dataclass_transform(eq_default=False, frozen_default=True)
def node(kind: type[_Kind]) -> type[_Kind]:
    """Make a class a kind of node."""
    return dataclass(frozen=True, slots=True, eq=False)(kind)


Block = tuple[Statement, ...]
"""Statements one after the other."""
