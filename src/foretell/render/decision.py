"""A decision as people read it: its one word, then its reasons with rule, lines and cure."""

from __future__ import annotations

from typing import Final

from foretell.policy.decision import Allow, Ask, Decision, Deny, Grant
from foretell_analyzer.report import Report

from .page import VERDICT_STYLES, Page, Piece
from .safe import one_line, pad, wrap

LABEL: Final = 12
"""Columns of the words on the left: `changes`, `why ask`."""


def verdict_line(report: Report, decision: Decision) -> tuple[Piece, ...]:
    """The verdict and the script's name, for the top."""
    verdict = decision.verdict
    return (verdict.upper(), VERDICT_STYLES[verdict]), (
        f"  {one_line(report.script.name)}",
        "strong",
    )


def write_reasons(page: Page, decision: Decision | None) -> None:
    """Add why the decision is what it is: rule, certainty, message, lines, cure."""
    if decision is None:
        return
    _write_open(page, decision)
    if not decision.reasons:
        return
    page.gap()
    room = page.columns - LABEL
    label = f"why {decision.verdict}"
    for reason in decision.reasons:
        mode = ", only logged" if reason.logged else ""
        told = f"{reason.rule} ({reason.certainty}{mode}): {one_line(reason.message)}"
        if reason.witness:
            told += f" (line {' → '.join(map(str, reason.witness))})"
        for line in wrap(told, room):
            page.line((pad(label, LABEL), VERDICT_STYLES[reason.effect]), line)
            label = ""
        if reason.help:
            page.line(pad("", LABEL), (f"help: {one_line(reason.help)}", "name"))


def _write_open(page: Page, decision: Decision) -> None:
    """Add what was left open, and is looked at during the run."""
    guards = () if isinstance(decision, Deny) else _grant(decision).guards
    if not guards:
        return
    page.gap()
    label = "guards"
    for guard in guards:
        told = f"{guard.rule.id} ({guard.effect} then): {one_line(guard.message)}"
        if guard.lines:
            told += f" (line {', '.join(map(str, guard.lines))})"
        for line in wrap(told, page.columns - LABEL):
            page.line((pad(label, LABEL), "name"), line)
            label = ""


def _grant(decision: Allow | Ask) -> Grant:
    return decision.grant if isinstance(decision, Allow) else decision.proposed
