"""Work inside one C call is charged before it is done: each hostile call is stopped at once.

The calls run in a process of their own, which may take only so much memory and processor time: one
that is not charged fails there instead of stalling the tests.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import foretell
from tests.hostile_calls import CALLS

STEPS = 100_000
MEMORY = 32 << 20
ADDRESSES = 1 << 29
"""Bytes that the process may take above what it takes when it begins."""

PROCESSOR = 240
"""Seconds for all of the calls."""


def run(text: str) -> dict[str, Any]:
    """How a call ended."""
    report = foretell.analyze(text, foretell.ToolCatalog.from_functions([]))
    decision = foretell.Policy.permissive().decide(report)
    if not isinstance(decision, foretell.Allow):
        return {"refused": [reason.message for reason in decision.reasons]}
    budget = foretell.Budget(steps=STEPS, memory=MEMORY, seconds=None)
    outcome = foretell.run(decision.grant, tools={}, budget=budget)
    limit = outcome.limit if isinstance(outcome, foretell.Stopped) else None
    message = None if outcome.error is None else outcome.error.message
    return {"limit": limit, "message": message, "memory": outcome.usage.memory}


def run_all() -> None:
    """Run each call; writes name and ending, a line each."""
    run("1")
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + ADDRESSES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    for name, text in CALLS.items():
        sys.stdout.write(json.dumps([name, run(text)]) + "\n")


def test_each_hostile_call_is_stopped_before_it_is_done() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "from tests.test_charges import run_all; run_all()"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    told = dict(json.loads(line) for line in ended.stdout.splitlines())
    assert (list(told), ended.stderr) == (list(CALLS), "")
    for name, ending in told.items():
        assert ending.get("limit") in {"steps", "size", "memory", "output"}, (name, ending)
        assert ending["message"] != "the host has no memory left", name
        assert ending["memory"] <= MEMORY, name
