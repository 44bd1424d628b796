"""Takes a plan, gives the rows of its table: the tool calls as a tree, with what stands around
them in the script's words, where each argument comes from, and how often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from foretell.policy.facts import walk_plan
from foretell_analyzer.bounds import Bound, Unbounded, Unknown
from foretell_analyzer.plan import (
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

from .safe import cut, one_line, width

_DEEPEST: Final = 12
"""Levels that are indented; deeper ones stand below each other."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: a call, or what stands around calls."""

    line: int | None
    indent: str
    text: str
    arguments: tuple[str, ...] = ()
    times: str = ""
    is_call: bool = False

    def layout(self, room: int) -> list[str]:
        """The row's lines: arguments that do not fit go under the first one."""
        if not self.is_call:
            return [self.indent + cut(self.text, max(room - width(self.indent), 10))]
        start = f"{self.indent}{self.text}("
        whole = f"{start}{', '.join(self.arguments)})"
        if width(whole) <= room:
            return [whole]
        column = width(start) if width(start) <= room // 3 else len(self.indent) + 4
        space = max(room - column - 1, 10)
        lines: list[str] = []
        current = start
        margin = self._margin(column)
        if column < width(start):
            lines, current = [start], margin
        is_fresh = True
        for index, argument in enumerate(self.arguments):
            end = ")" if index == len(self.arguments) - 1 else ","
            piece = f"{cut(argument, space)}{end}"
            if not is_fresh and width(current) + 1 + width(piece) > room:
                lines.append(current)
                current, is_fresh = margin, True
            current += piece if is_fresh else f" {piece}"
            is_fresh = False
        return [*lines, current]

    def _margin(self, column: int) -> str:
        """What stands left of the further lines: the tree goes on."""
        tree = self.indent.replace("├", "│")
        return tree + " " * (column - len(tree))


def plan_rows(report: Report, *, boxes: bool) -> list[Row]:
    """The rows of a report's plan."""
    if report.plan is None:
        return []
    return list(_Rows(report, boxes=boxes).rows(report.plan, 0, ""))


class _Rows:
    def __init__(self, report: Report, *, boxes: bool) -> None:
        self._report = report
        self._boxes = boxes
        self._sites = Counter(
            node.tool for node in walk_plan(report.plan) if isinstance(node, Call)
        )

    def rows(self, plan: Plan, depth: int, around: str) -> Iterator[Row]:
        """The rows of a part; `around` is how often the loop around it runs, if there is one."""
        indent = self._indent(depth)
        match plan:
            case Sequence(steps):
                for step in steps:
                    yield from self.rows(step, depth, around)
            case Call():
                yield self._call(plan, indent, depth, around)
            case Choice():
                yield from self._choice(plan, depth, around)
            case Loop(header, times, body, span):
                told = times_text(times)
                yield Row(span.own_line, indent, one_line(header), times=told)
                yield from self.rows(body, depth + 1, told)
            case Parallel(steps, span):
                yield Row(span.own_line, indent, "at the same time")
                for step in steps:
                    yield from self.rows(step, depth + 1, around)
            case Routine(name, body, span):
                yield Row(span.own_line, indent, f"in {one_line(name)}()")
                yield from self.rows(body, depth + 1, around)
            case Opaque(why, tools, span):
                named = f": {', '.join(map(one_line, tools))}" if tools else ""
                yield Row(
                    span.own_line, indent, f"? {one_line(why)}{named}", times="?", is_call=False
                )

    def _choice(self, plan: Choice, depth: int, around: str) -> Iterator[Row]:
        line = plan.span.own_line
        for branch in plan.branches:
            rows = list(self.rows(branch.plan, depth + 1, around or "0..1"))
            if rows or line is not None:
                yield Row(line, self._indent(depth), one_line(branch.condition))
            yield from rows
            line = None

    def _call(self, call: Call, indent: str, depth: int, around: str) -> Row:
        name = one_line(call.tool) if call.certain else f"perhaps {one_line(call.tool)}"
        if call.span.script:
            name += f" at {one_line(call.span.script)}:{call.span.line}"
        times = self._times(call.tool, is_top=depth == 0)
        return Row(
            call.span.own_line,
            indent,
            name,
            tuple(map(argument_text, call.arguments)),
            "" if times == around else times,
            is_call=True,
        )

    def _times(self, tool: str, *, is_top: bool) -> str:
        """How often this very call is made, as far as the tool's own bound tells it."""
        bound = self._report.tools.get(tool)
        sites = self._sites[tool]
        if bound is None:
            return ""
        if sites == 1:
            return times_text(bound)
        if not is_top:
            return ""
        return "1" if bound.low == bound.high == sites else "0..1"

    def _indent(self, depth: int) -> str:
        depth = min(depth, _DEEPEST)
        if not depth:
            return ""
        if not self._boxes:
            return "  " * depth
        return "│ " * (depth - 1) + "├ "


def argument_text(argument: PlannedArgument) -> str:
    """What a parameter gets: `limit=20`, or `text ← search_email[].body` where that is known."""
    name = one_line(argument.parameter)
    if argument.origins and not argument.is_constant:
        return f"{name} ← {', '.join(map(one_line, argument.origins))}"
    return f"{name}={one_line(argument.text)}"


def times_text(bound: Bound) -> str:
    """A number of times in a column: `1`, `0..20`, `0..?`, `0..∞`."""
    low = f"{bound.low:g}"
    match bound.high:
        case Unbounded():
            return f"{low}..∞"
        case Unknown():
            return f"{low}..?"
        case high:
            return low if high == bound.low else f"{low}..{high:g}"
