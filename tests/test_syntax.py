"""What CPython's compiler refuses, so do we, in its words; what it accepts, so do we."""

from __future__ import annotations

import libcst
import pytest
from hypothesis import given

from foretell_analyzer import ir
from foretell_analyzer.lower import lower
from foretell_analyzer.parse import parse
from foretell_analyzer.resolve import resolve
from foretell_analyzer.screen import Problem
from foretell_analyzer.source import Script, Span
from foretell_analyzer.syntax import check_syntax
from tests import strategies
from tests.refusals import cpython_refusal, our_problems
from tests.syntax_cases import ACCEPTED, REFUSED

# Read by LibCST as later Pythons read it.
LATER_PYTHONS = (
    "f-string",
    "expected '('",
    "cannot mix bytes",
    "invalid decimal literal",
    "U+FEFF",
)


# What LibCST does not read although it is Python: a test below says what that is.
OURS_ALONE: tuple[list[str], ...] = (
    [],
    ["something else is expected here"],
    ["our parser cannot read this"],
)


def checked(text: str, **allowed: bool) -> list[tuple[str, str]]:
    """Each problem with the text it points at; the source must be one that LibCST reads."""
    script = Script(text)
    tree = parse(script)
    assert isinstance(tree, libcst.Module), tree
    module = lower(script, tree)
    assert isinstance(module, ir.Module), module
    problems = check_syntax(module, resolve(module), **allowed)
    assert all(problem.rule == "syntax-error" for problem in problems)
    return [(problem.message, script.snippet(problem.span)) for problem in problems]


def assert_same_verdict(text: str) -> None:
    problems = our_problems(text)
    if any(problem.rule != "syntax-error" for problem in problems):
        return  # beyond the limits of the screen
    refusal = cpython_refusal(text)
    if refusal is not None and any(word in refusal for word in LATER_PYTHONS):
        return
    if refusal is None:
        assert [one.message for one in problems] in OURS_ALONE
    else:
        assert problems, refusal


@given(strategies.scripts())
def test_a_script_that_is_almost_right_gets_the_verdict_of_cpython(text: str) -> None:
    assert_same_verdict(text)


@given(strategies.scripts(slips=20))
def test_a_script_with_slips_gets_the_verdict_of_cpython(text: str) -> None:
    assert_same_verdict(text)


@given(strategies.mutated_scripts())
def test_a_changed_script_gets_the_verdict_of_cpython(text: str) -> None:
    assert_same_verdict(text)


@given(strategies.token_soup)
def test_words_in_any_order_get_the_verdict_of_cpython(text: str) -> None:
    assert_same_verdict(text)


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:60])
def test_what_the_compiler_refuses_is_refused_in_its_words(text: str) -> None:
    assert checked(text) == [REFUSED[text]]
    if "+1" not in text:  # there, its grammar already says no
        assert cpython_refusal(text) == REFUSED[text][0]


@pytest.mark.parametrize("text", ACCEPTED, ids=lambda text: text[:60])
def test_what_the_compiler_accepts_is_accepted(text: str) -> None:
    assert cpython_refusal(text) is None
    assert checked(text) == []


HEADS = {
    "for a in b:": 1,
    "async for a in b:": 1,
    "while a:": 1,
    "with a:": 1,
    "with a, b as c:": 2,
    "try:\n{0}  pass\n{0}finally:": 1,
    "try:\n{0}  pass\n{0}except A:": 2,
    "try:\n{0}  pass\n{0}except* A:": 2,
    "try:\n{0}  pass\n{0}except A: pass\n{0}else:": 2,
    "if a:": 0,
    "match a:\n{0} case b:": 0,
}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("around", [18, 19, 20])
def test_blocks_nest_twenty_deep(head: str, around: int) -> None:
    lines = [" " * depth + "while a:\n" for depth in range(around)]
    pad = " " * around
    text = "".join(lines) + pad + head.format(pad) + "\n" + pad + "   pass\n"
    messages = [message for message, _ in checked(text)]
    is_refused = around + HEADS[head] > 20
    assert messages == ["too many statically nested blocks"] * is_refused
    assert cpython_refusal(text) == (messages[0] if messages else None)


@pytest.mark.parametrize(
    "tail", ["except A: pass", "finally: pass", "except A: pass\n{0}finally: pass"]
)
@pytest.mark.parametrize("around", [17, 18, 19, 20])
def test_the_body_of_a_try_is_one_or_two_blocks(tail: str, around: int) -> None:
    lines = [" " * depth + "while a:\n" for depth in range(around)]
    pad = " " * around
    text = "".join(lines) + f"{pad}try:\n{pad} pass\n{pad}" + tail.format(pad) + "\n"
    assert bool(checked(text)) == (cpython_refusal(text) is not None)


def test_a_function_begins_to_count_blocks_anew() -> None:
    lines = [" " * depth + "while a:\n" for depth in range(20)]
    text = "".join(lines) + " " * 20 + "def f():\n" + " " * 21 + "while b: pass\n"
    assert checked(text) == []
    assert cpython_refusal(text) is None


def test_the_host_says_what_the_top_level_may_do() -> None:
    for text in ("await a", "async for a in b: pass", "async with a: pass", "[await a for a in b]"):
        assert checked(text) == []
        assert len(checked(text, top_level_await=False)) == 1
        assert cpython_refusal(text, top_level_await=False) is not None
    assert checked("return 1", top_level_return=True) == []
    assert checked("if a: return", top_level_return=True) == []
    assert len(checked("class A: return 1", top_level_return=True)) == 1
    assert len(checked("try: a\nexcept* B: return", top_level_return=True)) == 1


def test_what_later_pythons_read_is_accepted() -> None:
    for text in (
        "def f[T: int, *Ts, **P](a: T) -> T: pass",
        "class A[T = int, *Ts = *tuple[int], **P = [int]](B[T]): pass",
        "type A[T] = list[T]",
        "type A = int",
        "f'{'a'}'",
        "f'{a[\"b\"]} {a['b']}'",
        "f\"{'\\n'.join(a)}\"",
        'f"{a:{b:{c}}}"',
        'f"{f"{a}"}"',
        "\ufeffa = 1",
    ):
        assert cpython_refusal(text) is not None
        assert checked(text) == []


def test_type_parameters_follow_the_rules_of_later_pythons() -> None:
    assert checked("def f[T, T](): pass") == [("duplicate type parameter 'T'", "T")]
    assert checked("class A[T = int, U]: pass") == [
        ("non-default type parameter 'U' follows default type parameter", "U")
    ]
    assert checked("type A = (b := 1)") == [
        ("'named expression' can not be used within a type alias", "b := 1")
    ]
    assert checked("def f[T: (yield)](): pass") == [
        ("'yield expression' can not be used within a TypeVar bound", "yield")
    ]
    assert checked("class A[T = (await b)]: pass") == [
        ("'await expression' can not be used within a TypeVar default", "await b")
    ]
    assert checked("class A[T](B, c=(yield)): pass") == [
        ("'yield expression' can not be used within the definition of a generic", "yield")
    ]


def test_what_only_libcst_refuses_is_told_as_such() -> None:
    for text in ("(a): int", "class A(b=1, *c): pass"):
        assert cpython_refusal(text) is None
        assert [one.message for one in our_problems(text)] == ["something else is expected here"]
    flufl = "from __future__ import barry_as_FLUFL"
    assert cpython_refusal(flufl) is None
    assert checked(flufl) == [("future feature barry_as_FLUFL is not defined", "barry_as_FLUFL")]


def test_a_line_end_behind_async_is_not_read() -> None:
    text = "[a async\n for a in b]"
    assert cpython_refusal(text) is None
    assert [one.message for one in our_problems(text)] == ["our parser cannot read this"]


def test_all_problems_are_told_in_the_order_of_the_source() -> None:
    assert checked("break\nreturn *a\ndef f(a, a): await b") == [
        ("'break' outside loop", "break"),
        ("'return' outside function", "return *a"),
        ("can't use starred expression here", "*a"),
        ("duplicate argument 'a' in function definition", "a"),
        ("'await' outside async function", "await b"),
    ]


def test_a_contradiction_is_told_from_each_side_that_the_script_can_mend() -> None:
    assert checked("def f():\n global a\n nonlocal a") == [
        ("name 'a' is nonlocal and global", "nonlocal a")
    ]
    assert checked("match a:\n case b | 1: c") == [
        ("alternative patterns bind different names", "b | 1"),
        ("name capture 'b' makes remaining patterns unreachable", "b"),
    ]


def test_a_problem_says_how_to_cure_it() -> None:
    assert our_problems("def f(): await a") == (
        Problem(
            "syntax-error",
            "'await' outside async function",
            Span(9, 16),
            "make the function around it `async def`",
        ),
    )


def test_targets_that_no_parser_gives_are_refused_too() -> None:
    """The IR can also be built by hand."""
    script = Script("a")
    tree = parse(script)
    assert isinstance(tree, libcst.Module)
    module = lower(script, tree)
    assert isinstance(module, ir.Module)
    one = ir.Constant(1, 1)
    statements = {
        "cannot assign to this expression": ir.Assign(0, (one,), one),
        "cannot delete this expression": ir.Delete(0, (one,)),
        "this expression is an illegal target for augmented assignment": ir.AugmentedAssign(
            0, one, ir.BinaryOperator.ADD, one
        ),
        "default 'except:' must be last": ir.Try(
            0,
            (),
            (ir.ExceptionHandler(1, None, None, ()), ir.ExceptionHandler(1, one, None, ())),
            (),
            (),
            is_group=False,
        ),
        "only single target (not tuple) can be annotated": ir.AnnotatedAssign(
            0, ir.Tuple(1, ()), one, None, is_simple=False
        ),
        "only single target (not list) can be annotated": ir.AnnotatedAssign(
            0, ir.List(1, ()), one, None, is_simple=False
        ),
    }
    for message, statement in statements.items():
        made = ir.Module(0, script, (statement,), 2, module.spans)
        assert [one.message for one in check_syntax(made, resolve(made))] == [message]
