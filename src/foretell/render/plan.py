"""A report as a person reads it before saying yes: the verdict, then what the script changes, what
it reads, how much at most, what is not known; then the tool calls in the script's shape.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from foretell.policy.decision import Decision
from foretell.policy.facts import CalledTool, add_bounds, called_tools
from foretell_analyzer.bounds import Bound, Unbounded, Unknown
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.diagnostics import Place
from foretell_analyzer.report import Report

from .decision import LABEL, write_reasons
from .findings import write_findings
from .page import VERDICT_STYLES, Page, Piece, Style
from .plan_rows import Row, plan_rows
from .safe import one_line, pad, pad_left, width, wrap

_TIMES: Final = 9
_FIXED: Final = "\u00a0"
_LINE: Final = 6


_SHORT: Final = 240


@dataclass(frozen=True, slots=True)
class PlanView:
    """What the plan page shows of a script; `boxes` draws the tree, as on a terminal."""

    report: Report
    decision: Decision | None = None
    catalog: ToolCatalog | None = None
    columns: int = 100
    boxes: bool = False
    with_graph: bool = False

    def render(self) -> Page:
        """Lay it out."""
        page = Page(self.columns)
        tools = called_tools(self.report, self.catalog or self.report.catalog)
        self._head(page, tools)
        if self.report.plan is None or any(one.blocks for one in self.report.findings):
            write_findings(page, self.report)
        else:
            self._amounts(page, tools)
            self._table(page)
            self._in_short(page)
            write_findings(page, self.report)
        if self.with_graph:
            self._graph(page)
        write_reasons(page, self.decision)
        return page

    def _head(self, page: Page, tools: tuple[CalledTool, ...]) -> None:
        report = self.report
        catalog = self.catalog or report.catalog
        line_count = len(report.script.text.splitlines())
        told = _plural(line_count, "line")
        if report.plan is not None:
            if catalog is None:
                told += f", {_plural(len(tools), 'tool')}"
            else:
                told += f", {len(tools)} of {_plural(len(catalog), 'tool')}"
        head: list[Piece] = [(one_line(report.script.name), "strong"), ("   ", "")]
        if self.decision is not None:
            verdict = self.decision.verdict
            head.extend([(verdict.upper(), VERDICT_STYLES[verdict]), ("   ", "")])
        page.line(*head, told)

    def _amounts(self, page: Page, tools: tuple[CalledTool, ...]) -> None:
        page.gap()
        changing = [tool for tool in tools if not {"read", "unknown"} & set(tool.deeds)]
        changing += [tool for tool in tools if "read" in tool.deeds and len(tool.deeds) > 1]
        self._tools(page, "changes", changing, "strong")
        self._tools(page, "may change", [one for one in tools if "unknown" in one.deeds], "warn")
        self._tools(page, "reads", [one for one in tools if one.deeds == ("read",)], "")
        self._labelled(page, "at most", "   ".join(self._most()))
        open_points = list(_open_points(self.report))
        self._labelled(page, "open", "; ".join(open_points) or "nothing")

    def _tools(self, page: Page, label: str, tools: Iterable[CalledTool], style: Style) -> None:
        # Name and count stay on one line: the space between them is not broken at.
        listed = "    ".join(
            f"{one_line(tool.name)}{_FIXED}{count_text(tool.calls)}" for tool in tools
        )
        if listed or label in {"changes", "reads"}:
            self._labelled(page, label, listed or "nothing", style if listed else "")

    def _labelled(self, page: Page, label: str, text: str, style: Style = "") -> None:
        for index, line in enumerate(wrap(text, self.columns - LABEL)):
            page.line(
                (pad(label if index == 0 else "", LABEL), "faint"),
                (line.replace(_FIXED, " "), style),
            )

    def _most(self) -> list[str]:
        bounds = self.report.bounds
        calls = bounds.get("tool_calls") or add_bounds(self.report.tools.values())
        told = [f"{high_text(calls)} {'call' if calls.high == 1 else 'calls'}"]
        if "price" in bounds:
            told.append(f"${high_text(bounds['price'])}")
        if "latency" in bounds:
            told.append(f"{high_text(bounds['latency'])} s")
        if "steps" in bounds:
            told.append(f"{high_text(bounds['steps'])} steps")
        return told

    def _in_short(self, page: Page) -> None:
        """The order of calls in one line, where it is short."""
        text = self.report.in_short
        if text and len(text) <= _SHORT:
            page.gap()
            self._labelled(page, "in short", text)

    def _table(self, page: Page) -> None:
        rows = plan_rows(self.report, boxes=self.boxes)
        if not rows:
            return
        marks = self._marks()
        room = max(self.columns - _LINE - _TIMES - (9 if marks else 1), 20)
        told = [(row, row.layout(room)) for row in rows]
        wide = max(width(line) for _, lines in told for line in lines)
        wide = max(wide, len("what happens"))
        page.gap()
        page.line(
            (f"{pad_left('line', _LINE - 1)}  {pad('what happens', wide)}", "faint"),
            (pad_left("times", _TIMES), "faint"),
        )
        for row, lines in told:
            self._row(page, row, lines, wide, marks.get(row.line if row.is_call else None, ""))

    def _row(self, page: Page, row: Row, lines: list[str], wide: int, mark: str) -> None:
        for index, text in enumerate(lines):
            number = "" if index or row.line is None else str(row.line)
            pieces: list[tuple[str, Style]] = [
                (f"{pad_left(number, _LINE - 1)}  ", "faint"),
                (pad(text, wide), "" if row.is_call else "faint"),
            ]
            if index == 0:
                pieces.append((pad_left(row.times, _TIMES), ""))
                if mark:
                    pieces.append((f"  ◀ {mark}", VERDICT_STYLES[mark]))
            page.line(*pieces)

    def _marks(self) -> dict[int | None, str]:
        """The gravest effect that a reason has on each line."""
        marks: dict[int | None, str] = {}
        for reason in reversed(self.decision.reasons if self.decision else ()):
            for line in reason.witness:
                marks[line] = reason.effect
        return marks

    def _graph(self, page: Page) -> None:
        graph = self.report.call_graph
        page.gap()
        note = "" if graph.is_complete else " (there may be more calls than these)"
        page.line(("calls", "strong"), note)
        for edge in graph.edges:
            line = edge.span.own_line
            page.line(
                (f"{pad_left('' if line is None else str(line), _LINE - 1)}  ", "faint"),
                f"{one_line(edge.caller)} → {one_line(edge.callee)}",
            )


def count_text(bound: Bound) -> str:
    """A number of times: `1`, `0..20`, `0..?` (not known), `0..∞` (nothing bounds it)."""
    if bound.is_finite and bound.low == bound.high:
        return _number(bound.low)
    return f"{_number(bound.low)}..{high_text(bound)}"


def high_text(bound: Bound) -> str:
    """The upper end."""
    match bound.high:
        case Unbounded():
            return "∞"
        case Unknown():
            return "?"
        case high:
            return _number(high)


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")


def _open_points(report: Report) -> Iterable[str]:
    """What has no bound and why, then what the rest rests on; each said once."""
    seen: set[tuple[str, Place | None]] = set()
    for name, bound in (*report.tools.items(), *report.bounds.items()):
        high = bound.high
        if isinstance(high, Unbounded | Unknown) and (high.why, high.where) not in seen:
            seen.add((high.why, high.where))
            where = f" (line {high.where.line})" if high.where else ""
            yield f"{one_line(name)} {high_text(bound)}: {one_line(high.why)}{where}"
    for assumption in report.assumptions:
        yield f"assumes {one_line(assumption)}"


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
