"""Takes facts, gives the places where tools may be called and what they are given there."""

from __future__ import annotations

from .facts import Facts
from .given import CallSite, GivenArgument


def find_call_sites(facts: Facts) -> tuple[CallSite, ...] | None:
    """The calls of tools in the order of the text; None if evaluation did not see all of them."""
    seen = facts.seen
    if not seen.is_complete:
        return None
    sites = [
        CallSite(
            use.tool.name,
            facts.place(use.call),
            tuple(
                GivenArgument(name, values, always=name in use.always)
                for name, values in use.plain.items()
            ),
            use.is_open,
        )
        for use in seen.tool_uses.values()
    ]
    sites += [
        CallSite(tool, facts.place(node), is_open=True)
        for _, node in seen.unknown_calls.values()
        for tool in sorted(seen.escaped_tools)
    ]
    return tuple(sorted(sites, key=_order))


def _order(site: CallSite) -> tuple[str, int, str]:
    return (site.span.script, site.span.start, site.tool)
