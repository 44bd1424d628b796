"""An argument of a type that the tool's schema excludes.

*What it finds.* A literal, a constant, or a value whose type is certain, for a parameter that
admits no value of that type.

*Why it matters.* The tool refuses the call, or does something else than was meant, after everything
above it has already happened.

*Example.*

    send_email("a@example.com", "Hi", "text", cc="b@example.com")      # error: `cc` is a list

*What it cannot see.* Values whose type is not certain. `None` for a parameter that may be left out
is not reported: most hosts leave it out. What a lenient host would convert (`"5"` for a number), and
what rests on a declared result, is `may`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule, Subject
from foretell_analyzer.facts import Facts

from ._arguments import refusals
from ._values import shown_type, telling_types

RULE: Final = Rule("A305", "wrong-type", "error", "a value is of a type that is not admitted")

_CURES: Final = {
    ("json.loads", "dict"): "it is a dict already: leave out `json.loads`",
    ("json.loads", "list"): "it is a list already: leave out `json.loads`",
}


def check(facts: Facts) -> Iterator[Finding]:
    """Arguments and indices of a type that is refused where they go."""
    yield from refusals(facts, RULE)
    for problem in facts.problems("wrong-argument"):
        kinds = telling_types(facts, problem)
        if kinds:
            kind = problem.detail.other if problem.is_certain else kinds[0]
            name = problem.detail.name
            yield facts.finding(
                RULE,
                problem.node,
                f"`{name}` admits no {shown_type(kind)}",
                help=_CURES.get((name, kind)),
                subject=Subject(name=name),
                certainty=facts.problem_certainty(problem),
                severity=None if problem.is_certain else "warning",
            )
    for problem in facts.problems("wrong-index"):
        if problem.is_certain:
            kind = shown_type(problem.detail.name)
            yield facts.finding(
                RULE,
                problem.node,
                f"a sequence is indexed by numbers, not by {kind}",
                help=facts.item_cure(problem),
                certainty=facts.problem_certainty(problem),
            )
