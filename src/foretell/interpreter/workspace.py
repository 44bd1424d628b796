"""What lives on between the snippets of a session: variables, tools, what modules keep.

A workspace runs one snippet after the other in one `Runtime`, so that functions, classes and
half-consumed generators of one snippet are at home in the next. Limits and counters begin anew with
each. All calls of tools go over one desk, also those of a tool that an earlier snippet kept.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from threading import Lock
from typing import Any, Final, final

from foretell_analyzer.bindings import BindingKind, GlobalSlots
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.errors import GrantError, UsageError
from foretell_analyzer.ir import Ending, Module
from foretell_analyzer.report import Report
from foretell_analyzer.resolve import Resolution, resolve, resolve_snippet
from foretell_analyzer.session import Session

from ..meter import Budget, Usage, remaining, tightest, together
from ..outcome import Finished, Outcome, Raised
from ..policy.decision import Grant
from .execution import Execution, bring_in, make_runtime
from .guards import OnGuard, make_guards
from .kernel import UNSET
from .library import builtins_table
from .library.services import HostServices, install_services
from .link import Program, link
from .linked import refused
from .tools import FREE, HostTool, ToolDesk


@final
class Workspace:
    """The state of a session; one snippet runs at a time.

    known: the snippets so far, by which the next one is judged. used: what they spent together.
    """

    def __init__(
        self,
        catalog: ToolCatalog,
        tools: Mapping[str, object],
        total: Budget | None,
        services: HostServices | None,
        on_guard: OnGuard | None = None,
    ) -> None:
        self.catalog: Final = catalog
        self.on_guard: Final = on_guard
        self.known = Session()
        self.used = Usage()
        self._total: Final = Budget.unlimited() if total is None else total
        self._lock: Final = Lock()
        self._slots = GlobalSlots()
        self._externals: Final[dict[str, int]] = {}
        self._programs: tuple[Program, ...] = ()
        self._desk: Final = ToolDesk(total=None, per_tool={}, price=None)
        self._runtime: Final = make_runtime(Budget.unlimited(), 0.0)
        if services is not None:
            install_services(self._runtime, services)
        self._tools: Final = self._host_tools(tools)
        self._runtime.environment = {
            **builtins_table(), **self._tools
        }  # fmt: skip

    def _host_tools(self, tools: Mapping[str, object]) -> dict[str, object]:
        found: dict[str, object] = {}
        for one in self.catalog:
            function = tools.get(one.name, tools.get(one.wire_name))
            if function is not None and not callable(function):
                kind = type(function).__name__
                raise UsageError(f"the tool `{one.name}` is a {kind}, which cannot be called")
            if function is not None:
                found[one.name] = HostTool(one, function, self._desk)
        return found

    # ------------------------------------------------------------------------- a snippet

    def begin(
        self, report: Report, grant: Grant, inputs: Mapping[str, Any], budget: Budget | None
    ) -> Execution:
        """Make the run of a snippet ready; no other can begin before it has ended.

        Raises `GrantError` if it was not granted for just this state of the session, or cannot be
        run, and `UsageError` while another one runs. Then the session is as before.
        """
        if not self._lock.acquire(blocking=False):
            raise UsageError("the session still runs a snippet: wait until it has ended")
        try:
            return self._ready(report, grant, inputs, budget)
        except BaseException:
            self._lock.release()
            raise

    def _ready(
        self, report: Report, grant: Grant, inputs: Mapping[str, Any], budget: Budget | None
    ) -> Execution:
        own = self._admitted(report, grant)
        resolution, slots = resolve_snippet(own, self._slots)
        program = self._linked(own, resolution)
        self._check_tools(own, slots)
        limits = tightest(grant.budget, Budget() if budget is None else budget)
        limits = tightest(limits, remaining(self._total, self.used))
        begun = time.monotonic()
        self._renew(limits, begun)
        self._desk.guards = make_guards(grant, self.on_guard)
        runtime = self._runtime
        brought = bring_in(runtime, inputs)
        runtime.environment = {**runtime.environment, **brought}
        runtime.program = program
        if runtime.services is not None:
            runtime.services.program = program

        def release(outcome: Outcome | None) -> None:
            self._end(report, program, slots, outcome)

        may_hang = bool(self._tools) and limits.seconds is not None
        return Execution(program, runtime, self._desk, limits, begun, release, may_hang=may_hang)

    def _admitted(self, report: Report, grant: object) -> Module:
        """The module to run, if it was granted here and now."""
        if not isinstance(grant, Grant):
            message = f"a session runs the grant of a decision, not {type(grant).__name__}"
            raise GrantError(message)
        module, catalog = grant.parts
        digests = grant.digests
        if module is not report.module or module.script.digest != digests.script:
            raise GrantError("the grant is for another script than the one it comes with")
        if not digests.catalog == catalog.digest == self.catalog.digest:
            raise GrantError("the grant is for another catalog than the session's")
        if not digests.session == report.digests.session == self.known.digest:
            raise GrantError(
                "the grant is for another state of the session: analyze the snippet again"
            )
        return module.judged

    def _linked(self, own: Module, resolution: Resolution) -> Program:
        with refused(own):
            program = link(own, resolution, self._externals)
        program.earlier = self._programs
        return program

    def _check_tools(self, own: Module, slots: GlobalSlots) -> None:
        """Every tool that a snippet names must be there, unless a variable stands before it."""
        bound = {
            name
            for name, one in resolve(own).module_scope.bindings.items()
            if one.kind is BindingKind.GLOBAL
        } | self._bound()
        for name in slots.variables:
            if name in self.catalog.tools and name not in self._tools and name not in bound:
                wire_name = self.catalog.tools[name].wire_name
                raise GrantError(
                    f"the session calls the tool `{name}`, but no function is given for it: pass"
                    f' tools={{"{wire_name}": …}}'
                )

    def _renew(self, limits: Budget, begun: float) -> None:
        """Counters and limits begin anew; what is held already is weighed at the first look."""
        runtime, desk = self._runtime, self._desk
        fresh = make_runtime(limits, begun)
        for name in _RENEWED:
            setattr(runtime, name, getattr(fresh, name))
        runtime.room = 0
        desk.total, desk.per_tool, desk.price_limit = (
            limits.tool_calls, limits.calls_per_tool, limits.price,
        )  # fmt: skip
        desk.records, desk.counts, desk.price, desk.stop = [], {}, FREE, None
        desk.calling, desk.call_back, desk.is_closed = None, None, False

    # ------------------------------------------------------------------------- its end

    def _end(
        self, report: Report, program: Program, slots: GlobalSlots, outcome: Outcome | None
    ) -> None:
        """Keep what a run has left; only now the session has gone on."""
        runtime = self._runtime
        program.pause(runtime)
        self._slots = slots
        self._programs = (*self._programs, program)
        kept = set(slots.variables.values())
        values = runtime.globals
        del values[len(slots.names) :]
        for slot in range(len(values)):
            if slot not in kept:
                values[slot] = UNSET
        ending: Ending = "stopped"
        if isinstance(outcome, Finished):
            ending = "finished"
        elif isinstance(outcome, Raised):
            ending = "raised"
        self.known = self.known.after(report, ending, bound=self._bound())
        if outcome is not None:
            self.used = together(self.used, outcome.usage)
        self._lock.release()

    def _bound(self) -> set[str]:
        """The names that have a value now."""
        values = self._runtime.globals
        return {
            name
            for name, slot in self._slots.variables.items()
            if slot < len(values) and values[slot] is not UNSET
        }


_RENEWED: Final = (
    "steps", "reserve", "depth", "max_depth", "item_limit", "integer_bits", "site", "output",
    "output_left", "deadline", "loop", "handled", "beneath", "outside", "raised", "over", "left", "places",
    "frame", "allocated", "weighed_at", "memory_limit", "peak",
)  # fmt: skip
"""What of a run is its snippet's own."""
