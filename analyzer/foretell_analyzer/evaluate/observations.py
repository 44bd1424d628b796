"""What evaluation has seen, by node: the raw material of findings and of all views.

A node in a loop, or in a function that is called from several places, is evaluated several times,
each time with the values known by then. In one context (one way of calls that leads there) a later
evaluation covers those before it, so the last answer to a rule's question counts. A fault is
*certain* only if the last answers of all contexts are that it fails.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, final

from ..catalog import Tool
from ..effects import NOTHING, Effect
from ..ir import Node
from ..values.origins import NO_ORIGINS, Origin
from ..values.routines import FunctionInfo
from ..values.value import BOTTOM, Value, join

ANY_PARAMETER: Final = "*"
"""In place of the name of a parameter: any that has none of its own."""

PASSES: Final = 0
PARTLY: Final = 1
FAILS: Final = 2


class Detail(NamedTuple):
    """What a rule needs to tell of a fault: words, and the value that did not fit."""

    name: str = ""
    other: str = ""
    value: Value = BOTTOM
    declared: bool = False
    names: tuple[str, ...] = ()
    node: Node | None = None


class Problem(NamedTuple):
    """A fault at a node. `is_certain` if no evaluation of the node went well."""

    rule: str
    node: Node
    detail: Detail
    is_certain: bool


@final
class Journal:
    """What was answered for the alternatives of a value, one after the other, in one context.

    One alternative's answer does not take the place of another's: what fails for one and goes well
    for another is not certain. `case` is the number of the one that is being evaluated.
    """

    case: int
    answered: dict[tuple[str, int, int], tuple[int, Problem | None, bool]]

    def __init__(self) -> None:
        self.case = 0
        self.answered = {}
        self.counts: dict[tuple[str, int, int], int] = {}

    def half_answered(self, node: int, context: int) -> list[str]:
        """The rules that were asked at a node for some of the alternatives only."""
        return [
            rule
            for (rule, index, where), count in self.counts.items()
            if index == node and where == context and count < self.case
        ]

    def combined(
        self, key: tuple[str, int, int], before: Problem | None, answer: Problem | None
    ) -> Problem | None:
        """The answer together with those for the alternatives before the present one."""
        known = self.answered.get(key)
        if known is None:
            known = (self.case, None, False)
        elif known[0] != self.case:
            known = (self.case, before, True)
        if self.answered.get(key) is not known:
            self.counts[key] = self.counts.get(key, 0) + 1
        self.answered[key] = known
        base = known[1]
        if not known[2] or (base is None and answer is None):
            return answer
        if base is None or answer is None:
            fault = base or answer
            assert fault is not None
            return fault._replace(is_certain=False)
        return answer._replace(is_certain=answer.is_certain and base.is_certain)


@final
class ToolUse:
    """A tool at a call: what its parameters may get, over all evaluations of the call.

    `missing`, `unknown` and the like are told as problems; here is only what fits. `given` counts
    as certain only what every evaluation gave. `frozen` are the same values with what objects
    hold, as it was at the call. `origins` are those of what each parameter may get, `steering` what
    decided that the call is made: where something of the script may call it. `plain` are the values
    that each parameter may get, None where they are not all known; those of `always` are given in
    every evaluation.
    """

    tool: Tool
    call: Node
    given: dict[str, Value]
    nodes: dict[str, Node]
    origins: dict[str, frozenset[Origin]]
    steering: frozenset[Origin]
    plain: dict[str, tuple[Any, ...] | None]
    always: set[str]
    is_first: bool
    is_open: bool
    is_certain: bool

    def __init__(self, tool: Tool, call: Node) -> None:
        self.tool = tool
        self.call = call
        self.given = {}
        self.nodes = {}
        self.origins = {}
        self.steering = NO_ORIGINS
        self.plain = {}
        self.always = set()
        self.is_first = True
        self.is_open = False
        self.is_certain = True

    def come(self, parameter: str, origins: frozenset[Origin]) -> None:
        """A parameter gets something of these origins, too."""
        known = self.origins.get(parameter, NO_ORIGINS)
        if parameter not in self.origins or not origins <= known:
            self.origins[parameter] = known | origins


class Edge(NamedTuple):
    """`caller` calls `callee` at `node`; None is the module. A callee is a function or a tool."""

    caller: FunctionInfo | None
    callee: FunctionInfo | Tool
    node: Node


class BodyRun(NamedTuple):
    """A place where a body is run, and the loops in whose rounds it always is."""

    node: Node
    loops: frozenset[int]


Answers = dict[int, dict[int, "Problem | None"]]
"""By node: the last answer in each context; None where nothing is wrong."""


@final
class Observations:
    """All that one evaluation has seen of a module."""

    values: list[Value | None]
    executed: bytearray
    """By statement: 1 if it is reached, 2 if only in what nobody surely calls."""
    guarded: bytearray
    """By statement: 1 if a `try` around it, here or in a caller, may catch what it raises."""
    answers: dict[str, Answers]
    """By rule."""
    tool_uses: dict[tuple[int, str], ToolUse]
    edges: dict[tuple[int, object, int], Edge]
    callees: dict[int, Value]
    unknown_calls: dict[tuple[int, int], tuple[FunctionInfo | None, Node]]
    """Calls of something of which nothing is known, with the function that they are in."""
    escaped: dict[int, FunctionInfo]
    escaped_tools: dict[str, Tool]
    called: dict[int, FunctionInfo]
    functions: dict[int, list[FunctionInfo]]
    """By definition: the functions that it made."""
    suspended: dict[int, Node]
    awaited: set[int]
    """Calls whose coroutine something runs."""
    runs: dict[tuple[int, int], BodyRun]
    """Where bodies are run: by their definition or generator expression, and the place."""
    conditions: dict[int, int]
    """By test: 0 if it never holds, 1 if it always holds, 2 if it does sometimes."""
    prints: dict[tuple[int, int], Value]
    arguments: dict[int, Any]
    """By argument: what a schema refuses of it."""
    journals: list[Journal]
    """Of the alternatives that are being evaluated, one inside the other."""
    shown: dict[int, tuple[Node, frozenset[Origin]]]
    """By call of what prints: of what that is made, and what decided that it is printed."""
    result: frozenset[Origin]
    """Of what the result of the script is made."""
    stored: frozenset[Origin]
    """Of what was put anywhere into objects that evaluation does not follow."""
    effects: Effect
    """What a run does to the world."""
    assumed_effects: dict[int, Effect]
    """By function: what it does if something calls it of which nothing is known."""
    is_complete: bool
    """Is every behaviour covered? Not if evaluation gave up."""
    is_mixed: bool
    """Is this in a mixture of states, where what seems to go wrong is at most less certain?"""
    is_again: bool
    """Is this in a later state that need not be the one? What went well before may do so still."""

    def __init__(self, node_count: int) -> None:
        self.values = [None] * node_count
        self.executed = bytearray(node_count)
        self.guarded = bytearray(node_count)
        self.answers = {}
        self.tool_uses = {}
        self.edges = {}
        self.callees = {}
        self.unknown_calls = {}
        self.escaped = {}
        self.escaped_tools = {}
        self.called = {}
        self.functions = {}
        self.suspended = {}
        self.awaited = set()
        self.runs = {}
        self.conditions = {}
        self.prints = {}
        self.arguments = {}
        self.journals = []
        self.shown = {}
        self.result = NO_ORIGINS
        self.stored = NO_ORIGINS
        self.effects = NOTHING
        self.assumed_effects = {}
        self.is_complete = True
        self.is_again = False
        self.is_mixed = False

    def value(self, node: Node) -> Value | None:
        """What an expression may be; None if it was never evaluated."""
        return self.values[node.index]

    def problems(self, rule: str) -> list[Problem]:
        """The faults that a rule tells of, in source order of their nodes."""
        found: list[Problem] = []
        for answers in self.answers.get(rule, _NO_ANSWERS).values():
            faults = [one for one in answers.values() if one is not None]
            if faults:
                is_certain = len(faults) == len(answers) and all(one.is_certain for one in faults)
                worst = next((one for one in faults if one.is_certain), faults[0])
                found.append(Problem(rule, worst.node, worst.detail, is_certain))
        found.sort(key=_by_place)
        return found

    def note(self, rule: str, node: Node, context: int, state: int, detail: Detail) -> None:
        """The answer of one evaluation to the question of a rule."""
        asked = self.answers.get(rule)
        if asked is None:
            asked = self.answers[rule] = {}
        answers = asked.get(node.index)
        if answers is None:
            answers = asked[node.index] = {}
        answer = None if state == PASSES else Problem(rule, node, detail, state == FAILS)
        if self.is_again and answer is not None and context in answers:
            before = answers[context]
            if before is None or not before.is_certain:
                answer = answer._replace(is_certain=False)
        if self.is_mixed and context in answers:
            before = answers[context]
            is_certain = answer is not None and answer.is_certain
            answer = None if before is None else before._replace(is_certain=is_certain)
        for journal in self.journals:
            answer = journal.combined((rule, node.index, context), answers.get(context), answer)
        answers[context] = answer

    def doubt(self, rule: str, node: Node, context: int) -> None:
        """A fault that was just told is not certain: what fails may not be evaluated at all."""
        answers = self.answers.get(rule, _NO_ANSWERS).get(node.index)
        known = None if answers is None else answers.get(context)
        if answers is not None and known is not None:
            answers[context] = known._replace(is_certain=False)

    def run(self, body: Node, node: Node, loops: frozenset[int]) -> None:
        """A body is run at a place, in rounds of these loops."""
        key = (body.index, node.index)
        known = self.runs.get(key)
        if known is None or not known.loops <= loops:
            self.runs[key] = BodyRun(node, loops if known is None else known.loops & loops)

    def condition(self, test: Node, truth: bool | None) -> None:
        """One more answer that a condition has had."""
        known = self.conditions.get(test.index, -1)
        now = 2 if truth is None else int(truth)
        self.conditions[test.index] = now if known in (-1, now) else 2

    def printed(self, node: int, value: Value, position: int) -> None:
        """One more value that a call of `print` shows."""
        known = self.prints.get((node, position))
        self.prints[node, position] = value if known is None else join(known, value)

    def show(self, node: Node, origins: frozenset[Origin]) -> None:
        """Something of these origins is printed."""
        known = self.shown.get(node.index)
        self.shown[node.index] = (node, origins if known is None else known[1] | origins)

    def see(self, node: Node, value: Value) -> None:
        """One more value that an expression may have."""
        known = self.values[node.index]
        if known is None:
            self.values[node.index] = value
        elif known is not value:
            self.values[node.index] = join(known, value)


_NO_ANSWERS: Final[Answers] = {}


def _by_place(problem: Problem) -> int:
    return problem.node.index
