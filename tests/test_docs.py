"""What the pages show is true: policies load, Python runs, commands print just that."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from foretell.policy import Policy

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
EXAMPLES = ROOT / "examples"
CONSOLE_PAGES = (DOCS / "command-line.md", ROOT / "README.md")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def fences(page: Path, language: str) -> list[str]:
    found = FENCE.findall(page.read_text(encoding="utf-8"))
    return [text for name, text in found if name == language]


def test_the_python_about_fixes_runs() -> None:
    for text in fences(DOCS / "fixes.md", "python"):
        exec(compile(text, "fixes.md", "exec"), {})  # our own page


@pytest.mark.parametrize("text", fences(DOCS / "policy.md", "toml"))
def test_a_policy_of_the_page_loads(text: str) -> None:
    assert Policy.loads(text).table.rule


def test_the_python_of_the_page_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES / "report")
    names: dict[str, Any] = {}
    for text in fences(DOCS / "python-interface.md", "python"):
        exec(compile(text, "python-interface.md", "exec"), names)  # our own page


def output_of(command: str) -> str:
    program, *arguments = shlex.split(command)
    assert program == "foretell"
    ended = subprocess.run(
        [sys.executable, "-m", "foretell", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        cwd=EXAMPLES,
        env={**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"},
    )
    return ended.stdout.decode()


@pytest.mark.parametrize(
    ("page", "index"),
    [(page, index) for page in CONSOLE_PAGES for index in range(len(fences(page, "console")))],
    ids=lambda value: value.name if isinstance(value, Path) else str(value),
)
def test_a_command_of_a_page_prints_just_that(
    page: Path, index: int, request: pytest.FixtureRequest
) -> None:
    fence = fences(page, "console")[index]
    command = fence.split("\n", 1)[0].removeprefix("$ ")
    shown = f"$ {command}\n{output_of(command)}"
    if request.config.getoption("--update-cases"):
        text = page.read_text(encoding="utf-8")
        new = text.replace(f"```console\n{fence}```", f"```console\n{shown}```")
        page.write_text(new, encoding="utf-8")
        return
    assert fence == shown
