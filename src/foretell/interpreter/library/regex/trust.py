"""Patterns that do little work on any text of some length: CPython's engine runs them at once.

What the estimate said of a pattern is kept here, by the bits of the text's length, so that the
next search costs no more than a look. What is not known here takes the long way, which learns.
"""

from __future__ import annotations

import re
from typing import Any, Final, final

from mypy_extensions import i64

from foretell.interpreter.kernel import BuiltinFunction, Runtime

REMEMBERED: Final = 512
"""Patterns that are kept."""

LONGEST: Final = 24
"""Bits of a length; longer texts always take the long way."""

SMALL_RESULT: Final = 100_000
"""Characters that a replacement may come to, at worst, without being measured on the way."""


@final
class Trusted:
    """What is known of a pattern: steps by bits of the text's length; -1 where nothing is."""

    pattern: object
    steps: list[int]

    def __init__(self, pattern: object) -> None:
        self.pattern = pattern
        self.steps = [-1] * LONGEST


_known: Final[dict[int, Trusted]] = {}
_latest: Final[list[Trusted]] = [Trusted(None)]
"""The one that was asked for last; mostly it is asked for again."""


def trust(pattern: Any, length: int, steps: int) -> None:
    """Remember what a text of such a length costs, at most."""
    bits = length.bit_length()
    if bits >= LONGEST:
        return
    known = _known.get(id(pattern))
    if known is None or known.pattern is not pattern:
        if len(_known) >= REMEMBERED:
            _known.clear()
        known = _known[id(pattern)] = Trusted(pattern)
    known.steps[bits] = steps
    _latest[0] = known


def is_trusted(runtime: Runtime, pattern: object, text: str) -> bool:
    """Charge a pass of a pattern over a text, if it is known to be little work."""
    known = _latest[0]
    if known.pattern is not pattern:
        found = _known.get(id(pattern))
        if found is None or found.pattern is not pattern:
            return False
        known = _latest[0] = found
    length: i64 = len(text)
    bits: i64 = 0
    while length >> bits > 0:
        bits += 1
    if bits >= LONGEST:
        return False
    steps: i64 = known.steps[bits]
    if steps < 0:
        return False
    runtime.charge((length >> 4) + 1)
    runtime.charge(steps)
    return True


SEARCH: Final[Any] = re.Pattern.search
MATCH: Final[Any] = re.Pattern.match
FULLMATCH: Final[Any] = re.Pattern.fullmatch
FINDALL: Final[Any] = re.Pattern.findall
SUBN: Final[Any] = re.Pattern.subn


LONG_WAYS: Final[dict[str, BuiltinFunction]] = {}
"""Methods of patterns for any arguments, patterns and texts."""


def once(
    runtime: Runtime, name: str, function: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """A method that looks for one match."""
    if len(arguments) == 2 and not keywords:
        text = arguments[1]
        if type(text) is str and is_trusted(runtime, arguments[0], text):
            return function(arguments[0], text)
    return LONG_WAYS[name](runtime, arguments, keywords)


def search(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`pattern.search(text)`."""
    return once(runtime, "search", SEARCH, arguments, keywords)


def match(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`pattern.match(text)`."""
    return once(runtime, "match", MATCH, arguments, keywords)


def fullmatch(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`pattern.fullmatch(text)`."""
    return once(runtime, "fullmatch", FULLMATCH, arguments, keywords)


def findall(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`pattern.findall(text)`."""
    if len(arguments) == 2 and not keywords:
        text = arguments[1]
        if type(text) is str and is_trusted(runtime, arguments[0], text):
            found: list[Any] = FINDALL(arguments[0], text)
            runtime.charge(len(found))
            return found
    return LONG_WAYS["findall"](runtime, arguments, keywords)


def sub(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`pattern.sub(new, text)`."""
    if is_plain_replacement(runtime, arguments, keywords):
        return replace(runtime, arguments)[0]
    return LONG_WAYS["sub"](runtime, arguments, keywords)


def subn(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`pattern.subn(new, text)`."""
    if is_plain_replacement(runtime, arguments, keywords):
        return replace(runtime, arguments)
    return LONG_WAYS["subn"](runtime, arguments, keywords)


def is_plain_replacement(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> bool:
    """Charge the search for what is to be replaced, if it is little work and so is the rest."""
    if len(arguments) != 3 or keywords:
        return False
    new = arguments[1]
    text = arguments[2]
    return (
        type(text) is str
        and type(new) is str
        and "\\" not in new
        and (len(text) + 1) * (len(new) + 1) <= SMALL_RESULT
        and is_trusted(runtime, arguments[0], text)
    )


def replace(runtime: Runtime, arguments: list[Any]) -> tuple[str, int]:
    """Replace, and charge what came of it."""
    text: str
    count: int
    text, count = SUBN(arguments[0], arguments[1], arguments[2])
    runtime.charge(count)
    runtime.charge_size(len(text))
    return text, count


SHORT_WAYS: Final[dict[str, BuiltinFunction]] = {
    "search": search,
    "match": match,
    "fullmatch": fullmatch,
    "findall": findall,
    "sub": sub,
    "subn": subn,
}
"""The methods that are worth a look at whether the long way can be spared."""
