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
from typing import TYPE_CHECKING, Final, NamedTuple, final

from ..bindings import Scope
from ..ir import Block, Expression, GeneratorExpression, Node, Statement
from ..sites import Occurrences, World
from ..values.content import Content
from ..values.objects import ANY_OBJECT, Lazy, Object, Suspended
from ..values.routines import ClassInfo, Frame, FunctionInfo
from ..values.shapes import (
    BoundTo,
    ClassOf,
    FunctionOf,
    Listed,
    Reference,
    Shape,
    SuperOf,
    ToolOf,
    TupleOf,
)
from ..values.store import Delta, Store, meet
from ..values.value import ANYTHING, BOTTOM, UNBOUND, UNKNOWN, Value, join
from . import exhaustion
from .observations import FAILS, PASSES, Detail, Observations

if TYPE_CHECKING:
    from .outside import Outside

STEPS: Final = 60_000
STEPS_A_NODE: Final = 60
DEEPEST: Final = 120
"""How many expressions, blocks and calls are evaluated inside one another."""
MOST_ROUNDS: Final = 12
WIDEN_AFTER: Final = 2
HARMLESS: Final = frozenset({"argument", "exhausted-iterator"})
"""Rules that tell of what is wrong and yet need not raise."""


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

    `states` joins, for each location, what it held at any such point. What was raised by a `raise`
    is in `raised`; `anything` says that something else may be raised too.
    """

    base: dict[int, Content | None]
    states: Delta
    seen: int
    points: int
    raised: Value
    anything: bool

    def __init__(self, seen: int) -> None:
        self.base = {}
        self.states = {}
        self.seen = seen
        self.points = 0
        self.raised = BOTTOM
        self.anything = False


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


class SuspendedExpression(NamedTuple):
    """A generator expression, where it was made and by which function."""

    node: GeneratorExpression
    frame: Frame
    maker: FunctionInfo | None


@final
class Evaluator:
    """The state of one evaluation."""

    world: World
    met: Occurrences
    outside: Outside
    store: Store
    seen: Observations
    frame: Frame
    scope: Scope
    activation: Activation
    stack: list[Activation]
    watches: list[Watch]
    reachable: bool
    is_assumed: bool
    is_dead: bool
    is_thrifty: bool
    weak: int
    steps: int
    thrifty_at: int
    most: int
    depth: int
    context: int
    holds_functions: bool
    has_tasks: bool

    def __init__(self, met: Occurrences, world: World, outside: Outside) -> None:
        self.met = met
        self.world = world
        self.outside = outside
        self.store = Store()
        count = met.module.node_count
        self.seen = Observations([None] * count, bytearray(count), bytearray(count))
        self.contexts: dict[tuple[int, int, int], int] = {}
        self.frames: dict[tuple[int, int, int], Frame] = {}
        self.sites: dict[tuple[int, int, object], int] = {}
        self.functions: dict[tuple[int, int], FunctionInfo] = {}
        self.classes: dict[tuple[int, int], ClassInfo] = {}
        self.made_at: dict[int, int] = {}
        self.groups: dict[object, int] = {}
        self.weak_locations: set[int] = set()
        self.paths: dict[int, dict[tuple[object, ...], int]] = {}
        self.splits: dict[int, int] = {}
        self.split_count = 0
        self.deferred: dict[int, FunctionInfo] = {}
        self.ready: dict[int, Value] = {}
        self.changed_by: dict[int, set[int]] = {}
        self.running: dict[int, int] = {}
        self.results_of: dict[int, Value] = {}
        self.latest: dict[int, Value] = {}
        self.ran: set[int] = set()
        self.queued = BOTTOM
        self.ends_normally = False
        self.generator_expressions: dict[int, SuspendedExpression] = {}
        self.active_loops: list[int] = []
        self.freshness: dict[int, int] = {}
        self.spent_at: dict[int, Node] = {}
        self.caller: FunctionInfo | None = None
        self.context = 0
        self.reachable = True
        self.is_assumed = False
        self.is_dead = False
        self.is_thrifty = False
        self.weak = 0
        self.steps = 0
        self.thrifty_at = STEPS + STEPS_A_NODE * count
        self.most = 4 * self.thrifty_at
        self.depth = 0
        self.holds_functions = False
        self.has_tasks = False
        self.watches = []
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
        return value

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
        for statement in block:
            if not self.reachable:
                break
            self.steps += 1
            if not self.is_assumed:
                executed[statement.index] = 1
            elif executed[statement.index] == 0:
                executed[statement.index] = 2
            if self.watches:
                guarded[statement.index] = 1
            STATEMENTS[type(statement)](self, statement)
        self.depth -= 1

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

    def may_raise(self) -> None:
        """Note that something may be raised at the present point, of no known kind."""
        if self.watches and self.reachable:
            watch = self.watches[-1]
            watch.anything = True
            self.record_state(watch)

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

    # ------------------------------------------------------------------------- locations

    def new_frame(self, scope: Scope, around: Frame | None, context: int) -> Frame:
        """The frame of a scope in a context; the same one again if it was made before."""
        key = (scope.node.index, context, -1 if around is None else around.number)
        found = self.frames.get(key)
        if found is not None:
            return found
        base = self.store.allocate(len(scope.slot_names))
        free: dict[int, int] = {}
        if around is not None:
            for here, there in scope.captures:
                free[here] = around.location(there)
        frame = Frame(len(self.frames), scope, base, free, -1, context)
        self.frames[key] = frame
        return frame

    def inner_context(self, node: Node, ordinal: int = 0) -> int:
        """The context of what a node calls; `ordinal` tells apart several of its callees."""
        key = (self.context, node.index, ordinal)
        found = self.contexts.get(key)
        if found is None:
            found = self.contexts[key] = len(self.contexts) + 1
        return found

    def group(self, key: object) -> int:
        """A number for what is called together, beside other callees at the same node."""
        return 1_000_000 * self.groups.setdefault(key, len(self.groups) + 1)

    def makers(self, value: Value) -> tuple[int, ...]:
        """The nodes that made what a value refers to; there are no more of them than nodes."""
        return tuple(sorted({self.made_at.get(one, -1) for one in value.references()}))

    def site(self, node: Node, part: object = 0) -> int:
        """The location of what a node makes, or of a part of it, in the present context."""
        key = (node.index, self.context, part)
        found = self.sites.get(key)
        if found is None:
            found = self.sites[key] = self.store.allocate(1)
            self.made_at[found] = node.index
        return found

    def allocate(self, node: Node, made: Object, part: object = 0) -> Value:
        """A new object. What the same place has made before on this way becomes one of many.

        So the newest object of a place is told apart from those before it (the recency
        abstraction of Balakrishnan and Reps, 2006), and can be changed for sure.
        """
        location = self.site(node, part)
        before = self.store.cells.get(location)
        if isinstance(before, Object):
            if made.single:
                self.retire(location, before)
            else:
                made = before.summary().join(made)  # type: ignore[assignment]
        self.store.write(location, made)
        if isinstance(made, (Suspended, Lazy)):
            exhaustion.begin(self, location, made)
        return Value((Reference(location),))

    def retire(self, location: int, before: Object) -> None:
        """Make room for a new object: all that refers to the one before refers to its elders."""
        older = self.splits.get(location)
        if older is None:
            older = self.splits[location] = self.store.allocate(1)
            self.made_at[older] = self.made_at.get(location, -1)
        self.split_count += 1
        elders = self.store.cells.get(older)
        moved: Content = before.summary()
        if isinstance(elders, Object):
            moved = elders.join(moved)
        self.store.write(older, moved)
        for place, content in list(self.store.cells.items()):
            if location in content.references():
                self.store.write(place, content.renamed(location, older))
        for info in self.functions.values():
            info.defaults = [one.renamed(location, older) for one in info.defaults]

    def aged(self, value: Value) -> Value:
        """A value from before: what it refers to may be of the elders by now."""
        found = value
        for location in value.references():
            older = self.splits.get(location)
            if older is not None:
                found = join(found, value.renamed(location, older))
        return found

    def allocate_declared(self, node: int, made: Object, part: object) -> Reference:
        """A new object in the result of the call whose number is `node`."""
        key = (node, self.context, part)
        location = self.sites.get(key)
        if location is None:
            location = self.sites[key] = self.store.allocate(1)
        before = self.store.cells.get(location)
        if isinstance(before, Object):
            self.store.write(location, before.summary().join(made.summary()))
        else:
            self.store.write(location, made)
        return Reference(location)

    def latest_value(self, node: Expression) -> Value | None:
        """The value of an expression when it was last evaluated."""
        return self.latest.get(node.index)

    def has_run(self, info: FunctionInfo) -> bool:
        """Has the body of a function been evaluated as called?"""
        return info.number in self.ran

    def object_at(self, location: int) -> Object:
        """The object at a location."""
        found = self.store.cells.get(location)
        return found if isinstance(found, Object) else ANY_OBJECT

    def replace(self, location: int, changed: Object) -> None:
        """Store a changed object: in place of the old one if it stands for one, else beside it."""
        before = self.object_at(location)
        self.forget_paths()
        if before.single and not self.weak:
            self.store.write(location, changed)
            return
        merged = before.summary().join(changed.summary())
        if not merged.same(before):
            self.store.write(location, merged)

    def read(self, location: int) -> Value:
        """The value of a variable."""
        found = self.store.cells.get(location)
        return found if isinstance(found, Value) else UNBOUND

    def assign(self, location: int, value: Value) -> None:
        """Give a variable a value."""
        frame = self.frame
        is_own = frame.base <= location < frame.base + len(frame.scope.slot_names)
        if location in self.weak_locations or (self.weak and not is_own):
            value = join(self.read(location), value)
        if self.paths:
            self.forget_path(location)
        self.store.write(location, value)

    # ------------------------------------------------------------------------- paths

    def path_location(self, location: int, path: tuple[object, ...]) -> int:
        """Where what was learnt of `variable.path` is kept until anything could change it."""
        below = self.paths.get(location)
        if below is None:
            below = self.paths[location] = {}
        found = below.get(path)
        if found is None:
            found = below[path] = self.store.allocate(1)
        return found

    def forget_path(self, location: int) -> None:
        """A variable got a new value: what was learnt of its parts is void."""
        below = self.paths.get(location)
        if below is not None:
            for one in below.values():
                if one in self.store.cells and self.store.cells[one] is not UNBOUND:
                    self.store.write(one, UNBOUND)

    def forget_paths(self) -> None:
        """Some object was changed: what was learnt of parts of objects is void."""
        for location in self.paths:
            self.forget_path(location)

    # ------------------------------------------------------------------------- escapes

    def escape(self, value: Value) -> None:
        """Note that what a value holds may be called from where we cannot see."""
        for shape in self.reachable_shapes(value):
            match shape:
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

    def reachable_shapes(self, value: Value) -> list[Shape]:
        """All shapes that can be got at from a value, through objects, tuples and methods."""
        found: dict[object, Shape] = {}
        pending = [value]
        while pending:
            for shape in pending.pop().shapes:
                if shape.key in found:
                    continue
                found[shape.key] = shape
                match shape:
                    case TupleOf():
                        pending.append(shape.element)
                        pending.extend(shape.items or ())
                    case Reference():
                        held = self.object_at(shape.location)
                        pending.extend(held.parts())
                        if isinstance(held, Suspended) and held.function is not None:
                            pending.append(Value((FunctionOf(held.function),)))
                        info = getattr(held, "info", None)
                        if isinstance(info, ClassInfo):
                            pending.append(Value((ClassOf(info),)))
                    case BoundTo():
                        pending.append(shape.receiver)
                        pending.append(Value((shape.callee,)))
                    case SuperOf():
                        pending.append(shape.receiver)
                    case Listed():
                        if shape.receiver is not None:
                            pending.append(shape.receiver)
                    case _:
                        pass
        return list(found.values())

    def havoc(self) -> None:
        """Anything may have been done to whatever the script shares: objects, outer variables."""
        self.steps += len(self.store.cells) // 8
        for location, content in list(self.store.cells.items()):
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

    def shared_variables(self) -> list[int]:
        """Locations of variables that a function other than their own may assign."""
        found: list[int] = []
        shared = self.outside.assigned_elsewhere
        for frame in self.frames.values():
            owner = frame.scope.node.index
            found += [
                frame.base + slot
                for slot in range(len(frame.scope.slot_names))
                if (owner, slot) in shared
            ]
        return found


_NO_DETAIL: Final = Detail()

EXPRESSIONS: Final[dict[type, Callable[[Evaluator, Expression], Value]]] = {}
"""What evaluates each kind of expression; filled by the modules beside this one."""

STATEMENTS: Final[dict[type, Callable[[Evaluator, Statement], None]]] = {}
"""What evaluates each kind of statement, likewise."""
