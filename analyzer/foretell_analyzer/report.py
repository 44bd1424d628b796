"""The report: all that the analysis knows of a script, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from .bounds import Bound
from .diagnostics import Finding, Place
from .ir import Module
from .plan import Plan
from .source import Script

if TYPE_CHECKING:
    from .catalog import ToolCatalog


class CallEdge(msgspec.Struct, frozen=True):
    """`caller` may call `callee` at `span`."""

    caller: str
    callee: str
    span: Place


class CallGraph(msgspec.Struct, frozen=True):
    """Which function may call which: qualified names, `<module>` for the script itself."""

    nodes: tuple[str, ...] = ()
    edges: tuple[CallEdge, ...] = ()
    is_complete: bool = False


class FlowSource(msgspec.Struct, frozen=True):
    """A tool result, at `path` into it."""

    tool: str
    span: Place
    path: str = ""


class FlowSink(msgspec.Struct, frozen=True):
    """A parameter of a tool call."""

    tool: str
    parameter: str
    span: Place


class Flow(msgspec.Struct, frozen=True):
    """What a tool returned reaches an argument; `kind` is `data` or `control`."""

    source: FlowSource
    sink: FlowSink
    kind: str = "data"


class Digests(msgspec.Struct, frozen=True):
    """SHA-256 of what was judged and by which table of the language."""

    script: str
    catalog: str
    dialect: str


@dataclass(frozen=True)
class Report:
    """What a script will do, as far as it is known.

    `plan`, `call_graph` and `flows` are empty where the script has no module (it does not parse).
    `module` is what would run and `catalog` the tools it was judged with: they are not part of the
    JSON form, so a report that was read back can be shown, judged and compared, but not run.
    """

    script: Script
    findings: tuple[Finding, ...]
    digests: Digests
    plan: Plan | None = None
    call_graph: CallGraph = CallGraph()
    tools: Mapping[str, Bound] = field(default_factory=dict)
    flows: tuple[Flow, ...] = ()
    bounds: Mapping[str, Bound] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    module: Module | None = field(default=None, compare=False, repr=False)
    catalog: ToolCatalog | None = field(default=None, compare=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON data."""
        raise NotImplementedError

    @classmethod
    def from_dict(cls, form: Any) -> Report:
        """Read back what `to_dict` gave; raises `ReportError` for anything else."""
        raise NotImplementedError
