"""Rules on the order of calls: an automaton watches, the order of the script is held against it."""

from __future__ import annotations

from collections.abc import Iterator

from foretell_analyzer.automata import (
    Automaton,
    Judgement,
    Monitor,
    at_most,
    judge,
    not_after,
    requires,
)
from foretell_analyzer.catalog.json_types import is_mapping, is_sequence, is_set
from foretell_analyzer.catalog.violations import shown
from foretell_analyzer.diagnostics import Place
from foretell_analyzer.given import CallSite

from .arguments import has_parameter, values_at
from .hits import Hit, Thing, matches_tool
from .judged import MARK, Judged
from .rules import OrderRule, as_tuple


def monitor_of(rule: OrderRule) -> Monitor:
    """What watches the calls of a run for a rule that speaks of no arguments."""
    tools = as_tuple(rule.tool)
    if rule.requires_before:
        return requires(tools, as_tuple(rule.requires_before))
    return not_after(tools, as_tuple(rule.after), as_tuple(rule.unless_between))


def told_order(rule: OrderRule) -> str:
    """What a rule forbids, as words."""
    tools = _listed(rule.tool)
    if rule.requires_before:
        return f"{tools} without {_listed(rule.requires_before)} before it"
    if rule.at_most_once_per:
        return f"{tools} more than once with the same `{rule.at_most_once_per}`"
    told = f"{tools} after {_listed(rule.after)}"
    return told + (f" without {_listed(rule.unless_between)}" if rule.unless_between else "")


def _listed(names: str | tuple[str, ...]) -> str:
    return " or ".join(f"`{name}`" for name in as_tuple(names))


def order_hits(rule: OrderRule, judged: Judged) -> Iterator[Hit]:
    """The shortest run that breaks the rule, if one may."""
    tools = tuple(name for name in judged.names if matches_tool(rule.tool, name))
    order = judged.report.order
    if order is None:
        if judged.tools:
            told = f"{told_order(rule)}: the order of calls is not known"
            yield from Thing("possible", told, tools=tools).broken(rule)
    elif rule.at_most_once_per:
        yield from _repeated(rule, tools, order, judged)
    else:
        found = judge(order, monitor_of(rule))
        yield from _told(rule, found, told_order(rule), tools, judged)


def _told(
    rule: OrderRule, found: Judgement, told: str, tools: tuple[str, ...], judged: Judged
) -> Iterator[Hit]:
    if found.witness is None:
        return
    last = found.witness.calls[-1]
    span = next((one.span for one in _at(judged, tools) if one.span.line == last.line), None)
    yield from Thing(
        "certain" if found.is_certain else "possible",
        told,
        span if span is None or span.own_line else None,
        tuple(dict.fromkeys(found.witness.lines)),
        tools=tools,
    ).broken(rule)


def _at(judged: Judged, tools: tuple[str, ...]) -> Iterator[CallSite]:
    for tool in tools:
        yield from judged.sites[tool]


def _repeated(
    rule: OrderRule, tools: tuple[str, ...], order: Automaton, judged: Judged
) -> Iterator[Hit]:
    """Whether two calls with one value may be made, or surely are."""
    speaks = tuple(name for name in tools if has_parameter(judged, name, rule.at_most_once_per))
    sites = tuple(_at(judged, speaks))
    values = {
        index: values_at(site, rule.at_most_once_per, judged.catalog)
        for index, site in enumerate(sites)
    }
    unclear = tuple(sites[index] for index, one in values.items() if one is None)
    told: dict[str, object] = {}
    for one in values.values():
        told.update({frozen(value): value for value in one or ()})
    groups: list[tuple[str, tuple[CallSite, ...], tuple[CallSite, ...]]] = []
    for key, value in told.items():
        may = [index for index, one in values.items() if _has(one, key)]
        sure = [index for index in may if values[index] is not None and _is_one(values[index])]
        groups.append(
            (
                f", {shown(value)}",
                tuple(sites[one] for one in may),
                tuple(sites[one] for one in sure),
            )
        )
    if unclear:
        groups.append(("", sites, ()))
    places: set[Place | None] = set()
    for word, may_be, surely in groups:
        found = _judged_group(judged, order, (may_be, surely), rule.at_most_once_per)
        for hit in _told(rule, found, f"{told_order(rule)}{word}", speaks, judged):
            if hit.thing.certainty == "certain" or hit.thing.span not in places:
                places.add(hit.thing.span)
                yield hit


def _has(values: tuple[object, ...] | None, key: str) -> bool:
    return values is None or any(frozen(one) == key for one in values)


def _is_one(values: tuple[object, ...] | None) -> bool:
    return values is not None and len(values) == 1


def _judged_group(
    judged: Judged,
    order: Automaton,
    group: tuple[tuple[CallSite, ...], tuple[CallSite, ...]],
    argument: str,
) -> Judgement:
    may_be, surely = group
    found = judge(judged.marked(may_be, widely=True) or order, at_most(MARK, 1))
    if found.witness is None:
        return found
    calls = tuple(one for one in judged.alone(surely) if judged.always_given(one, argument))
    certain = (
        bool(calls)
        and judge(judged.marked(calls, widely=False) or order, at_most(MARK, 1)).is_certain
    )
    return Judgement(found.witness, certain)


def frozen(value: object) -> str:
    """A value as a key: two values are the same to a rule if their keys are."""
    if is_sequence(value):
        return f"[{','.join(frozen(one) for one in value)}]"
    if is_mapping(value):
        return f"{{{','.join(sorted(f'{frozen(key)}:{frozen(value[key])}' for key in value))}}}"
    if is_set(value):
        return f"<{','.join(sorted(frozen(one) for one in value))}>"
    return repr(int(value)) if isinstance(value, float) and value.is_integer() else repr(value)
