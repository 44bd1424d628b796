"""A loop over something that has no items.

*What it finds.* `for`, a comprehension, unpacking, or a call that goes over its argument, where the
value's type is certain and has no items: a number, None, a function that was not called. A None
that a tool declares it may give is a warning.

*Why it matters.* The line raises `TypeError`, after everything above it has already happened.

*Example.*

    for line in write_file("/notes.txt", text):      # error: int has no items
        print(line)

*What it cannot see.* Values whose type is not certain. What rests on a declared result is `may`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule
from foretell_analyzer.evaluate.observations import Problem
from foretell_analyzer.facts import Facts

from ._values import shown_type, telling_types

RULE: Final = Rule("F409", "not-iterable", "error", "a loop goes over something without items")

CALLABLE: Final = frozenset({"function", "method", "builtin_function_or_method"})
"""Types of what gives something when it is called."""


def check(facts: Facts) -> Iterator[Finding]:
    """Loops that surely raise."""
    for problem in facts.problems("not-iterable"):
        kinds = telling_types(facts, problem)
        if not kinds:
            continue
        shown = shown_type(kinds[0])
        message = f"{shown} has no items to go over"
        if problem.detail.name == "async":
            message = f"`async for` does not go over {shown}"
        elif kinds == ["async_generator"]:
            message = "an async generator is gone over by `async for` only"
        yield facts.finding(
            RULE,
            problem.node,
            message,
            help=_cure(facts, problem, kinds[0]),
            certainty=facts.problem_certainty(problem),
            severity=None if problem.is_certain else "warning",
        )


def _cure(facts: Facts, problem: Problem, kind: str) -> str | None:
    shown = facts.snippet(problem.node)
    if problem.detail.name == "async":
        return "write `for`"
    if kind in ("int", "float"):
        return f"write `range({shown})` to count" if kind == "int" else None
    if kind in CALLABLE:
        return f"call it: `{shown}()`"
    if kind == "NoneType":
        return f"write `{shown} or []`" if not problem.is_certain else None
    return "write `async for`" if kind == "async_generator" else None
