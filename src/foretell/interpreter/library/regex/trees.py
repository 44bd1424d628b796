"""The parsed form of a pattern, as CPython's own parser gives it, and its single characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _compiler, _parser  # type: ignore[attr-defined]  # private, but all there is
from re import _constants as constants  # type: ignore[attr-defined]  # as above
from typing import Any, Final

MAX_REPEAT: Final = constants.MAX_REPEAT
MIN_REPEAT: Final = constants.MIN_REPEAT
POSSESSIVE_REPEAT: Final = constants.POSSESSIVE_REPEAT
REPEATS: Final = frozenset({MAX_REPEAT, MIN_REPEAT, POSSESSIVE_REPEAT})
ENDLESS: Final = int(constants.MAXREPEAT)
SINGLE: Final = frozenset({constants.LITERAL, constants.NOT_LITERAL, constants.IN, constants.ANY})
LONGEST_PATTERN: Final = 10_000
DEEPEST_PATTERN: Final = 50

Items = Any
"""A `SubPattern`, or the list of (operation, argument) in it."""

SAMPLE: Final = "".join(map(chr, range(128))) + (
    "\u00e9\u00df\u017f\u212a\u0130\u03a9\u0436\u05e9\u0663\u4e2d\u3042\u00a0\u2028"
    "\U0001f600\u0085\u0a20\u00b2\u2167"
)
"""One character of each kind that classes of characters tell apart."""


def parse(pattern: Any, flags: int) -> Items:
    """The parsed form; raises `re.error` as `re.compile` does."""
    return _parser.parse(pattern, flags)


def scope_flags(flags: int, add: int, remove: int) -> int:
    """The flags inside a group such as `(?i:…)`."""
    return int((flags | add) & ~remove)


class Single:
    """One character of a pattern: which characters it takes, found out by CPython and kept."""

    def __init__(self, item: Any, flags: int, *, is_bytes: bool) -> None:
        state = _parser.State()
        state.flags = flags
        state.str = b"" if is_bytes else ""
        sub = _parser.SubPattern(state, [item])
        self.pattern: re.Pattern[Any] = _compiler.compile(sub, flags & ~constants.SRE_FLAG_DEBUG)
        self.is_bytes = is_bytes
        self.known: dict[Any, bool] = {}
        self.key = (str(item), flags & CASE_FLAGS)

    def takes(self, character: Any) -> bool:
        """Does it take this character (of bytes: this number)?"""
        answer = self.known.get(character)
        if answer is None:
            text = bytes((character,)) if self.is_bytes else character
            answer = self.known[character] = self.pattern.match(text) is not None
            if len(self.known) > 5000:
                self.known.clear()
        return answer

    def sample(self, extra: str) -> frozenset[str]:
        """Which characters of a sample it takes."""
        text = SAMPLE + extra
        if self.is_bytes:
            return frozenset(chr(code) for code in range(256) if self.takes(code))
        return frozenset(character for character in text if self.takes(character))


CASE_FLAGS: Final = int(re.IGNORECASE | re.ASCII | re.DOTALL | re.UNICODE | re.LOCALE)


def literals(items: Items) -> Iterator[int]:
    """Every character code that a pattern names, ends of ranges included."""
    for operation, argument in items:
        if operation in (constants.LITERAL, constants.NOT_LITERAL):
            yield argument
        elif operation is constants.RANGE:
            yield from argument
        else:
            for inner in inner_items(operation, argument):
                yield from literals(inner)


def inner_items(operation: Any, argument: Any) -> list[Items]:
    """The sequences inside an item."""
    if operation is constants.IN:
        return [argument]
    if operation in REPEATS:
        return [argument[2]]
    if operation is constants.SUBPATTERN:
        return [argument[3]]
    if operation is constants.ATOMIC_GROUP:
        return [argument]
    if operation is constants.BRANCH:
        return list(argument[1])
    if operation in (constants.ASSERT, constants.ASSERT_NOT):
        return [argument[1]]
    if operation is constants.GROUPREF_EXISTS:
        return [part for part in argument[1:] if part is not None]
    return []


def check_size(pattern: Any) -> None:
    """Refuse patterns whose parsing alone would take too long or too much stack."""
    if len(pattern) > LONGEST_PATTERN:
        raise re.error(f"pattern longer than {LONGEST_PATTERN} characters", pattern)
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    if text.count("(") <= DEEPEST_PATTERN:
        return
    depth = deepest = 0
    escaped = False
    for character in text:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == "(":
            depth += 1
            deepest = max(deepest, depth)
        elif character == ")":
            depth -= 1
    if deepest > DEEPEST_PATTERN:
        raise re.error(f"more than {DEEPEST_PATTERN} groups inside one another", pattern)
