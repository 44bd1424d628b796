"""What a finding is: one diagnosis of one script, and the kind of diagnosis, its rule.

Severity says how bad it is if it is right, certainty how sure we are. They are never mixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec

from .source import Script, Span

Severity = Literal["error", "warning", "note"]
Certainty = Literal["must", "may"]


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """A span as it is told: lines count from 1, columns from 0, the end is behind the last one.

    `script` names the earlier snippet of a session in which it is; empty in the script itself.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int
    script: str = ""

    @property
    def own_line(self) -> int | None:
        """The line, if it is in the script itself."""
        return None if self.script else self.line

    @classmethod
    def of(cls, script: Script, span: Span) -> Place:
        """The place of a span in a script."""
        first, last = script.position(span.start), script.position(span.end)
        return cls(first.line, first.column, last.line, last.column, span.start, span.end)


class Subject(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a finding is about, for machines: the tool, the name, the parameter, as written."""

    tool: str | None = None
    name: str | None = None
    parameter: str | None = None


class Label(msgspec.Struct, frozen=True):
    """Another place that explains a finding."""

    span: Place
    message: str


class Edit(msgspec.Struct, frozen=True):
    """`text` in place of what is at `span`; an empty span is a place to put it."""

    span: Place
    text: str


class Fix(msgspec.Struct, frozen=True):
    """Edits that cure a finding.

    `safe` is a fix that does what was meant, so far as that can be told: docs/fixes.md says when.
    All others are for a person to look at.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding. Code and name are stable and never used again for something else."""

    code: str
    name: str
    severity: Severity
    summary: str


class Finding(msgspec.Struct, frozen=True):
    """One diagnosis: what is wrong, where, how bad and how sure, and what would cure it."""

    code: str
    rule: str
    severity: Severity
    certainty: Certainty
    message: str
    span: Place
    help: str | None = None
    subject: Subject = Subject()
    labels: tuple[Label, ...] = ()
    fix: Fix | None = None

    @property
    def blocks(self) -> bool:
        """Whether the script is wrong for sure: an error on every run that gets there."""
        return self.severity == "error" and self.certainty == "must"
