"""A tool that hangs does not outlive the deadline; in whose thread tools are called."""

from __future__ import annotations

import asyncio
import contextvars
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import foretell
from foretell import Budget, Finished, Stopped

Host = Callable[..., Any]
SHORT = Budget(seconds=0.2)


class Gate:
    """A tool that hangs until the test lets it go."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.left = threading.Event()

    def __call__(self) -> int:
        self.opened.wait(60)
        self.left.set()
        return 1


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.opened.set()


def granted(text: str, *stubs: str) -> foretell.Grant:
    catalog = foretell.ToolCatalog.from_stub("".join(f"{one}: ...\n" for one in stubs))
    decision = foretell.Policy.permissive().decide(foretell.analyze(text, catalog))
    assert isinstance(decision, foretell.Allow)
    return decision.grant


def run(
    text: str, tools: dict[str, Host], budget: Budget = SHORT, *, in_loop: bool = False
) -> foretell.Outcome:
    grant = granted(text, *(f"def {name}() -> Any" for name in tools))
    if in_loop:
        return asyncio.run(foretell.run_async(grant, tools=tools, budget=budget))
    return foretell.run(grant, tools=tools, budget=budget)


HANGS = {
    "a call": "print(1)\nhang()\nprint(2)",
    "within handlers": (
        "print(1)\ntry:\n    hang()\nexcept BaseException:\n    print(2)\nfinally:\n    print(3)"
    ),
    "within a coroutine": (
        "import asyncio\nprint(1)\nasync def f():\n    try:\n        hang()\n    finally:\n"
        "        print(2)\nasyncio.run(f())"
    ),
    "beside other tasks": (
        "import asyncio\nprint(1)\nasync def f():\n    await asyncio.sleep(0)\n    hang()\n"
        "async def g():\n    try:\n        await asyncio.sleep(9)\n    finally:\n        print(2)\n"
        "async def main():\n    await asyncio.gather(g(), f(), return_exceptions=True)\n"
        "asyncio.run(main())"
    ),
    "as a key": "print(1)\nsorted([1, 2], key=lambda x: hang())",
}


@pytest.mark.parametrize("name", HANGS)
@pytest.mark.parametrize("in_loop", [False, True])
def test_a_tool_that_hangs_is_left_behind(name: str, gate: Gate, *, in_loop: bool) -> None:
    outcome = run(HANGS[name], {"hang": gate}, in_loop=in_loop)
    assert isinstance(outcome, Stopped)
    assert (outcome.limit, outcome.stdout) == ("seconds", "1\n")
    assert outcome.error.message == "the time budget was used up in tool `hang`"
    (call,) = outcome.trace
    assert (call.finished, call.result, call.error) == (False, None, None)
    assert not gate.left.is_set()


def test_the_line_of_the_call_is_told(gate: Gate) -> None:
    outcome = run("def f():\n    return hang()\nf()", {"hang": gate})
    assert outcome.error is not None
    assert outcome.error.line == 2
    assert outcome.error.traceback == (
        "Traceback (most recent call last):\n"
        '  File "script.py", line 2, in f\n    return hang()\n           ^^^^^^\n'
        "stopped: the time budget was used up in tool `hang`\n"
    )


def test_a_late_answer_changes_nothing(gate: Gate) -> None:
    called: list[str] = []
    tools: dict[str, Host] = {"hang": gate, "more": lambda: called.append("more")}
    text = "try:\n    hang()\nfinally:\n    more()\nfor i in range(3):\n    more()"
    outcome = run(text, tools)
    (worker,) = [one for one in threading.enumerate() if one.name == "foretell" and one.is_alive()]
    gate.opened.set()
    worker.join(60)
    assert gate.left.is_set()
    assert not worker.is_alive()
    assert called == []
    assert [(entry.tool, entry.finished) for entry in outcome.trace] == [("hang", False)]
    assert outcome.usage.tool_calls == 1


def test_the_limit_on_frames_is_put_back_though_a_tool_hangs(gate: Gate) -> None:
    before = sys.getrecursionlimit()
    run("hang()", {"hang": gate})
    assert sys.getrecursionlimit() == before


class Unreadable:
    """A result whose reading never ends."""

    def __init__(self, gate: Gate) -> None:
        self.model_dump = gate


def test_a_result_that_hangs_when_it_is_read_is_left_behind_too(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foretell.interpreter.execution.GRACE", 0.1)
    outcome = run("tool()", {"tool": lambda: Unreadable(gate)})
    assert isinstance(outcome, Stopped)
    assert outcome.error.message == "the time budget was used up"


def test_an_asynchronous_tool_that_blocks_is_left_behind_too(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foretell.interpreter.execution.GRACE", 0.1)

    async def tool() -> int:
        return gate()

    grant = granted("await tool()", "async def tool() -> Any")
    outcome = foretell.run(grant, tools={"tool": tool}, budget=SHORT)
    assert isinstance(outcome, Stopped)
    assert outcome.limit == "seconds"
    assert [entry.finished for entry in outcome.trace] == [False]


def test_a_tool_that_raises_too_late_gives_the_script_no_more_time() -> None:
    def late() -> None:
        time.sleep(0.25)
        raise ValueError("late")

    text = "try:\n    late()\nexcept ValueError:\n    print('on')"
    outcome = run(text, {"late": foretell.in_caller_thread(late)}, SHORT)
    assert isinstance(outcome, Stopped)
    assert (outcome.limit, outcome.stdout) == ("seconds", "")
    assert [entry.error for entry in outcome.trace] == ["ValueError: late"]


def test_an_answer_that_comes_too_late_is_in_the_trace() -> None:
    def late() -> list[int]:
        time.sleep(0.25)
        return [1]

    outcome = run("late()\nprint('on')", {"late": foretell.in_caller_thread(late)}, SHORT)
    assert isinstance(outcome, Stopped)
    assert (outcome.limit, outcome.stdout) == ("seconds", "")
    assert [entry.result for entry in outcome.trace] == [[1]]


def test_cancelling_the_caller_leaves_a_hanging_tool_behind(gate: Gate) -> None:
    grant = granted("hang()", "def hang() -> Any")

    async def main() -> None:
        task = asyncio.ensure_future(foretell.run_async(grant, tools={"hang": gate}))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


@pytest.mark.parametrize("in_loop", [False, True])
def test_without_a_deadline_tools_are_called_where_the_script_runs(*, in_loop: bool) -> None:
    seen: list[int] = []
    unlimited = Budget(seconds=None)
    run("see()", {"see": lambda: seen.append(threading.get_ident())}, unlimited, in_loop=in_loop)
    assert (seen == [threading.get_ident()]) is not in_loop


@pytest.mark.parametrize("in_loop", [False, True])
def test_a_marked_tool_is_called_in_the_thread_of_the_caller(*, in_loop: bool) -> None:
    database = sqlite3.connect(":memory:")

    def count() -> int:
        """Count."""
        (found,) = database.execute("select 7").fetchone()
        return int(found)

    marked = foretell.in_caller_thread(count)
    assert marked.__doc__ == "Count."
    outcome = run("count() + count()", {"count": marked}, Budget(), in_loop=in_loop)
    assert isinstance(outcome, Finished), outcome.error
    assert outcome.value == 14
    plain = run("count()", {"count": count}, Budget(), in_loop=in_loop)
    assert plain.error is not None
    assert plain.error.type == "ProgrammingError"
    database.close()


def test_what_a_marked_tool_raises_reaches_the_script() -> None:
    def fail() -> None:
        raise KeyError("k")

    text = "try:\n    fail()\nexcept KeyError as error:\n    print(error.__context__)"
    outcome = run(text, {"fail": foretell.in_caller_thread(fail)})
    assert outcome.stdout == "None\n", outcome.error


def test_a_marked_tool_may_use_the_loop_of_its_host() -> None:
    loops: list[asyncio.AbstractEventLoop] = []

    def begin() -> None:
        loops.append(asyncio.get_running_loop())

    async def main() -> None:
        tools = {"begin": foretell.in_caller_thread(begin)}
        await foretell.run_async(granted("begin()", "def begin() -> Any"), tools=tools)
        assert loops == [asyncio.get_running_loop()]

    asyncio.run(main())


NAME: contextvars.ContextVar[str] = contextvars.ContextVar("name", default="none")


@pytest.mark.parametrize("in_loop", [False, True])
@pytest.mark.parametrize("mark", [lambda function: function, foretell.in_caller_thread])
def test_tools_see_the_context_variables_of_the_caller(mark: Host, *, in_loop: bool) -> None:
    token = NAME.set("caller")
    try:
        assert run("name()", {"name": mark(NAME.get)}, in_loop=in_loop).value == "caller"
    finally:
        NAME.reset(token)


def test_a_worker_is_used_again_unless_its_run_was_stopped() -> None:
    seen: list[threading.Thread] = []

    def see() -> None:
        seen.append(threading.current_thread())

    for text in ("see()", "see()", "see()\n1 / 0", "see()\nwhile True:\n    pass", "see()"):
        run(text, {"see": see}, Budget(steps=1_000))
    first, second, third, stopped, fresh = seen
    assert first is second is third is stopped
    assert fresh is not stopped
    assert not stopped.is_alive()


INTERRUPTED = """
import os, signal, threading, time
import foretell

signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it

def hang():
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()
    time.sleep({seconds})

catalog = foretell.ToolCatalog.from_stub("def hang() -> Any: ...")
decision = foretell.Policy.permissive().decide(foretell.analyze("print(1)\\nhang()", catalog))
import foretell.interpreter.execution
foretell.interpreter.execution.GRACE = {grace}
try:
    foretell.run(decision.grant, tools={{"hang": hang}})
except foretell.Interrupted as interrupted:
    outcome = interrupted.outcome
    print(outcome.limit, outcome.stdout, outcome.error.message, [e.finished for e in outcome.trace])
"""


@pytest.mark.parametrize(("seconds", "grace", "finished"), [(60, 0.1, False), (0.3, 60, True)])
def test_an_interruption_ends_a_run_whose_tool_hangs(
    seconds: float, grace: float, *, finished: bool
) -> None:
    code = INTERRUPTED.format(seconds=seconds, grace=grace)
    ended = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
        timeout=60,
    )
    assert ended.stdout == f"host 1\n interrupted [{finished}]\n"
    assert ended.stderr == ""
