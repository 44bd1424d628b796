"""Sessions: each snippet is judged with what those before it left, and runs among it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import foretell
from foretell import Budget, Finished, Raised, Session, Stopped

STUBS = """\
from typing import TypedDict
class Row(TypedDict):
    id: int
    name: str
def search(query: str, limit: int = 5) -> list[Row]: ...
def delete(id: int) -> None: ...
async def fetch(url: str) -> str: ...
"""
CATALOG = foretell.ToolCatalog.from_stub(STUBS)


class Host:
    """Remembers what was called."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def search(self, query: str, limit: int = 5) -> list[dict[str, Any]]:
        self.calls.append(f"search {query}")
        return [{"id": 1, "name": "a"}][:limit]

    def delete(self, id: int) -> None:  # noqa: A002 - the tool's parameter
        self.calls.append(f"delete {id}")

    async def fetch(self, url: str) -> str:
        self.calls.append(f"fetch {url}")
        return f"page of {url}"

    @property
    def tools(self) -> dict[str, Callable[..., Any]]:
        return {"search": self.search, "delete": self.delete, "fetch": self.fetch}


def begin(host: Host | None = None, **more: Any) -> foretell.GateSession:
    policy = more.pop("policy", foretell.Policy.permissive())
    total = more.pop("total", None)
    tools = (host or Host()).tools
    return foretell.Gate(CATALOG, policy, tools, **more).session(total=total)


def value(session: foretell.GateSession, text: str) -> Any:
    outcome = session.run(text).outcome
    assert isinstance(outcome, Finished), outcome
    return outcome.value


def told(*snippets: str) -> list[str]:
    """What is found in the last of some snippets, the others having come to their end."""
    session = Session()
    for number, text in enumerate(snippets[:-1], 1):
        report = foretell.analyze(text, CATALOG, name=f"part{number}", session=session)
        session = session.after(report)
    report = foretell.analyze(snippets[-1], CATALOG, session=session)
    return [
        f"{one.span.line} {one.certainty} {one.rule}: {one.message}"
        for one in report.findings
        if one.severity == "error"
    ]


# ------------------------------------------------------------------------- what is found


def test_names_of_earlier_snippets_are_known_and_others_are_not() -> None:
    assert told("a = 1\ndef f(x): return x", "f(a)") == []
    assert told("a = 1", "del a", "a") == ["1 must unbound: `a` has no value any more here"]
    assert told("a = 1", "b") == ["1 must unknown-name: `b` is not defined"]


def test_an_earlier_function_is_called_with_the_wrong_arguments() -> None:
    assert told("def f(x): return x", "y = 1\nf()") == [
        "2 must missing-argument: `x` of `f` is missing"
    ]


def test_a_key_that_an_earlier_result_lacks_is_found() -> None:
    assert told("rows = search(query='q')", "[row['nam'] for row in rows]") == [
        "1 may unknown-key: what `search[]` gives has no key `nam`"
    ]


def test_a_fault_in_an_earlier_function_is_told_at_the_call_that_leads_there() -> None:
    first = "def name(row):\n    return row['nam']"
    assert told(first, "rows = search(query='q')", "for row in rows:\n    name(row)") == [
        "2 may unknown-key: what `search[]` gives has no key `nam`, in `name` of part1, line 2"
    ]
    session = Session()
    report = foretell.analyze(first, CATALOG, name="part1", session=session)
    report = foretell.analyze(
        "name({'id': 1})", CATALOG, name="part2", session=session.after(report)
    )
    finding = report.findings[0]
    assert (finding.span.line, finding.span.script) == (1, "")
    assert (finding.labels[0].span.line, finding.labels[0].span.script) == (2, "part1")


def test_what_is_wrong_in_an_earlier_snippet_is_told_there_only() -> None:
    first = "def f():\n    return undefined_name\nlen(1)"
    assert len(told(first)) == 2
    assert told(first, "1 + 1") == []


def test_what_later_snippets_change_of_earlier_objects_is_known() -> None:
    assert told("d = {'a': 1}", "def put(k, v): d[k] = v", "put('a', 'x')", "d['a'].upper()") == []
    assert told("xs = []", "xs.append(3)", "xs[0].upper()") == [
        "1 must unknown-attribute: int has no `upper`"
    ]


def test_a_name_that_an_earlier_function_uses_may_be_bound_later() -> None:
    assert told("def f(): return later", "later = 'x'", "f().upper()") == []
    session = begin()
    session.run("def f(): return len([1])")
    assert value(session, "len = lambda x: 'own'\nf()") == "own"
    assert value(session, "del len\nf()") == 1


def test_a_snippet_that_raised_left_only_what_it_had_done() -> None:
    session = begin()
    assert isinstance(session.run("a = 1\n{}['no']\nb = 2").outcome, Raised)
    assert session.names == {"a"}
    assert session.check("a + 1")[0].findings == ()
    report, _ = session.check("b")
    assert [one.rule for one in report.findings] == ["unbound"]
    assert value(session, "a + 1") == 2


def test_without_a_look_at_the_names_what_may_be_missing_is_possibly_unbound() -> None:
    session = Session()
    report = foretell.analyze("a = search(query='x')\nb = 2", CATALOG, session=session)
    for after in (session.after(report, "raised"), session.after(report, "stopped")):
        found = foretell.analyze("b", CATALOG, session=after)
        assert [one.rule for one in found.findings] == ["possibly-unbound"]


# ------------------------------------------------------------------------------ counts


def calls(*snippets: str) -> dict[str, tuple[object, object]]:
    session = Session()
    for text in snippets[:-1]:
        session = session.after(foretell.analyze(text, CATALOG, session=session))
    report = foretell.analyze(snippets[-1], CATALOG, session=session)
    return {
        name: (one.low, one.high if isinstance(one.high, int) else type(one.high).__name__)
        for name, one in report.tools.items()
    }


def test_calls_of_earlier_functions_count_and_earlier_calls_do_not() -> None:
    f = "def f():\n    delete(id=1)\nf()"
    assert calls(f) == {"delete": (1, 1)}
    assert calls(f, "1 + 1") == {}
    assert calls(f, "f()\nfor i in range(3): f()") == {"delete": (4, 4)}
    assert calls("kill = delete", "kill(1)") == {"delete": (1, 1)}


def test_what_an_earlier_snippet_left_unfinished_is_not_counted_as_nothing() -> None:
    pages = "def pages():\n    for i in range(9):\n        yield search(query='x')\np = pages()"
    assert calls(pages, "next(p)")["search"] == (1, "Unknown")
    found = "found = (search(query=q) for q in 'ab')"
    assert calls(found, "list(found)")["search"] == (2, 2)
    left = (
        "def g():\n    try:\n        yield 1\n    finally:\n        delete(id=1)\np = g()\nnext(p)"
    )
    assert calls(left, "del p")["delete"] == (0, "Unknown")
    assert calls(pages, "del p", "1 + 1") == {}


def test_a_call_in_an_earlier_function_names_its_snippet() -> None:
    session = begin()
    session.run("def f():\n    return search(query='x')", name="one.py")
    result = session.run("f()", name="two.py")
    assert [
        (one.caller, one.callee, one.span.script) for one in result.report.call_graph.edges
    ] == [
        ("<module>", "f", ""),
        ("f", "search", "one.py"),
    ]
    assert result.outcome is not None
    assert [(one.line, one.script) for one in result.outcome.trace] == [(2, "one.py")]
    form = result.report.to_dict()
    assert foretell.Report.from_dict(form).to_dict() == form


# ----------------------------------------------------------------------------- running


def test_values_live_on_with_all_that_they_are() -> None:
    session = begin()
    session.run(
        "class Box:\n    def __init__(self): self.items = []\n    def put(self, x):\n"
        "        self.items.append(x)\n        return self\n"
        "box = Box()\ncounter = 0\ngen = (i * i for i in range(5))\nnext(gen)\n"
        "def count():\n    global counter\n    counter += 1\n    return counter\n"
    )
    assert value(session, "box.put(1).put(2)\nbox.items") == [1, 2]
    assert value(session, "[next(gen), count(), count()]") == [1, 1, 2]
    assert value(session, "[sum(gen), counter, isinstance(box, Box)]") == [29, 2, True]
    assert value(session, "[counter for _ in range(2)]") == [2, 2]


def test_what_modules_keep_lives_on_and_the_hosts_is_left_alone() -> None:
    import decimal

    before = decimal.getcontext().prec
    session = begin()
    session.run("import decimal, random\ndecimal.getcontext().prec = 3\nrandom.seed(1)")
    assert decimal.getcontext().prec == before
    assert value(session, "str(decimal.Decimal(1) / 7)") == "0.143"
    again = begin()
    again.run("import random\nrandom.seed(1)")
    assert value(session, "random.random()") == value(again, "random.random()")
    assert decimal.getcontext().prec == before


def test_a_tool_that_was_kept_is_counted_and_limited_in_each_snippet() -> None:
    host = Host()
    session = begin(host, budget=Budget(tool_calls=2))
    session.run("kept = [search]\nkept[0](query='a')")
    result = session.run("for i in range(5): kept[0](query=str(i))")
    assert isinstance(result.outcome, Stopped)
    assert result.outcome.limit == "tool_calls"
    assert host.calls == ["search a", "search 0", "search 1"]
    assert session.used.tool_calls == 3


def test_the_total_is_for_all_snippets_together() -> None:
    session = begin(total=Budget(tool_calls=3, steps=None, seconds=None))
    for _ in range(3):
        assert isinstance(session.run("search(query='a')").outcome, Finished)
    stopped = session.run("search(query='a')").outcome
    assert isinstance(stopped, Stopped)
    assert stopped.limit == "tool_calls"
    assert value(session, "1 + 1") == 2
    spent = begin(total=Budget(steps=50))
    assert isinstance(spent.run("while True: pass").outcome, Stopped)
    assert isinstance(spent.run("1").outcome, Stopped)


def test_a_stop_leaves_the_session_usable_with_what_was_assigned() -> None:
    session = begin(budget=Budget(steps=200))
    assert isinstance(session.run("n = 0\nwhile True: n += 1").outcome, Stopped)
    assert value(session, "n > 10") is True
    assert [one.rule for one in session.check("n.foo")[0].findings] == ["unknown-attribute"]


def test_inputs_stay_and_may_come_again() -> None:
    session = begin()
    assert session.run("who + '!'", {"who": "ann"}).outcome.value == "ann!"  # type: ignore[union-attr]
    assert value(session, "def greet(): return 'hi ' + who\ngreet()") == "hi ann"
    assert session.run("greet()", {"who": "bob"}).outcome.value == "hi bob"  # type: ignore[union-attr]
    session.run("mine = 1")
    with pytest.raises(foretell.UsageError, match="`mine` is a name that the session has bound"):
        session.run("mine", {"mine": 2})
    with pytest.raises(foretell.GrantError, match="is no plain data"):
        session.run("x", {"x": object()})
    assert value(session, "mine") == 1


def test_asynchronous_hosts() -> None:
    async def main() -> tuple[Any, Any]:
        session = begin()
        await session.run_async("async def page(u): return await fetch(url=u)\na = await page('x')")
        second = await session.run_async("b = await page('y')\n[a, b]")
        assert second.outcome is not None
        return second.outcome.value, second.report.tools["fetch"].high

    assert asyncio.run(main()) == (["page of x", "page of y"], 1)


# --------------------------------------------------------------------------------- laws


def test_a_refused_snippet_leaves_nothing_behind() -> None:
    host = Host()
    session = begin(host, policy=foretell.Policy.default())
    session.run("a = [1]")
    state, names = session.state, session.names
    for text in ("a = 2\nundefined()", "a = 3\ndelete(id=1)", "a = ("):
        assert session.run(text).outcome is None
    assert session.state is state
    assert session.names == names
    assert value(session, "a") == [1]
    assert host.calls == []


def test_a_grant_is_for_one_state_of_one_session() -> None:
    host = Host()
    session = begin(host, policy=foretell.Policy.default())
    session.run("a = 1")
    report, decision = session.check("a = a + 1\ndelete(id=a)")
    assert isinstance(decision, foretell.Ask)
    grant = decision.approve(by="Ada").grant
    with pytest.raises(foretell.GrantError, match="a snippet of a session"):
        foretell.run(grant, tools=host.tools)
    other = begin(host)
    with pytest.raises(foretell.GrantError, match="another state of the session"):
        other.run_granted(report, grant)
    session.run("a = 5")
    with pytest.raises(foretell.GrantError, match="another state of the session"):
        session.run_granted(report, grant)
    assert host.calls == []
    report, decision = session.check("delete(id=a)")
    assert isinstance(decision, foretell.Ask)
    outcome = session.run_granted(report, decision.approve(by="Ada").grant)
    assert isinstance(outcome, Finished)
    assert host.calls == ["delete 5"]
    with pytest.raises(foretell.GrantError, match="another state of the session"):
        session.run_granted(report, decision.approve(by="Ada").grant)


def test_nothing_can_be_slipped_under_a_grant() -> None:
    session = begin()
    harmless, decision = session.check("1 + 1")
    harmful, _ = session.check("delete(id=1)")
    forged = replace(decision.grant, digests=replace(decision.grant.digests, script="0" * 64))
    for report, grant in ((harmful, decision.grant), (harmless, forged)):
        with pytest.raises(foretell.GrantError, match="another script"):
            session.run_granted(report, grant)
    alone = foretell.analyze("1 + 1", CATALOG)
    with pytest.raises(foretell.GrantError, match="another state of the session"):
        session.run_granted(alone, foretell.Policy.permissive().decide(alone).grant)
    with pytest.raises(foretell.UsageError, match="not of this session"):
        session.state.after(alone)


def test_one_snippet_runs_at_a_time() -> None:
    entered, opened = threading.Event(), threading.Event()

    class Slow(Host):
        def search(self, query: str, limit: int = 5) -> list[dict[str, Any]]:
            entered.set()
            opened.wait(60)
            return super().search(query, limit)

    session = begin(Slow())
    results: list[foretell.GateOutcome] = []
    thread = threading.Thread(target=lambda: results.append(session.run("a = search(query='x')")))
    thread.start()
    entered.wait(60)
    with pytest.raises(foretell.UsageError, match="still runs a snippet"):
        session.run("1")
    opened.set()
    thread.join()
    assert isinstance(results[0].outcome, Finished)
    assert value(session, "a") == [{"id": 1, "name": "a"}]


def test_a_tool_without_a_function_is_told_before_anything_runs() -> None:
    host = Host()
    gate = foretell.Gate(CATALOG, foretell.Policy.permissive(), {"search": host.search})
    session = gate.session()
    with pytest.raises(foretell.GrantError, match="calls the tool `delete`"):
        session.run("search(query='x')\ndelete(id=1)")
    assert host.calls == []
    assert session.state.snippets == ()
    session.run("def delete(id): return id")
    assert value(session, "delete(7)") == 7
