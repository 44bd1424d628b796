"""A policy: the rules of one file, and the decision that they make of a report."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import resources
from pathlib import Path as FilePath
from typing import Any, Final

import msgspec

from foretell.meter import Budget, tightest
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.catalog.wording import one_line
from foretell_analyzer.errors import PolicyError
from foretell_analyzer.report import Report
from foretell_analyzer.toml_places import Path

from .checking import check_rules
from .decision import Allow, Ask, Decision, Deny, Grant, GrantDigests, Guard, Reason
from .engine import judge_report, verdict_of
from .loading import PolicyText, check_names, read_policy
from .rules import BudgetTable, LimitRule, PolicyTable

ENGINE_ERROR: Final = "engine-error"
_ENGINE_VERSION: Final = 2
"""Part of every digest: raised whenever the same rules may come to another decision."""
LARGEST: Final = 4 * 1024 * 1024
"""Bytes of the largest policy that is read."""
SHIPPED: Final = ("default", "no-exfiltration", "permissive", "read-only", "total")


@dataclass(frozen=True)
class Policy:
    """Rules that decide whether a script may run; made by `load`, `loads` or a shipped one."""

    name: str
    table: PolicyTable
    source: PolicyText = field(repr=False, compare=False)

    @classmethod
    def load(cls, path: str | FilePath) -> Policy:
        """Read a policy file; raises `PolicyError`."""
        try:
            with FilePath(path).open("rb") as file:
                content = file.read(LARGEST + 1)
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise PolicyError(one_line(f"{path}: cannot be read: {reason}")) from None
        if len(content) > LARGEST:
            raise PolicyError(one_line(f"{path}: is larger than {LARGEST // 1024} KB"))
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            message = f"{path}: is not UTF-8 text (byte {error.start})"
            raise PolicyError(one_line(message)) from None
        return cls.loads(text, str(path))

    @classmethod
    def loads(cls, text: str, name: str = "policy.toml") -> Policy:
        """Read a policy from its text; `name` is what its errors call it."""
        source = PolicyText(name, text)
        return cls(name, read_policy(source), source)

    @classmethod
    def default(cls) -> Policy:
        """Reading passes, writing is asked for, what is wrong or unknown is denied."""
        return cls.shipped("default")

    @classmethod
    def permissive(cls) -> Policy:
        """Whatever the interpreter can start is allowed."""
        return cls.shipped("permissive")

    @classmethod
    def shipped(cls, name: str) -> Policy:
        """Give one of the policies that come with the package."""
        if name not in SHIPPED:
            raise PolicyError(
                f"there is no shipped policy `{name}`; there are {', '.join(SHIPPED)}"
            )
        return _read_shipped(name)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the policy says; comments, layout and file name are no part of it."""
        form = {"engine": _ENGINE_VERSION, "policy": self.table}
        return hashlib.sha256(msgspec.json.encode(form, order="sorted")).hexdigest()

    @cached_property
    def budget(self) -> Budget:
        """What a grant under this policy may spend."""
        return _budget(self.table.budget)

    def check_against(self, catalog: ToolCatalog) -> None:
        """Refuse names of tools, parameters and labels that the catalog lacks; raises `PolicyError`."""
        known = tuple(catalog.tools)
        check_rules(self.source, self.table.rule, catalog)
        for name in self.table.budget.calls_per_tool or {}:
            if name not in known:
                path: Path = ("budget", "calls_per_tool", name)
                check_names(self.source, path, name, known, "tool")

    def decide(self, report: Report, catalog: ToolCatalog | None = None) -> Decision:
        """Say whether the script may run.

        `catalog` is the one that the report was made with; without it the report's own is taken.
        Never raises: what goes wrong inside denies, with the rule `engine-error`.
        """
        try:
            return self._decide(report, catalog if catalog is not None else report.catalog)
        except PolicyError as error:
            return _engine_error(str(error))
        except Exception as error:  # noqa: BLE001  # a fault of ours must not let a script run
            return _engine_error(
                f"the policy could not be applied ({type(error).__name__}: {error})"
            )

    def _decide(self, report: Report, catalog: ToolCatalog | None) -> Decision:
        if catalog is not None:
            if catalog.digest != report.digests.catalog:
                return _engine_error("the report was made with another catalog than this one")
            self.check_against(catalog)
        found = judge_report(self.table, report, catalog)
        reasons = found.reasons
        verdict = verdict_of(reasons)
        if verdict == "deny":
            return Deny(reasons)
        judged = report.digests
        digests = GrantDigests(
            judged.script, judged.catalog, self.digest, judged.dialect, judged.session
        )
        grant = Grant(
            report.module,
            catalog,
            digests,
            within_guards(self.budget, found.guards),
            resolution=report.resolution,
            guards=found.guards,
        )
        return Ask(reasons, grant) if verdict == "ask" else Allow(grant, reasons)


@cache
def _read_shipped(name: str) -> Policy:
    file = resources.files("foretell.policy") / "policies" / f"{name}.toml"
    return Policy.loads(file.read_text(encoding="utf-8"), f"{name}.toml")


def within_guards(budget: Budget, guards: tuple[Guard, ...]) -> Budget:
    """A budget that keeps the limits which were left open, where they are measures of budgets."""
    for guard in guards:
        rule = guard.rule
        if isinstance(rule, LimitRule) and rule.measure is not None:
            whole = rule.measure not in {"price", "seconds"}
            limit = int(min(rule.max, _HIGHEST)) if whole else rule.max
            change: dict[str, Any] = {rule.measure: limit}
            budget = tightest(budget, replace(Budget.unlimited(), **change))
    return budget


_HIGHEST: Final = 2**40
"""More than any run can reach."""


def _engine_error(message: str) -> Deny:
    return Deny((Reason(ENGINE_ERROR, "deny", "certain", message),))


def _budget(table: BudgetTable) -> Budget:
    changes: dict[str, Any] = {
        name: value
        for name in table.__struct_fields__
        if (value := getattr(table, name)) is not None
    }
    return replace(Budget.unlimited(), **changes)
