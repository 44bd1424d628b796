"""Plans: shaped like the script, with all that it may call, in an order that it may take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from hypothesis import given

from foretell_analyzer.analysis import analyze
from foretell_analyzer.behaviour.pruning import measured, tools_in
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.plan import Call, Choice, Loop, Opaque, Parallel, Plan, Routine, Sequence
from tests.phases import outline
from tests.test_counting import CATALOG as TWO_TOOLS
from tests.test_counting import INPUTS as QUESTIONS
from tests.test_counting import explore, scripts

CATALOG: Final = ToolCatalog.from_stub(
    """
def search(query: str, limit: int = 5) -> list[dict]: ...
def parse(text: str) -> dict: ...
def send(to: str, body: str = "") -> None: ...
async def fetch(url: str) -> str: ...
"""
)
INPUTS: Final = {"customer": "str", "bit": "bool", "items": "list"}


def plan(script: str) -> Plan:
    report = analyze(script, CATALOG, inputs=INPUTS)
    assert report.plan is not None
    return report.plan


def rows(script: str) -> list[str]:
    """Return the plan as an outline."""
    return list(outline(plan(script), ""))


def calls(plan: Plan) -> Iterator[Call]:
    """Yield the calls of a plan, in order."""
    match plan:
        case Call():
            yield plan
        case Sequence(steps=steps) | Parallel(steps=steps):
            for step in steps:
                yield from calls(step)
        case Choice(branches=branches):
            for branch in branches:
                yield from calls(branch.plan)
        case Loop(body=body) | Routine(body=body):
            yield from calls(body)
        case Opaque():
            pass


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("x = 1", []),
        ("search('a')\nsend('b')", ["search", "send"]),
        ("send(parse('x')['to'])", ["parse", "send"]),
        ("if bit:\n    search('a')", ["if bit", "  search", "else"]),
        (
            "if bit:\n    search('a')\nelif customer:\n    send('b')\nelse:\n    pass",
            ["if bit", "  search", "elif customer", "  send", "else"],
        ),
        ("if True:\n    search('a')\nelse:\n    send('b')", ["search"]),
        ("for i in range(3):\n    search('a')", ["for i in range(3) (3 times)", "  search"]),
        ("for i in items:\n    search('a')", ["for i in items (0..unknown times)", "  search"]),
        (
            "for i in range(3):\n    if bit:\n        continue\n    search('a')",
            ["for i in range(3) (3 times)", "  unless line 3 ends it", "    search", "  otherwise"],
        ),
        ("while bit:\n    search('a')", ["while bit (0..unknown times)", "  search"]),
        (
            "for i in range(3):\n    search('a')\n    if bit:\n        break",
            ["for i in range(3) (1..3 times)", "  search"],
        ),
        (
            "try:\n    search('a')\nexcept ValueError:\n    send('b')\nfinally:\n    parse('c')",
            ["search", "if nothing fails", "except ValueError", "  send", "parse"],
        ),
        ("def f():\n    search('a')\nf()\nf()", ["def f", "  search", "def f", "  search"]),
        (
            "def f():\n    if bit:\n        return 1\n    search('a')\nf()",
            ["def f", "  unless line 3 ends it", "    search", "  otherwise"],
        ),
        ("def f(n):\n    search('a')\n    f(n - 1)\nf(3)", ["def f", "  search", "  unknown: search"]),
        ("sorted(items, key=parse)", ["for each of `sorted(items, key=parse)` (0..unknown times)", "  parse"]),
        (
            "sorted(items, key=lambda x: parse(x))",
            [
                "for each of `sorted(items, key=lambda x: parse(x))` (0..unknown times)",
                "  def <lambda:1>",
                "    parse",
            ],
        ),
        ("bit and search('a')", ["if bit", "  search", "else"]),
        ("bit or search('a')", ["unless bit", "  search", "else"]),
        ("x = search('a') if bit else parse('b')", ["if bit", "  search", "else", "  parse"]),
        ("[search(x) for x in (1, 2) if x]", ["for x in (1, 2) (2 times)", "  search"]),
        ("g = (search(x) for x in (1, 2))", []),
        (
            "import asyncio\nawait asyncio.gather(fetch('a'), fetch('b'))",
            ["in parallel", "  fetch", "  fetch"],
        ),
        (
            "import asyncio\nawait asyncio.gather(*[fetch(u) for u in items])",
            ["in parallel", "  for each of `[fetch(u) for u in items]` (0..unknown times)", "    fetch"],
        ),
        (
            "match bit:\n    case 1:\n        search('a')\n    case _:\n        send('b')",
            ["case 1", "  search", "otherwise", "  send"],
        ),
        ("with open_it() as f:\n    search('a')", ["search"]),
        ("class C:\n    search('a')", ["search"]),
        ("table = {'a': send}\ntable['a']('x')", ["send"]),
    ],
)  # fmt: skip
def test_plans(script: str, expected: list[str]) -> None:
    assert rows(script) == expected


@pytest.mark.parametrize(
    ("argument", "origins"),
    [
        ("mail['from']", ("search[].from",)),
        ("f\"Dear {mail['from']}, {customer}\"", ("input customer", "search[].from")),
        ("parse(mail['body'])['to']", ("parse.to",)),
        ("known['to'].strip()", ("parse.to",)),
        ("customer", ("input customer",)),
        ("str(len(mails))", ("search",)),
        ("'fixed'", ()),
        ("unsure", ("parse",)),
    ],
)
def test_arguments_say_where_they_come_from(argument: str, origins: tuple[str, ...]) -> None:
    script = (
        "mails = search('a')\nknown = parse('b')\nunsure = 1\nunsure = known\n"
        f"for mail in mails:\n    send({argument})\n"
    )
    last = list(calls(plan(script)))[-1]
    assert [one.origins for one in last.arguments] == [origins]
    assert last.arguments[0].text == argument


def test_constants_are_known_by_value() -> None:
    (call,) = calls(plan("LIMIT = 5\nsearch(query='a' 'b', limit=LIMIT)"))
    known = [(one.parameter, one.text, one.is_constant, one.value) for one in call.arguments]
    assert known == [("query", "'a' 'b'", True, "ab"), ("limit", "LIMIT", True, 5)]


def test_none_is_a_value_too() -> None:
    (call,) = calls(plan("send(to=None)"))
    assert (call.arguments[0].is_constant, call.arguments[0].value) == (True, None)


def test_a_name_that_is_no_longer_the_tool_makes_no_call() -> None:
    assert [one.span.line for one in calls(plan("send = send('x')\nsend('y')"))] == [1]


def ends(plan: Plan, trace: list[str], begins: set[int]) -> set[int]:
    """Return where in a trace a plan may end that begins at one of some places."""
    match plan:
        case Call(tool=tool):
            return {at + 1 for at in begins if at < len(trace) and trace[at] == tool}
        case Sequence(steps=steps):
            for step in steps:
                begins = ends(step, trace, begins)
            return begins
        case Choice(branches=branches):
            return {end for branch in branches for end in ends(branch.plan, trace, begins)}
        case Loop(body=body):
            reached = set(begins)
            while not (begins := ends(body, trace, begins)) <= reached:
                reached |= begins
            return reached
        case Routine(body=body):
            return ends(body, trace, begins)
        case _:
            raise AssertionError("not of a script without values and gathering")


@given(scripts(is_hard=False))
def test_every_trace_is_a_word_of_the_plan(script: str) -> None:
    found = analyze(script, TWO_TOOLS, inputs=QUESTIONS).plan
    assert found is not None
    for trace, _ in explore(script, 100, may_fail=False):
        assert len(trace) in ends(found, list(trace), {0}), script


def test_a_plan_is_measured_and_knows_its_tools() -> None:
    found = plan("if bit:\n    search('a')\nfor i in items:\n    send('b')")
    assert measured(found) == (6, 3)
    assert tools_in(found) == ("search", "send")
