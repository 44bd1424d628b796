"""Lowering: the IR has the structure of CPython's tree, at the same places."""

from __future__ import annotations

import ast
import inspect
import sysconfig
import warnings
from pathlib import Path

import libcst
import pytest
from hypothesis import given
from libcst.metadata import MetadataWrapper, PositionProvider

from foretell_analyzer import ir
from foretell_analyzer.lower import lower
from foretell_analyzer.lower.builder import Builder
from foretell_analyzer.lower.expressions import EXPRESSIONS
from foretell_analyzer.lower.patterns import PATTERNS
from foretell_analyzer.lower.places import _READINGS, places
from foretell_analyzer.lower.statements import STATEMENTS
from foretell_analyzer.parse import parse
from foretell_analyzer.screen import Problem
from foretell_analyzer.source import Script, Span
from tests import strategies
from tests.python_ast import expected, shape, spans_of, without_spans

LIBRARY = Path(sysconfig.get_path("stdlib"))
SOURCES = sorted(path for path in LIBRARY.glob("*.py") if 4_000 < path.stat().st_size < 9_000)[:30]


def lowered(text: str) -> ir.Module:
    tree = parse(Script(text))
    assert isinstance(tree, libcst.Module), tree
    module = lower(Script(text), tree)
    assert isinstance(module, ir.Module), module
    return module


def refused(text: str) -> tuple[str, str]:
    """The message and the text it points at."""
    script = Script(text)
    tree = parse(script)
    assert isinstance(tree, libcst.Module), tree
    problem = lower(script, tree)
    assert isinstance(problem, Problem), problem
    assert problem.rule == "syntax-error"
    return problem.message, script.snippet(problem.span)


def value_of(text: str) -> object:
    statement = lowered(text).body[0]
    assert isinstance(statement, ir.ExpressionStatement)
    assert isinstance(statement.value, ir.Constant)
    return statement.value.value


def snippets(text: str) -> list[tuple[str, str]]:
    """Kind and text of each node below the module."""
    module = lowered(text)
    nodes = list(ir.walk(module))[1:]
    return [(type(node).__name__, module.script.snippet(module.span(node))) for node in nodes]


def assert_same_as_cpython(text: str) -> None:
    script = Script(text)
    tree = parse(script)
    if isinstance(tree, Problem):
        return
    module = lower(script, tree)
    if isinstance(module, Problem):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            theirs = expected(script, ast.parse(text))
        except (SyntaxError, ValueError):
            return
    ours = shape(module)
    assert without_spans(ours) == without_spans(theirs)
    for kind, our, their in spans_of(ours, theirs):
        assert our == without_known_differences(kind, their, text), kind


def without_known_differences(kind: str, their: Span, text: str) -> Span:
    """Ours leave out the brackets of a call around a generator, and `;` behind the last statement."""
    start, end = their
    if kind == "GeneratorExpression" and _is_sole_argument(text, their):
        start, end = start + 1, end - 1
        inner = text[start:end]
        start += len(inner) - len(inner.lstrip(" \t\f\r\n\\"))
        end -= len(inner) - len(inner.rstrip(" \t\f\r\n\\"))
    elif text[end - 1] == ";":
        end = start + len(text[start:end].rstrip("; \t\f"))
    return Span(start, end)


def _is_sole_argument(text: str, span: Span) -> bool:
    """Whether the brackets are those of a call, which CPython counts to the generator."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(text)
    script = Script(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
            (argument,) = node.args
            same_end = (argument.end_lineno, argument.end_col_offset) == (
                node.end_lineno,
                node.end_col_offset,
            )
            line = script.line_starts[argument.lineno - 1]
            column = text[line:].encode()[: argument.col_offset].decode()
            if same_end and line + len(column) == span.start:
                return True
    return False


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_a_module_of_the_standard_library_lowers_to_what_cpython_reads(path: Path) -> None:
    assert_same_as_cpython(path.read_text(encoding="utf-8"))


@given(strategies.scripts())
def test_a_generated_script_lowers_to_what_cpython_reads(text: str) -> None:
    assert_same_as_cpython(text)


@given(strategies.mutated_scripts())
def test_a_changed_script_lowers_to_what_cpython_reads(text: str) -> None:
    assert_same_as_cpython(text)


def _outside(node: ir.Node) -> tuple[ir.Node | None, ...]:
    """As in CPython, decorators and defaults stand outside of what they belong to."""
    match node:
        case ir.FunctionDefinition() | ir.ClassDefinition():
            return node.decorators
        case ir.Parameter():
            return (node.default,)
        case _:
            return ()


@given(strategies.scripts())
def test_numbers_are_dense_and_a_part_lies_within_its_whole(text: str) -> None:
    tree = parse(Script(text))
    if isinstance(tree, Problem):
        return
    module = lower(Script(text), tree)
    if isinstance(module, Problem):
        return
    assert len(module.spans) == module.node_count
    numbers: set[int] = set()
    for node in ir.walk(module):
        assert node.index not in numbers
        numbers.add(node.index)
        outer = module.span(node)
        for child in ir.children(node):
            inner = module.span(child)
            is_inside = outer.start <= inner.start <= inner.end <= outer.end
            assert is_inside or child in _outside(node)
            assert child.index > node.index


@pytest.mark.parametrize("path", SOURCES[:10], ids=lambda path: path.stem)
def test_places_agree_with_the_position_provider(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    wrapper = MetadataWrapper(libcst.parse_module(text), unsafe_skip_copy=True)
    positions = wrapper.resolve(PositionProvider)
    builder = Builder(EXPRESSIONS, STATEMENTS, PATTERNS)
    builder.index(wrapper.module)
    builder.block(wrapper.module)
    script = Script(text)
    # It counts the space before a clause to the clause, the default to no parameter with an
    # annotation, the brackets of a tuple to no tuple, and says nothing of keys.
    apart = (libcst.Module, libcst.CompFor, libcst.Param, libcst.Tuple, libcst.GeneratorExp)
    for origin, span in zip(
        builder.origins, places(wrapper.module, builder.origins, text), strict=True
    ):
        if isinstance(origin, libcst.CSTNode) and not isinstance(origin, apart):
            place = positions[origin]
            start = script.line_starts[place.start.line - 1] + place.start.column
            end = script.line_starts[place.end.line - 1] + place.end.column
            assert script.snippet(span) == text[start:end].rstrip("\n"), type(origin)


def test_each_kind_of_syntax_node_can_be_placed() -> None:
    kinds = {
        kind
        for _, kind in inspect.getmembers(libcst, inspect.isclass)
        if issubclass(kind, libcst.CSTNode) and not inspect.isabstract(kind)
    }
    spaces = {
        "Comment", "EmptyLine", "Newline", "ParenthesizedWhitespace", "SimpleWhitespace",
        "TrailingWhitespace",
    }  # fmt: skip
    never = {"Module", "Semicolon", "LeftCurlyBrace", "RightCurlyBrace"}
    unread = {kind.__name__ for kind in kinds - set(_READINGS)}
    assert {name for name in unread if not name.startswith("Base")} == spaces | never


def test_space_that_the_parser_forgets_moves_nothing() -> None:
    assert snippets("\fa = 1") == [("Assign", "a = 1"), ("Name", "a"), ("Constant", "1")]
    assert snippets("\\\na")[0] == ("ExpressionStatement", "a")
    assert snippets("\ufeffa")[0] == ("ExpressionStatement", "a")
    assert [text for _, text in snippets("a\rb\r")] == ["a", "a", "b", "b"]
    assert snippets('f"{a! r:>3}" + b')[-1] == ("Name", "b")


def test_brackets_around_an_expression_are_not_part_of_it() -> None:
    assert snippets("((a))") == [("ExpressionStatement", "((a))"), ("Name", "a")]
    assert snippets("((a,))")[1] == ("Tuple", "(a,)")
    assert snippets("((a for b in c))")[1] == ("GeneratorExpression", "(a for b in c)")
    assert snippets("f(a for b in c)")[3] == ("GeneratorExpression", "a for b in c")


def test_brackets_around_strings_keys_and_patterns_are_not_part_of_them() -> None:
    assert snippets('((f"{a}"))')[1] == ("FormattedString", 'f"{a}"')
    assert snippets("((a[b]))")[1] == ("Subscript", "a[b]")
    text = "match a:\n case ({1: (_ as b)} | ({**c}) | ([*_]) | ((1, (2))) | (D())): pass\n"
    kinds = {kind for kind, _ in snippets(text) if kind.endswith("Pattern")}
    assert [(kind, part) for kind, part in snippets(text) if kind in kinds] == [
        ("AlternativesPattern", "{1: (_ as b)} | ({**c}) | ([*_]) | ((1, (2))) | (D())"),
        ("MappingPattern", "{1: (_ as b)}"),
        ("CapturePattern", "_ as b"),
        ("CapturePattern", "_"),
        ("MappingPattern", "{**c}"),
        ("SequencePattern", "[*_]"),
        ("StarPattern", "*_"),
        ("SequencePattern", "(1, (2))"),
        ("ValuePattern", "1"),
        ("ValuePattern", "2"),
        ("ClassPattern", "D()"),
    ]


def test_several_keys_are_a_tuple_without_the_square_brackets() -> None:
    assert snippets("a[b, c]")[3] == ("Tuple", "b, c")
    assert snippets("a[b,]")[3] == ("Tuple", "b,")
    assert snippets("a[*b]")[3:] == [("Tuple", "*b"), ("Starred", "*b"), ("Name", "b")]


def test_a_function_begins_behind_its_decorators() -> None:
    text = "@a\n@b\nasync def f(c: d = 1, *e): pass\n"
    assert snippets(text)[:3] == [
        ("FunctionDefinition", "async def f(c: d = 1, *e): pass"),
        ("Parameter", "c: d"),
        ("Name", "d"),
    ]


def test_the_parts_of_a_formatted_string_have_places() -> None:
    assert snippets('f"x {a + 1 !r:>{n}} y" f"{b=}"') == [
        ("ExpressionStatement", 'f"x {a + 1 !r:>{n}} y" f"{b=}"'),
        ("FormattedString", 'f"x {a + 1 !r:>{n}} y" f"{b=}"'),
        ("Constant", "x "),
        ("FormattedValue", "{a + 1 !r:>{n}}"),
        ("BinaryOperation", "a + 1"),
        ("Name", "a"),
        ("Constant", "1"),
        ("FormattedString", "{a + 1 !r:>{n}}"),
        ("Constant", ">"),
        ("FormattedValue", "{n}"),
        ("Name", "n"),
        ("Constant", " y"),
        ("FormattedValue", "{b=}"),
        ("Name", "b"),
    ]


def test_names_are_compared_as_python_does() -> None:
    first, second = lowered("ﬁ = 1\nfi").body
    assert isinstance(first, ir.Assign)
    assert isinstance(second, ir.ExpressionStatement)
    target = first.targets[0]
    assert isinstance(target, ir.Name)
    assert isinstance(second.value, ir.Name)
    assert target.identifier == second.value.identifier == "fi"


def test_only_names_and_attributes_of_a_class_are_private() -> None:
    text = "class _C:\n    from m import __a as __b\n    __c.__d(__e=1, **__f)\n    __g__ = __.h\n"
    nodes = list(ir.walk(lowered(text)))
    imported = [(node.name, node.alias) for node in nodes if isinstance(node, ir.ImportedName)]
    assert imported == [("_C__a", "_C__b")]
    names = [node.identifier for node in nodes if isinstance(node, ir.Name)]
    assert names == ["_C__c", "_C__f", "__g__", "__"]
    assert [node.name for node in nodes if isinstance(node, ir.Attribute)] == ["_C__d", "h"]
    assert [node.name for node in nodes if isinstance(node, ir.Keyword)] == ["__e", None]


@pytest.mark.parametrize(
    "text",
    [
        "0", "1_000", "0xfF", "0b10", "0o17", "1.", ".5e-3", "1_0.0_1", "2j", "1e400", "0_0", "1E5J",
        "''", "'a' 'b' \"c\"", r"'\n\t\\\'\"\a\b\f\v\r\0\101\x41\u0041\U00000041'", r"'\q\8'",
        "'\\\n'", "'''a\nb'''", "'''a\r\nb\rc'''", r"'\N{LATIN SMALL LETTER A}\N{BEL}'",
        r"r'\n\N{x}'", "u'é'", "b'a\\x00\\377\\q'", "rb'\\n'", "Rb'a' b'b'", "'\ud83d'.encode",
    ],
)  # fmt: skip
def test_a_literal_has_the_value_that_cpython_gives_it(text: str) -> None:
    if ".encode" in text:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert repr(value_of(text)) == repr(ast.literal_eval(text))


REFUSED = {
    "f(a=1, a=2)": ("keyword argument repeated: a", "a=2"),
    "f(ﬁ=1, fi=2)": ("keyword argument repeated: fi", "fi=2"),
    "class A(b=1, b=2): pass": ("keyword argument repeated: b", "b=2"),
    "try: a\nexcept b, c: d": ("multiple exception types must be parenthesized", "b, c"),
    "match a:\n case B(c=1, c=2): pass": ("attribute name repeated in class pattern: c", "c=2"),
    r"'\x1'": (r"the escape `\x` is incomplete", r"'\x1'"),
    r"b'\x1'": (r"the escape `\x` is incomplete", r"b'\x1'"),
    r"'\u123'": (r"the escape `\u` is incomplete", r"'\u123'"),
    r"'\U00110000'": (r"`\U00110000` is no character", r"'\U00110000'"),
    r"'\N{no such name}'": (
        "there is no character named `no such name`",
        r"'\N{no such name}'",
    ),
    r"'\N{LATIN SMALL LETTER A WITH MACRON AND GRAVE}'": (
        "there is no character named `LATIN SMALL LETTER A WITH MACRON AND GRAVE`",
        r"'\N{LATIN SMALL LETTER A WITH MACRON AND GRAVE}'",
    ),
    "b'é'": ("bytes can only contain ASCII literal characters", "b'é'"),
    "1" * 5000: ("an integer literal has too many digits", "1" * 5000),
    't"{a}"': ("template strings are not supported", 't"{a}"'),
    "{**a for a in b}": (
        "dict unpacking cannot be used in dict comprehension",
        "{**a for a in b}",
    ),
    "a; lazy import b": ("lazy imports are not supported", "lazy import b"),
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:30])
def test_what_only_libcst_reads_is_refused(text: str) -> None:
    assert refused(text) == REFUSED[text]


def test_long_chains_and_deep_nesting_lower() -> None:
    assert lowered(" + ".join("a" * 150)).node_count == 301
    assert lowered("a" + ".b" * 190).node_count == 193
    assert lowered("if a: b\n" + "elif a: b\n" * 200 + "else: c").node_count == 1 + 201 * 4 + 2
    assert lowered("[" * 60 + "]" * 60).node_count == 62
    assert lowered("not " * 190 + "a").node_count == 193


def test_spans_of_the_deepest_source_are_had_with_little_stack_left() -> None:
    blocks = "".join(" " * depth + "if a:\n" for depth in range(49))
    text = blocks + " " * 49 + "not " * 130 + "(" * 60 + "a" + ")" * 60

    def deep(frames: int) -> list[Span]:
        if frames:
            return deep(frames - 1)
        module = lowered(text)
        return [module.span(node) for node in ir.walk(module)]

    assert deep(700) == deep(0)
