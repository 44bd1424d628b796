"""What is known of a session covers what its snippets left, however they ended."""

from __future__ import annotations

import ast
import random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import foretell
from foretell_analyzer.analysis import read_module
from foretell_analyzer.ir import ExpressionStatement, Module, Name, Statement, make_sequel
from foretell_analyzer.source import Script
from tests.evaluation_oracle import evaluate_module, show
from tests.membership import Membership
from tests.session_oracle import broken, cut, session_differences
from tests.witness import TooLongError
from tests.written_programs import ProgramWriter

pytestmark = [  # scripts make coroutines, and some forget them
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:coroutine"),
]
seeds = st.integers(0, 2**40)  # drawing each choice would take longer than the runs
generously = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    deadline=None,
    max_examples=max(1, settings().max_examples // 5),  # each program is run many times
)
PLAIN = """\
def is_plain(value):
    if isinstance(value, (list, tuple)): return all(is_plain(one) for one in value)
    if isinstance(value, dict): return all(is_plain(one) for one in value.values())
    return value is None or isinstance(value, (bool, int, float, str))
"""


@generously
@given(seeds)
def test_the_last_snippet_does_nothing_that_its_evaluation_does_not_cover(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    text = ProgramWriter(chance.randrange).program()
    assume(_compiles(text))
    if chance.random() < 0.5:
        text = broken(text, chance.randrange)
    pieces = cut(text, chance.randrange)
    try:
        told = session_differences(pieces, is_known=chance.random() < 0.5)
    except TooLongError:
        told = []
    assert told == []


@generously
@given(seeds)
def test_what_a_stopped_snippet_left_is_among_what_it_may_have_left(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - likewise
    text = ProgramWriter(chance.randrange).program()
    assume(_compiles(text))
    needed = _session(10**6).run(text).outcome
    assume(needed is not None)
    assert needed is not None
    session = _session(chance.randrange(1, needed.usage.steps + 1))
    session.run(text)
    state = session.state
    names = sorted(name for name in session.names if not name.startswith("__"))
    assume(names)
    own = read_module(Script("\n".join(names)), state.next_index)
    assert isinstance(own, Module)
    found = evaluate_module(make_sequel(state.snippets, own))
    assume(found.ev.seen.is_complete)
    told: list[str] = []
    for name, thing in _values(session, names):
        read = next(one for one in own.body if _name(one) == name)
        assert isinstance(read, ExpressionStatement)
        value = found.ev.seen.value(read.value)
        members = Membership(found.ev, found.ev.store.cells, {})
        if value is None or not members.contains(value, thing):
            shown = "nothing" if value is None else show(found.ev, value)
            told.append(f"{name} is {thing!r}, not {shown}")
    assert told == []


def _session(steps: int) -> foretell.GateSession:
    budget = foretell.Budget(steps=steps, seconds=None)
    catalog = foretell.ToolCatalog({})
    return foretell.Gate(catalog, foretell.Policy.permissive(), {}, budget).session()


def _values(session: foretell.GateSession, names: list[str]) -> list[tuple[str, object]]:
    """What names mean to a session, as far as it is plain data; each of them has a value."""
    workspace = session._workspace
    pairs = ", ".join(f"({name!r}, {name})" for name in names)
    text = f"{PLAIN}[(name, value) for name, value in [{pairs}] if is_plain(value)]"
    report, decision = session.check(text)
    grant = decision.grant
    run = workspace.begin(report, grant, {}, foretell.Budget(steps=10**6, seconds=None))
    outcome = run.run(None)
    assert isinstance(outcome, foretell.Finished), outcome.error
    found: list[tuple[str, object]] = outcome.value
    return found


def _name(statement: Statement) -> str:
    if isinstance(statement, ExpressionStatement) and isinstance(statement.value, Name):
        return statement.value.identifier
    return ""


def _compiles(text: str) -> bool:
    try:
        ast.parse(text)
        compile(text, "script.py", "exec")
    except SyntaxError:
        return False
    return True
