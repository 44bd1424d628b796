"""The screen: what would kill or stall a parser is refused, what a person would write is not."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretell_analyzer.screen import Limits, Problem, screen
from foretell_analyzer.source import Script, Span
from tests import strategies

LIBRARY = Path(sysconfig.get_path("stdlib"))
DEEP = "nesting-too-deep"
LONG = "chain-too-long"
LARGE = "source-too-large"
UNREADABLE = "unreadable-text"

# What each of these means to a parser: it overflows the native stack, or takes minutes.
HOSTILE = {
    "round brackets": ("(" * 3_000 + ")" * 3_000, DEEP),
    "square brackets": ("[" * 3_000 + "]" * 3_000, DEEP),
    "curly brackets": ("{" * 3_000 + "}" * 3_000, DEEP),
    "brackets that are never closed": ("([{" * 30_000, DEEP),
    "brackets that were never opened": (")]}" * 30_000, None),
    "brackets on lines of their own": ("(\n" * 500 + ")\n" * 500, DEEP),
    "subscripts in subscripts": ("a[" * 500 + "0" + "]" * 500, DEEP),
    "unary minuses": ("-" * 20_000 + "1", LONG),
    "not not": ("not " * 20_000 + "a", LONG),
    "not and brackets": (("not " * 100 + "(") * 60 + "a" + ")" * 60, LONG),
    "lambdas": ("lambda:" * 5_000 + "0", LONG),
    "lambdas in defaults": ("lambda a=" * 500 + "0" + ":0" * 500, LONG),
    "awaits": ("await " * 5_000 + "a", LONG),
    "attributes": ("a" + ".b" * 20_000, LONG),
    "attributes on lines of their own": ("(a" + "\n.b" * 15_000 + ")", LONG),
    "calls": ("a" + "()" * 20_000, LONG),
    "calls of calls": ("f(" * 500 + ")" * 500, DEEP),
    "keys": ("a" + "[0]" * 20_000, LONG),
    "sums": ("+".join("1" * 3_000), LONG),
    "powers": ("**".join("1" * 3_000), LONG),
    "comparisons": ("<".join("a" * 3_000), LONG),
    "memberships": (" in ".join("a" * 3_000), LONG),
    "conditions": ("a if b else " * 3_000 + "c", LONG),
    "ands and ors": ("a and b or " * 3_000 + "c", LONG),
    "clauses": ("[a " + "for a in b " * 3_000 + "]", LONG),
    "yields": ("yield " * 5_000, LONG),
    "continued lines": ("a + \\\n" * 3_000 + "a", LONG),
    "adjacent strings": ("'a' " * 3_000, LONG),
    "adjacent strings on lines": ("('a'\n" + "'b'\n" * 3_000 + ")", LONG),
    "adjacent f-strings": ("f'{a}' " * 3_000, LONG),
    "elifs": ("if a: b\n" + "elif a: b\n" * 3_000, LONG),
    "elifs in a block": ("if c:\n if a: b\n" + " elif a: b\n" * 3_000, LONG),
    "blocks": ("".join(" " * depth + "if a:\n" for depth in range(1_000)) + " " * 1_000 + "b", DEEP),
    "functions": ("".join("\t" * depth + "def f():\n" for depth in range(95)) + "\t" * 95 + "a", DEEP),
    "f-strings in f-strings": ('f"{' * 3_000 + "a" + '}"' * 3_000, DEEP),
    "brackets in an f-string": ("f'{" + "(" * 3_000 + "a" + ")" * 3_000 + "}'", DEEP),
    "fields in an f-string": ("f'{a:" + "{a:" * 3_000 + "}" * 3_000 + "}'", DEEP),
    "minuses in an f-string": ("f'{" + "-" * 20_000 + "a}'", DEEP),
    "a pattern in patterns": ("match a:\n case " + "[{1: " * 9 + "_" + "}]" * 9 + ": 0", DEEP),
    "patterns on a continued line": (
        "match a:\r case 1 | \\\r" + "b({1: " * 9 + "_" + "})" * 9 + ": 0",
        DEEP,
    ),
    "tuples to delete": ("del " + "(" * 40 + "a" + ",)" * 40, DEEP),
    "tuples to delete behind a colon": ("if a: del " + "(" * 40 + "a" + ",)" * 40, DEEP),
    "many deep brackets": (("(" * 60 + ")" * 60 + "\n") * 2_000, DEEP),
    "many bytes": ("a = 1\n" * 100_000, LARGE),
    "many wide characters": ("'" + "é" * 300_000 + "'", LARGE),
    "many tokens": ("[" + "a," * 110_000 + "]", LARGE),
    "many signs": (":" * 200_001, LARGE),
    "many lines": ("\n" * 20_000, LARGE),
    "many lines that end in CR": ("\r" * 20_000, LARGE),
    "a null character": ("a = '\x00'", UNREADABLE),
    "half a surrogate pair": ("a = '\ud800'", UNREADABLE),
    "a string that never ends": ("'" * 100_001, LONG),
    "triple quotes that never end": ("'''" + "a\\" * 100_000, None),
    "one long line of names": ("a," * 10_000, None),
    "one long comment": ("#" * 500_000, None),
    "a long name": ("a" * 500_000, None),
    "a long number": ("1" * 500_000, None),
    "spaces": (" " * 500_000, None),
    "backslashes": ("\\" * 500_000, LARGE),
    "continued lines with nothing": ("\\\n" * 19_000, None),
    "quotes and backslashes": ("'\\" * 100_000, None),
    "form feeds": ("\f" * 500_000, None),
    "operators": ("=" * 100_000, LONG),
    "colons": (":" * 100_000, None),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_source_gets_one_finding(name: str) -> None:
    text, rule = HOSTILE[name]
    problem = screen(Script(text))
    assert (None if problem is None else problem.rule) == rule


ALIVE = """
    import sys
    from foretell_analyzer.parse import parse
    from foretell_analyzer.source import Script
    from tests.test_screen import HOSTILE
    sys.setrecursionlimit(1000)
    for text, _ in HOSTILE.values():
        parse(Script(text))
    print("alive")
"""


def test_no_hostile_source_kills_the_process_that_parses_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(ALIVE)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parent.parent,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "alive\n", "")


HARMLESS = {
    "nothing": "",
    "an end of line": "\n",
    "only ends of lines": "\n\r\n\r" * 100,
    "only space": "  \t",
    "no end of line": "a = 1",
    "a byte order mark": "\ufeffa = 1\n",
    "form feeds": "\fa = 1\n\f\nb = 2\n",
    "tabs": "if a:\n\tb\n\tif c:\n\t\td\n",
    "ends of lines of three kinds": "a\rb\r\nc\n",
    "long data": "a = [\n"
    + "    {'a': 1, 'b': [1, 2, 3], 'c': -1.5, 'd': f(x)},\n" * 3_000
    + "]\n",
    "a long text": "a = '''" + "word ()[]{} + - . if else\n" * 5_000 + "'''\n",
    "many statements": "a.b(c)[d] = -e if f else not g\n" * 10_000,
    "many ifs, each with some elifs": "if a: b\nelif c: d\nelse: e\n" * 5_000,
    "many ifs in a block": "if a:\n" + "    if a: b\n    elif c: d\n" * 5_000,
    "a sum of strings": "a = " + " + ".join(["'text'"] * 199),
    "strings side by side": "a = (" + "'text'\n" * 200 + ")",
    "brackets in strings": "a = '((((' " * 100 + "\n",
    "an f-string with many fields": "f'" + "{a.b[0]!r:>{c}} " * 2_000 + "'",
    "doubled braces": "f'" + "{{" * 5_000 + "}}" * 5_000 + "'",
    "patterns": "match a:\n" + " case {'b': [C(d=1), *_], **e} if (f): g\n" * 500,
    "comments": "# ((((((((\n" * 10_000,
    "relative imports": "from ...... import a\n" * 100,
}


@pytest.mark.parametrize("name", HARMLESS)
def test_an_ordinary_source_passes(name: str) -> None:
    assert screen(Script(HARMLESS[name])) is None


MODULES = sorted(path for path in LIBRARY.glob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_of_the_standard_library_passes(path: Path) -> None:
    assert screen(Script(path.read_text(encoding="utf-8"))) is None


def test_tables_of_strings_are_the_only_modules_of_the_library_that_do_not_pass() -> None:
    codecs = LIBRARY / "encodings"
    refused = {
        path.name: problem.rule
        for path in sorted(codecs.glob("*.py"))
        if (problem := screen(Script(path.read_text(encoding="utf-8")))) is not None
    }
    assert set(refused.values()) == {LONG}
    assert all("decoding_table = (" in (codecs / name).read_text("utf-8") for name in refused)


@given(strategies.scripts(slips=20))
def test_a_generated_script_passes_unless_it_nests(text: str) -> None:
    problem = screen(Script(text))
    assert problem is None or problem.rule in (DEEP, LONG)


@given(st.one_of(strategies.any_text, strategies.token_soup, strategies.mutated_scripts()))
def test_no_text_at_all_raises(text: str) -> None:
    problem = screen(Script(text))
    assert problem is None or 0 <= problem.span.start <= problem.span.end <= len(text)


def test_a_limit_is_the_most_that_passes() -> None:
    limits = Limits(bytes=20, lines=3, brackets=2, indentation=1, chain=2)
    assert screen(Script("a" * 20), limits) is None
    assert screen(Script("a" * 21), limits) == Problem(
        LARGE, "the source has 21 bytes; at most 20 are read", Span(0, 21), "split the script"
    )
    assert screen(Script("\n\n"), limits) is None
    assert screen(Script("\n\n\n"), limits) == Problem(
        LARGE, "the source has 4 lines; at most 3 are read", Span(0, 3), "split the script"
    )
    assert screen(Script("(())"), limits) is None
    assert screen(Script("((()))"), limits) == Problem(
        DEEP, "brackets are nested more than 2 deep", Span(2, 3), "use variables"
    )
    assert screen(Script("if a:\n b\nc"), limits) is None
    assert screen(Script("if a:\n if b:\n  c"), limits) == Problem(
        DEEP, "blocks are nested more than 1 deep", Span(15, 16), "use functions"
    )
    assert screen(Script("a + b + c"), limits) is None
    assert screen(Script("a + b + c + d"), limits) == Problem(
        LONG,
        "an expression is a chain of more than 2 operations",
        Span(10, 11),
        "use a loop or variables",
    )
    assert screen(Script("a.b(c.d)"), limits) == Problem(
        LONG,
        "an expression is a chain of more than 2 operations",
        Span(5, 6),
        "use a loop or variables",
    )


def test_the_place_of_a_character_that_cannot_be_read_is_told() -> None:
    assert screen(Script("a = '\x00'")) == Problem(
        UNREADABLE, "the source contains a null character", Span(5, 6), "remove it"
    )
    assert screen(Script("a = '\udfff'")) == Problem(
        UNREADABLE, "the source contains half a surrogate pair", Span(5, 6), "remove it"
    )
