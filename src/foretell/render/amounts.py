"""How often and how much, as text: numbers of times, measures with their units, what is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from foretell.policy.facts import CalledTool, add_bounds, called_tools
from foretell_analyzer.bounds import Bound, High, Unbounded, Unknown
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.diagnostics import Place
from foretell_analyzer.report import Report

from .safe import one_line


@dataclass(frozen=True, slots=True)
class Glance:
    """What a person asks first; all text is harmless.

    `changes` are tools that change something or let something out, `may_change` those of which nobody
    said what they do, `reads` the others. `most` is how much at most, a measure each; `open` is what
    has no bound and why, then what the rest rests on.
    """

    changes: tuple[CalledTool, ...]
    may_change: tuple[CalledTool, ...]
    reads: tuple[CalledTool, ...]
    most: tuple[str, ...]
    open: tuple[str, ...]


def glance(report: Report, catalog: ToolCatalog | None) -> Glance:
    """What a person asks first of a report; the report's own catalog where none is given."""
    tools = called_tools(report, catalog or report.catalog)
    changing = [tool for tool in tools if not {"read", "unknown"} & set(tool.deeds)]
    changing += [tool for tool in tools if "read" in tool.deeds and len(tool.deeds) > 1]
    return Glance(
        tuple(changing),
        tuple(tool for tool in tools if "unknown" in tool.deeds),
        tuple(tool for tool in tools if tool.deeds == ("read",)),
        tuple(_most(report)),
        tuple(_open_points(report)),
    )


def head_text(report: Report, catalog: ToolCatalog | None) -> str:
    """How long the script is and how many of the tools it uses: `11 lines, 4 of 23 tools`."""
    catalog = catalog or report.catalog
    told = plural(len(report.script.text.splitlines()), "line")
    if report.plan is None:
        return told
    used = len(called_tools(report, catalog))
    if catalog is None:
        return f"{told}, {plural(used, 'tool')}"
    return f"{told}, {used} of {plural(len(catalog), 'tool')}"


def count_text(bound: Bound) -> str:
    """A number of times: `1`, `0..20`, `0..?` (not known), `0..∞` (nothing bounds it)."""
    if bound.is_finite and bound.low == bound.high:
        return high_text(bound)
    return f"{low_text(bound.low)}..{high_text(bound)}"


def times_text(bound: Bound) -> str:
    """A number of times in a column: `1`, `0..20`, `0..?`, `0..∞`."""
    low = f"{bound.low:g}"
    match bound.high:
        case Unbounded():
            return f"{low}..∞"
        case Unknown():
            return f"{low}..?"
        case high:
            return low if high == bound.low else f"{low}..{high:g}"


def high_text(bound: Bound) -> str:
    """The upper end."""
    return end_text(bound.high)


def end_text(end: High) -> str:
    """An upper end: a number, `∞` or `?`."""
    match end:
        case Unbounded():
            return "∞"
        case Unknown():
            return "?"
        case number:
            return number_text(number)


def low_text(low: float) -> str:
    """A lower end, never rounded up."""
    return number_text(low, rounding=ROUND_FLOOR)


def number_text(value: float, *, rounding: str = ROUND_CEILING) -> str:
    """A number for people: `9,400`, `0.11`, `0.0032`. An upper end is never rounded down."""
    exact = Decimal(repr(value))
    digits = min(-2, exact.adjusted() - 1) if exact else 0
    shown = exact.quantize(Decimal(1).scaleb(digits), rounding=rounding)
    text = f"{shown:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plural(count: int, word: str) -> str:
    """`1 line`, `2 lines`."""
    return f"{count} {word}{'' if count == 1 else 's'}"


MEASURES: Final[Mapping[str, Callable[[str], str]]] = {
    "tool_calls": lambda high: f"{high} {'call' if high == '1' else 'calls'}",
    "price": lambda high: f"${high}",
    "latency": lambda high: f"{high} s",
    "steps": lambda high: f"{high} steps",
    "output": lambda high: f"{high} characters",
    "memory": lambda high: f"{high} bytes",
}
"""The measures that are told, in this order, with their units."""


_WHAT: Final = {"output": " printed", "memory": " held"}


def measure_text(measure: str, end: High) -> str:
    """An upper end with its unit: `25 calls`, `$0.11`; of an unknown measure the bare end."""
    return count_unit(measure, end_text(end))


def count_unit(measure: str, amount: str) -> str:
    """An amount with the unit of its measure."""
    told = MEASURES.get(measure)
    return amount if told is None else told(amount)


def _most(report: Report) -> Iterator[str]:
    """How much at most, and about how much where that is another number."""
    bounds = dict(report.bounds)
    bounds.setdefault("tool_calls", add_bounds(report.tools.values()))
    for measure in MEASURES:
        bound = bounds.get(measure)
        if bound is None or (measure == "output" and bound.high == 0):
            continue
        reading = report.readings.get(measure)
        told = measure_text(measure, bound.high) + _WHAT.get(measure, "")
        about = None if reading is None else reading.assumed
        if isinstance(about, int | float) and about != bound.high:
            told += f" (about {measure_text(measure, about)})"
        yield told


def _open_points(report: Report) -> Iterator[str]:
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
