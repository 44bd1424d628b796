"""Where values come from: what outside of the script they were made of."""

from __future__ import annotations

from typing import Final, NamedTuple


class Origin(NamedTuple):
    """Where outside of the script a value came from: a call of a tool, or an input.

    `node` is the number of the call (-1 for an input), `path` leads into its result.
    """

    name: str
    node: int
    path: str = ""


NO_ORIGINS: Final[frozenset[Origin]] = frozenset()


MOST_ORIGINS: Final = 64


def cut(origins: frozenset[Origin]) -> frozenset[Origin]:
    """Origins without their paths where there are too many of them."""
    if len(origins) <= MOST_ORIGINS:
        return origins
    return frozenset([Origin(one.name, one.node) for one in origins])
