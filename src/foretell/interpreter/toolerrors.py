"""What a script sees of an exception that a tool raised.

The rule: an exception of a type that scripts know (a builtin one) arrives as that type, with its
plain arguments. Any other arrives as a new exception of the same name, whose base is the nearest
builtin base of the host's type, or `ToolError` if that is `Exception` itself: `except KeyError`
catches a host's `NotFound(KeyError)`, and `except ToolError` whatever is left. No object of the
host, no traceback and no chained exception comes with it.
"""

from __future__ import annotations

import asyncio
import builtins
from typing import Any, Final

from .border import CannotCrossError, inwards
from .kernel import Runtime


class ToolError(Exception):
    """What a tool raised, where its type is none that scripts know."""


ToolError.__module__ = "builtins"

_known: Final[dict[Any, Any]] = {
    asyncio.CancelledError: asyncio.CancelledError,
    asyncio.TimeoutError: asyncio.TimeoutError,
    ToolError: ToolError,
}
for _name in dir(builtins):
    _value = getattr(builtins, _name)
    if isinstance(_value, type) and issubclass(_value, BaseException):
        _known[_value] = _value


def script_error(runtime: Runtime, error: BaseException) -> BaseException:
    """The exception that the script gets for `error`."""
    kind: Any = _script_type(type(error))
    if isinstance(error, BaseExceptionGroup):
        return ToolError(str(error))
    try:
        arguments = tuple(inwards(runtime, one) for one in error.args)
        made: BaseException = kind(*arguments)
        if str(made) == str(error):
            return made
    except (CannotCrossError, TypeError, ValueError):
        pass
    try:
        made = kind(str(error))
    except Exception:  # noqa: BLE001 - some builtin exceptions want other arguments
        made = ToolError(f"{type(error).__name__}: {error}")
    return made


def _script_type(kind: Any) -> Any:
    known = _known.get(kind)
    if known is None:
        base: Any = next(one for one in kind.__mro__ if one in _known)
        if base in (Exception, BaseException):
            base = ToolError
        if kind.__name__ == "ToolError":
            known = ToolError
        else:
            known = type(kind.__name__, (base,), {"__module__": "builtins"})
        _known[kind] = known
    return known
