"""Makes the nodes of names and of targets."""

from __future__ import annotations

from foretell.interpreter.kernel import Expression
from foretell.interpreter.linker.context import Context, Preparation
from foretell.interpreter.linker.core import link
from foretell.interpreter.nodes.names import (
    FREE,
    GLOBAL,
    LOCAL,
    CellName,
    ClassName,
    ExternalName,
    GlobalName,
    LocalName,
    ModuleName,
)
from foretell.interpreter.nodes.targets import (
    AttributeTarget,
    CellTarget,
    ClassTarget,
    GlobalTarget,
    LocalTarget,
    SubscriptTarget,
    Target,
    TupleTarget,
)
from foretell_analyzer import ir
from foretell_analyzer.bindings import Binding, BindingKind, ScopeKind


def link_name(context: Context, node: ir.Name) -> Expression:
    """A name that is read."""
    return read_name(context, node.index, node.identifier, context.lookup(node.identifier))


def read_name(context: Context, index: int, name: str, binding: Binding) -> Expression:
    """Make the node that reads a name."""
    slot = binding.slot
    match binding.kind:
        case BindingKind.LOCAL:
            return LocalName(index, slot, name, place_of(context, name, binding))
        case BindingKind.CELL:
            return CellName(index, slot, name, place_of(context, name, binding))
        case BindingKind.FREE:
            return CellName(index, slot, name, FREE)
        case BindingKind.GLOBAL:
            if context.is_module:
                return ModuleName(index, slot, name)
            return GlobalName(index, slot, name)
        case BindingKind.EXTERNAL:
            return ExternalName(index, context.table.external(name), name)
        case BindingKind.CLASS:
            fallback = binding.fallback or Binding(BindingKind.EXTERNAL)
            rest = read_name(context, index, name, fallback)
            return ClassName(index, context.frame.namespace, name, rest)


def place_of(context: Context, name: str, binding: Binding) -> int:
    """Return what an unbound variable of the frame is called: in a comprehension, those around it
    are free, as it is a function of its own to CPython.
    """
    scope = context.scope
    if scope.kind is ScopeKind.COMPREHENSION and scope.parent is not None:
        around = scope.parent.lookup(name)
        if around.slot == binding.slot and around.kind is binding.kind:
            return FREE
    return LOCAL


def bind_name(context: Context, index: int, name: str) -> Target:
    """Make the node that binds a name."""
    binding = context.lookup(name)
    slot = binding.slot
    match binding.kind:
        case BindingKind.LOCAL:
            return LocalTarget(index, slot, name, LOCAL)
        case BindingKind.CELL:
            return CellTarget(index, slot, name, LOCAL)
        case BindingKind.FREE:
            return CellTarget(index, slot, name, FREE)
        case BindingKind.GLOBAL:
            if context.is_module:
                return LocalTarget(index, slot, name, GLOBAL)
            return GlobalTarget(index, slot, name)
        case BindingKind.CLASS:
            return ClassTarget(index, context.frame.namespace, name)
        case BindingKind.EXTERNAL:
            raise AssertionError(f"{name} is bound, but resolution does not know it")


def slot_of(context: Context, name: str) -> int:
    """Return the slot of the frame in which a name's value is, or -1."""
    binding = context.lookup(name)
    if binding.kind is BindingKind.LOCAL:
        return binding.slot
    if binding.kind is BindingKind.GLOBAL and context.is_module:
        return binding.slot
    return -1


def target_slot(context: Context, node: ir.Expression) -> int:
    """Return `slot_of` for a target that is a name, else -1."""
    return slot_of(context, node.identifier) if isinstance(node, ir.Name) else -1


def link_target(context: Context, node: ir.Expression, preparation: Preparation | None) -> Target:
    """Make the node of a target; operands that yield are held in the preparation."""
    match node:
        case ir.Name():
            return bind_name(context, node.index, node.identifier)
        case ir.Attribute():
            value = operand(context, node.value, preparation)
            return AttributeTarget(node.index, value, node.name)
        case ir.Subscript():
            container = operand(context, node.value, preparation)
            key = operand(context, node.key, preparation)
            return SubscriptTarget(node.index, container, key)
        case ir.Tuple() | ir.List():
            star = -1
            targets: list[Target] = []
            for number, element in enumerate(node.elements):
                if isinstance(element, ir.Starred):
                    star = number
                    targets.append(link_target(context, element.value, preparation))
                else:
                    targets.append(link_target(context, element, preparation))
            return TupleTarget(node.index, targets, star)
        case ir.Starred():
            return link_target(context, node.value, preparation)
        case _:
            raise AssertionError(f"{type(node).__name__} cannot be assigned to")


def operand(context: Context, node: ir.Expression, preparation: Preparation | None) -> Expression:
    """Make an operand of a target."""
    made = link(context, node)
    if made.resumable and preparation is not None:
        return preparation.hold(made)
    return made


def is_class_scope(context: Context) -> bool:
    """Is this the body of a class?"""
    return context.scope.kind is ScopeKind.CLASS
