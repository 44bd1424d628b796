"""The trace of a run: what crossed, as it was when it crossed, whatever is done to it afterwards."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

import foretell
from foretell.interpreter.kernel import Runtime, Stop
from foretell.interpreter.tools import CallRecord, HostTool, ToolDesk
from foretell.outcome import TraceEntry

STUB = """
def fetch() -> list[dict]: ...
def take(values: list, more: dict = ...) -> None: ...
def fail(code: int) -> None: ...
"""
CATALOG = foretell.ToolCatalog.from_stub(STUB)


def run(text: str, **tools: Any) -> foretell.Outcome:
    """Run a script with tools of `STUB`."""
    decision = foretell.Policy.permissive().decide(foretell.analyze(text, CATALOG))
    return foretell.run(decision.grant, tools=tools)


def test_a_record_does_not_change_with_the_values_of_host_and_script() -> None:
    rows = [{"tags": ["a"], "place": {"zip": 1}}]
    taken: list[Any] = []

    def take(values: list[Any], more: dict[str, Any]) -> None:
        values.append("host")
        more.clear()
        taken.append((values, more))

    text = (
        "rows = fetch()\nvalues = [1, [2]]\nmore = {'a': [3]}\ntake(values, more=more)\n"
        "rows[0]['tags'].clear()\nrows.append(1)\nvalues[1].append(4)\nmore['b'] = 5\n"
    )
    outcome = run(text, fetch=lambda: rows, take=take)
    rows.append({"tags": [], "place": {}})
    taken[0][0].clear()
    assert outcome.trace == (
        TraceEntry("fetch", {}, 1, result=[{"tags": ["a"], "place": {"zip": 1}}]),
        TraceEntry("take", {"values": [1, [2]], "more": {"a": [3]}}, 4),
    )


def test_what_is_shared_in_a_call_is_recorded_too() -> None:
    def take(values: list[Any]) -> None:
        assert values[0] is values[1]
        values[0].append("host")

    outcome = run("row = [1]\ntake([row, row])\nrow.append(2)\n", take=take)
    assert outcome.error is None
    assert outcome.trace[0].arguments == {"values": [[1], [1]]}


def test_a_trace_is_a_sequence_of_its_entries() -> None:
    def fail(code: int) -> None:
        raise ValueError(f"no {code}")

    outcome = run(
        "for code in (1, 2):\n    try: fail(code)\n    except ValueError: pass\n", fail=fail
    )
    entries: Any = (
        TraceEntry("fail", {"code": 1}, 2, error="ValueError: no 1"),
        TraceEntry("fail", {"code": 2}, 2, error="ValueError: no 2"),
    )
    trace = outcome.trace
    assert len(trace) == 2
    assert tuple(trace) == entries
    assert (trace[0], trace[-1], trace[1:]) == (entries[0], entries[1], entries[1:])
    assert trace == entries
    assert entries[0] in trace
    assert repr(trace) == repr(entries)
    assert trace != entries[:1]
    assert trace != list(entries)
    assert trace[0] is trace[0]
    assert pickle.loads(pickle.dumps(outcome)) == outcome  # noqa: S301 - our own


def test_a_tool_that_answers_when_the_run_is_over_changes_no_record() -> None:
    runtime = Runtime(
        steps=10, max_depth=1, item_limit=1, integer_bits=1, output_limit=0, deadline=0.0
    )
    desk = ToolDesk(total=None, per_tool={}, price=None)
    tool = HostTool(CATALOG.tools["fail"], print, desk)
    record = CallRecord("fail", {"code": 1}, 0)
    desk.is_closed = True
    with pytest.raises(Stop, match="the run is over"):
        tool.close(runtime, record, [1])
    tool.failed(runtime, record, ValueError("late"))
    assert (record.finished, record.result, record.error) == (False, None, None)
