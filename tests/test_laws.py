"""The laws as properties: what is judged is what runs, and nothing happens before the decision."""

from __future__ import annotations

import inspect
import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import foretell
from foretell.interpreter.linked import link_grant
from foretell.policy.decision import GrantDigests

STUB = '''
def search(query: str, limit: int = 10) -> list[dict[str, str]]:
    """Search."""  # read
def fetch(identifier: str) -> dict[str, str]:
    """Fetch."""  # read
def send(to: str, body: str) -> str:
    """Send."""  # send
def remove(path: str) -> int:
    """Remove."""  # delete
'''
CATALOG = foretell.ToolCatalog.from_stub(STUB)

RIGHT = (
    'rows = search("a")',
    'rows = search(query="b", limit=3)',
    'one = fetch(identifier="x")',
    'send(to="a@example.com", body="hi")',
    'remove("/tmp/x")',
    "total = 0",
    "for n in range(3):\n    total = n",
    'if len("abc") > 2:\n    remove("/y")',
)
WRONG = (
    'serch("a")',
    'fetch(id="x")',
    "send()",
    'send("a", "b", "c")',
    "remove(path=1)",
    "missing_name",
    "import no_such_module",
    'search("a", limit="many")',
    "x = (",
    "return_value = await_me(",
)


class Spy:
    """A host that counts: its tools must not be called where nothing may run."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    @property
    def tools(self) -> dict[str, Any]:
        def make(name: str, answer: object) -> Any:
            def tool(**arguments: Any) -> object:
                self.calls.append(f"{name} {json.dumps(arguments, sort_keys=True)}")
                return answer

            return tool

        answers: dict[str, object] = {"search": [], "fetch": {}, "send": "ok", "remove": 1}
        return {name: make(name, answer) for name, answer in answers.items()}


@st.composite
def scripts_with_a_mistake(draw: st.DrawFn) -> str:
    before = draw(st.lists(st.sampled_from(RIGHT), max_size=5))
    after = draw(st.lists(st.sampled_from(RIGHT), max_size=2))
    return "\n".join([*before, draw(st.sampled_from(WRONG)), *after])


right_scripts = st.lists(st.sampled_from(RIGHT), max_size=8).map("\n".join)


@given(scripts_with_a_mistake())
def test_nothing_of_a_script_that_is_wrong_for_sure_happens(text: str) -> None:
    spy = Spy()
    result = foretell.Gate(CATALOG, foretell.Policy.default(), spy.tools).run(text)
    assert result.decision.verdict == "deny"
    assert result.outcome is None
    assert spy.calls == []


@given(right_scripts)
def test_nothing_of_a_right_script_happens_before_the_decision(text: str) -> None:
    spy = Spy()
    gate = foretell.Gate(CATALOG, foretell.Policy.default(), spy.tools)
    report, decision = gate.check(text)
    assert spy.calls == []
    changes = any(
        name in report.tools and report.tools[name].high != 0 for name in ("send", "remove")
    )
    assert decision.verdict == ("ask" if changes else "allow")
    if isinstance(decision, foretell.Ask):
        assert gate.run(text).outcome is None
        assert spy.calls == []
        decision = decision.approve(by="a person")
    outcome = foretell.run(decision.grant, tools=spy.tools)
    assert isinstance(outcome, foretell.Finished)
    assert [entry.split(" ", 1)[0] for entry in spy.calls] == [one.tool for one in outcome.trace]


@given(right_scripts)
def test_the_module_that_was_judged_is_the_one_that_runs(text: str) -> None:
    report = foretell.analyze(text, CATALOG)
    decision = foretell.Policy.permissive().decide(report)
    linked = link_grant(decision.grant)
    assert linked.program.module is report.module
    assert decision.grant.digests.script == report.script.digest == report.digests.script
    assert decision.grant.digests.catalog == CATALOG.digest == report.digests.catalog
    assert decision.grant.digests.dialect == report.digests.dialect


def test_nothing_but_a_grant_can_be_run() -> None:
    for function in (foretell.run, foretell.run_async):
        first, *others = inspect.signature(function).parameters.values()
        assert first.name == "grant"
        assert {one.kind for one in others} == {inspect.Parameter.KEYWORD_ONLY}
    for value in ("1 + 1", None, foretell.analyze("1 + 1", CATALOG)):
        with pytest.raises(foretell.GrantError, match="run takes the grant of a decision"):
            foretell.run(value, tools={})  # type: ignore[arg-type]  # what must be refused


@pytest.mark.parametrize("field", ["script", "catalog"])
def test_a_grant_cannot_be_used_for_another_script_or_catalog(field: str) -> None:
    report = foretell.analyze("1 + 1", CATALOG)
    grant = foretell.Policy.permissive().decide(report).grant
    assert field in {one.name for one in fields(GrantDigests)}
    forged = replace(grant, digests=replace(grant.digests, **{field: "0" * 64}))
    with pytest.raises(foretell.GrantError, match="another script or catalog"):
        foretell.run(forged, tools={})


def test_a_module_cannot_be_slipped_under_a_grant() -> None:
    harmless = foretell.Policy.permissive().decide(foretell.analyze("1 + 1", CATALOG)).grant
    other = foretell.analyze('remove("/")', CATALOG).module
    with pytest.raises(foretell.GrantError, match="another script or catalog"):
        foretell.run(replace(harmless, module=other), tools=Spy().tools)


@given(st.one_of(right_scripts, scripts_with_a_mistake()))
def test_a_report_goes_through_json_unchanged(text: str) -> None:
    report = foretell.analyze(text, CATALOG)
    form = json.loads(json.dumps(report.to_dict()))
    assert foretell.Report.from_dict(form).to_dict() == report.to_dict()


@given(right_scripts)
def test_every_run_is_within_its_report(text: str) -> None:
    report = foretell.analyze(text, CATALOG)
    grant = foretell.Policy.permissive().decide(report).grant
    outcome = foretell.run(grant, tools=Spy().tools)
    assert isinstance(outcome, foretell.Finished)
    for name in CATALOG.tools:
        count = outcome.usage.calls_per_tool.get(name, 0)
        assert count in report.tools[name] if name in report.tools else count == 0
    assert outcome.usage.tool_calls in report.bounds["tool_calls"]


@given(right_scripts)
def test_the_same_script_takes_the_same_steps_again(text: str) -> None:
    grant = foretell.Policy.permissive().decide(foretell.analyze(text, CATALOG)).grant
    one, other = (foretell.run(grant, tools=Spy().tools) for _ in range(2))
    assert one.usage.steps == other.usage.steps
    assert one.trace == other.trace
    assert one.stdout == other.stdout
