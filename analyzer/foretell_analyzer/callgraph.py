"""Takes facts, gives the graph of direct calls: which function may call which tool or function.

Names are qualified without `<locals>` (`Router.on.add`); the script itself is `<module>`, a lambda
`<lambda:LINE>`. Comprehensions belong to the function around them, and so does what a builtin is
handed (`sorted(key=…)`). A constructor call is an edge to `Class.__init__` if the script has one.
Builtins are left out. A method call is an edge to every method of that name: only classes of the
script have any. `is_complete` is false where something handed over may be called that we cannot
tell.

NetworkX is imported when a graph is asked for as one, and nowhere else.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import msgspec

from .diagnostics import Place

if TYPE_CHECKING:
    import networkx as nx


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

    def callees(self) -> dict[str, list[str]]:
        """By caller: what it may call, sorted. Every node is a key."""
        found: dict[str, set[str]] = {node: set() for node in self.nodes}
        for edge in self.edges:
            found[edge.caller].add(edge.callee)
        return {caller: sorted(callees) for caller, callees in found.items()}

    def graph(self) -> nx.DiGraph[str]:
        """The graph for NetworkX; edges carry the lines of their calls."""
        import networkx as nx  # noqa: PLC0415  # takes long to import

        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.nodes)
        lines: dict[tuple[str, str], list[int]] = {}
        for edge in self.edges:
            lines.setdefault((edge.caller, edge.callee), []).append(edge.span.line)
        for (caller, callee), places in lines.items():
            graph.add_edge(caller, callee, lines=",".join(map(str, sorted(set(places)))))
        return graph

    def to_json(self) -> str:
        """Adjacency as JSON: caller to callees."""
        return json.dumps(self.callees(), indent=2, ensure_ascii=False)

    def to_dot(self) -> str:
        """The graph in the language of Graphviz."""
        rows = [f"  {_quoted(node)};" for node in self.nodes]
        rows += [
            f"  {_quoted(caller)} -> {_quoted(callee)};"
            for caller, callees in self.callees().items()
            for callee in callees
        ]
        return "\n".join(["digraph calls {", *rows, "}", ""])

    def to_mermaid(self) -> str:
        """The graph as a Mermaid flowchart."""
        numbers = {node: f"n{number}" for number, node in enumerate(self.nodes)}
        rows = [f'  {numbers[node]}["{_escaped(node)}"]' for node in self.nodes]
        rows += [
            f"  {numbers[caller]} --> {numbers[callee]}"
            for caller, callees in self.callees().items()
            for callee in callees
        ]
        return "\n".join(["flowchart TD", *rows, ""])

    def to_graphml(self) -> str:
        """The graph as GraphML."""
        import networkx as nx  # noqa: PLC0415  # takes long to import

        buffer = io.BytesIO()
        nx.write_graphml_xml(self.graph(), buffer)
        return buffer.getvalue().decode("utf-8")


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _escaped(name: str) -> str:
    return (
        name.replace("&", "#amp;").replace("<", "#lt;").replace(">", "#gt;").replace('"', "#quot;")
    )
