"""A call of something that cannot be called.

*What it finds.* A call of a literal, a container, a number, a text or a module, where that is
certain.

*Why it matters.* The line raises `TypeError`, after everything above it has already happened.

*Example.*

    import datetime
    today = datetime()      # error: module `datetime` cannot be called

*What it cannot see.* Values whose type is not certain, such as a tool's name that was taken for its
result.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.diagnostics import Finding, Rule, Subject
from foretell_analyzer.dialect import module_names
from foretell_analyzer.facts import Facts
from foretell_analyzer.meanings import DataMeaning, ModuleMeaning

RULE: Final = Rule("F403", "not-callable", "error", "what is called cannot be called")

_PLAIN: Final = frozenset(
    {"str", "int", "float", "bool", "list", "tuple", "dict", "set", "NoneType", "bytes"}
)


def check(facts: Facts) -> Iterator[Finding]:
    """Calls that surely raise."""
    for call in facts.met.calls:
        match facts.meaning(call.callee):
            case ModuleMeaning(name=name):
                member = name.rpartition(".")[2]
                has_same = member in module_names(name, facts.dialect.name)
                yield facts.finding(
                    RULE,
                    call.callee,
                    f"module `{name}` cannot be called",
                    help=f"write `{name}.{member}(…)`" if has_same else None,
                    subject=Subject(name=name),
                    certainty=facts.certainty(call),
                )
            case DataMeaning(type=kind, origin=origin) if kind in _PLAIN:
                shown = "None" if kind == "NoneType" else kind
                yield facts.finding(
                    RULE,
                    call.callee,
                    f"{shown} cannot be called",
                    help="use `[…]` for an item" if kind in {"list", "dict", "tuple"} else None,
                    certainty="may" if origin else facts.certainty(call),
                )
            case _:
                pass
