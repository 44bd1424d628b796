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

from foretell_analyzer.arguments import Bound, Given, formals_of_function, formals_of_tool
from foretell_analyzer.catalog import Tool
from foretell_analyzer.diagnostics import Finding, Fix, Rule
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import FunctionDefinition, Keyword
from foretell_analyzer.suggestions import nearest, sure_match

from ._arguments import bindings, signature_of, subject_of, violations
from ._cures import rename

RULE: Final = Rule("A302", "unknown-argument", "error", "a keyword is none of the parameters")


def check(facts: Facts) -> Iterator[Finding]:
    """Keywords that reach nothing."""
    for call, callee, bound in bindings(facts):
        for given in bound.unknown:
            yield facts.finding(
                RULE,
                given.node,
                f"`{callee.name}` has no `{given.parameter}`",
                help=_cure(facts, callee, given.parameter, bound.missing),
                subject=subject_of(callee, given.parameter),
                certainty=facts.certainty(call),
                fix=_fix(facts, callee, bound, given),
            )
    yield from violations(facts, RULE)


def _fix(facts: Facts, callee: Tool | FunctionDefinition, bound: Bound, given: Given) -> Fix | None:
    """The parameter that was meant, of those that the call does not give yet.

    It is safe if it is the same name in another spelling, or if it is like the one parameter that
    is missing and nothing else is unknown: the value has no other place.
    """
    if not isinstance(given.node, Keyword):
        return None
    formals = formals_of_tool(callee) if isinstance(callee, Tool) else formals_of_function(callee)
    taken = {one.parameter for one in bound.given}
    free = [one.name for one in formals.parameters if one.by_keyword and one.name not in taken]
    name = given.parameter
    sure = sure_match(name, free)
    if sure is None and len(bound.missing) == len(bound.unknown) == 1:
        sure = next(iter(nearest(name, bound.missing, limit=1)), None)
    meant = sure or next(iter(nearest(name, free, limit=1)), None)
    return None if meant is None else rename(facts, given.node, name, meant, safe=sure is not None)


def _cure(
    facts: Facts, callee: Tool | FunctionDefinition, name: str, missing: tuple[str, ...]
) -> str:
    """The nearest parameter, those that are still missing first, and the signature."""
    names = [one.name for one in callee.parameters]
    found = list(nearest(name, missing, limit=1) or nearest(name, names, limit=1))
    if not found and len(missing) == 1:
        found = [missing[0]]
    shown = f"`{signature_of(facts, callee)}`"
    return f"did you mean `{found[0]}`? {shown}" if found else shown
