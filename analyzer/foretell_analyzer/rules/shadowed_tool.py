"""A tool whose name the script takes for something else.

*What it finds.* An assignment, definition or import at the top of the script that binds the name
of a tool, and the same inside a function that also calls the name.

*Why it matters.* From there on the tool cannot be called any more: a later call finds the new
value, and most often raises `TypeError`.

*Example.*

    get_weather = get_weather("Oslo")      # warning: hides the tool `get_weather`
    other = get_weather("Rome")

*What it cannot see.* Whether it was meant: a function that replaces a tool on purpose is reported
too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule, Subject
from foretell_analyzer.facts import Facts
from foretell_analyzer.sites import How

from ._names import is_called

RULE: Final = Rule("N207", "shadowed-tool", "warning", "a tool's name is taken for something else")


def check(facts: Facts) -> Iterator[Finding]:
    """Bindings that hide a tool."""
    for variable, sites in facts.met.bindings.items():
        if variable.name not in facts.catalog.tools or variable.slot < 0:
            continue
        reads = facts.met.reads.get(variable, ())
        if not facts.met.is_global(variable) and not any(is_called(facts, one) for one in reads):
            continue
        site = next((one for one in sites if one.how is not How.DELETED), None)
        if site is None:
            continue
        yield facts.finding(
            RULE,
            site.node,
            f"`{variable.name}` hides the tool `{variable.name}`",
            help="give it another name",
            subject=Subject(tool=variable.name, name=variable.name),
            place=facts.name_place(site.node, variable.name),
        )
