"""A policy with anything misspelt is refused when it is loaded, at the right place."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell.meter import Budget
from foretell.policy import SHIPPED, Policy, PolicyError
from foretell.policy.facts import DEEDS
from foretell.policy.rules import FINDINGS_OF, RANK, BudgetTable
from foretell_analyzer.toml_places import Places
from tests.builders import catalog

POLICIES = Path(__file__).parent.parent / "src" / "foretell" / "policy" / "policies"

EVERYTHING = """\
# A policy that uses every key there is.
version = 1
description = "all keys"
default = "deny"

[[rule]]
id = "ask-sends"
kind = "call"
tool = ["send_*", "archive"]
does = "send"
effect = "ask"
possible = "allow"
message = "mail is looked at first"

[[rule]]
kind = "limit"
id = "few-mails"
measure = "tool_calls"
max = 3
effect = "deny"
unbounded = "deny"
unknown = "ask"

[[rule]]
kind = "unknown"
id = "nothing-unknown"
what = ["tool", "name"]
effect = "deny"

[[rule]]
kind = "finding"
id = "no-errors"
severity = "error"
certainty = "must"
effect = "deny"

[[rule]]
kind = "argument"
id = "payee"
tool = "send_money"
argument = "recipient"
schema = { maxLength = 9, anyOf = [{ type = "string" }, { const = 1 }] }
one_of = ["a", "b"]
matches = "[ab]"
constant = false
from = "search_email[].payee"
not_from = ["input name", "parse_invoice"]
when = "amount != ''"
unless = "recipient == 'b'"
effect = "ask"
mode = "log"

[[rule]]
kind = "flow"
id = "mail-to-mail"
from = ["search_email[].body", "input secret"]
from_label = "secret"
to = ["send_email.body", "result"]
to_label = ["external"]
flow = ["data", "control"]
through = "archive"
direct = true
effect = "deny"

[[rule]]
kind = "order"
id = "archive-first"
tool = "send_*"
requires_before = ["archive"]
effect = "deny"
possible = "guard"

[[rule]]
kind = "order"
id = "nothing-after"
tool = "send_email"
after = "search_email"
unless_between = "parse_invoice"
effect = "deny"

[[rule]]
kind = "order"
id = "once"
tool = "send_email"
at_most_once_per = "to"
effect = "deny"

[[rule]]
kind = "language"
id = "plain"
forbid = ["while", "recursion"]
effect = "deny"

[budget]
steps = 1_000
seconds = 2.5

[budget.calls_per_tool]
send_email = 2
"""


def refusal(text: str) -> str:
    with pytest.raises(PolicyError) as caught:
        Policy.loads(text, "p.toml")
    return str(caught.value)


def rule(*lines: str) -> str:
    return "\n".join(["[[rule]]", 'id = "one"', *lines, ""])


def test_a_policy_with_every_key_is_read() -> None:
    policy = Policy.loads(EVERYTHING)
    assert [one.id for one in policy.table.rule] == [
        "ask-sends", "few-mails", "nothing-unknown", "no-errors", "payee", "mail-to-mail",
        "archive-first", "nothing-after", "once", "plain",
    ]  # fmt: skip
    assert policy.budget.steps == 1_000
    assert policy.budget.seconds == 2.5
    assert policy.budget.calls_per_tool == {"send_email": 2}
    assert policy.budget.limits == {
        "steps": 1_000,
        "seconds": 2.5,
        "calls_per_tool": {"send_email": 2},
    }


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_policy_loads(name: str) -> None:
    assert Policy.shipped(name).table.description


def test_every_policy_file_is_shipped() -> None:
    assert sorted(SHIPPED) == sorted(file.stem for file in POLICIES.glob("*.toml"))


def test_the_budget_table_has_the_measures_of_a_budget() -> None:
    assert BudgetTable.__struct_fields__ == tuple(field.name for field in fields(Budget))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("vresion = 1", "p.toml:1:1: unknown key `vresion`; did you mean `version`?"),
        ("version = 2", "p.toml:1:11: `version` cannot be `2`; it is one of `1`"),
        ('default = "alow"', "p.toml:1:11: `default` cannot be `alow`; did you mean `allow`?"),
        ("rule = 3", "p.toml:1:8: `rule`: expected a list, got a whole number"),
        (
            rule('kind = "cal"', 'effect = "ask"'),
            "p.toml:3:8: unknown kind `cal`; did you mean `call`?",
        ),
        (
            rule('kind = "zebra"', 'effect = "ask"'),
            ("p.toml:3:8: unknown kind `zebra`; it is one of `call`, `argument`, `flow`,"
            " `order`, `limit`, `unknown`, `finding`, `language`"),
        ),
        (
            rule('effect = "ask"'),
            ("p.toml:1:3: a rule needs `kind`: `call`, `argument`, `flow`,"
            " `order`, `limit`, `unknown`, `finding`, `language`"),
        ),
        (
            rule('kynd = "call"', 'effect = "ask"'),
            "p.toml:3:1: unknown key `kynd`; did you mean `kind`?",
        ),
        (
            rule('kind = "call"', 'effect = "ask"', "", '  mesage = "x"'),
            "p.toml:6:3: unknown key `mesage`; did you mean `message`?",
        ),
        (
            rule('kind = "call"', 'effect = "sak"'),
            "p.toml:4:10: `effect` cannot be `sak`; it is one of `allow`, `ask`, `deny`",
        ),
        (rule('kind = "call"'), "p.toml:1:3: this rule needs `effect`"),
        (
            rule('kind = "call"', 'effect = "ask"', 'does = ["read", "delte"]'),
            "p.toml:5:17: `does` cannot be `delte`; did you mean `delete`?",
        ),
        (
            rule('kind = "call"', 'effect = "ask"', "tool = 5"),
            "p.toml:5:8: `tool`: expected a text or a list, got a whole number",
        ),
        (
            rule('kind = "limit"', 'effect = "ask"', 'tool = "x"', 'max = "3"'),
            "p.toml:6:7: `max`: expected a number, got a text",
        ),
        (
            rule('kind = "limit"', 'effect = "ask"', "max = 3"),
            "p.toml:1:3: a limit needs either `tool` or `measure`",
        ),
        (
            rule('kind = "limit"', 'effect = "ask"', "max = 3", 'measure = "setps"'),
            "p.toml:6:11: `measure` cannot be `setps`; did you mean `steps`?",
        ),
        (
            rule('kind = "unknown"', 'effect = "deny"', 'what = "toool"'),
            "p.toml:5:8: `what` cannot be `toool`; did you mean `tool`?",
        ),
        (
            rule('kind = "call"', 'effect = "ask"') + rule('kind = "call"', 'effect = "ask"'),
            "p.toml:6:6: the id `one` is already that of another rule",
        ),
        (
            '[[rule]]\nid = "No Mail"\nkind = "call"\neffect = "ask"',
            "p.toml:2:6: `id`: expected lower-case words joined by hyphens, such as `no-payments`",
        ),
        ("[budget]\nstep = 3", "p.toml:2:1: unknown key `step`; did you mean `steps`?"),
        ("[budget]\nsteps = -3", "p.toml:2:9: `steps`: expected a whole number >= 0"),
        ("[budgte]\nsteps = 3", "p.toml:1:2: unknown key `budgte`; did you mean `budget`?"),
        ("default = ", "p.toml:1:11: this is not TOML: invalid value"),
        ('default = "ask', "p.toml:1:15: this is not TOML: unterminated string"),
        ("a = 1\na = 2", "p.toml:2:6: this is not TOML: cannot overwrite a value"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_policy_is_told_with_its_place_and_cure(text: str, message: str) -> None:
    assert refusal(text) == message


def test_the_name_of_a_finding_must_be_one_that_exists() -> None:
    text = rule('kind = "finding"', 'effect = "deny"', 'rule = ["unknown-tool", "unknwon-name"]')
    assert refusal(text) == (
        "p.toml:5:25: there is no finding `unknwon-name`; did you mean `unknown-name`?"
    )


def test_a_tool_without_wildcards_must_be_in_the_catalog() -> None:
    text = rule('kind = "call"', 'effect = "deny"', 'tool = ["send_*", "send_mony", "x_*"]')
    with pytest.raises(PolicyError) as caught:
        Policy.loads(text, "p.toml").check_against(catalog())
    assert str(caught.value) == (
        "p.toml:5:19: there is no tool `send_mony`; did you mean `send_money`?"
    )


def test_a_tool_of_the_budget_must_be_in_the_catalog() -> None:
    text = "[budget.calls_per_tool]\nsend_email = 1\narchiv = 1\n"
    with pytest.raises(PolicyError) as caught:
        Policy.loads(text, "p.toml").check_against(catalog())
    assert str(caught.value) == "p.toml:3:10: there is no tool `archiv`; did you mean `archive`?"


def test_a_policy_that_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    for path, end in (
        (tmp_path / "none.toml", "cannot be read: No such file or directory"),
        (tmp_path, "cannot be read: Is a directory"),
        (binary, "is not UTF-8 text (byte 0)"),
    ):
        with pytest.raises(PolicyError) as caught:
            Policy.load(path)
        assert str(caught.value) == f"{path}: {end}"


def test_deep_nesting_is_refused() -> None:
    assert refusal("a = " + "[" * 100_000) == "p.toml:1:1: values are nested too deeply"


def test_the_digest_is_that_of_what_the_policy_says() -> None:
    first = Policy.loads('default = "ask" # as usual', "a.toml")
    same = Policy.loads('version = 1\n\ndefault = "ask"', "b.toml")
    other = Policy.loads('default = "deny"', "a.toml")
    assert first.digest == same.digest
    assert first.digest != other.digest


def paths_of_keys(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found: list[tuple[str | int, ...]] = []
    if isinstance(value, dict):
        for key, item in value.items():
            found += [(*path, key), *paths_of_keys(item, (*path, key))]
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found += paths_of_keys(item, (*path, index))
    return found


TEXTS = {
    "everything": EVERYTHING,
    **{file.stem: file.read_text(encoding="utf-8") for file in sorted(POLICIES.glob("*.toml"))},
}
KEYS = [
    (name, path)
    for name, text in TEXTS.items()
    for path in paths_of_keys(tomllib.loads(text))
    if path[:2] != ("budget", "calls_per_tool") or len(path) == 2
]
VALUES = [
    (name, path)
    for name, path in KEYS
    if path[-1] in {"kind", "effect", "possible", "default", "does", "what", "severity",
                    "certainty", "measure", "unbounded", "unknown", "mode", "forbid", "flow"}
]  # fmt: skip


def misspell(data: st.DataObject, word: str) -> str:
    """One slip of the hand."""
    index = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    kind = data.draw(st.sampled_from(["drop", "double", "insert", "replace"]))
    return {
        "drop": word[:index] + word[index + 1 :],
        "double": word[:index] + word[index] * 2 + word[index + 1 :],
        "insert": word[:index] + letter + word[index:],
        "replace": word[:index] + letter + word[index + 1 :],
    }[kind]


def put(text: str, line: int, column: int, word: str, other: str) -> str:
    lines = text.split("\n")
    before, after = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
    assert after.startswith(word)
    lines[line - 1] = before + other + after[len(word) :]
    return "\n".join(lines)


@given(st.data())
def test_a_misspelt_key_is_refused_where_it_stands(data: st.DataObject) -> None:
    name, path = data.draw(st.sampled_from(KEYS))
    text, word = TEXTS[name], str(path[-1])
    wrong = misspell(data, word)
    known = {key for _, one in KEYS for key in one if isinstance(key, str)} | {"kind", "id"}
    if wrong in known or not wrong:
        return
    place = Places(text).of_key(path)
    changed = text
    if word == "rule":
        changed = text.replace("[[rule]]", f"[[{wrong}]]")
    elif word == "budget":
        changed = re.sub(r"\[budget", f"[{wrong}", text)
    else:
        changed = put(text, *place, word, wrong)
    message = refusal(changed)
    assert message.startswith(f"p.toml:{place.line}:{place.column}: unknown key `{wrong}`")


@given(st.data())
def test_a_misspelt_word_is_refused_where_it_stands(data: st.DataObject) -> None:
    name, path = data.draw(st.sampled_from(VALUES))
    text = TEXTS[name]
    value: Any = tomllib.loads(text)
    for step in path:
        value = value[step]
    if isinstance(value, list):
        index = data.draw(st.integers(0, len(value) - 1))
        path, value = (*path, index), value[index]
    wrong = misspell(data, value)
    choices = {*RANK, *DEEDS, *FINDINGS_OF, "call", "error", "warning", "note", "must", "may",
               "limit", "finding", "tool_calls", "steps", "price", "latency", "seconds", "output",
               "memory", "recursion"}  # fmt: skip
    if wrong in choices:
        return
    place = Places(text).of_value(path)
    message = refusal(put(text, place.line, place.column + 1, value, wrong))
    assert message.startswith(f"p.toml:{place.line}:{place.column}: ")
    assert f"`{wrong}`" in message


def test_places_are_found_in_every_form_of_toml() -> None:
    text = (
        'a.b = 1 # c = 2\n"q k" = """x\n= y"""\n'
        "[t] # [no]\nlist = [\n  1, # 2\n  { in = 'l]ine' },\n]\nwhen = 1979-05-27 07:32:00\n"
        "[[t.u]]\nx = ''' ' '''\n[t.u.v]\ny = 1\n[[t.u]]\nx = 2\n"
    )
    places = Places(text)
    assert places.of_key(("a", "b")) == (1, 3)
    assert places.of_value(("a", "b")) == (1, 7)
    assert places.of_key(("q k",)) == (2, 1)
    assert places.of_key(("t",)) == (4, 2)
    assert places.of_value(("t", "list", 0)) == (6, 3)
    assert places.of_key(("t", "list", 1, "in")) == (7, 5)
    assert places.of_key(("t", "when")) == (9, 1)
    assert places.of_key(("t", "u", 0, "v", "y")) == (13, 1)
    assert places.of_value(("t", "u", 1, "x")) == (15, 5)
    assert places.of_key(("t", "u", 1, "absent")) == (14, 5)
