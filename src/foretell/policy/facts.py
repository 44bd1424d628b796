"""What a policy asks of a report: which tools may be called where, how often, and what they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from foretell_analyzer.bounds import Bound, High, Unbounded, Unknown
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.diagnostics import Place
from foretell_analyzer.plan import (
    Call,
    Choice,
    Loop,
    Opaque,
    Parallel,
    Plan,
    Routine,
    Sequence,
)
from foretell_analyzer.report import Report

from .rules import Deed

DEEDS: Final[dict[Deed, str]] = {
    "read": "reads",
    "write": "writes",
    "send": "sends",
    "spend": "spends",
    "delete": "deletes",
    "unknown": "does what nobody said",
}


@dataclass(frozen=True, slots=True)
class CalledTool:
    """A tool that the script may call: how often, what it does, and where it is called."""

    name: str
    calls: Bound
    deeds: tuple[Deed, ...]
    places: tuple[Place, ...]

    @property
    def is_certain(self) -> bool:
        """Does every run that ends normally call it?"""
        return self.calls.low >= 1

    @property
    def lines(self) -> tuple[int, ...]:
        """Where it is called in the script itself, not in what earlier snippets defined."""
        lines = [place.own_line for place in self.places]
        return tuple(dict.fromkeys(line for line in lines if line is not None))

    @property
    def sentence(self) -> str:
        """What it does, for people: `` `send_email` sends``."""
        if "unknown" in self.deeds:
            return f"nobody said what `{self.name}` does"
        return f"`{self.name}` {' and '.join(DEEDS[deed] for deed in self.deeds)}"


def called_tools(report: Report, catalog: ToolCatalog | None) -> tuple[CalledTool, ...]:
    """The tools that may be called, in the order in which the script names them."""
    places: dict[str, list[Place]] = {}
    for node in walk_plan(report.plan):
        if isinstance(node, Call):
            places.setdefault(node.tool, []).append(node.span)
        elif isinstance(node, Opaque):
            for tool in node.tools:
                places.setdefault(tool, []).append(node.span)
    found = [
        CalledTool(name, bound, deeds_of(catalog, name), tuple(places.get(name, ())))
        for name, bound in report.tools.items()
        if bound.high != 0
    ]
    return tuple(sorted(found, key=lambda tool: (_first_offset(tool.places), tool.name)))


def opaque_places(report: Report) -> tuple[Opaque, ...]:
    """Where nobody can tell which tool is called, if any."""
    return tuple(
        node for node in walk_plan(report.plan) if isinstance(node, Opaque) and not node.tools
    )


def deeds_of(catalog: ToolCatalog | None, tool: str) -> tuple[Deed, ...]:
    """What a tool does, in the words of a policy; `unknown` where nobody said."""
    known = catalog.lookup(tool) if catalog is not None else None
    if known is None or known.effects is None:
        return ("unknown",)
    names = {effect.value for effect in known.effects} or {"read"}
    return tuple(deed for deed in DEEDS if deed in names)


def walk_plan(plan: Plan | None) -> Iterator[Plan]:
    """All nodes of a plan in the script's order; needs no recursion, however deep it is."""
    stack = [] if plan is None else [plan]
    while stack:
        node = stack.pop()
        yield node
        match node:
            case Sequence(steps) | Parallel(steps, _):
                stack.extend(reversed(steps))
            case Choice(branches, _):
                stack.extend(branch.plan for branch in reversed(branches))
            case Loop(_, _, body, _) | Routine(_, body, _):
                stack.append(body)
            case Call() | Opaque():
                pass


def measure_bound(report: Report, measure: str) -> Bound:
    """The bound of a measure; `Unknown` where the analysis has none."""
    known = report.bounds.get(measure)
    if known is not None:
        return known
    if measure == "tool_calls":
        return add_bounds(report.tools.values())
    return Bound(0, Unknown("the analysis does not work it out"))


def add_bounds(bounds: Iterable[Bound]) -> Bound:
    """The sum: unbounded if a part is, else unknown if a part is."""
    low: float = 0
    high: High = 0
    for bound in bounds:
        low += bound.low
        if isinstance(high, Unbounded) or isinstance(bound.high, Unbounded):
            high = high if isinstance(high, Unbounded) else bound.high
        elif isinstance(high, Unknown) or isinstance(bound.high, Unknown):
            high = high if isinstance(high, Unknown) else bound.high
        else:
            high += bound.high
    return Bound(low, high)


def times(bound: Bound) -> str:
    """How often, as words: `once`, `up to 3 times`, `at least once, without limit`."""
    low, high = bound.low, bound.high
    if isinstance(high, (Unbounded, Unknown)):
        end = "without limit" if isinstance(high, Unbounded) else "how often is not known"
        return end if low == 0 else f"at least {_count(low)}, {end}"
    if low == high:
        return _count(high)
    if low == 0 and high == 1:
        return "at most once"
    return f"up to {_count(high)}" if low == 0 else f"{low:g} to {_count(high)}"


def _count(number: float) -> str:
    return "once" if number == 1 else f"{number:g} times"


def _first_offset(places: tuple[Place, ...]) -> tuple[int, int]:
    return (0, places[0].start) if places else (1, 0)
