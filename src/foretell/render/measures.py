"""Bounds in their readings: what holds in every run, with declared sizes, with assumed ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from foretell.policy.facts import add_bounds
from foretell_analyzer.report import Report

from .amounts import MEASURES
from .safe import one_line


@dataclass(frozen=True, slots=True)
class Reading:
    """A bound as it is read: `high` holds in every run; the others are `None` where there are none.

    `measure` is empty for calls of one tool. Ends are numbers, `Unbounded`, `Unknown` or formulas.
    """

    name: str
    measure: str
    low: int | float
    high: object
    declared: object = None
    assumed: object = None


def readings(report: Report) -> Iterator[Reading]:
    """The bounds of a report: of each tool, then of the whole, measure by measure."""
    for name, bound in report.tools.items():
        yield _reading(one_line(name), "", bound)
    bounds = dict(report.bounds)
    bounds.setdefault("tool_calls", add_bounds(report.tools.values()))
    told = [measure for measure in MEASURES if measure in bounds]
    for measure in (*told, *(one for one in bounds if one not in MEASURES)):
        yield _reading(one_line(measure.replace("_", " ")), measure, bounds[measure])


def _reading(name: str, measure: str, bound: Any) -> Reading:  # noqa: ANN401  # with readings or without
    return Reading(
        name,
        measure,
        bound.low,
        bound.high,
        getattr(bound, "declared", None),
        getattr(bound, "assumed", None),
    )
