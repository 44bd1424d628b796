"""An index that a list, tuple or text does not have.

*What it finds.* `values[2]` and `values.pop()` where the number of items is certain and too small.
Where a list comes from a tool or from a filter and may be too short, a note says so; a warning, if
the script asked whether it is None instead of whether it is empty.

*Why it matters.* The line raises `IndexError`, after everything above it has already happened.

*Example.*

    pair = ("Ada", "Lovelace")
    print(pair[2])      # error: there are only 2 items

*What it cannot see.* Numbers of items and indices that are worked out when the script runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Label, Rule
from foretell_analyzer.evaluate.observations import Problem
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Compare, Constant, ListComprehension, Subscript
from foretell_analyzer.sites import Variable
from foretell_analyzer.values.shapes import Reference
from foretell_analyzer.values.value import Value

from ._comparisons import is_never_none
from ._values import shown_origin, target_certainty

RULE: Final = Rule("F412", "index-out-of-range", "error", "there are too few items for an index")


def check(facts: Facts) -> Iterator[Finding]:
    """Indices that are surely not there; a note where they may not be."""
    doubts: dict[Variable, tuple[Compare, ...]] = {}
    for problem in facts.problems("index-out-of-range"):
        if problem.is_certain:
            yield facts.finding(
                RULE,
                problem.node,
                _message(problem),
                certainty=target_certainty(facts, problem),
            )
        elif isinstance(problem.node, Subscript) and _may_be_short(facts, problem.detail.value):
            shown = facts.snippet(problem.node.value)
            doubt = _wrong_doubt(facts, problem.node, doubts)
            yield facts.finding(
                RULE,
                problem.node,
                f"`{shown}` may have no item {problem.detail.name}",
                help=f"write `if {shown}` before",
                certainty="may",
                severity="note" if doubt is None else "warning",
                labels=() if doubt is None else (Label(facts.place(doubt), "it is never None"),),
            )


def _wrong_doubt(
    facts: Facts, node: Subscript, known: dict[Variable, tuple[Compare, ...]]
) -> Compare | None:
    """Where the script asks, before, whether the list is None, which it never is.

    Then somebody expected that it may have nothing, and asked for the wrong thing.
    """
    variable = facts.met.variable(node.value)
    if variable is None:
        return None
    if variable not in known:
        known[variable] = tuple(_wrong_doubts(facts, variable))
    return next((one for one in known[variable] if one.index < node.index), None)


def _wrong_doubts(facts: Facts, variable: Variable) -> Iterator[Compare]:
    """Where the script asks whether a variable is None that never is."""
    for read in facts.met.reads.get(variable, ()):
        above = facts.parent(read)
        if (
            isinstance(above, Compare)
            and isinstance(above.comparators[0], Constant)
            and above.comparators[0].value is None
            and is_never_none(facts, read)
        ):
            yield above


def _message(problem: Problem) -> str:
    index, count = problem.detail.name, problem.detail.other
    if index == "pop":
        return "`pop` from what is empty"
    if count == "0":
        return f"there is no item {index}: it is empty"
    if not count:
        return f"there is no item {index}"
    return f"there is no item {index}: there {'is' if count == '1' else 'are'} only {count}"


def _may_be_short(facts: Facts, value: Value) -> bool:
    """Does a list come from a tool, or is it what a filter has left of one?"""
    if shown_origin(facts, value):
        return True
    for shape in value.shapes:
        if isinstance(shape, Reference):
            made = facts.node(facts.evaluator.made_at.get(shape.location, -1))
            if isinstance(made, ListComprehension) and any(one.conditions for one in made.clauses):
                return True
    return False
