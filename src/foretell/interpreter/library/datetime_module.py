"""`datetime`: CPython's own, with the clock and the local zone of the run."""

from __future__ import annotations

import datetime as dt
from typing import Any

from foretell.interpreter.attributes import CHECKS, HOST_TYPES, METHODS
from foretell.interpreter.kernel import BuiltinFunction, Runtime

from .hosting import (
    Arguments,
    Keywords,
    argument,
    construct_by,
    host_members,
    light,
    templates,
    texts,
)
from .services import services
from .time_module import check_format

Moment = dt.datetime


def now(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`datetime.now(tz)`."""
    if len(arguments) > 1 or keywords.keys() - {"tz"}:
        return Moment.now(*arguments, **keywords)
    zone = argument(arguments, keywords, 0, "tz")
    return at(runtime, services(runtime).clock(), zone)


def at(runtime: Runtime, seconds: float, zone: Any) -> dt.datetime:
    """A moment in a zone, or, without one, in the run's, not telling which."""
    if zone is not None:
        return Moment.fromtimestamp(seconds, zone)
    return Moment.fromtimestamp(seconds, services(runtime).zone).replace(tzinfo=None)


def utc_now(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`datetime.utcnow()`."""
    if arguments or keywords:
        raise TypeError(f"datetime.utcnow() takes no arguments ({len(arguments)} given)")
    return Moment.fromtimestamp(services(runtime).clock(), dt.UTC).replace(tzinfo=None)


def today(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`date.today()`."""
    if arguments or keywords:
        raise TypeError(f"date.today() takes no arguments ({len(arguments)} given)")
    return at(runtime, services(runtime).clock(), None).date()


def moment_today(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`datetime.today()`."""
    if arguments or keywords:
        raise TypeError(f"datetime.today() takes no arguments ({len(arguments)} given)")
    return at(runtime, services(runtime).clock(), None)


def from_timestamp(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`datetime.fromtimestamp(seconds, tz)`."""
    zone = argument(arguments, keywords, 1, "tz")
    if zone is not None or not arguments:
        return Moment.fromtimestamp(*arguments, **keywords)
    return at(runtime, arguments[0], None)


def date_from_timestamp(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`date.fromtimestamp(seconds)`."""
    if len(arguments) != 1 or keywords:
        return dt.date.fromtimestamp(*arguments, **keywords)  # noqa: DTZ012 - only to complain
    return at(runtime, arguments[0], None).date()


def in_zone(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`moment.astimezone(tz)`: a moment without a zone is in the run's."""
    moment: dt.datetime = arguments[0]
    local = services(runtime).zone
    zone = argument(arguments, keywords, 1, "tz")
    if moment.utcoffset() is None:
        moment = moment.replace(tzinfo=local)
    if zone is None:
        there = moment.astimezone(local)
        offset = there.utcoffset() or dt.timedelta()
        return there.replace(tzinfo=dt.timezone(offset, there.tzname() or "UTC"))
    return moment.astimezone(zone)


def timestamp(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`moment.timestamp()`."""
    if len(arguments) != 1 or keywords:
        given = len(arguments) - 1
        raise TypeError(f"datetime.timestamp() takes no arguments ({given} given)")
    moment: dt.datetime = arguments[0]
    if moment.utcoffset() is None:
        moment = moment.replace(tzinfo=services(runtime).zone)
    return moment.timestamp()


def formatting(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """`strftime(format)`."""
    check_format(runtime, argument(arguments, keywords, 1, "format"))


OWN: dict[str, BuiltinFunction] = {
    "datetime.datetime.now": now,
    "datetime.datetime.utcnow": utc_now,
    "datetime.datetime.today": moment_today,
    "datetime.datetime.fromtimestamp": from_timestamp,
    "datetime.datetime.astimezone": in_zone,
    "datetime.datetime.timestamp": timestamp,
    "datetime.date.today": today,
    "datetime.date.fromtimestamp": date_from_timestamp,
}
METHODS.update(OWN)
HOST_TYPES[type(dt.date.min.isocalendar())] = "datetime._IsoCalendarDate"
for _kind in ("date", "time"):
    CHECKS[f"datetime.{_kind}.strftime"] = formatting
CHECKS["datetime.datetime.strptime"] = templates
for _type in (dt.date, dt.time, dt.datetime, dt.timedelta, dt.tzinfo):
    construct_by(_type, light)
construct_by(dt.timezone, texts)


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members("datetime", dt)
