"""Runs a program by our interpreter and by CPython's `exec`: what one prints and raises, so must
the other, to the last caret of the traceback.

Programs stand in `programs/*.txt`, one after another, each under a line `#: what it shows`.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import io
import linecache
import time
import traceback
import types
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAMS = Path(__file__).parent / "programs"
STEPS = 1_000_000
NAME = "script.py"


@dataclass(frozen=True)
class Result:
    """What can be seen of a run: `value` is a repr, `traceback` is empty if nothing was raised."""

    stdout: str
    value: str
    traceback: str


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


def run_by_python(text: str) -> Result:
    """Run a program by CPython."""
    linecache.cache[NAME] = (len(text), None, text.splitlines(keepends=True), NAME)
    module = types.ModuleType("__main__")
    namespace: dict[str, Any] = module.__dict__
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
    return Result(out.getvalue(), value, shown)


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


def run_by_us(text: str, *, steps: int = STEPS, seconds: float = 60.0) -> Ours:
    """Run a program by our interpreter, without policy, tools or inputs."""
    from foretell.interpreter import library
    from foretell.interpreter.kernel import Runtime, enter_runtime
    from foretell.interpreter.link import link
    from foretell.interpreter.loops import ScriptLoop
    from foretell.interpreter.tools import ToolDesk
    from foretell.interpreter.tracebacks import format_traceback
    from foretell_analyzer.ir import Module
    from foretell_analyzer.lower import lower
    from foretell_analyzer.parse import parse
    from foretell_analyzer.resolve import resolve
    from foretell_analyzer.source import Script

    script = Script(text, NAME)
    tree: Any = parse(script)
    module = lower(script, tree)
    assert isinstance(module, Module), module
    program = link(module, resolve(module))
    runtime = Runtime(
        steps=steps,
        max_depth=100,
        item_limit=1_000_000,
        integer_bits=100_000,
        output_limit=1_000_000,
        deadline=time.monotonic() + seconds,
    )
    runtime.environment = dict(library.builtins_table())
    loop = ScriptLoop(runtime, ToolDesk(total=None, per_tool={}, price=None), None)
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
    return Ours("".join(runtime.output), value, shown, taken)
