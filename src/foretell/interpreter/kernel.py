"""What every part of the interpreter shares: the run, its frames, its stops, what a node is.

`Runtime` is one run. It counts; whoever does work that is not a node's own charges it first:
`charge` for work, `charge_size` for the size of a single value about to be made. Both raise a
`Stop`, which no script can catch.

A linked script is a tree of nodes. An `Expression` has a value, a `Statement` comes to a code
(`NORMAL`, `BREAK`, ...); the statements of a block are chained by `next`. Nodes that have a
`yield` or `await` below them are `resumable` and have `resume`, a generator, instead.
"""

from __future__ import annotations  # noqa: I001 - the names of `marks` in rows

import threading
import time
from collections.abc import Callable, Generator, Mapping
from typing import Any, final

from mypy_extensions import i64, mypyc_attr

from .marks import (
    ASYNC_GENERATOR, BREAK, BYTES_PER_STEP, CONTINUE, COROUTINE, GENERATOR, LONGEST_TRAIL, NORMAL,
    PLAIN, RETURN, SLICE, TRAIL, UNSET, Cell, Unset,
)  # fmt: skip
from .stops import Stop

__all__ = [
    "ASYNC_GENERATOR", "BREAK", "BYTES_PER_STEP", "CONTINUE", "COROUTINE", "GENERATOR",
    "LONGEST_TRAIL", "NORMAL", "PLAIN", "RETURN", "SLICE", "TRAIL", "UNSET", "BuiltinFunction",
    "Cell", "Code", "Expression", "Frame", "Runtime", "Statement", "Step", "Stop", "Unset",
    "current_runtime", "enter_runtime", "install_census", "note", "refill", "trail_of", "truth",
]  # fmt: skip


@final
class Runtime:
    """One run: its counters, its limits, the script's global variables, its output.

    Steps are handed out in slices: `steps` is what is left of the slice, `reserve` what is left
    behind it; a slice's end is also when the clock is looked at. Straight-line code may overdraw
    `steps`, the next check settles it: whether a run is stopped, and where, does not depend on
    the size of slices.

    environment: what names mean that the script does not bind: builtins, tools, inputs.
    externals: the values of those the script uses, by the slots the linker gave them, which are
        in `external_slots`.
    handled: the exception that the innermost running handler handles.
    beneath: what is handled where the innermost running generator was resumed.
    outside: what the host itself was handling when the run began; no business of the script.
    raised: the last RecursionError, MemoryError or KeyboardInterrupt that the script itself made.
    site: index of the node of the latest call of something that is no script function.
    loop: drives the coroutines of the run (`loops.ScriptLoop`).
    program: the linked script. services: what the library asks of the host (clock, chance).
    places: nodes that remember classes of this run, to be made to forget them at its end.
    over: the run has ended, with `left` steps left; what remains of it runs no more script.
    frame: the innermost running frame; each knows its `caller`, so that a census finds them all.
    allocated: bytes that values made since the last census may have taken, besides what follows
        from steps; `weighed_at` is the steps that were left then.
    room: how much may be allocated before the next census, of `memory_limit` in all.
    peak: the most that a census found.
    """

    steps: i64
    reserve: i64
    depth: i64
    max_depth: i64
    item_limit: i64
    integer_bits: i64
    site: i64
    globals: list[object]
    externals: list[object]
    external_slots: dict[str, int]
    environment: Mapping[str, object]
    output: list[str]
    output_left: i64
    deadline: float
    loop: Any
    program: Any
    services: Any
    handled: BaseException | None
    beneath: BaseException | None
    outside: BaseException | None
    raised: BaseException | None
    over: bool
    left: i64
    places: list[Any]
    frame: Frame | None
    allocated: i64
    weighed_at: i64
    room: i64
    memory_limit: i64
    peak: i64

    def __init__(
        self,
        *,
        steps: int,
        max_depth: int,
        item_limit: int,
        integer_bits: int,
        output_limit: int,
        deadline: float,
        memory_limit: int = 2**62,
    ) -> None:
        self.steps = 0
        self.reserve = steps
        self.depth = 0
        self.max_depth = max_depth
        self.item_limit = item_limit
        self.integer_bits = integer_bits
        self.site = 0
        self.globals = []
        self.externals = []
        self.external_slots = {}
        self.environment = {}
        self.output = []
        self.output_left = output_limit
        self.deadline = deadline
        self.loop = None
        self.program = None
        self.services = None
        self.handled = None
        self.beneath = None
        self.outside = None
        self.raised = None
        self.over = False
        self.left = 0
        self.places = []
        self.frame = None
        self.allocated = 0
        self.weighed_at = steps
        self.room = memory_limit >> 1
        self.memory_limit = memory_limit
        self.peak = 0

    def bind_external(self, name: str, value: object) -> None:
        """Let a name that the script does not bind mean `value` from now on."""
        self.environment = {**self.environment, name: value}
        slot = self.external_slots.get(name, -1)
        if slot >= 0:
            self.externals[slot] = value

    def end(self) -> None:
        """Let nothing of the script run any more: whoever charges from now on gets a `Stop`."""
        if not self.over:
            self.over = True
            self.left = self.reserve + self.steps
            self.steps = 0

    def charge(self, count: i64) -> None:
        """Take `count` steps; raises `Stop` when none are left or time is up."""
        self.steps -= count
        if self.steps < 0:
            self.refill()

    def refill(self) -> None:
        """Open the next slice of steps; `Stop` if there is none or time is up."""
        if self.over:
            raise Stop("host", "the run is over")
        wanted = SLICE - self.steps
        given = min(wanted, self.reserve)
        self.reserve -= given
        self.steps += given
        if self.steps < 0:
            raise Stop("steps", "the budget of steps is used up")
        if time.monotonic() > self.deadline:
            raise Stop("seconds", "the time budget is used up")
        if self.allocated + (self.weighed_at - self.reserve) * BYTES_PER_STEP > self.room:
            self.take_census(0)

    def take_census(self, wanted: i64) -> None:
        """Weigh what the run holds; `Stop` if that and what is `wanted` now is too much.

        What is garbage by now counts no more. The next census comes when half of what is left
        may be used up, but not so soon that a script near its limit does nothing else.
        """
        held: i64 = _census[0](self)
        self.peak = max(self.peak, held)
        if held + wanted > self.memory_limit:
            raise Stop("memory", f"more than {self.memory_limit} bytes of values are held")
        self.weighed_at = self.reserve
        self.allocated = wanted
        self.room = wanted + max((self.memory_limit - held) >> 1, self.memory_limit >> 3)

    def charge_size(self, count: i64) -> None:
        """Charge a value of `count` elements or characters that is about to be made.

        `Stop` if it is too large, else a step for every 64 of them.
        """
        if count > self.item_limit:
            raise Stop("size", f"a value of {count} items is larger than {self.item_limit}")
        self.allocated += count << 3
        if self.allocated > self.room:
            self.take_census(count << 3)
        self.steps -= count >> 6
        if self.steps < 0:
            self.refill()


def install_census(how: Callable[[Runtime], int]) -> None:
    """Let `census`, which needs the classes here, say what a run holds."""
    _census[:] = [how]


@mypyc_attr(free_list_len=1)
@final
class Frame:
    """One call of a script function (or the module, or a class body): its variables by slot.

    `noted` is the exception whose place in this frame is already on its trail. `caller` is the
    frame that ran when this one began, or was resumed. `building` are the values under way of
    comprehensions and what loops go over, which are nowhere else.
    """

    slots: list[object]
    runtime: Runtime
    code: Code
    result: object = None
    noted: object = None
    caller: Frame | None = None
    building: list[object] | None = None

    def __init__(self, slots: list[object], runtime: Runtime, code: Code) -> None:
        self.slots = slots
        self.runtime = runtime
        self.code = code


class Expression:
    """A node with a value."""

    resumable: bool
    index: i64
    blame: i64 = -1  # the node that is marked if the truth of the value cannot be told

    def __init__(self, index: i64) -> None:
        self.index = index
        self.resumable = False

    def eval(self, frame: Frame) -> object:
        """The value."""
        raise NotImplementedError

    def test(self, frame: Frame) -> bool:
        """The truth of the value."""
        return truth(frame, self.index if self.blame < 0 else self.blame, self.eval(frame))

    def resume(self, frame: Frame) -> Generator[object, object, object]:
        """Evaluate, yielding what the script yields; the generator's result is the value."""
        raise NotImplementedError


class Statement:
    """A node that is executed; `next` is the one behind it in its block."""

    resumable: bool
    index: i64
    next: Statement | None

    def __init__(self, index: i64) -> None:
        self.index = index
        self.resumable = False
        self.next = None

    def exec(self, frame: Frame) -> i64:
        """Execute; gives `NORMAL`, `BREAK`, `CONTINUE` or `RETURN` (value in `frame.result`)."""
        raise NotImplementedError

    def resume(self, frame: Frame) -> Generator[object, object, int]:
        """Execute, yielding what the script yields; the generator's result is the code."""
        raise NotImplementedError


@final
class Code:
    """What all calls of a function have in common: its parameters, its body, its place.

    Parameters have the first slots of a frame, in source order. `names` are those of all slots.
    cost: steps of a call, that is one and one for each statement of the body's outer block.
    kind: what a call makes: `PLAIN` runs the body, the others make a generator or coroutine.
    value: the body, if it is an expression alone (a lambda, or a sole `return`).
    cells: slots that get a new `Cell` when a call begins.
    is_simple: a call runs the body, and there are no cells.
    positional_only, positional: how many parameters at the front can be given by position.
    rest, keywords: slots of `*rest` and `**keywords`, or -1.
    """

    name: str
    qualified_name: str
    index: i64
    kind: i64
    cost: i64
    body: Statement | None
    value: Expression | None
    size: i64
    names: tuple[str, ...]
    is_simple: bool
    cells: list[int]
    positional_only: i64
    positional: i64
    keyword_only: list[int]
    rest: i64
    keywords: i64
    documentation: str | None

    def __init__(self, name: str, qualified_name: str, index: i64) -> None:
        self.name = name
        self.qualified_name = qualified_name
        self.index = index
        self.kind = PLAIN
        self.cost = 1
        self.body = None
        self.value = None
        self.size = 0
        self.names = ()
        self.is_simple = False
        self.cells = []
        self.positional_only = 0
        self.positional = 0
        self.keyword_only = []
        self.rest = -1
        self.keywords = -1
        self.documentation = None


@final
class Step:
    """An entry of a trail: the code that ran and the node in it that an exception came through."""

    code: Code
    index: i64

    def __init__(self, code: Code, index: i64) -> None:
        self.code = code
        self.index = index


def note(frame: Frame, error: BaseException, index: i64) -> None:
    """Put a frame's place on the trail of an exception, once; the innermost node comes first."""
    if frame.noted is error:
        return
    frame.noted = error
    kept: dict[str, Any] = error.__dict__
    trail: list[Step] | None = kept.get(TRAIL)
    if trail is None:
        kept[TRAIL] = [Step(frame.code, index)]
        if isinstance(error, Stop):  # before any value is let go of on its way
            frame.runtime.end()
    elif len(trail) < LONGEST_TRAIL:
        trail.append(Step(frame.code, index))


def refill(frame: Frame, index: i64) -> None:
    """Open the next slice of steps at a place in the script, which a stop then names."""
    try:
        frame.runtime.refill()
    except BaseException as error:
        note(frame, error, index)
        raise


def trail_of(error: BaseException) -> list[Step]:
    """The trail of an exception, innermost frame first."""
    trail: list[Step] | None = error.__dict__.get(TRAIL)
    return [] if trail is None else trail


def truth(frame: Frame, index: i64, value: object) -> bool:
    """Whether a value counts as true; may run the script's `__bool__` or `__len__`."""
    if value is True:
        return True
    if value is False or value is None:
        return False
    try:
        return bool(value)
    except BaseException as error:
        note(frame, error, index)
        raise


BuiltinFunction = Callable[[Runtime, list[Any], dict[str, Any]], object]
"""How a guarded builtin is written: runtime, positional arguments, keyword arguments."""


_census: list[Callable[[Runtime], int]] = []
_current = threading.local()


def current_runtime() -> Runtime:
    """Return the run of this thread, for values of the script that C code calls back."""
    runtime: Runtime = _current.runtime
    return runtime


def enter_runtime(runtime: Runtime | None) -> Runtime | None:
    """Make `runtime` this thread's run; gives the one it replaces, to be put back afterwards."""
    previous: Runtime | None = getattr(_current, "runtime", None)
    _current.runtime = runtime
    return previous
