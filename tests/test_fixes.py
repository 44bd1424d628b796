"""Fixes: they cure what they are for, bring nothing new, and change nothing else."""

from __future__ import annotations

import random
import subprocess
from collections import Counter
from pathlib import Path
from typing import Final

import libcst
import pytest
from hypothesis import given
from hypothesis import strategies as st

import foretell
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.diagnostics import Edit, Finding, Fix, Place
from foretell_analyzer.errors import UsageError
from foretell_analyzer.fixes import apply_edits, difference, fix, meets, mend
from foretell_analyzer.report import Report
from foretell_analyzer.session import Session
from foretell_analyzer.source import Script, Span
from foretell_analyzer.suggestions import is_spelling, sure_match
from tests.strategies import respell, write_script

CATALOG: Final = ToolCatalog.from_stub(
    "def search_mail(query: str, *, folder: str = 'inbox', limit: int = 20) -> list[dict]: ...\n"
    "def send_mail(to: str, subject: str, body: str) -> str: ...\n"
    "def delete_folder(path: str) -> int: ...\n"
    "async def fetch_page(url: str) -> str: ...\n"
)


def analyze(text: str | Script) -> Report:
    return foretell.analyze(text, CATALOG)


def fixes_of(text: str) -> list[tuple[str, str, bool]]:
    """Rule, title and safety of each fix."""
    found = analyze(text).findings
    return [(one.rule, one.fix.title, one.fix.safe) for one in found if one.fix is not None]


def edit(start: int, end: int, text: str) -> Edit:
    return Edit(Place(1, start, 1, end, start, end), text)


# ---------------------------------------------------------------------------- what rules give


@pytest.mark.parametrize(
    ("text", "rule", "title", "safe"),
    [
        ("searchMail('a')", "unknown-tool", "rename `searchMail` to `search_mail`", True),
        ("search_email('a')", "unknown-tool", "rename `search_email` to `search_mail`", False),
        ("remove_folder(path='/a')", "unknown-tool", "rename `remove_folder` to `delete_folder`", False),
        ("n_mail = 1\nprint(nmail)", "unknown-name", "rename `nmail` to `n_mail`", True),
        ("mail = 1\nprint(mial)", "unknown-name", "rename `mial` to `mail`", False),
        ("json.dumps(1)", "unknown-name", "write `import json`", True),
        ("Counter('a')", "unknown-tool", "write `from collections import Counter`", True),
        ("send_mail(recipient='a', subject='b', body='c')", "unknown-argument", "rename `recipient` to `to`", True),
        ("search_mail('a', max_results=3)", "unknown-argument", "rename `max_results` to `limit`", False),
        ("fetch_page('a').upper()", "missing-await", "write `await`", True),
    ],
)  # fmt: skip
def test_a_rule_gives_a_fix(text: str, rule: str, title: str, safe: bool) -> None:  # noqa: FBT001 - a column
    assert fixes_of(text) == [(rule, title, safe)]


@pytest.mark.parametrize(
    "text",
    [
        "fly_to_the_moon()",
        "search_mail('a', colour='red')",
        "print(undefined_thing)",
        "searchMail('a', page=2)",
        "sqrt(2)",  # of `math` or of `cmath`
        "def f(url):\n    return fetch_page(url).upper()\nf('a')",
        "ｓearchMail('a')",  # Python reads another name than is written
    ],
)  # fmt: skip
def test_a_rule_that_does_not_know_gives_none(text: str) -> None:
    assert analyze(text).findings != ()
    assert fixes_of(text) == []


@pytest.mark.parametrize(
    ("name", "candidate", "expected"),
    [
        ("getUser", "get_user", True),
        ("GET_USER", "get_user", True),
        ("sendmail", "send_mail", True),
        ("get_hotel_prices", "get_hotels_prices", True),
        ("serach_files", "search_files", True),
        ("search_flies", "search_files", False),
        ("list_user", "list_users", False),
        ("get_user", "set_user", False),
        ("lock_file", "unlock_file", False),
        ("enable_user", "disable_user", False),
        ("import_rows", "export_rows", False),
        ("upload_rows", "unload_rows", False),
        ("archive_mails", "archived_mails", False),
        ("send_message", "post_message", False),
        ("search_docs", "search", False),
        ("count_rows", "mount_rows", False),
        ("step1", "step2", False),
        ("page_10000", "page_10001", False),
        ("id", "Id", False),
    ],
)
def test_what_is_another_spelling(name: str, candidate: str, expected: bool) -> None:  # noqa: FBT001 - a column
    assert is_spelling(name, candidate) is expected


def test_two_names_that_may_be_meant_are_none() -> None:
    assert sure_match("getUser", ["get_user", "get_users"]) == "get_user"
    assert sure_match("getUser", ["get_user", "GetUser"]) is None


# ------------------------------------------------------------------------------ applying them


@given(st.text(max_size=30), st.data())
def test_all_outside_the_edits_stays(text: str, data: st.DataObject) -> None:
    cuts = sorted(
        data.draw(
            st.lists(st.integers(0, len(text)), max_size=6).filter(lambda one: len(one) % 2 == 0)
        )
    )
    pairs = list(zip(cuts[::2], cuts[1::2], strict=True))
    edits = [edit(one, two, data.draw(st.text(max_size=5))) for one, two in pairs]
    kept = [
        text[one:two] for one, two in zip([0, *cuts[1::2]], [*cuts[::2], len(text)], strict=True)
    ]
    expected = kept[0] + "".join(
        one.text + after for one, after in zip(edits, kept[1:], strict=True)
    )
    assert apply_edits(text, edits) == expected
    assert apply_edits(text, list(reversed(edits))) == expected or any(
        meets(one, two) for one in edits for two in edits if one is not two
    )


def test_edits_that_meet_are_refused() -> None:
    with pytest.raises(UsageError, match="meets another one"):
        apply_edits("abcdef", [edit(0, 3, "x"), edit(2, 4, "y")])
    with pytest.raises(UsageError, match="leaves the text"):
        apply_edits("abc", [edit(2, 9, "x")])
    assert meets(edit(0, 2, ""), edit(2, 3, ""))
    assert not meets(edit(0, 1, ""), edit(2, 3, ""))


def test_safe_fixes_are_applied_and_the_rest_remains() -> None:
    text = "x = searchMail('a')\ny = search_email('b')\nfly()\n"
    safe = fix(text, CATALOG)
    assert safe.after.text == "x = search_mail('a')\ny = search_email('b')\nfly()\n"
    assert [one.rule for one in safe.report.findings] == ["unknown-tool", "unknown-tool"]
    every = fix(text, CATALOG, unsafe=True)
    assert every.after.text == "x = search_mail('a')\ny = search_mail('b')\nfly()\n"
    assert [one.message for one in every.report.findings] == [
        "`fly` is neither defined here nor a tool"
    ]


def test_a_right_script_is_not_touched() -> None:
    mended = fix("print(search_mail('a'))\n", CATALOG)
    assert (mended.is_changed, mended.applied, mended.difference()) == (False, (), "")


def judged(script: Script, *findings: Finding) -> Report:
    """A report made by hand."""
    report = analyze("print(1)\n")
    return Report(script, findings, report.digests, module=report.module)


def made_up(script: Script, span: Span, text: str, message: str = "wrong") -> Finding:
    place = Place.of(script, span)
    mended = Fix(f"write `{text}`", (Edit(place, text),), safe=True)
    return Finding("X100", "made-up", "error", "must", message, place, fix=mended)


def test_a_fix_that_brings_another_error_is_refused() -> None:
    def judge(script: Script) -> Report:
        if script.text == "b\n":
            return judged(script, made_up(script, Span(0, 1), "c", "worse"))
        return judged(script, made_up(script, Span(0, 1), "b"))

    mended = mend(judge(Script("a\n")), judge)
    assert mended.after.text == "a\n"
    assert [one.message for one in mended.refused] == ["wrong"]


def test_a_fix_that_cures_nothing_is_refused_and_it_ends() -> None:
    def judge(script: Script) -> Report:
        return judged(script, made_up(script, Span(0, 0), "#"))

    mended = mend(judge(Script("a\n")), judge)
    assert mended.after.text == "a\n"
    assert len(mended.refused) == 1


def test_fixes_that_meet_are_applied_one_after_the_other() -> None:
    def judge(script: Script) -> Report:
        findings = [
            made_up(script, Span(at, at + 1), one.upper(), f"`{one}` is small")
            for at, one in enumerate(script.text)
            if one.islower()
        ]
        return judged(script, *findings)

    mended = mend(judge(Script("abc\n")), judge)
    assert mended.after.text == "ABC\n"
    assert len(mended.applied) == 3


# --------------------------------------------------------------------------------- the laws


def mistaken(text: str, choose: random.Random) -> str:
    """The script with tools called where it reads names, some of them misspelt."""
    callees = (
        "searchMail",
        "search_mial",
        "sendMail",
        "deleteFolder",
        "fetch_page",
        "search_mail",
        "json.dumps",
    )
    arguments = (
        "'a'",
        "query='a'",
        "recipient='a', subject='b', body='c'",
        "'a', Limit=3",
        "path='/'",
    )
    lines = text.split("\n")
    inserted = (
        "await search_mail('a')",
        "for row in search_mail('a'): print(row.id, row['Id'])",
        "'a'.Upper()",
    )
    if choose.randrange(3) == 0:
        lines.insert(0, choose.choice(inserted))
    for _ in range(choose.randrange(4)):
        call = f"{choose.choice(callees)}({choose.choice(arguments)})"
        suffix = choose.choice(("", ".upper()", "[0]", " + 'x'"))
        prefix = choose.choice(("", "result = ", "print(result); ", "import math; "))
        lines.insert(0, f"{prefix}{call}{suffix}")
    return "\n".join(lines)


def counted(report: Report) -> Counter[tuple[str, str]]:
    return Counter((one.rule, one.message) for one in report.findings if one.severity == "error")


@given(st.integers(0, 2**40), st.booleans())
def test_fixes_cure_theirs_and_bring_no_other_error(seed: int, unsafe: bool) -> None:  # noqa: FBT001 - drawn
    choose = random.Random(seed)  # noqa: S311 - not for secrets
    text = respell(mistaken(write_script(choose.randrange, budget=12), choose), choose.randrange)
    before = analyze(text)
    mended = fix(text, CATALOG, unsafe=unsafe)
    after = analyze(mended.after.text)
    assert after == mended.report
    assert counted(after) <= counted(before)
    cured = sum(one.finding.severity == "error" for one in mended.applied)
    assert counted(after).total() <= counted(before).total() - cured
    if mended.is_changed:
        libcst.parse_module(mended.after.text)
    again = fix(mended.after.text, CATALOG, unsafe=unsafe)
    assert not again.is_changed, "until nothing changes any more"


@given(st.integers(0, 2**40))
def test_each_safe_fix_alone_cures_its_finding_and_changes_nothing_else(seed: int) -> None:
    choose = random.Random(seed)  # noqa: S311 - not for secrets
    text = respell(mistaken(write_script(choose.randrange, budget=12), choose), choose.randrange)
    before = analyze(text)
    for one in before.findings:
        if one.fix is None or not one.fix.safe:
            continue
        cured = apply_edits(text, one.fix.edits)
        after = analyze(cured)
        assert after.module is not None
        assert counted(after)[one.rule, one.message] < counted(before)[one.rule, one.message]
        starts = [each.span for each in one.fix.edits]
        assert cured.startswith(text[: min(span.start for span in starts)])
        assert cured.endswith(text[max(span.end for span in starts) :])


def test_a_script_of_many_mistakes_is_mended_to_its_end() -> None:
    """Cures are looked for fifty at a time: a script of nothing else must not take for ever."""
    text = "".join(f"value{n} = searchMail('{n}')\n" for n in range(120))
    report = analyze(text)
    assert [one.fix is not None for one in report.findings] == [True] * 50 + [False] * 70
    mended = fix(text, CATALOG)
    assert mended.after.text == text.replace("searchMail", "search_mail")
    assert len(mended.applied) == 120


# --------------------------------------------------------------------------------- the change


def test_the_change_is_a_diff_that_patch_reads(tmp_path: Path) -> None:
    before = "".join(f"line{n} = {n}\n" for n in range(20)) + "x = searchMail('a')\r\ny = sendMail"
    after = before.replace("searchMail", "search_mail").replace("sendMail", "send_mail")
    (tmp_path / "a.py").write_bytes(before.encode())
    change = difference(Script(before, "a.py"), Script(after, "a.py"))
    assert change.startswith("--- a.py\n+++ a.py\n@@ -18,5 +18,5 @@\n")
    assert change.endswith("+y = send_mail\n\\ No newline at end of file\n")
    command = ["git", "apply", "-p0", "--unsafe-paths", "-"]
    ended = subprocess.run(
        command, input=change.encode(), cwd=tmp_path, check=False, capture_output=True
    )
    assert ended.stderr == b""
    assert (tmp_path / "a.py").read_bytes() == after.encode()


def test_a_snippet_of_a_session_is_mended_in_its_own_text() -> None:
    earlier = "total = 1\n\n\ndef ask(query):\n    return search_mail(query)\n"
    session = Session().after(foretell.analyze(earlier, CATALOG, session=Session()))
    text = "found = serach_mail('a')\nprint(total, ask('b'))\nprint(json.dumps(found))\n"
    mended = fix(text, CATALOG, session=session, unsafe=True)
    assert mended.after.text == (
        "import json\nfound = search_mail('a')\nprint(total, ask('b'))\nprint(json.dumps(found))\n"
    )
    assert mended.report.findings == ()
