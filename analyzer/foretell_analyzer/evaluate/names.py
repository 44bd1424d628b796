"""Names: reading, binding and unbinding variables; targets of assignments."""

from __future__ import annotations

from ..bindings import Binding, BindingKind
from ..ir import (
    Attribute,
    Expression,
    List,
    Name,
    NamedExpression,
    Node,
    Starred,
    Subscript,
    Tuple,
)
from ..sites import How
from ..values.instances import Instance
from ..values.value import (
    BOUND,
    NEVER_BOUND,
    NOTHING_ELSE,
    UNBOUND,
    UNKNOWN,
    UNKNOWN_DATA,
    Value,
    either,
    join,
)
from .access import store_attribute
from .evaluator import EXPRESSIONS, Evaluator
from .iteration import unpack
from .observations import FAILS, PARTLY, Detail
from .subscripts import store_subscript


def read_name(ev: Evaluator, node: Expression) -> Value:
    """The value of a name; what has none is told and taken for unknown."""
    assert isinstance(node, Name)
    found = lookup(ev, node.identifier, ev.scope.lookup(node.identifier))
    if found.unbound != BOUND and not found.is_unbound and _is_parameter(ev, node):
        # Nothing was bound where its function was not called; then nothing was made that reads it.
        found = found.bound()
    if found.unbound == BOUND:
        ev.passes("unbound", node)
        return found
    state = FAILS if found.is_unbound else PARTLY
    detail = Detail(node.identifier, value=found)
    ev.note("unbound", node, state, detail)
    ev.may_raise("NameError", "UnboundLocalError")
    if state == FAILS:
        return UNKNOWN_DATA
    bound = found.bound()
    location = variable_location(ev, node.identifier)
    if location >= 0 and ev.read(location) is found:
        ev.store.write(location, bound)
    return bound


def _is_parameter(ev: Evaluator, node: Name) -> bool:
    """Is a name a parameter, which nothing ever takes the value from?"""
    variable = ev.met.variable(node)
    sites = [] if variable is None else ev.met.bindings.get(variable, [])
    hows = {site.how for site in sites}
    return How.PARAMETER in hows and not hows & {How.DELETED, How.OTHER}


def lookup(ev: Evaluator, name: str, binding: Binding) -> Value:
    """What a name stands for at the present point."""
    kind = binding.kind
    if kind is BindingKind.LOCAL or kind is BindingKind.CELL or kind is BindingKind.FREE:
        return ev.read(ev.frame.location(binding.slot))
    if kind is BindingKind.GLOBAL:
        return _global(ev, name, binding.slot)
    if kind is BindingKind.CLASS:
        held = ev.object_at(ev.frame.namespace)
        own = held.fields.get(name, UNBOUND) if isinstance(held, Instance) else UNKNOWN
        if own.unbound == BOUND or binding.fallback is None:
            return own
        return join(own.bound(), lookup(ev, name, binding.fallback))
    return ev.outside.find(ev, name)


def _global(ev: Evaluator, name: str, slot: int) -> Value:
    """A variable of the module; behind one without a value is what has its name outside."""
    value = ev.read(ev.stack[0].frame.base + slot)
    if value.unbound == BOUND:
        return value
    beyond = ev.outside.find(ev, name)
    if beyond.is_unbound:
        return value
    return join(value.bound(), beyond)


def variable_location(ev: Evaluator, name: str) -> int:
    """Where the variable of a name is; -1 if it has no place of its own."""
    binding = ev.scope.lookup(name)
    if binding.kind is BindingKind.GLOBAL:
        return ev.stack[0].frame.base + binding.slot
    if binding.slot >= 0:
        return ev.frame.location(binding.slot)
    return -1


def bind_name(ev: Evaluator, name: str, value: Value) -> None:
    """Give a name a value."""
    location = variable_location(ev, name)
    if location >= 0:
        ev.assign(location, value)
        return
    held = ev.object_at(ev.frame.namespace)
    if isinstance(held, Instance):
        fields = dict(held.fields)
        fields[name] = value
        changed = Instance(held.type, held.single, held.info, fields, held.other)
        ev.store.write(ev.frame.namespace, changed)


def unbind_name(ev: Evaluator, node: Name) -> None:
    """Take the value of a name away."""
    read_name(ev, node)
    bind_name(ev, node.identifier, Value((), NOTHING_ELSE, node.index or NEVER_BOUND))


def assign_to(ev: Evaluator, target: Expression, value: Value, source: Node) -> None:
    """Assign to a target; `source` is the node to point at where a value does not unpack."""
    if isinstance(target, Name):
        bind_name(ev, target.identifier, value)
        if ev.goes_on():
            ev.seen.see(target, value)
    elif isinstance(target, (Tuple, List)):
        _assign_parts(ev, target, value, source)
    elif isinstance(target, Attribute):
        store_attribute(ev, target, ev.evaluate(target.value), value)
    elif isinstance(target, Subscript):
        store_subscript(ev, target, ev.evaluate(target.value), value)
    elif isinstance(target, Starred):
        assign_to(ev, target.value, value, source)


def _assign_parts(ev: Evaluator, target: Tuple | List, value: Value, source: Node) -> None:
    starred = -1
    for position, element in enumerate(target.elements):
        if isinstance(element, Starred):
            starred = position
    parts = unpack(ev, value, len(target.elements), starred, target, source)
    for element, part in zip(target.elements, parts, strict=True):
        assign_to(ev, element, part, source)


def named_expression(ev: Evaluator, node: Expression) -> Value:
    """`name := value`; in a comprehension the name belongs to the function around."""
    assert isinstance(node, NamedExpression)
    value = ev.evaluate(node.value)
    bind_name(ev, node.target.identifier, value)
    return value


def join_all(values: list[Value]) -> Value:
    """What may be any of them."""
    return either(values)


EXPRESSIONS[Name] = read_name
EXPRESSIONS[NamedExpression] = named_expression
