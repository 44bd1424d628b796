"""A report as a person reads it before saying yes: the verdict, then what the script changes, what
it reads, how much at most, what is not known; then the tool calls in the script's shape.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from foretell.policy.decision import Decision
from foretell.policy.facts import CalledTool
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.report import Report

from .amounts import count_text, glance, head_text
from .decision import LABEL, write_reasons
from .findings import write_findings
from .measures import write_bounds
from .page import VERDICT_STYLES, Page, Piece, Style
from .plan_rows import Row, plan_rows
from .safe import one_line, pad, pad_left, width, wrap

_TIMES: Final = 9
_FIXED: Final = "\u00a0"
_LINE: Final = 6


_SHORT: Final = 240


@dataclass(frozen=True, slots=True)
class PlanView:
    """What the plan page shows of a script; `boxes` draws the tree, as on a terminal.

    `with_graph` adds the call graph, `with_readings` the bounds in all three readings.
    """

    report: Report
    decision: Decision | None = None
    catalog: ToolCatalog | None = None
    columns: int = 100
    boxes: bool = False
    with_graph: bool = False
    with_readings: bool = False

    def render(self) -> Page:
        """Lay it out."""
        page = Page(self.columns)
        self._head(page)
        if self.report.plan is None or any(one.blocks for one in self.report.findings):
            write_findings(page, self.report)
        else:
            self._amounts(page)
            self._table(page)
            self._in_short(page)
            if self.with_readings:
                write_bounds(page, self.report)
            write_findings(page, self.report)
        if self.with_graph:
            self._graph(page)
        write_reasons(page, self.decision)
        return page

    def _head(self, page: Page) -> None:
        head: list[Piece] = [(one_line(self.report.script.name), "strong"), ("   ", "")]
        if self.decision is not None:
            verdict = self.decision.verdict
            head.extend([(verdict.upper(), VERDICT_STYLES[verdict]), ("   ", "")])
        page.line(*head, head_text(self.report, self.catalog))

    def _amounts(self, page: Page) -> None:
        page.gap()
        seen = glance(self.report, self.catalog)
        self._tools(page, "changes", seen.changes, "strong")
        self._tools(page, "may change", seen.may_change, "warn")
        self._tools(page, "reads", seen.reads, "")
        self._labelled(page, "at most", "   ".join(seen.most))
        self._labelled(page, "open", "; ".join(seen.open) or "nothing")

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

    def _in_short(self, page: Page) -> None:
        """The order of calls in one line, where it is short."""
        text = self.report.in_short
        if text and len(text) <= _SHORT:
            page.gap()
            self._labelled(page, "in short", text)
            relations = [one_line(str(one)) for one in self.report.relations]
            if relations:
                self._labelled(page, "", "    ".join(relations))

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
