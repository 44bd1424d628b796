"""What a script gets for `error.__traceback__`: the lines an exception came through.

A snapshot of the trail, outermost call first, as CPython's chain of traceback objects. It leads to
no frame and to no code: `tb_lineno` and `tb_next` are all it tells.
"""

from __future__ import annotations

from typing import Any, final

from .kernel import UNSET, Runtime, Step, trail_of
from .native import NativeValue


@final
class Traceback(NativeValue):
    """One entry of a traceback, with those below it. `steps`: this one first."""

    def __init__(self, steps: list[Step]) -> None:
        self.steps = steps

    def type_name(self) -> str:
        return "traceback"

    def attribute(self, runtime: Runtime, name: str) -> object:
        if name == "tb_lineno":
            program: Any = runtime.program
            return 0 if program is None else program.line(self.steps[0].index)
        if name == "tb_next":
            return Traceback(self.steps[1:]) if len(self.steps) > 1 else None
        return UNSET

    def __repr__(self) -> str:
        return "<traceback object>"


def traceback_of(error: BaseException) -> Traceback | None:
    """Where an exception has come through so far; None if it was not raised."""
    trail = trail_of(error)
    return Traceback(trail[::-1]) if trail else None
