"""`id` and `hash`: numbers that are the same in every process.

CPython's identities are addresses, and its hashes of texts depend on a seed of the process. Both
would make runs differ, so a run numbers its values as it is asked, and texts are hashed by CRC.
Dictionaries and sets still use CPython's hashes: their order does not show them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final
from zlib import crc32

from foretell.interpreter.kernel import Runtime
from foretell.interpreter.measure import check_key, is_plain, walk

from .services import services

MODULUS: Final = (1 << 61) - 1
NUMBERS: Final = frozenset({int, float, bool, complex})


def identity(runtime: Runtime, value: Any) -> int:
    """`id(value)`. The run keeps the value, so that its number is never another's."""
    numbers: dict[int, tuple[int, Any]] = services(runtime).state.setdefault("identities", {})
    known = numbers.get(id(value))
    if known is None:
        runtime.charge(8)
        known = numbers[id(value)] = (4096 + 16 * len(numbers), value)
    return known[0]


def stable_hash(runtime: Runtime, value: Any) -> int:  # noqa: C901 - a case for each kind
    """`hash(value)`."""
    kind = type(value)
    if kind in NUMBERS:
        return hash(value)
    if isinstance(value, str) and is_plain(value):
        runtime.charge_size(len(value))
        return hash_bytes(value.encode("utf-8", "surrogatepass"))
    if isinstance(value, bytes) and is_plain(value):
        runtime.charge_size(len(value))
        return hash_bytes(value)
    if kind is tuple:
        walk(runtime, value)
        return hash(tuple(stable_hash(runtime, item) for item in value))
    if isinstance(value, frozenset) and is_plain(value):
        walk(runtime, value)
        return hash(frozenset(stable_hash(runtime, item) for item in value))
    if value is None:
        return 0xFCA86420
    found_in: Any = kind.__hash__
    if found_in is None:
        return hash(value)  # CPython says what is wrong
    if not is_plain(value):
        check_key(runtime, value)
        return hash(value)
    if found_in is object.__hash__:
        return identity(runtime, value) >> 4
    found = hash(value)
    if kind.__module__ in ("decimal", "fractions"):
        return found
    same = ALIKE.get(kind)
    told = value if same is None else same(value)
    return hash_bytes(repr(told).encode("utf-8", "surrogatepass"))


def moment(value: dt.datetime) -> object:
    """What is the same of all that is equal to a moment: the time that passed, in UTC if it has a zone."""
    plain = value.replace(fold=0)
    offset = plain.utcoffset()
    passed = plain.replace(tzinfo=None) - BEGIN
    return passed if offset is None else (passed - offset,)


def time_of_day(value: dt.time) -> object:
    """The same of a time of day."""
    plain = value.replace(fold=0)
    offset = plain.utcoffset()
    passed = dt.datetime.combine(dt.date.min, plain.replace(tzinfo=None)) - BEGIN
    return passed if offset is None else (passed - offset,)


def extent(value: range) -> object:
    """The same of a range: ranges of the same numbers are equal."""
    return (len(value), list(value[:1]), value.step if len(value) > 1 else None)


BEGIN: Final = dt.datetime.combine(dt.date.min, dt.time())

ALIKE: Final[dict[type, Callable[[Any], object]]] = {
    dt.datetime: moment,
    dt.time: time_of_day,
    dt.timezone: lambda zone: zone.utcoffset(None),
    range: extent,
}
"""Types of which equal values may have different texts."""


def hash_bytes(content: bytes) -> int:
    """A number of 61 bits from a text's bytes."""
    if not content:
        return 0
    low = crc32(content)
    high = crc32(content, low ^ 0x9E3779B9)
    return (((high << 32) | low) % MODULUS) - (MODULUS >> 1)
