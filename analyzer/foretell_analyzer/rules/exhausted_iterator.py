"""An iterator that is gone over a second time.

*What it finds.* A generator, or what `map`, `filter`, `zip`, `enumerate` and the like give, that was
gone over to its end on every way that leads here, and is gone over again.

*Why it matters.* Nothing is left in it, and nothing says so: the loop has no round, the sum is 0.

*Example.*

    late = (t for t in list_tickets() if t["status"] == "open")
    print(sum(1 for _ in late))
    for ticket in late:      # warning: `late` is used up
        update_ticket(ticket["id"], priority=1)

*What it cannot see.* Iterators that are used up on some ways only, or in an earlier round of a loop
around; objects of the script that are iterators.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Label, Rule
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Name, Starred

RULE: Final = Rule("F414", "exhausted-iterator", "warning", "an iterator is used that is used up")


def check(facts: Facts) -> Iterator[Finding]:
    """Second uses of what can be used once."""
    for problem in facts.problems("exhausted-iterator"):
        if not problem.is_certain:
            continue
        node = problem.node.value if isinstance(problem.node, Starred) else problem.node
        shown = facts.snippet(node)
        labels: tuple[Label, ...] = ()
        if problem.detail.node is not None:
            labels = (Label(facts.place(problem.detail.node), "used up here"),)
        cure = f"make it a list where it is made: `{shown} = list(…)`"
        yield facts.finding(
            RULE,
            node,
            f"`{shown}` is used up: nothing is left to go over",
            help=cure if isinstance(node, Name) else "make it a list where it is made",
            certainty=facts.certainty(node),
            labels=labels,
        )
