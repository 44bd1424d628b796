"""Asking a person: on the terminal, or by the digest of exactly what was shown."""

from __future__ import annotations

import getpass
import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from foretell.policy.decision import Allow, Ask, Deny, Grant, Reason
from foretell.render import (
    Page,
    PlanView,
    is_terminal,
    one_line,
    pad_left,
    plain_value,
    terminal_columns,
    verdict_line,
    write_reasons,
)
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.errors import UsageError
from foretell_analyzer.report import Report

_SHORTEST: Final = 8
_SHOWN: Final = 16
QUESTION: Final = "[a]pprove  [d]eny  [p]lan  [s]cript > "


def approval_digest(grant: Grant, inputs: Mapping[str, Any]) -> str:
    """What an approval is for: script, tools, policy, dialect, budget and inputs, as one digest."""
    form = {
        "digests": asdict(grant.digests),
        "budget": asdict(grant.budget),
        "inputs": plain_value(inputs),
    }
    return hashlib.sha256(json.dumps(form, sort_keys=True).encode()).hexdigest()


def approve_by_digest(decision: Ask, given: str, digest: str) -> Allow:
    """Accept an approval that was given beforehand; raises `UsageError` if it is for another run."""
    prefix = given.strip().lower()
    if len(prefix) < _SHORTEST:
        raise UsageError(f"--approve {given}: give at least {_SHORTEST} digits of the digest")
    if not digest.startswith(prefix):
        raise UsageError(
            f"--approve {given}: this is not what was approved; the digest of script, tools, policy,"
            f" budget and inputs is now {digest[:_SHOWN]}"
        )
    return decision.approve(by=f"{_user()} (--approve {digest[:_SHOWN]})")


def how_to_approve(digest: str) -> str:
    """Tell how a run that needs a person is approved without a terminal."""
    return f"not run: to approve exactly this, run it again with --approve {digest[:_SHOWN]}"


def can_ask() -> bool:
    """Is there a person at a terminal?"""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def ask_person(report: Report, decision: Ask, catalog: ToolCatalog) -> Allow | Deny:
    """Ask on the terminal until there is an answer; the end of input is a no."""
    columns = terminal_columns()
    head = Page(columns)
    head.line(*verdict_line(report, decision))
    write_reasons(head, decision)
    head.write(sys.stderr)
    while True:
        sys.stderr.write(QUESTION)
        sys.stderr.flush()
        answer = sys.stdin.readline()
        match answer.strip().lower():
            case "a" | "approve":
                return decision.approve(by=_user())
            case "d" | "deny":
                return _denied()
            case "p" | "plan":
                view = PlanView(report, decision, catalog, columns, boxes=True)
                view.render().write(sys.stderr)
            case "s" | "script":
                _script_page(report, columns).write(sys.stderr)
            case "" if not answer:
                sys.stderr.write("\n")
                return _denied()
            case _:
                sys.stderr.write("answer a, d, p or s\n")


def _denied() -> Deny:
    message = f"{_user()} said no"
    return Deny((Reason("asked", "deny", "certain", message),))


def _script_page(report: Report, columns: int) -> Page:
    page = Page(columns)
    lines = report.script.text.splitlines()
    wide = len(str(len(lines)))
    for number, line in enumerate(lines, start=1):
        page.line((f"{pad_left(str(number), wide)}  ", "faint"), one_line(line))
    return page


def _user() -> str:
    try:
        return one_line(getpass.getuser())
    except (OSError, KeyError):
        return "somebody at the terminal"
