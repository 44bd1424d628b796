"""Rules on flows: what may reach what, directly or through other tools.

Flows cover every run, and nothing says that one happens in each: a rule on flows is possibly
broken or cleared, never certainly broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Final

from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.diagnostics import Place
from foretell_analyzer.flows import ANY, Flow, FlowSource
from foretell_analyzer.given import CallSite

from .hits import Hit, Thing, lines_of, matches_tool
from .judged import Judged
from .rules import ArgumentRule, FlowRule, as_tuple

INPUT: Final = "input "
ENDS: Final = ("result", "output")
_STEP: Final = re.compile(r"\[\]|\.[^.\[]*")

Way = tuple[Flow, ...]


def split_source(pattern: str) -> tuple[str, str]:
    """A pattern of a source as that of its tool or input, and the path behind it."""
    for position, sign in enumerate(pattern):
        if sign == "." or pattern.startswith("[]", position):
            return pattern[:position], pattern[position:]
    return pattern, ""


def split_sink(pattern: str) -> tuple[str, str]:
    """A pattern of a sink as that of its tool and that of its parameter; empty is any."""
    tool, _, parameter = pattern.partition(".")
    return tool, parameter


def is_from(source: FlowSource, patterns: Iterable[str]) -> bool:
    """May something of this source be what one of the patterns names?"""
    if source.tool == ANY:
        return True
    named = f"{INPUT}{source.input}" if source.input else source.tool
    for pattern in patterns:
        name, path = split_source(pattern)
        if fnmatchcase(named, name) and _is_on(path, source.path):
            return True
    return False


def _is_on(wanted: str, path: str) -> bool:
    """Is one path the beginning of the other? An item that is not told may be any."""
    return all(
        one in {other, ".*", "[]"} or other == "[]"
        for one, other in zip(_STEP.findall(wanted), _STEP.findall(path), strict=False)
    )


def sources_against(rule: ArgumentRule, site: CallSite, judged: Judged) -> Iterator[str]:
    """The sources that an argument may be made of against the rule."""
    if rule.from_ is None and not rule.not_from:
        return
    told: dict[str, None] = {}
    for flow in widest(judged.report.flows):
        sink = flow.sink
        if flow.kind != "data" or sink.tool not in {site.tool, ANY}:
            continue
        if sink.parameter not in {rule.argument, ANY} or sink.span not in {site.span, None}:
            continue
        is_allowed = rule.from_ is None or is_surely_from(flow.source, as_tuple(rule.from_))
        if not is_allowed or is_from(flow.source, as_tuple(rule.not_from)):
            told[told_source(flow.source)] = None
    yield from told


def widest(flows: Iterable[Flow]) -> list[Flow]:
    """The flows without those of a part of what flows to the same sink as a whole."""
    groups: dict[tuple[object, ...], list[Flow]] = {}
    for one in flows:
        source = one.source
        key = (source.tool, source.span, source.input, one.sink, one.kind)
        groups.setdefault(key, []).append(one)
    return [
        one
        for group in groups.values()
        for one in group
        if not any(_is_part(one.source.path, other.source.path) for other in group)
    ]


def _is_part(path: str, whole: str) -> bool:
    steps, fewer = _STEP.findall(path), _STEP.findall(whole)
    return len(fewer) < len(steps) and steps[: len(fewer)] == fewer


def is_surely_from(source: FlowSource, patterns: Iterable[str]) -> bool:
    """Is all of this source what one of the patterns names?"""
    if source.tool == ANY:
        return False
    named = f"{INPUT}{source.input}" if source.input else source.tool
    for pattern in patterns:
        name, path = split_source(pattern)
        wanted, steps = _STEP.findall(path), _STEP.findall(source.path)
        is_inside = len(wanted) <= len(steps) and all(
            one in {other, ".*", "[]"} for one, other in zip(wanted, steps, strict=False)
        )
        if fnmatchcase(named, name) and (is_inside or path == ".*"):
            return True
    return False


def told_source(source: FlowSource) -> str:
    """A source for people, with its line."""
    if source.tool == ANY:
        return "something that is not known"
    lines = lines_of(source.span)
    return f"`{source}`" + (f" (line {lines[0]})" if lines else "")


def labelled_sources(catalog: ToolCatalog | None, labels: tuple[str, ...]) -> tuple[str, ...]:
    """The tools whose results carry one of the labels."""
    if catalog is None or not labels:
        return ()
    return tuple(tool.name for tool in catalog if not tool.sources.isdisjoint(labels))


def labelled_sinks(catalog: ToolCatalog | None, labels: tuple[str, ...]) -> tuple[str, ...]:
    """The tools and parameters that carry one of the labels."""
    if catalog is None or not labels:
        return ()
    return tuple(
        f"{tool.name}.{parameter}" if parameter else tool.name
        for tool in catalog
        for parameter, carried in tool.sinks.items()
        if not carried.isdisjoint(labels)
    )


def flow_hits(rule: FlowRule, judged: Judged) -> Iterator[Hit]:
    """The flows that the rule forbids, one reason for each pair of source and sink."""
    catalog = judged.catalog
    sources = (*as_tuple(rule.from_), *labelled_sources(catalog, as_tuple(rule.from_label)))
    sinks = (*as_tuple(rule.to), *labelled_sinks(catalog, as_tuple(rule.to_label)))
    through = as_tuple(rule.through)
    kinds = as_tuple(rule.flow)
    flows = widest(
        one
        for one in judged.report.flows
        if one.kind in kinds and not any(matches_tool(through, name) for name in one.through)
    )
    told: dict[tuple[FlowSource, str, Place | None], None] = {}
    for way in _ways(flows, sources, through, is_direct=rule.direct):
        first, last = way[0], way[-1]
        key = (first.source, str(last.sink), last.sink.span)
        if key in told or not _is_to(last, sinks):
            continue
        told[key] = None
        yield from _thing(way).broken(rule, rule.if_possible)


def _ways(
    flows: list[Flow], sources: tuple[str, ...], through: tuple[str, ...], *, is_direct: bool
) -> Iterator[Way]:
    """The shortest ways from the sources to each flow that they lead to."""
    pending: list[Way] = [(one,) for one in flows if is_from(one.source, sources)]
    reached: set[tuple[FlowSource, Flow]] = set()
    for way in pending:
        first, last = way[0], way[-1]
        if (first.source, last) in reached:
            continue
        reached.add((first.source, last))
        yield way
        tool = last.sink.tool
        if not is_direct and tool and not matches_tool(through, tool):
            pending += [(*way, one) for one in flows if _goes_on(last, one)]


def _goes_on(flow: Flow, then: Flow) -> bool:
    """Is it the result of the call in which the flow ends that goes on?"""
    if ANY in {flow.sink.tool, then.source.tool}:
        return True
    return (flow.sink.tool, flow.sink.span) == (then.source.tool, then.source.span)


def _is_to(flow: Flow, patterns: Iterable[str]) -> bool:
    sink = flow.sink
    if sink.kind in ENDS:
        return sink.kind in patterns
    for pattern in patterns:
        tool, parameter = split_sink(pattern)
        if pattern in ENDS or not (sink.tool == ANY or fnmatchcase(sink.tool, tool)):
            continue
        if not parameter or sink.parameter == ANY or fnmatchcase(sink.parameter, parameter):
            return True
    return False


def _thing(way: Way) -> Thing:
    first, last = way[0], way[-1]
    between = [f"`{one.sink.tool}`" for one in way[:-1]]
    told = f"{told_source(first.source)} reaches `{last.sink}`"
    told += f" through {' and '.join(between)}" if between else ""
    if any(one.kind == "control" for one in way):
        told += ", by deciding"
    lines = [
        *lines_of(first.source.span),
        *(line for one in way for line in lines_of(one.sink.span)),
    ]
    return Thing("possible", told, last.sink.span, tuple(dict.fromkeys(lines)))
