"""Runs a program by our interpreter and by CPython's `exec`: what one prints and raises, so must
the other, to the last caret of the traceback.

Programs stand in `programs/*.txt`, one after another, each under a line `#: what it shows`.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import contextvars
import io
import linecache
import logging
import time
import traceback
import types
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.toolbox import STUBS, Toolbox

if TYPE_CHECKING:
    from foretell_analyzer.ir import Module
    from foretell_analyzer.resolve import Resolution

PROGRAMS = Path(__file__).parent / "programs"
STEPS = 1_000_000
NAME = "script.py"


@dataclass(frozen=True)
class Result:
    """What can be seen of a run: `value` is a repr, `traceback` is empty if nothing was raised.

    calls: the tools that were called, with their arguments and the line of the call.
    """

    stdout: str
    value: str
    traceback: str
    calls: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class Ours(Result):
    """A run by our interpreter, with the steps it took."""

    steps: int = 0


def read_programs(path: Path) -> Iterator[tuple[str, str]]:
    """Yield title and text of each program of a file."""
    title = ""
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith("#: "):
            if title:
                yield title, "".join(lines).rstrip("\n") + "\n"
            title = line[3:].strip()
            lines = []
        else:
            lines.append(line)
    if title:
        yield title, "".join(lines).rstrip("\n") + "\n"


TOOL_ERROR: Final = type("ToolError", (Exception,), {"__module__": "builtins"})
"""The one builtin exception that CPython has not."""


def run_by_python(text: str, toolbox: Toolbox | None = None) -> Result:
    """Run a program by CPython, where no earlier one has changed the decimal context."""
    return contextvars.Context().run(_run_by_python, text, toolbox)


def _forget_logging() -> None:
    """Loggers are of the process: what an earlier program did to them must not be seen."""
    logging.disable(logging.NOTSET)
    logging.Logger.manager.loggerDict.clear()
    logging.root.handlers.clear()
    logging.root.filters.clear()
    logging.root.setLevel(logging.WARNING)
    logging.captureWarnings(capture=False)
    for names, first in LEVELS:
        names.clear()
        names.update(first)


LEVELS: Final[list[tuple[dict[Any, Any], dict[Any, Any]]]] = [
    (names, dict(names)) for names in (logging._levelToName, logging._nameToLevel)
]
"""Levels by number and by name, now and as they were before any program ran."""


def _run_by_python(text: str, toolbox: Toolbox | None) -> Result:
    if "logging" in text:
        _forget_logging()
    linecache.cache[NAME] = (len(text), None, text.splitlines(keepends=True), NAME)
    module = types.ModuleType("__main__")
    namespace: dict[str, Any] = module.__dict__
    namespace["ToolError"] = TOOL_ERROR
    if toolbox is not None:
        namespace.update(toolbox.functions())
    out = io.StringIO()
    value: Any = None
    shown = ""
    try:
        with contextlib.redirect_stdout(out):
            tree = ast.parse(text, NAME)
            last: ast.expr | None = None
            if tree.body and isinstance(tree.body[-1], ast.Expr):
                last = tree.body.pop().value  # type: ignore[attr-defined]  # it is an Expr
            _execute(_compile(tree, "exec"), namespace)
            if last is not None:
                value = _execute(_compile(ast.Expression(last), "eval"), namespace)
            value = repr(value)
    except BaseException as error:
        shown = show_traceback(error)
        value = ""
    calls = () if toolbox is None else tuple(toolbox.calls)
    _close_kept(namespace)
    if "logging" in text:
        _forget_logging()  # nor by later tests that look at what is logged
    return Result(out.getvalue(), value, shown, calls)


def _close_kept(namespace: dict[str, Any]) -> None:
    """End the generators that a program kept: else they would end, and print, in a later one."""
    with contextlib.redirect_stdout(io.StringIO()):
        for generator in namespace.get("KEEP", ()):
            with contextlib.suppress(BaseException):
                generator.close()


def _compile(tree: ast.Module | ast.Expression, mode: str) -> types.CodeType:
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # CPython remarks on what is wrong on purpose
        code: types.CodeType = compile(tree, NAME, mode, flags, dont_inherit=True)
    return code


def _execute(code: types.CodeType, namespace: dict[str, Any]) -> Any:
    result = eval(code, namespace)
    if code.co_flags & 0x80:  # a coroutine: something awaits at the top level
        return asyncio.run(result)
    return result


def show_traceback(error: BaseException) -> str:
    """The traceback of an exception as CPython prints it, without frames outside the program."""
    summary = traceback.TracebackException.from_exception(error)
    _only_ours(summary, set())
    return "".join(summary.format())


def _only_ours(summary: traceback.TracebackException | None, seen: set[int]) -> None:
    if summary is None or id(summary) in seen:
        return
    seen.add(id(summary))
    kept = [frame for frame in summary.stack if frame.filename == NAME]
    summary.stack = traceback.StackSummary.from_list(kept)
    _only_ours(summary.__cause__, seen)
    _only_ours(summary.__context__, seen)
    for part in summary.exceptions or ():
        _only_ours(part, seen)


@lru_cache(maxsize=1)
def read_module(text: str) -> tuple[Module, Resolution]:
    """Parse, lower and resolve a program; most are run twice, one run after the other."""
    from foretell_analyzer.ir import Module
    from foretell_analyzer.lower import lower
    from foretell_analyzer.parse import parse
    from foretell_analyzer.resolve import resolve
    from foretell_analyzer.source import Script

    script = Script(text, NAME)
    tree: Any = parse(script)
    module = lower(script, tree)
    assert isinstance(module, Module), module
    return module, resolve(module)


def run_by_us(
    text: str, toolbox: Toolbox | None = None, *, steps: int = STEPS, seconds: float = 60.0
) -> Ours:
    """Run a program by our interpreter, without policy or inputs."""
    from foretell.interpreter import library
    from foretell.interpreter.kernel import Runtime, enter_runtime
    from foretell.interpreter.link import link
    from foretell.interpreter.loops import ScriptLoop
    from foretell.interpreter.tools import HostTool, ToolDesk
    from foretell.interpreter.tracebacks import format_traceback
    from foretell_analyzer.catalog import ToolCatalog

    program = link(*read_module(text))
    runtime = Runtime(
        steps=steps,
        max_depth=100,
        item_limit=1_000_000,
        integer_bits=100_000,
        output_limit=1_000_000,
        deadline=time.monotonic() + seconds,
    )
    runtime.program = program
    runtime.environment = dict(library.builtins_table())
    desk = ToolDesk(total=None, per_tool={}, price=None)
    if toolbox is not None:
        catalog = ToolCatalog.from_stub(STUBS)
        for name, function in toolbox.functions().items():
            runtime.environment[name] = HostTool(catalog.tools[name], function, desk)
    loop = ScriptLoop(runtime, desk, None)
    runtime.loop = loop
    previous = enter_runtime(runtime)
    value: Any = ""
    shown = ""
    try:
        value = program.run(runtime)
        if program.is_coroutine:
            value = loop.run(value)
        value = repr(value)
    except BaseException as error:
        shown = format_traceback(error, program)
        value = ""
    finally:
        loop.close()
        runtime.over = True
        enter_runtime(previous)
    taken = steps - int(runtime.reserve) - int(runtime.steps)
    calls = tuple(
        (tool, arguments, program.line(record.site))
        for (tool, arguments, _), record in zip(
            toolbox.calls if toolbox is not None else (), desk.records, strict=True
        )
    )
    return Ours("".join(runtime.output), value, shown, calls, taken)
