"""A keyword that a tool or function does not take.

*What it finds.* `name=value` where the callee has no parameter `name`, and takes no others; a
literal object with a key that its schema excludes.

*Why it matters.* Models remember the parameters of other libraries. The call raises `TypeError`,
after everything above it has already happened.

*Example.*

    search_emails("invoice", max_results=10)      # error: `search_emails` has no `max_results`

*What it cannot see.* Keys of dicts handed over by `**values`, unless the dict stands in the call.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.arguments import bind, formals_of_function, formals_of_tool
from foretell_analyzer.catalog import Tool
from foretell_analyzer.diagnostics import Finding, Fix, Label, Rule
from foretell_analyzer.evaluate.observations import Problem
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Call, Keyword, Node
from foretell_analyzer.suggestions import nearest, sure_match
from foretell_analyzer.values.instances import Lazy
from foretell_analyzer.values.shapes import Reference

from ._arguments import callee_of, refusals, short_name, signature_of, subject_of
from ._cures import rename

RULE: Final = Rule("A302", "unknown-argument", "error", "a keyword is none of the parameters")


def check(facts: Facts) -> Iterator[Finding]:
    """Keywords that reach nothing."""
    told: set[int] = set()
    for problem in facts.problems("unknown-argument"):
        if not problem.is_certain:
            continue
        node = _written(facts, problem)
        if node.index in told and node is not problem.node:
            continue
        told.add(node.index)
        labels = (Label(facts.place(problem.node), "called here"),)
        yield facts.finding(
            RULE,
            node,
            f"`{short_name(problem)}` has no `{problem.detail.other}`",
            help=_cure(facts, problem),
            subject=subject_of(facts, problem.detail.name, problem.detail.other),
            certainty=facts.problem_certainty(problem),
            fix=_fix(facts, problem),
            labels=() if node is problem.node else labels,
        )
    yield from refusals(facts, RULE)


def _written(facts: Facts, problem: Problem) -> Node:
    """The keyword at fault: of a `partial` that is called, where that was made."""
    node = problem.node
    callee = facts.seen.value(node.callee) if isinstance(node, Call) else None
    for shape in () if callee is None else callee.shapes:
        held = facts.evaluator.object_at(shape.location) if isinstance(shape, Reference) else None
        made = facts.node(held.node) if isinstance(held, Lazy) else None
        if isinstance(made, Call):
            for keyword in made.keywords:
                if keyword.name == problem.detail.other:
                    return keyword
    return node


def _fix(facts: Facts, problem: Problem) -> Fix | None:
    """The parameter that was meant, of those that the call does not give yet.

    It is safe if it is the same name in another spelling, or if it is like the one parameter that
    is missing and nothing else is unknown: the value has no other place.
    """
    callee, keyword = callee_of(facts, problem), problem.node
    call = facts.parent(keyword)
    if callee is None or not isinstance(keyword, Keyword) or not isinstance(call, Call):
        return None
    formals = formals_of_tool(callee) if isinstance(callee, Tool) else formals_of_function(callee)
    bound = bind(call, formals)
    taken = {one.parameter for one in bound.given}
    free = [one.name for one in formals.parameters if one.by_keyword and one.name not in taken]
    name = problem.detail.other
    sure = sure_match(name, free)
    if sure is None and len(bound.missing) == len(bound.unknown) == 1:
        sure = next(iter(nearest(name, bound.missing, limit=1)), None)
    meant = sure or next(iter(nearest(name, free, limit=1)), None)
    return None if meant is None else rename(facts, keyword, name, meant, safe=sure is not None)


def _cure(facts: Facts, problem: Problem) -> str | None:
    """The nearest parameter, those that are still missing first, and the signature."""
    callee = callee_of(facts, problem)
    name = problem.detail.other
    if callee is None:
        found = nearest(name, problem.detail.names, limit=1)
        return f"did you mean `{found[0]}`?" if found else None
    missing = facts.missing_arguments(problem.node, problem.detail.name)
    names = [one.name for one in callee.parameters]
    near = list(nearest(name, missing, limit=1) or nearest(name, names, limit=1))
    if not near and len(missing) == 1:
        near = [missing[0]]
    shown = f"`{signature_of(facts, callee)}`"
    return f"did you mean `{near[0]}`? {shown}" if near else shown
