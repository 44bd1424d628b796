"""`zoneinfo`: the host's database of time zones, read only."""

from __future__ import annotations

import zoneinfo

from foretell.interpreter.kernel import BuiltinFunction, Runtime

from .hosting import Arguments, Keywords, construct_by, host_members, texts
from .sets import OrderedSet


def zones(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`available_timezones()`, in alphabetical order."""
    runtime.charge(600)
    return OrderedSet(sorted(zoneinfo.available_timezones(*arguments, **keywords)))


FUNCTIONS: dict[str, BuiltinFunction] = {"available_timezones": zones}

construct_by(zoneinfo.ZoneInfo, texts)


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members("zoneinfo", zoneinfo, functions=FUNCTIONS)
