"""Makes the nodes of comprehensions and generator expressions."""

from __future__ import annotations

from foretell.interpreter.kernel import GENERATOR, Code, Expression
from foretell.interpreter.linker.context import Context, any_resumable
from foretell.interpreter.linker.core import LINKERS, link
from foretell.interpreter.linker.functions import captures_of
from foretell.interpreter.linker.names import link_target, target_slot
from foretell.interpreter.nodes.comprehensions import DICT, LIST, SET, Clause, Comprehension
from foretell.interpreter.nodes.generators import GeneratorExpression
from foretell_analyzer import ir


def link_clauses(
    outer: Context, inner: Context, clauses: tuple[ir.ComprehensionClause, ...]
) -> list[Clause]:
    """Make the clauses; the first iterable belongs to the scope around."""
    made: list[Clause] = []
    for number, clause in enumerate(clauses):
        iterable = link(inner if number else outer, clause.iterable)
        slot = target_slot(inner, clause.target)
        target = link_target(inner, clause.target, None)
        conditions = [link(inner, condition) for condition in clause.conditions]
        made.append(Clause(slot, target, iterable, conditions, is_async=clause.is_async))
        if clause.is_async:
            inner.frame.awaits = True
    return made


def awaits(clauses: list[Clause], elements: list[Expression]) -> bool:
    """Tell whether anything awaits, but for the first iterable."""
    return (
        any(clause.is_async for clause in clauses)
        or any(any_resumable(list(clause.conditions)) for clause in clauses)
        or any_resumable([clause.iterable for clause in clauses[1:]])
        or any_resumable(list(elements))
    )


def link_comprehension(
    context: Context,
    node: ir.ListComprehension | ir.SetComprehension | ir.DictComprehension,
    kind: int,
    name: str,
) -> Expression:
    """A list, set or dict comprehension."""
    scope = context.scope_of(node)
    inner = context.within(scope)
    clauses = link_clauses(context, inner, node.clauses)
    if isinstance(node, ir.DictComprehension):
        key = link(inner, node.key)
        element = link(inner, node.value)
    else:
        element = key = link(inner, node.element)
    code = Code(name, context.qualify(name), node.index)
    made = Comprehension(
        node.index, kind, code, key, element, clauses, list(scope.comprehension_cells)
    )
    made.resumable = clauses[0].iterable.resumable or awaits(clauses, [key, element])
    return made


def link_list_comprehension(context: Context, node: ir.ListComprehension) -> Expression:
    """`[element for …]`."""
    return link_comprehension(context, node, LIST, "<listcomp>")


def link_set_comprehension(context: Context, node: ir.SetComprehension) -> Expression:
    """`{element for …}`."""
    return link_comprehension(context, node, SET, "<setcomp>")


def link_dict_comprehension(context: Context, node: ir.DictComprehension) -> Expression:
    """`{key: value for …}`."""
    return link_comprehension(context, node, DICT, "<dictcomp>")


def link_generator(context: Context, node: ir.GeneratorExpression) -> Expression:
    """`(element for …)`."""
    inner = context.opened(node, "<genexpr>")
    inner.frame.is_async = True
    clauses = link_clauses(context, inner, node.clauses)
    element = link(inner, node.element)
    code = Code("<genexpr>", inner.frame.qualified_name, node.index)
    code.kind = GENERATOR
    inner.finish(code)
    is_plain = not awaits(clauses, [element])
    made = GeneratorExpression(
        node.index, code, captures_of(inner), clauses, element, is_plain=is_plain
    )
    made.resumable = clauses[0].iterable.resumable
    return made


LINKERS[ir.ListComprehension] = link_list_comprehension
LINKERS[ir.SetComprehension] = link_set_comprehension
LINKERS[ir.DictComprehension] = link_dict_comprehension
LINKERS[ir.GeneratorExpression] = link_generator
