"""No asynchronous code of a script swallows or outlives a stop, and nothing is left on the loop."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
import warnings
from collections.abc import Callable
from typing import Any

import pytest

import foretell
from foretell import Budget, Finished, Stopped

STUB = "async def wait() -> int: ...\nasync def one() -> int: ...\n"

LIMITS: dict[str, tuple[str, dict[str, Any]]] = {
    "steps": ("while True: pass", {"steps": 20_000}),
    "tool_calls": ("while True: await one()", {"tool_calls": 5}),
    "seconds": ("await wait()", {"seconds": 0.05}),
    "memory": ("a = []\n    while True: a.append([1])", {"memory": 200_000}),
    "output": ("while True: print(end='x')", {"output": 1_000}),
    "recursion": ("await spend()", {"recursion": 30}),
}
"""How to come to each limit in a coroutine function `spend`, and the budget for it."""

ATTACKS = {
    "handlers": """
async def main():
    try:
        await spend()
    except BaseException:
        print('on')
    finally:
        print('on')
        await asyncio.sleep(0)
        print('on')
""",
    "wait_for": """
async def main():
    try:
        await asyncio.wait_for(spend(), 1000)
    except BaseException:
        print('on')
    print('on')
""",
    "timeout": """
async def main():
    try:
        async with asyncio.timeout(1000):
            await spend()
    except BaseException:
        print('on')
""",
    "a group of tasks": """
async def other():
    try:
        await asyncio.sleep(1000)
    except BaseException:
        print('on')
        await asyncio.sleep(0)
    finally:
        print('on')
async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(other())
            group.create_task(spend())
            group.create_task(other())
    except* BaseException:
        print('on')
    print('on')
""",
    "a group that is handled": """
async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(spend())
    except BaseException:
        print('on')
""",
    "the body of a group": """
async def other():
    try:
        await asyncio.sleep(1000)
    finally:
        print('on')
async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(other())
        await asyncio.sleep(0)
        await spend()
""",
    "gathered exceptions": """
async def main():
    found = await asyncio.gather(spend(), spend(), wait(), return_exceptions=True)
    print('on', found)
""",
    "tasks waited for": """
async def main():
    task = asyncio.create_task(spend())
    await asyncio.wait([task])
    print('on', task.exception())
""",
    "a task that nobody waits for": """
async def main():
    task = asyncio.create_task(spend())
    while True:
        await asyncio.sleep(0.001)
        if task.done():
            print('on')
            break
""",
    "a shield": """
async def main():
    task = asyncio.shield(asyncio.create_task(spend()))
    try:
        await task
    except BaseException:
        print('on')
""",
    "a callback": """
async def quick(): pass
def back(task):
    print('on')
async def main():
    task = asyncio.create_task(spend())
    task.add_done_callback(back)
    try:
        await task
    finally:
        print('on')
""",
    "an asynchronous generator": """
async def items():
    try:
        yield 1
        await spend()
    finally:
        print('on')
        await asyncio.sleep(0)
async def main():
    try:
        async for item in items():
            pass
    finally:
        print('on')
""",
    "a generator that rests": """
async def items():
    try:
        yield 1
    finally:
        print('on')
async def main():
    rests = items()
    await anext(rests)
    await spend()
""",
    "a manager that keeps exceptions": """
class Keeper:
    async def __aenter__(self): return self
    async def __aexit__(self, *told):
        print('on')
        return True
async def main():
    async with Keeper():
        await spend()
    print('on')
""",
    "a manager made of a generator": """
import contextlib
@contextlib.asynccontextmanager
async def keeper():
    try:
        yield
    except BaseException:
        print('on')
async def main():
    async with keeper():
        await spend()
    print('on')
""",
    "a stack of managers": """
import contextlib
async def leave(*told):
    print('on')
    return True
async def main():
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_exit(leave)
        await spend()
    print('on')
""",
    "suppressed": """
import contextlib
async def main():
    with contextlib.suppress(BaseException):
        await spend()
    print('on')
""",
    "many tasks": """
async def other(lock):
    try:
        async with lock:
            await wait()
    finally:
        print('on')
async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*[other(lock) for i in range(50)], spend())
""",
    "a future never done": """
async def main():
    try:
        task = asyncio.ensure_future(spend())
        await asyncio.get_running_loop().create_future()
    finally:
        print('on')
""",
    "as completed": """
async def main():
    for next_one in asyncio.as_completed([spend(), wait()]):
        try:
            await next_one
        except BaseException:
            print('on')
""",
    "a thread that is none": """
def busy():
    try:
        asyncio.get_event_loop().run_until_complete(spend())
    except RuntimeError:
        pass
    finally:
        while True: pass
async def main():
    try:
        await asyncio.to_thread(busy)
    finally:
        print('on')
    await spend()
""",
    "two loops": """
async def main():
    pass
try:
    asyncio.run(spend())
except BaseException:
    print('on')
asyncio.run(spend())
""",
    "an awaitable of its own": """
class Mine:
    def __await__(self):
        try:
            while True:
                yield
        finally:
            print('on')
async def main():
    await asyncio.gather(Mine(), spend())
""",
}


class Host:
    """Tools that tell whether what was begun has ended; nothing of the loop may be told."""

    def __init__(self) -> None:
        self.begun = 0
        self.waiting = asyncio.Event()
        self.cleaned = 0
        self.ended = 0

    async def wait(self) -> int:
        """Wait for longer than any test."""
        self.begun += 1
        self.waiting.set()
        try:
            await asyncio.sleep(1000)
            return 1
        finally:
            try:
                await asyncio.sleep(0.001)
                self.cleaned += 1
            finally:
                self.ended += 1

    async def one(self) -> int:
        """Give one."""
        await asyncio.sleep(0)
        return 1


def attack(body: str, limit: str, *, in_loop: bool) -> tuple[foretell.Outcome, list[str]]:
    """Run an attack; gives the outcome and what the host was told beside it."""
    spend, limits = LIMITS[limit]
    text = f"import asyncio\nasync def spend():\n    {spend}\n{body}\nasyncio.run(main())\n"
    catalog = foretell.ToolCatalog.from_stub(STUB)
    decision = foretell.Policy.permissive().decide(foretell.analyze(text, catalog))
    assert isinstance(decision, foretell.Allow), decision.reasons
    host = Host()
    tools: dict[str, Callable[..., Any]] = {"wait": host.wait, "one": host.one}
    budget = Budget(**{"seconds": 20.0, "steps": 100_000, **limits})
    told: list[str] = []

    async def main() -> foretell.Outcome:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: told.append(str(context)))
        outcome = await foretell.run_async(decision.grant, tools=tools, budget=budget)
        told.extend(f"pending {task}" for task in asyncio.all_tasks() - {asyncio.current_task()})
        return outcome

    before = set(threading.enumerate())
    hook = sys.unraisablehook
    sys.unraisablehook = lambda raised: told.append(str(raised))
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            if in_loop:
                outcome = asyncio.run(main())
            else:
                outcome = foretell.run(decision.grant, tools=tools, budget=budget)
            gc.collect()
    finally:
        sys.unraisablehook = hook
    told.extend(str(one.message) for one in warned)
    if isinstance(outcome, Stopped):
        told.extend(f"thread {one}" for one in set(threading.enumerate()) - before)
    # On a loop of the run's own, `wait_for` cancels once more what it waits for, as in CPython.
    ended = host.cleaned if in_loop else host.ended
    if host.begun != ended:
        told.append(f"{host.begun - ended} of {host.begun} calls have not ended")
    return outcome, told


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        *((name, limit) for name in ATTACKS for limit in ("steps", "tool_calls", "seconds")),
        *(("handlers", limit) for limit in ("memory", "output", "recursion")),
    ],
)
def test_a_stop_ends_the_run_and_leaves_nothing(
    name: str, limit: str, caplog: pytest.LogCaptureFixture
) -> None:
    for in_loop in (False, True):
        outcome, told = attack(ATTACKS[name], limit, in_loop=in_loop)
        assert isinstance(outcome, Stopped)
        assert ("on" in outcome.stdout, told) == (False, [])
        assert outcome.limit in ({"steps", limit} if name == "a thread that is none" else {limit})
    assert caplog.text == ""


def test_what_is_left_of_a_run_that_ends_is_cancelled_as_in_cpython() -> None:
    body = """
async def other():
    try:
        await wait()
    except asyncio.CancelledError:
        print('cancelled')
        raise
async def main():
    task = asyncio.create_task(other())
    await asyncio.sleep(0.01)
"""
    for in_loop in (False, True):
        outcome, told = attack(body, "steps", in_loop=in_loop)
        assert isinstance(outcome, Finished), outcome.error
        assert (outcome.stdout, told) == ("cancelled\n", [])


def test_a_call_that_ends_while_it_is_cancelled_is_in_the_trace() -> None:
    async def stubborn() -> int:
        try:
            await asyncio.sleep(1000)
        except asyncio.CancelledError:
            return 5
        return 1

    text = "import asyncio\ntry:\n    print(await stubborn())\nfinally:\n    print('on')"
    catalog = foretell.ToolCatalog.from_stub("async def stubborn() -> int: ...")
    grant = foretell.Policy.permissive().decide(foretell.analyze(text, catalog)).grant
    for in_loop in (False, True):
        tools, budget = {"stubborn": stubborn}, Budget(seconds=0.05)
        if in_loop:
            outcome = asyncio.run(foretell.run_async(grant, tools=tools, budget=budget))
        else:
            outcome = foretell.run(grant, tools=tools, budget=budget)
        assert isinstance(outcome, Stopped)
        assert (outcome.limit, outcome.stdout) == ("seconds", "")
        if not in_loop:
            assert [entry.result for entry in outcome.trace] == [5]


def test_cancelling_the_caller_cancels_the_tools_and_runs_nothing_more() -> None:
    text = "import asyncio\ntry:\n    await wait()\nfinally:\n    await one()"
    catalog = foretell.ToolCatalog.from_stub(STUB)
    grant = foretell.Policy.permissive().decide(foretell.analyze(text, catalog)).grant
    host = Host()
    called: list[int] = []

    async def one() -> None:
        called.append(1)

    async def main() -> None:
        tools: dict[str, Callable[..., Any]] = {"wait": host.wait, "one": one}
        task = asyncio.ensure_future(foretell.run_async(grant, tools=tools))
        async with asyncio.timeout(20):
            await host.waiting.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())
    assert (host.begun, host.cleaned, called) == (1, 1, [])


def test_tools_that_are_gathered_run_at_the_same_time() -> None:
    meeting: list[asyncio.Barrier] = []

    async def meet(number: int) -> int:
        if not meeting:
            meeting.append(asyncio.Barrier(3))
        async with asyncio.timeout(10):
            await meeting[0].wait()
        return number

    text = "import asyncio\nawait asyncio.gather(meet(1), meet(2), meet(3))"
    catalog = foretell.ToolCatalog.from_stub("async def meet(number: int) -> int: ...")
    grant = foretell.Policy.permissive().decide(foretell.analyze(text, catalog)).grant
    for start in (foretell.run, lambda *a, **k: asyncio.run(foretell.run_async(*a, **k))):
        meeting.clear()
        outcome = start(grant, tools={"meet": meet})
        assert outcome.value == [1, 2, 3]
