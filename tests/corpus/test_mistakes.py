"""Scripts with one seeded fault each, and right ones: no false alarm, and what is found is counted.

A comment at the top of each says which: `# expect: KIND @ LINE[,LINE]` or `# expect: ok`.
"""

from __future__ import annotations

import re
from pathlib import Path

import foretell

EXPECT = re.compile(r"^# expect: (?:ok|[\w-]+ @ (?P<lines>[\d,]+))", re.MULTILINE)
FOUND = 30
"""A ratchet: raised with the analysis, never lowered."""


def find_lines(script: Path, corpus: Path) -> set[int]:
    """Return the lines with a finding that is an error or a warning."""
    # The stub, not the JSON: it alone says whose results are objects and whose are dicts.
    catalog = foretell.ToolCatalog.load(corpus / "mistakes" / "tools.pyi")
    report = foretell.analyze(script.read_text(encoding="utf-8"), catalog, name=script.name)
    return {finding.span.line for finding in report.findings if finding.severity != "note"}


def expected_lines(script: Path) -> set[int]:
    """Return the lines on one of which the fault is to be reported; none for a right script."""
    expected = EXPECT.search(script.read_text(encoding="utf-8"))
    assert expected is not None, "a comment says what is expected"
    return {int(line) for line in (expected["lines"] or "").split(",") if line}


def test_a_right_script_passes(mistake: Path, corpus: Path) -> None:
    if not expected_lines(mistake):
        assert find_lines(mistake, corpus) == set()


def test_seeded_faults_are_found(corpus: Path) -> None:
    scripts = sorted((corpus / "mistakes" / "scripts").glob("f*.py"))
    missed = [
        script.stem for script in scripts if not expected_lines(script) & find_lines(script, corpus)
    ]
    print(f"{len(scripts) - len(missed)} of {len(scripts)} faults found; missed: {missed}")  # noqa: T201 - counted in CI
    assert len(scripts) - len(missed) >= FOUND
