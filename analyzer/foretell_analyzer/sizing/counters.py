"""Variables that a loop counts with: by how much each round changes them, and from where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..ir import (
    Assign,
    AugmentedAssign,
    BinaryOperation,
    BinaryOperator,
    Block,
    Break,
    ClassDefinition,
    Continue,
    Expression,
    For,
    FunctionDefinition,
    If,
    Match,
    Name,
    Node,
    Raise,
    Return,
    Statement,
    Try,
    While,
    With,
    children,
)
from ..sites import BindingSite, Variable
from .paths import value_at

if TYPE_CHECKING:
    from .measuring import Sizing

OwnLoop = For | While
Scope = OwnLoop | FunctionDefinition


class Step(NamedTuple):
    """A statement that changes a counter by at least so much, or by just that if it is exact."""

    statement: Statement
    by: int
    is_exact: bool
    is_product: bool = False


class Counter(NamedTuple):
    """A variable that only goes one way in a loop, with where else it gets values."""

    variable: Variable
    steps: tuple[Step, ...]
    others: tuple[BindingSite, ...]

    @property
    def rises(self) -> bool:
        """Does it only grow?"""
        return all(one.by > 0 for one in self.steps)

    @property
    def goes_by_one(self) -> bool:
        """Does it take each value in turn?"""
        return len(self.steps) == 1 and self.steps[0].is_exact and abs(self.steps[0].by) == 1

    @property
    def least(self) -> int:
        """What a step changes it by at least."""
        return min(abs(one.by) for one in self.steps)


def counter_of(sizing: Sizing, scope: Scope, node: Expression) -> Counter | None:
    """The counter that a name is in a loop or function; none if it may change in any other way."""
    met = sizing.facts.met
    variable = met.variable(node) if isinstance(node, Name) else None
    if variable is None or variable.slot < 0:
        return None
    inner: list[Step] = []
    ways: set[tuple[bool, bool]] = set()
    others: list[BindingSite] = []
    for site in met.bindings.get(variable, ()):
        is_near = met.function_around(site.node) is met.function_around(scope)
        if not is_near and not isinstance(scope, FunctionDefinition):
            return None
        step = _step(sizing, site, variable)
        if step is not None:
            ways.add((step.by > 0, step.is_product))
        if not any(above is scope for above in met.ancestors(site.node)):
            others += [] if step is not None else [site]
            continue
        if step is None or (isinstance(scope, (For, While)) and step.statement in scope.orelse):
            return None
        inner.append(step)
    return Counter(variable, tuple(inner), tuple(others)) if inner and len(ways) == 1 else None


def _step(sizing: Sizing, site: BindingSite, variable: Variable) -> Step | None:
    """`n += 1`, `n = n + 1`, also as a part of `i, j = i + 1, j + 1`; steps of 0 are none."""
    met = sizing.facts.met
    statement: Node | None = site.node
    while statement is not None and not isinstance(statement, Statement):
        statement = met.parents[statement.index]
    if isinstance(statement, AugmentedAssign):
        return _changed(sizing, statement, statement.operator, statement.value)
    value = value_at(site) if isinstance(statement, Assign) else None
    if statement is None or not isinstance(value, BinaryOperation):
        return None
    if met.variable(value.left) == variable:
        return _changed(sizing, statement, value.operator, value.right)
    if met.variable(value.right) == variable and value.operator is BinaryOperator.ADD:
        return _changed(sizing, statement, value.operator, value.left)
    return None


def _changed(
    sizing: Sizing, statement: Statement, operator: BinaryOperator, by: Expression
) -> Step | None:
    amount = sizing.amount(by)
    low = amount.low
    if low is None or not low.is_constant or not isinstance(low.constant, int):
        return None
    value = low.constant
    is_exact = amount.constant == value
    if operator is BinaryOperator.ADD and value > 0:
        return Step(statement, value, is_exact)
    if operator is BinaryOperator.SUBTRACT and value > 0:
        return Step(statement, -value, is_exact)
    if operator is BinaryOperator.MULTIPLY and value > 1:
        return Step(statement, value, is_exact, is_product=True)
    return None


def own_statements(loop: OwnLoop) -> Iterator[Statement]:
    """The statements in a loop's body, those in inner loops included, functions not."""
    stack: list[Node] = list(reversed(loop.body))
    while stack:
        one = stack.pop()
        if isinstance(one, Statement):
            yield one
        if not isinstance(one, (FunctionDefinition, ClassDefinition, Expression)):
            stack.extend(reversed(tuple(children(one))))


def always_passes(block: Block, is_passed: Callable[[Statement], bool]) -> bool:
    """Does every way through a block that does not leave the loop pass such a statement?"""
    return all(_through(block, is_passed))


def _through(block: Block, is_passed: Callable[[Statement], bool]) -> tuple[bool, bool]:
    """Is it passed on all ways to the end of a block, and on all ways to a `continue` in it?"""
    before_next = True
    for one in block:
        if isinstance(one, Continue):
            return True, False
        if is_passed(one) or isinstance(one, (Break, Return, Raise)):
            return True, before_next
        to_end, to_next = _inside(one, is_passed)
        before_next = before_next and to_next
        if to_end:
            return True, before_next
    return False, before_next


def _inside(one: Statement, is_passed: Callable[[Statement], bool]) -> tuple[bool, bool]:
    """The same of a statement made of others. What a loop or a manager does is not relied on."""
    match one:
        case If():
            arms = [_through(one.body, is_passed), _through(one.orelse, is_passed)]
            return all(arm[0] for arm in arms), all(arm[1] for arm in arms)
        case Try():
            ways = [_through(handler.body, is_passed) for handler in one.handlers]
            whole = _through(one.body + one.orelse, is_passed)
            final = _through(one.final, is_passed)
            to_next = whole[1] and final[1] and all(way[1] for way in ways)
            to_end = whole[0] and all(way[0] for way in ways)
            return (bool(one.final) and final[0]) or to_end, to_next
        case With():
            return False, _through(one.body, is_passed)[1]
        case Match():
            return False, all(_through(case.body, is_passed)[1] for case in one.cases)
        case _:
            return False, True
