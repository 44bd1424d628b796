"""What rules on values share: words for types and for where a value came from."""

from __future__ import annotations

from foretell_analyzer.diagnostics import Certainty
from foretell_analyzer.evaluate.observations import Problem
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Assign, Delete, For, List, Node, Starred, Tuple
from foretell_analyzer.values.value import Value


def shown_type(kind: str) -> str:
    """A type in the script's words."""
    return "None" if kind == "NoneType" else kind


def shown_origin(facts: Facts, value: Value) -> str:
    """Where a value came from, if it came from one place: `search_email[].body`."""
    places = {(one.name, one.path) for one in value.origins if not one.steers}
    if len(places) != 1:
        return ""
    ((name, path),) = places
    return f"{name}{path}" if name in facts.catalog.tools else ""


def telling_types(facts: Facts, problem: Problem) -> list[str]:
    """The types of a value at fault that are worth telling: all if the fault is certain.

    Else only a None that a tool declares. None of a coroutine: that is for `missing-await`.
    """
    value = problem.detail.value
    if facts.coroutines(value):
        return []
    if problem.is_certain:
        return facts.types_of(value)
    return ["NoneType"] if any(facts.is_telling(one) for one in value.shapes) else []


def target_certainty(facts: Facts, problem: Problem) -> Certainty:
    """As `Facts.problem_certainty`; of a target, which has no value, its statement tells it."""
    node: Node | None = problem.node
    above = facts.parent(problem.node)
    while isinstance(above, (Tuple, List, Starred)):
        node, above = above, facts.parent(above)
    if isinstance(above, Delete):
        return facts.problem_certainty(problem, above)
    is_target = (isinstance(above, Assign) and node in above.targets) or (
        isinstance(above, For) and above.target is node
    )
    return facts.problem_certainty(problem, above if is_target else None)
