"""Every script of the corpus ends in a report: always the same, fit for its schema, read back equal."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import jsonschema_rs

import foretell
from foretell_analyzer.report_schema import published_schema

CATALOGS = {"mistakes": "mistakes/tools.json", "controlflow": "controlflow/tools.json"}


def catalog(corpus: Path, script: Path) -> foretell.ToolCatalog:
    """The tools of a script, where the corpus has them."""
    folder = script.relative_to(corpus).parts[0]
    if folder == "agentdojo" and script.parent.name == "scripts":
        return load(corpus / "agentdojo" / "tools" / f"{script.stem.partition('_')[0]}.json")
    return load(corpus / CATALOGS[folder] if folder in CATALOGS else None)


@cache
def load(file: Path | None) -> foretell.ToolCatalog:
    return foretell.ToolCatalog.from_stub("") if file is None else foretell.ToolCatalog.load(file)


@cache
def validator() -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(json.loads(published_schema()))


def test_every_text_ends_in_a_report(script: Path, corpus: Path) -> None:
    text = script.read_text(encoding="utf-8")
    tools = catalog(corpus, script)
    report = foretell.analyze(text, tools)
    form = report.to_dict()
    assert form == foretell.analyze(text, tools).to_dict()
    assert foretell.Report.from_dict(form) == report
    as_json = json.loads(json.dumps(form))
    assert [one.message for one in validator().iter_errors(as_json)] == []
