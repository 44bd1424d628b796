"""Findings as people read them: where, what, the line itself with a mark under it, and the cure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from foretell_analyzer.diagnostics import Finding, Place, Severity
from foretell_analyzer.report import Report
from foretell_analyzer.source import Script

from .page import Page, Style
from .safe import cut, one_line, width

_STYLES: Final[dict[Severity, Style]] = {"error": "bad", "warning": "warn", "note": "name"}
_MOST: Final = 50
"""Findings of one script that are shown; a script with more has one mistake many times."""


def write_findings(page: Page, report: Report) -> None:
    """Add the findings of a script, in the order of their places."""
    ordered = sorted(report.findings, key=lambda one: (one.span.start, one.span.end, one.code))
    for finding in ordered[:_MOST]:
        page.gap()
        write_finding(page, report.script, finding)
    if len(ordered) > _MOST:
        page.gap()
        page.line((f"and {len(ordered) - _MOST} more in {one_line(report.script.name)}", "faint"))


def write_finding(page: Page, script: Script, finding: Finding) -> None:
    """Add one finding with the line it is on."""
    style = _STYLES[finding.severity]
    kind = finding.severity if finding.certainty == "must" else f"possible {finding.severity}"
    page.line(
        (f"{place_text(script, finding.span)}: ", "strong"),
        (f"{kind}[{finding.rule}]", style),
        f": {one_line(finding.message)}",
    )
    write_excerpt(page, script, finding.span, style)
    margin = " " * len(str(finding.span.line))
    for label in finding.labels:
        within = f"{one_line(label.span.script)}, " if label.span.script else ""
        place = f"{within}line {label.span.line}: "
        page.line((f"{margin} note: ", "name"), f"{place}{one_line(label.message)}")
    if finding.help:
        page.line((f"{margin} help: ", "name"), one_line(finding.help))


def place_text(script: Script, place: Place) -> str:
    """Where, as people and editors write it: `script.py:4:8`."""
    return f"{one_line(script.name)}:{place.line}:{place.column + 1}"


def write_excerpt(page: Page, script: Script, place: Place, style: Style) -> None:
    """Add the line that a place is on, with carets under it."""
    source = script.line(place.line)
    if not source.strip():
        return
    number = str(place.line)
    last = place.end_column if place.end_line == place.line else len(source)
    first = min(place.column, len(source))
    before, marked = one_line(source[:first]), one_line(source[first:last])
    after = one_line(source[max(last, first) :])
    room = page.columns - len(number) - 3
    before, marked, after = _fit(before, marked, after, room)
    carets = "^" * max(width(marked), 1)
    page.line((f"{' ' * len(number)} |", "faint"))
    page.line((f"{number} | ", "faint"), f"{before}{marked}{after}")
    page.line((f"{' ' * len(number)} | ", "faint"), " " * width(before), (carets, style))


def _fit(before: str, marked: str, after: str, room: int) -> tuple[str, str, str]:
    """Cut the line to the room there is, the marked part last."""
    if width(before) + width(marked) + width(after) <= room:
        return before, marked, after
    marked = cut(marked, max(room - 20, 10))
    left = max(room - width(marked), 2)
    if width(before) > left // 2:
        before = cut(before, max(left // 2, left - width(after)))
    return before, marked, cut(after, max(left - width(before), 0))


def write_summary(page: Page, reports: Sequence[Report]) -> None:
    """Add the last line: how many scripts, how many findings, and that nothing was run."""
    counts = Counter(finding.severity for report in reports for finding in report.findings)
    told = [_plural(len(reports), "script")]
    severities: tuple[Severity, ...] = ("error", "warning", "note")
    told += [_plural(counts[severity], severity) for severity in severities if counts[severity]]
    if not counts:
        told.append("no findings")
    page.gap()
    page.line((f"{', '.join(told)}. Nothing was run.", "strong"), _how_to_fix(reports))


def _how_to_fix(reports: Sequence[Report]) -> str:
    """How many findings carry a fix, and what applies it."""
    fixes = [one.fix for report in reports for one in report.findings if one.fix is not None]
    safe = sum(fix.safe for fix in fixes)
    told = [f"--fix mends {safe}"] if safe else []
    if len(fixes) > safe:
        more = f"{len(fixes) - safe} more" if safe else f"mends {len(fixes)}"
        told.append(f"--unsafe-fixes {more}")
    return f" {', '.join(told)}." if told else ""


def render_check(reports: Sequence[Report], columns: int) -> Page:
    """What `foretell check` shows."""
    page = Page(columns)
    for report in reports:
        write_findings(page, report)
    write_summary(page, reports)
    return page


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
