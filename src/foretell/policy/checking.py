"""Holds the names that rules use against a catalog: tools, parameters, labels, conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, cast

from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.catalog.tools import Tool
from foretell_analyzer.toml_places import Path

from .flowing import ENDS, INPUT, split_sink, split_source
from .hits import matches_tool
from .loading import PolicyText, check_names
from .names import nearest
from .rules import ArgumentRule, CallRule, FlowRule, LimitRule, OrderRule, Rule, RuleBase, as_tuple

WILD: Final = "*?["
LABELS: Final = ("untrusted", "secret", "external")
"""Labels that shipped policies speak of, whether or not a catalog has them."""


def check_rules(source: PolicyText, rules: Iterable[Rule], catalog: ToolCatalog) -> None:
    """Refuse what names something that the catalog does not have; raises `PolicyError`."""
    for index, rule in enumerate(rules):
        check = _CHECKS.get(type(rule))
        if check is not None:
            check(_Check(source, ("rule", index), catalog), rule)


class _Check:
    """One rule's names."""

    def __init__(self, source: PolicyText, path: Path, catalog: ToolCatalog) -> None:
        self.source = source
        self.path = path
        self.catalog = catalog

    def at(self, key: str, item: int, value: str | tuple[str, ...]) -> Path:
        """The place of one of the names under a key."""
        return (*self.path, key) if isinstance(value, str) else (*self.path, key, item)

    def tools(self, key: str, names: str | tuple[str, ...]) -> None:
        """Names of tools; those with wildcards may match none."""
        for item, name in enumerate(as_tuple(names)):
            self.tool(self.at(key, item, names), name)

    def tool(self, path: Path, name: str) -> None:
        """One name of a tool."""
        if not any(sign in name for sign in WILD):
            check_names(self.source, path, name, tuple(self.catalog.tools), "tool")

    def matching(self, patterns: str | tuple[str, ...]) -> list[Tool]:
        """The tools that patterns match."""
        return [tool for tool in self.catalog if matches_tool(patterns, tool.name)]

    def parameter(self, path: Path, name: str, tools: list[Tool]) -> None:
        """A parameter that one of the tools must have."""
        known = tuple(dict.fromkeys(one.name for tool in tools for one in tool.parameters))
        if name in known or not tools or any(tool.admits_extra for tool in tools):
            return
        owner = f"`{tools[0].name}` has" if len(tools) == 1 else "none of these tools has"
        told = f"{owner} no parameter" if len(tools) == 1 else f"{owner} a parameter"
        raise self.source.error_at_value(path, f"{told} `{name}`{nearest(name, known)}")

    def labels(self, key: str, labels: str | tuple[str, ...], known: Iterable[str]) -> None:
        """Labels that the catalog's overlay gives to something, or those of shipped policies."""
        known = tuple(dict.fromkeys((*known, *LABELS)))
        for item, label in enumerate(as_tuple(labels)):
            if label not in known:
                path = self.at(key, item, labels)
                raise self.source.error_at_value(
                    path, f"no tool has the label `{label}`{nearest(label, known)}"
                )

    def conditions(self, rule: CallRule | ArgumentRule) -> None:
        """Expressions over the parameters of the tools that match."""
        tools = self.matching(rule.tool)
        names = tuple(dict.fromkeys(one.name for tool in tools for one in tool.parameters))
        for key in ("when", "unless"):
            expression: str = getattr(rule, key)
            if not expression:
                continue
            from .conditions import fault_of  # noqa: PLC0415  # only conditions need the analysis

            fault = fault_of(expression, names)
            if fault is not None:
                raise self.source.error_at_value((*self.path, key), f"`{key}`: {fault}")


def _check_call(check: _Check, rule: CallRule) -> None:
    check.tools("tool", rule.tool)
    check.conditions(rule)


def _check_argument(check: _Check, rule: ArgumentRule) -> None:
    check.tools("tool", rule.tool)
    check.parameter((*check.path, "argument"), rule.argument, check.matching(rule.tool))
    _check_sources(check, "from", rule.from_ or ())
    _check_sources(check, "not_from", rule.not_from)
    check.conditions(rule)


def _check_sources(check: _Check, key: str, names: str | tuple[str, ...]) -> None:
    for item, name in enumerate(as_tuple(names)):
        tool, _ = split_source(name)
        if not tool.startswith(INPUT):
            check.tool(check.at(key, item, names), tool)


def _check_flow(check: _Check, rule: FlowRule) -> None:
    _check_sources(check, "from", rule.from_)
    for item, name in enumerate(as_tuple(rule.to)):
        if name in ENDS:
            continue
        tool, parameter = split_sink(name)
        path = check.at("to", item, rule.to)
        check.tool(path, tool)
        if parameter and not any(sign in parameter for sign in WILD):
            check.parameter(path, parameter, check.matching(tool))
    check.labels("from_label", rule.from_label, _carried(check.catalog, of_sinks=False))
    check.labels("to_label", rule.to_label, _carried(check.catalog, of_sinks=True))


def _carried(catalog: ToolCatalog, *, of_sinks: bool) -> Iterable[str]:
    for tool in catalog:
        if of_sinks:
            for labels in tool.sinks.values():
                yield from sorted(labels)
        else:
            yield from sorted(tool.sources)


def _check_order(check: _Check, rule: OrderRule) -> None:
    for key in ("tool", "requires_before", "after", "unless_between"):
        check.tools(key, getattr(rule, key))
    if rule.at_most_once_per:
        path = (*check.path, "at_most_once_per")
        check.parameter(path, rule.at_most_once_per, check.matching(rule.tool))


def _check_limit(check: _Check, rule: LimitRule) -> None:
    check.tools("tool", rule.tool)


_CHECKS: Final = cast(
    "Mapping[type[RuleBase], Callable[[_Check, Rule], None]]",
    {
        CallRule: _check_call,
        ArgumentRule: _check_argument,
        FlowRule: _check_flow,
        OrderRule: _check_order,
        LimitRule: _check_limit,
    },
)
