"""Says what a script that calls tools will do before it runs, lets a policy decide, then runs it.

    catalog  = foretell.ToolCatalog.load("tools.json")
    report   = foretell.analyze(text, catalog)
    decision = foretell.Policy.default().decide(report)
    outcome  = foretell.run(decision.grant, tools={"search": search})

Names are imported when they are first asked for: `import foretell` itself costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from foretell_analyzer.form import select_form
from foretell_analyzer.version import VERSION

if TYPE_CHECKING:
    from foretell_analyzer.analysis import analyze
    from foretell_analyzer.catalog import ToolCatalog
    from foretell_analyzer.diagnostics import Finding
    from foretell_analyzer.errors import (
        CatalogError,
        ForetellError,
        GrantError,
        PolicyError,
        ReportError,
        UsageError,
    )
    from foretell_analyzer.fixes import Mended, fix
    from foretell_analyzer.report import Report
    from foretell_analyzer.session import Session

    from .gate import Gate, GateOutcome
    from .interpreter.caller_thread import in_caller_thread
    from .interpreter.library.services import HostServices
    from .interpreter.run import run, run_async
    from .meter import Budget, Usage
    from .outcome import Finished, Interrupted, Outcome, Raised, Stopped
    from .policy import Allow, Ask, Decision, Deny, Grant, Policy, Reason
    from .render import outcome_for_model, report_for_model
    from .sessions import GateSession

select_form()
__version__: Final = VERSION

_HOMES: Final = {
    "Allow": "foretell.policy",
    "Ask": "foretell.policy",
    "Budget": "foretell.meter",
    "CatalogError": "foretell_analyzer.errors",
    "Decision": "foretell.policy",
    "Deny": "foretell.policy",
    "Finding": "foretell_analyzer.diagnostics",
    "Finished": "foretell.outcome",
    "ForetellError": "foretell_analyzer.errors",
    "Gate": "foretell.gate",
    "GateOutcome": "foretell.gate",
    "GateSession": "foretell.sessions",
    "Grant": "foretell.policy",
    "GrantError": "foretell_analyzer.errors",
    "HostServices": "foretell.interpreter.library.services",
    "Interrupted": "foretell.outcome",
    "Mended": "foretell_analyzer.fixes",
    "Outcome": "foretell.outcome",
    "Policy": "foretell.policy",
    "PolicyError": "foretell_analyzer.errors",
    "Raised": "foretell.outcome",
    "Reason": "foretell.policy",
    "Report": "foretell_analyzer.report",
    "ReportError": "foretell_analyzer.errors",
    "Session": "foretell_analyzer.session",
    "Stopped": "foretell.outcome",
    "ToolCatalog": "foretell_analyzer.catalog",
    "Usage": "foretell.meter",
    "UsageError": "foretell_analyzer.errors",
    "analyze": "foretell_analyzer.analysis",
    "fix": "foretell_analyzer.fixes",
    "in_caller_thread": "foretell.interpreter.caller_thread",
    "outcome_for_model": "foretell.render",
    "report_for_model": "foretell.render",
    "run": "foretell.interpreter.run",
    "run_async": "foretell.interpreter.run",
}

__all__ = [
    "Allow",
    "Ask",
    "Budget",
    "CatalogError",
    "Decision",
    "Deny",
    "Finding",
    "Finished",
    "ForetellError",
    "Gate",
    "GateOutcome",
    "GateSession",
    "Grant",
    "GrantError",
    "HostServices",
    "Interrupted",
    "Mended",
    "Outcome",
    "Policy",
    "PolicyError",
    "Raised",
    "Reason",
    "Report",
    "ReportError",
    "Session",
    "Stopped",
    "ToolCatalog",
    "Usage",
    "UsageError",
    "__version__",
    "analyze",
    "fix",
    "in_caller_thread",
    "outcome_for_model",
    "report_for_model",
    "run",
    "run_async",
]


def __getattr__(name: str) -> object:
    """Import a public name on its first use."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module `foretell` has no attribute `{name}`")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
