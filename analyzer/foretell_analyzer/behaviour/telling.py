"""The plan: takes effects, gives the tree of tool calls that a reader sees, shaped like the script.

Functions of the script are kept as named parts in the place of their calls. What cannot be told in
order (recursion, what is called by something unknown) is an `Opaque` that names the tools. After
something that may leave its block early, what follows is a `Choice`: it happens or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, final

from .. import ir
from ..bounds import Bound
from ..effects import (
    NOTHING,
    Alternatives,
    Apart,
    Beside,
    Called,
    Caught,
    Deferred,
    Effect,
    Loose,
    Lost,
    Part,
    Recursion,
    Rounds,
    Series,
    ToolCalled,
    Turns,
    alternatives,
)
from ..exits import Exit
from ..plan import Branch, Call, Choice, Loop, Opaque, Parallel, Plan, Sequence
from ..plan import Routine as Inlined
from ..sizing import Sizing
from .arguments import planned_arguments
from .conditions import condition_of, handler_words
from .jumps import jump_in
from .merging import merged
from .pruning import pruned
from .sizes import header_of, reported, times_of
from .tools import Reach, repeated_by
from .words import shortened

_NOTHING: Final = Sequence(())
_LARGEST: Final = 2_000
"""Steps of a plan; functions whose calls would make it longer are told by their tools alone."""
_MOST_WAYS_OUT: Final = 8
"""A block with more parts that may leave it is told flat: each step happens or not."""

Steps = list[Plan]


def plan_of(effect: Effect, reach: Reach, sizing: Sizing) -> Plan:
    """The plan of a whole module."""
    return pruned(sequence(_Telling(reach, sizing).steps(effect)))


def sequence(steps: Iterable[Plan]) -> Plan:
    """Steps one after the other, as flat as can be."""
    flat = flattened(steps)
    return flat[0] if len(flat) == 1 else Sequence(tuple(flat))


def flattened(steps: Iterable[Plan]) -> Steps:
    """Steps one after the other, those of sequences each by itself."""
    flat: Steps = []
    for step in steps:
        flat.extend(step.steps if isinstance(step, Sequence) else (step,))
    return flat


@final
class _Telling:
    def __init__(self, reach: Reach, sizing: Sizing) -> None:
        self.reach = reach
        self.facts = sizing.facts
        self.sizing = sizing
        self.told = 0
        self.bodies: list[Called] = []

    def steps(self, effect: Effect) -> Steps:
        if not effect.calls:
            return []
        return _CASES[type(effect)](self, effect)

    def opaque(self, inner: Effect, why: str, node: ir.Node) -> Steps:
        tools = self.reach.tools(inner)
        return [Opaque(why, tools, self.facts.place(node))] if tools else []

    # --------------------------------------------------------------------------- in order

    def tool_called(self, effect: Effect) -> Steps:
        assert isinstance(effect, ToolCalled)
        self.told += 1
        arguments = planned_arguments(self.facts, effect)
        return [Call(effect.tool.name, arguments, self.facts.place(effect.node))]

    def series(self, effect: Effect) -> Steps:
        assert isinstance(effect, Series)
        parts = [(self.steps(one), jump_in(one)) for one in effect.parts]
        ways_out = sum(jump is not None for _, jump in parts)
        rest: Steps = []
        for steps, jump in reversed(parts):
            if rest and jump is not None:
                rest = self.after(jump, rest, flat=ways_out > _MOST_WAYS_OUT)
            rest = steps + rest
        return rest

    def after(self, jump: ir.Node, rest: Steps, *, flat: bool) -> Steps:
        """What follows something that may leave the block."""
        condition = f"unless line {self.facts.module.line(jump)} ends it"
        span = self.facts.place(jump)
        otherwise = Branch("otherwise", _NOTHING)
        if not flat:
            return [Choice((Branch(condition, sequence(rest)), otherwise), span)]
        return [
            one
            if isinstance(one, Choice) and one.branches[-1] == otherwise
            else Choice((Branch(condition, one), otherwise), span)
            for one in rest
        ]

    # ---------------------------------------------------------------------------- choices

    def alternatives(self, effect: Effect) -> Steps:
        assert isinstance(effect, Alternatives)
        branches: list[Branch] = []
        first = effect.node
        while True:
            last = effect.arms[-1]
            goes_on = isinstance(last, Alternatives) and _follows(effect.node, last.node)
            arms = effect.arms[:-1] if goes_on else effect.arms
            for position, arm in enumerate(arms):
                word = condition_of(self.facts, effect, position, is_first=not branches)
                branches.append(Branch(word, sequence(self.steps(arm))))
            if not goes_on:
                break
            assert isinstance(last, Alternatives)
            effect = last
        if all(one.plan == _NOTHING for one in branches):
            return []
        return [Choice(tuple(branches), self.facts.place(first or self.facts.module))]

    def caught(self, effect: Effect) -> Steps:
        assert isinstance(effect, Caught)
        found = self.steps(effect.body)
        arms = dict(effect.arms)
        if Exit.UNLESS in arms:
            return found + self.decided(effect, arms)
        orelse = self.steps(arms[Exit.NORMAL]) if Exit.NORMAL in arms else []
        if isinstance(effect.node, ir.Try):
            branches = [Branch("if nothing fails", sequence(orelse))]
            branches += self.handlers(arms)
            if any(one.plan != _NOTHING for one in branches):
                found.append(Choice(tuple(branches), self.facts.place(effect.node)))
            return found
        is_left = isinstance(effect.node, (ir.For, ir.While)) and Exit.BREAK in arms
        if orelse and is_left and effect.node is not None:
            told = (Branch("else", sequence(orelse)), Branch("otherwise", _NOTHING))
            return [*found, Choice(told, self.facts.place(effect.node))]
        return found + orelse

    def decided(self, effect: Caught, arms: dict[Exit, Effect]) -> Steps:
        """What is done where a condition holds, and where not."""
        ways = [arms.get(Exit.NORMAL, NOTHING), arms[Exit.UNLESS]]
        parent = self.facts.parent(effect.node) if effect.node is not None else None
        if isinstance(parent, ir.BooleanOperation) and parent.operator is ir.BooleanOperator.OR:
            ways.reverse()
        return self.steps(alternatives(effect.node, ways))

    def handlers(self, arms: dict[Exit, Effect]) -> list[Branch]:
        """Each handler once, whatever exceptions lead there."""
        branches: dict[int, Branch] = {}
        for way in (Exit.RAISE, Exit.FAIL):
            arm = arms.get(way)
            if not isinstance(arm, Alternatives) or not arm.labels:
                if arm is not None and arm.calls:
                    branches[-1 - len(branches)] = Branch("except", sequence(self.steps(arm)))
                continue
            for label, one in zip(arm.labels, arm.arms, strict=True):
                if label is not None and label.index not in branches:
                    words = handler_words(self.facts, label)
                    branches[label.index] = Branch(words, sequence(self.steps(one)))
        return list(branches.values())

    # ------------------------------------------------------------------- loops, functions

    def turns(self, effect: Effect) -> Steps:
        assert isinstance(effect, Turns)
        each = [sequence(self.steps(one)) for one in effect.parts]
        times = len(each)
        is_left = any(jump_in(one) is not None for one in effect.parts)
        body = merged(each)
        if body is None:
            return flattened(each)
        header = header_of(self.facts, effect.node)
        bound = Bound(min(1, times) if is_left else times, times)
        return [Loop(header, bound, body, self.facts.place(effect.node))]

    def rounds(self, effect: Effect) -> Steps:
        assert isinstance(effect, Rounds)
        body = self.steps(effect.body)
        if not body:
            return []
        times = reported(times_of(self.sizing, effect), self.sizing)
        if jump_in(effect.body) is not None:  # the first round is begun, if there is one
            times = Bound(min(times.low, 1), times.high)
        place = self.facts.place(effect.node)
        return [
            Loop(
                header_of(self.facts, effect.times.where or effect.node),
                times,
                sequence(body),
                place,
            )
        ]

    def called(self, effect: Effect) -> Steps:
        assert isinstance(effect, Called)
        name = effect.function.name.rpartition(".")[2]
        if isinstance(effect.function.definition, ir.Lambda):
            name = f"<lambda:{self.facts.module.line(effect.function.definition)}>"
        if self.told > _LARGEST:
            return self.opaque(effect.body, f"`{name}` is too much to be shown here", effect.node)
        self.bodies.append(effect)
        body = self.steps(effect.body)
        self.bodies.pop()
        return [Inlined(name, sequence(body), self.facts.place(effect.node))] if body else []

    def recursion(self, effect: Effect) -> Steps:
        assert isinstance(effect, Recursion)
        inner = repeated_by(effect, self.bodies)
        return self.opaque(inner, f"`{effect.function.name}` calls itself", effect.node)

    # ------------------------------------------------------------------------- not in order

    def beside(self, effect: Effect) -> Steps:
        assert isinstance(effect, Beside)
        parts = [sequence(self.steps(one)) for one in effect.parts]
        parts = [one for one in parts if one != _NOTHING]
        if len(parts) == 1 and not isinstance(parts[0], Loop):
            return [parts[0]]
        return [Parallel(tuple(parts), self.facts.place(effect.node))] if parts else []

    def task(self, effect: Effect) -> Steps:
        assert isinstance(effect, Loose)
        body = self.steps(effect.body)
        return [Parallel((sequence(body),), self.facts.place(effect.node))] if body else []

    def apart(self, effect: Effect) -> Steps:
        assert isinstance(effect, Apart)
        return self.steps(effect.whole)

    def part(self, effect: Effect) -> Steps:
        assert isinstance(effect, Part)
        body = self.steps(effect.body)
        if not body:
            return []
        node = effect.body.node if isinstance(effect.body, Called) else self.facts.module
        branches = (Branch("as far as it is used", sequence(body)), Branch("otherwise", _NOTHING))
        return [Choice(branches, self.facts.place(node))]

    def deferred(self, effect: Effect) -> Steps:
        assert isinstance(effect, Deferred)
        why = f"calls of `{effect.function.name}` go too deep to be followed"
        return self.opaque(effect, why, effect.node)

    def lost(self, effect: Effect) -> Steps:
        assert isinstance(effect, Lost)
        why = f"what `{shortened(self.facts.snippet(effect.node))}` calls is not known"
        return self.opaque(effect, why, effect.node)


def _follows(one: ir.Node | None, other: ir.Node | None) -> bool:
    """Is one the `elif` of the other, or its next case?"""
    if isinstance(one, ir.If):
        return isinstance(other, ir.If) and one.orelse == (other,)
    return isinstance(one, ir.MatchCase) and isinstance(other, ir.MatchCase)


_CASES: Final[dict[type, Callable[[_Telling, Effect], Steps]]] = {
    ToolCalled: _Telling.tool_called,
    Series: _Telling.series,
    Turns: _Telling.turns,
    Alternatives: _Telling.alternatives,
    Rounds: _Telling.rounds,
    Caught: _Telling.caught,
    Called: _Telling.called,
    Recursion: _Telling.recursion,
    Deferred: _Telling.deferred,
    Lost: _Telling.lost,
    Beside: _Telling.beside,
    Loose: _Telling.task,
    Part: _Telling.part,
    Apart: _Telling.apart,
}
