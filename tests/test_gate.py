"""The gate: analysis, decision, question and run in one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

import foretell
from foretell.gate import Gate
from tests.builders import catalog

READ = "search_email(query='x', limit='1')"
SEND = "send_email(to='a', subject='b', body='c')"
WRONG = f"{SEND}\nsend_mail(to='a')"


class Host:
    """Remembers what was called."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def search_email(self, query: str, limit: str) -> list[str]:
        self.calls.append(f"search {query} {limit}")
        return ["m1"]

    def send_email(self, to: str, subject: str, body: str) -> None:
        self.calls.append(f"send {to} {subject} {body}")


def make_gate(host: Host, **more: Any) -> Gate:
    tools: dict[str, Callable[..., Any]] = {
        "search_email": host.search_email,
        "send_email": host.send_email,
    }
    policy = more.pop("policy", foretell.Policy.default())
    return Gate(catalog(), policy, tools, **more)


def test_what_is_allowed_runs() -> None:
    host = Host()
    result = make_gate(host).run(READ)
    assert isinstance(result.outcome, foretell.Finished)
    assert result.outcome.value == ["m1"]
    assert host.calls == ["search x 1"]
    assert result.for_model() == 'finished: ["m1"]'


def test_a_mistake_keeps_even_the_first_line_from_running() -> None:
    host = Host()
    result = make_gate(host, on_ask=lambda _, ask: ask.approve(by="anyone")).run(WRONG)
    assert result.outcome is None
    assert result.decision.verdict == "deny"
    assert host.calls == []
    assert result.for_model() == (
        "not run, 1 mistake:\n"
        "L2 unknown-tool: send_mail;"
        " did you mean `send_email(to: str, subject: str, body: str)`?"
    )


def test_without_anybody_to_ask_nothing_runs() -> None:
    host = Host()
    result = make_gate(host).run(SEND)
    assert (result.decision.verdict, result.outcome, host.calls) == ("ask", None, [])
    assert result.for_model() == (
        "not run, a person has to approve:\nL1 ask-writes: `send_email` sends; called once"
    )


def test_a_person_is_asked_with_report_and_reasons() -> None:
    host, asked = Host(), []

    def on_ask(report: foretell.Report, ask: foretell.Ask) -> foretell.Allow:
        asked.append((report.script.text, [reason.rule for reason in ask.reasons]))
        return ask.approve(by="Ada")

    result = make_gate(host, on_ask=on_ask).run(SEND)
    assert isinstance(result.decision, foretell.Allow)
    assert result.decision.grant.approved_by == "Ada"
    assert asked == [(SEND, ["ask-writes"])]
    assert host.calls == ["send a b c"]


@pytest.mark.parametrize("answer", ["ask", "nothing", "deny"])
def test_anything_but_an_approval_is_a_no(answer: str) -> None:
    def on_ask(_: foretell.Report, ask: foretell.Ask) -> Any:
        reason = foretell.Reason("asked", "deny", "certain", "no")
        return {"ask": ask, "nothing": None, "deny": foretell.Deny((reason,))}[answer]

    host = Host()
    result = make_gate(host, on_ask=on_ask).run(SEND)
    assert (result.outcome, host.calls) == (None, [])


def test_an_approval_of_something_else_is_refused() -> None:
    host = Host()
    other = make_gate(Host()).check(READ)[1]
    with pytest.raises(foretell.UsageError, match="approved something else"):
        make_gate(host, on_ask=lambda *_: other).run(SEND)
    assert host.calls == []


def test_an_asynchronous_host_is_asked_and_awaited() -> None:
    host = Host()

    async def on_ask(_: foretell.Report, ask: foretell.Ask) -> foretell.Allow:
        await asyncio.sleep(0)
        return ask.approve(by="Ada")

    gate = make_gate(host, on_ask=on_ask)
    with pytest.raises(foretell.UsageError, match="run_async"):
        gate.run(SEND)
    result = asyncio.run(gate.run_async(SEND))
    assert isinstance(result.outcome, foretell.Finished)
    assert host.calls == ["send a b c"]
    refused = asyncio.run(make_gate(host).run_async(WRONG))
    assert refused.outcome is None


def test_a_script_is_analyzed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from foretell_analyzer import analysis

    seen: list[str] = []
    analyze = analysis.analyze

    def counted(text: str, *rest: Any, **named: Any) -> foretell.Report:
        seen.append(text)
        return analyze(text, *rest, **named)

    monkeypatch.setattr(analysis, "analyze", counted)
    gate = make_gate(Host(), remembered=2)
    first = gate.check(READ)
    assert gate.check(READ) is first
    gate.check(SEND)
    gate.check(READ)
    gate.check(WRONG)
    gate.check(SEND)
    assert seen == [READ, SEND, WRONG, SEND]
    gate.check(READ, {"x": 1})
    gate.check(READ, {"x": "1"})
    gate.check(READ, name="other.py")
    assert len(seen) == 7


def test_tools_and_rules_must_be_in_the_catalog() -> None:
    with pytest.raises(foretell.UsageError) as wrong:
        Gate(catalog(), foretell.Policy.default(), {"serch_email": print})
    assert str(wrong.value) == (
        "`tools` has `serch_email`, which is no tool of the catalog; did you mean `search_email`?"
    )
    rules = "[[rule]]\nid = 'x'\nkind = 'call'\ntool = 'nope_at_all'\neffect = 'deny'\n"
    with pytest.raises(foretell.PolicyError):
        make_gate(Host(), policy=foretell.Policy.loads(rules))


def test_the_budget_of_the_gate_tightens_the_grant() -> None:
    result = make_gate(Host(), budget=foretell.Budget(tool_calls=0)).run(READ)
    assert isinstance(result.outcome, foretell.Stopped)
    assert result.outcome.limit == "tool_calls"
