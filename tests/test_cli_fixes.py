"""`foretell check --fix` and `--diff`: what is written where, and what stays as it is."""

from __future__ import annotations

import codecs
import os
import sys
from pathlib import Path
from typing import Final

import pytest

from foretell.cli import fixing
from tests.test_cli import Command, foretell

__all__ = ["foretell"]

STUB: Final = "def search_mail(query: str) -> list[dict]: ...\ndef send_mail(to: str, body: str) -> str: ...\n"
WRONG: Final = "rows = searchMail('a')  # all\nfly()\n"
RIGHT: Final = "rows = search_mail('a')  # all\nfly()\n"


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    file = tmp_path / "tools.pyi"
    file.write_text(STUB, encoding="utf-8")
    return file


@pytest.fixture
def script(tmp_path: Path) -> Path:
    folder = tmp_path / "scripts"
    folder.mkdir()
    file = folder / "a.py"
    file.write_text(WRONG, encoding="utf-8")
    return file


def test_the_summary_tells_what_can_be_fixed(foretell: Command, script: Path, tools: Path) -> None:
    ended = foretell("check", script, "--tools", tools)
    assert ended.out.endswith("1 script, 2 errors. Nothing was run. --fix mends 1.\n")
    script.write_text("search_email('a')\n")
    ended = foretell("check", script, "--tools", tools)
    assert ended.out.endswith("1 script, 1 error. Nothing was run. --unsafe-fixes mends 1.\n")
    script.write_text("search_email('a')\nsearchMail('b')\n")
    ended = foretell("check", script, "--tools", tools)
    assert ended.out.endswith("Nothing was run. --fix mends 1, --unsafe-fixes 1 more.\n")


def test_fix_writes_shows_the_change_and_tells_what_remains(
    foretell: Command, script: Path, tools: Path
) -> None:
    ended = foretell("check", script, "--tools", tools, "--fix")
    assert script.read_text() == RIGHT
    assert ended.status == 1
    assert ended.out == (
        f"--- {script}\n+++ {script}\n@@ -1,2 +1,2 @@\n"
        "-rows = searchMail('a')  # all\n+rows = search_mail('a')  # all\n fly()\n"
        f"{script}:2:1: error[unknown-tool]: `fly` is neither defined here nor a tool\n"
        "  |\n2 | fly()\n  | ^^^\n\n"
        "1 script, 1 error. Nothing was run.\n\n1 finding in 1 script fixed.\n"
    )
    again = foretell("check", script, "--tools", tools, "--fix")
    assert again.out.endswith("Nothing could be fixed.\n")
    assert script.read_text() == RIGHT


def test_a_script_that_fixes_make_right_ends_clean(
    foretell: Command, script: Path, tools: Path
) -> None:
    script.write_text("search_email('a')\n")
    assert foretell("check", script, "--tools", tools, "--fix").status == 1
    assert script.read_text() == "search_email('a')\n"
    assert foretell("check", script, "--tools", tools, "--fix", "--unsafe-fixes").status == 0
    assert script.read_text() == "search_mail('a')\n"


def test_diff_writes_nothing_but_the_change(foretell: Command, script: Path, tools: Path) -> None:
    ended = foretell("check", script, "--tools", tools, "--diff")
    assert script.read_text() == WRONG
    assert ended.status == 1
    assert ended.out.startswith(f"--- {script}\n+++ {script}\n")
    assert ended.out.endswith("+rows = search_mail('a')  # all\n fly()\n")
    assert ended.err == "foretell: 1 finding in 1 script would be fixed\n"


def test_diff_of_standard_input(foretell: Command, tools: Path) -> None:
    ended = foretell("check", "-", "--tools", tools, "--diff", stdin=WRONG)
    assert ended.out.startswith("--- <stdin>\n+++ <stdin>\n")
    ended = foretell("check", "-", "--tools", tools, "--fix", stdin=WRONG)
    assert ended.status == 2
    assert ended.err.startswith("foretell: --fix cannot write to standard input: use --diff")


def test_as_json(foretell: Command, script: Path, tools: Path) -> None:
    shown = foretell("check", script, "--tools", tools, "--format", "json").json
    (finding, _) = shown["scripts"][0]["findings"]
    assert finding["fix"] == {
        "title": "rename `searchMail` to `search_mail`",
        "safe": True,
        "edits": [
            {
                "text": "search_mail",
                "span": {
                    "line": 1, "column": 7, "end_line": 1, "end_column": 17, "start": 7, "end": 17,
                },
            }
        ],
    }  # fmt: skip
    ended = foretell("check", script, "--tools", tools, "--fix", "--format", "json").json
    assert [one["rule"] for one in ended["scripts"][0]["findings"]] == ["unknown-tool"]
    (fixes,) = ended["fixes"]
    assert fixes["name"] == str(script)
    assert fixes["written"] is True
    assert [one["rule"] for one in fixes["applied"]] == ["unknown-tool"]
    assert fixes["diff"].startswith(f"--- {script}\n")
    shown = foretell("check", script, "--tools", tools, "--diff", "--format", "json").json
    assert shown["fixes"][0] == {
        "name": str(script), "written": False, "diff": "", "applied": [], "refused": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--unsafe-fixes",), "--unsafe-fixes goes with --fix or --diff"),
        (("--fix", "--diff"), "--diff writes nothing and --fix does: give one of them"),
    ],
)
def test_options_that_do_not_go_together(
    foretell: Command, script: Path, tools: Path, arguments: tuple[str, ...], told: str
) -> None:
    ended = foretell("check", script, "--tools", tools, *arguments)
    assert ended.status == 2
    assert ended.err.startswith(f"foretell: {told}")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"searchMail('a')\r\n# caf\xc3\xa9\r\n", b"search_mail('a')\r\n# caf\xc3\xa9\r\n"),
        (codecs.BOM_UTF8 + b"x = searchMail('a')", codecs.BOM_UTF8 + b"x = search_mail('a')"),
        (b"searchMail('a')\rprint(1)\r", b"search_mail('a')\rprint(1)\r"),
        (b"json.dumps(1)\r\nprint(2)\n", b"import json\r\njson.dumps(1)\r\nprint(2)\n"),
        (b"\t# x\n\nif 1:\n\tsearchMail ( 'a' )\t\n\n\n", b"\t# x\n\nif 1:\n\tsearch_mail ( 'a' )\t\n\n\n"),
    ],
)  # fmt: skip
def test_all_else_in_a_file_stays_byte_for_byte(
    foretell: Command, script: Path, tools: Path, before: bytes, after: bytes
) -> None:
    script.write_bytes(before)
    foretell("check", script, "--tools", tools, "--fix")
    assert script.read_bytes() == after


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(
    foretell: Command, script: Path, tools: Path
) -> None:
    script.chmod(0o750)
    link = script.with_name("link.py")
    link.symlink_to(script)
    assert foretell("check", link, "--tools", tools, "--fix").status == 1
    assert link.is_symlink()
    assert script.read_text() == RIGHT
    assert script.stat().st_mode & 0o777 == 0o750
    assert sorted(file.name for file in script.parent.iterdir()) == ["a.py", "link.py"]


def test_a_file_that_changed_meanwhile_is_not_written(
    foretell: Command, script: Path, tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fixing, "read_content", lambda *_: b"something else")
    ended = foretell("check", script, "--tools", tools, "--fix")
    assert ended.status == 2
    assert ended.err == (
        f"foretell: {script}: was changed by somebody else meanwhile, nothing is written\n"
    )
    assert script.read_text() == WRONG


def test_a_file_that_cannot_be_written_stays(
    foretell: Command, script: Path, tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    ended = foretell("check", script, "--tools", tools, "--fix")
    assert ended.status == 2
    assert ended.err == f"foretell: {script}: cannot be written: no space left on device\n"
    assert script.read_text() == WRONG
    assert [file.name for file in script.parent.iterdir()] == ["a.py"]


def test_the_change_is_shown_in_colour_and_harmless_on_a_terminal(
    foretell: Command, script: Path, tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script.write_text("searchMail('a')  # \x0c\u202e\n")
    monkeypatch.setattr(fixing, "is_terminal", lambda _: True)
    ended = foretell("check", script, "--tools", tools, "--diff")
    assert "-searchMail('a')  # \\x0c\\u202e\n" in ended.out
    assert sys.stdout is not None
