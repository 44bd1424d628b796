"""Bounds in their readings: what holds in every run, over named sizes, and about how much it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from foretell.policy.facts import add_bounds
from foretell_analyzer.bounds import Bound, High, Unbounded, Unknown
from foretell_analyzer.report import Report

from .amounts import MEASURES, count_unit, low_text, measure_text
from .page import Page
from .safe import cut, one_line, pad, pad_left, width, wrap

_SIZES: Final = 3
"""The column of formulas: the one that is cut where the page is narrow."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A bound with its readings; `measure` is empty for calls of one tool.

    `symbolic` is a formula over named sizes, empty where there is none; `assumed` is `None` where nobody
    guessed, `basis` what was assumed for it.
    """

    name: str
    measure: str
    bound: Bound
    symbolic: str
    assumed: High | None
    basis: tuple[str, ...]

    @property
    def low_text(self) -> str:
        """At least so much, with its unit."""
        return count_unit(self.measure, low_text(self.bound.low))

    @property
    def high_text(self) -> str:
        """At most so much, with its unit."""
        return measure_text(self.measure, self.bound.high)

    @property
    def assumed_text(self) -> str:
        """About so much; empty where nobody guessed."""
        return "" if self.assumed is None else measure_text(self.measure, self.assumed)


def measured(report: Report) -> Iterator[Measured]:
    """The bounds of a report: of each tool, then of the whole, measure by measure."""
    for name, bound in report.tools.items():
        yield _measured(report, f"calls of {one_line(name)}", "", f"calls:{name}", bound)
    bounds = dict(report.bounds)
    bounds.setdefault("tool_calls", add_bounds(report.tools.values()))
    told = [measure for measure in MEASURES if measure in bounds]
    for measure in (*told, *(one for one in bounds if one not in MEASURES)):
        yield _measured(
            report, one_line(measure.replace("_", " ")), measure, measure, bounds[measure]
        )


def _measured(report: Report, name: str, measure: str, key: str, bound: Bound) -> Measured:
    reading = report.readings.get(key)
    if reading is None:
        return Measured(name, measure, bound, "", None, ())
    symbolic = one_line(reading.symbolic)
    return Measured(name, measure, bound, symbolic, reading.assumed, reading.basis)


def write_bounds(page: Page, report: Report) -> None:
    """Add the bounds with all their readings, why some are no numbers, and what was assumed."""
    rows = list(measured(report))
    cells = [
        [one.name, one.low_text, one.high_text, one.symbolic or "-", one.assumed_text or "-"]
        for one in rows
    ]
    titles = ["bounds", "at least", "at most", "over sizes", "about"]
    widths = [max(map(width, column)) for column in zip(titles, *cells, strict=True)]
    widths[_SIZES] = min(widths[_SIZES], max(page.columns - sum(widths) + widths[_SIZES] - 8, 12))
    page.gap()
    for index, row in enumerate((titles, *cells)):
        row[_SIZES] = cut(row[_SIZES], widths[_SIZES])
        text = "  ".join(
            (pad if column in {0, _SIZES} else pad_left)(cell, widths[column])
            for column, cell in enumerate(row)
        )
        page.line((text, "" if index else "faint"))
    for told in _notes(rows):
        for index, line in enumerate(wrap(told, page.columns - 2)):
            page.line((f"{'  ' if index else ''}{line}", "faint"))


def _notes(rows: list[Measured]) -> Iterator[str]:
    """Why bounds are no numbers, each reason once, then what was assumed."""
    names: dict[str, list[str]] = {}
    for one in rows:
        high = one.bound.high
        if isinstance(high, Unbounded | Unknown):
            where = f" (line {high.where.line})" if high.where else ""
            names.setdefault(f"{one_line(high.why)}{where}", []).append(one.name)
    for why, told in names.items():
        yield f"{', '.join(told)}: {why}"
    yield from dict.fromkeys(one_line(note) for one in rows for note in one.basis)
