"""What is remembered of the constructs that are being evaluated: functions, loops, `try`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, final

from ..bindings import Scope
from ..effects import Effect
from ..ir import GeneratorExpression, Node
from ..values.content import Content
from ..values.origins import NO_ORIGINS, Origin, cut
from ..values.routines import Frame, FunctionInfo
from ..values.store import Delta
from ..values.value import BOTTOM, Value


class GaveUpError(Exception):
    """All steps are used up."""


@final
class LoopExits:
    """Where the jumps of a loop that is being evaluated come out."""

    mark: int
    breaks: list[Delta]
    continues: list[Delta]

    def __init__(self, mark: int) -> None:
        self.mark = mark
        self.breaks = []
        self.continues = []


@final
class Watch:
    """A `try` that is being evaluated: the states in which something in it may raise.

    `states` joins, for each location, what it held at any such point. Of what may be raised, all
    that is known is in `raised`; `anything` says that it may be something else, too. `origins` are
    those of all values in it, which decide whether something is raised; `told` those of what messages
    of the library may tell of, and those of tools that may fail.
    """

    base: dict[int, Content | None]
    states: Delta
    seen: int
    points: int
    raised: Value
    anything: bool
    origins: frozenset[Origin]
    told: frozenset[Origin]

    def __init__(self, seen: int) -> None:
        self.base = {}
        self.states = {}
        self.seen = seen
        self.points = 0
        self.raised = BOTTOM
        self.anything = False
        self.origins = NO_ORIGINS
        self.told = NO_ORIGINS

    def tell(self, origins: frozenset[Origin]) -> None:
        """A message may tell of something of these origins."""
        if not origins <= self.told:
            self.told = cut(self.told | origins)
        self.note(origins)

    def note(self, origins: frozenset[Origin]) -> None:
        """Something of these origins is there."""
        if not origins <= self.origins:
            self.origins = cut(self.origins | origins)


@final
class Activation:
    """A function body that is being evaluated.

    `grew` says that a call of the same function inside has brought more than was assumed, so that
    another round is needed. `before` are the results of the rounds before this one.
    """

    function: FunctionInfo | None
    frame: Frame
    mark: int
    returns: list[Delta]
    result: Value
    yields: list[Delta]
    yielded: Value
    sent: Value
    entries: list[Value]
    entry_states: Delta
    before: Value
    before_exits: Delta
    is_recursive: bool
    grew: bool
    loops: list[LoopExits]
    around: tuple[Frame, Scope, int]
    around_caller: FunctionInfo | None
    yielded_before: Value
    yields_itself: bool
    user: int
    call: int
    steering: frozenset[Origin]

    def __init__(self, function: FunctionInfo | None, frame: Frame, mark: int) -> None:
        self.function = function
        self.frame = frame
        self.mark = mark
        self.returns = []
        self.result = BOTTOM
        self.yields = []
        self.yielded = BOTTOM
        self.sent = BOTTOM
        self.entries = []
        self.entry_states = {}
        self.before = BOTTOM
        self.before_exits = {}
        self.is_recursive = False
        self.grew = False
        self.loops = []
        self.around = (frame, frame.scope, 0)
        self.around_caller = None
        self.yielded_before = BOTTOM
        self.yields_itself = False
        self.user = 0
        self.call = -1
        self.steering = NO_ORIGINS


@final
class Begun:
    """Coroutines that run beside what follows: `nodes` are the places to point at.

    `task` is what they are recorded to do, `deliver` puts what they give where their results are.
    `passed` joins the states in which parts of them may have run.
    """

    def __init__(
        self,
        values: list[Value],
        nodes: list[Node],
        context: int,
        task: Effect,
        deliver: Callable[[list[Value]], None],
        passed: Delta,
        caller: FunctionInfo | None,
    ) -> None:
        self.values = values
        self.nodes = nodes
        self.context = context
        self.task = task
        self.deliver = deliver
        self.passed = passed
        self.caller = caller


class SuspendedExpression(NamedTuple):
    """A generator expression, where it was made and by which function."""

    node: GeneratorExpression
    frame: Frame
    maker: FunctionInfo | None
