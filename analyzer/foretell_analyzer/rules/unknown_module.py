"""An import of a module that is not available.

*What it finds.* `import m` and `from m import x` where the dialect has no module `m`.

*Why it matters.* Scripts run in an interpreter with a library of its own. What a model knows from
elsewhere (`requests`, `pandas`) may not be there, and the import raises.

*Example.*

    import requests      # error: there is no module `requests` here

*What it cannot see.* Whether the script gets by without it: inside a `try` that catches the
failure this is a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule, Subject
from foretell_analyzer.facts import Facts
from foretell_analyzer.suggestions import nearest

from ._foreign import MODULES

RULE: Final = Rule("N203", "unknown-module", "error", "a module is not available")


def check(facts: Facts) -> Iterator[Finding]:
    """Imports of modules that are not there."""
    reported: set[tuple[int, str]] = set()
    for one in facts.met.imports:
        module = one.module
        if module in facts.dialect.modules or module == "__future__":
            continue
        if (one.statement.index, module) in reported:
            continue  # `from m import a, b` is one mistake
        reported.add((one.statement.index, module))
        certainty = facts.certainty(one.statement)
        place = facts.name_place(one.statement, module)
        yield facts.finding(
            RULE,
            one.item,
            f"there is no module `{module}` here",
            help=_cure(facts, module),
            subject=Subject(name=module),
            certainty=certainty,
            severity="note" if facts.is_guarded(one.statement) else None,
            place=place,
        )


def _cure(facts: Facts, module: str) -> str | None:
    if module in facts.catalog.tools or module in {"tools", "functions"}:
        return "tools need no import: call them by their names"
    told = MODULES.get(module) or MODULES.get(module.partition(".")[0])
    if told is not None:
        return told
    found = nearest(module, facts.dialect.modules, limit=1)
    return f"did you mean `{found[0]}`?" if found else None
