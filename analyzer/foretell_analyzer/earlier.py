"""Takes the findings of a snippet, tells those whose fault lies in an earlier one at the call here.

A function that an earlier snippet defined is evaluated anew when this one calls it. What goes wrong
in it then is told where this snippet leads there; what is wrong in the earlier snippet by itself was
told when that was judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from .diagnostics import Finding, Label
from .facts import Facts
from .ir import FunctionDefinition, Node, Statement


def tell_here(facts: Facts, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that are this snippet's business, in the order of their places."""
    if not facts.earlier_faults:
        return tuple(findings)
    ways = _Ways(facts)
    told: dict[Finding, None] = {}
    for finding in findings:
        node = facts.earlier_faults.get(finding)
        if node is None:
            told[finding] = None
        elif _happens_here(facts, node):
            told[_moved(facts, finding, node, ways.call_to(node))] = None
    return tuple(
        sorted(told, key=lambda one: (one.span.start, one.span.end, one.code, one.message))
    )


def _happens_here(facts: Facts, node: Node) -> bool:
    """Has this snippet been seen to get to a fault?

    What stands in a lambda is got to without the statement around it.
    """
    statement = _statement_of(facts, node)
    if statement is None or not any(_statement_of(facts, one) is statement for one in facts.asked):
        return False
    return facts.seen.executed[statement.index] == 1 or (
        facts.seen.executed[statement.index] == 0 and facts.seen.value(node) is not None
    )


def _statement_of(facts: Facts, node: Node) -> Node | None:
    if isinstance(node, Statement):
        return node
    return next((one for one in facts.met.ancestors(node) if isinstance(one, Statement)), None)


def _moved(facts: Facts, finding: Finding, node: Node, call: Node) -> Finding:
    around = facts.met.function_around(node)
    name = around.name if isinstance(around, FunctionDefinition) else "a function"
    where = finding.span
    message = f"{finding.message}, in `{name}` of {where.script}, line {where.line}"
    label = Label(where, f"in `{name}`")
    return replace(
        finding,
        message=message,
        span=facts.place(call),
        labels=(label, *finding.labels),
        fix=None,
    )


class _Ways:
    """How this snippet gets into functions of earlier ones."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.callers: dict[int, list[tuple[int | None, Node]]] = {}
        for edge in facts.seen.edges.values():
            definition = getattr(edge.callee, "definition", None)
            if isinstance(definition, Node):
                caller = None if edge.caller is None else edge.caller.definition.index
                self.callers.setdefault(definition.index, []).append((caller, edge.node))

    def call_to(self, node: Node) -> Node:
        """The call in this snippet behind which a node is got to; its first line if none is."""
        start = self.facts.met.function_around(node).index
        seen = {start}
        pending = [start]
        while pending:
            for caller, call in self._calls_of(pending.pop(0)):
                if not self.facts.is_earlier(call):
                    return call
                if caller is not None and caller not in seen:
                    seen.add(caller)
                    pending.append(caller)
        judged = self.facts.module.judged
        return judged.body[0] if judged.body else judged

    def _calls_of(self, function: int) -> Iterator[tuple[int | None, Node]]:
        yield from sorted(self.callers.get(function, ()), key=lambda one: one[1].index)
