"""Attributes and methods of the script's classes and their instances."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Final

from ..ir import (
    Attribute,
    Call,
    Compare,
    ComprehensionClause,
    ExpressionStatement,
    For,
    FormattedValue,
    Name,
    Node,
)
from ..values.collections import DictObject
from ..values.instances import Instance, Lazy
from ..values.making import NONE_VALUE, exactly, literal
from ..values.routines import ClassInfo
from ..values.shapes import (
    BoundTo,
    ClassOf,
    FunctionOf,
    Reference,
    Shape,
)
from ..values.value import ANYTHING, BOTTOM, UNBOUND, UNKNOWN, Value, either, join
from .attempts import attempt, for_each, perhaps
from .evaluator import Evaluator

PROPERTIES: Final = frozenset({"property", "types.DynamicClassAttribute", "enum.property"})
"""Kinds of what calls a function when it is read from an instance."""
NEEDS_NO_TABLE: Final = frozenset({"__class__", "__dict__", "__doc__", "__module__"})


def namespace(ev: Evaluator, info: ClassInfo) -> Mapping[str, Value]:
    """What a class itself defines."""
    held = ev.store.cells.get(info.location)
    return held.fields if isinstance(held, Instance) else {}


def find_method(ev: Evaluator, info: ClassInfo, name: str) -> Value | None:
    """A name in a class or those it is derived from, in the order of resolution."""
    return find_after(ev, info.order, name)


def find_after(ev: Evaluator, order: list[ClassInfo], name: str) -> Value | None:
    """A name in the first of some classes that has it."""
    found = BOTTOM
    for owner in order:
        own = namespace(ev, owner).get(name)
        if own is not None and not own.is_unbound:
            found = join(found, own.bound())
            if not own.unbound:
                return found
    return None if found.is_bottom else found


def has_surely(ev: Evaluator, info: ClassInfo, name: str) -> bool:
    """Has a class or one of those it is derived from a name on all ways?"""
    parts = [namespace(ev, owner).get(name) for owner in info.order]
    return any(one is not None and not one.unbound for one in parts)


def bind(ev: Evaluator, value: Value, receiver: Value, owner: Shape | None, node: Node) -> Value:
    """A class attribute as an instance gives it: methods bound, properties called."""

    def one(shape: Shape) -> Value:
        if isinstance(shape, FunctionOf):
            return Value((BoundTo(shape, receiver),))
        if isinstance(shape, Reference):
            return _descriptor(ev, shape, receiver, owner, node)
        return Value((shape,))

    found = BOTTOM
    for part in for_each(ev, value.shapes, one):
        found = join(found, part)
    if value.unknown:
        found = join(found, UNKNOWN.only_origins(value.origins))
    return found.with_origins(value.origins)


def _descriptor(
    ev: Evaluator, shape: Reference, receiver: Value, owner: Shape | None, node: Node
) -> Value:
    """What a property, static or class method, or other value in a class gives."""
    held = ev.object_at(shape.location)
    if isinstance(held, Lazy):
        if held.kind in PROPERTIES or held.kind == "functools.cached_property":
            if receiver.is_bottom:
                return Value((shape,))
            return call_bound(ev, held.values[0], [receiver], node, 30)
        if held.kind == "staticmethod":
            return held.values[0]
        if held.kind == "classmethod":
            cls = Value(()) if owner is None else Value((owner,))
            return bind(ev, held.values[0], cls, owner, node)
        if held.kind in (
            "functools.cache",
            "functools.partialmethod",
            "functools.singledispatchmethod",
            "functools.singledispatch",
            "contextlib.maker",
            "contextlib.decorated",
        ):
            return Value((BoundTo(shape, receiver),)) if not receiver.is_bottom else Value((shape,))
    if isinstance(held, Instance) and held.info is not None:
        getter = find_method(ev, held.info, "__get__")
        if getter is not None:
            given = Value((owner,)) if owner is not None else UNKNOWN
            instance = NONE_VALUE if receiver.is_bottom else receiver
            return call_bound(ev, getter, [Value((shape,)), instance, given], node, 31)
    return Value((shape,))


def call_bound(
    ev: Evaluator, callee: Value, arguments: list[Value], node: Node, ordinal: int
) -> Value:
    from .arguments import Arguments
    from .calls import call_value

    return call_value(ev, callee, Arguments(arguments), node, ordinal)


def attribute_of_instance(
    ev: Evaluator, held: Instance, shape: Reference, name: str, node: Node
) -> Value | None:
    """`instance.name`."""
    if held.declared is not None:
        return ev.outside.field(ev, held, shape, name)
    info = held.info
    own = held.fields.get(name, UNBOUND)
    if info is None:
        if own.unbound and not held.other.is_bottom:
            return join(own.bound(), held.other)
        return None if own.is_unbound else own.bound()
    receiver = Value((shape,))
    taker = find_method(ev, info, "__getattribute__")
    if taker is not None and name != "__getattribute__":
        bound = bind(ev, taker, receiver, ClassOf(info), node)
        answer = attempt(ev, lambda: call_bound(ev, bound, [literal(name)], node, 35))
        return _by_getattr(ev, info, receiver, name, node, answer)
    return plain_attribute(ev, held, shape, name, node)


def plain_attribute(
    ev: Evaluator, held: Instance, shape: Reference, name: str, node: Node
) -> Value | None:
    """`instance.name` as `object.__getattribute__` finds it."""
    info = held.info
    assert info is not None
    own = held.fields.get(name, UNBOUND)
    beyond = find_method(ev, info, name)
    receiver = Value((shape,))
    if beyond is not None and is_data_descriptor(ev, beyond):
        if find_method(ev, info, "__getattr__") is None:
            return bind(ev, beyond, receiver, ClassOf(info), node)
        answer = attempt(ev, lambda: bind(ev, beyond, receiver, ClassOf(info), node))
        return _by_getattr(ev, info, receiver, name, node, answer)
    if not own.unbound:
        return own
    if not held.other.is_bottom:
        own = join(own.bound(), held.other)
    if beyond is not None:
        is_kept = any(is_cached(ev, one) for one in beyond.shapes)
        read = partial(bind, ev, beyond, receiver, ClassOf(info), node)
        given = perhaps(ev, read) if is_kept and not own.is_unbound else read()
        if is_kept and ev.goes_on():
            from .setting import set_in_instance

            set_in_instance(ev, shape.location, name, given.bound(), strongly=False)
        return join(own.bound(), given)
    return _missing(ev, info, own, receiver, name, node)


def is_cached(ev: Evaluator, shape: Shape) -> bool:
    """Does an instance keep what a `cached_property` has given?"""
    held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
    return isinstance(held, Lazy) and held.kind == "functools.cached_property"


def _by_getattr(
    ev: Evaluator, info: ClassInfo, receiver: Value, name: str, node: Node, answer: Value
) -> Value:
    """What `__getattr__` gives where the other way may have raised AttributeError."""
    getter = find_method(ev, info, "__getattr__")
    if getter is None:
        return UNKNOWN if answer.is_bottom else answer
    bound = bind(ev, getter, receiver, ClassOf(info), node)
    return join(answer, attempt(ev, lambda: call_bound(ev, bound, [literal(name)], node, 32)))


def _missing(
    ev: Evaluator, info: ClassInfo, own: Value, receiver: Value, name: str, node: Node
) -> Value | None:
    """An attribute that neither an instance nor its classes surely have."""
    if name == "__class__":
        return Value((ClassOf(info),))
    if name == "__dict__":
        return instance_dict(ev, receiver, node)
    if info.kind == "enum" and name in ("value", "name", "_value_", "_name_"):
        return exactly("str") if name.strip("_") == "name" else UNKNOWN
    own = own.bound()
    getter = find_method(ev, info, "__getattr__")
    if getter is not None:
        bound = bind(ev, getter, receiver, ClassOf(info), node)
        known = [own] if not own.is_bottom else []
        parts = for_each(
            ev, [BOTTOM, *known],
            lambda one: call_bound(ev, bound, [literal(name)], node, 32) if one is BOTTOM else one,
        )  # fmt: skip
        return either(parts)
    outside = outside_attribute(ev, info, name, receiver, node)
    if outside is not None:
        return join(own, outside)
    if info.is_open:
        return join(own, UNKNOWN)
    if name in NEEDS_NO_TABLE or ev.outside.has_common(name):
        return join(own, UNKNOWN)
    return None if own.is_bottom else own


def instance_dict(ev: Evaluator, receiver: Value, node: Node) -> Value:
    """`instance.__dict__`: what it holds; who keeps it may change the instance by it."""
    known: dict[Hashable, Value] = {}
    other = BOTTOM
    is_read = is_only_read(ev, node)
    for shape in receiver.shapes:
        held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
        if not isinstance(held, Instance) or not isinstance(shape, Reference):
            return UNKNOWN
        other = join(other, held.other)
        for name, value in held.fields.items():
            known[name] = join(known.get(name, BOTTOM), value)
        if len(receiver.shapes) > 1:
            known = {
                name: Value(one.shapes, one.unknown, -1, one.declared, one.origins)
                for name, one in known.items()
            }
        if not is_read:
            fields = {
                name: Value(one.shapes, ANYTHING, -1, one.declared, one.origins)
                for name, one in held.fields.items()
            }
            changed = Instance(held.type, held.single, held.info, fields, UNKNOWN, held.declared)
            ev.store.write(shape.location, changed)
    if not is_read:
        other = UNKNOWN
        known = {name: join(one, UNKNOWN) for name, one in known.items()}
        for one in known.values():
            ev.escape(one)
    key = BOTTOM if other.is_bottom else exactly("str").with_origins(other.origins)
    return ev.allocate(node, DictObject("dict", False, known, key, other), "dict")


_READING: Final = frozenset({"items", "keys", "values", "get", "copy"})


def is_only_read(ev: Evaluator, node: Node) -> bool:
    """Is what an expression gives looked at where it stands, and not kept?"""
    above = ev.met.parents[node.index]
    if isinstance(above, Attribute):
        return above.name in _READING
    if isinstance(above, Call):
        callee = above.callee
        return isinstance(callee, (Name, Attribute)) and above.callee is not node
    return isinstance(
        above, (For, Compare, FormattedValue, ComprehensionClause, ExpressionStatement)
    )


def outside_attribute(
    ev: Evaluator, info: ClassInfo, name: str, receiver: Value, node: Node
) -> Value | None:
    """An attribute that a class has from bases which the dialect lists, or by its kind."""
    for base in info.outside:
        found = ev.outside.member(ev, base, name, receiver, node)
        if found is not None:
            return found
    if info.kind in ("dataclass", "namedtuple", "enum", "typeddict") and name.startswith("_"):
        return UNKNOWN
    return None


def is_data_descriptor(ev: Evaluator, value: Value) -> bool:
    """Does a class attribute go before what an instance holds under its name?"""
    for shape in value.shapes:
        if isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            if isinstance(held, Lazy) and held.kind in PROPERTIES:
                return True
            info = held.info if isinstance(held, Instance) else None
            if info is not None and any(
                find_method(ev, info, name) is not None for name in ("__set__", "__delete__")
            ):
                return True
    return False


def attribute_of_class(ev: Evaluator, shape: ClassOf, name: str, node: Node) -> Value | None:
    """`Class.name`."""
    info = shape.info
    found = find_method(ev, info, name)
    if found is not None:
        if info.kind == "enum" and name in info.fields:
            return found
        return bind_to_class(ev, found, shape, node)
    if name in ("__name__", "__qualname__"):
        if name == "__qualname__" and "." in info.name:
            return exactly("str")  # `<locals>` may be in it
        return literal(info.name.rpartition(".")[2])
    if info.kind == "enum" and name == "__members__":
        return UNKNOWN
    outside = outside_attribute(ev, info, name, Value((shape,)), node)
    if outside is not None:
        return outside
    if info.is_open or info.keywords or name.startswith("__"):
        return UNKNOWN
    if ev.outside.member(ev, "type", name, Value((shape,)), node) is not None:
        return UNKNOWN
    return None


def bind_to_class(ev: Evaluator, value: Value, shape: ClassOf, node: Node) -> Value:
    """A class attribute as the class gives it: functions as they are."""
    found = BOTTOM
    for one in value.shapes:
        if isinstance(one, Reference):
            found = join(found, _descriptor(ev, one, BOTTOM, shape, node))
        else:
            found = join(found, Value((one,)))
    if value.unknown:
        found = join(found, UNKNOWN.only_origins(value.origins))
    return found.with_origins(value.origins)


def class_of(ev: Evaluator, shape: Shape) -> ClassInfo | None:
    """The class of the script that a shape is, or is an instance of."""
    if isinstance(shape, ClassOf):
        return shape.info
    if isinstance(shape, Reference):
        held = ev.object_at(shape.location)
        if isinstance(held, Instance):
            return held.info
    return None


def call_method(
    ev: Evaluator, receiver: Value, name: str, arguments: list[Value], node: Node
) -> Value | None:
    """Call a method that an operator stands for; None if an alternative has none."""
    found = BOTTOM
    alike: dict[object, tuple[ClassInfo, list[Shape]]] = {}
    for shape in receiver.shapes:
        info = class_of(ev, shape)
        if info is not None and not isinstance(shape, ClassOf):
            makers = ev.makers(Value((shape,)))
            alike.setdefault((info.number, makers), (info, []))[1].append(shape)
    having = [one for one in alike.values() if find_method(ev, one[0], name) is not None]

    def call_one(one: tuple[ClassInfo, list[Shape]]) -> Value:
        info, shapes = one
        method = find_method(ev, info, name)
        assert method is not None
        bound = bind(ev, method, Value(tuple(shapes)), ClassOf(info), node)
        return call_bound(ev, bound, arguments, node, 50)

    for one in for_each(ev, having, call_one):
        found = join(found, one)
    return found if having else None
