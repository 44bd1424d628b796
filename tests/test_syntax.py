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


REFUSED = {
    "return": ("'return' outside function", "return"),
    "class A: return 1": ("'return' outside function", "return 1"),
    "yield": ("'yield' outside function", "yield"),
    "class A: a = yield from b": ("'yield' outside function", "yield from b"),
    "def f(a=(yield)): pass": ("'yield' outside function", "yield"),
    "def f(): [(yield a) for a in b]": ("'yield' inside list comprehension", "yield a"),
    "def f(): {(yield) for a in b}": ("'yield' inside set comprehension", "yield"),
    "def f(): {1: (yield) for a in b}": ("'yield' inside dict comprehension", "yield"),
    "def f(): ((yield) for a in b)": ("'yield' inside generator expression", "yield"),
    "async def f(): yield from a": ("'yield from' inside async function", "yield from a"),
    "async def f():\n yield\n return 1": ("'return' with value in async generator", "return 1"),
    "def f(): await a": ("'await' outside async function", "await a"),
    "lambda: await a": ("'await' outside async function", "await a"),
    "class A: await a": ("'await' outside function", "await a"),
    "def f():\n async for a in b: c": ("'async for' outside async function", "async for a in b: c"),
    "def f():\n async with a: b": ("'async with' outside async function", "async with a: b"),
    "def f(): [a async for a in b]": (
        "asynchronous comprehension outside of an asynchronous function",
        "[a async for a in b]",
    ),
    "class A: {await a for a in b}": (
        "asynchronous comprehension outside of an asynchronous function",
        "{await a for a in b}",
    ),
    "def f(): {1: [await a for a in b] for c in d}": (
        "asynchronous comprehension outside of an asynchronous function",
        "{1: [await a for a in b] for c in d}",
    ),
    "break": ("'break' outside loop", "break"),
    "continue": ("'continue' not properly in loop", "continue"),
    "for a in b: pass\nelse: break": ("'break' outside loop", "break"),
    "for a in b:\n def f(): continue": ("'continue' not properly in loop", "continue"),
    "while a:\n class B: break": ("'break' outside loop", "break"),
    "for a in b:\n try: c\n except* D: break": (
        "'break', 'continue' and 'return' cannot appear in an except* block",
        "break",
    ),
    "def f():\n try: a\n except* B:\n  for c in d: return": (
        "'break', 'continue' and 'return' cannot appear in an except* block",
        "return",
    ),
    "*a": ("can't use starred expression here", "*a"),
    "a = *b": ("can't use starred expression here", "*b"),
    "for a in *b: c": ("can't use starred expression here", "*b"),
    "def f(): return *a": ("can't use starred expression here", "*a"),
    "a[*b]: c": ("can't use starred expression here", "*b"),
    'f"{*a}"': ("f-string: cannot use starred expression here", "*a"),
    "[*a for a in b]": ("iterable unpacking cannot be used in comprehension", "*a"),
    "*a = b": ("starred assignment target must be in a list or tuple", "*a"),
    "for *a in b: c": ("starred assignment target must be in a list or tuple", "*a"),
    "with a as *b: c": ("starred assignment target must be in a list or tuple", "*b"),
    "*a, b, *c = d": ("multiple starred expressions in assignment", "*c"),
    "[a for *b, *c in d]": ("multiple starred expressions in assignment", "*c"),
    "a, " * 256 + "*b = c": ("too many expressions in star-unpacking assignment", "*b"),
    "def f(a, a): pass": ("duplicate argument 'a' in function definition", "a"),
    "lambda a, *a: 0": ("duplicate argument 'a' in function definition", "a"),
    "a = 1; global a": ("name 'a' is assigned to before global declaration", "global a"),
    "def f():\n print(a)\n global a": (
        "name 'a' is used prior to global declaration",
        "global a",
    ),
    "def f():\n super\n global __class__": (
        "name '__class__' is used prior to global declaration",
        "global __class__",
    ),
    "def f(a): global a": ("name 'a' is parameter and global", "global a"),
    "def f():\n a: int\n global a": ("annotated name 'a' can't be global", "global a"),
    "def f():\n global a\n a: int": ("annotated name 'a' can't be global", "a: int"),
    "def f():\n global a\n nonlocal a": ("name 'a' is nonlocal and global", "nonlocal a"),
    "nonlocal a": ("nonlocal declaration not allowed at module level", "nonlocal a"),
    "def f(): nonlocal a": ("no binding for nonlocal 'a' found", "nonlocal a"),
    "a = 1\nclass B: nonlocal a": ("no binding for nonlocal 'a' found", "nonlocal a"),
    "def f():\n global a\n def g(): nonlocal a": ("no binding for nonlocal 'a' found", "nonlocal a"),
    "def f(a):\n def g(a): nonlocal a": ("name 'a' is parameter and nonlocal", "nonlocal a"),
    "def f(): from a import *": ("import * only allowed at module level", "from a import *"),
    "a\nfrom __future__ import division": (
        "from __future__ imports must occur at the beginning of the file",
        "from __future__ import division",
    ),
    "from __future__ import time_travel": (
        "future feature time_travel is not defined",
        "time_travel",
    ),
    "from __future__ import braces": ("not a chance", "braces"),
    "__debug__ = 1": ("cannot assign to __debug__", "__debug__"),
    "a.__debug__ = 1": ("cannot assign to __debug__", "a.__debug__"),
    "del __debug__": ("cannot delete __debug__", "__debug__"),
    "f(__debug__=1)": ("cannot assign to __debug__", "__debug__=1"),
    "def f(__debug__): pass": ("cannot assign to __debug__", "__debug__"),
    "class A(__debug__=1): pass": ("cannot assign to __debug__", "__debug__=1"),
    "import __debug__": ("cannot assign to __debug__", "__debug__"),
    "from a import b as __debug__": ("cannot assign to __debug__", "b as __debug__"),
    "(__debug__ := 1)": ("cannot assign to __debug__", "__debug__"),
    "match a:\n case {**__debug__}: b": ("cannot assign to __debug__", "{**__debug__}"),
    "match a:\n case B(__debug__=1): c": ("cannot assign to __debug__", "B(__debug__=1)"),
    "[a := 1 for a in b]": (
        "assignment expression cannot rebind comprehension iteration variable 'a'",
        "a",
    ),
    "[[(a := 1) for b in c] for a in d]": (
        "assignment expression cannot rebind comprehension iteration variable 'a'",
        "a",
    ),
    "[1 for a in b if (c := a) for c in d]": (
        "comprehension inner loop cannot rebind assignment expression target 'c'",
        "c",
    ),
    "[1 for a[(b := 0)] in c]": (
        "comprehension inner loop cannot rebind assignment expression target 'b'",
        "b",
    ),
    "[1 for a in b if (c := a) for d[lambda e=c: 0] in f]": (
        "comprehension inner loop cannot rebind assignment expression target 'c'",
        "c",
    ),
    "[1 for a[lambda b=(c := 0): 0] in d]": (
        "comprehension inner loop cannot rebind assignment expression target 'c'",
        "c",
    ),
    "[1 for a[a, {(a := 0) for b in c}] in d]": (
        "assignment expression cannot rebind comprehension iteration variable 'a'",
        "a",
    ),
    "[a for a in (b := c)]": (
        "assignment expression cannot be used in a comprehension iterable expression",
        "b := c",
    ),
    "[a for a in (lambda: [b for b in (c := d)])]": (
        "assignment expression cannot be used in a comprehension iterable expression",
        "c := d",
    ),
    "class A: [(a := b) for b in c]": (
        "assignment expression within a comprehension cannot be used in a class body",
        "a := b",
    ),
    "from __future__ import annotations\ndef f(a: (b := 1)): pass": (
        "'named expression' can not be used within an annotation",
        "b := 1",
    ),
    "from __future__ import annotations\na: (await b) = c": (
        "'await expression' can not be used within an annotation",
        "await b",
    ),
    "from __future__ import annotations\ndef f() -> (yield): pass": (
        "'yield expression' can not be used within an annotation",
        "yield",
    ),
    "match a:\n case b: c\n case d: e": (
        "name capture 'b' makes remaining patterns unreachable",
        "b",
    ),
    "match a:\n case _: c\n case d: e": ("wildcard makes remaining patterns unreachable", "_"),
    "match a:\n case b | b: c": ("name capture 'b' makes remaining patterns unreachable", "b"),
    "match a:\n case (b as c) | [b, c]: d": (
        "name capture 'b' makes remaining patterns unreachable",
        "b",
    ),
    "match a:\n case [b] | [c]: d": ("alternative patterns bind different names", "[b] | [c]"),
    "match a:\n case b, b: c": ("multiple assignments to name 'b' in pattern", "b, b"),
    "match a:\n case [b, *b]: c": ("multiple assignments to name 'b' in pattern", "[b, *b]"),
    "match a:\n case {1: b, **b}: c": ("multiple assignments to name 'b' in pattern", "{1: b, **b}"),
    "match a:\n case [1 | 2, b] as b: c": (
        "multiple assignments to name 'b' in pattern",
        "[1 | 2, b] as b",
    ),
    "match a:\n case *b, *c: d": ("multiple starred names in sequence pattern", "*c"),
    "match a:\n case " + "_, " * 256 + "*b: c": (
        "too many expressions in star-unpacking sequence pattern",
        "*b",
    ),
    "match a:\n case {'b': c, 'b': d}: e": ("mapping pattern checks duplicate key ('b')", "'b'"),
    "match a:\n case {1: c, True: d}: e": ("mapping pattern checks duplicate key (True)", "True"),
    "match a:\n case {-1 + 2j: c, -1 + 2j: d}: e": (
        "mapping pattern checks duplicate key ((-1+2j))",
        "-1 + 2j",
    ),
    "match a:\n case {1 - 2j: c, 1 - 2j: d}: e": (
        "mapping pattern checks duplicate key ((1-2j))",
        "1 - 2j",
    ),
    "match a:\n case {f'b': c}: d": (
        "mapping pattern keys may only match literals and attribute lookups",
        "f'b'",
    ),
    "match a:\n case f'b': c": ("patterns may only match literals and attribute lookups", "f'b'"),
    "match a:\n case +1: b": ("patterns may only match literals and attribute lookups", "+1"),
    "[1 " + "async for a in b " * 21 + "]": (
        "too many statically nested blocks",
        "[1 " + "async for a in b " * 21 + "]",
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:60])
def test_what_the_compiler_refuses_is_refused_in_its_words(text: str) -> None:
    assert checked(text) == [REFUSED[text]]
    if "+1" not in text:  # there, its grammar already says no
        assert cpython_refusal(text) == REFUSED[text][0]


ACCEPTED = [
    "def f(): return *a, b",
    "def f(): yield *a, b",
    "for a in *b, c: pass",
    "a = *b, c",
    "a[*b] = c",
    "a[*b, c]: d = e",
    "*a, = [*b], {*c}, f(*d, **e)",
    "[*a, [b, *c]] = *(d, e), f = g",
    "def f(*a: *b): pass",
    "class A(*b, c=1, **d): pass",
    "lambda: (yield)",
    "await a",
    "[await a for a in b]",
    "[a async for a in b]",
    "async for a in b: await c",
    "async with a: pass",
    "def f(): return (a async for a in b)",
    "def f(): return (await a for a in b)",
    "def f(): return ([await a for a in b] for c in d)",
    "async def f(): return [[await a for a in b] for c in d]",
    "async def f():\n yield\n return",
    "async def f(): return lambda: (yield from a)",
    "def f(): [a for a in (yield)]",
    "def f():\n a: (await b) = c\n d.e: [f async for f in g] = (yield)",
    "async def f():\n a: (yield)\n b = 1",
    "class A:\n a: B\n [b for b in c]",
    "for a in b:\n try: break\n finally: continue",
    "for a in b:\n try: c\n except* D:\n  while e: break",
    "try: a\nexcept* B:\n def f(): return",
    "while a:\n for b in c: pass\n else: break",
    "import a\nglobal a",
    "def f():\n import a\n global a",
    "def f():\n global a\n global a, b\n a = b",
    "def f():\n try: pass\n except A: global b\n else: pass\n b = 1",
    "def f(a):\n def g():\n  nonlocal a\n  class B: nonlocal a",
    "def f(a):\n class B:\n  nonlocal a\n  a = 1",
    "class A:\n def f(self):\n  nonlocal __class__",
    "def f():\n for a.b in c:\n  global d\n d = 1",
    "'doc' 'more'\nfrom __future__ import annotations\nfrom __future__ import division",
    "from __future__ import annotations\ndef f(a: lambda: (yield)) -> [b for b in c]: pass",
    "from __future__ import annotations\na: [1 for *b in c]",
    "def f():\n a: [1 for *b in c]",
    "a.__debug__ += 1",
    "del a.__debug__",
    "print(__debug__, a.__debug__)",
    "import a.__debug__",
    "global __debug__",
    "[a := 1, b := 2]",
    "[(a := b) for b in c if (d := a)]",
    "class A: b = lambda: [(c := d) for d in e]",
    "class A: b = (c := 1)",
    "[1 for a[[(b := 0) for c in d]], b in e]",
    "def f(): return [(a := b) for b in c if (lambda b: (b := 1))]",
    "match a:\n case b if c: d\n case e: f",
    "match a:\n case [b, *_] | (b, 1) as c: d\n case 1 | _: e",
    "match a:\n case {'b': _, -1: _, 1.5: _, 2 - 1j: _, c.d: _, c.d: _, None: _}: e",
    "match a:\n case A(b, c=_, d=(e)): f",
    "match a:\n case [1, [*_], [*b]]: c",
    "match = case = type = _ = 1; match[case] = type(_)",
    "with (a as b, c as (d, [e])): pass",
    "del (a, [b.c, d[0]]), e",
    "a, " * 255 + "*b = c",
    "if 1:\n def __a(__b): return __c.__d",
    "print(*a, *b, c, d=1, *e, **f, g=2, **h)",
    "a = b = yield_ = (c, d) = e.f = g[0]",
    "@a.b[0](c)\n@lambda d: d\ndef f(): pass",
    "1if a else 2",
    "lambda a, /, b=1, *, c, d=2, **e: ...",
]


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
