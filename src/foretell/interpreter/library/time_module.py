"""`time`: clocks of the run; `sleep` is charged against its deadline."""

from __future__ import annotations

import calendar
import time
from datetime import datetime, timedelta
from typing import Any

from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.measure import charge_length

from .hosting import (
    Arguments,
    Keywords,
    construct_by,
    everything,
    host_members,
    templates,
)
from .services import pause, services


def need(name: str, arguments: Arguments, keywords: Keywords, least: int, most: int) -> None:
    """Refuse what CPython's function would refuse."""
    if keywords:
        raise TypeError(f"time.{name}() takes no keyword arguments")
    if not least <= len(arguments) <= most:
        given = len(arguments)
        if most == 0:
            raise TypeError(f"time.{name}() takes no arguments ({given} given)")
        if least == most == 1:
            raise TypeError(f"time.{name}() takes exactly one argument ({given} given)")
        raise TypeError(f"{name} expected at most {most} arguments, got {given}")


def reading(name: str, unit: float | None, *, monotonic: bool) -> BuiltinFunction:
    """A clock: in seconds, or as an integer in a smaller unit."""

    def read(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        need(name, arguments, keywords, 0, 0)
        service = services(runtime)
        seconds = service.monotonic() if monotonic else service.clock()
        return seconds if unit is None else int(seconds * unit)

    return read


def sleep(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`sleep(seconds)`."""
    need("sleep", arguments, keywords, 1, 1)
    seconds = arguments[0]
    if not isinstance(seconds, (int, float)):
        kind = type(seconds).__name__
        raise TypeError(f"{kind!r} object cannot be interpreted as an integer")
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    pause(runtime, float(seconds))
    return None


def moment(runtime: Runtime, arguments: Arguments) -> float:
    """The given time, or now."""
    if arguments and arguments[0] is not None:
        seconds: float = arguments[0]
        return seconds
    return services(runtime).clock()


def global_time(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`gmtime(seconds)`."""
    need("gmtime", arguments, keywords, 0, 1)
    return time.gmtime(moment(runtime, arguments))


def local_time(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> time.struct_time:
    """`localtime(seconds)`, in the zone of the run."""
    need("localtime", arguments, keywords, 0, 1)
    return local(runtime, moment(runtime, arguments))


def local(runtime: Runtime, seconds: float) -> time.struct_time:
    """A moment in the zone of the run."""
    time.gmtime(seconds)  # CPython's own complaints
    zone = services(runtime).zone
    at = datetime.fromtimestamp(int(seconds), zone)
    offset = at.utcoffset() or timedelta()
    fields = (*at.timetuple()[:8], 1 if at.dst() else 0)
    return time.struct_time((*fields, at.tzname() or "UTC", int(offset.total_seconds())))


def make_time(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`mktime(fields)`, the inverse of `localtime`."""
    need("mktime", arguments, keywords, 1, 1)
    fields: Any = arguments[0]
    if not isinstance(fields, tuple):
        raise TypeError("Tuple or struct_time argument required")
    seconds = calendar.timegm(tuple(fields))
    at = datetime(1970, 1, 1, tzinfo=services(runtime).zone) + timedelta(seconds=seconds)
    return float(at.timestamp())


def current_text(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`ctime(seconds)`."""
    need("ctime", arguments, keywords, 0, 1)
    return time.asctime(local(runtime, moment(runtime, arguments)))


def text_of(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`asctime(fields)`."""
    need("asctime", arguments, keywords, 0, 1)
    return time.asctime(arguments[0] if arguments else local(runtime, moment(runtime, [])))


def format_time(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`strftime(format, fields)`."""
    need("strftime", arguments, keywords, 1, 2)
    check_format(runtime, arguments[0])
    fields = arguments[1] if len(arguments) > 1 else local(runtime, moment(runtime, []))
    return time.strftime(arguments[0], fields)


def check_format(runtime: Runtime, template: object) -> None:
    """Charge a format: directives may be wide."""
    if isinstance(template, str):
        charge_length(runtime, len(template) * 256)


def scaled(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`strptime(text, format)`."""
    templates(runtime, arguments, keywords)
    return time.strptime(*arguments, **keywords)


FUNCTIONS: dict[str, BuiltinFunction] = {
    "time": reading("time", None, monotonic=False),
    "time_ns": reading("time_ns", 1e9, monotonic=False),
    "sleep": sleep,
    "gmtime": global_time,
    "localtime": local_time,
    "mktime": make_time,
    "ctime": current_text,
    "asctime": text_of,
    "strftime": format_time,
    "strptime": scaled,
    "thread_time": reading("thread_time", None, monotonic=True),
}
for _name in ("monotonic", "perf_counter", "process_time"):
    FUNCTIONS[_name] = reading(_name, None, monotonic=True)
    FUNCTIONS[f"{_name}_ns"] = reading(f"{_name}_ns", 1e9, monotonic=True)

construct_by(time.struct_time, everything)


def members(runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    now = datetime.now(services(runtime).zone)
    offset = int((now.utcoffset() or timedelta()).total_seconds())
    name = now.tzname() or "UTC"
    own = {"timezone": -offset, "altzone": -offset, "daylight": 0, "tzname": (name, name)}
    return host_members("time", time, own=own, functions=FUNCTIONS)
