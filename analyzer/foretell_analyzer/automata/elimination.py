"""Takes an expression with ways out, gives regular expressions without: one for each way.

Lines are left out. The result may be much longer than the expression, so the work is limited.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..exits import Exit
from .expressions import (
    NEVER,
    NOTHING,
    Anything,
    Catch,
    Choice,
    Expression,
    Interleaved,
    Interrupted,
    Leave,
    Repeat,
    Sequence,
)
from .letters import Letter
from .regular import at_once, either, then, times
from .sizes import walk

Ways = Mapping[Exit, Expression]
LIMIT: Final = 400
"""Of more nodes than this no regular form is made."""


class TooLongError(Exception):
    """The regular form would be longer than anybody reads."""


class Elimination:
    """The regular expressions of the parts of one expression."""

    def __init__(self) -> None:
        self._ways: dict[int, Ways] = {}
        self._begun: dict[int, Expression] = {}

    def ways(self, node: Expression) -> Ways:
        """What is done before each way out."""
        if id(node) not in self._ways:
            self._ways[id(node)] = {
                way: checked(found) for way, found in self._ways_of(node).items() if found != NEVER
            }
        return self._ways[id(node)]

    def begun(self, node: Expression) -> Expression:
        """What may have been done while it is not yet left."""
        if id(node) not in self._begun:
            self._begun[id(node)] = checked(self._begun_of(node))
        return self._begun[id(node)]

    def _ways_of(  # noqa: C901, PLR0911, PLR0912 - a case a kind
        self, node: Expression
    ) -> dict[Exit, Expression]:
        match node:
            case Letter(tool, _):
                return {Exit.NORMAL: Letter(tool)}
            case Leave(way):
                return {way: NOTHING}
            case Anything(letters, exits):
                return dict.fromkeys(exits, _any_of(letters))
            case Sequence(parts):
                return self._in_order(parts)
            case Choice(parts):
                found: dict[Exit, list[Expression]] = {}
                for part in parts:
                    for way, one in self.ways(part).items():
                        found.setdefault(way, []).append(one)
                return {way: either(*ones) for way, ones in found.items()}
            case Repeat(_, _, 0):
                return {Exit.NORMAL: NOTHING}
            case Repeat(body, low, high):
                inner = self.ways(body)
                round_ = inner.get(Exit.NORMAL, NEVER)
                others = times(round_, 0, None if high is None else high - 1)
                left = {way: then(others, one) for way, one in inner.items()}
                return left | {Exit.NORMAL: times(round_, low, high)}
            case Interleaved(parts):
                return self._at_once(parts)
            case Interrupted(body):
                inner = self.ways(body)
                stopped = either(self.begun(body), inner.get(Exit.RAISE, NEVER))
                return {**inner, Exit.RAISE: stopped}
            case Catch(body, arms):
                inner = self.ways(body)
                caught = [way for way, _ in arms]
                result = {way: [one] for way, one in inner.items() if way not in caught}
                for way, arm in arms:
                    for out, one in self.ways(arm).items():
                        after = then(inner.get(way, NEVER), one)
                        result.setdefault(out, []).append(after)
                return {way: either(*ones) for way, ones in result.items()}

    def _in_order(self, parts: tuple[Expression, ...]) -> dict[Exit, Expression]:
        before: Expression = NOTHING
        left: dict[Exit, list[Expression]] = {}
        for part in parts:
            inner = self.ways(part)
            for way, one in inner.items():
                if way is not Exit.NORMAL:
                    left.setdefault(way, []).append(then(before, one))
            before = then(before, inner.get(Exit.NORMAL, NEVER))
        return {way: either(*ones) for way, ones in left.items()} | {Exit.NORMAL: before}

    def _at_once(self, parts: tuple[Expression, ...]) -> dict[Exit, Expression]:
        ways = [self.ways(part) for part in parts]
        result: dict[Exit, Expression] = {
            Exit.NORMAL: at_once(*[one.get(Exit.NORMAL, NEVER) for one in ways])
        }
        for way in Exit:
            left = [
                at_once(*[one[way] if i == j else self.begun(p) for j, p in enumerate(parts)])
                for i, one in enumerate(ways)
                if way in one and way is not Exit.NORMAL
            ]
            if left:
                result[way] = either(*left)
        return result

    def _begun_of(self, node: Expression) -> Expression:  # noqa: PLR0911 - a case a kind
        match node:
            case Letter(tool, _):
                return times(Letter(tool), 0, 1)
            case Leave() | Repeat(_, _, 0):
                return NOTHING
            case Anything(letters, _):
                return _any_of(letters)
            case Sequence(parts):
                return self._begun_in_order(parts)
            case Choice(parts):
                return either(NOTHING, *[self.begun(part) for part in parts])
            case Repeat(body, _, high):
                round_ = self.ways(body).get(Exit.NORMAL, NEVER)
                others = times(round_, 0, None if high is None else high - 1)
                return then(others, self.begun(body))
            case Interleaved(parts):
                return at_once(*[self.begun(part) for part in parts])
            case Interrupted(body):
                return self.begun(body)
            case Catch(body, arms):
                inner = self.ways(body)
                after = [then(inner.get(way, NEVER), self.begun(arm)) for way, arm in arms]
                return either(self.begun(body), *after)

    def _begun_in_order(self, parts: tuple[Expression, ...]) -> Expression:
        result: Expression = NOTHING
        for part in reversed(parts):
            done = self.ways(part).get(Exit.NORMAL, NEVER)
            result = either(self.begun(part), then(done, result))
        return result


def checked(node: Expression) -> Expression:
    """The same, if it is short enough."""
    for count, _ in enumerate(walk(node)):
        if count > LIMIT:
            raise TooLongError
    return node


def _any_of(letters: tuple[Letter, ...]) -> Expression:
    return times(either(*[Letter(one.tool) for one in letters]), 0, None)
