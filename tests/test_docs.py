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
COMMAND_LINE = DOCS / "command-line.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def fences(page: Path, language: str) -> list[str]:
    found = FENCE.findall(page.read_text(encoding="utf-8"))
    return [text for name, text in found if name == language]


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


@pytest.mark.parametrize("index", range(len(fences(COMMAND_LINE, "console"))))
def test_a_command_of_the_page_prints_just_that(index: int, request: pytest.FixtureRequest) -> None:
    fence = fences(COMMAND_LINE, "console")[index]
    command = fence.split("\n", 1)[0].removeprefix("$ ")
    shown = f"$ {command}\n{output_of(command)}"
    if request.config.getoption("--update-cases"):
        text = COMMAND_LINE.read_text(encoding="utf-8")
        page = text.replace(f"```console\n{fence}```", f"```console\n{shown}```")
        COMMAND_LINE.write_text(page, encoding="utf-8")
        return
    assert fence == shown
