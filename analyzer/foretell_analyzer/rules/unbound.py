"""A name that is used before anything has bound it.

*What it finds.* A use of a name that the script binds, but only further down, or that was deleted,
or a local name of a function that only looks like a global one.

*Why it matters.* The line raises `NameError` or `UnboundLocalError`, after everything above it has
already happened.

*Example.*

    for mail in search_email("invoice"):
        total += 1      # error: `total` has no value yet
    total = 0

*What it cannot see.* Names that are bound on one way and not on another; what a function reads of
the names around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Label, Rule, Subject
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import FunctionDefinition, Name, Node
from foretell_analyzer.sites import Variable

RULE: Final = Rule("N206", "unbound", "error", "a name is used before it has a value")


def check(facts: Facts) -> Iterator[Finding]:
    """Uses of names that have no value yet, or no longer."""
    for problem in facts.problems("unbound"):
        node = problem.node
        variable = facts.met.variable(node)
        if variable is None or not isinstance(node, Name) or not problem.is_certain:
            continue
        deleted = facts.node(problem.detail.value.unbound)
        yield facts.finding(
            RULE,
            node,
            f"`{node.identifier}` has no value {'yet' if deleted is None else 'any more'} here",
            help=_cure(facts, node, variable),
            subject=Subject(name=node.identifier),
            labels=tuple(_labels(facts, variable, deleted)),
            certainty=facts.problem_certainty(problem),
        )


def _cure(facts: Facts, node: Name, variable: Variable) -> str | None:
    """A function that updates a global one needs to say so."""
    is_local = not facts.met.is_global(variable)
    is_global_too = any(
        one.name == node.identifier and facts.met.is_global(one) for one in facts.met.bindings
    )
    if is_local and is_global_too:
        around = facts.met.function_around(node)
        name = around.name if isinstance(around, FunctionDefinition) else "the function"
        return f"write `global {node.identifier}` at the top of `{name}`"
    return None


def _labels(facts: Facts, variable: Variable, deleted: Node | None) -> Iterator[Label]:
    if deleted is not None:
        yield Label(facts.name_place(deleted, variable.name), "deleted here")
        return
    sites = facts.met.bindings.get(variable, ())
    if sites:
        yield Label(facts.name_place(sites[0].node, variable.name), "first bound here")
