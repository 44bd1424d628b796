"""What a script gets from the world around it: the clock, chance, and where its messages go.

A run has one `HostServices`. The host may put its own in place before the run begins, to make a
run repeatable: a fixed clock and a seed.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from typing import Any

from foretell.interpreter.kernel import Runtime, Stop


@dataclass(slots=True)
class HostServices:
    """The services of one run.

    clock: seconds since the epoch; monotonic: seconds from any start; sleep: waits.
    zone: the local time zone of the script. random: where all its chance comes from.
    program: the linked script, for tracebacks. state: what modules keep for the run, by name.
    """

    clock: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    zone: tzinfo = UTC
    random: random.Random = field(default_factory=random.Random)
    program: Any = None
    state: dict[str, Any] = field(default_factory=dict)


def services(runtime: Runtime) -> HostServices:
    """The services of a run; a real clock and an unknown seed unless the host said otherwise."""
    found: Any = runtime.services
    if found is None:
        found = runtime.services = HostServices(program=runtime.program)
    result: HostServices = found
    return result


def install_services(runtime: Runtime, chosen: HostServices) -> None:
    """Let a run have these services; before it begins. What modules keep is the run's own."""
    runtime.services = replace(chosen, program=runtime.program, state={})


def write_output(runtime: Runtime, text: str) -> None:
    """Append to what the run has printed; `Stop` when its budget of output is used up."""
    if not text:
        return
    runtime.output_left -= len(text)
    if runtime.output_left < 0:
        raise Stop("output", "the budget of output is used up")
    runtime.charge(len(text) >> 6)
    runtime.output.append(text)


def pause(runtime: Runtime, seconds: float) -> None:
    """Wait, but not beyond the deadline: then the run is over."""
    service = services(runtime)
    left = runtime.deadline - time.monotonic()
    if seconds > left:
        raise Stop("seconds", f"a sleep of {seconds:g} seconds is longer than the time left")
    if seconds > 0:
        service.sleep(seconds)
    runtime.charge(1)


def swap_services(runtime: Runtime) -> None:
    """Change places between the host and the run in what is the thread's (the decimal context).

    Called when a run has ended, and before one that goes on with what another has left.
    """
    found: Any = runtime.services
    if found is not None:
        for swap in found.state.get("swaps", ()):
            swap()


def line_of_call(runtime: Runtime) -> int:
    """The line of the script that called into the library last."""
    program = runtime.program
    return 0 if program is None else program.line(runtime.site)
