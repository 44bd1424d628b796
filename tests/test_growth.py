"""How work grows with a script: counted in steps of evaluation, as time is no matter of tests."""

from __future__ import annotations

from typing import Final

import pytest

from bench.shapes import SHAPES
from bench.workloads import STUB
from foretell.policy import Policy
from foretell_analyzer.analysis import analyze, read_module
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.dialect import load_dialect
from foretell_analyzer.evaluate import run
from foretell_analyzer.evaluate.evaluator import STEPS, STEPS_A_NODE, Evaluator
from foretell_analyzer.ir import Module
from foretell_analyzer.occurrences import collect_occurrences
from foretell_analyzer.resolve import resolve
from foretell_analyzer.sites import World
from foretell_analyzer.source import Script

CATALOG: Final = ToolCatalog.from_stub(STUB)
REPEATED: Final = ("functions that call twice", "loops in loops")
"""What is evaluated again for each way that leads there: bounded, not in proportion."""


def evaluated(text: str) -> Evaluator:
    module = read_module(Script(text))
    assert isinstance(module, Module)
    world = World(CATALOG, load_dialect("python"), {})
    return run(collect_occurrences(resolve(module)), world)


def write(name: str, size: int) -> str:
    return "\n".join(SHAPES[name].write(size)) + "\n"


@pytest.mark.parametrize("name", [name for name in SHAPES if name not in REPEATED])
def test_a_node_is_evaluated_once_or_twice(name: str) -> None:
    for size in (12, 48, 192):
        ev = evaluated(write(name, size))
        assert ev.seen.is_complete
        assert ev.steps < 2 * ev.met.module.node_count


@pytest.mark.parametrize("name", REPEATED)
def test_what_is_evaluated_again_and_again_is_bounded(name: str) -> None:
    ev = evaluated(write(name, 48))
    assert ev.seen.is_complete
    assert ev.steps < 2 * (STEPS + STEPS_A_NODE * ev.met.module.node_count)


@pytest.mark.parametrize("name", SHAPES)
def test_a_script_of_a_hard_shape_is_judged(name: str) -> None:
    report = analyze(write(name, 20), CATALOG)
    assert report.module is not None
    assert [one.rule for one in report.findings if one.severity == "error"] == []
    assert Policy.permissive().decide(report).verdict == "allow"
