"""Relations between numbers of calls that hold at every moment of every run, such as `send <= read`."""

from __future__ import annotations

from typing import Final

from foretell_analyzer.automata import exceeds
from foretell_analyzer.bounds import Bound
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.report import Report

from .amounts import glance

_MOST: Final = 4
_MOST_TOOLS: Final = 12
_MOST_STATES: Final = 2_000


def relations(report: Report, catalog: ToolCatalog | None = None) -> tuple[str, ...]:
    """What changes something held against what is called at least as often; a few, or none.

    Only what the order of calls tells and the bounds alone do not: `a <= b` is not worth telling where
    `b` is called for sure as often as `a` ever is.
    """
    order = report.order
    if order is None or len(order.moves) > _MOST_STATES:
        return ()
    seen = glance(report, catalog)
    tools = [
        one for one in (*seen.reads, *seen.changes, *seen.may_change) if one.name.isidentifier()
    ]
    changing = {one.name for one in (*seen.changes, *seen.may_change)}
    if len(tools) > _MOST_TOOLS:
        return ()
    found = [
        f"{less.name} <= {more.name}"
        for less in tools
        if less.name in changing
        for more in tools
        if less is not more
        and not _is_plain(less.calls, more.calls)
        and exceeds(order, less.name, more.name) is None
    ]
    return tuple(found[:_MOST])


def _is_plain(less: Bound, more: Bound) -> bool:
    """Do the bounds alone tell it?"""
    return isinstance(less.high, int | float) and less.high <= more.low
