"""The tables of the page: flows, and bounds in their readings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from foretell_analyzer.bounds import Unbounded, Unknown
from foretell_analyzer.diagnostics import Place
from foretell_analyzer.flows import ANY, Flow
from foretell_analyzer.report import Report

from ..measures import Measured, measured
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
    """How often each tool is called and what it all takes, in the three readings."""
    titles = ("what", "at least", "at most", "at most, over sizes", "about")
    rows = [_bound_row(one) for one in measured(report)]
    return _table(titles, rows, "Bounds that hold for every run; the last column is a guess")


def _bound_row(one: Measured) -> list[Markup]:
    why = [element("span", note, class_="why") for note in one.basis]
    return [
        element("th", one.name, scope="row"),
        element("td", one.low_text, class_="amount"),
        element("td", *_high(one), class_="amount"),
        element("td", element("code", one.symbolic) if one.symbolic else "-"),
        element("td", one.assumed_text or "-", *why, class_="amount"),
    ]


def _high(one: Measured) -> Iterator[Markup | str]:
    end = one.bound.high
    yield one.high_text
    if isinstance(end, Unbounded | Unknown):
        yield element("span", " ", end.why, " ", line_link(end.where), class_="why")


def _table(titles: tuple[str, ...], rows: list[list[Markup]], caption: str) -> Markup:
    head = element("tr", [element("th", title, scope="col") for title in titles])
    body = [element("tr", row) for row in rows]
    table = element(
        "table", element("caption", caption), element("thead", head), element("tbody", body)
    )
    return element("div", table, class_="wide", tabindex="0", role="region", aria_label=caption)
