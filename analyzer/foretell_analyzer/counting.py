"""Takes facts, gives for each tool at least and at most how often a run calls it.

`low` holds for runs that end normally, `high` for every run, those that are cut short included.
Everything that may be evaluated counts towards `high`; only what must be, on every way to a normal
end, counts towards `low`. A statement of which nothing is known may raise, so in a `try` a call
counts towards `low` only if nothing before it can fail.

Tools that are handed over as values may be called anywhere and are counted as `Unknown`; see
`calls`. Functions are counted once, callees first; recursion is `Unknown`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .bounds import Bound, Unknown
from .calls import Calls, Routine
from .counting_expressions import Expressions
from .diagnostics import Place
from .exits import Exit
from .facts import Facts
from .ir import (
    Assert,
    Block,
    Break,
    Call,
    CapturePattern,
    ClassDefinition,
    Continue,
    Expression,
    For,
    FunctionDefinition,
    If,
    Lambda,
    Match,
    MatchCase,
    Name,
    Node,
    Raise,
    Return,
    Statement,
    Try,
    While,
    With,
    WithItem,
    children,
)
from .meanings import ListedMeaning
from .outcomes import (
    ALL,
    NONE,
    NOTHING,
    PLAIN,
    Counts,
    High,
    Outcomes,
    either,
    join,
    looped,
    max_high,
    moved,
    then,
)
from .recursion import Steps, unwind
from .repetition import Repetition

LARGEST: Final = 2**53
"""Counts beyond this are not told: JSON has no larger whole numbers that all readers agree on."""

_NORMAL_ENDS: Final = (Exit.NORMAL, Exit.RETURN, Exit.END)


def count_calls(facts: Facts, calls: Calls, repetition: Repetition) -> Mapping[str, Bound]:
    """Calls of each tool that may be called at all; the empty name is all of them together."""
    ways = _Counter(facts, calls, repetition).ways_of_module()
    ends: Counts | None = None
    for way in _NORMAL_ENDS:
        if way in ways:
            ends = ways[way] if ends is None else either(ends, ways[way])
    bounds: dict[str, Bound] = {}
    for tool in sorted({name for counts in ways.values() for name in counts}):
        low = 0 if ends is None else ends.get(tool, (0, 0))[0]
        high: High = 0
        for counts in ways.values():
            high = max_high(high, counts.get(tool, (0, 0))[1])
        if isinstance(high, int) and high > LARGEST:
            high = Unknown("it is a number too large to be told")
        bounds[tool] = Bound(min(low, LARGEST), high)
    for tool, node in calls.handed_tools.items():
        why = f"`{tool}` is handed over as a value and may be called from anywhere"
        unknown = Unknown(why, facts.place(node))
        bounds[tool] = Bound(bounds[tool].low if tool in bounds else 0, unknown)
        bounds[ALL] = Bound(bounds[ALL].low if ALL in bounds else 0, unknown)
    return {tool: one for tool, one in sorted(bounds.items()) if one.high != 0 or tool == ALL}


class _Counter:
    """Counts the ways through statements; expressions are counted by `Expressions`."""

    def __init__(self, facts: Facts, calls: Calls, repetition: Repetition) -> None:
        self.facts = facts
        self.calls = calls
        self.repetition = repetition
        self.routines: dict[int, Outcomes] = {}
        self.expressions = Expressions(facts, calls, repetition, self.routines)

    def ways_of_module(self) -> Outcomes:
        for component in self.calls.order:
            for routine in component:
                if self.calls.has_effect(routine):
                    self.routines[routine.index] = self._routine(routine)
        return unwind(self._block(self.facts.module.judged.body))

    def _routine(self, routine: Routine) -> Outcomes:
        """What calling a function does; how it is left inside is of no concern outside."""
        if isinstance(routine, Lambda):
            return unwind(self.expressions.count(routine.body))
        ways = unwind(self._block(routine.body))
        return moved(ways, {Exit.RETURN: Exit.NORMAL})

    # -------------------------------------------------------------------------- statements

    def _block(self, block: Block) -> Steps[Outcomes]:
        ways = NOTHING
        for statement in block:
            if Exit.NORMAL not in ways:
                break
            one = PLAIN
            if statement.index in self.calls.interest:
                one = yield self._statement(statement)
            ways = then(ways, one)
        return ways

    def _statement(self, node: Statement) -> Steps[Outcomes]:  # noqa: C901, PLR0911, PLR0912 - a case a kind
        match node:
            case If():
                return (yield self._if(node))
            case For():
                return (yield self._for(node))
            case While():
                return (yield self._while(node))
            case Try():
                return (yield self._try(node))
            case With():
                return (yield self._with(node))
            case Match():
                return (yield self._match(node))
            case Return():
                value = NOTHING if node.value is None else (yield self._expression(node.value))
                return moved(value, {Exit.NORMAL: Exit.RETURN})
            case Raise():
                return (yield self._raise(node))
            case Break():
                return {Exit.BREAK: NONE}
            case Continue():
                return {Exit.CONTINUE: NONE}
            case Assert():
                test = yield self._expression(node.test)
                if node.message is None:
                    return then(test, PLAIN)
                message = yield self._expression(node.message)
                return join(test, moved(then(test, message), {Exit.NORMAL: Exit.RAISE}))
            case FunctionDefinition():
                parts: list[Node] = [*node.decorators]
                parts += [one.default for one in node.parameters if one.default is not None]
                return (yield self._all(parts))
            case ClassDefinition():
                around = yield self._all([*node.decorators, *node.bases, *node.keywords])
                return then(around, (yield self._block(node.body)))
            case _:
                return (yield self._all(list(children(node))))

    def _expression(self, node: Expression) -> Steps[Outcomes]:
        return (yield self.expressions.count(node))

    def _all(self, nodes: list[Node]) -> Steps[Outcomes]:
        """Nodes that are evaluated one after the other."""
        ways = NOTHING
        for node in nodes:
            ways = then(ways, (yield self.expressions.count(node)))
        return ways

    def _if(self, node: If) -> Steps[Outcomes]:
        # An `elif` is an `If` alone in `orelse`: taken one by one, not one within the other.
        branches: list[tuple[Outcomes, Outcomes]] = []
        orelse: Block = (node,)
        truth: bool | None = None
        while len(orelse) == 1 and isinstance(orelse[0], If):
            link = orelse[0]
            truth = self.facts.constants.is_true(link.test)
            test = yield self._expression(link.test)
            body: Outcomes = {}
            if truth is not False:
                body = yield self._block(link.body)
            branches.append((test, body))
            orelse = link.orelse
            if truth is True:
                break
        rest: Outcomes = {}
        if truth is not True:
            rest = yield self._block(orelse)
        for test, body in reversed(branches):
            rest = then(test, join(body, rest))
        return rest

    def _for(self, node: For) -> Steps[Outcomes]:
        low, high = self.repetition.items(node.iterable)
        if node.is_async:
            low, high = 0, Unknown("how many items it gives is not known", self._place(node))
        iterable = yield self._expression(node.iterable)
        target = yield self.expressions.count(node.target)
        body = then(target, (yield self._block(node.body)))
        orelse = yield self._block(node.orelse)
        return then(iterable, _with_else(looped(body, low, high), body, orelse))

    def _while(self, node: While) -> Steps[Outcomes]:
        truth = self.facts.constants.is_true(node.test)
        test = yield self._expression(node.test)
        if truth is False:
            return then(test, (yield self._block(node.orelse)))
        body = yield self._block(node.body)
        shown = f"how often `{self.facts.snippet(node.test)}` holds is not known"
        high = Unknown(shown, self._place(node))
        orelse = yield self._block(node.orelse)
        if truth is True:
            return then(test, looped(body, 1, high, runs_out=False))
        # The condition is looked at once more than the body is run.
        again = then(moved(body, {Exit.CONTINUE: Exit.NORMAL}), test)
        return then(test, _with_else(looped(again, 0, high), body, orelse))

    def _try(self, node: Try) -> Steps[Outcomes]:
        body = yield self._block(node.body)
        raised = body.get(Exit.RAISE)
        ways: Outcomes = {way: counts for way, counts in body.items() if way is not Exit.NORMAL}
        if Exit.NORMAL in body:
            after = then({Exit.NORMAL: body[Exit.NORMAL]}, (yield self._block(node.orelse)))
            ways = join(ways, after)
        if raised is not None:
            for handler in node.handlers:
                kind = PLAIN if handler.kind is None else (yield self._expression(handler.kind))
                caught = then(kind, (yield self._block(handler.body)))
                ways = join(ways, then({Exit.NORMAL: raised}, caught))
        if not node.final:
            return ways
        final = yield self._block(node.final)
        result: Outcomes = {}
        for way, counts in ways.items():
            ended = then({Exit.NORMAL: counts}, final)
            result = join(result, moved(ended, {Exit.NORMAL: way}))
        return result

    def _with(self, node: With) -> Steps[Outcomes]:
        items = yield self._all(list(node.items))
        body = yield self._block(node.body)
        if Exit.RAISE in body and any(self._may_swallow(item) for item in node.items):
            body = join(body, {Exit.NORMAL: body[Exit.RAISE]})
        return then(items, body)

    def _may_swallow(self, item: WithItem) -> bool:
        """May the manager end an exception? Those of the library do not, save `suppress`."""
        if not isinstance(item.manager, Call):
            return True
        meaning = self.facts.meaning(item.manager.callee)
        return not isinstance(meaning, ListedMeaning) or meaning.module == "contextlib"

    def _match(self, node: Match) -> Steps[Outcomes]:
        subject = yield self._expression(node.subject)
        rest: Outcomes = NOTHING
        for case in reversed(node.cases):
            pattern = yield self.expressions.count(case.pattern)
            body = yield self._block(case.body)
            if case.guard is not None:
                guard = yield self._expression(case.guard)
                body = then(guard, join(body, rest))
            rest = then(pattern, body if _matches_all(case) else join(body, rest))
        return then(subject, rest)

    def _raise(self, node: Raise) -> Steps[Outcomes]:
        parts = [one for one in (node.exception, node.cause) if one is not None]
        ways = moved((yield self._all(list(parts))), {Exit.NORMAL: Exit.RAISE})
        exception = node.exception
        named = exception.callee if isinstance(exception, Call) else exception
        if isinstance(named, Name) and named.identifier == "SystemExit":
            ways = join(ways, {Exit.END: ways[Exit.RAISE]})
        return ways

    def _place(self, node: For | While) -> Place:
        return self.facts.place(node.iterable if isinstance(node, For) else node.test)


def _with_else(ways: Outcomes, body: Outcomes, orelse: Outcomes) -> Outcomes:
    """A loop and its `else`, which a `break` leaves out."""
    if orelse is NOTHING:
        return ways
    if Exit.BREAK not in body:
        return then(ways, orelse)
    return join(ways, then(ways, orelse))


def _matches_all(case: MatchCase) -> bool:
    pattern = case.pattern
    return case.guard is None and isinstance(pattern, CapturePattern) and pattern.pattern is None
