"""Scripts with one seeded fault each, and right ones: nothing missed, no false alarm.

A comment at its top says which: `# expect: KIND @ LINE[,LINE]` or `# expect: ok`.
"""

from __future__ import annotations

import re
from pathlib import Path

EXPECT = re.compile(r"^# expect: (?:ok|[\w-]+ @ (?P<lines>[\d,]+))", re.MULTILINE)


def find_lines(script: Path, corpus: Path) -> set[int]:
    """Return the lines with a finding that is an error or a warning."""
    import foretell

    catalog = foretell.ToolCatalog.load(corpus / "mistakes" / "tools.json")
    report = foretell.analyze(script.read_text(encoding="utf-8"), catalog, name=script.name)
    return {finding.span.line for finding in report.findings if finding.severity != "note"}


def test_a_seeded_fault_is_found_and_a_right_script_passes(mistake: Path, corpus: Path) -> None:
    expected = EXPECT.search(mistake.read_text(encoding="utf-8"))
    assert expected is not None, "a comment says what is expected"
    lines = {int(line) for line in (expected["lines"] or "").split(",") if line}
    found = find_lines(mistake, corpus)
    if lines:
        assert found & lines, f"nothing on {sorted(lines)}, but on {sorted(found)}"
    else:
        assert found == set()
