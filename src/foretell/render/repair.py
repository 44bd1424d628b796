"""What a model is told, so that it can mend its script: few lines, always of the same form.

One line a mistake: the line, the rule, what is wrong, the right name with its signature. No advice
that is not certain, nothing of the script that is not needed, nothing that a terminal would obey.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from foretell.outcome import Finished, Outcome, Raised, Stopped
from foretell.policy.decision import Allow, Ask, Decision, Reason
from foretell_analyzer.diagnostics import Finding
from foretell_analyzer.report import Report

from .json_form import compact
from .safe import cut, one_line

_MOST: Final = 5
_LINE: Final = 112
"""Characters of a line: five mistakes are told in less than 600."""
_RESULT: Final = 2_000
_TOLD_BY_NAME: Final = ("unknown-tool", "unknown-name")
"""Rules of which the name says all that there is to say of the thing."""


def report_for_model(report: Report, decision: Decision | None = None) -> str:
    """Tell what keeps a script from running: its mistakes, else what the policy says."""
    mistakes = sorted(
        (finding for finding in report.findings if finding.severity == "error"),
        key=lambda one: (one.certainty != "must", one.span.start, one.rule),
    )
    certain = [finding for finding in mistakes if finding.blocks]
    if certain:
        head = f"not run, {_plural(len(certain), 'mistake')}:"
        return _listing(head, [_mistake(finding) for finding in certain])
    if decision is not None and not isinstance(decision, Allow):
        head = (
            "not run, a person has to approve:" if isinstance(decision, Ask) else "not run, denied:"
        )
        return _listing(head, [_reason(reason) for reason in decision.reasons])
    if mistakes:
        head = f"{_plural(len(mistakes), 'possible mistake')}:"
        return _listing(head, [_mistake(finding) for finding in mistakes])
    return "no mistakes found"


def outcome_for_model(outcome: Outcome) -> str:
    """Tell how a run ended: its result, or where and why it ended and what was done before."""
    what: str
    match outcome:
        case Finished():
            told = f"finished: {cut(one_line(compact(outcome.value)), _RESULT)}"
            return f"{told}{_printed(outcome.stdout)}"
        case Raised(error):
            what = f"raised {one_line(error.type)}{_at(error.line)}: {one_line(error.message)}"
        case Stopped(limit, error):
            what = f"stopped by {limit}{_at(error.line)}: {one_line(error.message)}"
    return f"{cut(what.rstrip('.'), 300)}. {_done(outcome)}{_printed(outcome.stdout)}"


def _listing(head: str, lines: list[str]) -> str:
    lines = list(dict.fromkeys(lines))
    rest = len(lines) - _MOST
    shown = lines[:_MOST]
    if rest > 0:
        shown.append(f"and {rest} more")
    return "\n".join([head, *shown])


def _mistake(finding: Finding) -> str:
    told = one_line(finding.message)
    if finding.rule in _TOLD_BY_NAME and finding.subject.name:
        told = one_line(finding.subject.name)
    return _line(f"L{finding.span.line} {finding.rule}: ", told, finding.help)


def _reason(reason: Reason) -> str:
    line = reason.witness[0] if reason.witness else reason.span.own_line if reason.span else None
    place = "" if line is None else f"L{line} "
    return _line(f"{place}{one_line(reason.rule)}: ", one_line(reason.message), None)


def _line(head: str, told: str, cure: str | None) -> str:
    """Put a line together; where it is too long the cure is what stays."""
    end = f"; {cut(one_line(cure), _LINE - len(head) - 20)}" if cure else ""
    return f"{head}{cut(told, max(_LINE - len(head) - len(end), 19))}{end}"


def _at(line: int | None) -> str:
    return "" if line is None else f" at L{line}"


def _done(outcome: Outcome) -> str:
    counts: Counter[str] = Counter()
    for entry in outcome.trace:
        counts[entry.tool] += entry.finished and entry.error is None
    if not counts:
        return "No tool was called"
    return f"Done so far: {', '.join(f'{one_line(tool)} {n}' for tool, n in counts.items())}"


def _printed(stdout: str) -> str:
    text: Any = stdout.rstrip("\n")
    if not text:
        return ""
    lines = "\n".join(one_line(line) for line in text.split("\n"))
    return f"\nprinted:\n{cut(lines, _RESULT)}"


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
