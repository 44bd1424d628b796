"""Where values come from: what outside of the script they were made of, or chosen by."""

from __future__ import annotations

from typing import Final, NamedTuple


class Origin(NamedTuple):
    """Where outside of the script a value came from: a call of a tool, or an input.

    `node` is the number of the call (`INPUT` for an input), `path` leads into its result. Where
    `steers`, the value was not made of it but chosen by it: by a branch, a key, an order.
    `through` names the functions that all of it went through on its way, sorted.
    """

    name: str
    node: int
    path: str = ""
    steers: bool = False
    through: tuple[str, ...] = ()


INPUT: Final = -1


STORED: Final = Origin("", -2)
"""Whatever was put anywhere into objects that evaluation does not follow."""


ANYWHERE: Final = Origin("", -3)
"""Whatever the script ever gets from outside: evaluation lost sight of the value."""


NO_ORIGINS: Final[frozenset[Origin]] = frozenset()


FROM_STORED: Final[frozenset[Origin]] = frozenset({STORED})


FROM_ANYWHERE: Final[frozenset[Origin]] = frozenset({ANYWHERE})


MOST_ORIGINS: Final = 64


def cut(origins: frozenset[Origin]) -> frozenset[Origin]:
    """Origins without their paths, and then without what they went through, if they are too many."""
    if len(origins) <= MOST_ORIGINS:
        return origins
    less = frozenset([Origin(one.name, one.node, "", one.steers, one.through) for one in origins])
    if len(less) <= MOST_ORIGINS:
        return less
    return frozenset([Origin(one.name, one.node, "", one.steers) for one in origins])


def steering(origins: frozenset[Origin]) -> frozenset[Origin]:
    """The origins of what is chosen by a value with these."""
    if not origins:
        return origins
    return frozenset([Origin(one.name, one.node, one.path, True) for one in origins])


def counted(origins: frozenset[Origin]) -> frozenset[Origin]:
    """The origins of how many items an expression has given: it is made of what chose them."""
    if not origins:
        return origins
    return frozenset([Origin(one.name, one.node, one.path, False, one.through) for one in origins])


def data_of(origins: frozenset[Origin]) -> list[Origin]:
    """The origins of which a value is made."""
    return [one for one in origins if not one.steers]


def passed(origins: frozenset[Origin], name: str) -> frozenset[Origin]:
    """The same, where all of it went through a function."""
    found: list[Origin] = []
    for one in origins:
        if one.steers or name in one.through:
            found.append(one)
        else:
            through = tuple(sorted([*one.through, name]))
            found.append(Origin(one.name, one.node, one.path, False, through))
    return frozenset(found)
