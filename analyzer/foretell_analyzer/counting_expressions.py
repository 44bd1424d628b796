"""Counts calls of tools in expressions; the other half of `counting`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from .arguments import bind, formals_of_tool
from .bounds import Unknown
from .calls import Calls, OtherTarget, RoutineTarget, ToolTarget, ends_run
from .constants import MISSING
from .diagnostics import Place
from .exits import Exit
from .facts import Facts
from .ir import (
    BooleanOperation,
    Call,
    Compare,
    ComprehensionClause,
    Conditional,
    Constant,
    DictComprehension,
    FunctionDefinition,
    GeneratorExpression,
    Lambda,
    ListComprehension,
    Name,
    Node,
    SetComprehension,
    Starred,
    children,
)
from .meanings import ListedMeaning
from .outcomes import (
    ALL,
    NONE,
    NOTHING,
    PLAIN,
    Counts,
    Outcomes,
    any_way,
    join,
    looped,
    optional,
    perhaps,
    then,
)
from .recursion import Part, Steps
from .repetition import Repetition

_CONSUMERS: Final = frozenset(
    {"dict", "frozenset", "list", "max", "min", "set", "sorted", "str.join", "sum", "tuple"}
)
"""What takes all items of what it is given, at once."""

Comprehension = ListComprehension | SetComprehension | DictComprehension | GeneratorExpression


class Expressions:
    """Counts the ways through expressions; `routines` has those of the functions of the script."""

    def __init__(
        self,
        facts: Facts,
        calls: Calls,
        repetition: Repetition,
        routines: Mapping[int, Outcomes],
    ) -> None:
        self.facts = facts
        self.calls = calls
        self.repetition = repetition
        self.routines = routines

    def count(self, node: Node) -> Steps[Outcomes]:  # noqa: C901, PLR0911 - a case a kind
        """How often tools are called when a node is evaluated."""
        if node.index not in self.calls.interest:
            return NOTHING if self._cannot_fail(node) else PLAIN
        match node:
            case Call():
                parts: list[Node] = [node.callee, *node.arguments, *node.keywords]
                ways = yield self._all(parts)
                if self.calls.runs_all(node):
                    # They run side by side: one may fail before another has done anything.
                    ways = {**ways, Exit.RAISE: any_way(ways)}
                return then(ways, self._effect(node))
            case BooleanOperation(operands=operands):
                return (yield self._first_surely(operands, 1))
            case Compare(left=left, comparators=comparators):
                ways = yield self._first_surely((left, *comparators), 2)
                return then(ways, PLAIN)
            case Conditional():
                truth = self.facts.constants.is_true(node.test)
                test = yield self.count(node.test)
                body = yield self.count(node.body if truth is not False else node.orelse)
                orelse = yield self.count(node.orelse if truth is not True else node.body)
                return then(test, join(body, orelse))
            case ListComprehension(element=element) | SetComprehension(element=element):
                return (yield self._comprehension(node, (element,)))
            case DictComprehension(key=key, value=value):
                return (yield self._comprehension(node, (key, value)))
            case GeneratorExpression(element=element):
                return (yield self._generator(node, element))
            case Lambda(parameters=parameters):
                return (yield self._all([one.default for one in parameters if one.default]))
            case _:
                return then((yield self._all(list(children(node)))), PLAIN)

    def _cannot_fail(self, node: Node) -> bool:
        """Is it a literal, or a name that is always there?"""
        if isinstance(node, Name):
            return self.facts.met.variable(node) is None and self.facts.meaning(node) is not None
        return isinstance(node, (Constant, Lambda))

    def _all(self, nodes: Sequence[Node]) -> Steps[Outcomes]:
        ways = NOTHING
        for node in nodes:
            ways = then(ways, (yield self.count(node)))
        return ways

    def _first_surely(self, operands: Sequence[Node], sure: int) -> Steps[Outcomes]:
        """The first operands are evaluated, each later one perhaps not."""
        rest = NOTHING
        for position in range(len(operands) - 1, -1, -1):
            one = yield self.count(operands[position])
            rest = then(one, rest)
            if position >= sure:
                rest = optional(rest)
        return rest

    # ---------------------------------------------------------------------- comprehensions

    def _comprehension(self, node: Comprehension, elements: Sequence[Node]) -> Steps[Outcomes]:
        first, inner = yield from self._clauses(node, elements)
        return then(first, inner)

    def _clauses(
        self, node: Comprehension, elements: Sequence[Node]
    ) -> Part[Outcomes, tuple[Outcomes, Outcomes]]:
        """The first iterable, which is evaluated at once, and all the rest."""
        inner = yield self._all(elements)
        first = NOTHING
        for position in range(len(node.clauses) - 1, -1, -1):
            clause = node.clauses[position]
            for condition in reversed(clause.conditions):
                truth = self.facts.constants.is_true(condition)
                test = yield self.count(condition)
                inner = then(test, inner if truth is True else optional(inner))
            low, high = self.repetition.items(clause.iterable)
            if clause.is_async:
                low, high = 0, Unknown("how many items it gives is not known", self._place(clause))
            inner = looped(inner, low, high)
            iterable = yield self.count(clause.iterable)
            if position == 0:
                first = iterable
            else:
                inner = then(iterable, inner)
        return first, inner

    def _place(self, clause: ComprehensionClause) -> Place:
        return self.facts.place(clause.iterable)

    def _generator(self, node: GeneratorExpression, element: Node) -> Steps[Outcomes]:
        """Items of a generator are made when they are asked for, if they are."""
        first, inner = yield from self._clauses(node, (element,))
        if self._is_consumed(node):
            return then(first, inner)
        return then(first, {Exit.NORMAL: any_way(inner)})

    def _is_consumed(self, node: GeneratorExpression) -> bool:
        above = self.facts.parent(node)
        if isinstance(above, Starred):
            above = self.facts.parent(above)
            return isinstance(above, Call) and self.calls.runs_all(above)
        if not isinstance(above, Call) or above.callee is node:
            return False
        meaning = self.facts.meaning(above.callee)
        return isinstance(meaning, ListedMeaning) and meaning.name in _CONSUMERS

    # ------------------------------------------------------------------------------- calls

    def _effect(self, call: Call) -> Outcomes:
        """What happens once callee and arguments are there."""
        match self.calls.target(call):
            case ToolTarget(tool=tool, certain=certain):
                once: Counts = {tool.name: (1, 1), ALL: (1, 1)}
                if not certain:
                    return {Exit.NORMAL: perhaps(once), Exit.RAISE: perhaps(once)}
                if self.facts.certain.is_async(tool) and not self.calls.is_run(call):
                    return {Exit.NORMAL: perhaps(once), Exit.RAISE: NONE}
                failed = once if self._surely_gets_there(call) else perhaps(once)
                return {Exit.NORMAL: once, Exit.RAISE: failed}
            case RoutineTarget(routine=routine):
                return self._called(call, routine)
            case OtherTarget(meaning=meaning) if ends_run(meaning):
                return {Exit.RAISE: NONE, Exit.END: NONE}
            case _:
                return PLAIN

    def _called(self, call: Call, routine: FunctionDefinition | Lambda) -> Outcomes:
        if not self.calls.has_effect(routine):
            return PLAIN
        ways = self.routines.get(routine.index)
        if ways is None:
            name = routine.name if isinstance(routine, FunctionDefinition) else "a lambda"
            unknown = Unknown(f"`{name}` calls itself", self.facts.place(call.callee))
            tools: Counts = dict.fromkeys((*self.calls.reach(routine), ALL), (0, unknown))
            ends = {Exit.END: tools} if self.calls.may_end(routine) else {}
            return {Exit.NORMAL: tools, Exit.RAISE: tools, **ends}
        is_generator = routine.index in self.facts.met.generators
        is_async = isinstance(routine, FunctionDefinition) and routine.is_async
        if is_generator or (is_async and not self.calls.is_run(call)):
            # Runs later, at most once, perhaps only in part.
            later: dict[Exit, Counts] = {Exit.NORMAL: any_way(ways), Exit.RAISE: NONE}
            if Exit.END in ways:
                later[Exit.END] = any_way(ways)
            return later
        return join(ways, {Exit.RAISE: NONE})

    def _surely_gets_there(self, call: Call) -> bool:
        """Is nothing wrong with the arguments, so that the tool is called before anything fails?"""
        target = self.calls.target(call)
        if not isinstance(target, ToolTarget):
            return False
        bound = bind(call, formals_of_tool(target.tool))
        if bound.is_open or bound.missing or bound.unknown or bound.twice or bound.too_many:
            return False
        checker = self.facts.catalog.checker(target.tool.name)
        for given in bound.given:
            value = self.facts.constant(given.value)
            if value is MISSING or checker.check(given.parameter, value):
                return False
        return True
