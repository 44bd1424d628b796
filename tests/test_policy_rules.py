"""Rules on arguments, flows, order and language: what they come to before the run, and as guards."""

from __future__ import annotations

from typing import Any, Final

import pytest

import foretell
from foretell.policy import Policy, PolicyError

CATALOG: Final = foretell.ToolCatalog.from_stub(
    "def read(id: int): ...  # read\n"
    "def pay(recipient: str, amount: float = 1.0) -> str: ...  # spend\n"
    "def backup(path: str) -> str: ...  # write\n"
    "def redact(text: str) -> str: ...  # read\n"
    "def send(to: str, body: str) -> str: ...  # send\n"
    "def delete(path: str) -> str: ...  # delete\n"
).with_overlay({"tools": {"read": {"source": "untrusted"}, "send": {"sink": {"body": "external"}}}})
RULES: Final = {
    "payee": 'kind = "argument"\ntool = "pay"\nargument = "recipient"\none_of = ["a", "b"]',
    "text": 'kind = "argument"\nargument = "to"\nmatches = "[a-z]+@firm[.]org"',
    "number": 'kind = "argument"\nargument = "amount"\nschema = { maximum = 100 }',
    "known": 'kind = "argument"\nargument = "recipient"\nconstant = true',
    "made": 'kind = "argument"\nargument = "recipient"\nnot_from = "read.body"',
    "only": 'kind = "argument"\nargument = "recipient"\nfrom = "read.payee"',
    "much": 'kind = "call"\ntool = "pay"\nwhen = "amount > 100"\nunless = "recipient == \'a\'"',
    "order": 'kind = "order"\ntool = "delete"\nrequires_before = "backup"',
    "after": 'kind = "order"\ntool = "send"\nafter = "read"\nunless_between = "redact"',
    "once": 'kind = "order"\ntool = "delete"\nat_most_once_per = "path"',
    "flow": 'kind = "flow"\nfrom = "read.body"\nto = "send.body"\nthrough = "redact"',
    "labels": 'kind = "flow"\nfrom_label = "untrusted"\nto_label = "external"',
    "steer": 'kind = "flow"\nfrom = "read"\nto = "pay"\nflow = "control"',
    "shown": 'kind = "flow"\nfrom = ["read", "input secret"]\nto = ["result", "output"]',
    "words": 'kind = "language"\nforbid = ["while", "recursion", "async"]',
    "few": 'kind = "limit"\ntool = "pay"\nmax = 1',
    "calls": 'kind = "call"\ntool = "pay"',
}


def policy(name: str, possible: str = "ask", *, effect: str = "deny", more: str = "") -> Policy:
    lines = f'id = "{name}"\n{RULES[name]}\neffect = "{effect}"\npossible = "{possible}"\n{more}'
    return Policy.loads(f'default = "allow"\n[[rule]]\n{lines}\n', "p.toml")


def decide(name: str, text: str, possible: str = "ask") -> list[str]:
    """What a rule says of a script: certainty, message and lines."""
    report = foretell.analyze(text, CATALOG, inputs={"secret": "str"})
    decision = policy(name, possible).decide(report)
    again = foretell.Report.from_dict(report.to_dict())
    assert policy(name, possible).decide(again, CATALOG).reasons == decision.reasons
    verdicts = {"certain": "deny", "possible": "ask"}
    assert decision.verdict == (
        verdicts[decision.reasons[0].certainty] if decision.reasons else "allow"
    )
    return [f"{one.certainty}: {one.message} {list(one.witness)}" for one in decision.reasons]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("payee", "pay('a')", ""),
        ("payee", "pay('x')", "certain: `recipient` of `pay`: `'x'` is not one of `'a'`, `'b'` [1]"),
        ("payee", "x = read(1)\nif x: pay('x')",
         "possible: `recipient` of `pay`: `'x'` is not one of `'a'`, `'b'` [1, 2]"),
        ("payee", "for who in ['a', 'b']: pay(who)", ""),
        ("payee", "for who in ['a', 'c']: pay(who)",
         "possible: `recipient` of `pay`: `'c'` is not one of `'a'`, `'b'` [1]"),
        ("payee", "pay(read(1)['body'])",
         "possible: `recipient` of `pay` is not known before the run [1]"),
        ("payee", "pay(**read(1))",
         "possible: `recipient` of `pay` is not known before the run [1]"),
        ("text", "send('eve@evil.org', '')",
         "certain: `to` of `send`: `'eve@evil.org'` does not match `^(?:[a-z]+@firm[.]org)$` [1]"),
        ("text", "send('eve@firm.org', '')", ""),
        ("text", "send('eve@firm.org\\n', '')",
         ("certain: `to` of `send`: `'eve@firm.org\\n'` does not match"
          " `^(?:[a-z]+@firm[.]org)$` [1]")),
        ("number", "pay('a')", ""),
        ("number", "pay('a', 101)", "certain: `amount` of `pay`: `101` is more than 100 [1]"),
        ("known", "pay(read(1)['body'])",
         "certain: `recipient` of `pay` is not known before the run [1]"),
        ("made", "m = read(1)\npay(m['name'])", ""),
        ("made", "m = read(1)\npay(m['body'])",
         "possible: `recipient` of `pay` is made of `read.body` (line 1) [1, 2]"),
        ("made", "m = read(1)\npay(str(m))",
         "possible: `recipient` of `pay` is made of `read` (line 1) [1, 2]"),
        ("only", "m = read(1)\npay(m['payee'] or 'a')", ""),
        ("only", "m = read(1)\npay(m['other'])",
         "possible: `recipient` of `pay` is made of `read.other` (line 1) [1, 2]"),
        ("only", "pay(secret)", "possible: `recipient` of `pay` is made of `input secret` [1]"),
        ("much", "pay('b', 100)", ""),
        ("much", "pay('a', 200)", ""),
        ("much", "pay('b', 200)",
         "certain: `pay` spends, when `amount > 100` unless `recipient == 'a'` [1]"),
        ("much", "pay('b', read(1)['n'])",
         "possible: `pay` spends, when `amount > 100` unless `recipient == 'a'` [1]"),
        ("order", "backup('x')\ndelete('x')", ""),
        ("order", "delete('x')", "certain: `delete` without `backup` before it [1]"),
        ("order", "if read(1): backup('x')\ndelete('x')",
         "possible: `delete` without `backup` before it [1, 2]"),
        ("after", "m = read(1)\nsend('a', redact(m['body']))", ""),
        ("after", "m = read(1)\nsend('a', 'b')",
         "certain: `send` after `read` without `redact` [1, 2]"),
        ("once", "for p in ['x', 'y']:\n    pay('a')\ndelete('x')\ndelete('y')", ""),
        ("once", "delete('x')\ndelete('x')",
         "certain: `delete` more than once with the same `path`, `'x'` [1, 2]"),
        ("once", "for p in read(1): delete(p)",
         "possible: `delete` more than once with the same `path` [1]"),
        ("flow", "m = read(1)\nsend('a', redact(m['body']))", ""),
        ("flow", "m = read(1)\nsend('a', m['subject'])", ""),
        ("flow", "m = read(1)\nsend('a', m['body'].upper())",
         "possible: `read.body` (line 1) reaches `send.body` [1, 2]"),
        ("flow", "m = read(1)\nsend('a', backup(m['body']))",
         "possible: `read.body` (line 1) reaches `send.body` through `backup` [1, 2]"),
        ("labels", "m = read(1)\nsend(m['to'], 'b')", ""),
        ("labels", "send('a', str(read(1)))",
         "possible: `read` (line 1) reaches `send.body` [1]"),
        ("steer", "pay(read(1)['who'])", ""),
        ("steer", "m = read(1)\nif m['ok']:\n    pay('a')",
         "possible: `read.ok` (line 1) reaches `call pay`, by deciding [1, 3]"),
        ("shown", "print(secret)\n1", "possible: `input secret` reaches `output` [1]"),
        ("shown", "pay(secret)\n1", ""),
        ("words", "for x in []: pay('a')", ""),
        ("words", "while read(1): pay('a')", "certain: the script uses `while` [1]"),
        ("words", "def f(n):\n    return g(n)\ndef g(n):\n    return f(n)\nf(1)",
         "certain: `f` may call itself [2]"),
    ],
)  # fmt: skip
def test_what_a_rule_comes_to(name: str, text: str, told: str) -> None:
    assert decide(name, text + "\n") == ([told] if told else [])


def run(
    name: str, text: str, answer: Any = None, *, effect: str = "deny", **more: Any
) -> foretell.Outcome:
    """Run a script under a rule that is a guard; `read` gives `answer`."""
    report = foretell.analyze(text, CATALOG)
    decision = policy(name, "guard", effect=effect).decide(report)
    assert isinstance(decision, foretell.Allow), decision.reasons
    assert [guard.rule.id for guard in decision.grant.guards] == [name]
    tools: dict[str, Any] = {tool.name: lambda **_: "" for tool in CATALOG}
    return foretell.run(decision.grant, tools={**tools, "read": lambda **_: answer}, **more)


@pytest.mark.parametrize(
    ("name", "text", "good", "bad", "told"),
    [
        ("payee", "pay(read(1))", "b", "c",
         "payee: `recipient` of `pay`: `'c'` is not one of `'a'`, `'b'`"),
        ("payee", "pay(**read(1))", {"recipient": "b"}, {"recipient": ["b"]},
         "payee: `recipient` of `pay`: `['b']` is not one of `'a'`, `'b'`"),
        ("number", "pay('a', read(1))", 100, 101, "number: `amount` of `pay`: `101` is more than 100"),
        ("number", "pay('a', read(1))", "1", float("nan"),
         "number: `amount` of `pay`: `nan` is no value that can be judged"),
        ("much", "pay('b', read(1))", 5, 500, "much: `pay` was about to be called"),
        ("much", "pay('b', read(1))", 5, "no number", "much: `pay` was about to be called"),
        ("order", "if read(1): backup('x')\ndelete('x')", True, False,
         "order: `delete` without `backup` before it"),
        ("after", "if read(1): redact('x')\nsend('a', '')", True, False,
         "after: `send` after `read` without `redact`"),
        ("once", "for p in read(1): delete(p)", ["a", "b"], ["a", "b", "a"],
         "once: `delete` more than once with the same `path`"),
        ("few", "for p in read(1): pay('a')", ["a"], ["a", "b"], "few: more than 1 calls"),
        ("calls", "for p in read(1): pay('a')", [], ["a", "b"],
         "calls: `pay` was about to be called"),
    ],
)  # fmt: skip
def test_a_guard_stops_before_the_call_that_breaks_the_rule(
    name: str, text: str, good: object, bad: object, told: str
) -> None:
    assert isinstance(run(name, text, good), foretell.Finished)
    outcome = run(name, text, bad)
    assert isinstance(outcome, foretell.Stopped)
    assert outcome.limit == "guard"
    assert outcome.error.message == told
    assert run(
        name,
        f"try:\n  {text.splitlines()[0]}\n  {text.splitlines()[-1]}\nexcept BaseException: pass",
        bad,
    ).error


@pytest.mark.parametrize(
    ("effect", "answer", "ended"),
    [("ask", True, "Finished"), ("ask", False, "Stopped"), ("ask", 1, "Stopped"), ("deny", True, "Stopped")],
)  # fmt: skip
def test_a_guard_that_asks_goes_on_only_with_a_yes(effect: str, answer: Any, ended: str) -> None:
    asked: list[object] = []

    def on_guard(guard: foretell.policy.Guard, tool: str, arguments: object) -> Any:
        asked.append((guard.rule.id, tool, arguments))
        return answer

    outcome = run("payee", "pay(read(1))", "c", effect=effect, on_guard=on_guard)
    assert type(outcome).__name__ == ended
    assert asked == ([("payee", "pay", {"recipient": "c"})] if effect == "ask" else [])
    assert type(run("payee", "pay(read(1))", "c", effect="ask")).__name__ == "Stopped"


def test_a_failing_answer_is_no_yes() -> None:
    def on_guard(guard: object, tool: str, arguments: object) -> bool:
        raise ValueError(guard, tool, arguments)

    assert run("payee", "pay(read(1))", "c", effect="ask", on_guard=on_guard).error


def test_what_is_only_logged_has_no_effect() -> None:
    report = foretell.analyze("pay('x')\n", CATALOG)
    decision = policy("payee", more='mode = "log"').decide(report)
    assert decision.verdict == "allow"
    assert [(one.rule, one.effect, one.logged) for one in decision.reasons] == [
        ("payee", "deny", True)
    ]
    rules = '[[rule]]\nid = "calls"\nkind = "call"\neffect = "allow"\nmode = "log"\n'
    assert Policy.loads(rules).decide(report).verdict == "ask"
    assert (
        Policy.loads(f'mode = "log"\ndefault = "deny"\n{rules}').decide(report).verdict == "allow"
    )
    broken = foretell.analyze("pay(\n", CATALOG)
    assert Policy.loads('mode = "log"').decide(broken).verdict == "deny"


def test_a_rule_with_conditions_that_allows_must_hold_for_every_call() -> None:
    rules = '[[rule]]\nid = "small"\nkind = "call"\ntool = "pay"\nwhen = "amount < 10"\neffect = "allow"\n'
    cases = {"pay('a', 5)\n": "allow", "pay('a', 5)\npay('a', 50)\n": "ask",
             "pay('a', float(input))\n": "ask"}  # fmt: skip
    for text, verdict in cases.items():
        report = foretell.analyze(text, CATALOG, inputs={"input": "str"})
        assert Policy.loads(rules).decide(report).verdict == verdict


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("payee", '"pay"', '"pay_"', "p.toml:5:8: there is no tool `pay_`; did you mean `pay`?"),
        ("payee", '"recipient"', '"recipent"',
         "p.toml:6:12: `pay` has no parameter `recipent`; did you mean `recipient`?"),
        ("much", "amount > 100", "amuont > 100",
         "p.toml:6:8: `when`: `amuont` is not defined; did you mean `amount`?"),
        ("much", "amount > 100", "amount = 100", "p.toml:6:8: `when`: this is not one expression"),
        ("order", '"backup"', '"bakup"', "p.toml:6:19: there is no tool `bakup`; did you mean `backup`?"),
        ("once", '"path"', '"paht"',
         "p.toml:6:20: `delete` has no parameter `paht`; did you mean `path`?"),
        ("flow", "read.body", "raed.body", "p.toml:5:8: there is no tool `raed`; did you mean `read`?"),
        ("flow", "send.body", "send.boy",
         "p.toml:6:6: `send` has no parameter `boy`; did you mean `body`?"),
        ("labels", '"external"', '"extrenal"',
         "p.toml:6:12: no tool has the label `extrenal`; did you mean `external`?"),
        ("words", '"while"', '"whlie"',
         "p.toml:5:11: `forbid` cannot be `whlie`; did you mean `while`?"),
        ("text", "[a-z]+", "([a-z", "p.toml:6:11: `matches` cannot be used: "),
        ("order", 'requires_before = "backup"', "",
         "p.toml:2:3: an order needs just one of `requires_before`, `after`, `at_most_once_per`"),
        ("flow", 'to = "send.body"', "",
         "p.toml:2:3: a flow needs `from` or `from_label`, and `to` or `to_label`"),
        ("flow", 'kind = "flow"', 'kind = "flow"\npossible = "guard"',
         "p.toml:5:12: only rules of these kinds can be guards: `call`, `argument`, `order`, `limit`"),
        ("known", "constant = true", "",
         ("p.toml:2:3: this rule says nothing of the argument: give it `schema`, `one_of`, `matches`,"
          " `constant`, `from` or `not_from`")),
    ],
)  # fmt: skip
def test_a_mistake_in_a_rule_is_told_with_its_place(
    name: str, old: str, new: str, told: str
) -> None:
    assert old in RULES[name]
    text = RULES[name].replace(old, new)
    with pytest.raises(PolicyError) as caught:
        Policy.loads(
            f'default = "allow"\n[[rule]]\nid = "{name}"\n{text}\neffect = "deny"\n', "p.toml"
        ).check_against(CATALOG)
    assert str(caught.value).startswith(told)
