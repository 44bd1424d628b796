"""CPython's own syntax tree beside ours: the same structure, at the same places.

`expected` turns an `ast` tree into plain nested values, `shape` does the same with the IR; equal
values are the same structure. `spans_of` pairs the places of both.
"""

# ruff: noqa: N802 - methods are named after the kinds of nodes that they convert

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from enum import Enum
from typing import Any, Final
from unicodedata import normalize

from foretell_analyzer import ir
from foretell_analyzer.source import Script, Span

Shape = Any
"""A node is a list: its kind, its span or nothing, then its fields."""

_NO_FIELDS: Final = {"index", "script", "node_count", "spans"}


def shape(module: ir.Module) -> Shape:
    """The IR as nested values, with spans."""

    def value(item: object) -> Shape:
        if isinstance(item, ir.Node):
            names = [one.name for one in fields(item) if one.name not in _NO_FIELDS]
            parts = [value(getattr(item, name)) for name in names]
            return [type(item).__name__, module.span(item), *parts]
        if isinstance(item, tuple):
            return [value(one) for one in item]
        if isinstance(item, Enum):
            return item.value
        return ("constant", type(item).__name__, repr(item))

    return value(module)


def without_spans(item: Shape) -> Shape:
    """The same nested values with no place in them."""
    if isinstance(item, list):
        return [None if isinstance(one, Span) else without_spans(one) for one in item]
    return item


def spans_of(ours: Shape, theirs: Shape) -> Iterator[tuple[str, Span, Span]]:
    """Kind and both spans of each node that CPython gives a place; f-strings are left out."""
    if isinstance(ours, list):
        if len(ours) > 1 and isinstance(ours[1], Span) and isinstance(theirs[1], Span):
            yield ours[0], ours[1], theirs[1]
            if ours[0] == "FormattedString":
                return
        for one, other in zip(ours, theirs, strict=True):
            yield from spans_of(one, other)


def expected(script: Script, tree: ast.Module) -> Shape:
    """What the IR of a script has to be, according to CPython."""
    return _Converter(script).module(tree)


_BINARY: Final = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.MatMult: "@", ast.Div: "/", ast.Mod: "%",
    ast.Pow: "**", ast.LShift: "<<", ast.RShift: ">>", ast.BitOr: "|", ast.BitXor: "^",
    ast.BitAnd: "&", ast.FloorDiv: "//", ast.And: "and", ast.Or: "or", ast.USub: "-",
    ast.UAdd: "+", ast.Invert: "~", ast.Not: "not", ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<",
    ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is", ast.IsNot: "is not", ast.In: "in",
    ast.NotIn: "not in",
}  # fmt: skip


def _constant(value: object) -> Shape:
    return ("constant", type(value).__name__, repr(value))


class _Converter:
    """One function for each kind of `ast` node whose shape is not simply its fields."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.classes: list[str] = []

    def mangle(self, name: str | None) -> Shape:
        if name is None:
            return _constant(None)
        name = normalize("NFKC", name)
        owner = self.classes[-1].lstrip("_") if self.classes else ""
        if owner and name.startswith("__") and not name.endswith("__") and "." not in name:
            name = f"_{owner}{name}"
        return _constant(name)

    def span(self, node: ast.AST) -> Span | None:
        if not isinstance(
            node,
            (ast.expr, ast.stmt, ast.pattern, ast.arg, ast.keyword, ast.alias, ast.excepthandler),
        ):
            return None
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return Span(
            self._offset(node.lineno, node.col_offset),
            self._offset(node.end_lineno, node.end_col_offset),
        )

    def _offset(self, line: int, column: int) -> int:
        start = self.script.line_starts[line - 1]
        text = self.script.text[start : start + column + 1].encode()
        return start + len(text[:column].decode())

    def module(self, tree: ast.Module) -> Shape:
        return ["Module", None, self.many(tree.body)]

    def many(self, nodes: list[Any]) -> Shape:
        return [self.node(node) for node in nodes]

    def maybe(self, node: ast.AST | None) -> Shape:
        return _constant(None) if node is None else self.node(node)

    def node(self, node: ast.AST) -> Shape:
        make = getattr(self, f"_{type(node).__name__}")
        name, *parts = make(node)
        return [name, self.span(node), *parts]

    def _Expr(self, node: ast.Expr) -> Shape:
        return "ExpressionStatement", self.node(node.value)

    def _Assign(self, node: ast.Assign) -> Shape:
        return "Assign", self.many(node.targets), self.node(node.value)

    def _AugAssign(self, node: ast.AugAssign) -> Shape:
        operator = _BINARY[type(node.op)]
        return "AugmentedAssign", self.node(node.target), operator, self.node(node.value)

    def _AnnAssign(self, node: ast.AnnAssign) -> Shape:
        return (
            "AnnotatedAssign",
            self.node(node.target),
            self.node(node.annotation),
            self.maybe(node.value),
            _constant(bool(node.simple)),
        )

    def _Return(self, node: ast.Return) -> Shape:
        return "Return", self.maybe(node.value)

    def _Delete(self, node: ast.Delete) -> Shape:
        return "Delete", self.many(node.targets)

    def _word(self, node: ast.Pass | ast.Break | ast.Continue) -> Shape:
        return (type(node).__name__,)

    _Pass = _Break = _Continue = _word

    def _Raise(self, node: ast.Raise) -> Shape:
        return "Raise", self.maybe(node.exc), self.maybe(node.cause)

    def _Assert(self, node: ast.Assert) -> Shape:
        return "Assert", self.node(node.test), self.maybe(node.msg)

    def _Global(self, node: ast.Global | ast.Nonlocal) -> Shape:
        return type(node).__name__, [self.mangle(name) for name in node.names]

    _Nonlocal = _Global

    def _alias(self, node: ast.alias) -> Shape:
        return "ImportedName", self.mangle(node.name), self.mangle(node.asname)

    def _Import(self, node: ast.Import) -> Shape:
        return "Import", self.many(node.names)

    def _ImportFrom(self, node: ast.ImportFrom) -> Shape:
        module = None if node.module is None else normalize("NFKC", node.module)
        return "ImportFrom", _constant(module), self.many(node.names), _constant(node.level)

    def _If(self, node: ast.If | ast.While) -> Shape:
        parts = self.node(node.test), self.many(node.body), self.many(node.orelse)
        return type(node).__name__, *parts

    _While = _If

    def _For(self, node: ast.For | ast.AsyncFor) -> Shape:
        return (
            "For",
            self.node(node.target),
            self.node(node.iter),
            self.many(node.body),
            self.many(node.orelse),
            _constant(isinstance(node, ast.AsyncFor)),
        )

    _AsyncFor = _For

    def _withitem(self, node: ast.withitem) -> Shape:
        return "WithItem", self.node(node.context_expr), self.maybe(node.optional_vars)

    def _With(self, node: ast.With | ast.AsyncWith) -> Shape:
        is_async = _constant(isinstance(node, ast.AsyncWith))
        return "With", self.many(node.items), self.many(node.body), is_async

    _AsyncWith = _With

    def _ExceptHandler(self, node: ast.ExceptHandler) -> Shape:
        return (
            "ExceptionHandler",
            self.maybe(node.type),
            self.mangle(node.name),
            self.many(node.body),
        )

    def _Try(self, node: ast.Try | ast.TryStar) -> Shape:
        return (
            "Try",
            self.many(node.body),
            self.many(node.handlers),
            self.many(node.orelse),
            self.many(node.finalbody),
            _constant(isinstance(node, ast.TryStar)),
        )

    _TryStar = _Try

    def _parameters(self, node: ast.arguments) -> Shape:
        result: list[Shape] = []

        def add(one: ast.arg, kind: str, default: ast.expr | None = None) -> None:
            parts = (self.mangle(one.arg), kind, self.maybe(one.annotation), self.maybe(default))
            result.append(["Parameter", self.span(one), *parts])

        positional = [*node.posonlyargs, *node.args]
        defaults = [None] * (len(positional) - len(node.defaults)) + list(node.defaults)
        for place, (one, default) in enumerate(zip(positional, defaults, strict=True)):
            is_only = place < len(node.posonlyargs)
            add(one, "positional only" if is_only else "positional or keyword", default)
        if node.vararg is not None:
            add(node.vararg, "*")
        for one, default in zip(node.kwonlyargs, node.kw_defaults, strict=True):
            add(one, "keyword only", default)
        if node.kwarg is not None:
            add(node.kwarg, "**")
        return result

    def _FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Shape:
        return (
            "FunctionDefinition",
            self.mangle(node.name),
            self._parameters(node.args),
            self.many(node.body),
            self.many(node.decorator_list),
            self.maybe(node.returns),
            [],
            _constant(isinstance(node, ast.AsyncFunctionDef)),
        )

    _AsyncFunctionDef = _FunctionDef

    def _ClassDef(self, node: ast.ClassDef) -> Shape:
        name = self.mangle(node.name)
        bases, keywords = self.many(node.bases), self.many(node.keywords)
        decorators = self.many(node.decorator_list)
        self.classes.append(normalize("NFKC", node.name))
        body = self.many(node.body)
        self.classes.pop()
        return "ClassDefinition", name, bases, keywords, body, decorators, []

    def _match_case(self, node: ast.match_case) -> Shape:
        return "MatchCase", self.node(node.pattern), self.maybe(node.guard), self.many(node.body)

    def _Match(self, node: ast.Match) -> Shape:
        return "Match", self.node(node.subject), self.many(node.cases)

    def _MatchValue(self, node: ast.MatchValue) -> Shape:
        return "ValuePattern", self.node(node.value)

    def _MatchSingleton(self, node: ast.MatchSingleton) -> Shape:
        return "SingletonPattern", _constant(node.value)

    def _MatchSequence(self, node: ast.MatchSequence | ast.MatchOr) -> Shape:
        kind = "AlternativesPattern" if isinstance(node, ast.MatchOr) else "SequencePattern"
        return kind, self.many(node.patterns)

    _MatchOr = _MatchSequence

    def _MatchStar(self, node: ast.MatchStar) -> Shape:
        return "StarPattern", self.mangle(node.name)

    def _MatchMapping(self, node: ast.MatchMapping) -> Shape:
        keys, patterns = self.many(node.keys), self.many(node.patterns)
        return "MappingPattern", keys, patterns, self.mangle(node.rest)

    def _MatchClass(self, node: ast.MatchClass) -> Shape:
        return (
            "ClassPattern",
            self.node(node.cls),
            self.many(node.patterns),
            [_constant(normalize("NFKC", name)) for name in node.kwd_attrs],
            self.many(node.kwd_patterns),
        )

    def _MatchAs(self, node: ast.MatchAs) -> Shape:
        return "CapturePattern", self.maybe(node.pattern), self.mangle(node.name)

    def _Constant(self, node: ast.Constant) -> Shape:
        return "Constant", _constant(node.value)

    def _Name(self, node: ast.Name) -> Shape:
        return "Name", self.mangle(node.id)

    def _Attribute(self, node: ast.Attribute) -> Shape:
        return "Attribute", self.node(node.value), self.mangle(node.attr)

    def _Slice(self, node: ast.Slice) -> Shape:
        return "Slice", self.maybe(node.lower), self.maybe(node.upper), self.maybe(node.step)

    def _Subscript(self, node: ast.Subscript) -> Shape:
        return "Subscript", self.node(node.value), self.node(node.slice)

    def _Starred(self, node: ast.Starred | ast.Await) -> Shape:
        return type(node).__name__, self.node(node.value)

    _Await = _Starred

    def _keyword(self, node: ast.keyword) -> Shape:
        name = None if node.arg is None else normalize("NFKC", node.arg)
        return "Keyword", _constant(name), self.node(node.value)

    def _Call(self, node: ast.Call) -> Shape:
        return "Call", self.node(node.func), self.many(node.args), self.many(node.keywords)

    def _List(self, node: ast.List | ast.Tuple | ast.Set) -> Shape:
        return type(node).__name__, self.many(node.elts)

    _Tuple = _Set = _List

    def _Dict(self, node: ast.Dict) -> Shape:
        items = [
            ["DictItem", None, self.maybe(key), self.node(value)]
            for key, value in zip(node.keys, node.values, strict=True)
        ]
        return "Dict", items

    def _comprehension(self, node: ast.comprehension) -> Shape:
        return (
            "ComprehensionClause",
            self.node(node.target),
            self.node(node.iter),
            self.many(node.ifs),
            _constant(bool(node.is_async)),
        )

    def _ListComp(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Shape:
        kind = type(node).__name__.replace("Comp", "Comprehension").replace("Exp", "Expression")
        return kind, self.node(node.elt), self.many(node.generators)

    _SetComp = _GeneratorExp = _ListComp

    def _DictComp(self, node: ast.DictComp) -> Shape:
        key, value = self.node(node.key), self.node(node.value)
        return "DictComprehension", key, value, self.many(node.generators)

    def _BinOp(self, node: ast.BinOp) -> Shape:
        operator = _BINARY[type(node.op)]
        return "BinaryOperation", self.node(node.left), operator, self.node(node.right)

    def _UnaryOp(self, node: ast.UnaryOp) -> Shape:
        operator = _BINARY[type(node.op)]
        return "UnaryOperation", operator, self.node(node.operand)

    def _BoolOp(self, node: ast.BoolOp) -> Shape:
        operator = _BINARY[type(node.op)]
        return "BooleanOperation", operator, self.many(node.values)

    def _Compare(self, node: ast.Compare) -> Shape:
        operators = [_BINARY[type(one)] for one in node.ops]
        return "Compare", self.node(node.left), operators, self.many(node.comparators)

    def _IfExp(self, node: ast.IfExp) -> Shape:
        return "Conditional", self.node(node.test), self.node(node.body), self.node(node.orelse)

    def _NamedExpr(self, node: ast.NamedExpr) -> Shape:
        return "NamedExpression", self.node(node.target), self.node(node.value)

    def _Yield(self, node: ast.Yield | ast.YieldFrom) -> Shape:
        return type(node).__name__, self.maybe(node.value)

    _YieldFrom = _Yield

    def _Lambda(self, node: ast.Lambda) -> Shape:
        return "Lambda", self._parameters(node.args), self.node(node.body)

    def _FormattedValue(self, node: ast.FormattedValue) -> Shape:
        conversion = "" if node.conversion < 0 else chr(node.conversion)
        specification = self.maybe(node.format_spec)
        return "FormattedValue", self.node(node.value), _constant(conversion), specification

    def _JoinedStr(self, node: ast.JoinedStr) -> Shape:
        return "FormattedString", self.many(node.values)
