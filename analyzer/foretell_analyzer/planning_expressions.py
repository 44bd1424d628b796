"""Plans of expressions; the other half of `planning`."""

from __future__ import annotations

from collections.abc import Sequence as SequenceOf
from typing import Any, Final

from . import ir
from .arguments import bind, formals_of_tool
from .bounds import Bound, Unknown
from .calls import Calls, Routine, RoutineTarget, ToolTarget, UnknownTarget
from .constants import MISSING
from .facts import Facts
from .origins import Origins
from .plan import Branch, Call, Choice, Loop, Opaque, Parallel, Plan, PlannedArgument, Sequence
from .plan import Routine as Inlined
from .pruning import measured
from .recursion import Steps
from .repetition import Repetition, shortened

_NOTHING: Final = Sequence(())
_LARGEST: Final = 2_000
"""Steps that functions may add to one plan in the places of their calls."""
_DEEPEST: Final = 20
"""Levels that a function may add in the place of its call."""


def sequence(steps: SequenceOf[Plan]) -> Plan:
    """Steps one after the other, as flat as can be."""
    flat: list[Plan] = []
    for step in steps:
        if isinstance(step, Sequence):
            flat.extend(step.steps)
        else:
            flat.append(step)
    return flat[0] if len(flat) == 1 else Sequence(tuple(flat))


class ExpressionPlans:
    """The steps that evaluating an expression takes."""

    def __init__(self, facts: Facts, calls: Calls, repetition: Repetition) -> None:
        self.facts = facts
        self.calls = calls
        self.repetition = repetition
        self.origins = Origins(facts, calls)
        self._routines: dict[int, tuple[Plan, int, int]] = {}
        self._spent = 0

    def begin(self) -> None:
        """Begin a new plan: what functions add to it is counted from here."""
        self._spent = 0

    def add_routine(self, routine: Routine, body: Plan) -> None:
        """The plan of a function, to be put where it is called."""
        self._routines[routine.index] = (body, *measured(body))

    def steps(self, node: ir.Node) -> Steps[list[Plan]]:  # noqa: PLR0911 - a case a kind
        """What evaluating a node may call, in order."""
        if node.index not in self.calls.interest:
            return []
        match node:
            case ir.Call():
                return (yield self._call(node))
            case ir.BooleanOperation():
                return (yield self._boolean(node))
            case ir.Conditional():
                return (yield self._conditional(node))
            case ir.ListComprehension() | ir.SetComprehension() | ir.GeneratorExpression():
                return (yield self._comprehension(node, (node.element,)))
            case ir.DictComprehension():
                return (yield self._comprehension(node, (node.key, node.value)))
            case ir.Lambda():
                defaults = [one.default for one in node.parameters if one.default is not None]
                return (yield self._all(defaults)) + self._handed_over(node)
            case ir.Name():
                return self._handed_over(node)
            case _:
                return (yield self._all(list(ir.children(node))))

    def _all(self, nodes: SequenceOf[ir.Node]) -> Steps[list[Plan]]:
        found: list[Plan] = []
        for node in nodes:
            found += yield self.steps(node)
        return found

    # ------------------------------------------------------------------------------- calls

    def _call(self, node: ir.Call) -> Steps[list[Plan]]:
        if self.calls.runs_all(node) and len(node.arguments) + len(node.keywords) > 0:
            parts: list[Plan] = []
            for argument in node.arguments:
                steps: list[Plan] = yield self.steps(argument)
                if steps:
                    parts.append(sequence(steps))
            is_parallel = len(parts) > 1 or any(isinstance(one, Loop) for one in parts)
            if is_parallel:
                return [Parallel(tuple(parts), self.facts.place(node))]
            return parts
        found: list[Plan] = yield self._all([node.callee, *node.arguments, *node.keywords])
        match self.calls.target(node):
            case ToolTarget(tool=tool, certain=certain):
                arguments = tuple(self._arguments(node, certain=certain))
                return [*found, Call(tool.name, arguments, self.facts.place(node), certain)]
            case RoutineTarget(routine=routine):
                return [*found, *self._routine(node, routine)]
            case UnknownTarget() if self.calls.handed_tools:
                why = f"`{shortened(self.facts.snippet(node.callee))}` may be any of these"
                tools = tuple(sorted(self.calls.handed_tools))
                return [*found, Opaque(why, tools, self.facts.place(node))]
            case _:
                return found

    def _routine(self, node: ir.Call, routine: Routine) -> list[Plan]:
        tools = tuple(sorted(self.calls.reach(routine)))
        if not tools:
            return []
        line = self.facts.module.line(routine)
        name = routine.name if isinstance(routine, ir.FunctionDefinition) else f"<lambda:{line}>"
        known = self._routines.get(routine.index)
        span = self.facts.place(node)
        if known is None:
            return [Opaque(f"`{name}` calls itself", tools, span)]
        body, size, depth = known
        self._spent += size
        if self._spent > _LARGEST or depth > _DEEPEST:
            self._spent -= size
            return [Opaque(f"`{name}` is too much to be shown here", tools, span)]
        return [Inlined(name, body, span)]

    def _arguments(self, node: ir.Call, *, certain: bool) -> list[PlannedArgument]:
        target = self.calls.target(node)
        if not isinstance(target, ToolTarget) or not certain:
            return []
        found: list[PlannedArgument] = []
        for given in bind(node, formals_of_tool(target.tool)).given:
            value: Any = self.facts.constant(given.value)
            is_constant = value is not MISSING and not isinstance(value, bytes)
            found.append(
                PlannedArgument(
                    parameter=given.parameter,
                    text=self.facts.snippet(given.value),
                    is_constant=is_constant,
                    value=value if is_constant else None,
                    origins=() if is_constant else self.origins.origins(given.value),
                )
            )
        return found

    def _handed_over(self, node: ir.Expression) -> list[Plan]:
        """A tool or function whose value is used, other than to call it."""
        tools = [tool for tool, place in self.calls.handed_tools.items() if place is node]
        if not tools:
            return []
        why = f"`{shortened(self.facts.snippet(node))}` is handed over as a value"
        return [Opaque(why, tuple(sorted(tools)), self.facts.place(node))]

    # ---------------------------------------------------------------- choices and loops

    def _boolean(self, node: ir.BooleanOperation) -> Steps[list[Plan]]:
        found: list[Plan] = yield self.steps(node.operands[0])
        word = "if" if node.operator is ir.BooleanOperator.AND else "unless"
        rest: list[Plan] = []
        for position in range(len(node.operands) - 1, 0, -1):
            steps: list[Plan] = yield self.steps(node.operands[position])
            rest = steps + rest
            if rest:
                shown = shortened(self.facts.snippet(node.operands[position - 1]))
                branches = (Branch(f"{word} {shown}", sequence(rest)), Branch("else", _NOTHING))
                rest = [Choice(branches, self.facts.place(node))]
        return found + rest

    def _conditional(self, node: ir.Conditional) -> Steps[list[Plan]]:
        found: list[Plan] = yield self.steps(node.test)
        body: list[Plan] = yield self.steps(node.body)
        orelse: list[Plan] = yield self.steps(node.orelse)
        if not body and not orelse:
            return found
        shown = shortened(self.facts.snippet(node.test))
        branches = (Branch(f"if {shown}", sequence(body)), Branch("else", sequence(orelse)))
        return [*found, Choice(branches, self.facts.place(node))]

    def _comprehension(
        self,
        node: ir.ListComprehension
        | ir.SetComprehension
        | ir.DictComprehension
        | ir.GeneratorExpression,
        elements: SequenceOf[ir.Node],
    ) -> Steps[list[Plan]]:
        inner: list[Plan] = yield self._all(elements)
        for position in range(len(node.clauses) - 1, -1, -1):
            clause = node.clauses[position]
            for condition in reversed(clause.conditions):
                test: list[Plan] = yield self.steps(condition)
                if inner:
                    shown = shortened(self.facts.snippet(condition))
                    branches = (Branch(f"if {shown}", sequence(inner)), Branch("else", _NOTHING))
                    inner = [Choice(branches, self.facts.place(condition))]
                inner = test + inner
            if inner:
                inner = [self._loop(node, clause, inner)]
            inner = (yield self.steps(clause.iterable)) + inner
        return inner

    def _loop(self, node: ir.Node, clause: ir.ComprehensionClause, body: list[Plan]) -> Plan:
        low, high = self.repetition.items(clause.iterable)
        if clause.is_async:
            low, high = 0, Unknown("how many items it gives is not known", self.facts.place(clause))
        if isinstance(node, ir.GeneratorExpression):
            low = 0  # its items are made when they are asked for
        target, values = self.facts.snippet(clause.target), self.facts.snippet(clause.iterable)
        header = f"for {shortened(f'{target} in {values}')}"
        return Loop(header, Bound(low, high), sequence(body), self.facts.place(node))
