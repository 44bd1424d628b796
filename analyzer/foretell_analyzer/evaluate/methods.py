"""Attributes and methods of the script's classes and their instances."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Final

from ..ir import (
    Attribute,
    Call,
    Compare,
    ComprehensionClause,
    Expression,
    ExpressionStatement,
    For,
    FormattedValue,
    Name,
    Node,
)
from ..values.objects import (
    ENDLESS,
    AnyObject,
    DictObject,
    Instance,
    Lazy,
    ListObject,
    SetObject,
)
from ..values.routines import ClassInfo, FunctionInfo
from ..values.shapes import (
    BoundTo,
    ClassOf,
    Constant,
    FunctionOf,
    Reference,
    Shape,
    SuperOf,
)
from ..values.store import Delta
from ..values.value import (
    ANYTHING,
    BOTTOM,
    BOUND,
    NONE_VALUE,
    UNBOUND,
    UNKNOWN,
    Value,
    exactly,
    join,
    literal,
)
from .attempts import attempt, for_each
from .evaluator import Evaluator
from .iteration import Items, call_anything, items_of

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
        found = join(found, UNKNOWN)
    return found


def _descriptor(
    ev: Evaluator, shape: Reference, receiver: Value, owner: Shape | None, node: Node
) -> Value:
    """What a property, static or class method, or other value in a class gives."""
    held = ev.object_at(shape.location)
    if isinstance(held, Lazy):
        if held.kind in ("property", "functools.cached_property"):
            if receiver.is_bottom:
                return Value((shape,))
            return _called(ev, held.values[0], [receiver], node, 30)
        if held.kind == "staticmethod":
            return held.values[0]
        if held.kind == "classmethod":
            cls = Value(()) if owner is None else Value((owner,))
            return bind(ev, held.values[0], cls, owner, node)
        if held.kind in ("functools.cache", "functools.partialmethod", "functools.singledispatchmethod",
                         "contextlib.maker"):
            return Value((BoundTo(shape, receiver),)) if not receiver.is_bottom else Value((shape,))
    if isinstance(held, Instance) and held.info is not None:
        getter = find_method(ev, held.info, "__get__")
        if getter is not None:
            given = Value((owner,)) if owner is not None else UNKNOWN
            instance = NONE_VALUE if receiver.is_bottom else receiver
            return _called(ev, getter, [Value((shape,)), instance, given], node, 31)
    return Value((shape,))


def _called(
    ev: Evaluator, callee: Value, arguments: list[Value], node: Node, ordinal: int
) -> Value:
    from .calls import Arguments, call_value  # noqa: PLC0415 - calls read attributes

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
        answer = attempt(ev, lambda: _called(ev, bound, [literal(name)], node, 35))
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
    if beyond is not None and _is_data_descriptor(ev, beyond):
        if find_method(ev, info, "__getattr__") is None:
            return bind(ev, beyond, receiver, ClassOf(info), node)
        answer = attempt(ev, lambda: bind(ev, beyond, receiver, ClassOf(info), node))
        return _by_getattr(ev, info, receiver, name, node, answer)
    if not own.unbound:
        return own
    if not held.other.is_bottom:
        own = join(own.bound(), held.other)
    if beyond is not None:
        return join(own.bound(), bind(ev, beyond, receiver, ClassOf(info), node))
    return _missing(ev, info, own, receiver, name, node)


def _by_getattr(  # noqa: PLR0913, PLR0917 - what is known of an attribute
    ev: Evaluator, info: ClassInfo, receiver: Value, name: str, node: Node, answer: Value
) -> Value:
    """What `__getattr__` gives where the other way may have raised AttributeError."""
    getter = find_method(ev, info, "__getattr__")
    if getter is None:
        return UNKNOWN if answer.is_bottom else answer
    bound = bind(ev, getter, receiver, ClassOf(info), node)
    return join(answer, attempt(ev, lambda: _called(ev, bound, [literal(name)], node, 32)))


def _missing(  # noqa: PLR0913, PLR0917, PLR0911 - what is known of an attribute that is not set
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
        return join(own, _called(ev, bind(ev, getter, receiver, ClassOf(info), node), [literal(name)], node, 32))
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
            known = {name: Value(one.shapes, one.unknown, -1) for name, one in known.items()}
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
    key = BOTTOM if other.is_bottom else exactly("str")
    return ev.allocate(node, DictObject("dict", False, known, key, other), "dict")  # noqa: FBT003


_READING: Final = frozenset({"items", "keys", "values", "get", "copy"})


def is_only_read(ev: Evaluator, node: Node) -> bool:
    """Is what an expression gives looked at where it stands, and not kept?"""
    above = ev.met.parents[node.index]
    if isinstance(above, Attribute):
        return above.name in _READING
    if isinstance(above, Call):
        callee = above.callee
        return isinstance(callee, (Name, Attribute)) and above.callee is not node
    return isinstance(above, (For, Compare, FormattedValue, ComprehensionClause, ExpressionStatement))


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


def _is_data_descriptor(ev: Evaluator, value: Value) -> bool:
    """Does a class attribute go before what an instance holds under its name?"""
    for shape in value.shapes:
        if isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            if isinstance(held, Lazy) and held.kind == "property":
                return True
            if isinstance(held, Instance) and held.info is not None:
                if find_method(ev, held.info, "__set__") is not None:
                    return True
                if find_method(ev, held.info, "__delete__") is not None:
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
    if info.kind == "enum" and name in ("__members__",):
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
    return join(found, UNKNOWN) if value.unknown else found


def attribute_of_super(ev: Evaluator, shape: SuperOf, name: str, node: Node) -> Value | None:
    """`super().name`: in the classes after the one that asks."""
    found = BOTTOM
    is_known = True
    for receiver in shape.receiver.shapes:
        info = class_of(ev, receiver)
        if info is None:
            is_known = False
            continue
        order = info.order
        later = order[order.index(shape.after) + 1 :] if shape.after in order else shape.after.order[1:]
        value = find_after(ev, later, name)
        one = Value((receiver,))
        if value is not None:
            if isinstance(receiver, ClassOf):
                found = join(found, bind_to_class(ev, value, receiver, node))
            else:
                found = join(found, bind(ev, value, one, ClassOf(info), node))
            continue
        outside = outside_attribute(ev, info, name, one, node)
        if outside is not None and not ev.outside.is_object_method(name):
            found = join(found, outside)
        elif ev.outside.has_common(name) or info.is_open:
            found = join(found, ev.outside.object_method(name, one))
    if shape.receiver.unknown or not is_known:
        call_anything(ev, node)
        return join(found, UNKNOWN)
    return None if found.is_bottom else found


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
        return _called(ev, bound, arguments, node, 50)

    for one in for_each(ev, having, call_one):
        found = join(found, one)
    return found if having else None


def iterate_instance(
    ev: Evaluator, held: Instance, shape: Reference, node: Expression
) -> Items | None:
    """Iterating over an instance: by `__iter__` and `__next__`, or by `__getitem__`."""
    if held.info is None:
        return None if held.declared is None else Items(UNKNOWN)
    receiver = Value((shape,))
    if find_method(ev, held.info, "__iter__") is not None:
        # A loop asks for its items round by round: the iterator may be made already.
        iterator = perhaps(ev, lambda: call_method(ev, receiver, "__iter__", [], node) or UNKNOWN)
        if iterator.is_bottom:
            return Items(UNKNOWN)
        stepped = BOTTOM
        rest: list[Shape] = []
        for one in iterator.shapes:
            info = class_of(ev, one)
            if info is not None and find_method(ev, info, "__next__") is not None:
                stepped = join(stepped, steps_of(ev, one, node))
            else:
                rest.append(one)
        if rest or iterator.unknown:
            others = items_of(ev, Value(tuple(rest), iterator.unknown), node)
            if stepped.is_bottom:
                return others
            stepped = join(stepped, others.element)
        return Items(stepped)
    if find_method(ev, held.info, "__getitem__") is not None:
        item = attempt(ev, lambda: call_method(ev, receiver, "__getitem__", [exactly("int")], node))
        return Items(item or UNKNOWN)
    if held.info.kind == "namedtuple":
        values = [held.fields[name] for name in held.info.fields if name in held.fields]
        return Items(UNKNOWN) if not values else Items(_joined(values), len(values), len(values), tuple(values))
    if held.info.is_open or held.info.outside:
        call_anything(ev, node)
        return Items(UNKNOWN)
    return None


def steps_of(ev: Evaluator, shape: Shape, node: Node) -> Value:
    """What `__next__` gives, called until it raises StopIteration."""
    from .loops import repeat  # noqa: PLC0415 - loops iterate

    def step() -> Value:
        return attempt(ev, lambda: call_method(ev, Value((shape,)), "__next__", [], node)) or BOTTOM

    return repeat(ev, 0, ENDLESS, step, node)


def perhaps(ev: Evaluator, action: Callable[[], Value]) -> Value:
    """Do something, or do not: go on from where either leads."""
    mark = ev.branch()
    ways: list[Delta] = [{}]
    found = action()
    ev.leave(mark, ways)
    ev.reachable = True
    ev.meet(ways)
    return found


def answers_itself(ev: Evaluator, shape: Shape, name: str) -> bool:
    """Does code of the script answer when an object is asked for an attribute or an item?"""
    info = class_of(ev, shape)
    if info is None or isinstance(shape, ClassOf):
        return False
    if name == "__getitem__" or info.is_open:
        return True
    for special in ("__getattr__", "__getattribute__", "__setattr__"):
        if find_method(ev, info, special) is not None:
            return True
    value = find_method(ev, info, name)
    return value is not None and any([not isinstance(one, Constant) for one in value.shapes])


def call_class_method(
    ev: Evaluator, value: Value, shape: ClassOf, arguments: list[Value], node: Node
) -> Value:
    """Call a method of a class that gets the class itself, decorated as class method or not."""
    found = BOTTOM
    for one in value.shapes:
        held = ev.object_at(one.location) if isinstance(one, Reference) else None
        inner = held.values[0] if isinstance(held, Lazy) and held.values else Value((one,))
        found = join(found, _called(ev, inner, [Value((shape,)), *arguments], node, 36))
    return join(found, UNKNOWN) if value.unknown else found


def _joined(values: list[Value]) -> Value:
    found = BOTTOM
    for one in values:
        found = join(found, one)
    return found


def set_attribute(ev: Evaluator, receiver: Value, name: str, value: Value, node: Node) -> None:
    """`receiver.name = value`; what takes no attributes is told by a rule of its own."""
    is_one = receiver.single is not None
    if receiver.unknown:
        from .access import lose  # noqa: PLC0415 - access stores attributes

        lose(ev, value)
        ev.forget_paths()

    def set_one(shape: Shape) -> None:
        if isinstance(shape, ClassOf):
            set_in_instance(ev, shape.info.location, name, value, strongly=is_one)
        elif isinstance(shape, FunctionOf):
            _set_on_function(ev, shape.function, name, value)
        elif isinstance(shape, Reference):
            _set_on_object(ev, shape, name, value, node, strongly=is_one)

    for_each(ev, receiver.shapes, set_one)
    ev.may_raise()


def _set_on_object(  # noqa: PLR0913 - the parts of an assignment
    ev: Evaluator, shape: Reference, name: str, value: Value, node: Node, *, strongly: bool
) -> None:
    held = ev.object_at(shape.location)
    if isinstance(held, (AnyObject, Lazy, ListObject, SetObject, DictObject)):
        return
    if not isinstance(held, Instance):
        return
    if held.info is not None:
        descriptor = find_method(ev, held.info, name)
        if descriptor is not None and _is_data_descriptor(ev, descriptor):
            for_each(
                ev, descriptor.shapes,
                lambda one: _set_by_descriptor(ev, one, Value((shape,)), value, node),
            )  # fmt: skip
            return
        given = [literal(name)] if value is UNBOUND else [literal(name), value]
        setter = "__delattr__" if value is UNBOUND else "__setattr__"
        if find_method(ev, held.info, setter) is not None:
            call_method(ev, Value((shape,)), setter, given, node)
            return
        if held.info.is_frozen or (held.info.is_slotted and name not in held.info.fields):
            return  # it raises
    set_in_instance(ev, shape.location, name, value, strongly=strongly)


def _set_by_descriptor(
    ev: Evaluator, shape: Shape, receiver: Value, value: Value, node: Node
) -> None:
    if not isinstance(shape, Reference):
        return
    held = ev.object_at(shape.location)
    is_deletion = value is UNBOUND
    given = [receiver] if is_deletion else [receiver, value]
    if isinstance(held, Lazy):
        position = 2 if is_deletion else 1
        if position < len(held.values):
            _called(ev, held.values[position], given, node, 33)
    elif isinstance(held, Instance) and held.info is not None:
        setter = find_method(ev, held.info, "__delete__" if is_deletion else "__set__")
        if setter is not None:
            _called(ev, setter, [Value((shape,)), *given], node, 34)


def set_in_instance(
    ev: Evaluator, location: int, name: str, value: Value, *, strongly: bool
) -> None:
    """Give an instance or a class an attribute of its own."""
    held = ev.object_at(location)
    if not isinstance(held, Instance):
        return
    fields = dict(held.fields)
    fields[name] = value if strongly else join(fields.get(name, UNBOUND), value)
    ev.replace(
        location, Instance(held.type, held.single, held.info, fields, held.other, held.declared)
    )


def _set_on_function(ev: Evaluator, function: FunctionInfo, name: str, value: Value) -> None:
    if function.location < 0:
        function.location = ev.store.allocate(1)
    held = ev.store.cells.get(function.location)
    fields = dict(held.fields) if isinstance(held, Instance) else {}
    fields[name] = value
    ev.store.write(function.location, Instance("attributes", True, None, fields))  # noqa: FBT003


def set_unknown_attribute(ev: Evaluator, receiver: Value, value: Value) -> None:
    """`setattr(receiver, name, value)` where the name is not known."""
    for shape in receiver.shapes:
        location = shape.info.location if isinstance(shape, ClassOf) else -1
        if isinstance(shape, Reference):
            location = shape.location
        held = ev.object_at(location) if location >= 0 else None
        if isinstance(held, Instance):
            fields = {key: join(one, value) for key, one in held.fields.items()}
            other = join(held.other, value)
            ev.replace(
                location,
                Instance(held.type, held.single, held.info, fields, other, held.declared),
            )


__all__ = ["BOUND", "attribute_of_class", "attribute_of_instance", "attribute_of_super"]
