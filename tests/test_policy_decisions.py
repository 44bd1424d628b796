"""What policies make of reports."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell.meter import Budget
from foretell.policy import SHIPPED, Allow, Ask, Decision, Deny, GrantError, Policy, Reason
from foretell_analyzer.analysis import analyze
from foretell_analyzer.bounds import Bound, High, Unbounded, Unknown
from foretell_analyzer.plan import Opaque, Sequence
from foretell_analyzer.report import Report
from foretell_analyzer.source import Script
from tests.builders import UNKNOWN, call, catalog, finding, invoices, one_call, place, report

READING = one_call("search_email(query='x', limit='1')\n")


def told(decision: Decision) -> list[tuple[str, str, str, str]]:
    return [(one.rule, one.effect, one.certainty, one.message) for one in decision.reasons]


def decide(rules: str, judged: Report) -> Decision:
    return Policy.loads(rules).decide(judged)


def limit(judged: Report, *lines: str) -> Decision:
    rules = ["default = 'allow'", "[[rule]]", "id = 'limit'", "kind = 'limit'", "effect = 'deny'"]
    return decide("\n".join([*rules, *lines]), judged)


def test_a_script_that_only_reads_passes_by_default() -> None:
    decision = Policy.default().decide(READING)
    assert isinstance(decision, Allow)
    assert decision.verdict == "allow"
    assert decision.grant.digests.script == READING.script.digest
    assert decision.grant.digests.catalog == READING.digests.catalog
    assert decision.grant.digests.policy == Policy.default().digest
    assert decision.grant.budget == Budget.unlimited()


def test_writes_are_asked_for_by_default() -> None:
    decision = Policy.default().decide(invoices())
    assert isinstance(decision, Ask)
    assert told(decision) == [
        ("ask-writes", "ask", "certain", "`send_email` sends; called once"),
        ("ask-writes", "ask", "possible", "`send_money` spends; called up to 3 times"),
    ]
    assert [reason.witness for reason in decision.reasons] == [(11,), (10,)]
    with pytest.raises(GrantError):
        _ = decision.grant
    assert decision.approve(by="Ada").grant.approved_by == "Ada"


def test_a_tool_of_which_nobody_said_what_it_does_is_asked_for() -> None:
    assert told(Policy.default().decide(one_call())) == [
        (
            "ask-writes", "ask", "certain",
            "nobody said what `archive` does; called once",
        )
    ]  # fmt: skip


def test_what_does_not_exist_is_denied_by_default() -> None:
    script = Script("send_email(to='a')\nnope(1)\n")
    mistake = finding(script, "nope", help="did you mean `archive`?")
    decision = Policy.default().decide(report(script, None, mistake))
    assert isinstance(decision, Deny)
    assert decision.reasons == (
        Reason(
            "deny-unknown", "deny", "certain", mistake.message, mistake.span, (2,), mistake.help
        ),
    )
    with pytest.raises(GrantError, match="the decision is deny: `nope` is neither"):
        _ = decision.grant


@pytest.mark.parametrize(
    ("severity", "certainty", "verdict"),
    [
        ("error", "must", "deny"),
        ("error", "may", "ask"),
        ("warning", "must", "allow"),
        ("note", "may", "allow"),
    ],
)
@pytest.mark.parametrize("rules", ["", None])
def test_mistakes_are_denied_and_possible_ones_asked_for(
    severity: str, certainty: str, verdict: str, rules: str | None
) -> None:
    script = Script("x = 1\n")
    mistake = finding(
        script, "x", "wrong-type", "no", severity=severity, certainty=certainty, code="A1"  # type: ignore[arg-type]  # parametrized
    )  # fmt: skip
    policy = Policy.default() if rules is None else Policy.loads(rules)
    assert policy.decide(report(script, None, mistake)).verdict == verdict


def test_a_tool_call_of_which_no_rule_speaks_comes_to_the_default() -> None:
    assert told(decide("", READING)) == [
        ("default", "ask", "certain", "`search_email` reads; called once")
    ]
    assert decide("default = 'allow'", READING).verdict == "allow"
    assert decide("default = 'deny'", READING).verdict == "deny"


def test_a_narrower_allow_does_not_undo_a_wider_deny() -> None:
    rules = """
        [[rule]]
        id = "no-sending"
        kind = "call"
        tool = "send_*"
        effect = "deny"
        message = "nothing leaves."
        [[rule]]
        id = "but-mail"
        kind = "call"
        tool = "send_email"
        effect = "allow"
        [[rule]]
        id = "reads"
        kind = "call"
        does = "read"
        effect = "allow"
    """
    assert told(decide(rules, invoices())) == [
        ("no-sending", "deny", "certain", "nothing leaves: `send_email` sends; called once"),
        (
            "no-sending", "deny", "possible",
            "nothing leaves: `send_money` spends; called up to 3 times",
        ),
    ]  # fmt: skip


def test_what_is_only_possible_may_come_to_something_else() -> None:
    rules = """
        [[rule]]
        id = "mail"
        kind = "call"
        effect = "deny"
        possible = "allow"
    """
    assert decide(rules, one_call(bound=Bound(1, 1))).verdict == "deny"
    assert decide(rules, one_call(bound=Bound(0, 1))).verdict == "allow"


@pytest.mark.parametrize(
    ("bound", "verdict", "message"),
    [
        (Bound(0, 3), "allow", None),
        (Bound(4, 4), "deny", "calls of `archive`: at least 4, more than 3"),
        (Bound(0, 4), "ask", "calls of `archive`: up to 4, more than 3"),
        (Bound(0, Unbounded("`while True`")), "deny", "calls of `archive`: no upper limit, `while True`"),
        (Bound(0, Unknown("a set")), "ask", "calls of `archive`: not known, a set"),
        (Bound(5, Unknown("a set")), "deny", "calls of `archive`: at least 5, more than 3"),
    ],
)  # fmt: skip
def test_a_limit_tells_certain_possible_unbounded_and_unknown_apart(
    bound: Bound, verdict: str, message: str | None
) -> None:
    decision = limit(
        one_call(bound=bound), "tool = 'archive'", "max = 3", "possible = 'ask'",
        "unbounded = 'deny'",
    )  # fmt: skip
    assert decision.verdict == verdict
    assert [reason.message for reason in decision.reasons] == ([message] if message else [])


def test_a_limit_on_several_tools_counts_their_calls_together() -> None:
    decision = limit(invoices(), "tool = 'send_*'", "max = 3")
    assert told(decision) == [
        ("limit", "deny", "possible", "calls of `send_*`: up to 4, more than 3")
    ]
    assert decision.reasons[0].witness == (10, 11)
    assert limit(invoices(), "tool = 'send_*'", "max = 4").verdict == "allow"


def test_a_limit_on_a_measure_that_is_not_worked_out_is_unknown() -> None:
    lines = "measure = 'memory'", "max = 3", "unknown = 'ask'"
    assert told(limit(invoices(), *lines)) == [
        ("limit", "ask", "possible", "memory: not known, the analysis does not work it out")
    ]
    assert limit(invoices(), "measure = 'steps'", "max = 9400").verdict == "allow"
    assert limit(one_call(), "measure = 'tool_calls'", "max = 0").verdict == "deny"


def opaque(*tools: str) -> Report:
    script = Script("f = [a, b]\nf[0]()\n")
    plan = Opaque("the function comes from a list", tools, place(script, "f[0]()"))
    return report(script, plan, tools=dict.fromkeys(tools, Bound(0, UNKNOWN)))


def test_a_call_that_cannot_be_followed_is_asked_for() -> None:
    message = "what is called here is not known: the function comes from a list"
    assert told(Policy.default().decide(opaque())) == [
        ("ask-unclear-calls", "ask", "possible", message)
    ]
    assert told(decide("", opaque())) == [("unclear-call", "ask", "possible", message)]


def test_the_tools_that_an_unclear_call_may_reach_are_judged_as_calls() -> None:
    assert told(Policy.default().decide(opaque("send_email", "search_email"))) == [
        ("ask-writes", "ask", "possible", "`send_email` sends; called, how often is not known")
    ]


def test_a_finding_can_be_let_pass_by_name() -> None:
    script = Script("x.foo\n")
    mistake = finding(script, "foo", "unknown-attribute", "no `foo`", code="N204")
    rules = """
        [[rule]]
        id = "attributes-pass"
        kind = "unknown"
        what = "attribute"
        effect = "allow"
    """
    assert decide(rules, report(script, None, mistake)).verdict == "allow"


def test_permissive_allows_all_that_can_start() -> None:
    script = Script("nope()\n")
    assert (
        Policy.permissive().decide(report(script, None, finding(script, "nope"))).verdict == "allow"
    )
    assert Policy.permissive().decide(invoices()).verdict == "allow"
    assert Policy.permissive().decide(opaque()).verdict == "allow"


def test_what_cannot_start_is_denied_by_every_policy() -> None:
    script = Script("x = (\n")
    mistake = finding(script, "(", "syntax-error", "a bracket is not closed", code="S101")
    broken = replace(report(script, None, mistake), plan=None)
    assert told(Policy.permissive().decide(broken)) == [
        ("cannot-start", "deny", "certain", "a bracket is not closed")
    ]
    without = replace(broken, findings=())
    assert told(Policy.permissive().decide(without)) == [
        ("cannot-start", "deny", "certain", "the script could not be analyzed")
    ]


def test_a_policy_that_names_a_tool_that_is_not_there_denies() -> None:
    rules = "[[rule]]\nid = 'x'\nkind = 'call'\ntool = 'serch_email'\neffect = 'allow'\n"
    assert told(decide(rules, READING)) == [
        (
            "engine-error", "deny", "certain",
            "policy.toml:4:8: there is no tool `serch_email`; did you mean `search_email`?",
        )
    ]  # fmt: skip


def test_a_report_made_with_another_catalog_is_denied() -> None:
    other = catalog(search_email="delete")
    assert told(Policy.permissive().decide(READING, other)) == [
        (
            "engine-error",
            "deny",
            "certain",
            "the report was made with another catalog than this one",
        )
    ]


def test_a_fault_of_the_engine_denies() -> None:
    broken = replace(READING, tools=None)  # type: ignore[arg-type]  # what no analysis gives
    decision = Policy.permissive().decide(broken)
    assert told(decision)[0][:3] == ("engine-error", "deny", "certain")


def test_a_report_without_its_module_gives_a_grant_that_cannot_run() -> None:
    decision = Policy.permissive().decide(replace(READING, catalog=None))
    assert isinstance(decision, Allow)
    with pytest.raises(GrantError, match="analyze the script again"):
        _ = decision.grant.parts


HIGHS: st.SearchStrategy[High] = st.one_of(
    st.integers(0, 9), st.just(Unknown("who knows")), st.just(Unbounded("for ever"))
)
BOUNDS = st.builds(lambda low, high: Bound(min(low, high) if isinstance(high, int) else low, high),
                   st.integers(0, 4), HIGHS)  # fmt: skip
EFFECTS = st.sampled_from(["allow", "ask", "deny"])


@st.composite
def rules_text(draw: st.DrawFn) -> str:
    lines = [f"default = '{draw(EFFECTS)}'"]
    for index in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["call", "limit", "unknown", "finding"]))
        lines += ["[[rule]]", f"id = 'r{index}'", f"kind = '{kind}'", f"effect = '{draw(EFFECTS)}'"]
        if draw(st.booleans()):
            lines.append(f"possible = '{draw(EFFECTS)}'")
        if kind == "limit":
            lines += [f"max = {draw(st.integers(0, 9))}", "tool = 'send_*'"]
        if kind == "call":
            lines.append(f"tool = '{draw(st.sampled_from(['*', 'send_*', 'archive']))}'")
    return "\n".join(lines)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    script = Script("archive()\nsend_email()\nsend_money()\nnope()\n")
    names = draw(st.lists(st.sampled_from(["archive", "send_email", "send_money"]), unique=True))
    mistakes = [finding(script, "nope", certainty=draw(st.sampled_from(["must", "may"])))]
    return report(
        script,
        Sequence(tuple(call(script, f"{name}()") for name in names)),
        *draw(st.sampled_from([[], mistakes])),
        tools={name: draw(BOUNDS) for name in names},
        known=catalog(),
    )


RANK = {"allow": 0, "ask": 1, "deny": 2}


@given(rules_text(), reports())
def test_a_decision_is_the_same_every_time(rules: str, judged: Report) -> None:
    policy = Policy.loads(rules)
    backwards = replace(judged, tools=dict(reversed(list(judged.tools.items()))))
    assert told(policy.decide(judged)) == told(Policy.loads(rules).decide(backwards))


@given(rules_text(), reports())
def test_the_verdict_is_the_gravest_effect_among_the_reasons(rules: str, judged: Report) -> None:
    decision = Policy.loads(rules).decide(judged)
    ranks = [RANK[reason.effect] for reason in decision.reasons]
    assert RANK[decision.verdict] == max(ranks, default=0)
    assert ranks == sorted(ranks, reverse=True)


@given(rules_text(), reports(), st.sampled_from(["call", "finding", "unknown"]))
def test_one_more_rule_that_denies_never_loosens(rules: str, judged: Report, kind: str) -> None:
    more = f"{rules}\n[[rule]]\nid = 'more'\nkind = '{kind}'\neffect = 'deny'\n"
    before, after = Policy.loads(rules).decide(judged), Policy.loads(more).decide(judged)
    assert RANK[after.verdict] >= RANK[before.verdict]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_policy_decides_whatever_the_catalog_says(name: str) -> None:
    known = catalog()
    texts = "search_email(query='x', limit='1')\n", "send_email(to='a', subject='b', body='c')\n"
    reading, sending = (Policy.shipped(name).decide(analyze(text, known)) for text in texts)
    assert reading.verdict == "allow"
    verdicts = {"permissive": "allow", "read-only": "deny"}
    assert sending.verdict == verdicts.get(name, "ask")
    assert "engine-error" not in {one.rule for one in sending.reasons}
