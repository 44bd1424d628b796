"""How often a node is executed: the loops around it, and the calls of the function it is in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, final

from ..bounds import Unknown, UpperEnd, add_ends, multiply_ends
from ..ir import (
    Call,
    ComprehensionClause,
    DictComprehension,
    For,
    FunctionDefinition,
    GeneratorExpression,
    Lambda,
    ListComprehension,
    Node,
    SetComprehension,
    While,
)
from ..polynomials import ONE, ZERO
from ..values.routines import FunctionInfo
from ..values.shapes import BoundTo, ClassOf, FunctionOf
from ..values.value import Value

if TYPE_CHECKING:
    from .measuring import Sizing

Loop = For | While | ComprehensionClause
COMPREHENSIONS = (ListComprehension, SetComprehension, DictComprehension, GeneratorExpression)


@final
class Executions:
    """How often nodes of one script are executed, at most."""

    def __init__(self, sizing: Sizing) -> None:
        self.sizing = sizing
        self.met = sizing.facts.met
        self._known: dict[int, UpperEnd] = {}
        self._active: set[int] = set()

    def in_run(self, node: Node) -> UpperEnd:
        """In a whole run."""
        function = self.met.function_around(node)
        inside = self.below(node, function)
        if function is self.met.module:
            return inside
        assert isinstance(function, (FunctionDefinition, Lambda))
        return multiply_ends(inside, self.calls(function))

    def below(self, node: Node, top: Node) -> UpperEnd:
        """Each time that `top`, a node around it, is executed."""
        total: UpperEnd = ONE
        for loop, extra in self.loops(node, top):
            times = self.sizing.times(loop).high
            total = multiply_ends(total, add_ends(times, ONE) if extra else times)
        return total

    def loops(self, node: Node, top: Node) -> Iterator[tuple[Loop, bool]]:
        """The loops between a node and one around it; true where it is done once more."""
        below = node
        for above in self.met.ancestors(node):
            if above is top:
                return
            if isinstance(above, For) and below in above.body:
                yield above, False
            elif isinstance(above, While) and below not in above.orelse:
                yield above, below is above.test
            elif isinstance(above, ComprehensionClause) and below is not above.iterable:
                yield above, False
            elif isinstance(above, COMPREHENSIONS):
                clauses = above.clauses
                before = clauses.index(below) if below in clauses else len(clauses)
                for clause in clauses[:before]:
                    yield clause, False
            below = above

    def calls(self, function: FunctionDefinition | Lambda) -> UpperEnd:
        """How often a function is called in a run."""
        key = function.index
        if key in self._known:
            return self._known[key]
        if key in self._active:
            return Unknown("a function calls itself", self.sizing.facts.place(function))
        self._active.add(key)
        found = self._known[key] = self._calls(function)
        self._active.discard(key)
        return found

    def _calls(self, function: FunctionDefinition | Lambda) -> UpperEnd:
        facts = self.sizing.facts
        made = facts.seen.functions.get(function.index, [])
        unsure = Unknown("how often a function is called is not known", facts.place(function))
        if any(one.number in facts.seen.escaped for one in made):
            return unsure
        total: UpperEnd = ZERO
        for edge in list(facts.seen.edges.values()):
            if isinstance(edge.callee, FunctionInfo) and edge.callee.definition is function:
                node = edge.node
                value = facts.seen.value(node.callee) if isinstance(node, Call) else None
                if value is None or not calls_directly(value, edge.callee):
                    return unsure
                total = add_ends(total, self.in_run(node))
        return total


def calls_directly(value: Value, function: FunctionInfo) -> bool:
    """Does calling the value call the function once, and not as often as something else likes?"""
    for shape in value.shapes:
        called = shape.callee if isinstance(shape, BoundTo) else shape
        if isinstance(called, FunctionOf) and called.function.definition is function.definition:
            return True
        if isinstance(called, ClassOf) and function.name.endswith("__init__"):
            return True
    return False
