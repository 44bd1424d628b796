"""What models share: arguments, their items, calling back what they were given."""

from __future__ import annotations

from ...ir import Expression, Node
from ...values.value import Value
from ..arguments import Arguments
from ..evaluator import Evaluator
from ..iteration import Items, exact_items, items_of
from ..protocols import list_items_of


def place(arguments: Arguments, position: int, node: Node) -> Expression:
    """The node of an argument, or the call."""
    if position < len(arguments.nodes):
        found = arguments.nodes[position]
        if isinstance(found, Expression):
            return found
    assert isinstance(node, Expression)
    return node


def call(ev: Evaluator, callee: Value, values: list[Value], node: Node, ordinal: int) -> Value:
    """Call back what a builtin was given."""
    from ..calls import call_value

    return call_value(ev, callee, Arguments(values), node, ordinal)


def items_at(
    ev: Evaluator, arguments: Arguments, position: int, node: Node, *, for_list: bool = False
) -> Items:
    """What iterating over an argument gives; nothing if it is not given.

    Where a list is made of them (`for_list`), the argument is asked for its length, too.
    """
    value = arguments.get(position)
    if value is None:
        return exact_items(())
    taken = list_items_of if for_list else items_of
    return taken(ev, value, place(arguments, position, node))
