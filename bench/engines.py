"""Who is measured: each engine prepares a task outside of the clock and then does it.

An engine lives in a worker process of its own. What it cannot import or do is an error that the
report shows; no row is dropped.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

from bench.shapes import write_shape
from bench.workloads import RUN, SHORT, STUB, TAKE, TOOLS, write_script

Thunk = Callable[[], Any]

SCRIPTS: Final = {**RUN, **TAKE}

_SALTS: Final = itertools.count(1)


class Engine(Protocol):
    """Prepares a task; calling what comes back is what the clock sees."""

    def prepare(self, task: str, subject: str) -> Thunk:
        """Return the work, ready to be done once."""
        ...


class CPython:
    """`exec` without any protection: what the others are compared with."""

    def prepare(self, task: str, subject: str) -> Thunk:
        """`run` and `source to result` compile and execute a script."""
        if task not in {"run", "source to result"}:
            raise NotImplementedError(task)
        script = SCRIPTS[subject] if task == "run" else SHORT

        def work() -> Any:
            namespace: dict[str, Any] = dict(TOOLS)
            exec(compile(script, "script.py", "exec"), namespace)  # noqa: S102 - the yardstick
            return namespace["result"]

        return work


class LibCST:
    """The parser that the analysis starts with, by itself."""

    def __init__(self) -> None:
        import libcst

        self._parse: Callable[[str], object] = libcst.parse_module

    def prepare(self, task: str, subject: str) -> Thunk:
        """`analyze` and `first result` parse, and no more."""
        if task not in {"analyze", "first result"}:
            raise NotImplementedError(task)
        script = write_new(subject)

        def work() -> None:
            self._parse(script)

        return work


class Foretell:
    """This project, in the form that the worker's environment chooses."""

    def __init__(self) -> None:
        import foretell

        self._foretell = foretell
        self._catalog = foretell.ToolCatalog.from_stub(STUB)
        self._policy = foretell.Policy.permissive()
        self._budget = foretell.Budget(steps=1_000_000_000, seconds=600.0, tool_calls=1_000_000)
        self._gate = foretell.Gate(self._catalog, self._policy, TOOLS, self._budget)

    def prepare(self, task: str, subject: str) -> Thunk:
        """`run` starts from a grant, `analyze` ends with one, the others are the gate's."""
        match task:
            case "run":
                return self._prepare_run(subject)
            case "analyze":
                script = write_new(subject)

                def judge() -> None:
                    report = self._foretell.analyze(script, self._catalog)
                    self._policy.decide(report)

                return judge
            case "source to result":

                def pass_gate() -> Any:
                    return read_value(self._gate.run(SHORT + "result\n").outcome)

                return pass_gate
            case "first result":
                text = write_new(subject) + "result\n"

                def pass_gate_first() -> Any:
                    return read_value(self._gate.run(text).outcome)

                return pass_gate_first
            case _:
                raise NotImplementedError(task)

    def _prepare_run(self, subject: str) -> Thunk:
        """Return a run whose script has been judged before."""
        report = self._foretell.analyze(SCRIPTS[subject] + "result\n", self._catalog)
        grant = self._policy.decide(report).grant

        def work() -> Any:
            return read_value(self._foretell.run(grant, tools=TOOLS, budget=self._budget))

        return work


def write_new(subject: str) -> str:
    """Return a script to analyze that nobody has seen: of so many lines, or of a shape."""
    if subject.isdecimal():
        return write_script(int(subject), next(_SALTS))
    return write_shape(subject, next(_SALTS))


def read_value(outcome: Any) -> Any:
    """Return the value of a run that finished; another end is an error."""
    if outcome is None:
        raise RuntimeError("refused")
    if outcome.error is not None:
        raise RuntimeError(f"{outcome.error.type}: {outcome.error.message}")
    return outcome.value


class Monty:
    """pydantic-monty: a pool of worker processes, a fresh session for each script."""

    def __init__(self) -> None:
        import pydantic_monty

        pool: AbstractContextManager[Any] = pydantic_monty.Monty(min_processes=1, max_processes=1)
        self._pool = pool.__enter__()
        self._limits = {
            "max_suspensions": 10_000_000,
            "max_memory": 1_000_000_000,
            "max_recursion_depth": 1_000,
        }

    def prepare(self, task: str, subject: str) -> Thunk:
        """`run` and `source to result` are the same to it: it starts from the text."""
        if task not in {"run", "source to result"}:
            raise NotImplementedError(task)
        script = (SCRIPTS[subject] if task == "run" else SHORT) + "\nresult"

        def work() -> Any:
            with self._pool.checkout(limits=self._limits) as session:
                return session.feed_run(script, external_lookup=dict(TOOLS))

        return work


class Smolagents:
    """smolagents' executor in this process, with its operation limit raised."""

    def __init__(self) -> None:
        from smolagents import local_python_executor

        local_python_executor.MAX_OPERATIONS = 1_000_000_000
        self._executor = local_python_executor.LocalPythonExecutor

    def prepare(self, task: str, subject: str) -> Thunk:
        """`run` and `source to result` are the same to it: it starts from the text."""
        if task not in {"run", "source to result"}:
            raise NotImplementedError(task)
        script = (SCRIPTS[subject] if task == "run" else SHORT) + "\nresult"

        def work() -> Any:
            executor = self._executor(additional_authorized_imports=["json"], timeout_seconds=None)
            executor.send_tools(dict(TOOLS))
            return executor(script).output

        return work


ENGINES: Final[Mapping[str, Callable[[], Engine]]] = {
    "CPython": CPython,
    "libcst": LibCST,
    "foretell, compiled": Foretell,
    "foretell, pure": Foretell,
    "Monty": Monty,
    "smolagents": Smolagents,
}
