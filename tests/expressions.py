"""Generated expressions over tool calls, and what they mean, worked out by listing all words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import strategies as st

from foretell_analyzer.automata import ANY, COMPLETE, Expression
from foretell_analyzer.automata.expressions import (
    Anything,
    Catch,
    Choice,
    Interleaved,
    Interrupted,
    Leave,
    Repeat,
    Sequence,
)
from foretell_analyzer.automata.letters import Letter
from foretell_analyzer.exits import Exit

Word = tuple[str, ...]
Ended = tuple[Word, Exit]

ALPHABET = ("a", "b", "c", "z")
"""`z` is no tool of any generated expression: only a call of an unknown tool can be one of it."""

tools = st.sampled_from(("a", "a", "b", "b", "c", "c", ANY))
known_tools = st.sampled_from(("a", "b", "c"))
exits = st.sampled_from(tuple(Exit))


def _wider(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    parts = st.lists(inner, max_size=3).map(tuple)
    few = st.lists(inner, min_size=1, max_size=2).map(tuple)
    arms = st.dictionaries(exits, inner, min_size=1, max_size=2).map(
        lambda arms: tuple((way, arms[way]) for way in Exit if way in arms)
    )
    counts = st.tuples(st.integers(0, 2), st.none() | st.integers(0, 2))
    return st.one_of(
        st.builds(Sequence, parts),
        st.builds(Sequence, parts),
        st.builds(Choice, parts),
        st.builds(
            lambda body, counts: Repeat(
                body, counts[0], None if counts[1] is None else counts[0] + counts[1]
            ),
            inner,
            counts,
        ),
        st.builds(Interleaved, few),
        st.builds(Catch, inner, arms),
        st.builds(Interrupted, inner),
    )


def _expressions(
    tools: st.SearchStrategy[str], *, lines: bool = False
) -> st.SearchStrategy[Expression]:
    numbers = st.integers(0, 2) if lines else st.just(0)
    letters = st.builds(Letter, tools, numbers)
    anything = st.builds(
        lambda letters, ways: Anything(tuple(sorted(letters)), tuple(w for w in Exit if w in ways)),
        st.sets(letters, max_size=2),
        st.sets(exits, max_size=2),
    )
    leaves = st.one_of(letters, letters, letters, st.builds(Leave, exits), anything)
    return st.recursive(leaves, _wider, max_leaves=8)


expressions = _expressions(tools)
"""Expressions of all kinds."""

known_expressions = _expressions(known_tools)
"""Expressions in which all tools are known."""

lined_expressions = _expressions(known_tools, lines=True)
"""Expressions with lines of call sites."""


def all_words(length: int) -> Iterator[Word]:
    """Each word over the alphabet, shorter ones first."""
    for size in range(length + 1):
        yield from product(ALPHABET, repeat=size)


class Meaning:
    """Which words of at most `length` calls an expression admits.

    `ended` has the words with the way in which they end, `begun` those that a run may have made at
    some moment.
    """

    def __init__(self, length: int) -> None:
        self.length = length

    def complete(self, node: Expression) -> set[Word]:
        return {word for word, way in self.ended(node) if way in COMPLETE}

    def ended(self, node: Expression) -> set[Ended]:  # noqa: C901, PLR0911 - a case a kind
        match node:
            case Letter(tool, _):
                return {(word, Exit.NORMAL) for word in self._calls(tool)}
            case Leave(way):
                return {((), way)}
            case Anything(letters, ways):
                return {(word, way) for word in self._any(letters) for way in ways}
            case Sequence(parts):
                result: set[Ended] = {((), Exit.NORMAL)}
                for part in parts:
                    result = self._then(result, Exit.NORMAL, self.ended(part))
                return result
            case Choice(parts):
                return {one for part in parts for one in self.ended(part)}
            case Repeat(body, low, high):
                return self._repeated(body, low, high)
            case Interleaved(parts):
                return self._interleaved(parts)
            case Catch(body, arms):
                inner = self.ended(body)
                caught = dict(arms)
                result = {one for one in inner if one[1] not in caught}
                for way, arm in arms:
                    entered = {(word, way) for word, left in inner if left is way}
                    result |= self._then(entered, way, self.ended(arm))
                return result
            case Interrupted(body):
                stopped = self.begun(body) | {word for word, _ in self.ended(body)}
                return self.ended(body) | {(word, Exit.RAISE) for word in stopped}

    def begun(self, node: Expression) -> set[Word]:  # noqa: C901, PLR0911, PLR0912 - a case a kind
        match node:
            case Letter(tool, _):
                return {(), *self._calls(tool)}
            case Leave():
                return {()}
            case Anything(letters, _):
                return self._any(letters)
            case Sequence(parts):
                found: set[Word] = {()}
                before: set[Word] = {()}
                for part in parts:
                    found |= self._joined(before, self.begun(part))
                    before = self._joined(before, self._normal(part))
                return found
            case Choice(parts):
                return {()}.union(*[self.begun(part) for part in parts])
            case Repeat(body, _, high):
                before = {word for word, _ in self._rounds(body, 0, high and high - 1)}
                if high == 0:
                    return {()}
                return {()} | self._joined(before, self.begun(body))
            case Interleaved(parts):
                found = {()}
                for part in parts:
                    found = self._mixed(found, self.begun(part))
                return found
            case Catch(body, arms):
                found = self.begun(body)
                for way, arm in arms:
                    entered = {word for word, left in self.ended(body) if left is way}
                    found |= self._joined(entered, self.begun(arm))
                return found
            case Interrupted(body):
                return self.begun(body)

    def _calls(self, tool: str) -> list[Word]:
        names = ALPHABET if tool == ANY else (tool,)
        return [(name,) for name in names] if self.length else []

    def _any(self, letters: tuple[Letter, ...]) -> set[Word]:
        names = {name for one in letters for (name,) in Meaning(1)._calls(one.tool)}
        return {word for word in all_words(self.length) if names.issuperset(word)}

    def _normal(self, node: Expression) -> set[Word]:
        return {word for word, way in self.ended(node) if way is Exit.NORMAL}

    def _joined(self, first: set[Word], second: set[Word]) -> set[Word]:
        return {a + b for a in first for b in second if len(a + b) <= self.length}

    def _then(self, before: set[Ended], way: Exit, after: set[Ended]) -> set[Ended]:
        result = {one for one in before if one[1] is not way}
        for word, left in before:
            if left is way:
                result |= {(word + w, e) for w, e in after if len(word + w) <= self.length}
        return result

    def _rounds(self, body: Expression, low: int, high: int | None) -> set[Ended]:
        """The words of `low` to `high` rounds that all end normally."""
        round_ = self._normal(body)
        found: set[Word] = set()
        current: set[Word] = {()}
        for count in range((low + self.length + 1 if high is None else high) + 1):
            if count >= low:
                found |= current
            current = self._joined(current, round_)
        return {(word, Exit.NORMAL) for word in found}

    def _repeated(self, body: Expression, low: int, high: int | None) -> set[Ended]:
        if high == 0:
            return {((), Exit.NORMAL)}
        result = self._rounds(body, low, high)
        before = self._rounds(body, 0, None if high is None else high - 1)
        left = {one for one in self.ended(body) if one[1] is not Exit.NORMAL}
        return result | self._then(before, Exit.NORMAL, left)

    def _mixed(self, first: set[Word], second: set[Word]) -> set[Word]:
        return {
            word
            for a in first
            for b in second
            if len(a) + len(b) <= self.length
            for word in mixings(a, b)
        }

    def _interleaved(self, parts: tuple[Expression, ...]) -> set[Ended]:
        normal: set[Word] = {()}
        for part in parts:
            normal = self._mixed(normal, self._normal(part))
        result = {(word, Exit.NORMAL) for word in normal}
        for index, part in enumerate(parts):
            for way in Exit:
                left = {word for word, out in self.ended(part) if out is way}
                if way is Exit.NORMAL or not left:
                    continue
                for other, one in enumerate(parts):
                    if other != index:
                        begun = self.begun(one) | {word for word, _ in self.ended(one)}
                        left = self._mixed(left, begun)
                result |= {(word, way) for word in left}
        return result


def mixings(a: Word, b: Word) -> Iterator[Word]:
    """All words in which both are, each in its order."""
    if not a or not b:
        yield a + b
        return
    for rest in mixings(a[1:], b):
        yield (a[0], *rest)
    for rest in mixings(a, b[1:]):
        yield (b[0], *rest)
