"""A comparison of two scripts, for people and as JSON."""

from __future__ import annotations

from typing import Any, Final

from foretell.comparison import CallChange, Comparison, CountChange
from foretell_analyzer.automata import Exceeds, Inclusion
from foretell_analyzer.bounds import Bound
from foretell_analyzer.plan import Call
from foretell_analyzer.report import Report

from .outline import argument_text
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
_LABEL: Final = 34


def comparison_page(before: Report, after: Report, found: Comparison, columns: int) -> Page:
    """What is new first, then how often, then what the newer can do that the older cannot."""
    page = Page(columns)
    names = f"{one_line(before.script.name)} → {one_line(after.script.name)}"
    page.line((names, "strong"), ("   ", ""), (_VERDICTS[found.verdict], "name"))
    if found.calls:
        page.gap()
    for change in found.calls:
        sign, style = _SIGNS[change.kind]
        text = f"{sign} line {change.line:>3}  {_shown(change)}"
        page.line((cut(text, columns), style))
    if found.counts:
        page.gap()
    for count in found.counts:
        name = one_line(count.tool) if count.tool else "all calls"
        page.line(f"~ {name}  {_bound(count.before)} → {_bound(count.after)}")
    told = (
        ("can now do, could not before:", found.beyond),
        ("could do, can no longer:", found.within),
    )
    for label, answer in told:
        if isinstance(answer, Exceeds):
            page.gap()
            lines = wrap(one_line(str(answer.witness)), max(columns - _LABEL, 20))
            for index, line in enumerate(lines):
                page.line((pad(label if index == 0 else "", _LABEL), "faint"), line)
            for one in answer.joined:
                page.line((f"  perhaps only because {one_line(one)}", "faint"))
    return page


def _shown(change: CallChange) -> str:
    call = change.after or change.before
    assert call is not None
    arguments = [argument_text(one) for one in call.arguments]
    if change.kind == "changed":
        arguments = [
            argument_text(one) for one in call.arguments if one.parameter in change.parameters
        ]
        gone = [
            f"{name} is no longer given"
            for name in change.parameters
            if all(one.parameter != name for one in call.arguments)
        ]
        arguments += gone
    return f"{one_line(change.tool)}({', '.join(arguments)})"


def _bound(bound: Bound | None) -> str:
    return "0" if bound is None else str(bound)


def comparison_to_dict(found: Comparison) -> dict[str, Any]:
    """The comparison as plain JSON data."""
    return {
        "verdict": found.verdict,
        "does_more": found.does_more,
        "calls": [_call_change(one) for one in found.calls],
        "counts": [_count_change(one) for one in found.counts],
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
