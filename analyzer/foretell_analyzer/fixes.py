"""Takes a report whose findings carry fixes, gives the mended script and what remains.

A fix is a set of edits by span, so all else in the text stays as it is: comments, line ends, blank
space. It is applied only if it holds: the new text is parsed and judged again, the findings it is
for must be gone, and there must be no error that was not there before. Fixes whose edits meet are
applied one after the other, each to the text that the last one left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from itertools import pairwise
from typing import Final

from .analysis import analyze
from .catalog import ToolCatalog
from .diagnostics import Edit, Finding, Fix
from .dialect import Dialect
from .errors import UsageError
from .report import Report
from .session import Session
from .source import Script

Judge = Callable[[Script], Report]
"""What judges a text: `analyze`, with its catalog and inputs."""

_CONTEXT: Final = 3
_NO_NEWLINE: Final = "\n\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class Applied:
    """A fix that was applied, for a finding; its places are those of the text it was applied to."""

    finding: Finding
    fix: Fix


@dataclass(frozen=True, slots=True)
class Mended:
    """A script before and after its fixes; `report` is that on the text after them.

    `refused` are findings whose fix would have brought another error or not cured theirs.
    """

    before: Script
    report: Report
    applied: tuple[Applied, ...] = ()
    refused: tuple[Finding, ...] = ()

    @property
    def after(self) -> Script:
        """The mended script."""
        return self.report.script

    @property
    def is_changed(self) -> bool:
        """Is the text another one?"""
        return self.after.text != self.before.text

    def difference(self) -> str:
        """The change as a unified diff that `patch` reads; empty if there is none."""
        return difference(self.before, self.after)


def fix(  # noqa: PLR0913 - what `analyze` takes
    text: str | Script,
    catalog: ToolCatalog,
    *,
    name: str = "script.py",
    dialect: str | Dialect | None = None,
    inputs: Mapping[str, object] | None = None,
    session: Session | None = None,
    unsafe: bool = False,
) -> Mended:
    """Judge a script and mend what can be mended; the other parameters are those of `analyze`.

    In a session only the snippet's own text is mended.
    """
    script = text if isinstance(text, Script) else Script(text, name)

    def judge(one: Script) -> Report:
        return analyze(one, catalog, dialect=dialect, inputs=inputs, session=session)

    return mend(judge(script), judge, unsafe=unsafe)


def mend(report: Report, judge: Judge, *, unsafe: bool = False) -> Mended:
    """Apply fixes until none is left that holds; safe ones only, unless `unsafe`."""
    return _Mending(report, judge, unsafe=unsafe).run()


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """The text after edits of it; all else is as before. They must not meet."""
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda one: (one.span.start, one.span.end)):
        start, end = edit.span.start, edit.span.end
        if not done <= start <= end <= len(text):
            raise UsageError(f"an edit at {start} to {end} meets another one or leaves the text")
        pieces += (text[done:start], edit.text)
        done = end
    return "".join((*pieces, text[done:]))


def meets(one: Edit, other: Edit) -> bool:
    """Do two edits share a place? Edits that touch do: what comes first would be a guess."""
    return one.span.start <= other.span.end and other.span.start <= one.span.end


def difference(before: Script, after: Script) -> str:
    """A unified diff from one text to the other; lines end as they do in the texts."""
    rows = unified_diff(
        _lines(before), _lines(after), before.name, after.name, n=_CONTEXT, lineterm="\n"
    )
    return "".join(row if row.endswith(("\n", "\r")) else row + _NO_NEWLINE for row in rows)


def _lines(script: Script) -> list[str]:
    starts = [*script.line_starts, len(script.text)]
    lines = [script.text[one:two] for one, two in pairwise(starts)]
    return [line for line in lines if line]


@dataclass(slots=True)
class _Mending:
    """One script being mended: the report so far, and what has been tried."""

    report: Report
    judge: Judge
    unsafe: bool
    applied: list[Applied] = field(default_factory=list[Applied])
    refused: list[Applied] = field(default_factory=list[Applied])

    def run(self) -> Mended:
        before = self.report.script
        # Ends: each step forward leaves fewer findings, each step back one fix fewer to try.
        while chosen := self._choose():
            if not self._try(chosen) and (len(chosen) == 1 or not self._try(chosen[:1])):
                self.refused.append(chosen[0])
        refused = tuple(one.finding for one in self._candidates() if self._is_refused(one))
        return Mended(before, self.report, tuple(self.applied), refused)

    def _candidates(self) -> Iterator[Applied]:
        for finding in self.report.findings:
            if finding.fix is not None and (finding.fix.safe or self.unsafe):
                yield Applied(finding, finding.fix)

    def _choose(self) -> list[Applied]:
        """Fixes that do not meet, in the order of the text; safe ones before others."""
        chosen: list[Applied] = []
        taken: list[Edit] = []
        ordered = sorted(self._candidates(), key=lambda one: not one.fix.safe)
        for one in ordered:
            is_same = any(one.fix.edits == other.fix.edits for other in chosen)
            is_free = not any(meets(edit, other) for edit in one.fix.edits for other in taken)
            if not self._is_refused(one) and (is_free or is_same):
                chosen.append(one)
                taken += [] if is_same else one.fix.edits
        return chosen

    def _is_refused(self, candidate: Applied) -> bool:
        """Was it tried in vain? Told by finding and words, as its place may have moved."""
        return any(
            candidate.finding.message == other.finding.message
            and candidate.fix.title == other.fix.title
            and candidate.finding.rule == other.finding.rule
            for other in self.refused
        )

    def _try(self, chosen: list[Applied]) -> bool:
        """Apply fixes if that leaves their findings gone and no new error."""
        edits = list(dict.fromkeys(edit for one in chosen for edit in one.fix.edits))
        script = self.report.script
        report = self.judge(Script(apply_edits(script.text, edits), script.name))
        old, new = _counted(self.report), _counted(report)
        cured = Counter(_identity(one.finding) for one in chosen)
        if report.module is None or any(new[one] > old[one] for one in new if one[1] == "error"):
            return False
        if any(new[one] > old[one] - count for one, count in cured.items()):
            return False
        self.report = report
        self.applied += chosen
        self.refused.clear()  # what would have hurt before may help now
        return True


def _identity(finding: Finding) -> tuple[str, str, str]:
    """What a finding says, wherever it stands: texts before it may have grown."""
    return finding.rule, finding.severity, finding.message


def _counted(report: Report) -> Counter[tuple[str, str, str]]:
    """How often each finding is made; notes do not count, unless a fix is for one."""
    return Counter(
        _identity(one) for one in report.findings if one.severity != "note" or one.fix is not None
    )
