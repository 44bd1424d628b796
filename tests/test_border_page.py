"""Every row of the page about the border is what happens."""

from __future__ import annotations

import collections
import dataclasses
import datetime  # noqa: ICN001 - the page spells it out
import decimal
import enum
import fractions
import pathlib
import re
import types
import uuid
import zoneinfo
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import foretell
from foretell import Finished, GrantError, Stopped

PAGE = (Path(__file__).parent.parent / "docs" / "border.md").read_text(encoding="utf-8")
CODE = re.compile(r"``(.+?)``|`([^`]+)`")


class Text(str):
    __slots__ = ()


class Colour(enum.Enum):
    RED = "red"


class Pair(NamedTuple):
    a: int
    b: int


@dataclasses.dataclass(frozen=True)
class Point:
    x: Any
    y: Any


class Model:
    def model_dump(self) -> dict[str, str]:
        return {"name": "m"}


class Broken:
    def model_dump(self) -> None:
        raise OSError


class NotFound(KeyError):  # noqa: N818 - what a host may raise
    pass


class Refused(Exception):  # noqa: N818 - likewise
    pass


HOST: dict[str, Any] = {
    **{one.__name__: one for one in (Text, Colour, Pair, Point, Model, Broken, NotFound, Refused)},
    **{
        one.__name__: one
        for one in (collections, datetime, decimal, fractions, pathlib, types, uuid, zoneinfo)
    },
}


def rows(section: str, table: int) -> list[list[str]]:
    """The rows of a table of a section, by cells."""
    text = PAGE.split(f"\n## {section}\n")[1].split("\n## ")[0]
    tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in tables[table].splitlines()[2:]
    ]


def codes(cell: str) -> list[str]:
    return [(double or single).strip() for double, single in CODE.findall(cell)]


def values(cell: str) -> list[str]:
    """The expressions of a cell, without the explanation behind them."""
    found = codes(cell)
    return found[:1] if cell[cell.rindex("`") + 1 :] or ", a" in cell else found


def evaluate(expression: str) -> Any:
    return eval(expression, dict(HOST))  # our own page


def crossing(section: str, table: int) -> list[tuple[str, str]]:
    """Pairs of what crosses and what it becomes."""
    found = []
    for left, right in rows(section, table):
        becomes = codes(right)
        found += [(one, becomes[0] if becomes else one) for one in values(left)]
    return found


def run(text: str, tool: Callable[..., Any]) -> foretell.Outcome:
    catalog = foretell.ToolCatalog.from_stub("def tool(value: Any = None) -> Any: ...\n")
    decision = foretell.Policy.permissive().decide(foretell.analyze(text, catalog))
    assert isinstance(decision, foretell.Allow)
    return foretell.run(decision.grant, tools={"tool": tool})


@pytest.mark.parametrize(("given", "becomes"), crossing("What comes in", 0))
def test_what_comes_in(given: str, becomes: str) -> None:
    value = evaluate(given)
    outcome = run("v = tool()\ntype(v).__name__, v", lambda: value)
    assert isinstance(outcome, Finished), outcome.error
    wanted = evaluate(becomes)
    assert outcome.value == (type(wanted).__name__, wanted)


@pytest.mark.parametrize(("given", "why"), [(values(a)[0], b) for a, b in rows("What comes in", 1)])
def test_what_is_refused(given: str, why: str) -> None:
    value = evaluate(given)
    outcome = run("tool()", lambda: value)
    assert isinstance(outcome, Stopped)
    told = f"tool `tool` returned {codes(why)[0]}, which is no plain data"
    assert (outcome.limit, outcome.error.message) == ("host", told)
    report = foretell.analyze("1", foretell.ToolCatalog.from_functions([]))
    grant = foretell.Policy.permissive().decide(report).grant
    with pytest.raises(GrantError, match=r"the input `value.*` is a .*, which is no plain data"):
        foretell.run(grant, tools={}, inputs={"value": value})


@pytest.mark.parametrize(("given", "becomes"), crossing("What goes out", 0))
def test_what_goes_out(given: str, becomes: str) -> None:
    seen: list[Any] = []
    outcome = run(f"v = {given}\ntool(v)\nv", lambda value: seen.append(value))  # noqa: PLW0108
    assert isinstance(outcome, Finished), outcome.error
    wanted = evaluate(becomes)
    for value in (seen[0], outcome.value):
        assert (type(value), value) == (type(wanted), wanted)


@pytest.mark.parametrize(("given", "why"), rows("What goes out", 1))
def test_what_does_not_go_out(given: str, why: str) -> None:
    (expression,) = codes(given)
    text = f"class Own: pass\ntry:\n    tool({expression})\nexcept TypeError as error:\n    print(error)"
    outcome = run(text, lambda value: value)
    assert outcome.stdout == f"tool() {codes(why)[0]}\n", outcome.error


@pytest.mark.parametrize(("raised", "name", "caught"), rows("Exceptions of tools", 0))
def test_exceptions_of_tools(raised: str, name: str, caught: str) -> None:
    error = evaluate(codes(raised)[0])

    def tool(value: Any = None) -> Any:
        del value
        raise error

    text = (
        f"try:\n    tool()\nexcept {codes(caught)[0]} as error:\n"
        "    v = type(error).__name__, str(error), error.__context__\nv"
    )
    outcome = run(text, tool)
    assert isinstance(outcome, Finished), outcome.error
    assert outcome.value == (codes(name)[0], str(error), None)
