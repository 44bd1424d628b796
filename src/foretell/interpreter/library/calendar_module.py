"""`calendar`."""

from __future__ import annotations

import calendar
from typing import Any

from foretell.interpreter.attributes import CHECKS, METHODS, SETTERS, Check
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.measure import charge_length
from foretell_analyzer.dialect import load_dialect

from .hosting import Arguments, Keywords, construct_by, host_members, light
from .lazy import ISlice, make_lazy
from .services import write_output

NAMES = ("day_abbr", "day_name", "month_abbr", "month_name")


def check_widths(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """Charge a calendar of the given widths and heights."""
    runtime.charge(1000)
    for value in (*arguments[1:], *keywords.values()):
        if isinstance(value, int) and value > 12:
            charge_length(runtime, value * 1000)


def printing(function: str) -> BuiltinFunction:
    """`prcal`, `prmonth`: into the run's output."""

    def call(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        check_widths(runtime, arguments, keywords)
        text: str = getattr(calendar, function)(*arguments, **keywords)
        write_output(runtime, text)
        return None

    return call


def check_method(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """Charge a method of a calendar likewise."""
    check_widths(runtime, arguments[1:], keywords)


def printing_method(function: str) -> BuiltinFunction:
    """`prmonth`, `pryear` of a calendar: into the run's output."""

    def call(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        check_method(runtime, arguments, keywords)
        text: str = getattr(arguments[0], function)(*arguments[1:], **keywords)
        write_output(runtime, text)
        return None

    return call


def lazily(name: str) -> BuiltinFunction:
    """A method that gives days one by one."""

    def call(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        made = getattr(arguments[0], name)(*arguments[1:], **keywords)
        return make_lazy(ISlice, (), made, None)

    return call


def set_first_weekday(_runtime: Runtime, value: Any, day: Any) -> None:
    """`calendar.firstweekday = day`."""
    value.firstweekday = day


for _name in (
    "iterweekdays",
    "itermonthdates",
    "itermonthdays",
    "itermonthdays2",
    "itermonthdays3",
    "itermonthdays4",
):
    METHODS[f"calendar.Calendar.{_name}"] = lazily(_name)
for _kind in ("TextCalendar", "HTMLCalendar"):
    for _name in load_dialect().types[f"calendar.{_kind}"].members:
        CHECKS[f"calendar.{_kind}.{_name}"] = check_method
for _name in ("yeardatescalendar", "yeardays2calendar", "yeardayscalendar"):
    CHECKS[f"calendar.Calendar.{_name}"] = check_method
METHODS["calendar.TextCalendar.prmonth"] = printing_method("formatmonth")
METHODS["calendar.TextCalendar.pryear"] = printing_method("formatyear")
SETTERS["calendar.Calendar.firstweekday"] = set_first_weekday
for _type in (calendar.Calendar, calendar.TextCalendar, calendar.HTMLCalendar):
    construct_by(_type, light)

FUNCTIONS = {"prcal": printing("calendar"), "prmonth": printing("month")}

construct_by(calendar.IllegalMonthError, light)
construct_by(calendar.IllegalWeekdayError, light)


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    own: dict[str, object] = {name: list(getattr(calendar, name)) for name in NAMES}
    checks: dict[str, Check] = dict.fromkeys(("calendar", "month", "weekheader"), check_widths)
    return host_members("calendar", calendar, own=own, functions=FUNCTIONS, checks=checks)
