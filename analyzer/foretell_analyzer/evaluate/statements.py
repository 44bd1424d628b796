"""Simple statements, and `if`."""

from __future__ import annotations

from ..effects import NEVER, Effect, Left
from ..exits import Exit
from ..ir import (
    AnnotatedAssign,
    Assign,
    Attribute,
    AugmentedAssign,
    Break,
    Continue,
    Delete,
    Expression,
    ExpressionStatement,
    Global,
    If,
    Import,
    ImportFrom,
    List,
    Name,
    Nonlocal,
    Pass,
    Return,
    Statement,
    Subscript,
    Tuple,
    TypeAlias,
)
from ..values.making import NONE_VALUE
from ..values.shapes import ModuleOf
from ..values.store import Delta
from ..values.value import UNKNOWN_DATA, Value, join
from . import steering
from .access import delete_attribute, read_attribute
from .deciding import decide, kept_apart, parted, where_it_fails, where_it_holds
from .evaluator import STATEMENTS, Evaluator
from .names import assign_to, bind_name, unbind_name
from .narrowing import assume
from .operations import operate
from .paths import record_path
from .setting import set_attribute
from .subscripts import delete_subscript, put_item, read_subscript


def expression_statement(ev: Evaluator, node: Statement) -> None:
    """An expression on a line of its own."""
    assert isinstance(node, ExpressionStatement)
    ev.evaluate(node.value)


def assign(ev: Evaluator, node: Statement) -> None:
    """`a = b = value`."""
    assert isinstance(node, Assign)
    value = ev.evaluate(node.value)
    for target in node.targets:
        if not ev.goes_on():
            return
        assign_to(ev, target, value, node.value)


def annotated_assign(ev: Evaluator, node: Statement) -> None:
    """`target: annotation = value`; an annotation alone binds nothing."""
    assert isinstance(node, AnnotatedAssign)
    if ev.activation.function is None or ev.frame.namespace >= 0:
        ev.evaluate(node.annotation)
    if node.value is not None and ev.goes_on():
        value = ev.evaluate(node.value)
        if ev.goes_on():
            assign_to(ev, node.target, value, node.value)


def augmented_assign(ev: Evaluator, node: Statement) -> None:
    """`target operator= value`: the target's parts are evaluated once."""
    assert isinstance(node, AugmentedAssign)
    target = node.target
    if isinstance(target, Name):
        before = ev.evaluate(target)
        value = ev.evaluate(node.value)
        if ev.goes_on():
            result = operate(ev, before, node.operator, value, node, in_place=True)
            if ev.goes_on():
                bind_name(ev, target.identifier, result)
    elif isinstance(target, Attribute):
        receiver = ev.evaluate(target.value)
        before = read_attribute(ev, receiver, target.name, target)
        value = ev.evaluate(node.value)
        if ev.goes_on():
            result = operate(ev, before, node.operator, value, node, in_place=True)
            set_attribute(ev, receiver, target.name, result, target)
            record_path(ev, target, result)
    elif isinstance(target, Subscript):
        receiver = ev.evaluate(target.value)
        key = ev.evaluate(target.key)
        if not ev.goes_on():
            return
        before = read_subscript(ev, receiver, key, target)
        value = ev.evaluate(node.value)
        if ev.goes_on():
            result = operate(ev, before, node.operator, value, node, in_place=True)
            put_item(ev, receiver, key, result, target)


def delete(ev: Evaluator, node: Statement) -> None:
    """`del targets`."""
    assert isinstance(node, Delete)
    pending: list[Expression] = list(node.targets)
    while pending and ev.goes_on():
        target = pending.pop(0)
        if isinstance(target, Name):
            unbind_name(ev, target)
        elif isinstance(target, Attribute):
            delete_attribute(ev, target)
        elif isinstance(target, Subscript):
            delete_subscript(ev, target)
        elif isinstance(target, (Tuple, List)):
            pending = [*target.elements, *pending]


def return_statement(ev: Evaluator, node: Statement) -> None:
    """`return value`."""
    assert isinstance(node, Return)
    value = NONE_VALUE if node.value is None else ev.evaluate(node.value)
    if ev.goes_on():
        activation = ev.activation
        value = value.with_origins(steering.since(ev, activation.steering))
        activation.result = join(activation.result, value)
        activation.returns.append(ev.store.delta(activation.mark))
        ev.record(Left(Exit.RETURN, node))
    ev.returns += 1
    ev.reachable = False


def break_statement(ev: Evaluator, node: Statement) -> None:
    """`break`."""
    loop = ev.activation.loops[-1]
    loop.breaks.append(ev.store.delta(loop.mark))
    ev.record(Left(Exit.BREAK, node))
    ev.jumps += 1
    ev.reachable = False


def continue_statement(ev: Evaluator, node: Statement) -> None:
    """`continue`."""
    loop = ev.activation.loops[-1]
    loop.continues.append(ev.store.delta(loop.mark))
    ev.record(Left(Exit.CONTINUE, node))
    ev.jumps += 1
    ev.reachable = False


def nothing(ev: Evaluator, node: Statement) -> None:
    """`pass`, and declarations that resolution has dealt with."""


def if_statement(ev: Evaluator, node: Statement) -> None:
    """`if`, with all its `elif` in one go."""
    assert isinstance(node, If)
    ways: list[Delta] = []
    begin = ev.branch()
    begun = steering.begin(ev)
    open_arms: list[tuple[If, Effect | None, Effect, list[Effect]]] = []
    current = node
    is_sure = False
    while True:
        test, truth, done = decide(ev, current.test)
        way = kept_apart(ev, done)
        if not ev.goes_on():
            if way is not None:
                ev.record(where_it_holds(way))
            break
        steering.steer(ev, steering.extent(ev, test))
        ev.seen.condition(current.test, truth)
        if truth is not False:
            mark = ev.branch()
            around = ev.begin()
            assume(ev, current.test, holds=True)
            if ev.goes_on():
                ev.execute(current.body)
            if ev.goes_on():
                ways.append(ev.store.delta(begin))
            body = ev.end_here(around)
            ev.store.rollback(mark)
            ev.reachable = True
            if truth is True:
                ev.record(body if way is None else parted(current, way, body, NEVER))
                is_sure = True
                ev.reachable = False
                break
            open_arms.append((current, way, body, ev.begin()))
        elif way is not None:
            ev.record(where_it_fails(way))
        assume(ev, current.test, holds=False)
        if not ev.goes_on():
            break
        orelse = current.orelse
        if len(orelse) == 1 and isinstance(orelse[0], If):
            current = orelse[0]
            if not ev.seen.executed[current.index]:
                ev.seen.executed[current.index] = 2 if ev.is_assumed else 1
            continue
        ev.execute(orelse)
        break
    if ev.goes_on():
        ways.append(ev.store.delta(begin))
    if open_arms and not ev.goes_on() and not is_sure:
        ev.record(NEVER)
    for one, way, body, outside in reversed(open_arms):
        others = ev.end(outside)
        ev.record(parted(one, way, body, others))
    ev.store.rollback(begin)
    ev.meet(ways)
    steering.end(ev, begun)


def import_statement(ev: Evaluator, node: Statement) -> None:
    """`import a.b as c`."""
    assert isinstance(node, Import)
    for one in node.names:
        whole = one.name
        name = one.alias or whole.partition(".")[0]
        module = whole if one.alias else name
        known = whole in ev.world.dialect.modules
        if not known:
            ev.may_raise()
        bind_name(ev, name, Value((ModuleOf(module),)) if known else UNKNOWN_DATA)


def import_from(ev: Evaluator, node: Statement) -> None:
    """`from a import b as c`."""
    assert isinstance(node, ImportFrom)
    module = node.module or ""
    known = module in ev.world.dialect.modules and not node.level
    for one in node.names:
        if one.name == "*":
            ev.may_raise()
            continue
        value = ev.outside.module_member(ev, module, one.name) if known else None
        if value is None:
            ev.may_raise()
        bind_name(ev, one.alias or one.name, UNKNOWN_DATA if value is None else value)


def type_alias(ev: Evaluator, node: Statement) -> None:
    """`type name = value`: its value is evaluated only if somebody asks for it."""
    assert isinstance(node, TypeAlias)
    bind_name(ev, node.name.identifier, UNKNOWN_DATA)


STATEMENTS[ExpressionStatement] = expression_statement
STATEMENTS[Assign] = assign
STATEMENTS[AnnotatedAssign] = annotated_assign
STATEMENTS[AugmentedAssign] = augmented_assign
STATEMENTS[Delete] = delete
STATEMENTS[Return] = return_statement
STATEMENTS[Break] = break_statement
STATEMENTS[Continue] = continue_statement
STATEMENTS[Pass] = nothing
STATEMENTS[Global] = nothing
STATEMENTS[Nonlocal] = nothing
STATEMENTS[If] = if_statement
STATEMENTS[Import] = import_statement
STATEMENTS[ImportFrom] = import_from
STATEMENTS[TypeAlias] = type_alias
