"""What a run holds is weighed; garbage is free, and who holds too much is stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import foretell

MEGABYTE = 1 << 20

HOLDERS = {
    "a list of records": "a = []\nwhile True:\n    a.append({'id': len(a), 'name': 'x' * 20})",
    "a list of tuples": "a = []\nwhile True:\n    a.append((len(a) + 1000, str(len(a))))",
    "a chain of tuples": "a = None\nwhile True:\n    a = (a, 1)",
    "a dict": "d = {}\nwhile True:\n    d[len(d)] = str(len(d))",
    "a set": "d = set()\nwhile True:\n    d.add(str(len(d)))",
    "a comprehension under way": "a = [[str(i)] * 10 for i in range(10**8)]",
    "what a loop goes over": "for i in [[0] * 50 for i in range(1000)] * 100:\n    a = [i[:], a]".replace(
        "for i in [[", "a = None\nfor i in [["
    ),
    "long texts": "a = []\nwhile True:\n    a.append('x' * 100000 + str(len(a)))",
    "frames of calls": "def f(n):\n    x = [0] * 100000\n    return f(n + 1)\nf(0)",
    "suspended generators": (
        "def g():\n    x = [0] * 1000\n    yield x\n    yield x\n"
        "a = []\nwhile True:\n    h = g()\n    next(h)\n    a.append(h)"
    ),
    "closures": (
        "def make(i):\n    x = [i] * 5\n    return lambda: x\n"
        "a = []\nwhile True:\n    a.append(make(len(a)))"
    ),
    "instances": (
        "class P:\n    def __init__(self, x):\n        self.x = [x]\n"
        "a = []\nwhile True:\n    a.append(P(len(a)))"
    ),
    "a class body": "class P:\n    a = []\n    while True:\n        a.append([1])",
    "a queue": (
        "import asyncio\nq = asyncio.Queue()\nwhile True:\n    q.put_nowait([1, str(q.qsize())])"
    ),
    "an iterator of C": "a = list(zip(range(10**9), range(10**9)))",
    "results of a tool": "a = []\nwhile True:\n    a.append(records())",
    "the trace": "for i in range(1000):\n    keep('x' * 100000)",
    "tasks": (
        "import asyncio\nasync def f():\n    x = [0] * 100000\n    await asyncio.sleep(1)\n"
        "async def main():\n    await asyncio.gather(*[f() for i in range(1000)])\n"
        "asyncio.run(main())"
    ),
    "an operand before a call": "def f(n):\n    return [n] * 100000 + f(n + 1)\nf(0)",
    "an operand of another kind": "def f(n):\n    return [n] * 100000 == f(n + 1)\nf(0)",
    "an element of a display": "def f(n):\n    return [n] * 100000, f(n + 1)\nf(0)",
    "a starred element": "def f(n):\n    return [*([n] * 100000), f(n + 1)]\nf(0)",
    "a part of a text": "def f(n):\n    return f\"{'x' * 400000}{f(n + 1)}\"\nf(0)",
    "an argument": ("def g(*a): pass\ndef f(n):\n    return g([n] * 100000, x=f(n + 1))\nf(0)"),
    "a value before its key": "d = {}\ndef f(n):\n    d[f(n + 1)] = [n] * 100000\nf(0)",
    "a variable bound anew": (
        "x = 0\ndef f(n):\n    global x\n    x = [n] * 100000\n    return x + f(n + 1)\nf(0)"
    ),
    "an operand before an operator": (
        "class A:\n    def __neg__(self):\n        return [1] * 100000 + -A()\n-A()"
    ),
    "an operand before an await": (
        "async def f(n):\n    return [n] * 100000 + await f(n + 1)\nawait f(0)"
    ),
    "a result before finally": (
        "def f(n):\n    try:\n        return [n] * 100000\n    finally:\n        f(n + 1)\nf(0)"
    ),
    "a handled exception": (
        "def f(n):\n    try:\n        raise ValueError([n] * 100000)\n"
        "    except ValueError:\n        f(n + 1)\nf(0)"
    ),
    "a context manager": (
        "class C:\n    def __init__(self):\n        self.x = [1] * 100000\n"
        "    def __enter__(self): pass\n    def __exit__(self, *error): pass\n"
        "def f():\n    with C():\n        f()\nf()"
    ),
    "the subject of a match": (
        "def f(n):\n    match [n] * 100000:\n        case _:\n            f(n + 1)\nf(0)"
    ),
    "what is sorted": ("def f(n):\n    return sorted([n] * 10000, key=lambda x: f(x + 1))\nf(0)"),
}

RIGHT = {
    "small lists": "for i in range(60000):\n    a = [i, [i], (i, i)]",
    "large lists": "for i in range(100):\n    a = [0] * 100000",
    "texts": "for i in range(100):\n    a = 'xy' * 100000",
    "comprehensions": "for i in range(60):\n    a = [[j] for j in range(1000)]",
    "calls": "def f(n):\n    x = [0] * 100\n    return n and f(n - 1)\n"
    "for i in range(1000):\n    f(20)",
    "one value often": "a = 'x' * 100000\nb = [a] * 10000\nfor i in range(60000):\n    c = i * i",
    "operands": (
        "def f(n):\n    return n\n"
        "for i in range(60):\n    a = [[i] * 10000, f(i)]\n    a = [i] * 10000 == f(i)"
    ),
    "operands that fail": (
        "def f(n):\n    return 1 / 0\n"
        "def g(n):\n    try:\n        ([n] * 1000).index(f(n))\n"
        "    except ZeroDivisionError:\n        if n:\n            return g(n - 1)\n"
        "for i in range(20):\n    g(30)"
    ),
    "answers of an iterator": "a = sum(x * x for x in range(60000))\nb = max(map(str, range(9999)))",
}


def run(text: str, memory: int) -> foretell.Outcome:
    def records() -> list[dict[str, Any]]:
        return [{"id": number, "name": f"record {number}"} for number in range(100)]

    def keep(message: str) -> None: ...

    tools: dict[str, Callable[..., Any]] = {"records": records, "keep": keep}
    catalog = foretell.ToolCatalog.from_functions(tools.values())
    decision = foretell.Policy.permissive().decide(foretell.analyze(text, catalog))
    assert isinstance(decision, foretell.Allow)
    budget = foretell.Budget(memory=memory, tool_calls=None)
    return foretell.run(decision.grant, tools=tools, budget=budget)


@pytest.mark.parametrize("text", HOLDERS.values(), ids=HOLDERS.keys())
def test_a_script_that_holds_too_much_is_stopped(text: str) -> None:
    outcome = run(text, 4 * MEGABYTE)
    assert isinstance(outcome, foretell.Stopped), outcome.error
    assert outcome.limit == "memory"


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT.keys())
def test_a_script_that_makes_garbage_goes_on(text: str) -> None:
    outcome = run(text, 2 * MEGABYTE)
    assert isinstance(outcome, foretell.Finished), outcome.error


def test_what_was_held_at_the_most_is_told() -> None:
    text = "a = [[i] for i in range(20000)]\nfor i in range(60000):\n    b = [i]"
    first, second = run(text, 8 * MEGABYTE), run(text, 8 * MEGABYTE)
    assert isinstance(first, foretell.Finished), first.error
    assert 2 * MEGABYTE < first.usage.memory < 4 * MEGABYTE
    assert second.usage.memory == first.usage.memory
    assert run("a = 1", 64 * MEGABYTE).usage.memory == 0  # no census was needed


def test_a_stop_for_memory_cannot_be_caught() -> None:
    text = "a = []\ntry:\n    while True:\n        a.append([1])\nexcept BaseException:\n    a = 1"
    outcome = run(text, MEGABYTE)
    assert isinstance(outcome, foretell.Stopped)
    assert outcome.error.message == "more than 1048576 bytes of values are held"
