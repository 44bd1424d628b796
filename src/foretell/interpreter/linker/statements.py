"""Makes the nodes of statements. Each statement of a block costs one step, paid on entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from foretell.interpreter.kernel import Expression, Statement
from foretell.interpreter.linker import assignments
from foretell.interpreter.linker.context import Context, Preparation, any_resumable
from foretell.interpreter.linker.core import link
from foretell.interpreter.linker.functions import link_class, link_function, with_type_parameters
from foretell.interpreter.linker.names import bind_name, link_target, target_slot
from foretell.interpreter.linker.patterns import link_pattern
from foretell.interpreter.nodes.assignments import Assign
from foretell.interpreter.nodes.awaiting import Yield, YieldStatement
from foretell.interpreter.nodes.blocks import (
    Assert,
    Break,
    Continue,
    Delete,
    Evaluate,
    If,
    Pass,
    Preparing,
    Return,
)
from foretell.interpreter.nodes.cases import Case, Match
from foretell.interpreter.nodes.contexts import AsyncWith, With
from foretell.interpreter.nodes.groups import TryGroup
from foretell.interpreter.nodes.handling import Handler, TryExcept, TryFinally
from foretell.interpreter.nodes.imports import Import, ImportAll, ImportFrom
from foretell.interpreter.nodes.loops import AsyncFor, For, While
from foretell.interpreter.nodes.names import Constant
from foretell.interpreter.nodes.raising import Raise
from foretell_analyzer import ir
from foretell_analyzer.bindings import BindingKind

Linker = Callable[[Context, Any], Statement]


def link_block(context: Context, block: ir.Block) -> tuple[Statement | None, int]:
    """Make the nodes of a block; gives the first one and the number of statements."""
    first: Statement | None = None
    last: Statement | None = None
    for node in block:
        made = link_statement(context, node)
        if last is None:
            first = made
        else:
            last.next = made
        last = made
    return first, len(block)


def link_statement(context: Context, node: ir.Statement) -> Statement:
    """Make the node of a statement."""
    return LINKERS[type(node)](context, node)


def yields(*parts: Statement | Expression | None) -> bool:
    """Tell whether a block, given by its first statement, or an expression yields."""
    for part in parts:
        if isinstance(part, Expression):
            if part.resumable:
                return True
            continue
        statement = part
        while statement is not None:
            if statement.resumable:
                return True
            statement = statement.next
    return False


def prepared(preparation: Preparation, made: Statement) -> Statement:
    """Put what was held in front of a statement."""
    if not preparation.operands:
        return made
    return Preparing(int(made.index), preparation.operands, preparation.slots, made)


def link_evaluate(context: Context, node: ir.ExpressionStatement) -> Statement:
    """An expression on a line of its own."""
    value = link(context, node.value)
    module = context.table.resolution.module
    keeps = context.is_module and bool(module.body) and module.body[-1] is node
    if isinstance(value, Constant) and not keeps:
        return Pass(node.index)
    if isinstance(value, Yield) and not yields(value.value):
        return YieldStatement(value.index, value.value, wrapped=value.wrapped)
    made = Evaluate(node.index, value, keeps=keeps)
    made.resumable = value.resumable
    return made


def link_return(context: Context, node: ir.Return) -> Statement:
    """`return value`."""
    value: Expression = Constant(node.index, None)
    if node.value is not None:
        value = link(context, node.value)
    made = Return(node.index, value)
    made.resumable = value.resumable
    return made


def link_delete(context: Context, node: ir.Delete) -> Statement:
    """`del targets`."""
    preparation = Preparation(context)
    targets = [link_target(context, target, preparation) for target in node.targets]
    return prepared(preparation, Delete(node.index, targets))


def link_pass(_context: Context, node: ir.Statement) -> Statement:
    """What does nothing when it is executed."""
    return Pass(node.index)


def link_break(_context: Context, node: ir.Break) -> Statement:
    """`break`."""
    return Break(node.index)


def link_continue(_context: Context, node: ir.Continue) -> Statement:
    """`continue`."""
    return Continue(node.index)


def link_raise(context: Context, node: ir.Raise) -> Statement:
    """`raise exception from cause`."""
    exception = None if node.exception is None else link(context, node.exception)
    cause = None if node.cause is None else link(context, node.cause)
    preparation = Preparation(context)
    if any_resumable([exception, cause]):
        exception = None if exception is None else preparation.hold(exception)
        cause = None if cause is None else preparation.hold(cause)
    return prepared(preparation, Raise(node.index, exception, cause))


def link_assert(context: Context, node: ir.Assert) -> Statement:
    """`assert test, message`."""
    message = None if node.message is None else link(context, node.message)
    place = blamed(node.test) or node
    made = Assert(node.index, place.index, link(context, node.test), message)
    made.resumable = any_resumable([made.condition, message])
    return made


def blamed(test: ir.Expression) -> ir.Expression | None:
    """Return the part of a condition that CPython marks when it fails: its last comparison."""
    match test:
        case ir.Compare():
            return test
        case ir.BooleanOperation():
            found = [blamed(operand) for operand in test.operands]
        case ir.UnaryOperation(operator=ir.UnaryOperator.NOT):
            found = [blamed(test.operand)]
        case ir.Conditional():
            found = [blamed(test.test), blamed(test.body), blamed(test.orelse)]
        case _:
            return None
    return next((one for one in reversed(found) if one is not None), None)


def link_import(context: Context, node: ir.Import) -> Statement:
    """`import names`; more than one is a statement for each, at the cost of one."""
    first: Statement | None = None
    for one in reversed(node.names):
        bound = one.alias or one.name.split(".", 1)[0]
        target = bind_name(context, one.index, bound)
        made = Import(node.index, one.name, target, has_alias=one.alias is not None)
        if first is None:
            first = made
        else:
            first = If(node.index, Constant(node.index, value=True), chain(made, first), None, 0, 0)
    return first or Pass(node.index)


def chain(made: Statement, behind: Statement) -> Statement:
    """Put a statement in front of another."""
    made.next = behind
    return made


def link_import_from(context: Context, node: ir.ImportFrom) -> Statement:
    """`from module import names`."""
    module = node.module or ""
    if module == "__future__" and not node.level:
        if any(one.name == "annotations" for one in node.names):
            context.table.postponed = True
        return Pass(node.index)
    names = [one.name for one in node.names]
    if names == ["*"]:
        slots = {
            name: binding.slot
            for name, binding in context.table.resolution.module_scope.bindings.items()
            if binding.kind is BindingKind.GLOBAL
        }
        return ImportAll(node.index, module, slots)
    targets = [bind_name(context, one.index, one.alias or one.name) for one in node.names]
    return ImportFrom(node.index, module, node.level, names, targets)


def link_if(context: Context, node: ir.If) -> Statement:
    """`if`."""
    test = link(context, node.test)
    test.blame = node.index
    body, cost = link_block(context, node.body)
    orelse, orelse_cost = link_block(context, node.orelse)
    made = If(node.index, test, body, orelse, cost, orelse_cost)
    made.resumable = yields(test, body, orelse)
    return made


def link_while(context: Context, node: ir.While) -> Statement:
    """`while`."""
    test = link(context, node.test)
    test.blame = node.index
    body, cost = link_block(context, node.body)
    orelse, orelse_cost = link_block(context, node.orelse)
    made = While(node.index, test, body, orelse, cost + 1, orelse_cost)
    made.resumable = yields(test, body, orelse)
    return made


def link_for(context: Context, node: ir.For) -> Statement:
    """`for` and `async for`."""
    iterable = link(context, node.iterable)
    slot = target_slot(context, node.target)
    target = link_target(context, node.target, None)
    body, cost = link_block(context, node.body)
    orelse, orelse_cost = link_block(context, node.orelse)
    if node.is_async:
        context.frame.awaits = True
        return AsyncFor(node.index, target, iterable, body, orelse, cost + 1, orelse_cost)
    made = For(node.index, slot, target, iterable, body, orelse, cost + 1, orelse_cost)
    made.resumable = yields(iterable, body, orelse)
    return made


def link_with(context: Context, node: ir.With) -> Statement:
    """`with` and `async with`: a node for each manager, the first outermost."""
    managers: list[tuple[Expression, ir.WithItem]] = [
        (link(context, item.manager), item) for item in node.items
    ]
    targets = [
        None if item.target is None else link_target(context, item.target, None)
        for item in node.items
    ]
    body, cost = link_block(context, node.body)
    for number in reversed(range(len(managers))):
        manager = managers[number][0]
        target = targets[number]
        if node.is_async:
            context.frame.awaits = True
            body = AsyncWith(node.index, manager, target, body, cost)
        else:
            plain = With(node.index, manager, target, body, cost)
            plain.resumable = yields(manager, body)
            body = plain
        cost = 0
    return body or Pass(node.index)


def link_handler(context: Context, node: ir.ExceptionHandler) -> Handler:
    """`except kind as name`."""
    kind = None if node.kind is None else link(context, node.kind)
    target = None if node.name is None else bind_name(context, node.index, node.name)
    body, cost = link_block(context, node.body)
    return Handler(node.index, kind, target, body, cost)


def link_try(context: Context, node: ir.Try) -> Statement:
    """`try`; with both handlers and `finally`, one inside the other."""
    body, cost = link_block(context, node.body)
    handlers = [link_handler(context, handler) for handler in node.handlers]
    orelse, orelse_cost = link_block(context, node.orelse)
    if handlers:
        kind = TryGroup if node.is_group else TryExcept
        made = kind(node.index, body, handlers, orelse, cost, orelse_cost)
        made.resumable = yields(body, orelse) or any(yields(one.body) for one in handlers)
        body, cost = made, 0
    if not node.final:
        return body or Pass(node.index)
    final, final_cost = link_block(context, node.final)
    whole = TryFinally(node.index, body, final, cost, final_cost)
    whole.resumable = yields(body, final)
    return whole


def link_match(context: Context, node: ir.Match) -> Statement:
    """`match`."""
    subject = link(context, node.subject)
    cases: list[Case] = []
    resumable = subject.resumable
    for case in node.cases:
        pattern = link_pattern(context, case.pattern)
        guard = None if case.guard is None else link(context, case.guard)
        body, cost = link_block(context, case.body)
        cases.append(Case(pattern, guard, body, cost))
        resumable = resumable or yields(guard, body)
    made = Match(node.index, subject, cases)
    made.resumable = resumable
    return made


def link_definition(context: Context, node: ir.FunctionDefinition) -> Statement:
    """`def`."""
    return link_function(context, node, link_block)


def link_class_definition(context: Context, node: ir.ClassDefinition) -> Statement:
    """`class`."""
    return link_class(context, node, link_block)


def link_type_alias(context: Context, node: ir.TypeAlias) -> Statement:
    """`type name = value`: the name is bound to the value, which is evaluated at once."""
    inner = context
    if node.type_parameters:
        inner = context.within(context.table.resolution.type_scopes[node.index])
    target = bind_name(context, node.name.index, node.name.identifier)
    made = Assign(node.index, [target], link(inner, node.value))
    return with_type_parameters(inner, node.index, node.type_parameters, made)


LINKERS: Final[dict[type[ir.Statement], Linker]] = {
    ir.ExpressionStatement: link_evaluate,
    ir.Assign: assignments.link_assign,
    ir.AugmentedAssign: assignments.link_augmented,
    ir.AnnotatedAssign: assignments.link_annotated,
    ir.Return: link_return,
    ir.Delete: link_delete,
    ir.Pass: link_pass,
    ir.Break: link_break,
    ir.Continue: link_continue,
    ir.Raise: link_raise,
    ir.Assert: link_assert,
    ir.Global: link_pass,
    ir.Nonlocal: link_pass,
    ir.Import: link_import,
    ir.ImportFrom: link_import_from,
    ir.If: link_if,
    ir.For: link_for,
    ir.While: link_while,
    ir.With: link_with,
    ir.Try: link_try,
    ir.Match: link_match,
    ir.FunctionDefinition: link_definition,
    ir.ClassDefinition: link_class_definition,
    ir.TypeAlias: link_type_alias,
}
