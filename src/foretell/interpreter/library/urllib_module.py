"""`urllib.parse`; nothing here fetches anything."""

from __future__ import annotations

import urllib.parse
from typing import Any

from foretell.interpreter.kernel import Runtime
from foretell.interpreter.measure import consumable
from foretell_analyzer.dialect import EntryKind, load_dialect

from .hosting import (
    Arguments,
    Keywords,
    check_all,
    construct_by,
    everything,
    growing,
    heavy_texts,
    host_callbacks,
    host_members,
    light,
)

for _kind in (
    urllib.parse.ParseResult,
    urllib.parse.SplitResult,
    urllib.parse.DefragResult,
    urllib.parse.ParseResultBytes,
    urllib.parse.SplitResultBytes,
    urllib.parse.DefragResultBytes,
):
    construct_by(_kind, light)


def collect_pairs(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """`urlencode(query)`: a mapping, or pairs of any iterable."""
    if arguments and not isinstance(arguments[0], (dict, str, bytes)):
        value: Any = arguments[0]
        if not hasattr(type(value), "items") and hasattr(type(value), "__iter__"):
            arguments[0] = list(consumable(runtime, value))


def urllib_members(runtime: Runtime) -> dict[str, object]:
    """The package."""
    from .registry import load_module  # noqa: PLC0415 - the registry imports this file

    return {"parse": load_module(runtime, "urllib.parse")}


def urllib_parse_members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    entries = load_dialect().modules["urllib.parse"].members
    usual = check_all(growing(9), heavy_texts, everything)
    checks = {name: usual for name, entry in entries.items() if entry.kind is EntryKind.FUNCTION}
    checks["urlencode"] = check_all(collect_pairs, everything, host_callbacks)
    return host_members("urllib.parse", urllib.parse, checks=checks)
