"""A key that the result of a tool does not have.

*What it finds.* `value["key"]` where the value is, or is part of, what a tool returned, the tool
declares the keys of its result, and this is none of them.

*Why it matters.* The line raises `KeyError`, after everything above it has already happened.

*Example.*

    tickets = list_tickets()
    open_ones = [t for t in tickets if t["state"] == "open"]      # error: no key `state`

*What it cannot see.* Keys of dicts whose shape nobody declares; whether a tool keeps to what it
declares, so these findings are `may`. A key that the script itself stores anywhere is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule, Subject
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Expression, Subscript
from foretell_analyzer.suggestions import nearest

from ._cures import replace_text
from ._values import shown_origin

RULE: Final = Rule("N205", "unknown-key", "error", "a dict does not have a key")


def check(facts: Facts) -> Iterator[Finding]:
    """Keys that a dict surely does not have."""
    for problem in facts.problems("unknown-key"):
        if not problem.is_certain:
            continue
        key, detail = problem.detail.name, problem.detail
        name = key.strip("'\"") if key[:1] in "'\"" else key
        origin = shown_origin(facts, detail.value)
        near = nearest(name, detail.names, limit=1)
        known = ", ".join(f"`{one}`" for one in sorted(detail.names))
        told = f"it has {known}" if known else "it is empty"
        node = problem.node.key if isinstance(problem.node, Subscript) else problem.node
        yield facts.finding(
            RULE,
            node,
            f"what `{origin}` gives has no key `{name}`" if origin else f"there is no key `{name}`",
            help=f"did you mean `{near[0]}`?" if near else told,
            subject=Subject(tool=origin.partition("[")[0].partition(".")[0] or None, name=name),
            certainty=facts.problem_certainty(problem),
            fix=replace_text(facts, node, name, detail.names)
            if isinstance(node, Expression)
            else None,
        )
