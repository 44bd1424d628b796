"""Takes a `Script`, gives LibCST's tree of it, or says why it is none.

The screen comes first: what passes it can neither kill nor stall the parser. With `lower`, the only
place that knows LibCST.
"""

from __future__ import annotations

import re
import warnings
from typing import Final

import libcst

from .lower.places import on_deep_stack
from .screen import LIMITS, Limits, Problem, screen
from .source import Script, Span

_EXPECTED: Final = re.compile(r"expected (?:one of )?(.*)$", re.DOTALL)


def parse(script: Script, limits: Limits = LIMITS) -> libcst.Module | Problem:
    """The syntax tree of a script, or the first problem that keeps it from having one."""
    problem = screen(script, limits)
    if problem is not None:
        return problem
    try:
        tree: libcst.Module = on_deep_stack(lambda: libcst.parse_module(script.text))
    except libcst.ParserSyntaxError as error:
        return _syntax_problem(script, error)
    except Exception:  # noqa: BLE001 - its nodes refuse in many ways what its grammar has read
        return _unreadable(script)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what its native half raises
            raise
        return _unreadable(script)
    return tree


def _unreadable(script: Script) -> Problem:
    """What LibCST reads but cannot hold: mostly mistakes, as `except:` before `except E:`.

    Not always: it fails on a line end between `async` and `for` in brackets.
    """
    told = _cpython_problem(script, _EVERYTHING)
    if told is not None:
        return told
    everything = Span(0, len(script.text))
    return Problem("syntax-error", "our parser cannot read this", everything, "write it otherwise")


def _syntax_problem(script: Script, error: libcst.ParserSyntaxError) -> Problem:
    """CPython's words where it refuses the text too: they name the mistake, LibCST's the grammar."""
    told = _cpython_problem(script, _ONLY_TREE)
    if told is not None:
        return told
    line = min(max(error.raw_line, 1), len(script.line_starts))
    start = min(script.line_starts[line - 1] + max(error.raw_column, 0), len(script.text))
    expected = _EXPECTED.search(error.message)
    message = "this is not Python" if expected is None else "something else is expected here"
    return Problem("syntax-error", message, Span(start, min(start + 1, len(script.text))))


def _cpython_problem(script: Script, flags: int) -> Problem | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(script.text, script.name, "exec", flags, dont_inherit=True)
        except SyntaxError as error:
            start = _offset(script, error.lineno, error.offset)
            end = _offset(script, error.end_lineno, error.end_offset)
            if end <= start and script.text[start : start + 1] not in ("\r", "\n", ""):
                end = start + 1  # only where it begins is known
            message = (error.msg or "invalid syntax").rstrip(".")
            return Problem("syntax-error", message, Span(start, max(end, start)))
        except (ValueError, RecursionError, MemoryError):
            return None
    return None


_ONLY_TREE: Final = 0x400  # ast.PyCF_ONLY_AST, without importing ast
_EVERYTHING: Final = 0x2000  # ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def _offset(script: Script, line: int | None, column: int | None) -> int:
    """CPython counts lines and columns from 1, and says 0 or nothing where it does not know."""
    number = min(max(line or 1, 1), len(script.line_starts))
    return min(script.line_starts[number - 1] + max((column or 1) - 1, 0), len(script.text))
