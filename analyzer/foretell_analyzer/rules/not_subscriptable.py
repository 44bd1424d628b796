"""An item of something that has no items.

*What it finds.* `value[key]`, read, stored or deleted, where the value's type is certain and takes
no key: a number, None, a set, a generator, a tool or function that was not called; an item stored in
a text or tuple. A None that a tool declares it may give is a warning.

*Why it matters.* The line raises `TypeError`, after everything above it has already happened.

*Example.*

    contact = find_contact("Ada")
    print(contact["email"])      # warning: `find_contact` may give None

*What it cannot see.* Values whose type is not certain. What rests on a declared result is `may`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule
from foretell_analyzer.evaluate.observations import Problem
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Subscript

from ._values import shown_origin, shown_type, target_certainty, telling_types
from .not_iterable import CALLABLE

RULE: Final = Rule("F410", "not-subscriptable", "error", "what has no items is asked for one")

_WITHOUT_ORDER: Final = frozenset(
    {"set", "frozenset", "generator", "map", "filter", "zip", "enumerate", "dict_keys",
     "dict_values", "dict_items"}
)  # fmt: skip


def check(facts: Facts) -> Iterator[Finding]:
    """Subscripts that surely raise."""
    for problem in facts.problems("not-subscriptable"):
        kinds = telling_types(facts, problem)
        if not kinds:
            continue
        shown = shown_type(kinds[0])
        origin = shown_origin(facts, problem.detail.value)
        message = f"{shown} has no items"
        if problem.detail.other == "store":
            message = f"{shown} takes no items"
        elif not problem.is_certain and origin:
            message = f"what `{origin}` gives may be {shown}, which has no items"
        yield facts.finding(
            RULE,
            problem.node,
            message,
            help=_cure(facts, problem, kinds[0]),
            certainty=target_certainty(facts, problem),
            severity=None if problem.is_certain else "warning",
        )


def _cure(facts: Facts, problem: Problem, kind: str) -> str | None:
    node = problem.node
    if not isinstance(node, Subscript):
        return None
    shown = facts.snippet(node.value)
    if not problem.is_certain:
        return f"write `if {shown} is not None` before"
    if kind in CALLABLE:
        return f"call it first: `{shown}(…)`"
    if kind in _WITHOUT_ORDER and problem.detail.other != "store":
        return f"make a list of it first: `list({shown})`"
    return None
