"""A stop ends a run at once: no handler sees it, nothing of the script runs after it."""

from __future__ import annotations

import gc
import time
from typing import Any

import pytest

from foretell.interpreter import library
from foretell.interpreter.kernel import Runtime, Stop, enter_runtime
from foretell.interpreter.link import Program, link
from foretell.interpreter.tracebacks import format_traceback
from foretell_analyzer.ir import Module
from foretell_analyzer.lower import lower
from foretell_analyzer.parse import parse
from foretell_analyzer.resolve import resolve
from foretell_analyzer.source import Script


def make(text: str) -> Program:
    script = Script(text)
    tree: Any = parse(script)
    module = lower(script, tree)
    assert isinstance(module, Module)
    return link(module, resolve(module))


def stop(text: str, **limits: Any) -> tuple[Stop, str, str]:
    """Run until stopped; gives the stop, what was printed and the traceback."""
    settings: dict[str, Any] = {
        "steps": 10_000,
        "max_depth": 50,
        "item_limit": 100_000,
        "integer_bits": 100_000,
        "output_limit": 100_000,
        "deadline": time.monotonic() + 60,
    }
    runtime = Runtime(**{**settings, **limits})
    runtime.environment = dict(library.builtins_table())
    program = make(text)
    previous = enter_runtime(runtime)
    try:
        with pytest.raises(Stop) as caught:
            program.run(runtime)
        found = caught.value
        shown = format_traceback(found, program)
        del caught
        program.release(runtime)
        gc.collect()
    finally:
        enter_runtime(previous)
    return found, "".join(runtime.output), shown


ENDLESS = "while True:\n        n += 1"


@pytest.mark.parametrize(
    "text",
    [
        f"n = 0\ntry:\n    {ENDLESS}\nexcept BaseException:\n    print(1)\nfinally:\n    print(2)",
        f"n = 0\ntry:\n    {ENDLESS}\nexcept:\n    print(1)",
        f"n = 0\ntry:\n    {ENDLESS}\nexcept* Exception:\n    print(1)",
        (
            "class C:\n    def __enter__(self): pass\n    def __exit__(self, *a): print(a)\n"
            f"n = 0\nwith C():\n    {ENDLESS}"
        ),
        (
            "def g():\n    n = 0\n    try:\n        yield 1\n        while True: n += 1\n"
            "    finally:\n        print(2)\nfor x in g():\n    pass"
        ),
        (
            "def g():\n    try:\n        yield 1\n    finally:\n        print(2)\n"
            "x = g()\nnext(x)\nn = 0\nwhile True:\n    n += 1"
        ),
        (
            "def g():\n    try:\n        yield 1\n    finally:\n        print(2)\n"
            "def f():\n    x = g()\n    next(x)\n    return 'a' * 10**9\nf()"
        ),
        "def f():\n    try:\n        return f()\n    finally:\n        print(1)\nf()",
        "def k(x):\n    while True: pass\ntry:\n    sorted([1, 2], key=k)\nexcept:\n    print(1)",
    ],
)
def test_nothing_of_the_script_runs_after_a_stop(text: str) -> None:
    found, printed, _ = stop(text)
    assert found.limit in ("steps", "recursion", "size")
    assert printed == ""


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    x = g()\n    next(x)\n    too_much()\nf()",
        "def f(x):\n    next(x)\n    too_much()\nf(g())",
        "for x in g():\n    too_much()",
        "def f():\n    return [too_much() for x in g()]\nf()",
        "def h():\n    yield from g()\ndef f():\n    for x in h():\n        too_much()\nf()",
        "for x in map(lambda x: too_much(), g()):\n    pass",
        "for x in g():\n    'x' * 10**6",
        "import contextlib\nwith contextlib.contextmanager(g)():\n    too_much()",
    ],
)
def test_a_stop_closes_no_generator_of_the_script(text: str) -> None:
    """What holds them is left by the stop, where compiled code lets go of it at once."""
    head = (
        "def g():\n    try:\n        yield 1\n        yield 2\n    finally:\n        print('on')\n"
    )
    spend = "def too_much():\n    return 'x' * 10**6\n"
    found, printed, _ = stop(head + spend + text)
    assert (found.limit, printed) == ("size", "")


def test_a_stop_has_the_lines_of_the_script() -> None:
    found, _, shown = stop("def f(n):\n    while True:\n        n += 1\nf(0)\n")
    assert found.limit == "steps"
    assert shown == (
        "Traceback (most recent call last):\n"
        '  File "script.py", line 4, in <module>\n'
        "    f(0)\n"
        '  File "script.py", line 2, in f\n'
        "    while True:\n"
        "foretell.interpreter.stops.Stop: the budget of steps is used up\n"
    )


def test_the_deadline_is_seen_within_a_slice() -> None:
    found, _, _ = stop("while True:\n    pass\n", steps=10**12, deadline=time.monotonic() + 0.05)
    assert found.limit == "seconds"


def test_a_host_exception_that_is_being_handled_is_no_business_of_the_script() -> None:
    text = (
        "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    print(e.__context__)\n"
        "try:\n    raise\nexcept RuntimeError as e:\n    print(e, e.__context__)\n"
    )
    runtime = Runtime(
        steps=1_000,
        max_depth=50,
        item_limit=1_000,
        integer_bits=1_000,
        output_limit=1_000,
        deadline=time.monotonic() + 60,
    )
    runtime.environment = dict(library.builtins_table())
    previous = enter_runtime(runtime)
    try:
        dict[str, int]()["the host's own"]
    except LookupError:
        make(text).run(runtime)
    finally:
        enter_runtime(previous)
    assert "".join(runtime.output) == "None\nNo active exception to reraise None\n"


def test_depth_is_right_after_exceptions() -> None:
    text = (
        "def f(n):\n    if n: return f(n - 1)\n    raise ValueError\n"
        "for i in range(100):\n    try:\n        f(20)\n    except ValueError:\n        pass\n"
        "def g():\n    yield from g2()\n"
        "def g2():\n    yield f(10)\n"
        "for i in range(100):\n    try:\n        next(g())\n    except ValueError:\n        pass\n"
        "f(100)"
    )
    found, _, shown = stop(text, steps=10**6)
    assert found.limit == "recursion"
    assert "[Previous line repeated 47 more times]" in shown


@pytest.mark.parametrize("source", ["a*a*a*b", "(a+)+$", "(a|a)*b"])
@pytest.mark.parametrize("method", ["search", "match", "fullmatch"])
def test_a_pattern_that_was_little_work_on_short_texts_is_stopped_on_a_long_one(
    source: str, method: str
) -> None:
    text = (
        f"import re\nword = re.compile({source!r})\nfor n in (3, 3, 20_000):\n"
        f"    print(n, word.{method}('a' * n + 'c'))\n"
    )
    found, printed, shown = stop(text, steps=20_000)
    assert found.limit == "steps"
    assert printed.splitlines()[:2] == ["3 None"] * 2
    assert "line 4, in <module>" in shown
