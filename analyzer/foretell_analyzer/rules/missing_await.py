"""The result of something async that is used, or dropped, without `await`.

*What it finds.* A call of a tool or function that is known to be async, whose coroutine is dropped,
or used where only its result would do: an attribute, a subscript, a loop, arithmetic.

*Why it matters.* A coroutine that nobody awaits never runs: the tool is not called and nothing says
so. Using it in place of its result raises.

*Example.*

    reviews = get_reviews(hotels)      # error: `get_reviews` is async and nothing awaits it
    best = reviews.get("Ritz")

*What it cannot see.* Tools of which nobody says that they are async; coroutines that are stored and
forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Label, Rule, Subject
from foretell_analyzer.evaluate.observations import Problem
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Call, Node

from ._cures import add_await

RULE: Final = Rule("F401", "missing-await", "error", "the result of something async is not awaited")

USES: Final = (
    "unknown-attribute",
    "not-subscriptable",
    "not-iterable",
    "wrong-operand",
    "wrong-argument",
    "not-callable",
)
"""Faults that a coroutine makes where its result was meant."""


def check(facts: Facts) -> Iterator[Finding]:
    """Coroutines that nothing awaits."""
    used: dict[int, Problem] = {}
    for rule in USES:
        for problem in facts.problems(rule):
            for call in facts.coroutines(problem.detail.value):
                used.setdefault(call, problem)
    for index, node in facts.seen.suspended.items():
        use = used.get(index)
        if use is None and (index in facts.seen.awaited or facts.is_result(node)):
            continue
        if isinstance(node, Call):
            yield _finding(facts, node, use)


def _finding(facts: Facts, call: Call, problem: Problem | None) -> Finding:
    name = facts.snippet(call.callee)
    labels: tuple[Label, ...] = ()
    user: Node = call
    if problem is not None and problem.node is not call:
        user = problem.node
        place = facts.place(user)
        if place.line != facts.place(call).line:
            labels = (Label(place, "its result is used here"),)
    return facts.finding(
        RULE,
        call,
        f"`{name}` is async and nothing awaits it",
        help=f"write `await {name}(…)`",
        subject=Subject(tool=name if name in facts.catalog.tools else None, name=name),
        # Nothing fails where it is only dropped: the tool is never called.
        certainty="may" if problem is None else facts.problem_certainty(problem),
        labels=labels,
        fix=add_await(facts, call),
    )
