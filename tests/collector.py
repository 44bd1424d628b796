"""Makes pytest items of case files: a file is a collector, a case is a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import phases
from tests.casefile import HAND_WRITTEN, Case, CaseFileError, compare, read_cases, rewrite


class UnmetCaseError(Exception):
    """What a case did not meet, each with its line of the Markdown file."""

    def __init__(self, complaints: list[tuple[int, str]]) -> None:
        super().__init__(f"{len(complaints)} complaints")
        self.complaints = sorted(complaints)


class CaseFile(pytest.File):
    """A Markdown file of cases."""

    def collect(self) -> Iterator[CaseItem]:
        """Yield an item for each case."""
        try:
            cases = read_cases(self.path.read_text(encoding="utf-8"))
        except CaseFileError as error:
            raise self.CollectError(f"{self.path}:{error}") from error
        for case in cases:
            yield CaseItem.from_parent(self, name=case.title, case=case)


class CaseItem(pytest.Item):
    """One case: findings against expectations, phases against snapshots."""

    def __init__(self, *, case: Case, **named: Any) -> None:
        super().__init__(**named)
        self.case = case

    def runtest(self) -> None:
        """Run the case; raise `UnmetCaseError` with all that is wrong, not just the first."""
        case = self.case
        complaints = list(compare(case, phases.find(case)))
        shown = {kind: phases.SHOW[kind](case) for kind in case.snapshots}
        changed = {kind: text for kind, text in shown.items() if text != case.snapshots[kind].text}
        if changed and self.config.getoption("--update-cases"):
            file = self.path
            new = {kind: text for kind, text in changed.items() if kind not in HAND_WRITTEN}
            file.write_text(rewrite(file.read_text("utf-8"), case.title, new), "utf-8")
            changed = {kind: text for kind, text in changed.items() if kind in HAND_WRITTEN}
        for kind, text in changed.items():
            fence = case.snapshots[kind]
            complaints.append(
                (fence.line, f"`{kind}` is another:\n{show_change(fence.text, text)}")
            )
        if complaints:
            raise UnmetCaseError(complaints)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> str | Any:
        """Show complaints with the file's lines; anything else as pytest does."""
        if isinstance(excinfo.value, UnmetCaseError):
            place = self.reportinfo()[0]
            return "\n".join(f"{place}:{line}: {text}" for line, text in excinfo.value.complaints)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path | str, int, str]:
        """Return where the case stands."""
        try:
            path = self.path.relative_to(self.config.rootpath)
        except ValueError:
            path = self.path
        return path, self.case.line - 1, self.name


def show_change(expected: str, shown: str) -> str:
    """Return both texts, marked, line by line."""
    rows = [f"  - {row}" for row in expected.splitlines()]
    rows += [f"  + {row}" for row in shown.splitlines()]
    return "\n".join(rows)
