"""How many characters a run prints."""

from __future__ import annotations

from typing import Final

from ..bounds import Interval, Unknown, UpperEnd, add_ends, multiply_ends, sum_of_ends
from ..facts import Facts
from ..ir import Call, Name, Node, Starred
from ..polynomials import ZERO, number
from ..sizing import Sizing, Spending, shown
from ..values.shapes import Listed

_WRITERS: Final = frozenset({"calendar", "logging", "pprint", "sys", "traceback", "warnings"})
"""Modules that may print, too."""
_BETWEEN: Final = {"sep": 1, "end": 1}
"""Arguments of `print` that are printed, with the characters of their defaults."""


def output_of(sizing: Sizing) -> Interval:
    """How many characters a run prints, at most."""
    return Interval(ZERO, _output(sizing))


def _output(sizing: Sizing) -> UpperEnd:
    facts = sizing.facts
    if not any(one.node.identifier == "print" for one in facts.met.names) and not _imports(facts):
        return ZERO
    for read in facts.met.names:
        above = facts.parent(read.node)
        is_called = isinstance(above, Call) and above.callee is read.node
        if read.node.identifier == "print" and not is_called:
            return Unknown("who calls `print` is not known", facts.place(read.node))
    writer = next(iter(_imports(facts)), None)
    if writer is not None:
        return Unknown("what a module prints is not known", facts.place(writer))
    for _, node in facts.seen.unknown_calls.values():
        return Unknown("what is called here is not known", facts.place(node))
    try:
        shows = [one for number in facts.seen.callees if (one := _printing(sizing, number))]
        return Spending(sizing, shows, lambda node: _printed(sizing, node)).in_run()
    except RecursionError:
        return Unknown("the script is nested too deep for this to be worked out")


def _imports(facts: Facts) -> list[Node]:
    return [one.item for one in facts.met.imports if one.module.split(".")[0] in _WRITERS]


def _printing(sizing: Sizing, node: int) -> Node | None:
    """The call of this number, if it may call `print`."""
    shapes = sizing.facts.seen.callees[node].shapes
    is_print = any(isinstance(one, Listed) and one.name == "print" for one in shapes)
    return sizing.facts.node(node) if is_print else None


def _printed(sizing: Sizing, node: Node) -> UpperEnd:
    """What one call of `print` shows."""
    unknown = Unknown("what is printed here is not known", sizing.facts.place(node))
    if not isinstance(node, Call) or not isinstance(node.callee, Name):
        return unknown
    if any(isinstance(one, Starred) for one in node.arguments):
        return unknown
    total = sum_of_ends([shown(sizing, one) for one in node.arguments])
    given = {one.name: one.value for one in node.keywords}
    between = dict[str, UpperEnd]()
    for name, length in _BETWEEN.items():
        value = given.get(name)
        between[name] = number(length) if value is None else shown(sizing, value)
    seps = multiply_ends(between["sep"], number(max(len(node.arguments) - 1, 0)))
    return add_ends(add_ends(total, seps), between["end"])
