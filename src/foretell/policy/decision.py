"""A decision is one of three values, and only `Allow` carries the right to run.

A `Grant` names digests of script, catalog, policy and dialect: it cannot be replayed for another
text, other tools or another policy. The interpreter takes a grant and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from foretell_analyzer.bindings import Resolution
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.diagnostics import Place
from foretell_analyzer.errors import GrantError
from foretell_analyzer.ir import Module

from ..meter import Budget
from .rules import Rule

Certainty = Literal["certain", "possible"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a decision is not simply allow.

    `witness` is the path of lines that leads there, `message` one sentence for people. One that is
    only `logged` has no effect.
    """

    rule: str
    effect: Literal["ask", "deny"]
    certainty: Certainty
    message: str
    span: Place | None = None
    witness: tuple[int, ...] = ()
    help: str | None = None
    logged: bool = False


@dataclass(frozen=True, slots=True)
class Guard:
    """A rule that is looked at during the run, at calls of `tools`: before the call that breaks it.

    `effect` follows then. `message` tells what could not be decided before the run, `lines` where.
    """

    rule: Rule
    effect: Literal["ask", "deny"]
    tools: tuple[str, ...]
    message: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GrantDigests:
    """SHA-256 of all that was judged; `session` is empty for a script by itself."""

    script: str
    catalog: str
    policy: str
    dialect: str
    session: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """The right to run this module, with these tools, within this budget.

    `budget` is what the policy limits; a run has its own besides, and the stricter holds. `approved_by` names
    the person if one was asked. `guards` are the rules that are still open. `resolution` is what the analysis found the module's names to stand
    for. A grant for a report that was read back from JSON has neither module nor catalog: it tells
    what was decided, and `parts` refuses to run it.
    """

    module: Module | None = field(repr=False)
    catalog: ToolCatalog | None = field(repr=False)
    digests: GrantDigests
    budget: Budget = field(default_factory=Budget.unlimited)
    approved_by: str | None = None
    resolution: Resolution | None = field(default=None, compare=False, repr=False)
    guards: tuple[Guard, ...] = ()

    @property
    def parts(self) -> tuple[Module, ToolCatalog]:
        """Module and catalog, to run; raises `GrantError` where the report came without them."""
        if self.module is None or self.catalog is None:
            raise GrantError(
                "the grant is for a report without its script's module or catalog, as one read"
                " back from JSON is: analyze the script again and decide on that report"
            )
        return self.module, self.catalog


@dataclass(frozen=True, slots=True)
class Allow:
    """It may run."""

    grant: Grant
    reasons: tuple[Reason, ...] = ()

    @property
    def verdict(self) -> str:
        """`allow`."""
        return "allow"


@dataclass(frozen=True, slots=True)
class Ask:
    """A person has to say so first."""

    reasons: tuple[Reason, ...]
    proposed: Grant

    @property
    def verdict(self) -> str:
        """`ask`."""
        return "ask"

    @property
    def grant(self) -> Grant:
        """There is none before a person approved; raises `GrantError`."""
        raise GrantError("the decision is ask: a person approves it with `decision.approve(by=…)`")

    def approve(self, by: str) -> Allow:
        """The decision after `by` said yes to just this."""
        return Allow(replace(self.proposed, approved_by=by), self.reasons)


@dataclass(frozen=True, slots=True)
class Deny:
    """It must not run."""

    reasons: tuple[Reason, ...]

    @property
    def verdict(self) -> str:
        """`deny`."""
        return "deny"

    @property
    def grant(self) -> Grant:
        """There is none; raises `GrantError`."""
        raise GrantError(f"the decision is deny: {self.reasons[0].message}")


Decision = Allow | Ask | Deny
