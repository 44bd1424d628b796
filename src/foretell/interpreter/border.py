"""The border between script and host: only plain data crosses, copied, in both directions.

What crosses, and as what:

| host value | script value |
| --- | --- |
| None, bool, int, float, complex, str, bytes | the same |
| list, tuple, dict, set, frozenset and their subclasses | a copy of the exact type |
| date, time, datetime, timedelta, timezone, ZoneInfo, Decimal, Fraction, UUID | the same |
| enum member | its value |
| named tuple | a tuple |
| dataclass instance, pydantic model, attrs-like object with `model_dump` | a dict |
| bytearray, memoryview | bytes |
| range, dict view, deque | a list |
| mapping of another kind | a dict |
| path | str |
| anything else | refused, with its place in the value |

On the way out, values of the script's own making (functions, instances, generators) are refused.
Shared and cyclic structure stays shared: a value is copied once, however often it occurs.
"""

from __future__ import annotations

import collections
import datetime
import decimal
import enum
import fractions
import os
import uuid
import zoneinfo
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from .kernel import Runtime, Stop

DEEPEST: Final = 100
"""Levels of containers inside one another that may cross."""

ATOMS: Final[frozenset[type]] = frozenset(
    {
        type(None),
        bool,
        int,
        float,
        complex,
        str,
        bytes,
        type(...),
        datetime.date,
        datetime.time,
        datetime.datetime,
        datetime.timedelta,
        datetime.timezone,
        zoneinfo.ZoneInfo,
        decimal.Decimal,
        fractions.Fraction,
        uuid.UUID,
    }
)

_BASES: Final = (bool, int, float, complex, str, bytes)
_VIEWS: Final = (range, collections.deque, type({}.keys()), type({}.values()), type({}.items()))


class CannotCross(TypeError):
    """A value that must not cross; `path` is its place, such as `[0].owner`."""

    def __init__(self, kind: str, path: str) -> None:
        super().__init__(kind, path)
        self.kind = kind
        self.path = path


def inwards(runtime: Runtime, value: Any) -> Any:
    """A host value as a script value; raises `CannotCross`."""
    if type(value) in ATOMS:
        return value
    return _inwards(runtime, value, {}, 0, "")


def _inwards(runtime: Runtime, value: Any, copies: dict[int, Any], depth: int, path: str) -> Any:
    kind = type(value)
    if kind in ATOMS:
        return value
    known = copies.get(id(value))
    if known is not None:
        return known[0]
    if depth > DEEPEST:
        raise CannotCross(f"{kind.__name__} nested more than {DEEPEST} deep", path)
    if kind is dict:
        made: dict[Any, Any] = {}
        copies[id(value)] = (made, value)
        runtime.charge(len(value) >> 3)
        for key, item in value.items():
            name = key if type(key) is str else _inwards(runtime, key, copies, depth + 1, path)
            if type(item) in ATOMS:
                made[name] = item
            else:
                made[name] = _inwards(runtime, item, copies, depth + 1, f"{path}[{key!r:.40}]")
        return made
    if kind is list:
        items: list[Any] = []
        copies[id(value)] = (items, value)
        runtime.charge(len(value) >> 3)
        for number, item in enumerate(value):
            if type(item) in ATOMS:
                items.append(item)
            else:
                items.append(_inwards(runtime, item, copies, depth + 1, f"{path}[{number}]"))
        return items
    plain = _plain(value, path)
    if type(plain) in ATOMS:
        return plain
    if isinstance(plain, (tuple, set, frozenset)):
        runtime.charge(len(plain) >> 3)
        inner = [_inwards(runtime, item, copies, depth + 1, f"{path}[]") for item in plain]
        made_exactly = _exact(plain)(inner)
        copies[id(value)] = (made_exactly, value)
        return made_exactly
    result = _inwards(runtime, plain, copies, depth + 1, path)
    copies[id(value)] = (result, value)
    return result


def _exact(value: tuple[Any, ...] | set[Any] | frozenset[Any]) -> Any:
    if isinstance(value, tuple):
        return tuple
    return set if isinstance(value, set) else frozenset


def _plain(value: Any, path: str) -> Any:
    """The exact builtin value that stands for a host value of another kind."""
    if isinstance(value, enum.Enum):
        return value.value
    for base in _BASES:
        if isinstance(value, base):
            return base.__new__(base, value) if base is not bool else bool(value)
    if isinstance(value, (tuple, set, frozenset)):
        return value
    if isinstance(value, list):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value)
    if isinstance(value, _VIEWS):
        return list(value)
    if isinstance(value, datetime.datetime):
        return datetime.datetime.fromisoformat(value.isoformat())
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, type):
        raise CannotCross(f"class {value.__name__}", path)
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    dump = getattr(value, "model_dump", None)
    if callable(dump):
        return dump()
    raise CannotCross(type(value).__name__, path)


def outwards(runtime: Runtime, value: Any) -> Any:
    """A script value as a host value; raises `CannotCross`."""
    if type(value) in ATOMS:
        return value
    return _outwards(runtime, value, {}, 0, "")


def _outwards(runtime: Runtime, value: Any, copies: dict[int, Any], depth: int, path: str) -> Any:
    kind = type(value)
    if kind in ATOMS:
        return value
    known = copies.get(id(value))
    if known is not None:
        return known[0]
    if depth > DEEPEST:
        raise CannotCross(f"{kind.__name__} nested more than {DEEPEST} deep", path)
    runtime.charge(1)
    if isinstance(value, dict) and kind in OUTWARD_KINDS:
        made: dict[Any, Any] = {}
        copies[id(value)] = (made, value)
        for key, item in dict.items(value):
            name = key if type(key) is str else _outwards(runtime, key, copies, depth + 1, path)
            made[name] = _outwards(runtime, item, copies, depth + 1, f"{path}[{key!r:.40}]")
        return made
    base = OUTWARD_KINDS.get(kind)
    if base is None:
        raise CannotCross(kind.__name__, path)
    if base is list:
        items: list[Any] = []
        copies[id(value)] = (items, value)
        runtime.charge(len(value))
        for number, item in enumerate(value):
            items.append(_outwards(runtime, item, copies, depth + 1, f"{path}[{number}]"))
        return items
    inner = [_outwards(runtime, item, copies, depth + 1, f"{path}[]") for item in value]
    result = base(inner)
    copies[id(value)] = (result, value)
    return result


OUTWARD_KINDS: Final[dict[type, Any]] = {
    dict: dict,
    collections.defaultdict: dict,
    collections.OrderedDict: dict,
    collections.Counter: dict,
    list: list,
    tuple: tuple,
    set: set,
    frozenset: frozenset,
    bytearray: bytes,
    range: list,
    collections.deque: list,
    type({}.keys()): list,
    type({}.values()): list,
    type({}.items()): list,
}
"""Types of containers that may leave, by exact type, and what they leave as."""


def host_fault(tool: str, refusal: CannotCross) -> Stop:
    """What ends a run when a tool gave something that cannot be a script's value."""
    where = f" at `{refusal.path.lstrip('.')}`" if refusal.path else ""
    return Stop("host", f"tool `{tool}` returned a {refusal.kind}{where}, which is no plain data")
