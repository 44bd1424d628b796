"""The call graph in other programs' forms: what is written, read back, and hostile names in it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import Final

import msgspec
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell_analyzer.analysis import analyze
from foretell_analyzer.callgraph import EXPORTS, CallEdge, CallGraph
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.diagnostics import Place

CATALOG: Final = ToolCatalog.from_stub("def A(x: int = 0) -> int: ...\ndef B() -> int: ...\n")

SCRIPT: Final = """\
import json
class Box:
    key = lambda self: len([])
    def __init__(self, items):
        self.items = sorted(items, key=lambda one: A(one))
    def show(self):
        return ", ".join(json.dumps(one) for one in self.items)
def make(items):
    return Box(items)
make([1]).show()
A(1)
A(2)
"""


def graph_of(script: str) -> CallGraph:
    return analyze(script, CATALOG).call_graph


SMALL: Final = graph_of("def f():\n    A()\nf()\nsorted([1], key=lambda x: f())\nf()\n")


def test_as_adjacency() -> None:
    assert json.loads(SMALL.to_json()) == {
        "<module>": ["<lambda:4>", "f"],
        "f": ["A"],
        "<lambda:4>": ["f"],
        "A": [],
    }


def test_for_graphviz() -> None:
    assert SMALL.to_dot() == (
        "digraph calls {\n"
        "  node [shape=ellipse];\n"
        '  "<module>" [shape=octagon];\n'
        '  "f";\n'
        '  "<lambda:4>";\n'
        '  "A" [shape=box];\n'
        '  "<module>" -> "<lambda:4>" [label="4"];\n'
        '  "<module>" -> "f" [label="3,5"];\n'
        '  "f" -> "A" [label="2"];\n'
        '  "<lambda:4>" -> "f" [label="4"];\n'
        "}\n"
    )


def test_for_mermaid() -> None:
    assert SMALL.to_mermaid() == (
        "flowchart TD\n"
        '  n0{{"#lt;module#gt;"}}\n'
        '  n1("f")\n'
        '  n2("#lt;lambda:4#gt;")\n'
        '  n3["A"]\n'
        '  n0 -->|"4"| n2\n'
        '  n0 -->|"3,5"| n1\n'
        '  n1 -->|"2"| n3\n'
        '  n2 -->|"4"| n1\n'
    )


def test_as_graphml() -> None:
    assert SMALL.to_graphml() == (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns'
        ' http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
        '  <key id="d2" for="edge" attr.name="lines" attr.type="string" />\n'
        '  <key id="d1" for="node" attr.name="kind" attr.type="string" />\n'
        '  <key id="d0" for="graph" attr.name="complete" attr.type="boolean" />\n'
        '  <graph edgedefault="directed">\n'
        '    <node id="&lt;module&gt;">\n      <data key="d1">module</data>\n    </node>\n'
        '    <node id="f">\n      <data key="d1">function</data>\n    </node>\n'
        '    <node id="&lt;lambda:4&gt;">\n      <data key="d1">function</data>\n    </node>\n'
        '    <node id="A">\n      <data key="d1">tool</data>\n    </node>\n'
        '    <edge source="&lt;module&gt;" target="&lt;lambda:4&gt;">\n'
        '      <data key="d2">4</data>\n    </edge>\n'
        '    <edge source="&lt;module&gt;" target="f">\n      <data key="d2">3,5</data>\n    </edge>\n'
        '    <edge source="f" target="A">\n      <data key="d2">2</data>\n    </edge>\n'
        '    <edge source="&lt;lambda:4&gt;" target="f">\n'
        '      <data key="d2">4</data>\n    </edge>\n'
        '    <data key="d0">True</data>\n'
        "  </graph>\n</graphml>\n"
    )


def test_in_the_form_of_a_benchmark() -> None:
    assert json.loads(graph_of(SCRIPT).to_pycg()) == {
        "main": ["<tool>.A", "main.Box.show", "main.make"],
        "main.Box.__init__": ["<builtin>.sorted", "main.Box.__init__.<lambda1>"],
        "main.Box.<lambda1>": ["<builtin>.len"],
        "main.Box.__init__.<lambda1>": ["<tool>.A"],
        "main.Box.show": ["<**PyStr**>.join", "json.dumps"],
        "main.make": ["main.Box.__init__"],
        "<tool>.A": [],
        "<builtin>.len": [],
        "<builtin>.sorted": [],
        "<**PyStr**>.join": [],
        "json.dumps": [],
    }


def test_lambdas_are_numbered_where_they_stand() -> None:
    script = "a = lambda: (lambda: A())()\nb = lambda: B()\ndef f():\n    return lambda: A()\n"
    assert graph_of(script).lambdas == {
        "<lambda:1>": ("<lambda1>", "<lambda1>.<lambda1>"),
        "<lambda:2>": ("<lambda2>",),
        "<lambda:4>": ("f.<lambda1>",),
    }


def test_a_graph_that_may_lack_calls_says_so() -> None:
    doubtful = msgspec.structs.replace(graph_of("A()\n"), is_complete=False)
    assert '  label="there may be more calls than these";' in doubtful.to_dot().splitlines()
    assert "  %% there may be more calls than these" in doubtful.to_mermaid().splitlines()
    assert doubtful.graph().graph == {"complete": False}


# ------------------------------------------------------------------------------- read back

NAMES: Final = st.one_of(
    st.text(st.characters(), min_size=1, max_size=12),
    st.sampled_from(
        ['"', "\\", 'a\\"', "a\nb", "a\\nb", "end", "`x`", "&lt;", "\x1b[31m", "\u202e"]
    ),
)


@st.composite
def graphs(draw: st.DrawFn) -> CallGraph:
    """Graphs whose tools have any names."""
    names = ("<module>", "f", *draw(st.lists(NAMES, unique=True, max_size=4)))
    names = tuple(dict.fromkeys(names))
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=8))
    lines = st.integers(1, 20)
    edges = tuple(
        CallEdge(one, two, Place(line, 0, line, 1, 0, 1))
        for one, two in pairs
        if (line := draw(lines))
    )
    return CallGraph(names, edges, draw(st.booleans()), tools=names[2:])


def read_graphml(text: str) -> nx.DiGraph[str]:
    return nx.DiGraph(nx.read_graphml(io.BytesIO(text.encode("utf-8"))))


def nodes_of(graph: nx.DiGraph[str]) -> dict[str, str]:
    return {node: graph.nodes[node]["kind"] for node in graph}


def shown(name: str) -> str:
    """As an export writes it: escapes for what cannot be printed."""
    return name if name.isprintable() and "\\" not in name else repr(name)[1:-1]


@given(graphs())
def test_networkx_reads_back_what_it_gave(graph: CallGraph) -> None:
    given_graph = graph.graph()
    again = read_graphml(graph.to_graphml())
    renamed = nx.relabel_nodes(given_graph, {name: shown(name) for name in graph.nodes})
    assert nodes_of(again) == nodes_of(renamed)
    assert sorted(again.edges(data="lines")) == sorted(renamed.edges(data="lines"))
    assert again.graph["complete"] == graph.is_complete
    from_json = nx.from_dict_of_lists(json.loads(graph.to_json()), create_using=nx.DiGraph)
    assert set(from_json.edges) == set(given_graph.edges)
    assert set(from_json.nodes) == set(given_graph.nodes)


@given(graphs())
def test_a_name_cannot_break_out_of_an_export(graph: CallGraph) -> None:
    edges = {(edge.caller, edge.callee) for edge in graph.edges}
    dot = graph.to_dot().splitlines()
    mermaid = graph.to_mermaid().splitlines()
    doubt = 0 if graph.is_complete else 1
    assert len(dot) == 3 + doubt + len(graph.nodes) + len(edges)
    assert len(mermaid) == 1 + doubt + len(graph.nodes) + len(edges)
    quoted = r'"(?:[^"\\]|\\.)*"'
    statement = re.compile(
        rf'  {quoted}(?: -> {quoted} \[label="[\d,]+"\]| \[shape=\w+\])?;|  label={quoted};'
        r"|  node \[shape=ellipse\];"
    )
    assert all(statement.fullmatch(line) for line in dot[1:-1])
    text = r"(?:[^\W]|[ ._:-]|#\w+;)*"
    row = re.compile(
        rf'  n\d+(?:\{{\{{"{text}"\}}\}}|\("{text}"\)|\["{text}"\])'
        r'|  n\d+ -->\|"[\d,]+"\| n\d+|  %% [ \w]+'
    )
    assert all(row.fullmatch(line) for line in mermaid[1:])
    for form in (graph.to_json(), graph.to_pycg(), graph.to_graphml()):
        assert form.isascii()


@given(graphs())
def test_no_two_names_become_one(graph: CallGraph) -> None:
    nodes = [line for line in graph.to_dot().splitlines() if "->" not in line.split('" ')[0]]
    assert len(set(nodes)) == len(nodes)
    assert len(read_graphml(graph.to_graphml()).nodes) == len(graph.nodes)
    assert len(json.loads(graph.to_pycg())) == len(graph.nodes)


@pytest.mark.parametrize("form", list(EXPORTS))
def test_an_empty_graph_can_be_written(form: str) -> None:
    export: Callable[[CallGraph], str] = EXPORTS[form]
    assert export(CallGraph()).endswith("\n")
