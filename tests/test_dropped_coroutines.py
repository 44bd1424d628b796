"""A coroutine that a script forgets to await says nothing on the host's standard error."""

from __future__ import annotations

import gc
import warnings

import foretell

TEXT = (
    "import asyncio\n"
    "async def f():\n"
    "    q = asyncio.Queue()\n"
    "    asyncio.sleep(1), q.get(), q.put(1), asyncio.Lock().acquire()\n"
    "    print(type(asyncio.sleep(1)), asyncio.iscoroutine(q.get()))\n"
    "asyncio.sleep(1)\nf()\nawait f()\n"
)


def test_what_nobody_awaits_is_dropped_without_a_word() -> None:
    report = foretell.analyze(TEXT, foretell.ToolCatalog.from_functions([]))
    decision = foretell.Policy.permissive().decide(report)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        outcome = foretell.run(decision.grant, tools={})
        gc.collect()
    assert outcome.stdout == "<class 'coroutine'> True\n", outcome.error
    assert not [one for one in told if one.category is RuntimeWarning]
