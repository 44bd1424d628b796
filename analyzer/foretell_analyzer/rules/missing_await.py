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

from foretell_analyzer.diagnostics import Certainty, Finding, Label, Rule, Subject
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import (
    BinaryOperation,
    Expression,
    ExpressionStatement,
    Node,
)
from foretell_analyzer.meanings import CoroutineMeaning

from ._cures import add_await

RULE: Final = Rule("F401", "missing-await", "error", "the result of something async is not awaited")

_OF_COROUTINES: Final = frozenset({"send", "throw", "close"})


def check(facts: Facts) -> Iterator[Finding]:
    """Coroutines that nothing awaits."""
    reported: set[int] = set()
    for statement in facts.met.statements:
        if not isinstance(statement, ExpressionStatement) or statement is facts.result:
            continue
        meaning = facts.meaning(statement.value)
        if isinstance(meaning, CoroutineMeaning) and meaning.call is statement.value:
            # Nothing fails: the coroutine is dropped and the tool never called.
            reported.add(meaning.call.index)
            yield _finding(facts, meaning, None, "may")
    for user, used in _uses(facts):
        meaning = facts.meaning(used)
        if isinstance(meaning, CoroutineMeaning) and meaning.call.index not in reported:
            reported.add(meaning.call.index)
            yield _finding(facts, meaning, user, facts.certainty(user))


def _uses(facts: Facts) -> Iterator[tuple[Node, Expression]]:
    """Places that need a value of which a coroutine is none, with that value."""
    for attribute in facts.met.attributes:
        if attribute.name not in _OF_COROUTINES and not attribute.name.startswith(("cr_", "__")):
            yield attribute, attribute.value
    for subscript in facts.met.subscripts:
        yield subscript, subscript.value
    for operation in facts.met.operations:
        if isinstance(operation, BinaryOperation):
            yield operation, operation.left
            yield operation, operation.right
    for loop in facts.met.loops:
        if not loop.is_async:
            yield loop.iterable, loop.iterable


def _finding(
    facts: Facts, meaning: CoroutineMeaning, user: Node | None, certainty: Certainty
) -> Finding:
    labels: tuple[Label, ...] = ()
    if user is not None and meaning.call not in (user, *_around(facts, user)):
        place = facts.place(user)
        if place.line != facts.place(meaning.call).line:
            labels = (Label(place, "its result is used here"),)
    return facts.finding(
        RULE,
        meaning.call,
        f"`{meaning.name}` is async and nothing awaits it",
        help=f"write `await {facts.snippet(meaning.call.callee)}(…)`",
        subject=Subject(tool=_tool(facts, meaning), name=meaning.name),
        certainty=certainty,
        labels=labels,
        fix=add_await(facts, meaning.call),
    )


def _tool(facts: Facts, meaning: CoroutineMeaning) -> str | None:
    return meaning.name if meaning.name in facts.catalog.tools else None


def _around(facts: Facts, node: Node) -> tuple[Node, ...]:
    return tuple(facts.met.ancestors(node))
