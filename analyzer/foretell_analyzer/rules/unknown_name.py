"""A name that nothing defines.

*What it finds.* A name that is used as a value, and that neither the script nor anything outside of
it binds: a misspelt variable, a module that was not imported. Called names are `unknown-tool`.

*Why it matters.* The line raises `NameError`, after everything above it has already happened.

*Example.*

    summary = read_file(path="notes.txt")
    send_email(to="a@example.com", body=sumary)      # error: `sumary` is not defined

*What it cannot see.* Names bound on some ways and not on others: see `unbound`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from foretell_analyzer.diagnostics import Finding, Fix, Rule, Subject
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Name
from foretell_analyzer.suggestions import nearest

from ._cures import add_import, one_fix, rename, rename_variable
from ._foreign import CONSTANTS, NAMES
from ._names import MOST_CURES, is_called, known_names, unknown_reads, where_to_import

RULE: Final = Rule("N202", "unknown-name", "error", "a name is not defined")


def check(facts: Facts) -> Iterator[Finding]:
    """Uses of names that do not exist."""
    unknown = (read for read in unknown_reads(facts) if not is_called(facts, read.node))
    for count, read in enumerate(unknown):
        name = read.node.identifier
        is_cured = count < MOST_CURES
        yield facts.finding(
            RULE,
            read.node,
            f"`{name}` is not defined",
            help=_cure(facts, name) if is_cured else None,
            fix=_fix(facts, read.node) if is_cured else None,
            subject=Subject(name=name),
            # Whether annotations are evaluated is up to where they stand.
            certainty="may" if read.in_annotation else None,
        )


def _fix(facts: Facts, read: Name) -> Fix | None:
    """`True` for `true`; else an import, or the nearest name."""
    name = read.identifier
    meant = CONSTANTS.get(name)
    if meant is not None:
        return rename(facts, read, name, meant, safe=True)
    if name in NAMES:
        return None
    return one_fix(partial(add_import, facts, read), partial(rename_variable, facts, read))


def _cure(facts: Facts, name: str) -> str | None:
    told = NAMES.get(name) or where_to_import(facts, name)
    if told is not None:
        return told
    found = nearest(name, known_names(facts), limit=1)
    return f"did you mean `{found[0]}`?" if found else None
