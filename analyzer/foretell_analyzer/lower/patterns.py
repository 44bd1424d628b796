"""Patterns of `case`: one function for each kind of LibCST's, and the table of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import libcst as cst

from .. import ir
from .builder import Builder, NotLowered, Table, normal

_SINGLETONS: Final[Mapping[str, bool | None]] = {"None": None, "True": True, "False": False}


def value(builder: Builder, node: cst.MatchValue) -> ir.ValuePattern:
    """`1`, `"a"`, `Color.RED`."""
    return ir.ValuePattern(builder.index(node), builder.expression(node.value))


def singleton(builder: Builder, node: cst.MatchSingleton) -> ir.SingletonPattern:
    """`None`, `True`, `False`."""
    return ir.SingletonPattern(builder.index(node), _SINGLETONS[node.value.value])


def sequence(builder: Builder, node: cst.MatchList | cst.MatchTuple) -> ir.SequencePattern:
    """`[a, *b]`, `(a, b)`, `a, b`."""
    index = builder.index(node)
    patterns: list[ir.Pattern] = []
    for one in node.patterns:
        if isinstance(one, cst.MatchStar):
            bound = None if one.name is None else builder.mangle(one.name.value)
            patterns.append(ir.StarPattern(builder.index(one), bound))
        else:
            patterns.append(builder.pattern(one.value))
    return ir.SequencePattern(index, tuple(patterns))


def mapping(builder: Builder, node: cst.MatchMapping) -> ir.MappingPattern:
    """`{"a": b, **rest}`."""
    index = builder.index(node)
    keys: list[ir.Expression] = []
    patterns: list[ir.Pattern] = []
    for one in node.elements:
        keys.append(builder.expression(one.key))
        patterns.append(builder.pattern(one.pattern))
    rest = None if node.rest is None else builder.mangle(node.rest.value)
    return ir.MappingPattern(index, tuple(keys), tuple(patterns), rest)


def instance(builder: Builder, node: cst.MatchClass) -> ir.ClassPattern:
    """`Point(a, y=b)`."""
    index = builder.index(node)
    cls = builder.expression(node.cls)
    patterns = tuple(builder.pattern(one.value) for one in node.patterns)
    names: list[str] = []
    keyword_patterns: list[ir.Pattern] = []
    for one in node.kwds:
        name = normal(one.key.value)  # Python mangles no attribute here
        if name in names:
            raise NotLowered(one, f"attribute name repeated in class pattern: {name}")
        names.append(name)
        keyword_patterns.append(builder.pattern(one.pattern))
    return ir.ClassPattern(index, cls, patterns, tuple(names), tuple(keyword_patterns))


def capture(builder: Builder, node: cst.MatchAs) -> ir.CapturePattern:
    """`a`, `_`, `pattern as a`."""
    index = builder.index(node)
    pattern = None if node.pattern is None else builder.pattern(node.pattern)
    bound = None if node.name is None else builder.mangle(node.name.value)
    return ir.CapturePattern(index, pattern, bound)


def alternatives(builder: Builder, node: cst.MatchOr) -> ir.AlternativesPattern:
    """`a | b`."""
    index = builder.index(node)
    patterns = tuple(builder.pattern(one.pattern) for one in node.patterns)
    return ir.AlternativesPattern(index, patterns)


PATTERNS: Final = Table(
    {
        cst.MatchValue: value,
        cst.MatchSingleton: singleton,
        cst.MatchList: sequence,
        cst.MatchTuple: sequence,
        cst.MatchMapping: mapping,
        cst.MatchClass: instance,
        cst.MatchAs: capture,
        cst.MatchOr: alternatives,
    }
)
