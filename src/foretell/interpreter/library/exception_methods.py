"""Methods of exceptions that CPython's own would do with things of the host."""

from __future__ import annotations

from typing import Any

from foretell.interpreter.attributes import ATTRIBUTES, METHODS
from foretell.interpreter.calls import call
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.traceback_values import Traceback, traceback_of

from .hosting import Arguments, Keywords


def read_traceback(_runtime: Runtime, error: Any) -> object:
    """`error.__traceback__`: the script's own lines."""
    return traceback_of(error)


def with_traceback(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`error.with_traceback(tb)`: the lines of an exception are where it has been; they stay."""
    if len(arguments) != 2:
        given = len(arguments) - 1
        raise TypeError(
            f"BaseException.with_traceback() takes exactly one argument ({given} given)"
        )
    error, place = arguments
    if place is not None and not isinstance(place, Traceback):
        raise TypeError("__traceback__ must be a traceback or None")
    result: object = error
    return result


def condition(runtime: Runtime, wanted: Any) -> Any:
    """What to look for in a group, as CPython takes it: types, or a function."""
    if isinstance(wanted, (type, tuple)):
        return wanted
    if not callable(wanted):
        raise TypeError("expected a function, exception type or tuple of exception types")
    return lambda error: bool(call(runtime, wanted, [error], {}))


def choosing(name: str) -> BuiltinFunction:
    """`group.subgroup(condition)`, `group.split(condition)`."""

    def choose(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
        group, wanted = arguments
        runtime.charge(len(group.exceptions) + 1)
        host: Any = getattr(BaseExceptionGroup, name)
        return host(group, condition(runtime, wanted))

    return choose


ATTRIBUTES["BaseException.__traceback__"] = read_traceback
METHODS["BaseException.with_traceback"] = with_traceback
METHODS["BaseExceptionGroup.subgroup"] = choosing("subgroup")
METHODS["BaseExceptionGroup.split"] = choosing("split")
