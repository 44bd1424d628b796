"""Makes the nodes of calls."""

from __future__ import annotations

from foretell.interpreter.kernel import Expression
from foretell.interpreter.linker.context import Context, any_resumable
from foretell.interpreter.linker.core import link, strictly
from foretell.interpreter.linker.keeping import keep, may_run
from foretell.interpreter.linker.names import read_name
from foretell.interpreter.nodes.access import Attribute
from foretell.interpreter.nodes.arguments import Arguments, Call, CallNamed
from foretell.interpreter.nodes.definitions import ZeroSuper
from foretell.interpreter.nodes.displays import Spread
from foretell.interpreter.nodes.invocations import (
    Call0,
    Call1,
    Call2,
    CallLen,
    CallPositional,
    CallStr,
)
from foretell.interpreter.nodes.methods import CallMethod
from foretell.interpreter.nodes.names import ExternalName
from foretell_analyzer import ir
from foretell_analyzer.bindings import BindingKind


def link_call(context: Context, node: ir.Call) -> Expression:
    """`callee(arguments, keywords)`."""
    special = link_super(context, node)
    if special is not None:
        return special
    arguments = [link(context, argument) for argument in node.arguments]
    names = [keyword.name for keyword in node.keywords]
    values = [link(context, keyword.value) for keyword in node.keywords]
    index = node.index
    if may_run(context, node):
        context.table.running += 1
    plain = not names and not any(isinstance(one, Spread) for one in arguments)
    if isinstance(node.callee, ir.Attribute) and plain:
        receiver = link(context, node.callee.value)
        access = node.callee.index
        name = node.callee.name
        if not any_resumable([receiver, *arguments]):
            held = keep(context, [receiver, *arguments])
            return CallMethod(index, access, held[0], name, held[1:])
        callee = strictly(
            context, access, [receiver], lambda held: Attribute(access, held[0], name)
        )
    else:
        callee = link(context, node.callee)
    count = len(arguments)

    def build(held: list[Expression]) -> Expression:
        return make_call(index, held[0], held[1 : count + 1], names, held[count + 1 :])

    return strictly(context, index, [callee, *arguments, *values], build)


def make_call(
    index: int,
    callee: Expression,
    arguments: list[Expression],
    names: list[str | None],
    values: list[Expression],
) -> Expression:
    """Make the node of a call in the form for its arguments."""
    stars = any(isinstance(argument, Spread) for argument in arguments)
    if not names and not stars:
        match arguments:
            case []:
                return Call0(index, callee)
            case [first] if isinstance(callee, ExternalName) and callee.name == "len":
                return CallLen(index, callee, first)
            case [first] if isinstance(callee, ExternalName) and callee.name == "str":
                return CallStr(index, callee, first)
            case [first]:
                return Call1(index, callee, first)
            case [first, second]:
                return Call2(index, callee, first, second)
            case _:
                return CallPositional(index, callee, arguments)
    given = [name for name in names if name is not None]
    if stars or len(given) < len(names) or len(set(given)) < len(given):
        return Call(index, callee, Arguments(index, arguments, names, values))
    return CallNamed(index, callee, arguments, given, values)


def link_super(context: Context, node: ir.Call) -> Expression | None:
    """`super()` in a method."""
    callee = node.callee
    if not isinstance(callee, ir.Name) or callee.identifier != "super":
        return None
    if node.arguments or node.keywords:
        return None
    if context.lookup("super").kind is not BindingKind.EXTERNAL:
        return None
    cell = context.lookup("__class__")
    owner = context.frame.scope
    parameters = getattr(owner.node, "parameters", ())
    if cell.kind not in (BindingKind.FREE, BindingKind.CELL) or not parameters:
        return None
    name = parameters[0].name
    return ZeroSuper(
        node.index,
        link(context, callee),
        read_name(context, node.index, "__class__", cell),
        read_name(context, node.index, name, owner.lookup(name)),
    )
