"""Takes a name that does not exist and those that do, gives the ones that may have been meant.

Models rarely mistype; they remember another tool of the same kind. So names are compared word by
word: `fetchUser` is `get_user` (case and synonym), `get_hotel_prices` is `get_hotels_prices`
(plural), `send_message` is near `send_direct_message` (a word less). Verbs that mean different
things keep names apart however alike they look: `set_user` is not `get_user`. No suggestion is
better than a silly one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import islice
from types import ModuleType
from typing import Final

THRESHOLD: Final = 0.72
"""A score from here on is worth telling."""

LONGEST: Final = 100
"""Letters of the longest name that is compared."""
MOST: Final = 2_000
"""Candidates that a name is compared with."""

_VERBS: Final[tuple[frozenset[str], ...]] = tuple(
    frozenset(group.split())
    for group in (
        "get fetch read load retrieve obtain pull access show view open download describe",
        "list get fetch enumerate all browse show",
        "list search find query lookup locate filter discover browse",
        "find get fetch lookup retrieve resolve",
        "delete remove erase drop destroy purge trash clear discard unlink",
        "send post mail email deliver dispatch submit push",
        "send pay transfer wire remit",
        "create add make new insert generate build register open",
        "update edit modify set change patch alter adjust rename",
        "write save store put set persist upload",
        "append add attach extend",
        "cancel abort stop terminate end",
        "start run execute launch begin trigger invoke call",
        "book reserve schedule order",
        "invite add",
        "check verify validate test",
        "count number",
        "compute calculate calc eval evaluate",
        "summarize summarise summary",
        "translate convert",
        "close resolve finish complete",
        "reply respond answer",
        "share grant invite",
        "move relocate rename mv",
        "copy duplicate clone cp",
        "parse extract analyze analyse",
        "sort order",
        "login authenticate",
        "lock",
        "unlock",
        "logout",
        "compare diff",
        "merge join",
    )
)
_NOUNS: Final[tuple[frozenset[str], ...]] = tuple(
    frozenset(group.split())
    for group in (
        "mail email message msg",
        "file document doc",
        "folder directory dir",
        "user person account member profile",
        "contact person",
        "id identifier key uid",
        "query q term keyword search question",
        "limit max count top size n maximum",
        "path file filename filepath location",
        "url uri link address href",
        "body text content message",
        "recipient to receiver addressee payee",
        "sender from author",
        "subject title headline",
        "picture image photo",
        "event meeting appointment",
        "ticket issue",
        "info information detail data",
        "repo repository",
        "date day",
        "begin start",
        "finish end",
        "price cost amount",
        "channel room",
        "page site website webpage web",
    )
)
_FILLERS: Final = frozenset({
    "for", "of", "in", "the", "by", "with", "from", "a", "an", "and", "on", "at", "all", "new",
    "result", "results",
})  # fmt: skip
_ALL_VERBS: Final = frozenset[str]().union(*_VERBS)
_KNOWN: Final = _ALL_VERBS.union(*_NOUNS)
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")


def nearest(name: str, candidates: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The candidates that may have been meant by a name, best first; often none.

    Nobody mistypes a name of a hundred letters; of thousands of candidates the first are compared.
    """
    if len(name) > LONGEST:
        return ()
    scored = [
        (-score, candidate)
        for candidate in islice(dict.fromkeys(candidates), MOST)
        if candidate != name and (score := likeness(name, candidate)) >= THRESHOLD
    ]
    return tuple(candidate for _, candidate in sorted(scored)[:limit])


def sure_match(name: str, candidates: Iterable[str]) -> str | None:
    """The one candidate of which a name is surely another spelling; `None` if there are two."""
    found = [one for one in dict.fromkeys(candidates) if one != name and is_spelling(name, one)]
    return found[0] if len(found) == 1 else None


def is_spelling(name: str, candidate: str) -> bool:
    """Are both names the same words, written otherwise?

    Case and underscores may differ, the number of a word that is not the last one (`hotel_prices`,
    `hotels_prices`; `user` and `users` are different things), and one letter of one longer word,
    behind its second letter and before its end: `un`, `de` and `ed` make other words.
    """
    ours, theirs = words(name), words(candidate)
    if len("".join(ours)) < 3:
        return False
    if "".join(ours) == "".join(theirs):
        return True
    if len(ours) != len(theirs):
        return False
    slips = 0
    for index, (one, two) in enumerate(zip(ours, theirs, strict=True)):
        is_last = index == len(ours) - 1
        if one == two or (not is_last and _singular(one) == _singular(two)):
            continue
        if not _is_slip(one, two):
            return False
        slips += 1
    return slips <= 1


def _is_slip(one: str, two: str) -> bool:
    """Is a word that nobody knows one letter away from another, in its middle?"""
    return (
        min(len(one), len(two)) >= 5
        and one[:2] == two[:2]
        and not one.startswith(two)
        and not two.startswith(one)
        and not (one + two).isdigit()
        and one not in _KNOWN
        and _singular(one) != _singular(two)
        and _spellings().distance(one, two, score_cutoff=1) <= 1
    )


@lru_cache(maxsize=4096)
def likeness(name: str, candidate: str) -> float:
    """How likely it is that one name was meant by the other: 0 to 1."""
    ours, theirs = words(name), words(candidate)
    if not ours or not theirs:
        return 0.0
    pairs, matched = _aligned(ours, theirs)
    left = [word for index, word in enumerate(ours) if index not in {one for one, _ in pairs}]
    right = [word for index, word in enumerate(theirs) if index not in {two for _, two in pairs}]
    if any(word in _ALL_VERBS for word in left[:1]) and any(word in _ALL_VERBS for word in right):
        return 0.0  # `delete_user` is not `get_user`
    whole = sum(map(_weight, ours)) + sum(map(_weight, theirs))
    by_words = matched / whole
    if (
        not left
        and _is_telling(ours)
        and all(_word_likeness(ours[one], theirs[two]) > 0.97 for one, two in pairs)
    ):
        by_words = max(
            by_words, 0.94 - 0.01 * len(right)
        )  # `send_message` for `send_direct_message`
    if theirs == ours[:1] and len(ours) == 2:
        by_words = max(by_words, THRESHOLD + 0.01)  # `search_docs` for `search`
    in_order = [two for _, two in sorted(pairs)]
    if in_order != sorted(in_order):
        by_words -= 0.01
    return max(by_words, _by_spelling("".join(ours), "".join(theirs)))


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of a name, lower case: `getUserIDs` → `get user ids`."""
    return tuple(word.lower() for word in _WORD.findall(name))


def _aligned(ours: Sequence[str], theirs: Sequence[str]) -> tuple[list[tuple[int, int]], float]:
    """Pair off the words that are alike, best first, and sum up the weight of both sides."""
    candidates = sorted(
        (-_word_likeness(one, two), abs(i - j), i, j)
        for i, one in enumerate(ours)
        for j, two in enumerate(theirs)
    )
    pairs: list[tuple[int, int]] = []
    matched = 0.0
    for negative, _, i, j in candidates:
        if negative < 0 and all(i != one and j != two for one, two in pairs):
            pairs.append((i, j))
            matched -= negative * (_weight(ours[i]) + _weight(theirs[j]))
    return pairs, matched


def _is_telling(ours: Sequence[str]) -> bool:
    """Is there more in a name than verbs and fillers?"""
    return any(_weight(word) == 1.0 for word in ours)


def _weight(word: str) -> float:
    """What a word tells: a verb says less than what it is about."""
    if word in _FILLERS:
        return 0.25
    return 0.5 if word in _ALL_VERBS else 1.0


@lru_cache(maxsize=16384)
def _word_likeness(one: str, two: str) -> float:  # noqa: PLR0911  # one return a kind of likeness
    if one == two:
        return 1.0
    first, second = _singular(one), _singular(two)
    if first == second:
        return 0.98
    if any(first in group and second in group for group in _VERBS):
        return 0.92
    if any(first in group and second in group for group in _NOUNS):
        return 0.85
    if first in _ALL_VERBS and second in _ALL_VERBS:
        return 0.0
    if min(len(first), len(second)) >= 3 and (first.startswith(second) or second.startswith(first)):
        return 0.8  # `config` and `configuration`
    return _by_spelling(first, second)


def _by_spelling(one: str, two: str) -> float:
    """Likeness of two spellings, 0 if they are too different for a slip of the hand."""
    length = max(len(one), len(two))
    slips = 1 if length < 6 else 2 if length < 12 else 3
    if length < 3 or abs(len(one) - len(two)) > slips:
        return 0.0
    distance: int = _spellings().distance(one, two, score_cutoff=slips)
    return 0.0 if distance > slips else 1 - distance / length


@cache
def _spellings() -> ModuleType:
    """What compares spellings; imported only once a name is unknown."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    return OSA


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
