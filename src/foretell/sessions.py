"""A gate's session: snippets that come one after the other and go on with what those before left.

    session = gate.session()
    session.run("rows = search(query='refunds')")
    session.run("len(rows)").outcome.value

Each snippet is judged with all that is known of the session, decided on, and only then run. What is
refused leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from foretell_analyzer.analysis import analyze
from foretell_analyzer.report import Report
from foretell_analyzer.session import Session

from .gate import Gate, GateOutcome
from .interpreter.run import execute, execute_async
from .interpreter.workspace import Workspace
from .meter import Budget, Usage
from .outcome import Outcome
from .policy.decision import Allow, Decision, Grant

if TYPE_CHECKING:
    from .interpreter.library.services import HostServices


class GateSession:
    """One conversation's snippets; made by `gate.session()`."""

    def __init__(self, gate: Gate, total: Budget | None, services: HostServices | None) -> None:
        self._gate: Final = gate
        self._workspace: Final = Workspace(gate.catalog, gate.tools, total, services, gate.on_guard)

    @property
    def state(self) -> Session:
        """What the next snippet is judged by: for `analyze(…, session=…)`."""
        return self._workspace.known

    @property
    def names(self) -> frozenset[str]:
        """The names that the snippets have left."""
        return self.state.names

    @property
    def used(self) -> Usage:
        """What the snippets have spent together."""
        return self._workspace.used

    def check(
        self, text: str, inputs: Mapping[str, Any] | None = None, *, name: str | None = None
    ) -> tuple[Report, Decision]:
        """Analyze a snippet and decide on it; nothing is asked and nothing runs.

        Raises `UsageError` for an input whose name the session has bound itself.
        """
        state = self.state
        types = {one: type(value).__name__ for one, value in (inputs or {}).items()}
        name = name or f"snippet{len(state.snippets) + 1}.py"
        report = analyze(text, self._gate.catalog, name=name, inputs=types, session=state)
        return report, self._gate.policy.decide(report, self._gate.catalog)

    def run(
        self, text: str, inputs: Mapping[str, Any] | None = None, *, name: str | None = None
    ) -> GateOutcome:
        """Run a snippet if it may; `on_ask` of the gate is asked where a person has to say so."""
        report, decision = self.check(text, inputs, name=name)
        decision = self._gate.ask(report, decision)
        if not isinstance(decision, Allow):
            return GateOutcome(report, decision)
        return GateOutcome(report, decision, self.run_granted(report, decision.grant, inputs))

    async def run_async(
        self, text: str, inputs: Mapping[str, Any] | None = None, *, name: str | None = None
    ) -> GateOutcome:
        """As `run`, for hosts with asynchronous tools or an asynchronous `on_ask`."""
        report, decision = self.check(text, inputs, name=name)
        decision = await self._gate.ask_async(report, decision)
        if not isinstance(decision, Allow):
            return GateOutcome(report, decision)
        outcome = await self.run_granted_async(report, decision.grant, inputs)
        return GateOutcome(report, decision, outcome)

    def run_granted(
        self, report: Report, grant: Grant, inputs: Mapping[str, Any] | None = None
    ) -> Outcome:
        """Run a snippet that was granted, a person having said so later, say.

        Raises `GrantError` if the session has gone on since, and for whatever else cannot be run,
        before anything of it is done; `UsageError` while another snippet runs.
        """
        return execute(self._workspace.begin(report, grant, inputs or {}, self._gate.budget))

    async def run_granted_async(
        self, report: Report, grant: Grant, inputs: Mapping[str, Any] | None = None
    ) -> Outcome:
        """As `run_granted`, without blocking the caller's event loop."""
        run = self._workspace.begin(report, grant, inputs or {}, self._gate.budget)
        return await execute_async(run)
