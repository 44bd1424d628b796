"""Takes the rules of a policy and a report, gives the reasons against letting the script run.

Each thing that a policy can speak of (a tool that is called, a finding, a call that nobody can
follow) is held against every rule of its kind. The gravest effect among the rules that speak of it
counts: deny over ask over allow. Where no rule speaks of a thing, a safe answer holds: a tool call
comes to the policy's `default`, a certain mistake is denied, a possible one is asked for. So a rule
that allows only ever replaces that answer; it never undoes another rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeVar, cast

from foretell_analyzer.bounds import Bound, Unbounded, Unknown
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.diagnostics import Finding, Place
from foretell_analyzer.report import Report

from .arguments import argument_hits, call_hits, surely_speaks
from .constructs import language_hits
from .decision import Guard, Reason
from .facts import CalledTool, add_bounds, measure_bound, opaque_places, times
from .flowing import flow_hits
from .hits import Hit, Thing, lines_of, matches_tool
from .judged import Judged
from .orders import order_hits
from .rules import (
    FINDINGS_OF,
    RANK,
    ArgumentRule,
    CallRule,
    FindingRule,
    FlowRule,
    LanguageRule,
    LimitRule,
    Mode,
    OrderRule,
    PolicyTable,
    Possible,
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


_HITS: Final = cast(
    "Mapping[type[RuleBase], Callable[[Rule, Judged], Iterator[Hit]]]",
    {
        ArgumentRule: argument_hits,
        FlowRule: flow_hits,
        OrderRule: order_hits,
        LanguageRule: language_hits,
    },
)
"""The kinds of rules that say by themselves what they hold against a script."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules come to: reasons, gravest first, and what is left open for the run."""

    reasons: tuple[Reason, ...]
    guards: tuple[Guard, ...]
    hits: tuple[Hit, ...]


def judge_report(policy: PolicyTable, report: Report, catalog: ToolCatalog | None) -> Judgement:
    """Hold all that a script may do against all rules."""
    judged = Judged(report, catalog)
    hits = (*_start_hits(report), *_hits(policy, judged))
    found = [(hit.reason(_mode(policy, hit)), hit) for hit in hits]
    reasons = dict.fromkeys(reason for reason, _ in found if reason is not None)
    return Judgement(tuple(sorted(reasons, key=_order)), _guards(policy, hits), hits)


def _hits(policy: PolicyTable, judged: Judged) -> Iterator[Hit]:
    yield from _call_hits(policy, judged)
    yield from _finding_hits(policy, judged.report)
    yield from _unclear_hits(policy, judged.report)
    for rule in _of_kind(policy, LimitRule):
        yield from _limit_hits(rule, judged)
    for each in policy.rule:
        find = _HITS.get(type(each))
        if find is not None:
            yield from find(each, judged)


def mode_of(policy: PolicyTable, rule: Rule) -> Mode:
    """Is a rule enforced? Not if it, or the whole policy, only logs."""
    return "log" if "log" in {policy.mode, rule.mode} else "enforce"


def _mode(policy: PolicyTable, hit: Hit) -> Mode:
    if hit.rule is not None:
        return mode_of(policy, hit.rule)
    return "enforce" if hit.name == CANNOT_START else policy.mode


def _guards(policy: PolicyTable, hits: tuple[Hit, ...]) -> tuple[Guard, ...]:
    """One guard for each rule that is left open, with all tools and lines of which it is."""
    found: dict[str, Guard] = {}
    for hit in hits:
        rule = hit.rule
        if rule is None or hit.effect != "guard" or mode_of(policy, rule) == "log":
            continue
        effect: Literal["ask", "deny"] = "deny" if rule.effect == "deny" else "ask"
        known = found.get(rule.id, Guard(rule, effect, (), hit.message))
        found[rule.id] = Guard(
            rule,
            effect,
            tuple(dict.fromkeys((*known.tools, *hit.thing.tools))),
            known.message,
            tuple(sorted({*known.lines, *lines_of(hit.thing.span)})),
        )
    return tuple(found.values())


def _order(reason: Reason) -> tuple[int, int, int, int]:
    start = -1 if reason.span is None else reason.span.start
    certainty = 0 if reason.certainty == "certain" else 1
    return (int(reason.logged), -RANK[reason.effect], certainty, start)


def _start_hits(report: Report) -> Iterator[Hit]:
    """What the interpreter cannot start is denied by every policy, the permissive one too."""
    faults = [finding for finding in report.findings if _prevents_start(finding)]
    for finding in faults:
        yield from _thing_of(finding).unruled(CANNOT_START, "deny")
    if report.plan is None and not faults:
        yield from Thing("certain", "the script could not be analyzed").unruled(
            CANNOT_START, "deny"
        )


def _prevents_start(finding: Finding) -> bool:
    """Is it of the rules on syntax and dialect (S…), and certain?"""
    return finding.blocks and finding.code.startswith("S")


def _call_hits(policy: PolicyTable, judged: Judged) -> Iterator[Hit]:
    rules = _of_kind(policy, CallRule)
    for tool in judged.tools:
        thing = Thing(
            "certain" if tool.is_certain else "possible",
            f"{tool.sentence}; {_called(tool.calls)}",
            tool.places[0] if tool.places else None,
            tool.lines,
            tools=(tool.name,),
        )
        is_spoken_of = False
        for rule in rules:
            if not _speaks_of_call(rule, tool):
                continue
            is_enforced = mode_of(policy, rule) == "enforce"
            if not rule.when and not rule.unless:
                yield from thing.broken(rule)
                is_spoken_of = is_spoken_of or is_enforced
            elif rule.effect == "allow":
                is_spoken_of = is_spoken_of or (is_enforced and surely_speaks(rule, tool, judged))
            else:
                for one in call_hits(rule, tool, judged):
                    yield from one.broken(rule)
        if not is_spoken_of:
            yield from thing.unruled(DEFAULT, policy.default)


def _called(calls: Bound) -> str:
    return f"called {times(calls)}" if calls.is_finite else f"called, {times(calls)}"


def _speaks_of_call(rule: CallRule, tool: CalledTool) -> bool:
    if not matches_tool(rule.tool, tool.name):
        return False
    return not rule.does or not set(as_tuple(rule.does)).isdisjoint(tool.deeds)


def _finding_hits(policy: PolicyTable, report: Report) -> Iterator[Hit]:
    """One hit a finding at most of the rules that are enforced, from the gravest of them."""
    rules = [rule for rule in policy.rule if isinstance(rule, FindingRule | UnknownRule)]
    for finding in report.findings:
        if _prevents_start(finding):
            continue
        thing = _thing_of(finding)
        speaking = [rule for rule in rules if _speaks_of_finding(rule, finding)]
        hits = [hit for rule in speaking for hit in thing.broken(rule)]
        enforced = [hit for hit in hits if _mode(policy, hit) == "enforce"]
        yield from (hit for hit in hits if hit not in enforced)
        if enforced:
            yield max(enforced, key=lambda hit: RANK[hit.effect])
        elif finding.severity == "error":
            certain = finding.certainty == "must"
            yield from thing.unruled(
                CERTAIN_MISTAKE if certain else POSSIBLE_MISTAKE, "deny" if certain else "ask"
            )


def _thing_of(finding: Finding) -> Thing:
    return Thing(
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


def _unclear_hits(policy: PolicyTable, report: Report) -> Iterator[Hit]:
    """Calls of which the plan cannot tell what they call."""
    rules = [
        rule
        for rule in _of_kind(policy, UnknownRule)
        if not rule.what or "call" in as_tuple(rule.what)
    ]
    for opaque in opaque_places(report):
        thing = Thing(
            "possible",
            f"what is called here is not known: {opaque.why}",
            opaque.span,
            lines_of(opaque.span),
        )
        for rule in rules:
            yield from thing.broken(rule)
        if not any(mode_of(policy, rule) == "enforce" for rule in rules):
            yield from thing.unruled(UNCLEAR_CALL, "ask")


def _limit_hits(rule: LimitRule, judged: Judged) -> Iterator[Hit]:
    counted = judged.tools
    if rule.measure is None:
        counted = tuple(tool for tool in judged.tools if matches_tool(rule.tool, tool.name))
        subject = f"calls of {' and '.join(f'`{name}`' for name in as_tuple(rule.tool))}"
        bound = add_bounds(tool.calls for tool in counted)
    else:
        subject = rule.measure.replace("_", " ")
        bound = measure_bound(judged.report, rule.measure)
    places: list[Place] = []
    if rule.measure in {None, "tool_calls"}:
        places = sorted(
            (place for tool in counted for place in tool.places), key=lambda one: one.start
        )
    tools = tuple(tool.name for tool in counted)
    yield from _over_limit(rule, subject, bound, (places, tools))


def _over_limit(
    rule: LimitRule, subject: str, bound: Bound, about: tuple[list[Place], tuple[str, ...]]
) -> Iterator[Hit]:
    places, tools = about
    span = places[0] if places else None
    lines = tuple(dict.fromkeys(place.line for place in places))
    allowed = f"{rule.max:g}"
    if bound.low > rule.max:
        told = f"{subject}: at least {bound.low:g}, more than {allowed}"
        yield from Thing("certain", told, span, lines, tools=tools).broken(rule)
        return
    effect: Possible | None
    match bound.high:
        case Unbounded(why, where):
            told, span, effect = f"{subject}: no upper limit, {why}", where or span, rule.unbounded
        case Unknown(why, where):
            told, span, effect = f"{subject}: not known, {why}", where or span, rule.unknown
        case high if high > rule.max:
            told, effect = f"{subject}: up to {high:g}, more than {allowed}", None
        case _:
            return
    thing = Thing("possible", told, span, lines, tools=tools)
    yield from thing.broken(rule, effect or rule.if_possible)


def _of_kind(policy: PolicyTable, kind: type[R]) -> tuple[R, ...]:
    return tuple(rule for rule in policy.rule if isinstance(rule, kind))


Verdict = Literal["allow", "ask", "deny"]


def verdict_of(reasons: tuple[Reason, ...]) -> Verdict:
    """The gravest effect among the reasons; allow where there is none."""
    effects = {reason.effect for reason in reasons if not reason.logged}
    return "deny" if "deny" in effects else "ask" if effects else "allow"
