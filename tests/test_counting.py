"""Counts hold: no run escapes them, and simple scripts reach both of their ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from textwrap import indent
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from foretell_analyzer.analysis import analyze
from foretell_analyzer.bounds import Bound, Unknown
from foretell_analyzer.catalog import ToolCatalog

CATALOG: Final = ToolCatalog.from_stub(
    "def A(x: int = 0) -> int: ...\ndef B(x: int = 0) -> int: ...\n"
)
INPUTS: Final = {"bit": "bool", "items": "list"}


def bounds(script: str) -> dict[str, str]:
    """Return the bounds of a script as people read them."""
    report = analyze(script, CATALOG, inputs=INPUTS)
    return {tool: str(bound) for tool, bound in report.tools.items()}


def total(script: str) -> str:
    """Return the bound of all calls together."""
    return str(analyze(script, CATALOG, inputs=INPUTS).bounds["tool_calls"])


# ----------------------------------------------------------------------------- plain examples


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("A()\nB()\nA()", {"A": "2", "B": "1"}),
        ("if bit:\n    A()", {"A": "0..1"}),
        ("if bit:\n    A()\nelse:\n    A()\n    A()", {"A": "1..2"}),
        ("if True:\n    A()\nelse:\n    B()", {"A": "1"}),
        ("for i in range(3):\n    A()", {"A": "3"}),
        ("LIMIT = 4\nfor i in range(LIMIT):\n    A()", {"A": "4"}),
        ("for i in range(2, 10, 3):\n    for j in (1, 2):\n        A()", {"A": "6"}),
        ("for i in range(3):\n    A()\n    if bit:\n        break", {"A": "1..3"}),
        ("for i in range(3):\n    if bit:\n        continue\n    A()", {"A": "0..3"}),
        ("for i in range(3):\n    if bit:\n        A()\n        A()\n        break\n    A()", {"A": "2..4"}),
        ("for i in range(3):\n    A()\nelse:\n    B()", {"A": "3", "B": "1"}),
        ("for x in items:\n    A()", {"A": "0..unknown"}),
        ("for x in items[:3]:\n    A()", {"A": "0..3"}),
        ("for x in items:\n    pass\nA()", {"A": "1"}),
        ("while bit:\n    A()", {"A": "0..unknown"}),
        ("while True:\n    A()\n    if bit:\n        break\n    B()", {"A": "1..unknown", "B": "0..unknown"}),
        ("while A():\n    pass", {"A": "1..unbounded"}),
        ("x = A() if bit else B()", {"A": "0..1", "B": "0..1"}),
        ("bit and A()", {"A": "0..1"}),
        ("A() or B()", {"A": "1", "B": "0..1"}),
        ("A() < 3 < B()", {"A": "1", "B": "0..1"}),
        ("[A(i) for i in (1, 2, 3)]", {"A": "3"}),
        ("[A(i) for i in (1, 2, 3) if bit]", {"A": "0..3"}),
        ("g = (A(i) for i in (1, 2, 3))", {}),
        ("sum(A(i) for i in (1, 2, 3))", {"A": "3"}),
        ("any(A(i) for i in (1, 2, 3))", {"A": "1..3"}),
        ("try:\n    A()\nexcept ValueError:\n    B()", {"A": "1", "B": "0..1"}),
        ("try:\n    A(bit)\nexcept ValueError:\n    B()", {"A": "1", "B": "0..1"}),
        ("try:\n    y = [bit.x, A()]\nexcept ValueError:\n    pass", {"A": "0..1"}),
        ("try:\n    A()\n    B()\nfinally:\n    B()", {"A": "1", "B": "2"}),
        ("def f():\n    A()\nf()\nf()", {"A": "2"}),
        ("def f():\n    A()", {}),
        ("def f():\n    if bit:\n        return A()\n    B()\nf()", {"A": "0..1", "B": "0..1"}),
        ("def f():\n    yield A()\nf()", {}),
        ("def f(n):\n    A()\n    return f(n - 1) if bit else 0\nf(3)", {"A": "1..unknown"}),
        ("async def f():\n    A()\nawait f()", {"A": "1"}),
        ("async def f():\n    A()\nx = f()", {}),
        ("g = A\ng()\ng()", {"A": "2"}),
        ("A = A()\n", {"A": "1"}),
        ("import sys\nA()\nif bit:\n    sys.exit()\nB()", {"A": "1", "B": "0..1"}),
        ("A()\nif bit:\n    raise SystemExit(0)\nB()", {"A": "1", "B": "0..1"}),
        ("A()\nif bit:\n    raise SystemExit\nB()", {"A": "1", "B": "0..1"}),
        ("A()\nif bit:\n    raise ValueError\nB()", {"A": "1", "B": "1"}),
        ("if __name__ == '__main__':\n    A()", {"A": "1"}),
        ("class C:\n    A()\n    def m(self):\n        B()\n", {"A": "1"}),
        ("match bit:\n    case 1:\n        A()\n    case _:\n        B()", {"A": "0..1", "B": "0..1"}),
        ("with bit:\n    A(bit)", {"A": "1"}),
        ("assert bit, A()", {"A": "0..1"}),
    ],
)  # fmt: skip
def test_calls_are_counted(script: str, expected: dict[str, str]) -> None:
    assert bounds(script) == expected


def test_all_calls_together_are_counted_exactly_where_the_tools_are_not() -> None:
    assert total("if bit:\n    A()\nelse:\n    B()") == "1"


def test_a_script_without_calls_makes_none() -> None:
    assert (bounds("x = 1"), total("x = 1")) == ({}, "0")


def test_nothing_is_nothing_however_often() -> None:
    assert bounds("for x in items:\n    for i in range(0):\n        A()") == {}


def test_a_tool_handed_over_is_called_as_often_as_its_user_likes() -> None:
    assert bounds("A()\nx = sorted([3], key=A)") == {"A": "2"}
    bound = analyze("A()\nx = sorted(items, key=A)", CATALOG, inputs=INPUTS).tools["A"]
    assert bound.low == 1
    assert isinstance(bound.high, Unknown)
    assert bound.high.where is not None
    assert bound.high.where.line == 2


def test_an_unknown_number_says_of_what() -> None:
    bound = analyze("for x in items:\n    A()", CATALOG, inputs=INPUTS).tools["A"]
    assert isinstance(bound.high, Unknown)
    why = "it is at most len(items), and no maximum is declared for the items of the input `items`"
    assert bound.high.why == why


def test_a_list_that_grows_by_known_items_has_a_known_size() -> None:
    assert bounds("xs = [1]\nxs.append(2)\nfor x in xs:\n    A()") == {"A": "2"}
    assert bounds("xs = [1, 2]\nfor x in xs:\n    A()") == {"A": "2"}
    grown = "import heapq\nxs = [1]\nheapq.heappush(xs, 2)\nfor x in xs:\n    A()"
    assert bounds(grown) == {"A": "2"}
    assert bounds("xs = [1]\nys = xs\nys.append(2)\nfor x in xs:\n    A()") == {"A": "2"}


# ------------------------------------------------------------------------------------- laws


class ToolFailure(Exception):  # noqa: N818 - a script catches it as it would any other
    """What a tool raises when it fails."""


class World:
    """Answers every question of a run (is it true, how many, does it fail) from a list."""

    def __init__(self, answers: list[int], *, may_fail: bool) -> None:
        self.answers = answers
        self.sizes: list[int] = []
        self.may_fail = may_fail
        self.calls: list[str] = []

    def ask(self, choices: int) -> int:
        """Return the next answer, below `choices`; zero once the list is used up."""
        position = len(self.sizes)
        self.sizes.append(choices)
        if position > 60:
            raise Endless
        return self.answers[position] if position < len(self.answers) else 0

    def tool(self, name: str) -> Callable[..., int]:
        """Return a tool that counts its calls."""

        def call(_x: Any = 0) -> int:
            self.calls.append(name)
            if self.may_fail and self.ask(2):
                raise ToolFailure
            return self.ask(2)

        return call


class Endless(BaseException):
    """The run asks too much."""


class Bit:
    """Is true or false, as the world likes, each time it is asked."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __bool__(self) -> bool:
        return bool(self.world.ask(2))


class Items:
    """Has as many items as the world likes, each time it is gone over."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.world.ask(3)))


def run(script: str, world: World) -> bool:
    """Run a script in a world; return whether it ended normally."""
    names = {"A": world.tool("A"), "B": world.tool("B"), "bit": Bit(world), "items": Items(world)}
    try:
        exec(script, names)
    except (ToolFailure, ValueError):
        return False
    return True


def explore(script: str, most: int, *, may_fail: bool) -> Iterator[tuple[list[str], bool]]:
    """Yield what each way through a script calls, the ways taken in order of their answers."""
    answers: list[int] | None = []
    for _ in range(most):
        world = World(answers or [], may_fail=may_fail)
        try:
            ended = run(script, world)
        except Endless:
            ended = False
        yield world.calls, ended
        answers = following(answers or [], world.sizes[:61])
        if answers is None:
            return


def following(answers: list[int], sizes: list[int]) -> list[int] | None:
    """Return the answers of the next way, or none after the last one."""
    full = (answers + [0] * len(sizes))[: len(sizes)]
    for position in range(len(sizes) - 1, -1, -1):
        if full[position] + 1 < sizes[position]:
            return [*full[:position], full[position] + 1]
    return None


def block(*lines: str) -> str:
    """Return lines as the inside of a block."""
    return indent("\n".join(lines), "    ")


PLAIN = st.sampled_from(["A()", "B()", "A(B())", "pass", "[A(i) for i in (1, 2)]", "bit and B()"])
JUMPS = st.sampled_from(
    [
        "if bit:\n    A()\n    A()\n    break",
        "if bit:\n    break",
        "if bit:\n    continue",
        "continue",
        "break",
    ]
)
LEAVING = st.sampled_from(["if bit:\n    return", "return A()"])
HARD = st.sampled_from(
    [
        "if bit:\n    raise ValueError",
        "A() or B()",
        "x = A() if bit else B()",
        "g = (A(i) for i in items)",
    ]
)


def statements(*, in_loop: bool, in_function: bool, is_hard: bool) -> st.SearchStrategy[str]:
    """Scripts of branches and loops; hard ones also fail, catch and go on."""
    leaves = [PLAIN, PLAIN]
    if in_loop:
        leaves.append(JUMPS)
    if in_function:
        leaves.append(LEAVING)
    if is_hard:
        leaves.append(HARD)

    def deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        looped = statements_of(in_function=in_function, is_hard=is_hard) if not in_loop else inner
        kinds = [
            st.tuples(inner, inner).map("\n".join),
            st.tuples(inner, inner).map(
                lambda two: f"if bit:\n{block(two[0])}\nelse:\n{block(two[1])}"
            ),
            inner.map(lambda one: f"if bit:\n{block(one)}"),
            looped.map(lambda one: f"for i in range(2):\n{block(one)}"),
        ]
        if is_hard:
            kinds += [
                looped.map(lambda one: f"for i in items:\n{block(one)}"),
                looped.map(lambda one: f"while bit:\n{block(one)}\nelse:\n    B()"),
                looped.map(lambda one: f"while True:\n{block('if bit:', '    break', one)}"),
                st.tuples(inner, inner).map(
                    lambda two: f"try:\n{block(two[0])}\nexcept Exception:\n{block(two[1])}"
                ),
                st.tuples(inner, inner).map(
                    lambda two: f"try:\n{block(two[0])}\nfinally:\n{block(two[1])}"
                ),
                inner.map(
                    lambda one: f"try:\n{block(one)}\nexcept ValueError:\n    A()\nelse:\n    B()"
                ),
            ]
        return st.one_of(kinds)

    return st.recursive(st.one_of(leaves), deeper, max_leaves=5)


def statements_of(*, in_function: bool, is_hard: bool) -> st.SearchStrategy[str]:
    """Statements of a loop's body, where `break` and `continue` may stand."""
    leaves = [PLAIN, JUMPS] + ([HARD] if is_hard else []) + ([LEAVING] if in_function else [])
    pairs = st.tuples(st.one_of(leaves), st.one_of(leaves)).map("\n".join)
    return st.one_of(
        *leaves, pairs, pairs.map(lambda one: f"if bit:\n{block(one)}\nelse:\n    A()")
    )


def scripts(*, is_hard: bool) -> st.SearchStrategy[str]:
    """Scripts with a function that is called twice, and statements of the module."""
    function = statements(in_loop=False, in_function=True, is_hard=is_hard)
    module = statements(in_loop=False, in_function=False, is_hard=is_hard)
    return st.tuples(function, module, st.sampled_from(["f()", "if bit:\n    f()", "pass"])).map(
        lambda parts: f"def f():\n{block(parts[0])}\nf()\n{parts[1]}\n{parts[2]}\n"
    )


def within(count: int, bound: Bound, *, ended: bool) -> bool:
    """Return whether a run kept to a bound; the lower end is promised to normal ends only."""
    return count in (bound if ended else replace(bound, low=0))


@settings(deadline=None)
@given(scripts(is_hard=True))
def test_every_run_is_within_the_bounds(script: str) -> None:
    report = analyze(script, CATALOG, inputs=INPUTS)
    for calls, ended in explore(script, 60, may_fail=True):
        for name in ("A", "B"):
            bound = report.tools.get(name, Bound(0, 0))
            assert within(calls.count(name), bound, ended=ended), script
        assert within(len(calls), report.bounds["tool_calls"], ended=ended), script


@settings(deadline=None)
@given(scripts(is_hard=False))
def test_some_run_reaches_each_end_of_the_bounds(script: str) -> None:
    runs = list(explore(script, 400, may_fail=False))
    if len(runs) == 400:
        return  # too many ways to see them all
    report = analyze(script, CATALOG, inputs=INPUTS)
    for name in ("A", "B"):
        counts = [calls.count(name) for calls, _ in runs]
        assert report.tools.get(name, Bound(0, 0)) == Bound(min(counts), max(counts)), script


TASKS = """\
import asyncio
seen = {}
async def call(x):
    await asyncio.sleep(0)
    return A(x)
async def other(x):
    return await call(x)
async def get(x):
    seen[x] = await call(x)
    return seen[x]
async def main():
    tasks = [asyncio.create_task(get(x)) for x in [1, 2, 3]]
    first = asyncio.create_task(other(4))
    for task in tasks:
        print(await task)
    print(await first)
    for i in range(3):
        await asyncio.sleep(1)
asyncio.run(main())
"""


def test_a_task_that_goes_on_is_counted_once() -> None:
    assert bounds(TASKS) == {"A": "0..4"}
