"""Analysis, decision and run in one, for programs that get scripts from a model.

    gate = Gate(catalog, Policy.default(), {"search": search})
    result = gate.run(text)
    if result.outcome is None: ...  # refused: give `result.for_model()` back to the model

What was decided of a text is kept by the text's digest: the same script again costs a lookup.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from inspect import isawaitable
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.errors import UsageError
from foretell_analyzer.report import Report
from foretell_analyzer.source import Script

from .meter import Budget
from .outcome import Outcome
from .policy.decision import Allow, Ask, Decision, Deny
from .policy.policy import Policy

if TYPE_CHECKING:
    from .interpreter.guards import OnGuard
    from .interpreter.library.services import HostServices
    from .sessions import GateSession

Answer = Allow | Ask | Deny | None
OnAsk = Callable[[Report, Ask], Answer | Awaitable[Answer]]
"""Asks a person: gives `ask.approve(by=…)` for yes, anything else but an `Allow` for no."""

Tools = Mapping[str, Callable[..., Any]]
_Key = tuple[str, str, tuple[tuple[str, str], ...]]

REMEMBERED: Final = 512
"""Scripts whose report and decision a gate keeps."""


@dataclass(frozen=True, slots=True)
class GateOutcome:
    """What came of a script; `outcome` is `None` if it was not run."""

    report: Report
    decision: Decision
    outcome: Outcome | None = None

    def for_model(self) -> str:
        """Short text from which a model can mend its script, or go on."""
        from .render import outcome_for_model, report_for_model  # noqa: PLC0415  # only if told

        if self.outcome is not None:
            return outcome_for_model(self.outcome)
        return report_for_model(self.report, self.decision)


class Gate:
    """Lets scripts in: analyzes, decides, asks if need be, runs what may run."""

    def __init__(  # noqa: PLR0913  # one more than the parts of a run
        self,
        catalog: ToolCatalog,
        policy: Policy,
        tools: Tools,
        budget: Budget | None = None,
        on_ask: OnAsk | None = None,
        *,
        on_guard: OnGuard | None = None,
        remembered: int = REMEMBERED,
    ) -> None:
        """Refuse at once what could only fail later: tools or rules that the catalog lacks.

        `on_guard` is asked where a guard whose rule says `ask` fires during a run.
        """
        policy.check_against(catalog)
        names = {name for tool in catalog for name in (tool.name, tool.wire_name)}
        unknown = next((name for name in tools if name not in names), None)
        if unknown is not None:
            from foretell_analyzer.suggestions import nearest  # noqa: PLC0415  # only for mistakes

            found = nearest(unknown, catalog.tools, limit=1)
            hint = f"; did you mean `{found[0]}`?" if found else ""
            raise UsageError(f"`tools` has `{unknown}`, which is no tool of the catalog{hint}")
        self.catalog: Final = catalog
        self.policy: Final = policy
        self.tools: Final = dict(tools)
        self.budget: Final = budget
        self.on_guard: Final = on_guard
        self._on_ask = on_ask
        self._known: OrderedDict[_Key, tuple[Report, Decision]] = OrderedDict()
        self._remembered = remembered
        self._lock = Lock()

    def check(
        self, text: str, inputs: Mapping[str, Any] | None = None, *, name: str = "script.py"
    ) -> tuple[Report, Decision]:
        """Analyze a script and decide on it; nothing is asked and nothing runs."""
        types = {one: type(value).__name__ for one, value in (inputs or {}).items()}
        key = (Script(text).digest, name, tuple(sorted(types.items())))
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
                return known
        from foretell_analyzer.analysis import analyze  # noqa: PLC0415  # imports the parser

        report = analyze(text, self.catalog, name=name, inputs=types)
        known = report, self.policy.decide(report, self.catalog)
        with self._lock:
            self._known[key] = known
            while len(self._known) > self._remembered:
                self._known.popitem(last=False)
        return known

    def run(
        self, text: str, inputs: Mapping[str, Any] | None = None, *, name: str = "script.py"
    ) -> GateOutcome:
        """Run a script if it may; `on_ask` is asked where a person has to say so."""
        report, decision = self.check(text, inputs, name=name)
        decision = self.ask(report, decision)
        if not isinstance(decision, Allow):
            return GateOutcome(report, decision)
        from .interpreter.run import run  # noqa: PLC0415  # not needed to refuse

        outcome = run(
            decision.grant,
            tools=self.tools,
            inputs=inputs,
            budget=self.budget,
            on_guard=self.on_guard,
        )
        return GateOutcome(report, decision, outcome)

    async def run_async(
        self, text: str, inputs: Mapping[str, Any] | None = None, *, name: str = "script.py"
    ) -> GateOutcome:
        """As `run`, for hosts with asynchronous tools or an asynchronous `on_ask`."""
        report, decision = self.check(text, inputs, name=name)
        decision = await self.ask_async(report, decision)
        if not isinstance(decision, Allow):
            return GateOutcome(report, decision)
        from .interpreter.run import run_async  # noqa: PLC0415  # not needed to refuse

        outcome = await run_async(
            decision.grant,
            tools=self.tools,
            inputs=inputs,
            budget=self.budget,
            on_guard=self.on_guard,
        )
        return GateOutcome(report, decision, outcome)

    def session(
        self, *, total: Budget | None = None, services: HostServices | None = None
    ) -> GateSession:
        """A session: scripts that come one after the other, each with what those before it left.

        The gate's budget holds for each of them, `total` for all together.
        """
        from .sessions import GateSession  # noqa: PLC0415  # only if scripts come in sessions

        return GateSession(self, total, services)

    def ask(self, report: Report, decision: Decision) -> Decision:
        """What a decision is after `on_ask` was asked, if it has to be."""
        if not isinstance(decision, Ask) or self._on_ask is None:
            return decision
        answer = self._on_ask(report, decision)
        if isawaitable(answer):
            _close(answer)
            raise UsageError("`on_ask` is asynchronous: use `run_async`")
        return _settled(decision, answer)

    async def ask_async(self, report: Report, decision: Decision) -> Decision:
        """As `ask`; `on_ask` may be asynchronous."""
        if not isinstance(decision, Ask) or self._on_ask is None:
            return decision
        answer = self._on_ask(report, decision)
        return _settled(decision, await answer if isawaitable(answer) else answer)


def _settled(ask: Ask, answer: Answer) -> Decision:
    """What was asked, after the answer: only an approval of just this grant lets it run."""
    if isinstance(answer, Allow):
        if (
            answer.grant.digests != ask.proposed.digests
            or answer.grant.module is not ask.proposed.module
        ):
            raise UsageError("`on_ask` approved something else: return `ask.approve(by=…)`")
        return answer
    return answer if isinstance(answer, Deny) else ask


def _close(answer: Awaitable[Answer]) -> None:
    """Keep Python from warning of a coroutine that nobody awaited."""
    close = getattr(answer, "close", None)
    if close is not None:
        close()
