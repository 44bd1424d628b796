"""What is seen to flow in a run: texts of tools' results that turn up again.

Tools of `tests.worlds` put a token into each text that they give, and into the message of each
failure; no two are the same. A token in an argument, in the output or in the result must have come
by a flow of kind `data` that was reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from foretell import Outcome, Report
from foretell_analyzer.flows import ANY, Flow

TOKEN: Final = re.compile(r"v\d{4,}z")


class Observed(NamedTuple):
    """A token of a tool's result that turned up: in which argument, or where else."""

    tool: str
    line: int
    kind: str
    sink: str = ""
    parameter: str = ""
    sink_line: int = 0


def observed_flows(outcome: Outcome) -> Iterator[Observed]:
    """What was seen to flow in a run."""
    sources: dict[str, tuple[str, int]] = {}
    for entry in outcome.trace:
        for parameter, value in entry.arguments.items():
            for token in TOKEN.findall(repr(value)):
                if token in sources:
                    yield Observed(*sources[token], "argument", entry.tool, parameter, entry.line)
        for token in TOKEN.findall(f"{entry.result!r} {entry.error!r}"):
            sources.setdefault(token, (entry.tool, entry.line))
    for kind, text in (("output", outcome.stdout), ("result", repr(outcome.value))):
        for token in TOKEN.findall(text):
            if token in sources:
                yield Observed(*sources[token], kind)


def missing_flows(report: Report, outcome: Outcome) -> list[Observed]:
    """What was seen to flow in a run, and is among no reported flows."""
    told = [flow for flow in report.flows if flow.kind == "data"]
    seen = dict.fromkeys(observed_flows(outcome))
    return [one for one in seen if not any(_covers(flow, one) for flow in told)]


def _covers(flow: Flow, seen: Observed) -> bool:
    source, sink = flow.source, flow.sink
    if source.tool != ANY:
        assert source.span is not None or source.input
        if source.span is None or (source.tool, source.span.line) != (seen.tool, seen.line):
            return False
    if ANY in (sink.tool, sink.parameter):
        return sink.tool in (ANY, seen.sink)
    assert sink.span is not None
    if sink.kind != "argument":
        return sink.kind == seen.kind
    expected = (seen.sink, seen.parameter, seen.sink_line)
    return (sink.tool, sink.parameter, sink.span.line) == expected
