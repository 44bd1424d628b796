"""What a script sees of an exception that a tool raised.

The rule: an exception of a type that scripts know (a builtin one) arrives as that type, with its
plain arguments. Any other arrives as a new exception of the same name, whose base is the nearest
builtin base of the host's type, or `ToolError` if that is `Exception` itself: `except KeyError`
catches a host's `NotFound(KeyError)`, and `except ToolError` whatever is left. No object of the
host, no traceback and no chained exception comes with it. An exception may fail when it is asked
for its text or its arguments; that is not told to the script either.
"""

from __future__ import annotations

import asyncio
import builtins
from typing import Any, Final

from .border import inwards, name_of_type
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
    text = message_of(error)
    if issubclass(type(error), BaseExceptionGroup):
        return ToolError(text)
    kind: Any = _script_type(type(error))
    try:
        arguments = tuple(inwards(runtime, one) for one in error.args)
        made: BaseException = kind(*arguments)
        if str(made) == text:
            return made
    except Exception:  # noqa: BLE001 - the arguments are the host's, and may be anything
        made = ToolError(text)
    try:
        made = kind(text)
    except Exception:  # noqa: BLE001 - some builtin exceptions want other arguments
        made = ToolError(f"{name_of_type(type(error))}: {text}")
    return made


def message_of(error: BaseException) -> str:
    """The text of a host's exception, whatever its `__str__` does."""
    try:
        return str.__str__(str(error))
    except Exception:  # noqa: BLE001 - the host's code
        return "<exception str() failed>"


def _script_type(kind: Any) -> Any:
    known = _known.get(kind)
    if known is None:
        base: Any = next(one for one in _lineage(kind) if one in _known)
        if base in (Exception, BaseException):
            base = ToolError
        name = name_of_type(kind)
        if name == "ToolError" or not name.isidentifier():
            known = base
        else:
            known = type(name, (base,), {"__module__": "builtins"})
        _known[kind] = known
    return known


def _lineage(kind: Any) -> tuple[type, ...]:
    """The type and its bases, past what its metaclass may say of them."""
    found: tuple[type, ...] = type.__dict__["__mro__"].__get__(kind)
    return found
