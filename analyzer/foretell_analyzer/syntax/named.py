"""What comprehensions forbid to `:=`, checked where a script has it at all.

`[y := f(x) for x in xs]` binds `y` in the function around. So the compiler refuses what would have
no good meaning: a target that is an iteration variable, an iterable that assigns, a class body
around.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .. import ir
from .checker import COMPREHENSIONS, Checker, Comprehension, Frame, FrameKind

_PASSED_OVER: Final = COMPREHENSIONS | {FrameKind.LAZY, FrameKind.UNEVALUATED}
_IN_ITERABLE: Final = "assignment expression cannot be used in a comprehension iterable expression"
_IN_CLASS_BODY: Final = (
    "assignment expression within a comprehension cannot be used in a class body"
)
_INNER_LOOP: Final = "comprehension inner loop cannot rebind assignment expression target"
_ITERATION_VARIABLE: Final = "assignment expression cannot rebind comprehension iteration variable"


def check_named(checker: Checker) -> None:
    """Check each comprehension that was visited."""
    reported: set[int] = set()
    for node, frame in checker.comprehensions:
        _check_iterables(checker, node, reported)
        _check_variables(checker, node)
        parent = frame.parent
        assert parent is not None, "a comprehension is never outermost"
        if parent.kind not in COMPREHENSIONS and _holder(parent).kind is FrameKind.CLASS:
            _check_class_body(checker, node)


def _check_iterables(checker: Checker, node: Comprehension, reported: set[int]) -> None:
    for clause in node.clauses:
        for inner in ir.walk(clause.iterable):
            if isinstance(inner, ir.NamedExpression) and inner.index not in reported:
                reported.add(inner.index)
                checker.report(inner, _IN_ITERABLE, "assign before it")


def _check_variables(checker: Checker, node: Comprehension) -> None:
    """Go through the parts in the order in which the compiler does."""
    own: set[str] = set()
    variables: set[str] = set()
    for clause in node.clauses:
        _check_target(checker, clause.target, variables, own)
        for condition in clause.conditions:
            _check_part(checker, condition, variables, own)
    parts = (node.value, node.key) if isinstance(node, ir.DictComprehension) else (node.element,)
    for part in parts:
        _check_part(checker, part, variables, own)


def _check_target(
    checker: Checker, target: ir.Expression, variables: set[str], own: set[str]
) -> None:
    """All names in a target count as iteration variables, even those of an item's key.

    A target may be an item or attribute of something that assigns: order decides.
    """
    stack: list[ir.Node] = [target]
    while stack:
        node = stack.pop()
        if isinstance(node, ir.Name):
            if node.identifier in own:
                checker.report(node, f"{_INNER_LOOP} '{node.identifier}'")
            variables.add(node.identifier)
        elif isinstance(node, ir.NamedExpression):
            checker.report(node.target, f"{_INNER_LOOP} '{node.target.identifier}'")
            stack.append(node.value)
        elif isinstance(node, ir.Lambda):
            stack.extend(reversed(tuple(_defaults(node))))
        elif isinstance(node, Comprehension):
            for inner, _ in _named(node):
                if inner.target.identifier in variables:
                    message = f"{_ITERATION_VARIABLE} '{inner.target.identifier}'"
                    checker.report(inner.target, message)
            stack.append(node.clauses[0].iterable)
        else:
            stack.extend(reversed(tuple(ir.children(node))))


def _check_part(checker: Checker, part: ir.Expression, variables: set[str], own: set[str]) -> None:
    for inner, is_direct in _named(part):
        name = inner.target.identifier
        if name in variables:
            checker.report(inner.target, f"{_ITERATION_VARIABLE} '{name}'")
        elif is_direct:
            own.add(name)


def _check_class_body(checker: Checker, node: Comprehension) -> None:
    for part in ir.children(node):
        for inner, _ in _named(part):
            checker.report(inner, _IN_CLASS_BODY)


def _named(part: ir.Node) -> Iterator[tuple[ir.NamedExpression, bool]]:
    """The `:=` of an expression and of comprehensions in it, and whether it is none of the latter.

    Iterables are left out: there, any is refused.
    """
    stack = [(part, True)]
    while stack:
        node, is_direct = stack.pop()
        if isinstance(node, ir.Lambda):
            stack.extend((default, is_direct) for default in _defaults(node))
            continue
        if isinstance(node, ir.NamedExpression):
            yield node, is_direct
        if isinstance(node, ir.ComprehensionClause):
            stack.extend((condition, is_direct) for condition in node.conditions)
            continue
        is_direct = is_direct and not isinstance(node, Comprehension)
        stack.extend((child, is_direct) for child in ir.children(node))


def _defaults(node: ir.Lambda) -> Iterator[ir.Expression]:
    """What of a `lambda` is evaluated where it stands."""
    return (one.default for one in node.parameters if one.default is not None)


def _holder(frame: Frame) -> Frame:
    """The frame in which a comprehension that stands in `frame` binds by `:=`."""
    while frame.kind in _PASSED_OVER:
        assert frame.parent is not None, "these are never outermost"
        frame = frame.parent
    return frame
