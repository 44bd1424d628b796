"""Sizes that only a run can tell: their names, and what is declared of them.

A size is named after the tool that gives what has it, the line of the call and the path into the
result: `len(search@3)`, `len(get_page@4.items)`. Where several results share a name, it stands for
the largest of them in upper ends; lower ends have a name of their own for the smallest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, final

from ..bounds import Interval, SizeRange
from ..catalog import Tool
from ..catalog.json_types import is_object
from ..catalog.sizes import declared_sizes
from ..catalog.tools import Size
from ..diagnostics import Place
from ..facts import Facts
from ..polynomials import Polynomial, number, size

Limit = Callable[[Tool, int, str], Polynomial | None]
"""The greatest number that a call, by the number of its node, gives a parameter of a tool."""
INPUT: Final = -1
_BRACKETS: Final = str.maketrans("()", "<>")


@final
class Names:
    """The named sizes of one script."""

    def __init__(self, facts: Facts, is_once: Callable[[int], bool], limit: Limit) -> None:
        self.facts = facts
        self.is_once = is_once
        self.limit = limit
        self.ranges: dict[str, SizeRange] = {}
        self._known: dict[tuple[str, int, str], Interval] = {}

    def length(self, source: str, node: int, path: str) -> Interval:
        """How many items a part of a tool's result has, or of an input (`node` is then -1)."""
        return self._named(source, node, path, "len", "items")

    def characters(self, source: str, node: int, path: str) -> Interval:
        """How many characters a part of a tool's result has, or of an input."""
        return self._named(source, node, path, "len", "characters")

    def amount(self, source: str, node: int, path: str) -> Interval:
        """The number that a part of a tool's result is, if it is not negative."""
        return self._named(source, node, path, "", "value")

    def _named(self, source: str, node: int, path: str, kind: str, what: str) -> Interval:
        key = (source, node, f"{kind}{path}")
        found = self._known.get(key)
        if found is not None:
            return found
        parts = path.removeprefix(".")
        where: Place | None = None
        told = f"the {what} of the input `{source}`"
        label = f"{source}{path}".translate(_BRACKETS)
        call = self.facts.node(node)
        if call is not None:
            where = self.facts.place(call)
            label = f"{source}@{self.facts.module.line(call)}{path}".translate(_BRACKETS)
            told = f"the {what} of what `{source}` returns"
        if parts:
            told += f" at `{parts}`"
        name = self._unused(f"{kind}({label})" if kind else f"value({label})")
        high, assumed = self._declared(source, node, parts) if kind else (None, None)
        self.ranges[name] = SizeRange(name, 0, high, assumed, where, told)
        low = name
        if "[]" in path or (call is not None and not self.is_once(node)):
            low = self._unused(f"least{name[name.index('(') :]}")
            self.ranges[low] = SizeRange(low, 0, high, assumed, where, f"the fewest of {told}")
        found = self._known[key] = Interval(size(low), size(name))
        return found

    def _unused(self, name: str) -> str:
        """A name that no other size has: two calls may stand in one line."""
        count = 1
        found = name
        while found in self.ranges:
            count += 1
            found = f"{name[:-1]}#{count})"
        return found

    def _declared(self, source: str, node: int, path: str) -> tuple[Polynomial | None, int | None]:
        if node == INPUT:
            schema = self.facts.world.inputs.get(source)
            sizes: Iterable[Size] = declared_sizes(schema) if is_object(schema) else ()
            tool = None
        else:
            tool = self.facts.catalog.tools.get(source)
            sizes = () if tool is None else tool.sizes
        for one in sizes:
            if one.path == path:
                if isinstance(one.at_most, str):
                    limit = None if tool is None else self.limit(tool, node, one.at_most)
                else:
                    limit = None if one.at_most is None else number(one.at_most)
                return limit, one.assumed
        return None, None
