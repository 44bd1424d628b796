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

from foretell_analyzer.diagnostics import Finding, Fix, Rule, Subject
from foretell_analyzer.dialect import module_names
from foretell_analyzer.evaluate.observations import Problem
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import Attribute
from foretell_analyzer.suggestions import nearest
from foretell_analyzer.values.shapes import Shape

from ._cures import rename_attribute, take_key
from ._foreign import INSTEAD
from ._values import shown_type

RULE: Final = Rule("N204", "unknown-attribute", "error", "an attribute does not exist")


def check(facts: Facts) -> Iterator[Finding]:
    """Attributes and imported members that are not there."""
    yield from _imports(facts)
    for problem in facts.problems("unknown-attribute"):
        if facts.coroutines(problem.detail.value):
            continue  # the business of `missing-await`
        (shape,) = problem.detail.value.shapes
        if not problem.is_certain and not facts.is_telling(shape):
            continue
        kind, name = problem.detail.other, problem.detail.name
        key_cure = _key_cure(facts, problem)
        cure = key_cure or _cure(facts, shape, kind, name)
        fix: Fix | None = None
        if isinstance(problem.node, Attribute):
            fix = take_key(facts, problem.node) if key_cure else None
            if not key_cure and _told(kind, name) is None:
                fix = rename_attribute(facts, problem.node, _members(facts, shape, kind))
        yield facts.finding(
            RULE,
            problem.node,
            f"{_shown(kind)} has no `{name}`",
            help=cure,
            subject=Subject(name=name),
            certainty=facts.problem_certainty(problem),
            severity=None if problem.is_certain else "warning",
            fix=fix,
        )


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


def _shown(kind: str) -> str:
    """`module json` as "module `json`"."""
    word, _, name = kind.rpartition(" ")
    return f"{word} `{name}`" if word else shown_type(name)


def _cure(facts: Facts, shape: Shape, kind: str, name: str) -> str | None:
    """What to write instead: known words of other languages, else the nearest real name."""
    return _told(kind, name) or _near(name, _members(facts, shape, kind))


def _told(kind: str, name: str) -> str | None:
    """What to write instead of a member that other languages and libraries have."""
    module = kind.removeprefix("module ").removeprefix("class ")
    short = module.rpartition(".")[2]
    return INSTEAD.get((module, name)) or INSTEAD.get((short, name)) or INSTEAD.get(("", name))


def _members(facts: Facts, shape: Shape, kind: str) -> Iterable[str]:
    """The names that a value of this kind has."""
    word, _, name = kind.rpartition(" ")
    if word == "module":
        return module_names(name, facts.dialect.name)
    if facts.dialect.types.get(name) is not None:
        return facts.dialect.members(name)
    return facts.attributes_of(shape)


def _key_cure(facts: Facts, problem: Problem) -> str | None:
    """`mail["subject"]` for `mail.subject`."""
    node, name = problem.node, problem.detail.name
    if not isinstance(node, Attribute) or problem.detail.other != "dict":
        return None
    if name in facts.keys_of(problem.detail.value):
        return f'it is a dict: write `{facts.snippet(node.value)}["{name}"]`'
    return None


def _near(name: str, names: Iterable[str]) -> str | None:
    found = nearest(name, [one for one in names if not one.startswith("_")], limit=1)
    return f"did you mean `{found[0]}`?" if found else None
