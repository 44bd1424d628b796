"""A program that is run in pieces does what it does as a whole, and what was foretold of each piece."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import foretell
from tests.alike import NAME
from tests.running import Writer
from tests.session_oracle import cut
from tests.toolbox import ANSWERS, STUBS, Toolbox
from tests.wide_programs import WideWriter

CATALOG = foretell.ToolCatalog.from_stub(STUBS)
BUDGET = foretell.Budget(steps=1_000_000, seconds=None)
seeds = st.integers(0, 2**40)  # drawing each choice would take longer than the runs


def generously(share: int) -> settings:
    """A share of the usual number of examples: programs are long, and each is judged many times."""
    return settings(
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        deadline=None,
        max_examples=max(1, settings().max_examples // share),
    )


@dataclass(frozen=True)
class Seen:
    """What a run shows."""

    stdout: str
    value: object
    error: foretell.outcome.RunError | None
    calls: tuple[tuple[str, str, int], ...]


def gate_for(answers: tuple[object, ...]) -> foretell.Gate:
    tools = Toolbox(answers, NAME).functions()
    return foretell.Gate(CATALOG, foretell.Policy.permissive(), tools, BUDGET)


def seen(outcomes: list[foretell.Outcome]) -> Seen:
    calls = [
        (one.tool, repr(one.arguments), one.line) for outcome in outcomes for one in outcome.trace
    ]
    last = outcomes[-1]
    stdout = "".join(one.stdout for one in outcomes)
    return Seen(stdout, last.value, _anywhere(last.error), tuple(calls))


def _anywhere(error: foretell.outcome.RunError | None) -> foretell.outcome.RunError | None:
    """The same without its line: that of a snippet is where it called what an earlier one defined.

    The traceback has all lines, that one among them.
    """
    if error is None:
        return None
    assert error.line is None or f"line {error.line}, in" in error.traceback
    return replace(error, line=None)


def check_pieces(text: str, chance: random.Random, answers: tuple[object, ...]) -> None:
    """Run a program as a whole and in pieces, as far as the first that raises."""
    whole = gate_for(answers).run(text, name=NAME)
    assume(whole.outcome is not None)
    assert whole.outcome is not None
    session = gate_for(answers).session()
    outcomes: list[foretell.Outcome] = []
    for piece in cut(text, chance.randrange):
        result = session.run(piece, name=NAME)
        assert result.outcome is not None, result.for_model()
        outcomes.append(result.outcome)
        check_foretold(result.report, result.outcome)
        if not isinstance(result.outcome, foretell.Finished):
            break
    assert seen(outcomes) == seen([whole.outcome])


def check_foretold(report: foretell.Report, outcome: foretell.Outcome) -> None:
    """No run escapes its report, and none that goes well was called wrong."""
    for tool, count in outcome.usage.calls_per_tool.items():
        assert tool in report.tools, tool
        high = report.tools[tool].high
        assert not isinstance(high, int) or count <= high
    if isinstance(outcome, foretell.Finished):
        assert [one for one in report.findings if one.blocks] == []
        assert all(
            one.low <= outcome.usage.calls_per_tool.get(tool, 0)
            for tool, one in report.tools.items()
        )


@generously(20)
@given(seeds)
def test_a_program_does_in_pieces_what_it_does_as_a_whole(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    text = Writer(chance.randrange).program()
    assume(_compiles(text))
    check_pieces(text, chance, ())


@generously(50)
@given(seeds)
def test_a_program_with_tools_does_in_pieces_what_it_does_as_a_whole(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - likewise
    text = WideWriter(chance.randrange).program()
    answers = tuple(chance.choice(ANSWERS) for _ in range(7))
    assume(_compiles(text))
    check_pieces(text, chance, answers)


def _compiles(text: str) -> bool:
    try:
        compile(text, NAME, "exec")
    except SyntaxError:
        return False
    return True
