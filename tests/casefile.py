"""Reads case files: Markdown in which a heading with a `python` fence is a test.

Takes the text of a file, gives its cases, each with the script, what is expected of it in
comments, its settings (`tools`, `world`, `policy`, `inputs`) and its snapshots. Settings before
the first case hold for the whole file. Refuses what would otherwise be passed over in silence: a
fence of a misspelt kind, a comment that almost expects something, two cases of one name.

    search_docs("refunds")        # error: [unknown-tool] "neither defined here"
    # warning: [possibly-unbound] may
    print(total)

A comment that stands alone holds for the next line of code. Certainty is `must` unless `may` is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

SETTINGS: Final = frozenset({"tools", "world", "policy", "inputs"})
HAND_WRITTEN: Final = frozenset({"callgraph", "callsites"})
"""Compared as snapshots are, but never rewritten."""

SNAPSHOTS: Final = HAND_WRITTEN | {
    "bounds", "calls", "decision", "fixed", "flows", "order", "output", "plan", "rendered",
}  # fmt: skip
PROSE: Final = frozenset({"", "text"})

_FENCE: Final = re.compile(r"(?P<ticks>`{3,})\s*(?P<kind>[^`\s]*)\s*")
_HEADING: Final = re.compile(r"#{1,6} (?P<title>.+?)\s*")
_EXPECTATION: Final = re.compile(
    r"# (?P<severity>error|warning|note): \[(?P<rule>[a-z0-9-]+)\](?P<may> may)?"
    r'(?: "(?P<quoted>[^"]*)")?\s*(?=#|$)'
)
_ALMOST: Final = re.compile(r"#\s*(error|warning|note)\s*:?\s*\[")


class CaseFileError(Exception):
    """A case file that cannot be read: the line, and why."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"{line}: {why}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced text; `line` is that of its first line of text, counted from 1."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Expectation:
    """A diagnosis that a case expects at a line of the Markdown file."""

    line: int
    severity: str
    rule: str
    certainty: str
    quoted: str = ""

    def __str__(self) -> str:
        certainty = " may" if self.certainty == "may" else ""
        quoted = f' "{self.quoted}"' if self.quoted else ""
        return f"{self.severity}: [{self.rule}]{certainty}{quoted}"


@dataclass(frozen=True, slots=True)
class Found:
    """A diagnosis that was made, at a line of the script."""

    line: int
    severity: str
    rule: str
    certainty: str
    message: str


@dataclass(frozen=True, slots=True)
class Case:
    """One test: a heading with a script."""

    title: str
    line: int
    script: Fence
    expectations: tuple[Expectation, ...]
    settings: Mapping[str, str]
    snapshots: Mapping[str, Fence]


def read_cases(text: str) -> tuple[Case, ...]:
    """Return the cases of a file, in order."""
    cases: list[Case] = []
    defaults: dict[str, str] = {}
    for title, line, fences in read_sections(text.splitlines()):
        case = read_case(title, line, fences, defaults)
        if case is not None:
            cases.append(case)
            continue
        for fence in fences:
            if fence.kind not in PROSE and (cases or fence.kind in SNAPSHOTS):
                raise CaseFileError(fence.line - 1, f"no `python` fence for {title!r}")
            if fence.kind in SETTINGS:
                defaults[fence.kind] = fence.text
    for first, second in pairwise(sorted(cases, key=lambda case: (case.title, case.line))):
        if first.title == second.title:
            raise CaseFileError(second.line, f"a second case named {second.title!r}")
    return tuple(cases)


def compare(case: Case, findings: Iterable[Found]) -> Iterator[tuple[int, str]]:
    """Yield what is missing and what is unexpected, with lines of the Markdown file."""
    left = [replace(found, line=found.line + case.script.line - 1) for found in findings]
    for expected in case.expectations:
        match = next((found for found in left if is_met(expected, found)), None)
        if match is None:
            yield expected.line, f"missing {expected}"
        else:
            left.remove(match)
    for found in left:
        certainty = " may" if found.certainty == "may" else ""
        place = f"{found.severity}: [{found.rule}]{certainty}"
        yield found.line, f'unexpected {place} "{found.message}"'


def is_met(expected: Expectation, found: Found) -> bool:
    """Is this the diagnosis that is expected?"""
    return (
        expected.line == found.line
        and expected.severity == found.severity
        and expected.rule == found.rule
        and expected.certainty == found.certainty
        and expected.quoted in found.message
    )


def rewrite(text: str, title: str, snapshots: Mapping[str, str]) -> str:
    """Return the text of a file with other snapshots for one case; all else stays as it is."""
    case = next(case for case in read_cases(text) if case.title == title)
    lines = text.splitlines()
    for fence in sorted(case.snapshots.values(), key=lambda fence: fence.line, reverse=True):
        if fence.kind in snapshots:
            first = fence.line - 1
            lines[first : first + len(fence.text.splitlines())] = snapshots[fence.kind].splitlines()
    return "\n".join(lines) + "\n"


def read_sections(lines: list[str]) -> Iterator[tuple[str, int, list[Fence]]]:
    """Yield title, line and fences of each heading; headings in fences are text."""
    title, start, fences = "", 1, list[Fence]()
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if opening := _FENCE.fullmatch(line):
            body = lines[number : find_end(lines, number, opening["ticks"])]
            fences.append(Fence(opening["kind"], "".join(f"{row}\n" for row in body), number + 1))
            number += len(body) + 1
        elif heading := _HEADING.fullmatch(line):
            yield title, start, fences
            title, start, fences = heading["title"], number, []
    yield title, start, fences


def find_end(lines: list[str], start: int, ticks: str) -> int:
    """Return the index of the line that closes a fence."""
    for number in range(start, len(lines)):
        if lines[number].rstrip() == ticks:
            return number
    raise CaseFileError(start, "this fence is never closed")


def read_case(
    title: str, line: int, fences: list[Fence], defaults: Mapping[str, str]
) -> Case | None:
    """Return the case of one section, if it has a script."""
    by_kind: dict[str, Fence] = {}
    for fence in fences:
        if fence.kind in PROSE:
            continue
        if fence.kind not in SETTINGS | SNAPSHOTS | {"python"}:
            raise CaseFileError(fence.line - 1, f"a fence of unknown kind `{fence.kind}`")
        if fence.kind in by_kind:
            raise CaseFileError(fence.line - 1, f"a second `{fence.kind}` fence for {title!r}")
        by_kind[fence.kind] = fence
    script = by_kind.get("python")
    if script is None:
        return None
    own = {kind: fence.text for kind, fence in by_kind.items() if kind in SETTINGS}
    return Case(
        title=title,
        line=line,
        script=script,
        expectations=tuple(read_expectations(script)),
        settings={**defaults, **own},
        snapshots={kind: fence for kind, fence in by_kind.items() if kind in SNAPSHOTS},
    )


def read_expectations(script: Fence) -> Iterator[Expectation]:
    """Yield what the comments of a script expect, at the line of code that each speaks of."""
    waiting: list[Expectation] = []
    for number, row in enumerate(script.text.splitlines(), script.line):
        here = [
            Expectation(
                line=number,
                severity=match["severity"],
                rule=match["rule"],
                certainty="may" if match["may"] else "must",
                quoted=match["quoted"] or "",
            )
            for match in _EXPECTATION.finditer(row)
        ]
        if len(here) != len(_ALMOST.findall(row)):
            raise CaseFileError(number, f"cannot read this expectation: {row.strip()}")
        if not row.strip() or row.lstrip().startswith("#"):
            waiting += here
            continue
        yield from (replace(expected, line=number) for expected in waiting)
        yield from here
        waiting = []
    if waiting:
        raise CaseFileError(waiting[0].line, "no line of code follows this expectation")
