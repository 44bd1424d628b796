"""`graphlib`."""

from __future__ import annotations

import graphlib
from typing import Any

from foretell.interpreter.attributes import CHECKS, METHODS
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.measure import is_sized

from .hosting import (
    Arguments,
    Keywords,
    construct_by,
    everything,
    host_members,
    light,
)
from .lazy import ISlice, make_lazy


def check_nodes(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """All nodes and edges."""
    sorter: Any = arguments[0]
    nodes = sorter._node2info  # noqa: SLF001 - there is no other way to know the size
    runtime.charge(len(nodes) * 4 + 1)
    for info in nodes.values():
        runtime.charge(len(info.successors))


def check_graph(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """The graph that a sorter is made of."""
    for graph in arguments:
        if isinstance(graph, dict):
            runtime.charge(len(graph) * 2 + 1)
            for edges in graph.values():
                if is_sized(edges):
                    runtime.charge(len(edges))


def static_order(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`sorter.static_order()`: lazy."""
    check_nodes(runtime, arguments, keywords)
    return make_lazy(ISlice, (), arguments[0].static_order(), None)


CHECKS["graphlib.TopologicalSorter.prepare"] = check_nodes
CHECKS["graphlib.TopologicalSorter.add"] = everything
METHODS["graphlib.TopologicalSorter.static_order"] = static_order
construct_by(graphlib.TopologicalSorter, check_graph)
construct_by(graphlib.CycleError, light)


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members("graphlib", graphlib)
