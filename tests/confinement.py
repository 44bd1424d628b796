"""Runs scripts in processes of their own, with little memory and time; tells how each ended.

`python -m tests.confinement` is a server: for each line of JSON on its input (a `Request`'s fields)
it forks, limits the child's address space and processor time, runs the script there and prints one
line, an `Ending`'s fields. A fork costs little; an interpreter that starts and imports costs a
second.
"""

from __future__ import annotations

import asyncio
import calendar
import decimal
import gc
import json
import logging
import math
import numbers
import os
import resource
import signal
import string
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

import foretell
from foretell.interpreter import workers

ROOT: Final = Path(__file__).resolve().parent.parent
ADDRESS_SPACE: Final = 1 << 30
PROCESSOR_SECONDS: Final = 10
HANGS: Final = 60
ROWS: Final = 2_000

Form = Literal["compiled", "pure"]


@dataclass(frozen=True, slots=True)
class Request:
    """A script to run, and what it may spend (fields of `Budget`)."""

    text: str
    budget: Mapping[str, Any]
    on_loop: bool = False
    small_stack: bool = False
    address_space: int = ADDRESS_SPACE
    processor_seconds: int = PROCESSOR_SECONDS


@dataclass(frozen=True, slots=True)
class Ending:
    """How a confined run ended.

    how: `Finished`, `Raised`, `Stopped`, `Refused` (not allowed to run), `Failed` (an exception of
        ours) or `Died`.
    limit: of a stop, else the type of the error, the rule of the finding, or the signal.
    kind: type of the value; a value that is text is in `value`, at most 200 characters of it.
    intact: the host's data is as it was, no thread and no task is left.
    seconds: of the processor; grown: bytes by which the resident memory grew, at its peak; left:
        what of that was still there afterwards.
    """

    how: str
    limit: str = ""
    message: str = ""
    kind: str = "NoneType"
    value: str = ""
    stdout: str = ""
    calls: int = 0
    intact: bool = False
    seconds: float = 0.0
    grown: int = 0
    left: int = 0


class Confinement:
    """A server for one form of the package, started when first asked."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._server: subprocess.Popen[str] | None = None

    def run(self, text: str, **settings: Any) -> Ending:
        """Run a script in a process of its own; gives how it ended."""
        if self._server is None:
            self._server = subprocess.Popen(
                [sys.executable, "-W", "error::RuntimeWarning", "-m", "tests.confinement"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
                env={**os.environ, "FORETELL_PURE": "1" if self.form == "pure" else ""},
            )
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        budget = settings.pop("budget", {})
        request = Request(text, {"seconds": 3.0, **budget}, **settings)
        self._server.stdin.write(json.dumps(asdict(request)) + "\n")
        self._server.stdin.flush()
        return Ending(**json.loads(self._server.stdout.readline()))

    def close(self) -> None:
        """End the server."""
        if self._server is not None:
            self._server.communicate()


class Host:
    """The host's functions and data, as the attacks of the corpus expect them."""

    def __init__(self) -> None:
        self.records = [{"id": number, "name": f"record {number}"} for number in range(ROWS)]
        self.sent: list[str] = []
        self.settings = read_settings()

    def add(self, a: int, b: int) -> int:
        return a + b

    def get_records(self) -> list[dict[str, Any]]:
        return self.records

    def get_user(self, user_id: int) -> dict[str, Any]:
        if user_id > 100:
            raise LookupError(f"no user {user_id}")
        return {"id": user_id, "name": "Ada"}

    def send(self, message: str) -> str:
        self.sent.append(message)
        return "sent"

    async def wait(self, seconds: float) -> str:
        await asyncio.sleep(seconds)
        return "waited"

    def tools(self) -> dict[str, Callable[..., Any]]:
        """The functions by name."""
        chosen = (self.add, self.get_records, self.get_user, self.send, self.wait)
        return {one.__name__: one for one in chosen}

    def is_intact(self) -> bool:
        """Is the host's data as it was, and nothing of the run left?"""
        names = [row["name"] for row in self.records]
        deadline = time.monotonic() + 2.0
        while busy_threads() > 1 + SMALL[0] and time.monotonic() < deadline:
            time.sleep(0.01)
        return (
            names == [f"record {number}" for number in range(ROWS)]
            and self.settings == read_settings()
            and busy_threads() == 1 + SMALL[0]
        )


def busy_threads() -> int:
    """How many threads there are but those that only wait a little for another run."""
    return threading.active_count() - len(workers._idle)


def read_settings() -> tuple[Any, ...]:
    """What the host's modules keep for the whole process or thread, and a script may touch."""
    return (
        math.pi,
        string.digits,
        calendar.firstweekday(),
        repr(decimal.getcontext()),
        repr(decimal.DefaultContext),
        sys.getrecursionlimit(),
        list(warnings.filters),
        logging.root.level,
        logging.root.manager.disable,
        list(logging.root.handlers),
        list(logging.getLogger("asyncio").filters),
        os.environ.get("TZ"),
        json.JSONEncoder.default,
        isinstance("", numbers.Number),
    )


SMALL: Final = [0]
"""Threads of the host beside the main one."""


def execute(request: Request) -> Ending:
    """Judge and run a script in this process."""
    host = Host()
    catalog = foretell.ToolCatalog.from_functions(host.tools().values())
    report = foretell.analyze(request.text, catalog)
    decision = foretell.Policy.permissive().decide(report)
    if not isinstance(decision, foretell.Allow):
        return Ending("Refused", report.findings[0].rule, intact=host.is_intact())
    budget = foretell.Budget(**request.budget)
    if request.on_loop:
        outcome, intact = asyncio.run(execute_on_loop(decision.grant, host, budget))
    else:
        outcome = foretell.run(decision.grant, tools=host.tools(), budget=budget)
        intact = True
    error = outcome.error
    limit = outcome.limit if isinstance(outcome, foretell.Stopped) else ""
    return Ending(
        type(outcome).__name__,
        limit or ("" if error is None else error.type),
        "" if error is None else error.message[:200],
        # Not its repr: a value that shares its parts may be short here and endless as text.
        type(outcome.value).__name__,
        outcome.value[:200] if type(outcome.value) is str else "",
        outcome.stdout[:200],
        outcome.usage.tool_calls,
        intact and host.is_intact(),
    )


async def execute_on_loop(
    grant: Any, host: Host, budget: foretell.Budget
) -> tuple[foretell.Outcome, bool]:
    """Run on a loop of the host; tells also whether no task of the run is left there."""
    outcome = await foretell.run_async(grant, tools=host.tools(), budget=budget)
    await asyncio.sleep(0.01)
    return outcome, len(asyncio.all_tasks()) == 1


def resident() -> tuple[int, int]:
    """Bytes of memory that this process has resident now, and had at most."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    found = dict(line.split(":", 1) for line in lines)
    now, most = (int(found[name].split()[0]) << 10 for name in ("VmRSS", "VmHWM"))
    return now, most


def confined(request: Request) -> Ending:
    """Execute under limits of this process, which must be a child for this one request."""
    space, seconds = request.address_space, request.processor_seconds
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    signal.alarm(HANGS)
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # the peak begins anew
    before, _ = resident()
    ended: list[Ending] = []

    def work() -> None:
        try:
            ended.append(execute(request))
        except BaseException as error:
            ended.append(Ending("Failed", type(error).__name__, str(error)[:500]))

    if request.small_stack:
        SMALL[0] = 1
        threading.stack_size(256 * 1024)
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    else:
        work()
    gc.collect()
    now, most = resident()
    used = resource.getrusage(resource.RUSAGE_SELF)
    fields = asdict(ended[0])
    fields["seconds"] = used.ru_utime + used.ru_stime
    fields["grown"] = most - before
    fields["left"] = now - before
    return Ending(**fields)


def serve() -> None:
    """Answer the requests on the standard input, each in a child."""
    execute(Request("1", {}))  # what is imported now no child has to import
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            with os.fdopen(writing, "w") as answer:
                answer.write(json.dumps(asdict(confined(Request(**json.loads(line))))))
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as answers:
            answer_line = answers.read()
        _, status, used = os.wait4(child, 0)
        if status != 0 or not answer_line:
            name = signal.Signals(status & 127).name if status & 127 else str(status)
            answer_line = json.dumps(
                asdict(Ending("Died", name, seconds=used.ru_utime + used.ru_stime))
            )
        sys.stdout.write(answer_line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
