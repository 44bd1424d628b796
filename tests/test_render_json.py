"""The JSON forms: valid whatever a script holds, and with what programs rely on."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell.meter import Usage
from foretell.outcome import Finished, Raised, RunError, Stopped, TraceEntry
from foretell.policy import Policy
from foretell.render import compact, decision_to_dict, outcome_to_dict, plain_value, to_json
from foretell_analyzer.source import Script
from tests.builders import finding, invoices, one_call, report


def test_a_decision_tells_verdict_reasons_and_grant() -> None:
    form = decision_to_dict(Policy.default().decide(invoices()))
    assert form["verdict"] == "ask"
    assert form["reasons"][0] == {
        "rule": "ask-writes",
        "effect": "ask",
        "certainty": "certain",
        "message": "`send_email` sends; called once",
        "span": msgspec.to_builtins(Policy.default().decide(invoices()).reasons[0].span),
        "witness": [11],
        "help": None,
        "logged": False,
    }
    assert form["grant"]["digests"]["policy"] == Policy.default().digest
    assert form["grant"]["budget"] == {}
    assert form["grant"]["approved_by"] is None
    assert form["grant"]["guards"] == []


def test_a_refusal_grants_nothing() -> None:
    script = Script("nope()\n")
    decision = Policy.default().decide(report(script, None, finding(script, "nope")))
    assert decision_to_dict(decision)["grant"] is None
    allowed = decision_to_dict(Policy.permissive().decide(one_call()))
    assert (allowed["verdict"], allowed["reasons"]) == ("allow", [])


def test_an_outcome_tells_how_it_ended() -> None:
    trace = (TraceEntry("search", {"query": "x"}, 2, result=[1]),)
    usage = Usage(steps=3, tool_calls=1, calls_per_tool={"search": 1})
    assert outcome_to_dict(Finished({"a": 1}, "hi\n", usage, trace)) == {
        "status": "finished",
        "limit": None,
        "value": {"a": 1},
        "stdout": "hi\n",
        "error": None,
        "usage": {
            "steps": 3, "seconds": 0.0, "tool_calls": 1, "calls_per_tool": {"search": 1},
            "price": 0.0, "output": 0, "memory": 0,
        },
        "trace": [
            {
                "tool": "search", "arguments": {"query": "x"}, "line": 2, "result": [1],
                "error": None, "finished": True,
            }
        ],
    }  # fmt: skip
    error = RunError("Stop", "no steps left", "", 3)
    stopped = outcome_to_dict(Stopped("steps", error, "", usage, ()))
    assert (stopped["status"], stopped["limit"]) == ("stopped", "steps")
    assert outcome_to_dict(Raised(error, "", usage, ()))["error"] == {
        "type": "Stop", "message": "no steps left", "traceback": "", "line": 3,
    }  # fmt: skip


def test_what_json_lacks_becomes_its_nearest_form() -> None:
    assert plain_value((1, {2}, b"\xff", date(2026, 1, 2))) == [1, [2], "\\xff", "2026-01-02"]
    assert plain_value({1: float("nan"), None: -float("inf")}) == {"1": "nan", "null": "-inf"}
    assert plain_value(1 << 5000) == hex(1 << 5000)
    nested: list[Any] = []
    for _ in range(500):
        nested = [nested]
    assert "…" in json.loads(to_json(nested))[0].__repr__()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters())
    | st.binary() | st.dates(),
    lambda inner: st.lists(inner) | st.tuples(inner)
    | st.dictionaries(st.one_of(st.text(st.characters()), st.integers(), st.none()), inner),
)  # fmt: skip


@given(VALUES)
def test_every_value_is_written_as_valid_json(value: object) -> None:
    text = to_json(value)
    assert text.isascii()
    assert json.loads(text, parse_constant=pytest.fail) == plain_value(value)
    assert isinstance(compact(value), str)
