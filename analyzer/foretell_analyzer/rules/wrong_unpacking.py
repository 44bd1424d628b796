"""An assignment to several names of a value with another number of items.

*What it finds.* `a, b = value`, in an assignment, a `for` or a comprehension, where the number of
items is certain and another one.

*Why it matters.* The line raises `ValueError`, after everything above it has already happened.

*Example.*

    for name, price in [("tea", 2, 0.2), ("milk", 1, 0.1)]:      # error: 3 items for 2 names
        print(name, price)

*What it cannot see.* Values whose number of items is not certain, such as the parts of a text that
is split.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule
from foretell_analyzer.evaluate.observations import Problem
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import ComprehensionClause, For, List, Starred, Tuple

from ._values import target_certainty

RULE: Final = Rule("F411", "wrong-unpacking", "error", "a value has another number of items")


def check(facts: Facts) -> Iterator[Finding]:
    """Unpacking that surely raises."""
    for problem in facts.problems("wrong-unpacking"):
        if not problem.is_certain:
            continue
        wanted, there = problem.detail.name, problem.detail.other
        node = problem.node
        targets = node.elements if isinstance(node, (Tuple, List)) else ()
        is_open = any(isinstance(one, Starred) for one in targets)
        names = "name" if wanted == "1" else "names"
        least = "at least " if is_open else ""
        items = "item" if there == "1" else "items"
        yield facts.finding(
            RULE,
            node,
            f"{least}{wanted} {names} for {there} {items}",
            help=_cure(facts, problem),
            certainty=target_certainty(facts, problem),
        )


def _cure(facts: Facts, problem: Problem) -> str | None:
    """`.items()`, where a dict is gone over."""
    loop = facts.parent(problem.node)
    if not isinstance(loop, (For, ComprehensionClause)) or loop.target is not problem.node:
        return None
    value = facts.seen.value(loop.iterable)
    if value is None or facts.types_of(value) != ["dict"]:
        return None
    return f"write `{facts.snippet(loop.iterable)}.items()`: a dict alone gives its keys"
