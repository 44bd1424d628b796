"""What every part of the interpreter shares: the run, its frames, its stops.

`Runtime` is one run. It counts; whoever does work that is not a node's own charges it first:
`charge` for work, `charge_size` for the size of a single value about to be made. Both raise a
`Stop`, which no script can catch.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, final

from mypy_extensions import i64, mypyc_attr

if TYPE_CHECKING:
    from ..outcome import Limit


class Stop(BaseException):
    """Ends a run from outside the script. `limit` names the measure, the text says why."""

    def __init__(self, limit: Limit, message: str) -> None:
        super().__init__(message)
        self.limit: Limit = limit
        self.message = message


@final
class Unset:
    """The content of a slot to which nothing is bound."""

    def __repr__(self) -> str:
        return "<unset>"


UNSET: Final = Unset()

# What executing a statement comes to.
NORMAL: Final = 0
BREAK: Final = 1
CONTINUE: Final = 2
RETURN: Final = 3


@final
class Cell:
    """A variable shared by a function and those defined inside it."""

    value: object

    def __init__(self, value: object) -> None:
        self.value = value


@final
class Runtime:
    """One run: its counters, its limits, the script's global variables, its output.

    Steps are handed out in slices: `steps` is what is left of the slice, `reserve` what is left
    behind it; a slice's end is also when the clock is looked at.
    """

    steps: i64
    reserve: i64
    depth: i64
    max_depth: i64
    item_limit: i64
    integer_bits: i64
    globals: list[object]
    output: list[str]
    output_left: i64
    deadline: float
    tracer: Any

    def __init__(
        self,
        *,
        steps: int,
        max_depth: int,
        item_limit: int,
        integer_bits: int,
        output_limit: int,
        deadline: float,
    ) -> None:
        self.steps = 0
        self.reserve = steps
        self.depth = 0
        self.max_depth = max_depth
        self.item_limit = item_limit
        self.integer_bits = integer_bits
        self.globals = []
        self.output = []
        self.output_left = output_limit
        self.deadline = deadline
        self.tracer = None

    def charge(self, count: i64) -> None:
        """Take `count` steps; raises `Stop` when none are left or time is up."""
        self.steps -= count
        if self.steps < 0:
            self.refill()

    def refill(self) -> None:
        """Open the next slice of steps; `Stop` if there is none or time is up."""
        raise NotImplementedError

    def charge_size(self, count: i64) -> None:
        """A value of `count` elements or characters is about to be made: `Stop` if too large,
        else charge a step for every 64 of them."""
        raise NotImplementedError


@mypyc_attr(free_list_len=1)
@final
class Frame:
    """One call of a script function (or the module, or a class body): its variables by slot."""

    slots: list[object]
    runtime: Runtime
    result: object

    def __init__(self, slots: list[object], runtime: Runtime) -> None:
        self.slots = slots
        self.runtime = runtime
        self.result = None


BuiltinFunction = Callable[[Runtime, list[Any], dict[str, Any]], object]
"""How a guarded builtin is written: runtime, positional arguments, keyword arguments."""


_current = threading.local()


def current_runtime() -> Runtime:
    """The run of this thread, for values of the script that C code calls back."""
    runtime: Runtime = _current.runtime
    return runtime


def enter_runtime(runtime: Runtime | None) -> Runtime | None:
    """Make `runtime` this thread's run; gives the one it replaces, to be put back afterwards."""
    previous: Runtime | None = getattr(_current, "runtime", None)
    _current.runtime = runtime
    return previous
