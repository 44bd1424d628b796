"""Rules on single calls: what is known of arguments before the run, place by place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.catalog.tools import Tool
from foretell_analyzer.given import CallSite

from .constraints import breach, has_constraint
from .facts import CalledTool
from .flowing import sources_against
from .hits import Hit, Thing, matches_tool
from .judged import Judged
from .rules import ArgumentRule, CallRule

Values = tuple[object, ...] | None
Answer = Literal["yes", "no", "open"]
"""Is a rule broken: whatever happens, never, or not known."""

ABSENT: Final = ()


def values_at(site: CallSite, parameter: str, catalog: ToolCatalog | None) -> Values:
    """All that an argument may be at a place; nothing if it is left out and has no default."""
    given = site.argument(parameter)
    if given is not None and given.values is None:
        return None
    values = () if given is None or given.values is None else given.values
    if given is not None and given.always:
        return values
    tool = None if catalog is None else catalog.lookup(site.tool)
    one = None if tool is None else tool.parameter(parameter)
    if one is None:
        return values if tool is not None else None
    return (*values, one.default) if one.has_default else values


def applies(rule: CallRule | ArgumentRule, site: CallSite, judged: Judged) -> Answer:
    """Is it a call of which the rule's conditions let it speak?"""
    if not rule.when and not rule.unless:
        return "yes"
    tool = None if judged.catalog is None else judged.catalog.lookup(site.tool)
    if tool is None:
        return "open"
    from .conditions import truth  # noqa: PLC0415  # only rules with conditions need the analysis

    arguments = {name: _or_none(values_at(site, name, judged.catalog)) for name in _names(tool)}
    wanted = truth(rule.when, arguments) if rule.when else True
    spared = truth(rule.unless, arguments) if rule.unless else False
    if wanted is False or spared is True:
        return "no"
    return "yes" if wanted is True and spared is False else "open"


def _names(tool: Tool) -> tuple[str, ...]:
    return tuple(one.name for one in tool.parameters)


def _or_none(values: Values) -> Values:
    """What a condition sees of an argument: None where it is left out."""
    return (None,) if values == ABSENT else values


def call_hits(rule: CallRule, tool: CalledTool, judged: Judged) -> Iterator[Thing]:
    """The places at which a rule with conditions speaks of a tool, each as a thing."""
    for site in judged.sites[tool.name]:
        answer = applies(rule, site, judged)
        if answer != "no":
            told = f"{tool.sentence}, {_condition(rule)}"
            yield _thing(judged, site, told, answer)


def _condition(rule: CallRule | ArgumentRule) -> str:
    parts = [f"when `{rule.when}`"] if rule.when else []
    parts += [f"unless `{rule.unless}`"] if rule.unless else []
    return " ".join(parts)


def surely_speaks(rule: CallRule, tool: CalledTool, judged: Judged) -> bool:
    """Does a rule with conditions speak of every call of a tool?"""
    return all(applies(rule, site, judged) == "yes" for site in judged.sites[tool.name])


def argument_hits(rule: ArgumentRule, judged: Judged) -> Iterator[Hit]:
    """Where an argument breaks the rule, or may."""
    for name in judged.names:
        if not matches_tool(rule.tool, name) or not has_parameter(judged, name, rule.argument):
            continue
        for site in judged.sites[name]:
            for answer, told in _breaches(rule, site, judged):
                spoken = applies(rule, site, judged)
                if spoken != "no":
                    sure: Answer = "yes" if answer == spoken == "yes" else "open"
                    yield from _thing(judged, site, told, sure).broken(rule)


def has_parameter(judged: Judged, tool: str, parameter: str) -> bool:
    """May a tool be given an argument of this name?"""
    known = None if judged.catalog is None else judged.catalog.lookup(tool)
    return known is None or known.admits_extra or known.parameter(parameter) is not None


def _breaches(rule: ArgumentRule, site: CallSite, judged: Judged) -> Iterator[tuple[Answer, str]]:
    values = values_at(site, rule.argument, judged.catalog)
    what = f"`{rule.argument}` of `{site.tool}`"
    if rule.constant and (values is None or len(values) > 1):
        yield "yes", f"{what} is not known before the run"
    if has_constraint(rule):
        if values is None:
            yield "open", f"{what} is not known before the run"
        else:
            wrong = [text for text in (breach(rule, one) for one in values) if text]
            if wrong:
                sure = len(wrong) == len(values) and judged.always_given(site, rule.argument)
                yield "yes" if sure else "open", f"{what}: {wrong[0]}"
    for source in sources_against(rule, site, judged):
        yield "open", f"{what} is made of {source}"


def _thing(judged: Judged, site: CallSite, told: str, answer: Answer) -> Thing:
    is_certain = answer == "yes" and judged.is_certain((site,))
    return Thing(
        "certain" if is_certain else "possible",
        told,
        site.span,
        judged.way_to(site),
        tools=(site.tool,),
    )
