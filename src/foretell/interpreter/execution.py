"""One run, from where all is ready to its outcome.

What a run has come to is told once: by its own thread, or by the one that watches it and leaves it
behind. Who tells it must `claim` it first.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, final

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
from .host_tasks import HostTasks
from .kernel import Runtime, Stop, enter_runtime, install_census, note
from .library.services import swap_services
from .link import Program
from .loops import GRACE, LONGEST_WAIT, ScriptLoop
from .sealed import opened
from .stops import Interrupt
from .tools import CallRecord, ToolDesk
from .tracebacks import describe

NO_LIMIT: Final = 2**62

LOOK: Final = 0.005
"""Seconds between two looks at a run whose time is up and that has not ended yet."""

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


@final
class Execution:
    """One run.

    may_hang: a tool may outlive its deadline.
    release: lets go of what the run has left, or keeps it for what goes on with it; gets the
        outcome, None if there is none. Called by the run's thread when nothing of it runs any more.
    """

    def __init__(
        self,
        program: Program,
        runtime: Runtime,
        desk: ToolDesk,
        limits: Budget,
        begun: float,
        release: Callable[[Outcome | None], None],
        *,
        may_hang: bool,
    ) -> None:
        self.program = program
        self.runtime = runtime
        self.desk = desk
        self.steps = steps_of(limits)
        self.begun = begun
        self.release = release
        self.depth = int(runtime.max_depth)
        self.may_hang = may_hang
        self.loop: ScriptLoop | None = None
        self.is_interrupted = False
        self._claimed = threading.Lock()
        self._late_since: float | None = None

    def cancel(self) -> None:
        """End the run at its next look at the clock."""
        self.runtime.deadline = 0.0
        if self.loop is not None:
            self.loop.wake()

    def interrupt(self) -> None:
        """End the run at its next look at the clock, and tell that the host was interrupted."""
        self.is_interrupted = True
        self.cancel()

    def patience(self) -> float:
        """Seconds until a watcher should look whether the run is stuck."""
        left = self.runtime.deadline - time.monotonic()
        return LOOK if left < LOOK else min(left, LONGEST_WAIT)

    def is_stuck(self) -> bool:
        """Whether time is up, and the run will not end by itself.

        In a tool it will not, but after an interruption a tool may still end in order. Else it
        ends at its next look at the clock, unless code of the host's hangs elsewhere.
        """
        now = time.monotonic()
        if now <= self.runtime.deadline:
            return False
        if self._late_since is None:
            self._late_since = now
        is_calling = self.desk.calling is not None and not self.is_interrupted
        return is_calling or now - self._late_since > GRACE

    def claim(self) -> bool:
        """Whether the caller is the first to ask, and so the one to tell the outcome."""
        return self._claimed.acquire(blocking=False)

    def abandon(self) -> Outcome:
        """The outcome of a run that is stuck; its thread is left behind and does nothing more."""
        desk = self.desk
        record = desk.calling
        what = "" if record is None else f" in tool `{record.tool}`"
        stop = Stop("seconds", f"the time budget was used up{what}")
        desk.stop = stop
        desk.is_closed = True
        desk.records = [replica(one) for one in desk.records]
        frame = self.runtime.frame
        if record is not None and frame is not None:
            note(frame, stop, record.site)
        if self.is_interrupted:
            raise Interrupted(self._stopped(Interrupt(), stop))
        return self._stopped(stop, stop)

    def run(self, host: HostTasks | None) -> Outcome:
        """Run to the end; whatever ends it is in the outcome."""
        runtime = self.runtime
        loop = self.loop = ScriptLoop(runtime, self.desk, host)
        self.desk.wait, self.desk.bridge = loop.wait, loop.bridge
        runtime.loop = loop
        previous = enter_runtime(runtime)
        swap_services(runtime)
        ended: Outcome | None = None
        try:
            outcome = ended = self._outcome(loop)
        except Interrupted as interrupted:
            ended = interrupted.outcome
            raise
        finally:
            self.desk.is_closed = True
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
                if self.desk.stop is not None:
                    raise self.desk.stop
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
        runtime.end()
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
        left = runtime.left if runtime.over else runtime.reserve + runtime.steps
        return Usage(
            steps=self.steps - left,
            seconds=time.monotonic() - self.begun,
            tool_calls=len(desk.records),
            calls_per_tool=dict(desk.counts),
            price=float(desk.price),
            output=sum(map(len, runtime.output)),
            memory=int(runtime.peak),
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


def replica(record: CallRecord) -> CallRecord:
    """A record as it is now: a thread that was left behind may go on writing into its own."""
    made = CallRecord(record.tool, record.given, record.site)
    made.arguments = record.arguments
    made.result, made.error, made.finished = record.result, record.error, record.finished
    return made
