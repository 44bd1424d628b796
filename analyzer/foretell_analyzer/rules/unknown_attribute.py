"""An attribute, method or module member that does not exist.

*What it finds.* `m.x` and `from m import x` where module `m` has no `x`, and `value.x` where the
type of the value is certain and has no `x`: methods of other languages (`.push`, `.contains`,
`.length`), of other versions, of other types.

*Why it matters.* The line raises `AttributeError`, after everything above it has already happened.

*Example.*

    rows = []
    for mail in search_email("invoice"):
        rows.push(mail["subject"])      # error: list has no `push`

*What it cannot see.* Attributes of values whose type is not certain: parameters, and results of
tools that declare none. What a tool declares is believed, but not proven: such findings are `may`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from foretell_analyzer.declared import keys_of
from foretell_analyzer.diagnostics import Finding, Fix, Rule, Subject
from foretell_analyzer.dialect import COMMON_ATTRIBUTES, OPERATOR_METHODS, EntryKind, module_names
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Attribute
from foretell_analyzer.meanings import DataMeaning, ListedMeaning, Meaning, ModuleMeaning
from foretell_analyzer.suggestions import nearest

from ._cures import rename_attribute, take_key
from ._foreign import INSTEAD

RULE: Final = Rule("N204", "unknown-attribute", "error", "an attribute does not exist")


def check(facts: Facts) -> Iterator[Finding]:
    """Attributes and imported members that are not there."""
    yield from _imports(facts)
    for node in facts.met.attributes:
        if node.name.startswith("__") or node.name in facts.met.stored_attributes:
            continue
        finding = _judge(facts, node, facts.meaning(node.value))
        if finding is not None:
            yield finding


def _imports(facts: Facts) -> Iterator[Finding]:
    for one in facts.met.imports:
        module, member = one.module, one.member
        if member is None or module not in facts.dialect.modules:
            continue
        names = module_names(module, facts.dialect.name)
        if member in names or f"{module}.{member}" in facts.dialect.modules:
            continue
        yield facts.finding(
            RULE,
            one.item,
            f"module `{module}` has no `{member}`",
            help=INSTEAD.get((module, member)) or _near(member, names),
            subject=Subject(name=member),
            severity="note" if facts.is_guarded(one.statement) else None,
            certainty=facts.certainty(one.statement),
            place=facts.name_place(one.item, member),
        )


def _judge(  # noqa: PLR0911 - a case a kind of receiver
    facts: Facts, node: Attribute, meaning: Meaning | None
) -> Finding | None:
    name = node.name
    match meaning:
        case ModuleMeaning(name=module):
            names = module_names(module, facts.dialect.name)
            if name in names or f"{module}.{name}" in facts.dialect.modules:
                return None
            cure = INSTEAD.get((module, name)) or _near(name, names)
            fix = None if (module, name) in INSTEAD else rename_attribute(facts, node, names)
            return _finding(facts, node, f"module `{module}` has no `{name}`", cure, fix)
        case DataMeaning(type=kind) if _is_listed(facts, kind):
            members = facts.dialect.members(kind)
            if name in members | COMMON_ATTRIBUTES | OPERATOR_METHODS:
                return None
            shown = "None" if kind == "NoneType" else kind
            key_cure = _key_cure(facts, node, meaning)
            told = key_cure or INSTEAD.get((kind, name)) or INSTEAD.get(("", name))
            fix = take_key(facts, node) if key_cure else None
            fix = fix if told else rename_attribute(facts, node, members)
            message, cure = f"{shown} has no `{name}`", told or _near(name, members)
            return _finding(facts, node, message, cure, fix, is_declared=bool(meaning.origin))
        case ListedMeaning(entry=entry, name=shown) if entry.kind is EntryKind.CLASS:
            key = entry.type or shown
            if not _is_listed(facts, key):
                return None
            members = facts.dialect.members(key)
            if name in members | COMMON_ATTRIBUTES | OPERATOR_METHODS | facts.dialect.members(
                "type"
            ):
                return None
            cure = INSTEAD.get((key, name)) or _near(name, members)
            fix = None if (key, name) in INSTEAD else rename_attribute(facts, node, members)
            return _finding(facts, node, f"`{shown}` has no `{name}`", cure, fix)
        case _:
            return None


_OPEN: Final = frozenset({"super", "object", "type", "types.SimpleNamespace"})
"""Types whose values have attributes that no table lists."""


def _is_listed(facts: Facts, kind: str) -> bool:
    return kind not in _OPEN and facts.dialect.types.get(kind) is not None


def _finding(  # noqa: PLR0913 - what a finding has
    facts: Facts,
    node: Attribute,
    message: str,
    cure: str | None,
    fix: Fix | None,
    *,
    is_declared: bool = False,
) -> Finding:
    return facts.finding(
        RULE,
        node,
        message,
        help=cure,
        subject=Subject(name=node.name),
        certainty="may" if is_declared else None,
        fix=fix,
    )


def _key_cure(facts: Facts, node: Attribute, meaning: DataMeaning) -> str | None:
    """`mail["subject"]` for `mail.subject`."""
    if meaning.type == "dict" and node.name in (keys_of(meaning) or ()):
        return f'it is a dict: write `{facts.snippet(node.value)}["{node.name}"]`'
    return None


def _near(name: str, names: Iterable[str]) -> str | None:
    found = nearest(name, [one for one in names if not one.startswith("_")], limit=1)
    return f"did you mean `{found[0]}`?" if found else None
