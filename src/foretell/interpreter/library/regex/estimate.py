"""How much work a pattern may be, at most, on a text: decides which engine runs it.

A backtracking matcher tries, at each place to begin, every way of dividing the text among the
repeats of the pattern. The number of ways is bounded here: a repeat whose characters cannot begin
what follows has one way; another has as many as the longest run of its characters; a repeat around
something that has several ways has exponentially many. Too high an estimate costs speed, too low a
one costs time; neither changes what is matched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from re import _constants as constants  # type: ignore[attr-defined]  # private, but all there is
from typing import Any, Final

from .trees import ENDLESS, REPEATS, SINGLE, Items, Single, literals, scope_flags

HOPELESS: Final = 1e18

ANYTHING: Final = frozenset({"any"})
"""Stands for: what follows may be anything, or nothing."""


@dataclass(frozen=True, slots=True)
class Work:
    """ways: in how many ways it may match from one place; cost: of trying them all.

    first: characters it may begin with; nullable: it may match nothing.
    """

    ways: float
    cost: float
    first: frozenset[str]
    nullable: bool


class Estimator:
    """Estimates for one pattern; `run(single)` bounds how many of its characters are in a row."""

    def __init__(self, tree: Items, *, is_bytes: bool) -> None:
        self.tree = tree
        self.is_bytes = is_bytes
        codes = {code for code in literals(tree) if code < 0x110000}
        self.extra = "".join(map(chr, sorted(codes)))
        self.singles: dict[Any, Single] = {}
        self.samples: dict[Any, frozenset[str]] = {}
        self.run: Callable[[Single], int] = lambda _single: 0
        self.length = 0

    def single(self, item: Any, flags: int) -> Single:
        """The matcher of a single character, made once."""
        key = (str(item), flags)
        found = self.singles.get(key)
        if found is None:
            found = self.singles[key] = Single(item, flags, is_bytes=self.is_bytes)
        return found

    def sample(self, item: Any, flags: int) -> frozenset[str]:
        """Which characters of the sample a single character takes."""
        key = (str(item), flags)
        found = self.samples.get(key)
        if found is None:
            found = self.samples[key] = self.single(item, flags).sample(self.extra)
        return found

    def work(self, length: int, run: Callable[[Single], int]) -> tuple[float, float]:
        """The cost of one failing attempt, and of one successful one."""
        self.length = length
        self.run = run
        flags = int(self.tree.state.flags)
        items = list(self.tree)
        whole = self.sequence(items, flags, ANYTHING)
        if items and items[-1][0] in REPEATS:
            low, _high, body = items[-1][1]
            items[-1] = (items[-1][0], (low, low, body))
        return self.sequence(items, flags, ANYTHING).cost, whole.cost

    def sequence(self, items: Items, flags: int, follow: frozenset[str]) -> Work:
        """Items one after the other, before something that begins with `follow`."""
        ways, cost, first, nullable = 1.0, 0.0, frozenset[str](), True
        for item in reversed(list(items)):
            after = (first | follow) if nullable else first
            part = self.item(item, flags, after)
            cost = min(HOPELESS, part.cost + part.ways * cost)
            ways = min(HOPELESS, ways * part.ways)
            first = (part.first | first) if part.nullable else part.first
            nullable = nullable and part.nullable
        return Work(ways, cost, first, nullable)

    def item(self, item: Any, flags: int, follow: frozenset[str]) -> Work:
        """One item."""
        operation, argument = item
        if operation in SINGLE:
            return Work(1, 1, self.sample(item, flags), nullable=False)
        if operation in REPEATS:
            return self.repeat(operation, argument, flags, follow)
        if operation is constants.SUBPATTERN:
            _group, add, remove, body = argument
            return self.sequence(body, scope_flags(flags, add, remove), follow)
        if operation is constants.BRANCH:
            return self.branch([self.sequence(body, flags, follow) for body in argument[1]])
        if operation is constants.ATOMIC_GROUP:
            body = self.sequence(argument, flags, follow)
            return Work(1, body.cost, body.first, body.nullable)
        if operation in (constants.ASSERT, constants.ASSERT_NOT):
            return Work(1, self.sequence(argument[1], flags, ANYTHING).cost + 1, frozenset(), True)  # noqa: FBT003 - the field is clear
        if operation is constants.GROUPREF:
            return Work(1, self.length, ANYTHING, nullable=True)
        if operation is constants.GROUPREF_EXISTS:
            bodies = [part for part in argument[1:] if part is not None]
            return self.branch(
                [self.sequence(body, flags, follow) for body in bodies]
                + [Work(1, 1, frozenset(), nullable=True)]
            )
        return Work(1, 1, frozenset(), nullable=True)

    def branch(self, bodies: list[Work]) -> Work:
        """Alternatives: tried one after the other; at most one fits if none can begin alike."""
        first = frozenset[str]().union(*[body.first for body in bodies])
        exclusive = sum(len(body.first) for body in bodies) == len(first) and not any(
            body.nullable for body in bodies
        )
        ways = max(b.ways for b in bodies) if exclusive else sum(b.ways for b in bodies)
        return Work(
            min(HOPELESS, ways),
            min(HOPELESS, sum(body.cost for body in bodies)),
            first,
            any(body.nullable for body in bodies),
        )

    def repeat(self, operation: Any, argument: Any, flags: int, follow: frozenset[str]) -> Work:
        """A repeat: by its characters if it is of single ones, else by what is in it."""
        low, high, items = argument
        low, high = int(low), min(int(high), ENDLESS)
        inner = list(items)
        while len(inner) == 1 and inner[0][0] is constants.SUBPATTERN and len(inner[0][1][3]) == 1:
            flags = scope_flags(flags, inner[0][1][1], inner[0][1][2])
            inner = list(inner[0][1][3])
        if len(inner) == 1 and inner[0][0] in SINGLE:
            first = self.sample(inner[0], flags)
            most = min(high, self.run(self.single(inner[0], flags)))
            if low == high or operation is constants.POSSESSIVE_REPEAT:
                return Work(1, max(1, min(high, most)), first, low == 0)
            closed = not (first & follow) and "any" not in follow
            return Work(1 if closed else most + 1, most + 1, first, low == 0)
        before = self.sequence(inner, flags, follow)
        body = self.sequence(inner, flags, follow | before.first)
        most = min(high, self.length + 1)
        if body.ways <= 1:
            total = body.cost * max(1, most)
            once = low == high or operation is constants.POSSESSIVE_REPEAT
            ways = 1.0 if once else float(most + 1)
        else:
            ways = power(body.ways, most)
            total = min(HOPELESS, body.cost * ways)
            if operation is constants.POSSESSIVE_REPEAT:
                ways = 1.0
        return Work(ways, min(HOPELESS, total), body.first, low == 0 or body.nullable)


def power(base: float, exponent: int) -> float:
    """`base ** exponent`, but no more than hopeless."""
    result = 1.0
    for _ in range(exponent):
        result *= base
        if result >= HOPELESS:
            return HOPELESS
    return result
