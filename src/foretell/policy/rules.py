"""The rules of a policy as they are written: one type a kind, read with msgspec.

What may be said of every rule: `id`; `effect`, what follows if a script surely breaks it;
`possible`, what follows if it only may (as `effect` where nothing is said); `message`, one
sentence for whoever is refused or asked.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypeVar

import msgspec

T = TypeVar("T", bound=str)
Effect = Literal["allow", "ask", "deny"]
Possible = Literal["allow", "ask", "deny", "guard"]
"""`guard`: it is not decided before the run but looked at during it, where it would be broken."""
Mode = Literal["enforce", "log"]
"""`log`: what the rule finds is told and has no effect."""
Construct = Literal[
    "async", "class", "comprehension", "decorator", "for", "function", "generator", "global", "import",
    "lambda", "match", "recursion", "try", "while", "with",
]  # fmt: skip
FlowKindName = Literal["data", "control"]
Deed = Literal["read", "write", "send", "spend", "delete", "unknown"]
"""What a tool does; `unknown` is what nobody told."""
UnknownThing = Literal["tool", "name", "module", "attribute", "key", "call"]
Measure = Literal[
    "tool_calls", "steps", "price", "latency", "seconds", "output", "memory", "recursion"
]
SeverityName = Literal["error", "warning", "note"]
CertaintyName = Literal["must", "may"]

RANK: Final[dict[Possible, int]] = {"allow": 0, "guard": 1, "ask": 2, "deny": 3}
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
    possible: Possible | None = None
    message: str = ""
    mode: Mode | None = None

    @property
    def if_possible(self) -> Possible:
        """What follows where the rule may be broken and nobody can tell."""
        return self.effect if self.possible is None else self.possible


class CallRule(RuleBase, frozen=True, kw_only=True, tag="call"):
    """Calls of tools: by name (`tool`, with `*`, `?` and `[…]`) and by what the tool `does`.

    `when` and `unless` are expressions over the arguments of the call.
    """

    tool: str | tuple[str, ...] = "*"
    does: Deed | tuple[Deed, ...] = ()
    when: str = ""
    unless: str = ""


class ArgumentRule(RuleBase, frozen=True, kw_only=True, tag="argument", rename={"from_": "from"}):
    """What an argument of the calls may be; all that is said must hold.

    `schema` is a JSON Schema, `matches` a pattern for the whole of a text. `constant` asks for a
    value that is known before the run. `from` and `not_from` are sources of what it is made of.
    """

    argument: str
    tool: str | tuple[str, ...] = "*"
    schema: dict[str, Any] | None = None
    one_of: tuple[Any, ...] | None = None
    matches: str | None = None
    constant: bool = False
    from_: str | tuple[str, ...] | None = None
    not_from: str | tuple[str, ...] = ()
    when: str = ""
    unless: str = ""


class FlowRule(RuleBase, frozen=True, kw_only=True, tag="flow", rename={"from_": "from"}):
    """Nothing may flow from some sources to some sinks, unless it goes `through` what cleans it.

    `from`: results (`search_email`, `search_email[].body`) and inputs (`input customer`); `to`:
    tools (`send_money`), parameters (`send_money.recipient`), `result`, `output`. `from_label` and
    `to_label` name them by the labels of the catalog's overlay. What goes through another tool
    is followed as well, unless only `direct` flows are meant.
    """

    from_: str | tuple[str, ...] = ()
    from_label: str | tuple[str, ...] = ()
    to: str | tuple[str, ...] = ()
    to_label: str | tuple[str, ...] = ()
    flow: FlowKindName | tuple[FlowKindName, ...] = "data"
    through: str | tuple[str, ...] = ()
    direct: bool = False


class OrderRule(RuleBase, frozen=True, kw_only=True, tag="order"):
    """In which order calls of `tool` may be made: just one of the three.

    `requires_before`: only after a call of one of these. `after`: not after one of these, unless
    one of `unless_between` was called in between. `at_most_once_per`: once for each value of this
    argument.
    """

    tool: str | tuple[str, ...]
    requires_before: str | tuple[str, ...] = ()
    after: str | tuple[str, ...] = ()
    unless_between: str | tuple[str, ...] = ()
    at_most_once_per: str = ""


class LanguageRule(RuleBase, frozen=True, kw_only=True, tag="language"):
    """Constructs that a script must not use."""

    forbid: Construct | tuple[Construct, ...]


class LimitRule(RuleBase, frozen=True, kw_only=True, tag="limit"):
    """At most `max` of a measure, or of the calls of the tools that match, taken together.

    `unbounded` is for evidence that nothing limits it, `unknown` for none found; each is as
    `possible` where nothing is said.
    """

    max: Annotated[float, msgspec.Meta(ge=0)]
    tool: str | tuple[str, ...] = ()
    measure: Measure | None = None
    unbounded: Possible | None = None
    unknown: Possible | None = None


class UnknownRule(RuleBase, frozen=True, kw_only=True, tag="unknown"):
    """Things that are not there, or (`call`) calls of which nobody can tell what they call."""

    what: UnknownThing | tuple[UnknownThing, ...] = ()


class FindingRule(RuleBase, frozen=True, kw_only=True, tag="finding"):
    """Findings of the analysis: by rule, severity and certainty; all that are given must fit."""

    rule: str | tuple[str, ...] = ()
    severity: SeverityName | tuple[SeverityName, ...] = ()
    certainty: CertaintyName | None = None


Rule = (
    CallRule
    | ArgumentRule
    | FlowRule
    | OrderRule
    | LimitRule
    | UnknownRule
    | FindingRule
    | LanguageRule
)

KINDS: Final[dict[str, type[RuleBase]]] = {
    "call": CallRule,
    "argument": ArgumentRule,
    "flow": FlowRule,
    "order": OrderRule,
    "limit": LimitRule,
    "unknown": UnknownRule,
    "finding": FindingRule,
    "language": LanguageRule,
}

GUARDED: Final = (CallRule, ArgumentRule, OrderRule, LimitRule)
"""The kinds of rules that can be looked at during a run."""


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
    mode: Mode = "enforce"
    default: Effect = "ask"
    rule: tuple[Rule, ...] = ()
    budget: BudgetTable = BudgetTable()


def as_tuple(value: T | tuple[T, ...]) -> tuple[T, ...]:
    """One or several, as several."""
    return (value,) if isinstance(value, str) else value
