"""Which function calls which, as seen while CPython runs a script: the oracle of call graphs.

Every function and lambda of the script gets a decorator, innermost, that notes who calls it; tools
note it themselves. The caller is the nearest code of the script on the stack, so what a builtin
calls counts for the function that called the builtin. A generator or coroutine counts where it is
created: a profiler could not tell, it sees each time that one goes on, or only the first. Bodies of
classes and comprehensions belong to the function around them.

A case is run several times; tools of its `world` may look at `RUN`, the number of the run, to take
another way each time.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import functools
import inspect
import io
import re
import sys
import types
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from tests import phases
from tests.casefile import Case, Fence

RUNS: Final = 4
_FILE: Final = "<script of a case>"
_ARROW: Final = re.compile(r"(?:(?P<line>\d+) )?(?P<caller>\S+) -> (?P<callee>\S+)")


class CallSite(NamedTuple):
    """A call that was made; `line` is that of the caller."""

    line: int
    caller: str
    callee: str


def calls_in_python(case: Case) -> frozenset[CallSite]:
    """All calls of a case's script, over all its runs."""
    found: set[CallSite] = set()
    for number in range(RUNS):
        found |= _Recorder(case, number).run()
    return frozenset(found)


def show_pairs(calls: frozenset[CallSite]) -> str:
    """The text of a `callgraph` fence."""
    return "".join(f"{one} -> {two}\n" for one, two in sorted({call[1:] for call in calls}))


def show_sites(calls: frozenset[CallSite]) -> str:
    """The text of a `callsites` fence."""
    return "".join(f"{line} {one} -> {two}\n" for line, one, two in sorted(calls))


def check_form(fence: Fence) -> None:
    """Raise if a line of a fence is no edge of its kind, or out of order."""
    lines = fence.text.splitlines()
    for line in lines:
        match = _ARROW.fullmatch(line)
        assert match is not None, f"no edge: {line!r}"
        assert (match["line"] is not None) == (fence.kind == "callsites"), line


class _Recorder:
    """Runs a script once and notes its calls."""

    def __init__(self, case: Case, number: int) -> None:
        self.case = case
        self.number = number
        self.found: set[CallSite] = set()

    def run(self) -> set[CallSite]:
        tree = _Marking().visit(ast.parse(self.case.script.text))
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        code = compile(ast.fix_missing_locations(tree), _FILE, "exec", flags=flags)
        module = types.ModuleType("script_of_a_case")
        names: dict[str, Any] = {**phases.read_inputs(self.case), "__mark__": self.mark}
        module.__dict__.update(names | self.tools())
        sys.modules[module.__name__] = module  # dataclasses look their module up
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                if code.co_flags & inspect.CO_COROUTINE:
                    asyncio.run(eval(code, module.__dict__))
                else:
                    exec(code, module.__dict__)
        finally:
            del sys.modules[module.__name__]
        return self.found

    def tools(self) -> dict[str, Callable[..., Any]]:
        names: dict[str, Any] = {"RUN": self.number}
        exec(compile(self.case.settings.get("world", ""), "world", "exec"), names)
        return {
            tool.name: self.mark(tool.name)(names.get(tool.name, lambda *_, **__: None))
            for tool in phases.load_tools(self.case)
        }

    def mark(self, callee: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Make a decorator that notes each call of a function under this name."""

        def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
            @functools.wraps(function)
            def noting(*arguments: Any, **named: Any) -> Any:
                self.note(callee)
                return function(*arguments, **named)

            return noting

        return decorate

    def note(self, callee: str) -> None:
        frame: types.FrameType | None = sys._getframe(2)
        while frame is not None and frame.f_code.co_filename != _FILE:
            frame = frame.f_back
        line = 0 if frame is None else frame.f_lineno
        self.found.add(CallSite(line, caller_name(frame), callee))


def caller_name(frame: types.FrameType | None) -> str:
    """The qualified name of the function whose code a frame runs."""
    while frame is not None and _is_class_body(frame.f_code):
        frame = frame.f_back
    if frame is None or frame.f_code.co_name == "<module>":
        return "<module>"
    name = frame.f_code.co_qualname.replace(".<locals>", "")
    name = re.sub(r"(^|\.)<(listcomp|setcomp|dictcomp|genexpr)>", "", name)
    if "<lambda>" not in name:
        return name or "<module>"
    if frame.f_code.co_name == "<lambda>":
        return f"<lambda:{frame.f_code.co_firstlineno}>"
    return caller_name(frame.f_back)  # a comprehension of a lambda


def _is_class_body(code: types.CodeType) -> bool:
    return not code.co_flags & inspect.CO_OPTIMIZED and code.co_name != "<module>"


class _Marking(ast.NodeTransformer):
    """Puts a mark on every function, under its name in the call graph."""

    def __init__(self) -> None:
        self.around: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._inside(node, node.name)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        self.generic_visit(node)
        call = ast.Call(_mark(f"<lambda:{node.lineno}>"), [node], [])
        return ast.copy_location(call, node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        name = ".".join([*self.around, node.name])
        self._inside(node, node.name)
        node.decorator_list.append(ast.copy_location(_mark(name), node))
        return node

    def _inside(self, node: ast.AST, name: str) -> ast.AST:
        self.around.append(name)
        self.generic_visit(node)
        self.around.pop()
        return node


def _mark(name: str) -> ast.expr:
    return ast.parse(f"__mark__({name!r})", mode="eval").body
