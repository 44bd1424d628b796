"""Evaluation covers what really happens: calls, values, what is reached, what must fail."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from foretell_analyzer import ir
from foretell_analyzer.analysis import read_module
from foretell_analyzer.evaluate import CASES
from foretell_analyzer.evaluate.evaluator import EXPRESSIONS, STATEMENTS
from foretell_analyzer.evaluate.iteration import LAZY
from foretell_analyzer.evaluate.library.registry import CALLABLE_KINDS, LAZY_CALLS
from foretell_analyzer.evaluate.observations import Detail
from foretell_analyzer.source import Script
from foretell_analyzer.values.value import Value
from tests import running
from tests.alike import PROGRAMS, read_programs
from tests.evaluation_oracle import differences, evaluate_text
from tests.library_calls import scripts
from tests.witness import TooLongError
from tests.written_exceptions import ExceptionWriter
from tests.written_programs import ProgramWriter

pytestmark = [  # scripts make coroutines, and some forget them
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:coroutine"),
]
WRITTEN = [
    pytest.param(text, id=f"{path.stem}: {title}")
    for path in sorted([*PROGRAMS.glob("*.txt"), *(PROGRAMS / "evaluation").glob("*.txt")])
    for title, text in read_programs(path)
]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_program_does_nothing_that_its_evaluation_does_not_cover(text: str) -> None:
    assert differences(text) == []


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(st.integers(0, 2**40))  # a seed: drawing each choice would take longer than the run
def test_a_generated_program_does_nothing_that_its_evaluation_does_not_cover(seed: int) -> None:
    text = ProgramWriter(random.Random(seed).randrange).program()  # noqa: S311 - not for secrets
    assume(_compiles(text))
    try:
        told = differences(text)
    except TooLongError:
        told = []
    assert told == []


@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    deadline=None,
    max_examples=max(1, settings().max_examples // 10),  # long programs
)
@given(st.integers(0, 2**40))
def test_a_program_of_the_interpreters_tests_does_nothing_else_either(seed: int) -> None:
    text = running.Writer(random.Random(seed).randrange).program()  # noqa: S311 - likewise
    assume(_compiles(text))
    try:
        told = differences(text)
    except TooLongError:
        told = []
    assert told == []


@settings(
    suppress_health_check=[HealthCheck.too_slow],
    deadline=None,
    max_examples=max(1, settings().max_examples // 10),  # long programs, too
)
@given(st.integers(0, 2**40))
def test_exceptions_reach_no_other_handlers_than_evaluation_says(seed: int) -> None:
    text = ExceptionWriter(random.Random(seed).randrange).program()  # noqa: S311 - likewise
    try:
        told = differences(text)
    except TooLongError:
        told = []
    assert told == []


def _compiles(text: str) -> bool:
    try:
        compile(text, "script.py", "exec")
    except SyntaxError:
        return False
    return True


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in scripts()])
def test_a_call_of_the_library_gives_what_is_said_of_it(text: str) -> None:
    assert differences(text) == []


# ------------------------------------------------------------------------- the oracle itself


@pytest.mark.parametrize(
    ("text", "broken", "told"),
    [
        ("def f(): pass\nf()", "edges", "call: "),
        ("x = 1\nx = 2", "value", "end: x is int 2"),
        ("if len([1]):\n    x = 1", "executed", "line 2 is executed"),
        ("x = [1]\ny = x[0]", "problem", "must: index-out-of-range"),
    ],
)
def test_the_oracle_tells_of_what_is_not_covered(
    text: str, broken: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each kind of observation is spoilt in turn: what is checked is really checked."""
    import tests.evaluation_oracle as oracle

    def spoilt(script: str, tools: str = "") -> oracle.Evaluated:
        found = evaluate_text(script, tools)
        seen = found.ev.seen
        if broken == "edges":
            seen.edges.clear()
        elif broken == "executed":
            seen.executed[:] = bytes(len(seen.executed))
        elif broken == "value":
            frame = found.ev.stack[0].frame
            found.cells[frame.base] = Value()
        else:
            subscript = next(
                one for one in oracle.expressions(found.module) if isinstance(one, ir.Subscript)
            )
            seen.note("index-out-of-range", subscript, 0, 2, Detail())
        return found

    monkeypatch.setattr(oracle, "evaluate_text", spoilt)
    assert any(one.startswith(told) for one in oracle.differences(text))


# ------------------------------------------------------------------------------ completeness


def _kinds(base: type) -> set[str]:
    """The names of all kinds of nodes below a class, whether or not the package tells of them."""
    found: set[str] = set()
    pending: list[type] = list(base.__subclasses__())
    while pending:
        kind = pending.pop()
        below: list[type] = kind.__subclasses__()
        pending += below
        if not below:
            found.add(kind.__name__)
    return found


def test_every_kind_of_expression_and_statement_has_a_case() -> None:
    assert CASES
    assert _kinds(ir.Expression) == {one.__name__ for one in EXPRESSIONS} >= {"Call", "Await"}
    assert _kinds(ir.Statement) == {one.__name__ for one in STATEMENTS} >= {"Try", "Match"}


def test_every_kind_of_expression_and_statement_is_met_in_a_program() -> None:
    missing = _kinds(ir.Expression) | _kinds(ir.Statement)
    missing.remove("TypeAlias")  # CPython 3.11, which runs the programs, does not know it
    for program in WRITTEN:
        if not missing:
            break
        (text,) = program.values
        module = read_module(Script(str(text)))
        if isinstance(module, ir.Module):
            missing -= {type(one).__name__ for one in ir.walk(module)}
    assert missing == set()


MADE_BY_CLASSES = frozenset(
    {"property", "staticmethod", "classmethod", "functools.cached_property", "dataclasses.field",
     "enum.nonmember"}
)  # fmt: skip
"""Kinds that only a class looks at, when it is asked for an attribute."""
ENTERED = frozenset(
    {"contextlib.suppress", "contextlib.nullcontext", "contextlib.closing", "contextlib.ExitStack",
     "contextlib.AsyncExitStack", "asyncio.timeout"}
)  # fmt: skip
"""Kinds that `with` enters."""


def test_every_kind_of_lazy_object_can_be_used() -> None:
    made = {one for one in LAZY if one} | CALLABLE_KINDS | MADE_BY_CLASSES | ENTERED
    assert set(LAZY_CALLS) <= CALLABLE_KINDS
    for name in sorted(_lazy_kinds()):
        assert name in made, f"nothing can be done with what {name} makes"


def _lazy_kinds() -> set[str]:
    """The functions whose model is to make a lazy object."""
    from foretell_analyzer.evaluate.library.functional import make_lazy
    from foretell_analyzer.evaluate.library.registry import MODELS

    return {name for name, model in MODELS.items() if model is make_lazy}
