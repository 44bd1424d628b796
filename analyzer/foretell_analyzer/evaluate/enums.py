"""Members of the script's enums."""

from __future__ import annotations

from ..ir import (
    Assign,
    ClassDefinition,
    Name,
    Node,
)
from ..values.instances import Instance, Lazy
from ..values.making import exactly, literal
from ..values.routines import ClassInfo
from ..values.shapes import ClassOf, FunctionOf, Reference, TupleOf
from ..values.value import BOTTOM, UNKNOWN, Value, either, join
from .arguments import Arguments
from .evaluator import Evaluator
from .methods import bind, find_method, namespace


def make_members(ev: Evaluator, info: ClassInfo, node: ClassDefinition) -> None:
    """The plain names of an enum become its members."""
    fields = dict(namespace(ev, info))
    info.fields = []
    for statement in node.body:
        if not isinstance(statement, Assign):
            continue
        for target in statement.targets:
            if not isinstance(target, Name) or _is_no_member(info, target.identifier):
                continue
            name = target.identifier
            value = fields.get(name, UNKNOWN)
            plain = _not_a_member(ev, value)
            if plain is not None:
                fields[name] = plain
                continue
            fields[name] = _member(ev, info, name, value, target)
            info.fields.append(name)
    single = True
    ev.store.write(info.location, Instance("namespace", single, None, fields))


def _is_no_member(info: ClassInfo, name: str) -> bool:
    """Names like `_value_`, `__len__` and private ones do not become members."""
    if name.startswith("_") and name.endswith("_"):
        return True
    return name.startswith(f"_{info.definition.name.lstrip('_')}__")


def _not_a_member(ev: Evaluator, value: Value) -> Value | None:
    """What a name in an enum is that no member is made of: a function, `nonmember(…)`."""
    for shape in value.shapes:
        held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
        if isinstance(held, Lazy) and held.kind == "enum.nonmember":
            return held.values[0]
        if isinstance(held, Lazy) or isinstance(shape, (FunctionOf, ClassOf)):
            return value
    return None


def _member(ev: Evaluator, info: ClassInfo, name: str, value: Value, node: Node) -> Value:
    """A member of an enum; its class may have an `__init__` or `__new__` that gets the value."""
    from .calls import call_value

    maker = find_method(ev, info, "__new__")
    namer = find_method(ev, info, "_generate_next_value_")
    if namer is not None:
        inner = BOTTOM
        for shape in namer.shapes:
            held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
            inner = join(inner, held.values[0] if isinstance(held, Lazy) else Value((shape,)))
        given = Arguments([literal(name), exactly("int"), exactly("int"), UNKNOWN])
        value = join(value, call_value(ev, inner, given, node, 72))
    single = value.single
    items = (
        list(single.items) if isinstance(single, TupleOf) and single.items is not None else [value]
    )
    if isinstance(single, TupleOf) and single.items is None:
        items = []
    arguments = Arguments(items, [node] * len(items))
    if not items:
        arguments.more = UNKNOWN
    other = BOTTOM
    if maker is not None:
        made = _made_by(ev, maker, ClassOf(info), arguments, node)
        value, other = UNKNOWN, UNKNOWN
        for shape in made.shapes:
            held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
            if isinstance(held, Instance):
                other = join(other, either(held.fields.values()))
    fields = {"value": value, "_value_": value, "name": literal(name)}
    member = ev.allocate(node, Instance(info.name, False, info, fields, other), "member")
    starter = find_method(ev, info, "__init__")
    if starter is not None:
        bound = bind(ev, starter, member, ClassOf(info), node)
        call_value(ev, bound, arguments, node, 73)
    return member


def _made_by(
    ev: Evaluator, maker: Value, shape: ClassOf, arguments: Arguments, node: Node
) -> Value:
    """What `__new__` gives, which is a static method however it was written."""
    from .calls import call_value

    found = BOTTOM
    for one in maker.shapes:
        held = ev.object_at(one.location) if isinstance(one, Reference) else None
        callee = held.values[0] if isinstance(held, Lazy) and held.values else Value((one,))
        given = arguments.with_first(Value((shape,)), node)
        found = join(found, call_value(ev, callee, given, node, 74))
    return found
