"""The published schema of a report: current, valid, told in full, and met by every report."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell.cli import run_command
from foretell_analyzer import report_schema as module
from foretell_analyzer.analysis import analyze
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.report import Report
from foretell_analyzer.report_schema import FILE, published_schema, schema_text
from tests.strategies import write_script

ROOT: Final = Path(__file__).parent.parent
EXAMPLES: Final = sorted((ROOT / "examples").glob("*/script.py"))
SCHEMA: Final[dict[str, Any]] = json.loads(published_schema())
VALIDATOR: Final = jsonschema_rs.validator_for(SCHEMA)
CATALOG: Final = ToolCatalog.from_stub(
    "def f(x: int = 0, *, y: str = '') -> list[str]: ...\ndef g(a: int) -> dict: ...\n"
)


def complaints(report: Report) -> list[str]:
    """What the schema has against a report."""
    found = VALIDATOR.iter_errors(report.to_dict())
    return [f"{one.instance_path}: {one.message}" for one in found]


def test_the_file_is_current(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-cases"):
        Path(module.__file__).with_name(FILE).write_text(schema_text(), encoding="utf-8")
    assert published_schema() == schema_text()


def test_it_is_a_schema() -> None:
    jsonschema_rs.meta.validate(SCHEMA)


def test_every_key_is_told() -> None:
    parts = {"report": SCHEMA, **SCHEMA["$defs"]}
    silent = [
        f"{name}.{key}"
        for name, part in parts.items()
        for key, one in part.get("properties", {}).items()
        if not one["description"]
    ]
    assert silent == [], "tell their meaning in `report_schema.MEANINGS`"
    assert all(part["description"] for part in parts.values())


def test_nothing_is_told_of_keys_that_are_not_there() -> None:
    titles = module._TITLES
    told = {(titles.get(name, name), key) for name, keys in module.MEANINGS.items() for key in keys}
    parts = {"Report": SCHEMA, **SCHEMA["$defs"]}
    there = {(name, key) for name, part in parts.items() for key in part.get("properties", {})}
    assert told - there == set()


@pytest.mark.parametrize("script", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_report_of_an_example_fits(script: Path) -> None:
    catalog = ToolCatalog.load(script.with_name("tools.json"))
    report = analyze(script.read_text("utf-8"), catalog, inputs={"project": "str"})
    assert complaints(report) == []
    assert Report.from_dict(report.to_dict()) == report


@given(st.integers(0, 2**40))  # a seed: drawing each choice would take longer than the analysis
def test_every_report_fits_and_comes_back_equal(seed: int) -> None:
    choose = random.Random(seed).randrange  # noqa: S311 - not for secrets
    text = write_script(choose, slips=seed % 3)
    report = analyze(text, CATALOG)
    form = report.to_dict()
    assert complaints(report) == []
    assert Report.from_dict(form) == report
    assert json.loads(json.dumps(form)) == form


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("version",), 2),
        (("findings", 0, "severity"), "fatal"),
        (("findings", 0, "span", "line"), "2"),
        (("plan", "kind"), "guess"),
        (("tools", "f"), 1),
        (("call_graph", "edges", 0), "f"),
        (("extra",), 1),
    ],
)
def test_other_forms_do_not_fit(path: tuple[str | int, ...], value: object) -> None:
    form: Any = analyze("f()\nh()\n", CATALOG).to_dict()
    assert VALIDATOR.is_valid(form)
    part = form
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    assert not VALIDATOR.is_valid(form)


def test_the_command_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["schema", "report"]) == 0
    assert capsys.readouterr().out == published_schema()
    assert run_command(["schema", "reports"]) == 2
