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

from foretell_analyzer.declared import keys_of
from foretell_analyzer.diagnostics import Finding, Rule, Subject
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Constant
from foretell_analyzer.meanings import DataMeaning
from foretell_analyzer.suggestions import nearest

from ._cures import replace_text

RULE: Final = Rule("N205", "unknown-key", "error", "a tool's result does not have a key")


def check(facts: Facts) -> Iterator[Finding]:
    """Keys that no declared result has."""
    for node in facts.met.subscripts:
        if not isinstance(node.key, Constant) or not isinstance(node.key.value, str):
            continue
        meaning = facts.meaning(node.value)
        if not isinstance(meaning, DataMeaning) or meaning.type != "dict":
            continue
        keys, stored = keys_of(meaning), facts.certain.mutation.stored_keys
        key = node.key.value
        if keys is None or stored is None or key in keys or key in stored:
            continue
        near = nearest(key, keys, limit=1)
        known = ", ".join(f"`{one}`" for one in sorted(keys))
        yield facts.finding(
            RULE,
            node.key,
            f"what `{meaning.origin}` gives has no key `{key}`",
            help=f"did you mean `{near[0]}`?" if near else f"it has {known}",
            subject=Subject(tool=meaning.origin.partition("[")[0].partition(".")[0], name=key),
            certainty="may",
            fix=replace_text(facts, node.key, key, keys),
        )
