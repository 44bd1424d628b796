"""Takes an exception and the program that raised it, gives the text that CPython would print.

The frames are those of its trail, that is the script's own; the layout is the host's, from its
`traceback` module, so that carets, repeated frames and groups look as people know them.
"""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from foretell.outcome import RunError
from foretell_analyzer import ir

from .kernel import Runtime, Step, Stop, trail_of
from .measure import children, walk

if TYPE_CHECKING:
    from .link import Program


def describe(error: BaseException, program: Program, runtime: Runtime) -> RunError:
    """What is told of an exception that ended a run; `line` is where it was raised.

    Where that is in a function of an earlier snippet, `line` is that of the call here.
    """
    _charge_texts(runtime, error)
    own = [step.index for step in trail_of(error) if program.home(step.index) is program]
    line = _place(program, own[0])[0] if own else None
    kind = type(error).__name__
    return RunError(kind, text_of(error), format_traceback(error, program), line)


def _charge_texts(runtime: Runtime, error: BaseException) -> None:
    """Charge the texts of an exception and of all that it came from, where the host makes them."""
    pending: list[BaseException | None] = [error]
    seen: set[int] = set()
    while pending:
        one = pending.pop()
        if one is None or id(one) in seen or isinstance(one, Stop):
            continue
        seen.add(id(one))
        if not runtime.over and children(one) is not None:
            walk(runtime, one)
        pending += (one.__cause__, one.__context__)
        if isinstance(one, BaseExceptionGroup):
            pending += one.exceptions


def text_of(error: BaseException) -> str:
    """The text of an exception; making it may run the script's code, which may fail."""
    try:
        return str(error)
    except Stop:
        raise
    except BaseException:  # noqa: BLE001 - the script may raise anything
        return "<exception str() failed>"


def format_traceback(error: BaseException, program: Program) -> str:
    """The traceback of an exception and of those it came from.

    A script can set what the host's module reads of an exception (`lineno`, `text`) to anything;
    where that makes it fail, the exception alone is told.
    """
    try:
        return "".join(summarize(error, program).format())
    except Exception:  # noqa: BLE001 - the host's module may fail in any way
        lines = "".join(stack_of(trail_of(error), program).format())
        told = f"{type(error).__name__}: {text_of(error)}".removesuffix(": ")
        return f"Traceback (most recent call last):\n{lines}{told}\n"


def summarize(error: BaseException, program: Program) -> traceback.TracebackException:
    """What there is to tell of an exception and of those it came from."""
    summary = traceback.TracebackException(type(error), error, None, compact=False)
    _fill(summary, error, program, set())
    return summary


def _fill(
    summary: traceback.TracebackException,
    error: BaseException,
    program: Program,
    seen: set[int],
) -> None:
    """Put the script's frames into a summary, and into those of causes, contexts and groups."""
    if id(summary) in seen:
        return
    seen.add(id(summary))
    summary.stack = stack_of(trail_of(error), program)
    if summary.__cause__ is not None and error.__cause__ is not None:
        _fill(summary.__cause__, error.__cause__, program, seen)
    if summary.__context__ is not None and error.__context__ is not None:
        _fill(summary.__context__, error.__context__, program, seen)
    if summary.exceptions and isinstance(error, BaseExceptionGroup):
        for part, one in zip(summary.exceptions, error.exceptions, strict=False):
            _fill(part, one, program, seen)


def stack_of(trail: list[Step], program: Program) -> traceback.StackSummary:
    """The frames of a trail, whose innermost comes first."""
    frames = []
    for step in reversed(trail):
        home = program.home(step.index)
        script = home.module.script
        line, end_line, column, end_column = _place(home, step.index)
        text = script.line(line) + "\n"  # as the host reads lines
        frames.append(
            traceback.FrameSummary(
                script.name,
                line,
                step.code.name,
                lookup_line=False,
                line=text,
                end_lineno=end_line,
                colno=len(text[:column].encode(errors="replace")),
                end_colno=len(script.line(end_line)[:end_column].encode(errors="replace")),
            )
        )
    return traceback.StackSummary.from_list(frames)


def _place(program: Program, index: int) -> tuple[int, int, int, int]:
    """First and last line, first and last column of a node, as CPython marks it.

    Where an attribute stands on another line than what it is taken from, CPython marks from the
    attribute's name on.
    """
    module = program.module
    script = module.script
    start, end = module.spans[index]
    node = program.node(index)
    if isinstance(node, ir.GeneratorExpression):
        start, end = _with_brackets(script.text, start, end)
    line, column = script.position(start)
    end_line, end_column = script.position(end)
    attribute = node.callee if isinstance(node, ir.Call) else node
    if isinstance(attribute, ir.Attribute) and end_line != line:
        behind = module.spans[attribute.index].end
        name_line, name_end = script.position(behind)
        if name_line != line:
            return name_line, end_line, max(0, name_end - len(attribute.name)), end_column
    if isinstance(node, (ir.FunctionDefinition, ir.ClassDefinition)) and node.decorators:
        line, column = _definition(program, node, line, column)
    return line, end_line, column, end_column


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """The place of a generator with the brackets around it, be they those of a call."""
    before, behind = text[:start].rstrip(), len(text) - len(text[end:].lstrip())
    if not text.startswith("(", start) and before.endswith("(") and text.startswith(")", behind):
        return len(before) - 1, behind + 1
    return start, end


def _definition(
    program: Program, node: ir.FunctionDefinition | ir.ClassDefinition, line: int, column: int
) -> tuple[int, int]:
    """Where `def` or `class` stands, below the decorators."""
    script = program.module.script
    last = script.position(program.module.spans[node.decorators[-1].index].end).line
    if line > last:
        return line, column
    words = ("def ", "async ", "class ")
    for number in range(last + 1, last + 100):
        text = script.line(number)
        if text.lstrip().startswith(words):
            return number, len(text) - len(text.lstrip())
    return line, column
