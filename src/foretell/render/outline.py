"""Takes a plan, gives what every picture of it shows: items in the script's order, each with its
line, words, number of times and what is inside it.

All text in items is harmless (`safe.one_line`). What is too large for a picture is folded: the item
says how much is in it, and of which tools.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from foretell.policy.facts import walk_plan
from foretell_analyzer.automata import Automaton
from foretell_analyzer.bounds import Bound
from foretell_analyzer.diagnostics import Place
from foretell_analyzer.plan import (
    Branch,
    Call,
    Choice,
    Loop,
    Opaque,
    Parallel,
    Plan,
    PlannedArgument,
    Routine,
    Sequence,
)
from foretell_analyzer.report import Report

from .amounts import times_text
from .safe import cut, one_line

ItemKind = Literal[
    "call", "loop", "choice", "branch", "parallel", "lane", "function", "unknown", "folded"
]

_TOOLS_NAMED: Final = 3
_MOST_WAYS: Final = 200_000
"""States that are walked to find which calls are certain."""
_LITERAL_STARTS: Final = ("'", '"', "[", "{", "(", "-", "True", "False", "None")
_VALUE: Final = 60
"""Characters of a value that the script does not spell out."""


@dataclass(frozen=True, slots=True)
class Item:
    """A part of a plan as it is shown.

    `tool` and `place` are those of a call. A choice holds branches, a parallel part lanes; `times` is
    empty where it is that of the item around.
    """

    kind: ItemKind
    text: str
    line: int | None = None
    times: str = ""
    tool: str = ""
    arguments: tuple[str, ...] = ()
    place: Place | None = None
    items: tuple[Item, ...] = ()


Items = tuple[Item, ...]


def outline(report: Report, *, most: int, deepest: int) -> Items:
    """The items of a report's plan: at most `most`, in at most `deepest` levels, the rest folded."""
    if report.plan is None:
        return ()
    items = _Outline(report, deepest).items(report.plan, 0, "")
    return _fitted(items, most)


def calls_of(items: Iterable[Item]) -> list[Item]:
    """The calls among items, in order."""
    found: list[Item] = []
    for item in items:
        if item.kind == "call":
            found.append(item)
        found += calls_of(item.items)
    return found


class _Outline:
    def __init__(self, report: Report, deepest: int) -> None:
        self._report = report
        self._deepest = deepest
        calls = [node for node in walk_plan(report.plan) if isinstance(node, Call)]
        self._sites = Counter(call.tool for call in calls)
        self._lines = Counter((call.tool, call.span.line) for call in calls)

    def items(self, plan: Plan, depth: int, around: str) -> Items:
        """The items of a part; `around` is how often what is around it happens, once known."""
        if isinstance(plan, Sequence):
            return tuple(item for step in plan.steps for item in self.items(step, depth, around))
        if isinstance(plan, Call):
            return (self._call(plan, depth, around),)
        if depth >= self._deepest:
            return (_too_deep(plan),)
        item = self._around(plan, depth, around)
        return (item,) if item.kind == "unknown" or item.items else ()

    def _around(
        self, plan: Choice | Loop | Parallel | Routine | Opaque, depth: int, around: str
    ) -> Item:
        """What holds other parts, with these inside it; and what nobody knows the inside of."""
        line = plan.span.own_line
        match plan:
            case Choice(branches, _):
                inner = self._branches(branches, depth, around or "0..1")
                return Item("choice", "", line, items=inner)
            case Loop(header, times, body, _):
                told = times_text(times)
                inner = self.items(body, depth + 1, told)
                return Item("loop", one_line(header), line, told, items=inner)
            case Parallel(steps, _):
                lanes = (self.items(step, depth + 1, around) for step in steps)
                inner = tuple(Item("lane", "", items=lane) for lane in lanes if lane)
                return Item("parallel", "at the same time", line, items=inner)
            case Routine(name, body, _):
                inner = self.items(body, depth + 1, around)
                return Item("function", f"in {one_line(name)}()", line, items=inner)
            case Opaque(why, tools, _):
                named = f": {', '.join(map(one_line, tools))}" if tools else ""
                return Item("unknown", f"? {one_line(why)}{named}", line, "?")

    def _branches(self, branches: tuple[Branch, ...], depth: int, around: str) -> Items:
        """The ways of a choice; two that are told alike are told once."""
        found = [
            Item("branch", one_line(one.condition), items=self.items(one.plan, depth + 1, around))
            for one in branches
        ]
        return tuple(dict.fromkeys(found))

    def _call(self, call: Call, depth: int, around: str) -> Item:
        name = one_line(call.tool) if call.certain else f"perhaps {one_line(call.tool)}"
        if call.span.script:
            name += f" at {one_line(call.span.script)}:{call.span.line}"
        times = self._times(call, is_top=depth == 0)
        return Item(
            "call",
            name,
            call.span.own_line,
            "" if times == around else times,
            call.tool,
            tuple(map(argument_text, call.arguments)),
            call.span,
        )

    def _times(self, call: Call, *, is_top: bool) -> str:
        """How often this very call is made, as far as that is told by the tool's own bound, or by
        the order of calls.
        """
        bound = self._report.tools.get(call.tool)
        sites = self._sites[call.tool]
        if bound is None:
            return ""
        if sites == 1:
            return times_text(bound)
        if not is_top:
            return ""
        return times_text(Bound(int(bound.low == bound.high == sites or self._is_certain(call)), 1))

    def _is_certain(self, call: Call) -> bool:
        """Is there no run to a normal end that leaves this call out?"""
        order = self._report.order
        line = call.span.own_line
        if order is None or line is None or self._lines[call.tool, line] > 1:
            return False
        if len(order.moves) * self._lines.total() > _MOST_WAYS:
            return False
        return not _ends_without(order, call.tool, line)


def _ends_without(order: Automaton, tool: str, line: int) -> bool:
    """May a run end normally without the calls of a tool on a line?"""
    reached = {0}
    pending = [0]
    while pending:
        for move in order.moves[pending.pop()]:
            if (move.tool, move.line) != (tool, line) and move.target not in reached:
                reached.add(move.target)
                pending.append(move.target)
    return not reached.isdisjoint(order.complete)


def argument_text(argument: PlannedArgument) -> str:
    """What a parameter gets: `limit=20`, or `text ← search_email[].body` where that is known."""
    sign = " ← " if argument.origins and not argument.is_constant else "="
    return f"{one_line(argument.parameter)}{sign}{argument_value(argument)}"


def argument_value(argument: PlannedArgument) -> str:
    """The value, or what it is made of where that is known, or the script's words."""
    if argument.origins and not argument.is_constant:
        return ", ".join(map(one_line, argument.origins))
    return one_line(_value_text(argument))


def _value_text(argument: PlannedArgument) -> str:
    """The script's words, or the value where they are no literal but it is known."""
    text = argument.text
    if not argument.is_constant or text[:1].isdigit() or text.startswith(_LITERAL_STARTS):
        return text
    value = argument.value
    if isinstance(value, str):
        quoted = repr(value)
        is_plain = quoted[0] == "'" and '"' not in quoted and "\\" not in quoted
        return cut(one_line(f'"{value}"' if is_plain else quoted), _VALUE)
    return cut(one_line(repr(value)), _VALUE) if isinstance(value, bool | int | float) else text


# ------------------------------------------------------------------------------------ folding


def _too_deep(plan: Plan) -> Item:
    """What stands for a part that is nested too deep to be shown; needs no recursion."""
    tools: Counter[str] = Counter()
    for node in walk_plan(plan):
        if isinstance(node, Call):
            tools[node.tool] += 1
        elif isinstance(node, Opaque):
            tools.update(node.tools)
    line = None if isinstance(plan, Sequence) else plan.span.own_line
    return Item("folded", f"… nested too deep to be shown: {_calls_text(tools)}", line)


def _fitted(items: Items, room: int) -> Items:
    """Items in at most `room` places: small ones stay whole, large ones are folded inside."""
    weights = [_weight(item) for item in items]
    if sum(weights) <= room:
        return items
    if len(items) > room:
        shown, rest = items[: room - 1], items[room - 1 :]
        return (*_fitted(shown, room - 1), Item("folded", _folded_text(rest), rest[0].line))
    shares = _shares(weights, room)
    return tuple(
        item if weight <= share else _shrunk(item, share)
        for item, weight, share in zip(items, weights, shares, strict=True)
    )


def _weight(item: Item) -> int:
    return 1 + sum(map(_weight, item.items))


def _shares(weights: list[int], room: int) -> list[int]:
    """Divide room: who needs little gets it, the others get equal parts of what is left."""
    shares = [0] * len(weights)
    left = room
    ordered = sorted(range(len(weights)), key=weights.__getitem__)
    for position, index in enumerate(ordered):
        shares[index] = min(weights[index], left // (len(ordered) - position))
        left -= shares[index]
    return shares


def _shrunk(item: Item, room: int) -> Item:
    """An item with less inside it, or one line in its place."""
    if room > 1:
        inner = _fitted(item.items, room - 1)
        if item.kind != "choice" or all(one.kind == "branch" for one in inner):
            return replace(item, items=inner)
    words = item.text or "one of several"
    return Item("folded", f"{words} {_folded_text(item.items)}", item.line, item.times)


def _folded_text(items: Items) -> str:
    tools = Counter(call.tool for call in calls_of(items))
    count = sum(map(_weight, items))
    return f"… {count:,} more {'step' if count == 1 else 'steps'}: {_calls_text(tools)}"


def _calls_text(tools: Counter[str]) -> str:
    """How many calls, and of which tools: `3 calls of a, b`."""
    if not tools:
        return "no calls that are known"
    total = tools.total()
    names = [one_line(name) for name in list(tools)[:_TOOLS_NAMED]]
    more = len(tools) - len(names)
    listed = ", ".join(names) + (f" and {more} others" if more else "")
    return f"{total:,} {'call' if total == 1 else 'calls'} of {listed}"
