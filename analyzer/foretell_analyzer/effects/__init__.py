"""Effects: what code of the script does to the world, as evaluation sees it, in order.

The evaluator records them as it goes: a tree of tool calls with the branches, loops and functions
around them, one for each way in which evaluation gets there. Plan, automaton and bounds are views
of this tree.
"""

from __future__ import annotations

from .making import (
    alternatives,
    beside,
    called,
    caught,
    loose,
    part_of,
    perhaps,
    rounds,
    series,
    turns,
    until_break,
)
from .substitution import given_by, placed
from .tree import (
    MAY_RAISE,
    NEVER,
    NORMAL,
    NOTHING,
    Alternatives,
    Beside,
    Called,
    Caught,
    Deferred,
    Effect,
    Given,
    Left,
    Loose,
    Lost,
    Part,
    Quiet,
    Recursion,
    Rounds,
    Series,
    Times,
    ToolCalled,
    Turns,
    mask_of,
    ways_of,
)

__all__ = [
    "MAY_RAISE",
    "NEVER",
    "NORMAL",
    "NOTHING",
    "Alternatives",
    "Beside",
    "Called",
    "Caught",
    "Deferred",
    "Effect",
    "Given",
    "Left",
    "Loose",
    "Lost",
    "Part",
    "Quiet",
    "Recursion",
    "Rounds",
    "Series",
    "Times",
    "ToolCalled",
    "Turns",
    "alternatives",
    "beside",
    "called",
    "caught",
    "given_by",
    "loose",
    "mask_of",
    "part_of",
    "perhaps",
    "placed",
    "rounds",
    "series",
    "turns",
    "until_break",
    "ways_of",
]
