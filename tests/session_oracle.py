"""Programs cut into snippets, and what running them one after the other shows.

A snippet keeps the places of the program it is cut from: what stands before it is blanked out.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Final

from foretell_analyzer.analysis import read_module
from foretell_analyzer.ir import Module, make_sequel
from foretell_analyzer.session import Ending, Session
from foretell_analyzer.source import Script
from tests.alike import TOOL_ERROR
from tests.evaluation_oracle import compare, evaluate_module
from tests.witness import witness

Choose = Callable[[int], int]
MOST_PIECES: Final = 3


def cut(text: str, choose: Choose) -> list[str]:
    """A program as up to `MOST_PIECES` snippets, cut between statements that begin a line."""
    lines = text.splitlines(keepends=True)
    starts = sorted({_first_line(one) for one in ast.parse(text).body})[1:]
    starts = [one for one in starts if _begins_a_statement(text, one)]
    count = min(len(starts), choose(MOST_PIECES - 1) + 1)
    chosen = sorted({starts[choose(len(starts))] for _ in range(count)}) if starts else []
    pieces: list[str] = []
    for first, last in zip([1, *chosen], [*chosen, len(lines) + 1], strict=True):
        before = "".join(lines[: first - 1])
        blank = "".join(one if one in "\r\n" else " " for one in before)
        pieces.append(blank + "".join(lines[first - 1 : last - 1]))
    return pieces


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(one.lineno for one in decorators)])


def _begins_a_statement(text: str, line: int) -> bool:
    """Does no statement before it end on the line?"""
    return all(one.end_lineno != line for one in ast.parse(text).body if _first_line(one) < line)


def whole(pieces: list[str], *, is_known: bool) -> Module:
    """The module of the last snippet behind the others, which ended as they do in CPython.

    is_known: the session knows which names have a value after each.
    """
    session = Session()
    for number, piece in enumerate(pieces[:-1]):
        module = read_module(Script(piece, f"snippet{number}.py"), session.next_index)
        assert isinstance(module, Module), module
        seen = witness(piece, {"ToolError": TOOL_ERROR}, pieces[:number])
        ending: Ending = "finished" if seen.error is None else "raised"
        bound = frozenset(seen.namespace) if is_known else None
        session = session.extended(module, ending, {}, bound)
    own = read_module(Script(pieces[-1], "last.py"), session.next_index)
    assert isinstance(own, Module), own
    return make_sequel(session.snippets, own)


def session_differences(pieces: list[str], *, is_known: bool) -> list[str]:
    """What the last snippet does that its evaluation does not cover; empty if all is well."""
    module = whole(pieces, is_known=is_known)
    return compare(evaluate_module(module), pieces[-1], {}, pieces[:-1])


def broken(text: str, choose: Choose) -> str:
    """A program with a statement somewhere in it that raises what few handlers catch."""
    found = [
        one
        for one in ast.walk(ast.parse(text))
        if isinstance(one, ast.stmt) and _is_alone(text, one)
    ]
    if not found:
        return text
    place = found[choose(len(found))]
    line = _first_line(place)
    lines = text.splitlines(keepends=True)
    lines.insert(line - 1, f"{' ' * place.col_offset}raise LookupError\n")
    return "".join(lines)


def _is_alone(text: str, statement: ast.stmt) -> bool:
    line = text.splitlines()[_first_line(statement) - 1]
    return not line[: statement.col_offset].strip()
