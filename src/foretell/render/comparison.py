"""A comparison of two scripts, for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from foretell.comparison import CallChange, Comparison, CountChange
from foretell.policy.facts import DEEDS, deeds_of
from foretell_analyzer.automata import Exceeds, Inclusion
from foretell_analyzer.bounds import Bound
from foretell_analyzer.plan import Call
from foretell_analyzer.report import Report

from .amounts import count_text, measure_text
from .decision import LABEL
from .outline import argument_text, argument_value
from .page import Page, Style
from .safe import cut, one_line, pad, wrap

_SIGNS: Final[dict[str, tuple[str, Style]]] = {
    "added": ("+", "good"), "removed": ("-", "bad"), "changed": ("~", "warn"),
}  # fmt: skip
_VERDICTS: Final = {
    "same": "does the same",
    "less": "does no more",
    "more": "does more",
    "other": "does more, and some things no longer",
    "unknown": "cannot be compared: too large",
}
_WITNESS: Final = 34
_FIXED: Final = "\u00a0"
_MOST_FLOWS: Final = 12


def comparison_page(before: Report, after: Report, found: Comparison, columns: int) -> Page:
    """What is new first, then how often and where to, then what the newer can do that the older cannot."""
    page = Page(columns)
    names = f"{one_line(before.script.name)} → {one_line(after.script.name)}"
    page.line((names, "strong"), ("   ", ""), (_VERDICTS[found.verdict], "name"))
    if found.calls:
        page.gap()
    for change in found.calls:
        sign, style = _SIGNS[change.kind]
        page.line((cut(f"{sign} line {change.line:>3}  {_shown(change, after)}", columns), style))
    if found.counts or found.measures or found.flows:
        page.gap()
    _labelled(page, "calls", [_count(one) for one in found.counts if one.tool])
    _labelled(page, "at most", list(_amounts(found)))
    _write_flows(page, found)
    told = (
        ("can now do, could not before:", found.beyond),
        ("could do, can no longer:", found.within),
    )
    for label, answer in told:
        if isinstance(answer, Exceeds):
            page.gap()
            lines = wrap(one_line(str(answer.witness)), max(columns - _WITNESS, 20))
            for index, line in enumerate(lines):
                page.line((pad(label if index == 0 else "", _WITNESS), "faint"), line)
            for one in answer.joined:
                page.line((f"  perhaps only because {one_line(one)}", "faint"))
    return page


def _labelled(page: Page, label: str, parts: list[str]) -> None:
    """Parts behind a label, each kept on one line."""
    text = "    ".join(part.replace(" ", _FIXED) for part in parts)
    for index, line in enumerate(wrap(text, page.columns - LABEL) if parts else ()):
        page.line((pad("" if index else label, LABEL), "faint"), line.replace(_FIXED, " "))


def _write_flows(page: Page, found: Comparison) -> None:
    label = "flows"
    for change in found.flows[:_MOST_FLOWS]:
        sign, style = _SIGNS[change.kind]
        told = f"{sign} {one_line(change.source)} → {one_line(change.sink)}"
        page.line((pad(label, LABEL), "faint"), (cut(told, page.columns - LABEL), style))
        label = ""
    if len(found.flows) > _MOST_FLOWS:
        page.line(pad("", LABEL), (f"and {len(found.flows) - _MOST_FLOWS} more", "faint"))


def _shown(change: CallChange, newer: Report) -> str:
    call = change.after or change.before
    assert call is not None
    if change.kind != "changed" or change.before is None:
        told = f"{one_line(change.tool)}({', '.join(map(argument_text, call.arguments))})"
        if change.kind == "added":
            deeds = " and ".join(DEEDS[deed] for deed in deeds_of(newer.catalog, change.tool))
            told += f"   new: {deeds}"
        return told
    old = {one.parameter: argument_value(one) for one in change.before.arguments}
    new = {one.parameter: argument_value(one) for one in call.arguments}
    told = ", ".join(
        f"{one_line(name)} {old.get(name, 'not given')} → {new.get(name, 'not given')}"
        for name in change.parameters
    )
    return f"{one_line(change.tool)} {told}"


def _count(change: CountChange) -> str:
    return f"{one_line(change.tool)} {_times(change.before)} → {_times(change.after)}"


def _times(bound: Bound | None) -> str:
    return "0" if bound is None else count_text(bound)


def _amounts(found: Comparison) -> Iterator[str]:
    totals = [("tool_calls", one.before, one.after) for one in found.counts if not one.tool]
    rest = [(one.measure, one.before, one.after) for one in found.measures]
    for measure, before, after in (*totals, *rest):
        ends = (measure_text(measure, 0 if one is None else one.high) for one in (before, after))
        yield " → ".join(ends)


def _bound(bound: Bound | None) -> str:
    return "0" if bound is None else str(bound)


def comparison_to_dict(found: Comparison) -> dict[str, Any]:
    """The comparison as plain JSON data."""
    return {
        "verdict": found.verdict,
        "does_more": found.does_more,
        "calls": [_call_change(one) for one in found.calls],
        "counts": [_count_change(one) for one in found.counts],
        "measures": [
            {
                "measure": one.measure,
                "before": _bound(one.before),
                "after": _bound(one.after),
            }
            for one in found.measures
        ],
        "flows": [
            {"kind": one.kind, "source": one.source, "sink": one.sink} for one in found.flows
        ],
        "can_now": _witness(found.beyond),
        "can_no_longer": _witness(found.within),
    }


def _call_change(change: CallChange) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "tool": change.tool,
        "line": change.line,
        "parameters": list(change.parameters),
        "before": _arguments(change.before),
        "after": _arguments(change.after),
    }


def _arguments(call: Call | None) -> dict[str, str] | None:
    return None if call is None else {one.parameter: one.text for one in call.arguments}


def _count_change(change: CountChange) -> dict[str, Any]:
    return {
        "tool": change.tool or None,
        "before": _bound(change.before),
        "after": _bound(change.after),
    }


def _witness(answer: Inclusion) -> dict[str, Any] | None:
    if not isinstance(answer, Exceeds):
        return None
    return {
        "calls": [{"tool": one.tool, "line": one.line} for one in answer.witness.calls],
        "is_complete": answer.witness.is_complete,
    }
