"""Scripts as deep and as long as the screen lets through are judged, also deep in a host's stack."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from textwrap import indent
from typing import Final

import pytest

from foretell_analyzer.analysis import analyze
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.report import Report

CATALOG: Final = ToolCatalog.from_stub("def A(x: int = 0) -> str: ...\n")
HOST_DEPTH: Final = 200


def below(depth: int, work: Callable[[], Report]) -> Report:
    """Do some work with as many frames on the stack."""
    return work() if depth == 0 else below(depth - 1, work)


def nested(depth: int, header: str, inside: str) -> str:
    """Return blocks within blocks."""
    text = inside
    for _ in range(depth):
        text = f"{header}\n{indent(text, ' ')}"
    return text


def functions(count: int) -> str:
    """Return functions of which each calls the next twice, and a call of the first."""
    chain = [f"def f{i}():\n    return [f{i + 1}(), f{i + 1}()]" for i in range(count)]
    return "\n".join([*chain, f"def f{count}():\n    return A()", "f0()"])


def calling(depth: int) -> str:
    """Return functions within functions, each called by the one around."""
    text = "A()"
    for _ in range(depth):
        text = f"def f():\n{indent(text, ' ')}\nf()"
    return text


SCRIPTS: Final = {
    "brackets": f"x = {'[' * 60}A(){']' * 60}",
    "calls within calls": f"x = {'A(' * 60}{')' * 60}",
    "lambdas": f"({'lambda: ' * 100}A(){')()' + '()' * 99}",
    "operators": f"x = {' + '.join(['A()'] * 60)}",
    "or": f"x = {' or '.join(['A()'] * 60)}",
    "attributes": f"x = A(){'.strip()' * 90}",
    "subscripts": f"x = A(){'[0]' * 150}",
    "conditional expressions": f"x = {'A() if y else ' * 50}1",
    "not": f"x = {'not ' * 150}A()",
    "ifs": nested(45, "if x:", "A()"),
    "loops": nested(18, "for x in y:", "z = A()\nprint(z)\nw += 1"),
    "while": nested(18, "while x:", "A()\nx = z\nz = 1"),
    "tries": "".join(f"{' ' * i}try:\n" for i in range(18))
    + " " * 18
    + "A()\n"
    + "".join(f"{' ' * i}except ValueError:\n{' ' * i} A()\n" for i in range(17, -1, -1)),
    "functions": calling(40),
    "elifs": "if x:\n A()\n" + "".join(f"elif x == {i}:\n A()\n" for i in range(190)),
    "comprehensions": f"x = {'[' * 30}A(){' for i in y]' * 30}",
    "names for names": "x0 = A()\n" + "".join(f"x{i} = x{i - 1}\n" for i in range(1, 2000)) + "x1999.foo",
    "functions in a chain": functions(500),
    "ways out": "def f():\n"
    + "".join(f" if x == {i}:\n  return A()\n A({i})\n" for i in range(150))
    + "f()",
}  # fmt: skip


@pytest.mark.parametrize("kind", SCRIPTS)
def test_a_deep_script_is_judged(kind: str) -> None:
    assert sys.getrecursionlimit() == 1000
    report = below(HOST_DEPTH, lambda: analyze(SCRIPTS[kind], CATALOG, inputs={"y": "list"}))
    assert report.plan is not None, report.findings
    assert "A" in report.tools

    def again() -> Report:
        return Report.from_dict(json.loads(json.dumps(report.to_dict())))

    assert below(HOST_DEPTH, again).to_dict() == report.to_dict()


def test_what_a_chain_of_functions_calls_is_counted_exactly() -> None:
    assert str(analyze(functions(40), CATALOG).tools["A"]) == str(2**40)


def test_numbers_too_large_for_json_are_not_told() -> None:
    assert str(analyze(functions(100), CATALOG).tools["A"]) == f"{2**53}..unknown"


def test_plans_stay_within_what_can_be_shown() -> None:
    assert len(json.dumps(analyze(functions(100), CATALOG).to_dict()["plan"])) < 1_000_000


def test_a_name_as_long_as_a_script_gets_no_suggestion() -> None:
    report = analyze(f"{'a_' * 100_000}()", CATALOG)
    assert [(one.rule, one.help) for one in report.findings] == [("unknown-tool", None)]
