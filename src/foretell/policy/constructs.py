"""Rules on the language: which constructs a script uses, read from its module."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from foretell_analyzer import ir
from foretell_analyzer.callgraph import CallGraph
from foretell_analyzer.diagnostics import Place
from foretell_analyzer.ir import Module, Node, walk
from foretell_analyzer.source import Span

from .hits import Hit, Thing, lines_of
from .judged import Judged
from .rules import Construct, LanguageRule, as_tuple

Kinds: TypeAlias = tuple[type[Node], ...]

NODES: Final[Mapping[Construct, Kinds]] = {
    "class": (ir.ClassDefinition,),
    "comprehension": (
        ir.ListComprehension, ir.SetComprehension, ir.DictComprehension, ir.GeneratorExpression,
    ),
    "for": (ir.For,),
    "function": (ir.FunctionDefinition,),
    "generator": (ir.Yield, ir.YieldFrom, ir.GeneratorExpression),
    "global": (ir.Global, ir.Nonlocal),
    "import": (ir.Import, ir.ImportFrom),
    "lambda": (ir.Lambda,),
    "match": (ir.Match,),
    "try": (ir.Try,),
    "while": (ir.While,),
    "with": (ir.With,),
}  # fmt: skip
"""The constructs that are there if a node of these kinds is."""


def _is_async(node: Node) -> bool:
    if isinstance(node, (ir.FunctionDefinition, ir.For, ir.With, ir.ComprehensionClause)):
        return node.is_async
    return isinstance(node, ir.Await)


def _is_decorated(node: Node) -> bool:
    return isinstance(node, (ir.FunctionDefinition, ir.ClassDefinition)) and bool(node.decorators)


_TESTS: Final[Mapping[Construct, Callable[[Node], bool]]] = {
    "async": _is_async,
    "decorator": _is_decorated,
}


def language_hits(rule: LanguageRule, judged: Judged) -> Iterator[Hit]:
    """The first place of each construct that is forbidden."""
    module = judged.module
    if module is None:
        return
    nodes = sorted(walk(module.judged), key=lambda node: module.span(node).start)
    forbidden: tuple[Construct, ...] = as_tuple(rule.forbid)
    for construct in forbidden:
        if construct == "recursion":
            yield from _recursions(rule, judged.report.call_graph)
            continue
        kinds = NODES.get(construct, ())
        test = _TESTS.get(construct)
        for node in nodes:
            if isinstance(node, kinds) if test is None else test(node):
                yield from _thing(module, node, construct).broken(rule)
                break


def _thing(module: Module, node: Node, construct: str) -> Thing:
    span: Span = module.span(node)
    place = Place.of(module.script_of(node), span)
    return Thing("certain", f"the script uses `{construct}`", place, lines_of(place))


def _recursions(rule: LanguageRule, graph: CallGraph) -> Iterator[Hit]:
    """Functions that may call themselves, directly or through others."""
    callees: dict[str, list[str]] = {}
    for edge in graph.edges:
        callees.setdefault(edge.caller, []).append(edge.callee)
    for edge in graph.edges:
        if edge.caller in _reached(callees, edge.callee):
            told = f"`{edge.caller}` may call itself"
            yield from Thing("certain", told, edge.span, lines_of(edge.span)).broken(rule)
            return
    if not graph.is_complete:
        told = "functions may call themselves: not all calls are known"
        yield from Thing("possible", told).broken(rule)


def _reached(callees: Mapping[str, list[str]], start: str) -> set[str]:
    found = {start}
    pending = [start]
    while pending:
        for one in callees.get(pending.pop(), ()):
            if one not in found:
                found.add(one)
                pending.append(one)
    return found
