"""Takes the rules of a policy and a report, gives the reasons against letting the script run.

Each thing that a policy can speak of (a tool that is called, a finding, a call that nobody can
follow) is held against every rule of its kind. The gravest effect among the rules that speak of it
counts: deny over ask over allow. Where no rule speaks of a thing, a safe answer holds: a tool call
comes to the policy's `default`, a certain mistake is denied, a possible one is asked for. So a rule
that allows only ever replaces that answer; it never undoes another rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final, Literal, TypeVar

from foretell_analyzer.bounds import Bound, Unbounded, Unknown
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.diagnostics import Finding, Place
from foretell_analyzer.report import Report

from .decision import Certainty, Reason
from .facts import (
    CalledTool,
    add_bounds,
    called_tools,
    measure_bound,
    opaque_places,
    times,
)
from .rules import (
    FINDINGS_OF,
    RANK,
    CallRule,
    Effect,
    FindingRule,
    LimitRule,
    PolicyTable,
    Rule,
    RuleBase,
    UnknownRule,
    as_tuple,
)

# Under these names stand the reasons that no rule of the policy gave.
CANNOT_START: Final = "cannot-start"
DEFAULT: Final = "default"
CERTAIN_MISTAKE: Final = "certain-mistake"
POSSIBLE_MISTAKE: Final = "possible-mistake"
UNCLEAR_CALL: Final = "unclear-call"

R = TypeVar("R", bound=RuleBase)


@dataclass(frozen=True, slots=True)
class _Thing:
    """What is held against the rules, and how a reason tells it."""

    certainty: Certainty
    message: str
    span: Place | None
    witness: tuple[int, ...]
    help: str | None = None

    def reason(self, rule: str, effect: Effect, said: str = "") -> Iterator[Reason]:
        """Give the reason if the effect is one."""
        if effect != "allow":
            message = f"{said.rstrip('. ')}: {self.message}" if said else self.message
            yield Reason(rule, effect, self.certainty, message, self.span, self.witness, self.help)

    def broken(self, rule: RuleBase) -> Iterator[Reason]:
        """Give the reason that a rule makes of this."""
        effect = rule.effect if self.certainty == "certain" else rule.if_possible
        return self.reason(rule.id, effect, rule.message)


def find_reasons(
    policy: PolicyTable, report: Report, catalog: ToolCatalog | None
) -> tuple[Reason, ...]:
    """All reasons, gravest first, then in the script's order."""
    tools = called_tools(report, catalog)
    reasons = [
        *_start_reasons(report),
        *_call_reasons(policy, tools),
        *_finding_reasons(policy, report),
        *_unclear_reasons(policy, report),
        *_limit_reasons(policy, report, tools),
    ]
    return tuple(sorted(reasons, key=_order))


def _lines(place: Place) -> tuple[int, ...]:
    return () if place.own_line is None else (place.own_line,)


def _order(reason: Reason) -> tuple[int, int, int]:
    start = -1 if reason.span is None else reason.span.start
    return (-RANK[reason.effect], 0 if reason.certainty == "certain" else 1, start)


def _start_reasons(report: Report) -> Iterator[Reason]:
    """What the interpreter cannot start is denied by every policy, the permissive one too."""
    faults = [finding for finding in report.findings if _prevents_start(finding)]
    for finding in faults:
        yield from _thing_of(finding).reason(CANNOT_START, "deny")
    if report.plan is None and not faults:
        yield Reason(CANNOT_START, "deny", "certain", "the script could not be analyzed")


def _prevents_start(finding: Finding) -> bool:
    """Is it of the rules on syntax and dialect (S…), and certain?"""
    return finding.blocks and finding.code.startswith("S")


def _call_reasons(policy: PolicyTable, tools: tuple[CalledTool, ...]) -> Iterator[Reason]:
    rules = _of_kind(policy, CallRule)
    for tool in tools:
        thing = _Thing(
            "certain" if tool.is_certain else "possible",
            f"{tool.sentence}; {_called(tool.calls)}",
            tool.places[0] if tool.places else None,
            tool.lines,
        )
        speaking = [rule for rule in rules if _speaks_of_call(rule, tool)]
        for rule in speaking:
            yield from thing.broken(rule)
        if not speaking:
            yield from thing.reason(DEFAULT, policy.default)


def _called(calls: Bound) -> str:
    return f"called {times(calls)}" if calls.is_finite else f"called, {times(calls)}"


def _speaks_of_call(rule: CallRule, tool: CalledTool) -> bool:
    if not matches_tool(rule.tool, tool.name):
        return False
    return not rule.does or not set(as_tuple(rule.does)).isdisjoint(tool.deeds)


def matches_tool(patterns: str | tuple[str, ...], tool: str) -> bool:
    """Does one of the patterns match the tool's name?"""
    return any(fnmatchcase(tool, pattern) for pattern in as_tuple(patterns))


def _finding_reasons(policy: PolicyTable, report: Report) -> Iterator[Reason]:
    """One reason a finding at most, from the gravest rule that speaks of it."""
    rules = [rule for rule in policy.rule if isinstance(rule, FindingRule | UnknownRule)]
    for finding in report.findings:
        if _prevents_start(finding):
            continue
        thing = _thing_of(finding)
        speaking = [rule for rule in rules if _speaks_of_finding(rule, finding)]
        if speaking:
            reasons = [reason for rule in speaking for reason in thing.broken(rule)]
            yield from sorted(reasons, key=_order)[:1]
        elif finding.severity == "error":
            certain = finding.certainty == "must"
            yield from thing.reason(
                CERTAIN_MISTAKE if certain else POSSIBLE_MISTAKE, "deny" if certain else "ask"
            )


def _thing_of(finding: Finding) -> _Thing:
    return _Thing(
        "certain" if finding.certainty == "must" else "possible",
        finding.message,
        finding.span,
        (finding.span.line,),
        finding.help,
    )


def _speaks_of_finding(rule: FindingRule | UnknownRule, finding: Finding) -> bool:
    match rule:
        case UnknownRule():
            things: tuple[str, ...] = as_tuple(rule.what) or tuple(FINDINGS_OF)
            return finding.rule in {FINDINGS_OF.get(thing) for thing in things}
        case FindingRule():
            return (
                (not rule.rule or finding.rule in as_tuple(rule.rule))
                and (not rule.severity or finding.severity in as_tuple(rule.severity))
                and rule.certainty in {None, finding.certainty}
            )


def _unclear_reasons(policy: PolicyTable, report: Report) -> Iterator[Reason]:
    """Calls of which the plan cannot tell what they call."""
    rules = [
        rule
        for rule in _of_kind(policy, UnknownRule)
        if not rule.what or "call" in as_tuple(rule.what)
    ]
    for opaque in opaque_places(report):
        thing = _Thing(
            "possible",
            f"what is called here is not known: {opaque.why}",
            opaque.span,
            _lines(opaque.span),
        )
        for rule in rules:
            yield from thing.broken(rule)
        if not rules:
            yield from thing.reason(UNCLEAR_CALL, "ask")


def _limit_reasons(
    policy: PolicyTable, report: Report, tools: tuple[CalledTool, ...]
) -> Iterator[Reason]:
    for rule in _of_kind(policy, LimitRule):
        counted = tools
        if rule.measure is None:
            counted = tuple(tool for tool in tools if matches_tool(rule.tool, tool.name))
            subject = f"calls of {' and '.join(f'`{name}`' for name in as_tuple(rule.tool))}"
            bound = add_bounds(tool.calls for tool in counted)
        else:
            subject = rule.measure.replace("_", " ")
            bound = measure_bound(report, rule.measure)
        if rule.measure in {None, "tool_calls"}:
            places = [place for tool in counted for place in tool.places]
        else:
            places = []
        yield from _over_limit(rule, subject, bound, sorted(places, key=lambda one: one.start))


def _over_limit(
    rule: LimitRule, subject: str, bound: Bound, places: list[Place]
) -> Iterator[Reason]:
    span = places[0] if places else None
    lines = tuple(dict.fromkeys(place.line for place in places))
    allowed = f"{rule.max:g}"
    if bound.low > rule.max:
        told = f"{subject}: at least {bound.low:g}, more than {allowed}"
        yield from _Thing("certain", told, span, lines).broken(rule)
        return
    effect: Effect | None
    match bound.high:
        case Unbounded(why, where):
            told, span, effect = f"{subject}: no upper limit, {why}", where or span, rule.unbounded
        case Unknown(why, where):
            told, span, effect = f"{subject}: not known, {why}", where or span, rule.unknown
        case high if high > rule.max:
            told, effect = f"{subject}: up to {high:g}, more than {allowed}", None
        case _:
            return
    thing = _Thing("possible", told, span, lines)
    yield from thing.reason(rule.id, effect or rule.if_possible, rule.message)


def _of_kind(policy: PolicyTable, kind: type[R]) -> tuple[R, ...]:
    return tuple(rule for rule in policy.rule if isinstance(rule, kind))


def exact_tool_names(rules: tuple[Rule, ...]) -> Mapping[str, tuple[int, int | None]]:
    """The tool names without wildcards, with the rule and the item that has each."""
    names: dict[str, tuple[int, int | None]] = {}
    for index, rule in enumerate(rules):
        if isinstance(rule, CallRule | LimitRule):
            for item, name in enumerate(as_tuple(rule.tool)):
                if not any(sign in name for sign in "*?["):
                    names.setdefault(name, (index, None if isinstance(rule.tool, str) else item))
    return names


Verdict = Literal["allow", "ask", "deny"]


def verdict_of(reasons: tuple[Reason, ...]) -> Verdict:
    """The gravest effect among the reasons; allow where there is none."""
    effects = {reason.effect for reason in reasons}
    return "deny" if "deny" in effects else "ask" if effects else "allow"
