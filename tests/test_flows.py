"""Flows: whatever carries a text is followed, nothing else is claimed, and chains can be asked for."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import foretell
from foretell_analyzer.analysis import read_module
from foretell_analyzer.dialect import load_dialect
from foretell_analyzer.facts import Facts
from foretell_analyzer.flows import ANY, Flow, FlowSink, FlowSource, chains
from foretell_analyzer.ir import Module
from foretell_analyzer.resolve import resolve
from foretell_analyzer.sinks import find_flows
from foretell_analyzer.sites import World
from foretell_analyzer.source import Script
from tests.carriers import CARRIERS, PRELUDE, write
from tests.markers import Observed, missing_flows, observed_flows

CATALOG: Final = foretell.ToolCatalog.from_stub(
    "def get(key: str) -> str: ...\ndef put(text: str) -> None: ...\n"
)
BEHIND: Final = PRELUDE.count("\n") + 1
"""The line behind the prelude."""
NOT_FOLLOWED: Final = frozenset({"dict of its own"})
"""Carriers of which no more is known than that anything may come out of them."""


def run(text: str) -> tuple[foretell.Report, foretell.Outcome]:
    """Analyze and run a script; each `get` gives a token of its own."""
    report = foretell.analyze(text, CATALOG)
    tokens = (f"v{number:04d}z" for number in range(1, 100))
    outcome = foretell.run(
        foretell.Policy.permissive().decide(report).grant,
        tools={"get": lambda key: next(tokens), "put": lambda text: None},  # noqa: ARG005
    )
    return report, outcome


def into(report: foretell.Report, tool: str) -> Iterator[Flow]:
    """The flows of data into the arguments of a tool."""
    for flow in report.flows:
        if flow.kind == "data" and flow.sink.kind == "argument" and flow.sink.tool == tool:
            yield flow


@pytest.mark.parametrize("name", list(CARRIERS))
def test_a_carrier_carries_and_nothing_else_comes_along(name: str) -> None:
    text = f"{PRELUDE}x0 = get('a')\ny0 = get('b')\n{write(name, 'x0', 'x1', 1)}put(x1)\n"
    report, outcome = run(text)
    assert outcome.error is None
    line = text.count("\n")
    assert set(observed_flows(outcome)) == {
        Observed("get", BEHIND, "argument", "put", "text", line)
    }
    assert missing_flows(report, outcome) == []
    sources = {flow.source.span.line if flow.source.span else 0 for flow in into(report, "put")}
    assert sources == ({0} if name in NOT_FOLLOWED else {BEHIND})


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_what_is_carried_in_a_row_is_followed(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    lines = ["x0 = get('a')\n", "x1 = get('b')\n"]
    for number in range(2, 6):
        taken = f"x{chance.randrange(number)}"
        made = write(chance.choice(list(CARRIERS)), taken, f"x{number}", number)
        match chance.randrange(4):
            case 0:
                lines.append(f"if x{chance.randrange(number)}:\n{indented(made)}")
            case 1:
                name = f"f{number}0"
                lines.append(f"def {name}(x):\n{indented(write_inside(made, taken, number))}")
                lines.append(f"x{number} = {name}({taken})\n")
            case _:
                lines.append(made)
    lines.append("put(x5)\nprint(x4)\nx3\n")
    report, outcome = run(PRELUDE + "".join(lines))
    assert missing_flows(report, outcome) == []


def indented(text: str) -> str:
    """The lines as a block."""
    return "".join(f"    {line}\n" for line in text.splitlines())


def write_inside(made: str, taken: str, number: int) -> str:
    """The lines as the body of a function of `x` that returns what they make."""
    return made.replace("global ", "nonlocal ").replace(taken, "x") + f"return x{number}\n"


def test_where_evaluation_gives_up_anything_may_flow_anywhere() -> None:
    module = read_module(Script("put(get('a'))\n"))
    assert isinstance(module, Module)
    facts = Facts(resolve(module), World(CATALOG, load_dialect("python"), {}))
    facts.seen.is_complete = False
    (flow,) = find_flows(facts)
    assert flow == Flow(FlowSource(ANY), FlowSink("argument", ANY, ANY))


def test_an_input_is_a_source() -> None:
    report = foretell.analyze("put(customer['name'])\n", CATALOG, inputs={"customer": "dict"})
    (flow,) = into(report, "put")
    assert flow.source == FlowSource(input="customer", path=flow.source.path)
    assert str(flow.source).startswith("input customer")


def steps(flows: tuple[Flow, ...], tool: str, *avoiding: str) -> list[str]:
    """The chains from a tool, in words."""
    found = chains(flows, tool, avoiding=avoiding)
    return [f"{one.source} -> {one.sink}" for one in found]


def test_a_chain_leads_through_other_tools() -> None:
    catalog = foretell.ToolCatalog.from_stub(
        "def read() -> str: ...\ndef redact(text: str) -> str: ...\ndef send(text: str): ...\n"
        "def other() -> str: ...\n"
    )
    safe = foretell.analyze("x = send(redact(read()))\nsend(other())\n0\n", catalog).flows
    assert steps(safe, "read") == ["read -> redact.text", "redact -> send.text"]
    assert steps(safe, "read", "redact") == ["read -> redact.text"]
    leaking = foretell.analyze("x = read()\nsend(redact(x) + x)\n0\n", catalog).flows
    assert steps(leaking, "read", "redact") == ["read -> send.text", "read -> redact.text"]
