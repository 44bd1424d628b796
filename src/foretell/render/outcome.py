"""How a run went, for the person who started it: each tool once, then how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from foretell.outcome import Finished, Outcome, Raised, Stopped, TraceEntry

from .page import Page, Style
from .safe import cut, one_line, pad, shown_lines, width

_LONGEST_NAME: Final = 40


@dataclass(slots=True)
class _ToolCalls:
    """The calls of one tool in a run."""

    finished: int = 0
    failed: int = 0
    lines: dict[int, None] | None = None
    error: str | None = None

    def add(self, entry: TraceEntry) -> None:
        """Count a call."""
        self.lines = {**(self.lines or {}), entry.line: None}
        if entry.finished and entry.error is None:
            self.finished += 1
        else:
            self.failed += 1
            self.error = entry.error if entry.finished else "stopped while it was under way"


def render_outcome(outcome: Outcome, columns: int) -> Page:
    """What `foretell run` shows once the run is over."""
    page = Page(columns)
    _write_calls(page, outcome.trace)
    if isinstance(outcome, Raised):
        for line in shown_lines(outcome.error.traceback.rstrip("\n")):
            page.line((line, "bad"))
    page.line(*_ending(outcome))
    return page


def _write_calls(page: Page, trace: Sequence[TraceEntry]) -> None:
    tools: dict[str, _ToolCalls] = {}
    for entry in trace:
        tools.setdefault(entry.tool, _ToolCalls()).add(entry)
    wide = min(max((width(one_line(name)) for name in tools), default=0), _LONGEST_NAME)
    for name, calls in tools.items():
        sign, style = _sign(calls)
        lines = ", ".join(map(str, calls.lines or ()))
        told = f"{_plural(calls.finished + calls.failed, 'call')}, line {lines}"
        if calls.error is not None:
            told += f": {one_line(calls.error)}"
        name_text = pad(cut(one_line(name), _LONGEST_NAME), wide)
        page.line((f" {sign} ", style), name_text, f"   {cut(told, page.columns - wide - 6)}")


def _sign(calls: _ToolCalls) -> tuple[str, Style]:
    if not calls.failed:
        return "✓", "good"
    return ("●", "warn") if calls.finished else ("✗", "bad")


def _ending(outcome: Outcome) -> tuple[tuple[str, Style], ...]:
    usage = outcome.usage
    spent = f"{_plural(usage.tool_calls, 'tool call')}, {_plural(usage.steps, 'step')}"
    if usage.price:
        spent += f", ${usage.price:,.2f}"
    if usage.memory:
        spent += f", {usage.memory / (1 << 20):,.1f} MB held"
    match outcome:
        case Finished():
            return ("finished", "good"), (f": {spent}", "")
        case Raised(error):
            return ("raised ", "bad"), (f"{one_line(error.type)}{_at(error.line)}: {spent}", "")
        case Stopped("host", error):
            return ("stopped", "bad"), (
                f"{_at(error.line)}: {one_line(error.message)}; {spent}",
                "",
            )
        case Stopped(limit, error):
            told = f"{limit}{_at(error.line)}: {one_line(error.message)}; {spent}"
            return ("stopped by ", "bad"), (told, "")


def _at(line: int | None) -> str:
    return "" if line is None else f" at line {line}"


def _plural(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
