"""How large an expression is, and how it is made to fit: parts of it are replaced by wider ones.

Sizes are those of the automaton. Expressions may share parts (a function that is called in many
places), so sizes are worked out once a part and without recursion, however deep they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..exits import Exit
from .expressions import (
    Anything,
    Catch,
    Choice,
    Expression,
    Interleaved,
    Interrupted,
    Leave,
    Repeat,
    Sequence,
    anything,
)
from .letters import Letter, sorted_letters

STATES: Final = 10_000
"""An automaton has at most about so many states."""
DEPTH: Final = 100
"""What nests deeper is joined, so that what follows may be recursive."""
COUNTS: Final = (256, 64, 16, 4, 1)
"""If a count is too much, it is followed up to the first of these that fits."""
LETTERS: Final = 64
"""Of more call sites than this, `Anything` forgets the lines."""


@dataclass(frozen=True, slots=True)
class Extent:
    """`states` that an expression needs at most, and how deep it nests."""

    states: int
    depth: int


def children(node: Expression) -> tuple[Expression, ...]:
    """The parts of an expression."""
    match node:
        case Sequence(parts) | Choice(parts) | Interleaved(parts):
            return parts
        case Repeat(body, _, _) | Interrupted(body):
            return (body,)
        case Catch(body, arms):
            return (body, *(arm for _, arm in arms))
        case Letter() | Leave() | Anything():
            return ()


def walk(root: Expression) -> Iterator[Expression]:
    """Each part once, parts before the whole."""
    seen: set[int] = set()
    stack: list[tuple[Expression, bool]] = [(root, False)]
    while stack:
        node, is_done = stack.pop()
        if is_done:
            yield node
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((part, False) for part in reversed(children(node)))


def letters_of(root: Expression) -> tuple[Letter, ...]:
    """All calls that stand in an expression."""
    found: list[Letter] = []
    for node in walk(root):
        if isinstance(node, Letter):
            found.append(node)
        elif isinstance(node, Anything):
            found.extend(node.letters)
    return sorted_letters(found)


def exits_of(root: Expression) -> tuple[Exit, ...]:  # noqa: C901 - a case a kind
    """The ways in which an expression may be left, at most."""
    found: dict[int, frozenset[Exit]] = {}
    for node in walk(root):
        inner = [found[id(part)] for part in children(node)]
        ways = frozenset[Exit]().union(*inner)
        match node:
            case Letter() | Sequence(()):
                ways = frozenset({Exit.NORMAL})
            case Sequence():
                if not all(Exit.NORMAL in one for one in inner):
                    ways -= {Exit.NORMAL}
            case Repeat():
                ways |= {Exit.NORMAL}
            case Leave(way):
                ways = frozenset({way})
            case Anything(_, exits):
                ways = frozenset(exits)
            case Interrupted():
                ways |= {Exit.RAISE}
            case Catch(_, arms):
                ways = inner[0] - {way for way, _ in arms}
                ways = ways.union(*inner[1:]) if arms else ways
            case Choice() | Interleaved():
                pass
        found[id(node)] = ways
    return tuple(way for way in Exit if way in found[id(root)])


def measure(root: Expression, count: int | None = None) -> dict[int, Extent]:
    """The extents of all parts, by identity, if counts are followed up to `count`."""
    found: dict[int, Extent] = {}
    for node in walk(root):
        inner = [found[id(part)] for part in children(node)]
        depth = 1 + max((one.depth for one in inner), default=0)
        states = 1
        match node:
            case Letter() | Leave() | Anything():
                pass
            case Repeat(_, low, high):
                states += inner[0].states * copies(low, high, count)
            case Interleaved():
                for one in inner:
                    states = min(states * (one.states + 1), STATES * STATES)
            case Sequence() | Choice() | Catch() | Interrupted():
                states += sum(one.states for one in inner)
        found[id(node)] = Extent(min(states, STATES * STATES), depth)
    return found


def copies(low: int, high: int | None, count: int | None) -> int:
    """How often the body of a loop is written out."""
    if high is None or (count is not None and high > count):
        return max(1, low if count is None else min(low, count))
    return high


def fitted(root: Expression, states: int = STATES) -> tuple[Expression, int | None, list[str]]:
    """The expression, or a wider one that fits; how far counts are followed; what was joined."""
    said: list[str] = []
    shallow = flattened(root)
    if shallow is not root:
        root = shallow
        said.append(f"what nests deeper than {DEPTH} levels is taken as calls in any order")
    extents = measure(root)
    if extents[id(root)].states <= states:
        return root, None, said
    for count in COUNTS:
        extents = measure(root, count)
        if extents[id(root)].states <= states:
            said.append(f"counts above {count} are not followed")
            return root, count, said
    said.append("counts are not followed")
    said.append(f"what needs more than {states} states is taken as calls in any order")
    return _Fitting(extents).rebuilt(root, DEPTH, states), COUNTS[-1], said


def flattened(root: Expression) -> Expression:
    """The expression, with parts joined wherever it nests deeper than `DEPTH` levels."""
    heights: dict[int, int] = {}
    made: dict[int, Expression] = {}
    for node in walk(root):
        parts = children(node)
        height = 1 + max((heights[id(part)] for part in parts), default=0)
        new = tuple(made[id(part)] for part in parts)
        if any(a is not b for a, b in zip(new, parts, strict=True)):
            made[id(node)] = _with_parts(node, new)
        else:
            made[id(node)] = node
        if height > DEPTH:
            made[id(node)] = widened(made[id(node)])
            height = 1
        heights[id(node)] = height
    return made[id(root)]


def narrowed(root: Expression, depth: int) -> Expression:
    """The expression with what nests deeper than `depth` taken as calls in any order."""
    return _Fitting(measure(root)).rebuilt(root, depth, None)


def _with_parts(  # noqa: PLR0911 - a case a kind
    node: Expression, new: tuple[Expression, ...]
) -> Expression:
    match node:
        case Sequence():
            return Sequence(new)
        case Choice():
            return Choice(new)
        case Interleaved():
            return Interleaved(new)
        case Repeat(_, low, high):
            return Repeat(new[0], low, high)
        case Interrupted():
            return Interrupted(new[0])
        case Catch(_, arms):
            return Catch(new[0], tuple(zip((way for way, _ in arms), new[1:], strict=True)))
        case Letter() | Leave() | Anything():
            return node


class _Fitting:
    """Replaces parts that nest too deep or need too many states, from the top down.

    What stands at the top stays as it is; shared parts stay shared.
    """

    def __init__(self, extents: dict[int, Extent]) -> None:
        self.extents = extents
        self.made: dict[tuple[int, int, int | None], Expression] = {}
        self.joined: dict[int, Expression] = {}

    def rebuilt(self, node: Expression, depth: int, states: int | None) -> Expression:
        """The same with parts replaced that exceed `depth` or `states`."""
        extent = self.extents[id(node)]
        if extent.depth <= depth and (states is None or extent.states <= states):
            return node
        key = (id(node), depth, states)
        if key not in self.made:
            self.made[key] = self._smaller(node, depth, states)
        return self.made[key]

    def _smaller(self, node: Expression, depth: int, states: int | None) -> Expression:
        parts = children(node)
        share = None if states is None else (states - 1) // max(1, len(parts))
        is_mixed = isinstance(node, Interleaved) and states is not None
        if depth <= 1 or is_mixed or (share is not None and share < 4):
            if id(node) not in self.joined:
                self.joined[id(node)] = widened(node)
            return self.joined[id(node)]
        return _with_parts(node, tuple(self.rebuilt(part, depth - 1, share) for part in parts))


def widened(node: Expression, why: str = "") -> Expression:
    """Any calls of an expression, in any order, left in any of its ways."""
    letters = letters_of(node)
    if len(letters) > LETTERS:
        letters = sorted_letters(Letter(one.tool) for one in letters)
    return anything(letters, exits_of(node), why)
