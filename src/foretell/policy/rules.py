"""The rules of a policy as they are written: one type a kind, read with msgspec.

What may be said of every rule: `id`; `effect`, what follows if a script surely breaks it;
`possible`, what follows if it only may (as `effect` where nothing is said); `message`, one
sentence for whoever is refused or asked.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeVar

import msgspec

T = TypeVar("T", bound=str)
Effect = Literal["allow", "ask", "deny"]
Deed = Literal["read", "write", "send", "spend", "delete", "unknown"]
"""What a tool does; `unknown` is what nobody told."""
UnknownThing = Literal["tool", "name", "module", "attribute", "key", "call"]
Measure = Literal[
    "tool_calls", "steps", "price", "latency", "seconds", "output", "memory", "recursion"
]
SeverityName = Literal["error", "warning", "note"]
CertaintyName = Literal["must", "may"]

RANK: Final[dict[Effect, int]] = {"allow": 0, "ask": 1, "deny": 2}
"""Deny over ask over allow. There are no priorities, and order in the file means nothing."""

FINDINGS_OF: Final[dict[str, str]] = {
    "tool": "unknown-tool",
    "name": "unknown-name",
    "module": "unknown-module",
    "attribute": "unknown-attribute",
    "key": "unknown-key",
}
"""The finding that tells of each unknown thing; `call` is told by the plan."""


class RuleBase(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
):
    """What every rule has."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
    effect: Effect
    possible: Effect | None = None
    message: str = ""

    @property
    def if_possible(self) -> Effect:
        """What follows where the rule may be broken and nobody can tell."""
        return self.effect if self.possible is None else self.possible


class CallRule(RuleBase, frozen=True, kw_only=True, tag="call"):
    """Calls of tools: by name (`tool`, with `*`, `?` and `[…]`) and by what the tool `does`."""

    tool: str | tuple[str, ...] = "*"
    does: Deed | tuple[Deed, ...] = ()


class LimitRule(RuleBase, frozen=True, kw_only=True, tag="limit"):
    """At most `max` of a measure, or of the calls of the tools that match, taken together.

    `unbounded` is for evidence that nothing limits it, `unknown` for none found; each is as
    `possible` where nothing is said.
    """

    max: Annotated[float, msgspec.Meta(ge=0)]
    tool: str | tuple[str, ...] = ()
    measure: Measure | None = None
    unbounded: Effect | None = None
    unknown: Effect | None = None


class UnknownRule(RuleBase, frozen=True, kw_only=True, tag="unknown"):
    """Things that are not there, or (`call`) calls of which nobody can tell what they call."""

    what: UnknownThing | tuple[UnknownThing, ...] = ()


class FindingRule(RuleBase, frozen=True, kw_only=True, tag="finding"):
    """Findings of the analysis: by rule, severity and certainty; all that are given must fit."""

    rule: str | tuple[str, ...] = ()
    severity: SeverityName | tuple[SeverityName, ...] = ()
    certainty: CertaintyName | None = None


Rule = CallRule | LimitRule | UnknownRule | FindingRule

KINDS: Final[dict[str, type[RuleBase]]] = {
    "call": CallRule,
    "limit": LimitRule,
    "unknown": UnknownRule,
    "finding": FindingRule,
}


Count = Annotated[int, msgspec.Meta(ge=0)]


class BudgetTable(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What the grant's budget is set to, where it is not left as it is; see `meter.Budget`."""

    steps: Count | None = None
    seconds: Annotated[float, msgspec.Meta(ge=0)] | None = None
    recursion: Count | None = None
    tool_calls: Count | None = None
    calls_per_tool: dict[str, Count] | None = None
    price: Annotated[float, msgspec.Meta(ge=0)] | None = None
    output: Count | None = None
    memory: Count | None = None
    item_limit: Count | None = None
    integer_bits: Count | None = None


class PolicyTable(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A policy file. `default` is what a tool call comes to of which no rule speaks."""

    version: Literal[1] = 1
    description: str = ""
    default: Effect = "ask"
    rule: tuple[Rule, ...] = ()
    budget: BudgetTable = BudgetTable()


def as_tuple(value: T | tuple[T, ...]) -> tuple[T, ...]:
    """One or several, as several."""
    return (value,) if isinstance(value, str) else value
