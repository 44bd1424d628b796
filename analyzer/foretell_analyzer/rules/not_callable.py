"""A call of something that cannot be called.

*What it finds.* A call of a literal, a container, a number, a text or a module, where that is
certain.

*Why it matters.* The line raises `TypeError`, after everything above it has already happened.

*Example.*

    import datetime
    today = datetime()      # error: module `datetime` cannot be called

*What it cannot see.* Values whose type is not certain, such as a tool's name that was taken for its
result.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule, Subject
from foretell_analyzer.dialect import module_names
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Call

from ._values import shown_type

RULE: Final = Rule("F403", "not-callable", "error", "what is called cannot be called")

_WITH_ITEMS: Final = frozenset({"list", "dict", "tuple"})


def check(facts: Facts) -> Iterator[Finding]:
    """Calls that surely raise."""
    for problem in facts.problems("not-callable"):
        if not problem.is_certain:
            continue
        kind = problem.detail.name
        module = kind.removeprefix("module ")
        cure = None
        name: str | None = None
        if module != kind:
            name = module
            member = module.rpartition(".")[2]
            has_same = member in module_names(module, facts.dialect.name)
            cure = f"write `{module}.{member}(…)`" if has_same else None
        elif kind in _WITH_ITEMS:
            cure = "use `[…]` for an item"
        shown = f"module `{module}`" if module != kind else shown_type(kind)
        node = problem.node.callee if isinstance(problem.node, Call) else problem.node
        yield facts.finding(
            RULE,
            node,
            f"{shown} cannot be called",
            help=cure,
            subject=Subject(name=name),
            certainty=facts.problem_certainty(problem),
        )
