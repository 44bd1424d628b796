"""Patterns of `case`: the names that each binds, and what would match everything too early."""

from __future__ import annotations

from typing import Final

from .. import ir
from .checker import Checker
from .targets import BEFORE_STAR

_LITERALS_ONLY: Final = "patterns may only match literals and attribute lookups"
_KEYS_ONLY: Final = "mapping pattern keys may only match literals and attribute lookups"


def check_pattern(checker: Checker, pattern: ir.Pattern, *, may_match_all: bool) -> None:
    """Check a pattern. `may_match_all`: no later case would be hidden by it."""
    order: list[ir.Pattern] = []
    stack = [(pattern, may_match_all)]
    while stack:
        node, is_last = stack.pop()
        order.append(node)
        _check_alone(checker, node, may_match_all=is_last)
        if isinstance(node, ir.AlternativesPattern):
            last = node.patterns[-1]
            stack.extend((one, is_last and one is last) for one in node.patterns)
        elif isinstance(node, ir.CapturePattern):
            if node.pattern is not None:
                stack.append((node.pattern, is_last))
        else:
            stack.extend((one, True) for one in _parts(node))
    names: dict[int, frozenset[str]] = {}
    for node in reversed(order):  # parts before wholes
        names[node.index] = _names(checker, node, names)


def _parts(node: ir.Pattern) -> tuple[ir.Pattern, ...]:
    if isinstance(node, (ir.SequencePattern, ir.MappingPattern)):
        return node.patterns
    if isinstance(node, ir.ClassPattern):
        return (*node.patterns, *node.keyword_patterns)
    return ()


def _check_alone(checker: Checker, node: ir.Pattern, *, may_match_all: bool) -> None:
    match node:
        case ir.CapturePattern(pattern=None, name=name) if not may_match_all:
            what = "wildcard" if name is None else f"name capture '{name}'"
            message = f"{what} makes remaining patterns unreachable"
            checker.report(node, message, "put it last")
        case ir.ValuePattern(value=value):
            if not _is_literal(value) and not isinstance(value, ir.Attribute):
                checker.report(node, _LITERALS_ONLY)
        case ir.SequencePattern(patterns=patterns):
            stars = [at for at, one in enumerate(patterns) if isinstance(one, ir.StarPattern)]
            if len(stars) > 1:
                checker.report(patterns[stars[1]], "multiple starred names in sequence pattern")
            elif stars and stars[0] > BEFORE_STAR:
                message = "too many expressions in star-unpacking sequence pattern"
                checker.report(patterns[stars[0]], message)
        case ir.MappingPattern():
            _check_keys(checker, node)
        case ir.ClassPattern(keyword_names=keywords):
            for name in keywords:
                checker.bind(name, node)
        case _:
            pass


def _is_literal(node: ir.Expression) -> bool:
    """A constant, `-1`, or a complex number such as `1 - 2j`."""
    if isinstance(node, ir.BinaryOperation):
        return (
            node.operator in (ir.BinaryOperator.ADD, ir.BinaryOperator.SUBTRACT)
            and _is_signed(node.left, (int, float))
            and isinstance(node.right, ir.Constant)
            and isinstance(node.right.value, complex)
        )
    return isinstance(node, ir.Constant) or _is_signed(node, (int, float, complex))


def _is_signed(node: ir.Expression, kinds: tuple[type, ...]) -> bool:
    if isinstance(node, ir.UnaryOperation) and node.operator is ir.UnaryOperator.NEGATE:
        node = node.operand
    return (
        isinstance(node, ir.Constant)
        and isinstance(node.value, kinds)
        and not isinstance(node.value, bool)
    )


def _value(node: ir.Expression) -> object:
    """The value of a literal."""
    if isinstance(node, ir.UnaryOperation):
        operand = _value(node.operand)
        assert isinstance(operand, (int, float, complex))
        return -operand
    if isinstance(node, ir.BinaryOperation):
        left, right = _value(node.left), _value(node.right)
        assert isinstance(left, (int, float))
        assert isinstance(right, complex)
        return left + right if node.operator is ir.BinaryOperator.ADD else left - right
    assert isinstance(node, ir.Constant)
    return node.value


def _check_keys(checker: Checker, node: ir.MappingPattern) -> None:
    seen: set[object] = set()
    for key in node.keys:
        if isinstance(key, ir.Attribute):
            continue
        if not _is_literal(key):
            checker.report(key, _KEYS_ONLY)
            continue
        value = _value(key)
        if value in seen:
            checker.report(key, f"mapping pattern checks duplicate key ({value!r})")
        seen.add(value)


def _names(checker: Checker, node: ir.Pattern, inner: dict[int, frozenset[str]]) -> frozenset[str]:
    """The names that a pattern binds; all alternatives bind the same, all else each name once."""
    if isinstance(node, ir.AlternativesPattern):
        first = inner[node.patterns[0].index]
        if any(inner[one.index] != first for one in node.patterns):
            message = "alternative patterns bind different names"
            checker.report(node, message, "bind the same names in each alternative")
        return first.union(*(inner[one.index] for one in node.patterns))
    names: list[str] = []
    parts: tuple[ir.Pattern, ...]
    if isinstance(node, ir.CapturePattern):
        parts = () if node.pattern is None else (node.pattern,)
        own = node.name
    else:
        parts = _parts(node)
        own = None
        if isinstance(node, ir.StarPattern):
            own = node.name
        elif isinstance(node, ir.MappingPattern):
            own = node.rest
    for part in parts:
        names.extend(sorted(inner[part.index]))
    if own is not None:
        checker.bind(own, node)
        names.append(own)
    for place, name in enumerate(names):
        if name in names[:place]:
            checker.report(node, f"multiple assignments to name '{name}' in pattern")
    return frozenset(names)
