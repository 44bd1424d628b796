"""How much a run spends of something that single nodes spend: added up along the script's text.

One of several branches is taken, a loop multiplies, a call spends what the function does. Upper ends
only: an end counts all that may be executed, whether something leaves before or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, final

from ..bounds import (
    Unknown,
    UpperEnd,
    add_ends,
    greatest_end,
    greatest_of_ends,
    multiply_ends,
    sum_of_ends,
)
from ..ir import (
    Call,
    Conditional,
    DictComprehension,
    For,
    FunctionDefinition,
    GeneratorExpression,
    If,
    Lambda,
    ListComprehension,
    Match,
    Node,
    SetComprehension,
    Try,
    While,
    children,
)
from ..polynomials import ONE, ZERO
from ..values.routines import FunctionInfo
from .executions import calls_directly

if TYPE_CHECKING:
    from ..sizing import Sizing

Comprehension = ListComprehension | SetComprehension | DictComprehension | GeneratorExpression


@final
class Spending:
    """What the nodes of one script spend: `own` says what each of the `spenders` does by itself."""

    def __init__(
        self, sizing: Sizing, spenders: Iterable[Node], own: Callable[[Node], UpperEnd]
    ) -> None:
        self.sizing = sizing
        self.spenders = {one.index for one in spenders}
        self.spend = own
        self._around: set[int] = set()
        self._callees: dict[int, dict[int, FunctionInfo]] = {}
        for edge in sizing.facts.seen.edges.values():
            if isinstance(edge.callee, FunctionInfo):
                found = self._callees.setdefault(edge.node.index, {})
                found[edge.callee.definition.index] = edge.callee
                self._mark(edge.node)
        for one in spenders:
            self._mark(one)
        self._functions: dict[int, UpperEnd | None] = {}

    def _mark(self, node: Node) -> None:
        """Nothing else than what is around a spender, or a call, needs to be looked at."""
        current: Node | None = node
        while current is not None and current.index not in self._around:
            self._around.add(current.index)
            current = self.sizing.facts.parent(current)

    def own(self, node: Node) -> UpperEnd:
        """What a node spends by itself."""
        return self.spend(node) if node.index in self.spenders else ZERO

    def in_run(self) -> UpperEnd:
        """In a whole run."""
        return self.total(self.sizing.facts.module.judged.body)

    def total(self, nodes: Iterable[Node]) -> UpperEnd:
        """One node after the other."""
        return sum_of_ends([self.of(one) for one in nodes if one.index in self._around])

    def of(self, node: Node) -> UpperEnd:
        """What one execution of a node spends, with all that is in it."""
        if node.index not in self._around:
            return ZERO
        case = _CASES.get(type(node), Spending.plain)
        found = add_ends(self.own(node), case(self, node))
        return add_ends(found, self.called(node))

    def plain(self, node: Node) -> UpperEnd:
        """Everything in it is executed once."""
        return self.total(children(node))

    def branches(self, node: Node) -> UpperEnd:
        """A test, and one of two blocks or operands."""
        assert isinstance(node, (If, Conditional))
        arms = [
            self.total(arm if isinstance(arm, tuple) else (arm,))
            for arm in (node.body, node.orelse)
        ]
        return add_ends(self.of(node.test), greatest_end(*arms))

    def cases(self, node: Node) -> UpperEnd:
        """The body of one case, the patterns and guards of all."""
        assert isinstance(node, Match)
        found = self.of(node.subject)
        bodies: list[UpperEnd] = []
        for case in node.cases:
            guard = () if case.guard is None else (case.guard,)
            found = add_ends(found, self.total((case.pattern, *guard)))
            bodies.append(self.total(case.body))
        return add_ends(found, greatest_of_ends(bodies))

    def attempt(self, node: Node) -> UpperEnd:
        """The body, and one of the handlers; those of groups may all be taken."""
        assert isinstance(node, Try)
        tests = [one.kind for one in node.handlers if one.kind is not None]
        arms = [self.total(one.body) for one in node.handlers]
        handled = sum_of_ends(arms) if node.is_group else greatest_of_ends(arms)
        found = add_ends(self.total((*node.body, *tests)), handled)
        return add_ends(found, self.total((*node.orelse, *node.final)))

    def loop(self, node: Node) -> UpperEnd:
        """A `for`: the body as often as there are items."""
        assert isinstance(node, For)
        times = self.sizing.times(node).high
        around = self.total((node.iterable, *node.orelse))
        return add_ends(around, multiply_ends(times, self.total((node.target, *node.body))))

    def conditional_loop(self, node: Node) -> UpperEnd:
        """A `while`: its test once more than its body."""
        assert isinstance(node, While)
        times = self.sizing.times(node).high
        test = self.of(node.test)
        each = add_ends(test, self.total(node.body))
        return add_ends(add_ends(test, self.total(node.orelse)), multiply_ends(times, each))

    def comprehension(self, node: Node) -> UpperEnd:
        """Each clause goes round in each round of those before it."""
        assert isinstance(
            node, (ListComprehension, SetComprehension, DictComprehension, GeneratorExpression)
        )
        found: UpperEnd = ZERO
        times: UpperEnd = ONE
        for clause in node.clauses:
            found = add_ends(found, multiply_ends(times, self.of(clause.iterable)))
            times = multiply_ends(times, self.sizing.times(clause).high)
            each = self.total((clause.target, *clause.conditions))
            each = add_ends(add_ends(self.own(clause), self.called(clause)), each)
            found = add_ends(found, multiply_ends(times, each))
        inner = (node.key, node.value) if isinstance(node, DictComprehension) else (node.element,)
        return add_ends(found, multiply_ends(times, self.total(inner)))

    def definition(self, node: Node) -> UpperEnd:
        """A function that is defined: its body is executed where it is called."""
        assert isinstance(node, (FunctionDefinition, Lambda))
        defaults = [one.default for one in node.parameters if one.default is not None]
        decorators = node.decorators if isinstance(node, FunctionDefinition) else ()
        return self.total((*defaults, *decorators))

    def called(self, node: Node) -> UpperEnd:
        """What the functions spend that a node calls, one of them or, unless it calls it itself,
        nobody knows how often.
        """
        found: UpperEnd = ZERO
        value = self.sizing.facts.seen.value(node.callee) if isinstance(node, Call) else None
        for callee in self._callees.get(node.index, {}).values():
            each = self.body(callee)
            if each == ZERO:
                continue
            if value is None or not calls_directly(value, callee):
                why = f"how often `{callee.name}` is called here is not known"
                each = Unknown(why, self.sizing.facts.place(node))
            found = greatest_end(found, each)
        return found

    def body(self, function: FunctionInfo) -> UpperEnd:
        """What one call of a function spends."""
        definition = function.definition
        key = definition.index
        if key in self._functions:
            known = self._functions[key]
            if known is not None:
                return known
            why = f"`{function.name}` calls itself"
            return Unknown(why, self.sizing.facts.place(definition))
        self._functions[key] = None
        body = definition.body
        found = self._functions[key] = self.total(body if isinstance(body, tuple) else (body,))
        return found


_CASES: Final[dict[type, Callable[[Spending, Node], UpperEnd]]] = {
    If: Spending.branches,
    Conditional: Spending.branches,
    Match: Spending.cases,
    Try: Spending.attempt,
    For: Spending.loop,
    While: Spending.conditional_loop,
    ListComprehension: Spending.comprehension,
    SetComprehension: Spending.comprehension,
    DictComprehension: Spending.comprehension,
    GeneratorExpression: Spending.comprehension,
    FunctionDefinition: Spending.definition,
    Lambda: Spending.definition,
}
