"""`calendar`."""

from __future__ import annotations

import calendar

from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.measure import charge_length

from .hosting import Arguments, Keywords, construct_by, host_members, light
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


FUNCTIONS = {"prcal": printing("calendar"), "prmonth": printing("month")}

construct_by(calendar.IllegalMonthError, light)
construct_by(calendar.IllegalWeekdayError, light)


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    own: dict[str, object] = {name: list(getattr(calendar, name)) for name in NAMES}
    checks = {"calendar": check_widths, "month": check_widths}
    return host_members("calendar", calendar, own=own, functions=FUNCTIONS, checks=checks)
