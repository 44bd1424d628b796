"""Takes facts, gives the call graph; what its names mean is told in `callgraph`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from .bindings import ScopeKind
from .callgraph import MODULE, CallEdge, CallGraph
from .catalog import Tool
from .facts import Facts
from .ir import ClassDefinition, FunctionDefinition, Lambda, Node
from .values.routines import FunctionInfo
from .values.shapes import Listed

_NAMING: Final = (ScopeKind.FUNCTION, ScopeKind.LAMBDA, ScopeKind.CLASS, ScopeKind.MODULE)
"""Scopes that are part of the names of what is defined in them."""


def make_call_graph(facts: Facts) -> CallGraph:
    """The graph of calls of a module, as evaluation has seen them."""
    return _Builder(facts).build()


def _ordered(edges: Iterable[CallEdge]) -> tuple[CallEdge, ...]:
    return tuple(sorted(edges, key=lambda one: (one.span.start, one.span.end, one.callee)))


class _Builder:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.met = facts.met
        self.seen = facts.seen
        self._names: dict[int, str] = {facts.module.index: MODULE}

    def build(self) -> CallGraph:
        nodes: dict[str, None] = {MODULE: None}
        for routine in self.met.functions:
            if not self.facts.is_earlier(routine):
                nodes[self.name(routine)] = None
        edges: dict[CallEdge, None] = {}
        found = self._seen() if self.seen.is_complete else self._anything()
        for caller, callee, node in found:
            nodes.setdefault(caller)
            nodes.setdefault(callee)
            edges[CallEdge(caller, callee, self.facts.place(node))] = None
        own = {self.name(routine) for routine in self.met.functions} | {MODULE}
        return CallGraph(
            nodes=tuple(nodes),
            edges=_ordered(edges),
            is_complete=self.seen.is_complete,
            tools=tuple(node for node in nodes if node not in own),
            builtins=_ordered(dict.fromkeys(self._builtins())),
            lambdas=self._lambdas(),
        )

    def _seen(self) -> Iterator[tuple[str, str, Node]]:
        """What evaluation saw; a call of something unknown may be of all that it lost sight of."""
        for edge in self.seen.edges.values():
            yield self._caller(edge.caller), self._callee(edge.callee), edge.node
        lost: list[FunctionInfo | Tool] = [
            *self.seen.escaped.values(), *self.seen.escaped_tools.values()
        ]  # fmt: skip
        for caller, node in self.seen.unknown_calls.values():
            for callee in lost:
                yield self._caller(caller), self._callee(callee), node

    def _anything(self) -> Iterator[tuple[str, str, Node]]:
        """Where evaluation gave up: every call may be of every function and tool."""
        names = [self.name(routine) for routine in self.met.functions]
        names += self.facts.catalog.tools
        for call in self.met.calls:
            caller = self.name(self.met.function_around(call))
            for name in names:
                yield caller, name, call

    def _caller(self, function: FunctionInfo | None) -> str:
        return MODULE if function is None else self.name(function.definition)

    def _callee(self, callee: FunctionInfo | Tool) -> str:
        return callee.name if isinstance(callee, Tool) else self.name(callee.definition)

    def name(self, node: Node) -> str:
        """The qualified name of a function, a class or the module."""
        known = self._names.get(node.index)
        if known is not None:
            return known
        parts: list[str] = []
        current: Node | None = node
        while current is not None and current is not self.facts.module:
            if isinstance(current, Lambda):
                parts.append(f"<lambda:{self.facts.module.line(current)}>")
                break  # a lambda is known by its line alone
            if isinstance(current, (FunctionDefinition, ClassDefinition)):
                parts.append(current.name)
            current = self.met.parents[current.index]
        name = self._names[node.index] = ".".join(reversed(parts))
        return name

    def _lambdas(self) -> dict[str, tuple[str, ...]]:
        """By node: the lambdas it stands for, numbered in the function or class around each."""
        numbered: dict[int, str] = {}
        counts: dict[str, int] = {}
        found: dict[str, tuple[str, ...]] = {}
        for routine in self.met.functions:
            if not isinstance(routine, Lambda):
                continue
            scope = self.met.scopes[routine.index]
            while scope is not None and scope.kind not in _NAMING:
                scope = scope.parent
            around = ""
            if scope is not None and scope.kind is not ScopeKind.MODULE:
                around = numbered.get(scope.node.index) or self.name(scope.node)
            number = counts[around] = counts.get(around, 0) + 1
            name = numbered[routine.index] = f"{around}.<lambda{number}>".removeprefix(".")
            found[self.name(routine)] = (*found.get(self.name(routine), ()), name)
        return found

    def _builtins(self) -> Iterator[CallEdge]:
        """Calls of what the table of the language has."""
        for call in self.met.calls:
            callee = self.seen.callees.get(call.index)
            if callee is None:
                continue
            caller = self.name(self.met.function_around(call))
            for shape in callee.shapes:
                if isinstance(shape, Listed):
                    yield CallEdge(caller, shape.name, self.facts.place(call))
