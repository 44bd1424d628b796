"""What is said to be unbound is unbound, on every run that gets there."""

from __future__ import annotations

from contextlib import suppress
from textwrap import indent
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell_analyzer.analysis import analyze
from foretell_analyzer.catalog import ToolCatalog

CATALOG: Final = ToolCatalog.from_stub("")
INPUTS: Final = {"bit": "bool", "use": "object"}


def unbound(script: str) -> list[tuple[int, str | None]]:
    """Return line and name of each use of a name that has no value."""
    report = analyze(script, CATALOG, inputs=INPUTS)
    return [(one.span.line, one.subject.name) for one in report.findings if one.rule == "unbound"]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("print(x)\nx = 1", [(1, "x")]),
        ("x = x + 1", [(1, "x")]),
        ("x += 1", [(1, "x")]),
        ("x = 1\nx += 1", []),
        ("def f():\n    print(x)\n    x = 1\nf()", [(2, "x")]),
        ("def f(x):\n    x += 1\nf(1)", []),
        ("def f():\n    print(x)\nf()\nx = 1", [(2, "x")]),
        ("if bit:\n    x = 1\nprint(x)", []),
        ("for i in [1]:\n    print(x)\n    x = 1", [(2, "x")]),
        ("for i in [1, 2]:\n    if bit:\n        print(x)\n    else:\n        x = 1", []),
        ("while bit:\n    print(x)\n    continue\n    x = 1", [(2, "x")]),
        ("for i in [1, 2]:\n    if i > 1:\n        print(x)\n    x = 1\n    if bit:\n        continue", []),
        ("x = 1\ndel x\nprint(x)", [(3, "x")]),
        ("x = 1\nif bit:\n    del x\nprint(x)", []),
        ("try:\n    x = 1\nexcept ValueError:\n    print(x)", []),
        ("try:\n    pass\nexcept ValueError as error:\n    pass\nprint(error)", [(5, "error")]),
        ("print(bit and x)\nx = 1", [(1, "x")]),
        ("y = bit and x\nx = 1\nfor i in [1]:\n    print(x)", [(1, "x")]),
        ("try:\n    x = 1\n    bit()\nexcept TypeError:\n    print(x)\nx = 2\ndel x", []),
        ("for i in [1, 2]:\n    if i > 1:\n        print(x)\n    if bit:\n        x = 1\n        continue\n    break", []),
        ("for i in [1]:\n    if bit:\n        x = 1\n        break\n    raise ValueError\nprint(x)\ndel x", []),
        ("rows = [row for row in [1]]", []),
        ("print([y for y in x])\nx = 1", [(1, "x")]),
        ("f = lambda: x\nx = 1\nf()", []),
        ("def f():\n    global x\n    x = 1\nf()\nprint(x)", []),
        ("import json\nprint(json)", []),
        ("print(json)\nimport json", [(1, "json")]),
        ("with use as x:\n    pass\nprint(x)", []),
        ("match bit:\n    case [x]:\n        print(x)\n    case _:\n        print(y)\ny = x = 1", [(5, "y")]),
        ("print(f'{x}')\nx: int = 1", [(1, "x")]),
        ("if (x := bit):\n    print(x)", []),
        ("from os import *\nprint(x)\nx = 1", []),
        ("len = len\nprint(len)", []),
        ("class C:\n    y = x\nx = 1", [(2, "x")]),
    ],
)  # fmt: skip
def test_names_without_a_value(script: str, expected: list[tuple[int, str]]) -> None:
    assert unbound(script) == expected


def block(text: str) -> str:
    return indent(text, "    ")


LEAVES = st.sampled_from(
    [
        "x = 1",
        "y = 1",
        "use(x)",
        "use(y)",
        "del x",
        "x += 1",
        "use(bit and x)",
        "break",
        "continue",
        "z = use(y)",
    ]
)
STATEMENTS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map("\n".join),
        st.tuples(inner, inner).map(
            lambda two: f"if bit:\n{block(two[0])}\nelse:\n{block(two[1])}"
        ),
        inner.map(lambda one: f"if bit:\n{block(one)}"),
        inner.map(lambda one: f"for i in (1, 2):\n{block(one)}"),
        inner.map(lambda one: f"while bit:\n{block(one)}"),
        st.tuples(inner, inner, inner).map(
            lambda all_: (
                f"try:\n{block(all_[0])}\nexcept NameError as x:\n{block(all_[1])}\nfinally:\n{block(all_[2])}"
            )
        ),
    ),
    max_leaves=8,
)


class Answers:
    """Is true or false as listed; false when the list is used up."""

    def __init__(self, answers: list[bool]) -> None:
        self.answers = answers

    def __bool__(self) -> bool:
        return self.answers.pop() if self.answers else False


@given(STATEMENTS, st.lists(st.lists(st.booleans(), max_size=12), max_size=8), st.booleans())
def test_no_run_gets_past_a_use_that_must_fail(
    text: str,
    worlds: list[list[bool]],
    in_function: bool,  # noqa: FBT001 - drawn
) -> None:
    script = f"for _ in (1, 2):\n{block(text)}\n    x = y = 2"
    if in_function:
        script = f"def f():\n{block(script)}\nf()"
    # Each use is told its line, and tells that it was passed.
    lines = script.splitlines()
    passed: set[int] = set()
    for number, line in enumerate(lines, 1):
        lines[number - 1] = line.replace("use(", f"use({number}, ")

    def use(line: int, *_: Any) -> None:
        passed.add(line)

    try:
        code = compile("\n".join(lines), "script.py", "exec")
    except SyntaxError:
        return
    must = {
        one.span.line
        for one in analyze(script, CATALOG, inputs=INPUTS).findings
        if one.rule == "unbound" and "bit and" not in lines[one.span.line - 1]
    }
    for answers in worlds:
        with suppress(NameError, TypeError):
            exec(code, {"bit": Answers(answers), "use": use})
    assert passed & must == set(), script
