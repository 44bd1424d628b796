"""One run, from where all is ready to its outcome.

A run takes what it runs, where, and what it may spend; who started it, and in which thread, is the
business of `run`.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from foretell_analyzer.errors import GrantError

from ..meter import Budget, Usage
from ..outcome import (
    Finished,
    Interrupted,
    Outcome,
    Raised,
    RunError,
    Stopped,
    Trace,
    TraceEntry,
)
from . import stack
from .border import CannotCrossError, inwards, outwards
from .census import weigh_run
from .formatting import represent
from .kernel import Runtime, Stop, enter_runtime, install_census
from .library.services import swap_services
from .link import Program
from .loops import ScriptLoop
from .marks import Interrupt
from .sealed import opened
from .tools import ToolDesk
from .tracebacks import describe

NO_LIMIT: Final = 2**62
FRAMES_PER_CALL: Final = 30
"""Host frames that a call of a script function may need in the pure form, at the most."""

install_census(weigh_run)


def make_runtime(limits: Budget, begun: float) -> Runtime:
    """A run within its limits that began at a time of the monotonic clock."""
    return Runtime(
        steps=steps_of(limits),
        max_depth=min(limits.recursion, stack.DEEPEST),
        item_limit=limits.item_limit,
        integer_bits=limits.integer_bits,
        output_limit=NO_LIMIT if limits.output is None else limits.output,
        memory_limit=NO_LIMIT if limits.memory is None else limits.memory,
        deadline=float("inf") if limits.seconds is None else begun + limits.seconds,
    )


def steps_of(limits: Budget) -> int:
    """How many steps a run may take."""
    return NO_LIMIT if limits.steps is None else limits.steps


def bring_in(runtime: Runtime, inputs: Mapping[str, Any]) -> dict[str, object]:
    """The inputs as values of the script; raises `GrantError` for what is no plain data."""
    result: dict[str, object] = {}
    for name, value in inputs.items():
        try:
            result[name] = inwards(runtime, value)
        except CannotCrossError as refusal:
            where = f"{name}{refusal.path}"
            raise GrantError(
                f"the input `{where}` is a {refusal.kind}, which is no plain data"
            ) from None
    return result


_recursion_lock = threading.Lock()
_recursion_users: list[int] = []


@contextmanager
def _room_for(depth: int) -> Iterator[None]:
    """Let the host's limit on frames stay above ours; it is process-wide, so the last one out
    puts it back.
    """
    needed = depth * FRAMES_PER_CALL + 2_000
    with _recursion_lock:
        if not _recursion_users:
            _recursion_users.append(sys.getrecursionlimit())
        _recursion_users.append(needed)
        sys.setrecursionlimit(max(sys.getrecursionlimit(), needed))
    try:
        yield
    finally:
        with _recursion_lock:
            _recursion_users.remove(needed)
            if len(_recursion_users) == 1:
                sys.setrecursionlimit(_recursion_users.pop())


class Execution:
    """One run.

    release: lets go of what it has left, or keeps it for what goes on with it; gets the outcome,
    or None if there is none.
    """

    def __init__(
        self,
        program: Program,
        runtime: Runtime,
        desk: ToolDesk,
        begun: float,
        steps: int,
        release: Callable[[Outcome | None], None],
    ) -> None:
        self.program = program
        self.runtime = runtime
        self.desk = desk
        self.begun = begun
        self.steps = steps
        self.is_interrupted = False
        self.release = release

    def cancel(self) -> None:
        """End the run at its next look at the clock."""
        self.runtime.deadline = 0.0

    def interrupt(self) -> None:
        """End the run at its next look at the clock, and tell that the host was interrupted."""
        self.is_interrupted = True
        self.cancel()

    def run(self, host_loop: asyncio.AbstractEventLoop | None) -> Outcome:
        """Run to the end; whatever ends it is in the outcome."""
        runtime = self.runtime
        loop = ScriptLoop(runtime, self.desk, host_loop)
        self.desk.wait, self.desk.bridge = loop.wait, loop.bridge
        runtime.loop = loop
        previous = enter_runtime(runtime)
        swap_services(runtime)
        ended: Outcome | None = None
        try:
            with _room_for(runtime.max_depth):
                outcome = ended = self._outcome(loop)
        except Interrupted as interrupted:
            ended = interrupted.outcome
            raise
        finally:
            swap_services(runtime)
            self.release(ended)
            enter_runtime(previous)
        return outcome

    def _outcome(self, loop: ScriptLoop) -> Outcome:
        runtime = self.runtime
        try:
            try:
                value = self.program.run(runtime)
                if self.program.is_coroutine:
                    value = loop.run(value)
                plain = self._value(value)
            finally:
                loop.close()
        except Stop as stop:
            if self.is_interrupted or isinstance(stop, Interrupt):
                raise Interrupted(self._stopped(Interrupt(), stop)) from None
            return self._stopped(stop, stop)
        except RecursionError as error:
            too_deep = Stop("recursion", "the script nests deeper than the stack allows")
            return self._stopped(too_deep, error)
        except MemoryError as error:
            return self._stopped(Stop("memory", "the host has no memory left"), error)
        except BaseException as error:  # noqa: BLE001 - the script may raise anything
            if isinstance(error, KeyboardInterrupt) and runtime.raised is not error:
                raise Interrupted(self._stopped(Interrupt(), error)) from None
            try:
                told = self._told(error)
            except Stop as stop:  # making its text runs the script
                return self._stopped(stop, stop)
            return Raised(told, self._stdout(), self._usage(), self._trace())
        return Finished(plain, self._stdout(), self._usage(), self._trace())

    def _value(self, value: object) -> Any:
        """The result as plain data, or as text where it is none."""
        try:
            return outwards(self.runtime, value)
        except CannotCrossError:
            return represent(self.runtime, value)

    def _stopped(self, stop: Stop, error: BaseException) -> Stopped:
        runtime = self.runtime
        runtime.over = True
        error.__cause__ = error.__context__ = None  # their texts may cost what nobody charges now
        told = self._told(error)
        lines, _, _ = told.traceback.rstrip().rpartition("\n")
        text = f"{lines}\nstopped: {stop.message}\n".lstrip()
        told = replace(told, type="Stop", message=stop.message, traceback=text)
        return Stopped(stop.limit, told, self._stdout(), self._usage(), self._trace())

    def _told(self, error: BaseException) -> RunError:
        return describe(error, self.program, self.runtime)

    def _stdout(self) -> str:
        return "".join(self.runtime.output)

    def _usage(self) -> Usage:
        runtime, desk = self.runtime, self.desk
        return Usage(
            steps=self.steps - runtime.reserve - runtime.steps,
            seconds=time.monotonic() - self.begun,
            tool_calls=len(desk.records),
            calls_per_tool=dict(desk.counts),
            price=desk.price,
            output=sum(map(len, runtime.output)),
        )

    def _trace(self) -> Trace:
        records = self.desk.records
        program = self.program

        def make() -> tuple[TraceEntry, ...]:
            lines = {site: program.line(site) for site in {one.site for one in records}}
            return tuple(
                TraceEntry(
                    one.tool,
                    {name: opened(value) for name, value in one.arguments.items()},
                    lines[one.site],
                    opened(one.result),
                    one.error,
                    one.finished,
                    program.foreign_script(one.site),
                )
                for one in records
            )

        return Trace(len(records), make)
