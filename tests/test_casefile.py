from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.casefile import (
    Case,
    CaseFileError,
    Expectation,
    Found,
    compare,
    read_cases,
    rewrite,
)

ROOT = Path(__file__).resolve().parent.parent


def markdown(text: str) -> str:
    """Write fences with tildes in these tests, so that the text stays readable."""
    return dedent(text).replace("~~~", "```")


def read_one(text: str) -> Case:
    (case,) = read_cases(markdown(text))
    return case


ONE = """\
    ## A tool that does not exist

    Prose says why.

    ~~~python
    search_docs("refunds")  # error: [unknown-tool] "neither defined"
    ~~~

    ~~~decision
    deny
    ~~~
    """


def test_a_heading_with_a_script_is_a_case() -> None:
    case = read_one(ONE)
    assert case.title == "A tool that does not exist"
    assert case.line == 1
    assert case.script.text == 'search_docs("refunds")  # error: [unknown-tool] "neither defined"\n'
    assert case.script.line == 6
    assert case.snapshots["decision"].text == "deny\n"
    assert case.snapshots["decision"].line == 10


def test_an_expectation_stands_at_its_line_of_the_markdown_file() -> None:
    (expected,) = read_one(ONE).expectations
    assert expected == Expectation(6, "error", "unknown-tool", "must", "neither defined")


def test_a_comment_on_its_own_line_holds_for_the_next_line_of_code() -> None:
    case = read_one("""\
        # A
        ~~~python
        # error: [unknown-tool]
        # why it is wrong

        sendmail()
        ~~~
        """)
    assert case.expectations == (Expectation(6, "error", "unknown-tool", "must"),)


def test_a_line_may_have_several_expectations() -> None:
    case = read_one("""\
        # A
        ~~~python
        # warning: [unused-result]
        f(x)  # error: [unknown-name] # warning: [possibly-unbound] may "x"
        ~~~
        """)
    assert [str(expected) for expected in case.expectations] == [
        "warning: [unused-result]",
        "error: [unknown-name]",
        'warning: [possibly-unbound] may "x"',
    ]


def test_headings_in_fences_are_text() -> None:
    case = read_one("""\
        # A
        ~~~python
        # Not a heading
        ~~~
        """)
    assert case.script.text == "# Not a heading\n"


def test_a_longer_fence_holds_a_shorter_one() -> None:
    case = read_one(
        """\
        # A
        ~~~~text
        ~~~python
        ~~~
        ~~~~
        ~~~python
        x = 1
        ~~~
        """.replace("~~~~", "````")
    )
    assert case.script.text == "x = 1\n"


def test_settings_before_the_first_case_hold_for_the_file() -> None:
    first, second = read_cases(
        markdown("""\
        # File
        ~~~tools
        def search() -> None: ...
        ~~~
        ## One
        ~~~python
        search()
        ~~~
        ## Two
        ~~~python
        send()
        ~~~
        ~~~tools
        def send() -> None: ...
        ~~~
        """)
    )
    assert first.settings == {"tools": "def search() -> None: ...\n"}
    assert second.settings == {"tools": "def send() -> None: ...\n"}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("# A\n~~~pyton\nx\n~~~\n", "2: a fence of unknown kind `pyton`"),
        ("# A\n~~~python\nx\n", "2: this fence is never closed"),
        ("# A\n~~~python\nx\n~~~\n~~~python\ny\n~~~\n", "5: a second `python` fence for 'A'"),
        (
            "# A\n~~~python\nx\n~~~\n# A\n~~~python\ny\n~~~\n",
            "5: a second case named 'A'",
        ),
        ("# A\n~~~plan\nx\n~~~\n", "2: no `python` fence for 'A'"),
        (
            "# A\n~~~python\nx  # error: [Unknown]\n~~~\n",
            "3: cannot read this expectation: x  # error: [Unknown]",
        ),
        (
            "# A\n~~~python\nx  # error [unknown-name]\n~~~\n",
            "3: cannot read this expectation: x  # error [unknown-name]",
        ),
        (
            "# A\n~~~python\n# error: [unknown-name]\n~~~\n",
            "3: no line of code follows this expectation",
        ),
    ],
)
def test_what_would_be_passed_over_in_silence_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(CaseFileError) as caught:
        read_cases(markdown(text))
    assert str(caught.value) == complaint


FOUND = Found(
    1, "error", "unknown-tool", "must", "`search_docs` is neither defined here nor a tool"
)


def test_a_diagnosis_that_is_expected_is_no_complaint() -> None:
    assert list(compare(read_one(ONE), [FOUND])) == []


def test_missing_and_unexpected_diagnoses_are_complaints_at_the_line_of_the_file() -> None:
    other = Found(1, "warning", "unused-result", "may", "nothing uses it")
    assert list(compare(read_one(ONE), [other])) == [
        (6, 'missing error: [unknown-tool] "neither defined"'),
        (6, 'unexpected warning: [unused-result] may "nothing uses it"'),
    ]


def test_a_diagnosis_meets_one_expectation_only() -> None:
    assert list(compare(read_one(ONE), [FOUND, FOUND])) == [
        (6, f'unexpected error: [unknown-tool] "{FOUND.message}"')
    ]


def test_rewriting_changes_the_snapshot_and_nothing_else() -> None:
    text = markdown(ONE)
    changed = rewrite(text, "A tool that does not exist", {"decision": "allow\nall of it\n"})
    assert changed == text.replace("\ndeny\n", "\nallow\nall of it\n")


def run_pytest(folder: Path, *arguments: str) -> str:
    """Run pytest on a case file with phases that find nothing and decide `allow`."""
    (folder / "conftest.py").write_text(
        dedent("""\
            from tests import phases
            from tests.collector import CaseFile

            phases.find = lambda case: []
            phases.SHOW = {
                "decision": lambda case: "allow\\n", "callgraph": lambda case: "a -> b\\n"
            }

            def pytest_addoption(parser):
                parser.addoption("--update-cases", action="store_true")

            def pytest_collect_file(file_path, parent):
                if file_path.suffix == ".md":
                    return CaseFile.from_parent(parent, path=file_path)
            """)
    )
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def test_a_case_that_fails_tells_lines_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "case.md").write_text(markdown(ONE))
    assert """\
case.md:6: missing error: [unknown-tool] "neither defined"
case.md:10: `decision` is another:
  - deny
  + allow
""" in run_pytest(tmp_path)


def test_updating_rewrites_snapshots_and_never_expectations(tmp_path: Path) -> None:
    file = tmp_path / "case.md"
    file.write_text(markdown(ONE))
    shown = run_pytest(tmp_path, "--update-cases")
    assert 'case.md:6: missing error: [unknown-tool] "neither defined"\n' in shown
    assert file.read_text() == markdown(ONE).replace("\ndeny\n", "\nallow\n")


def test_updating_leaves_what_is_written_by_hand(tmp_path: Path) -> None:
    file = tmp_path / "case.md"
    text = "## A case\n\n```python\nf()\n```\n\n```callgraph\n<module> -> f\n```\n"
    file.write_text(text)
    shown = run_pytest(tmp_path, "--update-cases")
    assert "case.md:8: `callgraph` is another:\n  - <module> -> f\n  + a -> b\n" in shown
    assert file.read_text() == text
