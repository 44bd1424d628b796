"""`traceback`: the script's own lines as text, and as values."""

from __future__ import annotations

import traceback
from itertools import islice
from typing import Any, Final

from foretell.interpreter.attributes import HOST_TYPES, METHODS, get_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.kernel import BuiltinFunction, Runtime, Step
from foretell.interpreter.traceback_values import Traceback
from foretell.interpreter.tracebacks import stack_of, summarize
from foretell.interpreter.values import Builtin

from .hosting import Arguments, Keywords, argument, construct_by, everything
from .lazy import ISlice, make_lazy
from .services import services, write_output

Summary = traceback.TracebackException
NOTHING: Final = "NoneType: None\n"


def text_of(
    runtime: Runtime, error: BaseException | None, limit: Any = None, *, chain: bool = True
) -> str:
    """The traceback of an exception."""
    if error is None:
        return NOTHING
    return "".join(summary_of(runtime, error, limit).format(chain=chain))


def summary_of(runtime: Runtime, error: BaseException, limit: Any = None) -> Summary:
    """What CPython tells of an exception, with the script's lines."""
    runtime.charge(64)
    program = services(runtime).program
    if program is None:
        return Summary(type(error), error, None)
    summary = summarize(error, program)
    if limit is not None:
        shorten(summary, limit)
    return summary


def shorten(summary: Summary | None, limit: int) -> None:
    """Keep so many frames: the outermost, or, for a limit below zero, the innermost."""
    if summary is None:
        return
    summary.stack = traceback.StackSummary.from_list(limited(list(summary.stack), limit))
    shorten(summary.__cause__, limit)
    shorten(summary.__context__, limit)
    for part in summary.exceptions or ():
        shorten(part, limit)


def limited(frames: list[Any], limit: Any) -> list[Any]:
    """The frames that a limit leaves."""
    if limit is None:
        return frames
    return frames[:limit] if limit >= 0 else frames[limit:]


def write(runtime: Runtime, text: str, keywords: Keywords) -> None:
    """Into the run's output, or what `file` writes to."""
    file = keywords.get("file")
    if file is None:
        write_output(runtime, text)
    else:
        call(runtime, get_attribute(runtime, file, "write"), [text], {})


def text_of_given(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> str:
    """The text for `format_exception(exc, value, tb, limit, chain)` and `print_exception`."""
    if not arguments:
        raise TypeError("format_exception() missing 1 required positional argument: 'exc'")
    named = keywords.keys() & {"value", "tb"}
    if (len(arguments) > 1) != (len(arguments) > 2 or "tb" in keywords) and not named:
        raise ValueError("Both or neither of value and tb must be given")
    error = argument(arguments, keywords, 1, "value", arguments[0])
    if error is None:
        return NOTHING
    if not isinstance(error, BaseException):
        raise TypeError(f"Exception expected for value, {type(error).__name__} found")
    limit = argument(arguments, keywords, 3, "limit")
    summary = summary_of(runtime, error, limit)
    place = argument(arguments, keywords, 2, "tb", error)
    if place is None:
        summary.stack = traceback.StackSummary()
    elif isinstance(place, Traceback):
        summary.stack = stack(runtime, place, limit)
    return "".join(summary.format(chain=bool(keywords.get("chain", True))))


def stack(runtime: Runtime, place: Any, limit: Any) -> traceback.StackSummary:
    """The frames of a traceback."""
    program = services(runtime).program
    if place is None or program is None:
        return traceback.StackSummary()
    if not isinstance(place, Traceback):
        kind = type(place).__name__
        raise AttributeError(f"{kind!r} object has no attribute 'tb_frame'")  # noqa: TRY004 - as CPython
    steps: list[Step] = limited(place.steps, limit)
    runtime.charge(4 * len(steps))
    return stack_of(steps[::-1], program)


def format_exc(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`format_exc(limit, chain)`."""
    limit = argument(arguments, keywords, 0, "limit")
    chain = bool(argument(arguments, keywords, 1, "chain", usual=True))
    return text_of(runtime, runtime.handled, limit, chain=chain)


def print_exc(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`print_exc(limit, file, chain)`."""
    options = dict(zip(("limit", "file", "chain"), arguments, strict=False)) | keywords
    chain = bool(options.get("chain", True))
    write(runtime, text_of(runtime, runtime.handled, options.get("limit"), chain=chain), options)
    return None


def format_exception(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`format_exception(error)`: a piece of the text for each frame."""
    text = text_of_given(runtime, arguments, keywords)
    return text.splitlines(keepends=True)


def print_exception(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`print_exception(error)`."""
    write(runtime, text_of_given(runtime, arguments, keywords), keywords)
    return None


def format_exception_only(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`format_exception_only(error)`: the last lines, notes included."""
    runtime.charge(16)
    error: Any = argument(arguments, keywords, 1, "value", arguments[0])
    return traceback.format_exception_only(error)


def extract_tb(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`extract_tb(tb, limit)`."""
    limit = argument(arguments, keywords, 1, "limit")
    return stack(runtime, argument(arguments, keywords, 0, "tb"), limit)


def format_tb(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`format_tb(tb, limit)`."""
    limit = argument(arguments, keywords, 1, "limit")
    return stack(runtime, argument(arguments, keywords, 0, "tb"), limit).format()


def print_tb(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`print_tb(tb, limit, file)`."""
    options = dict(zip(("tb", "limit", "file"), arguments, strict=False)) | keywords
    lines = stack(runtime, options.get("tb"), options.get("limit")).format()
    write(runtime, "".join(lines), options)
    return None


def format_list(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`format_list(frames)`."""
    frames: Any = argument(arguments, keywords, 0, "extracted_list")
    everything(runtime, [frames], {})
    return traceback.format_list(frames)


# ------------------------------------------------------------------------------------- values


def from_exception(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`TracebackException.from_exception(error)`."""
    return summary_of(runtime, arguments[0], keywords.get("limit"))


def lines_of(name: str) -> BuiltinFunction:
    """A method that gives the lines one by one."""

    def lines(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        runtime.charge(64)
        made = list(getattr(arguments[0], name)(*arguments[1:], **keywords))
        return make_lazy(ISlice, (), islice(made, None), None)

    return lines


HOST_TYPES[Summary] = "traceback.TracebackException"
HOST_TYPES[traceback.StackSummary] = "traceback.StackSummary"
HOST_TYPES[traceback.FrameSummary] = "traceback.FrameSummary"
METHODS["traceback.TracebackException.from_exception"] = from_exception
for _name in ("format", "format_exception_only"):
    METHODS[f"traceback.TracebackException.{_name}"] = lines_of(_name)
construct_by(traceback.FrameSummary, everything)

FUNCTIONS: Final[dict[str, BuiltinFunction]] = {
    "extract_tb": extract_tb,
    "format_exc": format_exc,
    "format_exception": format_exception,
    "format_exception_only": format_exception_only,
    "format_list": format_list,
    "format_tb": format_tb,
    "print_exc": print_exc,
    "print_exception": print_exception,
    "print_tb": print_tb,
}


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    found: dict[str, object] = {name: Builtin(name, each) for name, each in FUNCTIONS.items()}
    for kind in (Summary, traceback.StackSummary, traceback.FrameSummary):
        found[kind.__name__] = kind
    return found
