"""Who may call whom: exact edges for direct calls, more where values are called."""

from __future__ import annotations

from typing import Final

import pytest

from foretell_analyzer.analysis import analyze
from foretell_analyzer.callgraph import CallGraph
from foretell_analyzer.catalog import ToolCatalog

CATALOG: Final = ToolCatalog.from_stub("def A(x: int = 0) -> int: ...\ndef B() -> int: ...\n")


def graph(script: str) -> CallGraph:
    return analyze(script, CATALOG, inputs={"unknown": "dict"}).call_graph


def edges(script: str) -> dict[str, list[str]]:
    """Return callers with what they may call."""
    return {caller: callees for caller, callees in graph(script).callees().items() if callees}


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("A()", {"<module>": ["A"]}),
        ("len('x')", {}),
        ("def f():\n    A()\nf()", {"<module>": ["f"], "f": ["A"]}),
        ("def f():\n    def g():\n        A()\n    g()\nf()", {"<module>": ["f"], "f": ["f.g"], "f.g": ["A"]}),
        ("g = A\ng()", {"<module>": ["A"]}),
        ("x = [A(i) for i in range(2)]", {"<module>": ["A"]}),
        ("sorted([1], key=lambda x: A(x))", {"<module>": ["<lambda:1>"], "<lambda:1>": ["A"]}),
        ("sorted([1], key=A)", {"<module>": ["A"]}),
        ("def f(x):\n    return B()\nlist(map(f, [1]))", {"<module>": ["f"], "f": ["B"]}),
        (
            "class C:\n    def __init__(self):\n        self.on()\n    def on(self):\n        A()\nC().on()",
            {"<module>": ["C.__init__", "C.on"], "C.__init__": ["C.on"], "C.on": ["A"]},
        ),
        ("def f():\n    A()\n@f\ndef g():\n    B()", {"<module>": ["f"], "f": ["A"]}),
        ("def f(n):\n    return f(n - 1)\nf(1)", {"<module>": ["f"], "f": ["f"]}),
        (
            "table = {'a': A, 'b': B}\ntable['a']()",
            {"<module>": ["A"]},
        ),
        (
            "class C:\n    @property\n    def p(self):\n        return A()\nprint(C().p)",
            {"<module>": ["C.p"], "C.p": ["A"]},
        ),
    ],
)  # fmt: skip
def test_edges(script: str, expected: dict[str, list[str]]) -> None:
    assert edges(script) == expected


def test_every_function_is_a_node_called_or_not() -> None:
    assert graph("def f():\n    pass\nA()").nodes == ("<module>", "f", "A")


def test_an_edge_says_where_each_of_its_calls_is() -> None:
    lines = [(one.caller, one.callee, one.span.line) for one in graph("A()\nA()").edges]
    assert lines == [("<module>", "A", 1), ("<module>", "A", 2)]


@pytest.mark.parametrize(
    ("script", "is_complete"),
    [
        ("A()", True),
        ("sorted([1], key=A)", True),
        ("class C:\n    def m(self):\n        A()\nC().m()", True),
        ("table = {'a': A}\ntable['a']()", True),
        ("def f(g):\n    g()\nf(A)", True),
        ("class C:\n    def __add__(self, other):\n        A()\nC() + 1", True),
    ],
)
def test_a_graph_says_whether_it_is_complete(script: str, is_complete: bool) -> None:  # noqa: FBT001 - a column
    assert graph(script).is_complete is is_complete


def test_where_evaluation_gives_up_every_call_may_be_of_anything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("foretell_analyzer.evaluate.STEPS", -1_000_000)
    found = graph("def f():\n    A()\nf()")
    assert not found.is_complete
    everything = sorted(["f", *CATALOG.tools])
    assert found.callees() == {
        "<module>": everything,
        "f": everything,
        **{name: [] for name in CATALOG.tools},
    }


def test_for_networkx() -> None:
    import networkx as nx

    found = graph("def f():\n    A()\nf()\nsorted([1], key=lambda x: f())").graph()
    assert nx.has_path(found, "<module>", "A")
    assert found.edges["<module>", "f"]["lines"] == "3"
    assert {node: found.nodes[node]["kind"] for node in found} == {
        "<module>": "module", "f": "function", "<lambda:4>": "function", "A": "tool",
    }  # fmt: skip


def test_what_the_language_has_is_kept_apart() -> None:
    found = graph("import json\ndef f():\n    return len(json.loads('[]'))\nf()\n")
    assert [(one.caller, one.callee) for one in found.edges] == [("<module>", "f")]
    assert [(one.caller, one.callee) for one in found.builtins] == [
        ("f", "len"),
        ("f", "json.loads"),
    ]
