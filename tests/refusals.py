"""What CPython says of a source, and what our front end says of it."""

from __future__ import annotations

import ast
import warnings

import libcst

from foretell_analyzer.lower import lower
from foretell_analyzer.parse import parse
from foretell_analyzer.resolve import resolve
from foretell_analyzer.screen import Problem
from foretell_analyzer.source import Script
from foretell_analyzer.syntax import check_syntax


def cpython_refusal(text: str, *, top_level_await: bool = True) -> str | None:
    """Why CPython's compiler refuses a source, or nothing."""
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if top_level_await else 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text, "script.py", "exec", flags, dont_inherit=True)
        except SyntaxError as error:
            return error.msg
        except (ValueError, RecursionError, MemoryError) as error:
            return str(error)
    return None


def our_problems(text: str, *, top_level_await: bool = True) -> tuple[Problem, ...]:
    """All that our front end has against a source."""
    script = Script(text)
    tree = parse(script)
    if not isinstance(tree, libcst.Module):
        return (tree,)
    module = lower(script, tree)
    if isinstance(module, Problem):
        return (module,)
    return check_syntax(module, resolve(module), top_level_await=top_level_await)
