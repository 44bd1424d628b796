"""The examples that we ship, through the Python interface and the installed command."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import foretell

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
NAMES = sorted(folder.name for folder in EXAMPLES.iterdir() if folder.is_dir())


def load_host(name: str) -> ModuleType:
    path = EXAMPLES / name / "host.py"
    specification = importlib.util.spec_from_file_location(f"example_{name}", path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def gate(name: str, host: ModuleType, calls: list[str], **more: Any) -> foretell.Gate:
    """A gate whose tools write down each call before they do anything."""
    catalog = foretell.ToolCatalog.load(EXAMPLES / name / "tools.json")

    def spied(tool: str) -> Callable[..., Any]:
        def call(**arguments: Any) -> Any:
            calls.append(tool)
            return getattr(host, tool)(**arguments)

        return call

    tools = {tool.name: spied(tool.name) for tool in catalog}
    policy = foretell.Policy.load(EXAMPLES / name / "policy.toml")
    return foretell.Gate(catalog, policy, tools, **more)


def script(name: str) -> str:
    return (EXAMPLES / name / "script.py").read_text(encoding="utf-8")


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "foretell", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"},
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_example_is_complete(name: str) -> None:
    expected = {"script.py", "tools.json", "tools.overlay.toml", "policy.toml", "host.py"}
    assert {file.name for file in (EXAMPLES / name).iterdir()} - {"__pycache__"} == expected
    catalog = foretell.ToolCatalog.load(EXAMPLES / name / "tools.json")
    assert [note.message for note in catalog.notes if note.severity != "note"] == []
    foretell.Policy.load(EXAMPLES / name / "policy.toml").check_against(catalog)


def test_the_lead_example_deletes_nothing() -> None:
    host = load_host("lead")
    calls: list[str] = []
    result = gate("lead", host, calls).run(script("lead"))
    assert result.outcome is None
    assert result.decision.verdict == "deny"
    assert calls == []
    assert sorted(host.FOLDERS) == ["/backups/2024", "/backups/2025"]
    assert result.for_model() == (
        "not run, 1 mistake:\n"
        "L2 unknown-tool: send_message;"
        " did you mean `post_message(channel: str, text: str)`?"
    )


def test_the_lead_example_deletes_nothing_even_if_a_person_says_yes_to_all() -> None:
    calls: list[str] = []
    asked = gate("lead", load_host("lead"), calls, on_ask=lambda _, ask: ask.approve(by="anyone"))
    assert asked.run(script("lead")).outcome is None
    assert calls == []


def test_the_lead_example_once_mended_is_asked_for() -> None:
    host = load_host("lead")
    calls: list[str] = []
    mended = script("lead").replace("send_message", "post_message")
    refused = gate("lead", host, calls).run(mended)
    assert (refused.decision.verdict, refused.outcome, calls) == ("ask", None, [])
    asked = gate("lead", host, calls, on_ask=lambda _, ask: ask.approve(by="Ada")).run(mended)
    assert isinstance(asked.outcome, foretell.Finished)
    assert calls == ["delete_folder", "post_message"]
    assert sorted(host.FOLDERS) == ["/backups/2025"]


def test_the_invoices_are_paid_once_a_person_said_yes() -> None:
    host = load_host("invoices")
    calls: list[str] = []
    asked: list[foretell.Ask] = []

    def on_ask(_: foretell.Report, ask: foretell.Ask) -> foretell.Allow:
        asked.append(ask)
        return ask.approve(by="Ada")

    result = gate("invoices", host, calls, on_ask=on_ask).run(script("invoices"))
    assert isinstance(result.outcome, foretell.Finished)
    assert "ask-payments" in {reason.rule for reason in asked[0].reasons}
    assert host.PAID == [("ACME", 150.5), ("Paper Ltd", 80.0)]
    assert json.loads(host.SENT[0][2]) == {"ACME": 150.5, "Paper Ltd": 80.0}
    assert calls == [
        "search_email",
        *["parse_invoice"] * 4,
        "send_money",
        "send_money",
        "send_email",
    ]


def test_the_report_runs_without_being_asked_for() -> None:
    result = gate("report", load_host("report"), []).run(script("report"), {"project": "shop"})
    assert isinstance(result.outcome, foretell.Finished)
    assert result.outcome.stdout == "team      2\nbusiness  1\n"
    assert result.outcome.value == {"open": 3, "oldest": "Export is slow"}
    assert result.for_model() == (
        'finished: {"open": 3, "oldest": "Export is slow"}\nprinted:\nteam      2\nbusiness  1'
    )


@pytest.mark.parametrize(
    ("name", "more", "status"),
    [("lead", [], 1), ("invoices", [], 1), ("report", ["--input", 'project="shop"'], 0)],
)
def test_the_examples_through_the_command(name: str, more: list[str], status: int) -> None:
    folder = EXAMPLES / name
    ended = command("run", folder / "script.py", "--tools", folder / "tools.json", "--policy",
                    folder / "policy.toml", "--host", folder / "host.py", *more)  # fmt: skip
    assert ended.returncode == status
    if status:
        assert ended.stdout == ""
