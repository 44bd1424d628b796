"""The graph of direct calls: which function may call which tool or function; and its exports.

Names are qualified without `<locals>` (`Router.on.add`); the script itself is `<module>`, a lambda
`<lambda:LINE>`. Comprehensions belong to the function around them, and so does what a builtin is
handed (`sorted(key=…)`). A constructor call is an edge to `Class.__init__` if the script has one.
Calls of what the language itself has are kept apart, in `builtins`. `is_complete` is false where
something handed over may be called that we cannot tell.

Names of tools come from a catalog and may hold anything: each export writes them so that they
stay names. NetworkX is imported when a graph is asked for as one, and nowhere else.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

import msgspec

from .diagnostics import Place

if TYPE_CHECKING:
    import networkx as nx

MODULE: Final = "<module>"
"""The node of the script itself."""

_DOUBT: Final = "there may be more calls than these"


class CallEdge(msgspec.Struct, frozen=True):
    """`caller` may call `callee` at `span`."""

    caller: str
    callee: str
    span: Place


class CallGraph(msgspec.Struct, frozen=True):
    """Which function may call which: qualified names, `<module>` for the script itself.

    `tools` are the nodes that are tools. `builtins` are calls of the language's own functions,
    classes and methods, named as people write them: `len`, `json.loads`, `str.split`. `lambdas`
    tells of the node of a lambda which lambdas it stands for, by function and number:
    `f.<lambda1>`; those of one line share a node.
    """

    nodes: tuple[str, ...] = ()
    edges: tuple[CallEdge, ...] = ()
    is_complete: bool = False
    tools: tuple[str, ...] = ()
    builtins: tuple[CallEdge, ...] = ()
    lambdas: dict[str, tuple[str, ...]] = {}

    def callees(self) -> dict[str, list[str]]:
        """By caller: what it may call, sorted. Every node is a key."""
        found: dict[str, set[str]] = {node: set() for node in self.nodes}
        for edge in self.edges:
            found[edge.caller].add(edge.callee)
        return {caller: sorted(callees) for caller, callees in found.items()}

    def lines(self) -> dict[tuple[str, str], str]:
        """By caller and callee: the lines of the calls, as `3,7`; in the order of the nodes.

        Lines of earlier snippets of a session are left out.
        """
        found: dict[tuple[str, str], set[int]] = {}
        for edge in self.edges:
            lines = found.setdefault((edge.caller, edge.callee), set())
            if edge.span.own_line is not None:
                lines.add(edge.span.own_line)
        return {
            (caller, callee): ",".join(map(str, sorted(found[caller, callee])))
            for caller, callees in self.callees().items()
            for callee in callees
        }

    def kind(self, node: str) -> str:
        """`module`, `function` or `tool`."""
        if node == MODULE:
            return "module"
        return "tool" if node in self.tools else "function"

    def graph(self) -> nx.DiGraph[str]:
        """The graph for NetworkX: nodes carry their kind, edges the lines of their calls."""
        import networkx as nx  # noqa: PLC0415  # takes long to import

        graph: nx.DiGraph[str] = nx.DiGraph(complete=self.is_complete)
        for node in self.nodes:
            graph.add_node(node, kind=self.kind(node))
        for (caller, callee), lines in self.lines().items():
            graph.add_edge(caller, callee, lines=lines)
        return graph

    def to_json(self) -> str:
        """Adjacency as JSON: caller to callees, every node a key."""
        return _json(self.callees())

    def to_dot(self) -> str:
        """The graph in the language of Graphviz."""
        rows = ["digraph calls {", "  node [shape=ellipse];"]
        if not self.is_complete:
            rows.append(f'  label="{_DOUBT}";')
        rows += [f"  {_quoted(node)}{_SHAPES[self.kind(node)]};" for node in self.nodes]
        rows += [
            f'  {_quoted(caller)} -> {_quoted(callee)} [label="{lines}"];'
            for (caller, callee), lines in self.lines().items()
        ]
        return "\n".join([*rows, "}", ""])

    def to_mermaid(self) -> str:
        """The graph as a Mermaid flowchart."""
        numbers = {node: f"n{number}" for number, node in enumerate(self.nodes)}
        rows = ["flowchart TD"]
        if not self.is_complete:
            rows.append(f"  %% {_DOUBT}")
        for node in self.nodes:
            left, right = _BRACKETS[self.kind(node)]
            rows.append(f'  {numbers[node]}{left}"{_escaped(node)}"{right}')
        rows += [
            f'  {numbers[caller]} -->|"{lines}"| {numbers[callee]}'
            for (caller, callee), lines in self.lines().items()
        ]
        return "\n".join([*rows, ""])

    def to_graphml(self) -> str:
        """The graph as GraphML; NetworkX and most other programs read it."""
        import networkx as nx  # noqa: PLC0415  # takes long to import

        buffer = io.BytesIO()
        named = nx.relabel_nodes(self.graph(), {node: _shown(node) for node in self.nodes})
        nx.write_graphml_xml(named, buffer)
        return buffer.getvalue().decode("utf-8").encode("ascii", "xmlcharrefreplace").decode()

    def to_pycg(self, module: str = "main") -> str:
        """Adjacency in the form of PyCG's benchmark, builtins included.

        Names are dotted from the module: `main.Class.method`, `main.f.<lambda1>` (lambdas are
        numbered in each function or class), `<builtin>.len`, `<**PyStr**>.join`, `json.loads`;
        tools, which that benchmark has none of, are `<tool>.search`.
        """
        found: dict[str, set[str]] = {}
        for node in self.nodes:
            for name in self._pycg_names(node, module):
                found[name] = set()
        for edge in self.edges:
            for caller in self._pycg_names(edge.caller, module):
                found[caller].update(self._pycg_names(edge.callee, module))
        for edge in self.builtins:
            callee = _pycg_builtin(edge.callee)
            found.setdefault(callee, set())
            for caller in self._pycg_names(edge.caller, module):
                found[caller].add(callee)
        return _json({caller: sorted(callees) for caller, callees in found.items()})

    def _pycg_names(self, node: str, module: str) -> tuple[str, ...]:
        match self.kind(node):
            case "module":
                return (module,)
            case "tool":
                return (f"<tool>.{node}",)
            case _:
                return tuple(f"{module}.{name}" for name in self.lambdas.get(node, (node,)))


EXPORTS: Final[Mapping[str, Callable[[CallGraph], str]]] = {
    "dot": CallGraph.to_dot,
    "mermaid": CallGraph.to_mermaid,
    "graphml": CallGraph.to_graphml,
    "json": CallGraph.to_json,
    "pycg": CallGraph.to_pycg,
}
"""The forms in which a graph can be written."""

_SHAPES: Final = {"module": " [shape=octagon]", "function": "", "tool": " [shape=box]"}
_BRACKETS: Final = {"module": ("{{", "}}"), "function": ("(", ")"), "tool": ("[", "]")}
_PYCG_TYPES: Final = {
    "str": "PyStr",
    "list": "PyList",
    "dict": "PyDict",
    "set": "PySet",
    "tuple": "PyTuple",
    "int": "PyNum",
    "float": "PyNum",
    "bool": "PyBool",
}


def _pycg_builtin(name: str) -> str:
    """`len` is `<builtin>.len`, a method of a builtin type `<**PyStr**>.join`."""
    owner, dot, member = name.partition(".")
    if not dot:
        return f"<builtin>.{name}"
    return f"<**{_PYCG_TYPES[owner]}**>.{member}" if owner in _PYCG_TYPES else name


def _json(adjacency: Mapping[str, list[str]]) -> str:
    return json.dumps(adjacency, indent=2) + "\n"


def _shown(name: str) -> str:
    """The name with escapes for what is not printable; no two names become the same."""
    return name if name.isprintable() and "\\" not in name else repr(name)[1:-1]


def _quoted(name: str) -> str:
    """The name as Graphviz shows it: backslashes and entities mean something in a label."""
    escaped = _shown(name).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return f'"{escaped}"'


def _escaped(name: str) -> str:
    """The name for Mermaid: all that could be more than a letter there is an entity."""
    return "".join(
        one if one.isalnum() or one in " ._:-" else _ENTITIES.get(one) or f"#{ord(one)};"
        for one in _shown(name)
    )


_ENTITIES: Final = {"<": "#lt;", ">": "#gt;", "&": "#amp;", '"': "#quot;"}
