"""The border between script and host: only plain data crosses, copied, in both directions.

What crosses, and as what, is told on the page `docs/border.md`, whose rows are tested.

On the way out, values of the script's own making (functions, instances, generators) are refused.
Shared and cyclic structure stays shared: a value is copied once, however often it occurs.
"""

from __future__ import annotations

import collections
import datetime  # noqa: ICN001 - the module, as its documentation calls it
import decimal
import enum
import fractions
import os
import uuid
import zoneinfo
from collections.abc import ItemsView, KeysView, Mapping, ValuesView
from dataclasses import fields, is_dataclass
from typing import Any, Final, final

from .kernel import Runtime, Stop
from .kinds import type_name

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


class CannotCrossError(Exception):
    """A value that must not cross; `path` is its place, such as `[0].owner`."""

    def __init__(self, kind: str, path: str) -> None:
        super().__init__(kind, path)
        self.kind = kind
        self.path = path

    def within(self, part: str) -> None:
        """Tell the place as seen from the container around."""
        self.path = part + self.path


@final
class Copies:
    """What was copied already, by identity; the originals are kept alive until the end."""

    known: dict[int, Any]
    kept: list[Any]

    def __init__(self) -> None:
        self.known = {}
        self.kept = []

    def add(self, original: object, copy: object) -> None:
        """Remember a copy."""
        self.known[id(original)] = copy
        self.kept.append(original)


def inwards(runtime: Runtime, value: Any) -> Any:
    """A host value as a script value; raises `CannotCrossError`."""
    if type(value) in ATOMS:
        if type(value) is str:
            runtime.allocated += len(value)
        return value
    return _inwards(runtime, value, Copies(), 0)


def _inwards(runtime: Runtime, value: Any, copies: Copies, depth: int) -> Any:
    kind = type(value)
    if kind in ATOMS:
        return value
    known = copies.known.get(id(value))
    if known is not None:
        return known
    if depth > DEEPEST:
        raise CannotCrossError(f"{name_of_type(kind)} nested more than {DEEPEST} deep", "")
    if kind is dict:
        return _dict_inwards(runtime, value, copies, depth + 1)
    if kind is list:
        return _list_inwards(runtime, value, copies, depth + 1)
    plain = _plain(value)
    exact = _EXACT.get(type(plain))
    if exact is not None:
        runtime.charge(len(plain) >> 3)
        try:
            items = [_inwards(runtime, item, copies, depth + 1) for item in plain]
        except CannotCrossError as refusal:
            refusal.within("[]")
            raise
        made = exact(items) if exact is tuple else _hashed(exact, items)
    else:
        copies.kept.append(plain)
        made = _inwards(runtime, plain, copies, depth + 1)
    copies.add(value, made)
    return made


def _hashed(kind: Any, items: list[Any]) -> Any:
    """A set of values that were hashable to the host, and may not be any more as plain data."""
    for item in items:
        if not _is_hashable(item):
            raise CannotCrossError(f"{type(item).__name__} in a set", "[]")
    return kind(items)


def _is_hashable(value: Any) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


def _dict_inwards(
    runtime: Runtime, value: dict[Any, Any], copies: Copies, depth: int
) -> dict[Any, Any]:
    """Most have text for keys and atoms for values: a copy at the speed of C, then few changes."""
    runtime.charge(len(value) >> 3)
    runtime.allocated += 64 + 64 * len(value)
    made = value.copy()
    for key in made:
        if type(key) is not str:
            made = {}
            break
    copies.add(value, made)
    is_copied = len(made) > 0
    for key, item in value.items():
        name = key if type(key) is str else _inwards(runtime, key, copies, depth)
        if type(name) is not str and not _is_hashable(name):
            raise CannotCrossError(f"{type(name).__name__} as a key", "")
        if type(item) is str or type(item) is int or type(item) in ATOMS:
            if not is_copied:
                made[name] = item
            continue
        try:
            made[name] = _inwards(runtime, item, copies, depth)
        except CannotCrossError as refusal:
            refusal.within(f"[{name!r:.40}]")
            raise
    return made


def _list_inwards(runtime: Runtime, value: list[Any], copies: Copies, depth: int) -> list[Any]:
    made: list[Any] = []
    copies.add(value, made)
    runtime.charge(len(value) >> 3)
    runtime.allocated += 64 + 32 * len(value)
    for item in value:
        if type(item) is str or type(item) is int or type(item) in ATOMS:
            made.append(item)
            continue
        try:
            made.append(_inwards(runtime, item, copies, depth))
        except CannotCrossError as refusal:
            refusal.within(f"[{len(made)}]")
            raise
    return made


_EXACT: Final[dict[type, Any]] = {tuple: tuple, set: set, frozenset: frozenset}


def _naive_or_aware(value: datetime.datetime) -> datetime.datetime:
    return datetime.datetime.fromisoformat(value.isoformat())


_CONVERSIONS: Final[tuple[tuple[Any, Any], ...]] = (
    (enum.Enum, lambda value: value.value),
    (bool, bool),
    (int, int.__int__),
    (float, float.__float__),
    (complex, lambda value: complex(value.real, value.imag)),
    (str, str.__str__),
    (bytes, lambda value: bytes(memoryview(value))),
    (tuple, tuple),
    (set, set),
    (frozenset, frozenset),
    (list, list),
    (Mapping, dict),
    ((bytearray, memoryview), bytes),
    ((range, collections.deque, KeysView, ValuesView, ItemsView), list),
    (datetime.datetime, _naive_or_aware),
    (os.PathLike, os.fspath),
)
"""What stands for values of types that are none of a script's; the first that fits holds."""


def name_of_type(kind: Any) -> str:
    """The name of a host's type, past what its metaclass may say of it."""
    name: str = type.__dict__["__name__"].__get__(kind)
    return name


def _plain(value: Any) -> Any:
    """The exact builtin value that stands for a host value of another kind.

    Finding it may run code of the host, whose failure is no business of the script.
    """
    failure = ""
    try:
        return _converted(value)
    except CannotCrossError:
        raise
    except Exception as error:  # noqa: BLE001 - the host's code
        failure = name_of_type(type(error))
    raise CannotCrossError(f"{name_of_type(type(value))} that fails with {failure} when read", "")


def _converted(value: Any) -> Any:
    for kind, convert in _CONVERSIONS:
        if isinstance(value, kind):
            return convert(value)
    if isinstance(value, type):
        raise CannotCrossError(f"class {name_of_type(value)}", "")
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    dump = getattr(value, "model_dump", None)
    if callable(dump):
        return dump()
    raise CannotCrossError(name_of_type(type(value)), "")


def outwards(runtime: Runtime, value: Any) -> Any:
    """A script value as a host value; raises `CannotCrossError`."""
    if type(value) in ATOMS:
        return value
    return _outwards(runtime, value, Copies(), 0)


def _outwards(  # noqa: C901 - a case for each kind
    runtime: Runtime, value: Any, copies: Copies, depth: int
) -> Any:
    kind = type(value)
    if kind in ATOMS:
        return value
    known = copies.known.get(id(value))
    if known is not None:
        return known
    if depth > DEEPEST:
        raise CannotCrossError(f"{type_name(value)} nested more than {DEEPEST} deep", "")
    base = OUTWARD_KINDS.get(kind)
    if base is None:
        raise CannotCrossError(type_name(value), "")
    runtime.charge(1 + len(value))
    inner = depth + 1
    if base is dict:
        made: dict[Any, Any] = {}
        copies.add(value, made)
        for key, item in dict.items(value):
            name = key if type(key) is str else _outwards(runtime, key, copies, inner)
            try:
                made[name] = _outwards(runtime, item, copies, inner)
            except CannotCrossError as refusal:
                refusal.within(f"[{key!r:.40}]")
                raise
        return made
    if base is list:
        items: list[Any] = []
        copies.add(value, items)
        for item in value:
            try:
                items.append(_outwards(runtime, item, copies, inner))
            except CannotCrossError as refusal:
                refusal.within(f"[{len(items)}]")
                raise
        return items
    try:
        result = base([_outwards(runtime, item, copies, inner) for item in value])
    except CannotCrossError as refusal:
        refusal.within("[]")
        raise
    copies.add(value, result)
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


def host_fault(tool: str, refusal: CannotCrossError) -> Stop:
    """What ends a run when a tool gave something that cannot be a script's value."""
    where = f" at `{refusal.path.lstrip('.')}`" if refusal.path else ""
    return Stop("host", f"tool `{tool}` returned a {refusal.kind}{where}, which is no plain data")
