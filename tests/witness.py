"""What really happens when a script runs in CPython: calls, lines, operations, values.

One run is traced: every call of one function of the script by another, every line, and every
instruction that came to its end or raised. A second run shows the value of every expression to a
callback as soon as it is there.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import contextlib
import dis
import io
import sys
import types
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

NAME: Final = "script.py"
FLAGS: Final = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
MOST_EVENTS: Final = 400_000
_TRANSPARENT: Final = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"})

_SILENT: Final = frozenset(
    {"NOP", "JUMP_FORWARD", "JUMP_BACKWARD", "LOAD_CONST", "RETURN_VALUE", "RESUME", "POP_TOP",
     "POP_EXCEPT", "RERAISE", "SWAP", "COPY"}
)  # fmt: skip
"""Instructions that stand at places which nothing is evaluated for."""

Place = tuple[int, int, int, int]
"""Line, column, last line, last column; columns count bytes, as CPython's do."""

See = Callable[[Place, object], None]


class TooLongError(BaseException):
    """The script does more than a test has time for."""


@dataclass(frozen=True)
class FunctionKey:
    """A function of the script as its code object names it."""

    name: str
    line: int


@dataclass
class Witness:
    """All that one run showed. `error` is what ended it, if it did not end normally."""

    namespace: dict[str, Any] = field(default_factory=dict[str, Any])
    error: BaseException | None = None
    calls: set[tuple[FunctionKey | None, FunctionKey]] = field(
        default_factory=set[tuple[FunctionKey | None, FunctionKey]]
    )
    """Caller (None is the module) and callee."""
    suspended: set[FunctionKey] = field(default_factory=set[FunctionKey])
    """Those callees whose bodies run when somebody uses them."""
    lines: set[int] = field(default_factory=set[int])
    completed: set[Place] = field(default_factory=set[Place])
    raised: set[Place] = field(default_factory=set[Place])


def witness(text: str, names: Mapping[str, Any], before: Sequence[str] = ()) -> Witness:
    """Run a script under observation; `names` are its tools and inputs.

    `before` are the snippets that have been run in the same names; those are not observed.
    """
    found = Witness()
    found.namespace = {"__name__": "__main__", **names}
    for one in before:
        _run(_compiled(_parsed(one)), found, None)
    found.error = None
    code = _compiled(_parsed(text))
    tracer = _Tracer(found)
    _run(code, found, tracer.enter)
    return found


def _parsed(text: str) -> ast.Module:
    """The tree of a script. CPython 3.11 now and then loses count of its depth; then once more."""
    try:
        return ast.parse(text, NAME)
    except SystemError:
        return ast.parse(text, NAME)


def show_values(text: str, names: Mapping[str, Any], see: See, before: Sequence[str] = ()) -> None:
    """Run a script, behind snippets `before` it, and show the value of each of its expressions.

    Those in functions of earlier snippets are shown too, if it calls them.
    """
    trees = [ast.fix_missing_locations(_Showing().visit(_parsed(one))) for one in (*before, text)]
    namespace: dict[str, Any] = {"__name__": "__main__", **names}

    is_looking = bool(before)

    def show(line: int, column: int, last: int, end: int, value: object) -> object:
        nonlocal is_looking
        if not is_looking:  # looking at a value may run code of the script
            is_looking = True
            see((line, column, last, end), value)
            is_looking = False
        return value

    namespace["__builtins__"] = {**vars(builtins), "__show__": show}
    found = Witness()
    found.namespace = namespace
    for tree in trees:
        assert isinstance(tree, ast.Module)
        if tree is trees[-1]:
            is_looking, found.error = False, None
        _run(_compiled(tree), found, None)
    if isinstance(found.error, AssertionError) and "__show__" in str(found.error):
        raise found.error


def _compiled(tree: ast.Module) -> types.CodeType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code: types.CodeType = compile(tree, NAME, "exec", FLAGS, dont_inherit=True)
    return code


def _run(code: types.CodeType, found: Witness, trace: Any) -> None:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        before = sys.gettrace()
        limit = sys.getrecursionlimit()
        try:
            sys.setrecursionlimit(400 + _depth())
            sys.settrace(trace)
            result = eval(code, found.namespace)
            if code.co_flags & 0x80:
                asyncio.run(result)
        except BaseException as error:
            if isinstance(error, (KeyboardInterrupt, TooLongError)):
                raise
            found.error = error
        finally:
            sys.settrace(before)
            sys.setrecursionlimit(limit)


def _depth() -> int:
    count = 0
    frame: types.FrameType | None = sys._getframe()
    while frame is not None:
        count += 1
        frame = frame.f_back
    return count


class _Tracer:
    """Follows the frames of the script."""

    def __init__(self, found: Witness) -> None:
        self.found = found
        self.places: dict[types.CodeType, list[Place | None]] = {}
        self.last: dict[int, Place] = {}
        self.events = 0

    def enter(self, frame: types.FrameType, event: str, _: object) -> Any:
        """A frame begins or goes on; one of an earlier program may do so when it is collected."""
        if frame.f_code.co_filename != NAME or frame.f_globals is not self.found.namespace:
            return None
        if event == "call":
            self._note_call(frame)
        frame.f_trace_opcodes = True
        return self.step

    def _note_call(self, frame: types.FrameType) -> None:
        code = frame.f_code
        if code.co_name in _TRANSPARENT or not code.co_flags & 0x2:  # a class body, the module
            return
        callee = FunctionKey(code.co_name, code.co_firstlineno)
        if code.co_flags & (0x20 | 0x80 | 0x200):
            self.found.suspended.add(callee)
        self.found.calls.add((_caller(frame), callee))

    def step(self, frame: types.FrameType, event: str, _: object) -> Any:
        """A line, an instruction, an exception or the end of a frame."""
        self.events += 1
        if self.events > MOST_EVENTS:
            raise TooLongError
        key = id(frame)
        if event == "line":
            self.found.lines.add(frame.f_lineno)
        elif event == "exception":
            place = self._place(frame)
            self.last.pop(key, None)
            if place is not None:
                self.found.raised.add(place)
        elif event == "opcode":
            before = self.last.pop(key, None)
            if before is not None:
                self.found.completed.add(before)
            place = self._place(frame)
            if place is not None:
                self.last[key] = place
        elif event == "return":
            before = self.last.pop(key, None)
        return self.step

    def _place(self, frame: types.FrameType) -> Place | None:
        code = frame.f_code
        places = self.places.get(code)
        if places is None:
            places = [
                None
                if None in one or dis.opname[code.co_code[2 * position]] in _SILENT
                else (one[0], one[2], one[1], one[3])  # type: ignore[misc]
                for position, one in enumerate(code.co_positions())
            ]
            self.places[code] = places
        return places[frame.f_lasti // 2]


def _caller(frame: types.FrameType) -> FunctionKey | None:
    """The function of the script that a frame was called from, through the library if need be."""
    above = frame.f_back
    while above is not None:
        code = above.f_code
        if code.co_filename == NAME and code.co_name not in _TRANSPARENT and code.co_flags & 0x2:
            return FunctionKey(code.co_name, code.co_firstlineno)
        above = above.f_back
    return None


class _Showing(ast.NodeTransformer):
    """Puts a call of `__show__` around every expression that is evaluated for its value."""

    SHOWN: Final = (
        ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.BinOp, ast.BoolOp, ast.UnaryOp,
        ast.Compare, ast.IfExp, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.ListComp, ast.SetComp,
        ast.DictComp, ast.GeneratorExp, ast.Lambda, ast.JoinedStr, ast.Await, ast.Yield,
        ast.YieldFrom,
    )  # fmt: skip

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.pattern):
            return node
        found = super().visit(node)
        is_loaded = isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
        if not isinstance(found, self.SHOWN) or not is_loaded:
            return found
        place = (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
        numbers: list[ast.expr] = [ast.Constant(one) for one in place]
        call = ast.Call(ast.Name("__show__", ast.Load()), [*numbers, found], [])
        return ast.copy_location(call, node)

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        node.value = self.visit(node.value)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def _function(self, node: Any) -> ast.AST:
        returns, node.returns = node.returns, None
        found = self.generic_visit(node)
        node.returns = returns
        return found
