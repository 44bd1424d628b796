"""No run leaves the plan: its calls are a word of the automaton, and as many as was said.

CPython runs the programs: what it calls is compared with what the analysis says beforehand.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from typing import Final

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from foretell_analyzer.analysis import analyze
from foretell_analyzer.automata import Letter
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.report import Report
from tests.alike import NAME, run_by_python
from tests.toolbox import ANSWERS, STUBS, Toolbox
from tests.wide_programs import WideWriter

CATALOG: Final = ToolCatalog.from_stub(STUBS)
generously = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None
)


def check_run(text: str, report: Report, toolbox: Toolbox) -> None:
    """Raise if CPython's run of a program is not one that its report promised."""
    ran = run_by_python(text, toolbox)
    trace = [Letter(tool, line) for tool, _, line in ran.calls]
    ended = not ran.traceback
    fits = report.accepts(trace) if ended else report.accepts_prefix(trace)
    assert fits, f"no word of the plan: {' '.join(map(str, trace))}"
    check_relations(report, [letter.tool for letter in trace])
    check_counts(report, Counter(letter.tool for letter in trace), ended=ended)


def check_relations(report: Report, called: list[str]) -> None:
    for relation in report.relations:
        for end in range(len(called) + 1):
            counts = Counter(called[:end])
            assert counts[relation.less] <= counts[relation.more], f"not {relation}"


def check_counts(report: Report, counts: Mapping[str, int], *, ended: bool) -> None:
    for tool in {*report.tools, *counts}:
        assert tool in report.tools, f"{tool} was called, the report does not name it"
        count, bound = counts.get(tool, 0), report.tools[tool]
        assert (count if ended else max(count, bound.low)) in bound, f"{count} {tool}, not {bound}"


@generously
@given(st.integers(0, 2**40))
def test_no_run_of_a_generated_program_leaves_its_plan(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    text = WideWriter(chance.randrange).program()
    answers = tuple(chance.choice(ANSWERS) for _ in range(7))
    try:
        compile(text, NAME, "exec")
    except SyntaxError:
        assume(False)  # noqa: FBT003 - so it is called
    report = analyze(text, CATALOG)
    assume(report.plan is not None)
    check_run(text, report, Toolbox(answers, NAME))
