"""A report as policies look at it: its tools, its places of calls, and what its order proves."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final

from foretell_analyzer.automata import Automaton, Move, Witness, judge, never
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.given import CallSite
from foretell_analyzer.ir import Module
from foretell_analyzer.report import Report

from .facts import CalledTool, called_tools

MARK: Final = "!"
"""In place of the names of tools: a call that is looked for. No tool has such a name."""


class Judged:
    """What is judged, with what is worked out of it once for all rules."""

    def __init__(self, report: Report, catalog: ToolCatalog | None) -> None:
        self.report = report
        self.catalog = catalog
        self.tools: tuple[CalledTool, ...] = called_tools(report, catalog)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The tools that may be called."""
        return tuple(tool.name for tool in self.tools)

    @cached_property
    def sites(self) -> dict[str, tuple[CallSite, ...]]:
        """By tool: where it may be called; anything may be given where that is not known."""
        calls = self.report.calls
        found: dict[str, tuple[CallSite, ...]] = {}
        for tool in self.tools:
            if calls is not None:
                found[tool.name] = tuple(site for site in calls if site.tool == tool.name)
            if not found.get(tool.name):
                found[tool.name] = tuple(
                    CallSite(tool.name, place, is_open=True) for place in tool.places
                )
        return found

    def marked(self, sites: Iterable[CallSite], *, widely: bool) -> Automaton | None:
        """The order of calls, in which those of these places are marks.

        Where calls stand is not always known: `widely` marks those of the same tools, too, that are
        at none of the known places. So marks are all calls that may be meant, else only those
        that surely are.
        """
        order = self.report.order
        if order is None:
            return None
        chosen = tuple(sites)
        places = {(site.tool, site.span.line) for site in chosen}
        tools = {site.tool for site in chosen} if widely else set[str]()
        known = {(site.tool, site.span.line) for tool in tools for site in self.sites[tool]}
        if self.report.calls is None:
            known = set[tuple[str, int]]()

        def is_meant(move: Move) -> bool:
            place = (move.tool, move.line)
            return place in places or (move.tool in tools and place not in known)

        return Automaton(
            tuple(
                tuple(
                    Move(move.target, MARK, move.line) if is_meant(move) else move for move in moves
                )
                for moves in order.moves
            ),
            order.complete,
        )

    def is_certain(self, sites: tuple[CallSite, ...]) -> bool:
        """Does every run that ends normally make a call at one of these places?

        Lines are what is known of calls: of several places on a line all must be among them.
        """
        sure = self.alone(sites)
        marked = self.marked(sure, widely=False) if sure else None
        return marked is not None and judge(marked, never(MARK)).is_certain

    def alone(self, sites: tuple[CallSite, ...]) -> tuple[CallSite, ...]:
        """Those of the places on whose line no other call of the tool stands."""
        others = {
            (site.tool, site.span.line)
            for tool in {site.tool for site in sites}
            for site in self.sites[tool]
            if site not in sites
        }
        return tuple(site for site in sites if (site.tool, site.span.line) not in others)

    def always_given(self, site: CallSite, parameter: str) -> bool:
        """Has a parameter surely a value at a place: given, or the declared default?"""
        given = site.argument(parameter)
        if given is not None and given.always:
            return True
        tool = None if self.catalog is None else self.catalog.lookup(site.tool)
        one = None if tool is None else tool.parameter(parameter)
        return one is not None and one.has_default

    @cached_property
    def module(self) -> Module | None:
        """The module of the script; read anew where the report came without it."""
        if self.report.module is not None:
            return self.report.module
        from foretell_analyzer.analysis import read_module  # noqa: PLC0415  # imports the parser

        read = read_module(self.report.script)
        return read if isinstance(read, Module) else None

    def way_to(self, site: CallSite) -> tuple[int, ...]:
        """The lines of a shortest way of calls that leads to a place; its own at least."""
        marked = self.marked((site,), widely=False)
        witness: Witness | None = None if marked is None else judge(marked, never(MARK)).witness
        own = () if site.span.own_line is None else (site.span.own_line,)
        if witness is None or not own or witness.calls[-1].line != own[0]:
            return own
        return tuple(dict.fromkeys(witness.lines))
