"""What runs spend beside calls: money, the time of tools, what is printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import foretell
from foretell import Budget, Finished, Policy, Stopped
from foretell_analyzer.bounds import Bound, Unbounded, Unknown

STUB = """\
from typing import TypedDict
class Page(TypedDict):
    items: list[str]
    next: str | None
def search(query: str, limit: int = 10) -> list[str]: ...
def ask(text: str) -> str: ...
def page(cursor: str | None = None) -> Page: ...
def free(x: int = 0) -> int: ...
async def fetch(url: str) -> str: ...
async def slow(url: str) -> str: ...
"""
CATALOG = foretell.ToolCatalog.from_stub(STUB).with_overlay(
    {
        "tools": {
            "search": {
                "max_items": "limit",
                "sizes": {"[]": 50},
                "price": 0.1,
                "latency": [0.5, 2],
            },
            "ask": {
                "price": {"fixed": 0.01, "per_char": {"text": 0.001}},
                "max_length": 200,
                "latency": 20,
            },
            "page": {"latency": 1, "price": 0.2},
            "fetch": {"latency": [1, 10]},
            "slow": {"latency": 30},
        }
    }
)


def report_of(script: str) -> foretell.Report:
    found = foretell.analyze(script, CATALOG)
    assert not [one for one in found.findings if one.severity == "error"], found.findings
    assert foretell.Report.from_dict(found.to_dict()) == found
    return found


def bound(script: str, measure: str) -> Bound:
    return report_of(script).bounds[measure]


@pytest.mark.parametrize(
    ("script", "expected", "symbolic"),
    [
        ("search('a')\nsearch('b')", Bound(0.2, 0.2), "0.2"),
        ("search('a') if free() else page()", Bound(0.1, 0.2), "0.2"),
        (
            "for hit in search('a', limit=4):\n    page()",
            Bound(0.1, 0.9),
            "0.1 + 0.2*len(search@1)",
        ),
        ("ask('12345')", Bound(0.015, 0.015), "0.015"),
        ("ask('1' if free() else '12345')", Bound(0.011, 0.015), "0.015"),
        ("ask(ask('x'))", Bound(0.021, 0.221), "0.021 + 0.001*len(ask@1)"),
        ("ask(f'Say: {ask(chr(65))[:100]}!')", None, ""),
        ("ask(f'Say: {ask(\"x\")[:100]}!')", Bound(0.021, 0.127), None),
        ("ask(search('a')[0].strip() + '.')", Bound(0.11, 0.161), None),
        ("text = ', '.join([one for one in search('a', limit=2)])\nask(text)", None, None),
        ("try:\n    search('a')\n    page()\nexcept ValueError:\n    pass", Bound(0.1, 0.3), "0.3"),
    ],
)
def test_the_price_of_a_run(script: str, expected: Bound | None, symbolic: str | None) -> None:
    found = report_of(script)
    if expected is None:
        assert isinstance(found.bounds["price"].high, Unknown) or not symbolic
        return
    assert found.bounds["price"] == expected
    if symbolic is not None:
        assert found.readings["price"].symbolic == symbolic


def test_what_has_no_price_is_free_and_said_to_be() -> None:
    found = report_of("free()\nsearch('a')")
    assert found.bounds["price"] == Bound(0.1, 0.1)
    assert "`free` has no declared price: it is counted as free" in found.assumptions
    alone = report_of("free()")
    assert "price" not in alone.bounds
    assert "latency" not in alone.bounds
    assert alone.assumptions == ()


def test_money_and_time_without_limit_are_told_like_calls() -> None:
    script = """\
cursor = None
while True:
    one = page(cursor)
    cursor = one["next"]
    if cursor is None:
        break
"""
    found = report_of(script)
    for measure in ("price", "latency", "tool_calls"):
        assert isinstance(found.bounds[measure].high, Unbounded), measure
    assert found.bounds["price"].low == 0.2


SIDE_BY_SIDE = """\
import asyncio
async def one(url):
    text = await fetch(url)
    {}
    return text
async def main():
    hits = search('a', limit=5)
    await asyncio.gather({})
asyncio.run(main())
"""


IN_TURN = """\
import asyncio
gate = asyncio.Semaphore(1)
async def one(url):
    async with gate:
        return await fetch(url)
async def main():
    await asyncio.gather(one('a'), one('b'))
asyncio.run(main())
"""
A_TASK = """\
import asyncio
async def main():
    task = asyncio.create_task(fetch('a'))
    async def other():
        await task
        await fetch('b')
    await asyncio.gather(other(), slow('c'))
asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("script", "high"),
    [
        ("search('a')\nask('x')", 22),
        ("async def main():\n    await fetch('a')\n    await slow('b')\nimport asyncio\nasyncio.run(main())", 40),
        (SIDE_BY_SIDE.format("pass", "fetch('a'), slow('b'), fetch('c')"), 32),
        (SIDE_BY_SIDE.format("pass", "*[one(hit) for hit in hits]"), 12),
        (SIDE_BY_SIDE.format("pass", "slow('b'), *[one(hit) for hit in hits]"), 32),
        (SIDE_BY_SIDE.format("await slow(url)", "*[one(hit) for hit in hits]"), 42),
        # What does not let others go on adds up.
        (SIDE_BY_SIDE.format("page()", "*[one(hit) for hit in hits]"), 17),
        (SIDE_BY_SIDE.format("page()", "one('a'), one('b')"), 14),
        # Who waits for others takes as long as they do, and what it does itself.
        (IN_TURN, 20),
        (A_TASK, 50),
    ],
)  # fmt: skip
def test_the_time_that_tools_take(script: str, high: float) -> None:
    assert bound(script, "latency").high == high


def test_what_is_unpacked_goes_on_beside_what_is_written() -> None:
    script = SIDE_BY_SIDE.format("await slow(url)", "*[one(hit) for hit in hits], one('x')")
    found = report_of(script)
    assert found.accepts(["search", *["fetch"] * 3, *["slow"] * 3])
    assert found.accepts(["search", "fetch", "fetch", "slow", "slow"])


def test_time_that_is_not_declared_is_not_known() -> None:
    found = bound("search('a')\nfree()", "latency")
    assert isinstance(found.high, Unknown)
    assert found.high.why == "no latency is declared for `free`"
    assert found.low == 0.5


@pytest.mark.parametrize(
    ("script", "high"),
    [
        ("print('abc')", 4),
        ("print('abc', 'de', sep='--', end='')", 7),
        ("print()", 1),
        ("print(True, None, 1.5, 12)", 17),
        ("for hit in search('a', limit=3):\n    print(hit)", 3 * 51),
        ("for hit in search('a', limit=3):\n    print(f'- {hit:<60}|')", 3 * 64),
        ("print('=' * 40)", 41),
        ("def show(x):\n    print('> ' + x)\nshow('a')\nshow('bcd')", 12),
        ("if free():\n    print('yes')\nelse:\n    print('perhaps')", 8),
        (
            "try:\n    print('a', free())\nexcept ValueError:\n    print('bb')\nelse:\n    print('c')",
            2 + 4302 + 3 + 2,
        ),
        ("[print('x') for _ in range(10)]", 20),
        ("n = 0\nwhile n < 3:\n    print(n)\n    n += 1", None),
        ("print(str(free()))", 4302),
        ("print(search('a')[0].upper())", 151),
        ("print(', '.join(['a', 'bc']))", 8),
        ("print('a-b'.replace('-', '+'))", None),
    ],
)
def test_what_is_printed_at_most(script: str, high: int | None) -> None:
    found = bound(script, "output").high
    if high is not None:
        assert found == high
    assert found == 0 or isinstance(found, (int, Unknown))


@pytest.mark.parametrize(
    "script",
    [
        "print(search('a'))",
        "list(map(print, search('a')))",
        "show = print\nshow('a')",
        "import pprint\npprint.pprint(1)",
        "def count(n):\n    print(n)\n    if free():\n        count(n + 1)\ncount(0)",
        "text = 'a'\nfor hit in search('a'):\n    text += hit\n    print(text)",
        "class A:\n    def __str__(self):\n        return 'a' * free()\nprint(A())",
        "sorted(search('a'), key=lambda hit: print('x') or hit)",
    ],
)
def test_what_is_printed_is_not_known(script: str) -> None:
    assert isinstance(bound(script, "output").high, Unknown)


def _search(query: str, limit: int = 10) -> list[str]:
    return [query] * limit


def _ask(text: str) -> str:
    return text.upper()


def run(script: str, **limits: Any) -> Any:
    report = report_of(script)
    decision = Policy.permissive().decide(report)
    tools: dict[str, Callable[..., Any]] = {"search": _search, "ask": _ask}
    outcome = foretell.run(decision.grant, tools=tools, budget=Budget(**limits))
    assert outcome.usage.price in report.bounds["price"] or not isinstance(outcome, Finished)
    return outcome


def test_a_run_counts_prices_exactly() -> None:
    assert run("for _ in range(3):\n    search('a')").usage.price == 0.3
    assert run("ask('12345')\nask(ask('ab'))").usage.price == 0.039


def test_a_run_stops_before_a_call_that_it_has_no_money_for() -> None:
    stopped = run("for _ in range(9):\n    search('a')", price=0.3)
    assert isinstance(stopped, Stopped)
    assert (stopped.limit, len(stopped.trace)) == ("price", 3)
    stopped = run("ask('x' * 10)\nask('x' * 1000)", price=0.5)
    assert isinstance(stopped, Stopped)
    assert (stopped.limit, stopped.usage.price) == ("price", 0.02)


def test_what_is_no_text_costs_by_the_texts_in_it() -> None:
    from foretell.interpreter.prices import characters

    shared = ["ab"]
    assert characters({"k": [shared, shared, ("cde", 1, None)], "longer": b"xxxx"}) == 12
    assert characters(None) == 0
