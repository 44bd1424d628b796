"""The evaluator: runs a module over sets of values instead of values.

Its cases mirror the interpreter's: a function for each kind of expression and statement, found in
a table. State is the store, and whether the present point can be reached at all; code that cannot
be reached is not evaluated. Where a construct is not understood the answer is `UNKNOWN`, never a
guess.

Work is bounded. Every evaluated node is a step; when a share of the steps is used up, calls are no
longer followed and loops are passed once with all that they change unknown (`is_thrifty`); when
all are used up, evaluation gives up and says so (`Observations.is_complete`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, final

from ..bindings import Scope
from ..effects import MAY_RAISE, NEVER, Effect, apart, series
from ..ir import Block, Expression, Node, Statement
from ..sites import Occurrences, World
from ..values.content import Content
from ..values.instances import Lazy, Suspended
from ..values.making import only
from ..values.objects import Object
from ..values.origins import Origin
from ..values.routines import ClassInfo, FunctionInfo
from ..values.shapes import (
    ClassOf,
    FunctionOf,
    Reference,
    ToolOf,
)
from ..values.store import Delta, meet
from ..values.value import ANYTHING, BOTTOM, STORED_DATA, UNBOUND, UNKNOWN, Value, join
from . import exhaustion
from .activation import Activation, GaveUpError, SuspendedExpression, Watch
from .observations import FAILS, PASSES, Detail, Observations
from .tracing import Tracing

if TYPE_CHECKING:
    from .outside import Outside

STEPS: Final = 5_000
"""What any script is allowed, and beside it for each node; real ones take a tenth of it."""
STEPS_A_NODE: Final = 20
DEEPEST: Final = 120
"""How many expressions, blocks and calls are evaluated inside one another."""
MOST_ROUNDS: Final = 12
WIDEN_AFTER: Final = 2
HARMLESS: Final = frozenset({"argument", "exhausted-iterator"})
"""Rules that tell of what is wrong and yet need not raise."""


@final
class Evaluator(Tracing):
    """The state of one evaluation."""

    world: World
    met: Occurrences
    outside: Outside
    seen: Observations
    scope: Scope
    activation: Activation
    stack: list[Activation]
    watches: list[Watch]
    everywhere: Watch | None
    reachable: bool
    is_assumed: bool
    is_dead: bool
    is_thrifty: bool
    jumps: int
    returns: int
    raises: int
    steps: int
    thrifty_at: int
    most: int
    depth: int
    holds_functions: bool
    kept_by: set[str]
    has_tasks: bool
    has_recursion: bool
    has_callbacks: bool

    def __init__(
        self, met: Occurrences, world: World, outside: Outside, steps: int = STEPS
    ) -> None:
        super().__init__()
        self.met = met
        self.world = world
        self.outside = outside
        count = met.module.node_count
        self.seen = Observations(count)
        self.classes: dict[tuple[int, int], ClassInfo] = {}
        self.groups: dict[object, int] = {}
        self.deferred: dict[int, FunctionInfo] = {}
        self.ready: dict[int, Value] = {}
        self.changed_by: dict[int, set[int]] = {}
        self.settled: dict[tuple[int, int], Delta] = {}
        self.running: dict[int, int] = {}
        self.results_of: dict[int, Value] = {}
        self.latest: dict[int, Value] = {}
        self.havoc_marks: list[tuple[int, tuple[int, Content | None]]] = []
        self.ran: set[int] = set()
        self.queued = BOTTOM
        self.ends_normally = False
        self.generator_expressions: dict[int, SuspendedExpression] = {}
        self.active_loops: list[int] = []
        self.freshness: dict[int, int] = {}
        self.uses_again: dict[int, int] = {}
        self.behind_loop: dict[int, Callable[[], None]] = {}
        self.parted_by: dict[int, tuple[frozenset[str], Block]] = {}
        self.partings = 0
        self.partings_open = 0
        self.spent_at: dict[int, Node] = {}
        self.caller: FunctionInfo | None = None
        self.reachable = True
        self.is_assumed = False
        self.is_dead = False
        self.is_thrifty = False
        self.handed: dict[int, Value] = {}
        self.changed_since: dict[int, Delta] = {}
        self.steerings: dict[frozenset[Origin], frozenset[Origin]] = {}
        self.jumps = 0
        self.returns = 0
        self.raises = 0
        self.steps = 0
        self.thrifty_at = steps + STEPS_A_NODE * count
        self.most = 3 * self.thrifty_at
        self.depth = 0
        self.holds_functions = False
        self.kept_by = set()
        self.has_tasks = False
        self.has_recursion = False
        self.has_callbacks = False
        self.has_delegates = False
        self.sent = BOTTOM
        self.handled: list[tuple[Activation, Value]] = []
        self.watches = []
        self.everywhere = None
        self.unfinished: list[FunctionInfo] = []
        self.stack = []
        self.scope = met.resolution.module_scope
        self.frame = self.new_frame(self.scope, None, 0)
        self.activation = Activation(None, self.frame, 0)
        self.stack.append(self.activation)

    # ------------------------------------------------------------------------- evaluation

    def evaluate(self, node: Expression) -> Value:
        """What an expression may be at the present point."""
        self.steps += 1
        if self.steps > self.thrifty_at:
            self.count_steps()
        if self.ready:
            known = self.ready.pop(node.index, None)
            if known is not None:
                return known
        self.depth += 1
        value = EXPRESSIONS[type(node)](self, node)
        self.depth -= 1
        if self.reachable:
            self.seen.see(node, value)
            self.latest[node.index] = value
            if self.watches and value.origins:
                self.watches[-1].note(value.origins)
            if self.everywhere is not None:
                self.record_state(self.everywhere)
        return value

    def allow_steps(self) -> None:
        """Begin to count steps anew."""
        self.steps = 0
        self.is_thrifty = False

    def count_steps(self) -> None:
        """Become thrifty, or give up."""
        self.is_thrifty = True
        if self.steps > self.most:
            raise GaveUpError

    def execute(self, block: Block) -> None:
        """Evaluate statements one after the other, as far as they are reached."""
        self.depth += 1
        executed = self.seen.executed
        guarded = self.seen.guarded
        last = len(block) - 1
        parted: tuple[Effect, int] | None = None
        begun = end = 0
        for position, statement in enumerate(block):
            if not self.reachable:
                break
            self.steps += 1
            if not self.is_assumed:
                executed[statement.index] = 1
            elif executed[statement.index] == 0:
                executed[statement.index] = 2
            if self.watches:
                guarded[statement.index] = 1
            if self.everywhere is not None:
                self.record_state(self.everywhere)
            kind = type(statement)
            if kind not in PARTED or parted is not None or position == last:
                STATEMENTS[kind](self, statement)
            else:
                begun = len(self.effects)
                parted = PARTED[kind](self, block, position)
                end = position + (0 if parted is None else parted[1])
            if parted is not None and position == end:
                self.keep_apart(begun, parted[0])
                parted = None
        if parted is not None:
            self.keep_apart(begun, parted[0])
        self.depth -= 1

    def keep_apart(self, begun: int, parted: Effect) -> None:
        """The effects from a point on were recorded with the ways kept apart as well."""
        whole = [*self.effects[begun:], *([] if self.reachable else [NEVER])]
        del self.effects[begun:]
        self.effects.append(apart(series(whole), parted))

    def goes_on(self) -> bool:
        """Is the present point reached? A method, so that nobody takes the answer for lasting."""
        return self.reachable

    # ------------------------------------------------------------------------- rules

    def note(self, rule: str, node: Node, state: int, detail: Detail | None = None) -> None:
        """Answer the question of a rule at a node."""
        if self.reachable:
            detail = detail or _NO_DETAIL
            self.seen.note(rule, node, self.context, state, detail)
            if state == FAILS and not detail.declared and rule not in HARMLESS:
                self.store.doom()

    def passes(self, rule: str, node: Node) -> None:
        """Nothing is wrong there, as far as a rule is concerned."""
        if self.reachable:
            self.seen.note(rule, node, self.context, PASSES, _NO_DETAIL)

    # ------------------------------------------------------------------------- branches

    def branch(self) -> int:
        """Begin a way that may be undone: the mark to come back to."""
        return self.store.mark()

    def leave(self, mark: int, ways: list[Delta]) -> None:
        """End a way: keep what it changed, if its end is reached, and undo it."""
        if self.reachable:
            ways.append(self.store.delta(mark))
        self.store.rollback(mark)

    def meet(self, ways: list[Delta]) -> None:
        """Go on where ways meet; where none comes, nothing is reached."""
        self.reachable = bool(ways)
        if ways:
            self.store.merge(ways)

    def may_raise(self, *kinds: str) -> None:
        """Note that something may be raised at the present point: of these kinds, else of any."""
        if self.watches and self.reachable:
            watch = self.watches[-1]
            watch.anything = watch.anything or not kinds
            for kind in kinds:
                watch.raised = join(watch.raised, only(kind))
            self.record_state(watch)
            effects = self.effects
            if not effects or effects[-1] is not MAY_RAISE:
                effects.append(MAY_RAISE)

    def record_state(self, watch: Watch) -> None:
        """Let the handlers of a `try` know the present state."""
        touched = self.store.touched
        states = watch.states
        for position in range(watch.seen, len(touched)):
            location, old = touched[position]
            if location not in watch.base:
                watch.base[location] = old
        changed = {touched[position][0] for position in range(watch.seen, len(touched))}
        for location in changed:
            now = self.store.read(location)
            known = states.get(location)
            if known is None:
                base = watch.base[location]
                if watch.points and base is not None:
                    now = meet(base, now, widening=False)
                elif watch.points:
                    now = meet(UNBOUND, now, widening=False)
                states[location] = now
            else:
                states[location] = meet(known, now, widening=False)
        watch.seen = len(touched)
        watch.points += 1

    def group(self, key: object) -> int:
        """A number for what is called together, beside other callees at the same node."""
        return 1_000_000 * self.groups.setdefault(key, len(self.groups) + 1)

    def unseen(self) -> Value:
        """What is in objects of the library: anything, once functions were put into any."""
        return UNKNOWN if self.holds_functions else STORED_DATA

    def makers(self, value: Value) -> tuple[int, ...]:
        """The nodes that made what a value refers to; there are no more of them than nodes."""
        return tuple(sorted({self.made_at.get(one, -1) for one in value.references()}))

    def latest_value(self, node: Expression) -> Value | None:
        """The value of an expression when it was last evaluated."""
        return self.latest.get(node.index)

    def has_run(self, info: FunctionInfo) -> bool:
        """Has the body of a function been evaluated as called?"""
        return info.number in self.ran

    def allocate(self, node: Node, made: Object, part: object = 0) -> Value:
        """A new object; of an iterator it is noted that nobody has gone over it yet."""
        found = super().allocate(node, made, part)
        if isinstance(made, (Suspended, Lazy)):
            exhaustion.begin(self, self.site(node, part), made)
        return found

    # ------------------------------------------------------------------------- escapes

    def escape(self, value: Value) -> None:
        """Note that what a value holds may be called from where we cannot see."""
        for shape in self.reachable_shapes(value):
            match shape:
                case Reference() if self.suspended_calls:
                    held = self.object_at(shape.location)
                    if isinstance(held, Suspended):
                        for name, done in self.suspended_calls.get(held.call, {}).items():
                            self.seen.escaped_tools[name] = done.tool
                case FunctionOf():
                    self.seen.escaped[shape.function.number] = shape.function
                case ToolOf():
                    self.seen.escaped_tools[shape.tool.name] = shape.tool
                case ClassOf():
                    self.escape_class(shape.info)
                case _:
                    pass

    def escape_class(self, info: ClassInfo) -> None:
        """Every method of an object that we lose sight of may be called."""
        for owner in info.order:
            for part in self.object_at(owner.location).parts():
                for shape in part.shapes:
                    if isinstance(shape, FunctionOf):
                        self.seen.escaped[shape.function.number] = shape.function

    def havoc(self) -> None:
        """Anything may have been done to whatever the script shares: objects, outer variables.

        What has not changed since this was last done needs no look again.
        """
        trail = self.store.trail
        known = self.havoc_marks
        while known and not (
            len(trail) >= known[-1][0] and trail[known[-1][0] - 1] is known[-1][1]
        ):
            known.pop()
        begin = known[-1][0] if known else 0
        places = {one[0] for one in trail[begin:]} if known else set(self.store.cells)
        self.steps += len(places) // 8
        for location in sorted(places):
            content = self.store.cells.get(location)
            if isinstance(content, Object) and content.type != "namespace":
                for part in content.parts():
                    self.escape(part)
                forgotten = content.forgotten()
                if not forgotten.same(content):
                    self.store.write(location, forgotten)
        for location in self.shared_variables():
            now = self.store.cells.get(location)
            if isinstance(now, Value) and now.unknown != ANYTHING:
                self.escape(now)
                self.store.write(location, join(now, UNKNOWN))
        self.forget_paths()
        if trail:
            known.append((len(trail), trail[-1]))

    def shared_variables(self) -> list[int]:
        """Locations of variables that a function other than their own may assign."""
        return [
            frame.base + slot
            for owner, slot in sorted(self.outside.assigned_elsewhere)
            for frame in self.frames_of.get(owner, ())
        ]


_NO_DETAIL: Final = Detail()

EXPRESSIONS: Final[dict[type, Callable[[Evaluator, Expression], Value]]] = {}
"""What evaluates each kind of expression; filled by the modules beside this one."""

PARTED: Final[dict[type, Callable[[Evaluator, Block, int], tuple[Effect, int] | None]]] = {}
"""What evaluates kinds of statements of which the ways are kept apart, if there is reason."""

STATEMENTS: Final[dict[type, Callable[[Evaluator, Statement], None]]] = {}
"""What evaluates each kind of statement, likewise."""
