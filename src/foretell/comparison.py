"""What another version of a script does otherwise: two reports compared, call by call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from foretell_analyzer.automata import Exceeds, Included, Inclusion
from foretell_analyzer.bounds import Bound
from foretell_analyzer.flows import ANY, FlowSink, FlowSource
from foretell_analyzer.plan import Call, Plan
from foretell_analyzer.report import Report

from .policy.facts import walk_plan


@dataclass(frozen=True, slots=True)
class CallChange:
    """A call that is new, gone, or made with something else; `line` is that of the newer script.

    For a call that is gone it is that of the older one. `parameters` are those that get another
    value.
    """

    kind: Literal["added", "removed", "changed"]
    tool: str
    line: int
    before: Call | None
    after: Call | None
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountChange:
    """How often a tool is called, or all together (no name), where that is not the same."""

    tool: str
    before: Bound | None
    after: Bound | None


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """How much of a measure is promised at most, beside calls, where that is not the same."""

    measure: str
    before: Bound | None
    after: Bound | None


@dataclass(frozen=True, slots=True)
class FlowChange:
    """Data that reaches where it did not before, or no longer does; without lines."""

    kind: Literal["added", "removed"]
    source: str
    sink: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the newer of two scripts does otherwise.

    `beyond` is the answer to whether it can do anything, as far as the order of calls goes, that
    the older one cannot; `within` is the same question the other way round.
    """

    calls: tuple[CallChange, ...]
    counts: tuple[CountChange, ...]
    beyond: Inclusion
    within: Inclusion
    measures: tuple[MeasureChange, ...] = ()
    flows: tuple[FlowChange, ...] = ()

    @property
    def does_more(self) -> bool:
        """May the newer one do what the older one cannot? Yes, too, if that is not known."""
        return not isinstance(self.beyond, Included)

    @property
    def verdict(self) -> str:
        """`same`, `less`, `more`, `other` (more and less), or `unknown`."""
        if isinstance(self.beyond, Included):
            return "same" if isinstance(self.within, Included) else "less"
        if isinstance(self.beyond, Exceeds):
            return "more" if isinstance(self.within, Included) else "other"
        return "unknown"


def compare_reports(before: Report, after: Report) -> Comparison:
    """Compare two reports; raises `ReportError` if one of them has no plan."""
    beyond, within = before.includes(after), after.includes(before)
    return Comparison(
        tuple(_calls_compared(_calls(before.plan), _calls(after.plan))),
        tuple(_counts_compared(before, after)),
        beyond,
        within,
        tuple(_measures_compared(before, after)),
        tuple(_flows_compared(before, after)),
    )


def _calls(plan: Plan | None) -> list[Call]:
    return [one for one in walk_plan(plan) if isinstance(one, Call)]


def _calls_compared(before: list[Call], after: list[Call]) -> Iterator[CallChange]:
    """Calls matched by tool, in order; of those that match, what they get."""
    matcher = SequenceMatcher(
        None, [one.tool for one in before], [one.tool for one in after], autojunk=False
    )
    for tag, begin, end, new_begin, new_end in matcher.get_opcodes():
        if tag == "equal":
            for one, other in zip(before[begin:end], after[new_begin:new_end], strict=True):
                parameters = tuple(_other_arguments(one, other))
                if parameters:
                    yield CallChange("changed", one.tool, other.span.line, one, other, parameters)
            continue
        for one in before[begin:end]:
            yield CallChange("removed", one.tool, one.span.line, one, None)
        for one in after[new_begin:new_end]:
            yield CallChange("added", one.tool, one.span.line, None, one)


def _other_arguments(before: Call, after: Call) -> Iterator[str]:
    told = {one.parameter: one for one in before.arguments}
    for one in after.arguments:
        known = told.pop(one.parameter, None)
        if known is None or (known.text, known.is_constant, known.value, known.origins) != (
            one.text, one.is_constant, one.value, one.origins,
        ):  # fmt: skip
            yield one.parameter
    yield from told


def _counts_compared(before: Report, after: Report) -> Iterator[CountChange]:
    for tool in sorted({*before.tools, *after.tools}):
        old, new = before.tools.get(tool), after.tools.get(tool)
        if str(old) != str(new):
            yield CountChange(tool, old, new)
    totals = before.bounds.get("tool_calls"), after.bounds.get("tool_calls")
    if str(totals[0]) != str(totals[1]):
        yield CountChange("", *totals)


def _measures_compared(before: Report, after: Report) -> Iterator[MeasureChange]:
    for measure in dict.fromkeys((*before.bounds, *after.bounds)):
        old, new = before.bounds.get(measure), after.bounds.get(measure)
        if measure != "tool_calls" and str(old) != str(new):
            yield MeasureChange(measure, old, new)


def _flows_compared(before: Report, after: Report) -> Iterator[FlowChange]:
    """Flows of data by the names of their ends: moved lines are no change."""
    old, new = _data_flows(before), _data_flows(after)
    yield from (FlowChange("added", *ends) for ends in new if ends not in old)
    yield from (FlowChange("removed", *ends) for ends in old if ends not in new)


def _data_flows(report: Report) -> dict[tuple[str, str], None]:
    flows = (flow for flow in report.flows if flow.kind == "data")
    return dict.fromkeys((_end(flow.source), _end(flow.sink)) for flow in flows)


def _end(end: FlowSource | FlowSink) -> str:
    return "anything" if end.tool == ANY else str(end)
