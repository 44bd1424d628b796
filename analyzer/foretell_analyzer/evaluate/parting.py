"""Ways that are kept apart: where an earlier choice decides a later test, each way is followed alone.

A statement leaves by two ways (the arms of an `if`, of a conditional expression that is assigned,
the end of a loop and its `break`, or no round of it and some). Behind it both are one state: after `found = True; break` a test
of `found` may come out either way. So the statement and the rest of its block are evaluated once
more, each way by itself, for nothing but their effects: `Apart` has them beside those of the joined
evaluation. All else that is observed then is a part of what the joined evaluation observes as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..effects import Effect
from ..ir import (
    Assert,
    Assign,
    Attribute,
    Block,
    BooleanOperation,
    Break,
    Call,
    Compare,
    Comparison,
    Conditional,
    Expression,
    For,
    If,
    Name,
    NamedExpression,
    Node,
    Statement,
    UnaryOperation,
    While,
    walk,
)
from ..values.collections import DictObject, ListObject, SetObject
from ..values.objects import Object
from ..values.shapes import Constant, Reference
from ..values.value import Value
from .deciding import decide, parted
from .evaluator import PARTED, STATEMENTS, Evaluator
from .names import assign_to, variable_location
from .narrowing import assume

MOST_AT_ONCE: Final = 2
"""How deep ways that are kept apart lie in one another; each level doubles the work."""
MOST_PARTINGS: Final = 60
"""How often a script is parted."""
LONGEST_REST: Final = 12
"""Statements behind one that are followed on each way."""

_INSIDE: Final = (Comparison.IN, Comparison.NOT_IN)

Truths = tuple[bool | None, ...]


def execute_parted(ev: Evaluator, block: Block, position: int) -> tuple[Effect, int] | None:
    """Evaluate a statement; where that says more, once more with some statements behind it.

    Then the effects of all these, with their ways kept apart, are given, and how many they are
    beside the statement. They are still to be evaluated together.
    """
    statement = block[position]
    names, rest = _of_interest(ev, block, position)
    if not names:
        STATEMENTS[type(statement)](ev, statement)
        return None
    mark = ev.branch()
    before = ev.store.steering
    begun = len(ev.effects)
    STATEMENTS[type(statement)](ev, statement)
    if not ev.goes_on() or not any(one.calls for one in ev.effects[begun:]):
        return None
    state = (ev.store.steering, ev.jumps, ev.returns, ev.raises)
    done = ev.store.delta(mark)
    ev.store.rollback(mark)
    ev.store.steering = before
    found = _parted(ev, statement, rest, sorted(names))
    ev.meet([done])
    ev.store.steering, ev.jumps, ev.returns, ev.raises = state
    return None if found is None else (found, len(rest))


def _of_interest(ev: Evaluator, block: Block, position: int) -> tuple[frozenset[str], Block]:
    """The variables of which a statement decides and that are tested behind it, up to the last test."""
    if ev.partings_open >= MOST_AT_ONCE or ev.partings >= MOST_PARTINGS:
        return frozenset(), ()
    if ev.is_thrifty or ev.is_assumed:
        return frozenset(), ()
    known = ev.parted_by.get(block[position].index)
    if known is None:
        decided = frozenset(_decided_by(block[position]))
        rest = block[position + 1 : position + 1 + LONGEST_REST] if decided else ()
        tested = [_tested_in(one) for one in rest]
        while tested and decided.isdisjoint(tested[-1]):
            tested.pop()
        names = decided & frozenset([name for one in tested for name in one])
        known = ev.parted_by[block[position].index] = (names, rest[: len(tested)])
    return known


def _parted(ev: Evaluator, statement: Statement, rest: Block, names: list[str]) -> Effect | None:
    """The effects of a statement and the rest, from the present state, in which all is left."""
    ev.partings += 1
    ev.partings_open += 1
    mark = ev.branch()
    around = ev.begin()
    way = _loop if isinstance(statement, (For, While)) else _choice
    is_worth_it = way(ev, statement, rest, names)
    found = ev.end_here(around)
    ev.store.rollback(mark)
    ev.reachable = True
    ev.partings_open -= 1
    return found if is_worth_it else None


def _choice(ev: Evaluator, statement: Statement, rest: Block, names: list[str]) -> bool:
    """An `if`, or an assignment of a conditional expression."""
    node = statement.value if isinstance(statement, Assign) else statement
    assert isinstance(node, (If, Conditional))
    _, truth, test = decide(ev, node.test)
    if truth is not None or not ev.goes_on():
        return False
    arms: list[Effect] = []
    found: list[Truths] = []
    for holds, arm in ((True, node.body), (False, node.orelse)):
        mark = ev.branch()
        around = ev.begin()
        assume(ev, node.test, holds=holds)
        if ev.goes_on():
            _arm(ev, statement, arm)
        if ev.goes_on():
            found.append(_truths(ev, names))
            ev.execute(rest)
        arms.append(ev.end_here(around))
        ev.store.rollback(mark)
        ev.reachable = True
    ev.record(parted(node, test, *arms))
    return len(found) == 2 and found[0] != found[1]


def _arm(ev: Evaluator, statement: Statement, arm: Block | Expression) -> None:
    if isinstance(arm, tuple):
        ev.execute(arm)
        return
    assert isinstance(statement, Assign)
    value = ev.evaluate(arm)
    for target in statement.targets:
        if ev.goes_on():
            assign_to(ev, target, value, statement.value)


def _loop(ev: Evaluator, loop: Statement, rest: Block, names: list[str]) -> bool:
    """A loop: the rest is evaluated where it ends, and where a `break` leaves it.

    Of a loop without `break`: where it had no round, and where it had some.
    """
    found: list[Truths] = []
    before = ev.store.steering

    def follow() -> None:
        if ev.goes_on():
            found.append(_truths(ev, names))
            steered, ev.store.steering = ev.store.steering, before
            ev.execute(rest)
            ev.store.steering = steered

    ev.behind_loop[loop.index] = follow
    STATEMENTS[type(loop)](ev, loop)
    is_followed = ev.behind_loop.pop(loop.index, None) is None
    ev.reachable = True  # what is recorded tells where it ends
    return is_followed and len(found) == 2 and found[0] != found[1]


# ------------------------------------------------------------------------------ what decides what


def _decided_by(statement: Statement) -> set[str]:
    """The variables of which a statement with two ways out, both of them of interest, may decide."""
    match statement:
        case If():
            if not any(isinstance(one, Call) for one in walk(statement)):
                return set()
            return set(_bound_in(statement)) | set(_asked(statement.test))
        case Assign(value=Conditional()):
            return set(_bound_in(statement))
        case For():
            return set(_bound_in(statement))
        case While() if any(isinstance(one, Break) for one in walk(statement)):
            return set(_bound_in(statement))
        case _:
            return set()


def _bound_in(statement: Node) -> Iterator[str]:
    """The variables that are assigned, or asked to do something."""
    for one in walk(statement):
        if isinstance(one, Call) and isinstance(one.callee, Attribute):
            yield from _named(one.callee.value)
        if isinstance(one, Assign):
            for target in one.targets:
                yield from _named(target)


def _tested_in(statement: Statement) -> set[str]:
    """The variables that are tested in a statement."""
    found: set[str] = set()
    for one in walk(statement):
        match one:
            case If() | While() | Conditional() | Assert():
                found.update(_asked(one.test))
            case BooleanOperation():
                found.update(_asked(one))
            case _:
                pass
    return found


def _asked(node: Expression) -> Iterator[str]:
    """The variables of which a condition asks whether they are true, or what else."""
    match node:
        case Name():
            yield node.identifier
        case UnaryOperation():
            yield from _asked(node.operand)
        case BooleanOperation():
            for one in node.operands:
                yield from _asked(one)
        case Compare() if node.operators[0] not in _INSIDE:
            yield from _asked(node.left)
        case Call(callee=Name()) if len(node.arguments) == 1:
            yield from _asked(node.arguments[0])
        case NamedExpression():
            yield from _asked(node.target)
        case _:
            pass


def _named(node: Node) -> Iterator[str]:
    for one in walk(node):
        if isinstance(one, Name):
            yield one.identifier


def _truths(ev: Evaluator, names: list[str]) -> Truths:
    """Of each variable: is it true here? None if it may be either."""
    found: list[bool | None] = []
    for name in names:
        location = variable_location(ev, name)
        value = ev.read(location) if location >= 0 else None
        answers = (
            {_is_true(ev, value, one) for one in range(len(value.shapes))} if value else {None}
        )
        is_known = value is not None and not value.unknown and len(answers) == 1
        found.append(answers.pop() if is_known else None)
    return tuple(found)


def _is_true(ev: Evaluator, value: Value, position: int) -> bool | None:
    shape = value.shapes[position]
    if isinstance(shape, Constant):
        return bool(shape.value)
    if not isinstance(shape, Reference):
        return None
    return _has_items(ev.object_at(shape.location))


def _has_items(held: Object) -> bool | None:
    match held:
        case ListObject():
            return True if held.low > 0 else (False if held.high == 0 else None)
        case SetObject():
            return False if held.element.is_bottom else (None if held.may_be_empty else True)
        case DictObject():
            return False if held.is_closed and not held.known else None
        case _:
            return None


for _kind in (If, Assign, For, While):
    PARTED[_kind] = execute_parted
