"""The tables of the page: flows, and bounds in their readings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from foretell_analyzer.bounds import Unbounded, Unknown
from foretell_analyzer.diagnostics import Place
from foretell_analyzer.flows import ANY, Flow
from foretell_analyzer.report import Report

from ..amounts import end_text, measure_text, number_text
from ..measures import Reading, readings
from .markup import Markup, element, escaped, joined

_MOST: Final = 200


def line_link(place: Place | None, text: str = "line") -> Markup | str:
    """A link to the line of a place; bare words for one in an earlier snippet of the session."""
    if place is None:
        return ""
    if place.own_line is None:
        return f"{place.script}, line {place.line}"
    return element("a", f"{text} {place.line}", href=f"#L{place.line}")


def flows_table(report: Report) -> Markup:
    """What reaches what: data path by path, then what only decides, call by call."""
    data = [flow for flow in report.flows if flow.kind == "data"]
    deciding = [flow for flow in report.flows if flow.kind == "control"]
    has_through = any(flow.through for flow in report.flows)
    rows = [_flow_row(flow, "data", has_through=has_through) for flow in data]
    rows += [
        _flow_row(flow, "decides", has_through=has_through)
        for flow in dict.fromkeys(map(_call_to_call, deciding))
    ]
    if not rows:
        return element("p", "Nothing that a tool returns or a caller gives goes anywhere.")
    titles = ("from", "to", "how", "through") if has_through else ("from", "to", "how")
    table = _table(titles, rows[:_MOST], "What goes where")
    if len(rows) > _MOST:
        more = element("p", f"and {len(rows) - _MOST:,} more, in the report as JSON")
        return joined((table, more))
    return table


def _call_to_call(flow: Flow) -> Flow:
    """Which call decides on which: without the paths into results and the parameters."""
    source, sink = replace(flow.source, path=""), replace(flow.sink, parameter="")
    return Flow(source, replace(sink, kind="call") if sink.kind == "argument" else sink, flow.kind)


def _flow_row(flow: Flow, how: str, *, has_through: bool) -> list[Markup]:
    source, sink = flow.source, flow.sink
    start = "any result or input" if source.tool == ANY else str(source)
    end = "anywhere" if sink.tool == ANY else str(sink)
    cells = [
        element("th", _path(start), " ", line_link(source.span), scope="row"),
        element("td", _path(end), " ", line_link(sink.span)),
        element("td", how),
    ]
    return [*cells, element("td", ", ".join(flow.through))] if has_through else cells


def _path(text: str) -> Markup:
    """A path as code, which may be broken at its dots."""
    steps = [
        escaped(step if index == 0 else f".{step}") for index, step in enumerate(text.split("."))
    ]
    return element("code", Markup("<wbr>".join(steps)))


def bounds_table(report: Report) -> Markup:
    """How often each tool is called and what it all takes, in the readings that there are."""
    found = list(readings(report))
    titles = ["what", "at least", "at most, in every run"]
    has_declared = any(one.declared is not None for one in found)
    has_assumed = any(one.assumed is not None for one in found)
    titles += ["at most, with declared sizes"] * has_declared
    titles += ["about, with assumed sizes"] * has_assumed
    rows = [
        list(_reading_row(one, has_declared=has_declared, has_assumed=has_assumed)) for one in found
    ]
    return _table(tuple(titles), rows, "Bounds that hold for every run")


def _reading_row(one: Reading, *, has_declared: bool, has_assumed: bool) -> Iterator[Markup]:
    yield element("th", one.name, scope="row")
    yield element("td", number_text(one.low), class_="amount")
    yield element("td", *_high(one, one.high), class_="amount")
    if has_declared:
        yield element("td", *_high(one, one.declared), class_="amount")
    if has_assumed:
        yield element("td", *_high(one, one.assumed), class_="amount")


def _high(one: Reading, end: object) -> Iterator[Markup | str]:
    if end is None:
        yield "-"
        return
    yield measure_text(one.measure, end) if one.measure else end_text(end)
    if isinstance(end, Unbounded | Unknown):
        yield element("span", " ", end.why, " ", line_link(end.where), class_="why")


def _table(titles: tuple[str, ...], rows: list[list[Markup]], caption: str) -> Markup:
    head = element("tr", [element("th", title, scope="col") for title in titles])
    body = [element("tr", row) for row in rows]
    table = element(
        "table", element("caption", caption), element("thead", head), element("tbody", body)
    )
    return element("div", table, class_="wide", tabindex="0", role="region", aria_label=caption)
