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

from foretell_analyzer.catalog import signature
from foretell_analyzer.constants import MISSING
from foretell_analyzer.declared import refuses
from foretell_analyzer.diagnostics import Finding, Rule
from foretell_analyzer.facts import Facts
from foretell_analyzer.meanings import DataMeaning

from ._arguments import certainty_of, subject_of, violations

RULE: Final = Rule("A305", "wrong-type", "error", "an argument is of a type that is not admitted")


def check(facts: Facts) -> Iterator[Finding]:
    """Arguments of a type that their parameter refuses."""
    yield from violations(facts, RULE)
    for _, tool, bound in facts.tool_bindings:
        for given in bound.given:
            parameter = tool.parameter(given.parameter)
            meaning = facts.meaning(given.value)
            if parameter is None or not isinstance(meaning, DataMeaning):
                continue
            if not refuses(parameter, tool.input_schema, meaning.type):
                continue
            if facts.constant(given.value) is not MISSING:
                continue  # judged by its value
            yield facts.finding(
                RULE,
                given.node,
                f"`{given.parameter}` of `{tool.name}` admits no {meaning.type}",
                help=f"`{signature(tool)}`",
                subject=subject_of(tool, given.parameter),
                certainty=certainty_of(facts, given, is_declared=bool(meaning.origin)),
            )
