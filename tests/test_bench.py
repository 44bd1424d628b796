from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bench import report
from bench.engines import CPython
from bench.measurement import Cell, Table
from bench.shapes import SUBJECTS, write_shape
from bench.workloads import RUN, SHORT, STUB, TAKE, TOOLS, write_script
from foretell_analyzer.screen import screen
from foretell_analyzer.source import Script


@pytest.mark.parametrize("lines", [20, 100, 500, 5_000])
def test_a_script_to_analyze_has_the_lines_it_is_asked_for(lines: int) -> None:
    script = write_script(lines)
    assert len(script.splitlines()) == lines
    compile(script, "script.py", "exec")


def test_another_salt_gives_another_text_of_the_same_meaning() -> None:
    first, second = write_script(100, 1), write_script(100, 2)
    assert first != second
    assert ast.dump(ast.parse(first)) == ast.dump(ast.parse(second))


@pytest.mark.parametrize("name", [*RUN, *TAKE])
def test_a_script_to_run_leaves_a_result_that_is_always_the_same(name: str) -> None:
    engine = CPython()
    first, second = engine.prepare("run", name)(), engine.prepare("run", name)()
    assert first is not None
    assert first == second


def test_the_stub_declares_the_tools_that_there_are() -> None:
    declared = {
        node.name for node in ast.walk(ast.parse(STUB)) if isinstance(node, ast.FunctionDef)
    }
    assert declared == set(TOOLS)
    assert len(SHORT.splitlines()) == 20


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_shape_can_be_analyzed_in_each_of_its_sizes(subject: str) -> None:
    assert screen(Script(write_shape(subject))) is None
    compile(write_shape(subject), "script.py", "exec")


def test_growth_of_a_shape_is_time_for_a_part_of_the_larger_over_the_smaller() -> None:
    table: Table = {"5 loops": make_row(ours=0.010), "20 loops": make_row(ours=0.060)}
    assert list(report.draw_shapes(table)) == ["- ours, larger over smaller: loops: 1.50", ""]
    table["20 loops"]["ours"].error = "gave up"
    assert list(report.draw_shapes(table)) == ["- ours, larger over smaller: none", ""]


def test_what_was_not_asked_for_is_in_no_report() -> None:
    results = report.Results(1, {}, {"take": {"20": make_row(CPython=0.001)}}, {}, {})
    told = list(report.tell(results, report.describe_run(results)))
    assert [line for line in told if line.startswith("#")] == ["# Speed", "## A large result"]


def make_row(**seconds: float | str) -> dict[str, Cell]:
    return {
        name: Cell(error=value) if isinstance(value, str) else Cell([value])
        for name, value in seconds.items()
    }


def test_a_table_shows_medians_ratios_and_errors() -> None:
    table: Table = {
        "sums": {"CPython": Cell([0.003, 0.001, 0.002]), "ours": Cell([0.004])},
        "calls": make_row(CPython=0.0005, ours="ValueError: no"),
    }
    assert list(report.draw(table, "script")) == [
        "| script | CPython | ours |",
        "| --- | --- | --- |",
        "| sums | 2.00 ms (1.00) | 4.00 ms (2.00) |",
        "| calls | 500.0 µs (1.00) | error: ValueError: no |",
        "",
    ]
    assert list(report.draw_means(table)) == ["- geometric mean of ours: 2.00 (1 of 2 scripts)", ""]


def test_the_report_names_what_another_engine_is_faster_at() -> None:
    table: Table = {
        "sums": {report.OURS: Cell([0.004]), report.THEIRS: Cell([0.002])},
        "calls": {report.OURS: Cell([0.001]), report.THEIRS: Cell([0.002])},
        "classes": {report.OURS: Cell([0.001]), report.THEIRS: Cell(error="no classes")},
    }
    told = "- slower than Monty, where it answers (bar: none): "
    assert list(report.draw_lost(table)) == [f"{told}sums (2.00)", ""]
    del table["sums"]
    assert list(report.draw_lost(table)) == [f"{told}none", ""]


def test_a_tool_call_costs_what_is_above_the_loop_and_the_function() -> None:
    table: Table = {
        report.WITH_CALLS: make_row(CPython=0.002, ours=0.009),
        report.WITHOUT_CALLS: make_row(CPython=0.001, ours=0.002),
    }
    assert list(report.draw_calls(table)) == ["- ours: 3.00 µs", ""]


def test_both_reports_are_written_even_if_nothing_could_be_measured(tmp_path: Path) -> None:
    table: Table = {"20": make_row(CPython="not measured", ours="not measured")}
    tables = dict.fromkeys(report.SECTIONS, table)
    nothing = report.Results(1, {"ours": "missing"}, tables, {"(nothing)": 0}, {})
    report.write(nothing, tmp_path)
    text = (tmp_path / "speed.md").read_text(encoding="utf-8")
    assert "- ours was not measured: missing\n" in text
    assert "| 20 | error: not measured | error: not measured |\n" in text
