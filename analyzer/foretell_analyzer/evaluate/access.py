"""Attributes and subscripts: reading, storing, deleting."""

from __future__ import annotations

from typing import Final

from ..dialect import COMMON_ATTRIBUTES, OPERATOR_METHODS, EntryKind
from ..ir import Attribute, Expression, Node
from ..values.collections import DictObject, ListObject, SetObject
from ..values.instances import Instance, Lazy, Suspended
from ..values.making import NONE_VALUE, exactly, literal
from ..values.objects import AnyObject
from ..values.shapes import (
    BoundTo,
    ClassOf,
    Constant,
    Exactly,
    FunctionOf,
    Listed,
    ModuleOf,
    Reference,
    Shape,
    SuperOf,
    ToolOf,
    TupleOf,
    type_name,
)
from ..values.value import (
    ANYTHING,
    BOTTOM,
    BOUND,
    DATA,
    UNBOUND,
    UNKNOWN,
    UNKNOWN_DATA,
    Value,
    join,
)
from .attempts import for_each
from .evaluator import EXPRESSIONS, Evaluator
from .iteration import below, call_anything
from .methods import attribute_of_class, attribute_of_instance, find_method, has_surely
from .observations import FAILS, PARTLY, Detail
from .paths import read_path, record_path
from .setting import set_attribute
from .supers import attribute_of_super

OPEN_TYPES: Final = frozenset(
    {"super", "object", "type", "types.SimpleNamespace", "argparse.Namespace"}
)
"""Types whose values have attributes that no table lists."""


def attribute(ev: Evaluator, node: Expression) -> Value:
    """`value.name`."""
    assert isinstance(node, Attribute)
    receiver = ev.evaluate(node.value)
    if not ev.goes_on():
        return BOTTOM
    known = read_path(ev, node)
    if known is not None:
        return known
    return read_attribute(ev, receiver, node.name, node)


def read_attribute(ev: Evaluator, receiver: Value, name: str, node: Node) -> Value:
    """An attribute of a value; what surely has none is told."""
    found = BOTTOM
    failing: Shape | None = None
    parts = for_each(
        ev, receiver.shapes, lambda shape: attribute_of(ev, shape, name, receiver, node), node
    )
    for shape, one in zip(receiver.shapes, parts, strict=True):
        if one is None or one.is_unbound:
            failing = shape
        else:
            found = join(found, one.bound())
    if receiver.unknown:
        find = ev.world.dialect.find_member
        is_method = any(find(kind, name) is not None for kind in ("str", "list", "dict"))
        step = "" if is_method else f".{name}"
        found = join(found, part_of_unknown(ev, receiver, step, node))
    if failing is None:
        ev.passes("unknown-attribute", node)
    else:
        state = FAILS if found.is_bottom else PARTLY
        of_shape = Value((failing,), 0, BOUND, receiver.declared, receiver.origins)
        detail = Detail(name, describe(ev, failing), of_shape, receiver.declared)
        ev.note("unknown-attribute", node, state, detail)
    if receiver.unknown:
        ev.may_raise()
    for shape, one in zip(receiver.shapes, parts, strict=True):
        if not is_found_surely(ev, shape, name, one):
            ev.may_raise(*(("AttributeError",) if is_looked_up_simply(ev, shape) else ()))
    if found.is_bottom:
        return UNKNOWN_DATA.with_origins(receiver.origins)
    return found.with_choice_of(receiver)


def is_found_surely(ev: Evaluator, shape: Shape, name: str, part: Value | None) -> bool:
    """Has a value an attribute for sure, so that reading it raises nothing by itself?"""
    if part is None or part.unbound:
        return False
    if isinstance(shape, SuperOf):
        return name == "__init__" and not shape.receiver.unknown
    if not is_looked_up_simply(ev, shape):
        return False
    held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
    if isinstance(held, Instance) and held.info is not None:
        own = held.fields.get(name)
        return (own is not None and not own.unbound) or has_surely(ev, held.info, name)
    return not isinstance(shape, ClassOf) or has_surely(ev, shape.info, name)


def is_looked_up_simply(ev: Evaluator, shape: Shape) -> bool:
    """Is an attribute just looked up, so that a missing one is all that may be raised?"""
    if isinstance(shape, Exactly):
        return "." not in shape.type and shape.type != "object"
    held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
    info = shape.info if isinstance(shape, ClassOf) else None
    if isinstance(held, Instance):
        info = held.info
    elif isinstance(shape, Reference):
        return isinstance(held, (ListObject, DictObject, SetObject))
    if info is None:
        return isinstance(shape, (Constant, TupleOf, ModuleOf, FunctionOf))
    if info.is_open or (info.outside and "BaseException" not in ev.outside.bases_of(info.outside)):
        return False
    hooks = ("__getattr__", "__getattribute__")
    return not any(find_method(ev, info, one) is not None for one in hooks)


def part_of_unknown(ev: Evaluator, value: Value, step: str, node: Node) -> Value:
    if value.unknown == ANYTHING:
        call_anything(ev, node)
    kind = ANYTHING if ev.holds_functions else value.unknown
    return Value((), kind, BOUND, value.declared, below(value.origins, step))


def attribute_of(
    ev: Evaluator, shape: Shape, name: str, receiver: Value, node: Node
) -> Value | None:
    """An attribute of one alternative; None if it has none."""
    outside = ev.outside
    one = Value((shape,), 0, BOUND, receiver.declared, receiver.origins)
    match shape:
        case Constant():
            return outside.member(ev, type_name(shape.value), name, one, node)
        case Exactly():
            return outside.member(ev, shape.type, name, one, node)
        case TupleOf():
            return outside.member(ev, "tuple", name, one, node)
        case ModuleOf():
            return outside.module_member(ev, shape.name, name)
        case Listed():
            if shape.entry.kind is EntryKind.CLASS:
                return outside.class_member(ev, shape, name, node)
            return outside.member(ev, "builtin_function_or_method", name, one, node)
        case FunctionOf():
            return _of_function(ev, shape, name, one, node)
        case ClassOf():
            return attribute_of_class(ev, shape, name, node)
        case BoundTo():
            if name == "__self__":
                return shape.receiver
            if name == "__func__":
                return Value((shape.callee,))
            return outside.member(ev, "method", name, one, node)
        case SuperOf():
            return attribute_of_super(ev, shape, name, node)
        case ToolOf():
            found = outside.member(ev, "function", name, one, node)
            return exactly("str") if name == "__name__" else found
        case Reference():
            return _of_object(ev, shape, name, one, node)
        case _:
            return UNKNOWN


def _of_function(
    ev: Evaluator, shape: FunctionOf, name: str, one: Value, node: Node
) -> Value | None:
    held = ev.store.cells.get(shape.function.location)
    if isinstance(held, Instance):
        own = held.fields.get(name)
        if own is not None:
            return own
        if not held.other.is_bottom:
            return held.other
    if name in ("__name__", "__qualname__"):
        whole = shape.function.name
        if name == "__qualname__" and "." in whole:
            return exactly("str")  # `<locals>` may be in it
        return literal(whole.rpartition(".")[2])
    if name == "__wrapped__":
        return UNKNOWN
    return ev.outside.member(ev, "function", name, one, node)


def _of_object(ev: Evaluator, shape: Reference, name: str, one: Value, node: Node) -> Value | None:
    held = ev.object_at(shape.location)
    match held:
        case ListObject() | SetObject() | DictObject():
            if isinstance(held, DictObject) and name == "default_factory":
                return held.factory or NONE_OR_UNKNOWN
            return ev.outside.member(ev, held.type, name, one, node)
        case Instance():
            return attribute_of_instance(ev, held, shape, name, node)
        case Lazy():
            if name == "register" and held.kind.startswith("functools.singledispatch"):
                return ev.outside.registrar(ev, shape, node)
            if name in ("dispatch", "registry") and held.kind.startswith(
                "functools.singledispatch"
            ):
                return UNKNOWN
            if held.kind == "typing.NewType" and name.startswith("__"):
                return UNKNOWN_DATA
            if (
                name in _PARTS
                and held.values
                and (held.kind, name) != ("functools.partial", "__wrapped__")
            ):
                position = _PARTS[name]
                return held.values[position] if position < len(held.values) else NONE_VALUE
            return ev.outside.member(ev, LAZY_TYPES.get(held.kind, held.kind), name, one, node)
        case Suspended():
            kind = "asyncio.Future" if held.call in ev.futures else held.type
            return ev.outside.member(ev, kind, name, one, node)
        case AnyObject():
            call_anything(ev, node)
            return UNKNOWN
        case _:
            return UNKNOWN


NONE_OR_UNKNOWN: Final = UNKNOWN


_PARTS: Final = {"func": 0, "fget": 0, "fset": 1, "fdel": 2, "__wrapped__": 0, "__func__": 0}
"""By attribute of what was made of functions: which of them it gives."""


LAZY_TYPES: Final[dict[str, str]] = {
    "iterator": "iterator", "types.DynamicClassAttribute": "property",
    "enum.property": "property", "contextlib.entered": "coroutine",
}  # fmt: skip
"""By kind of lazy object: the type whose members it has, where that is not its own name."""


def describe(ev: Evaluator, shape: Shape) -> str:
    """The type of a shape in words, as the dialect names it."""
    match shape:
        case Constant():
            return type_name(shape.value)
        case Exactly():
            return shape.type
        case TupleOf():
            return "tuple"
        case ModuleOf():
            return f"module {shape.name}"
        case FunctionOf() | ToolOf() | BoundTo():
            return "function"
        case Listed():
            return f"class {shape.name}" if shape.entry.kind is EntryKind.CLASS else "function"
        case ClassOf():
            return f"class {shape.info.name}"
        case Reference():
            held = ev.object_at(shape.location)
            if isinstance(held, Instance) and held.info is not None:
                return held.info.name
            return LAZY_TYPES.get(held.type, held.type)
        case _:
            return "value"


def has_common(name: str) -> bool:
    """Has every value an attribute of this name?"""
    return name in COMMON_ATTRIBUTES or name in OPERATOR_METHODS


def store_attribute(ev: Evaluator, node: Attribute, receiver: Value, value: Value) -> None:
    """`receiver.name = value`."""
    set_attribute(ev, receiver, node.name, value, node)
    record_path(ev, node, value)


def delete_attribute(ev: Evaluator, node: Attribute) -> None:
    """`del receiver.name`."""
    receiver = ev.evaluate(node.value)
    set_attribute(ev, receiver, node.name, UNBOUND, node)


def data_of(value: Value) -> Value:
    """Any data made of a value."""
    return Value((), DATA, BOUND, value.declared, value.origins)


EXPRESSIONS[Attribute] = attribute
