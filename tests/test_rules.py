"""The catalogue of rules, and the findings that no case file can hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from foretell_analyzer.analysis import analyze
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.diagnostics import Rule
from foretell_analyzer.rules import BY_NAME, RULES, documentation

CASES: Final = Path(__file__).parent / "cases" / "rules"
SECTIONS: Final = ("What it finds", "Why it matters", "Example", "What it cannot see")
NO_TEXT: Final = frozenset(
    {"internal-limit", "source-too-large", "unreadable-text", "unsupported-syntax"}
)
"""Rules whose scripts cannot be written down in a case file; they are tested here or not raised."""


def names(rules: tuple[Rule, ...]) -> list[str]:
    return [rule.name for rule in rules]


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(set(names(RULES))) == len(RULES)
    assert [code for code in codes if not re.fullmatch(r"[SNAF]\d{3}", code)] == []
    groups = [code[0] for code in codes]
    assert groups == sorted(groups, key="SNAF".index)


@pytest.mark.parametrize("rule", RULES, ids=names(RULES))
def test_a_rule_has_a_page_with_all_sections(rule: Rule) -> None:
    page = documentation(rule)
    assert [section for section in SECTIONS if f"*{section}.*" not in page] == []
    assert page.splitlines()[0].endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=names(RULES))
def test_a_rule_has_a_case_file_with_a_hit_and_a_silent_script(rule: Rule) -> None:
    if rule.name in NO_TEXT:
        return
    text = (CASES / f"{rule.name}.md").read_text(encoding="utf-8")
    scripts = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    hits = [script for script in scripts if f"[{rule.name}]" in script]
    assert hits
    assert len(hits) < len(scripts)


def test_every_case_file_is_of_a_rule() -> None:
    assert {path.stem for path in CASES.glob("*.md")} == set(BY_NAME) - NO_TEXT


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("x = 1\n" * 25_000, "source-too-large"),
        ("x = 1 # " + "y" * 600_000, "source-too-large"),
        ("x = '\0'", "unreadable-text"),
    ],
)
def test_a_text_that_is_no_script_has_one_finding(text: str, rule: str) -> None:
    report = analyze(text, ToolCatalog.from_stub(""))
    assert [(one.rule, one.certainty) for one in report.findings] == [(rule, "must")]
    assert (report.plan, report.module, dict(report.tools)) == (None, None, {})


def test_findings_are_in_the_order_of_their_places() -> None:
    report = analyze("b = foo\na = bar(baz)\n", ToolCatalog.from_stub(""))
    assert [one.subject.name for one in report.findings] == ["foo", "bar", "baz"]
