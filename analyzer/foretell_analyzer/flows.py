"""Flows: which results of tools and which inputs reach which arguments, the output, the result.

A flow is direct: it leads through code of the script, not through another tool. What reaches a tool
through others is a chain of flows, each from the call in which the one before it ends (`chains`).

The flows of a report cover every run: an argument that is made of a tool's result in any run is the
sink of a flow of kind `data` from that result. Where evaluation lost sight of a value, its source is
`ANY`, which stands for all results and inputs; where evaluation gave up altogether, there is one flow
from `ANY` to `ANY`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from .diagnostics import Place

__all__ = ["ANY", "Flow", "FlowKind", "FlowSink", "FlowSource", "SinkKind", "chains"]

ANY: Final = "*"
"""Any result and any input as a source; any tool, or any parameter, of a sink."""

FlowKind = Literal["data", "control"]
"""`data`: the value itself, a part of it, or one made of it; `control`: it decides what is taken."""

SinkKind = Literal["argument", "call", "result", "output"]
"""An argument; that a call is made at all; the result of the script; what it prints."""


class FlowSource(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where something comes from: the result of a tool call, at `path` into it, or an input.

    `path` is as in `search_email[].body`: `.key` or `[]` for each step. `tool` is empty for an
    input, and `*` where anything may be the source.
    """

    tool: str = ""
    span: Place | None = None
    path: str = ""
    input: str = ""

    def __str__(self) -> str:
        if self.input:
            return f"input {self.input}{self.path}"
        return f"{self.tool}{self.path}"


class FlowSink(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where it arrives: a parameter of a tool call, the call itself, the output or the result.

    `parameter` is `*` where it may be any.
    """

    kind: SinkKind = "argument"
    tool: str = ""
    parameter: str = ""
    span: Place | None = None

    def __str__(self) -> str:
        if self.kind == "argument":
            return f"{self.tool}.{self.parameter}"
        return f"{self.kind} {self.tool}" if self.tool else self.kind


class Flow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What comes from `source` reaches `sink`.

    `through` names functions, of the script and some of the library, that it went through on every
    way from the one to the other: it was in what they returned.
    """

    source: FlowSource
    sink: FlowSink
    kind: FlowKind = "data"
    through: tuple[str, ...] = ()


def chains(
    flows: Iterable[Flow], tool: str, *, avoiding: Iterable[str] = (), control: bool = False
) -> tuple[Flow, ...]:
    """The flows by which results of a tool go on, directly or through other tools.

    A result of a tool is taken to hold whatever its arguments held. What goes into a tool of
    `avoiding` is not followed further; nor is what only decides, unless `control` is asked for.
    """
    stops = frozenset(avoiding)
    wanted = [one for one in flows if control or one.kind == "data"]
    found: dict[Flow, None] = {}
    reached: set[tuple[str, Place | None]] = set()
    pending = [one for one in wanted if one.source.tool in (tool, ANY)]
    while pending:
        flow = pending.pop(0)
        if flow in found:
            continue
        found[flow] = None
        call = (flow.sink.tool, flow.sink.span)
        if call in reached or not flow.sink.tool or flow.sink.tool in stops:
            continue
        reached.add(call)
        pending += [one for one in wanted if _goes_on(flow.sink, one.source)]
    return tuple(found)


def _goes_on(sink: FlowSink, source: FlowSource) -> bool:
    """Is it the result of this very call that goes on?"""
    if ANY in (sink.tool, source.tool):
        return True
    return (sink.tool, sink.span) == (source.tool, source.span)
