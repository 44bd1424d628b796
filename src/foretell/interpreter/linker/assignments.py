"""Makes the nodes of assignments."""

from __future__ import annotations

from foretell.interpreter.kernel import Expression, Statement
from foretell.interpreter.linker.context import Context, Preparation, any_resumable
from foretell.interpreter.linker.core import link
from foretell.interpreter.linker.functions import annotation
from foretell.interpreter.linker.keeping import keep
from foretell.interpreter.linker.names import is_class_scope, link_target, slot_of
from foretell.interpreter.linker.operators import make_subscript
from foretell.interpreter.nodes.access import Attribute
from foretell.interpreter.nodes.assignments import (
    AddToLocal,
    Annotate,
    Assign,
    AugmentAttribute,
    AugmentLocal,
    AugmentName,
    AugmentSubscript,
    Inplace,
    SetLocal,
    SetSubscript,
)
from foretell.interpreter.nodes.blocks import Evaluate, Pass, Preparing
from foretell.interpreter.nodes.names import LOCAL, LocalName, Temporary
from foretell.interpreter.nodes.targets import AttributeTarget, SubscriptTarget, Target
from foretell_analyzer import ir


def link_assign(context: Context, node: ir.Assign) -> Statement:
    """`targets = value`."""
    return make_assign(context, node.index, node.targets, link(context, node.value))


def make_assign(
    context: Context, index: int, nodes: tuple[ir.Expression, ...], value: Expression
) -> Statement:
    """Make an assignment of a value to targets."""
    if len(nodes) == 1:
        single = nodes[0]
        if isinstance(single, ir.Name):
            slot = slot_of(context, single.identifier)
            if slot >= 0:
                simple = SetLocal(index, slot, value)
                simple.resumable = value.resumable
                return simple
        elif isinstance(single, ir.Subscript) and not value.resumable:
            container = link(context, single.value)
            key = link(context, single.key)
            if not any_resumable([container, key]):
                value, container, key = keep(context, [value, container, key])
                return SetSubscript(index, single.index, container, key, value)
    preparation = Preparation(context)
    held = Preparation(context)
    targets = [link_target(context, target, preparation) for target in nodes]
    if value.resumable or preparation.operands:
        value = held.hold(value)
    made = Assign(index, targets, value)
    operands = held.operands + preparation.operands
    if not operands:
        return made
    return Preparing(index, operands, held.slots + preparation.slots, made)


def link_augmented(context: Context, node: ir.AugmentedAssign) -> Statement:
    """`target operator= value`."""
    sign = node.operator.value
    index = node.index
    value = link(context, node.value)
    target = node.target
    if isinstance(target, ir.Name):
        name = link(context, target)
        slot = slot_of(context, target.identifier)
        if value.resumable:
            preparation = Preparation(context)
            operation = Inplace(index, sign, preparation.hold(name), preparation.hold(value))
            made = Assign(index, [link_target(context, target, None)], operation)
            return Preparing(index, preparation.operands, preparation.slots, made)
        if slot < 0:
            return AugmentName(index, name, link_target(context, target, None), sign, value)
        if sign == "+":
            return AddToLocal(index, slot, name, value)
        return AugmentLocal(index, slot, name, sign, value)
    if isinstance(target, ir.Attribute):
        holder = link(context, target.value)
        if any_resumable([holder, value]):
            return augment_attribute(context, node, target, holder, value)
        holder, value = keep(context, [holder, value])
        return AugmentAttribute(index, target.index, holder, target.name, sign, value)
    assert isinstance(target, ir.Subscript)
    container = link(context, target.value)
    key = link(context, target.key)
    if any_resumable([container, key, value]):
        return augment_subscript(context, node, container, key, value)
    container, key, value = keep(context, [container, key, value])
    return AugmentSubscript(index, target.index, container, key, sign, value)


def augment_attribute(
    context: Context,
    node: ir.AugmentedAssign,
    target: ir.Attribute,
    holder: Expression,
    value: Expression,
) -> Statement:
    """Make `holder.name operator= value` of which something yields."""
    preparation = Preparation(context)
    preparation.hold(holder)
    slot = preparation.slots[0]
    index = target.index
    old = preparation.hold(Attribute(index, LocalName(index, slot, "", LOCAL), target.name))
    operation = Inplace(node.index, node.operator.value, old, preparation.hold(value))
    store: list[Target] = [AttributeTarget(index, Temporary(index, slot), target.name)]
    made = Assign(node.index, store, operation)
    return Preparing(node.index, preparation.operands, preparation.slots, made)


def augment_subscript(
    context: Context,
    node: ir.AugmentedAssign,
    container: Expression,
    key: Expression,
    value: Expression,
) -> Statement:
    """Make `container[key] operator= value` of which something yields."""
    preparation = Preparation(context)
    preparation.hold(container)
    preparation.hold(key)
    first, second = preparation.slots
    index = node.target.index
    item = make_subscript(
        index, LocalName(index, first, "", LOCAL), LocalName(index, second, "", LOCAL)
    )
    old = preparation.hold(item)
    operation = Inplace(node.index, node.operator.value, old, preparation.hold(value))
    store: list[Target] = [
        SubscriptTarget(index, Temporary(index, first), Temporary(index, second))
    ]
    made = Assign(node.index, store, operation)
    return Preparing(node.index, preparation.operands, preparation.slots, made)


def link_annotated(context: Context, node: ir.AnnotatedAssign) -> Statement:
    """`target: annotation = value`.

    The annotation of a name is evaluated in modules and classes, where it is kept in a class;
    that of anything else only in modules and classes, too, but is kept nowhere.
    """
    name = ""
    if node.is_simple and isinstance(node.target, ir.Name) and is_class_scope(context):
        name = context.unmangle(node.target.identifier)
    noted: Expression | None = None
    if not context.is_function:
        noted = annotation(context, node.annotation)
    made: Statement
    if node.value is not None:
        made = make_assign(context, node.index, (node.target,), link(context, node.value))
    elif isinstance(node.target, ir.Name):
        made = Pass(node.index)
    else:
        made = evaluate_target(context, node.target)
    if noted is None:
        return made
    annotate = Annotate(node.index, context.frame.namespace, name, noted, made)
    annotate.resumable = made.resumable
    return annotate


def evaluate_target(context: Context, target: ir.Expression) -> Statement:
    """Make what happens to a target that is annotated but not assigned to."""
    operand = target.value if isinstance(target, (ir.Attribute, ir.Subscript)) else target
    value = link(context, operand)
    made = Evaluate(target.index, value, keeps=False)
    made.resumable = value.resumable
    return made
