"""How often tools are called, with the sizes that only a run can tell."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import foretell
from foretell_analyzer.analysis import read_module
from foretell_analyzer.behaviour.counting import counts_of
from foretell_analyzer.behaviour.tools import Reach
from foretell_analyzer.bounds import Bound, Interval, Unbounded, Unknown
from foretell_analyzer.bounds.readings import declare
from foretell_analyzer.dialect import load_dialect
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Module
from foretell_analyzer.resolve import resolve
from foretell_analyzer.sites import World
from foretell_analyzer.sizing import Sizing
from foretell_analyzer.source import Script
from tests.size_programs import CATALOG, program, run_in_world, world_of

INPUTS: dict[str, object] = {"names": {"type": "array", "items": {"type": "string"}, "maxItems": 9}}


def counted(
    text: str, catalog: foretell.ToolCatalog = CATALOG, inputs: Mapping[str, object] = INPUTS
) -> dict[str, tuple[Interval, Bound]]:
    """How often each tool is called: symbolic, and with declared maxima."""
    module = read_module(Script(text, "script.py"))
    assert isinstance(module, Module)
    facts = Facts(resolve(module), World(catalog, load_dialect("python"), inputs))
    sizing = Sizing(facts)
    counts = counts_of(facts.seen.effects, Reach(facts.seen), sizing)
    ranges = sizing.names.ranges
    return {
        tool: (interval, declare(interval, ranges)) for tool, interval in counts.items() if tool
    }


def sends(text: str) -> str:
    """The interval of calls of `send`, as text; a script may leave `for x in` to us."""
    counts = counted(text if "send(" in text else f"s = search('a')\nfor x in {text}:\n    send(x)")
    return str(counts["send"][0]) if "send" in counts else "0"


S = "len(search@1)"
DERIVED = [
    ("s", S),
    ("sorted(s)", S),
    ("list(reversed(s))", S),
    ("enumerate(s)", S),
    ("[y for y in s]", S),
    ("[y for y in s if y]", f"0..{S}"),
    ("(y for y in s)", S),
    ("s[:3]", f"min(3, {S})"),
    ("s[1:]", f"0..{S}"),
    ("s[-2:]", f"min(2, {S})"),
    ("s[0:6:2]", f"0..min(6, {S})"),
    ("s + s[:1]", f"{S} + min(1, {S})"),
    ("s * 2", f"2*{S}"),
    ("set(s)", f"min(1, {S})..{S}"),
    ("{y: 1 for y in s}.items()", f"min(1, {S})..{S}"),
    ("[(y, z) for y in s for z in s]", f"{S}^2"),
    ("zip(s, [1, 2])", f"min(2, {S})"),
    ("map(str, s)", S),
    ("filter(None, s)", f"0..{S}"),
    ("range(len(s))", S),
    ("range(len(s) - 1)", f"0..{S}"),
    ("range(min(len(s), 4))", f"min(4, {S})"),
    ("range(2, 2 * len(s))", f"0..2*{S}"),
    ("s or [1, 2, 3]", f"min(3, {S})..max(3, {S})"),
    ("(s if s[0] else [])", f"0..{S}"),
    ("__import__('itertools').product(s, [1, 2])", "0..unknown"),
    ("names", "len(names)"),
    ("raw('k')['rows']", "len(raw@2.rows)"),
    ("raw('k').get('rows', [])", "0..len(raw@2.rows)"),
    ("__import__('json').loads(raw('k'))['rows']", "0..unknown"),
    ("open('f')", "0..unknown"),
]


@pytest.mark.parametrize(("iterable", "expected"), DERIVED)
def test_what_is_made_of_a_result_has_a_size_made_of_its_size(iterable: str, expected: str) -> None:
    assert sends(iterable) == expected


LOOPS = [
    ("i = 0\nwhile i < 5:\n    send(i)\n    i += 1", "5"),
    ("i = 5\nwhile i > 0:\n    i -= 2\n    send(i)", "3"),
    ("i = 0\nwhile i <= 5:\n    i += 1\n    if i == 2: continue\n    send(i)", "0..6"),
    ("i = 0\nwhile i < 5:\n    if send(i): continue\n    i += 1", "1..unknown"),
    ("i = 0\nwhile i != 3:\n    send(i)\n    i += 1", "3"),
    ("i = 4\nwhile i != 3:\n    send(i)\n    i += 1", "1..unknown"),
    ("s = search('a')\ni = 0\nwhile i < len(s):\n    send(i)\n    i += 1", "0..len(search@1)"),
    ("w = 1\nwhile w < 60:\n    send(w)\n    w *= 2", "6"),
    ("n = 0\nwhile True:\n    send(n)\n    n += 1\n    if n >= 4: break", "1..4"),
    ("n = 0\nwhile True:\n    if n >= 4: break\n    send(n)\n    n += 1", "0..4"),
    ("while send(1):\n    pass", "1..unbounded"),
    ("while True:\n    if send(1): break", "1..unbounded"),
    ("n = 0\nwhile not send(n) and n < 3:\n    n += 1", "1..4"),
    ("import random\nwhile random.random() < 0.5:\n    send(1)", "0..unknown"),
    ("q = [1, 2]\nwhile q:\n    q.pop()\n    send(1)", "1..2"),
    ("q = search('a')\nwhile q:\n    q.pop()\n    send(1)", "0..len(search@1)"),
    ("q = [1]\nwhile q:\n    q.pop()\n    q.append(send(1))", "0..unbounded"),
    ("q = [1]\nwhile q:\n    x = q.pop()\n    send(1)\n    q.append(x)", "0..unknown"),
    ("a = b = 0\nwhile a < 3 and b < 4:\n    if send(1): a += 1\n    else: b += 1", "1..7"),
    ("g = []\nfor x in search('a'):\n    g.append(x)\nfor y in g:\n    send(y)", "0..len(search@2)"),
    ("g = {}\nfor x in search('a'):\n    g[x] = 1\nfor y in g:\n    send(y)", "0..len(search@2)"),
    ("g = []\nfor x in (1, 2):\n    g += search('a')\nfor y in g: send(y)", "0..2*len(search@3)"),
    ("g = [1]\nf = g.append\nf(2)\nfor x in search('a'): f(x)\nfor y in g: send(y)", "2..unknown"),
    (
        "for x in search('a'):\n    g = []\n    for y in search('b'): g.append(y)\n    for z in g: send(z)",
        "0..len(search@1)*len(search@3)",
    ),
    ("for x in search('a'):\n    for y in search('b'): send(y)",
     "least(search@2)*len(search@1)..len(search@1)*len(search@2)"),
    ("def f(v):\n    for x in v: send(x)\nf(search('a'))\nf(names)", "len(names) + len(search@3)"),
    ("def f():\n    return search('a')\nfor x in f() + f(): send(x)",
     "2*least(search@2)..2*len(search@2)"),
    ("r = raw('k')\nr.append(1)\nfor x in r: send(x)", "0..unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LOOPS)
def test_loops_go_round_as_often_as_their_counters_and_lists_say(text: str, expected: str) -> None:
    assert sends(text) == expected


CAPS = [
    ("n = 0\nfor x in search('a'):\n    if n >= 2: break\n    if x:\n        send(x)\n        n += 1",
     "0..min(2, len(search@2))"),
    ("n = 0\nfor x in search('a'):\n    if x and n < 2:\n        n += 1\n        send(x)",
     "0..min(2, len(search@2))"),
    # The step is left out where the call fails.
    ("n = 0\nfor x in search('a'):\n    try:\n        if n < 2:\n            send(x)\n            n += 1\n    except OSError:\n        pass", "0..len(search@2)"),
    ("n = 0\nfor x in search('a'):\n    if n < 2:\n        for y in (1, 2, 3): send(y)\n        n += 1",
     "0..3*len(search@2)"),
    ("n = 0\ndef f():\n    global n\n    if n >= 2: return\n    n += 1\n    send(1)\nfor x in search('a'): f()", "0..min(2, len(search@7))"),
    ("n = 0\ndef f():\n    global n\n    if n >= 2: return\n    send(1)\n    n += 1\nfor x in search('a'): f()", "0..len(search@7)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CAPS)
def test_a_counter_limits_the_calls_that_it_counts(text: str, expected: str) -> None:
    assert sends(text) == expected


RECURSIONS = [
    ("def f(n):\n    if n <= 0: return\n    send(n)\n    f(n - 1)\nf(4)", "4"),
    ("def f(n):\n    if n > 1:\n        f(n - 1)\n        f(n - 2)\n    send(n)\nf(4)", "9"),
    ("def f(n=0):\n    send(n)\n    if n < 3: f(n + 1)\nf()", "4"),
    ("def f(n):\n    send(n)\n    for x in search('a'):\n        if n: f(n - 1)\nf(1)",
     "1 + least(search@3)..1 + len(search@3)"),
    ("def f(n):\n    send(n)\n    f(n - 1)\nf(3)", "0..unknown"),
    ("def f(x):\n    if send(x): f(x)\nf(1)", "1..unknown"),
    ("def f(x):\n    y = read(x)\n    send(1)\n    if y: f(y)\nf(1)", "1..unbounded"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), RECURSIONS)
def test_a_function_calls_itself_as_often_as_its_number_says(text: str, expected: str) -> None:
    assert sends(text) == expected


def test_declared_maxima_make_numbers_and_what_is_not_declared_is_named() -> None:
    text = "for x in search('a', limit=4):\n    send(x)\nfor x in rows('t'):\n    read(x)"
    counts = counted(text)
    assert counts["send"][1] == Bound(0, 4)
    assert str(counts["read"][0]) == "len(rows@3)"
    high = counts["read"][1].high
    assert isinstance(high, Unknown)
    assert "`rows`" in high.why
    assert high.where is not None
    assert high.where.line == 3
    assert counted("for x in names:\n    send(x)")["send"][1] == Bound(0, 9)


def test_unbounded_says_why_and_where() -> None:
    high = counted("send(1)\nwhile True:\n    if send(2): break")["send"][1].high
    assert isinstance(high, Unbounded)
    assert high.why == "its only exit tests a value that `send` returned"
    assert high.where is not None
    assert high.where.line == 2


@pytest.mark.parametrize("seed", range(40))
def test_no_run_of_a_made_up_program_leaves_its_bounds(seed: int) -> None:
    text = program(seed)
    counts = counted(text, inputs={})
    for world in range(6):
        run = run_in_world(text, world)
        assert run.calls.keys() <= counts.keys()
        for tool, (interval, declared) in counts.items():
            sizes = world_of(interval.names, run)
            count = run.calls[tool]
            told = f"seed {seed}, world {world}: {count} calls of {tool}, {interval}\n{text}"
            # Lower ends are promised of runs that end normally.
            least = interval if run.ended else interval.perhaps()
            assert least.admits(count, sizes), told
            assert (count if run.ended else max(count, declared.low)) in declared, told
