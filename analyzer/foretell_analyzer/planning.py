"""Takes facts, gives the plan: a tree of the tool calls a script may make, shaped like the script.

Functions of the script are put in the place of their calls. What cannot be followed (recursion,
tools handed over as values, functions nested too deep) is an `Opaque` that names the tools. After
a statement that may leave its block early, what follows is a `Choice`: it happens or not. In a
`try`, what stands behind a call that fails does not happen; handlers are a `Choice` behind it.
"""

from __future__ import annotations

from collections.abc import Sequence as SequenceOf
from typing import Final

from . import ir
from .bounds import Bound, Unknown
from .calls import Calls, Routine
from .facts import Facts
from .plan import Branch, Choice, Loop, Opaque, Plan, Sequence
from .planning_expressions import ExpressionPlans, sequence
from .pruning import pruned
from .recursion import Steps, unwind
from .repetition import Repetition, shortened

_NOTHING: Final = Sequence(())
_MOST_WAYS_OUT: Final = 8
"""A block with more statements that may leave it is told flat: each step happens or not."""


def make_plan(facts: Facts, calls: Calls, repetition: Repetition) -> Plan:
    """The plan of a module."""
    return _Planner(facts, calls, repetition).plan()


class _Planner:
    """Plans of statements; those of expressions are made by `ExpressionPlans`."""

    def __init__(self, facts: Facts, calls: Calls, repetition: Repetition) -> None:
        self.facts = facts
        self.calls = calls
        self.repetition = repetition
        self.expressions = ExpressionPlans(facts, calls, repetition)
        self.leaving = _leaving(facts)

    def plan(self) -> Plan:
        for component in self.calls.order:
            for routine in component:
                if self.calls.reach(routine):
                    self.expressions.begin()
                    self.expressions.add_routine(routine, self._routine(routine))
        judged = self.facts.module.judged
        if self.calls.goes_on:
            why = "what an earlier snippet left may call tools at any place"
            return Opaque(why, tuple(sorted(self.facts.callable_tools)), self.facts.place(judged))
        self.expressions.begin()
        steps = unwind(self._block(judged.body))
        return pruned(sequence(steps))

    def _routine(self, routine: Routine) -> Plan:
        if isinstance(routine, ir.Lambda):
            steps = unwind(self.expressions.steps(routine.body))
        else:
            steps = unwind(self._block(routine.body))
        return sequence(steps)

    # ------------------------------------------------------------------------------ blocks

    def _block(self, block: ir.Block) -> Steps[list[Plan]]:
        parts: list[tuple[list[Plan], ir.Statement]] = []
        for statement in block:
            if statement.index in self.calls.interest:
                steps: list[Plan] = yield self._statement(statement)
                parts.append((steps, statement))
        ways_out = sum(statement.index in self.leaving for _, statement in parts)
        rest: list[Plan] = []
        for steps, statement in reversed(parts):
            jump = self.leaving.get(statement.index)
            if rest and jump is not None:
                rest = self._perhaps(rest, jump, statement, flat=ways_out > _MOST_WAYS_OUT)
            rest = steps + rest
        return rest

    def _perhaps(
        self, rest: list[Plan], jump: ir.Statement, statement: ir.Statement, *, flat: bool
    ) -> list[Plan]:
        """What follows a statement that may leave the block."""
        line = self.facts.module.line(jump)
        condition = f"unless line {line} ends it"
        span = self.facts.place(statement)
        otherwise = Branch("otherwise", _NOTHING)
        if not flat:
            return [Choice((Branch(condition, sequence(rest)), otherwise), span)]
        return [
            one
            if isinstance(one, Choice) and one.branches[-1] == otherwise
            else Choice((Branch(condition, one), otherwise), span)
            for one in rest
        ]

    def _statement(  # noqa: C901, PLR0911 - a case a kind
        self, node: ir.Statement
    ) -> Steps[list[Plan]]:
        match node:
            case ir.If():
                return (yield self._if(node))
            case ir.For():
                return (yield self._for(node))
            case ir.While():
                return (yield self._while(node))
            case ir.Try():
                return (yield self._try(node))
            case ir.With():
                managers = yield self._expressions(list(node.items))
                return managers + (yield self._block(node.body))
            case ir.Match():
                return (yield self._match(node))
            case ir.FunctionDefinition():
                parts: list[ir.Node] = [*node.decorators]
                parts += [one.default for one in node.parameters if one.default is not None]
                return (yield self._expressions(parts))
            case ir.ClassDefinition():
                around = yield self._expressions([*node.decorators, *node.bases, *node.keywords])
                return around + (yield self._block(node.body))
            case ir.Assign() | ir.AugmentedAssign() | ir.AnnotatedAssign():
                below = list(ir.children(node))
                if node.value is not None:  # evaluated before the targets
                    below.sort(key=lambda one: one is not node.value)
                return (yield self._expressions(below))
            case _:
                return (yield self._expressions(list(ir.children(node))))

    def _expressions(self, nodes: SequenceOf[ir.Node]) -> Steps[list[Plan]]:
        found: list[Plan] = []
        for node in nodes:
            found += yield self.expressions.steps(node)
        return found

    # ------------------------------------------------------------------ branches and loops

    def _if(self, node: ir.If) -> Steps[list[Plan]]:
        found: list[Plan] = []
        branches: list[Branch] = []
        link, word = node, "if"
        while True:
            test: list[Plan] = yield self.expressions.steps(link.test)
            truth = self.facts.constants.is_true(link.test)
            if not branches:
                found += test
                test = []
            body: list[Plan] = []
            if truth is not False:
                body = yield self._block(link.body)
            condition = f"{word} {shortened(self.facts.snippet(link.test))}"
            branches.append(Branch(condition, sequence(test + body)))
            word = "elif"
            orelse = link.orelse
            if truth is True:
                if len(branches) == 1:
                    return found + body
                orelse = ()
            if len(orelse) == 1 and isinstance(orelse[0], ir.If):
                link = orelse[0]
                continue
            rest: list[Plan] = yield self._block(orelse)
            branches.append(Branch("else", sequence(rest)))
            break
        return found + self._choice(branches, node)

    def _choice(self, branches: list[Branch], node: ir.Node) -> list[Plan]:
        """A choice, unless nothing happens on any of its ways."""
        if all(branch.plan == _NOTHING for branch in branches):
            return []
        return [Choice(tuple(branches), self.facts.place(node))]

    def _for(self, node: ir.For) -> Steps[list[Plan]]:
        iterable: list[Plan] = yield self.expressions.steps(node.iterable)
        body: list[Plan] = yield self.expressions.steps(node.target)
        body = body + (yield self._block(node.body))
        orelse: list[Plan] = yield self._block(node.orelse)
        word = "async for" if node.is_async else "for"
        target, values = self.facts.snippet(node.target), self.facts.snippet(node.iterable)
        header = f"{word} {shortened(f'{target} in {values}')}"
        low, high = self.repetition.items(node.iterable)
        if node.is_async:
            low, high = 0, Unknown("how many items it gives is not known", self.facts.place(node))
        loop = self._loop(header, Bound(self._at_least(node, low), high), body, node)
        return iterable + loop + self._else(node, orelse)

    def _while(self, node: ir.While) -> Steps[list[Plan]]:
        test: list[Plan] = yield self.expressions.steps(node.test)
        truth = self.facts.constants.is_true(node.test)
        if truth is False:
            return test + (yield self._block(node.orelse))
        body: list[Plan] = yield self._block(node.body)
        orelse: list[Plan] = yield self._block(node.orelse)
        shown = shortened(self.facts.snippet(node.test))
        why = f"how often `{shown}` holds is not known"
        times = Bound(int(truth is True), Unknown(why, self.facts.place(node.test)))
        return (
            test + self._loop(f"while {shown}", times, body + test, node) + self._else(node, orelse)
        )

    def _loop(self, header: str, times: Bound, body: list[Plan], node: ir.Node) -> list[Plan]:
        if not body or times.high == 0:
            return []
        return [Loop(header, times, sequence(body), self.facts.place(node))]

    def _else(self, node: ir.For | ir.While, orelse: list[Plan]) -> list[Plan]:
        if not orelse:
            return []
        branches = [Branch("else", sequence(orelse)), Branch("otherwise", _NOTHING)]
        return self._choice(branches, node)

    def _at_least(self, node: ir.For, low: int) -> int:
        """A loop that may be left has its first round, if it has any."""
        is_left = node.index in self.leaving or any(
            isinstance(one, (ir.Break, ir.Return)) for one in _own_jumps(node)
        )
        return min(low, 1) if is_left else low

    def _try(self, node: ir.Try) -> Steps[list[Plan]]:
        found: list[Plan] = yield self._block(node.body)
        branches: list[Branch] = []
        orelse: list[Plan] = yield self._block(node.orelse)
        branches.append(Branch("if nothing fails", sequence(orelse)))
        for handler in node.handlers:
            kind: list[Plan] = []
            if handler.kind is not None:
                kind = yield self.expressions.steps(handler.kind)
            body: list[Plan] = yield self._block(handler.body)
            condition = "except"
            if handler.kind is not None:
                condition = f"except {shortened(self.facts.snippet(handler.kind))}"
            branches.append(Branch(condition, sequence(kind + body)))
        final: list[Plan] = yield self._block(node.final)
        return found + self._choice(branches, node) + final

    def _match(self, node: ir.Match) -> Steps[list[Plan]]:
        found: list[Plan] = yield self.expressions.steps(node.subject)
        branches: list[Branch] = []
        for case in node.cases:
            steps: list[Plan] = []
            if case.guard is not None:
                steps = yield self.expressions.steps(case.guard)
            steps = steps + (yield self._block(case.body))
            shown = shortened(self.facts.snippet(case.pattern))
            branches.append(Branch(f"case {shown}", sequence(steps)))
        branches.append(Branch("otherwise", _NOTHING))
        return found + self._choice(branches, node)


def _leaving(facts: Facts) -> dict[int, ir.Statement]:
    """Statements that may leave the block they stand in, each with the jump that does it."""
    found: dict[int, ir.Statement] = {}
    for statement in facts.met.statements:
        if not isinstance(statement, (ir.Return, ir.Break, ir.Continue)):
            continue
        found[statement.index] = statement
        for above in facts.met.ancestors(statement):
            if isinstance(above, (ir.FunctionDefinition, ir.Lambda)):
                break
            is_loop = isinstance(above, (ir.For, ir.While))
            if is_loop and not isinstance(statement, ir.Return):
                break
            if isinstance(above, ir.Statement):
                found.setdefault(above.index, statement)
    return found


def _own_jumps(loop: ir.For) -> list[ir.Statement]:
    """The `break`s and `continue`s of a loop itself."""
    found: list[ir.Statement] = []
    stack: list[ir.Node] = list(loop.body)
    while stack:
        node = stack.pop()
        if isinstance(node, (ir.Break, ir.Continue, ir.Return)):
            found.append(node)
        if not isinstance(node, (ir.For, ir.While, ir.FunctionDefinition, ir.ClassDefinition)):
            stack.extend(one for one in ir.children(node) if not isinstance(one, ir.Expression))
    return found
