"""The report: all that the analysis knows of a script, as one value.

Its JSON form (`to_dict`) is made of the types below; `from_dict` reads it back and refuses anything
else. `report_schema` makes the published JSON Schema of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, cast

import msgspec

from .automata import Automaton, Expression, Inclusion, Letter, build, include, regular_form
from .bindings import Resolution
from .bounds import Bound, High, Reading
from .callgraph import CallEdge, CallGraph
from .diagnostics import Finding
from .errors import ReportError
from .flows import Flow, FlowSink, FlowSource
from .given import CallSite, GivenArgument
from .ir import Module
from .plan import Plan
from .relations import Relation, relations_of
from .source import Script

if TYPE_CHECKING:
    from .catalog import ToolCatalog

__all__ = [
    "CallEdge",
    "CallGraph",
    "CallSite",
    "Digests",
    "Flow",
    "FlowSink",
    "FlowSource",
    "GivenArgument",
    "Relation",
    "Report",
]


class Digests(msgspec.Struct, frozen=True, omit_defaults=True):
    """SHA-256 of what was judged and by which table of the language.

    `session` is that of what earlier snippets left; empty for a script by itself.
    """

    script: str
    catalog: str
    dialect: str
    session: str = ""


@dataclass(frozen=True)
class Report:
    """What a script will do, as far as it is known.

    `plan` is for readers; `order`, made of `sequence` when it is asked for, is the automaton over
    tool calls that says the same.
    `calls` are the places where tools may be called, with what they may be given; None where that is
    not known. `plan`, `order`, `call_graph` and `flows` are empty where the script has no module.
    `readings` tell more of the bounds: of each measure by its name, of the calls of a tool by `calls:`
    and its name.
    `module` is what would run, `resolution` what its names stand for and `catalog` the tools it was
    judged with: they are not part of the JSON form, so a report that was read back can be shown,
    judged and compared, but not run. Of a snippet of a session, `module` is the whole that it is the
    end of: `module.judged` is its own. `inputs` are those that were declared with the script.
    """

    script: Script
    findings: tuple[Finding, ...]
    digests: Digests
    plan: Plan | None = None
    sequence: Expression | Automaton | None = field(default=None, compare=False, repr=False)
    call_graph: CallGraph = CallGraph()  # noqa: RUF009 - frozen
    tools: Mapping[str, Bound] = field(default_factory=dict[str, Bound])
    flows: tuple[Flow, ...] = ()
    calls: tuple[CallSite, ...] | None = None
    bounds: Mapping[str, Bound] = field(default_factory=dict[str, Bound])
    readings: Mapping[str, Reading] = field(default_factory=dict[str, Reading])
    assumptions: tuple[str, ...] = ()
    module: Module | None = field(default=None, compare=False, repr=False)
    resolution: Resolution | None = field(default=None, compare=False, repr=False)
    catalog: ToolCatalog | None = field(default=None, compare=False, repr=False)
    inputs: Mapping[str, object] = field(
        default_factory=dict[str, object], compare=False, repr=False
    )

    @cached_property
    def order(self) -> Automaton | None:
        """The automaton over tool calls: which may be made in which order."""
        given = self.sequence
        return given if given is None or isinstance(given, Automaton) else build(given)

    @cached_property
    def in_short(self) -> str:
        """The order of calls as one line, such as `search (fetch summarize?)* send`.

        Empty where there is no call, and for a report that was read back.
        """
        given = self.sequence
        if given is None or isinstance(given, Automaton) or not self.tools:
            return ""
        form = regular_form(given)
        return form.text if form.exact else f"{form.text} (or less)"

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """What is sure of the counts of two tools in every run, such as `send <= read`."""
        return () if self.order is None else relations_of(self.order, self.tools)

    def accepts(self, trace: Iterable[str | Letter]) -> bool:
        """May a run call just these tools, in this order, and end normally?"""
        return self.order is not None and self.order.accepts(trace)

    def accepts_prefix(self, trace: Iterable[str | Letter]) -> bool:
        """May a run call these tools, in this order, to begin with?"""
        return self.order is not None and self.order.accepts_prefix(trace)

    def includes(self, other: Report) -> Inclusion:
        """Can this script do whatever the other one can, as far as the order of calls goes?

        `Included`, `Exceeds` with calls that only the other may make, or `Undecided`. Raises
        `ReportError` if one of the two is no script that could run.
        """
        if self.order is None or other.order is None:
            raise ReportError("a report without a plan has no order of calls to be compared")
        return include(self.order, other.order)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON data."""
        form: dict[str, Any] = _listed(msgspec.to_builtins(_form_of(self)))
        return form

    @classmethod
    def from_dict(cls, form: object) -> Report:
        """Read back what `to_dict` gave; raises `ReportError` for anything else."""
        try:
            read = msgspec.convert(form, ReportForm)
        except (msgspec.ValidationError, RecursionError) as error:
            raise ReportError(f"this is no report: {error}") from None
        return _report_of(cls, read)


class ScriptForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The script that was judged."""

    name: str
    text: str


class MeasureForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A measure: what is promised of every run, and the three readings of the upper end.

    `declared` is `high`, with declared maxima; `symbolic` is over named sizes, empty where it is no
    polynomial; `assumed` is a guess, with what was assumed as `basis`.
    """

    low: int | float
    high: High
    symbolic: str = ""
    declared: High | None = None
    assumed: High | None = None
    basis: tuple[str, ...] = ()


class ToolForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tool that may be called."""

    calls: MeasureForm


class ReportForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A report as JSON."""

    version: Literal[1]
    script: ScriptForm
    digests: Digests
    findings: tuple[Finding, ...]
    call_graph: CallGraph
    plan: Plan | None
    order: Automaton | None
    tools: dict[str, ToolForm]
    flows: tuple[Flow, ...]
    calls: tuple[CallSite, ...] | None
    bounds: dict[str, MeasureForm]
    assumptions: tuple[str, ...]
    relations: tuple[Relation, ...] = ()


def _listed(form: object) -> Any:  # noqa: ANN401 - any JSON
    """The same with lists for tuples, which JSON does not have."""
    if isinstance(form, dict):
        return {key: _listed(value) for key, value in cast("dict[str, object]", form).items()}
    if isinstance(form, (list, tuple)):
        return [_listed(value) for value in cast("list[object]", form)]
    return form


def _form_of(report: Report) -> ReportForm:
    return ReportForm(
        version=1,
        script=ScriptForm(report.script.name, report.script.text),
        digests=report.digests,
        findings=report.findings,
        call_graph=report.call_graph,
        plan=report.plan,
        order=report.order,
        tools={
            name: ToolForm(_measure_form(calls, report.readings.get(f"calls:{name}")))
            for name, calls in report.tools.items()
        },
        flows=report.flows,
        calls=report.calls,
        bounds={
            name: _measure_form(one, report.readings.get(name))
            for name, one in report.bounds.items()
        },
        assumptions=report.assumptions,
        relations=report.relations,
    )


def _measure_form(bound: Bound, reading: Reading | None) -> MeasureForm:
    if reading is None:
        return MeasureForm(bound.low, bound.high, declared=bound.high)
    return MeasureForm(
        bound.low, bound.high, reading.symbolic, bound.high, reading.assumed, reading.basis
    )


def _readings(form: ReportForm) -> Iterator[tuple[str, Reading]]:
    told = [(f"calls:{name}", one.calls) for name, one in form.tools.items()]
    for name, one in (*told, *form.bounds.items()):
        if one.assumed is not None:
            yield name, Reading(one.symbolic, one.assumed, one.basis)


def _report_of(kind: type[Report], form: ReportForm) -> Report:
    script = Script(form.script.text, form.script.name)
    if script.digest != form.digests.script:
        raise ReportError("this is no report: its digest is not that of its script")
    return kind(
        script=script,
        findings=form.findings,
        digests=form.digests,
        plan=form.plan,
        sequence=form.order,
        call_graph=form.call_graph,
        tools={name: Bound(one.calls.low, one.calls.high) for name, one in form.tools.items()},
        flows=form.flows,
        calls=form.calls,
        bounds={name: Bound(one.low, one.high) for name, one in form.bounds.items()},
        readings=dict(_readings(form)),
        assumptions=form.assumptions,
    )
